"""What a report shows and in which order, once for text and for pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.reports.account import Account
from jintan_rules.reports.falling import Entry, Falling, Words, entries
from jintan_rules.reports.parts import (
    UNFOLDED,
    AheadView,
    FindingView,
    ReportView,
    SectionView,
    SlotView,
)
from jintan_rules.reports.phrases import MARKS, check_language
from jintan_rules.reports.report import AreaSummary, Report
from jintan_rules.reports.width import visible
from jintan_rules.standard.words import Level, Outcome, Subject

#: The most characters of a digest that a reader is shown.
_DIGEST = 16
#: The most facts that are named as wanted most.
_MOST_WANTED = 6


def view(
    report: Report, lang: str, most_slots: int, deadlines: Iterable[Falling] | None = None
) -> ReportView:
    """Return what to show of ``report``; ``most_slots`` of a finding are spelled out.

    ``deadlines`` is what falls due next; left out, what is pending stands in for it.
    """
    check_language(lang)
    listed = None if deadlines is None else tuple(deadlines)
    return _Viewer(Account.of(report, lang), most_slots, listed).report()


def kind_of(finding: Finding) -> str:
    """Return the level of a finding, or else its outcome: what its mark goes by."""
    return str(finding.level or finding.outcome)


def _short(digest: str) -> str:
    """Return what tells a digest apart, without the name of its method."""
    return visible(digest.rpartition(":")[2][:_DIGEST])


def _root(path: str) -> str:
    """Return the list, scalar, parameter or calendar that a path begins with."""
    return path if path.startswith("workdays ") else path.partition("[")[0].partition(" ")[0]


def _matters(finding: Finding, slot: SlotResult) -> bool:
    """Whether a slot is one of those that the finding's verdict rests on."""
    excused = finding.level is Level.EXCUSED
    return slot.outcome is finding.outcome and (not excused or slot.level is Level.EXCUSED)


