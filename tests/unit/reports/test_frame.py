import datetime as dt
import sys
from collections import Counter

import pandas as pd
import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.reports import frame
from tests.unit.reports.sample import make_report

KINDS = {"polars": pl.DataFrame, "pandas": pd.DataFrame}


def records(table):
    return table.to_dicts() if isinstance(table, pl.DataFrame) else table.to_dict("records")


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_a_finding(report, kind):
    table = report.to_frame(kind)

    assert isinstance(table, KINDS[kind])
    assert list(table.columns) == list(frame.FINDINGS)
    assert [row["rule"] for row in records(table)] == [each.rule.id for each in report.findings]
    for row, finding in zip(records(table), report.findings, strict=True):
        counts = Counter(slot.outcome.value for slot in finding.slots)
        assert (row["outcome"], bool(row["own"])) == (finding.outcome.value, finding.is_own)
        assert [row[each.value] for each in jr.Outcome] == [
            counts[each.value] for each in jr.Outcome
        ]
        assert list(row["missing"]) == [each.path for each in finding.missing]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_a_slot_where_asked_for(report, kind):
    table = report.to_frame(kind, rows="slots")
    slots = [slot for each in report.findings for slot in each.slots]

    assert list(table.columns) == list(frame.SLOTS)
    assert [row["slot"] for row in records(table)] == [each.label for each in slots]
    assert [row["outcome"] for row in records(table)] == [each.outcome.value for each in slots]


def test_days_are_days_in_both_kinds(report):
    polars, pandas = (report.to_frame(kind, rows="slots") for kind in KINDS)

    assert polars["due"].dtype == pl.Date
    assert pandas["due"].dtype == "datetime64[s]"
    assert [each and pd.Timestamp(each) for each in polars["due"].to_list()] == [
        None if pd.isna(each) else each for each in pandas["due"]
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", ["findings", "slots"])
def test_an_empty_report_keeps_its_columns_and_types(kind, rows):
    empty, full = make_report(()), make_report()
    tables = [each.to_frame(kind, rows=rows) for each in (empty, full)]

    assert len(tables[0]) == 0
    assert list(tables[0].dtypes) == list(tables[1].dtypes)


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_has_a_row_for_every_rule(kind):
    profile = jr.load_profile("village")
    table = profile.to_frame(kind)
    row = next(each for each in records(table) if each["rule"] == "team.dev.approval-three-months")

    assert list(table.columns) == list(frame.CATALOGUE)
    assert len(table) == len(profile.rules)
    assert (row["item"], row["for_each"], row["deadline"]) == ("发展党员", "development", True)
    assert row["from"] in (dt.date(2014, 5, 28), pd.Timestamp(2014, 5, 28))


def without(monkeypatch, *names):
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)
    found = frame.find_spec
    monkeypatch.setattr(frame, "find_spec", lambda name: None if name in names else found(name))


def test_polars_is_taken_first_and_pandas_where_it_is_missing(report, monkeypatch):
    assert isinstance(report.to_frame(), pl.DataFrame)
    without(monkeypatch, "polars")
    assert isinstance(report.to_frame(), pd.DataFrame)


def test_without_either_the_problem_says_how_to_install_one(report, monkeypatch):
    without(monkeypatch, "polars", "pandas")
    for kind in (None, "polars", "pandas"):
        with pytest.raises(jr.EvaluationError) as raised:
            report.to_frame(kind)
        assert [each.code for each in raised.value.problems] == ["JR580"]
        assert "pip install" in raised.value.problems[0].mend


def test_another_kind_or_row_is_refused(report):
    with pytest.raises(ValueError, match="'arrow'"):
        report.to_frame("arrow")
    with pytest.raises(ValueError, match="'rules'"):
        report.to_frame(rows="rules")
