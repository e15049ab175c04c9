"""What stands for the rows of a list that may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from attrs import evolve

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.reaches import Piece, is_own, lifted
from jintan_rules.frames.scopes import (
    Scope,
    StandIn,
    from_organizations,
    holds,
)
from jintan_rules.frames.situations import MOST
from jintan_rules.frames.values import Token, Value
from jintan_rules.language import nodes as n
from jintan_rules.standard.vocabulary import FactList


def standing_in(
    shape: FactList,
    variable: str,
    parts: list[n.Node],
    days: tuple[Number, Number],
    scope: Scope,
    exists: c.Truth = True,  # noqa: FBT002  a truth of the rows, no switch
) -> Piece:
    """Return what stands for rows between two days that may be missing."""
    inner = scope.bind({variable: StandIn(shape, *days)})
    there = c.both([exists, c.is_true(c.compare("<=", *days))])
    if there is False:
        return Piece(inner, False, many=True)
    present = c.both([None, *(holds(each, inner) for each in parts)])
    return Piece(inner, c.when(there, present, False), many=True)


def of_gaps(
    shape: FactList,
    variable: str,
    parts: list[n.Node],
    days: tuple[Number, Number],
    scope: Scope,
    element: n.Node,
) -> Iterator[Piece]:
    """Yield what stands for the rows that declared gaps hide."""
    gaps = scope.setting.gaps.get(shape.name)
    if gaps is None:
        return
    low, high = days
    plain = not isinstance(low, Cell) and not isinstance(high, Cell)
    if plain and not _reads_date(shape, (*parts, element)):
        # All gaps of a list are alike but for their days.
        met = has_gap(shape.name, cast(int, low), cast(int, high), scope)
        yield standing_in(shape, variable, parts, (cal.FIRST_DAY, cal.LAST_DAY), scope, met)
        return
    start, end = gap_days()
    alone = all(is_own(each, variable, scope) for each in (*parts, element))
    if plain and alone and scope.situation is scope.setting.organizations:
        keys = (scope.setting.work.key_cell("org"),)
        constants = {k: v for k, v in scope.env.items() if isinstance(v, (Token, cal.Span))}
        there = scope.at(gaps, constants)
        link: tuple[tuple[Cell, ...], tuple[Cell, ...]] = (keys, keys)
    else:
        joined = scope.setting.joined(scope.situation, gaps)
        there = scope.at(joined, {})
        there = evolve(there, env=lifted(scope.env, there))
        low, high = (cast(Number, there.carry(cast(Value, each), 0)) for each in days)
        start, end = (cast(Cell, there.carry(each, 1)) for each in (start, end))
        link = (scope.situation.key_cells(), scope.situation.key_cells())
    inside = (c.greatest(start, low), c.least(end, high))
    piece = standing_in(shape, variable, parts, inside, there)
    yield evolve(piece, link=link)


_GAP_DAYS = (c.column("start", c.INT, nullable=False), c.column("end", c.INT, nullable=False))


def gap_days() -> tuple[Cell, Cell]:
    """Return the first and last day of a gap, in the situation of gaps."""
    return _GAP_DAYS


def has_gap(name: str, low: int, high: int, scope: Scope) -> c.Truth:
    """Return whether the organisation's list has a gap that meets some days."""
    organizations = scope.setting.organizations
    key = ("gap", name, low, high)
    if key not in organizations.memo:
        start, end = gap_days()
        keys = (scope.setting.work.key_cell("org"),)
        meets = c.both([c.compare("<=", start, high), c.compare("<=", low, end)])
        gaps = scope.setting.gaps[name]
        column = organizations.gather(gaps, keys, keys, MOST, c.when(meets, 1, 0))
        organizations.memo[key] = c.compare("==", c.filled(cast(Number, column), 0), 1)
    return cast(c.Truth, from_organizations(organizations.memo[key], scope))


def _reads_date(shape: FactList, nodes: Iterable[n.Node]) -> bool:
    """Whether what is asked of a row may depend on the date of the event."""
    if not shape.date:
        return False
    derived = {name for name, fact in shape.attributes.items() if fact.derived is not None}
    return any(_names(node, {shape.date, *derived}) for node in nodes)


def _names(node: n.Node, names: set[str]) -> bool:
    if isinstance(node, n.Attribute) and node.name in names:
        return True
    return any(_names(each, names) for each in n.children(node))
