"""Facts, values, days and slots in words, by the labels of a vocabulary."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from jintan_rules.calendar import MONTHS_OF, period
from jintan_rules.findings import SlotResult
from jintan_rules.records.record import FactValue
from jintan_rules.reports.phrases import say
from jintan_rules.reports.width import visible
from jintan_rules.slots.wording import day_text, period_text
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import MonthDay, Parameter, Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Fact, Label
from jintan_rules.standard.words import Level, Outcome, Verification

#: How many things a sentence names before it says how many there are.
MOST_NAMED = 12

_PERIOD = re.compile(r"(?P<year>\d{4})(-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<month>\d\d))?")
_GAP_PATH = re.compile(r"(?P<list>\w+) (?P<start>\d{4}-\d\d-\d\d)\.\.(?P<end>\d{4}-\d\d-\d\d)")
_ROW_PATH = re.compile(r"(?P<list>[A-Za-z_]\w*)\[(?P<row>.*)\](\.(?P<attribute>[\w.]+))?")
#: From this number on, a bare number of years is a year of the calendar.
_CALENDAR_YEARS = 1000
#: Any year that has a 29 February.
_LEAP_YEAR = 2024


@frozen
class Naming:
    """Writes what a report names in one language, with the labels of one profile."""

    profile: Profile
    lang: str

    def say(self, key: str, **places: object) -> str:
        """Return a fixed phrase."""
        return say(key, self.lang, **places)

    def label(self, label: Label) -> str:
        """Return a label."""
        return visible(label.text(self.lang))

    def quoted(self, label: Label) -> str:
        """Return a label in quotes."""
        return self.say("quoted", text=self.label(label))

    def aside(self, text: str, aside: str) -> str:
        """Return ``text`` with ``aside`` after it in brackets, if there is one."""
        return text + (self.say("aside", text=aside) if aside else "")

    def sentence(self, text: str) -> str:
        """Return English with a capital where it begins with a word; Chinese as it is."""
        word = text.partition(" ")[0].rstrip(":,.;")
        return text[:1].upper() + text[1:] if self.lang == "en" and word.isalpha() else text

    def joined(self, parts: Iterable[str], *, most: int = MOST_NAMED) -> str:
        """Join words by commas; beyond ``most`` of them say how many there are."""
        words = list(parts)
        more = self.say("and-more", count=len(words)) if len(words) > most else ""
        return self.say("comma").join(words[:most]) + more

    # -- days and values ---------------------------------------------------------------

    def day(self, day: dt.date) -> str:
        """Write a day out."""
        return day_text(day.toordinal(), self.lang)

    def month_day(self, day: MonthDay) -> str:
        """Write a day of any year out."""
        text = self.day(day.in_year(_LEAP_YEAR))
        return text.rpartition(" ")[0] if self.lang == "en" else text.partition("年")[2]

    def span(self, first: dt.date, last: dt.date) -> str:
        """Write two days out."""
        start, end = self.day(first), self.day(last)
        if self.lang == "zh" and first.year == last.year:
            end = end.partition("年")[2]
        return self.say("to", first=start, last=end)

    def value(self, value: FactValue | MonthDay | None, fact: Fact | Parameter | None) -> str:
        """Write a value with its unit, or its token's label."""
        match value:
            case None:
                return self.say("not-known")
            case bool():
                pair = ("has", "has-not") if fact and "有无" in fact.label.zh else ("yes", "no")
                return self.say(pair[0] if value else pair[1])
            case dt.date():
                return self.day(value)
            case MonthDay():
                return self.say("yearly-day", day=self.month_day(value))
            case int() | Decimal():
                return self._number(value, fact.unit if fact else "")
            case frozenset():
                tokens = [self._token(each, fact) for each in in_order(value, fact)]
                return self.joined(tokens, most=len(tokens)) or self.say("none")
            case str():
                return self._token(value, fact)
            case _:
                return self.say("never")

    def _token(self, token: str, fact: Fact | Parameter | None) -> str:
        label = fact.tokens.get(token) if fact else None
        return self.label(label) if label else visible(token)

    def _number(self, number: int | Decimal, unit: str) -> str:
        text = plain_number(number)
        if unit == "year" and number >= _CALENDAR_YEARS:
            return text if self.lang == "en" else f"{text}年"
        label = self.counted(text, self.profile.vocabulary.unit_label(unit, self.lang))
        return text + (f" {label}" if self.lang == "en" and label else label)

    def counted(self, number: str, unit: str) -> str:
        """Return a unit as it stands beside a number: in English, one of it has no ending."""
        return unit.removesuffix("s") if self.lang == "en" and number == "1" else unit

    # -- facts and their paths ---------------------------------------------------------

    def list_label(self, name: str) -> str:
        """Return the label of a list."""
        found = self.profile.vocabulary.lists.get(name)
        return self.label(found.label) if found else visible(name)

    def fact_at(self, path: str) -> Fact | Parameter | None:
        """Return what is declared of the fact or parameter at ``path``."""
        if path.startswith("param."):
            return self.profile.parameters.get(path.removeprefix("param."))
        row = _ROW_PATH.fullmatch(path)
        if row:
            return self.attribute(row["list"], row["attribute"] or "")
        return self.profile.vocabulary.fact(path)

    def attribute(self, list_name: str, path: str) -> Fact | None:
        """Return the attribute of a list's rows, following references where it has dots."""
        vocabulary = self.profile.vocabulary
        head, _, rest = path.partition(".")
        fact = vocabulary.fact(head, list_name) if list_name else None
        return self.attribute(fact.list_name, rest) if fact and rest else fact

    def path(self, path: str) -> str:
        """Say in words what ``path`` leads to; a path without a label stays as it is."""
        if path.startswith("workdays "):
            return self.say("workdays", year=visible(path.removeprefix("workdays ")))
        gap = _GAP_PATH.fullmatch(path)
        if gap:
            days = self.span(*(dt.date.fromisoformat(gap[end]) for end in ("start", "end")))
            return self.aside(self.say("list", list=self.list_label(gap["list"])), days)
        declared = self.fact_at(path)
        if isinstance(declared, Parameter):
            return self.say("parameter", name=self.label(declared.label))
        if path in self.profile.vocabulary.lists:
            return self.say("list", list=self.list_label(path))
        row = _ROW_PATH.fullmatch(path)
        if row and declared:
            return self.say(
                "row-fact",
                list=self.list_label(row["list"]),
                row=self._beside(visible(row["row"])),
                fact=self.label(declared.label),
            )
        if row and not row["attribute"]:
            return self.thing(row["list"], row["row"])
        return self.label(declared.label) if declared else visible(path)

    def thing(self, list_name: str, row: str) -> str:
        """Name a row by its list and id."""
        return self.say("thing", list=self.list_label(list_name), id=self._beside(visible(row)))

    def _beside(self, word: str) -> str:
        """Set an id off from the Chinese before it, which has no spaces of its own."""
        return word if self.lang == "en" else f" {word}"

    # -- rules, slots and outcomes -----------------------------------------------------

    def title(self, rule: Rule) -> str:
        """Return the title of a rule, on one line."""
        return visible(rule.title_in(self.lang))

    def slot(self, rule: Rule, label: str) -> str:
        """Say in words which slot a label names."""
        if label in ("-", ""):
            return self.say("whole")
        list_name = rule.for_each.list_name if rule.for_each else ""
        if rule.period is None:
            return self._things(list_name, label)
        head, _, thing = label.partition("/")
        period = self.period(head)
        if not thing:
            return period
        return self.say("slot-of-thing", period=period, thing=self._things(list_name, thing))

    def slots(self, rule: Rule, labels: Iterable[str]) -> str:
        """Name several slots in a row, the periods of one thing together."""
        listed = list(labels)
        if rule.period is None or len(listed) == 1:
            return self.joined(self.slot(rule, label) for label in listed)
        by_thing: dict[str, list[str]] = {}
        for label in listed:
            head, _, thing = label.partition("/")
            by_thing.setdefault(thing, []).append(head)
        list_name = rule.for_each.list_name if rule.for_each else ""
        return self.joined(
            self.aside(self._things(list_name, thing), self._periods(heads))
            if thing
            else self._periods(heads)
            for thing, heads in by_thing.items()
        )

    def _periods(self, labels: list[str]) -> str:
        """Name periods; in Chinese a year is not said again for the months after the first."""
        words, said = [], ""
        for label in labels:
            word = self.say("whole") if label == "-" else self.period(label)
            year, sign, bare = word.partition("年")
            words.append(bare if bare and year == said else word)
            said = year if sign else ""
        return self.joined(words)

    def _things(self, list_name: str, label: str) -> str:
        return self.thing(list_name, label) if list_name else visible(label)

    def period(self, label: str) -> str:
        """Say ``2024-Q3`` in words."""
        found = _PERIOD.fullmatch(label)
        if not found:
            return visible(label)
        parts = (("quarter", "quarter"), ("half_year", "half"), ("month", "month"))
        kind, index = next(
            ((kind, int(found[part])) for kind, part in parts if found[part]), ("year", 1)
        )
        if not (int(found["year"]) and 1 <= index <= 12 // MONTHS_OF[kind]):
            return visible(label)
        return period_text(period(kind, int(found["year"]), index - 1), self.lang)

    def verdict(self, outcome: Outcome, level: Level | None) -> str:
        """Write an outcome and the level that goes with it."""
        word = outcome.label(self.lang)
        if level is None:
            return word
        if level in (Level.ADVICE, Level.REVIEW):
            return level.label(self.lang)  # neither is a failing of the organisation
        return self.say("verdict", outcome=word, level=level.label(self.lang))

    def counts(self, slots: Iterable[SlotResult]) -> str:
        """Count slots by outcome, the heaviest first."""
        outcomes = [slot.outcome for slot in slots]
        order = (
            Outcome.FAIL,
            Outcome.UNKNOWN,
            Outcome.PENDING,
            Outcome.PASS,
            Outcome.NOT_APPLICABLE,
        )
        return self.joined(
            self.say("slots-counted", outcome=each.label(self.lang), count=outcomes.count(each))
            for each in order
            if each in outcomes
        )

    # -- clauses -----------------------------------------------------------------------

    def clause(self, citation: Citation) -> str:
        """Write a citation out with its number, and always say how far it was verified."""
        text = visible(citation.text(self.lang))
        if citation.instrument.number and not citation.article:
            text = self.say("number", clause=text, number=visible(citation.instrument.number))
        if citation.verified in (Verification.MEMORY, Verification.UNCERTAIN):
            return text  # the citation's own text says so already
        return self.say("verified", clause=text, verified=citation.verified.label(self.lang))

    def in_force(self, edition: Edition) -> str:
        """Say from when to when an edition holds."""
        if edition.end is None:
            return self.say("from-day", day=self.day(edition.start))
        return self.span(edition.start, edition.end)

    def clauses(self, rule: Rule, slots: Iterable[SlotResult]) -> list[str]:
        """Write out the clauses that these slots were judged by, else all of the rule's."""
        editions = dict.fromkeys(slot.edition for slot in slots if slot.edition is not None)
        cited = [citation for edition in editions for citation in edition.citations]
        found = [*cited, *rule.added_citations] if cited else rule.citations
        return list(dict.fromkeys(self.clause(each) for each in found))


def plain_number(number: int | Decimal) -> str:
    """Write a number without an exponent and without zeros that say nothing."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_order(tokens: Iterable[str], fact: Fact | Parameter | None) -> list[str]:
    """Return tokens in the order in which they are declared."""
    places = {token: at for at, token in enumerate(fact.tokens)} if fact else {}
    return sorted(tokens, key=lambda token: (places.get(token, len(places)), token))
