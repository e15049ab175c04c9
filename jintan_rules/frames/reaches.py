"""What of a list a slot sees, and the pieces of a walk over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.scopes import (
    DAY,
    Binding,
    InRow,
    OwnDay,
    Scope,
    StandIn,
    number,
)
from jintan_rules.frames.values import Token
from jintan_rules.language import nodes as n
from jintan_rules.slots.joins import bounds_of
from jintan_rules.standard.vocabulary import FactList


@frozen(eq=False)
class Piece:
    """Members of a walk in one situation; ``link`` says by which keys they come together.

    Without a link they are members in the situation of the walk itself. The piece
    counts where ``gate`` holds.
    """

    scope: Scope
    present: c.Truth
    many: bool = False
    link: tuple[tuple[Cell, ...], tuple[Cell, ...]] | None = None
    gate: c.Truth = True


@frozen(eq=False)
class Reach:
    """What of a list a slot sees: conditions on its rows, and the days of what may be missing.

    ``gone`` are the first and last day of rows that may be missing, ``ahead`` of those that
    may yet come.
    """

    conditions: tuple[n.Node, ...]
    gone: tuple[Number, Number]
    ahead: tuple[Number, Number] | None

    @property
    def together(self) -> tuple[n.Node, ...]:
        """The conditions as one, which all walks of the same days share."""
        return (n.And(self.conditions),) if len(self.conditions) > 1 else self.conditions


def day_node(day: int) -> n.Node:
    """Return a day written out."""
    return n.Literal(dt.date.fromordinal(day))


def reach_of(
    shape: FactList,
    name: str,
    scope: Scope,
    *,
    cut: bool,
    generator: n.Generator | None = None,
) -> Reach:
    """Return what of a list the slot sees; ``name`` is the row's."""
    as_of = scope.setting.as_of
    row = n.Name(name)
    own = DAY in scope.env
    day: Number = number(n.Name(DAY), scope).point if own else scope.day
    if shape.kind == "events":
        date = n.Call("recorded", (n.Attribute(row, shape.date),))
        first: Number = cal.FIRST_DAY
        last: Number = as_of
        conditions: list[n.Node] = []
        if cut and scope.span:
            first, last = scope.span.start, scope.span.end
            conditions.append(n.Compare("<=", day_node(scope.span.start), date))
        elif cut:
            last = day
        if cut and own and not scope.span:
            conditions.append(n.Compare("<=", date, n.Name(DAY)))
        if isinstance(last, int):
            conditions.append(n.Compare("<=", date, day_node(min(last, as_of))))
        else:
            conditions.append(n.Compare("<=", date, n.Name("as_of")))
        for bound in bounds_of(generator, shape) if generator else ():
            limit = number(bound.other, scope)
            if bound.from_below:
                first = c.greatest(first, limit.low)
            if bound.from_above:
                last = c.least(last, limit.high)
        ahead = None
        if cut and not (isinstance(last, int) and last <= as_of):
            ahead = (c.greatest(as_of + 1, first), last)
        return Reach(tuple(conditions), (first, c.least(last, as_of)), ahead)
    if not cut:
        begun: tuple[n.Node, ...] = ()
        if shape.kind == "register":
            begun = (n.Compare("<=", n.Attribute(row, shape.since), n.Name("as_of")),)
        return Reach(begun, (cal.FIRST_DAY, as_of), None)
    day = c.least(day, as_of)
    stands: tuple[n.Node, ...] = ()
    if shape.kind == "register":
        on: n.Node = n.Call("min", (n.Name(DAY), n.Name("as_of")))
        if isinstance(day, int):
            on = day_node(day)
        stands = (
            n.Compare("<=", n.Attribute(row, shape.since), on),
            n.Compare("<=", on, n.Attribute(row, shape.until)),
        )
    first = c.least(scope.span.start, day) if scope.span else day
    return Reach(stands, (first, day), None)


def lifted(env: Mapping[str, Binding], there: Scope) -> dict[str, Binding]:
    """Return the variables of a situation as one sees them where rows were joined to it."""
    found: dict[str, Binding] = {}
    for name, each in env.items():
        match each:
            case InRow(path=path) | OwnDay(path=path):
                found[name] = evolve(each, path=(0, *path))
            case StandIn(shape=shape, low=low, high=high):
                ends = (cast(Number, there.carry(end, 0)) for end in (low, high))  # type: ignore[arg-type]
                found[name] = StandIn(shape, *ends)
            case _:
                found[name] = each
    return found


def is_own(node: n.Node, variable: str, scope: Scope) -> bool:
    """Whether an expression reads nothing of the slot but the row walked."""
    used = scope.bind({variable: InRow()}).used(node)
    others = [each for name, each in used.items() if name != variable]
    return all(isinstance(each, (Token, cal.Span)) for each in others)
