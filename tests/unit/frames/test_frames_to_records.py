"""Frames made into records again say what they said, and are judged alike."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import polars as pl
import pytest
from attrs import evolve

import jintan_rules as jr
from jintan_rules.frames.door import needed
from jintan_rules.frames.evaluate import evaluate_frame
from jintan_rules.frames.from_records import records_to_frames
from jintan_rules.frames.to_records import frames_to_records
from jintan_rules.loading.digests import digest_of
from tests.unit.frames.conftest import KINDS, as_kind, codes_of, rows_of
from tests.unit.frames.test_party_system import (
    AS_OF,
    COLUMNS,
    FILTERS,
    RULES,
    expected,
    tables,
)
from tests.unit.frames.test_records_to_frames import records

DAY = dt.date(2024, 12, 31)
#: Rules that ask for periods, for a deadline of each row, and for a state.
SOME_RULES = (
    "act.members-meeting.quarterly",
    "team.dev.approval-three-months",
    "election.quorum-four-fifths",
    "org.committee.required-when-seven",
)
#: Kinds of frames that keep the order of their rows.
ORDERED = [kind for kind in KINDS if kind != "duckdb"]

__all__ = ["tables"]  # a fixture


def as_read(record, profile, given):
    """Return what of a record the frames of some records hold and the profile reads."""
    wanted = needed(profile, remedies=True)
    listed = {name for each in given for name in each.lists}
    # A list that no record has is not among the frames; one without rows and without
    # any known day is not known at all.
    blind = {
        gap.list_name
        for gap in record.gaps
        if (gap.start, gap.end) == (dt.date.min, dt.date.max)
        and not record.lists.get(gap.list_name)
    }
    lists = {
        name: tuple(
            evolve(row, values={n: value for n, value in row.values.items() if n in wanted[name]})
            for row in rows
        )
        for name, rows in record.lists.items()
        if name in wanted and name in listed and name not in blind
    }
    return evolve(
        record,
        facts={name: value for name, value in record.facts.items() if name in wanted[""]},
        lists=lists,
        gaps=tuple(gap for gap in record.gaps if gap.list_name in lists),
        reasons=tuple(evolve(each, rule=own_id(each.rule, profile)) for each in record.reasons),
    )


def own_id(rule, profile):
    return profile.rule(rule).id if rule in profile else rule


def unordered(record):
    """Return a record with what has no order of its own in one order."""
    return evolve(
        record,
        lists={
            name: tuple(sorted(repr(sorted(row.values.items(), key=str)) for row in rows))
            for name, rows in record.lists.items()
        },
        gaps=tuple(sorted(record.gaps, key=repr)),
        reasons=tuple(sorted(record.reasons, key=repr)),
    )


def verdicts_of(reports):
    """Return the slots of reports as the form ``slots`` has them."""
    return {
        (report.record.id, finding.rule.id, slot.label): (
            str(slot.outcome),
            str(slot.level) if slot.level else None,
        )
        for report in reports
        for finding in report.findings
        for slot in finding.slots
    }


def verdicts_in(frame):
    return {
        (str(row["organization"]), row["rule"], row["slot"]): (row["outcome"], row["level"])
        for row in rows_of(frame)
    }


# -- there and back ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_records_made_into_frames_come_back(village, kind):
    given = records(village, every=3, seed=7)

    back = list(frames_to_records(**records_to_frames(given, village, kind=kind), profile=village))

    whole = [as_read(each, village, given) for each in given]
    if kind in ORDERED:
        assert back == whole
        assert [digest_of(each) for each in back] == [digest_of(each) for each in whole]
        assert [each.digest for each in back] == [digest_of(each) for each in whole]
    else:
        whole.sort(key=lambda each: each.id)
        assert [unordered(each) for each in back] == [unordered(each) for each in whole]


@pytest.mark.parametrize("profile", jr.profile_ids())
def test_records_of_every_profile_come_back(profile):
    profile = jr.load_profile(profile, drafts=True)
    given = records(profile, every=5, seed=11)

    back = list(frames_to_records(**records_to_frames(given, profile), profile=profile))

    assert back == [as_read(each, profile, given) for each in given]


@pytest.mark.parametrize("kind", KINDS)
def test_each_record_is_judged_as_its_rows_are(village, kind):
    frames = records_to_frames(records(village, every=9, seed=3), village, kind=kind)
    fewer = village
    if kind != "polars":  # what is lazy takes long to plan many rules
        fewer = evolve(village, rules=tuple(map(village.rule, SOME_RULES)))

    slots = evaluate_frame(**frames, profile=fewer, as_of=DAY, output="slots")
    reports = [
        jr.evaluate(each, fewer, as_of=DAY) for each in frames_to_records(**frames, profile=village)
    ]

    assert verdicts_of(reports) == verdicts_in(slots)


def test_what_a_record_may_not_say_is_judged_alike_too(village):
    """A reference to nobody, and figures that contradict what they follow from."""
    frames = {
        "organizations": pl.DataFrame(
            {
                "id": ["a", "b"],
                "tier": ["branch", "branch"],
                "full_members": [9, 9],
                "probationary_members": [1, None],
                "members": [99, 10],
                "has_committee": [False, False],
                "established_on": ["2001-07-01", None],
            }
        ),
        "people": pl.DataFrame({"organization": ["a"], "id": ["p1"], "since": ["2020-01-01"]}),
        "officers": pl.DataFrame(
            {"organization": ["a", "b"], "person": ["nobody", "p1"], "since": ["2021-01-01"] * 2}
        ),
        "dues": pl.DataFrame({"organization": ["a"], "person": ["gone"], "month": ["2024-03-01"]}),
    }

    slots = evaluate_frame(**frames, profile=village, as_of=DAY, output="slots")
    made = list(frames_to_records(**frames, profile=village))

    assert made[0].facts["members"] == 99
    assert verdicts_of([jr.evaluate(each, village, as_of=DAY) for each in made]) == verdicts_in(
        slots
    )


# -- other systems' tables ---------------------------------------------------------------


@pytest.mark.parametrize("kind", FILTERS)
def test_the_verdicts_on_a_systems_tables_are_explained(tables, kind, village):
    branches, old, new = (as_kind(table, kind) for table in tables)
    meetings = FILTERS[kind](old, new)

    made = frames_to_records(branches, meetings=meetings, profile=village, columns=COLUMNS)

    found, lines = {}, defaultdict(list)
    for record in made:
        report = jr.evaluate(record, village, as_of=AS_OF)
        for rule in RULES:
            for slot in report[rule].slots:
                found[int(record.id), rule, slot.label] = str(slot.outcome)
                lines[str(slot.outcome)].append(report.explain(rule))
    assert found == expected(tables)
    assert set(lines) == {"pass", "fail", "unknown", "pending", "not_applicable"}
    assert all("不达标" in text for text in lines["fail"])


@pytest.mark.parametrize("kind", FILTERS)
def test_one_breach_is_explained_by_its_id_as_the_verdicts_have_it(tables, kind, village):
    branches, old, new = (as_kind(table, kind) for table in tables)
    frames = {"organizations": branches, "meetings": FILTERS[kind](old, new)}
    call = {"profile": village, "columns": COLUMNS}
    rule = "act.theme-day.monthly"
    slots = evaluate_frame(**frames, **call, as_of=AS_OF, rules=[rule], output="slots")
    failed = min(row["organization"] for row in rows_of(slots) if row["outcome"] == "fail")

    (record,) = frames_to_records(**frames, **call, ids=[failed])

    explained = jr.evaluate(record, village, as_of=AS_OF).explain(rule)
    assert record.id == str(failed)
    assert "不达标" in explained


def test_what_would_settle_and_mend_it_can_be_asked(tables, village):
    pytest.importorskip("z3", reason="the solver is not there")
    from jintan_rules.proofs import remedies, settling

    branches, old, new = tables
    made = frames_to_records(
        branches, meetings=FILTERS["polars"](old, new), profile=village, columns=COLUMNS
    )
    rule = village.rule("act.theme-day.monthly")
    small = evolve(village, rules=(rule,))
    reports = [jr.evaluate(each, small, as_of=AS_OF) for each in made]
    unknown = next(each for each in reports if each[rule.id].outcome is jr.Outcome.UNKNOWN)
    failed = next(each for each in reports if each[rule.id].outcome is jr.Outcome.FAIL)

    assert settling(unknown, rule.id)
    mended = remedies(failed, deviations=True)
    assert mended.proved
    # A month that is over cannot be mended: every fail is told as such.
    fails = [each.label for each in failed[rule.id].slots if each.outcome is jr.Outcome.FAIL]
    assert [slot for _, slot in mended.late] == fails


# -- the organisations wanted ------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_organisations_wanted_are_there_in_the_order_wanted(village, kind):
    given = records(village, every=40, seed=5)
    frames = records_to_frames(given, village, kind=kind)
    ids = [given[2].id, given[0].id, given[2].id]

    back = list(frames_to_records(**frames, profile=village, ids=ids))

    assert [each.id for each in back] == ids[:2]
    every = {each.id: each for each in frames_to_records(**frames, profile=village)}
    assert [unordered(each) for each in back] == [unordered(every[each]) for each in ids[:2]]
    assert list(frames_to_records(**frames, profile=village, ids=[])) == []


def test_ids_may_come_out_of_a_column_of_verdicts(village):
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    frame = pl.DataFrame({"id": [1, 2, 3]})
    texts = pl.DataFrame({"id": ["1", "2", "3"]})

    for ids in ([3, 1], np.array([3, 1]), pd.Series([3, 1]), pl.Series([3, 1]), pa.array([3, 1])):
        assert [each.id for each in frames_to_records(frame, profile=village, ids=ids)] == [
            "3",
            "1",
        ]
    for ids in (["3"], pd.Series(["3"]), pl.Series(["3"]), pa.array(["3"]), "3"):
        assert [each.id for each in frames_to_records(texts, profile=village, ids=ids)] == ["3"]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_organisations_not_wanted_are_not_looked_at(village, kind):
    organizations = pl.DataFrame({"id": ["a", "b", "b"], "category": ["village", "organ", None]})
    meetings = pl.DataFrame(
        {"organization": ["a", "b", "gone"], "held_on": ["2024-01-02", "soon", "later"]}
    )

    (record,) = frames_to_records(
        as_kind(organizations, kind), meetings=as_kind(meetings, kind), profile=village, ids=["a"]
    )

    (row,) = record.lists["meetings"]
    assert dict(row.values) == {"held_on": dt.date(2024, 1, 2)}


@pytest.mark.parametrize("ids", [["a", "z", 7], "z", [None], [1.5], [True], 3.5])
@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_ids_that_are_not_there_are_named(village, kind, ids):
    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(as_kind(pl.DataFrame({"id": ["a"]}), kind), profile=village, ids=ids)

    assert codes_of(caught) == ["JR543"]
    if isinstance(ids, list) and "z" in ids:
        assert caught.value.problems[0].found == "'z', 7"


# -- what frames leave open --------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_a_gap_and_no_list_are_three_things(village, kind):
    organizations = pl.DataFrame({"id": ["a", "b", "c"]})
    meetings = pl.DataFrame({"organization": ["c"], "held_on": ["2024-05-06"]})
    gaps = pl.DataFrame(
        {
            "organization": ["b", "c", "a"],
            "list": ["meetings", "meetings", "elections"],
            "from": [dt.date.min, dt.date(2024, 1, 1), dt.date(2024, 1, 1)],
            "to": [dt.date.max, dt.date(2024, 3, 31), dt.date(2024, 3, 31)],
        }
    )

    a, b, c = frames_to_records(
        as_kind(organizations, kind),
        meetings=as_kind(meetings, kind),
        gaps=as_kind(gaps.with_columns(pl.col("from", "to").cast(pl.String)), kind),
        profile=village,
    )

    assert (a.lists, a.gaps) == ({"meetings": ()}, ())
    assert (b.lists, b.gaps) == ({}, ())
    assert [row.label for row in c.lists["meetings"]] == ["#1"]
    assert [(gap.list_name, gap.start.month, gap.end.month) for gap in c.gaps] == [
        ("meetings", 1, 3)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_recorded_reasons_keep_their_codes_whatever_these_are(village, kind):
    rule = "act.members-meeting.quarterly"
    organizations = as_kind(pl.DataFrame({"id": ["a", "b"]}), kind)

    def codes(column):
        reasons = pl.DataFrame(
            {
                "organization": ["a"] * len(column),
                "rule": [rule] * len(column),
                "on": ["2024-05-01", "2024-05-02", "2024-05-03"],
                "code": column,
            }
        )
        first, second = frames_to_records(
            organizations, reasons=as_kind(reasons, kind), profile=village
        )
        assert second.reasons == ()
        assert [each.on.day for each in first.reasons] == [1, 2, 3]
        return [each.code for each in first.reasons]

    assert codes(["flood", "洪水", None]) == ["flood", "洪水", "-"]
    assert codes([3, None, 11]) == ["3", "-", "11"]


def test_a_mapping_of_reasons_codes_is_followed(village):
    reasons = pl.DataFrame({"organization": ["a", "a"], "rule": ["x", "x"], "why": [1, 2]})

    (record,) = frames_to_records(
        pl.DataFrame({"id": ["a"]}),
        reasons=reasons,
        profile=village,
        columns={"reasons": {"code": ("why", {1: "flood", 9: None})}},
    )

    assert [each.code for each in record.reasons] == ["flood", "2"]


def test_an_empty_frame_without_types_is_a_list_without_rows(village):
    (record,) = frames_to_records(
        pl.DataFrame({"id": [1]}), meetings=pl.DataFrame({"organization": []}), profile=village
    )

    assert (record.id, record.lists) == ("1", {"meetings": ()})


# -- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_organisations_of_which_nothing_can_be_said_are_named(village, kind):
    organizations = as_kind(
        pl.DataFrame(
            {
                "id": ["a", "b", "b", None, "c", "d"],
                "category": ["village", None, None, None, "organ", None],
            }
        ),
        kind,
    )

    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(organizations, profile=village)

    (problem,) = caught.value.problems
    assert problem.code == "JR544"
    assert problem.found == "'b', 'c', 'rows without an id'"
    (only,) = frames_to_records(organizations, profile=village, ids=["d"])
    assert only.id == "d"
    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(organizations, profile=village, ids=["d", "c", "z"])
    assert sorted(codes_of(caught)) == ["JR543", "JR544"]


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_a_lazy_list_with_doubled_ids_is_not_known(village, kind):
    frames = {
        "organizations": as_kind(pl.DataFrame({"id": ["a", "b"], "tier": ["branch"] * 2}), kind),
        "meetings": as_kind(
            pl.DataFrame(
                {
                    "organization": ["a", "a", "b", "b"],
                    "id": ["m1", "m1", "m1", "m2"],
                    "held_on": ["2024-01-02", "2024-01-02", "2024-01-02", "soon"],
                }
            ),
            kind,
        ),
    }

    a, b = made = list(frames_to_records(**frames, profile=village))

    assert a.lists == {}
    assert [len(row.values) for row in b.lists["meetings"]] == [1, 0]
    few = evolve(village, rules=tuple(map(village.rule, SOME_RULES)))
    slots = evaluate_frame(**frames, profile=few, as_of=DAY, output="slots")
    reports = [jr.evaluate(each, few, as_of=DAY) for each in made]
    assert verdicts_of(reports) == verdicts_in(slots)


@pytest.mark.parametrize("kind", KINDS)
def test_a_set_known_in_part_has_no_record(village, kind):
    meetings = pl.DataFrame({"organization": ["a", "a"], "kinds:members": [True, None]})

    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(
            as_kind(pl.DataFrame({"id": ["a"]}), kind),
            meetings=as_kind(meetings, kind),
            profile=village,
        )

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == ("JR544", "kinds")
    assert "1 of 2 rows" in problem.summary


def test_the_door_refuses_what_it_refuses_of_evaluate_frame_before_the_first_record(village):
    organizations = pl.DataFrame({"id": ["a", "a"], "category": ["organ", "village"]})
    meetings = pl.DataFrame({"organization": ["a", "z"], "held_on": ["soon", "2024-01-01"]})

    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(organizations, meetings=meetings, profile=village)

    assert sorted(codes_of(caught)) == ["JR308", "JR535", "JR537", "JR538"]
    with pytest.raises(jr.EvaluationError) as caught:
        frames_to_records(organizations, profile="village", meetigs=meetings)
    assert codes_of(caught) == ["JR531"]
