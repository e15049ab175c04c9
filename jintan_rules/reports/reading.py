"""Expressions read aloud, by the labels of the vocabulary, where that reads well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.reports.naming import Naming, plain_number
from jintan_rules.standard.profiles import Parameter
from jintan_rules.standard.vocabulary import Fact

#: A sentence longer than this is harder to read than the expression itself.
MOST_CHARACTERS: Final = {"zh": 110, "en": 240}

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "and": ("，且", " and "),
    "or": ("，或", " or "),
    "group": ("（{0}）", "({0})"),
    "not": ("并非（{0}）", "not ({0})"),
    "choice": ("（若{1}，为{0}；否则为{2}）", "({0} if {1}, else {2})"),
    "of-outer": ("本条记录的{0}", "{0} of this entry"),
    "of": ("{0}的{1}", "{1} of {0}"),
    "outer": ("本条记录", "this entry"),
    "true": ("“{0}”为“{1}”", "“{0}” is “{1}”"),
    "done": ("{0}已到", "{0} has come"),
    "not-done": ("{0}未到", "{0} has not come"),
    "holds": ("{0}含{1}", "{0} include {1}"),
    "holds-not": ("{0}不含{1}", "{0} do not include {1}"),
    "is-one-of": ("{0}为{1}", "{0} is {1}"),
    "is-none-of": ("{0}不是{1}", "{0} is not {1}"),
    "is-never": ("{0}未发生", "{0} has not happened"),
    "is-not-never": ("{0}已有日期", "{0} has a day"),
    "conditions": ("（{0}）", "{0}"),
    "any": ("{0}中有{1}的记录", "there is an entry of {0} where {1}"),
    "any-bare": ("{0}中有记录", "there is an entry of {0}"),
    "none": ("{0}中没有{1}的记录", "there is no entry of {0} where {1}"),
    "none-bare": ("{0}中没有记录", "there is no entry of {0}"),
    "all": ("{0}中{1}的记录均满足：{2}", "for every entry of {0} where {1}: {2}"),
    "all-bare": ("{0}中的记录均满足：{2}", "for every entry of {0}: {2}"),
    "count": ("{0}（{1}）的记录数", "the number of entries of {0} where {1}"),
    "count-bare": ("{0}的记录数", "the number of entries of {0}"),
    "sum": ("{0}（{1}）的{2}合计", "the total of {2} over the entries of {0} where {1}"),
    "sum-bare": ("{0}的{2}合计", "the total of {2} over {0}"),
    "first": ("{0}（{1}）中最早的{2}", "the first {2} among the entries of {0} where {1}"),
    "first-bare": ("{0}中最早的{2}", "the first {2} among {0}"),
    "last": ("{0}（{1}）中最晚的{2}", "the last {2} among the entries of {0} where {1}"),
    "last-bare": ("{0}中最晚的{2}", "the last {2} among {0}"),
    "the": ("{0}（{1}）那一条的{2}", "{2} of the one entry of {0} where {1}"),
    "the-bare": ("{0}中唯一一条记录的{2}", "{2} of the one entry of {0}"),
    "history": ("历次{0}", "{0} so far"),
    "year": ("{0}所在年份", "the year of {0}"),
    "month_start": ("{0}所在月首日", "the first day of the month of {0}"),
    "workdays_between": ("{0}至{1}的工作日数", "the working days from {0} to {1}"),
    "round_to": ("{0}（四舍五入到{1}）", "{0} rounded to {1}"),
    "recorded": ("档案所填的{0}", "{0} as recorded"),
    "min-number": ("{0}与{1}中的较小值", "the smaller of {0} and {1}"),
    "max-number": ("{0}与{1}中的较大值", "the larger of {0} and {1}"),
    "min-date": ("{0}与{1}中的较早者", "the earlier of {0} and {1}"),
    "max-date": ("{0}与{1}中的较晚者", "the later of {0} and {1}"),
    "after": ("{0}后{1}{2}", "{1} {2} after {0}"),
    "before": ("{0}前{1}{2}", "{1} {2} before {0}"),
    "after-choice": ("{0}后{1}{2}（{3}的，{4}{2}）", "{1} {2} after {0} ({4} {2} where {3})"),
    "before-choice": ("{0}前{1}{2}（{3}的，{4}{2}）", "{1} {2} before {0} ({4} {2} where {3})"),
    "days": ("天", "days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
    "as_of": ("考核日", "the day of the report"),
    "never": ("“未发生”", "never"),
    "period-start": ("本周期首日", "the first day of the period"),
    "period-end": ("本周期末日", "the last day of the period"),
    "period-year": ("本年度", "the year of the period"),
    "id": ("编号", "id"),
    "number==": ("{0}等于{1}", "{0} is equal to {1}"),
    "number!=": ("{0}不等于{1}", "{0} is other than {1}"),
    "number>=": ("{0}不少于{1}", "{0} is at least {1}"),
    "number>": ("{0}超过{1}", "{0} is more than {1}"),
    "number<=": ("{0}不超过{1}", "{0} is at most {1}"),
    "number<": ("{0}少于{1}", "{0} is less than {1}"),
    "date==": ("{0}为{1}", "{0} is on {1}"),
    "date!=": ("{0}不是{1}", "{0} is not on {1}"),
    "date>=": ("{0}不早于{1}", "{0} is on or after {1}"),
    "date>": ("{0}晚于{1}", "{0} is after {1}"),
    "date<=": ("{0}不晚于{1}", "{0} is on or before {1}"),
    "date<": ("{0}早于{1}", "{0} is before {1}"),
    "token==": ("{0}为{1}", "{0} is {1}"),
    "token!=": ("{0}不是{1}", "{0} is not {1}"),
    "id==": ("{0}为{1}", "{0} is {1}"),
    "id!=": ("{0}不是{1}", "{0} is not {1}"),
}
_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
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
        return _WORDS[key][self.naming.lang == "en"].format(*parts)

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
        for one, other in ((left, right), (right, left)):
            if isinstance(other, n.Name) and other.name == "never" and operator in ("==", "!="):
                return self.word("is-never" if operator == "==" else "is-not-never", self.term(one))
        if isinstance(left, n.Literal) and not isinstance(right, n.Literal):
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
            left, right = right, left
        kind = self.kind(left)
        if kind == types.BOOL and isinstance(right, n.Literal):
            return self.truth(left, value=(operator == "==") is bool(right.value))
        if kind == types.SET or f"{kind}{operator}" not in _WORDS:
            raise _NotPlainError
        return self.word(f"{kind}{operator}", self.term(left), self.term(right, self.fact(left)))

    def contained(self, item: n.Node, container: n.Node, negation: str) -> str:
        if isinstance(container, n.SetDisplay):
            fact, english = self.fact(item), self.naming.lang == "en"
            words = [self.naming.value(token, fact) for token in container.items]
            last = (" or " if english else "或").join(words[-2:])
            listed = (", " if english else "、").join([*words[:-2], last])
            return self.word("is-none-of" if negation else "is-one-of", self.term(item), listed)
        key = "holds-not" if negation else "holds"
        return self.word(key, self.term(container), self.term(item, self.fact(container)))

    # -- walks over lists --------------------------------------------------------------

    def walked(self, node: n.Quantifier, kind: str = "") -> str:
        kind = kind or node.kind
        if self.depth or len(node.generators) != 1 or f"{kind}-bare" not in _WORDS:
            raise _NotPlainError
        generator = node.generators[0]
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
        where = self.word("and").join(map(inner.grouped, conditions))
        if len(conditions) > 1 and kind in ("any", "none", "all"):
            where = self.word("conditions", where)
        return self.word(kind if where else f"{kind}-bare", source, where, said)

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

    def stepped(self, day: str, step: n.Node, unit: str) -> str:
        """Read how many days, months or years before or after a day."""
        if isinstance(step, n.Choice):
            then, otherwise = _step(step.then), _step(step.otherwise)
            if then is None or otherwise is None or then[1] != otherwise[1]:
                raise _NotPlainError
            where = self.text(step.condition)
            return self.word(f"{then[1]}-choice", day, otherwise[0], unit, where, then[0])
        count, key = _step(step) or (self.term(step), "after")
        return self.word(key, day, count, unit)

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
