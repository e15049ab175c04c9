"""The engine ``durable`` beside the official host of durable_rules, and over many records.

    python -m benchmarks durable

Both decide the same hundred conditions, taken from the built-in standard, over the same slot
facts; every verdict is compared. The host gets the rules as its documentation shows: a callable
an action, an asserted fact that is retracted. Its rules are cut into rulesets of the width that
the machine bears, since it fails above it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from benchmarks.measuring import Row, apart, best, peak, row
from jintan_rules.engines import rulesets
from jintan_rules.engines.durable import Compiled, _compiled
from jintan_rules.language import values as v
from jintan_rules.language.formula import Flag, Formula, Joint, Negation, Test
from jintan_rules.loading.profiles import load_profile

RULES: Final = 100
RECORDS: Final = 300
MANY: Final = 20_000
PROFILES: Final = ("village", "community", "organ", "soe", "non_public", "social_org")


def conditions() -> list[Compiled]:
    """The first hundred conditions of the standard that differ and fit one ruleset."""
    found: dict[str, Compiled] = {}
    for name in PROFILES:
        for rule in load_profile(name).rules:
            for edition in rule.editions:
                if edition.requires is None:
                    continue
                compiled = _compiled(edition.requires.node)
                if len(compiled.stages) == 1:
                    found.setdefault(edition.requires.text, compiled)
    return list(itertools.islice(found.values(), RULES))


def tests(formula: Formula) -> Iterator[Flag | Test]:
    """The comparisons of a formula."""
    match formula:
        case Flag() | Test():
            yield formula
        case Negation(operand=operand):
            yield from tests(operand)
        case Joint(parts=parts):
            for part in parts:
                yield from tests(part)


def facts_for(compiled: Compiled, chance: random.Random) -> list[v.Value]:
    """Slot facts around the literals that a condition compares them with; some not known."""
    found: list[v.Value] = [v.Truth(None)] * len(compiled.parts.facts)
    for test in tests(compiled.stages[0].formula):
        unknown = chance.random() < 0.05  # noqa: PLR2004 - one in twenty
        match test:
            case Flag(fact=fact):
                found[fact] = v.Truth(None if unknown else chance.random() < 0.8)  # noqa: PLR2004 - most are met
            case Test(fact=fact, literal=str() as literal):
                found[fact] = v.Token(
                    None if unknown else chance.choice([literal, literal, "else"])
                )
            case Test(fact=fact, literal=literal):
                assert not isinstance(literal, str)
                low = literal + chance.randint(-2, 2)
                found[fact] = v.unknown_number(frozenset()) if unknown else v.known(low)
    return found


Records = list[list[list[v.Value]]]


def records(compiled: list[Compiled], count: int) -> Records:
    """Slot facts of so many records, for each condition."""
    chance = random.Random(2024)  # noqa: S311 - data of a benchmark
    return [[facts_for(each, chance) for each in compiled] for _ in range(count)]


# -- the two sides ------------------------------------------------------------------


def ours(compiled: list[Compiled], facts: list[list[v.Value]]) -> list[bool | None]:
    """What the engine decides of a record."""
    return [each.decide(known) for each, known in zip(compiled, facts, strict=True)]


def hosted(compiled: list[Compiled]) -> Callable[[list[list[v.Value]]], list[bool | None]]:
    """What the official host decides, as a function of a record's facts."""
    from durable.engine import Host  # type: ignore[import-untyped]  # noqa: PLC0415 - optional

    class QuietHost(Host):  # type: ignore[misc]
        """The host without its timers, which lose actions of a caller that waits."""

        def _run(self) -> None:
            pass

    fired: set[str] = set()

    def action(name: str) -> Callable[[Any], None]:
        # Exactly one argument: the host takes a callable of two for another kind.
        def run(_: Any) -> None:
            fired.add(name)

        return run

    definitions: dict[str, dict[str, Any]] = {}
    fields: list[tuple[str, list[tuple[str, int, int, Any]]]] = []
    width = rulesets.MOST_WIDTH + 1
    for number, each in enumerate(compiled):
        made = rulesets.ruleset(each.stages[0].formula)
        rules = json.loads(made.text)
        cost = sum(rulesets._width(rules[kind]["all"][0]["m"]) for kind in "PF")  # noqa: SLF001 - how wide
        if width + cost > rulesets.MOST_WIDTH:
            definitions[f"rules{len(definitions)}"] = {}
            fields.append((f"rules{len(fields)}", []))
            width = 0
        width += cost
        name, sent = fields[-1]
        for kind in "PF":
            condition = _renamed(rules[kind]["all"][0]["m"], number)
            label = f"{kind}{number}"
            definitions[name][label] = {"all": [{"m": condition}], "run": action(label)}
        sent += [(f"r{number}{alias}", number, fact, read) for alias, fact, read in made.fields]
    host = QuietHost()
    host.register_rulesets(definitions)

    def decide(facts: list[list[v.Value]]) -> list[bool | None]:
        fired.clear()
        for name, sent in fields:
            body: dict[str, Any] = {"sid": "s", "id": "1"}
            for alias, number, fact, read in sent:
                value = read(facts[number][fact])
                if value is not None:
                    body[alias] = value
            try:
                host.assert_fact(name, dict(body))
            except Exception as fault:  # the class is not public
                if type(fault).__name__ != "MessageNotHandledException":
                    raise
                continue
            host.retract_fact(name, dict(body))
        return [
            True if f"P{n}" in fired else False if f"F{n}" in fired else None
            for n in range(len(compiled))
        ]

    return decide


