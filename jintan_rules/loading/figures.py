"""Readers of figures: whole numbers and decimals, exact and within fifteen digits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from numbers import Integral

from jintan_rules.loading.refusals import RefusedError, shown, wrong_type
from jintan_rules.records import shapes
from jintan_rules.standard.vocabulary import Fact

_QUOTED_NUMBER = re.compile(r"\s*-?[0-9]+(\.[0-9]+)?\s*")
_MOST_SEEN = 1000
_NOT_KNOWN = "leave the key out where the value is not known"


def whole_number_reader(fact: Fact) -> Callable[[object], int]:
    """Return the reader of a count or an integer."""
    low, high = shapes.least(fact), fact.most
    least = -shapes.LARGEST if low is None else math.ceil(low)
    most = shapes.LARGEST if high is None else math.floor(high)
    expected = f"a whole number{_span(fact)}"

    def read(value: object) -> int:
        if type(value) is int and least <= value <= most:
            return value
        if isinstance(value, Decimal) and value.is_finite() and value.as_tuple().exponent == 0:
            value = int(value)  # as a database hands out whole numbers
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise wrong_type(value, expected, _mend_number(value))
        number = int(value)  # a whole number of another kind, as numpy has them
        if not least <= number <= most:
            raise _out_of_range(number, expected)
        return number

    return read


def decimal_reader(fact: Fact) -> Callable[[object], Decimal]:
    """Return the reader of a decimal or of money."""
    least, most, places = shapes.least(fact), fact.most, shapes.places(fact)
    expected = f"a number with at most {places} decimal places{_span(fact)}"
    plain = rf"[0-9]{{1,{shapes.MOST_DIGITS}}}(\.[0-9]{{1,{places or 1}}})?"
    is_plain = re.compile(plain).fullmatch
    seen: set[Decimal] = set()  # the same few figures come again and again; no zero, see below

    def read(value: object) -> Decimal:
        if type(value) is Decimal and value.is_finite() and value in seen:
            return value
        number = _as_decimal(value, expected)
        # Nearly every figure: no sign, no exponent, no more places than declared.
        if (
            places
            and is_plain(str(number))
            and (least is None or number >= least)
            and (most is None or number <= most)
        ):
            if number and len(seen) < _MOST_SEEN:
                seen.add(number)
            return number
        return checked(number, value)

    def checked(number: Decimal, value: object) -> Decimal:
        if not number.is_finite():
            raise wrong_type(value, expected, _NOT_KNOWN)
        if not number:
            number = Decimal(0)  # no zero with a sign or a large exponent
        # Comparing is exact; arithmetic would round to the caller's own context.
        if (
            number.adjusted() >= shapes.MOST_DIGITS
            or (least is not None and number < least)
            or (most is not None and number > most)
        ):
            raise _out_of_range(value, expected)
        if shapes.places_used(number) > places:
            raise RefusedError(
                "JR410",
                f"the number has more than {places} decimal places",
                expected=expected,
                found=shown(value),
                mend=f"round it at its source to {places} places",
            )
        return number

    return read


def _as_decimal(value: object, expected: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        # The shortest text that reads back as this float is what was written.
        return Decimal(float.__repr__(value))
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise wrong_type(value, expected, _mend_number(value))
    whole = int(value)
    if abs(whole) > shapes.LARGEST:  # thousands of digits would take long to turn into a decimal
        raise _out_of_range(value, expected)
    return Decimal(whole)


def _span(fact: Fact) -> str:
    least, most = shapes.least(fact), fact.most
    if least is not None and most is not None:
        return f" from {least} to {most}"
    if least is not None:
        return f", at least {least}"
    return f", at most {most}" if most is not None else ""


def _out_of_range(value: object, expected: str) -> RefusedError:
    return RefusedError(
        "JR403",
        "the number is out of range",
        expected=f"{expected}, of at most {shapes.MOST_DIGITS} digits",
        found=shown(value),
        mend="check the figure against its source",
    )


def _mend_number(value: object) -> str:
    match value:
        case bool():
            return "write a number; true and false are not numbers"
        case str() if _QUOTED_NUMBER.fullmatch(value):
            return f"write {shown(value).strip(chr(39)).strip()}, without quotation marks"
        case float() | Decimal():
            number = value if isinstance(value, Decimal) else Decimal(float.__repr__(value))
            if not number.is_finite():
                return _NOT_KNOWN
            if number.adjusted() < shapes.MOST_DIGITS and not shapes.places_used(number):
                return f"write {int(number)}, without a decimal point"
            return "write a whole number; a part of one is not counted"
        case _:
            return "write a plain number, or leave the key out where it is not known"
