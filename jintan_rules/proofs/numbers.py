"""Exact numbers as whole numbers of the solver, with the point moved by some places."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from jintan_rules.proofs.terms import Term, both, choose, either, negate


@frozen(eq=False)
class Number:
    """A number or a day: a whole number or term, to be divided by ten to the ``places``.

    ``chosen`` keeps the condition and both numbers of a choice, so that a function
    can be applied to either of them by itself.
    """

    term: Term
    places: int = 0
    chosen: tuple[Term, Number, Number] | None = field(default=None, repr=False)

    def combined(self, operator: str, other: Number) -> Number:
        """Add, subtract or multiply, exactly."""
        if operator == "*":
            if self.chosen and isinstance(other.term, int):
                condition, one, two = self.chosen
                return choice(
                    condition, one.combined(operator, other), two.combined(operator, other)
                )
            return Number(self.term * other.term, self.places + other.places)
        places = max(self.places, other.places)
        left, right = scaled(self, places), scaled(other, places)
        return Number(left + right if operator == "+" else left - right, places)


def choice(condition: Term, one: Number, other: Number) -> Number:
    """Return one of two numbers, and remember them."""
    places = max(one.places, other.places)
    term = choose(condition, scaled(one, places), scaled(other, places))
    return Number(term, places, (condition, one, other))


def constant(value: Decimal) -> Number:
    """Return a number that is known."""
    places = max(0, -int(value.as_tuple().exponent))
    return Number(int(value.scaleb(places)), places)


def scaled(number: Number, places: int) -> Term:
    """Return the term of a number with its point moved to ``places``."""
    return number.term if number.places == places else number.term * 10 ** (places - number.places)


def decimal_of(value: int, places: int) -> int | Decimal:
    """Return a whole number with its point moved back."""
    return Decimal(value).scaleb(-places) if places else value


def compare(operator: str, left: Number, right: Number) -> Term:
    """Compare two numbers."""
    places = max(left.places, right.places)
    one, other = scaled(left, places), scaled(right, places)
    match operator:
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case ">=":
            return one >= other
        case "==":
            return one == other
        case _:
            return negate(one == other)


def least(left: Number, right: Number) -> Number:
    """Return the lesser of two numbers."""
    return _picked("<=", left, right)


def most(left: Number, right: Number) -> Number:
    """Return the greater of two numbers."""
    return _picked(">=", left, right)


def _picked(operator: str, left: Number, right: Number) -> Number:
    condition = compare(operator, left, right)
    if isinstance(condition, bool):
        return left if condition else right
    return choice(condition, left, right)


def within(term: Term, low: int | None, high: int | None) -> Term:
    """Say that a term lies between two ends, either of which may be open."""
    return both(True if low is None else term >= low, True if high is None else term <= high)


def one_of(term: Term, values: list[int]) -> Term:
    """Say that a term is one of some numbers."""
    return either(*(term == value for value in values))
