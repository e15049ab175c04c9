"""Lazy frames on polars: judging is one step of the plan, done whenever the plan is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from attrs import evolve

from jintan_rules.frames.door import Admission
from jintan_rules.frames.kinds import KINDS
from jintan_rules.frames.results import Verdicts, columns_of
from jintan_rules.standard.rules import Rule


def judged_later(
    admission: Admission,
    form: str,
    rules: Sequence[Rule],
    judged: Callable[[Admission], Verdicts],
) -> nw.LazyFrame[Any]:
    """Return one form of output as a plan that judges when it is run.

    polars takes longer to lay out one plan of hundreds of steps, each used by many, than to
    run them; so they are run one after the other, as on eager frames. Nothing of a run is
    held after it, and each run reads its sources anew.
    """
    organizations = nw.to_native(admission.tables.organizations.frame)
    words, counts = columns_of(form, rules)
    schema = {
        "organization": organizations.collect_schema()["org"],
        **dict.fromkeys(words, pl.String),
        **dict.fromkeys(counts, pl.Int64),
    }

    def run() -> pl.DataFrame:
        found: pl.LazyFrame = nw.to_native(judged(_held(admission)).output(form))
        return found.collect()

    return nw.from_native(pl.defer(run, schema=schema))


def _held(admission: Admission) -> Admission:
    """Return what came in with its rows in memory, read at once."""
    tables, doubtful = admission.tables, admission.doubtful
    given = {"": tables.organizations.frame, "gaps": tables.gaps, "reasons": tables.reasons}
    given |= {f"list {name}": table.frame for name, table in tables.lists.items()}
    given["doubtful"] = doubtful
    lazy: dict[str, Any] = {
        name: nw.to_native(frame) for name, frame in given.items() if frame is not None
    }
    frames = pl.collect_all(list(lazy.values()))
    held = {name: nw.from_native(frame.lazy()) for name, frame in zip(lazy, frames, strict=True)}
    lists = {
        name: evolve(table, frame=held[f"list {name}"]) for name, table in tables.lists.items()
    }
    organizations = evolve(tables.organizations, frame=held[""])
    return evolve(
        admission,
        tables=evolve(
            tables,
            organizations=organizations,
            lists=lists,
            gaps=held.get("gaps"),
            reasons=held.get("reasons"),
        ),
        kind=KINDS["polars"],
        doubtful=held.get("doubtful"),
    )
