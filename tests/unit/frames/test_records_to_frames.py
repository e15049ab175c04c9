"""Records made into frames and let in again say what they said."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

import jintan_rules as jr
from jintan_rules.frames.door import admit, needed
from jintan_rules.frames.from_records import records_to_frames
from tests.generated import record_for
from tests.unit.frames.conftest import KINDS, facts_of, rows_of


def records(profile: jr.Profile, *, every: int, seed: int) -> list[jr.Record]:
    """Return records made up for the rules, each with an id of its own."""
    found = []
    for number, rule in enumerate(profile.rules[::every]):
        made, _ = record_for(rule, profile, seed + number)
        try:
            record = jr.Record.from_dict(made, vocabulary=profile)
        except jr.RecordError:
            continue
        found.append(evolve(record, id=f"r{number}"))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_a_profile_reads_is_lost(village, kind):
    given = records(village, every=3, seed=7)
    frames = records_to_frames(given, village, kind=kind)
    organizations, gaps = frames.pop("organizations"), frames.pop("gaps")
    frames.pop("reasons", None)

    tables = admit(organizations, frames, profile=village, gaps=gaps).tables

    wanted = needed(village)
    read = facts_of(tables.organizations, village.vocabulary.facts)
    assert {org: values for org, _, values in read} == {
        each.id: {name: v for name, v in each.facts.items() if name in wanted[""]} for each in given
    }
    for name in wanted:
        if not name:
            continue
        expected = {
            (each.id, row.label): {n: v for n, v in row.values.items() if n in wanted[name]}
            for each in given
            for row in each.lists.get(name, ())
        }
        table = tables.lists.get(name)
        rows = facts_of(table, village.vocabulary.lists[name].attributes) if table else []
        assert {(org, label): values for org, label, values in rows} == expected
    open_lists = {(row["org"], row["list"]) for row in rows_of(tables.gaps)}
    for each in given:
        for name in tables.lists:
            if name not in each.lists:
                assert (each.id, name) in open_lists
        for gap in each.gaps:
            assert (each.id, gap.list_name) in open_lists


def test_an_open_list_beside_known_ones_is_a_gap_for_all_days(village):
    one = jr.Record.from_dict({"id": "a", "meetings": []})
    other = jr.Record.from_dict({"id": "b"})

    frames = records_to_frames([one, other], village)

    assert frames["meetings"].height == 0
    assert frames["gaps"].rows() == [("b", "meetings", dt.date.min, dt.date.max)]


def test_reasons_and_rows_without_ids_are_kept(village):
    record = jr.Record.from_dict(
        {
            "id": "a",
            "meetings": [{"held_on": "2024-01-02"}, {"id": "m2", "held_on": "2024-02-03"}],
            "reasons": [{"rule": "act.members-meeting.quarterly", "code": "flood"}],
        }
    )

    frames = records_to_frames([record], village)

    assert frames["meetings"]["id"].to_list() == [None, "m2"]
    assert frames["reasons"].rows(named=True) == [
        {
            "organization": "a",
            "rule": "act.members-meeting.quarterly",
            "slot": None,
            "on": None,
            "code": "flood",
        }
    ]


def test_a_kind_that_cannot_be_made_is_refused(village):
    with pytest.raises(jr.EvaluationError) as caught:
        records_to_frames([], village, kind="excel")

    assert caught.value.problems[0].code == "JR530"
