"""Lazy frames on polars: judging is one step of the plan, done whenever the plan is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from attrs import evolve

from jintan_rules.frames.door import Admission
from jintan_rules.frames.keeping import held
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

    eager = evolve(admission, kind=KINDS["polars"])

    def run() -> pl.DataFrame:
        found: pl.LazyFrame = nw.to_native(judged(held(eager, _collected)).output(form))
        return found.collect()

    return nw.from_native(pl.defer(run, schema=schema))


def _collected(frames: Sequence[nw.LazyFrame[Any]]) -> list[nw.LazyFrame[Any]]:
    natives: list[Any] = [nw.to_native(frame) for frame in frames]
    return [nw.from_native(frame.lazy()) for frame in pl.collect_all(natives)]
