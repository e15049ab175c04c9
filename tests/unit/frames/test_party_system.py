"""The tables of a Party-affairs system, in by a mapping and a filter, against a hand-written count.

The shape is that of an open-source system in use: meetings with a type as a code and dates as
text, rows that were rejected, deleted or entered twice, and a newer table with other codes.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil

import polars as pl
import pytest

from jintan_rules.frames.evaluate import evaluate_frame
from tests.unit.frames.conftest import as_kind, rows_of

AS_OF = dt.date(2024, 11, 30)
RULES = {
    "act.members-meeting.quarterly": "members",
    "act.committee-meeting.monthly": "committee",
    "act.theme-day.monthly": "theme_day",
}

# ---- what a user of the library writes -------------------------------------------------

COLUMNS = {
    "organizations": {
        "id": "branch_id",
        "tier": ("level", {"01": "branch", "02": "general_branch"}),
        "established_on": "found_date",
        "has_committee": ("with_committee", {1: True, 0: False}),
        "committee_since": "committee_date",
    },
    "meetings": {
        "organization": "branch_id",
        "held_on": ("date", {"0000-00-00": None}),
        "kinds": (
            "type",
            {1: "members", 2: "committee", 3: "group", 4: "lecture", 5: "theme_day",
             110: "members", 120: "committee", 150: ["members", "theme_day"], 190: None},
        ),
        "entitled": "due_num",
        "present": "attend_num",
    },
}  # fmt: skip


def polars_meetings(pm_meeting, pm_meeting_new):
    old = pm_meeting.filter((pl.col("status") == 1) & (pl.col("is_delete") == 0))
    new = pm_meeting_new.filter(pl.col("state") == "passed")
    columns = ["branch_id", "type", "date", "due_num", "attend_num"]
    return pl.concat([old.unique().select(columns), new.unique().select(columns)])


def pandas_meetings(pm_meeting, pm_meeting_new):
    import pandas as pd

    old = pm_meeting.query("status == 1 and is_delete == 0").drop_duplicates()
    new = pm_meeting_new.query("state == 'passed'").drop_duplicates()
    return pd.concat([old, new])[["branch_id", "type", "date", "due_num", "attend_num"]]


def arrow_meetings(pm_meeting, pm_meeting_new):
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = ["branch_id", "type", "date", "due_num", "attend_num"]
    keep = pc.and_(pc.equal(pm_meeting["status"], 1), pc.equal(pm_meeting["is_delete"], 0))
    old = pm_meeting.filter(keep).group_by(pm_meeting.column_names).aggregate([])
    new = pm_meeting_new.filter(pc.equal(pm_meeting_new["state"], "passed"))
    new = new.group_by(new.column_names).aggregate([])
    return pa.concat_tables([old.select(columns), new.select(columns)])


def duckdb_meetings(pm_meeting, pm_meeting_new):
    columns = "branch_id, type, date, due_num, attend_num"
    old = pm_meeting.filter("status = 1 AND is_delete = 0").distinct().project(columns)
    return old.union(pm_meeting_new.filter("state = 'passed'").distinct().project(columns))


def spark_meetings(pm_meeting, pm_meeting_new):
    columns = ["branch_id", "type", "date", "due_num", "attend_num"]
    old = pm_meeting.where("status = 1 AND is_delete = 0").distinct().select(columns)
    return old.union(pm_meeting_new.where("state = 'passed'").distinct().select(columns))


FILTERS = {
    "polars": polars_meetings,
    "polars lazy": polars_meetings,
    "pandas": pandas_meetings,
    "pyarrow": arrow_meetings,
    "duckdb": duckdb_meetings,
}

# ---- the tables ------------------------------------------------------------------------


def written(chance: random.Random, day: dt.date) -> str:
    """Write a day as one of the forms that a system's users leave behind."""
    return chance.choice(
        (
            day.isoformat(),
            f"{day} 14:00:00",
            f"{day.year}/{day.month}/{day.day}",
            f"{day:%Y%m%d}",
        )
    )


@pytest.fixture(scope="module")
def tables():
    chance = random.Random(20240101)
    branches, old, new = [], [], []
    for number in range(1, 41):
        founded = chance.choice(
            (dt.date(2001, 7, 1), dt.date(2024, 4, 1), dt.date(2024, 5, 20), dt.date(2024, 9, 2))
        )
        committee = chance.random() < 0.6
        branches.append(
            {
                "branch_id": number,
                "branch_name": f"第{number}支部",
                "level": "02" if number % 10 == 0 else "01",
                "found_date": written(chance, founded),
                "with_committee": int(committee),
                "committee_date": written(chance, chance.choice((founded, dt.date(2024, 6, 15))))
                if committee
                else None,
            }
        )
        for _ in range(chance.randint(0, 45)):
            day = dt.date(2023, 12, 1) + dt.timedelta(days=chance.randint(0, 400))
            due = chance.randint(3, 40)
            absent = chance.randint(0, 3)
            row = {
                "branch_id": number,
                "type": chance.choice((1, 2, 2, 3, 4, 5, 5, 5)),
                "date": "0000-00-00" if chance.random() < 0.01 else written(chance, day),
                "due_num": due,
                "attend_num": due - absent,
                "absent_num": absent,
            }
            if chance.random() < 0.3:
                row["type"] = chance.choice((110, 120, 150, 190 if number % 7 == 0 else 150))
                row["state"] = chance.choice(("passed", "passed", "passed", "refused"))
                new += [row] * chance.choice((1, 1, 2))
            else:
                row["status"] = chance.choice((1, 1, 1, 2))
                row["is_delete"] = int(chance.random() < 0.1)
                old += [row] * chance.choice((1, 1, 2))
    return pl.DataFrame(branches), pl.DataFrame(old), pl.DataFrame(new)


