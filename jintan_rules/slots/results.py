"""From a slot to its result: the outcome, why, what it rests on and what would mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from attrs import evolve

from jintan_rules import calendar as cal
from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Range, Truth
from jintan_rules.records.record import Reason
from jintan_rules.slots.build import Slot
from jintan_rules.slots.outcome import level_of, outcome_of
from jintan_rules.slots.wording import remedy
from jintan_rules.standard.words import Level, Outcome

#: How an engine decides a condition in a scope.
Decide: TypeAlias = Callable[[n.Node, Scope], Truth]
#: The integrity findings that hold a row up for review, by the row.
Flagged: TypeAlias = Mapping[str, tuple[str, ...]]


def result_of(slot: Slot, decide: Decide, reasons: Iterable[Reason]) -> SlotResult:
    """Return the result of a slot, with what a recorded reason makes of it."""
    applies = slot.applies
    met = still_open = v.FALSE
    if applies.value:
        met, still_open = _met(slot, decide), slot.still_open
    outcome = outcome_of(applies, met, still_open)
    level = level_of(slot.rule, outcome)
    reason = None
    if level is Level.DEVIATION:
        reason = next((each for each in reasons if each.slot in ("", slot.label)), None)
        if reason is not None:
            outcome, level = Outcome.PASS, Level.EXCUSED
    return _result(slot, outcome, level, reason, _missing(outcome, applies, met, still_open))


def _met(slot: Slot, decide: Decide) -> Truth:
    assert slot.edition is not None  # the rule applies, so a text is in force
    return decide(slot.edition.condition, slot.scope)


def _missing(outcome: Outcome, applies: Truth, met: Truth, still_open: Truth) -> v.Causes:
    if outcome is not Outcome.UNKNOWN:
        return v.NOTHING
    return applies.missing if applies.value is None else met.missing | still_open.missing


def _result(
    slot: Slot, outcome: Outcome, level: Level | None, reason: Reason | None, missing: v.Causes
) -> SlotResult:
    span = slot.scope.span
    return SlotResult(
        label=slot.label,
        outcome=outcome,
        level=level,
        because=_because(slot, outcome, reason),
        start=span.first if span else None,
        end=span.last if span else None,
        on=_date(slot.on),
        due=_date(slot.due),
        done=_date(slot.done),
        things=slot.thing.paths,
        edition=slot.edition,
        missing=tuple(sorted(missing)),
        evidence=_evidence(slot, outcome),
        reason=reason,
        remedy=remedy(slot) if outcome in (Outcome.FAIL, Outcome.PENDING) else None,
    )


def _evidence(slot: Slot, outcome: Outcome) -> tuple[Evidence, ...]:
    """Return what the verdict rests on; of what a rule does not bind, only why it does not."""
    if outcome is Outcome.NOT_APPLICABLE and slot.because != "applies_when":
        return ()
    return tuple(dict.fromkeys(slot.trace))


def _because(slot: Slot, outcome: Outcome, reason: Reason | None) -> str:
    if reason is not None:
        return "reason"
    if slot.applies.value is not True:
        return slot.because
    if outcome is Outcome.PENDING:
        return "open"
    return "deadline" if slot.rule.has_deadline else "requires"


def _date(day: Range | None) -> dt.date | None:
    if day is None or not day.is_known or not cal.FIRST_DAY <= day.low <= cal.LAST_DAY:
        return None
    return dt.date.fromordinal(int(day.low))


def flagged(findings: Iterable[Finding]) -> Flagged:
    """Return the rows that integrity rules hold up for review."""
    found: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        if not finding.rule.integrity or finding.outcome is not Outcome.FAIL:
            continue
        for slot in finding.with_outcome(Outcome.FAIL):
            for path in slot.things:
                found[path] = (*found.get(path, ()), f"{finding.rule.id}[{slot.label}]")
    return found


def reviewed(slot: SlotResult, rows: Flagged) -> SlotResult:
    """Mark a slot that rests on rows which are held up for review."""
    rests_on = {path for path in slot.things if path in rows}
    for each in slot.evidence:
        rests_on.update(row for row in each.rows if row in rows)
    review = sorted({name for path in rests_on for name in rows[path]})
    return evolve(slot, review=tuple(review)) if review else slot
