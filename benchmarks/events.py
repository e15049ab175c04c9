"""From a year's meetings to three rules by month and quarter: three forms by hand, and ours."""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.by_hand import AS_OF, WORDS, in_polars
from benchmarks.by_hand.in_polars import by_bits, whole_months
from benchmarks.by_hand.lists_in_polars import FIRST, bit, c, held, kind, quarters
from benchmarks.engines import evaluate, read
from benchmarks.frames import EVENT_RULES
from benchmarks.measuring import measured

KINDS: Final = ("members", "theme_day", "committee")
_READ: Final = ("organizations", "meetings", "gaps")

Frames = Mapping[str, pl.LazyFrame]


def _year(frames: Frames) -> pl.LazyFrame:
    return frames["meetings"].filter(c("held_on").is_between(FIRST, AS_OF))


def by_bits_of_months(frames: Frames) -> pl.LazyFrame:
    """One grouping; the months of a kind are the bits of one number."""
    rows = _year(frames).with_columns(bit=bit("held_on"))
    return rows.group_by("organization").agg(
        *(held(kind(name), name) for name in KINDS), held(c("kinds").is_null(), "dubious")
    )


def by_sums(frames: Frames) -> pl.LazyFrame:
    """One grouping; a sum for each kind and month."""
    month = c("held_on").dt.month()
    conditions = {name: kind(name) for name in KINDS} | {"dubious": c("kinds").is_null()}
    summed = (
        _year(frames)
        .group_by("organization")
        .agg(
            (condition & (month == number)).sum().alias(f"{name}:{number}")
            for name, condition in conditions.items()
            for number in range(1, 13)
        )
    )
    return summed.select(
        "organization",
        *(
            pl.sum_horizontal(
                (c(f"{name}:{number}") > 0).cast(pl.Int32) * 2 ** (number - 1)
                for number in range(1, 13)
            )
            .cast(pl.Int32)
            .alias(name)
            for name in conditions
        ),
    )


def by_two_groupings(frames: Frames) -> pl.LazyFrame:
    """First by organisation, month and kind, then by organisation."""
    first = (
        _year(frames)
        .select("organization", "kinds", month=c("held_on").dt.month())
        .group_by("organization", "month", "kinds")
        .len()
        .with_columns(bit=pl.lit(2, dtype=pl.Int32).pow(c("month").cast(pl.Int32) - 1))
        .with_columns(c("bit").cast(pl.Int32))
    )
    return first.group_by("organization").agg(
        *(held(kind(name), name) for name in KINDS), held(c("kinds").is_null(), "dubious")
    )


def judged(frames: Frames, facts: Callable[[Frames], pl.LazyFrame]) -> pl.LazyFrame:
    """The three rules over all organisations."""
    wide = frames["organizations"]
    for part in (facts(frames), in_polars.of_gaps(frames)):
        wide = wide.join(part, left_on="id", right_on="organization", how="left")
    wide = wide.with_columns(
        *(c(name).fill_null(0) for name in (*KINDS, "gap", "dubious")), whole=whole_months()
    )
    whole, unclear = c("whole"), c("gap") | c("dubious")
    three = whole & (whole // 2) & (whole // 4) & in_polars.QUARTERS
    branch = c("tier") == "branch"
    rules = (
        by_bits(branch, three, quarters(c("members")), quarters(unclear)),
        by_bits(branch, whole, c("theme_day"), unclear),
        by_bits(branch & c("has_committee"), whole, c("committee"), unclear),
    )
    named = dict(zip(EVENT_RULES, rules, strict=True))
    return wide.select("id", **{name: rule.cast(pl.Int8) for name, rule in named.items()})


FORMS: Final = {
    "bits, by hand": by_bits_of_months,
    "sums, by hand": by_sums,
    "two groupings, by hand": by_two_groupings,
}


def task(asked: Mapping[str, Any]) -> dict[str, float]:
    """Time one form, after comparing its verdicts with those of the first."""
    frames = {name: frame.lazy() for name, frame in read(Path(asked["folder"])).items()}
    frames = {name: frames[name] for name in _READ}
    if asked["engine"] in FORMS:
        form = FORMS[asked["engine"]]

        def act() -> pl.DataFrame:
            return judged(frames, form).collect()

        found = act().sort("id")
    else:
        act = evaluate({name: frame.collect() for name, frame in frames.items()}, EVENT_RULES)
        words = pl.exclude("organization").cast(pl.String).replace_strict(WORDS, range(len(WORDS)))
        found = act().select(pl.col("organization").alias("id"), words.cast(pl.Int8)).sort("id")
        found = found.select("id", *EVENT_RULES)
    if not judged(frames, by_bits_of_months).collect().sort("id").equals(found):
        raise SystemExit("the verdicts differ")
    del found
    gc.collect()
    return measured(act)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", required=True)
    print(json.dumps(task(json.loads(parser.parse_args().one))))  # noqa: T201 - for who runs it
