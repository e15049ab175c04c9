"""One record: our engine beside a function by hand, zen-engine, CEL and OpenFisca.

    python -m benchmarks.one_record

Every engine judges the same records by the same rules, all facts given, and every verdict
is compared before anything is timed. The function by hand knows nothing of unknown facts, of
days before a text was in force or before the organisation was founded; zen-engine and CEL know
nothing of them either. Then the whole village standard on the invented village of ``examples/``,
from JSON text to the report.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import evolve

import jintan_rules as jr
from benchmarks import page
from benchmarks.by_hand import one_record as by_hand
from benchmarks.by_hand.dialects import CEL, ZEN, Dialect, numpy_dialect
from benchmarks.measuring import Row, row
from jintan_rules.engines import compiled
from jintan_rules.engines.bare_record import BareRecord
from jintan_rules.language import nodes as n
from jintan_rules.records.record import FactValue

_RECORDS: Final = 200
_EXAMPLE: Final = Path(__file__).parent.parent / "examples" / "village.json"
_CODES: Final = {jr.Outcome.FAIL: 0, jr.Outcome.PASS: 1, jr.Outcome.NOT_APPLICABLE: 2}
#: The same by the numbers that compiled rules give.
_WORST: Final = [_CODES.get(each) for each in compiled.OUTCOMES]
_WORK: Final = f"{len(by_hand.RULES)} rules, one record, all facts at hand"
_DAYS: Final = (
    by_hand.AS_OF.toordinal(),
    (dt.date(2026, 1, 1).toordinal(), dt.date(2026, 12, 31).toordinal()),
)

#: Judges one record in an engine's own way, and reads the outcomes out of what that gave.
Judge = Callable[[Any], Any]
Read = Callable[[Any], list[int]]


def run() -> list[Row]:
    """Measure, and return a row for each engine."""
    return [*_facts_at_hand(), *_whole_village()]


def _facts_at_hand() -> Iterator[Row]:
    profile = jr.load_profile("village")
    profile = evolve(profile, rules=tuple(map(profile.rule, by_hand.RULES)))
    names = {
        name: profile.vocabulary.facts[name].type for rule in profile.rules for name in _names(rule)
    }
    known = [by_hand.facts(seed, names) for seed in range(_RECORDS)]
    plain = [{name: _plain(value) for name, value in each.items()} for each in known]
    records = [_record(number, each) for number, each in enumerate(known)]
    expected = [by_hand.judged(each) for each in plain]
    code = compiled.compiled_profile(profile)
    engines: dict[str, tuple[Judge, Sequence[Any], Read]] = {
        "a Python function by hand": (by_hand.judged, plain, list),
        "python, formulas over facts already bound": (
            code.worst,
            [BareRecord(each, code.program.shapes, *_DAYS, None) for each in records],
            lambda found: [_WORST[number] for number in found],
        ),
        "python, record to verdicts": (
            lambda record: compiled.verdicts(record, profile, *_DAYS, None),
            records,
            lambda found: [_CODES[outcome] for outcome, _ in found],
        ),
        "python, record to report": (
            lambda record: jr.evaluate(record, profile, as_of=by_hand.AS_OF),
            records,
            _outcomes,
        ),
        "reference, record to report": (
            lambda record: jr.evaluate(record, profile, as_of=by_hand.AS_OF, engine="reference"),
            records,
            _outcomes,
        ),
    }
    others = {
        "cel": ("CEL", _cel),
        "zen": ("zen-engine", _zen),
        "openfisca_core": ("OpenFisca-Core", _openfisca),
    }
    for module, (name, make) in others.items():
        if importlib.util.find_spec(module):
            judge, read = make(profile)
            engines[name] = judge, plain, read
    times = {}
    for name, (judge, given, read) in engines.items():
        for number, each in enumerate(given):
            if read(judge(each)) != expected[number]:
                raise AssertionError(f"{name} judges record {number} otherwise")
        times[name] = _each(judge, given)
    first = times["a Python function by hand"]
    for name, seconds in times.items():
        yield row(_WORK, name, seconds * 1e6, "µs", seconds / first)


def _whole_village() -> Iterator[Row]:
    """The way from JSON text to what a service asks a report."""
    profile, text = jr.load_profile("village"), _EXAMPLE.read_text(encoding="utf-8")
    as_of = dt.date(2024, 11, 30)
    record = jr.Record.from_json(text)
    report = jr.evaluate(record, profile, as_of=as_of)
    slots = sum(len(each.slots) for each in report.findings)
    work = f"{len(profile.rules)} rules, {slots} slots, a year of events"
    steps: dict[str, Callable[[], object]] = {
        "JSON text to record": lambda: jr.Record.from_json(text),
        "record to breaches": lambda: jr.evaluate(record, profile, as_of=as_of).breaches,
        "JSON text to breaches": lambda: (
            jr.evaluate(jr.Record.from_json(text), profile, as_of=as_of).breaches
        ),
        "record to every slot with its evidence": lambda: [
            each.slots for each in jr.evaluate(record, profile, as_of=as_of).findings
        ],
        "reference: record to every slot": lambda: jr.evaluate(
            record, profile, as_of=as_of, engine="reference"
        ),
    }
    times = {name: _best(act) for name, act in steps.items()}
    whole = times["JSON text to breaches"]
    for name, seconds in times.items():
        yield row(work, name, seconds * 1e3, "ms", seconds / whole)


def _best(act: Callable[[], object], seconds: float = 1.5) -> float:
    """The best time of as many runs as fit, of the processor alone: others may be at work."""
    least, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.process_time()
        act()
        least = min(least, time.process_time() - began)
    return least


def _each(judge: Judge, given: Sequence[Any]) -> float:
    """The best time that a record takes."""

    def act() -> None:
        for each in given:
            judge(each)

    return _best(act) / len(given)


def _names(rule: jr.Rule) -> Iterator[str]:
    queue = [edition.requires.node for edition in rule.editions if edition.requires]
    queue += [rule.applies_when.node] if rule.applies_when else []
    while queue:
        node = queue.pop()
        queue += n.children(node)
        if isinstance(node, n.Name):
            yield node.name


def _plain(value: object) -> object:
    return value.toordinal() if isinstance(value, dt.date) else value


def _record(number: int, known: Mapping[str, FactValue]) -> jr.Record:
    life = {"category": "village", "established_on": dt.date(2000, 1, 1)}
    return jr.Record.from_dict({"id": f"r{number}", **life, **known})


def _outcomes(report: jr.Report) -> list[int]:
    return [_CODES[each.outcome] for each in report.findings]


# -- others -------------------------------------------------------------------------


def _conditions(profile: jr.Profile, dialect: Dialect) -> list[tuple[str, str]]:
    """For each rule, whom it binds and what it asks for today, in another language."""
    found = []
    for rule in profile.rules:
        edition = next(each for each in rule.editions if each.covers(by_hand.AS_OF))
        assert rule.applies_when is not None
        found.append((dialect.written(rule.applies_when.node), dialect.written(edition.condition)))
    return found


def _cel(profile: jr.Profile) -> tuple[Judge, Read]:
    import cel  # noqa: PLC0415 - optional

    programs = [
        cel.compile(f"({applies}) ? (({met}) ? 1 : 0) : 2")
        for applies, met in _conditions(profile, CEL)
    ]

    def judge(known: Mapping[str, Any]) -> list[int]:
        context = cel.Context(variables={**known, "as_of": _DAYS[0]})
        return [program.execute(context) for program in programs]

    return judge, list


def _zen(profile: jr.Profile) -> tuple[Judge, Read]:
    import zen  # noqa: PLC0415 - optional

    expressions = [
        {"id": str(number), "key": f"r{number}", "value": f"({applies}) ? (({met}) ? 1 : 0) : 2"}
        for number, (applies, met) in enumerate(_conditions(profile, ZEN))
    ]
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("in", "rules"), ("rules", "out"))
    ]
    kind = "application/vnd.gorules.decision"
    decision = zen.ZenEngine().create_decision(
        json.dumps({"contentType": kind, "nodes": nodes, "edges": edges})
    )
    keys = [str(each["key"]) for each in expressions]

    def judge(known: Mapping[str, Any]) -> Any:
        return decision.evaluate({**known, "as_of": _DAYS[0]})

    return judge, lambda found: [int(found["result"][key]) for key in keys]


def _openfisca(profile: jr.Profile) -> tuple[Judge, Read]:
    import numpy as np  # noqa: PLC0415 - optional
    from openfisca_core.entities import build_entity  # noqa: PLC0415 - optional
    from openfisca_core.periods import DateUnit  # noqa: PLC0415 - optional
    from openfisca_core.simulations import (  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
        SimulationBuilder,
    )
    from openfisca_core.taxbenefitsystems import (  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
        TaxBenefitSystem,
    )
    from openfisca_core.variables import Variable  # type: ignore[import-untyped]  # noqa: PLC0415 - optional

    codes: dict[str, int] = {}
    entity = build_entity("organization", "organizations", "An organisation", is_person=True)
    system = TaxBenefitSystem([entity])
    period = str(by_hand.AS_OF.year)
    base = {"entity": entity, "definition_period": DateUnit.YEAR, "label": ""}
    names = {name for rule in profile.rules for name in _names(rule)} | {"as_of"}
    for name in names:
        is_truth = name != "as_of" and profile.vocabulary.facts[name].type == "bool"
        kind = bool if is_truth else int
        system.add_variable(type(name, (Variable,), {**base, "value_type": kind}))

    def formula(applies: str, met: str) -> Any:
        code = compile(f"where({applies}, {met}, 2)", "<rule>", "eval")

        def outcome(population: Any, when: Any) -> Any:
            scope = {"where": np.where, "f": lambda name: population(name, when)}
            return eval(code, scope)  # noqa: S307 - our own text

        return outcome

    for number, pair in enumerate(_conditions(profile, numpy_dialect(codes))):
        body = {**base, "value_type": int, "formula": formula(*pair)}
        system.add_variable(type(f"r{number}", (Variable,), body))

    def judge(known: Mapping[str, Any]) -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, 1)
        for name, value in {**known, "as_of": _DAYS[0]}.items():
            number = codes.setdefault(value, len(codes)) if isinstance(value, str) else value
            simulation.set_input(name, period, np.array([number]))
        return [simulation.calculate(f"r{number}", period) for number in range(len(by_hand.RULES))]

    return judge, lambda found: [int(each[0]) for each in found]


if __name__ == "__main__":
    for each in run():
        print(page.line(each))  # noqa: T201 - for whoever runs it
