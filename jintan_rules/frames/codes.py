"""The codes that verdicts have inside frames: one small number for outcome and level together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from jintan_rules.slots.outcome import level_of
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome

if TYPE_CHECKING:
    import narwhals as nw

#: From the lightest to the heaviest, so that the worst of several slots is the greatest code.
NOT_APPLICABLE, PASS, EXCUSED, PENDING, UNKNOWN, FAIL = range(6)
CODES = (NOT_APPLICABLE, PASS, EXCUSED, PENDING, UNKNOWN, FAIL)
OUTCOMES: Mapping[int, Outcome] = {
    NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
    PASS: Outcome.PASS,
    EXCUSED: Outcome.PASS,
    PENDING: Outcome.PENDING,
    UNKNOWN: Outcome.UNKNOWN,
    FAIL: Outcome.FAIL,
}

#: The largest number, either way, that a fact may have in a frame, in units of its last place:
#: what rules make of such numbers still fits into 64 bits.
LARGEST = 10**12


def level_in(rule: Rule, code: int) -> Level | None:
    """Return the level that a code stands for in the slots of a rule."""
    return Level.EXCUSED if code == EXCUSED else level_of(rule, OUTCOMES[code])


@frozen
class SlotGroup:
    """Slots that several rules share.

    The frame has the columns ``org`` and ``slot`` (the label) and, for each rule,
    an Int8 column with the slot's code, null where the rule has no such slot.
    ``columns`` gives the name of a rule's column by the rule's id. A rule may have
    slots in several groups.
    """

    frame: nw.LazyFrame[Any]
    columns: Mapping[str, str]


@frozen
class Findings:
    """What every rule comes to for every organisation.

    The frame has the column ``org`` and, for each rule, an Int8 column with the code
    of the worst of its slots, ``NOT_APPLICABLE`` where it has none; ``columns`` gives
    its name by the rule's id. Where counts were asked for, ``f"{column}:{code}"`` is
    the number of slots of each code, Int64.
    """

    frame: nw.LazyFrame[Any]
    columns: Mapping[str, str]
