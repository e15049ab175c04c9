"""What an expression means.

This is the definition of the standard's logic, to be read aloud; every engine
is held to it. An expression is evaluated in a *scope*, which knows the facts,
the rows and the day. A fact that is absent is unknown within the bounds of its
declaration, and an unknown that cannot change the result leaves it decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, cast

from jintan_rules import calendar as cal
from jintan_rules.language import aggregates
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.aggregates import Part
from jintan_rules.language.functions import FUNCTIONS
from jintan_rules.language.scope import Met, Scope
from jintan_rules.language.unparse import unparse
from jintan_rules.language.values import Range, Token, Truth, Value


def evaluate(node: n.Node, scope: Scope) -> Value:
    """Return what an expression comes to in a scope."""
    return _MEANINGS[type(node)](node, scope)


def holds(node: n.Node, scope: Scope) -> Truth:
    """Return what a condition comes to."""
    return cast(Truth, _MEANINGS[type(node)](node, scope))


def _literal(node: n.Literal, _: Scope) -> Value:
    if isinstance(node.value, bool):
        return v.truth(node.value)
    if isinstance(node.value, str):
        return Token(node.value)
    day_or_number = node.value
    return v.known(
        day_or_number.toordinal() if isinstance(day_or_number, dt.date) else day_or_number
    )


def _name(node: n.Name, scope: Scope) -> Value:
    if node.name == "never":
        return v.known(cal.NEVER_DAY)
    return v.known(scope.as_of) if node.name == "as_of" else scope.value(node.name)


def _attribute(node: n.Attribute, scope: Scope) -> Value:
    match node.base:
        case n.Name(name="param"):
            return scope.parameter(node.name)
        case n.Name(name="period"):
            return scope.period_part(node.name)
        case _:
            return scope.attribute(node.base, node.name)


def _compare(node: n.Compare, scope: Scope) -> Truth:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if isinstance(left, Range) and isinstance(right, Range):
        return v.compare(node.operator, left, right)
    alike = v.same(cast(Token, left), cast(Token, right))
    return alike if node.operator == "==" else v.negate(alike)


def _arithmetic(node: n.Arithmetic, scope: Scope) -> Range:
    operation = {"+": v.add, "-": v.subtract, "*": v.multiply}[node.operator]
    return operation(_range(node.left, scope), _range(node.right, scope))


def _choice(node: n.Choice, scope: Scope) -> Value:
    condition = holds(node.condition, scope)
    return v.choose(condition, evaluate(node.then, scope), evaluate(node.otherwise, scope))


def _call(node: n.Call, scope: Scope) -> Value:
    if node.function == "recorded":
        fact = cast(n.Attribute, node.arguments[0])
        return scope.attribute(fact.base, fact.name, as_recorded=True)
    arguments = [_range(each, scope) for each in node.arguments]
    if node.function == "workdays_between":
        return scope.working_days(*arguments)
    if node.function == "done":
        return v.compare("<=", arguments[0], v.known(scope.as_of))
    return FUNCTIONS[node.function](*arguments)


def _quantifier(node: n.Quantifier, scope: Scope) -> Value:
    met = list(_walk(node.generators, scope))
    result = _QUANTIFIERS[node.kind](node, met)
    scope.note(node, met, result)
    return result


def _walk(generators: tuple[n.Generator, ...], scope: Scope) -> Iterator[Met]:
    head, rest = generators[0], generators[1:]
    for binding, present, many in scope.members(head):
        inner = scope.bind(head.names, binding)
        here = v.both(chain((present,), (holds(each, inner) for each in head.filters)))
        if here.value is False:
            continue
        if not rest:
            yield Met(inner, here, many)
            continue
        for below in _walk(rest, inner):
            yield Met(below.scope, v.both([here, below.present]), many or below.many)


def _any(node: n.Quantifier, met: list[Met]) -> Truth:
    if isinstance(node.element, n.Name):  # any(m for m in meetings if …): there is one
        return v.either(each.present for each in met)
    return v.either(v.both([each.present, holds(node.element, each.scope)]) for each in met)


def _all(node: n.Quantifier, met: list[Met]) -> Truth:
    return v.both(
        v.either([v.negate(each.present), holds(node.element, each.scope)]) for each in met
    )


def _measured(combine: Callable[[list[Part]], Range]) -> Callable[[n.Quantifier, list[Met]], Range]:
    def measure(node: n.Quantifier, met: list[Met]) -> Range:
        return combine(
            [Part(each.present, each.many, _range(node.element, each.scope)) for each in met]
        )

    return measure


def _count(_: n.Quantifier, met: list[Met]) -> Range:
    return aggregates.total([Part(each.present, each.many, v.known(1)) for each in met])


def _only(node: n.Quantifier, met: list[Met]) -> Range:
    parts = [Part(each.present, each.many, _range(node.element, each.scope)) for each in met]
    return aggregates.only(parts, unparse(node.generators[0].source))


def _longest_run(node: n.Quantifier, met: list[Met]) -> Range:
    return aggregates.longest_run(
        [v.both([each.present, holds(node.element, each.scope)]) for each in met]
    )


def _range(node: n.Node, scope: Scope) -> Range:
    return cast(Range, _MEANINGS[type(node)](node, scope))


_QUANTIFIERS: dict[str, Callable[[n.Quantifier, list[Met]], Value]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _measured(aggregates.total),
    "first": _measured(aggregates.first),
    "last": _measured(aggregates.last),
    "the": _only,
    "longest_run": _longest_run,
}

_MEANINGS: dict[type[Any], Callable[[Any, Scope], Value]] = {
    n.Literal: _literal,
    n.Name: _name,
    n.Attribute: _attribute,
    n.SetDisplay: lambda node, _: Token(frozenset(node.items)),
    n.Not: lambda node, scope: v.negate(holds(node.operand, scope)),
    n.And: lambda node, scope: v.both(holds(part, scope) for part in node.parts),
    n.Or: lambda node, scope: v.either(holds(part, scope) for part in node.parts),
    n.Compare: _compare,
    n.Contains: lambda node, scope: v.contains(
        cast(Token, evaluate(node.item, scope)), cast(Token, evaluate(node.container, scope))
    ),
    n.Arithmetic: _arithmetic,
    n.Choice: _choice,
    n.Call: _call,
    n.Quantifier: _quantifier,
}
