"""Records, days, expressions and profiles that are drawn are what was asked for."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import jintan_rules as jr
from jintan_rules.errors import Place
from jintan_rules.language.check import check
from jintan_rules.language.parse import parse
from jintan_rules.language.unparse import unparse
from jintan_rules.standard.vocabulary import Names
from jintan_rules.testing import (
    SteeringError,
    as_of_days,
    assessments,
    expressions,
    plain_records,
    profiles,
    records,
    usual_day,
    windows,
)

COMMON = jr.load_profile("common")
VILLAGE = jr.load_profile("village")
MEETING = "act.members-meeting.quarterly"
SEVEN = "org.committee.required-when-seven"
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def outcome(record, profile, rule, as_of):
    one = attrs.evolve(profile, rules=(profile.rule(rule),))
    return str(jr.evaluate(record, one, as_of=as_of)[rule].outcome)


@few
@given(plain_records(VILLAGE, rules=[MEETING, SEVEN]))
def test_a_record_is_read_and_is_json(plain):
    again = jr.Record.from_dict(json.loads(json.dumps(plain)), vocabulary=VILLAGE)

    assert again == jr.Record.from_dict(plain, vocabulary=VILLAGE)


@few
@given(records(VILLAGE))
def test_a_record_of_a_whole_profile_is_judged(record):
    assert len(jr.evaluate(record, VILLAGE, as_of=usual_day(VILLAGE)).findings) == len(
        VILLAGE.rules
    )


@pytest.mark.parametrize("missing", ["some", "none", {"full_members", "meetings.kinds"}])
@pytest.mark.parametrize("rule", [MEETING, SEVEN])
def test_a_rule_fails_where_it_is_asked_to(rule, missing):
    day = usual_day(COMMON, [COMMON.rule(rule)])
    if rule == SEVEN and "full_members" in missing:
        with pytest.raises(SteeringError):
            records(COMMON, failing={rule}, missing=missing)
        return

    @few
    @given(records(COMMON, failing={rule}, missing=missing))
    def fails(record):
        assert outcome(record, COMMON, rule, day) == "fail"
        if not isinstance(missing, str):
            assert "full_members" not in record.facts
            assert all("kinds" not in row.values for row in record.lists.get("meetings", ()))

    if rule == MEETING and not isinstance(missing, str):
        # A meeting of which nobody says what kind it was may have been the one.
        strategy = records(COMMON, failing={rule}, missing=missing)
        assert not find(strategy, lambda _: True, settings=few).lists.get("meetings")
    fails()


@few
@given(records(COMMON, failing={SEVEN}, passing={MEETING}, as_of=dt.date(2024, 12, 31)))
def test_one_rule_fails_and_another_passes(record):
    assert outcome(record, COMMON, SEVEN, dt.date(2024, 12, 31)) == "fail"
    assert outcome(record, COMMON, MEETING, dt.date(2024, 12, 31)) == "pass"


def test_a_record_that_fails_shrinks_to_the_plainest():
    found = find(records(COMMON, failing={SEVEN}), lambda _: True, settings=few)

    assert set(found.facts) == {"established_on", "tier", "kind", "full_members", "has_committee"}
    assert not any(found.lists.values())


OWN = [rule.id for rule in VILLAGE.rules if rule.profile == "village"][:20]


@settings(few, max_examples=8)
@given(records(VILLAGE, rules=[*OWN, MEETING], meeting_all=True, given={"tier": "branch"}))
def test_a_record_meets_all(record):
    rules = tuple(VILLAGE.rule(rule) for rule in [*OWN, MEETING])
    some = attrs.evolve(VILLAGE, rules=rules)
    report = jr.evaluate(record, some, as_of=usual_day(VILLAGE, rules))

    assert record.facts["tier"] == "branch"
    assert report.breaches == ()
    assert report.deviations == ()


@few
@given(records(COMMON, missing="none", rules=[SEVEN]))
def test_nothing_is_missing(record):
    assert {"established_on", "tier", "kind", "full_members", "has_committee"} <= set(record.facts)


@few
@given(plain_records(VILLAGE, missing="all"))
def test_all_is_missing(plain):
    assert plain == {"id": "r", "category": "village"}


def test_figures_at_the_boundary_are_among_them():
    strategy = records(COMMON, rules=[SEVEN], missing="none")
    for count in (6, 7, 8):
        found = find(
            strategy,
            lambda record, count=count: record.facts.get("full_members") == count,
            settings=settings(few, max_examples=500),
        )
        assert found.facts["full_members"] == count


def test_a_deadline_s_own_day_and_its_neighbours_are_among_them():
    rule = "team.dev.approval-three-months"
    strategy = plain_records(COMMON, rules=[rule], missing="none")

    def distance(plain):
        for row in plain["development"]:
            asked, done = row.get("admission_meeting_on"), row.get("approved_on")
            if asked and done and "never" not in (asked, done):
                start = dt.date.fromisoformat(asked)
                end = jr.calendar.add_months(start.toordinal(), 3)
                yield dt.date.fromisoformat(done).toordinal() - end

    for wanted in (-1, 0, 1):
        found = find(
            strategy,
            lambda plain, wanted=wanted: wanted in distance(plain),
            settings=settings(few, max_examples=3000),
        )
        assert wanted in set(distance(found))


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"failing": {MEETING}, "passing": {MEETING}}, MEETING),
        ({"failing": {MEETING}, "missing": "all"}, "missing"),
        ({"missing": {"full_membres"}}, "missing"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, path):
    with pytest.raises(SteeringError) as caught:
        records(COMMON, **words)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == ("JR633", path)


def test_a_rule_that_is_not_known_is_refused():
    with pytest.raises(jr.EvaluationError) as caught:
        records(COMMON, failing={"no.such.rule"})

    assert [problem.code for problem in caught.value.problems] == ["JR504"]


def test_a_rule_that_can_never_fail_without_its_parameter_is_told():
    rule = "village.sup.operating-funds"
    with pytest.raises(SteeringError) as caught:
        records(VILLAGE, failing={rule})

    assert rule in caught.value.problems[0].found


@few
@given(assessments(COMMON, rules=[MEETING]))
def test_an_assessment_can_be_judged(found):
    one = attrs.evolve(COMMON, rules=(COMMON.rule(MEETING),))

    report = jr.evaluate(found.record, one, as_of=found.as_of, window=found.window)

    assert report.as_of == found.as_of


def test_days_are_plain_first_and_turn_with_the_texts():
    days = as_of_days(COMMON, [MEETING])

    assert find(days, lambda _: True) == usual_day(COMMON, [COMMON.rule(MEETING)])
    for day in (dt.date(2018, 10, 28), dt.date(2018, 10, 27)):
        assert find(days, lambda found, day=day: found == day) == day


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)).flatmap(windows))
def test_a_window_ends_no_earlier_than_it_begins(window):
    assert window is None or window[0] <= window[1]


@pytest.mark.parametrize("period", [False, True])
@pytest.mark.parametrize("kind", ["bool", "number", "date"])
def test_an_expression_is_well_typed_and_is_its_text(kind, period):
    names = Names(VILLAGE.vocabulary)

    @few
    @given(expressions(VILLAGE, kind=kind, period=period))
    def sound(node):
        text = unparse(node)

        assert parse(text, Place()) == node
        assert check(node, names, {}, place=Place(), text=text, wanted=kind, period=period) == []

    sound()


@settings(few, max_examples=15)
@given(profiles(), st.data())
def test_a_profile_that_is_made_up_loads_and_judges(profile, data):
    found = data.draw(assessments(profile))

    report = jr.evaluate(found.record, profile, as_of=found.as_of, window=found.window)
    reference = jr.evaluate(
        found.record, profile, as_of=found.as_of, window=found.window, engine="reference"
    )

    assert [each.outcome for each in report.findings] == [
        each.outcome for each in reference.findings
    ]
