"""The report: all findings of one record, with what is needed to derive them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from jintan_rules.findings import Finding, Findings
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Area, Level, Outcome

if TYPE_CHECKING:
    from jintan_rules.reports.falling import Falling


@frozen
class AreaSummary:
    """How many findings of one area came to what."""

    area: Area
    breaches: int
    deviations: int
    unknown: int
    pending: int
    passed: int
    not_applicable: int


@frozen
class Report:
    """All findings of one record under one profile, as of a day.

    ``window`` is the first and last day assessed; ``library`` the version that
    judged; ``engine`` the engine that ran.
    """

    record: Record = field(repr=False)
    profile: Profile
    as_of: dt.date
    window: tuple[dt.date, dt.date]
    findings: tuple[Finding, ...] = field(repr=False, converter=Findings)
    library: str = ""
    engine: str = "python"
    notes: tuple[str, ...] = ()

    @cached_property
    def _by_rule(self) -> Mapping[str, Finding]:
        return {finding.rule.id: finding for finding in self.findings}

    def __getitem__(self, rule_id: str) -> Finding:
        """Return the finding of a rule, by its id or one a profile knows it under.

        Raises:
            EvaluationError: If no rule answers to the id (JR504).
        """
        return self._by_rule[self.profile.rule(rule_id).id]

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """The organisation's own mandatory duties that are not met."""
        return self._own(level=Level.BREACH)

    @property
    def deviations(self) -> tuple[Finding, ...]:
        """The general norms that are not kept and for which no reason is recorded."""
        return self._own(level=Level.DEVIATION)

    @property
    def unknowns(self) -> tuple[Finding, ...]:
        """The duties that missing facts leave undecided."""
        return self._own(outcome=Outcome.UNKNOWN)

    @property
    def pending(self) -> tuple[Finding, ...]:
        """The duties whose day has not come."""
        return self._own(outcome=Outcome.PENDING)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What is encouraged and not done; it never counts against the organisation."""
        return Findings(each for each in self.findings if each.level is Level.ADVICE)

    @property
    def reviews(self) -> tuple[Finding, ...]:
        """What a person should look at: signs that records may not be true."""
        return Findings(each for each in self.findings if each.level is Level.REVIEW)

    @property
    def others(self) -> tuple[Finding, ...]:
        """The duties of others that bear on this organisation, whatever their outcome."""
        return Findings(
            each
            for each in self.findings
            if each.rule.subject.value != "organization" and not each.rule.integrity
        )

    def _own(
        self, level: Level | None = None, outcome: Outcome | None = None
    ) -> tuple[Finding, ...]:
        return Findings(
            each
            for each in self.findings
            if each.is_own
            and (level is None or each.level is level)
            and (outcome is None or each.outcome is outcome)
        )

    def summary(self) -> tuple[AreaSummary, ...]:
        """Count the organisation's own findings by area, in the notice's order."""
        rows = []
        for area in Area:
            own = [each for each in self.findings if each.is_own and each.rule.area is area]
            outcomes = [each.outcome for each in own]
            levels = [each.level for each in own]
            rows.append(
                AreaSummary(
                    area,
                    levels.count(Level.BREACH),
                    levels.count(Level.DEVIATION),
                    outcomes.count(Outcome.UNKNOWN),
                    outcomes.count(Outcome.PENDING),
                    outcomes.count(Outcome.PASS),
                    outcomes.count(Outcome.NOT_APPLICABLE),
                )
            )
        return tuple(rows)

    def explain(self, rule_id: str, lang: str = "zh") -> str:
        """Explain one finding as a careful colleague would, in ``zh`` or ``en``."""
        from jintan_rules.reports.explanation import explain  # noqa: PLC0415

        return explain(self, self[rule_id], lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, in the shape of ``docs/report.schema.json``."""
        from jintan_rules.reports.plain import report_to_dict  # noqa: PLC0415

        return report_to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON; equal reports give equal text."""
        from jintan_rules.reports.plain import report_to_json  # noqa: PLC0415

        return report_to_json(self, indent)

    def to_text(
        self, lang: str = "zh", width: int = 100, *, deadlines: Iterable[Falling] | None = None
    ) -> str:
        """Return the report as plain text, columns aligned for full-width characters.

        ``deadlines`` (from :func:`jintan_rules.deadlines`) adds what falls due next.
        """
        from jintan_rules.reports.text import report_to_text  # noqa: PLC0415

        return report_to_text(self, lang, width, deadlines)

    def to_markdown(self, lang: str = "zh", *, deadlines: Iterable[Falling] | None = None) -> str:
        """Return the report as Markdown, with the content and order of the page.

        ``deadlines`` (from :func:`jintan_rules.deadlines`) adds what falls due next.
        """
        from jintan_rules.reports.markdown import report_to_markdown  # noqa: PLC0415

        return report_to_markdown(self, lang, deadlines)

    def to_html(self, lang: str = "zh", *, deadlines: Iterable[Falling] | None = None) -> str:
        """Return the report as one self-contained page: no script, nothing loaded.

        ``deadlines`` (from :func:`jintan_rules.deadlines`) adds what falls due next.
        """
        from jintan_rules.reports.html import report_to_html  # noqa: PLC0415

        return report_to_html(self, lang, deadlines)

    def to_frame(self, kind: str | None = None, *, rows: str = "findings") -> Any:
        """Return the report as a frame, one row a finding or, with ``rows="slots"``, a slot.

        ``kind`` is ``polars`` or ``pandas``; left out, polars where it is installed, else
        pandas. ``docs/reports.md`` lists the columns.

        Raises:
            EvaluationError: If no such library is installed (JR580).
        """
        from jintan_rules.reports.frame import report_to_frame  # noqa: PLC0415

        return report_to_frame(self, kind, rows)

    def _repr_html_(self) -> str:
        from jintan_rules.reports.html import report_fragment  # noqa: PLC0415

        return report_fragment(self)
