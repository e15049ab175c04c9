"""The installed package brings the profile; install it first: pip install -e ."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import jintan_rules as jr

FOLDER = Path(__file__).parent.parent / "hospital_profile"
SAMPLE = Path(__file__).parent.parent / "sample.json"


def test_the_library_finds_the_profile_by_its_id() -> None:
    assert "hospital" in jr.profile_ids()


def test_what_is_installed_is_what_stands_here() -> None:
    assert jr.load_profile("hospital").digest == jr.load_profile(FOLDER).digest


def test_a_hospital_s_record_takes_it_without_naming_it() -> None:
    record = jr.Record.from_dict({"id": "h", "category": "organ", "subtype": "hospital"})

    report = jr.evaluate(record, as_of=dt.date(2024, 12, 31))

    assert report.profile.id == "hospital"
    assert report.notes == ()


def test_the_sample_is_judged_by_it() -> None:
    record = jr.read_record(SAMPLE, vocabulary=jr.load_profile("hospital"))

    report = jr.evaluate(record, as_of=dt.date(2024, 12, 31))

    own = [each for each in report.findings if each.rule.profile == "hospital"]
    assert {each.rule.id: str(each.outcome) for each in own} == {
        "hospital.org.department-covered": "pass",
        "hospital.org.branch-departments-max-3": "pass",
        "hospital.team.head-as-secretary": "fail",
        "hospital.team.experts-talked-with": "pass",
        "hospital.act.night-shift-makeup": "unknown",
        "hospital.act.free-clinic": "fail",
        "hospital.inst.committee-before-president": "fail",
        "hospital.inst.ethics-review": "pass",
        "hospital.sup.party-staff": "pass",
        "hospital.sup.activity-room-30": "unknown",
    }
