"""The rows of a list that a walk meets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from attrs import evolve

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames.cells import Cell
from jintan_rules.frames.reaches import Piece, is_own, lifted
from jintan_rules.frames.scopes import (
    InRow,
    Scope,
    evaluate,
    holds,
)
from jintan_rules.frames.values import Token
from jintan_rules.language import nodes as n


def of_rows(
    name: str,
    variable: str,
    parts: list[n.Node],
    scope: Scope,
    element: n.Node,
    *,
    alone: bool,
) -> Iterator[Piece]:
    """Yield the rows of a list that a walk meets: summed up by a key, or joined to the slots."""
    setting = scope.setting
    situation = setting.lists[name]
    org = setting.work.key_cell("org")
    equation = next(
        (each for each in parts if _key_of(each, name, variable, scope) is not None), None
    )
    ours = theirs = None
    if equation is not None:
        parts = [each for each in parts if each is not equation]
        theirs, ours = cast("tuple[Cell, Cell]", _key_of(equation, name, variable, scope))
    if alone and all(is_own(each, variable, scope) for each in (*parts, element)):
        constants = {k: v for k, v in scope.env.items() if isinstance(v, (Token, cal.Span))}
        there = scope.at(situation, {**constants, variable: InRow()})
        present = c.both(holds(each, there) for each in parts)
        plain = ((org,), (org,))
        if ours is None or theirs is None:
            yield Piece(there, present, link=plain)
            return
        yield Piece(there, present, link=((org, theirs), (org, ours)))
        perhaps = c.both([present, None])
        missing = c.is_null(ours)
        if theirs.nullable:
            # A row that lacks the attribute may have any value there.
            loose = c.when(c.is_null(theirs), perhaps, False)
            yield Piece(there, loose, link=plain, gate=c.negate(missing))
        yield Piece(there, perhaps, link=plain, gate=missing)
        return
    ways: list[tuple[Any, Any, Any]] = [((), None, None)]
    if ours is not None and theirs is not None:
        ways = [(((ours, theirs),), None, None)]
        if theirs.nullable:
            ways.append(((), None, theirs))
        if ours.nullable:
            ways.append(((), ours, None))
    for on, left, right in ways:
        joined = setting.joined(scope.situation, situation, on, lacking=(left, right))
        there = scope.at(joined, {})
        there = evolve(there, env={**lifted(scope.env, there), variable: InRow((1,))})
        equal = None if left is not None or right is not None else True
        present = c.both([equal, *(holds(each, there) for each in parts)])
        if left is None and right is not None and ours is not None and ours.nullable:
            # A slot that lacks the attribute meets every row in a part of its own.
            met = c.negate(c.is_null(cast(Cell, there.carry(ours, 0))))
            present = c.when(met, present, False)
        link = (scope.situation.key_cells(), scope.situation.key_cells())
        yield Piece(there, present, link=link)


def _key_of(node: n.Node, name: str, variable: str, scope: Scope) -> tuple[Cell, Cell] | None:
    """Return the columns that an equation of a row with the slot sets equal: theirs and ours."""
    if not (isinstance(node, n.Compare) and node.operator == "=="):
        return None
    for left, right in ((node.left, node.right), (node.right, node.left)):
        if not _is_recorded(left, name, variable, scope):
            continue
        used = scope.bind({variable: InRow()}).used(right)
        if variable in used or not any(isinstance(each, InRow) for each in used.values()):
            continue
        there = scope.at(scope.setting.lists[name], {variable: InRow()})
        theirs, ours = evaluate(left, there), evaluate(right, scope)
        if (
            isinstance(theirs, Token)
            and isinstance(ours, Token)
            and isinstance(theirs.text, Cell)
            and isinstance(ours.text, Cell)
        ):
            return theirs.text, ours.text
    return None


def _is_recorded(node: n.Node, name: str, variable: str, scope: Scope) -> bool:
    if node == n.Name(variable):
        return True
    if not (isinstance(node, n.Attribute) and node.base == n.Name(variable)):
        return False
    if node.name == "id":
        return True
    fact = scope.setting.shape(name).attributes[node.name]
    return fact.derived is None and fact.default is None
