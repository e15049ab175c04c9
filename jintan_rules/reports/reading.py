"""Expressions read aloud, by the labels of the vocabulary, where that reads well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.reports.naming import Naming, in_order, plain_number
from jintan_rules.reports.wording import WORDS
from jintan_rules.standard.profiles import MonthDay, Parameter
from jintan_rules.standard.vocabulary import Fact

#: A sentence longer than this is harder to read than the expression itself.
MOST_CHARACTERS: Final = {"zh": 110, "en": 240}

_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
# Nothing sorts after never, so a day is before it or is it.
_NEVER: Final = {"==": "is-never", ">=": "is-never", "!=": "is-not-never", "<": "is-not-never"}
_DATES: Final = {"add_days", "add_months", "add_years", "month_start", "date"}
_STEPS: Final = {"add_days": "days", "add_months": "months", "add_years": "years"}


class _NotPlainError(Exception):
    """The expression does not read well in words."""


def read(node: n.Node, naming: Naming, variables: Mapping[str, str] | None = None) -> str | None:
    """Say an expression in words, or return None where the code reads better.

    Args:
        node: The expression.
        naming: The labels and the language.
        variables: The list that each loop variable in reach walks.
    """
    try:
        text = _Reader(naming, dict(variables or {})).text(node)
    except _NotPlainError:
        return None
    return text if len(text) <= MOST_CHARACTERS[naming.lang] else None


def declared(
    node: n.Node, naming: Naming, variables: Mapping[str, str] | None = None
) -> Fact | Parameter | None:
    """Return the fact or parameter whose values an expression gives, if it is one."""
    try:
        return _Reader(naming, dict(variables or {})).fact(node)
    except _NotPlainError:
        return None


@frozen
class _Reader:
    """Reads nodes aloud; ``variables`` maps loop variables to lists, the innermost last."""

    naming: Naming
    variables: Mapping[str, str] = field(factory=dict)
    depth: int = 0

    def word(self, key: str, *parts: str) -> str:
        return WORDS[key][self.naming.lang == "en"].format(*parts)

    # -- conditions --------------------------------------------------------------------

    def text(self, node: n.Node) -> str:
        match node:
            case n.And(parts=parts):
                return self.word("and").join(map(self.grouped, parts))
            case n.Or(parts=parts):
                return self.word("or").join(map(self.grouped, parts))
            case n.Not(operand=operand):
                return self.negated(operand)
            case n.Compare(operator=operator, left=left, right=right):
                return self.compared(operator, left, right)
            case n.Contains(item=item, container=container):
                return self.contained(item, container, "")
            case n.Call(function="done", arguments=(day,)):
                return self.word("done", self.term(day))
            case n.Quantifier():
                return self.walked(node)
            case n.Name() | n.Attribute() if self.kind(node) == types.BOOL:
                return self.truth(node, value=True)
            case _:
                return self.term(node)

    def grouped(self, node: n.Node) -> str:
        text = self.text(node)
        return self.word("group", text) if isinstance(node, (n.And, n.Or)) else text

    def truth(self, node: n.Node, *, value: bool) -> str:
        return self.word("true", self.term(node), self.naming.value(value, self.fact(node)))

    def negated(self, node: n.Node) -> str:
        match node:
            case n.Not(operand=operand):
                return self.text(operand)
            case n.Compare(operator=operator, left=left, right=right):
                return self.compared(_OPPOSITE[operator], left, right)
            case n.Contains(item=item, container=container):
                return self.contained(item, container, "not")
            case n.Call(function="done", arguments=(day,)):
                return self.word("not-done", self.term(day))
            case n.Quantifier(kind="any"):
                return self.walked(node, "none")
            case n.Name() | n.Attribute() if self.kind(node) == types.BOOL:
                return self.truth(node, value=False)
            case _:
                return self.word("not", self.text(node))

    def compared(self, operator: str, left: n.Node, right: n.Node) -> str:
        if isinstance(right, n.Name) and right.name == "never" and operator in _NEVER:
            return self.word(_NEVER[operator], self.term(left))
        if isinstance(left, n.Literal) and not isinstance(right, n.Literal):
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
            left, right = right, left
        kind = self.kind(left)
        if kind == types.BOOL and isinstance(right, n.Literal):
            return self.truth(left, value=(operator == "==") is bool(right.value))
        if kind == types.SET or f"{kind}{operator}" not in WORDS:
            raise _NotPlainError
        return self.word(f"{kind}{operator}", self.term(left), self.term(right, self.fact(left)))

    def contained(self, item: n.Node, container: n.Node, negation: str) -> str:
        if isinstance(container, n.SetDisplay):
            listed = self.listed(container.items, self.fact(item), "list-or")
            return self.word("is-none-of" if negation else "is-one-of", self.term(item), listed)
        key = "holds-not" if negation else "holds"
        return self.word(key, self.term(container), self.term(item, self.fact(container)))

    def listed(self, tokens: Iterable[str], fact: Fact | Parameter | None, sign: str) -> str:
        """List tokens in the order they are declared in, the last two joined by ``sign``."""
        words = [self.naming.value(token, fact) for token in in_order(tokens, fact)]
        last = self.word(sign).join(words[-2:])
        return self.naming.say("comma").join([*words[:-2], last])

    # -- walks over lists --------------------------------------------------------------

    def walked(self, node: n.Quantifier, kind: str = "") -> str:
        kind = kind or node.kind
        if self.depth or len(node.generators) != 1 or f"{kind}-bare" not in WORDS:
            raise _NotPlainError
        generator = node.generators[0]
        if isinstance(generator.source, n.SetDisplay):
            return self.of_tokens(node, generator, generator.source)
        source, name = self.source(generator.source)
        inner = evolve(
            self, variables={**self.variables, generator.names[0]: name}, depth=self.depth + 1
        )
        conditions, said = list(generator.filters), ""
        if kind in ("any", "none"):
            if not isinstance(node.element, n.Name):
                conditions.append(node.element)
        elif kind != "count":
            said = inner.text(node.element)
        in_sentence = kind in ("any", "none", "all")
        if len(conditions) == 1 and not in_sentence:
            where = inner.text(conditions[0])
        else:
            where = self.word("and").join(map(inner.grouped, conditions))
        if len(conditions) > 1 and in_sentence:
            where = self.word("conditions", where)
        return self.word(kind if where else f"{kind}-bare", source, where, said)

    def of_tokens(self, node: n.Quantifier, generator: n.Generator, tokens: n.SetDisplay) -> str:
        """Read that a set holds all or any of some tokens."""
        match node.element:
            case n.Contains(item=n.Name(name=name), container=container) if (
                (name,) == generator.names and not generator.filters and node.kind in ("all", "any")
            ):
                sign = "list-and" if node.kind == "all" else "list-or"
                listed = self.listed(tokens.items, self.fact(container), sign)
                return self.word("holds", self.term(container), listed)
            case _:
                raise _NotPlainError

    def source(self, node: n.Node) -> tuple[str, str]:
        lists = self.naming.profile.vocabulary.lists
        match node:
            case n.Name(name=name) if name in lists:
                return self.naming.quoted(lists[name].label), name
            case n.Call(function="history", arguments=(n.Name(name=name),)) if name in lists:
                return self.word("history", self.naming.quoted(lists[name].label)), name
            case _:
                raise _NotPlainError

    # -- terms -------------------------------------------------------------------------

    def term(self, node: n.Node, beside: Fact | Parameter | None = None) -> str:
        """Name a term; ``beside`` is the fact that a literal is compared with."""
        match node:
            case n.Literal(value=value):
                return self.naming.value(value, beside)
            case n.Name(name=("as_of" | "never") as name):
                return self.word(name)
            case n.Name(name=name) if name in self.variables:
                return self.word("outer")
            case n.Attribute(base=n.Name(name="period"), name=name):
                return self.word(f"period-{name}")
            case n.Name() | n.Attribute():
                return self.named(node)
            case n.Arithmetic(operator=operator, left=left, right=right):
                sign = {"*": "×"}.get(operator, operator)
                return f"{self.factor(left, operator)} {sign} {self.factor(right, operator)}"
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                return self.word(
                    "choice",
                    self.term(then, beside),
                    self.text(condition),
                    self.term(otherwise, beside),
                )
            case n.Call():
                return self.called(node)
            case n.Quantifier():
                return self.walked(node)
            case _:
                raise _NotPlainError

    def factor(self, node: n.Node, operator: str) -> str:
        text = self.term(node)
        loose = isinstance(node, n.Arithmetic) and (operator != "+" and node.operator != "*")
        return self.word("group", text) if loose else text

    def named(self, node: n.Name | n.Attribute) -> str:
        fact = self.fact(node)
        if isinstance(node, n.Attribute) and node.name == "id" and fact is None:
            return self.term(node.base)
        if fact is None:
            raise _NotPlainError
        label = self.naming.label(fact.label)
        match node:
            case n.Attribute(base=n.Name(name=name)) if name in self.variables:
                innermost = list(self.variables)[-1]
                if name == innermost:
                    return label
                lists = list(self.variables.values())
                if lists.count(self.variables[name]) > 1:
                    raise _NotPlainError  # two rows of one list cannot be told apart in words
                return self.word("of-outer", label)
            case n.Attribute(base=n.Attribute() as base) if isinstance(fact, Fact):
                return self.word("of", self.named(base), label)
            case _:
                return label

    def called(self, node: n.Call) -> str:
        match node:
            case n.Call(function=function, arguments=(day, step)) if function in _STEPS:
                return self.stepped(self.term(day), step, self.word(_STEPS[function]))
            case n.Call(
                function="date", arguments=(n.Attribute(base=n.Name(name="period")), *rest)
            ):
                return self.word("day-of-year", self.of_year(rest))
            case n.Call(function=("min" | "max") as function, arguments=(left, right)):
                return self.word(f"{function}-{self.kind(left)}", self.term(left), self.term(right))
            case n.Call(
                function=(
                    "year" | "month_start" | "workdays_between" | "round_to" | "recorded"
                ) as function,
                arguments=arguments,
            ):
                return self.word(function, *map(self.term, arguments))
            case _:
                raise _NotPlainError

    def of_year(self, parts: list[n.Node]) -> str:
        """Read a day of the year, written out or set by a parameter."""
        match parts:
            case [n.Literal(value=int() as month), n.Literal(value=int() as day)]:
                return self.naming.month_day(MonthDay(month, day))
            case [n.Attribute() as parameter]:
                return self.naming.say("quoted", text=self.term(parameter))
            case _:
                raise _NotPlainError

    def stepped(self, day: str, step: n.Node, unit: str) -> str:
        """Read how many days, months or years before or after a day."""
        if isinstance(step, n.Choice):
            then, otherwise = _step(step.then), _step(step.otherwise)
            if then is None or otherwise is None or then[1] != otherwise[1]:
                raise _NotPlainError
            where = self.text(step.condition)
            return self.word(f"{then[1]}-choice", day, otherwise[0], unit, where, then[0])
        written = _step(step)
        if written is None:
            return self.word("plus", day, self.term(step))
        return self.word(written[1], day, written[0], self.naming.counted(written[0], unit))

    # -- what a term is ----------------------------------------------------------------

    def fact(self, node: n.Node) -> Fact | Parameter | None:
        """Return the declaration that a name or attribute leads to."""
        match node:
            case n.Name(name=name):
                return self.naming.profile.vocabulary.fact(name)
            case n.Attribute(base=n.Name(name="param"), name=name):
                return self.naming.profile.parameters.get(name)
            case n.Attribute(base=n.Name(name=name), name=attribute) if name in self.variables:
                return self.naming.attribute(self.variables[name], attribute)
            case n.Attribute(base=base, name=attribute):
                fact = self.fact(base)
                if isinstance(fact, Fact) and fact.list_name:
                    return self.naming.attribute(fact.list_name, attribute)
            case n.Quantifier(
                kind="sum" | "the" | "first" | "last", element=element, generators=(generator,)
            ):
                _, name = self.source(generator.source)
                inner = evolve(self, variables={**self.variables, generator.names[0]: name})
                return inner.fact(element)
            case n.Call(function="recorded", arguments=(fact_node,)):
                return self.fact(fact_node)
        return None

    def kind(self, node: n.Node) -> str:
        """Return the kind of a term's values, or nothing where it cannot be told."""
        fact = self.fact(node)
        if fact is not None:
            return fact.value_type.kind
        match node:
            case n.Literal(value=value):
                return _kind_of(value)
            case n.Name(name="as_of" | "never"):
                return types.DATE
            case n.Name(name=name) if name in self.variables:
                return types.ID
            case n.Attribute(base=n.Name(name="period"), name=name):
                return types.NUMBER if name == "year" else types.DATE
            case n.Attribute(name="id"):
                return types.ID
            case n.Call(function=function) if function in _DATES:
                return types.DATE
            case n.Call(function="min" | "max", arguments=arguments):
                return _first(map(self.kind, arguments))
            case n.Choice(then=then):
                return self.kind(then)
            case n.Quantifier(kind="first" | "last"):
                return types.DATE
            case n.Arithmetic() | n.Call() | n.Quantifier(kind="count" | "sum" | "the"):
                return types.NUMBER
            case _:
                return ""


def _step(node: n.Node) -> tuple[str, str] | None:
    """Return a written number, and whether it leads before or after."""
    match node:
        case n.Arithmetic(operator="-", left=n.Literal(value=0), right=n.Literal(value=back)):
            return str(back), "before"
        case n.Literal(value=int() | Decimal() as count):
            return plain_number(count), "after"
        case _:
            return None


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return types.BOOL
    if isinstance(value, dt.date):
        return types.DATE
    return types.TOKEN if isinstance(value, str) else types.NUMBER


def _first(kinds: Iterable[str]) -> str:
    return next((kind for kind in kinds if kind), "")
