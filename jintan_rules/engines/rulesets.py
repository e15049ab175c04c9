"""From a formula to rulesets: one rule that proves it and one that refutes it.

Slot facts are sent under aliases, as whole numbers (:mod:`~jintan_rules.engines.fields`).
Negation is pushed down to the comparisons. A formula too large for one ruleset is
cut: a part of it becomes a ruleset of its own, and its verdict a fact of the next.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, cast

from attrs import define, field, frozen

from jintan_rules.engines.fields import (
    EndField,
    Field,
    TokenField,
    TruthField,
    UnfitError,
    places_of,
    scaled,
)
from jintan_rules.language.formula import Constant, Flag, Formula, Joint, Negation, Test
from jintan_rules.language.values import Real, Value

#: The machine fails where more than 64 conditions of a ruleset are true at once; the ways through
#: the rules of one ruleset are kept below that, so that it cannot come to it.
MOST_WIDTH = 60
#: The machine refuses a rule of more than 15 ``$and`` and ``$or``.
MOST_JOINTS = 15
#: A number in a rule is read as a C long, which has 32 bits on some systems.
_MOST_IN_RULE = 2 ** (8 * struct.calcsize("l") - 1) - 1

_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}


@frozen
class Ruleset:
    """The text of a ruleset and the fields of the bodies it is asked about.

    ``P`` fires on a body that proves the formula, ``F`` on one that refutes it.
    ``W`` fires on ``warming``, a body that says nothing about any fact.
    """

    text: str
    fields: tuple[tuple[str, int, Callable[[Value], int | None]], ...]
    warming: str

    def body(self, facts: Sequence[Value]) -> str | None:
        """Return the slot facts as a body, None where nothing is known of them."""
        sent = BODY
        for alias, fact, number_of in self.fields:
            number = number_of(facts[fact])
            if number is not None:
                sent += f',"{alias}":{number}'
        return None if sent is BODY else sent + "}"


#: Always the same session and the same id: the machine tells others apart by a hash alone.
SESSION = "s"
BODY = f'{{"sid":"{SESSION}","id":"1"'


def ruleset(formula: Formula) -> Ruleset:
    """Return the ruleset of a formula without constants that is not too wide."""
    assert _fits(formula)
    writer = _Writer()
    rules = writer.rules(formula)
    warm = f"f{len(writer.aliases)}"
    rules["W"] = {warm: 1}
    text = json.dumps({name: {"all": [{"m": condition}]} for name, condition in rules.items()})
    fields = tuple((alias, each.fact, each.number) for each, alias in writer.aliases.items())
    return Ruleset(text, fields, f'{BODY},"{warm}":1}}')


Written: TypeAlias = dict[str, object]


@define
class _Writer:
    aliases: dict[Field, str] = field(factory=dict)
    symbols: dict[object, int] = field(factory=dict)

    def rules(self, formula: Formula) -> dict[str, Written]:
        """Write what proves a formula and what refutes it."""
        return {
            "P": self.condition(formula, wanted=True),
            "F": self.condition(formula, wanted=False),
        }

    def alias(self, sent: Field) -> str:
        return self.aliases.setdefault(sent, f"f{len(self.aliases)}")

    def condition(self, formula: Formula, *, wanted: bool) -> Written:
        """Write the condition under which a formula is certainly ``wanted``."""
        match formula:
            case Flag(fact=fact):
                return {self.alias(TruthField(fact)): int(wanted)}
            case Test():
                operator = formula.operator if wanted else _OPPOSITE[formula.operator]
                if isinstance(formula.literal, str):
                    return self.of_token(formula.fact, operator, formula.literal)
                return self.of_number(formula.fact, operator, formula.literal)
            case Negation(operand=operand):
                return self.condition(operand, wanted=not wanted)
            case Joint(parts=parts, every=every):
                word = "$and" if every is wanted else "$or"
                written: list[Written] = []
                for part in parts:
                    each = self.condition(part, wanted=wanted)
                    # The parts of a joint of the same kind stand in its place.
                    written += cast(list[Written], each.get(word, [each]))
                return {word: written}
            case Constant():  # pragma: no cover  folded away before
                raise AssertionError(formula)

    def of_token(self, fact: int, operator: str, literal: str) -> Written:
        symbol = self.symbols.setdefault(literal, len(self.symbols) + 1)
        equal: Written = {self.alias(TokenField(fact, self.symbols)): symbol}
        return equal if operator == "==" else {"$neq": equal}

    def of_number(self, fact: int, operator: str, literal: Real) -> Written:
        places = places_of(literal)
        constant = scaled(fact, literal, places, above=False)
        if not -_MOST_IN_RULE - 1 <= constant <= _MOST_IN_RULE:
            raise UnfitError(fact, literal, places)

        def end(word: str, *, high: bool, above: bool) -> Written:
            return {word: {self.alias(EndField(fact, high, above, places)): constant}}

        # A number is less than a whole number just where the whole number below it is; and so on.
        match operator:
            case "<":
                return end("$lt", high=True, above=False)
            case "<=":
                return end("$lte", high=True, above=True)
            case ">":
                return end("$gt", high=False, above=True)
            case ">=":
                return end("$gte", high=False, above=False)
            case "==":
                least = end("$gte", high=False, above=False)
                return {"$and": [least, end("$lte", high=True, above=True)]}
            case _:
                less = end("$lt", high=True, above=False)
                return {"$or": [less, end("$gt", high=False, above=True)]}


def folded(formula: Formula) -> Formula:
    """Return a formula without constants, or the constant that it comes to."""
    match formula:
        case Negation(operand=operand):
            inner = folded(operand)
            return Constant(not inner.value) if isinstance(inner, Constant) else Negation(inner)
        case Joint(parts=parts, every=every):
            left = []
            for part in map(folded, parts):
                if not isinstance(part, Constant):
                    left.append(part)
                elif part.value is not every:
                    return part
            if len(left) > 1:
                return Joint(tuple(left), every)
            return left[0] if left else Constant(every)
        case _:
            return formula


def stages(formula: Formula, facts: int) -> tuple[Formula, ...]:
    """Cut a formula into formulas that fit a ruleset each, the last for the whole.

    ``facts`` slot facts are at hand; the verdict of each stage but the last is
    one fact more. Because the logic is compositional, nothing is lost by that.
    """
    cutter = _Cutter(facts)
    whole = cutter.fitting(formula)
    return (*cutter.cuts, whole)


@define
class _Cutter:
    facts: int
    cuts: list[Formula] = field(factory=list)

    def cut(self, formula: Formula) -> Formula:
        if isinstance(formula, Flag):
            return formula
        self.cuts.append(formula)
        return Flag(self.facts + len(self.cuts) - 1)

    def fitting(self, formula: Formula) -> Formula:
        match formula:
            case Negation(operand=operand):
                return Negation(self.fitting(operand))
            case Joint(parts=parts, every=every):
                fit = Joint(tuple(self.fitting(part) for part in parts), every)
                while not _fits(fit):
                    fit = Joint(tuple(self.cut(each) for each in _groups(fit)), every)
                return fit
            case _:
                return formula


def _groups(joint: Joint) -> Iterator[Formula]:
    """Yield the parts of a joint, neighbours together as far as they fit."""
    group: tuple[Formula, ...] = ()
    for part in joint.parts:
        if group and not _fits(Joint((*group, part), joint.every)):
            yield _joined(group, joint)
            group = ()
        group += (part,)
    yield _joined(group, joint)


def _joined(group: tuple[Formula, ...], joint: Joint) -> Formula:
    return group[0] if len(group) == 1 else Joint(group, joint.every)


def _fits(formula: Formula) -> bool:
    """Whether one ruleset can hold both rules of a formula."""
    rules = _Writer().rules(formula)
    width = sum(_width(rule) for rule in rules.values())
    return width < MOST_WIDTH and all(_joints(rule) <= MOST_JOINTS for rule in rules.values())


def _width(written: Written) -> int:
    """Return how many ways lead through a condition."""
    widths = [_width(part) for part in _parts(written)]
    if "$or" in written:
        return sum(widths)
    return math.prod(widths)  # 1 for a comparison, which has no parts


def _joints(written: Written) -> int:
    parts = _parts(written)
    return bool(parts) + sum(_joints(part) for part in parts)


def _parts(written: Written) -> list[Written]:
    return cast(list[Written], written.get("$and") or written.get("$or") or [])
