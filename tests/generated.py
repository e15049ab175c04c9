"""Records made up at random for one rule, biased to boundaries.

A record holds just the facts that the rule reads, each of them now and then
missing; dates crowd around the assessment day and the ends of months, and ids
are few, so that rows meet. Everything follows from one number, the seed.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from jintan_rules.language import nodes as n
from jintan_rules.loading.expressions import reads, walk
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression, Fact, Vocabulary

AS_OF_DAYS = (
    dt.date(2024, 12, 31),
    dt.date(2024, 2, 29),
    dt.date(2024, 8, 15),
    dt.date(2026, 6, 30),
    dt.date(2020, 7, 13),
    dt.date(2019, 5, 6),
)
IDS = ("x1", "x2", "x3")
NUMBERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 49, 50, 51, 99, 100, 101, 300)
MONEY = ("0.00", "0.19", "0.20", "15.00", "3000.00", "3000.01", "5000.00", "10000.00", "1000.00")


def expressions(rule: Rule) -> Iterator[Expression]:
    """Yield every expression of a rule."""
    yield from (each for each in (rule.applies_when, rule.on, rule.since, rule.until) if each)
    for edition in rule.editions:
        yield from (each for each in (edition.requires, edition.done, edition.due) if each)


def needed(rule: Rule, vocabulary: Vocabulary) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the facts a rule reads, as (list, fact), and the lists it walks."""
    facts: set[tuple[str, str]] = {("", "established_on"), ("", "dissolved_on")}
    lists: set[str] = set()
    scope: dict[str, str] = {}
    queue: list[tuple[n.Node, dict[str, str]]] = []
    if rule.for_each:
        shape = vocabulary.lists[rule.for_each.list_name]
        lists.add(shape.name)
        facts |= {(shape.name, each) for each in (shape.date, shape.since, shape.until) if each}
        scope = dict.fromkeys(rule.for_each.names, shape.name)
        queue += [(each, scope) for each in rule.for_each.generator.filters]
    queue += [(each.node, scope) for each in expressions(rule)]
    while queue:
        node, inside = queue.pop()
        lists |= {
            each.name
            for each in walk(node)
            if isinstance(each, n.Name) and each.name in vocabulary.lists
        }
        for list_name, name in reads(node, vocabulary, inside):
            fact = vocabulary.fact(name, list_name)
            if fact is None or (list_name, name) in facts:
                continue
            facts.add((list_name, name))
            if list_name:
                lists.add(list_name)
            if fact.type == "ref":
                lists.add(fact.list_name)
            rows = {"row": list_name} if list_name else {}
            for given in (fact.derived, fact.default, fact.default_when):
                if given:
                    queue.append((given.node, rows))
    return facts, lists


def record_for(rule: Rule, profile: Profile, seed: int) -> tuple[dict[str, Any], dt.date]:
    """Return a record for a rule, as plain values, and the day to judge it on."""
    chance = random.Random(seed)
    vocabulary = profile.vocabulary
    facts, lists = needed(rule, vocabulary)
    as_of = chance.choice(AS_OF_DAYS)
    maker = _Maker(chance, as_of)
    record: dict[str, Any] = {"id": f"generated-{seed}"}
    missing = chance.choice((0.0, 0.1, 0.4))
    ids = {
        name: chance.sample(IDS, chance.randint(0, 3))
        for name in sorted(lists)
        if chance.random() >= missing
    }
    for list_name, name in sorted(facts):
        fact = vocabulary.fact(name, list_name)
        if not list_name and fact and fact.derived is None and chance.random() >= missing:
            record[name] = maker.value(fact, ids)
    if profile.category:
        record["category"] = profile.category.value
    for name, labels in ids.items():
        record[name] = [
            {"id": label}
            | {
                fact_name: maker.value(fact, ids)
                for list_name, fact_name in sorted(facts)
                if list_name == name
                and (fact := vocabulary.lists[name].attributes[fact_name]).derived is None
                and chance.random() >= missing
                and not (fact.type == "ref" and not ids.get(fact.list_name, IDS))
            }
            for label in labels
        ]
    if ids and chance.random() < missing:
        start = maker.day()
        record["gaps"] = [
            {
                "list": chance.choice(sorted(ids)),
                "from": start.isoformat(),
                "to": (start + dt.timedelta(days=chance.choice((0, 30, 200)))).isoformat(),
            }
        ]
    return record, as_of


class _Maker:
    def __init__(self, chance: random.Random, as_of: dt.date) -> None:
        self.chance = chance
        self.as_of = as_of

    def day(self) -> dt.date:
        chance, year = self.chance, self.as_of.year
        match chance.randint(0, 4):
            case 0:
                return self.as_of + dt.timedelta(days=chance.choice((-1, 0, 1, -31, 40)))
            case 1:
                return dt.date(year - chance.randint(1, 6), chance.randint(1, 12), 1)
            case 2:
                return dt.date(year, chance.randint(1, 12), chance.choice((1, 28)))
            case 3:
                return chance.choice(
                    (
                        dt.date(2020, 2, 29),
                        dt.date(2018, 10, 28),
                        dt.date(2026, 5, 11),
                        dt.date(2026, 1, 1),
                    )
                )
            case _:
                return dt.date(year, 1, 1) + dt.timedelta(days=chance.randint(-400, 500))

    def value(self, fact: Fact, ids: dict[str, list[str]]) -> Any:
        chance = self.chance
        match fact.type:
            case "bool":
                return chance.random() < 0.5
            case "date":
                return "never" if fact.never and chance.random() < 0.3 else self.day().isoformat()
            case "enum":
                return chance.choice(sorted(fact.tokens))
            case "set":
                tokens = sorted(fact.tokens)
                return chance.sample(tokens, chance.randint(0, len(tokens)))
            case "ids":
                return chance.sample(IDS, chance.randint(0, 3))
            case "id":
                return chance.choice(IDS)
            case "ref":
                return chance.choice(ids.get(fact.list_name) or list(IDS))
            case "money":
                return float(chance.choice(MONEY))
            case _:
                return self.number(fact)

    def number(self, fact: Fact) -> int:
        if fact.unit == "year" and fact.type == "integer":
            return self.as_of.year + self.chance.choice((-1, 0, 0, 0, 1))
        low = 0 if fact.least is None else int(fact.least)
        high = max(NUMBERS) if fact.most is None else int(fact.most)
        return self.chance.choice([each for each in NUMBERS if low <= each <= high] or [low])
