"""The calendar in whole numbers: the functions of days, in every row of a frame.

A day is its ordinal, and months are counted from March, so that a leap day is the
last of its year. No type of date takes part: the same sums hold on every back end.
"""

from __future__ import annotations

from collections.abc import Callable

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Number
from jintan_rules.frames.ranges import Range

_DAYS_400, _DAYS_100, _DAYS_4, _DAYS_1 = 146_097, 36_524, 1_461, 365
#: Days from 1 March of the year 0 to the day before 1 January of the year 1.
_OFFSET = 305
_LEAP_DAY = 229
_YEAR_MONTH = 12
_DECEMBER = 1231


def day_range(day: Range) -> Range:
    """Keep a range of days inside the calendar and its two outer days."""
    if day.least is not None and day.most is not None:
        return day
    low = c.greatest(day.low, cal.BEFORE_DAY)
    high = c.least(day.high, cal.NEVER_DAY)
    if day.is_known:
        return r.point(day.point, cal.BEFORE_DAY, cal.NEVER_DAY, cal.NEVER_DAY)
    return r.spread(low, high, cal.BEFORE_DAY, cal.NEVER_DAY, cal.NEVER_DAY)


def _civil(day: Number) -> tuple[Number, Number, Number]:
    """Return the year, the month (from 0 for January) and the day of the month."""
    # From days since 1 March of the year 0.
    since = c.plus(day, _OFFSET)
    era = c.over(since, _DAYS_400)
    of_era = c.minus(since, c.times(era, _DAYS_400))
    year_of_era = c.over(
        c.minus(
            c.plus(c.minus(of_era, c.over(of_era, _DAYS_4 - 1)), c.over(of_era, _DAYS_100)),
            c.over(of_era, _DAYS_400 - 1),
        ),
        _DAYS_1,
    )
    before = c.minus(
        c.plus(c.times(year_of_era, _DAYS_1), c.over(year_of_era, 4)), c.over(year_of_era, 100)
    )
    of_year = c.minus(of_era, before)
    march_month = c.over(c.plus(c.times(of_year, 5), 2), 153)
    of_month = c.plus(c.minus(of_year, c.over(c.plus(c.times(march_month, 153), 2), 5)), 1)
    early = c.compare("<", march_month, 10)
    month: Number = c.when(early, c.plus(march_month, 2), c.minus(march_month, 10))
    year = c.plus(
        c.plus(year_of_era, c.times(era, 400)),
        c.when(early, 0, 1),
    )
    return year, month, of_month


def _ordinal(months: Number, of_month: Number) -> Number:
    """Return the day of a month, counted from January of the year 0, clamped to its end."""
    first = _month_start(months)
    length = c.minus(_month_start(c.plus(months, 1)), first)
    return c.minus(c.plus(first, c.least(of_month, length)), 1)


def _month_start(months: Number) -> Number:
    """Return the first day of a month, counted from January of the year 0."""
    # January and February belong to the year before, which began in March.
    shifted = c.plus(months, 10)
    year = c.minus(c.over(shifted, _YEAR_MONTH), 1)
    march_month = c.rest(shifted, _YEAR_MONTH)
    days = c.plus(
        c.plus(
            c.times(year, _DAYS_1),
            c.plus(
                c.minus(c.over(c.plus(year, 400), 4), c.over(c.plus(year, 400), 100)),
                c.over(c.plus(year, 400), 400),
            ),
        ),
        c.over(c.plus(c.times(march_month, 153), 2), 5),
    )
    # The year 400 was added so that none is negative: 97 leap days.
    return c.minus(days, _OFFSET + 97)


def add_months(day: Number, count: Number) -> Number:
    """Move a day by months to the same day number, clamped to the month's end."""
    if not isinstance(day, c.Cell) and not isinstance(count, c.Cell):
        return None if day is None or count is None else cal.add_months(day, count)
    if isinstance(day, int):
        start = cal.date_of(day) if cal.is_day(day) else None
        if start is None:
            return c.when(c.is_null(count), None, day)
        year, month, of_month = start.year, start.month - 1, start.day
    else:
        year, month, of_month = _civil(day)  # type: ignore[assignment]
    months = c.plus(c.plus(c.times(year, _YEAR_MONTH), month), count)
    # Kept inside the sums' reach; beyond the calendar's ends it is outside all the same.
    kept = _within(months, 0, 10_001 * _YEAR_MONTH)
    moved = _ordinal(kept, of_month)
    moved = c.when(c.compare("<", months, _YEAR_MONTH), cal.BEFORE_DAY, moved)
    moved = c.when(c.compare("<", 10_000 * _YEAR_MONTH - 1, months), cal.NEVER_DAY, moved)
    return _outer(day, moved)


def _within(number: Number, least: int, most: int) -> Number:
    """Keep a number between two others; null stays null."""
    kept = c.when(c.compare("<", number, least), least, number)
    return c.when(c.compare("<", most, number), most, kept)


def _outer(day: Number, moved: Number) -> Number:
    """Leave never and before all time as they are."""
    if isinstance(day, int):
        return moved
    outer = c.either([c.compare("==", day, cal.NEVER_DAY), c.compare("==", day, cal.BEFORE_DAY)])
    return c.when(outer, day, moved)


