"""The ``python`` engine: each formula compiled once to a Python code object.

Where every slot fact is known the plain expression runs. Otherwise a pair runs:
what proves the formula and what refutes it; neither leaves it undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from types import CodeType
from typing import TypeAlias, cast

from attrs import frozen

from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.formula import (
    Constant,
    Flag,
    Formula,
    Joint,
    Negation,
    Split,
    Test,
    split,
)
from jintan_rules.language.kleene import causes
from jintan_rules.language.nodes import Node
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Range, Truth, Value

Plain: TypeAlias = Callable[[Sequence[object]], bool]
Pair: TypeAlias = Callable[[Sequence[Value]], tuple[bool, bool]]


@frozen
class Compiled:
    """A formula as code, with the expressions of the slot facts it takes."""

    parts: Split
    plain: Plain
    pair: Pair


def decide(node: Node, scope: Scope) -> Truth:
    """Return what a condition comes to in a scope."""
    compiled = compile_condition(node)
    facts = [evaluate(each, scope) for each in compiled.parts.facts]
    known = [_plain(each) for each in facts]
    if None not in known:
        return v.truth(compiled.plain(known))
    proved, refuted = compiled.pair(facts)
    if proved or refuted:
        return v.truth(proved)
    return Truth(None, causes(compiled.parts.formula, facts))


def _plain(value: Value) -> object:
    """Return a known value bare, None where it is not known."""
    if isinstance(value, Range):
        return value.low if value.low == value.high else None
    return value.value


@lru_cache(maxsize=4096)
def compile_condition(node: Node) -> Compiled:
    """Compile a condition; equal conditions are compiled once."""
    parts = split(node)
    literals: list[int | Decimal | str] = []
    plain = _plain_text(parts.formula, literals)
    proof = _pair_text(parts.formula, literals, wanted=True)
    refutation = _pair_text(parts.formula, literals, wanted=False)
    names: dict[str, object] = {"c": literals, "__builtins__": {}}
    return Compiled(
        parts,
        cast(Plain, _function(f"lambda f: {plain}", names)),
        cast(Pair, _function(f"lambda f: ({proof}, {refutation})", names)),
    )


def _function(text: str, names: dict[str, object]) -> object:
    # The text is built from a checked formula: numbers of facts, operators and nothing else.
    code: CodeType = compile(text, "<formula>", "eval")
    return eval(code, names)  # noqa: S307


def _constant(literal: int | Decimal | str, literals: list[int | Decimal | str]) -> str:
    if isinstance(literal, int):
        return repr(literal)
    literals.append(literal)
    return f"c[{len(literals) - 1}]"


def _plain_text(formula: Formula, literals: list[int | Decimal | str]) -> str:
    match formula:
        case Constant(value=value):
            return str(value)
        case Flag(fact=fact):
            return f"f[{fact}]"
        case Test(fact=fact, operator=operator, literal=literal):
            return f"f[{fact}] {operator} {_constant(literal, literals)}"
        case Negation(operand=operand):
            return f"(not {_plain_text(operand, literals)})"
        case Joint(parts=parts, every=every):
            word = " and " if every else " or "
            return "(" + word.join(_plain_text(part, literals) for part in parts) + ")"


def _pair_text(formula: Formula, literals: list[int | Decimal | str], *, wanted: bool) -> str:
    """Write the condition under which the formula is certainly ``wanted``."""
    match formula:
        case Constant(value=value):
            return str(value is wanted)
        case Flag(fact=fact):
            return f"(f[{fact}].value is {wanted})"
        case Test():
            return _test_text(formula, literals, wanted=wanted)
        case Negation(operand=operand):
            return _pair_text(operand, literals, wanted=not wanted)
        case Joint(parts=parts, every=every):
            word = " and " if every is wanted else " or "
            return (
                "(" + word.join(_pair_text(part, literals, wanted=wanted) for part in parts) + ")"
            )


_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}


def _test_text(test: Test, literals: list[int | Decimal | str], *, wanted: bool) -> str:
    operator = test.operator if wanted else _OPPOSITE[test.operator]
    fact, literal = f"f[{test.fact}]", _constant(test.literal, literals)
    if isinstance(test.literal, str):
        return f"({fact}.value is not None and {fact}.value {operator} {literal})"
    match operator:
        case "<" | "<=":
            return f"({fact}.high {operator} {literal})"
        case ">" | ">=":
            return f"({fact}.low {operator} {literal})"
        case "==":
            return f"({fact}.low == {literal} == {fact}.high)"
        case _:
            return f"({fact}.high < {literal} or {fact}.low > {literal})"
