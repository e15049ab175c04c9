"""Frames of verdicts made by hand, as the frame engine and the reports give them."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

import jintan_rules as jr
from tests.unit.reports.sample import make_report

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def sample():
    """The report made by hand."""
    return make_report()


@pytest.fixture(scope="session")
def village():
    """A real report."""
    return jr.evaluate(jr.read_record(EXAMPLES / "village.json"), as_of=dt.date(2024, 11, 30))


def long(*rows):
    """Return a frame as evaluate_frame gives it: one that passes has no slot."""
    columns = ("organization", "rule", "slot", "outcome", "level", "slots")
    types = {name: pl.Int64 if name == "slots" else pl.String for name in columns}
    return pl.DataFrame([dict(zip(columns, row, strict=True)) for row in rows], schema=types)


QUARTER, SEVEN, NORM = (
    "act.members-meeting.quarterly",
    "org.committee.required-when-seven",
    "act.theme-day.monthly",
)


@pytest.fixture
def verdicts():
    """Three organisations under rules that ship."""
    return long(
        ("b-1", QUARTER, "2024-Q1", "fail", "deviation", 1),
        ("b-1", QUARTER, None, "pass", None, 3),
        ("b-1", SEVEN, "-", "fail", "breach", 1),
        ("b-2", QUARTER, None, "pass", None, 4),
        ("b-2", SEVEN, "-", "unknown", None, 1),
        ("b-3", QUARTER, None, "not_applicable", None, 4),
        ("b-3", SEVEN, None, "pass", None, 1),
    )


def rows_of(chart):
    """Return all rows of data that a chart holds."""
    spec = chart.to_dict()
    found = list(spec.get("datasets", {}).values())

    def walk(part):
        if isinstance(part, dict):
            if "values" in part and isinstance(part["values"], list) and "data" not in part:
                found.append(part["values"])
            for name, each in part.items():
                if name != "datasets":
                    walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk({"data": spec.get("data"), "layer": [each.get("data") for each in spec.get("layer", [])]})
    return [row for rows in found for row in rows if isinstance(row, dict)]


def told_in(chart):
    """Return the lines below the heading."""
    return chart.to_dict()["title"]["subtitle"]
