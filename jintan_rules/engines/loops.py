"""A shorter way to the outcomes of rules that have no days of their own.

Most rules judge a state, a period, or each row of a list on its own day. Where the
organisation and the text are known to be there for the whole of a slot, only the
filters and the condition are left to ask: one loop over the rows does that. All
else goes the long way of :mod:`jintan_rules.engines.bare_slots`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jintan_rules import calendar as cal
from jintan_rules.engines.bare import Bare, Between
from jintan_rules.engines.bare_lists import BareEvents
from jintan_rules.engines.bare_record import BareRecord, BareSpan
from jintan_rules.engines.bare_slots import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    PENDING,
    UNKNOWN,
    LeftToInterpreterError,
    RuleCode,
    outcome_of,
)
from jintan_rules.engines.emitter import ARGUMENTS
from jintan_rules.engines.emitting import Body
from jintan_rules.engines.program import Program
from jintan_rules.language import nodes as n
from jintan_rules.slots.judging import reads_cut_list
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Vocabulary

#: Gives the outcome of each of some rows: of a record, in a period, on a day.
Loop = Callable[..., list[int]]


def is_plain(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Say whether a rule has no day, deadline or precondition of its own."""
    if rule.has_deadline or rule.on or rule.since or rule.until:
        return False
    if rule.for_each is None:
        return True
    shape = vocabulary.lists[rule.for_each.list_name]
    return not shape.date or shape.attributes[shape.date].derived is None


