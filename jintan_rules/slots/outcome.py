"""From what was found to an outcome and its level: ten lines that every engine shares."""

from __future__ import annotations

from jintan_rules.language.values import Truth
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome, Strength

_LEVELS = {
    Strength.MANDATORY: Level.BREACH,
    Strength.GENERAL: Level.DEVIATION,
    Strength.ADVISORY: Level.ADVICE,
}


def outcome_of(applies: Truth, met: Truth, still_open: Truth) -> Outcome:
    """Return the outcome of a slot.

    Args:
        applies: Whether the rule binds here; what follows is moot where it does not.
        met: Whether the slot shows what is required.
        still_open: Whether it may yet come to show it.
    """
    if applies.value is not True:
        return Outcome.NOT_APPLICABLE if applies.value is False else Outcome.UNKNOWN
    if met.value:
        return Outcome.PASS
    if still_open.value:
        return Outcome.PENDING
    if met.value is None or still_open.value is None:
        return Outcome.UNKNOWN
    return Outcome.FAIL


def level_of(rule: Rule, outcome: Outcome) -> Level | None:
    """Return how much a fail of the rule weighs; None for any other outcome."""
    if outcome is not Outcome.FAIL:
        return None
    return Level.REVIEW if rule.integrity else _LEVELS[rule.strength]
