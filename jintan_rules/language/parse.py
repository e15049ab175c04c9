"""Text to nodes, by the standard library's parser and a short list of what is allowed.

Nothing is evaluated: the text becomes a Python syntax tree, and each of its
nodes either is one of ours or is a problem with its place.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
from decimal import Decimal

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.language.nodes import (
    QUANTIFIERS,
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
    Span,
)

#: The most characters, nodes and levels that an expression may have.
MOST_CHARACTERS = 2000
MOST_NODES = 300
MOST_LEVELS = 24

#: The functions of the language: how many arguments each takes.
FUNCTIONS: dict[str, int] = {
    "done": 1,
    "history": 1,
    "recorded": 1,
    "year": 1,
    "month_start": 1,
    "add_days": 2,
    "add_months": 2,
    "add_years": 2,
    "workdays_between": 2,
    "round_to": 2,
    "min": 2,
    "max": 2,
    "months": 2,
    "pairs": 1,
    "date": 3,
}

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
#: ``date(year, parameter)`` takes two arguments, every other date three.
_DATE_OF_PARAMETER = 2
#: Roughly where full-width characters begin.
_LAST_NARROW = "\u2e7f"
#: As much of a long line as is shown.
_MOST_SHOWN = 300
_STRAY = re.compile(r"[#\\\t\x00]")
_FULL_WIDTH = re.compile("[（）｛｝，＝＜＞“”‘’：＋－×]")


class _RefusedError(Exception):
    """One thing the language does not have, and where it stands."""

    def __init__(self, code: str, span: Span, summary: str, mend: str = "") -> None:
        super().__init__(summary)
        self.code, self.span, self.summary, self.mend = code, span, summary, mend

    def as_problem(self, text: str, place: Place) -> Problem:
        return Problem(
            self.code,
            place,
            self.summary,
            mend=self.mend,
            found=repr(text[self.span.start : self.span.end] or text)[:120],
            excerpt=underline(text, self.span),
        )


def parse(text: str, place: Place) -> Node | Problem:
    """Parse an expression, or return the problem that stops it.

    Args:
        text: The expression, on one line or several.
        place: Where the text begins; problems point from there.
    """
    try:
        return _Reader(text, 0).node(_tree(text, opening="", closing=""), 0)
    except _RefusedError as refused:
        return refused.as_problem(text, place)


def parse_for_each(text: str, place: Place) -> Generator | Problem:
    """Parse what follows ``for`` in a rule's ``for_each``: ``x in list if …``."""
    opening = "any(True for "
    try:
        node = _Reader(text, len(opening)).node(_tree(text, opening, closing=")"), 0)
    except _RefusedError as refused:
        return refused.as_problem(text, place)
    if isinstance(node, Quantifier) and len(node.generators) == 1:
        return node.generators[0]
    whole = Span(0, len(text))
    several = _RefusedError("JR201", whole, "for_each walks exactly one list", "write: x in list")
    return several.as_problem(text, place)


