"""The scope of a slot: what the rule's expressions can see there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import Any, cast

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.findings import Evidence
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate, holds
from jintan_rules.language.scope import Binding, Member, Met
from jintan_rules.language.unparse import unparse
from jintan_rules.language.values import Causes, Range, Token, Truth, Value
from jintan_rules.slots.joins import Join, join_of
from jintan_rules.slots.view import RecordView, RowView, absent, disagree, lift, lower, want
from jintan_rules.standard.profiles import MonthDay, ParameterValue, Profile
from jintan_rules.standard.vocabulary import Fact, FactList

#: The most months that one run is looked for in.
MOST_MONTHS = 1200


@define(eq=False)
class Judging:
    """What all slots of one evaluation share; nothing of it outlives the evaluation."""

    view: RecordView
    profile: Profile
    as_of: int
    window: tuple[int, int]
    workdays: cal.WorkdayCalendar | None = None
    derived: dict[tuple[int, str], Value] = field(factory=dict)
    unsettled: dict[int, bool] = field(factory=dict)
    joins: dict[int, Join | None] = field(factory=dict)

    def join(self, generator: n.Generator, name: str) -> Join | None:
        """Return the equation that picks the rows of a loop, found once."""
        key = id(generator)  # the profile keeps its nodes alive while it is judged by
        if key not in self.joins:
            self.joins[key] = join_of(generator, self.profile.vocabulary.lists[name])
        return self.joins[key]

    @property
    def state_day(self) -> int:
        """The day on which a state is judged: the assessment day, but not past the window."""
        return min(self.as_of, self.window[1])


@define(eq=False)
class SlotScope:
    """Facts, lists and days as one slot sees them.

    ``span`` is the slot's period; ``day`` its own day, or the last day of its
    period, on which registers are read. ``trace`` gathers evidence.
    """

    judging: Judging
    day: int
    span: cal.Span | None = None
    variables: Mapping[str, Binding] = field(factory=dict)
    trace: list[Evidence] | None = None

    @property
    def as_of(self) -> int:
        """The assessment day."""
        return self.judging.as_of

    def bind(self, names: tuple[str, ...], binding: tuple[Binding, ...]) -> SlotScope:
        """Return this scope with loop variables set; what it reads is not evidence."""
        variables = {**self.variables, **dict(zip(names, binding, strict=True))}
        return SlotScope(self.judging, self.day, self.span, variables)

    # -- single values --------------------------------------------------------------

    def value(self, name: str) -> Value:
        """Return a fact of the organisation, or a loop variable as a value."""
        if name in self.variables:
            return _as_value(self.variables[name])
        fact = self.judging.profile.vocabulary.facts[name]
        given = self.judging.view.record.facts.get(name)
        return self._fact(fact, given, name, None)

    def parameter(self, name: str) -> Value:
        """Return a parameter of the profile; unknown where it is not set."""
        parameter = self.judging.profile.parameters[name]
        setting = self.judging.profile.settings.get(name)
        path = f"param.{name}"
        if setting is None:
            causes = want(path, "parameter")
            if parameter.type == "set":
                return Token(None, causes)
            low = parameter.least if parameter.least is not None else -v.INFINITY
            high = parameter.most if parameter.most is not None else v.INFINITY
            return Range(101, 1231, causes) if parameter.type == "day" else Range(low, high, causes)
        self._see(path, cast(Any, setting.value))
        return _parameter_value(setting.value)

    def period_part(self, name: str) -> Value:
        """Return ``start``, ``end`` or ``year`` of the slot's period."""
        return v.known(getattr(self.span, name))

    def attribute(self, base: n.Node, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of the row that ``base`` leads to."""
        row = self.row(base)
        if isinstance(row, cal.Span):
            return v.known(getattr(row, name))
        return self.attribute_of(row, name, as_recorded=as_recorded)

    def attribute_of(self, row: RowView, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of a row."""
        if name == "id":
            return row.own_id
        if row.dated is not None and name == row.rows.date:
            return row.dated
        known = row.lifted.get(name)
        if known is not None:
            if self.trace is not None:
                self._see(row.path(name), row.facts[name])
            return known
        fact = row.rows.attributes[name]
        given = row.facts.get(name)
        if given is not None and fact.derived is None:
            row.lifted[name] = lift(given)
        return self._fact(fact, given, row.path(name), row, as_recorded=as_recorded)

    def row(self, base: n.Node) -> Any:
        """Return the row, or the month, that a loop variable or a reference leads to."""
        if isinstance(base, n.Name):
            return self.variables[base.name]
        reference = cast(n.Attribute, base)
        source = self.row(reference.base)
        fact = source.rows.attributes[reference.name]
        token = cast(Token, self.attribute_of(source, reference.name))
        target = self.judging.profile.vocabulary.lists[fact.list_name]
        if token.value is None:
            return self.judging.view.stand_in(target, token.missing)
        found = self.judging.view.row(target.name, cast(str, token.value))
        return found or self.judging.view.stand_in(
            target, want(f"{target.name}[{token.value}]"), cal.FIRST_DAY, cal.LAST_DAY
        )

    def _fact(
        self, fact: Fact, given: Any, path: str, row: RowView | None, *, as_recorded: bool = False
    ) -> Value:
        value = None if given is None else lift(given)
        if fact.derived is not None:
            computed = self._derived(fact, row)
            if value is None:
                self._see(path, lower(computed, fact), derived=True)
                return computed
            if disagree(value, computed):
                return absent(fact, want(path, "conflict"))
        if value is not None:
            self._see(path, given)
            return value
        if row is not None and row.unknown:
            # What it stands for may have been recorded otherwise: nothing is assumed.
            return absent(fact, row.unknown)
        causes = want(path)
        if fact.default is None or as_recorded:
            return absent(fact, causes)
        scope = self._inside(row)
        if fact.default_when is not None and not holds(fact.default_when.node, scope).value:
            return absent(fact, causes)
        assumed = evaluate(fact.default.node, scope)
        self._see(path, lower(assumed, fact), assumed=True)
        return assumed

    def _derived(self, fact: Fact, row: RowView | None) -> Value:
        assert fact.derived is not None
        node = fact.derived.node
        # A stand-in is made anew each time it is met, so only real rows are remembered.
        if self._is_settled(fact, node) and not (row is not None and row.unknown):
            key = (id(row), fact.name)
            if key not in self.judging.derived:
                self.judging.derived[key] = evaluate(node, self._inside(row))
            return self.judging.derived[key]
        return evaluate(node, self._inside(row))

    def _is_settled(self, fact: Fact, node: n.Node) -> bool:
        """Whether a derived fact is the same in every slot: it reads no list cut to the slot."""
        key = id(fact)
        if key not in self.judging.unsettled:
            self.judging.unsettled[key] = _reads_cut_list(node, self.judging.profile.vocabulary)
        return not self.judging.unsettled[key]

    def _inside(self, row: RowView | None) -> SlotScope:
        variables = {} if row is None else {"row": row}
        return SlotScope(self.judging, self.day, self.span, variables)

    def working_days(self, first: Range, last: Range) -> Range:
        """Count the working days from one day to another, both included."""
        days = v.add(v.subtract(last, first), v.known(1))
        most = Range(0, max(days.high, 0), first.missing | last.missing)
        if not (first.is_known and last.is_known):
            return most
        start, end = int(first.low), int(last.low)
        if end < start:
            return v.known(0)
        if start <= cal.BEFORE_DAY or end >= cal.NEVER_DAY:
            return v.known(0 if start >= cal.NEVER_DAY else cal.NEVER_DAY)
        calendar = self.judging.workdays or cal.WorkdayCalendar(frozenset())
        missing = calendar.missing(start, end)
        if not missing:
            return v.known(calendar.count(start, end))
        causes = frozenset(v.Missing(f"workdays {year}", "calendar") for year in missing)
        return Range(0, most.high, causes)

    # -- evidence -------------------------------------------------------------------

    def _see(self, path: str, value: Any, *, assumed: bool = False, derived: bool = False) -> None:
        if self.trace is not None:
            self.trace.append(Evidence(path, value, assumed=assumed, derived=derived))

    def note(self, node: n.Quantifier, met: list[Met], result: Value) -> None:
        """Remember what a loop of the rule met and came to."""
        if self.trace is None:
            return
        name = node.generators[-1].names[0]
        sure = [cast(SlotScope, each.scope).variables[name] for each in met if each.present.value]
        rows = tuple(
            f"{each.rows.name}[{each.label}]" for each in sure if isinstance(each, RowView)
        )
        value = lower(result)
        if node.kind in ("first", "last") and isinstance(value, int):
            value = lower(result, _DAY)
        self.trace.append(Evidence(unparse(node), value, rows))

    # -- lists ----------------------------------------------------------------------

    def members(self, generator: n.Generator) -> Iterable[Member]:
        """Return what a loop meets in this slot; rows that its filters rule out may be left out."""
        source = generator.source
        match source:
            case n.Name(name=name):
                return self.cut(name, self._candidates(generator, name))
            case n.Call(function="history", arguments=(n.Name(name=name),)):
                return self.uncut(name, self._candidates(generator, name))
            case n.Call(function="pairs", arguments=(n.Name(name=name),)):
                return _pairs(list(self.cut(name)))
            case n.Call(function="months", arguments=(first, last)):
                return self._months(
                    cast(Range, evaluate(first, self)), cast(Range, evaluate(last, self))
                )
            case _:
                return _tokens(cast(Token, evaluate(source, self)))

    def _candidates(self, generator: n.Generator, name: str) -> list[RowView] | None:
        """Return the rows that meet the loop's own equation, or None for every row."""
        join = self.judging.join(generator, name)
        if join is None:
            return None
        key = evaluate(join.other, self)
        if isinstance(key, Range):
            return (
                self.judging.view.matching(name, join.attribute, key.low) if key.is_known else None
            )
        return (
            None
            if key.value is None
            else self.judging.view.matching(name, join.attribute, key.value)
        )

    def cut(self, name: str, rows: list[RowView] | None = None) -> Iterator[Member]:
        """Yield the rows of a list, or those given, as this slot sees them."""
        shape = self.judging.profile.vocabulary.lists[name]
        if shape.kind == "events":
            first, last = (
                (self.span.start, self.span.end) if self.span else (cal.FIRST_DAY, self.day)
            )
            yield from self._events(shape, first, last, rows)
        else:
            yield from self._standing(shape, rows)

    def uncut(self, name: str, rows: list[RowView] | None = None) -> Iterator[Member]:
        """Yield every row of a list, or of those given, up to the assessment day."""
        shape = self.judging.profile.vocabulary.lists[name]
        if shape.kind == "events":
            yield from self._events(shape, cal.FIRST_DAY, self.as_of, rows)
            return
        for row in self.judging.view.rows(name) or () if rows is None else rows:
            begun = v.TRUE
            if shape.kind == "register":
                since = cast(Range, self.attribute_of(row, shape.since))
                begun = v.compare("<=", since, v.known(self.as_of))
            if begun.value is not False:
                yield Member((row,), begun)
        yield from self._not_known(shape, cal.FIRST_DAY, self.as_of)

    def _events(
        self, shape: FactList, first: int, last: int, rows: list[RowView] | None
    ) -> Iterator[Member]:
        index = self.judging.view.events(shape.name)
        until = min(last, self.as_of)
        if index is not None:
            dated, undated = (
                index.between(first, until) if rows is None else index.among(rows, first, until)
            )
            for row in dated:
                yield Member((row,), v.TRUE)
            for row in undated:
                yield Member((row,), Truth(None, want(row.path(shape.date))))
        yield from self._not_known(shape, first, until)
        if last > self.as_of:  # the period still runs: anything may happen yet
            causes = want(shape.name, "open")
            row = self.judging.view.stand_in(shape, causes, max(self.as_of + 1, first), last)
            yield Member((row,), Truth(None, causes), many=True)

    def _standing(self, shape: FactList, rows: list[RowView] | None) -> Iterator[Member]:
        """Yield the rows of a register as it stood at the slot's end, or plain rows."""
        day = min(self.day, self.as_of)
        for row in self.judging.view.rows(shape.name) or () if rows is None else rows:
            present = v.TRUE
            if shape.kind == "register":
                present = self.lives(row, v.known(day), v.known(day))
            if present.value is not False:
                yield Member((row,), present)
        first = self.span.start if self.span else day
        yield from self._not_known(shape, first, day)

    def lives(self, row: RowView, first: Range, last: Range) -> Truth:
        """Say whether a row of a register stands from ``first`` to ``last``."""
        shape = row.rows
        return v.both(
            [
                v.compare("<=", cast(Range, self.attribute_of(row, shape.since)), first),
                v.compare("<=", last, cast(Range, self.attribute_of(row, shape.until))),
            ]
        )

    def _not_known(self, shape: FactList, first: int, last: int) -> Iterator[Member]:
        """Yield what stands for the rows between two days that may be missing."""
        if first > last:
            return
        if self.judging.view.rows(shape.name) is None:
            yield self._stand_in(shape, want(shape.name), first, last)
            return
        for gap in self.judging.view.gaps(shape.name):
            start, end = max(gap.start.toordinal(), first), min(gap.end.toordinal(), last)
            if start <= end:
                causes = want(f"{shape.name} {gap.start}..{gap.end}", "gap")
                yield self._stand_in(shape, causes, start, end)

    def _stand_in(self, shape: FactList, causes: Causes, first: int, last: int) -> Member:
        row = self.judging.view.stand_in(shape, causes, first, last)
        return Member((row,), Truth(None, causes), many=True)

    def _months(self, first: Range, last: Range) -> Iterator[Member]:
        """Yield the whole months between two days that are over by the assessment day."""
        low = max(int(max(first.low, cal.FIRST_DAY)), self.as_of - 31 * MOST_MONTHS)
        high = int(min(last.high, self.as_of))
        if low > high:
            return
        for month in cal.periods("month", cal.month_start(low), high):
            inside = v.both(
                [
                    v.compare("<=", first, v.known(month.start)),
                    v.compare("<=", v.known(month.end), last),
                ]
            )
            if inside.value is not False:
                yield Member((month,), inside)


_DAY = Fact("day", cast(Any, None), "date")


def _as_value(binding: Binding) -> Value:
    if isinstance(binding, RowView):
        return binding.own_id
    return cast(Value, binding)


def _parameter_value(value: ParameterValue) -> Value:
    if isinstance(value, MonthDay):
        return v.known(value.month * 100 + value.day)
    return v.known(value) if isinstance(value, (int, Decimal)) else Token(value)


def _pairs(members: list[Member]) -> Iterator[Member]:
    for one, other in combinations(members, 2):
        yield Member(
            one.binding + other.binding,
            v.both([one.present, other.present]),
            one.many or other.many,
        )
    for each in members:
        if each.many:  # two rows that are both not known make a pair too
            yield Member(each.binding * 2, each.present, many=True)


def _tokens(tokens: Token) -> Iterator[Member]:
    if isinstance(tokens.value, frozenset):
        for each in sorted(tokens.value):
            yield Member((Token(each),), v.TRUE)
    else:
        yield Member((Token(None, tokens.missing),), Truth(None, tokens.missing), many=True)


def _reads_cut_list(node: n.Node, vocabulary: Any) -> bool:
    """Whether an expression reads a list as the slot cuts it, or a fact that does."""
    match node:
        case n.Call(function="history"):
            return False
        case n.Attribute(name=name):
            facts = [each.attributes.get(name) for each in vocabulary.lists.values()]
            found = [fact for fact in facts if fact is not None and fact.derived is not None]
            if any(_reads_cut_list(fact.derived.node, vocabulary) for fact in found):
                return True
        case n.Name(name=name):
            if name in vocabulary.lists:
                return True
            fact = vocabulary.facts.get(name)
            if fact is not None and fact.derived is not None:
                return _reads_cut_list(fact.derived.node, vocabulary)
        case _:
            pass
    return any(_reads_cut_list(each, vocabulary) for each in n.children(node))
