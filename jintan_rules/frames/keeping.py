"""How a frame that is used several times is computed once, on each back end."""

from __future__ import annotations

from itertools import count
from typing import Any

import narwhals as nw

_NUMBERS = count()


def kept(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a frame that is not computed anew each time it is used.

    On DuckDB it becomes a temporary table of the caller's connection, which goes with
    it; on PySpark a local checkpoint; on polars a part of the plan marked for keeping.
    """
    native: Any = nw.to_native(frame)
    implementation = frame.implementation
    found: nw.LazyFrame[Any]
    if implementation.is_duckdb():
        name = f'"~jintan_rules {next(_NUMBERS)}"'
        native.query("kept", f"create temp table {name} as select * from kept")  # noqa: S608  no text of others
        found = nw.from_native(native.query("kept", f"select * from {name}"))  # noqa: S608  as above
    elif implementation.is_polars():
        found = nw.from_native(native.cache())
    else:
        found = nw.from_native(native.localCheckpoint())
    return found
