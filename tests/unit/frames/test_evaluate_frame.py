"""``evaluate_frame`` says what ``evaluate`` says, and what cannot be meant is refused."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.frames.evaluate import FORMS, evaluate_frame
from jintan_rules.frames.from_records import records_to_frames
from jintan_rules.frames.kinds import kind_of
from tests.unit.frames.conftest import KINDS, as_kind, codes_of, rows_of
from tests.unit.frames.test_records_to_frames import records

AS_OF = dt.date(2024, 12, 31)
RULES = (
    "act.members-meeting.quarterly",
    "act.theme-day.monthly",
    "act.members-meeting.vote-quorum",
    "org.committee.required-when-seven",
)


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts_are_those_of_single_records(village, kind):
    given = records(village, every=20, seed=11)
    frames = records_to_frames(given, village, kind=kind)

    slots, wide = evaluate_frame(
        **frames, profile=village, as_of=AS_OF, rules=RULES, output=("slots", "wide")
    )

    reports = [jr.evaluate(each, village, as_of=AS_OF) for each in given]
    assert {
        (row["organization"], row["rule"], row["slot"]): (row["outcome"], row["level"])
        for row in rows_of(slots)
    } == {
        (report.record.id, rule, slot.label): (slot.outcome, slot.level and str(slot.level))
        for report in reports
        for rule in RULES
        for slot in report[rule].slots
    }
    assert {row["organization"]: row for row in rows_of(wide)} == {
        report.record.id: {
            "organization": report.record.id,
            **{rule.id: str(report[rule.id].outcome) for rule in village.rules if rule.id in RULES},
        }
        for report in reports
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_what_comes_in_is_what_comes_out(village, kind, form):
    organizations = as_kind(pl.DataFrame({"id": [1, 2], "tier": ["branch", None]}), kind)

    found = evaluate_frame(
        organizations, profile=village, as_of=AS_OF, rules=RULES[:1], output=form
    )

    assert kind_of(found).name == kind
    assert {row["organization"] for row in rows_of(found)} == {1, 2}


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
@pytest.mark.parametrize("form", ["long", "slots", "findings", "wide"])
def test_an_organisation_that_stands_twice_in_a_lazy_frame_comes_out_once_all_unknown(
    village, kind, form
):
    organizations = pl.DataFrame(
        {
            "id": ["a", "b", "b", "c"],
            "tier": ["branch"] * 4,
            "category": ["village", "village", "village", "organ"],
            "established_on": [dt.date(2001, 7, 1)] * 4,
        }
    )
    meetings = pl.DataFrame(
        {"organization": ["a", "b"], "held_on": [AS_OF] * 2, "kinds": ["members"] * 2}
    )

    found = rows_of(
        evaluate_frame(
            as_kind(organizations, kind),
            meetings=as_kind(meetings, kind),
            profile=village,
            as_of=AS_OF,
            rules=RULES[:2],
            output=form,
        )
    )

    names = [rule.id for rule in village.rules if rule.id in RULES[:2]]
    if form == "wide":
        verdicts = {(row["organization"], rule): [row[rule]] for row in found for rule in names}
        assert len(found) == 3
    else:
        verdicts = {}
        for row in found:
            key = row["organization"], row["rule"]
            verdicts.setdefault(key, []).append(row["outcome"])
    for rule in names:
        assert verdicts["b", rule] == verdicts["c", rule] == ["unknown"]
        assert "fail" in verdicts["a", rule]


def test_an_organisation_without_an_event_has_none_unless_a_gap_says_otherwise(village):
    organizations = pl.DataFrame(
        {"id": ["a", "b"], "tier": ["branch"] * 2, "established_on": [dt.date(2001, 7, 1)] * 2}
    )
    meetings = pl.DataFrame({"organization": [], "held_on": [], "kinds": []})
    gaps = pl.DataFrame(
        {"organization": ["b"], "list": ["meetings"], "from": ["2024-01-01"], "to": ["2024-03-31"]}
    )

    slots = evaluate_frame(
        organizations,
        meetings=meetings,
        gaps=gaps,
        profile=village,
        as_of=AS_OF,
        rules=RULES[:1],
        output="slots",
    )

    found = {(row["organization"], row["slot"]): row["outcome"] for row in rows_of(slots)}
    quarters = [f"2024-Q{number}" for number in range(1, 5)]
    assert [found["a", quarter] for quarter in quarters] == ["fail"] * 4
    assert [found["b", quarter] for quarter in quarters] == ["unknown", *["fail"] * 3]


def test_a_recorded_reason_excuses_a_deviation(village):
    organizations = pl.DataFrame(
        {"id": ["a"], "tier": ["branch"], "established_on": [dt.date(2001, 7, 1)]}
    )
    meetings = pl.DataFrame(
        {"organization": ["a"], "held_on": ["2024-01-05"], "kinds": ["members"]}
    )
    reasons = pl.DataFrame(
        {"organization": ["a"], "rule": [RULES[0]], "slot": ["2024-Q2"], "code": ["flood"]}
    )

    long = evaluate_frame(
        organizations,
        meetings=meetings,
        reasons=reasons,
        profile=village,
        as_of=AS_OF,
        rules=RULES[:1],
    )

    assert [(r["slot"], r["outcome"], r["level"], r["slots"]) for r in rows_of(long)] == [
        ("2024-Q2", "pass", "excused", 1),
        ("2024-Q3", "fail", "deviation", 1),
        ("2024-Q4", "fail", "deviation", 1),
        (None, "pass", None, 1),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"as_of": "2024-12-31"}, "JR501"),
        ({"as_of": dt.datetime(2024, 12, 31, 0, 0)}, "JR501"),
        ({"window": (AS_OF, dt.date(2024, 1, 1))}, "JR501"),
        ({"window": AS_OF}, "JR501"),
        ({"output": "tall"}, "JR541"),
        ({"output": ("wide", "longg")}, "JR541"),
        ({"output": ()}, "JR541"),
        ({"rules": ["act.no-such-rule"]}, "JR504"),
        ({"meeting": pl.DataFrame()}, "JR531"),
    ],
)
def test_what_cannot_be_meant_is_refused(village, arguments, code):
    organizations = pl.DataFrame({"id": ["a"]})

    with pytest.raises(jr.EvaluationError) as caught:
        evaluate_frame(organizations, **{"profile": village, "as_of": AS_OF, **arguments})

    assert codes_of(caught) == [code]
