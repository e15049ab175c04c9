"""What an expression can come to: known, or unknown within bounds, and for want of what.

* :class:`Truth`: true, false, or undecided (``value`` is None).
* :class:`Range`: a number or a day between two ends; equal ends are a known value.
* :class:`Token`: a token, an id or a set of them; None where it is not known.

Each carries the facts that would settle it, and none once it is settled. The
operations follow strong Kleene logic and interval arithmetic: whatever value
an unknown turns out to have, a decided result stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from typing import NamedTuple, TypeAlias

from attrs import frozen


@frozen(order=True)
class Missing:
    """One fact that would settle an unknown.

    ``path`` is the fact with its row (``meetings[m3].held_on``), a list
    (``meetings``), a parameter (``param.check_ratio``) or a calendar year
    (``workdays 2026``). ``why`` is ``absent``, ``gap`` (a declared gap of the
    list), ``open`` (the period still runs), ``parameter`` (not set here),
    ``calendar``, ``conflict`` (given and derived values disagree) or ``many``
    (not exactly one row).
    """

    path: str
    why: str = "absent"


Causes: TypeAlias = frozenset[Missing]
NOTHING: Causes = frozenset()

#: Wide enough for every product that the limits on facts and expressions allow: of 21 digits a
#: number, four facts of up to sixteen numbers each, and the literals of one expression.
_MOST_DIGITS = 8_000
EXACT = Context(prec=_MOST_DIGITS, rounding=ROUND_HALF_UP, traps=[Inexact, InvalidOperation])
_ROUNDING = Context(prec=_MOST_DIGITS, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
INFINITY = Decimal("Infinity")
Real: TypeAlias = int | Decimal


class Truth(NamedTuple):
    """True, false, or undecided for want of some facts."""

    value: bool | None
    missing: Causes = NOTHING


class Range(NamedTuple):
    """A number or a day that lies between two ends, both included."""

    low: Real
    high: Real
    missing: Causes = NOTHING

    @property
    def is_known(self) -> bool:
        """Whether the ends meet."""
        return self.low == self.high


class Token(NamedTuple):
    """A token, an id or a set of tokens; None where it is not known."""

    value: str | frozenset[str] | None
    missing: Causes = NOTHING


Value: TypeAlias = Truth | Range | Token

TRUE, FALSE = Truth(True), Truth(False)


def truth(value: bool, /) -> Truth:  # noqa: FBT001  a truth is its data, not a switch
    """Return a decided truth."""
    return TRUE if value else FALSE


def known(number: Real) -> Range:
    """Return a known number or day."""
    return Range(number, number)


def unknown_number(missing: Causes) -> Range:
    """Return a number of which nothing is known."""
    return Range(-INFINITY, INFINITY, missing)


def negate(operand: Truth) -> Truth:
    """Not: undecided stays undecided."""
    return operand if operand.value is None else truth(not operand.value)


def both(parts: Iterable[Truth]) -> Truth:
    """And: one false decides; else one undecided leaves it open."""
    return _join(parts, decisive=False)


def either(parts: Iterable[Truth]) -> Truth:
    """Or: one true decides; else one undecided leaves it open."""
    return _join(parts, decisive=True)


def _join(parts: Iterable[Truth], *, decisive: bool) -> Truth:
    missing: Causes = NOTHING
    undecided = False
    for part in parts:
        if part.value is decisive:
            return truth(decisive)
        if part.value is None:
            undecided = True
            missing |= part.missing
    return Truth(None, missing) if undecided else truth(not decisive)


def span(low: Real, high: Real, missing: Causes) -> Range:
    """Return a range, without causes once its ends meet."""
    return Range(low, high) if low == high else Range(low, high, missing)


def add(left: Range, right: Range) -> Range:
    """Add two ranges, exactly."""
    return span(
        _plus(left.low, right.low), _plus(left.high, right.high), left.missing | right.missing
    )


def subtract(left: Range, right: Range) -> Range:
    """Subtract one range from another, exactly."""
    return span(
        _plus(left.low, _minus(right.high)),
        _plus(left.high, _minus(right.low)),
        left.missing | right.missing,
    )


def multiply(left: Range, right: Range) -> Range:
    """Multiply two ranges, exactly."""
    ends = [_times(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return span(min(ends), max(ends), left.missing | right.missing)


def _minus(number: Real) -> Real:
    # The minus sign of a Decimal would round to the caller's own context.
    return -number if isinstance(number, int) else number.copy_negate()


def _plus(left: Real, right: Real) -> Real:
    if type(left) is int and type(right) is int:
        return left + right
    return EXACT.add(left, right)


def _times(left: Real, right: Real) -> Real:
    if type(left) is int and type(right) is int:
        return left * right
    if not left or not right:
        return 0  # nothing times anything, an open end too
    return EXACT.multiply(left, right)


def round_half_up(number: Range, step: Range) -> Range:
    """Round to a multiple of ``step`` (a power of ten), halves up."""
    return span(rounded(number.low, step.low), rounded(number.high, step.low), number.missing)


def rounded(number: Real, step: Real) -> Decimal:
    """Round one number to a multiple of ``step`` (a power of ten), halves up."""
    decimal = Decimal(number)
    return decimal.quantize(Decimal(step), context=_ROUNDING) if decimal.is_finite() else decimal


def compare(operator: str, left: Range, right: Range) -> Truth:
    """Compare two ranges; decided where every value of both agrees."""
    decided: bool | None = None
    if operator in (">", ">="):
        return compare("<" if operator == ">" else "<=", right, left)
    if operator == "<":
        decided = True if left.high < right.low else False if left.low >= right.high else None
    elif operator == "<=":
        decided = True if left.high <= right.low else False if left.low > right.high else None
    elif left.high < right.low or right.high < left.low:
        decided = False
    elif left.is_known and right.is_known:
        decided = True
    if decided is None:
        return Truth(None, left.missing | right.missing)
    return truth(decided != (operator == "!="))


def same(left: Token, right: Token) -> Truth:
    """Say whether two tokens or ids are the same."""
    if left.value is None or right.value is None:
        return Truth(None, left.missing | right.missing)
    return truth(left.value == right.value)


def contains(item: Token, container: Token) -> Truth:
    """Say whether a token is in a set; nothing is in the empty set."""
    if isinstance(container.value, frozenset):
        if not container.value:
            return FALSE
        if isinstance(item.value, str):
            return truth(item.value in container.value)
    return Truth(None, item.missing | container.missing)


def choose(condition: Truth, then: Value, otherwise: Value) -> Value:
    """Return one of two values; on an undecided condition, what both agree on."""
    if condition.value is not None:
        return then if condition.value else otherwise
    if isinstance(then, Range) and isinstance(otherwise, Range):
        missing = condition.missing | then.missing | otherwise.missing
        return span(min(then.low, otherwise.low), max(then.high, otherwise.high), missing)
    missing = condition.missing | then[-1] | otherwise[-1]
    agreed = then[0] if then[0] == otherwise[0] else None
    if isinstance(then, Truth):
        return Truth(None, missing) if agreed is None else truth(bool(agreed))
    return Token(None, missing) if agreed is None else Token(agreed)  # type: ignore[arg-type]
