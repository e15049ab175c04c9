"""Judging a record by a profile on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from attrs import evolve

from jintan_rules import calendar as cal
from jintan_rules.engines import durable, python, reference
from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Range, Truth
from jintan_rules.loading.choice import profile_for
from jintan_rules.loading.profiles import load_profile
from jintan_rules.records.record import Reason, Record
from jintan_rules.reports.report import Report
from jintan_rules.slots.build import Slot, slots
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.outcome import level_of, outcome_of
from jintan_rules.slots.view import RecordView
from jintan_rules.slots.wording import remedy
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Level, Outcome
from jintan_rules.version import VERSION

Decide: TypeAlias = Callable[[n.Node, Scope], Truth]

_ENGINES: dict[str, Decide] = {
    "python": python.decide,
    "durable": durable.decide,
    "reference": reference.decide,
}


def evaluate(
    record: Record,
    profile: Profile | str | None = None,
    *,
    as_of: dt.date,
    window: tuple[dt.date, dt.date] | None = None,
    engine: str = "python",
    workdays: cal.WorkdayCalendar | None = None,
) -> Report:
    """Judge a record by a profile as it stood at the close of a day.

    Args:
        record: What is known of the organisation.
        profile: A profile or its id; left out, the record's category picks it.
        as_of: The assessment day; what lies after it has not happened.
        window: The first and last day assessed; the calendar year of ``as_of``
            where it is left out.
        engine: ``python``, ``durable`` or ``reference``; they agree on every
            verdict. ``durable`` needs the package ``durable-rules``, and refuses
            numbers of more than 64 bits.
        workdays: The working days of the years that rules count them in;
            without it such rules are unknown.

    Returns:
        The report: a finding for every rule of the profile.

    Raises:
        EvaluationError: If the day, window, engine or profile cannot be used.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    first, last = _window(as_of, window)
    decide = _engine(engine)
    judging, notes = prepare(record, profile, as_of, (first, last), workdays)
    profile = judging.profile
    reasons = _reasons(record, profile, as_of)
    findings = tuple(
        Finding(
            rule,
            tuple(_judge(slot, decide, reasons.get(rule.id, ())) for slot in slots(rule, judging)),
        )
        for rule in profile.rules
    )
    return Report(record, profile, as_of, (first, last), _marked(findings), VERSION, engine, notes)


def prepare(
    record: Record,
    profile: Profile | str | None,
    as_of: dt.date,
    window: tuple[dt.date, dt.date],
    workdays: cal.WorkdayCalendar | None,
) -> tuple[Judging, tuple[str, ...]]:
    """Return what all slots of one evaluation share, and the notes on how it was chosen.

    Raises:
        EvaluationError: If no profile can be told, or it is of another category.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    notes: tuple[str, ...] = ()
    if profile is None:
        profile, notes = profile_for(record)
    elif isinstance(profile, str):
        profile = load_profile(profile)
    _check_gate(record, profile)
    first, last = window
    judging = Judging(
        RecordView(record, profile.vocabulary),
        profile,
        as_of.toordinal(),
        (first.toordinal(), last.toordinal()),
        workdays,
    )
    return judging, notes


def not_days(call: str, days: Mapping[str, object]) -> list[Problem]:
    """Return a problem for each argument of ``call`` that is not a day."""
    return [
        Problem(
            "JR501",
            Place(call, path=path),
            f"{path} is not a day",
            "a datetime.date",
            repr(day),
            "give a date without a time",
        )
        for path, day in days.items()
        if not isinstance(day, dt.date) or isinstance(day, dt.datetime)
    ]


def _window(as_of: dt.date, window: tuple[dt.date, dt.date] | None) -> tuple[dt.date, dt.date]:
    days = {"as_of": as_of}
    if window is not None:
        if not isinstance(window, (tuple, list)) or len(window) != 2:  # noqa: PLR2004
            raise EvaluationError(
                [
                    Problem(
                        "JR501",
                        Place("evaluate", path="window"),
                        "the window is not two days",
                        "(first, last)",
                        repr(window),
                    )
                ]
            )
        days |= {"window[0]": window[0], "window[1]": window[1]}
    problems = not_days("evaluate", days)
    if not problems and window is not None and window[0] > window[1]:
        problems.append(
            Problem(
                "JR501",
                Place("evaluate", path="window"),
                "the window ends before it begins",
                "a first day not after the last",
                f"{window[0]} to {window[1]}",
                "swap the two days",
            )
        )
    if problems:
        raise EvaluationError(problems)
    if window is not None:
        return window[0], window[1]
    return dt.date(as_of.year, 1, 1), dt.date(as_of.year, 12, 31)


def _engine(name: str) -> Decide:
    if name not in _ENGINES:
        raise EvaluationError(
            [
                Problem(
                    "JR503",
                    Place("evaluate", path="engine"),
                    f"there is no engine {name!r}",
                    " or ".join(_ENGINES),
                    repr(name),
                    suggestion(str(name), _ENGINES),
                )
            ]
        )
    if name == "durable":
        durable.machine()  # where it is not installed, that is said before anything is judged
    return _ENGINES[name]


def _check_gate(record: Record, profile: Profile) -> None:
    category = record.facts.get("category")
    if profile.category is None or category is None or category == profile.category.value:
        return
    raise EvaluationError(
        [
            Problem(
                "JR308",
                Place(f"record {record.id}", path="category"),
                f"the profile {profile.id} is for the category {profile.category}",
                str(profile.category),
                repr(category),
                "leave the profile out, or name the one of the record's category",
            )
        ]
    )


def _reasons(record: Record, profile: Profile, as_of: dt.date) -> Mapping[str, tuple[Reason, ...]]:
    """Return the recorded reasons by the rule they speak of, those of later days left out."""
    found: dict[str, tuple[Reason, ...]] = {}
    for reason in record.reasons:
        if reason.rule in profile and (reason.on is None or reason.on <= as_of):
            rule = profile.rule(reason.rule)
            found[rule.id] = (*found.get(rule.id, ()), reason)
    return found


def _judge(slot: Slot, decide: Decide, reasons: Iterable[Reason]) -> SlotResult:
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


def _marked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Mark the slots that rest on rows which an integrity rule holds up for review."""
    flagged: dict[str, list[str]] = {}
    for finding in findings:
        for slot in finding.with_outcome(Outcome.FAIL) if finding.rule.integrity else ():
            for path in slot.things:
                flagged.setdefault(path, []).append(f"{finding.rule.id}[{slot.label}]")
    if not flagged:
        return findings
    return tuple(
        finding
        if finding.rule.integrity
        else evolve(finding, slots=tuple(_reviewed(slot, flagged) for slot in finding.slots))
        for finding in findings
    )


def _reviewed(slot: SlotResult, flagged: Mapping[str, list[str]]) -> SlotResult:
    rests_on = {path for path in slot.things if path in flagged}
    for each in slot.evidence:
        rests_on.update(row for row in each.rows if row in flagged)
    review = sorted({name for path in rests_on for name in flagged[path]})
    return evolve(slot, review=tuple(review)) if review else slot
