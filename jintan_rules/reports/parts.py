"""The parts that a report is laid out from, as text, as Markdown and as a page."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from jintan_rules.findings import Finding

#: The sections of what is still to be done or settled; on a page the others stand folded.
UNFOLDED: Final = ("breaches", "deviations", "unknowns")


@frozen
class SlotView:
    """Slots of which there is the same to say: their names, verdict and what there is."""

    name: str
    verdict: str
    mark: str
    lines: tuple[str, ...]


@frozen
class FindingView:
    """One finding as it is shown in its section."""

    finding: Finding
    title: str
    verdict: str
    mark: str
    kind: str
    byline: str
    slots: tuple[SlotView, ...]
    hidden: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class SectionView:
    """One section: its heading, what there is to say about it, its findings.

    ``folded`` says that a page shows it only when asked.
    """

    key: str
    heading: str
    intro: tuple[str, ...]
    findings: tuple[FindingView, ...]
    folded: bool = False


@frozen
class AheadView:
    """One thing that falls due: its day, title and slot, how soon, by what, and what to do."""

    day: str
    mark: str
    head: str
    soon: str
    byline: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class ReportView:
    """A whole report, ready to be laid out."""

    title: str
    facts: tuple[tuple[str, str], ...]
    overall: str
    header: tuple[str, ...]
    areas: tuple[tuple[str, ...], ...]
    sections: tuple[SectionView, ...]
    rest: tuple[str, ...]
    rest_findings: tuple[Finding, ...]
    provenance: tuple[tuple[str, str], ...]
    #: None where nobody asked what falls due.
    ahead: tuple[AheadView, ...] | None = None

    @property
    def first(self) -> tuple[SectionView, ...]:
        """The sections that come before what falls due."""
        return tuple(each for each in self.sections if each.key in UNFOLDED)

    @property
    def last(self) -> tuple[SectionView, ...]:
        """The sections that come after it."""
        return tuple(each for each in self.sections if each.key not in UNFOLDED)
