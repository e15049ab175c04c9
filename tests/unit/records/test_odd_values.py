"""Values that only a notebook hands over, and records made to be slow, are refused in order."""

from __future__ import annotations

import json
import time

import pytest

from jintan_rules.errors import RecordError
from jintan_rules.loading.records import read_record, record_from_mapping
from tests.broken_records import NotATime, Odd


@pytest.mark.parametrize("value", [Odd(), [Odd()], {"a": Odd()}])
@pytest.mark.parametrize(
    "key", ["established_on", "dissolved_on", "category", "subtype", "full_members"]
)
def test_a_value_that_refuses_to_be_compared_is_of_the_wrong_type(key, value):
    with pytest.raises(RecordError) as caught:
        record_from_mapping({"id": "r", key: value})

    assert [problem.code for problem in caught.value.problems] == ["JR402"]


def test_a_time_that_is_none_is_not_written_out_as_a_day():
    with pytest.raises(RecordError) as caught:
        record_from_mapping({"id": "r", "established_on": NotATime(1, 1, 1)})

    (problem,) = caught.value.problems
    assert (problem.code, problem.mend) == (
        "JR404",
        "leave the key out where the day is not known",
    )


@pytest.mark.parametrize("name", ["gaps", "reasons", "meetings"])
def test_a_key_too_long_to_be_written_out_is_refused(name):
    with pytest.raises(RecordError) as caught:
        record_from_mapping({"id": "r", name: [{10**5000: 1}]})

    assert "JR401" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("key", ["", " "])
def test_a_key_that_cannot_be_seen_has_a_path(key):
    with pytest.raises(RecordError) as caught:
        record_from_mapping({"id": "r", key: 1})

    assert [problem.place.path for problem in caught.value.problems] == [repr(key)]


def test_one_repeated_key_among_very_many_is_found_in_time(tmp_path):
    keys = [f'"k{number}": null' for number in range(60_000)]
    path = tmp_path / "many.json"
    path.write_text('{"id": "r", "id": "r", ' + ", ".join(keys) + "}", encoding="utf-8")
    began = time.monotonic()

    with pytest.raises(RecordError) as caught:
        read_record(path)

    assert "JR107" in {problem.code for problem in caught.value.problems}
    # A second is plenty; walking all keys for each key took a minute.
    assert time.monotonic() - began < 20


def test_a_number_of_a_person_in_broken_json_is_not_repeated(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text('{"id": "r" "11010119900307123X": 1}', encoding="utf-8")

    with pytest.raises(RecordError) as caught:
        read_record(path)

    assert "1990" not in str(caught.value)
    assert json.dumps([problem.found for problem in caught.value.problems])
