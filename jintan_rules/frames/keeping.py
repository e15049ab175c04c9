"""How a frame that is used several times is computed once, on each back end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from attrs import define, field

#: What the names of temporary tables on DuckDB begin with; a number follows.
PREFIX = "~jintan_rules "
_VIEW = "jintan_rules_kept"
_NEXT = (
    f"select coalesce(max(try_cast(substr(table_name, {len(PREFIX) + 1}) as bigint)), 0) + 1 "  # noqa: S608  no text of others
    f"from duckdb_tables() where temporary and starts_with(table_name, '{PREFIX}')"
)


@define(eq=False)
class Keeping:
    """The frames that one call keeps, so that they are not computed anew each time they are used.

    On polars they are computed at once; on DuckDB they become temporary tables of the
    caller's connection, dropped when the call ends except those of its results; on PySpark
    they are local checkpoints, which go when nothing refers to them.
    """

    _root: Any = field(default=None, init=False)
    _tables: list[str] = field(factory=list, init=False)

    def __call__(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame with the same rows, kept."""
        native: Any = nw.to_native(frame)
        found: nw.LazyFrame[Any]
        if frame.implementation.is_duckdb():
            found = self._as_table(native)
        elif frame.implementation.is_polars():
            found = nw.from_native(native.collect().lazy())
        else:
            found = nw.from_native(native.localCheckpoint())
        return found

    def results(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[nw.LazyFrame[Any]]:
        """Return the results of the call, which need nothing that the call kept.

        On DuckDB each is a table of its own, and all others of the call are dropped.
        """
        if not frames[0].implementation.is_duckdb():
            return list(frames)
        own = list(self._tables)
        found = [self(frame) for frame in frames]
        self._tables = own
        self.let_go()
        return found

    def let_go(self) -> None:
        """Drop the tables that are left of the call, as where it failed."""
        while self._tables:
            self._root.query(_VIEW, f"drop table if exists {self._tables.pop()}")

    def _as_table(self, native: Any) -> nw.LazyFrame[Any]:
        # A relation carries all that it was made of, and is planned with it each time: what is
        # kept is read from one short relation, not from that which it was made of.
        if self._root is None:
            self._root = native.limit(0)
        number = self._root.query(_VIEW, _NEXT).fetchall()[0][0]
        name = f'"{PREFIX}{number}"'
        native.query(_VIEW, f"create temp table {name} as select * from {_VIEW}")  # noqa: S608  no text of others
        self._tables.append(name)
        return nw.from_native(self._root.query(_VIEW, f"select * from {name}"))  # type: ignore[no-any-return]  # noqa: S608  as above
