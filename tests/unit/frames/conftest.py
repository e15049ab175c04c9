"""What the tests of frames share: kinds of frames, and how tables read back."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.calendar import NEVER_DAY
from jintan_rules.frames.tables import Table
from jintan_rules.records import shapes
from jintan_rules.records.record import NEVER

#: The kinds of frames that need no Java.
KINDS = ("polars", "polars lazy", "pandas", "pyarrow", "duckdb")


def as_kind(frame: pl.DataFrame, kind: str) -> Any:
    match kind:
        case "polars lazy":
            return frame.lazy()
        case "pandas":
            return frame.to_pandas()
        case "pyarrow":
            return frame.to_arrow()
        case "duckdb":
            import duckdb

            return duckdb.from_arrow(frame.to_arrow())
        case _:
            return frame


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame of any kind, those of the tables inside too."""
    import narwhals as nw

    lazy = nw.from_native(nw.to_native(frame, pass_through=True))
    eager = lazy.collect() if isinstance(lazy, nw.LazyFrame) else lazy
    plain = pl.DataFrame(nw.to_native(eager.lazy().collect("polars")))
    return [
        {name: None if _is_nan(value) else value for name, value in row.items()}
        for row in plain.rows(named=True)
    ]


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def facts_of(table: Table, facts: Any) -> list[tuple[Any, str | None, dict[str, Any]]]:
    """Return the rows of a table as key, label and facts, as a record holds them."""
    found = []
    for row in rows_of(table.frame):
        values = {}
        for name in table.facts:
            value = _fact(row, facts[name])
            if value is not None:
                values[name] = value
        found.append((row["org"], row.get("label"), values))
    return found


def _fact(row: dict[str, Any], fact: Any) -> Any:
    if fact.type == "set":
        held = {token: row[f"{fact.name}:{token}"] for token in fact.tokens}
        if None in held.values():
            assert set(held.values()) == {None}
            return None
        return frozenset(token for token, is_held in held.items() if is_held)
    value = row[fact.name]
    if value is None:
        return None
    match fact.type:
        case "date":
            return NEVER if value == NEVER_DAY else dt.date.fromordinal(value)
        case "ids":
            return frozenset(each for each in value.split("|") if each)
        case "decimal" | "money":
            return Decimal(value).scaleb(-shapes.places(fact))
        case _:
            return value


@pytest.fixture(scope="session")
def village() -> jr.Profile:
    return jr.load_profile("village")


def codes_of(error: pytest.ExceptionInfo[jr.JintanError]) -> list[str]:
    return [problem.code for problem in error.value.problems]
