"""The installed package brings the profile; install it first: pip install -e ."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import jintan_rules as jr

FOLDER = Path(__file__).parent.parent / "school_profile"
SAMPLE = Path(__file__).parent.parent / "sample.json"


def test_the_library_finds_the_profile_by_its_id() -> None:
    assert "school" in jr.profile_ids()


def test_what_is_installed_is_what_stands_here() -> None:
    assert jr.load_profile("school").digest == jr.load_profile(FOLDER).digest


def test_a_school_s_record_takes_it_without_naming_it() -> None:
    record = jr.Record.from_dict({"id": "s", "category": "organ", "subtype": "school"})

    report = jr.evaluate(record, as_of=dt.date(2024, 12, 31))

    assert report.profile.id == "school"
    assert report.notes == ()


def test_the_sample_is_judged_by_it() -> None:
    record = jr.read_record(SAMPLE, vocabulary=jr.load_profile("school"))

    report = jr.evaluate(record, as_of=dt.date(2024, 12, 31))

    own = [each for each in report.findings if each.rule.profile == "school"]
    assert {each.rule.id: str(each.outcome) for each in own} == {
        "school.org.grade-group-branch": "fail",
        "school.team.young-teacher-mentored": "pass",
        "school.team.student-member-talk": "fail",
        "school.act.open-lessons-2": "pass",
        "school.inst.moral-education-report": "fail",
        "school.inst.moral-education-plan": "unknown",
        "school.inst.party-meeting-before-head": "pass",
        "school.sup.activity-funds": "unknown",
    }
