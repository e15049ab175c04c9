"""Verdicts on many organisations, read from frames or reports: one an organisation and rule.

A frame of verdicts is what ``evaluate_frame`` gives (``long``, ``slots`` or ``findings``) or
``Report.to_frame``, of any library that narwhals reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from typing import Any, Final, NamedTuple, TypeAlias, cast

from attrs import frozen

from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.reports.libraries import library
from jintan_rules.reports.report import Report
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Area, Category, Level, Outcome

#: What a verdict comes to in one word, from the heaviest to the lightest.
STATES: Final = ("breach", "deviation", "unknown", "pending", "pass", "not_applicable")
_RANK: Final = {state: at for at, state in enumerate(STATES)}
#: An excused deviation counts as a pass; advice and review never count against anyone.
_OF_LEVEL: Final = {
    "breach": "breach",
    "deviation": "deviation",
    "advice": "pass",
    "review": "pass",
    "excused": "pass",
}
_NOT_FAILED: Final = {each.value: each.value for each in Outcome if each is not Outcome.FAIL}
_SHOWN: Final = 5
_CATEGORIES: Final = {each.value: each for each in Category}
_AREAS: Final = {each.value: each for each in Area}

#: A report, reports, or a frame of verdicts.
Verdicts: TypeAlias = Any
Profiles: TypeAlias = Profile | Iterable[Profile] | None
Row: TypeAlias = tuple[Any, ...]


@frozen(cache_hash=True)
class Told:
    """What the catalogue tells of a rule."""

    id: str
    area: str
    item: str
    title: str
    title_en: str
    own: bool

    def title_in(self, lang: str) -> str:
        """Return the title in ``lang``; the Chinese one where there is no other."""
        return (self.title_en if lang == "en" else self.title) or self.title


class Verdict(NamedTuple):
    """What one rule came to for one organisation."""

    organization: str
    category: str
    rule: Told
    state: str


def read_verdicts(
    verdicts: Verdicts, asker: str, profile: Profiles = None, organizations: Any = None
) -> list[Verdict]:
    """Return the verdicts on the organisations' own duties, in the order they come.

    Args:
        verdicts: A report, several, or a frame of verdicts.
        asker: The call, for problems.
        profile: The profile or profiles whose catalogue is joined, where the frame has no
            columns ``area`` and ``item``.
        organizations: A frame with the columns ``id`` and ``category``, where the frame of
            verdicts has no column ``category``.

    Raises:
        EvaluationError: If a column is missing (JR581), a value is no verdict (JR582), the
            catalogue is not told (JR583) or a rule is not in it (JR504).
    """
    catalogue, default = _catalogue(profile)
    categories = _categories(organizations, asker)
    found: dict[tuple[str, str], Verdict] = {}
    unknown: dict[str, None] = {}
    for organization, category, told, state in _rows(verdicts, asker, catalogue, unknown):
        if told.own:
            key = organization, told.id
            known = found.get(key)
            if known is None or _RANK[state] < _RANK[known.state]:
                kind = category or categories.get(organization, default)
                found[key] = Verdict(organization, kind, told, state)
    if unknown:
        raise EvaluationError(
            Problem(
                "JR504",
                Place(asker, path=rule),
                f"no rule {rule!r} in the profile given",
                mend=suggestion(rule, catalogue) or "give every profile that the frame rests on",
            )
            for rule in list(unknown)[:_SHOWN]
        )
    return list(found.values())


def state_of(outcome: object, level: object, asker: str) -> str:
    """Return an outcome and level as one word of :data:`STATES`."""
    state = _OF_LEVEL.get(str(level)) if outcome in ("fail", "pass") and level else None
    state = state or _NOT_FAILED.get(str(outcome))
    if state is None:
        raise EvaluationError(
            [
                Problem(
                    "JR582",
                    Place(asker, path="outcome"),
                    "a row of the frame is no verdict",
                    "an outcome (pass, fail, unknown, pending, not_applicable), and of a fail "
                    f"its level ({', '.join(each.value for each in Level)})",
                    f"outcome {outcome!r}, level {level!r}",
                )
            ]
        )
    return state


def columns_of(
    frame: Any, asker: str, needed: Sequence[str], wanted: Sequence[str] = ()
) -> tuple[list[str], Iterator[Row]]:
    """Return the names and rows of a frame, with these columns where it has them.

    Raises:
        EvaluationError: If it is no frame, or a needed column is missing (JR581).
    """
    nw = library("narwhals", asker, "jintan-rules[frames]")
    try:
        native = nw.from_native(frame)
    except TypeError as error:
        raise _no_frame(frame, asker) from error
    names = native.lazy().collect_schema().names()
    lacking = [each for each in needed if each not in names]
    if lacking:
        raise EvaluationError(
            Problem(
                "JR581",
                Place(asker, path=each),
                f"the frame has no column {each!r}",
                f"the columns {', '.join(needed)}",
                ", ".join(map(str, names[:20])) or "no column",
            )
            for each in lacking
        )
    chosen = [each for each in (*needed, *wanted) if each in names]
    table = native.lazy().select(chosen).collect()
    columns = [map(_value, table.get_column(each).to_list()) for each in chosen]
    return chosen, zip(*columns, strict=True)


def _value(value: Any) -> Any:
    """Return a cell's value; what a library writes for an empty one becomes None."""
    if value is None or isinstance(value, (str, Sized)):  # a text, or a list of the library's
        return value
    try:
        # Nothing but a NaN or a NaT differs from itself.
        empty = bool(value != value)  # noqa: PLR0124
    except TypeError:  # pandas' NA will not say
        empty = True
    return None if empty else value


