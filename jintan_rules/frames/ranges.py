"""Numbers and days in every row of a frame, each between two ends.

Numbers are whole, in units of their last decimal place. A *point* is a number that is
either known or not known at all: one column does for both of its ends.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from attrs import define, evolve

from jintan_rules.frames import cells as c
from jintan_rules.frames.cells import Number, Truth
from jintan_rules.frames.support import NotSupportedError

#: What a number in a frame can be, either way.
MOST_BITS = 2**63 - 1


@define(eq=False, slots=False)
class Range:
    """A number between two ends, null where it has none on that side.

    Every value that it can have lies from ``least`` to ``most``, and is no
    larger, either way, than ``size``. Where ``point`` is not given, ``ends`` are.
    """

    places: int
    least: int | None
    most: int | None
    size: int
    point: Number = None
    ends: tuple[Number, Number] | None = None

    def __attrs_post_init__(self) -> None:
        if self.size > MOST_BITS:
            raise NotSupportedError("large_numbers")

    @property
    def is_point(self) -> bool:
        """Whether the number is known or not known at all."""
        return self.ends is None

    @property
    def is_known(self) -> bool:
        """Whether the number is known in every row."""
        return self.ends is None and not c.may_be_null(self.point)

    @cached_property
    def low(self) -> Number:
        """The lower end; null where there is none."""
        return c.filled(self.point, self.least) if self.ends is None else self.ends[0]

    @cached_property
    def high(self) -> Number:
        """The upper end; null where there is none."""
        return c.filled(self.point, self.most) if self.ends is None else self.ends[1]

    @cached_property
    def value(self) -> Number:
        """The number where it is known, else null."""
        if self.ends is None:
            return self.point
        low, high = self.ends
        return c.when(c.compare("==", low, high), low, None)

    @cached_property
    def decided(self) -> c.Cell | bool:
        """Whether the number is known; never null."""
        if self.ends is None:
            return c.negate(c.is_null(self.point))  # type: ignore[return-value]
        return c.is_true(c.compare("==", *self.ends))


def point(value: Number, least: int | None, most: int | None, size: int, places: int = 0) -> Range:
    """Return a number that is known, or else anything from ``least`` to ``most``."""
    return Range(places, least, most, size, value)


def known(value: int, places: int = 0) -> Range:
    """Return a plain number."""
    return Range(places, value, value, abs(value), value)


def spread(
    low: Number, high: Number, least: int | None, most: int | None, size: int, places: int = 0
) -> Range:
    """Return a number between two ends."""
    if isinstance(low, int) and isinstance(high, int) and low == high:
        return known(low, places)
    if low is high and isinstance(low, c.Cell) and not low.nullable:
        return Range(places, least, most, size, low)
    if not isinstance(low, c.Cell) and not isinstance(high, c.Cell):
        # Nothing more is known of it than in any row: a point that is never known.
        return Range(places, low, high, size)
    return Range(places, least, most, size, None, (low, high))


UNKNOWN = Range(0, None, None, 0)


def scaled(number: Range, places: int) -> Range:
    """Return the same number in units of a smaller decimal place."""
    if places == number.places:
        return number
    by = 10 ** (places - number.places)
    found = mapped(number, lambda end: c.times(end, by))
    return evolve(found, places=places, size=number.size * by)


def aligned(*numbers: Range) -> list[Range]:
    """Return numbers in units of the smallest place among them."""
    places = max(each.places for each in numbers)
    return [scaled(each, places) for each in numbers]


def mapped(number: Range, function: Callable[[Number], Number], size: int | None = None) -> Range:
    """Apply a function that never falls, and keeps null, to both ends."""
    least, most = _static(function(number.least)), _static(function(number.most))
    size = number.size if size is None else size
    if number.ends is None:
        return Range(number.places, least, most, size, function(number.point))
    low, high = number.ends
    return spread(function(low), function(high), least, most, size, number.places)


def _static(end: Number) -> int | None:
    assert not isinstance(end, c.Cell)
    return end


def _bound(function: Callable[[int, int], int], left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else function(left, right)


def add(left: Range, right: Range) -> Range:
    """Add two numbers."""
    left, right = aligned(left, right)
    size = left.size + right.size
    for one, other in ((left, right), (right, left)):
        if isinstance(one.point, int) and one.ends is None:
            return mapped(other, _adding(one.point), size)
    low, high = c.plus(left.low, right.low), c.plus(left.high, right.high)
    least = _bound(int.__add__, left.least, right.least)
    most = _bound(int.__add__, left.most, right.most)
    if left.is_known and right.is_known:
        return point(low, least, most, size, left.places)
    return spread(low, high, least, most, size, left.places)


def _adding(number: int) -> Callable[[Number], Number]:
    return lambda end: c.plus(end, number)


def negative(number: Range) -> Range:
    """Turn a number's sign."""
    least = None if number.most is None else -number.most
    most = None if number.least is None else -number.least
    if number.ends is None:
        return point(c.minus(0, number.point), least, most, number.size, number.places)
    low, high = number.ends
    return spread(c.minus(0, high), c.minus(0, low), least, most, number.size, number.places)


