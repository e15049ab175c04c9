"""What one report puts into the lists of a workbook, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.language.values import Missing
from jintan_rules.reports.account import Account
from jintan_rules.reports.phrases import PHRASES
from jintan_rules.reports.report import AreaSummary, Report
from jintan_rules.reports.width import visible
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome
from jintan_rules.workbooks import words

#: The most rules that a row names one by one.
_MOST_RULES = 4

Row = tuple[Any, ...]


@frozen
class Gathered:
    """Slots of a rule of which there is the same to say and to do."""

    found: str
    remedy: str
    due: dt.date | None
    level: Level | None


@define
class ReportRows:
    """The rows of one report in one language."""

    report: Report
    lang: str
    clauses: dict[tuple[str, int], str] = field(factory=dict)

    @cached_property
    def account(self) -> Account:
        """What tells of the report in words."""
        return Account.of(self.report, self.lang)

    @property
    def organization(self) -> str:
        """The id of the organisation."""
        return visible(self.report.record.id)

    @cached_property
    def category(self) -> str:
        """The category of the organisation, or else the standard it was judged by."""
        profile = self.report.profile
        if profile.category is not None:
            return profile.category.label(self.lang)
        return self.account.naming.label(profile.title)

    # -- what to rectify ---------------------------------------------------------------

    def rectification(self) -> Iterator[Row]:
        """Yield what is to be put right, the heaviest first, without a number of its own."""
        report = self.report
        others = tuple(each for each in report.others if each.outcome is Outcome.FAIL)
        counted = [each for each in others if each.level in (Level.BREACH, Level.DEVIATION)]
        for finding in (*report.breaches, *report.deviations, *counted):
            groups: dict[Gathered, list[SlotResult]] = {}
            for slot in finding.with_outcome(Outcome.FAIL):
                groups.setdefault(self.gathered(finding, slot), []).append(slot)
            for same, slots in groups.items():
                yield self.to_rectify(finding, same, slots)

    def gathered(self, finding: Finding, slot: SlotResult) -> Gathered:
        """Return what there is to say of a slot that failed."""
        account = self.account
        lines = (*account.days(slot), *account.evidence(finding.rule, slot, asked=True))
        verdict = account.naming.verdict(slot.outcome, slot.level)
        return Gathered(
            "\n".join(map(account.naming.sentence, lines)) or account.naming.sentence(verdict),
            account.remedy(slot) or account.general_remedy(finding.rule),
            slot.due or slot.end,
            slot.level,
        )

    def to_rectify(self, finding: Finding, same: Gathered, slots: list[SlotResult]) -> Row:
        """Return the row of slots of which there is the same to say."""
        naming, rule = self.account.naming, finding.rule
        return (
            self.organization,
            self.category,
            rule.area.label(self.lang),
            visible(rule.item),
            naming.title(rule),
            naming.sentence(self.account.slot_names(finding, slots)),
            same.level.label(self.lang) if same.level else None,
            same.found,
            same.remedy,
            same.due,
            rule.subject.label(self.lang),
            self.clause(rule, slots[0]),
            *[None] * 3,  # to be filled in by hand
            rule.id,
        )

    def clause(self, rule: Rule, slot: SlotResult) -> str:
        """Return the clauses that a slot was judged by."""
        key = (rule.id, id(slot.edition))
        if key not in self.clauses:
            self.clauses[key] = "\n".join(self.account.naming.clauses(rule, [slot]))
        return self.clauses[key]

    # -- counts ------------------------------------------------------------------------

    def counts(self) -> Row:
        """Return the row of the organisation among the others."""
        report, naming = self.report, self.account.naming
        rows = report.summary()
        return (
            self.organization,
            self.category,
            naming.aside(naming.label(report.profile.title), visible(report.profile.id)),
            report.as_of,
            *report.window,
            *(sum(numbers) for numbers in zip(*map(counted, rows), strict=True)),
            "\n".join(map(visible, report.notes)) or None,
        )

    # -- what is to be settled ---------------------------------------------------------

    def unknowns(self) -> Iterator[Row]:
        """Yield the facts that would settle most, with the rules that wait for them."""
        wanted: dict[Missing, list[Rule]] = {}
        for finding in self.report.unknowns:
            for missing in finding.missing:
                wanted.setdefault(missing, []).append(finding.rule)
        naming = self.account.naming
        for missing, rules in sorted(wanted.items(), key=lambda each: -len(each[1])):
            key = f"why-{missing.why}"
            yield (
                self.organization,
                self.category,
                naming.sentence(naming.path(missing.path)),
                self.sheet_of(missing.path),
                naming.sentence(naming.say(key) if key in PHRASES else visible(missing.why)),
                len(rules),
                naming.joined(map(naming.title, rules), most=_MOST_RULES),
                visible(missing.path),
            )

    def sheet_of(self, path: str) -> str | None:
        """Return the sheet of the template on which a fact is written down."""
        if path.startswith(("param.", "workdays ")):
            return None
        root = path.partition("[")[0].partition(" ")[0]
        naming = self.account.naming
        if root in naming.profile.vocabulary.lists:
            return naming.list_label(root)
        return words.ORGANIZATION.text(self.lang)

    # -- all verdicts ------------------------------------------------------------------

    def verdicts(self) -> Iterator[Row]:
        """Yield every verdict: what is not met slot by slot, what is met or aside together."""
        naming, lang = self.account.naming, self.lang
        for finding in self.report.findings:
            rule = finding.rule
            head = (
                self.organization,
                self.category,
                rule.area.label(lang),
                visible(rule.item),
                naming.title(rule),
            )
            whose = (rule.strength.label(lang), rule.subject.label(lang))
            if not finding.slots:
                outcome = finding.outcome.label(lang)
                none = naming.sentence(naming.say("no-slots"))
                yield (
                    *head,
                    None,
                    0,
                    outcome,
                    None,
                    *whose,
                    *[None] * 5,
                    none,
                    None,
                    rule.id,
                    None,
                )
            for slots in _together(finding.slots):
                first = slots[0]
                alone = first if len(slots) == 1 else None
                days = (alone.on, alone.start, alone.end, alone.due, alone.done) if alone else ()
                yield (
                    *head,
                    naming.sentence(self.account.slot_names(finding, slots)),
                    len(slots),
                    first.outcome.label(lang),
                    first.level.label(lang) if first.level else None,
                    *whose,
                    *(days or [None] * 5),
                    naming.sentence(self.account.because(first)),
                    self.clause(rule, first),
                    rule.id,
                    alone.label if alone else None,
                )


def _together(slots: Iterable[SlotResult]) -> list[list[SlotResult]]:
    """Bring together the slots that nobody has to act upon: people by months are many."""
    found: dict[object, list[SlotResult]] = {}
    for slot in slots:
        settled = slot.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) and slot.level is None
        key = (slot.outcome, slot.because, id(slot.edition)) if settled else id(slot)
        found.setdefault(key, []).append(slot)
    return list(found.values())


def counted(row: AreaSummary) -> tuple[int, ...]:
    """Return the counts of one area in the order of the columns."""
    return (
        row.breaches,
        row.deviations,
        row.unknown,
        row.pending,
        row.passed,
        row.not_applicable,
    )
