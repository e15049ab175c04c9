"""The model of a slot says of every record what the reference evaluator says of it."""

from __future__ import annotations

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.evaluation import prepare
from jintan_rules.language.evaluate import evaluate, holds
from jintan_rules.proofs.machine import Solver
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.moves import asked
from jintan_rules.proofs.numbers import Number
from jintan_rules.proofs.scope import ModelRow, Scope
from jintan_rules.proofs.terms import negate
from jintan_rules.slots.build import slots
from tests.generated import record_for

PROFILES = {name: jr.load_profile(name) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]


def possible(model, *terms):
    """Say whether there is a solution that keeps to the calendar."""
    solver = Solver()
    solver.add(*model.axioms, *terms)
    found, sure = asked(solver, model.moves)
    assert sure
    return found is not None


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

            assert possible(model, *pins), (raw, slot.label)
            if expected is None:
                assert not possible(model, *pins, verdict.proved), (raw, slot.label)
                assert not possible(model, *pins, verdict.refuted), (raw, slot.label)
            else:
                other = negate(truth) if expected else truth
                assert not possible(model, *pins, other), (raw, slot.label)
