"""The built-in vocabulary and profiles, as the page on records shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import jintan_rules as jr
from jintan_rules.errors import RecordError
from jintan_rules.loading.builtin import builtin_vocabulary
from jintan_rules.records.schema import record_schema

PAGE = Path(__file__).parents[3] / "docs" / "records.md"


def _example() -> dict[str, object]:
    found = re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_example_of_the_page_is_read() -> None:
    record = jr.Record.from_dict(_example())

    assert record.facts["full_members"] == 23
    assert [row.label for row in record.lists["meetings"]] == ["m1"]


def test_the_problem_of_the_page_is_what_is_said() -> None:
    rows = [{"id": "m2", "held_on": "2023-02-29"}]

    with pytest.raises(RecordError) as caught:
        jr.Record.from_dict({"id": "b", "meetings": rows})

    assert str(caught.value) in PAGE.read_text(encoding="utf-8")


def test_the_example_is_accepted_by_the_schema_of_its_profile() -> None:
    schema = record_schema(jr.load_profile("village"))
    Draft202012Validator.check_schema(schema)
    needed = {name: value for name, value in _example().items() if name in schema["properties"]}

    errors = [error.message for error in Draft202012Validator(schema).iter_errors(needed)]

    assert not errors
    assert {"id", "tier", "meetings", "gaps", "reasons"} <= needed.keys()


def test_every_fact_of_the_vocabulary_can_be_described() -> None:
    schema = record_schema(jr.load_profile("village"))
    vocabulary = builtin_vocabulary()

    for name, described in schema["properties"].items():
        if name in vocabulary.facts and described is not True:
            assert described["title"] == vocabulary.facts[name].label.zh
