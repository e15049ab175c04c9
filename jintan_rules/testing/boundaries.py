"""The figures and days at which verdicts turn, read off the rules themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import combinations_with_replacement

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.loading.expressions import walk
from jintan_rules.records import shapes
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.profiles import MonthDay, Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression, Fact

#: A fact: the list it belongs to, empty for the organisation itself, and its name.
Key = tuple[str, str]

#: Numbers that stand for few and for many where no rule names one.
_USUAL = (0, 1, 2, 3, 5, 10, 100)
_SMALL = range(4)
#: As many literals of one comparison as are multiplied with each other.
_MOST_FACTORS = 4
_MOST_YEARS = 9999
#: As many rows as are worth making because a rule counts them.
_MOST_ROWS = 40

_MOVES = {"add_days": "days", "add_months": "months", "add_years": "years"}


@frozen
class Move:
    """How far a rule moves a day: so many ``days``, ``months`` or ``years``."""

    count: int
    unit: str

    def of(self, day: dt.date, days: int = 0) -> dt.date:
        """Return a day moved so far, and by a few ``days`` more."""
        ordinal = day.toordinal()
        if self.unit == "days":
            moved = cal.add_days(ordinal, self.count)
        else:
            months = self.count * (12 if self.unit == "years" else 1)
            moved = cal.add_months(ordinal, months)
        moved = min(max(moved + days, cal.FIRST_DAY), cal.LAST_DAY)
        return dt.date.fromordinal(moved)


@frozen
class Boundaries:
    """What some rules turn on.

    ``facts`` are those that the rules read, ``lists`` those that they walk, in the
    order in which they name them. ``numbers`` holds, for a fact that is compared, the
    numbers it is compared with, ``moves`` how far days are moved, ``days`` those
    on which a text comes into force or ends, or which a rule names, ``yearly`` the days
    of every year, ``periods`` how often the rules judge, ``counts`` how many rows
    a rule asks for, and ``tokens`` those of a fact that rules name.
    """

    facts: tuple[Key, ...]
    lists: tuple[str, ...]
    numbers: Mapping[Key, tuple[int | Decimal, ...]]
    moves: tuple[Move, ...]
    days: tuple[dt.date, ...]
    yearly: tuple[MonthDay, ...]
    periods: tuple[str, ...]
    counts: tuple[int, ...]
    tokens: Mapping[Key, tuple[str, ...]]

    def numbers_of(self, fact: Fact, list_name: str = "") -> tuple[int | Decimal, ...]:
        """Return numbers worth trying for a fact: the plainest first, those at a boundary last."""
        step = Decimal(1).scaleb(-shapes.places(fact))
        low, high = shapes.least(fact), fact.most
        named = self.numbers.get((list_name, fact.name), ())
        near = [Decimal(each) + move for each in named for move in (-step, 0, step)]
        usual = [Decimal(each) for each in (_SMALL if named else _USUAL)]
        ends = [each for each in (low, high) if each is not None]
        found = dict.fromkeys(
            each.quantize(step)
            for each in (*usual, *near, *ends)
            if (low is None or each >= low) and (high is None or each <= high)
        )
        kept = list(found) or [Decimal(0) if low is None else low]
        return tuple(int(each) if step == 1 else each for each in kept)


@frozen(eq=False)
class _Held:
    """A profile and rules of it, so that what is read off them is remembered by their identity."""

    profile: Profile
    rules: tuple[Rule, ...]

    def __hash__(self) -> int:
        return hash((id(self.profile.vocabulary), tuple(map(id, self.rules))))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Held)
            and self.profile.vocabulary is other.profile.vocabulary
            and self.profile.settings == other.profile.settings
            and len(self.rules) == len(other.rules)
            and all(one is two for one, two in zip(self.rules, other.rules, strict=True))
        )

    def read(self) -> Boundaries:
        """Read the boundaries off the rules."""
        reading = _Reading(self.profile.vocabulary, remedies=False, profile=self.profile)
        for name in ("established_on", "dissolved_on"):
            reading.scalar(name)
        for rule in self.rules:
            reading.rule(rule)
            for expression in expressions(rule):
                reading.moved(expression.node)
                reading.named_days(expression.node)
            for edition in rule.editions:
                reading.days.update(dict.fromkeys(filter(None, (edition.start, edition.end))))
        vocabulary = self.profile.vocabulary
        facts = tuple(
            key
            for key in reading.found
            if key[1] and (fact := vocabulary.fact(key[1], key[0])) and fact.derived is None
        )
        lists = dict.fromkeys(name for name, _ in reading.found if name)
        numbers = {key: tuple(found) for key, found in reading.numbers.items()}
        periods = dict.fromkeys(str(rule.period) for rule in self.rules if rule.period)
        return Boundaries(
            facts,
            tuple(lists),
            numbers,
            tuple(reading.moves),
            tuple(reading.days),
            tuple(reading.yearly),
            tuple(periods),
            tuple(sorted(reading.counts)),
            {key: tuple(found) for key, found in reading.tokens.items()},
        )


def boundaries(profile: Profile, rules: Iterable[Rule] | None = None) -> Boundaries:
    """Return what the rules turn on; all rules of the profile where none are given."""
    held = _Held(profile, tuple(profile.rules if rules is None else rules))
    return _read(held)


@lru_cache(maxsize=2048)
def _read(held: _Held) -> Boundaries:
    return held.read()


def expressions(rule: Rule) -> Iterator[Expression]:
    """Yield every expression by which a rule is judged, but the filters of its ``for_each``."""
    yield from (each for each in (rule.applies_when, rule.on, rule.since, rule.until) if each)
    for edition in rule.editions:
        yield from (each for each in (edition.requires, edition.done, edition.due) if each)


@define
class _Reading(Needs):
    """Needs of rules, with what their comparisons name beside the facts."""

    profile: Profile = field(kw_only=True)
    numbers: dict[Key, dict[int | Decimal, None]] = field(factory=dict)
    moves: dict[Move, None] = field(factory=dict)
    days: dict[dt.date, None] = field(factory=dict)
    yearly: dict[MonthDay, None] = field(factory=dict)
    counts: set[int] = field(factory=set)
    tokens: dict[Key, dict[str, None]] = field(factory=dict)

    def node(self, node: n.Node, variables: Mapping[str, str]) -> str:
        """Gather what an expression names, and the numbers that each fact is compared with."""
        if isinstance(node, (n.Compare, n.Contains)):
            compared = Needs(self.vocabulary, remedies=False)
            compared.node(node, variables)
            self.named_tokens(node, compared.found)
        if isinstance(node, n.Compare):
            found = dict.fromkeys(self.literals(node))
            if any(isinstance(each, n.Quantifier) for each in walk(node)):
                near = (int(each) + move for each in found for move in (-1, 0, 1))
                self.counts.update(each for each in near if 1 < each <= _MOST_ROWS)
            for key in compared.found:
                fact = self.vocabulary.fact(key[1], key[0]) if key[1] else None
                if fact is not None and fact.value_type.kind == "number":
                    self.numbers.setdefault(key, {}).update(found)
        return super().node(node, variables)

    def definition(self, fact: Fact, variables: Mapping[str, str]) -> None:
        """Gather what a derived fact or a declared default names, and how far it moves days."""
        super().definition(fact, variables)
        for each in (fact.derived, fact.default):
            if each is not None:
                self.moved(each.node)

    def named_tokens(self, node: n.Node, facts: Iterable[Key]) -> None:
        """Gather the tokens that a comparison names, with the facts that may have them."""
        named: dict[str, None] = {}
        for each in walk(node):
            match each:
                case n.Literal(value=str() as token):
                    named[token] = None
                case n.SetDisplay(items=items):
                    named.update(dict.fromkeys(items))
        for key in facts:
            fact = self.vocabulary.fact(key[1], key[0]) if key[1] else None
            of_fact = [token for token in named if fact is not None and token in fact.tokens]
            self.tokens.setdefault(key, {}).update(dict.fromkeys(of_fact))

    def literals(self, node: n.Node) -> Iterator[int | Decimal]:
        """Yield the numbers of a comparison, and the products of those that multiply facts."""
        plain: dict[int | Decimal, None] = {}
        for each in walk(node):
            match each:
                case n.Literal(value=bool()):
                    pass
                case n.Literal(value=int() | Decimal() as number):
                    plain[number] = None
                case n.Attribute(base=n.Name(name="param"), name=name):
                    setting = self.profile.settings.get(name)
                    if setting and isinstance(setting.value, (int, Decimal)):
                        plain[setting.value] = None
        yield from plain
        if any(isinstance(each, n.Arithmetic) for each in walk(node)):
            few = list(plain)[:_MOST_FACTORS]
            yield from (one * other for one, other in combinations_with_replacement(few, 2))

    def moved(self, node: n.Node) -> None:
        """Gather how far an expression moves days."""
        for each in walk(node):
            if isinstance(each, n.Call) and each.function in _MOVES:
                unit = _MOVES[each.function]
                for number in self.literals(each.arguments[1]):
                    if number == int(number) and -_MOST_YEARS < number < _MOST_YEARS:
                        self.moves[Move(int(number), unit)] = None
                        self.moves[Move(-int(number), unit)] = None

    def named_days(self, node: n.Node) -> None:
        """Gather the days that an expression names, and those that parameters set."""
        for each in walk(node):
            match each:
                case n.Literal(value=dt.date() as day):
                    self.days[day] = None
                case n.Attribute(base=n.Name(name="param"), name=name):
                    setting = self.profile.settings.get(name)
                    if setting and isinstance(setting.value, MonthDay):
                        self.yearly[setting.value] = None
                case n.Call(
                    function="date",
                    arguments=(
                        _,
                        n.Literal(value=int() as month),
                        n.Literal(value=int() as day_of),
                    ),
                ):
                    self.yearly[MonthDay(month, day_of)] = None
