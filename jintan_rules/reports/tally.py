"""Many organisations counted: by category, area, item and rule, and what is wanted of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field, frozen

from jintan_rules.reports.report import Report
from jintan_rules.reports.verdicts import (
    Profiles,
    Told,
    Verdicts,
    columns_of,
    of_rule,
    read_verdicts,
    state_of,
)
from jintan_rules.reports.wanted import Wanted, distinct, may_be_wanted
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome, Subject

_ASKER = "district_page"


@define
class Held:
    """The organisations that something holds of, by its state, and how many verdicts."""

    by_state: dict[str, set[str]] = field(factory=dict)
    verdicts: Counter[str] = field(factory=Counter)

    def add(self, state: str, organization: str) -> None:
        """Count one verdict."""
        found = self.by_state.get(state)
        if found is None:
            found = self.by_state[state] = set()
        found.add(organization)
        self.verdicts[state] += 1

    def organizations(self, *states: str) -> set[str]:
        """Return the organisations with a verdict of one of these states."""
        return set[str]().union(*(self.by_state.get(each, set()) for each in states))


@frozen
class Standing:
    """One organisation: its category, and how many of its rules came to what."""

    organization: str
    category: str
    verdicts: Counter[str] = field(factory=Counter)


@frozen
class Duty:
    """A duty of somebody else's, and whose."""

    rule: Told
    subject: Subject


@define
class Tally:
    """What many reports, or a frame of verdicts, come to together.

    ``listed`` says that the facts wanted are those that the reports name; otherwise they
    are all that the undecided rules read.
    """

    standings: dict[str, Standing] = field(factory=dict)
    areas: dict[str, Held] = field(factory=dict)
    items: dict[tuple[str, str], Held] = field(factory=dict)
    rules: dict[Told, Held] = field(factory=dict)
    clauses: dict[str, Rule] = field(factory=dict)
    others: dict[Duty, Held] = field(factory=dict)
    wanted: dict[Wanted, Held] = field(factory=dict)
    days: set[dt.date] = field(factory=set)
    windows: set[tuple[dt.date, dt.date]] = field(factory=set)
    profiles: dict[str, Profile] = field(factory=dict)
    library: set[str] = field(factory=set)
    listed: bool = True

    @classmethod
    def of(cls, verdicts: Verdicts, profile: Profiles = None, organizations: Any = None) -> Tally:
        """Count reports one by one, or a frame of verdicts.

        Raises:
            EvaluationError: If these are no verdicts (JR581 to JR583, JR504).
        """
        tally = cls()
        if isinstance(verdicts, Report):
            tally.add(verdicts)
        elif isinstance(verdicts, (list, tuple, Iterator)):
            for each in verdicts:
                tally.add(each)
        else:
            tally.add_frame(verdicts, profile, organizations)
        return tally

    def add(self, report: Report) -> None:
        """Count one report."""
        profile, name = report.profile, report.record.id
        category = profile.category.value if profile.category else ""
        self.profiles.setdefault(profile.digest or profile.id, profile)
        self.days.add(report.as_of)
        self.windows.add(report.window)
        self.library.add(report.library)
        self.standings.setdefault(name, Standing(name, category))
        for finding in report.findings:
            rule = finding.rule
            state = state_of(finding.outcome.value, finding.level and finding.level.value, _ASKER)
            told = of_rule(rule)
            self.clauses.setdefault(rule.id, rule)
            if rule.is_own:
                self._count(name, category, told, state)
                if finding.outcome is Outcome.UNKNOWN:
                    paths = (each.path for each in finding.missing)
                    for each in distinct(paths, profile):
                        self.wanted.setdefault(each, Held()).add(rule.id, name)
            elif rule.subject is not Subject.ORGANIZATION and not rule.integrity:
                self.others.setdefault(Duty(told, rule.subject), Held()).add(state, name)

    def add_frame(self, frame: Any, profile: Profiles, organizations: Any) -> None:
        """Count a frame of verdicts; it may tell what is missing in a column ``missing``."""
        profiles = (profile,) if isinstance(profile, Profile) else tuple(profile or ())
        home: dict[str, Profile] = {}
        for given in profiles:
            self.profiles.setdefault(given.digest or given.id, given)
            for rule in given.rules:
                self.clauses.setdefault(rule.id, rule)
                home.setdefault(rule.id, given)
        unknown = []
        for verdict in read_verdicts(frame, _ASKER, profile, organizations):
            self._count(verdict.organization, verdict.category, verdict.rule, verdict.state)
            if verdict.state == "unknown" and verdict.rule.id in home:
                unknown.append((verdict.organization, verdict.rule.id))
        missing = self._missing(frame)
        self.listed = missing is not None
        facts: dict[str, list[Wanted]] = {}
        for organization, rule_id in unknown:
            at = home[rule_id]
            if missing is not None:
                found = distinct(missing.get((organization, rule_id), ()), at)
            else:
                if rule_id not in facts:
                    read = may_be_wanted(at.rule(rule_id), at)
                    facts[rule_id] = list(dict.fromkeys(read))
                found = facts[rule_id]
            for each in found:
                self.wanted.setdefault(each, Held()).add(rule_id, organization)

    def _missing(self, frame: Any) -> dict[tuple[str, str], list[str]] | None:
        """Return the facts that a frame names as missing, None where it names none."""
        needed = ["organization", "rule"]
        chosen, rows = columns_of(frame, _ASKER, needed, ["missing"])
        if "missing" not in chosen:
            return None
        found: dict[tuple[str, str], list[str]] = {}
        for organization, rule, paths in rows:
            found.setdefault((organization, rule), []).extend(_texts(paths))
        return found

    def _count(self, organization: str, category: str, rule: Told, state: str) -> None:
        standing = self.standings.get(organization)
        if standing is None:
            standing = self.standings[organization] = Standing(organization, category)
        standing.verdicts[state] += 1
        if rule not in self.rules:
            self.rules[rule] = Held()
            self.items.setdefault((rule.area, rule.item), Held())
            self.areas.setdefault(rule.area, Held())
        self.rules[rule].add(state, organization)
        self.items[rule.area, rule.item].add(state, organization)
        self.areas[rule.area].add(state, organization)


def _texts(paths: Any) -> Iterable[str]:
    """Return the paths of a cell, which libraries give as lists of their own."""
    return [] if paths is None or isinstance(paths, str) else [str(each) for each in paths]
