"""Reports and rules as plain values and JSON, in the shape of ``docs/report.schema.json``."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.reports.naming import plain_number
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression, Label

if TYPE_CHECKING:
    from jintan_rules.reports.report import Report

#: The version of the shape; it grows when a reader would have to change.
FORMAT = 1


def report_to_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain values: days in ISO form, decimals as text."""
    first, last = report.window
    return {
        "format": FORMAT,
        "library": report.library,
        "engine": report.engine,
        "as_of": _day(report.as_of),
        "window": {"first": _day(first), "last": _day(last)},
        "record": {"id": report.record.id, "digest": report.record.digest},
        "profile": profile_to_dict(report.profile),
        "notes": list(report.notes),
        "summary": [
            {
                "area": row.area.value,
                "breaches": row.breaches,
                "deviations": row.deviations,
                "unknown": row.unknown,
                "pending": row.pending,
                "passed": row.passed,
                "not_applicable": row.not_applicable,
            }
            for row in report.summary()
        ],
        "findings": [_finding(each) for each in report.findings],
    }


def report_to_json(report: Report, indent: int | None = None) -> str:
    """Return a report as JSON; equal reports give equal text."""
    return to_json(report_to_dict(report), indent)


def to_json(value: Any, indent: int | None = None) -> str:
    """Write plain values as JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def profile_to_dict(profile: Profile) -> dict[str, Any]:
    """Return what identifies a profile and what a locality made of it."""
    return {
        "id": profile.id,
        "title": _label(profile.title),
        "version": profile.version,
        "digest": profile.digest,
        "category": profile.category.value if profile.category else None,
        "subtypes": sorted(profile.subtypes),
        "lineage": list(profile.lineage),
        "by_reference": profile.by_reference,
        "settings": [
            {
                "name": name,
                "value": plain(setting.value),
                "origin": setting.origin,
                "source": setting.source,
            }
            for name, setting in sorted(profile.settings.items())
        ],
        "deselected": [
            {
                "rule": each.rule,
                "profile": each.profile,
                "reason": each.reason,
                "replaced_by": each.replaced_by or None,
            }
            for each in profile.deselected
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "area": rule.area.value,
        "item": rule.item,
        "title": {"zh": rule.title, "en": rule.title_en},
        "strength": rule.strength.value,
        "subject": rule.subject.value,
        "integrity": rule.integrity,
        "outcome": finding.outcome.value,
        "level": finding.level.value if finding.level else None,
        "profile": rule.profile,
        "cited_as": list(rule.cited_as),
        "changes": [
            {"profile": each.profile, "what": each.what, "reason": each.reason}
            for each in rule.changes
        ],
        "citations": [_citation(each) for each in rule.citations],
        "editions": [_edition(each) for each in rule.editions],
        "slots": [_slot(each, rule) for each in finding.slots],
    }


def _slot(slot: SlotResult, rule: Rule) -> dict[str, Any]:
    reason = slot.reason
    return {
        "label": slot.label,
        "outcome": slot.outcome.value,
        "level": slot.level.value if slot.level else None,
        "because": slot.because,
        "start": _day(slot.start),
        "end": _day(slot.end),
        "on": _day(slot.on),
        "due": _day(slot.due),
        "done": _day(slot.done),
        "things": list(slot.things),
        # The edition's place among the rule's, so that its clauses stand once.
        "edition": None if slot.edition is None else rule.editions.index(slot.edition),
        "missing": [{"path": each.path, "why": each.why} for each in slot.missing],
        "evidence": [_evidence(each) for each in slot.evidence],
        "reason": None
        if reason is None
        else {
            "rule": reason.rule,
            "code": reason.code,
            "slot": reason.slot or None,
            "on": _day(reason.on),
        },
        "remedy": _label(slot.remedy) if slot.remedy else None,
        "review": list(slot.review),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "path": evidence.path,
        "value": plain(evidence.value),
        "rows": list(evidence.rows),
        "assumed": evidence.assumed,
        "derived": evidence.derived,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "instrument": citation.instrument.id,
        "title": citation.instrument.title,
        "title_en": citation.instrument.title_en,
        "number": citation.instrument.number or None,
        "article": citation.article or None,
        "verified": citation.verified.value,
    }


def catalogue_to_dict(profile: Profile) -> dict[str, Any]:
    """Return a profile's rules and parameters as plain values, set or not."""
    return {
        "format": FORMAT,
        "profile": profile_to_dict(profile),
        "parameters": [
            {
                "name": name,
                "label": _label(parameter.label),
                "type": parameter.type,
                "unit": parameter.unit or None,
                "stricter": parameter.stricter.value,
                "least": plain(parameter.least),
                "most": plain(parameter.most),
                "set": name in profile.settings,
            }
            for name, parameter in sorted(profile.parameters.items())
        ],
        "rules": [_rule(rule) for rule in profile.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "area": rule.area.value,
        "item": rule.item,
        "title": {"zh": rule.title, "en": rule.title_en},
        "strength": rule.strength.value,
        "subject": rule.subject.value,
        "integrity": rule.integrity,
        "draft": rule.draft,
        "profile": rule.profile,
        "cited_as": list(rule.cited_as),
        "applies_when": _code(rule.applies_when),
        "period": rule.period.value if rule.period else None,
        "for_each": rule.for_each.text if rule.for_each else None,
        "on": _code(rule.on),
        "since": _code(rule.since),
        "until": _code(rule.until),
        "parameters": list(rule.parameters),
        "editions": [_edition(each) for each in rule.editions],
        "added_citations": [_citation(each) for each in rule.added_citations],
        "note": _label(rule.note) if rule.note else None,
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "from": _day(edition.start),
        "until": _day(edition.end),
        "requires": _code(edition.requires),
        "done": _code(edition.done),
        "due": _code(edition.due),
        "citations": [_citation(each) for each in edition.citations],
    }


def _code(expression: Expression | None) -> str | None:
    return expression.text if expression else None


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def plain(value: object) -> Any:
    """Return a fact's or a parameter's value as JSON has it.

    A whole number stays a number; a decimal becomes text, so that no reader
    turns it into a float; a set becomes a sorted list.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return plain_number(value)
        case dt.date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case _:
            return str(value)
