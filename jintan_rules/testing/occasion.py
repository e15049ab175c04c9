"""What records are built for: rules, an assessment day, a window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from jintan_rules import calendar as cal
from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.testing.boundaries import Boundaries, boundaries


@frozen
class Occasion:
    """What records are built for: rules of a profile, an assessment day and a window.

    ``given`` holds facts and lists that every record has as they are.
    """

    profile: Profile
    rules: tuple[Rule, ...]
    as_of: dt.date
    window: tuple[dt.date, dt.date]
    workdays: WorkdayCalendar | None = None
    given: Mapping[str, Any] = field(factory=dict)

    @classmethod
    def of(
        cls,
        profile: Profile,
        rules: Iterable[Rule] | None,
        as_of: dt.date,
        window: tuple[dt.date, dt.date] | None = None,
        workdays: WorkdayCalendar | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Occasion:
        """Take all rules, and the calendar year of the day, where nothing is said."""
        year = (dt.date(as_of.year, 1, 1), dt.date(as_of.year, 12, 31))
        chosen = tuple(profile.rules if rules is None else rules)
        return cls(profile, chosen, as_of, window or year, workdays, dict(given or {}))

    @cached_property
    def bounds(self) -> Boundaries:
        """What the rules turn on."""
        return boundaries(self.profile, self.rules)

    @cached_property
    def spans(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """The first and last day of each period that the rules judge."""
        first, last = (day.toordinal() for day in self.window)
        kinds = self.bounds.periods or ("year",)
        return tuple(
            (span.first, span.last) for kind in kinds for span in cal.periods(kind, first, last)
        )

    @cached_property
    def edges(self) -> tuple[dt.date, ...]:
        """The days at which a verdict may turn, whatever else is recorded."""
        years = range(self.as_of.year, self.as_of.year - 3, -1)
        named = dict.fromkeys(
            (
                *self.bounds.days,
                *(each.in_year(year) for each in self.bounds.yearly for year in years),
                self.as_of,
                *self.window,
                *(day for span in self.spans for day in span),
                dt.date(2020, 2, 29),
            )
        )
        return tuple(named)
