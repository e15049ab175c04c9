"""Judging many organisations at once: frames in, frames of the same kind out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.evaluation import not_days
from jintan_rules.frames.packages import needs
from jintan_rules.loading.profiles import load_profile
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule

if TYPE_CHECKING:
    import narwhals as nw

    from jintan_rules.frames.codes import Findings, SlotGroup
    from jintan_rules.frames.door import Admission
    from jintan_rules.frames.judge import Judgement
    from jintan_rules.frames.keeping import Keeping
    from jintan_rules.frames.results import Verdicts

#: The forms of output.
FORMS = ("long", "slots", "findings", "wide", "summary")


def evaluate_frame(
    organizations: Any,
    *,
    profile: Profile | str,
    as_of: dt.date,
    window: tuple[dt.date, dt.date] | None = None,
    columns: Mapping[str, Any] | None = None,
    gaps: Any = None,
    reasons: Any = None,
    workdays: WorkdayCalendar | None = None,
    rules: Sequence[str] | None = None,
    output: str | tuple[str, ...] = "long",
    validate: bool | None = None,
    **lists: Any,
) -> Any:
    """Judge all organisations of a frame, with a frame for each list of theirs.

    The verdicts are those that :func:`jintan_rules.evaluate` gives record by record.
    What goes in is described in ``docs/frames.md``: columns bear the names of the vocabulary or
    its Chinese labels, missing columns, missing lists and nulls are unknown, and an
    organisation without a row in a list that was given has none.

    Args:
        organizations: A row for each organisation: its ``id`` and what is known of it.
        profile: The profile to judge by, or its id.
        as_of: The assessment day; what lies after it has not happened.
        window: The first and last day assessed; the calendar year of ``as_of``
            where it is left out.
        columns: Which columns of other systems hold what, and what their codes mean.
        gaps: Spans in which a list is not known: ``organization``, ``list``, ``from``, ``to``.
        reasons: Recorded reasons: ``organization``, ``rule``, ``slot``, ``on``, ``code``.
        workdays: The working days of the years that rules count them in.
        rules: The ids of the rules to judge; all of the profile where it is left out.
        output: ``long`` (each slot that did not pass, and counts of the others), ``slots``,
            ``findings``, ``wide`` or ``summary``; or several of them, for as many frames.
        validate: Whether all rows are looked at first and mistakes in them refused. Left
            out, eager frames are, and in lazy ones what is wrong is unknown; False trusts
            that ids are used once.
        lists: A frame for each list, by its name or Chinese label: ``meetings=…``. Each
            row names its ``organization``.

    Returns:
        A frame of the kind that came in (lazy for lazy), or a tuple of them.

    Raises:
        EvaluationError: With every problem found: days (JR501), the package (JR503),
            categories (JR308), frames, columns and values (JR530 to JR541).
        ProfileError: If a profile named by its id cannot be loaded.
    """
    needs("narwhals")
    forms = (output,) if isinstance(output, str) else tuple(output)
    problems = [*_strange_forms(forms), *_strange_days(as_of, window)]
    if problems:
        raise EvaluationError(problems)
    if isinstance(profile, str):
        profile = load_profile(profile)
    from jintan_rules.frames.door import admit  # noqa: PLC0415  optional
    from jintan_rules.frames.kinds import returned_all  # noqa: PLC0415  optional

    by = Judged(profile, as_of, window, workdays, rules)
    admission = admit(
        organizations,
        lists,
        profile=profile,
        columns=columns,
        gaps=gaps,
        reasons=reasons,
        rules=by.wanted,
        validate=validate,
    )
    frames = returned_all(_outputs(admission, by, forms, organizations), admission.kind)
    return frames[0] if isinstance(output, str) else frames


def _outputs(
    admission: Admission, by: Judged, forms: Sequence[str], root: Any
) -> list[nw.LazyFrame[Any]]:
    if admission.kind.name == "polars lazy":
        from jintan_rules.frames.later import judged_later  # noqa: PLC0415  optional

        # What cannot be judged is refused now, not when the plan is run.
        _ = judgement(admission, by).slots

        def later(form: str) -> nw.LazyFrame[Any]:
            return judged_later(admission, form, by.wanted, lambda it: judged(it, by, (form,)))

        return [later(form) for form in forms]
    from jintan_rules.frames.keeping import Keeping, held  # noqa: PLC0415  optional

    keep = Keeping(root)
    try:
        if admission.kind.name == "duckdb":
            admission = held(admission, lambda frames: [keep(frame) for frame in frames])
        verdicts = judged(admission, by, forms, keep)
        return keep.results([verdicts.output(form) for form in forms])
    except BaseException:
        keep.let_go()
        raise


@frozen
class Judged:
    """What organisations are judged by: a profile, a day, a window, working days, and rules."""

    profile: Profile
    as_of: dt.date
    window: tuple[dt.date, dt.date] | None = None
    workdays: WorkdayCalendar | None = None
    rules: Sequence[str] | None = None

    @property
    def wanted(self) -> tuple[Rule, ...]:
        """The rules that are judged, in the profile's order."""
        if self.rules is None:
            return self.profile.rules
        ids = {self.profile.rule(each).id for each in self.rules}
        return tuple(rule for rule in self.profile.rules if rule.id in ids)


