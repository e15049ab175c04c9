"""What a formula comes to over the values of its slot facts, and which of them leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from jintan_rules.language import values as v
from jintan_rules.language.formula import Constant, Flag, Formula, Joint, Negation, Test
from jintan_rules.language.values import Range, Token, Truth, Value


def causes(formula: Formula, facts: Sequence[Value]) -> v.Causes:
    """Return the facts that could settle an undecided formula."""
    return kleene(formula, facts).missing


def kleene(formula: Formula, facts: Sequence[Value]) -> Truth:
    """Return what a formula comes to, by strong Kleene logic."""
    match formula:
        case Constant(value=value):
            return v.truth(value)
        case Flag(fact=fact):
            return cast(Truth, facts[fact])
        case Test(fact=fact, operator=operator, literal=literal):
            if isinstance(literal, str):
                alike = v.same(cast(Token, facts[fact]), Token(literal))
                return alike if operator == "==" else v.negate(alike)
            return v.compare(operator, cast(Range, facts[fact]), v.known(literal))
        case Negation(operand=operand):
            return v.negate(kleene(operand, facts))
        case Joint(parts=parts, every=every):
            join = v.both if every else v.either
            return join(kleene(part, facts) for part in parts)
