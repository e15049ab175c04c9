"""What an expression comes to in every row of a situation.

The meaning is that of :mod:`jintan_rules.language.evaluate`. An expression is evaluated
in the smallest situation that knows its variables, and brought from there: what reads
no row is computed once an organisation, what reads one row once a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, cast

from attrs import define, evolve, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.situations import Situation, Work
from jintan_rules.frames.tables import Tables
from jintan_rules.frames.values import Token, Value, Words, each_cell
from jintan_rules.frames.variables import free_names, renamed
from jintan_rules.language import nodes as n
from jintan_rules.slots.judging import reads_cut_list
from jintan_rules.standard.profiles import MonthDay, Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import FactList


@frozen
class InRow:
    """A variable whose row lies in the situation that ``path`` leads to, side by side."""

    path: tuple[int, ...] = ()


@frozen(eq=False)
class StandIn:
    """A variable that stands for rows which may be missing, dated between two days."""

    shape: FactList
    low: Number
    high: Number


@frozen
class OwnDay:
    """The day of the slot, where each has its own."""

    path: tuple[int, ...]
    day: Cell = field(eq=id)


#: A constant is a token of a set (None: not known), a month, or a stand-in.
Binding: TypeAlias = "InRow | StandIn | OwnDay | Token | cal.Span"


DAY = "@day"


@define(eq=False)
class Setting:
    """What all scopes of one call share."""

    compute: Callable[[n.Node, Scope], Value]
    tables: Tables
    profile: Profile
    as_of: int
    window: tuple[int, int]
    workdays: cal.WorkdayCalendar | None
    work: Work
    organizations: Situation
    lists: Mapping[str, Situation]
    gaps: Mapping[str, Situation]
    reasons: Situation | None = None
    full: Mapping[str, frozenset[str]] = field(factory=dict)
    _free: dict[n.Node, frozenset[str]] = field(factory=dict, init=False)
    _cut: dict[n.Node, bool] = field(factory=dict, init=False)
    _names: dict[str, set[str]] = field(factory=dict, init=False)
    _joined: dict[Any, Situation] = field(factory=dict, init=False)

    @property
    def state_day(self) -> int:
        """The day on which a state is judged."""
        return min(self.as_of, self.window[1])

    def names_of(self, rule: Rule) -> frozenset[str]:
        """Return every id that a reason may name a rule by."""
        if not self._names:
            rules = self.profile.rules
            ids = {other for rule in rules for other in (rule.id, *rule.cited_as)}
            ids |= {each.rule for each in self.profile.deselected}
            for each in sorted(ids):
                if each in self.profile:
                    self._names.setdefault(self.profile.rule(each).id, set()).add(each)
        return frozenset(self._names[rule.id])

    def shape(self, name: str) -> FactList:
        """Return a list's declaration."""
        return self.profile.vocabulary.lists[name]

    def free(self, node: n.Node) -> frozenset[str]:
        """Return the names that an expression does not set itself."""
        if node not in self._free:
            self._free[node] = frozenset(free_names(node))
        return self._free[node]

    def reads_cut(self, node: n.Node) -> bool:
        """Whether an expression reads a list as the slot cuts it."""
        if node not in self._cut:
            self._cut[node] = reads_cut_list(node, self.profile.vocabulary, set())
        return self._cut[node]

    def joined(
        self,
        left: Situation,
        right: Situation,
        on: tuple[tuple[Cell, Cell], ...] = (),
        *,
        ordered: bool = False,
        lacking: tuple[Cell | None, Cell | None] = (None, None),
    ) -> Situation:
        """Return the situation of every two rows of one organisation that meet equations.

        ``ordered`` leaves each pair of one list's rows once; of the side that has
        something ``lacking`` only the rows count where it is null.
        """
        ids = tuple((id(a), id(b)) for a, b in on)
        key = (id(left), id(right), ids, ordered, tuple(map(id, lacking)))
        if key not in self._joined:
            name = self.work.new_name()
            found = Situation(
                self.work,
                name,
                (*left.key, *(f"{name}_{each}" for each in right.key[1:])),
                sides=(left, right),
                join_on=on,
                ordered=ordered,
                lacking=lacking,
            )
            found.base_level = 1 + max(
                left.base_level,
                right.base_level,
                *(left.level(a) for a, _ in on),
                *(right.level(b) for _, b in on),
                left.level(lacking[0]),
                right.level(lacking[1]),
            )
            self._joined[key] = found
        return self._joined[key]


