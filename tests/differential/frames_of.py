"""Records as the canonical tables that rules are judged on in frames, for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import narwhals as nw
import polars as pl

from jintan_rules import calendar as cal
from jintan_rules.frames.tables import Table, Tables
from jintan_rules.language import types
from jintan_rules.records.record import NEVER

KEYS = {"org": pl.String, "label": pl.String, "id": pl.String}


def tables_of(records, profile, lazy=lambda frame: frame.lazy()):
    """Return the tables of some records whose ids differ."""
    vocabulary = profile.vocabulary
    organizations = _table(
        [({"org": record.id}, record.facts) for record in records], vocabulary.facts, lazy, ("org",)
    )
    lists, gaps = {}, []
    for name, shape in vocabulary.lists.items():
        having = [record for record in records if name in record.lists]
        if not having:
            continue
        rows = [
            (
                {
                    "org": record.id,
                    "label": row.label,
                    "id": None if row.label.startswith("#") else row.label,
                },
                row.values,
            )
            for record in having
            for row in record.lists[name]
        ]
        lists[name] = _table(rows, shape.attributes, lazy, ("org", "label", "id"))
        gaps += [
            (record.id, name, cal.FIRST_DAY, cal.LAST_DAY)
            for record in records
            if name not in record.lists
        ]
        gaps += [
            (record.id, name, gap.start.toordinal(), gap.end.toordinal())
            for record in having
            for gap in record.gaps
            if gap.list_name == name
        ]
    gap_frame = pl.DataFrame(
        gaps,
        schema={"org": pl.String, "list": pl.String, "start": pl.Int64, "end": pl.Int64},
        orient="row",
    )
    reasons = pl.DataFrame(
        [
            (record.id, each.rule, each.slot, each.on.toordinal() if each.on else None)
            for record in records
            for each in record.reasons
        ],
        schema={"org": pl.String, "rule": pl.String, "slot": pl.String, "on": pl.Int64},
        orient="row",
    )
    return Tables(
        organizations,
        lists,
        nw.from_native(lazy(gap_frame)) if gaps else None,
        nw.from_native(lazy(reasons)) if len(reasons) else None,
    )


def _table(rows, facts, lazy, keys):
    columns = {name: pl.Series(name, [r[0][name] for r in rows], KEYS[name]) for name in keys}
    known = set()
    for name, fact in facts.items():
        values = [r[1].get(name) for r in rows]
        if all(value is None for value in values):
            continue
        known.add(name)
        kind = fact.value_type.kind
        if kind == types.SET and fact.tokens:
            for token in fact.tokens:
                held = [None if value is None else token in value for value in values]
                columns[f"{name}:{token}"] = pl.Series(f"{name}:{token}", held, pl.Boolean)
            continue
        dtype = {types.BOOL: pl.Boolean, types.NUMBER: pl.Int64, types.DATE: pl.Int64}.get(
            kind, pl.String
        )
        columns[name] = pl.Series(name, [_plain(value, fact) for value in values], dtype)
    return Table(nw.from_native(lazy(pl.DataFrame(columns))), frozenset(known))


def _plain(value, fact):
    if value is None or isinstance(value, (bool, str)):
        return value
    if value is NEVER:
        return cal.NEVER_DAY
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, (int, Decimal)):
        return int(Decimal(value).scaleb(fact.places))
    return "|" + "".join(f"{each}|" for each in sorted(value))
