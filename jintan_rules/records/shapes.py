"""The shapes of texts and numbers in a record, the same for the reader and the schema."""

from __future__ import annotations

import re
from decimal import Decimal

from jintan_rules.standard.vocabulary import Fact

#: An opaque id: of a row, of a person, of a body, of a reason's code.
ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"
#: What an opaque id must not look like: a mobile number, an identity number.
PERSONAL = r"^(1[3-9][0-9]{9}|[0-9]{15}|[0-9]{17}[0-9Xx])$"
#: The label of a slot, or the id of a rule: ids joined by signs, or ``-``.
LABEL = r"^[A-Za-z0-9#-][A-Za-z0-9._:/+#-]{0,199}$"
#: The record's own id: any text without control signs or invisible ones.
NAME = r"^[^\u0000-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]{1,128}$"
#: A day; whether the calendar has it is for the reader to say.
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

MOST_ID, MOST_LABEL, MOST_NAME = 64, 200, 128

#: Every number keeps to fifteen digits before its point.
MOST_DIGITS = 15
LARGEST: int = 10**MOST_DIGITS - 1
#: What is declared keeps to as many decimal places as a number of an expression has.
MOST_PLACES = 6

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def places(fact: Fact) -> int:
    """Return how many decimal places a number of ``fact`` may have."""
    return 2 if fact.type == "money" else fact.places


def places_used(number: Decimal) -> int:
    """Count the decimal places of a number, zeros at the end left out."""
    _, digits, exponent = number.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(-int(exponent) - zeros, 0)


def is_short(number: int | Decimal) -> bool:
    """Say whether a number is short enough to be declared, set or computed with."""
    if isinstance(number, int):
        return abs(number) <= LARGEST
    return number.adjusted() < MOST_DIGITS and places_used(number) <= MOST_PLACES


def least(fact: Fact) -> Decimal | None:
    """Return the least value of a number, or None."""
    if fact.least is None and fact.type in ("count", "money"):
        return Decimal(0)
    return fact.least
