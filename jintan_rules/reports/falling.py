"""What falls due in words: what goes together, its names, and what there is to say of it.

Reports stand below the deadlines that are derived from rules, so what is asked of
a deadline here is written down as a protocol.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen

from jintan_rules.findings import Evidence
from jintan_rules.language.values import Missing
from jintan_rules.reports.naming import MOST_NAMED, Naming
from jintan_rules.reports.width import visible
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Label
from jintan_rules.standard.words import Subject

#: How many remedies or facts are spelt out before their number is told.
_MOST_LINES = 5


class Falling(Protocol):
    """One thing that falls due, as :class:`jintan_rules.Deadline` tells it."""

    @property
    def record(self) -> str:
        """The record's id."""

    @property
    def rule(self) -> Rule:
        """The rule it comes from."""

    @property
    def slot(self) -> str:
        """The label of the slot."""

    @property
    def day(self) -> dt.date:
        """The last day in time."""

    @property
    def as_of(self) -> dt.date:
        """The assessment day."""

    @property
    def profile(self) -> Profile:
        """The profile it was judged by."""

    @property
    def period(self) -> str:
        """The label of its period, empty where it has none."""

    @property
    def opened_on(self) -> dt.date | None:
        """The day it began."""

    @property
    def opened_by(self) -> tuple[Evidence, ...]:
        """The facts that tell that day."""

    @property
    def remedy(self) -> Label | None:
        """What to do about it."""

    @property
    def upcoming(self) -> bool:
        """Whether its period has not begun."""

    @property
    def certain(self) -> bool:
        """Whether it is known to bind, and its day to be the last."""

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that would settle what is not certain."""

    @property
    def subject(self) -> Subject:
        """Whose duty it is."""

    @property
    def is_own(self) -> bool:
        """Whether it is the organisation's own duty."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses it rests on."""

    @property
    def days_left(self) -> int:
        """How many days are left."""


@frozen
class Entry:
    """Fallings that are one entry: the things of one rule in one period, or a single one.

    ``name`` is what stays the same from day to day: the period, or the slot.
    """

    name: str
    deadlines: tuple[Falling, ...]

    @property
    def first(self) -> Falling:
        """The first of them; record, rule, day and period are those of all."""
        return self.deadlines[0]

    @property
    def certain(self) -> bool:
        """Whether at least one of them is certain to fall due."""
        return any(each.certain for each in self.deadlines)


def entries(deadlines: Iterable[Falling]) -> list[Entry]:
    """Bring together the things of one rule in one period, in the order they come."""
    found: dict[tuple[str, str, str], list[Falling]] = {}
    for each in deadlines:
        # A period ends for all its things on one day; days that are due may differ.
        whole = each.period and not each.rule.has_deadline
        key = (each.record, each.rule.id, each.period if whole else each.slot)
        found.setdefault(key, []).append(each)
    return [Entry(key[2], tuple(same)) for key, same in found.items()]


@frozen
class Words:
    """Writes entries in one language, with the labels of their profile."""

    naming: Naming

    @classmethod
    def of(cls, entry: Entry, lang: str) -> Words:
        """Return the words for an entry."""
        return cls(Naming(entry.first.profile, lang))

    def head(self, entry: Entry, most: int = MOST_NAMED) -> str:
        """Return the title, with whose duty it is if another's, and the slot's name."""
        naming, first = self.naming, entry.first
        title = naming.title(first.rule)
        if not first.is_own:
            whose = naming.sentence(first.subject.label(naming.lang))
            title = naming.say("item", name=whose, text=title)
        parts = [self.slot(entry, most)]
        if not entry.certain:
            parts.append(naming.say("due-unsure"))
        return naming.aside(title, naming.joined(each for each in parts if each))

    def slot(self, entry: Entry, most: int = MOST_NAMED) -> str:
        """Name the period and the things; nothing where there is but one slot."""
        naming, first = self.naming, entry.first
        period = naming.period(first.period) if first.period else ""
        labels = [_thing(each) for each in entry.deadlines]
        things = self._things(first.rule, [each for each in labels if each not in ("", "-")], most)
        if period and things:
            return naming.say("slot-of-thing", period=period, thing=things)
        return period or things

    def _things(self, rule: Rule, labels: list[str], most: int) -> str:
        if rule.for_each is None or not labels:
            return ""
        named = self.naming.thing(rule.for_each.list_name, labels[0])
        return self.naming.joined([named, *map(visible, labels[1:])], most=most)

    def byline(self, entry: Entry) -> str:
        """Return the item, how strongly the rule binds, and its id."""
        rule = entry.first.rule
        words = (rule.item, rule.strength.label(self.naming.lang), rule.id)
        return " · ".join(visible(each) for each in words if each)

    def marks(self, entry: Entry) -> str:
        """Say how many days are left, and whether the period has begun."""
        words = [self.naming.say("due-days-left", days=entry.first.days_left)]
        if entry.first.upcoming:
            words.append(self.naming.say("due-upcoming"))
        return self.naming.joined(words)

    def details(self, entry: Entry) -> Iterator[tuple[str, list[str]]]:
        """Yield what else there is to say: a name, and its lines."""
        naming, first = self.naming, entry.first
        yield naming.say("whose"), [first.subject.label(naming.lang)]
        yield naming.say("due-facts"), self._opening(first)
        yield (
            naming.say("advice-remedy"),
            self._shortened(naming.label(each.remedy) for each in entry.deadlines if each.remedy),
        )
        yield naming.say("clause"), [naming.clause(each) for each in first.citations]
        yield (
            naming.say("due-would-settle"),
            self._shortened(
                naming.path(fact.path) for each in entry.deadlines for fact in each.missing
            ),
        )

    def lines(self, details: Iterable[tuple[str, list[str]]]) -> list[str]:
        """Return details as lines, each named where it begins; what is empty is left out."""
        naming, found = self.naming, list[str]()
        for name, texts in details:
            if not any(texts):
                continue
            if len(texts) == 1:
                found.append(naming.say("item", name=name, text=naming.sentence(texts[0])))
            else:
                found.append(naming.say("item", name=name, text="").rstrip())
                found += [f"· {naming.sentence(text)}" for text in texts]
        return found

    def _opening(self, deadline: Falling) -> list[str]:
        naming = self.naming
        if deadline.period or deadline.opened_on is None:
            return []
        since = naming.say("due-since", day=naming.day(deadline.opened_on))
        facts = dict.fromkeys(naming.path(each.path) for each in deadline.opened_by)
        return [naming.aside(since, naming.joined(facts))]

    def _shortened(self, texts: Iterable[str]) -> list[str]:
        lines = list(dict.fromkeys(texts))
        hidden = len(lines) - _MOST_LINES
        more = [self.naming.say("hidden-facts", count=hidden)] if hidden > 0 else []
        return lines[:_MOST_LINES] + more


def _thing(deadline: Falling) -> str:
    """Return the part of the slot's label that names its thing."""
    return deadline.slot.partition("/")[2] if deadline.period else deadline.slot