def judgement(admission: Admission, by: Judged, keep: Keeping | None = None) -> Judgement:
    """Return what the rules come to on what came in, of which nothing is computed yet."""
    from jintan_rules.frames.judge import Judgement  # noqa: PLC0415  optional

    year = dt.date(by.as_of.year, 1, 1), dt.date(by.as_of.year, 12, 31)
    window = by.window or year
    ids = [rule.id for rule in by.wanted]
    return Judgement(admission.tables, by.profile, by.as_of, window, by.workdays, ids, keep)


def judged(
    admission: Admission, by: Judged, forms: Sequence[str], keep: Keeping | None = None
) -> Verdicts:
    """Return the verdicts on what came in, still to be brought into one of the forms."""
    from jintan_rules.frames.keeping import Keeping  # noqa: PLC0415  optional
    from jintan_rules.frames.results import Verdicts  # noqa: PLC0415  optional

    rules = by.wanted
    doubtful = admission.doubtful
    keep = keep or Keeping()

    def last(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        # PySpark computes the last step when the caller asks for it.
        return frame if admission.kind.name == "pyspark" else keep(frame)

    @cache
    def groups() -> list[SlotGroup]:
        # A judgement serves either slots or findings: what it asks for is made at once.
        slots = judgement(admission, by, keep).slot_groups()
        found = [evolve(each, frame=last(each.frame)) for each in slots]
        return found if doubtful is None else [*found, _doubtful_slots(doubtful, rules)]

    # Where one form counts slots, the others take the same findings.
    counting = not {"long", "findings"}.isdisjoint(forms)

    def findings(*, counts: bool) -> Findings:
        return any_findings(counts or counting)

    @cache
    def any_findings(counts: bool) -> Findings:  # noqa: FBT001  a key to what is kept
        found = judgement(admission, by, keep).findings(counts=counts)
        found = evolve(found, frame=last(found.frame))
        return found if doubtful is None else _with_doubtful(found, doubtful, counts=counts)

    return Verdicts(rules, admission.kind, groups, findings, admission.order)


def _doubtful_slots(doubtful: nw.LazyFrame[Any], rules: Sequence[Rule]) -> SlotGroup:
    """Return an unknown slot of every rule for organisations of which nothing can be said."""
    import narwhals as nw  # noqa: PLC0415  optional

    from jintan_rules.frames import codes  # noqa: PLC0415  optional

    columns = {rule.id: f"r{number}" for number, rule in enumerate(rules)}
    unknown = nw.lit(codes.UNKNOWN, dtype=nw.Int8)
    frame = doubtful.select("org", slot=nw.lit("-"), **dict.fromkeys(columns.values(), unknown))
    return codes.SlotGroup(frame, columns)


def _with_doubtful(found: Findings, doubtful: nw.LazyFrame[Any], *, counts: bool) -> Findings:
    import narwhals as nw  # noqa: PLC0415  optional

    from jintan_rules.frames import codes  # noqa: PLC0415  optional

    columns = dict.fromkeys(found.columns.values(), nw.lit(codes.UNKNOWN, dtype=nw.Int8))
    if counts:
        for column in found.columns.values():
            for code in codes.CODES:
                one = int(code == codes.UNKNOWN)
                columns[f"{column}:{code}"] = nw.lit(one, dtype=nw.Int64)
    unknown = doubtful.select("org", **columns)
    return evolve(found, frame=nw.concat([found.frame.select("org", *columns), unknown]))


def _strange_forms(forms: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(
            "JR541",
            Place("evaluate_frame", path="output"),
            f"there is no output {form!r}",
            " or ".join(FORMS),
            repr(form),
            suggestion(str(form), FORMS),
        )
        for form in forms or ("",)
        if form not in FORMS
    ]


def _strange_days(as_of: object, window: object) -> list[Problem]:
    days = {"as_of": as_of}
    place = Place("evaluate_frame", path="window")
    if window is None:
        return not_days("evaluate_frame", days)
    if not isinstance(window, (tuple, list)) or len(window) != 2:  # noqa: PLR2004  two days
        summary, expected = "the window is not two days", "(first, last)"
        return [Problem("JR501", place, summary, expected, repr(window))]
    days |= {"window[0]": window[0], "window[1]": window[1]}
    problems = not_days("evaluate_frame", days)
    if not problems and window[0] > window[1]:
        summary, found = "the window ends before it begins", f"{window[0]} to {window[1]}"
        expected = "a first day not after the last"
        problems.append(Problem("JR501", place, summary, expected, found, "swap the two days"))
    return problems
