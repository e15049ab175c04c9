"""From the nodes of an expression to terms of the solver, over facts that are all known.

What differs between the model of a slot (:mod:`~jintan_rules.proofs.model`) and a
record of a few rows (:mod:`~jintan_rules.proofs.rows`) is only what a fact, a row and
a walk over a list stand for; the rest of the language is here, once.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.proofs.moves import Moves
from jintan_rules.proofs.numbers import Number, compare, constant, least, most, scaled
from jintan_rules.proofs.scope import Scope, SetOf, Verdict, Written, token_number
from jintan_rules.proofs.terms import Term, both, choose, either, negate
from jintan_rules.standard.profiles import Parameter, Profile
from jintan_rules.standard.vocabulary import Fact, Vocabulary


@define(eq=False)
class Encoder:
    """Encodes expressions of one profile; whoever extends it says what facts stand for.

    ``axioms`` gathers what is true of the terms made so far, whatever the facts:
    the bounds of each fact, its definition, how it relates to others.
    """

    profile: Profile
    as_of: Number = field(kw_only=True)
    axioms: list[Term] = field(factory=list, kw_only=True)
    moves: Moves = field(init=False)
    #: What must hold for the values asked for to be there: the(…) wants just one row.
    defined: list[Term] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.moves = Moves(self.axioms)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the profile."""
        return self.profile.vocabulary

    # -- what whoever extends this says ----------------------------------------------

    def fact(self, fact: Fact, base: n.Node | None, scope: Scope) -> Any:
        """Return the value of a fact: of the organisation, or of the row ``base`` leads to."""
        raise NotImplementedError

    def own_id(self, row: Any) -> Term:
        """Return the id of a row, as a number."""
        raise NotImplementedError

    def parameter(self, parameter: Parameter) -> Any:
        """Return the value of a parameter: a number, or a set."""
        raise NotImplementedError

    def period_part(self, name: str, scope: Scope) -> Number:
        """Return the start, end or year of the slot's period."""
        raise NotImplementedError

    def walk(self, node: n.Quantifier, scope: Scope) -> Any:
        """Return what a walk over a list or over months comes to."""
        raise NotImplementedError

    def working_days(self, first: Number, last: Number) -> Number:
        """Return the working days from one day to another, both included."""
        raise NotImplementedError

    def condition(self, node: n.Node, scope: Scope) -> Verdict:
        """Return a condition as what proves it and what refutes it."""
        outer, self.defined = self.defined, []
        truth, there = self.truth(node, scope), both(*self.defined)
        self.defined = outer
        return Verdict(both(there, truth), both(there, negate(truth)))

    # -- conditions -------------------------------------------------------------------

    def truth(self, node: n.Node, scope: Scope) -> Term:
        """Return a condition as a term."""
        match node:
            case n.Literal(value=value):
                return bool(value)
            case n.Not(operand=operand):
                return negate(self.truth(operand, scope))
            case n.And(parts=parts):
                return both(*(self.truth(part, scope) for part in parts))
            case n.Or(parts=parts):
                return either(*(self.truth(part, scope) for part in parts))
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                return choose(
                    self.truth(condition, scope),
                    self.truth(then, scope),
                    self.truth(otherwise, scope),
                )
            case n.Compare(operator=operator, left=left, right=right):
                if self.kind(left, scope) in (types.NUMBER, types.DATE, types.MONTH_DAY):
                    return compare(operator, self.number(left, scope), self.number(right, scope))
                alike = self.token(left, scope) == self.token(right, scope)
                return alike if operator == "==" else negate(alike)
            case n.Contains(item=item, container=container):
                return self.set_of(container, scope).has(self.token(item, scope))
            case n.Call(function="done", arguments=(day,)):
                return compare("<=", self.number(day, scope), self.as_of)
            case _:
                return self.value(node, scope)

    # -- numbers and days -------------------------------------------------------------

    def number(self, node: n.Node, scope: Scope) -> Number:
        """Return a number or a day as a term."""
        match node:
            case n.Literal(value=dt.date() as day):
                return Number(day.toordinal())
            case n.Literal(value=value):
                return constant(Decimal(str(value)))
            case n.Name(name="never"):
                return Number(cal.NEVER_DAY)
            case n.Name(name="as_of"):
                return self.as_of
            case n.Arithmetic(operator=operator, left=left, right=right):
                return self.number(left, scope).combined(operator, self.number(right, scope))
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                one, other = self.number(then, scope), self.number(otherwise, scope)
                return self.chosen(self.truth(condition, scope), one, other)
            case n.Call(function=function, arguments=arguments) if function != "recorded":
                return self.call(function, [self.number(each, scope) for each in arguments])
            case _:
                found: Number = self.value(node, scope)
                return found

    def chosen(self, condition: Term, then: Number, otherwise: Number) -> Number:
        """Return one of two numbers."""
        places = max(then.places, otherwise.places)
        one, other = scaled(then, places), scaled(otherwise, places)
        if isinstance(condition, bool):
            return Number(one if condition else other, places)
        return Number(choose(condition, one, other), places, (condition, then, otherwise))

    def call(self, function: str, arguments: list[Number]) -> Number:
        """Return what a function of days and numbers comes to."""
        match function:
            case "min":
                return least(*arguments)
            case "max":
                return most(*arguments)
            case "workdays_between":
                return self.working_days(*arguments)
            case "add_days":
                return self.moves.days(*arguments)
            case "add_months":
                return self.moves.months(*arguments)
            case "add_years":
                return self.moves.months(arguments[0], arguments[1].combined("*", Number(12)))
            case "month_start":
                return self.moves.month_start(arguments[0])
            case "year":
                return self.moves.year(arguments[0])
            case "date" if len(arguments) == 3:  # noqa: PLR2004  year, month, day
                year, month, day = arguments
                month_day = Number(int(month.term) * 100 + int(day.term))
                return self.moves.day_in_year(year, month_day)
            case "date":
                return self.moves.day_in_year(*arguments)
            case _:
                return self.moves.rounded(*arguments)

    # -- tokens, ids and sets ---------------------------------------------------------

    def token(self, node: n.Node, scope: Scope) -> Term:
        """Return a token or an id as a number or a term."""
        match node:
            case n.Literal(value=str() as text):
                return token_number(text)
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                one, other = self.token(then, scope), self.token(otherwise, scope)
                condition = self.truth(condition, scope)
                if isinstance(condition, bool):
                    return one if condition else other
                return choose(condition, one, other)
            case n.Name(name=name) if name in scope.variables:
                bound = scope.variables[name]
                return token_number(bound) if isinstance(bound, str) else self.own_id(bound)
            case _:
                return self.value(node, scope)

    def set_of(self, node: n.Node, scope: Scope) -> SetOf:
        """Return a set."""
        if isinstance(node, n.SetDisplay):
            return Written(node.items)
        found: SetOf = self.value(node, scope)
        return found

    # -- facts, whatever their kind ---------------------------------------------------

    def value(self, node: n.Node, scope: Scope) -> Any:
        """Return the value of a fact, a parameter, a part of the period or a walk."""
        match node:
            case n.Name(name=name):
                return self.fact(self.vocabulary.facts[name], None, scope)
            case n.Attribute(base=n.Name(name="param"), name=name):
                return self.parameter(self.profile.parameters[name])
            case n.Attribute(base=n.Name(name="period"), name=name):
                return self.period_part(name, scope)
            case n.Attribute(base=n.Name(name=variable), name=name) if isinstance(
                scope.variables.get(variable), cal.Span
            ):
                return Number(getattr(scope.variables[variable], name))
            case n.Attribute(base=base, name="id"):
                return self.token(base, scope)
            case n.Attribute(base=base, name=name):
                fact = self.vocabulary.lists[self.list_of(base, scope)].attributes[name]
                return self.fact(fact, base, scope)
            case n.Call(function="recorded", arguments=(fact_node,)):
                return self.value(fact_node, scope)
            case n.Quantifier():
                tokens = self.tokens_walked(node, scope)
                return self.walk(node, scope) if tokens is None else self.over(node, tokens, scope)
            case _:
                # Two truths or two sets are never compared, so that nothing else has a value.
                raise TypeError(type(node).__name__)

    def list_of(self, base: n.Node, scope: Scope) -> str:
        """Return the list of the row that ``base`` leads to."""
        if isinstance(base, n.Name):
            found: str = scope.variables[base.name].list_name
            return found
        assert isinstance(base, n.Attribute)
        source = self.vocabulary.lists[self.list_of(base.base, scope)]
        return source.attributes[base.name].list_name

    def kind(self, node: n.Node, scope: Scope) -> str:
        """Return the kind of an expression's values, as in :mod:`jintan_rules.language.types`."""
        match node:
            case n.Literal(value=str()):
                return types.TOKEN
            case n.Literal(value=bool()):
                return types.BOOL
            case n.Name(name=name) if name in self.vocabulary.facts and name not in scope.variables:
                return self.vocabulary.facts[name].value_type.kind
            case n.Name(name=name):
                return types.NUMBER if name in ("as_of", "never") else types.ID
            case n.Choice(then=then):
                return self.kind(then, scope)
            case n.Attribute(base=n.Name(name="param"), name=name):
                return self.profile.parameters[name].value_type.kind
            case n.Attribute(base=n.Name(name=variable)) if variable == "period" or isinstance(
                scope.variables.get(variable), cal.Span
            ):
                return types.NUMBER
            case n.Attribute(name="id"):
                return types.ID
            case n.Attribute(base=base, name=name):
                shape = self.vocabulary.lists[self.list_of(base, scope)]
                return shape.attributes[name].value_type.kind
            case n.Call(function="recorded", arguments=(inner,)):
                return self.kind(inner, scope)
            case n.Quantifier(kind="any" | "all"):
                return types.BOOL
            case n.Literal() | n.Arithmetic() | n.Quantifier():
                return types.NUMBER
            case n.Call(function=function):
                return types.BOOL if function == "done" else types.NUMBER
            case _:
                return types.BOOL

    # -- walks over a set -------------------------------------------------------------

    def tokens_walked(self, node: n.Quantifier, scope: Scope) -> list[tuple[str, Term]] | None:
        """Return the tokens that a walk over a set meets, each with whether it is in it."""
        if len(node.generators) != 1:
            return None
        source = node.generators[0].source
        if isinstance(source, n.SetDisplay):
            return [(each, True) for each in source.items]
        if isinstance(source, n.Attribute) and source.base == n.Name("param"):
            found = self.set_of(source, scope)
            tokens = self.profile.parameters[source.name].tokens
            return [(each, found.has(token_number(each))) for each in tokens]
        return None

    def over(self, node: n.Quantifier, tokens: list[tuple[str, Term]], scope: Scope) -> Any:
        """Return what a walk over a set comes to, token by token."""
        generator = node.generators[0]
        met = []
        for token, present in tokens:
            inner = scope.bind(**{generator.names[0]: token})
            filters = (self.truth(each, inner) for each in generator.filters)
            met.append((both(present, *filters), inner))
        return self.combined(node, met)

    def combined(self, node: n.Quantifier, met: list[tuple[Term, Scope]]) -> Any:
        """Return what a walk comes to, of each member whether it is met and its scope."""
        element = node.element
        match node.kind:
            case "any" if isinstance(element, n.Name):
                return either(*(present for present, _ in met))
            case "any":
                return either(*(both(there, self.truth(element, each)) for there, each in met))
            case "all":
                return both(
                    *(either(negate(there), self.truth(element, each)) for there, each in met)
                )
            case "count":
                return total([(there, Number(1)) for there, _ in met])
            case "sum":
                return total([(there, self.number(element, each)) for there, each in met])
            case kind:
                days = [(there, self.number(element, each)) for there, each in met]
                return self.reduced(kind, days)

    def reduced(self, kind: str, parts: list[tuple[Term, Number]]) -> Number:
        """Return the first, the last or the only one of some numbers."""
        found = Number(cal.NEVER_DAY if kind == "first" else cal.BEFORE_DAY)
        if kind == "the":
            self.defined.append(_just_one([there for there, _ in parts]))
        for there, value in parts:
            if kind == "the":
                found = self.chosen(there, value, found)
            else:
                nearer = compare("<" if kind == "first" else ">", value, found)
                found = self.chosen(both(there, nearer), value, found)
        return Number(found.term, found.places)


def _just_one(parts: list[Term]) -> Term:
    return either(
        *(both(one, *(negate(other) for other in parts if other is not one)) for one in parts)
    )


def total(parts: list[tuple[Term, Number]]) -> Number:
    """Return the sum of the numbers that are there."""
    places = max((value.places for _, value in parts), default=0)
    found: Term = 0
    for there, value in parts:
        term = scaled(value, places)
        if isinstance(there, bool):
            found = found + term if there else found
        else:
            found = found + choose(there, term, 0)
    return Number(found, places)
