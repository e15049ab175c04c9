"""Runs of months."""

from __future__ import annotations

from typing import cast

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Number
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.scopes import (
    Scope,
    holds,
    number,
)
from jintan_rules.frames.support import NotSupportedError
from jintan_rules.language import nodes as n
from jintan_rules.slots.lists import MOST_MONTHS

#: The most months that one run is looked for in, in frames: each becomes a column.
MOST_MONTHS_HERE = 600


def longest_run(node: n.Quantifier, scope: Scope) -> Range:
    """Return the longest run of months that meet a condition."""
    (generator,) = node.generators
    source = cast(n.Call, generator.source)
    first, last = (number(each, scope) for each in source.arguments)
    as_of, reach = scope.setting.as_of, 31 * MOST_MONTHS
    low = max(first.least or cal.FIRST_DAY, cal.FIRST_DAY, as_of - reach)
    high = min(cal.LAST_DAY if last.most is None else last.most, as_of + reach, cal.LAST_DAY)
    months = list(cal.periods("month", cal.month_start(low), high)) if low <= high else []
    if len(months) > MOST_MONTHS_HERE:
        raise NotSupportedError("long_runs")
    longest: list[Number] = [0, 0]
    current: list[Number] = [0, 0]
    for month in months:
        inside = c.both(
            [
                r.compare("<=", first, r.known(month.start)),
                r.compare("<=", r.known(month.end), last),
                True if month.end <= as_of else None,
            ]
        )
        flag: c.Truth = False
        if inside is not False:
            met = scope.bind({generator.names[0]: month})
            flag = c.both([inside, holds(node.element, met)])
        for place, there in enumerate((c.is_true(flag), c.may_hold(flag))):
            current[place] = c.when(there, c.plus(current[place], 1), 0)
            longest[place] = c.greatest(longest[place], current[place])
    return r.spread(longest[0], longest[1], 0, len(months), len(months))
