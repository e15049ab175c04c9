"""A record of a few rows, of which what it holds is still open.

Everything that the slots of a record can see is encoded exactly, so that a solution
*is* a record: facts that were asked for have values, lists that were walked are complete,
the rest is left out. What has no solution here may have one with more rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.proofs.encoding import Encoder
from jintan_rules.proofs.model import OpenSet, date_bounds, free_parameter, least_of, most_of
from jintan_rules.proofs.numbers import Number, compare, one_of, within
from jintan_rules.proofs.scope import Scope, setting_value, token_number
from jintan_rules.proofs.terms import (
    Term,
    both,
    choose,
    either,
    implies,
    named_number,
    named_truth,
    negate,
)
from jintan_rules.standard.profiles import Parameter
from jintan_rules.standard.vocabulary import Fact, FactList

#: The ids that rows may have: few, so that rows meet.
IDS = 12
#: The years before and after the assessment day that dates may lie in.
YEARS_BEFORE, YEARS_AFTER = 14, 6
#: The most months that a run is looked for in.
MONTHS = 30


@define(eq=False)
class SketchRow:
    """A row that may be there: its place in its list, and the facts asked of it so far."""

    list_name: str
    place: int
    there: Term
    id: Term
    facts: dict[str, Any] = field(factory=dict)

    @property
    def name(self) -> str:
        """Its name in the terms."""
        return f"{self.list_name}[{self.place}]"


@define(eq=False)
class IdSet:
    """A set of ids."""

    members: dict[int, Term]

    def has(self, item: Term) -> Term:
        """Return whether the id is in the set."""
        return either(*(both(item == number, there) for number, there in self.members.items()))


@define(eq=False)
class Chosen:
    """The set of whichever row a reference leads to."""

    sets: list[tuple[Term, Any]]

    def has(self, item: Term) -> Term:
        """Return whether the item is in it."""
        return either(*(both(here, each.has(item)) for here, each in self.sets))


@define(eq=False)
class Sketch(Encoder):
    """A record of at most ``size`` rows a list, besides those of ``sizes``.

    ``follow`` says whether derived facts that walk lists are worked out of the record; if
    not they are given as they stand, and the lists that they walk left out.
    """

    size: int = 2
    follow: bool = False
    sizes: dict[str, int] = field(factory=dict)
    facts: dict[str, Any] = field(factory=dict, init=False)
    lists: dict[str, list[SketchRow]] = field(factory=dict, init=False)
    parameters: dict[str, Any] = field(factory=dict, init=False)
    references: list[tuple[Term, str, Term]] = field(factory=list, init=False)

    # -- what is true of the record as a whole ------------------------------------------

    def closing(self) -> Iterator[Term]:
        """Yield what must hold besides: references lead to rows, ids are a list's own."""
        for there, list_name, reference in self.references:
            if list_name in self.lists:
                rows = self.lists[list_name]
                leads = either(*(both(row.there, row.id == reference) for row in rows))
                yield implies(there, leads)
        for rows in self.lists.values():
            for place, row in enumerate(rows):
                for other in rows[:place]:
                    yield implies(both(row.there, other.there), negate(row.id == other.id))

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day that a date may be."""
        as_of = int(self.as_of.term)
        return (
            max(cal.add_months(as_of, -12 * YEARS_BEFORE), cal.FIRST_DAY + 1),
            min(cal.add_months(as_of, 12 * YEARS_AFTER), cal.LAST_DAY),
        )

    # -- rows ---------------------------------------------------------------------------

    def rows(self, list_name: str) -> list[SketchRow]:
        """Return the rows that a list may have; asking makes the list a part of the record."""
        if list_name not in self.lists:
            self.lists[list_name] = []
            for _ in range(self.sizes.get(list_name, self.size)):
                self.row(list_name)
        return self.lists[list_name]

    def row(self, list_name: str) -> SketchRow:
        """Add a row that may be there."""
        rows = self.lists.setdefault(list_name, [])
        name = f"{list_name}[{len(rows)}]"
        number = named_number(f"{name}.id")
        self.axioms.append(within(number, 1, IDS))
        rows.append(SketchRow(list_name, len(rows), named_truth(f"{name} is there"), number))
        return rows[-1]

    def things(self, list_name: str, count: int) -> tuple[SketchRow, ...]:
        """Return the first rows of a list, and say that they are there."""
        rows = self.rows(list_name)
        while len(rows) < count:
            self.row(list_name)
        self.axioms.extend(row.there for row in rows[:count])
        return tuple(rows[:count])

    def own_id(self, row: SketchRow) -> Term:
        """Return the id of a row."""
        return row.id

    def led_to(self, base: n.Node, scope: Scope) -> list[tuple[Term, SketchRow]]:
        """Return the rows that an expression may lead to, each with the condition for it."""
        if isinstance(base, n.Name):
            return [(True, scope.variables[base.name])]
        assert isinstance(base, n.Attribute)
        found = []
        list_name = self.list_of(base, scope)
        for here, source in self.led_to(base.base, scope):
            fact = self.vocabulary.lists[source.list_name].attributes[base.name]
            reference = self.row_fact(source, fact, scope)
            rows = self.rows(list_name)
            leads = [both(row.there, reference == row.id) for row in rows]
            self.axioms.append(implies(both(here, source.there), either(*leads)))
            found += [(both(here, each), row) for each, row in zip(leads, rows, strict=True)]
        return found

    # -- facts --------------------------------------------------------------------------

    def fact(self, fact: Fact, base: n.Node | None, scope: Scope) -> Any:
        """Return the value of a fact."""
        if base is None:
            if fact.derived is not None and self._is_followed(fact):
                return self._follow(fact, Scope({}, scope.period, scope.day))
            if fact.name not in self.facts:
                self.facts[fact.name] = self._declared(fact.name, fact, True)
            return self.facts[fact.name]
        led = self.led_to(base, scope)
        values = [(here, self.row_fact(row, fact, scope)) for here, row in led]
        if len(values) == 1 and values[0][0] is True:
            return values[0][1]
        return self._picked(values, fact)

    def _picked(self, values: list[tuple[Term, Any]], fact: Fact) -> Any:
        kind = fact.value_type.kind
        if kind == types.SET:
            return Chosen(values)
        if kind == types.BOOL:
            return either(*(both(here, value) for here, value in values))
        if not values:
            # There is no row to lead to, so that what leads there is not there either.
            return Number(0) if kind in (types.NUMBER, types.DATE) else 0
        if kind in (types.NUMBER, types.DATE):
            found = values[-1][1]
            for here, value in values[:-1]:
                found = self.chosen(here, value, found)
            return Number(found.term, found.places)
        term = values[-1][1]
        for here, value in values[:-1]:
            term = choose(here, value, term)
        return term

    def row_fact(self, row: SketchRow, fact: Fact, scope: Scope) -> Any:
        """Return the value of a fact of a row."""
        if fact.derived is not None and self._is_followed(fact):
            return self._follow(fact, Scope({"row": row}, scope.period, scope.day))
        if fact.name not in row.facts:
            row.facts[fact.name] = self._declared(f"{row.name}.{fact.name}", fact, row.there)
        return row.facts[fact.name]

    def _is_followed(self, fact: Fact) -> bool:
        assert fact.derived is not None
        return self.follow or not _walks(fact.derived.node)

    def _follow(self, fact: Fact, scope: Scope) -> Any:
        assert fact.derived is not None
        node = fact.derived.node
        kind = fact.value_type.kind
        if kind == types.BOOL:
            return self.truth(node, scope)
        if kind in (types.NUMBER, types.DATE):
            return self.number(node, scope)
        return self.token(node, scope)

    def _declared(self, name: str, fact: Fact, there: Term) -> Any:
        kind = fact.value_type.kind
        if kind == types.BOOL:
            return named_truth(name)
        if kind == types.SET:
            if fact.type == "set":
                return OpenSet(name, tuple(sorted(fact.tokens)))
            return IdSet({each: named_truth(f"x{each} in {name}") for each in range(1, IDS + 1)})
        term = named_number(name)
        if kind == types.TOKEN:
            self.axioms.append(one_of(term, [token_number(each) for each in fact.tokens]))
            return term
        if kind == types.DATE:
            self.axioms.append(date_bounds(term, *self.days, never=fact.never))
            return Number(term)
        if kind == types.NUMBER:
            self.axioms.append(within(term, least_of(fact), most_of(fact)))
            return Number(term, fact.places)
        self.axioms.append(within(term, 1, IDS))
        if fact.type == "ref" and not fact.outside:
            self.references.append((there, fact.list_name, term))
        return term

    def parameter(self, parameter: Parameter) -> Any:
        """Return the value of a parameter: as it is set, or to be found."""
        setting = self.profile.settings.get(parameter.name)
        if setting is not None:
            return setting_value(setting.value)
        if parameter.name not in self.parameters:
            if parameter.type == "set":
                name = f"param.{parameter.name}"
                value: Any = OpenSet(name, tuple(sorted(parameter.tokens)))
                for token in parameter.tokens:
                    value.has(token_number(token))
            else:
                value, bounds = free_parameter(parameter)
                self.axioms.append(bounds)
            self.parameters[parameter.name] = value
        return self.parameters[parameter.name]

    def period_part(self, name: str, scope: Scope) -> Number:
        """Return the start, end or year of the slot's period."""
        return Number(getattr(scope.period, name))

    def working_days(self, first: Number, last: Number) -> Number:
        """Return the weekdays between two days, both included: the witness has no holidays."""
        if isinstance(first.term, int) and isinstance(last.term, int):
            return Number(cal.WorkdayCalendar(frozenset()).count(first.term, last.term))
        count = _weekdays(last.term) - _weekdays(first.term - 1)
        self.axioms.append(both(first.term < cal.NEVER_DAY, last.term < cal.NEVER_DAY))
        return Number(choose(first.term <= last.term, count, 0))

    # -- walks --------------------------------------------------------------------------

    def walk(self, node: n.Quantifier, scope: Scope) -> Any:
        """Return what a walk over a list, or over months, comes to."""
        if node.kind == "longest_run":
            return self._run(node, scope)
        return self.combined(node, list(self._met(node.generators, True, scope)))

    def _met(
        self, generators: tuple[n.Generator, ...], outer: Term, scope: Scope
    ) -> Iterator[tuple[Term, Scope]]:
        head, rest = generators[0], generators[1:]
        for present, rows in self.members(head.source, scope):
            inner = scope.bind(**dict(zip(head.names, rows, strict=True)))
            filters = (self.truth(each, inner) for each in head.filters)
            here = both(outer, present, *filters)
            if here is False:
                continue
            if rest:
                yield from self._met(rest, here, inner)
            else:
                yield here, inner

    def members(self, source: n.Node, scope: Scope) -> Iterator[tuple[Term, tuple[Any, ...]]]:
        """Yield the rows that a loop may meet, each with the condition that it does."""
        match source:
            case n.Name(name=name):
                yield from ((here, (row,)) for here, row in self.cut(name, scope))
            case n.Call(function="history", arguments=(n.Name(name=name),)):
                shape = self.vocabulary.lists[name]
                for row in self.rows(name):
                    day = shape.date or shape.since
                    begun = self._day(row, shape, day, scope, "<=", self.as_of) if day else True
                    yield both(row.there, begun), (row,)
            case n.Call(function="pairs", arguments=(n.Name(name=name),)):
                found = list(self.cut(name, scope))
                for place, (there, row) in enumerate(found):
                    for also, other in found[place + 1 :]:
                        yield both(there, also), (row, other)
            case _:
                # A loop over a set inside a loop over a list: token by token.
                found_in = self.set_of(source, scope)
                tokens = (
                    source.items
                    if isinstance(source, n.SetDisplay)
                    else tuple(self.profile.parameters[source.name].tokens)  # type: ignore[union-attr]
                )
                for token in tokens:
                    yield found_in.has(token_number(token)), (token,)

    def cut(self, name: str, scope: Scope) -> Iterator[tuple[Term, SketchRow]]:
        """Yield the rows of a list as a slot sees them."""
        shape = self.vocabulary.lists[name]
        day = scope.day or self.as_of
        for row in self.rows(name):
            if shape.kind == "events":
                first, last = Number(self.days[0] - 1), least_number(day, self.as_of)
                if isinstance(scope.period, cal.Span):
                    first, last = Number(scope.period.start), Number(scope.period.end)
                after = self._day(row, shape, shape.date, scope, ">=", first)
                before = self._day(row, shape, shape.date, scope, "<=", last)
                past = self._day(row, shape, shape.date, scope, "<=", self.as_of)
                yield both(row.there, after, before, past), row
            elif shape.kind == "register":
                at = least_number(day, self.as_of)
                since = self._day(row, shape, shape.since, scope, "<=", at)
                until = self._day(row, shape, shape.until, scope, ">=", at)
                yield both(row.there, since, until), row
            else:
                yield row.there, row

    def _day(
        self, row: SketchRow, shape: FactList, name: str, scope: Scope, operator: str, day: Number
    ) -> Term:
        found = self.row_fact(row, shape.attributes[name], scope)
        return compare(operator, found, day)

    def _run(self, node: n.Quantifier, scope: Scope) -> Number:
        source = node.generators[0].source
        assert isinstance(source, n.Call)
        first, last = (self.number(each, scope) for each in source.arguments)
        as_of = int(self.as_of.term)
        earliest = cal.add_months(cal.month_start(as_of), -MONTHS)
        self.axioms.append(compare(">=", first, Number(earliest)))
        best: Term = 0
        running: Term = 0
        for month in cal.periods("month", earliest, as_of):
            inside = both(
                compare("<=", first, Number(month.start)), compare("<=", Number(month.end), last)
            )
            if inside is False:
                continue
            inner = scope.bind(**{node.generators[0].names[0]: month})
            holds = both(inside, self.truth(node.element, inner))
            running = choose(holds, running + 1, 0)
            best = choose(running > best, running, best)
        return Number(best)


def least_number(one: Number, other: Number) -> Number:
    """Return the lesser of two days, of which one is known to be the assessment day."""
    if one.term is other.term:
        return one
    if isinstance(one.term, int) and isinstance(other.term, int):
        return Number(min(one.term, other.term))
    return Number(choose(one.term <= other.term, one.term, other.term))


def _weekdays(day: Term) -> Term:
    """Return how many weekdays there are from the first day of the calendar to a day."""
    if isinstance(day, int):
        return 5 * (day // 7) + min(day % 7, 5)
    rest = day % 7
    return 5 * (day / 7) + choose(rest < 5, rest, 5)  # noqa: PLR2004  Monday to Friday


def _walks(node: n.Node) -> bool:
    return isinstance(node, n.Quantifier) or any(_walks(each) for each in n.children(node))