def subtract(left: Range, right: Range) -> Range:
    """Subtract one number from another."""
    return add(left, negative(right))


def multiply(left: Range, right: Range) -> Range:
    """Multiply two numbers; nothing times anything is nothing, an open end too."""
    size, places = left.size * right.size, left.places + right.places
    for one, other in ((left, right), (right, left)):
        if one.ends is None and isinstance(one.point, int):
            factor = one.point
            if factor == 0:
                return known(0, places)
            found = other if factor > 0 else negative(other)
            found = mapped(found, _multiplying(abs(factor)), size)
            return evolve(found, places=places)
    bounds = _product((left.least, left.most), (right.least, right.most))
    least, most = (_static(each) for each in bounds)
    if left.is_known and right.is_known:
        return point(c.times(left.point, right.point), least, most, size, places)
    low, high = _product((left.low, left.high), (right.low, right.high))
    return spread(low, high, least, most, size, places)


def _multiplying(number: int) -> Callable[[Number], Number]:
    return lambda end: c.times(end, number)


def _product(left: tuple[Number, Number], right: tuple[Number, Number]) -> tuple[Number, Number]:
    """Return the ends of a product; the sign of an open end follows from which end it is."""
    found: list[Number] = []
    falls: list[Truth] = []
    rises: list[Truth] = []
    for one, one_sign in ((left[0], -1), (left[1], 1)):
        for other, other_sign in ((right[0], -1), (right[1], 1)):
            none = c.either([_is_zero(one), _is_zero(other)])
            found.append(c.when(none, 0, c.times(one, other)))
            for end, sign, factor, factor_sign in (
                (one, one_sign, other, other_sign),
                (other, other_sign, one, one_sign),
            ):
                positive = _has_sign(factor, factor_sign, wanted=1)
                minus = _has_sign(factor, factor_sign, wanted=-1)
                rises.append(c.both([c.is_null(end), positive if sign > 0 else minus]))
                falls.append(c.both([c.is_null(end), minus if sign > 0 else positive]))
    return (
        c.when(c.either(falls), None, c.least(*found)),
        c.when(c.either(rises), None, c.greatest(*found)),
    )


def _is_zero(end: Number) -> Truth:
    return c.is_true(c.compare("==", end, 0))


def _has_sign(end: Number, sign: int, *, wanted: int) -> Truth:
    inside = c.compare("<", 0, end) if wanted > 0 else c.compare("<", end, 0)
    return c.either([c.both([c.is_null(end), sign == wanted]), c.is_true(inside)])


