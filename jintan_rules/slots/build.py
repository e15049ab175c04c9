"""Slots: where and when a rule is judged, whether it binds there, and by which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.findings import Evidence
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate, holds
from jintan_rules.language.functions import FUNCTIONS
from jintan_rules.language.values import Range, Truth
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.scope import SlotScope
from jintan_rules.slots.things import Thing, spans, things
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import FirstPeriod


@frozen
class Condition:
    """One reason why a rule may not bind in a slot, and whether it is met."""

    word: str
    met: Truth


@define(eq=False)
class Slot:
    """One slot before it is judged.

    ``conditions`` are met together where the rule binds. ``edition`` is the text
    in force, None where none is or the day is not known. ``done``, ``due`` and
    ``still_open`` belong to the slot's day or deadline.
    """

    rule: Rule
    label: str
    thing: Thing
    scope: SlotScope
    on: Range
    conditions: list[Condition] = field(factory=list)
    edition: Edition | None = None
    done: Range | None = None
    due: Range | None = None
    still_open: Truth = v.FALSE

    @property
    def trace(self) -> list[Evidence]:
        """The evidence gathered so far."""
        return self.scope.trace or []

    @property
    def applies(self) -> Truth:
        """Whether the rule binds here."""
        return v.both(each.met for each in self.conditions)

    @property
    def because(self) -> str:
        """The word of the condition that keeps the rule from binding, or leaves it open."""
        for wanted in (False, None):
            for each in self.conditions:
                if each.met.value is wanted:
                    return each.word
        return "requires"


def slots(
    rule: Rule, judging: Judging, periods: Iterable[cal.Span | None] | None = None
) -> Iterator[Slot]:
    """Yield the slots of a rule, in the order of periods and of the record's rows.

    Without ``periods``, those are taken that lie in the window and have begun.
    """
    base = SlotScope(judging, judging.state_day)
    bound = v.TRUE
    if rule.applies_when is not None and rule.for_each is not None:
        # Decided before any list is asked for.
        bound = holds(rule.applies_when.node, base)
        if bound.value is False:
            trace: list[Evidence] = []
            holds(rule.applies_when.node, SlotScope(judging, judging.state_day, trace=trace))
            whole = SlotScope(judging, judging.state_day, trace=trace)
            yield Slot(
                rule,
                "-",
                Thing(()),
                whole,
                v.known(judging.state_day),
                [Condition("applies_when", bound)],
            )
            return
    missing: list[Slot] = []
    for span in spans(rule, judging) if periods is None else periods:
        around = SlotScope(judging, span.end if span else judging.state_day, span)
        for thing in things(rule, around):
            slot = _slot(rule, thing, span, judging)
            if slot is None:
                continue
            if thing.is_known:
                yield slot
            elif slot.applies.value is not False:
                missing.append(slot)
    if missing:
        yield _of_missing(rule, missing)


def _of_missing(rule: Rule, missing: list[Slot]) -> Slot:
    """Return the one slot that stands for all things that may be missing."""
    causes = v.NOTHING.union(*(slot.thing.present.missing for slot in missing))
    first = missing[0]
    return Slot(
        rule,
        "-",
        Thing(()),
        first.scope,
        first.on,
        [
            *(each for each in first.conditions if each.word == "applies_when"),
            Condition("list", Truth(None, causes)),
        ],
    )


def _slot(rule: Rule, thing: Thing, span: cal.Span | None, judging: Judging) -> Slot | None:
    """Return the slot of one thing in one span, or None where it has none in the window."""
    day = span.end if span else judging.state_day
    names = rule.for_each.names if rule.for_each else ()
    variables = dict(zip(names, thing.rows, strict=True))
    # Where and when a slot lies is no evidence for its outcome: it is read without a trace.
    around = SlotScope(judging, day, span, variables)
    since, until = _day(rule.since, around), _day(rule.until, around)
    on = _own_day(rule, thing, around)
    start, end = since or on, until or on
    if span is None and start == on and on.low <= judging.as_of:
        on = v.span(on.low, min(on.high, judging.as_of), on.missing)  # later there is no slot
    if span is None and on.is_known and not rule.has_deadline:
        day = int(on.low)
    scope = SlotScope(judging, day, span, variables, [])
    slot = Slot(rule, _label(thing, span), thing, scope, on)
    slot.edition, in_force = _edition(rule, span, on)
    if rule.has_deadline:
        _set_deadline(slot)
    elif span is not None:
        slot.still_open = v.truth(span.end > judging.as_of)
    in_window = _in_window(slot, start, end) if span is None else v.TRUE
    if in_window.value is False:
        return None
    slot.conditions = _until_false(
        chain(
            (Condition("window", in_window),),
            _conditions(rule, scope),
            _own_day_known(slot, span),
            _existence(slot, span),
            (Condition("not_in_force", in_force),),
            _preconditions(slot, span, since, until),
        )
    )
    return slot


def _until_false(conditions: Iterable[Condition]) -> list[Condition]:
    """Return the conditions up to the first that is not met: it decides alone."""
    found = []
    for each in conditions:
        found.append(each)
        if each.met.value is False:
            break
    return found


def _label(thing: Thing, span: cal.Span | None) -> str:
    parts = [span.label] if span else []
    return "/".join([*parts, thing.label] if thing.rows else parts) or "-"


def _own_day(rule: Rule, thing: Thing, scope: SlotScope) -> Range:
    """Return the day that is the slot's own and chooses its edition."""
    if rule.on is not None:
        return cast(Range, evaluate(rule.on.node, scope))
    if scope.span is not None:
        return v.known(scope.span.start)
    if len(thing.rows) == 1 and thing.rows[0].rows.kind == "events":
        row = thing.rows[0]
        return cast(Range, scope.attribute_of(row, row.rows.date))
    return v.known(scope.judging.state_day)


