"""Every rule on its conformance cases, and every rule has them."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec

import attrs
import pytest

import jintan_rules as jr
from tests.conformance.cases import WANTED, Case, cases, excused

CASES = list(cases())
PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}


ENGINES = [
    "python",
    "reference",
    pytest.param(
        "durable",
        marks=pytest.mark.skipif(
            find_spec("durable_rules_engine") is None,
            reason="the package durable-rules is not there",
        ),
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_case_comes_out_as_its_file_says(case: Case, engine):
    profile = PROFILES[case.profile]
    if case.parameters:
        profile = profile.tailor(parameters=case.parameters)
    profile = attrs.evolve(profile, rules=(profile.rule(case.rule),))
    record = jr.Record.from_dict(case.record, vocabulary=profile)
    workdays = None
    if case.workdays is not None:
        workdays = jr.WorkdayCalendar.for_years(
            set(case.workdays["years"]),
            set(case.workdays.get("holidays", ())),
            set(case.workdays.get("workdays", ())),
        )

    report = jr.evaluate(
        record, profile, as_of=case.as_of, window=case.window, engine=engine, workdays=workdays
    )

    finding = report[case.rule]
    found = finding if case.slot is None else finding.slot(case.slot)
    slots = [(slot.label, str(slot.outcome), slot.because, slot.missing) for slot in finding.slots]
    assert str(found.outcome) == case.outcome, slots
    if case.level is not None:
        assert str(found.level) == case.level, slots
    paths = {each.path for each in found.missing}
    assert set(case.missing) <= paths, slots


def test_every_rule_has_its_cases():
    shown: dict[str, set[str]] = {}
    for case in CASES:
        rule = PROFILES[case.profile].rule(case.rule).id
        shown.setdefault(rule, set()).update({case.outcome, *case.shows})
    reasons = excused()
    lacking = {
        rule.id: [
            each
            for each in WANTED
            if each not in shown.get(rule.id, ()) and each not in reasons.get(rule.id, {})
        ]
        for profile in PROFILES.values()
        for rule in profile.rules
    }

    assert not {rule: kinds for rule, kinds in lacking.items() if kinds}


def test_no_case_is_told_twice():
    names = Counter(str(case) for case in CASES)

    assert [name for name, count in names.items() if count > 1] == []


def test_nothing_is_excused_without_need():
    known = {rule.id for profile in PROFILES.values() for rule in profile.rules}

    assert set(excused()) <= known
