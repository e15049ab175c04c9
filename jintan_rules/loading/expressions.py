"""Texts to checked expressions and templates, and what an expression reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import evolve, field, frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.language import nodes as n
from jintan_rules.language.check import check, check_generator, kind_of
from jintan_rules.language.parse import parse, parse_for_each, underline
from jintan_rules.language.types import BOOL, Type
from jintan_rules.standard.rules import ForEach, Template
from jintan_rules.standard.vocabulary import Expression, Names, Vocabulary

#: What a template may name beside expressions.
PLACEHOLDERS = ("period", "thing", "due", "as_of")


@frozen
class Reader:
    """Reads the expressions of one rule, all in the same surroundings."""

    names: Names
    problems: list[Problem]
    variables: Mapping[str, Type] = field(factory=dict)
    period: bool = False
    empty_ok: bool = False

    def read(self, text: str, place: Place, wanted: str | None = BOOL) -> Expression | None:
        """Parse and check an expression; None where it is empty or a problem stops it."""
        expression = parsed(text, place, self.problems, wanted or "")
        if expression:
            self.check(expression, wanted)
        if not expression or wanted:
            return expression
        kind = kind_of(expression.node, self.names, self.variables, period=self.period)
        return evolve(expression, kind=kind)

    def check(self, expression: Expression, wanted: str | None = BOOL) -> None:
        """Check that an expression has the kind wanted, here."""
        self.problems.extend(
            check(
                expression.node,
                self.names,
                self.variables,
                place=expression.place,
                text=expression.text,
                wanted=wanted,
                period=self.period,
                empty_ok=self.empty_ok,
            )
        )

    def for_each(self, text: str, place: Place) -> tuple[ForEach | None, Mapping[str, Type]]:
        """Read what a rule walks; return it with the variables that it sets."""
        if not text:
            return None, {}
        generator = _generator(text)
        if isinstance(generator, Problem):
            self.problems.append(evolve(generator, place=place))
            return None, {}
        variables, problems = check_generator(
            generator, self.names, place=place, text=text, period=self.period
        )
        self.problems.extend(problems)
        match generator.source:
            case n.Name(name=name) | n.Call(function="history", arguments=(n.Name(name=name),)):
                paired = False
            case n.Call(function="pairs", arguments=(n.Name(name=name),)):
                paired = True
            case _ if problems:
                return None, variables
            case _:
                self.problems.append(
                    Problem(
                        "JR304",
                        place,
                        "a rule is judged on the rows of one list, or pairs",
                        expected="x in list, or a, b in pairs(list)",
                        found=repr(text)[:120],
                        mend="walk the rest inside requires",
                        excerpt=underline(text, generator.span),
                    )
                )
                return None, variables
        return ForEach(text, generator, name, paired, place), variables

    def template(self, text: str, place: Place, known: tuple[str, ...]) -> Template | None:
        """Read a sentence with places for expressions and for the words ``known``."""
        if not text:
            return None
        parts: list[str | Expression] = []
        for part, inside in _pieces(text, place, self.problems):
            if not inside:
                parts.append(part)
            elif part in PLACEHOLDERS:
                if part not in known:
                    self.problems.append(_nothing_to_show(part, place, text, known))
                parts.append(Expression(part, n.Name(part), place))
            else:
                expression = self.read(part, place, wanted=None)
                if expression:
                    parts.append(expression)
        return Template(text, tuple(parts))


def parsed(text: str, place: Place, problems: list[Problem], kind: str = "") -> Expression | None:
    """Parse an expression; None where it is empty or not one."""
    if not text:
        return None
    node = _node(text)
    if isinstance(node, Problem):
        problems.append(evolve(node, place=place))
        return None
    return Expression(text, node, place, kind)


@lru_cache(maxsize=4096)
def _node(text: str) -> n.Node | Problem:
    """Parse a text once: rules repeat their conditions."""
    return parse(text, Place())


@lru_cache(maxsize=1024)
def _generator(text: str) -> n.Generator | Problem:
    return parse_for_each(text, Place())


def _nothing_to_show(part: str, place: Place, text: str, known: tuple[str, ...]) -> Problem:
    start = text.index("{" + part)
    return Problem(
        "JR304",
        place,
        f"the rule has no {part} to show",
        expected=", ".join("{" + each + "}" for each in known),
        found="{" + part + "}",
        mend="{period} goes with period, {thing} with for_each, {due} with due",
        excerpt=underline(text, n.Span(start, start + len(part) + 2)),
    )


def _pieces(text: str, place: Place, problems: list[Problem]) -> Iterator[tuple[str, bool]]:
    """Cut a template into plain text (False) and what stands in braces (True)."""
    start = 0
    while True:
        opening = text.find("{", start)
        plain = text[start:] if opening < 0 else text[start:opening]
        if "}" in plain:
            problems.append(_unpaired(text, place, start + plain.index("}")))
        if plain:
            yield plain, False
        if opening < 0:
            return
        closing = _closing(text, opening)
        if closing < 0:
            problems.append(_unpaired(text, place, opening))
            return
        yield text[opening + 1 : closing].strip(), True
        start = closing + 1


def _unpaired(text: str, place: Place, at: int) -> Problem:
    return Problem(
        "JR201",
        place,
        "a brace has no partner",
        found=repr(text)[:120],
        mend="write {expression}",
        excerpt=underline(text, n.Span(at, at + 1)),
    )


def _closing(text: str, opening: int) -> int:
    """Return where the brace at ``opening`` is closed, or -1; a set has braces of its own."""
    depth, quote = 0, ""
    for position in range(opening, len(text)):
        sign = text[position]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return position
    return -1


def walk(node: n.Node) -> Iterator[n.Node]:
    """Yield a node and all nodes below it."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(n.children(node))


