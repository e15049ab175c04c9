"""Reports and catalogues as frames: one row a finding, a slot or a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.reports.libraries import library, missing
from jintan_rules.reports.report import Report
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome

#: The libraries a frame can be made with, the first installed one by default.
KINDS: Final = ("polars", "pandas")
#: What a row of a report can be.
ROWS: Final = ("findings", "slots")

#: The columns of a frame, in their order: a name and what it holds.
Columns: TypeAlias = Mapping[str, str]

_RULE: Final = {
    "rule": "text",
    "area": "text",
    "item": "text",
    "title": "text",
    "title_en": "text",
    "strength": "text",
    "subject": "text",
    "own": "truth",
}
_REPORT: Final = {"organization": "text", "category": "text", "profile": "text", "as_of": "day"}
FINDINGS: Final[Columns] = {
    **_REPORT,
    **_RULE,
    "outcome": "text",
    "level": "text",
    **{outcome.value: "number" for outcome in Outcome},
    "missing": "texts",
    "clause": "text",
}
SLOTS: Final[Columns] = {
    **_REPORT,
    **_RULE,
    "slot": "text",
    "outcome": "text",
    "level": "text",
    "because": "text",
    "start": "day",
    "end": "day",
    "on": "day",
    "due": "day",
    "done": "day",
    "things": "texts",
    "missing": "texts",
    "remedy": "text",
    "remedy_en": "text",
    "reason": "text",
}
CATALOGUE: Final[Columns] = {
    **_RULE,
    "integrity": "truth",
    "draft": "truth",
    "origin": "text",
    "period": "text",
    "for_each": "text",
    "deadline": "truth",
    "from": "day",
    "until": "day",
    "parameters": "texts",
    "instruments": "texts",
    "clause": "text",
}


def report_to_frame(report: Report, kind: str | None = None, rows: str = "findings") -> Any:
    """Return a report as a frame, one row a finding or a slot.

    Args:
        report: The report.
        kind: ``polars`` or ``pandas``; left out, polars where it is installed, else pandas.
        rows: ``findings`` or ``slots``.

    Raises:
        EvaluationError: If neither library is installed, or the one named is not (JR580).
        ValueError: If ``kind`` or ``rows`` is another word.
    """
    if rows not in ROWS:
        raise ValueError(f"rows is 'findings' or 'slots', not {rows!r}")
    common = {
        "organization": report.record.id,
        "category": report.profile.category.value if report.profile.category else None,
        "profile": report.profile.id,
        "as_of": report.as_of,
    }
    if rows == "findings":
        listed = [{**common, **_finding(each)} for each in report.findings]
        return frame(FINDINGS, listed, kind, "to_frame")
    slots = [
        {**common, **_rule(each.rule), **_slot(slot)}
        for each in report.findings
        for slot in each.slots
    ]
    return frame(SLOTS, slots, kind, "to_frame")


def catalogue_frame(profile: Profile, kind: str | None = None) -> Any:
    """Return a profile's rules as a frame, one row a rule, in the notice's order.

    Args:
        profile: The profile.
        kind: ``polars`` or ``pandas``; left out, polars where it is installed, else pandas.

    Raises:
        EvaluationError: If neither library is installed, or the one named is not (JR580).
        ValueError: If ``kind`` is another word.
    """
    listed = [{**_rule(each), **_definition(each)} for each in profile.rules]
    return frame(CATALOGUE, listed, kind, "catalogue_frame")


def frame(
    columns: Columns, rows: Iterable[Mapping[str, object]], kind: str | None, asker: str
) -> Any:
    """Return rows as a frame of ``kind``, its columns typed even where there is no row."""
    listed = list(rows)
    values = {name: [row.get(name) for row in listed] for name in columns}
    return _MAKERS[_kind(kind, asker)](columns, values, asker)


def _kind(kind: str | None, asker: str) -> str:
    if kind is None:
        found = next((each for each in KINDS if find_spec(each)), None)
        if found is None:
            raise missing(asker, "polars or pandas", "neither", "jintan-rules[frames]")
        return found
    if kind not in KINDS:
        raise ValueError(f"kind is 'polars' or 'pandas', not {kind!r}")
    return kind


def _polars(columns: Columns, values: Mapping[str, list[object]], asker: str) -> Any:
    pl = library("polars", asker, "jintan-rules[frames]")
    types = {
        "text": pl.String,
        "texts": pl.List(pl.String),
        "day": pl.Date,
        "truth": pl.Boolean,
        "number": pl.Int64,
    }
    return pl.DataFrame(values, schema={name: types[held] for name, held in columns.items()})


def _pandas(columns: Columns, values: Mapping[str, list[object]], asker: str) -> Any:
    pd = library("pandas", asker, "pandas")
    types = {
        "text": "string",
        "texts": "object",
        # Nanoseconds would end in 2262, and a record may name a later day.
        "day": "datetime64[s]",
        "truth": "boolean",
        "number": "Int64",
    }
    return pd.DataFrame(
        {name: pd.Series(values[name], dtype=types[held]) for name, held in columns.items()}
    )


_MAKERS: Final[Mapping[str, Callable[[Columns, Mapping[str, list[object]], str], Any]]] = {
    "polars": _polars,
    "pandas": _pandas,
}


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.id,
        "area": rule.area.value,
        "item": rule.item,
        "title": rule.title,
        "title_en": rule.title_en,
        "strength": rule.strength.value,
        "subject": rule.subject.value,
        "own": rule.is_own,
    }


def _finding(finding: Finding) -> dict[str, object]:
    outcomes = [slot.outcome for slot in finding.slots]
    return {
        **_rule(finding.rule),
        "outcome": finding.outcome.value,
        "level": finding.level.value if finding.level else None,
        **{outcome.value: outcomes.count(outcome) for outcome in Outcome},
        "missing": [each.path for each in finding.missing],
        "clause": _clauses(finding.rule.citations),
    }


def _slot(slot: SlotResult) -> dict[str, object]:
    return {
        "slot": slot.label,
        "outcome": slot.outcome.value,
        "level": slot.level.value if slot.level else None,
        "because": slot.because,
        "start": slot.start,
        "end": slot.end,
        "on": slot.on,
        "due": slot.due,
        "done": slot.done,
        "things": list(slot.things),
        "missing": [each.path for each in slot.missing],
        "remedy": slot.remedy.zh if slot.remedy else None,
        "remedy_en": slot.remedy.en if slot.remedy else None,
        "reason": slot.reason.code if slot.reason else None,
    }


def _definition(rule: Rule) -> dict[str, object]:
    return {
        "integrity": rule.integrity,
        "draft": rule.draft,
        "origin": rule.profile,
        "period": rule.period.value if rule.period else None,
        "for_each": rule.for_each.list_name if rule.for_each else None,
        "deadline": rule.has_deadline,
        "from": rule.editions[0].start,
        "until": rule.editions[-1].end,
        "parameters": list(rule.parameters),
        "instruments": list(dict.fromkeys(each.instrument.id for each in rule.citations)),
        "clause": _clauses(rule.citations),
    }


def _clauses(citations: Iterable[Citation]) -> str:
    return "；".join(each.text("zh") for each in citations)