def add_days(day: Number, count: Number) -> Number:
    """Move a day by days; never stays never."""
    if not isinstance(day, c.Cell) and not isinstance(count, c.Cell):
        return None if day is None or count is None else cal.add_days(day, count)
    if isinstance(day, int) and not cal.is_day(day):
        return c.when(c.is_null(count), None, day)
    moved = _within(c.plus(day, count), cal.BEFORE_DAY, cal.NEVER_DAY)
    return _outer(day, moved)


def month_start(day: Number) -> Number:
    """Return the first day of the month that a day lies in."""
    if not isinstance(day, c.Cell):
        return None if day is None else cal.month_start(day)
    _, _, of_month = _civil(day)
    return _outer(day, c.plus(c.minus(day, of_month), 1))


def year_of(day: Number) -> Number:
    """Return the year of a day: 0 before all time, 10000 for never."""
    if not isinstance(day, c.Cell):
        return None if day is None else cal.year_of(day)
    return _civil(day)[0]


def day_in_year(year: Number, month_day: int) -> Number:
    """Return the day of a year written ``331`` for 31 March."""
    if not isinstance(year, c.Cell):
        return None if year is None else cal.day_in_year(year, month_day)
    month, of_month = divmod(month_day, 100)
    kept = _within(year, 1, 9_999)
    day = _ordinal(c.plus(c.times(kept, _YEAR_MONTH), month - 1), of_month)
    day = c.when(c.compare("<", year, 1), cal.BEFORE_DAY, day)
    return c.when(c.compare("<", 9_999, year), cal.NEVER_DAY, day)


def _moved(move: Callable[[Number, Number], Number], day: Range, count: Range) -> Range:
    day = day_range(day)
    least, most = cal.BEFORE_DAY, cal.NEVER_DAY
    if count.is_known:
        if day.is_point:
            return Range(
                0,
                _bound(move(day.least, count.least), least),
                _bound(move(day.most, count.most), most),
                most,
                move(day.point, count.point),
            )
        low, high = move(day.low, count.point), move(day.high, count.point)
        return r.spread(low, high, least, most, most)
    # An open end of the count moves a day out of the calendar.
    low = c.filled(move(day.low, count.low), least)
    high = c.filled(move(day.high, count.high), most)
    return r.spread(low, high, least, most, most)


def _bound(end: Number, instead: int) -> int:
    return end if isinstance(end, int) else instead


def _whole(number: Range) -> Range:
    """Return a number without decimal places, what is less than one left out."""
    if not number.places:
        return number
    raise AssertionError("days and months are counted in whole numbers")


def _date(year: Range, *parts: Range) -> Range:
    """Return ``date(year, parameter)`` or ``date(year, month, day)``."""
    if len(parts) > 1:
        low = high = int(parts[0].point) * 100 + int(parts[1].point)  # type: ignore[arg-type]
    else:
        (day,) = parts
        # A parameter: set, or any day of the year.
        low, high = (day.point, day.point) if day.is_known else (101, _DECEMBER)  # type: ignore[assignment]
    least = _static_day(year.least, low, cal.BEFORE_DAY)
    most = _static_day(year.most, high, cal.NEVER_DAY)
    if low == high and year.is_point:
        return Range(0, least, most, cal.NEVER_DAY, day_in_year(year.point, low))
    bottom = c.filled(day_in_year(year.low, low), cal.BEFORE_DAY)
    top = c.filled(day_in_year(year.high, high), cal.NEVER_DAY)
    return r.spread(bottom, top, least, most, cal.NEVER_DAY)


def _static_day(year: int | None, month_day: int, outer: int) -> int:
    if year is None:
        return outer
    return cal.day_in_year(min(max(year, 0), 10_000), month_day)


def _of_days(function: Callable[[Number], Number], size: int) -> Callable[[Range], Range]:
    return lambda day: r.mapped(day_range(day), function, size)


def round_half_up(number: Range, step: Range) -> Range:
    """Round to a multiple of a power of ten, halves away from nothing."""
    places = step.places if step.point == 1 else 0
    if number.places <= places:
        return r.scaled(number, places)
    by = 10 ** (number.places - places)

    def rounded(end: Number) -> Number:
        if not isinstance(end, c.Cell):
            if end is None:
                return None
            size: int = (abs(end) + by // 2) // by
            return size if end >= 0 else -size
        up = c.over(c.plus(end, by // 2), by)
        if number.least is not None and number.least >= 0:
            return up
        down = c.minus(0, c.over(c.plus(c.minus(0, end), by // 2), by))
        return c.when(c.compare("<", end, 0), down, up)

    found = r.mapped(number, rounded)
    if found.ends is None:
        return Range(places, found.least, found.most, found.size, found.point)
    return Range(places, found.least, found.most, found.size, None, found.ends)


FUNCTIONS: dict[str, Callable[..., Range]] = {
    "add_days": lambda day, count: _moved(add_days, day, _whole(count)),
    "add_months": lambda day, count: _moved(add_months, day, _whole(count)),
    "add_years": lambda day, count: _moved(add_months, day, r.multiply(_whole(count), r.known(12))),
    "month_start": _of_days(month_start, cal.NEVER_DAY),
    "year": _of_days(year_of, 10_000),
    "date": _date,
    "round_to": round_half_up,
    "min": r.minimum,
    "max": r.maximum,
}
