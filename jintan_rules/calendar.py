"""Days, months and periods: the arithmetic of dates, and working days.

A day is its ordinal, a whole number, so that days compare and add as numbers.
Two ordinals stand outside the calendar: :data:`NEVER_DAY` sorts after every
day, :data:`BEFORE_DAY` before every day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from attrs import field, frozen

BEFORE_DAY = 0
FIRST_DAY = dt.date.min.toordinal()
LAST_DAY = dt.date.max.toordinal()
NEVER_DAY = LAST_DAY + 1

#: The months of a period, by its name.
MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def date_of(day: int) -> dt.date:
    """Return the date of a day of the calendar."""
    return dt.date.fromordinal(day)


def is_day(day: int) -> bool:
    """Whether an ordinal is a day of the calendar, neither never nor before all time."""
    return BEFORE_DAY < day < NEVER_DAY


def clamp_day(day: int) -> int:
    """Return an ordinal of the calendar, or never or before all time beyond its ends."""
    return NEVER_DAY if day > LAST_DAY else BEFORE_DAY if day < FIRST_DAY else day


def add_days(day: int, count: int) -> int:
    """Move a day by ``count`` days; never stays never."""
    if day in (BEFORE_DAY, NEVER_DAY):
        return day
    return clamp_day(day + count)


def add_months(day: int, count: int) -> int:
    """Move a day by ``count`` months to the same day number, clamped to the month's end.

    >>> import datetime as dt
    >>> dt.date.fromordinal(add_months(dt.date(2024, 1, 31).toordinal(), 1))
    datetime.date(2024, 2, 29)
    """
    if day in (BEFORE_DAY, NEVER_DAY):
        return day
    start = dt.date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return NEVER_DAY if year > dt.MAXYEAR else BEFORE_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).toordinal()


def month_start(day: int) -> int:
    """Return the first day of the month that ``day`` lies in."""
    if day in (BEFORE_DAY, NEVER_DAY):
        return day
    return dt.date.fromordinal(day).replace(day=1).toordinal()


def year_of(day: int) -> int:
    """Return the year of ``day``: 0 before all time, 10000 for never."""
    if day == BEFORE_DAY:
        return dt.MINYEAR - 1
    return dt.MAXYEAR + 1 if day == NEVER_DAY else dt.date.fromordinal(day).year


def day_in_year(year: int, month_day: int) -> int:
    """Return the day written ``331`` for 31 March; 29 February falls back to 28."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return NEVER_DAY if year > dt.MAXYEAR else BEFORE_DAY
    month, day = divmod(month_day, 100)
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1])).toordinal()


@frozen
class Span:
    """A calendar period with its label: ``2024``, ``2024-H1``, ``2024-Q3`` or ``2024-05``."""

    label: str
    start: int
    end: int
    year: int

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date.fromordinal(self.start)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return dt.date.fromordinal(self.end)


@lru_cache(maxsize=4096)
def period(kind: str, year: int, index: int) -> Span:
    """Return the ``index``-th period (from 0) of ``kind`` in ``year``."""
    length = MONTHS_OF[kind]
    start = dt.date(year, index * length + 1, 1).toordinal()
    month = (index + 1) * length
    end = dt.date(year, month, calendar.monthrange(year, month)[1]).toordinal()
    label = {
        "month": f"{year:04d}-{index + 1:02d}",
        "quarter": f"{year:04d}-Q{index + 1}",
        "half_year": f"{year:04d}-H{index + 1}",
        "year": f"{year:04d}",
    }[kind]
    return Span(label, start, end, year)


def periods(kind: str, first: int, last: int) -> Iterator[Span]:
    """Yield the periods of ``kind`` that lie wholly inside ``first`` to ``last``."""
    years = range(dt.date.fromordinal(first).year, dt.date.fromordinal(last).year + 1)
    for year in years:
        for index in range(12 // MONTHS_OF[kind]):
            each = period(kind, year, index)
            if first <= each.start and each.end <= last:
                yield each


@frozen
class WorkdayCalendar:
    """Which days are working days, for the years it covers.

    ``holidays`` are weekdays on which nobody works, ``workdays`` weekend days
    on which everybody does. A year that is not covered is unknown.

    >>> import datetime as dt
    >>> year = WorkdayCalendar.for_years({2024}, holidays={dt.date(2024, 5, 1)})
    >>> year.count(dt.date(2024, 4, 29).toordinal(), dt.date(2024, 5, 2).toordinal())
    3
    """

    years: frozenset[int]
    holidays: frozenset[int] = field(default=frozenset(), repr=False)
    workdays: frozenset[int] = field(default=frozenset(), repr=False)

    @classmethod
    def for_years(
        cls,
        years: set[int] | frozenset[int],
        holidays: set[dt.date] | frozenset[dt.date] = frozenset(),
        workdays: set[dt.date] | frozenset[dt.date] = frozenset(),
    ) -> WorkdayCalendar:
        """Build a calendar out of the days that depart from Monday to Friday."""
        return cls(
            frozenset(years),
            frozenset(day.toordinal() for day in holidays),
            frozenset(day.toordinal() for day in workdays),
        )

    def missing(self, first: int, last: int) -> list[int]:
        """Return the years between two days that the calendar does not cover."""
        years = range(dt.date.fromordinal(first).year, dt.date.fromordinal(last).year + 1)
        return [year for year in years if year not in self.years]

    def count(self, first: int, last: int) -> int:
        """Count the working days from ``first`` to ``last``, both included."""
        # Whole weeks hold five weekdays; only the rest is walked.
        weeks, rest = divmod(max(last - first + 1, 0), 7)
        total = weeks * 5 + sum(_is_weekday(first + weeks * 7 + each) for each in range(rest))
        total -= sum(first <= day <= last and _is_weekday(day) for day in self.holidays)
        total += sum(first <= day <= last and not _is_weekday(day) for day in self.workdays)
        return total


def _is_weekday(day: int) -> bool:
    return (day - 1) % 7 < 5  # noqa: PLR2004  Monday to Friday: ordinal 1 was a Monday
