"""The model of a slot says of every record what the reference evaluator says of it."""

from __future__ import annotations

import attrs
import pytest
import z3

import jintan_rules as jr
from jintan_rules.evaluation import prepare
from jintan_rules.language.evaluate import evaluate, holds
from jintan_rules.proofs.encoding import ModelRow, Scope
from jintan_rules.proofs.machine import negate
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.numbers import Number
from jintan_rules.slots.build import slots
from tests.generated import record_for

PROFILES = {name: jr.load_profile(name) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]


def check(model, *terms):
    """Ask for a solution that keeps to the calendar."""
    solver = z3.SimpleSolver()
    solver.add(*model.axioms, *terms)
    while solver.check() == z3.sat:
        lemmas = model.moves.mend(solver.model())
        if not lemmas:
            return z3.sat
        solver.add(*lemmas)
    return solver.check()


def pinned(profile, slot, model):
    """Say what every variable of the model is in this slot."""
    return [
        model.pin(name, evaluate(variable.node, slot.scope))
        for name, variable in model.variables.items()
    ]


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_what_the_evaluator_decides_has_no_other_solution(name, rule):
    profile = PROFILES[name]
    rule = profile.rule(rule)
    one = attrs.evolve(profile, rules=(rule,))
    for seed in range(6):
        raw, as_of = record_for(rule, profile, seed)
        record = jr.Record.from_dict(raw, vocabulary=profile)
        year = (as_of.replace(month=1, day=1), as_of.replace(month=12, day=31))
        judging, _ = prepare(record, one, as_of, year, None)
        for slot in slots(rule, judging):
            if slot.edition is None:
                continue
            condition = slot.edition.condition
            expected = holds(condition, slot.scope).value
            names = rule.for_each.names if rule.for_each else ()
            rows = {each: ModelRow(each, rule.for_each.list_name) for each in names}
            model = Model(profile, as_of=Number(as_of.toordinal()))
            verdict = model.verdict(condition, Scope(rows, slot.scope.span or "day"))
            truth = model.truth(condition, Scope(rows, slot.scope.span or "day"))
            pins = pinned(profile, slot, model)

            assert check(model, *pins) == z3.sat, (raw, slot.label)
            if expected is None:
                assert check(model, *pins, verdict.proved) == z3.unsat, (raw, slot.label)
                assert check(model, *pins, verdict.refuted) == z3.unsat, (raw, slot.label)
            else:
                other = negate(truth) if expected else truth
                assert check(model, *pins, other) == z3.unsat, (raw, slot.label)
