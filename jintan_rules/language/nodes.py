"""The nodes of an expression, frozen, each with its place in the text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

from attrs import field, frozen


@frozen
class Span:
    """Where a node stands in its text: character offsets, the end excluded."""

    start: int
    end: int


_NOWHERE = Span(0, 0)


def _span() -> Span:
    return field(default=_NOWHERE, eq=False, repr=False)


@frozen(cache_hash=True)
class Literal:
    """A number, a text, a truth value or a date written out."""

    value: int | Decimal | str | bool | dt.date
    span: Span = _span()


@frozen(cache_hash=True)
class Name:
    """A fact, a list, a loop variable, ``as_of`` or ``never``."""

    name: str
    span: Span = _span()


@frozen(cache_hash=True)
class Attribute:
    """An attribute of a row, of ``period`` or of ``param``."""

    base: Node
    name: str
    span: Span = _span()


@frozen(cache_hash=True)
class SetDisplay:
    """A set of texts written out, in the order of the text."""

    items: tuple[str, ...]
    span: Span = _span()


@frozen(cache_hash=True)
class Not:
    """Negation."""

    operand: Node
    span: Span = _span()


@frozen(cache_hash=True)
class And:
    """Conjunction of two or more parts."""

    parts: tuple[Node, ...]
    span: Span = _span()


@frozen(cache_hash=True)
class Or:
    """Disjunction of two or more parts."""

    parts: tuple[Node, ...]
    span: Span = _span()


@frozen(cache_hash=True)
class Compare:
    """One comparison; ``operator`` is one of ``== != < <= > >=``."""

    operator: str
    left: Node
    right: Node
    span: Span = _span()


@frozen(cache_hash=True)
class Contains:
    """Whether ``item`` is in ``container``, a set."""

    item: Node
    container: Node
    span: Span = _span()


@frozen(cache_hash=True)
class Arithmetic:
    """A sum, a difference or a product; ``operator`` is one of ``+ - *``."""

    operator: str
    left: Node
    right: Node
    span: Span = _span()


@frozen(cache_hash=True)
class Choice:
    """``then`` where the condition holds, else ``otherwise``."""

    condition: Node
    then: Node
    otherwise: Node
    span: Span = _span()


@frozen(cache_hash=True)
class Generator:
    """One ``for x in source if …``; two names walk pairs."""

    names: tuple[str, ...]
    source: Node
    filters: tuple[Node, ...]
    span: Span = _span()


@frozen(cache_hash=True)
class Quantifier:
    """``any all count sum first last the longest_run`` over generators."""

    kind: str
    element: Node
    generators: tuple[Generator, ...]
    span: Span = _span()


@frozen(cache_hash=True)
class Call:
    """A function of the language applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]
    span: Span = _span()


Node: TypeAlias = (
    Literal
    | Name
    | Attribute
    | SetDisplay
    | Not
    | And
    | Or
    | Compare
    | Contains
    | Arithmetic
    | Choice
    | Quantifier
    | Call
)

#: The quantifiers, with what each gives.
QUANTIFIERS = ("any", "all", "count", "sum", "first", "last", "the", "longest_run")


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below ``node``, in the order of the text."""
    match node:
        case Not(operand=operand):
            return (operand,)
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Contains(item=item, container=container):
            return (item, container)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return (then, condition, otherwise)
        case Attribute(base=base):
            return (base,)
        case Call(arguments=arguments):
            return arguments
        case Quantifier(element=element, generators=generators):
            below: list[Node] = [element]
            for generator in generators:
                below += [generator.source, *generator.filters]
            return tuple(below)
        case _:
            return ()
