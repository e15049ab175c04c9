"""Well-typed expressions over any vocabulary, written one node at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from attrs import define, field

from jintan_rules.language import nodes as n
from jintan_rules.language.types import BOOL, DATE, ID, NUMBER, ROW, SET, TOKEN, ListShape, Type
from jintan_rules.standard.vocabulary import Names
from jintan_rules.testing.chance import Chance

_COMPARISONS = (">=", ">", "<", "<=", "==", "!=")
_NUMBERS = tuple(n.Literal(each) for each in (1, 0, 2, 3, Decimal("0.5"), Decimal("1.25"), 100))
_DAYS = (dt.date(2024, 1, 1), dt.date(2024, 2, 29), dt.date(2018, 10, 28), dt.date(2024, 12, 31))
_MOVES = ("add_days", "add_months", "add_years")
_VARIABLES = ("x", "y")

Variables: TypeAlias = Mapping[str, Type]
Maker: TypeAlias = Callable[[int, Variables], n.Node]


@define
class Writing:
    """Writes expressions that the checker takes.

    ``period`` says that they stand in a rule with a period, so that events are cut to it.
    """

    names: Names
    chance: Chance
    period: bool = False
    inside: int = field(default=0, init=False)

    def of(self, kind: str, depth: int, variables: Variables) -> n.Node:
        """Return an expression of a kind: ``bool``, ``number`` or ``date``."""
        makers = {BOOL: self.condition, NUMBER: self.number, DATE: self.day}
        return makers[kind](depth, variables)

    # -- conditions ---------------------------------------------------------------------

    def condition(self, depth: int, variables: Variables) -> n.Node:
        """Return a condition, an atom where ``depth`` is 0."""
        if depth <= 0:
            return self.atom(variables)
        makers: tuple[Maker, ...] = (
            lambda _, inner: self.atom(inner),
            self.comparison,
            lambda less, inner: n.Not(self.condition(less, inner)),
            lambda less, inner: n.And(self.several(less, inner)),
            lambda less, inner: n.Or(self.several(less, inner)),
            lambda less, inner: n.Choice(
                self.condition(less, inner),
                self.condition(less, inner),
                self.condition(less, inner),
            ),
            self.walk,
        )
        return self.chance.pick(makers)(depth - 1, variables)

    def several(self, depth: int, variables: Variables) -> tuple[n.Node, ...]:
        """Return two or three conditions."""
        count = 2 + self.chance.number(1)
        return tuple(self.condition(depth, variables) for _ in range(count))

    def atom(self, variables: Variables) -> n.Node:
        """Return a fact that is true or false, or a plain comparison of one."""
        plain = [node for node, kind in self.reach(variables) if kind.kind == BOOL]
        tokens = [each for each in self.reach(variables) if each[1].kind == TOKEN]
        sets = [each for each in self.reach(variables) if each[1].kind == SET and each[1].tokens]
        options: list[Callable[[], n.Node]] = [lambda: self.comparison(0, variables)]
        if plain:
            options.append(lambda: self.chance.pick(plain))
        if tokens:
            options.append(lambda: self.token(*self.chance.pick(tokens)))
        if sets:
            options.append(lambda: self.held(*self.chance.pick(sets)))
        return self.chance.pick(options)()

    def token(self, fact: n.Node, kind: Type) -> n.Node:
        """Return whether a token is the one, or one of some."""
        tokens = sorted(kind.tokens)
        if self.chance.one_in(2):
            some = tuple(self.chance.some(tokens)) or tuple(tokens[:1])
            return n.Contains(fact, n.SetDisplay(some))
        return n.Compare(self.chance.pick(("==", "!=")), fact, n.Literal(self.chance.pick(tokens)))

    def held(self, fact: n.Node, kind: Type) -> n.Node:
        """Return whether a token is in a set."""
        return n.Contains(n.Literal(self.chance.pick(sorted(kind.tokens))), fact)

    def comparison(self, depth: int, variables: Variables) -> n.Node:
        """Return a comparison of two numbers of one unit, or of two days."""
        operator = self.chance.pick(_COMPARISONS)
        if self.chance.one_in(3):
            return n.Compare(operator, self.day(depth, variables), self.day(depth, variables))
        unit = self.unit(variables)
        return n.Compare(
            operator, self.number(depth, variables, unit), self.number(depth, variables, unit)
        )

    def walk(self, depth: int, variables: Variables) -> n.Node:
        """Return whether any row of a list, or all of those there are, meet a condition."""
        loop = self.loop(depth, variables)
        if loop is None:
            return self.comparison(depth, variables)
        generator, inner = loop
        (name,) = generator.names
        some = n.Quantifier("any", n.Name(name), (generator,))
        if self.chance.one_in(2):
            return some
        self.inside += 1
        every = n.Quantifier("all", self.condition(depth - 1, inner), (generator,))
        self.inside -= 1
        return n.And((some, every))

    def loop(self, depth: int, variables: Variables) -> tuple[n.Generator, Variables] | None:
        """Return a loop over a list and the variables inside; None where there is no list left."""
        lists = list(self.names.vocabulary.lists.values())
        if not lists or self.inside >= len(_VARIABLES):
            return None
        shape = self.chance.pick(lists)
        name = next((each for each in _VARIABLES if each not in variables), None)
        if name is None:
            return None
        inner = {**variables, name: Type(ROW, list_name=shape.name)}
        filters: tuple[n.Node, ...] = ()
        if depth > 0 and self.chance.one_in(2):
            self.inside += 1
            filters = (self.condition(0, inner),)
            self.inside -= 1
        return n.Generator((name,), self.source(shape), filters), inner

    def source(self, shape: ListShape) -> n.Node:
        """Return what a loop over a list walks: its history, or what the slot shows of it."""
        plain = n.Name(shape.name)
        if shape.kind == "events" and (not self.period or self.chance.one_in(2)):
            return n.Call("history", (plain,))
        return plain

    # -- numbers and days ---------------------------------------------------------------

    def unit(self, variables: Variables) -> str:
        """Return the unit of some number in reach, or none."""
        units = dict.fromkeys(kind.unit for _, kind in self.reach(variables) if kind.kind == NUMBER)
        return self.chance.pick(["", *units])

    def number(self, depth: int, variables: Variables, unit: str = "") -> n.Node:
        """Return a number of a unit; a literal fits any."""
        facts = [
            node
            for node, kind in self.reach(variables)
            if kind.kind == NUMBER and kind.unit == unit
        ]
        literal = self.chance.pick(_NUMBERS)
        if depth <= 0 or self.chance.one_in(2):
            return self.chance.pick(facts) if facts and not self.chance.one_in(3) else literal
        less = depth - 1
        makers: tuple[Callable[[], n.Node], ...] = (
            lambda: n.Arithmetic(
                self.chance.pick("+-"),
                self.number(less, variables, unit),
                self.number(less, variables, unit),
            ),
            lambda: n.Arithmetic("*", literal, self.number(0, variables, unit)),
            lambda: n.Call(
                self.chance.pick(("min", "max")),
                (self.number(less, variables, unit), self.number(less, variables, unit)),
            ),
            lambda: n.Choice(
                self.condition(0, variables),
                self.number(less, variables, unit),
                self.number(less, variables, unit),
            ),
            lambda: self.counted(less, variables, unit),
        )
        return self.chance.pick(makers)()

    def counted(self, depth: int, variables: Variables, unit: str) -> n.Node:
        """Return how many rows there are, or the sum of what they say."""
        loop = self.loop(depth, variables)
        if loop is None:
            return n.Literal(1)
        generator, inner = loop
        (name,) = generator.names
        of_row = [
            node
            for node, kind in self.reach({name: inner[name]})
            if kind.kind == NUMBER and kind.unit == unit and isinstance(node, n.Attribute)
        ]
        if of_row and self.chance.one_in(2):
            return n.Quantifier("sum", self.chance.pick(of_row), (generator,))
        return n.Quantifier("count", n.Name(name), (generator,))

    def day(self, depth: int, variables: Variables) -> n.Node:
        """Return a day."""
        facts = [node for node, kind in self.reach(variables) if kind.kind == DATE]
        named: list[n.Node] = [n.Name("as_of"), *(n.Literal(day) for day in _DAYS)]
        if self.period:
            named += [n.Attribute(n.Name("period"), part) for part in ("start", "end")]
        plain = self.chance.pick(facts) if facts and self.chance.number(2) else None
        if depth <= 0 or not self.chance.one_in(3):
            return plain or self.chance.pick(named)
        less = depth - 1
        makers: tuple[Callable[[], n.Node], ...] = (
            lambda: n.Call(
                self.chance.pick(_MOVES),
                (self.day(less, variables), n.Literal(self.chance.number(12))),
            ),
            lambda: n.Call(
                self.chance.pick(("min", "max")),
                (self.day(less, variables), self.day(less, variables)),
            ),
            lambda: n.Choice(
                self.condition(0, variables), self.day(less, variables), self.day(less, variables)
            ),
            lambda: self.turn(less, variables),
        )
        return self.chance.pick(makers)()

    def turn(self, depth: int, variables: Variables) -> n.Node:
        """Return the first or last day that the rows of a list name."""
        loop = self.loop(depth, variables)
        if loop is None:
            return n.Name("as_of")
        generator, inner = loop
        (name,) = generator.names
        days = [node for node, kind in self.reach({name: inner[name]}) if kind.kind == DATE]
        own = [node for node in days if isinstance(node, n.Attribute)]
        if not own:
            return n.Name("never")
        return n.Quantifier(
            self.chance.pick(("first", "last")), self.chance.pick(own), (generator,)
        )

    def reach(self, variables: Variables) -> Iterator[tuple[n.Node, Type]]:
        """Yield what may be named: facts, attributes of rows, and those of what they refer to."""
        vocabulary = self.names.vocabulary
        for name, fact in vocabulary.facts.items():
            yield n.Name(name), fact.value_type
        for name, kind in variables.items():
            for attribute, of_row in vocabulary.lists[kind.list_name].types.items():
                node = n.Attribute(n.Name(name), attribute)
                yield node, of_row
                if of_row.kind == ID and of_row.list_name and attribute != "id":
                    yield from (
                        (n.Attribute(node, far), of_far)
                        for far, of_far in vocabulary.lists[of_row.list_name].types.items()
                    )
