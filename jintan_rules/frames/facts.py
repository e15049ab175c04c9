"""Facts in every row of a situation: given, derived, assumed, or unknown within bounds."""

from __future__ import annotations

from typing import Any, cast

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell
from jintan_rules.frames.codes import LARGEST
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.scopes import (
    DAY,
    Binding,
    InRow,
    OwnDay,
    Scope,
    StandIn,
    evaluate,
    from_organizations,
    holds,
    in_units,
)
from jintan_rules.frames.support import NotSupportedError
from jintan_rules.frames.values import Ids, Token, TokenSet, Value, choose, each_cell
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.standard.vocabulary import Fact, FactList


def named(name: str, scope: Scope) -> Value:
    """Return what a name stands for: a fact, a row by its id, or the slot's own day."""
    bound = scope.env.get(name)
    if isinstance(bound, OwnDay):
        return r.point(bound.day, cal.BEFORE_DAY, cal.NEVER_DAY, cal.NEVER_DAY)
    if name == DAY:
        return r.known(scope.day)
    if isinstance(bound, InRow):
        return Token(_column(scope, "id", c.TEXT))
    if isinstance(bound, StandIn):
        return Token(None)
    fact = scope.setting.profile.vocabulary.facts[name]
    return fact_value(fact, None, scope)


def _column(scope: Scope, name: str, kind: str) -> Cell:
    memo = scope.situation.memo
    if name not in memo:
        full = scope.setting.full.get(scope.situation.name, frozenset())
        memo[name] = c.column(name, kind, nullable=name not in full)
    return cast(Cell, memo[name])


def attribute(base: n.Node, name: str, scope: Scope, *, as_recorded: bool = False) -> Value:
    """Return an attribute of the row that ``base`` leads to."""
    if isinstance(base, n.Name):
        return row_fact(scope.env[base.name], name, scope, as_recorded=as_recorded)
    assert isinstance(base, n.Attribute)
    fact = list_of(base.base, scope).attributes[base.name]
    target = scope.setting.shape(fact.list_name)
    nobody = row_fact(
        StandIn(target, cal.FIRST_DAY, cal.LAST_DAY), name, scope, as_recorded=as_recorded
    )
    token = cast(Token, evaluate(base, scope))
    situation = scope.setting.lists.get(target.name)
    if situation is None or token.text is None:
        return nobody
    node: n.Node = n.Attribute(n.Name("row"), name)
    if as_recorded:
        node = n.Call("recorded", (node,))
    day = {DAY: scope.env[DAY]} if DAY in scope.env and scope.setting.reads_cut(node) else {}
    if day:
        raise NotSupportedError("far_days")
    there = scope.at(situation, {"row": InRow()})
    value = evaluate(node, there)
    keys = (scope.setting.work.key_cell(scope.situation.key[0]), cast(Cell, token.text))
    source_keys = (scope.setting.work.key_cell("org"), _column(there, "id", c.TEXT))

    def bring(cell: Any) -> Any:
        return scope.situation.pull(situation, source_keys, keys, cell)

    brought = each_cell(value, bring)
    alike = _is_nothing(nobody) or _is_as_unknown(value, nobody)
    if alike and not _has_constants(value):
        return brought
    found = c.negate(c.is_null(bring(_column(there, "label", c.TEXT))))
    return choose(found, brought, nobody)


def _is_nothing(value: Value) -> bool:
    match value:
        case None | Token(text=None) | Ids(text=None):
            return True
        case TokenSet(holds=within):
            return all(each is None for each in within.values())
        case _:
            return False


def _is_as_unknown(value: Value, nobody: Value) -> bool:
    """Whether a number that is not brought is just as unknown as that of nobody."""
    return (
        isinstance(value, Range)
        and isinstance(nobody, Range)
        and value.is_point
        and nobody.is_point
        and nobody.point is None
        and (value.least, value.most) == (nobody.least, nobody.most)
        and value.places == nobody.places
    )


def _has_constants(value: Value) -> bool:
    """Whether a value holds in rows that are not found too."""
    found: list[Any] = []

    def keep(cell: Any) -> Any:
        found.append(cell)
        return cell

    each_cell(value, keep)
    return any(cell is not None and not isinstance(cell, Cell) for cell in found)


def list_of(base: n.Node, scope: Scope) -> FactList:
    """Return the list that the row of ``base`` is in."""
    if isinstance(base, n.Name):
        bound = scope.env[base.name]
        if isinstance(bound, StandIn):
            return bound.shape
        assert isinstance(bound, InRow)
        situation = scope.situation
        for side in bound.path:
            situation = situation.sides[side]
        return scope.setting.shape(situation.name)
    assert isinstance(base, n.Attribute)
    fact = list_of(base.base, scope).attributes[base.name]
    return scope.setting.shape(fact.list_name)


