"""The meaning of each form of expression, in every row of a situation."""

from __future__ import annotations

from typing import cast

from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.days import FUNCTIONS
from jintan_rules.frames.facts import attribute, named
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.scopes import (
    Scope,
    evaluate,
    holds,
    number,
)
from jintan_rules.frames.values import Ids, Token, TokenSet, Value, Words, choose
from jintan_rules.frames.walks import quantifier
from jintan_rules.frames.workdays import working_days
from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse


def compute(node: n.Node, scope: Scope) -> Value:
    """Return what an expression comes to where it belongs."""
    match node:
        case n.Name(name=name):
            return named(name, scope)
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
            return c.when(c.same(ids, "|"), False, found) if c.may_be_null(text) else found
        case TokenSet(holds=within):
            if isinstance(text, str) and text in within:
                return within[text]
            among = c.either(c.both([c.same(text, word), each]) for word, each in within.items())
            unknown = c.either(c.is_null(each) for each in within.values())
            return c.when(unknown, None, among)
        case _:
            raise AssertionError("not a set")


def _call(node: n.Call, scope: Scope) -> Value:
    if node.function == "recorded":
        fact = cast(n.Attribute, node.arguments[0])
        return attribute(fact.base, fact.name, scope, as_recorded=True)
    arguments = [number(each, scope) for each in node.arguments]
    if node.function == "workdays_between":
        first, last = arguments
        return working_days(first, last, scope.setting.workdays)
    if node.function == "done":
        return r.compare("<=", arguments[0], r.known(scope.setting.as_of))
    return FUNCTIONS[node.function](*arguments)
