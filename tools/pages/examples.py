"""One pass and one fail of each rule, out of the conformance cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from jintan_rules.findings import SlotResult
from jintan_rules.records.record import Record, Row
from jintan_rules.reports.naming import Naming
from jintan_rules.standard.rules import Rule
from jintan_rules.testing.cases import Case, read_cases
from jintan_rules.testing.verdicts import judge
from tools.pages.facts import facts_of
from tools.pages.standard import Standard

CASES = Path(__file__).resolve().parents[2] / "tests" / "conformance"

#: How many rows of a list an example writes out.
_MOST_ROWS = 3
_KINDS = ("pass", "fail")
#: How many cases are tried for one whose remedy is filled in, and what stands where it is not.
_MOST_TRIED = 8
_BLANK = "待核实"


@frozen
class Example:
    """A case, its record, and the slot that came out as the case says."""

    case: Case
    record: Record
    slot: SlotResult

    def told(self, rule: Rule, naming: Naming) -> str:
        """Write out the facts of the record that the rule reads."""
        needed = facts_of(rule, naming.profile.vocabulary)
        words = []
        for name in needed.get("", []):
            if name in self.record.facts:
                fact = naming.profile.vocabulary.fact(name)
                value = naming.value(self.record.facts[name], fact)
                words.append(naming.say("item", name=naming.path(name), text=value))
        for name, attributes in needed.items():
            if name and name in self.record.lists:
                rows = self.record.lists[name]
                told = [_row(name, row, attributes, naming) for row in rows[:_MOST_ROWS]]
                text = ("; " if naming.lang == "en" else "，").join(told)
                if len(rows) > _MOST_ROWS:
                    text += naming.say("and-more", count=len(rows))
                label = naming.list_label(name)
                words.append(
                    naming.say("item", name=label, text=text or naming.say("none")),
                )
        for name, value in self.case.parameters.items():
            words.append(naming.say("item", name=naming.path(f"param.{name}"), text=str(value)))
        return "; ".join(words) if naming.lang == "en" else "；".join(words)


def _row(list_name: str, row: Row, attributes: Sequence[str], naming: Naming) -> str:
    told = []
    for name in attributes:
        if name in row.values:
            fact = naming.attribute(list_name, name)
            label = naming.label(fact.label) if fact else name
            value = naming.value(row.values[name], fact)
            told.append(f"{label} {value}")
    return naming.aside(row.label, naming.say("comma").join(told))


def examples(standard: Standard) -> dict[tuple[str, str], Example]:
    """Return the example of each rule and outcome that has one: the plainest that tells most."""
    candidates: dict[tuple[str, str], list[Case]] = {}
    for path in sorted(CASES.glob("*/*.toml")):
        for case in read_cases(path).cases:
            profile = standard.profiles.get(case.profile.id)
            if profile is not None and case.outcome in _KINDS and case.rule in profile:
                candidates.setdefault((case.rule, str(case.outcome)), []).append(case)
    chosen = {key: _chosen(sorted(same, key=_plainness)) for key, same in candidates.items()}
    return {key: example for key, example in chosen.items() if example is not None}


def _plainness(case: Case) -> tuple[bool, bool, bool, int]:
    """Order cases: those of their own first, of the whole rule, without settings, the shortest.

    A case that changes another by one fact ("…, but …") tells two rules apart, not what one means.
    """
    settings = bool(case.parameters or case.window)
    return ", but " in case.name, case.slot is not None, settings, len(str(case.given))


def _chosen(same: list[Case]) -> Example | None:
    """Return the first whose remedy has no blank left in it; failing that, the first."""
    judged = [example for case in same[:_MOST_TRIED] if (example := _judged(case))]
    full = (each for each in judged if not (each.slot.remedy and _BLANK in each.slot.remedy.zh))
    return next(full, judged[0] if judged else None)


def _judged(case: Case) -> Example | None:
    """Judge a case as its test does; None where it does not come out as it says."""
    finding = judge(case).report.findings[0]
    slot = finding.worst if case.slot is None else finding.slot(case.slot)
    return Example(case, case.record, slot) if slot and slot.outcome == case.outcome else None