def parameters_in(node: n.Node) -> Iterator[str]:
    """Yield the name of every parameter that an expression reads."""
    for each in walk(node):
        if isinstance(each, n.Attribute) and each.base == n.Name("param"):
            yield each.name


def lists_in(node: n.Node, vocabulary: Vocabulary) -> Iterator[n.Name]:
    """Yield every place where an expression names a list."""
    for each in walk(node):
        if isinstance(each, n.Name) and each.name in vocabulary.lists:
            yield each


def reads(
    node: n.Node, vocabulary: Vocabulary, scope: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield (list, fact) for every declared fact an expression needs; a scalar has no list.

    ``scope`` says of which list each loop variable is a row.
    """
    match node:
        case n.Name(name=name):
            if name not in scope and name in vocabulary.facts:
                yield "", name
        case n.Attribute(base=base, name=name):
            yield from reads(base, vocabulary, scope)
            list_name = _list_of(base, vocabulary, scope)
            if list_name:
                yield list_name, name
        case n.Call(function="recorded", arguments=(n.Attribute() as fact,)):
            yield from _reads_recorded(fact, vocabulary, scope)
        case n.Quantifier(element=element, generators=generators):
            inner = dict(scope)
            for generator in generators:
                yield from _reads_walked(generator, vocabulary, inner)
            yield from reads(element, vocabulary, inner)
        case _:
            for each in n.children(node):
                yield from reads(each, vocabulary, scope)


def _reads_recorded(
    node: n.Attribute, vocabulary: Vocabulary, scope: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    # What is recorded does not rest on a default, so only a derivation counts.
    yield from reads(node.base, vocabulary, scope)
    list_name = _list_of(node.base, vocabulary, scope)
    fact = vocabulary.fact(node.name, list_name) if list_name else None
    if fact and fact.derived:
        yield list_name, node.name


def _reads_walked(
    generator: n.Generator, vocabulary: Vocabulary, scope: dict[str, str]
) -> Iterator[tuple[str, str]]:
    source = generator.source
    while isinstance(source, n.Call) and source.function in ("history", "pairs"):
        source = source.arguments[0]
    shape = vocabulary.lists.get(source.name) if isinstance(source, n.Name) else None
    if shape:
        # Which rows there are on a day rests on the dates of the list.
        yield from ((shape.name, each) for each in (shape.date, shape.since, shape.until) if each)
    else:
        yield from reads(source, vocabulary, scope)
    scope.update(dict.fromkeys(generator.names, shape.name if shape else ""))
    for each in generator.filters:
        yield from reads(each, vocabulary, scope)


def _list_of(base: n.Node, vocabulary: Vocabulary, scope: Mapping[str, str]) -> str:
    """Return the list that ``base`` is a row of, or nothing."""
    match base:
        case n.Name(name=name):
            return scope.get(name, "")
        case n.Attribute(base=inner, name=name):
            list_name = _list_of(inner, vocabulary, scope)
            fact = vocabulary.fact(name, list_name) if list_name else None
            return fact.list_name if fact else ""
        case _:
            return ""