def _renamed(condition: Any, number: int) -> Any:
    """A condition with the aliases of its facts set apart from those of other rules."""
    if isinstance(condition, list):
        return [_renamed(each, number) for each in condition]
    if isinstance(condition, dict):
        return {
            (name if name.startswith("$") else f"r{number}{name}"): _renamed(each, number)
            for name, each in condition.items()
        }
    return condition


# -- one task, in a process of its own ----------------------------------------------


def task(asked: dict[str, Any]) -> dict[str, Any]:
    """Time one engine, or watch the memory over many records."""
    compiled = conditions()
    if asked["engine"] == "growth":
        few = records(compiled, 50)
        for facts in few * 20:
            ours(compiled, facts)
        before = peak()
        for number in range(asked["records"]):
            ours(compiled, few[number % len(few)])
        return {"growth_mb": (peak() - before) * 1000}
    many = records(compiled, RECORDS)
    decide = hosted(compiled) if asked["engine"] == "host" else None
    verdicts = [ours(compiled, facts) for facts in many]
    if decide:
        differ = sum(
            one != two
            for mine, facts in zip(verdicts, many, strict=True)
            for one, two in zip(mine, decide(facts), strict=True)
        )

        def act() -> None:
            for facts in many:
                decide(facts)

        return {"seconds": best(act), "differ": differ, "rules": len(compiled)}

    def lean() -> None:
        for facts in many:
            ours(compiled, facts)

    return {"seconds": best(lean), "rules": len(compiled)}


def run() -> list[Row]:
    """Time both sides, and watch the memory."""
    title = f"{RULES} rules, one record, slot facts at hand"
    host = apart("benchmarks.durable", {"engine": "host"})
    lean = apart("benchmarks.durable", {"engine": "durable"})
    found: list[Row] = []
    for name, told in (("durable_rules, its official Host", host), ("durable", lean)):
        if "error" in told:
            found.append(row(title, name, None, "µs", error=told["error"]))
            continue
        ratio = told["seconds"] / host["seconds"] if "seconds" in host else None
        found.append(row(title, name, told["seconds"] / RECORDS * 1e6, "µs", ratio))
    if "differ" in host:
        checked = f"verdicts that differ, of {RECORDS * host['rules']:,}"
        found.append(row(checked, "durable and Host", host["differ"], "verdicts"))
    grown = apart("benchmarks.durable", {"engine": "growth", "records": MANY})
    growth = grown.get("growth_mb")
    title = f"memory gained over {MANY:,} records of {RULES} rules"
    found.append(row(title, "durable", growth, "MB", error=grown.get("error")))
    return found


def main() -> None:
    """Run one task, told as JSON, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one")
    given = parser.parse_args()
    result: Any = task(json.loads(given.one)) if given.one else run()
    print(json.dumps(result))  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