def row_fact(bound: Binding, name: str, scope: Scope, *, as_recorded: bool = False) -> Value:
    """Return an attribute of a row, or of what stands for rows that may be missing."""
    if isinstance(bound, StandIn):
        if name == "id":
            return Token(None)
        if name == bound.shape.date:
            return r.spread(bound.low, bound.high, cal.FIRST_DAY, cal.LAST_DAY, cal.NEVER_DAY)
        fact = bound.shape.attributes[name]
        if fact.derived is not None:
            return evaluate(fact.derived.node, scope.at(scope.situation, _row_env(bound, scope)))
        return absent(fact)
    if name == "id":
        return Token(_column(scope, "id", c.TEXT))
    if bound != InRow():
        raise NotSupportedError("far_days")
    shape = scope.setting.shape(scope.situation.name)
    return fact_value(shape.attributes[name], bound, scope, as_recorded=as_recorded)


def _row_env(bound: Binding, scope: Scope) -> dict[str, Binding]:
    own = {DAY: scope.env[DAY]} if DAY in scope.env else {}
    return {"row": bound, **own}


def fact_value(
    fact: Fact, bound: Binding | None, scope: Scope, *, as_recorded: bool = False
) -> Value:
    """Return a fact of the organisation, or of a row of this situation's list."""
    if bound is None:
        # With a day of its own a slot computes the organisation's facts itself.
        there = scope.at(scope.setting.organizations, {})
        given = from_organizations(_given(fact, bound, there), scope)
    else:
        given = _given(fact, bound, scope)
    env = _row_env(bound, scope) if bound else {k: v for k, v in scope.env.items() if k == DAY}
    inside = scope.at(scope.situation, env)
    if fact.derived is not None:
        found = evaluate(fact.derived.node, inside)
        return found if given is None else _agreed(fact, given, found)
    if given is not None and (not given_may_lack(given)):
        return given
    unknown = absent(fact)
    if fact.default is None or as_recorded:
        return unknown if given is None else given
    default = evaluate(fact.default.node, inside)
    if fact.default_when is not None:
        stands = c.is_true(holds(fact.default_when.node, inside))
        default = choose(stands, default, unknown)
    if given is None:
        return default
    return choose(c.negate(lacks(given)), given, default)


def given_may_lack(value: Value) -> bool:
    """Whether a recorded value is not there in some rows."""
    return lacks(value) is not False


def lacks(value: Value) -> Cell | bool:
    """Whether a recorded value is not there."""
    match value:
        case Range(point=point):
            return c.is_null(point)
        case Token(text=text) | Ids(text=text):
            return c.is_null(text)
        case TokenSet(holds=within):
            return c.is_null(next(iter(within.values()), None))
        case _:
            return c.is_null(value)  # type: ignore[arg-type]


def _agreed(fact: Fact, given: Value, found: Value) -> Value:
    """Return a given value, what was computed where none is, nothing where the two disagree."""
    match given, found:
        case Range(), Range():
            apart = c.is_false(r.compare("==", given, found))
        case Token(text=text), Token(text=another):
            apart = c.is_false(c.same(text, another))
        case _:
            one, other = cast(c.Truth, given), cast(c.Truth, found)
            apart = c.is_true(
                c.either([c.both([one, c.negate(other)]), c.both([c.negate(one), other])])
            )
    gone = lacks(given)
    return choose(gone, found, choose(c.both([apart, c.negate(gone)]), absent(fact), given))


def _given(fact: Fact, bound: Binding | None, scope: Scope) -> Value:
    tables = scope.setting.tables
    table = tables.organizations if bound is None else tables.lists[scope.situation.name]
    if fact.name not in table.facts:
        return None
    kind = fact.value_type.kind
    if kind == types.BOOL:
        return _column(scope, fact.name, c.BOOL)
    if kind in (types.NUMBER, types.DATE):
        bounds = cast(Range, absent(fact))
        column = _column(scope, fact.name, c.INT)
        return r.point(column, bounds.least, bounds.most, bounds.size, bounds.places)
    if kind == types.SET and fact.tokens:
        return TokenSet(
            {word: _column(scope, f"{fact.name}:{word}", c.BOOL) for word in fact.tokens}
        )
    column = _column(scope, fact.name, c.TEXT)
    return Ids(column) if kind == types.SET else Token(column)


def absent(fact: Fact) -> Value:
    """Return the unknown value of a fact, within what its declaration allows."""
    kind = fact.value_type.kind
    if kind == types.BOOL:
        return None
    if kind == types.DATE:
        last = cal.NEVER_DAY if fact.never else cal.LAST_DAY
        return r.point(None, cal.FIRST_DAY, last, cal.NEVER_DAY)
    if kind == types.NUMBER:
        least = in_units(fact.least, fact.places)
        if least is None and fact.type in ("count", "money"):
            least = 0
        return r.point(None, least, in_units(fact.most, fact.places), LARGEST, fact.places)
    if kind == types.SET:
        return TokenSet(dict.fromkeys(fact.tokens)) if fact.tokens else Ids(None)
    return Token(None)