class PlainRuleCode(RuleCode):
    """A rule that has no day, deadline or precondition of its own, compiled."""

    def __init__(self, program: Program, rule: Rule) -> None:
        super().__init__(program, rule)
        applies = rule.applies_when
        # Whether the rule binds is mostly the same in every slot, and asked once.
        self.bound_in_each = applies is not None and (
            _reads_period(applies.node) or reads_cut_list(applies.node, program.vocabulary, set())
        )
        self.is_paired = rule.for_each is not None and rule.for_each.paired
        self.on_own_days = (
            self.shape is not None
            and self.shape.kind == "events"
            and not rule.period
            and not self.is_paired
        )
        self.kind = rule.period.value if rule.period else ""
        self.program = program
        # Most editions differ in what they cite, not in what they ask for.
        self._loops: dict[n.Node, Loop] = {}

    def loop(self, number: int) -> Loop:
        """Return the loop over the rows of the rule's list, by the edition of that place."""
        condition = self.rule.editions[number].condition
        if condition not in self._loops:
            self._loops[condition] = self._defined(self.program, condition)
        return self._loops[condition]

    def _defined(self, program: Program, condition: n.Node) -> Loop:
        rule, shape = self.rule, self.shape
        assert rule.for_each is not None
        assert shape is not None
        names = rule.for_each.names
        body = Body(program.emitter, dict.fromkeys(names, shape.name))
        loop = ", ".join(f"v_{name}" for name in names)
        lines = ["found = []", "add = found.append", f"for {loop}, there in members:"]
        if self.on_own_days:
            lines.append(f" day = {loop}.{shape.date}")
        undecided = ["there is None", "bound is None"]
        conditions = [body.value(each) for each in rule.for_each.generator.filters]
        if self.bound_in_each and rule.applies_when is not None:
            conditions.append(Body(program.emitter, {}, body.locals).value(rule.applies_when.node))
        if self.is_register and rule.period:
            for name in names:
                since = body.value(n.Attribute(n.Name(name), shape.since))
                until = body.value(n.Attribute(n.Name(name), shape.until))
                conditions += [f"({since} <= began)", f"(end <= {until})"]
        for each in conditions:
            local = body.local()
            lines += [f" {local} = {each}", f" if {local} is False:"]
            lines += [f"  add({NOT_APPLICABLE})", "  continue"]
            undecided.append(f"{local} is None")
        worse = f"{FAIL} if met is False else {UNKNOWN}"
        lines += [
            f" if {' or '.join(undecided)}:",
            f"  add({UNKNOWN})",
            "  continue",
            f" met = {body.value(condition)}",
            f" add({PASS} if met else {PENDING} if still_open else {worse})",
            "return found",
        ]
        more = "members, bound, began, still_open"
        defined: Loop = program.emitter.namespace[
            program.emitter.define_with(f"{ARGUMENTS}, {more}", lines)
        ]
        return defined

    def outcomes(self, record: BareRecord) -> list[int]:
        """Return the outcome of each slot of a record, in their order."""
        for_each = self.rule.for_each
        bound: Bare = True
        if self.bound is not None and (for_each is not None or not self.bound_in_each):
            bound = self.bound(record, None, None, None, record.state_day)
            if bound is False and for_each is not None:
                return [NOT_APPLICABLE]
        found: list[int] = []
        may_be_missing = False
        for span in record.spans(self.kind):
            if for_each is None:
                outcome = self._alone(record, span, bound)
                if outcome is not None:
                    found.append(outcome)
                continue
            for *rows, there in self._rest(record, span, bound, found):
                outcome = self._slot(record, span.span, (tuple(rows), there))
                if outcome is None:
                    continue
                if not any(row.MANY for row in rows):
                    found.append(outcome)
                elif outcome != NOT_APPLICABLE:
                    may_be_missing = True
        if may_be_missing:
            found.append(UNKNOWN)
        return found

    def _number(self, span: BareSpan) -> tuple[int, Bare]:
        """Return the place of the edition, and whether it and the organisation are there."""
        start, end, _, day = span.told
        lived = span.begun if self.partial else span.lived
        first = self.in_force(day if start is None else start)
        last = first if start is None else self.in_force(end)
        if first is None and self.partial:
            first = last
        return (0, False) if first is None or last is None else (first, lived)

    def _alone(self, record: BareRecord, span: BareSpan, bound: Bare) -> int | None:
        """Return the outcome of the one slot of a span."""
        if not span.in_window:
            return None
        number, there = self._number(span)
        if there is False:
            return NOT_APPLICABLE
        if self.bound is not None and self.bound_in_each:
            bound = self.bound(record, *span.told)
        if bound is False:
            return NOT_APPLICABLE
        if bound is None or there is None:
            return UNKNOWN
        return outcome_of(self.editions[number][2](record, *span.told), span.still_open)

    def _rest(
        self, record: BareRecord, span: BareSpan, bound: Bare, found: list[int]
    ) -> Iterable[tuple[Any, ...]]:
        """Add the outcomes of rows to ``found``; return the rows that must go the long way."""
        rows = getattr(record.lists, self.list_name)
        start, end, _, _ = span.told
        if self.on_own_days and isinstance(rows, BareEvents):
            self._by_days(record, rows, bound, found)
            return rows.loose(self._last(record))
        if not span.in_window:
            return ()
        members = self._members(record, span.span)
        # A pair ends with its second row and whether both are there, one row with itself.
        others = [each for each in members if each[0].MANY or each[-2].MANY]
        known = members
        if others:
            known = [each for each in members if not (each[0].MANY or each[-2].MANY)]
        number, there = self._number(span)
        if there is False:
            found += [NOT_APPLICABLE] * len(known)
        elif known:
            began = end if self.partial else start
            loop = self.loop(number)
            found += loop(record, *span.told, known, there and bound, began, span.still_open)
        return others

    def _by_days(self, record: BareRecord, rows: BareEvents, bound: Bare, found: list[int]) -> None:
        """Add the outcomes of events that are judged on their own days."""
        low, high = record.window[0], record.state_day  # what lies outside has no slot
        reached = low
        founded, ended = record.founded, record.ended
        if founded.__class__ is Between:
            if high >= cal.LAST_DAY:
                raise LeftToInterpreterError  # on the last of all days it was founded
            bound = None
        else:
            low = max(low, founded)
        for number, (start, end, _) in enumerate(self.editions):
            first, last = max(start, low), min(end, high, ended)
            if first <= last:
                found += [NOT_APPLICABLE] * len(rows.between(reached, first - 1))
                members = rows.between(first, last)
                if members:
                    loop = self.loop(number)
                    found += loop(record, None, None, None, high, members, bound, None, False)
                reached = last + 1
        found += [NOT_APPLICABLE] * len(rows.between(reached, high))

    def _last(self, record: BareRecord) -> int:
        """Return the last day of the events that the rule walks."""
        assert self.rule.for_each is not None
        is_call = isinstance(self.rule.for_each.generator.source, n.Call)
        return record.as_of if is_call else record.state_day


def _reads_period(node: n.Node) -> bool:
    if isinstance(node, n.Attribute) and node.base == n.Name("period"):
        return True
    return any(_reads_period(each) for each in n.children(node))
