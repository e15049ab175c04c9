"""The outcomes of a rule's slots, in bare values: what :mod:`jintan_rules.slots` says.

Only outcomes are found here. What a slot rests on, what is missing and what would
mend it, the interpreter tells of the slots that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from jintan_rules import calendar as cal
from jintan_rules.engines.bare import Bare, Between, both, ends, least, most
from jintan_rules.engines.bare_lists import BareList, pairs
from jintan_rules.engines.bare_record import BareRecord
from jintan_rules.engines.program import Program
from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import FirstPeriod

#: Outcomes as numbers, from the heaviest to the lightest.
FAIL, UNKNOWN, PENDING, PASS, NOT_APPLICABLE = range(5)
#: A slot's loop variables with whether the thing is there.
Thing: TypeAlias = tuple[tuple[Any, ...], Bare]
_ALWAYS = (cal.FIRST_DAY, cal.LAST_DAY)


class LeftToInterpreterError(Exception):
    """What cannot be told from bare values."""


class RuleCode:
    """One rule; each of its expressions is compiled when a record first asks for it."""

    def __init__(self, program: Program, rule: Rule) -> None:
        self.rule = rule
        self.partial = rule.first_period is FirstPeriod.PARTIAL
        self.has_deadline = rule.has_deadline
        vocabulary = program.vocabulary
        each = rule.for_each
        self.list_name = each.list_name if each else ""
        self.shape = vocabulary.lists[self.list_name] if each else None
        self.is_register = self.shape is not None and self.shape.kind == "register"
        names = dict.fromkeys(each.names, self.list_name) if each else {}

        def compiled(expression: Expression | None) -> Any:
            return None if expression is None else program.later(expression.node, names)

        applies = rule.applies_when
        self.bound = None if applies is None else program.later(applies.node, {})
        self.since, self.until, self.on = map(compiled, (rule.since, rule.until, rule.on))
        self.follows_since = rule.since is None or (
            rule.on is not None and rule.since.node == rule.on.node
        )
        self.filter = None
        if each and each.generator.filters:
            filters = each.generator.filters
            node = filters[0] if len(filters) == 1 else n.And(filters)
            self.filter = program.later(node, names)
        self.editions = [
            (*_bounds(each), program.later(each.condition, names)) for each in rule.editions
        ]
        self.deadlines = [(compiled(e.done), compiled(e.due)) for e in rule.editions]
        self.date = self._date(program)

    def _date(self, program: Program) -> Any:
        """Return what reads the own day of an event."""
        if self.shape is None or not self.shape.date or self.rule.for_each is None:
            return None
        (name, *others) = self.rule.for_each.names
        if others:
            return None
        return program.later(n.Attribute(n.Name(name), self.shape.date), {name: self.list_name})

    # -- all slots ------------------------------------------------------------------

    def outcomes(self, record: BareRecord) -> list[int]:
        """Return the outcome of each slot of a record, in their order.

        Raises:
            LeftToInterpreterError: If one of them cannot be told.
            NotCoveredError: If an expression is left to the interpreter.
        """
        rule = self.rule
        if self.bound is not None and rule.for_each is not None:
            bound = self.bound(record, None, None, None, record.state_day)
            if bound is False:
                return [NOT_APPLICABLE]
        found: list[int] = []
        may_be_missing = False
        for span in _spans(rule, record):
            for *rows, there in self._members(record, span):
                outcome = self._slot(record, span, (tuple(rows), there))
                if outcome is None:
                    continue
                if not any(row.MANY for row in rows):
                    found.append(outcome)
                elif outcome != NOT_APPLICABLE:
                    may_be_missing = True
        if may_be_missing:
            found.append(UNKNOWN)
        return found

    def _members(self, record: BareRecord, span: cal.Span | None) -> Sequence[tuple[Any, ...]]:
        """Return the things of a span, each its rows and whether it is there."""
        each = self.rule.for_each
        if each is None:
            return ((True,),)
        rows: BareList = getattr(record.lists, self.list_name)
        start, day = (span.start, span.end) if span else (None, record.state_day)
        if each.paired:
            return pairs(rows.cut(start, day, *_ALWAYS))
        own_life = self.is_register and (start is not None or self.on or self.since)
        if isinstance(each.generator.source, n.Call) or own_life:
            return rows.whole(*_ALWAYS)
        return rows.cut(start, day, *_ALWAYS)

    # -- one slot -------------------------------------------------------------------

    def _slot(self, record: BareRecord, span: cal.Span | None, thing: Thing) -> int | None:
        """Return the outcome of one slot, None where it has none in the window."""
        rows, _ = thing
        start, end, year = (span.start, span.end, span.year) if span else (None, None, None)
        day = span.end if span else record.state_day
        around = (record, start, end, year, day, *rows)
        since = self.since(*around) if self.since else None
        until = self.until(*around) if self.until else None
        on = self._own_day(around, start)
        first = on if since is None else since
        last = on if until is None else until
        if span is None:
            on = self._clipped(on, first, record.as_of)
            if not self.has_deadline and on.__class__ is not Between:
                day = int(on)
        scope = (record, start, end, year, day, *rows)
        number, in_force = self._edition(span, on)
        due, still_open = None, False
        if self.has_deadline:
            act, term = self.deadlines[-1 if number is None else number]
            due = term(*scope)
            still_open = record.as_of < due
            if span is None:
                # The day it was done matters only to a deadline before the window.
                last = due
                if (record.window[0] <= due) is not True:
                    last = most(due, least(act(*scope), record.as_of))
        elif span is not None:
            still_open = span.end > record.as_of
        if span is None:
            window = both((first <= min(record.as_of, record.window[1]), record.window[0] <= last))
            if window is False:
                return None
        else:
            window = True
        applies = both(
            (
                window,
                in_force,
                *self._conditions(scope),
                *self._existence(record, span, thing, on, due),
                *self._preconditions(record, span, thing, since, until),
            )
        )
        if not applies:
            return NOT_APPLICABLE if applies is False else UNKNOWN
        assert number is not None
        return outcome_of(self.editions[number][2](*scope), still_open)

    def _own_day(self, around: tuple[Any, ...], start: int | None) -> Any:
        if self.on is not None:
            return self.on(*around)
        if start is not None:
            return start
        return self.date(*around) if self.date is not None else around[0].state_day

    def _clipped(self, on: Any, first: Any, as_of: int) -> Any:
        """Return a day that is not known without what lies after the assessment day."""
        if on.__class__ is not Between or on.low > as_of:
            return on
        if first is not on and not self.follows_since:
            if ends(first) == ends(on):
                raise LeftToInterpreterError  # whether both are the same day is not told
            return on
        return on.low if on.low == min(on.high, as_of) else Between(on.low, min(on.high, as_of))

    def _edition(self, span: cal.Span | None, on: Any) -> tuple[int | None, Bare]:
        """Return the place of the edition in force on the slot's own day, and whether one is."""
        if span is not None and self.on is None:
            first, last = self.in_force(span.start), self.in_force(span.end)
            if first is None and self.partial:
                return last, last is not None
            return first, first is not None and last is not None
        if on.__class__ is not Between:
            number = self.in_force(on)
            return number, number is not None
        low, high = ends(on)
        for number, (start, end, _) in enumerate(self.editions):
            if start <= low and high <= end:
                return number, True
        if any(start <= high and low <= end for start, end, _ in self.editions):
            return None, None
        return None, False

    def in_force(self, day: int) -> int | None:
        """Return the place of the edition in force on a day."""
        for number, (start, end, _) in enumerate(self.editions):
            if start <= day <= end:
                return number
        return None

    def _conditions(self, scope: tuple[Any, ...]) -> Iterator[Bare]:
        if self.bound is not None:
            yield self.bound(*scope[:5])
        if self.filter is not None:
            yield self.filter(*scope)

    def _existence(
        self, record: BareRecord, span: cal.Span | None, thing: Thing, on: Any, due: Any
    ) -> Iterator[Bare]:
        """Yield whether the organisation exists in the slot, and for the whole of its period."""
        rows, there = thing
        if span is None and not self.has_deadline and on.__class__ is Between:
            yield None
        if there is None and not any(row.MANY for row in rows):
            yield None
        founded, ended = record.founded, record.ended
        if span is None:
            last = least(due, cal.LAST_DAY) if self.has_deadline else least(on, cal.LAST_DAY)
            yield founded <= on
            yield last <= ended
            return
        yield founded <= span.end
        if not self.partial:
            yield founded <= span.start
        yield span.end <= ended

    def _preconditions(
        self, record: BareRecord, span: cal.Span | None, thing: Thing, since: Any, until: Any
    ) -> Iterator[Bare]:
        """Yield whether what the rule presupposes holds for the whole of the period."""
        if span is None:
            return
        began = span.end if self.partial else span.start
        if since is not None:
            yield since <= began
        if until is not None:
            yield span.end <= until
        if self.is_register:
            rows = getattr(record.lists, self.list_name)
            for row in thing[0]:
                if not row.MANY:
                    yield rows.lives(row, began, span.end)


def outcome_of(met: Bare, still_open: Bare) -> int:
    """Return the outcome of a slot in which the rule applies."""
    if met:
        return PASS
    if still_open:
        return PENDING
    return FAIL if met is False and still_open is False else UNKNOWN


def _bounds(edition: Edition) -> tuple[int, int]:
    return edition.start.toordinal(), edition.end.toordinal() if edition.end else cal.LAST_DAY


def _spans(rule: Rule, record: BareRecord) -> Iterable[cal.Span | None]:
    if rule.period is None:
        return (None,)
    return [
        each
        for each in cal.periods(rule.period.value, *record.window)
        if each.start <= record.as_of
    ]
