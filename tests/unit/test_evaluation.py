"""What a verdict means, on real rules."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

import jintan_rules as jr

D = dt.date
BASE = {
    "id": "b",
    "category": "village",
    "tier": "branch",
    "kind": "ordinary",
    "established_on": "1998-06-01",
}
QUARTERLY = "act.members-meeting.quarterly"
APPROVAL = "team.dev.approval-three-months"


def judged(rule, as_of, *, window=None, profile="village", **facts):
    record = jr.Record.from_dict({**BASE, **facts})
    return jr.evaluate(record, profile, as_of=as_of, window=window)[rule]


def labelled(finding):
    return {slot.label: slot.outcome.value for slot in finding.slots}


def meetings(*days, kind="members"):
    return [{"id": f"m{n}", "held_on": day, "kinds": [kind]} for n, day in enumerate(days)]


def test_a_period_that_ends_on_the_day_is_over_and_the_next_has_not_begun():
    finding = judged(QUARTERLY, D(2024, 3, 31), meetings=[])

    assert labelled(finding) == {"2024-Q1": "fail"}


def test_an_act_on_the_last_day_of_the_period_is_in_time():
    assert (
        judged(QUARTERLY, D(2024, 3, 31), meetings=meetings("2024-03-31")).outcome.value == "pass"
    )


def test_what_lies_after_the_day_has_not_happened():
    finding = judged(QUARTERLY, D(2024, 3, 31), meetings=meetings("2024-04-01"))

    assert finding.outcome is jr.Outcome.FAIL


def test_an_absent_list_is_unknown_and_named():
    finding = judged(QUARTERLY, D(2024, 3, 31))

    assert finding.outcome is jr.Outcome.UNKNOWN
    assert [each.path for each in finding.missing] == ["meetings"]


def test_a_gap_opens_only_the_periods_it_meets():
    finding = judged(
        QUARTERLY,
        D(2024, 12, 31),
        meetings=[],
        gaps=[{"list": "meetings", "from": "2024-06-30", "to": "2024-07-01"}],
    )

    assert labelled(finding) == {
        "2024-Q1": "fail", "2024-Q2": "unknown", "2024-Q3": "unknown", "2024-Q4": "fail",
    }  # fmt: skip


def test_a_row_without_its_date_leaves_open_what_it_could_touch():
    undated = [
        {"id": "m1", "kinds": ["members"]},
        {"id": "m2", "held_on": "2024-01-05", "kinds": ["members"]},
    ]
    finding = judged(QUARTERLY, D(2024, 6, 30), meetings=undated)

    assert labelled(finding) == {"2024-Q1": "pass", "2024-Q2": "unknown"}
    assert [each.path for each in finding.missing] == ["meetings[m1].held_on"]


def test_periods_before_the_founding_or_cut_by_it_are_not_judged():
    finding = judged(QUARTERLY, D(2024, 12, 31), meetings=[], established_on="2024-04-02")

    assert labelled(finding) == {
        "2024-Q1": "not_applicable", "2024-Q2": "not_applicable",
        "2024-Q3": "fail", "2024-Q4": "fail",
    }  # fmt: skip


def test_the_last_day_of_a_dissolved_organisation_still_counts():
    finding = judged(QUARTERLY, D(2024, 12, 31), meetings=[], dissolved_on="2024-09-30")

    assert labelled(finding)["2024-Q3"] == "fail"
    assert labelled(finding)["2024-Q4"] == "not_applicable"


def test_a_period_before_the_text_came_into_force_is_not_judged():
    finding = judged(QUARTERLY, D(2018, 12, 31), meetings=[])

    assert set(labelled(finding).values()) == {"not_applicable"}


def test_a_recorded_reason_excuses_a_deviation_in_its_slot_only():
    reasons = [{"rule": QUARTERLY, "slot": "2024-Q1", "code": "epidemic"}]
    finding = judged(QUARTERLY, D(2024, 6, 30), meetings=[], reasons=reasons)

    assert finding.slot("2024-Q1").level is jr.Level.EXCUSED
    assert finding.slot("2024-Q1").reason.code == "epidemic"
    assert finding.slot("2024-Q2").level is jr.Level.DEVIATION


def test_a_reason_without_a_slot_is_for_all_of_them():
    reasons = [{"rule": QUARTERLY, "code": "epidemic"}]
    finding = judged(QUARTERLY, D(2024, 6, 30), meetings=[], reasons=reasons)

    assert (finding.outcome, finding.level) == (jr.Outcome.PASS, jr.Level.EXCUSED)


def test_a_reason_never_excuses_a_breach():
    rule = "act.theme-day.monthly"
    finding = judged(rule, D(2024, 1, 31), meetings=[], reasons=[{"rule": rule, "code": "x"}])

    assert finding.level is jr.Level.BREACH


def candidate(**steps):
    return [{"id": "c1", "admission_meeting_on": "2024-01-31", "special_reason": False, **steps}]


@pytest.mark.parametrize(
    ("as_of", "approved_on", "expected"),
    [
        (D(2024, 4, 29), "never", "pending"),
        (D(2024, 4, 30), "never", "fail"),
        (D(2024, 4, 30), "2024-04-30", "pass"),
        (D(2024, 5, 1), "2024-05-01", "fail"),
        (D(2024, 4, 29), None, "pending"),
        (D(2024, 4, 30), None, "unknown"),
        (D(2024, 1, 30), "never", "not_applicable"),
    ],
)
def test_a_deadline_is_pending_until_its_day_is_over(as_of, approved_on, expected):
    rows = candidate(**({} if approved_on is None else {"approved_on": approved_on}))

    assert judged(APPROVAL, as_of, development=rows).outcome.value == expected


def test_a_choice_on_an_unknown_is_decided_where_both_branches_agree():
    rows = [
        {"id": "c1", "admission_meeting_on": "2024-01-31", "approved_on": day}
        for day in ("2024-04-30",)
    ]
    late = [{"id": "c1", "admission_meeting_on": "2024-01-31", "approved_on": "2024-08-01"}]
    between = [{"id": "c1", "admission_meeting_on": "2024-01-31", "approved_on": "2024-06-01"}]

    assert judged(APPROVAL, D(2024, 12, 31), development=rows).outcome is jr.Outcome.PASS
    assert judged(APPROVAL, D(2024, 12, 31), development=late).outcome is jr.Outcome.FAIL
    unknown = judged(APPROVAL, D(2024, 12, 31), development=between)
    assert [each.path for each in unknown.missing] == ["development[c1].special_reason"]


def test_a_breach_not_cured_stays_in_sight_and_one_cured_years_ago_does_not():
    open_still = judged(APPROVAL, D(2027, 12, 31), development=candidate(approved_on="never"))
    cured = judged(APPROVAL, D(2027, 12, 31), development=candidate(approved_on="2024-09-01"))

    assert open_still.outcome is jr.Outcome.FAIL
    assert cured.slots == ()
    assert cured.outcome is jr.Outcome.NOT_APPLICABLE


def test_a_running_term_shows_as_pending():
    finding = judged(
        "term.election-on-time",
        D(2024, 6, 1),
        elections=[],
        extensions=[],
        terms=[{"id": "t1", "started_on": "2021-03-01"}],
    )

    assert finding.outcome is jr.Outcome.PENDING
    assert finding.slots[0].due == D(2026, 3, 1)


def test_the_window_chooses_the_periods():
    finding = judged(QUARTERLY, D(2024, 6, 30), meetings=[], window=(D(2023, 7, 1), D(2024, 3, 31)))

    assert list(labelled(finding)) == ["2023-Q3", "2023-Q4", "2024-Q1"]


def test_a_parameter_that_is_not_set_is_unknown_and_says_so():
    finding = judged(
        "village.sup.secretary-pay",
        D(2024, 12, 31),
        annual=[
            {"id": "a", "year_end": "2023-12-31", "rural_income": 30000},
            {"id": "b", "year_end": "2024-12-31", "secretary_pay": 70000},
        ],
    )

    assert finding.outcome is jr.Outcome.UNKNOWN
    assert [(each.path, each.why) for each in finding.missing] == [("param.pay_ratio", "parameter")]


def test_the_duties_of_others_count_in_none_of_the_own_lists():
    record = jr.Record.from_dict({**BASE, "disclosures": []})
    report = jr.evaluate(record, as_of=D(2024, 12, 31))
    rule = "village.inst.disclosure-quarterly"

    assert report[rule].level is jr.Level.BREACH
    assert rule in {finding.rule.id for finding in report.others}
    assert rule not in {finding.rule.id for finding in report.breaches}


def test_by_reference_nothing_is_stronger_than_general():
    profile = jr.load_profile("common").tailor(by_reference=True)
    finding = judged("act.theme-day.monthly", D(2024, 1, 31), profile=profile, meetings=[])

    assert finding.level is jr.Level.DEVIATION


def test_an_integrity_rule_asks_for_review_and_marks_what_rests_on_the_row():
    rows = [
        {"id": "m1", "held_on": "2024-02-01", "kinds": ["members"], "entitled": 10, "present": 11}
    ]
    report = jr.evaluate(jr.Record.from_dict({**BASE, "meetings": rows}), as_of=D(2024, 3, 31))

    assert report["process.fraud.roster"].level is jr.Level.REVIEW
    assert report[QUARTERLY].outcome is jr.Outcome.PASS
    assert report[QUARTERLY].slots[0].review == ("process.fraud.roster[m1]",)
    assert report["process.fraud.roster"] not in report.breaches


def test_a_row_without_an_id_is_not_known_to_be_somebody():
    people = [{"status": "full", "joined_on": "2010-01-01"}]
    dues = [{"id": "d1", "month": "2024-01-01", "paid_on": "2024-01-05", "person": "p1"}]
    finding = judged("act.dues.monthly", D(2024, 1, 31), people=people, dues=dues)

    assert labelled(finding) == {"2024-01/#1": "unknown"}


def test_a_fact_given_against_its_parts_is_a_conflict():
    officers = [
        {"id": f"o{n}", "person": f"p{n}", "since": "2022-01-01", "body": "committee"}
        for n in range(3)
    ]
    finding = judged(
        "org.committee.size.norm",
        D(2024, 12, 31),
        has_committee=True,
        committee_size=6,
        officers=officers,
    )

    assert finding.outcome is jr.Outcome.UNKNOWN
    assert {each.why for each in finding.missing} == {"conflict"}


def test_the_category_picks_the_profile_and_the_gate_holds():
    record = jr.Record.from_dict(BASE)

    assert jr.evaluate(record, as_of=D(2024, 1, 1)).profile.id == "village"
    with pytest.raises(jr.EvaluationError) as caught:
        jr.evaluate(record, "soe", as_of=D(2024, 1, 1))
    assert caught.value.problems[0].code == "JR308"


def test_a_hospital_is_judged_as_an_institution_until_it_has_a_standard_of_its_own():
    record = jr.Record.from_dict({**BASE, "category": "organ", "subtype": "hospital"})
    report = jr.evaluate(record, as_of=D(2024, 1, 1))

    assert report.profile.id == "institution"
    assert report.notes


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"as_of": "2024-12-31"}, "JR501"),
        ({"as_of": dt.datetime(2024, 12, 31)}, "JR501"),
        ({"as_of": D(2024, 1, 1), "window": (D(2024, 2, 1), D(2024, 1, 1))}, "JR501"),
        ({"as_of": D(2024, 1, 1), "window": D(2024, 2, 1)}, "JR501"),
        ({"as_of": D(2024, 1, 1), "engine": "pyton"}, "JR503"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_a_problem(call, code):
    with pytest.raises(jr.EvaluationError) as caught:
        jr.evaluate(jr.Record.from_dict(BASE), **call)

    assert caught.value.problems[0].code == code


def test_a_record_without_a_category_needs_a_profile():
    with pytest.raises(jr.EvaluationError) as caught:
        jr.evaluate(jr.Record.from_dict({"id": "x"}), as_of=D(2024, 1, 1))

    assert caught.value.problems[0].code == "JR502"


def test_a_rule_that_is_not_there_is_a_problem_with_a_suggestion():
    report = jr.evaluate(jr.Record.from_dict(BASE), as_of=D(2024, 1, 1))

    with pytest.raises(jr.EvaluationError, match=r"act\.members-meeting\.quarterly"):
        report["act.members-meeting.quartely"]


def test_evaluating_from_many_threads_gives_the_same_report():
    record = jr.read_record("examples/village.json")
    profile = jr.load_profile("village")

    def run(_):
        return jr.evaluate(record, profile, as_of=D(2024, 11, 30)).to_json()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(run, range(4)))) == 1
