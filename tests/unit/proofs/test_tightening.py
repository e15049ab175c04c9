"""A local profile that loosens is found out, with an organisation that shows it; others are not."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.proofs import check_tightens, compare, compare_frames, compare_over
from tests.faulty_copies import local, rule

VILLAGE = jr.load_profile("village")
QUARTERLY = "act.members-meeting.quarterly"
MEETING = "any(m for m in meetings if 'members' in m.kinds)"
QUORUM = "election.quorum-four-fifths"
TALK = "team.dev.talk-one-month"
SIZE = "org.branch.members-max-50"
STRICT = {"applies_when": "tier == 'branch'", "strength": '"general"'}
ELECTION = {
    "for_each": "e in elections",
    "applies_when": "tier in {'branch', 'general_branch', 'committee'}",
    "from_": "1990-06-27",
}
TALKED = {
    "for_each": "d in development",
    "applies_when": "tier != 'none'",
    "on": "d.applied_on",
    "since": "d.applied_on",
    "done": "d.talked_on",
    "from_": "2014-05-28",
}


def replacing(folder, replaced, **keys):
    """Return the village profile with one of its rules replaced."""
    more = f'[[replace]]\nrule = "{replaced}"\nby = "own.r"\nreason = "试"\n'
    return local(folder, rule("own.r", **keys), more)


def looser(profile, base=VILLAGE):
    """Return what is looser, every witness judged again by both profiles."""
    report = check_tightens(profile, base)
    assert report.open == ()
    for each in report.looser:
        before, *after = each.fault.witness.seen
        assert (before.profile.id, before.rule.id, before.outcome) == (
            base.id,
            each.rule.id,
            "fail",
        )
        for seen in (before, *after) if each.by else (before,):
            ungated = attrs.evolve(seen.profile, category=None)
            again = each.fault.witness.report(ungated, [seen.rule])
            finding = again.findings[0]
            found = finding.slot(seen.slot) if seen.slot else finding
            assert str(found.outcome) == seen.outcome
    return [(each.fault.code, each.rule.id, each.reason) for each in report.looser]


LOOSENED = [
    # the period, the days, the strength, the subject of a duty
    (QUARTERLY, {**STRICT, "period": "half_year", "requires": MEETING}),
    (QUARTERLY, {**STRICT, "period": "year", "requires": MEETING}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING, "from_": "2019-10-28"}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING, "strength": '"advisory"'}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING, "subject": '"superior"'}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING, "integrity": "true"}),
    # whom it binds
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING,
                 "applies_when": "tier == 'branch' and kind != 'temporary'"}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING, "since": "committee_since"}),
    # what it asks for
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": "any(m for m in meetings)"}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": f"{MEETING} or kind == 'mobile'"}),
    (QUARTERLY, {**STRICT, "period": "quarter",
                 "requires": "any(m for m in history(meetings) if 'members' in m.kinds)"}),
    (QUORUM, {**ELECTION, "requires": "5 * e.present > 3 * e.entitled"}),
    (QUORUM, {**ELECTION, "requires": "5 * e.present >= 4 * e.entitled - 1"}),
    (QUORUM, {**ELECTION, "requires": "5 * e.present >= 4 * e.entitled"}),  # a text of 1990: more
    (QUORUM, {**ELECTION, "for_each": "e in elections if e.elects == 'committee'",
              "requires": "5 * e.present > 4 * e.entitled"}),
    (QUORUM, {**ELECTION, "requires": "e.present >= e.entitled or e.form == 'congress'"}),
    (SIZE, {**STRICT, "requires": "members <= 51"}),
    (SIZE, {**STRICT, "requires": "full_members <= 50"}),
    (SIZE, {**STRICT, "requires": "members <= 50 or has_committee"}),
    # a deadline
    (TALK, {**TALKED, "due": "add_days(d.applied_on, 32)"}),
    (TALK, {**TALKED, "due": "add_months(d.applied_on, 2)"}),
    (TALK, {**TALKED, "due": "add_months(d.applied_on, 1)", "for_each":
            "d in development if d.adult_when_applied"}),
]  # fmt: skip

KEPT = [
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": MEETING}),
    (QUARTERLY, {**STRICT, "period": "month", "requires": MEETING}),
    (QUARTERLY, {**STRICT, "period": "quarter", "requires": f"{MEETING} and has_committee"}),
    (QUARTERLY, {**STRICT, "period": "quarter", "strength": '"mandatory"',
                 "requires": "count(m for m in meetings if 'members' in m.kinds) >= 2"}),
    (QUARTERLY, {**STRICT, "period": "quarter", "applies_when": "tier != 'none'",
                 "requires": MEETING, "from_": "2018-01-01"}),
    (QUORUM, {**ELECTION, "requires": "5 * e.present > 4 * e.entitled"}),
    (QUORUM, {**ELECTION, "requires": "e.present >= e.entitled and e.secret and e.entitled >= 1"}),
    (SIZE, {**STRICT, "requires": "members <= 49"}),
    (SIZE, {**STRICT, "requires": "full_members + probationary_members <= 50"}),
    (TALK, {**TALKED, "due": "add_days(d.applied_on, 28)"}),
    (TALK, {**TALKED, "due": "add_months(d.applied_on, 1)"}),
]  # fmt: skip


@pytest.mark.parametrize(("replaced", "keys"), LOOSENED)
def test_a_local_rule_that_loosens_is_found(tmp_path, replaced, keys):
    found = looser(replacing(tmp_path, replaced, **keys))

    assert [(rule_id, reason) for _, rule_id, reason in found] == [(replaced, "试")]


@pytest.mark.parametrize(("replaced", "keys"), KEPT)
def test_a_local_rule_that_asks_for_as_much_is_not(tmp_path, replaced, keys):
    assert looser(replacing(tmp_path, replaced, **keys)) == []


def test_a_rule_left_out_is_found_with_its_reason():
    assert looser(VILLAGE.tailor(deselect={QUARTERLY: "试"})) == [("JR611", QUARTERLY, "试")]


def test_a_rule_applied_by_reference_binds_less():
    found = looser(VILLAGE.tailor(by_reference=["org.committee.required-when-seven"]))

    assert found == [("JR612", "org.committee.required-when-seven", "参照执行")]


def test_a_parameter_that_is_lowered_loosens_and_one_that_is_raised_does_not():
    base = VILLAGE.tailor(parameters={"reserve_cadres_min": 3})

    lowered = looser(base.tailor(parameters={"reserve_cadres_min": 2}), base)
    raised = looser(base.tailor(parameters={"reserve_cadres_min": 4}), base)

    assert lowered == [("JR613", "village.team.reserve-cadres", "")]
    assert raised == []


def test_what_a_base_leaves_open_may_be_set():
    assert looser(VILLAGE.tailor(parameters={"reserve_cadres_min": 1})) == []


def test_only_what_has_no_written_reason_is_a_problem():
    base = VILLAGE.tailor(parameters={"reserve_cadres_min": 3})
    weaker = base.tailor(parameters={"reserve_cadres_min": 2}, deselect={QUARTERLY: "试"})

    report = check_tightens(weaker, base)

    assert [each.code for each in report.problems] == ["JR613"]
    assert {each.reason for each in report.looser} == {"", "试"}


def test_two_profiles_are_compared_rule_by_rule(tmp_path):
    new = local(
        tmp_path,
        rule("own.r", **STRICT, requires="members <= 49")
        + rule("own.s", **STRICT, period="year", requires=MEETING)
        + rule("own.t", **{**ELECTION, "from_": "2020-07-13"}, requires="e.present >= 10")
        + rule("own.new", requires="has_committee"),
        "".join(
            f'[[replace]]\nrule = "{old}"\nby = "{by}"\nreason = "试"\n'
            for old, by in ((SIZE, "own.r"), (QUARTERLY, "own.s"), (QUORUM, "own.t"))
        )
        + '[[deselect]]\nrule = "org.committee.posts"\nreason = "试"\n',
    )

    found = compare(VILLAGE, new)

    assert [each.id for each in found.of("tightened")] == [SIZE]
    assert [each.id for each in found.of("loosened")] == [QUARTERLY]
    assert [each.id for each in found.of("incomparable")] == [QUORUM]
    assert [each.id for each in found.of("removed")] == ["org.committee.posts"]
    assert [each.id for each in found.of("added")] == ["own.new"]
    assert found.of("not settled") == ()
    assert len(found.of("same")) == len(VILLAGE.rules) - 4


def test_a_profile_is_the_same_as_itself():
    assert len(compare(VILLAGE, VILLAGE).of("same")) == len(VILLAGE.rules)


def test_who_flips_and_by_which_rule_is_told(tmp_path):
    new = replacing(tmp_path, SIZE, **STRICT, requires="members <= 40")
    facts = {"category": "village", "tier": "branch", "established_on": "1990-01-01"}
    records = [
        jr.Record.from_dict({**facts, "id": f"b{members}", "members": members})
        for members in (40, 41, 51)
    ]

    flips = list(compare_over(VILLAGE, new, records, as_of=dt.date(2024, 12, 31)))

    assert [(each.record, each.rule, each.before, each.after) for each in flips] == [
        ("b41", SIZE, "pass", "fail deviation")
    ]


def test_frames_tell_the_same_flips_as_records(tmp_path):
    pl = pytest.importorskip("polars")
    new = replacing(tmp_path, SIZE, **STRICT, requires="members <= 40")
    rows = [
        {
            "id": f"b{members}",
            "category": "village",
            "tier": "branch",
            "established_on": dt.date(1990, 1, 1),
            "members": members,
        }
        for members in (40, 41, 51)
    ]
    day = dt.date(2024, 12, 31)

    flips = list(compare_frames(VILLAGE, new, pl.DataFrame(rows), as_of=day))

    records = [jr.Record.from_dict(row) for row in rows]
    assert flips == list(compare_over(VILLAGE, new, records, as_of=day))