def choose(condition: Truth, then: Range, otherwise: Range) -> Range:
    """Return one of two numbers; on an undecided condition, all that either may be."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    then, otherwise = aligned(then, otherwise)
    least = _bound(min, then.least, otherwise.least)
    most = _bound(max, then.most, otherwise.most)
    size = max(then.size, otherwise.size)
    places = then.places
    if not c.may_be_null(condition):
        if _alike(then, otherwise):
            value = c.when(condition, then.point, otherwise.point)
            return point(value, least, most, size, places)
        low = c.when(condition, then.low, otherwise.low)
        high = c.when(condition, then.high, otherwise.high)
        return spread(low, high, least, most, size, places)
    yes, no = c.is_true(condition), c.is_false(condition)
    low = c.when(yes, then.low, c.when(no, otherwise.low, least_end(then.low, otherwise.low)))
    high = c.when(
        yes, then.high, c.when(no, otherwise.high, greatest_end(then.high, otherwise.high))
    )
    return spread(low, high, least, most, size, places)


def _alike(left: Range, right: Range) -> bool:
    """Whether both are points that may be the same when they are not known."""
    if not (left.is_point and right.is_point):
        return False
    if left.is_known and right.is_known:
        return True
    if left.is_known or right.is_known:
        return False
    return (left.least, left.most) == (right.least, right.most)


def least_end(left: Number, right: Number) -> Number:
    """Return the lesser of two lower ends; null, which is no end, is less than all."""
    null = c.either([c.is_null(left), c.is_null(right)])
    return c.when(null, None, c.least(left, right))


def greatest_end(left: Number, right: Number) -> Number:
    """Return the greater of two upper ends; null, which is no end, is greater than all."""
    null = c.either([c.is_null(left), c.is_null(right)])
    return c.when(null, None, c.greatest(left, right))


def minimum(left: Range, right: Range) -> Range:
    """Return the lesser of two numbers."""
    left, right = aligned(left, right)
    least = _bound(min, left.least, right.least)
    tops = [each for each in (left.most, right.most) if each is not None]
    size = max(left.size, right.size)
    low = least_end(left.low, right.low)
    # Of two upper ends null is the greater, and is left out.
    high = c.least(left.high, right.high)
    return _either_end(left, right, low, high, least, min(tops, default=None), size)


def maximum(left: Range, right: Range) -> Range:
    """Return the greater of two numbers."""
    left, right = aligned(left, right)
    most = _bound(max, left.most, right.most)
    bottoms = [each for each in (left.least, right.least) if each is not None]
    size = max(left.size, right.size)
    low = c.greatest(left.low, right.low)
    high = greatest_end(left.high, right.high)
    return _either_end(left, right, low, high, max(bottoms, default=None), most, size)


def _either_end(
    left: Range,
    right: Range,
    low: Number,
    high: Number,
    least: int | None,
    most: int | None,
    size: int,
) -> Range:
    if left.is_known and right.is_known:
        return point(low, least, most, size, left.places)
    return spread(low, high, least, most, size, left.places)


_TURNED = {">": "<", ">=": "<="}
_STRICT = {"<": "<=", "<=": "<"}


def compare(operator: str, left: Range, right: Range) -> Truth:
    """Compare two numbers; decided where every value of both agrees."""
    if operator in _TURNED:
        return compare(_TURNED[operator], right, left)
    if operator == "!=":
        return c.negate(compare("==", left, right))
    left, right = aligned(left, right)
    if operator == "==":
        return _equal(left, right)
    if _holds(operator, left.most, right.least):
        return True
    if _holds(_STRICT[operator], right.most, left.least):
        return False
    if left.is_point and right.is_point and _plain_will_do(operator, left, right):
        return c.compare(operator, left.point, right.point)
    sure = c.compare(operator, left.high, right.low)
    never = c.compare(_STRICT[operator], right.high, left.low)
    return c.when(sure, True, c.when(never, False, None))


def _holds(operator: str, left: int | None, right: int | None) -> bool:
    if left is None or right is None:
        return False
    return left < right if operator == "<" else left <= right


def _plain_will_do(operator: str, left: Range, right: Range) -> bool:
    """Whether a comparison is undecided wherever one of two points is not known."""
    for one, other, order in ((left, right, 1), (right, left, -1)):
        if one.is_known:
            continue
        # One side is unknown from its least to its most; the other is any value of its own.
        strict = _STRICT[operator]
        if order > 0:
            sure = one.most is not None and _may(operator, one.most, other.most)
            never = one.least is not None and _may(strict, other.least, one.least)
        else:
            sure = one.least is not None and _may(operator, other.least, one.least)
            never = one.most is not None and _may(strict, one.most, other.most)
        if sure or never:
            return False
    return True


def _may(operator: str, left: int | None, right: int | None) -> bool:
    """Whether a number from ``left`` on may compare with one up to ``right``."""
    if left is None or right is None:
        return True
    return left < right if operator == "<" else left <= right


def _equal(left: Range, right: Range) -> Truth:
    if _holds("<", left.most, right.least) or _holds("<", right.most, left.least):
        return False
    if left.is_known and right.is_known:
        return c.compare("==", left.point, right.point)
    apart = c.either(
        [
            c.is_true(c.compare("<", left.high, right.low)),
            c.is_true(c.compare("<", right.high, left.low)),
        ]
    )
    if left.is_point and right.is_point:
        alike = c.compare("==", left.point, right.point)
        if _equal_will_do(left, right):
            return alike
        # Where one is not known, only bounds can part them.
        return c.filled(alike, c.when(apart, False, None))
    met = c.both([left.decided, right.decided])
    return c.when(apart, False, c.when(met, True, None))


def _equal_will_do(left: Range, right: Range) -> bool:
    """Whether two points are never told apart where one is not known."""
    for one, other in ((left, right), (right, left)):
        if one.is_known:
            continue
        if one.most is not None and _may("<", one.most, other.most):
            return False
        if one.least is not None and _may("<", other.least, one.least):
            return False
    return True
