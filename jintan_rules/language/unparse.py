"""Nodes to text: the one canonical way to write an expression.

Equal nodes give equal text, and parsing the text gives the nodes back; the
text therefore names a slot fact.
"""

from __future__ import annotations

import datetime as dt

from jintan_rules.language.nodes import (
    And,
    Arithmetic,
    Attribute,
    Call,
    Choice,
    Compare,
    Contains,
    Generator,
    Literal,
    Name,
    Node,
    Not,
    Or,
    Quantifier,
    SetDisplay,
)

# How tightly each form binds; a part that binds less tightly stands in parentheses.
_CHOICE, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(8)


def unparse(node: Node) -> str:
    """Return the canonical text of an expression."""
    return _text(node, _CHOICE)


def unparse_generator(generator: Generator) -> str:
    """Return the canonical text of ``x in list if …``, as in ``for_each``."""
    text = f"{', '.join(generator.names)} in {_text(generator.source, _OR)}"
    return text + "".join(f" if {_text(each, _OR)}" for each in generator.filters)


def _text(node: Node, outer: int) -> str:
    text, binds = _written(node)
    return f"({text})" if binds < outer else text


def _written(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value=dt.date() as day):
            return f"date({day.year}, {day.month}, {day.day})", _ATOM
        case Literal(value=str() as text):
            return repr(text), _ATOM
        case Literal(value=value):
            return str(value), _ATOM
        case Name(name=name):
            return name, _ATOM
        case Attribute(base=base, name=name):
            return f"{_text(base, _ATOM)}.{name}", _ATOM
        case SetDisplay(items=items):
            return "{" + ", ".join(repr(item) for item in items) + "}", _ATOM
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_text(each, _CHOICE) for each in arguments)})", _ATOM
        case Quantifier(kind=kind, element=element, generators=generators):
            loops = "".join(f" for {unparse_generator(each)}" for each in generators)
            return f"{kind}({_text(element, _CHOICE)}{loops})", _ATOM
        case Arithmetic(operator="*", left=left, right=right):
            return f"{_text(left, _PRODUCT)} * {_text(right, _ATOM)}", _PRODUCT
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_text(left, _SUM)} {operator} {_text(right, _PRODUCT)}", _SUM
        case Compare(operator=operator, left=left, right=right):
            return f"{_text(left, _SUM)} {operator} {_text(right, _SUM)}", _COMPARE
        case Not(operand=Contains(item=item, container=container)):
            return f"{_text(item, _SUM)} not in {_text(container, _SUM)}", _COMPARE
        case Contains(item=item, container=container):
            return f"{_text(item, _SUM)} in {_text(container, _SUM)}", _COMPARE
        case Not(operand=operand):
            return f"not {_text(operand, _NOT)}", _NOT
        case And(parts=parts):
            return " and ".join(_text(each, _NOT) for each in parts), _AND
        case Or(parts=parts):
            return " or ".join(_text(each, _AND) for each in parts), _OR
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return (
                f"{_text(then, _OR)} if {_text(condition, _OR)} else {_text(otherwise, _CHOICE)}",
                _CHOICE,
            )