@frozen
class _Viewer:
    account: Account
    most_slots: int
    deadlines: Sequence[Falling] | None = None

    def report(self) -> ReportView:
        report, naming = self.account.report, self.account.naming
        say = naming.say
        sections = self.sections()
        shown = {id(each.finding) for section in sections for each in section.findings}
        rest = tuple(each for each in report.findings if id(each) not in shown)
        standard = naming.aside(naming.label(report.profile.title), visible(report.profile.id))
        facts = [
            (say("organization"), visible(report.record.id)),
            (say("standard"), standard),
            (say("as-of"), naming.day(report.as_of)),
            (say("window"), naming.span(*report.window)),
        ]
        if report.profile.by_reference:
            facts.append((say("notes"), say("by-reference")))
        facts += [(say("notes"), visible(note)) for note in report.notes]
        header = (
            "area",
            "breaches",
            "deviations",
            "unknowns",
            "pending",
            "passed",
            "not-applicable",
        )
        return ReportView(
            title=say("report-title"),
            facts=tuple(facts),
            overall=self.overall(),
            header=tuple(map(say, header)),
            areas=self.areas(report.summary()),
            sections=sections,
            rest=self.rest(rest),
            rest_findings=rest,
            provenance=self.provenance(),
            ahead=None if self.deadlines is None else self.ahead(self.deadlines),
        )

    def overall(self) -> str:
        report, say = self.account.report, self.account.naming.say
        found = [
            say("counted", name=say(key), count=len(findings))
            for key, findings in (("breaches", report.breaches), ("deviations", report.deviations))
            if findings
        ]
        parts = [
            say("overall-found", found=self.account.naming.joined(found))
            if found
            else say("overall-clear")
        ]
        if report.unknowns:
            key = "overall-unknown" if found else "overall-only-unknown"
            parts.append(say(key, count=len(report.unknowns)))
        if report.pending:
            parts.append(say("overall-pending", count=len(report.pending)))
        return (" " if self.account.naming.lang == "en" else "").join(parts)

    def areas(self, rows: Iterable[AreaSummary]) -> tuple[tuple[str, ...], ...]:
        counts: list[tuple[str, tuple[int, ...]]] = [
            (
                row.area.label(self.account.naming.lang),
                (
                    row.breaches,
                    row.deviations,
                    row.unknown,
                    row.pending,
                    row.passed,
                    row.not_applicable,
                ),
            )
            for row in rows
        ]
        total = tuple(map(sum, zip(*(numbers for _, numbers in counts), strict=True)))
        counts.append((self.account.naming.say("total"), total))
        return tuple((name, *map(str, numbers)) for name, numbers in counts)

    # -- sections ----------------------------------------------------------------------

    def sections(self) -> tuple[SectionView, ...]:
        report = self.account.report
        others = tuple(
            each
            for each in report.others
            if each.outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PENDING)
        )
        # What is another's duty is shown there and nowhere else.
        advice = tuple(each for each in report.advice if each.rule.subject is Subject.ORGANIZATION)
        excused = tuple(
            each for each in report.findings if each.is_own and each.level is Level.EXCUSED
        )
        found = (
            ("breaches", report.breaches),
            ("deviations", report.deviations),
            ("unknowns", report.unknowns),
            ("pending", report.pending),
            ("excused", excused),
            ("others", others),
            ("advice", advice),
            ("reviews", report.reviews),
        )
        say = self.account.naming.say
        return tuple(
            SectionView(
                key,
                say(key),
                self.intro(key),
                tuple(map(self.finding, findings)),
                # Where nobody asked what falls due, what is pending tells it.
                key not in UNFOLDED and not (key == "pending" and self.deadlines is None),
            )
            for key, findings in found
            if findings
        )

    def ahead(self, deadlines: Iterable[Falling]) -> tuple[AheadView, ...]:
        """Return what falls due, by its day."""
        found = sorted(entries(deadlines), key=lambda each: each.first.day)
        return tuple(map(self.falling, found))

    def falling(self, entry: Entry) -> AheadView:
        naming = self.account.naming
        words = Words.of(entry, naming.lang)
        # The head says whose duty it is where it is another's.
        whose = naming.say("whose")
        return AheadView(
            day=naming.day(entry.first.day),
            mark=MARKS["pending" if entry.certain else "unknown"],
            head=words.head(entry),
            soon=words.marks(entry),
            byline=words.byline(entry),
            facts=tuple(
                (name, tuple(map(naming.sentence, texts)))
                for name, texts in words.details(entry)
                if any(texts) and name != whose
            ),
        )

    def intro(self, key: str) -> tuple[str, ...]:
        """Say what a section holds; of the unknowns also which facts are wanted most."""
        naming = self.account.naming
        intro = naming.say(f"{key}-intro")
        if key != "unknowns":
            return (intro,)
        wanted = Counter(
            root
            for finding in self.account.report.unknowns
            for root in dict.fromkeys(_root(each.path) for each in finding.missing)
        )
        items = [
            naming.aside(naming.path(root), naming.say("rules-counted", count=count))
            for root, count in wanted.most_common(_MOST_WANTED)
            if count > 1
        ]
        return (intro, naming.say("most-wanted", items=naming.joined(items))) if items else (intro,)

    def finding(self, finding: Finding) -> FindingView:
        account, naming, rule = self.account, self.account.naming, finding.rule
        lang, say = naming.lang, naming.say
        outcome = finding.outcome
        slots = [slot for slot in finding.slots if _matters(finding, slot)]
        groups = self.groups(finding, slots)
        hidden = sum(len(same) for _, same in groups[self.most_slots :])
        byline = [rule.item, rule.area.label(lang), rule.strength.label(lang), rule.id]
        facts: list[tuple[str, tuple[str, ...]]] = []
        if rule.subject is not Subject.ORGANIZATION:
            facts.append((say("whose"), (rule.subject.label(lang),)))
        if outcome is Outcome.FAIL or outcome is Outcome.PENDING:
            key = "remedy" if outcome is Outcome.FAIL else "advice-remedy"
            remedies = account.shortened(account.remedies(finding, slots), self.most_slots // 2)
            facts.append((say(key), tuple(remedies)))
        missing = account.missing(finding.missing, self.most_slots // 2)
        facts.append((say("would-settle"), tuple(missing)))
        facts.append((say("clause"), tuple(naming.clauses(rule, slots))))
        others = [slot for slot in finding.slots if not _matters(finding, slot)]
        if others:
            facts.append((say("other-slots"), (naming.counts(others),)))
        kind = kind_of(finding)
        return FindingView(
            finding=finding,
            title=naming.title(rule),
            verdict=naming.sentence(naming.verdict(outcome, finding.level)),
            mark=MARKS[kind],
            kind=kind,
            byline=" · ".join(visible(each) for each in byline if each),
            slots=tuple(
                evolve(slot, name=naming.sentence(account.slot_names(finding, same)))
                for slot, same in groups[: self.most_slots]
            ),
            hidden=say("hidden-slots", count=hidden) if hidden else "",
            facts=tuple(
                (name, tuple(map(naming.sentence, lines))) for name, lines in facts if lines
            ),
        )

    def groups(
        self, finding: Finding, slots: Iterable[SlotResult]
    ) -> list[tuple[SlotView, list[SlotResult]]]:
        """Bring slots together of which there is the same to say."""
        found: dict[SlotView, list[SlotResult]] = {}
        for slot in slots:
            found.setdefault(self.slot(finding, slot), []).append(slot)
        return list(found.items())

    def slot(self, finding: Finding, slot: SlotResult) -> SlotView:
        account, naming = self.account, self.account.naming
        lines = account.days(slot)
        if slot.outcome is Outcome.FAIL:
            lines += account.evidence(finding.rule, slot, asked=True)
        return SlotView(
            name="",
            verdict=naming.sentence(naming.verdict(slot.outcome, slot.level)),
            mark=MARKS[(slot.level or slot.outcome).value],
            lines=tuple(map(naming.sentence, (*lines, *account.reviews(slot)))),
        )

    # -- the rest ----------------------------------------------------------------------

    def rest(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Count what is not shown: the organisation's own, others' duties, and the rest."""
        say = self.account.naming.say
        own, others, aside = [], [], []
        for each in findings:
            if each.is_own:
                own.append(each)
            elif each.rule.subject is not Subject.ORGANIZATION:
                others.append(each)
            else:
                aside.append(each)
        groups = (("rest-counts", own), ("others-aside", others), ("rest-aside", aside))
        return tuple(say(key, counts=self.counts(group)) for key, group in groups if group)

    def counts(self, findings: Iterable[Finding]) -> str:
        naming = self.account.naming
        outcomes = [each.outcome for each in findings]
        return naming.joined(
            naming.say("counted", name=each.label(naming.lang), count=outcomes.count(each))
            for each in Outcome
            if each in outcomes
        )

    def provenance(self) -> tuple[tuple[str, str], ...]:
        report, naming = self.account.report, self.account.naming
        profile, say = report.profile, naming.say
        settings = [
            naming.aside(
                say(
                    "fact-line",
                    name=naming.path(f"param.{name}"),
                    value=naming.value(setting.value, profile.parameters.get(name)),
                ),
                visible(setting.origin),
            )
            for name, setting in sorted(profile.settings.items())
        ]
        pairs = (
            (say("library"), visible(report.library)),
            (say("engine"), visible(report.engine)),
            (say("version"), visible(profile.version)),
            (say("lineage"), " > ".join(map(visible, profile.lineage))),
            (say("profile-digest"), _short(profile.digest)),
            (say("record-digest"), _short(report.record.digest)),
            (say("parameters"), naming.joined(settings, most=len(settings))),
        )
        return tuple((name, text) for name, text in pairs if text)
