"""Laws that hold of every rule of every built-in profile."""

from __future__ import annotations

import copy
import random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jintan_rules as jr
from tests.generated import record_for

DECIDED = {"pass", "fail", "not_applicable"}
PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]


def judged(record: dict[str, Any], profile: jr.Profile, rule: str, as_of, engine="python"):
    whole = jr.Record.from_dict(record, vocabulary=profile)
    one = attrs.evolve(profile, rules=(profile.rule(rule),))
    return jr.evaluate(whole, one, as_of=as_of, engine=engine)[rule]


def forgotten(record: dict[str, Any], profile: jr.Profile, chance: random.Random):
    """Return the record without one fact, and which it was; facts with a default stay."""
    vocabulary = profile.vocabulary
    places = [
        ("", 0, name)
        for name in record
        if name in vocabulary.facts
        and vocabulary.facts[name].default is None
        and name != "category"
    ]
    for name, rows in record.items():
        if name in vocabulary.lists:
            places.append((name, -1, ""))
            places += [
                (name, index, key)
                for index, row in enumerate(rows)
                for key in row
                if key != "id" and vocabulary.lists[name].attributes[key].default is None
            ]
    if not places:
        return None, ""
    list_name, index, key = chance.choice(places)
    less = copy.deepcopy(record)
    if not list_name:
        del less[key]
    elif index < 0:
        del less[list_name]
    else:
        del less[list_name][index][key]
    return less, f"{list_name}[{index}].{key}"


@pytest.mark.parametrize(("name", "rule"), RULES)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_learning_a_fact_never_changes_a_decided_outcome(name, rule, seed):
    profile = PROFILES[name]
    record, as_of = record_for(profile.rule(rule), profile, seed)
    less, place = forgotten(record, profile, random.Random(seed))
    if less is None:
        return
    more = judged(record, profile, rule, as_of)
    fewer = judged(less, profile, rule, as_of)
    context = f"{place} of {record} on {as_of}"

    if fewer.outcome.value in DECIDED:
        assert (fewer.outcome, fewer.level) == (more.outcome, more.level), context
    known = {slot.label: slot for slot in more.slots}
    for slot in fewer.slots:
        if slot.label in known and slot.outcome.value in DECIDED and slot.label != "-":
            assert slot.outcome == known[slot.label].outcome, (slot.label, context)


@pytest.mark.parametrize(("name", "rule"), RULES)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_engines_agree_and_the_order_of_rows_does_not_matter(name, rule, seed):
    profile = PROFILES[name]
    record, as_of = record_for(profile.rule(rule), profile, seed)
    found = judged(record, profile, rule, as_of)
    reference = judged(record, profile, rule, as_of, engine="reference")
    turned = {
        key: value[::-1] if isinstance(value, list) else value for key, value in record.items()
    }
    again = judged(turned, profile, rule, as_of)

    def verdicts(finding):
        return sorted((slot.label, slot.outcome, slot.level) for slot in finding.slots)

    assert verdicts(found) == verdicts(reference), record
    if found.rule.for_each is None or not found.rule.for_each.paired:
        assert verdicts(found) == verdicts(again), record
    assert found == judged(record, profile, rule, as_of), "evaluation is not deterministic"


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_nothing_is_decided_of_a_record_that_says_nothing(name, rule):
    profile = PROFILES[name]
    record: dict[str, Any] = {"id": "r"}
    as_of = record_for(profile.rule(rule), profile, 0)[1]

    finding = judged(record, profile, rule, as_of)

    assert finding.outcome.value in ("unknown", "not_applicable")