def _tree(text: str, opening: str, closing: str) -> ast.expr:
    whole = Span(0, len(text))
    if len(text) > MOST_CHARACTERS:
        raise _RefusedError(
            "JR206",
            whole,
            f"the expression has more than {MOST_CHARACTERS} characters",
            "split the rule, or declare a derived fact",
        )
    stray = _STRAY.search(text)
    if stray:
        raise _RefusedError(
            "JR201",
            Span(*stray.span()),
            f"{stray.group()!r} is not part of the language",
            "put remarks into the rule's note",
        )
    try:
        # Blanks before the text would be an indent; line breaks are blanks of the same width.
        return ast.parse(opening + _flat(text).lstrip() + closing, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        wide = _FULL_WIDTH.search(text)
        if wide:
            raise _RefusedError(
                "JR201",
                Span(*wide.span()),
                "a full-width sign stands where code is expected",
                f"write {wide.group()!r} in half width",
            ) from error
        lead = len(text) - len(text.lstrip()) - len(opening)
        start = min(max((getattr(error, "offset", None) or 1) - 1 + lead, 0), len(text))
        reason = error.msg if isinstance(error, SyntaxError) else "it is nested too deeply"
        raise _RefusedError(
            "JR201",
            Span(start, start + 1),
            f"this is not an expression: {reason}",
            "see the expression language in docs/writing_rules.md",
        ) from error


def _flat(text: str) -> str:
    return text.replace("\n", " ")


class _Reader:
    """Turns a Python syntax tree into nodes, with spans in the rule's own text."""

    def __init__(self, text: str, opening: int) -> None:
        self.text = text
        self.nodes = 0
        # Columns of the syntax tree count bytes of UTF-8, from the opening on.
        self.opening = opening
        self.lead = len(text) - len(text.lstrip())
        self.encoded = _flat(text).lstrip().encode()

    def offset(self, column: int) -> int:
        return self.lead + len(self.encoded[: max(column - self.opening, 0)].decode())

    def span(self, tree: ast.expr | ast.comprehension) -> Span:
        if isinstance(tree, ast.comprehension):
            return Span(self.span(tree.target).start, self.span(tree.iter).end)
        return Span(self.offset(tree.col_offset), self.offset(tree.end_col_offset or 0))

    def refuse(self, tree: ast.expr, summary: str, mend: str = "") -> _RefusedError:
        return _RefusedError("JR202", self.span(tree), summary, mend)

    def node(self, tree: ast.expr, level: int) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES or level > MOST_LEVELS:
            raise _RefusedError(
                "JR206",
                self.span(tree),
                f"the expression has more than {MOST_NODES} parts or {MOST_LEVELS} levels",
                "split the rule, or declare a derived fact",
            )
        span, below = self.span(tree), level + 1
        match tree:
            case ast.Constant():
                return self.literal(tree)
            case ast.Name(id=name):
                return Name(name, span)
            case ast.Attribute(value=base, attr=name):
                return Attribute(self.node(base, below), name, span)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self.node(value, below) for value in values)
                return And(parts, span) if isinstance(op, ast.And) else Or(parts, span)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.node(operand, below), span)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Arithmetic("-", Literal(0, span), self.node(operand, below), span)
            case ast.BinOp(op=operator, left=left, right=right) if type(operator) in _ARITHMETIC:
                return Arithmetic(
                    _ARITHMETIC[type(operator)],
                    self.node(left, below),
                    self.node(right, below),
                    span,
                )
            case ast.Compare():
                return self.comparison(tree, below)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return Choice(
                    self.node(test, below), self.node(body, below), self.node(orelse, below), span
                )
            case ast.Set(elts=elements):
                return self.set_display(elements, span)
            case ast.Call():
                return self.call(tree, below)
            case ast.BinOp():
                raise self.refuse(
                    tree,
                    "only + - * are there",
                    "multiply both sides instead of dividing: 5 * a >= 4 * b",
                )
            case _:
                raise self.refuse(
                    tree,
                    f"{type(tree).__name__} is not part of the language",
                    "see the expression language in docs/writing_rules.md",
                )

    def literal(self, tree: ast.Constant) -> Literal:
        span, value = self.span(tree), tree.value
        if isinstance(value, bool):
            return Literal(value, span)
        if isinstance(value, (int, float)):
            # The text, not the float: 0.2 is two tenths exactly.
            text = self.text[span.start : span.end]
            if not _NUMBER.fullmatch(text):
                raise self.refuse(tree, f"{text} is not a plain number", "write it like 12 or 0.25")
            return Literal(Decimal(text) if "." in text else int(text), span)
        if isinstance(value, str):
            return Literal(value, span)
        raise self.refuse(tree, f"{value!r} is not a value of the language")

    def comparison(self, tree: ast.Compare, level: int) -> Node:
        operands = [self.node(each, level) for each in (tree.left, *tree.comparators)]
        parts: list[Node] = []
        for operator, left, right in zip(tree.ops, operands, operands[1:], strict=False):
            span = Span(left.span.start, right.span.end)
            if isinstance(operator, ast.In):
                parts.append(Contains(left, right, span))
            elif isinstance(operator, ast.NotIn):
                parts.append(Not(Contains(left, right, span), span))
            elif type(operator) in _COMPARISONS:
                parts.append(Compare(_COMPARISONS[type(operator)], left, right, span))
            else:
                raise self.refuse(tree, "'is' is not part of the language", "write ==")
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.span(tree))

    def set_display(self, elements: list[ast.expr], span: Span) -> SetDisplay:
        items = []
        for element in elements:
            if not (isinstance(element, ast.Constant) and isinstance(element.value, str)):
                raise self.refuse(element, "a set holds texts only", "write {'a', 'b'}")
            items.append(element.value)
        return SetDisplay(tuple(sorted(set(items))), span)

    def call(self, tree: ast.Call, level: int) -> Node:
        span = self.span(tree)
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if tree.keywords or any(isinstance(each, ast.Starred) for each in tree.args):
            raise self.refuse(tree, "arguments are given by position only")
        walked = tree.args[0] if len(tree.args) == 1 else None
        if isinstance(walked, ast.GeneratorExp):
            if name not in QUANTIFIERS:
                raise self.refuse(
                    tree, f"{name or 'this'} does not walk a list", suggestion(name, QUANTIFIERS)
                )
            element = self.node(walked.elt, level)
            generators = tuple(self.generator(each, level) for each in walked.generators)
            return Quantifier(name, element, generators, span)
        if name in QUANTIFIERS:
            raise self.refuse(tree, f"{name} walks a list", f"write {name}(x for x in list if …)")
        if name not in FUNCTIONS:
            raise _RefusedError(
                "JR203",
                span,
                f"{name or 'this'} is not a function of the language",
                suggestion(name, FUNCTIONS),
            )
        wanted = FUNCTIONS[name]
        if len(tree.args) != wanted and not (
            name == "date" and len(tree.args) == _DATE_OF_PARAMETER
        ):
            raise _RefusedError(
                "JR209", span, f"{name} takes {wanted} arguments, not {len(tree.args)}"
            )
        arguments = tuple(self.node(each, level) for each in tree.args)
        if name == "date" and all(
            isinstance(each, Literal) and type(each.value) is int for each in arguments
        ):
            return self.date([each.value for each in arguments if isinstance(each, Literal)], span)
        return Call(name, arguments, span)

    def date(self, numbers: list[object], span: Span) -> Literal:
        try:
            return Literal(dt.date(*numbers), span)  # type: ignore[arg-type]
        except (ValueError, TypeError, OverflowError) as error:
            raise _RefusedError(
                "JR202", span, "there is no such day", "write date(year, month, day)"
            ) from error

    def generator(self, tree: ast.comprehension, level: int) -> Generator:
        match tree.target:
            case ast.Name(id=name):
                names: tuple[str, ...] = (name,)
            case ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=other)]):
                names = (one, other)
            case _:
                raise self.refuse(tree.target, "a loop binds one name, or two over pairs(…)")
        source = self.node(tree.iter, level)
        paired = isinstance(source, Call) and source.function == "pairs"
        if paired != (len(names) > 1):
            raise self.refuse(tree.target, "two names go with pairs(…), and one with a list")
        return Generator(
            names, source, tuple(self.node(each, level) for each in tree.ifs), self.span(tree)
        )


def underline(text: str, span: Span) -> str:
    """Return the line of ``text`` that ``span`` begins on, underlined there; a long one cut."""
    first = text.rfind("\n", 0, span.start) + 1
    line = text[first:].split("\n", 1)[0]
    if len(line) > _MOST_SHOWN:
        first += max(min(span.start - first - _MOST_SHOWN // 3, len(line) - _MOST_SHOWN), 0)
        line = text[first : first + _MOST_SHOWN].split("\n", 1)[0]
    start = span.start - first
    # A full-width character is as wide as two signs.
    lead = "".join("\u3000" if each > _LAST_NARROW else " " for each in line[:start])
    return f"{line}\n{lead}{'^' * max(min(span.end, first + len(line)) - span.start, 1)}"