def _no_frame(found: object, asker: str) -> EvaluationError:
    return EvaluationError(
        [
            Problem(
                "JR581",
                Place(asker),
                "these are no verdicts",
                "a report, several reports, or a frame of verdicts",
                type(found).__name__,
            )
        ]
    )


def reports_in(verdicts: Verdicts) -> tuple[Report, ...] | None:
    """Return the reports, where that is what was given."""
    if isinstance(verdicts, Report):
        return (verdicts,)
    if isinstance(verdicts, Sequence) and all(isinstance(each, Report) for each in verdicts):
        return tuple(cast(Sequence[Report], verdicts))
    return None


def _catalogue(profile: Profiles) -> tuple[Mapping[str, Told], str]:
    """Return what the profiles tell of their rules, and the category where there is but one."""
    if profile is None:
        return {}, ""
    profiles = (profile,) if isinstance(profile, Profile) else tuple(profile)
    told: dict[str, Told] = {}
    for each in profiles:
        for rule in each.rules:
            told.setdefault(rule.id, of_rule(rule))
    only = profiles[0].category if len(profiles) == 1 else None
    return told, only.value if only else ""


def of_rule(rule: Any) -> Told:
    """Return what a rule tells of itself."""
    return Told(rule.id, rule.area.value, rule.item, rule.title, rule.title_en, rule.is_own)


def _categories(organizations: Any, asker: str) -> Mapping[str, str]:
    if organizations is None:
        return {}
    _, rows = columns_of(organizations, asker, ("id", "category"))
    return {str(id_): str(category) for id_, category in rows if category is not None}


def _rows(
    verdicts: Verdicts, asker: str, catalogue: Mapping[str, Told], unknown: dict[str, None]
) -> Iterator[tuple[str, str, Told, str]]:
    reports = reports_in(verdicts)
    if reports is not None:
        yield from _of_reports(reports, asker)
        return
    needed = ["organization", "rule", "outcome", "level"]
    told = ["area", "item", "title", "title_en", "own"]
    chosen, rows = columns_of(verdicts, asker, needed, ["category", *told])
    at = {name: place for place, name in enumerate(chosen)}
    if not catalogue and not {"area", "item"} <= at.keys():
        raise EvaluationError(
            [
                Problem(
                    "JR583",
                    Place(asker, path="profile"),
                    "the frame does not tell the area and item of its rules",
                    "profile=, the profile that judged, or the columns area and item",
                    f"the columns {', '.join(chosen)}",
                    "give profile=jr.load_profile(...)",
                )
            ]
        )
    entries, states = dict(catalogue), dict[tuple[Any, Any], str]()
    for row in rows:
        rule = str(row[1])
        entry = entries.get(rule)
        if entry is None:
            if catalogue:
                unknown[rule] = None
                continue
            cells = {name: row[at[name]] for name in told if name in at}
            entry = entries[rule] = _of_cells(rule, cells, asker)
        category = str(row[at["category"]] or "") if "category" in at else ""
        state = states.get(row[2:4])
        if state is None:
            state = states[row[2:4]] = state_of(row[2], row[3], asker)
        yield str(row[0]), category, entry, state


def _of_cells(rule: str, cells: Mapping[str, Any], asker: str) -> Told:
    area = str(cells["area"])
    if area not in _AREAS:
        raise EvaluationError(
            [
                Problem(
                    "JR582",
                    Place(asker, path="area"),
                    f"the rule {rule!r} lies in no area of the notice",
                    ", ".join(each.value for each in Area),
                    area,
                )
            ]
        )
    title = str(cells.get("title") or rule)
    own = cells.get("own")
    return Told(
        rule,
        area,
        str(cells["item"] or ""),
        title,
        str(cells.get("title_en") or title),
        own is None or bool(own),
    )


def _of_reports(reports: Iterable[Report], asker: str) -> Iterator[tuple[str, str, Told, str]]:
    for report in reports:
        category = report.profile.category
        for finding in report.findings:
            state = state_of(finding.outcome.value, finding.level and finding.level.value, asker)
            yield (
                report.record.id,
                category.value if category else "",
                of_rule(finding.rule),
                state,
            )


def category_label(category: str, lang: str) -> str:
    """Return the label of a category; what is none stays as it is."""
    return _CATEGORIES[category].label(lang) if category in _CATEGORIES else category


def area_label(area: str, lang: str) -> str:
    """Return the label of an area."""
    return _AREAS[area].label(lang)
