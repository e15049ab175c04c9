"""The formula of an expression: three-valued logic over a handful of slot facts.

An expression splits into *slot facts*, each named by its canonical text, and a
formula that compares them with literals, or an exact difference with zero.
Slot facts are computed once; the formula is what an engine runs and what the
prover reasons about.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

from attrs import define, field, frozen

from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@frozen
class Flag:
    """A slot fact that is itself true or false."""

    fact: int


@frozen
class Test:
    """A slot fact compared with a literal: a number, a day's ordinal or a token."""

    fact: int
    operator: str
    literal: int | Decimal | str


@frozen
class Constant:
    """True or false, whatever the facts."""

    value: bool


@frozen
class Negation:
    """Not."""

    operand: Formula


@frozen
class Joint:
    """And, or or: ``every`` says which."""

    parts: tuple[Formula, ...]
    every: bool


Formula: TypeAlias = Flag | Test | Constant | Negation | Joint


@frozen
class Split:
    """A formula and the expressions of its slot facts, in order."""

    formula: Formula
    facts: tuple[n.Node, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical texts of the slot facts."""
        return tuple(unparse(fact) for fact in self.facts)


def split(node: n.Node) -> Split:
    """Split a condition into its formula and its slot facts."""
    splitter = _Splitter()
    formula = splitter.formula(node)
    return Split(formula, tuple(splitter.facts))


@define
class _Splitter:
    facts: list[n.Node] = field(factory=list)
    places: dict[str, int] = field(factory=dict)

    def fact(self, node: n.Node) -> int:
        name = unparse(node)
        if name not in self.places:
            self.places[name] = len(self.facts)
            self.facts.append(node)
        return self.places[name]

    def formula(self, node: n.Node) -> Formula:
        match node:
            case n.Literal(value=bool() as value):
                return Constant(value)
            case n.Not(operand=operand):
                return Negation(self.formula(operand))
            case n.And(parts=parts):
                return Joint(tuple(self.formula(part) for part in parts), every=True)
            case n.Or(parts=parts):
                return Joint(tuple(self.formula(part) for part in parts), every=False)
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                asked = self.formula(condition)
                yes, no = self.formula(then), self.formula(otherwise)
                # The last part decides where both branches agree and the condition is unknown.
                return Joint(
                    (
                        Joint((asked, yes), every=True),
                        Joint((Negation(asked), no), every=True),
                        Joint((yes, no), every=True),
                    ),
                    every=False,
                )
            case n.Compare():
                return self.comparison(node)
            case _:
                return Flag(self.fact(node))

    def comparison(self, node: n.Compare) -> Formula:
        left, right, operator = node.left, node.right, node.operator
        if isinstance(left, n.Literal) and not isinstance(right, n.Literal):
            left, right, operator = right, left, _FLIPPED[operator]
        if isinstance(right, n.Literal) and not isinstance(right.value, bool):
            literal = right.value
            if isinstance(literal, dt.date):
                literal = literal.toordinal()
            return Test(self.fact(left), operator, literal)
        return Flag(self.fact(node))