@frozen(eq=False)
class Scope:
    """What an expression can see in a situation.

    ``span`` is the slot's period, the same for all rows; ``day`` the last day of
    it or the day of the state, where no :class:`OwnDay` is bound.
    """

    setting: Setting
    situation: Situation
    env: Mapping[str, Binding]
    span: cal.Span | None
    day: int

    def bind(self, names: Mapping[str, Binding]) -> Scope:
        """Return this scope with variables set."""
        return evolve(self, env={**self.env, **names})

    def at(self, situation: Situation, env: Mapping[str, Binding]) -> Scope:
        """Return a scope of the same slot in another situation."""
        return evolve(self, situation=situation, env=env)

    # -- where ----------------------------------------------------------------------

    def used(self, node: n.Node) -> dict[str, Binding]:
        """Return the variables that an expression uses, the slot's own day among them."""
        free = self.setting.free(node)
        found = {name: self.env[name] for name in sorted(free) if name in self.env}
        if DAY in self.env and (DAY in free or self.setting.reads_cut(node)):
            found[DAY] = self.env[DAY]
        return found

    def home(self, used: Mapping[str, Binding]) -> int | None:
        """Return which side knows all these variables: -1 for none needed, None for here."""
        paths = [each.path for each in used.values() if isinstance(each, (InRow, OwnDay))]
        if any(isinstance(each, StandIn) for each in used.values()):
            return None
        if not paths:
            return None if self.situation is self.setting.organizations else -1
        first = {path[0] if path else None for path in paths}
        return first.pop() if len(first) == 1 else None

    def moved(self, side: int, used: Mapping[str, Binding]) -> Scope:
        """Return the scope of a side, or of the organisations, with the variables used."""
        constants = {
            name: each for name, each in used.items() if isinstance(each, (Token, cal.Span))
        }
        situation = self.situation
        if side < 0:
            if situation.sides:
                return self.at(situation.sides[0], constants)
            return self.at(self.setting.organizations, constants)
        env: dict[str, Binding] = dict(constants)
        for name, each in used.items():
            if isinstance(each, (InRow, OwnDay)):
                env[name] = evolve(each, path=each.path[1:])
        return self.at(situation.sides[side], env)

    def carry(self, value: Value, side: int) -> Value:
        """Bring a value from a side of this situation, or from the organisations."""
        here = self.situation
        if here.sides:
            source = here.sides[max(side, 0)]
            names = here.side_key(max(side, 0))
        else:
            source, names = self.setting.organizations, here.key[:1]
        source_keys = source.key_cells()
        keys = tuple(self.setting.work.key_cell(each) for each in names)

        def bring(cell: Any) -> Any:
            return here.pull(source, source_keys, keys, cell, sure=True)

        return each_cell(value, bring)


def from_organizations(value: Value, scope: Scope) -> Value:
    """Bring a value of the organisations to where a scope is."""
    if scope.situation is scope.setting.organizations:
        return value
    if scope.situation.sides:
        below = scope.at(scope.situation.sides[0], {})
        return scope.carry(from_organizations(value, below), 0)
    return scope.carry(value, -1)


def holds(node: n.Node, scope: Scope) -> c.Truth:
    """Return what a condition comes to."""
    return cast(c.Truth, evaluate(node, scope))


def number(node: n.Node, scope: Scope) -> Range:
    """Return what a number or a day comes to."""
    return cast(Range, evaluate(node, scope))


def evaluate(node: n.Node, scope: Scope) -> Value:
    """Return what an expression comes to in a scope."""
    match node:
        case n.Literal(value=value):
            return _literal(value)
        case n.SetDisplay(items=items):
            return Words(frozenset(items))
        case n.Name(name="never"):
            return r.known(cal.NEVER_DAY)
        case n.Name(name="as_of"):
            return r.known(scope.setting.as_of)
        case n.Attribute(base=n.Name(name="period"), name=name):
            return r.known(getattr(scope.span, name))
        case n.Attribute(base=n.Name(name="param"), name=name):
            return _parameter(name, scope.setting.profile)
        case n.Name(name=name) if isinstance(scope.env.get(name), Token):
            return cast(Token, scope.env[name])
        case n.Attribute(base=n.Name(name=base), name=name) if isinstance(
            scope.env.get(base), cal.Span
        ):
            return r.known(getattr(scope.env[base], name))
    used = scope.used(node)
    side = scope.home(used)
    if side is not None:
        there = scope.moved(side, used)
        return scope.carry(evaluate(node, there), side)
    key = _memo_key(node, scope, used)
    memo = scope.situation.memo
    if key not in memo:
        # The bindings are kept beside the value, so that their ids stay their own.
        memo[key] = (scope.setting.compute(node, scope), tuple(used.values()))
    return cast(Value, memo[key][0])


def _memo_key(node: n.Node, scope: Scope, used: Mapping[str, Binding]) -> tuple[Any, ...]:
    bound: tuple[Any, ...] = tuple(
        (name, id(each) if isinstance(each, (StandIn, Token, OwnDay)) else each)
        for name, each in used.items()
    )
    text: Any = node
    if len(used) == 1 and not scope.situation.sides:
        (name,) = used
        if isinstance(used[name], InRow) and name != "row":
            # The one row of a list, whatever a rule calls it.
            text, bound = renamed(node, name, "row"), (("row", used[name]),)
    span = day = None
    if scope.setting.reads_cut(node):
        span, day = scope.span, scope.day
    elif "period" in scope.setting.free(node):
        span = scope.span
    return (text, bound, span, day)


def _literal(value: Any) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return Token(value)
    if isinstance(value, dt.date):
        return r.known(value.toordinal())
    return _number(value)


def _number(value: int | Decimal) -> Range:
    if isinstance(value, int):
        return r.known(value)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(0, -exponent)
    return r.known(int(value.scaleb(places)), places)


def _parameter(name: str, profile: Profile) -> Value:
    parameter = profile.parameters[name]
    setting = profile.settings.get(name)
    if setting is not None:
        value = setting.value
        if isinstance(value, MonthDay):
            return r.known(value.month * 100 + value.day)
        return Words(value) if isinstance(value, frozenset) else _number(value)
    if parameter.type == "set":
        return Words(None)
    if parameter.type == "day":
        return r.point(None, 101, 1231, 1231)
    places = parameter.places
    least, most = (in_units(each, places) for each in (parameter.least, parameter.most))
    return r.point(None, least, most, max(abs(least or 0), abs(most or 0)), places)


def in_units(end: Decimal | None, places: int) -> int | None:
    """Return a number in units of its last decimal place."""
    return None if end is None else int(Decimal(end).scaleb(places))
