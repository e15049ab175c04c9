"""The driver of the forward-chaining machine, with a machine that does as it is told."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

import jintan_rules as jr
from jintan_rules.engines.rete import FailedError, Network, machine
from jintan_rules.engines.rulesets import ruleset
from jintan_rules.language import values as v
from jintan_rules.language.formula import Flag


class MachineError(Exception):
    """What the machine raises."""


class FakeMachine:
    """A machine for the formula ``f[0]`` that fails where its script says so."""

    error = MachineError

    def __init__(self, *faults):
        self.faults = list(faults)
        self.built = 0
        self.kept = {}
        self.freed = []

    def create_ruleset(self, name, text):
        self.built += 1
        return self.built

    def assert_fact(self, handle, body):
        if handle in self.kept:
            return 2, 0
        rule = "W" if '"f1"' in body else "P" if '"f0":1' in body else "F"
        if rule != "W" and self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, BaseException):
                self.kept[handle] = body  # a failed call may leave the body behind
                raise fault
            return fault, 0
        self.kept[handle] = body
        self.rule = rule
        return 0, 7

    def start_action_for_state(self, handle, state):
        return "{}", f'{{"{self.rule}":{{"m":{{}}}}}}'

    def complete_and_start_action(self, handle, state):
        return None

    def retract_fact(self, handle, body):
        del self.kept[handle]

    def delete_state(self, handle, session):
        self.freed.append(handle)

    def delete_ruleset(self, handle):
        self.freed.append(handle)


def network(*faults):
    return Network(FakeMachine(*faults), ruleset(Flag(0)))


def test_a_ruleset_is_built_once_and_kept():
    asked = network()

    assert [asked.decide([v.TRUE]), asked.decide([v.FALSE])] == [True, False]
    assert asked.machine.built == 1
    assert asked.machine.kept == {}


def test_nothing_known_asks_nobody():
    asked = network(MachineError("not reached"))

    assert asked.decide([v.Truth(None)]) is None
    assert asked.machine.built == 0


@pytest.mark.parametrize("fault", [MachineError("error code: 303"), MemoryError(), 2, 303])
def test_after_an_error_a_new_ruleset_decides(fault):
    asked = network(fault)

    assert asked.decide([v.TRUE]) is True
    assert asked.decide([v.FALSE]) is False
    assert asked.machine.built == 2


def test_a_second_error_is_told_and_the_next_call_begins_anew():
    asked = network(MachineError("error code: 303"), 2)

    with pytest.raises(FailedError):
        asked.decide([v.TRUE])
    assert asked.decide([v.TRUE]) is True
    assert asked.machine.built == 3


def test_an_interrupted_call_leaves_no_ruleset_behind_in_use():
    asked = network(KeyboardInterrupt())

    with pytest.raises(KeyboardInterrupt):
        asked.decide([v.TRUE])
    assert asked.decide([v.FALSE]) is False
    assert asked.machine.built == 2


def test_a_network_that_is_forgotten_frees_its_rulesets():
    asked = network()
    asked.decide([v.TRUE])
    machine = asked.machine
    del asked

    assert machine.freed == [1, 1]


def test_where_the_package_is_missing_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    record = jr.Record.from_dict({"id": "b", "category": "village"})

    with pytest.raises(jr.EvaluationError) as caught:
        jr.evaluate(record, as_of=dt.date(2024, 12, 31), engine="durable")

    (problem,) = caught.value.problems
    assert problem.code == "JR503"
    assert "pip install durable-rules==2.0.28" in problem.mend
    assert "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject" in problem.mend
    with pytest.raises(jr.EvaluationError):
        machine()
