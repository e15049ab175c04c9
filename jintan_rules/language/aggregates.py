"""Sums, first and last days, and runs over rows of which some may be missing.

A part whose presence is undecided widens the result by what it could add; a
part that stands for many widens it without end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jintan_rules import calendar as cal
from jintan_rules.language import values as v
from jintan_rules.language.values import Range, Truth


class Part(NamedTuple):
    """One member of a walk: whether it is there, whether it may be many, its measure."""

    present: Truth
    many: bool
    value: Range


def total(parts: list[Part]) -> Range:
    """Add the parts up; counting is adding ones."""
    result = v.known(0)
    for present, many, value in parts:
        part = value
        if present.value is None:
            low, high = min(value.low, 0), max(value.high, 0)
            if many:
                low, high = low and -v.INFINITY, high and v.INFINITY
            part = v.span(low, high, value.missing | present.missing)
        result = v.add(result, part)
    return result


def first(parts: list[Part]) -> Range:
    """Return the earliest day; never where there is none."""
    low = min((part.value.low for part in parts), default=cal.NEVER_DAY)
    sure = [part.value.high for part in parts if part.present.value]
    return v.span(low, min(sure, default=cal.NEVER_DAY), _causes(parts))


def last(parts: list[Part]) -> Range:
    """Return the latest day; before all time where there is none."""
    high = max((part.value.high for part in parts), default=cal.BEFORE_DAY)
    sure = [part.value.low for part in parts if part.present.value]
    return v.span(max(sure, default=cal.BEFORE_DAY), high, _causes(parts))


def only(parts: list[Part], source: str) -> Range:
    """Return the measure of the one part of ``source``; unknown where there is not just one."""
    if len(parts) == 1 and parts[0].present.value:
        return parts[0].value
    causes = v.NOTHING.union(*(part.present.missing for part in parts))
    return v.unknown_number(causes or frozenset({v.Missing(source, "many")}))


def longest_run(flags: list[Truth]) -> Range:
    """Return how many flags in a row hold, at the longest."""
    return v.span(
        _run(flag.value is True for flag in flags),
        _run(flag.value is not False for flag in flags),
        v.NOTHING.union(*(flag.missing for flag in flags)),
    )


def _run(flags: Iterable[bool]) -> int:
    longest = current = 0
    for flag in flags:
        current = current + 1 if flag else 0
        longest = max(longest, current)
    return longest


def _causes(parts: list[Part]) -> v.Causes:
    return v.NOTHING.union(*(part.present.missing | part.value.missing for part in parts))
