import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import attrs
import jsonschema
import pytest

from jintan_rules.records.record import NEVER
from jintan_rules.reports.plain import catalogue_to_dict, plain
from jintan_rules.standard.profiles import MonthDay
from tests.unit.reports.sample import make_report

SCHEMA = json.loads(
    Path(__file__).parents[3].joinpath("docs/report.schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def validator():
    return jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_report_fits_its_schema(report, validator):
    validator.validate(json.loads(report.to_json()))


@pytest.mark.parametrize(
    "broken",
    [
        lambda value: value.pop("library"),
        lambda value: value.update(extra=1),
        lambda value: value.update(as_of="2024-02-30"),
        lambda value: value["findings"][0].update(outcome="maybe"),
        lambda value: value["findings"][0]["slots"][0].pop("due"),
        lambda value: value["findings"][0]["slots"][0]["evidence"][0].update(value=0.5),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(report, validator, broken):
    value = report.to_dict()
    broken(value)

    assert not validator.is_valid(value)


def test_every_object_of_the_schema_lists_all_its_keys():
    def objects(value):
        if isinstance(value, dict):
            if "properties" in value:
                yield value
            for each in value.values():
                yield from objects(each)

    found = list(objects(SCHEMA))

    assert len(found) > 10
    assert all(each["required"] == list(each["properties"]) for each in found)
    assert not any(each["additionalProperties"] for each in found)


def test_every_field_of_a_slot_is_there(report):
    slot = report.findings[0].slots[0]

    assert set(report.to_dict()["findings"][0]["slots"][0]) == {
        field.name for field in attrs.fields(type(slot))
    }


def test_what_is_needed_to_derive_it_again_is_there(report):
    value = report.to_dict()

    assert value["library"] == "0.1.0"
    assert value["window"] == {"first": "2024-01-01", "last": "2024-12-31"}
    assert value["record"] == {"id": "b-001", "digest": "b" * 64}
    assert value["profile"]["digest"] == "a" * 64
    assert value["profile"]["lineage"] == ["common", "village"]
    assert value["profile"]["settings"] == [
        {"name": "report_day", "value": "01-31", "origin": "jintan", "source": "jintan.toml"}
    ]


def test_equal_reports_give_equal_text():
    assert make_report().to_json() == make_report().to_json()
    assert make_report().to_json() != make_report(notes=("other",)).to_json()


def test_json_keeps_chinese_and_reads_back(report):
    text = report.to_json(indent=2)

    assert "支部党员大会" in text
    assert json.loads(text) == report.to_dict()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("31.50"), "31.5"),
        (Decimal("1E+2"), "100"),
        (3, 3),
        (True, True),
        (None, None),
        (NEVER, "never"),
        (dt.date(2024, 3, 5), "2024-03-05"),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MonthDay(1, 31), "01-31"),
        ("branch", "branch"),
    ],
)
def test_values_become_plain(value, shown):
    assert plain(value) == shown
    assert type(plain(value)) is type(shown)


def test_the_summary_counts_only_own_findings(report):
    summary = {row["area"]: row for row in report.to_dict()["summary"]}

    assert summary["organization"]["passed"] == 2
    assert summary["organization"]["deviations"] == 0
    assert summary["activities"]["deviations"] == 1


def test_the_catalogue_says_which_parameters_are_set(report):
    catalogue = catalogue_to_dict(report.profile)

    assert {each["name"]: each["set"] for each in catalogue["parameters"]} == {
        "hours": False,
        "report_day": True,
    }
    assert [each["id"] for each in catalogue["rules"]] == [r.id for r in report.profile.rules]
    assert json.loads(json.dumps(catalogue)) == catalogue
