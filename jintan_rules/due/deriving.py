"""From a record and a profile to what falls due: the slots that are still open."""

from __future__ import annotations

import datetime as dt
from typing import cast

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.due.deadline import Deadline, Deadlines
from jintan_rules.engines.python import decide
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.evaluation import not_days, prepare
from jintan_rules.findings import Evidence
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.values import Range
from jintan_rules.records.record import Record
from jintan_rules.slots.build import Slot, slots
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.scope import SlotScope
from jintan_rules.slots.wording import remedy
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule


def deadlines(
    record: Record,
    profile: Profile | str | None = None,
    *,
    as_of: dt.date,
    horizon: dt.date,
    workdays: cal.WorkdayCalendar | None = None,
) -> tuple[Deadline, ...]:
    """List what falls due after a day, up to and including another.

    Nothing is written down twice: these are the slots that :func:`evaluate`
    leaves pending, and the periods that have not begun, read by the same rules
    from the same facts. Facts are those of ``as_of``; nothing is assumed of the
    days between. Listed is what would not be met if nothing more were done. What
    is done is not, nor what is kept by doing nothing, nor what does not apply,
    nor what is late already: that is a finding of the report.

    Where it is not known whether a rule binds, the deadline is listed with
    ``certain`` false and the facts that would settle it. Where the last day
    itself is not known, the earliest that it can be is listed, also with
    ``certain`` false; where even that may be past, nothing is listed and the
    report has it as unknown.

    Args:
        record: What is known of the organisation.
        profile: A profile or its id; left out, the record's category picks it.
        as_of: The assessment day; what lies after it has not happened.
        horizon: The last day to look ahead to.
        workdays: The working days of the years that rules count them in.

    Returns:
        The deadlines by their day, those of one day in the profile's order.
        Duties of others are among them (``is_own`` tells); rules that only ask
        for a review are not.

    Raises:
        EvaluationError: If a day or the profile cannot be used.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    _check_days(as_of, horizon)
    # A deadline may lie as much as a year after the period that it belongs to.
    first = dt.date(max(as_of.year - 1, dt.MINYEAR), 1, 1)
    last = dt.date(horizon.year, 12, 31)
    judging, _ = prepare(record, profile, as_of, (first, last), workdays)
    idle = Idle.of(judging)
    found = [
        deadline
        for rule in judging.profile.rules
        if not rule.integrity
        for slot in slots(rule, judging, _periods(rule, judging, horizon.toordinal()))
        if (deadline := _deadline(slot, idle)) and deadline.day <= horizon
    ]
    return Deadlines(sorted(found, key=lambda each: each.day))


@frozen
class Idle:
    """What slots would come to if nothing more were done.

    At the ``end`` of a slot, the months that still run have passed without an
    event; as things stand ``today``, they are left out.
    """

    end: Judging
    today: Judging

    @classmethod
    def of(cls, judging: Judging) -> Idle:
        """Return both ways to look at the days ahead."""
        # A derived fact may read months: what was found for one is not for the other.
        return cls(*(evolve(judging, ahead=ahead, derived={}) for ahead in (True, False)))

    def met(self, slot: Slot, judging: Judging) -> bool:
        """Whether the slot would be met, by the text in force or else by the newest."""
        edition, scope = slot.edition or slot.rule.editions[-1], slot.scope
        idle = SlotScope(judging, scope.day, scope.span, scope.variables)
        return decide(edition.condition, idle).value is True


def _check_days(as_of: dt.date, horizon: dt.date) -> None:
    problems = not_days("deadlines", {"as_of": as_of, "horizon": horizon})
    if not problems and horizon < as_of:
        problems = [
            Problem(
                "JR501",
                Place("deadlines", path="horizon"),
                "the horizon lies before the assessment day",
                f"a day not before {as_of}",
                str(horizon),
                "give the last day to look ahead to",
            )
        ]
    if problems:
        raise EvaluationError(problems)


def _periods(rule: Rule, judging: Judging, horizon: int) -> list[cal.Span | None]:
    """Return the periods in which something of the rule may fall due by the horizon."""
    if rule.period is None:
        return [None]
    return [
        each
        for each in cal.periods(rule.period.value, *judging.window)
        if rule.has_deadline or judging.as_of < each.end <= horizon
    ]


def _deadline(slot: Slot, idle: Idle) -> Deadline | None:
    """Return the deadline of a slot, None where nothing of it can fall due."""
    rule, judging = slot.rule, slot.scope.judging
    if rule.for_each is not None and not slot.thing.rows:
        return None  # it stands for things that nobody has recorded
    applies, day = slot.applies, _last_day(slot)
    if applies.value is False or not judging.as_of < day.low <= cal.LAST_DAY:
        return None
    if idle.met(slot, idle.end):
        return None
    span, as_of = slot.scope.span, judging.as_of
    opened_on, opened_by = (span.first, ()) if span else _opening(slot)
    unsure = day.missing if applies.value else applies.missing | day.missing
    return Deadline(
        record=judging.view.record.id,
        rule=rule,
        slot=slot.label,
        edition=slot.edition,
        day=cal.date_of(int(day.low)),
        as_of=cal.date_of(as_of),
        profile=judging.profile,
        period=span.label if span else "",
        things=slot.thing.paths,
        opened_on=opened_on,
        opened_by=opened_by,
        # What would mend a failure is no advice where there is none so far.
        remedy=None if idle.met(slot, idle.today) else remedy(slot),
        upcoming=span is not None and span.start > as_of,
        certain=applies.value is True and day.is_known,
        missing=tuple(sorted(unsure)),
    )


def _last_day(slot: Slot) -> Range:
    """Return the last day in time: the day due, or the last of the period."""
    if slot.rule.has_deadline:
        return cast(Range, slot.due)
    # A state and an event are judged on a day of their own, and nothing of them is open.
    return v.known(slot.scope.span.end if slot.scope.span else cal.BEFORE_DAY)


def _opening(slot: Slot) -> tuple[dt.date | None, tuple[Evidence, ...]]:
    """Return the day from which a deadline runs, and the facts that tell it."""
    rule, trace = slot.rule, list[Evidence]()
    scope = SlotScope(
        slot.scope.judging, slot.scope.day, slot.scope.span, slot.scope.variables, trace
    )
    opening = rule.since or rule.on
    if opening is not None:
        day = cast(Range, evaluate(opening.node, scope))
    elif slot.thing.rows and slot.thing.rows[0].rows.kind == "events":
        row = slot.thing.rows[0]
        day = cast(Range, scope.attribute_of(row, row.rows.date))
    else:
        return None, ()
    known = day.is_known and cal.is_day(int(day.low))
    return cal.date_of(int(day.low)) if known else None, tuple(dict.fromkeys(trace))
