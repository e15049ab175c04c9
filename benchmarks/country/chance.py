"""Chance drawn in whole columns, the same from the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

Array = np.ndarray[Any, np.dtype[Any]]

_EPOCH: Final = dt.date(1970, 1, 1).toordinal()

#: What stands for "never" in a column of days.
NEVER: Final = dt.date(9999, 12, 31).toordinal() - _EPOCH

#: What stands for null in a column of whole numbers while it is still an array.
NULL: Final = -(2**31)


def epoch(day: dt.date) -> int:
    """The day as the number of days since 1970, as Parquet and polars count."""
    return day.toordinal() - _EPOCH


def month_starts(year: int) -> Array:
    """The thirteen first days that bound the months of a year, as epoch days."""
    days = [dt.date(year + (m // 12), m % 12 + 1, 1) for m in range(13)]
    return np.array([epoch(day) for day in days], dtype=np.int32)


def years_later(days: Array, years: int) -> Array:
    """The same day so many years later, 29 February as the 28th, as epoch days."""
    moved = pl.Series(days.astype(np.int32)).cast(pl.Date).dt.offset_by(f"{years}y")
    return np.asarray(moved.to_physical().to_numpy())


class Chance:
    """A stream of random columns of its own for one list of one part of the country."""

    def __init__(self, *key: int) -> None:
        self._random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(list(key))))

    def hits(self, rate: float | Array, shape: int | tuple[int, ...]) -> Array:
        """Truth values, each true at the rate."""
        return np.asarray(self._random.random(shape, dtype=np.float32) < rate)

    def whole(self, low: int | Array, high: int | Array, size: int | tuple[int, ...]) -> Array:
        """Whole numbers from low up to, but without, high."""
        return self._random.integers(low, high, size=size, dtype=np.int32)

    def choice(self, weights: Sequence[float], size: int) -> Array:
        """Places in the sequence of weights, each as often as its weight says."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
        drawn = self._random.random(size) * bounds[-1]
        return np.asarray(np.searchsorted(bounds, drawn, side="right"), dtype=np.uint8)

    def log_normal(self, median: Array, sigma: Array) -> Array:
        """Positive numbers around a median."""
        return np.exp(np.log(median) + sigma * self._random.standard_normal(len(median)))


def tokens(codes: Array, names: Sequence[str], missing: Array | None = None) -> pl.Series:
    """A column of tokens from the places of their names, null where missing."""
    column = pl.Series(list(names), dtype=pl.Enum(list(names))).gather(codes.astype(np.uint32))
    return column if missing is None else blanked(column, missing)


def codes(values: Array, missing: Array | None = None) -> pl.Series:
    """A column of codes, each for the tokens of a set that stand at its place."""
    column = pl.Series(values.astype(np.int8))
    return column if missing is None else blanked(column, missing)


def days(values: Array, missing: Array | None = None) -> pl.Series:
    """A column of days from epoch days, null where missing."""
    column = pl.Series(values.astype(np.int32)).cast(pl.Date)
    return column if missing is None else blanked(column, missing)


def numbers(values: Array, missing: Array | None = None) -> pl.Series:
    """A column of whole numbers, null where missing."""
    column = pl.Series(values.astype(np.int32))
    return column if missing is None else blanked(column, missing)


def truths(values: Array, missing: Array | None = None) -> pl.Series:
    """A column of truth values, null where missing."""
    column = pl.Series(values.astype(np.bool_))
    return column if missing is None else blanked(column, missing)


def blanked(column: pl.Series, missing: Array) -> pl.Series:
    """The column with null where missing."""
    frame = pl.DataFrame({"value": column, "missing": missing})
    return frame.select(pl.when(~pl.col("missing")).then(pl.col("value")))["value"]


def spread(counts: Array) -> tuple[Array, Array]:
    """Rows for so many a place: the place of each row, and its rank there from zero."""
    place = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    firsts = np.cumsum(counts) - counts
    return place, (np.arange(len(place)) - firsts[place]).astype(np.int32)
