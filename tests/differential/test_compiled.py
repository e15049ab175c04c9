"""What is compiled from a profile comes to what the interpreter says, slot by slot."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.engines import compiled
from jintan_rules.engines.loops import PlainRuleCode
from jintan_rules.testing.cases import read_cases
from tests.generated import record_for

PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]
KNOWN: dict[Path, jr.Profile] = {}
CASES = [
    case
    for path in sorted(Path("tests/conformance").glob("*/*.toml"))
    for case in read_cases(path, known=KNOWN).cases
]
AS_OF = dt.date(2024, 11, 30)


def year(as_of):
    return dt.date(as_of.year, 1, 1), dt.date(as_of.year, 12, 31)


def outcomes(record, profile, as_of, window, workdays=None):
    days = as_of.toordinal(), tuple(day.toordinal() for day in window)
    return compiled.outcomes(record, profile, *days, workdays)


def agreed(record, profile, as_of, window=None, workdays=None):
    """Judge a record by both; every slot and every finding must agree."""
    given = {"as_of": as_of, "window": window, "workdays": workdays}
    expected = jr.evaluate(record, profile, engine="reference", **given)
    found = jr.evaluate(record, profile, **given)
    slots = outcomes(record, profile, as_of, window or year(as_of), workdays)

    told_first = [(each.outcome, each.level) for each in found.findings]
    left = 0
    for finding, each in zip(expected.findings, slots, strict=True):
        if each is None:
            left += 1
        elif not record.reasons:
            assert each == [slot.outcome for slot in finding.slots], finding.rule.id
    assert told_first == [(each.outcome, each.level) for each in expected.findings]
    for one, other in zip(found.findings, expected.findings, strict=True):
        assert [key(slot) for slot in one.slots] == [key(slot) for slot in other.slots]
    return found, left


def key(slot):
    return slot.label, slot.outcome, slot.level, slot.because, slot.reason, slot.review


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_slot_by_slot_as_the_interpreter_says(case):
    profile = attrs.evolve(case.profile, rules=(case.profile.rule(case.rule),))

    agreed(case.record, profile, case.as_of, case.window, case.workdays)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_comes_out_slot_by_slot_as_the_interpreter_says(name, rule):
    profile = PROFILES[name]
    one = attrs.evolve(profile, rules=(profile.rule(rule),))
    for seed in range(20):
        raw, as_of = record_for(profile.rule(rule), profile, seed)
        record = jr.Record.from_dict(raw, vocabulary=profile)

        agreed(record, one, as_of)


@pytest.mark.parametrize("name", ["village", "community", "organ", "soe", "non_public"])
@pytest.mark.parametrize("as_of", [AS_OF, dt.date(2024, 12, 31), dt.date(2026, 2, 28)])
def test_a_whole_organisation_comes_out_as_the_interpreter_says(name, as_of):
    profile = PROFILES[name]
    record = jr.read_record(f"examples/{name}.json", vocabulary=profile)

    _, left = agreed(record, profile, as_of)

    assert left == 0


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_but_an_id_comes_out_as_the_interpreter_says(name):
    profile = PROFILES[name]

    agreed(jr.Record.from_dict({"id": "b"}, vocabulary=profile), profile, AS_OF)


@pytest.mark.parametrize("name", PROFILES)
def test_every_rule_is_compiled(name):
    for code in compiled.compiled_profile(PROFILES[name]).rules:
        named = [code.bound, code.since, code.until, code.on, code.filter]
        named += [each[-1] for each in code.editions]
        named += [each for pair in code.deadlines for each in pair]
        for each in named:
            assert each is None or each.program.function(each.node, each.variables), code.rule.id
        if isinstance(code, PlainRuleCode) and code.rule.for_each is not None:
            assert all(code.loop(number) for number in range(len(code.editions))), code.rule.id


def village():
    return jr.read_record("examples/village.json")


def test_what_is_told_later_is_equal_hashed_alike_copied_and_pickled():
    record, profile = village(), PROFILES["village"]
    first, second = (jr.evaluate(record, profile, as_of=AS_OF) for _ in range(2))
    finding = first.findings[7]

    assert finding == second.findings[7]
    assert hash(finding) == hash(second.findings[7])
    assert repr(finding) == repr(second.findings[7])
    untold = jr.evaluate(record, profile, as_of=AS_OF).findings[7]
    assert pickle.loads(pickle.dumps(untold)) == finding  # noqa: S301  our own
    assert copy.deepcopy(untold) == finding
    assert attrs.evolve(untold, slots=()).outcome is jr.Outcome.NOT_APPLICABLE


def test_threads_are_told_the_same():
    report = jr.evaluate(village(), PROFILES["village"], as_of=AS_OF)
    expected = jr.evaluate(village(), PROFILES["village"], as_of=AS_OF).to_json()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: report.to_json(), range(8)))

    assert set(told) == {expected}


def test_the_caller_s_way_with_decimals_is_left_as_it_was():
    with decimal.localcontext(prec=3) as context:
        jr.evaluate(village(), PROFILES["village"], as_of=AS_OF)

        assert decimal.getcontext() is context
        assert context.prec == 3


def test_a_program_goes_with_its_profile():
    profile = attrs.evolve(PROFILES["village"], version="another")
    key_of_it = id(profile)
    compiled.compiled_profile(profile)

    del profile
    gc.collect()

    assert key_of_it not in compiled._PROGRAMS
