"""Working days between two days, in every row of a frame."""

from __future__ import annotations

import datetime as dt

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Number
from jintan_rules.frames.ranges import Range

_WEEK, _WORKED = 7, 5


def working_days(first: Range, last: Range, calendar: cal.WorkdayCalendar | None) -> Range:
    """Count the working days from one day to another, both included."""
    calendar = calendar or cal.WorkdayCalendar(frozenset())
    days = r.add(r.subtract(last, first), r.known(1))
    high = c.greatest(days.high, 0)
    start, end = first.value, last.value
    known = c.both([c.negate(c.is_null(start)), c.negate(c.is_null(end))])
    none = c.is_true(c.compare("<", end, start))
    outer = c.is_true(
        c.either([c.compare("<=", start, cal.BEFORE_DAY), c.compare("<=", cal.NEVER_DAY, end)])
    )
    endless = c.when(c.compare("<=", cal.NEVER_DAY, start), 0, cal.NEVER_DAY)
    covered = c.is_true(
        c.either(
            c.both([c.compare("<=", begins, start), c.compare("<=", end, ends)])
            for begins, ends in _runs(calendar)
        )
    )
    exact = c.when(
        none, 0, c.when(outer, endless, c.when(covered, _count(start, end, calendar), None))
    )
    decided = c.both([known, c.either([none, outer, covered])])
    least = c.when(decided, exact, 0)
    most = c.when(decided, exact, high)
    return r.spread(least, most, 0, None, cal.NEVER_DAY)


def _runs(calendar: cal.WorkdayCalendar) -> list[tuple[int, int]]:
    """Return the first and last day of every run of years that the calendar covers."""
    runs: list[tuple[int, int]] = []
    for year in sorted(calendar.years):
        first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
        if runs and runs[-1][1] + 1 == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def _count(start: Number, end: Number, calendar: cal.WorkdayCalendar) -> Number:
    total = c.minus(_weekdays(end), _weekdays(c.minus(start, 1)))
    for days, sign in ((calendar.holidays, -1), (calendar.workdays, 1)):
        for day in sorted(days):
            if _is_weekday(day) == (sign < 0):
                inside = c.both([c.compare("<=", start, day), c.compare("<=", day, end)])
                total = c.plus(total, c.when(inside, sign, 0))
    return total


def _weekdays(day: Number) -> Number:
    """Count the weekdays up to a day; the first of all days was a Monday."""
    return c.plus(c.times(c.over(day, _WEEK), _WORKED), c.least(c.rest(day, _WEEK), _WORKED))


def _is_weekday(day: int) -> bool:
    return (day - 1) % _WEEK < _WORKED
