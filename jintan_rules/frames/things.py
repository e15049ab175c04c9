"""The things that a rule is judged on, and what stands for those that may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames.cells import Number
from jintan_rules.frames.missing_rows import gap_days, has_gap
from jintan_rules.frames.reaches import Reach, reach_of
from jintan_rules.frames.scopes import (
    InRow,
    Scope,
    StandIn,
    from_organizations,
    holds,
)
from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import Rule


def things_of(rule: Rule, scope: Scope) -> Iterator[tuple[Scope, c.Truth, bool]]:
    """Yield the scopes of a rule's things, whether they are there, and whether they are known."""
    assert rule.for_each is not None
    setting, name = scope.setting, rule.for_each.list_name
    (variable,) = rule.for_each.names
    shape = setting.shape(name)
    uncut = isinstance(rule.for_each.generator.source, n.Call) or (
        shape.kind == "register" and (scope.span is not None or rule.on or rule.since)
    )
    reach = reach_of(shape, variable, scope, cut=not uncut)
    if name in setting.lists:
        there = scope.at(setting.lists[name], {variable: InRow()})
        yield there, c.both(holds(each, there) for each in reach.conditions), True
        if name in setting.gaps:
            yield from _behind_gaps(variable, name, reach, scope)
    else:
        stand_in = scope.bind({variable: StandIn(shape, *reach.gone)})
        yield stand_in, _inside(reach.gone), False
    if reach.ahead is not None:
        stand_in = scope.bind({variable: StandIn(shape, *reach.ahead)})
        yield stand_in, _inside(reach.ahead), False


def _inside(days: tuple[Number, Number]) -> c.Truth:
    """Return that what may be missing may be there, where its days are any at all."""
    low, high = cast("tuple[int, int]", days)
    return None if low <= high else False


def _behind_gaps(
    variable: str, name: str, reach: Reach, scope: Scope
) -> Iterator[tuple[Scope, c.Truth, bool]]:
    setting, shape = scope.setting, scope.setting.shape(name)
    low, high = cast("tuple[int, int]", reach.gone)
    if low > high:
        return
    if shape.kind != "events":
        stand_in = scope.bind({variable: StandIn(shape, cal.FIRST_DAY, cal.LAST_DAY)})
        met = has_gap(name, low, high, scope)
        yield stand_in, cast(c.Truth, c.when(met, None, False)), False
        return
    start, end = gap_days()
    first, last = c.greatest(start, low), c.least(end, high)
    there = scope.at(setting.gaps[name], {variable: StandIn(shape, first, last)})
    met = c.compare("<=", first, last)
    yield there, cast(c.Truth, c.when(met, None, False)), False


def pairs_of(rule: Rule, scope: Scope) -> Iterator[tuple[Scope, c.Truth, bool]]:
    """Yield the scopes of every two things, and of one with what may be missing."""
    assert rule.for_each is not None
    setting, name = scope.setting, rule.for_each.list_name
    one, other = rule.for_each.names
    shape = setting.shape(name)
    reaches = [reach_of(shape, each, scope, cut=True) for each in (one, other)]
    absent: list[tuple[tuple[Number, Number], c.Truth]] = []
    if name not in setting.lists:
        absent.append((reaches[0].gone, _inside(reaches[0].gone)))
    elif name in setting.gaps:
        low, high = cast("tuple[int, int]", reaches[0].gone)
        met = has_gap(name, low, high, scope)
        absent.append(((low, high), cast(c.Truth, c.when(met, None, False))))
    if reaches[0].ahead is not None:
        absent.append((reaches[0].ahead, _inside(reaches[0].ahead)))
    rows = setting.lists.get(name)
    if rows is not None:
        joined = setting.joined(rows, rows, ordered=True)
        there = scope.at(joined, {one: InRow((0,)), other: InRow((1,))})
        conditions = [each for reach in reaches for each in reach.conditions]
        yield there, c.both(holds(each, there) for each in conditions), True
    for place, (days, perhaps) in enumerate(absent):
        stand_in = StandIn(shape, *days)
        if rows is not None:
            there = scope.at(rows, {one: InRow(), other: stand_in})
            met = cast(c.Truth, from_organizations(perhaps, there))
            conditions = list(reaches[0].conditions)
            yield there, c.both([met, *(holds(each, there) for each in conditions)]), False
        for more, unsure in absent[place:]:
            both_days = {one: stand_in, other: StandIn(shape, *more)}
            yield scope.bind(both_days), c.both([perhaps, unsure]), False
