"""The functions of days and numbers, on values that lie between two ends."""

from __future__ import annotations

from collections.abc import Callable

from jintan_rules import calendar as cal
from jintan_rules.language import values as v
from jintan_rules.language.values import Range, Real


def _ends(function: Callable[[int], Real], value: Range) -> Range:
    """Apply a function that never falls to both ends of a range."""
    return v.span(function(int(value.low)), function(int(value.high)), value.missing)


def _days(value: Range) -> Range:
    """Keep a range of days inside the calendar and its two outer days."""
    return v.span(max(value.low, cal.BEFORE_DAY), min(value.high, cal.NEVER_DAY), value.missing)


def _moved(move: Callable[[int, int], int], day: Range, count: Range, scale: int = 1) -> Range:
    day = _days(day)
    # An open end of the count moves a day out of the calendar.
    low = cal.BEFORE_DAY if count.low == -v.INFINITY else move(int(day.low), int(count.low) * scale)
    high = (
        cal.NEVER_DAY if count.high == v.INFINITY else move(int(day.high), int(count.high) * scale)
    )
    return v.span(low, high, day.missing | count.missing)


def _least(left: Range, right: Range) -> Range:
    return v.span(
        min(left.low, right.low), min(left.high, right.high), left.missing | right.missing
    )


def _most(left: Range, right: Range) -> Range:
    return v.span(
        max(left.low, right.low), max(left.high, right.high), left.missing | right.missing
    )


def _day_in_year(year: Range, *parts: Range) -> Range:
    """Return ``date(year, parameter)`` or ``date(year, month, day)``."""
    day = parts[0]
    if len(parts) > 1:
        day = v.known(int(parts[0].low) * 100 + int(parts[1].low))
    if not day.is_known or not year.is_known:
        low, high = (101, 1231) if not day.is_known else (day.low, day.high)
        return v.span(
            cal.day_in_year(_year(year.low), int(low)),
            cal.day_in_year(_year(year.high), int(high)),
            year.missing | day.missing,
        )
    return v.known(cal.day_in_year(int(year.low), int(day.low)))


def _year(end: Real) -> int:
    return int(min(max(end, 0), 10_000))


FUNCTIONS: dict[str, Callable[..., Range]] = {
    "add_days": lambda day, count: _moved(cal.add_days, day, count),
    "add_months": lambda day, count: _moved(cal.add_months, day, count),
    "add_years": lambda day, count: _moved(cal.add_months, day, count, 12),
    "month_start": lambda day: _ends(cal.month_start, _days(day)),
    "year": lambda day: _ends(cal.year_of, _days(day)),
    "date": _day_in_year,
    "round_to": v.round_half_up,
    "min": _least,
    "max": _most,
}
