"""What settles an unknown decides it whatever it turns out to be, and nothing smaller does."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

import jintan_rules as jr
from jintan_rules.proofs import questions, settling
from jintan_rules.standard.words import Outcome
from tests.faulty_copies import local, rule
from tests.generated import record_for

AS_OF = dt.date(2024, 12, 31)
BASE = {"id": "b", "category": "village", "tier": "branch", "established_on": "1998-06-01"}


@pytest.fixture
def judged(tmp_path):
    """Judge a record of these facts by one rule that asks for this."""

    def judging(requires, facts, **keys):
        profile = local(tmp_path, rule("own.rule", requires=requires, **keys))
        record = jr.Record.from_dict({**BASE, **facts}, vocabulary=profile)
        return jr.evaluate(record, profile, as_of=AS_OF)

    return judging


def facts(found):
    return [[each.fact for each in one] for one in found.sets]


@pytest.mark.parametrize(
    ("requires", "given", "expected"),
    [
        ("has_committee", {}, [["has_committee"]]),
        # One of two alone would decide only if it turned out to hold.
        ("has_committee or heads_designated", {}, [["has_committee", "heads_designated"]]),
        ("has_committee and full_members >= 3", {"full_members": 3}, [["has_committee"]]),
        # Whatever has_committee is, the same is asked of the members.
        (
            "full_members >= 3 if has_committee else full_members > 2",
            {},
            [["full_members"]],
        ),
        # The sum can be told without its parts.
        ("members >= 7", {"full_members": 3}, [["members"]]),
        (
            "(has_committee and full_members >= 3) or (not has_committee and full_members >= 9)",
            {},
            [["full_members", "has_committee"]],
        ),
    ],
)
def test_the_smallest_sets_that_decide_are_found(judged, requires, given, expected):
    (found,) = settling(judged(requires, given), "own.rule")

    assert facts(found) == expected
    assert found.decided is None
    assert found.proved


@pytest.mark.parametrize(
    ("requires", "given", "expected"),
    [
        ("has_committee or not has_committee", {}, Outcome.PASS),
        ("full_members >= 3 or full_members < 5", {}, Outcome.PASS),
        ("full_members > 5 and full_members < 5", {}, Outcome.FAIL),
        ("full_members + 1 > full_members", {}, Outcome.PASS),
    ],
)
def test_an_unknown_whose_every_completion_agrees_is_decided(judged, requires, given, expected):
    report = judged(requires, given)

    (found,) = settling(report, "own.rule")

    assert report["own.rule"].outcome is Outcome.UNKNOWN
    assert (found.decided, found.sets) == (expected, ())


def test_whom_a_rule_binds_is_asked_before_what_it_asks_where_that_may_be_enough(judged):
    report = judged("full_members >= 3", {}, applies_when="has_committee")

    (found,) = settling(report, "own.rule")

    assert facts(found) == [["full_members", "has_committee"]]


def test_a_list_that_is_not_known_is_asked_for_as_a_whole(judged):
    report = judged("v.secret", {}, for_each="v in votes", on="v.held_on")

    (found,) = settling(report, "own.rule")

    assert [[each.path for each in one.missing] for (one,) in found.sets] == [["votes"]]


VILLAGE = jr.load_profile("village")
SCALAR = [
    each
    for each in VILLAGE.rules
    if each.for_each is None and each.period is None and not each.has_deadline
]


def answers(fact):
    """Return some values that a fact may turn out to have."""
    match fact.type:
        case "bool":
            return [True, False]
        case "enum":
            return sorted(fact.tokens)
        case "count" | "integer":
            return [0, 2, 3, 7, 50, 100, 300]
        case _:
            return []


@pytest.mark.parametrize("rule", SCALAR, ids=lambda each: each.id)
def test_answering_a_set_settles_the_slot_whatever_the_answers_are(rule):
    vocabulary = VILLAGE.vocabulary
    for seed in range(8):
        raw, as_of = record_for(rule, VILLAGE, seed)
        record = jr.Record.from_dict(raw, vocabulary=VILLAGE)
        report = jr.evaluate(record, VILLAGE, as_of=as_of)
        for found in settling(report, rule.id):
            assert found.decided or found.sets
            for one in found.sets:
                paths = {each.path for question in one for each in question.missing}
                if not paths <= set(vocabulary.facts) or len(paths) > 3:
                    continue
                values = [answers(vocabulary.facts[each]) for each in sorted(paths)]
                for given in itertools.product(*values):
                    answered = {**raw, **dict(zip(sorted(paths), given, strict=True))}
                    try:
                        more = jr.Record.from_dict(answered, vocabulary=VILLAGE)
                    except jr.RecordError:  # figures that disagree: no possible answer
                        continue
                    again = jr.evaluate(more, VILLAGE, as_of=as_of)
                    slot = again[rule.id].slot(found.slot)
                    if slot.outcome is Outcome.UNKNOWN:
                        assert settling(again, rule.id)[0].decided, (raw, answered)


def test_what_settles_a_sample_is_among_what_its_report_misses():
    record = jr.read_record("examples/village.json")
    report = jr.evaluate(record, as_of=dt.date(2024, 11, 30))

    for finding in report.unknowns:
        for found in settling(report, finding.rule.id):
            missing = set(finding.slot(found.slot).missing)
            assert found.sets
            for one in found.sets:
                assert {each for question in one for each in question.missing} <= missing


def test_the_question_that_settles_most_comes_first(tmp_path):
    rules = [
        rule("own.one", requires="has_committee"),
        rule("own.two", requires="has_committee and full_members >= 3"),
        rule("own.three", requires="has_committee or heads_designated"),
    ]
    profile = local(tmp_path, "\n".join(rules))
    only = profile.tailor(select=["own.one", "own.two", "own.three"])
    known = [{}, {"full_members": 9}, {"heads_designated": True}]
    reports = [
        jr.evaluate(
            jr.Record.from_dict({**BASE, **given, "id": f"b{place}"}, vocabulary=profile),
            only,
            as_of=AS_OF,
        )
        for place, given in enumerate(known)
    ]

    found = questions(reports)

    assert [(each.path, each.settles, each.settled) for each in found] == [
        ("has_committee", 4, 4),
        ("full_members", 2, 6),
        ("heads_designated", 2, 8),
    ]
    assert [each.organizations for each in found] == [3, 2, 2]
