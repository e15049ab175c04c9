"""Judging a conformance case, and saying why it came out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from attrs import evolve, frozen

from jintan_rules.evaluation import evaluate
from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.reports.report import Report
from jintan_rules.standard.words import Level, Outcome
from jintan_rules.testing.cases import Case

_NO_SLOT = "no such slot"


@frozen
class Verdict:
    """What a case came to: the report on its one rule, and what differs from what it says."""

    case: Case
    report: Report
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether it came out as the case says."""
        return not self.faults

    def text(self) -> str:
        """Say what was expected, what was found and why, with the facts that were used."""
        case, finding = self.case, self.report[self.case.rule]
        lines = [
            f"{case.place.source}:{case.place.line}: {case.name}",
            f"  rule:     {case.rule} ({finding.rule.title_en})",
            f"  profile:  {case.profile.id}, as of {case.as_of}, engine {self.report.engine}",
        ]
        if case.slot is not None:
            lines.append(f"  slot:     {case.slot}")
        lines += [f"  {fault}" for fault in self.faults]
        lines += ["  slots:", *(f"    {_slot_line(slot)}" for slot in finding.slots)]
        facts = dict.fromkeys(_evidence(finding, case.slot))
        lines += ["  facts used:", *(f"    {each}" for each in facts or ("none",))]
        lines.append("  why:")
        return "\n".join([*lines, indent(self.report.explain(case.rule, "en"), "    ")])


def judge(case: Case, engine: str = "python") -> Verdict:
    """Judge a case: its rule alone, by the engine named.

    Raises:
        EvaluationError: If the engine cannot be used (JR503), or not on these numbers (JR505).
    """
    profile = evolve(case.profile, rules=(case.profile.rule(case.rule),))
    report = evaluate(
        case.record,
        profile,
        as_of=case.as_of,
        window=case.window,
        engine=engine,
        workdays=case.workdays,
    )
    return Verdict(case, report, tuple(_faults(case, report[case.rule])))


def _faults(case: Case, finding: Finding) -> Iterator[str]:
    found = _found(case, finding)
    if found is None:
        labels = ", ".join(slot.label for slot in finding.slots) or "none"
        yield f"expected: the slot {case.slot}"
        yield f"found:    {_NO_SLOT}; there are: {labels}"
        return
    level = case.level if case.level is not None else found.level
    if (found.outcome, found.level) != (case.outcome, level):
        yield f"expected: {_worded(case.outcome, case.level)}"
        yield f"found:    {_worded(found.outcome, found.level)}"
    paths = {each.path for each in found.missing}
    lost = [path for path in case.missing if path not in paths]
    if lost:
        yield f"expected to be missing: {', '.join(lost)}"
        yield f"found to be missing:    {', '.join(sorted(paths)) or 'nothing'}"


def _found(case: Case, finding: Finding) -> Finding | SlotResult | None:
    if case.slot is None:
        return finding
    return next((slot for slot in finding.slots if slot.label == case.slot), None)


def _worded(outcome: Outcome, level: Level | None) -> str:
    return f"{outcome} ({level})" if level is not None else str(outcome)


def _slot_line(slot: SlotResult) -> str:
    line = f"{slot.label}: {_worded(slot.outcome, slot.level)}, because of {slot.because}"
    if slot.due:
        line += f", due {slot.due}, done {slot.done or 'not yet'}"
    lost = ", ".join(f"{each.path} ({each.why})" for each in slot.missing)
    return f"{line}; missing {lost}" if lost else line


def _evidence(finding: Finding, label: str | None) -> Iterator[str]:
    for slot in finding.slots:
        if label in (None, slot.label):
            yield from map(_evidence_line, slot.evidence)


def _evidence_line(each: Evidence) -> str:
    value = "not known" if each.value is None else str(each.value)
    word = " (assumed)" if each.assumed else " (derived)" if each.derived else ""
    rows = f" of {', '.join(each.rows)}" if each.rows else ""
    return f"{each.path} = {value}{rows}{word}"
