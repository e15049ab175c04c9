"""The changes proposed bring a record to the standard, and nothing cheaper does."""

from __future__ import annotations

import datetime as dt

import pytest

import jintan_rules as jr
from jintan_rules.proofs import remedies
from jintan_rules.standard.words import Outcome
from tests.faulty_copies import local, rule
from tests.generated import record_for

AS_OF = dt.date(2024, 12, 31)
BASE = {"id": "b", "category": "village", "tier": "branch", "established_on": "1998-06-01"}


@pytest.fixture
def judged(tmp_path):
    """Judge a record of these facts by some rules alone."""

    def judging(rules, facts):
        profile = local(tmp_path, "\n".join(rules))
        profile = profile.tailor(select=[each.id for each in profile.rules if "own" in each.id])
        record = jr.Record.from_dict({**BASE, **facts}, vocabulary=profile)
        return jr.evaluate(record, profile, as_of=AS_OF)

    return judging


def paths(found):
    return [change.path for action in found.actions for change in action.changes]


def test_one_fact_that_serves_two_rules_is_cheaper_than_two(judged):
    found = remedies(
        judged(
            [
                rule("own.one", requires="has_committee or heads_designated"),
                rule("own.two", requires="has_committee or service_centre_open_to_mobile"),
            ],
            {
                "has_committee": False,
                "heads_designated": False,
                "service_centre_open_to_mobile": False,
            },
        )
    )

    assert (paths(found), found.cost, found.proved) == (["has_committee"], 1, True)
    assert found.after.breaches == ()


def test_what_costs_more_is_left_where_something_cheaper_does(judged):
    report = judged(
        [rule("own.one", requires="has_committee or heads_designated")],
        {"has_committee": False, "heads_designated": False},
    )

    found = remedies(report, costs={"has_committee": 9})

    assert paths(found) == ["heads_designated"]
    assert remedies(report, fixed=["heads_designated"]).actions[0].changes[0].path == (
        "has_committee"
    )


def test_a_number_is_moved_just_as_far_as_is_asked(judged):
    found = remedies(
        judged([rule("own.one", requires="reps >= 25")], {"reps": 20}),
    )

    (change,) = found.actions[0].changes
    assert (change.path, change.old) == ("reps", 20)
    assert change.new >= 25


def test_members_and_households_are_not_changed_to_meet_a_rule(judged):
    found = remedies(
        judged(
            [rule("own.one", requires="full_members < 50 or households < 10")],
            {"full_members": 60, "households": 100},
        )
    )

    assert found.actions == ()
    assert [(each.id, slot) for each, slot in found.late] == [("own.one", "-")]


def test_a_rule_is_not_mended_by_making_it_not_bind(judged):
    found = remedies(
        judged(
            [rule("own.one", applies_when="has_committee", requires="full_members >= 100")],
            {"has_committee": True, "full_members": 3},
        )
    )

    assert found.actions == ()
    assert found.late != ()


def test_an_event_of_today_mends_a_period_that_runs_and_no_other(judged):
    quarterly = rule(
        "own.one", period="quarter", requires="any(m for m in meetings if 'members' in m.kinds)"
    )
    found = remedies(judged([quarterly], {"meetings": []}))

    assert [slot for _, slot in found.late] == ["2024-Q1", "2024-Q2", "2024-Q3"]
    (action,) = found.actions
    assert (action.kind, action.list_name) == ("row", "meetings")
    assert {each.path.rpartition(".")[2]: each.new for each in action.changes} == {
        "held_on": AS_OF,
        "kinds": frozenset({"members"}),
    }


def test_an_officer_who_may_not_hold_office_leaves_it(judged):
    own = rule("own.one", for_each="o in officers", requires="not ('secretary' in o.posts)")
    officers = [
        {"id": "o1", "since": "2020-01-01", "body": "committee", "posts": ["secretary"]},
        {"id": "o2", "since": "2020-01-01", "body": "committee", "posts": ["deputy"]},
    ]

    found = remedies(judged([own], {"officers": officers}))

    (action,) = found.actions
    assert (action.kind, action.row) == ("end", "o1")
    assert found.after.breaches == ()


def test_a_day_that_has_passed_is_not_moved(judged):
    own = rule(
        "own.one",
        for_each="t in terms",
        on="t.started_on",
        done="t.reminded_on",
        due="add_months(t.started_on, 6)",
        subject='"organization"',
    )
    terms = [{"id": "t1", "started_on": "2024-01-01", "reminded_on": "never"}]

    found = remedies(judged([own], {"terms": terms}))

    assert found.actions == ()
    assert [slot for _, slot in found.late] == ["t1"]


def test_what_mends_one_rule_and_breaks_another_is_not_proposed(judged):
    found = remedies(
        judged(
            [
                rule("own.one", requires="has_committee or heads_designated"),
                rule("own.two", requires="not has_committee"),
            ],
            {"has_committee": False, "heads_designated": False},
        ),
        costs={"has_committee": 1, "heads_designated": 5},
    )

    assert (paths(found), found.cost, found.proved) == (["heads_designated"], 5, True)


def test_it_reads_as_a_list_of_things_to_do(judged):
    report = judged(
        [rule("own.one", requires="has_committee")],
        {"has_committee": False},
    )

    found = remedies(report)

    assert found.to_text("zh") == "1. 是否设支委会：由否改为是"
    assert found.to_text("en") == "1. has a committee: from no to yes"


@pytest.mark.parametrize("name", ["village", "community", "organ", "soe", "non_public"])
def test_the_samples_are_brought_as_far_as_can_be(name):
    record = jr.read_record(f"examples/{name}.json")
    report = jr.evaluate(record, as_of=dt.date(2024, 11, 30))

    found = remedies(report, deviations=True)

    assert found.proved
    late = {(rule.id, slot) for rule, slot in found.late}
    left = {
        (finding.rule.id, slot.label)
        for finding in (*found.after.breaches, *found.after.deviations)
        for slot in finding.with_outcome(Outcome.FAIL)
    }
    assert left == late


VILLAGE = jr.load_profile("village")
STATES = [
    each
    for each in VILLAGE.rules
    if each.profile in ("village", "common") and each.period is None and each.for_each is None
]


@pytest.mark.parametrize("each", STATES, ids=lambda each: each.id)
def test_a_state_that_is_mended_passes_when_it_is_judged_again(each):
    only = VILLAGE.tailor(select=[each.id])
    for seed in range(12):
        raw, as_of = record_for(each, VILLAGE, seed)
        record = jr.Record.from_dict(raw, vocabulary=VILLAGE)
        report = jr.evaluate(record, only, as_of=as_of)
        if each.id not in {other.rule.id for other in (*report.breaches, *report.deviations)}:
            continue
        found = remedies(report, deviations=True)
        if found.late or not found.proved:
            continue
        assert found.after[each.id].outcome is not Outcome.FAIL, (raw, found.to_text())
        assert found.cost > 0
