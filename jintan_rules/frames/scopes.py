"""What an expression comes to in every row of a situation.

The meaning is that of :mod:`jintan_rules.language.evaluate`. An expression is evaluated
in the smallest situation that knows its variables, and brought from there: what reads
no row is computed once an organisation, what reads one row once a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, cast

from attrs import define, evolve, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.codes import LARGEST
from jintan_rules.frames.days import FUNCTIONS
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.situations import Situation, Work
from jintan_rules.frames.support import NotSupportedError
from jintan_rules.frames.tables import Tables
from jintan_rules.frames.workdays import working_days
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.language.unparse import unparse
from jintan_rules.slots.judging import reads_cut_list
from jintan_rules.standard.profiles import MonthDay, Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Fact, FactList


@frozen(eq=False)
class Token:
    """A token or an id; null where it is not known."""

    text: c.Text


@frozen(eq=False)
class TokenSet:
    """A set of tokens: for each whether it is in; all null where the set is not known."""

    holds: Mapping[str, c.Truth]


@frozen(eq=False)
class Words:
    """A set of tokens written out; None where it is not known."""

    words: frozenset[str] | None


@frozen(eq=False)
class Ids:
    """A set of ids, as text between bars."""

    text: c.Text


Value: TypeAlias = "Cell | bool | Range | Token | TokenSet | Words | Ids | None"


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
            self._free[node] = frozenset(_free(node))
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
                (*left.key, *(f"{name}.{each}" for each in right.key[1:])),
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


def _free(node: n.Node) -> Iterator[str]:
    match node:
        case n.Name(name=name):
            yield name
        case n.Quantifier(element=element, generators=generators):
            yield from _free_in_loop(element, generators)
        case _:
            for each in n.children(node):
                yield from _free(each)


def _free_in_loop(element: n.Node, generators: tuple[n.Generator, ...]) -> Iterator[str]:
    if not generators:
        yield from _free(element)
        return
    head = generators[0]
    yield from _free(head.source)
    inner = [name for each in head.filters for name in _free(each)]
    inner += _free_in_loop(element, generators[1:])
    yield from (name for name in inner if name not in head.names)


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


def each_cell(value: Value, function: Callable[[Any], Any]) -> Value:
    """Apply a function to every cell that a value is made of."""
    match value:
        case Range(ends=None):
            return r.Range(value.places, value.least, value.most, value.size, function(value.point))
        case Range(ends=(low, high)):
            return r.Range(
                value.places,
                value.least,
                value.most,
                value.size,
                None,
                (function(low), function(high)),
            )
        case Token(text=text):
            return Token(function(text))
        case Ids(text=text):
            return Ids(function(text))
        case TokenSet(holds=holds):
            return TokenSet({name: function(cell) for name, cell in holds.items()})
        case Words():
            return value
        case _:
            return cast(Value, function(value))


# -- expressions --------------------------------------------------------------------


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
        memo[key] = (_compute(node, scope), tuple(used.values()))
    return cast(Value, memo[key][0])


def _memo_key(node: n.Node, scope: Scope, used: Mapping[str, Binding]) -> tuple[Any, ...]:
    bound = tuple(
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


def renamed(node: n.Node, old: str, new: str) -> n.Node:
    """Return an expression with a variable called otherwise."""
    match node:
        case n.Name(name=name):
            return n.Name(new) if name == old else node
        case n.Attribute(base=base, name=name):
            return n.Attribute(renamed(base, old, new), name)
        case n.Not(operand=operand):
            return n.Not(renamed(operand, old, new))
        case n.And(parts=parts):
            return n.And(tuple(renamed(each, old, new) for each in parts))
        case n.Or(parts=parts):
            return n.Or(tuple(renamed(each, old, new) for each in parts))
        case n.Compare(operator=operator, left=left, right=right):
            return n.Compare(operator, renamed(left, old, new), renamed(right, old, new))
        case n.Arithmetic(operator=operator, left=left, right=right):
            return n.Arithmetic(operator, renamed(left, old, new), renamed(right, old, new))
        case n.Contains(item=item, container=container):
            return n.Contains(renamed(item, old, new), renamed(container, old, new))
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            return n.Choice(
                renamed(condition, old, new), renamed(then, old, new), renamed(otherwise, old, new)
            )
        case n.Call(function=function, arguments=arguments):
            return n.Call(function, tuple(renamed(each, old, new) for each in arguments))
        case n.Quantifier(kind=kind, element=element, generators=generators):
            found = []
            hidden = False
            for each in generators:
                source = each.source if hidden else renamed(each.source, old, new)
                names = tuple(f"{name}'" if name == new else name for name in each.names)
                filters = each.filters
                if names != each.names:
                    # A loop's own variable of the new name gives way.
                    filters = tuple(renamed(one, new, f"{new}'") for one in filters)
                    element = renamed(element, new, f"{new}'")
                hidden = hidden or old in each.names
                if not hidden:
                    filters = tuple(renamed(one, old, new) for one in filters)
                found.append(n.Generator(names, source, filters))
            return n.Quantifier(
                kind, element if hidden else renamed(element, old, new), tuple(found)
            )
        case _:
            return node


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
    least, most = (_scaled(each, places) for each in (parameter.least, parameter.most))
    return r.point(None, least, most, max(abs(least or 0), abs(most or 0)), places)


def _scaled(end: Decimal | None, places: int) -> int | None:
    return None if end is None else int(Decimal(end).scaleb(places))


def _compute(node: n.Node, scope: Scope) -> Value:
    match node:
        case n.Name(name=name):
            return _name(name, scope)
        case n.Attribute(base=base, name=name):
            return attribute(base, name, scope)
        case n.Not(operand=operand):
            return c.negate(holds(operand, scope))
        case n.And(parts=parts):
            return c.both(holds(each, scope) for each in parts)
        case n.Or(parts=parts):
            return c.either(holds(each, scope) for each in parts)
        case n.Compare():
            return _compare(node, scope)
        case n.Contains(item=item, container=container):
            return _contains(evaluate(item, scope), evaluate(container, scope))
        case n.Arithmetic(operator=operator, left=left, right=right):
            operation = {"+": r.add, "-": r.subtract, "*": r.multiply}[operator]
            return operation(number(left, scope), number(right, scope))
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            return choose(
                holds(condition, scope), evaluate(then, scope), evaluate(otherwise, scope)
            )
        case n.Call():
            return _call(node, scope)
        case n.Quantifier():
            from jintan_rules.frames.walks import quantifier  # noqa: PLC0415  they walk each other

            return quantifier(node, scope)
        case _:
            raise AssertionError(f"no value: {unparse(node)}")


def _compare(node: n.Compare, scope: Scope) -> c.Truth:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if isinstance(left, Range) and isinstance(right, Range):
        return r.compare(node.operator, left, right)
    assert isinstance(left, Token)
    assert isinstance(right, Token)
    alike = c.same(left.text, right.text)
    return alike if node.operator == "==" else c.negate(alike)


def _contains(item: Value, container: Value) -> c.Truth:
    assert isinstance(item, Token)
    text = item.text
    match container:
        case Words(words=words):
            if words is None:
                return None
            return c.is_one_of(text, words) if words else False
        case Ids(text=ids):
            found = c.is_among(text, ids)
            return c.when(c.same(ids, "|"), False, found) if c.may_be_null(text) else found  # type: ignore[return-value]
        case TokenSet(holds=within):
            if isinstance(text, str) and text in within:
                return within[text]
            among = c.either(c.both([c.same(text, word), each]) for word, each in within.items())
            unknown = c.either(c.is_null(each) for each in within.values())
            return c.when(unknown, None, among)  # type: ignore[return-value]
        case _:
            raise AssertionError("not a set")


def choose(condition: c.Truth, then: Value, otherwise: Value) -> Value:
    """Return one of two values; on an undecided condition, what both agree on."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, Range) and isinstance(otherwise, Range):
        return r.choose(condition, then, otherwise)
    yes, no = c.is_true(condition), c.is_false(condition)
    if isinstance(then, Token) and isinstance(otherwise, Token):
        if not c.may_be_null(condition):
            return Token(cast(c.Text, c.when(condition, then.text, otherwise.text)))
        alike = c.when(c.same(then.text, otherwise.text), then.text, None)
        found = c.when(yes, then.text, c.when(no, otherwise.text, alike))
        return Token(cast(c.Text, found))
    if isinstance(then, Ids) and isinstance(otherwise, Ids):
        return Ids(cast(c.Text, c.when(yes, then.text, c.when(no, otherwise.text, None))))
    if isinstance(then, TokenSet) and isinstance(otherwise, TokenSet):
        return TokenSet(
            {
                word: cast(c.Truth, c.when(yes, one, c.when(no, otherwise.holds[word], None)))
                for word, one in then.holds.items()
            }
        )
    one, other = cast(c.Truth, then), cast(c.Truth, otherwise)
    if not c.may_be_null(condition):
        return cast(c.Truth, c.when(condition, one, other))
    return c.either(
        [c.both([condition, one]), c.both([c.negate(condition), other]), c.both([one, other])]
    )


def _call(node: n.Call, scope: Scope) -> Value:
    if node.function == "recorded":
        fact = cast(n.Attribute, node.arguments[0])
        return attribute(fact.base, fact.name, scope, as_recorded=True)
    arguments = [number(each, scope) for each in node.arguments]
    if node.function == "workdays_between":
        return working_days(*arguments, scope.setting.workdays)
    if node.function == "done":
        return r.compare("<=", arguments[0], r.known(scope.setting.as_of))
    return FUNCTIONS[node.function](*arguments)


# -- facts --------------------------------------------------------------------------


def _name(name: str, scope: Scope) -> Value:
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
    each_cell(value, lambda cell: found.append(cell) or cell)
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
        case Token(text=one), Token(text=other):
            apart = c.is_false(c.same(one, other))
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
        least = _scaled(fact.least, fact.places)
        if least is None and fact.type in ("count", "money"):
            least = 0
        return r.point(None, least, _scaled(fact.most, fact.places), LARGEST, fact.places)
    if kind == types.SET:
        return TokenSet(dict.fromkeys(fact.tokens)) if fact.tokens else Ids(None)
    return Token(None)
