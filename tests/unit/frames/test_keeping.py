"""Lazy frames come to what eager ones do, and nothing of a call is left behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from jintan_rules.frames.evaluate import FORMS, evaluate_frame

AS_OF = dt.date(2024, 12, 31)
RULES = ("act.members-meeting.quarterly", "org.committee.required-when-seven")
DISTRICT = Path(__file__).parents[3] / "examples" / "district"


def district(village):
    wanted = {"organizations", "gaps", *village.vocabulary.lists}
    return {
        path.stem: pl.read_csv(path, infer_schema_length=None)
        for path in DISTRICT.glob("*.csv")
        if path.stem in wanted
    }


@pytest.mark.parametrize("form", ["long", "findings"])
def test_all_rules_come_out_alike_on_lazy_and_eager_frames(village, form):
    given = district(village)
    how = {"profile": village, "as_of": AS_OF, "output": form}

    eager = evaluate_frame(**given, **how)
    lazy = evaluate_frame(**{name: frame.lazy() for name, frame in given.items()}, **how)

    assert lazy.collect_schema() == eager.schema
    by = eager.columns
    assert_frame_equal(lazy.collect().sort(by), eager.sort(by))


@pytest.mark.parametrize("form", FORMS)
def test_several_lazy_results_may_be_collected_together(village, form):
    frames = {name: frame.lazy() for name, frame in district(village).items()}

    one, other = evaluate_frame(
        **frames, profile=village, as_of=AS_OF, rules=RULES, output=(form, "wide")
    )

    found, wide = pl.collect_all([one, other])
    assert found["organization"].n_unique() == wide.height == 48


def test_a_lazy_result_judges_anew_each_time_it_is_run(village):
    given = [pl.DataFrame({"id": ["a"], "tier": ["branch"]})]
    source = pl.defer(lambda: given[-1], schema=given[0].schema)
    found = evaluate_frame(source, profile=village, as_of=AS_OF, rules=RULES, output="wide")
    assert found.collect()["organization"].to_list() == ["a"]

    given.append(pl.DataFrame({"id": ["a", "b"], "tier": ["branch"] * 2}))

    assert sorted(found.collect()["organization"]) == ["a", "b"]


def test_on_duckdb_only_the_tables_of_results_are_left():
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not there")
    pytest.importorskip("pyarrow", reason="pyarrow is not there")
    connection = duckdb.connect()
    connection.register("given", pl.DataFrame({"id": ["a"], "tier": ["branch"]}).to_arrow())

    def tables():
        rows = connection.sql("select table_name from duckdb_tables() where temporary").fetchall()
        return sorted(name for (name,) in rows)

    how = {"profile": "village", "as_of": AS_OF, "rules": RULES}
    first = evaluate_frame(connection.table("given"), output="wide", **how)
    left = tables()
    second, third = evaluate_frame(connection.table("given"), output=("long", "summary"), **how)

    assert len(left) == 1
    assert len(tables()) == 3
    assert set(left) < set(tables())
    assert [len(each.fetchall()) for each in (first, third)] == [1, 5]
    assert second.fetchall()
