"""How a frame that is used several times is computed once, on each back end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
from attrs import define, evolve, field

from jintan_rules.frames.door import Admission

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
    they are local checkpoints, which go when nothing refers to them. ``root`` is a relation
    of the connection, short where that can be: kept tables are read by way of it.
    """

    _root: Any = None
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
        # kept is read by way of one short relation, not of that which it was made of.
        if self._root is None:
            self._root = native.limit(0)
        number = self._root.query(_VIEW, _NEXT).fetchall()[0][0]
        name = f'"{PREFIX}{number}"'
        native.query(_VIEW, f"create temp table {name} as select * from {_VIEW}")  # noqa: S608  no text of others
        self._tables.append(name)
        return nw.from_native(self._root.query(_VIEW, f"select * from {name}"))  # type: ignore[no-any-return]  # noqa: S608  as above


def held(
    admission: Admission, keep: Callable[[Sequence[nw.LazyFrame[Any]]], list[nw.LazyFrame[Any]]]
) -> Admission:
    """Return what came in with its frames kept, all at once."""
    tables = admission.tables
    given = {
        "": tables.organizations.frame,
        "gaps": tables.gaps,
        "reasons": tables.reasons,
        "doubtful": admission.doubtful,
        **{f"list {name}": table.frame for name, table in tables.lists.items()},
    }
    names = [name for name, frame in given.items() if frame is not None]
    found = dict(zip(names, keep([f for f in given.values() if f is not None]), strict=True))
    lists = {
        name: evolve(table, frame=found[f"list {name}"]) for name, table in tables.lists.items()
    }
    organizations = evolve(tables.organizations, frame=found[""])
    gaps, reasons = found.get("gaps"), found.get("reasons")
    tables = evolve(tables, organizations=organizations, lists=lists, gaps=gaps, reasons=reasons)
    return evolve(admission, tables=tables, doubtful=found.get("doubtful"))
