"""What the page on many organisations shows and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from jintan_rules.reports.naming import Naming
from jintan_rules.reports.phrases import MARKS, say
from jintan_rules.reports.tally import Held, Standing, Tally
from jintan_rules.reports.verdicts import area_label, category_label
from jintan_rules.reports.width import visible
from jintan_rules.slots.wording import day_text
from jintan_rules.standard.words import Area, Category

_DUE: Final = ("pass", "unknown", "deviation", "breach")
_MENDED: Final = ("breach", "deviation", "unknown")
#: The headings of the counts of organisations with something to mend.
_HEADS: Final = ("district-breached", "district-deviating", "district-unknown")


@frozen
class Sheet:
    """One table of the page: what it counts, its header and rows."""

    key: str
    heading: str
    intro: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@frozen
class DistrictView:
    """What the page shows, ready to be laid out."""

    title: str
    facts: tuple[tuple[str, str], ...]
    overall: str
    sheets: tuple[Sheet, ...]
    provenance: tuple[tuple[str, str], ...]


def view(tally: Tally, lang: str, title: str | None = None, left_out: int = 0) -> DistrictView:
    """Return what to show of a tally; ``left_out`` records could not be judged."""
    return _Viewer(tally, lang, left_out).view(title)


@frozen
class _Viewer:
    tally: Tally
    lang: str
    left_out: int = 0

    def say(self, key: str, **places: object) -> str:
        return say(key, self.lang, **places)

    def view(self, title: str | None) -> DistrictView:
        tally = self.tally
        sheets = (
            self.categories(),
            self.areas(),
            self.items(),
            self.rules(),
            self.organizations(),
            self.wanted(),
            self.others(),
        )
        windows = sorted(tally.windows)
        days = [day_text(each.toordinal(), self.lang) for each in sorted(tally.days)]
        spans = [
            self.say("to", **{name: day_text(day.toordinal(), self.lang) for name, day in ends})
            for each in windows
            for ends in [zip(("first", "last"), each, strict=True)]
        ]
        facts = (
            (self.say("district-organizations"), str(len(tally.standings))),
            (self.say("district-left-out"), str(self.left_out or "")),
            (self.say("as-of"), self._joined(days)),
            (self.say("window"), self._joined(spans)),
        )
        profiles = sorted(tally.profiles.values(), key=lambda each: each.id)
        provenance = (
            (self.say("library"), self._joined(sorted(tally.library))),
            (
                self.say("standard"),
                self._joined(
                    f"{visible(each.title.text(self.lang))} {visible(each.id)} {each.version}"
                    for each in profiles
                ),
            ),
            (self.say("profile-digest"), self._joined(_short(each.digest) for each in profiles)),
        )
        return DistrictView(
            title=visible(title or self.say("district-title")),
            facts=tuple((name, text) for name, text in facts if text),
            overall=self.overall(),
            sheets=tuple(each for each in sheets if each.rows),
            provenance=tuple((name, text) for name, text in provenance if text),
        )

    def _joined(self, parts: Iterable[str]) -> str:
        return self.say("comma").join(each for each in parts if each)

    def overall(self) -> str:
        standings = self.tally.standings.values()
        breached = sum(bool(each.verdicts["breach"]) for each in standings)
        deviating = sum(
            bool(each.verdicts["deviation"]) and not each.verdicts["breach"] for each in standings
        )
        clear = sum(not any(each.verdicts[state] for state in _MENDED) for each in standings)
        return self.say(
            "district-overall",
            count=len(standings),
            breached=breached,
            deviating=deviating,
            unknown=len(standings) - breached - deviating - clear,
            clear=clear,
        )

    # -- tables ------------------------------------------------------------------------

    def sheet(
        self, key: str, header: Sequence[str], rows: Iterable[Sequence[str]], *numbers: int
    ) -> Sheet:
        return Sheet(
            key,
            self.say(key),
            self.say(f"{key}-told"),
            tuple(self.say(each) for each in header),
            tuple(map(tuple, rows)),
            numbers,
        )

    def categories(self) -> Sheet:
        """Count the organisations of each category that have something to mend."""
        found: dict[str, list[Standing]] = {}
        for each in self.tally.standings.values():
            found.setdefault(each.category, []).append(each)
        order = [each.value for each in Category]
        names = sorted(found, key=lambda each: (order.index(each) if each in order else 99, each))
        rows = [self._category(name, found[name]) for name in names]
        if len(rows) > 1:
            rows.append(self._category(None, list(self.tally.standings.values())))
        header = (
            "chart-category",
            "district-organizations",
            *_HEADS,
            "district-clear",
            "chart-met",
        )
        return self.sheet("district-categories", header, rows, *range(1, 7))

    def _category(self, name: str | None, standings: Sequence[Standing]) -> tuple[str, ...]:
        counts = [sum(bool(each.verdicts[state]) for each in standings) for state in _MENDED]
        clear = sum(not any(each.verdicts[state] for state in _MENDED) for each in standings)
        told = self.say("total")
        if name is not None:
            told = category_label(name, self.lang) or self.say("district-no-category")
        verdicts = [each.verdicts for each in standings]
        return (told, *map(str, (len(standings), *counts, clear)), _share(*verdicts))

    def areas(self) -> Sheet:
        """Count the organisations that have something to mend in each area."""
        rows = [
            (area_label(area.value, self.lang), *self._held(held), _share(held.verdicts))
            for area in Area
            if (held := self.tally.areas.get(area.value))
        ]
        return self.sheet("district-areas", ("area", *_HEADS, "chart-met"), rows, *range(1, 5))

    def items(self) -> Sheet:
        """List the items by how many organisations they are wanting in."""
        found = sorted(self.tally.items.items(), key=lambda each: (_weight(each[1]), each[0]))
        rows = [
            (
                visible(item),
                *self._held(held),
                _share(held.verdicts),
                area_label(area, self.lang),
            )
            for (area, item), held in found
            if held.organizations(*_MENDED)
        ]
        header = ("chart-item", *_HEADS, "chart-met", "area")
        return self.sheet("district-items", header, rows, *range(1, 5))

    def rules(self) -> Sheet:
        """List the rules that are not met, with their clauses, by how many organisations."""
        found = sorted(self.tally.rules.items(), key=lambda each: (_weight(each[1]), each[0].id))
        rows = []
        for told, held in found:
            worst = next((each for each in _MENDED[:2] if held.organizations(each)), None)
            if worst is None:
                continue
            rows.append(
                (
                    f"{MARKS[worst]} {visible(told.title_in(self.lang))}",
                    str(len(held.organizations("breach", "deviation"))),
                    self._clauses(told.id),
                    visible(told.id),
                )
            )
        header = ("rule", "district-organizations", "clause", "rule-id")
        return self.sheet("district-rules", header, rows, 1)

    def _clauses(self, rule_id: str) -> str:
        rule = self.tally.clauses.get(rule_id)
        home = next((each for each in self.tally.profiles.values() if rule_id in each), None)
        if rule is None or home is None:
            return ""
        # Of a rule whose text changed, the clauses of the days assessed, where they are known.
        met = [
            edition
            for edition in rule.editions
            if any(
                edition.start <= last and (edition.end is None or first <= edition.end)
                for first, last in self.tally.windows
            )
        ]
        cited = [citation for edition in met for citation in edition.citations]
        naming = Naming(home, self.lang)
        clauses = dict.fromkeys([*cited, *rule.added_citations] if cited else rule.citations)
        return naming.joined(map(naming.clause, clauses))

    def organizations(self) -> Sheet:
        """List the organisations with something to mend, those with most first."""
        found = sorted(
            self.tally.standings.values(),
            key=lambda each: ([-each.verdicts[state] for state in _MENDED], each.organization),
        )
        rows = [
            (
                visible(each.organization),
                category_label(each.category, self.lang),
                *(str(each.verdicts[state]) for state in _MENDED),
                _share(each.verdicts),
            )
            for each in found
            if any(each.verdicts[state] for state in _MENDED)
        ]
        header = (
            "organization",
            "chart-category",
            "breaches",
            "deviations",
            "unknowns",
            "chart-met",
        )
        return self.sheet("district-worst", header, rows, *range(2, 6))

    def wanted(self) -> Sheet:
        """List the facts to ask for, by how many organisations want them."""
        found = sorted(
            self.tally.wanted.items(),
            key=lambda each: (
                -len(each[1].organizations(*each[1].by_state)),
                each[0].sheet.zh,
                each[0].fact.zh,
            ),
        )
        rows = [
            (
                visible(each.fact.text(self.lang)),
                visible(each.sheet.text(self.lang)),
                str(len(held.organizations(*held.by_state))),
                str(len(held.by_state)),
            )
            for each, held in found
        ]
        key = "district-wanted" if self.tally.listed else "district-maybe"
        header = ("district-fact", "district-sheet", "district-organizations", "chart-count")
        return self.sheet(key, header, rows, 2, 3)

    def others(self) -> Sheet:
        """List the duties of others that are not met, by how many organisations."""
        found = sorted(
            self.tally.others.items(),
            key=lambda each: (_weight(each[1]), each[0].rule.id),
        )
        rows = [
            (
                visible(duty.rule.title_in(self.lang)),
                duty.subject.label(self.lang),
                *self._held(held),
                visible(duty.rule.id),
            )
            for duty, held in found
            if held.organizations(*_MENDED)
        ]
        header = ("rule", "whose", *_HEADS, "rule-id")
        return self.sheet("district-others", header, rows, 2, 3, 4)

    def _held(self, held: Held) -> tuple[str, ...]:
        return tuple(str(len(held.organizations(state))) for state in _MENDED)


def _weight(held: Held) -> list[int]:
    return [-len(held.organizations(state)) for state in _MENDED]


def _share(*verdicts: Mapping[str, int]) -> str:
    """Return which share passes of what applies and is due; nothing where that is none."""
    due = sum(each[state] for each in verdicts for state in _DUE)
    met = sum(each["pass"] for each in verdicts)
    # Cut off, not rounded: 100% is said of nothing but all.
    return f"{1000 * met // due / 10:.1f}%" if due else ""


def _short(digest: str) -> str:
    return visible(digest.rpartition(":")[2][:16])
