"""Judging a record by a profile on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from threading import RLock

from jintan_rules import calendar as cal
from jintan_rules.engines import compiled, durable, python, reference
from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.findings import Finding, SlotResult, untold
from jintan_rules.loading.choice import profile_for
from jintan_rules.loading.profiles import load_profile
from jintan_rules.records.record import Reason, Record
from jintan_rules.reports.report import Report
from jintan_rules.slots.build import slots
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.results import Decide, Flagged, flagged, result_of, reviewed
from jintan_rules.slots.view import RecordView
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.version import VERSION

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
    profile, notes = _profile(record, profile)
    reasons = _reasons(record, profile, as_of)
    days = as_of.toordinal(), (first.toordinal(), last.toordinal())
    telling = _Telling(record, profile, *days, workdays, decide, reasons)
    if engine == "python":
        verdicts = compiled.verdicts(record, profile, *days, workdays, reasons)
        findings = untold(profile.rules, verdicts, telling.slots)
    else:
        findings = tuple(Finding(rule, telling.judged(rule)) for rule in profile.rules)
    telling.findings = findings
    if engine != "python" and telling.flagged:
        findings = tuple(Finding(each.rule, telling.marked(each)) for each in findings)
    return Report(record, profile, as_of, (first, last), findings, VERSION, engine, notes)


class _Telling:
    """Tells the slots of one report's findings by the interpreter, when they are asked for."""

    def __init__(
        self,
        record: Record,
        profile: Profile,
        as_of: int,
        window: tuple[int, int],
        workdays: cal.WorkdayCalendar | None,
        decide: Decide,
        reasons: Mapping[str, tuple[Reason, ...]],
    ) -> None:
        self.record = record
        self.profile = profile
        self.as_of = as_of
        self.window = window
        self.workdays = workdays
        self.decide = decide
        self.reasons = reasons
        self.findings: tuple[Finding, ...] = ()
        # What all slots share is filled as they are judged: one thread at a time.
        self.lock = RLock()

    @cached_property
    def judging(self) -> Judging:
        view = RecordView(self.record, self.profile.vocabulary)
        return Judging(view, self.profile, self.as_of, self.window, self.workdays)

    @cached_property
    def flagged(self) -> Flagged:
        """The rows that the integrity findings hold up for review."""
        return flagged(self.findings)

    def slots(self, rule: Rule) -> tuple[SlotResult, ...]:
        """Return the slots of a rule, those marked that rest on what is held up for review."""
        with self.lock:
            return self.marked(Finding(rule, self.judged(rule)))

    def judged(self, rule: Rule) -> tuple[SlotResult, ...]:
        """Return the slots of a rule."""
        reasons = self.reasons.get(rule.id, ())
        return tuple(result_of(slot, self.decide, reasons) for slot in slots(rule, self.judging))

    def marked(self, finding: Finding) -> tuple[SlotResult, ...]:
        """Return the slots of a finding with the reviews that bear on them."""
        if finding.rule.integrity or not self.flagged:
            return finding.slots
        return tuple(reviewed(slot, self.flagged) for slot in finding.slots)


def prepare(
    record: Record,
    profile: Profile | str | None,
    as_of: dt.date,
    window: tuple[dt.date, dt.date],
    workdays: cal.WorkdayCalendar | None,
) -> tuple[Judging, tuple[str, ...]]:
    """Return what all slots of one evaluation share, and the notes on how it came about.

    Raises:
        EvaluationError: If no profile can be told, or it is of another category.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    profile, notes = _profile(record, profile)
    first, last = window
    judging = Judging(
        RecordView(record, profile.vocabulary),
        profile,
        as_of.toordinal(),
        (first.toordinal(), last.toordinal()),
        workdays,
    )
    return judging, notes


def _profile(record: Record, profile: Profile | str | None) -> tuple[Profile, tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    if profile is None:
        profile, notes = profile_for(record)
    elif isinstance(profile, str):
        profile = load_profile(profile)
    _check_gate(record, profile)
    return profile, (*record.notes, *notes)


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