# ---- the oracle: plain Python, nothing of the library -------------------------------------

MEANT = {
    1: {"members"},
    2: {"committee"},
    3: {"group"},
    4: {"lecture"},
    5: {"theme_day"},
    110: {"members"},
    120: {"committee"},
    150: {"members", "theme_day"},
    190: None,
}


def parsed(text):
    if text is None or text == "0000-00-00":
        return None
    digits = text.split(" ")[0].replace("/", "-")
    if "-" not in digits:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return dt.date(*(int(part) for part in digits.split("-")))


def spans(kind):
    length = 3 if kind == "members" else 1
    for first in range(1, 13, length):
        start = dt.date(2024, first, 1)
        after = dt.date(2025, 1, 1) if first + length > 12 else dt.date(2024, first + length, 1)
        label = f"2024-Q{(first + 2) // 3}" if kind == "members" else f"2024-{first:02d}"
        if start <= AS_OF:
            yield label, start, after - dt.timedelta(days=1)


def expected(tables):
    branches, old, new = (table.rows(named=True) for table in tables)
    valid = [row for row in old if row["status"] == 1 and row["is_delete"] == 0]
    valid += [row for row in new if row["state"] == "passed"]
    found = {}
    for branch in branches:
        own = [row for row in valid if row["branch_id"] == branch["branch_id"]]
        for rule, kind in RULES.items():
            for label, start, end in spans(kind):
                key = (branch["branch_id"], rule, label)
                found[key] = verdict(branch, own, kind, start, end)
    return found


def verdict(branch, meetings, kind, start, end):
    if branch["level"] != "01" or (kind == "committee" and not branch["with_committee"]):
        return "not_applicable"
    since = parsed(branch["found_date"])
    if kind == "committee":
        since = max(since, parsed(branch["committee_date"]))
    if since > start:
        return "not_applicable"
    may_be = False
    for row in meetings:
        day, kinds = parsed(row["date"]), MEANT[row["type"]]
        if day is not None and not (start <= day <= min(end, AS_OF)):
            continue
        if kinds is not None and kind not in kinds:
            continue
        if day is not None and kinds is not None:
            return "pass"
        may_be = True
    if end > AS_OF:
        return "pending"
    return "unknown" if may_be else "fail"


# ---- the tests -------------------------------------------------------------------------


def judged(organizations, meetings, output="slots", rules=RULES):
    return evaluate_frame(
        organizations,
        meetings=meetings,
        profile="village",
        as_of=AS_OF,
        columns=COLUMNS,
        rules=tuple(rules),
        output=output,
    )


def outcomes(frame):
    return {
        (row["organization"], row["rule"], row["slot"]): row["outcome"] for row in rows_of(frame)
    }


@pytest.mark.parametrize("kind", FILTERS)
def test_its_tables_come_in_with_a_mapping_and_a_filter(tables, kind):
    branches, old, new = (as_kind(table, kind) for table in tables)

    slots = judged(branches, FILTERS[kind](old, new))

    found = outcomes(slots)
    assert found == expected(tables)
    assert set(found.values()) == {"pass", "fail", "unknown", "pending", "not_applicable"}


def test_the_oracle_sees_every_kind_of_verdict_for_every_rule(tables):
    found = expected(tables)

    for rule in RULES:
        seen = {outcome for (_, each, _), outcome in found.items() if each == rule}
        assert seen >= {"pass", "fail", "pending" if "monthly" not in rule else "pass"}


@pytest.mark.filterwarnings("ignore")
def test_its_tables_come_in_on_spark_too(tables):
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("PySpark needs Java")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    try:
        branches, old, new = (
            session.createDataFrame(table.rows(), schema=table.columns) for table in tables
        )

        rule = "act.members-meeting.quarterly"  # one only: Spark takes long to plan
        slots = judged(branches, spark_meetings(old, new), rules=[rule])

        found = {
            (row["organization"], row["rule"], row["slot"]): row["outcome"]
            for row in slots.collect()
        }
        assert found == {key: each for key, each in expected(tables).items() if key[1] == rule}
    finally:
        session.stop()


def test_a_code_that_nobody_mapped_stops_the_call(tables):
    branches, old, new = tables
    odd = new.with_columns(type=pl.when(pl.col("type") == 120).then(121).otherwise("type"))

    with pytest.raises(ValueError, match="JR534") as caught:
        judged(branches, polars_meetings(old, odd))

    (problem,) = caught.value.problems
    assert problem.place.path == "type"
    assert problem.found == "121"


def test_rows_that_were_not_filtered_change_nothing_but_what_they_say(tables):
    branches, old, new = tables
    columns = ["branch_id", "type", "date", "due_num", "attend_num"]
    unfiltered = pl.concat([old.select(columns), new.select(columns)])

    fewer = outcomes(judged(branches, polars_meetings(old, new)))
    more = outcomes(judged(branches, unfiltered))

    changed = {(fewer[key], more[key]) for key in fewer if fewer[key] != more[key]}
    assert changed
    assert changed <= {
        ("fail", "pass"), ("fail", "unknown"), ("unknown", "pass"), ("pending", "pass")
    }  # fmt: skip