def _own_day_known(slot: Slot, span: cal.Span | None) -> Iterator[Condition]:
    """Yield that the slot's own day is known: text, registers and window hang on it."""
    if span is None and not slot.on.is_known and not slot.rule.has_deadline:
        yield Condition("on", Truth(None, slot.on.missing))


def _day(expression: Expression | None, scope: SlotScope) -> Range | None:
    return None if expression is None else cast(Range, evaluate(expression.node, scope))


def _edition(rule: Rule, span: cal.Span | None, on: Range) -> tuple[Edition | None, Truth]:
    """Return the edition in force on the slot's own day, and whether one is."""
    if span is not None and rule.on is None:
        return _edition_of_period(rule, span)
    if on.is_known:
        found = _in_force(rule, int(on.low))
        return found, v.truth(found is not None)
    whole = [each for each in rule.editions if _covers(each, on)]
    if whole:
        return whole[0], v.TRUE
    if any(_overlaps(each, on) for each in rule.editions):
        return None, Truth(None, on.missing)
    return None, v.FALSE


def _edition_of_period(rule: Rule, span: cal.Span) -> tuple[Edition | None, Truth]:
    first, last = _in_force(rule, span.start), _in_force(rule, span.end)
    if first is None and rule.first_period is FirstPeriod.PARTIAL:
        return last, v.truth(last is not None)
    # Editions follow each other without a gap, so both ends in force means every day is.
    return first, v.truth(first is not None and last is not None)


def _in_force(rule: Rule, day: int) -> Edition | None:
    if not cal.FIRST_DAY <= day <= cal.LAST_DAY:
        return None
    date = dt.date.fromordinal(day)
    return next((each for each in rule.editions if each.covers(date)), None)


def _bounds(edition: Edition) -> tuple[int, int]:
    return edition.start.toordinal(), edition.end.toordinal() if edition.end else cal.LAST_DAY


def _covers(edition: Edition, on: Range) -> bool:
    start, end = _bounds(edition)
    return start <= on.low and on.high <= end


def _overlaps(edition: Edition, on: Range) -> bool:
    start, end = _bounds(edition)
    return start <= on.high and on.low <= end


def _set_deadline(slot: Slot) -> None:
    """Set when the act was done, when it is due, and whether its day is still to come."""
    edition = slot.edition or slot.rule.editions[-1]
    slot.done = _day(edition.done, slot.scope)
    slot.due = _day(edition.due, slot.scope)
    assert slot.due is not None
    slot.still_open = v.compare("<", v.known(slot.scope.as_of), slot.due)


def _in_window(slot: Slot, start: Range, end: Range) -> Truth:
    """Whether the slot has begun by the assessment day and meets the window."""
    judging = slot.scope.judging
    first, last = judging.window
    begun = v.compare("<=", start, v.known(min(judging.as_of, last)))
    if slot.due is not None and slot.done is not None:
        # A breach not cured stays in sight; one cured before the window does not.
        cured = FUNCTIONS["min"](slot.done, v.known(judging.as_of))
        end = FUNCTIONS["max"](slot.due, cured)
    return v.both([begun, v.compare("<=", v.known(first), end)])


def _existence(slot: Slot, span: cal.Span | None) -> Iterator[Condition]:
    """Yield whether the organisation exists in the slot, and for the whole of its period."""
    if slot.thing.is_known and slot.thing.present.value is None:
        yield Condition("list", slot.thing.present)
    established, dissolved = slot.scope.judging.life
    if span is None:
        last = slot.due if slot.due is not None and slot.rule.has_deadline else slot.on
        yield Condition("not_established", v.compare("<=", established, slot.on))
        yield Condition("dissolved", v.compare("<=", _bounded(last), dissolved))
        return
    start, end = v.known(span.start), v.known(span.end)
    yield Condition("not_established", v.compare("<=", established, end))
    if slot.rule.first_period is FirstPeriod.WHOLE:
        yield Condition("partial", v.compare("<=", established, start))
    yield Condition("dissolved", v.compare("<=", end, dissolved))


def _bounded(day: Range) -> Range:
    """Read a deadline that never comes as the last of all days: it outlives nobody."""
    return v.span(min(day.low, cal.LAST_DAY), min(day.high, cal.LAST_DAY), day.missing)


def _preconditions(
    slot: Slot, span: cal.Span | None, since: Range | None, until: Range | None
) -> Iterator[Condition]:
    """Yield whether what the rule presupposes holds for the whole of the period."""
    if span is None:
        return
    start, end = v.known(span.start), v.known(span.end)
    began = end if slot.rule.first_period is FirstPeriod.PARTIAL else start
    if since is not None:
        yield Condition("precondition", v.compare("<=", since, began))
    if until is not None:
        yield Condition("precondition", v.compare("<=", end, until))
    for row in slot.thing.rows:
        if row.rows.kind == "register" and not row.unknown:
            yield Condition("partial", slot.scope.lives(row, began, end))


def _conditions(rule: Rule, scope: SlotScope) -> Iterator[Condition]:
    if rule.applies_when is not None:
        yield Condition("applies_when", holds(rule.applies_when.node, scope))
    if rule.for_each is not None:
        for each in rule.for_each.generator.filters:
            yield Condition("filter", holds(each, scope))
