"""A part's organisations as plain records, as ``Record.from_dict`` takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from benchmarks.country.columns import NEVER, SETS

#: Columns of ids and references, which a record writes as text.
IDS: Final = frozenset({"id", "person", "group", "candidate", "election", "term"})


def records(frames: Mapping[str, pl.DataFrame], first: int, count: int) -> Iterator[dict[str, Any]]:
    """The records of so many organisations from a place on.

    A list whose frame there is not is left out; one without rows is empty.
    """
    organizations = frames["organizations"].slice(first, count)
    ids = organizations["id"]
    lists = {
        name: _by_organization(name, frame.filter(pl.col("organization").is_in(ids.implode())))
        for name, frame in frames.items()
        if name != "organizations"
    }
    for row in organizations.iter_rows(named=True):
        record = _plain("organizations", row)
        for name, rows in lists.items():
            record[name] = rows.get(row["id"], [])
        yield record


def _by_organization(name: str, frame: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row.pop("organization"), []).append(_plain(name, row))
    return found


def _plain(frame: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(frame, name, value) for name, value in row.items() if value is not None}


def _value(frame: str, name: str, value: Any) -> Any:
    if (frame, name) in SETS:
        return sorted(SETS[frame, name][value])
    if name in IDS:
        return str(value)
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, dt.date):
        return "never" if value == NEVER else value.isoformat()
    return value
