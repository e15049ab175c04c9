"""What the forward-chaining machine is told of a slot fact: whole numbers of 64 bits.

* a truth as 1 or 0, a token as the number of its symbol, and 0 for any other;
* a number or a day by its two ends, multiplied to the places of the literal it
  is compared with. Of an end with more places the whole number below or above
  is sent, whichever compares with the literal just as the end itself does;
* what is not known, and an end that is open, is left out.

A number that does not fit is refused, never rounded.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias, cast

from attrs import field, frozen

from jintan_rules.language.values import EXACT, Real, Value

_MOST, _LEAST = 2**63 - 1, -(2**63)
_MOST_DIGITS = 19


class UnfitError(ValueError):
    """A number of a slot fact does not fit 64 bits once it is scaled."""

    def __init__(self, fact: int, number: Real, places: int) -> None:
        """Say which slot fact, which number, and the places it was scaled to."""
        super().__init__(fact, number, places)
        self.fact, self.number, self.places = fact, number, places


@frozen
class TruthField:
    """A truth, as 1 or 0."""

    fact: int

    def number(self, value: Value) -> int | None:
        """Return what is sent of a value, None where nothing is."""
        known = value[0]
        return None if known is None else int(bool(known))


@frozen
class TokenField:
    """A token, as the number of its symbol; 0 for one that no rule names."""

    fact: int
    symbols: dict[object, int] = field(eq=False)

    def number(self, value: Value) -> int | None:
        """Return what is sent of a value, None where nothing is."""
        known = value[0]
        return None if known is None else self.symbols.get(known, 0)


@frozen
class EndField:
    """One end of a number or a day, as the whole number below it or above it."""

    fact: int
    high: bool
    above: bool
    places: int
    factor: int = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "factor", 10**self.places)

    def number(self, value: Value) -> int | None:
        """Return what is sent of a value, None where the end is open."""
        end = value[self.high]  # a range is its low end and its high end
        if type(end) is int:
            whole = end * self.factor
            if _LEAST <= whole <= _MOST:
                return whole
        number = cast(Real, end)
        if isinstance(number, Decimal) and number.is_infinite() and (number > 0) is self.high:
            return None
        return scaled(self.fact, number, self.places, above=self.above)


Field: TypeAlias = TruthField | TokenField | EndField


def scaled(fact: int, number: Real, places: int, *, above: bool) -> int:
    """Return the whole number next to a number with its point moved ``places`` to the right."""
    decimal = Decimal(number)
    # Asked first: the whole number of a decimal with a great exponent would fill the memory.
    if decimal.is_finite() and (not decimal or decimal.adjusted() + places < _MOST_DIGITS):
        moved = decimal.scaleb(places, EXACT)
        whole = int(moved.to_integral_value(ROUND_CEILING if above else ROUND_FLOOR))
        if _LEAST <= whole <= _MOST:
            return whole
    raise UnfitError(fact, number, places)


def places_of(number: Real) -> int:
    """Return how many decimal places a number has."""
    if isinstance(number, int):
        return 0
    exponent = number.normalize(EXACT).as_tuple().exponent
    return max(0, -int(exponent))
