"""Bare values: what compiled expressions work on, with nothing told of what is missing.

A truth is True, False, or None where it is undecided. A number or a day is
itself, or :class:`Between` where only its ends are known. A token or a set is
itself, or :data:`UNKNOWN`. Comparing with what is not known gives None, so that
``row.amount >= 20`` is written once and means what the language says it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeAlias, cast

from jintan_rules import calendar as cal
from jintan_rules.language import aggregates
from jintan_rules.language import values as v
from jintan_rules.language.functions import FUNCTIONS
from jintan_rules.language.values import Range, Real, Truth

#: A truth that may be undecided.
Bare: TypeAlias = bool | None


class Between:
    """A number or a day of which only the two ends are known; they differ."""

    __slots__ = ("high", "low")

    def __init__(self, low: Real, high: Real) -> None:
        self.low = low
        self.high = high

    def __lt__(self, other: Any) -> Bare:
        low, high = ends(other)
        return True if self.high < low else False if self.low >= high else None

    def __le__(self, other: Any) -> Bare:
        low, high = ends(other)
        return True if self.high <= low else False if self.low > high else None

    def __gt__(self, other: Any) -> Bare:
        low, high = ends(other)
        return True if high < self.low else False if low >= self.high else None

    def __ge__(self, other: Any) -> Bare:
        low, high = ends(other)
        return True if high <= self.low else False if low > self.high else None

    def __eq__(self, other: object) -> Bare:  # type: ignore[override] # undecided is an answer
        low, high = ends(other)
        return False if self.high < low or high < self.low else None

    def __ne__(self, other: object) -> Bare:  # type: ignore[override] # as above
        low, high = ends(other)
        return True if self.high < low or high < self.low else None

    __hash__ = None  # type: ignore[assignment] # what is not known is no key

    def __add__(self, other: Any) -> Any:
        return _bare(v.add(_lifted(self), _lifted(other)))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return _bare(v.subtract(_lifted(self), _lifted(other)))

    def __rsub__(self, other: Any) -> Any:
        return _bare(v.subtract(_lifted(other), _lifted(self)))

    def __mul__(self, other: Any) -> Any:
        return _bare(v.multiply(_lifted(self), _lifted(other)))

    __rmul__ = __mul__


class Unknown:
    """A token, an id or a set that is not known."""

    __slots__ = ()

    def __eq__(self, other: object) -> Bare:  # type: ignore[override] # undecided is an answer
        return None

    def __ne__(self, other: object) -> Bare:  # type: ignore[override] # as above
        return None

    __hash__ = None  # type: ignore[assignment] # what is not known is no key


UNKNOWN = Unknown()


def ends(value: Any) -> tuple[Real, Real]:
    """Return the two ends of a number or day."""
    return (value.low, value.high) if value.__class__ is Between else (value, value)


def between(low: Real, high: Real) -> Any:
    """Return what lies between two ends: itself where they meet."""
    return low if low == high else Between(low, high)


def _lifted(value: Any) -> Range:
    return Range(*ends(value))


def _bare(value: Range) -> Any:
    return between(value.low, value.high)


def both(parts: Iterable[Bare]) -> Bare:
    """And: one false decides; else one undecided leaves it open."""
    undecided = False
    for part in parts:
        if part is False:
            return False
        if part is None:
            undecided = True
    return None if undecided else True


def negate(operand: Bare) -> Bare:
    """Not: undecided stays undecided."""
    return None if operand is None else not operand


def contains(item: Any, container: Any) -> Bare:
    """Say whether a token is in a set; nothing is in the empty set."""
    if container is UNKNOWN:
        return None
    if not container:
        return False
    return None if item is UNKNOWN else item in container


def choose(condition: Bare, then: Any, otherwise: Any) -> Any:
    """Return one of two numbers or days; on an undecided condition, what both span."""
    if condition is not None:
        return then if condition else otherwise
    (low, high), (least, most) = ends(then), ends(otherwise)
    return between(min(low, least), max(high, most))


def choose_truth(condition: Bare, then: Bare, otherwise: Bare) -> Bare:
    """Return one of two truths; on an undecided condition, what both agree on."""
    if condition is not None:
        return then if condition else otherwise
    return then if then is otherwise else None


def choose_token(condition: Bare, then: Any, otherwise: Any) -> Any:
    """Return one of two tokens; on an undecided condition, what both agree on."""
    if condition is not None:
        return then if condition else otherwise
    if then is UNKNOWN or otherwise is UNKNOWN or then != otherwise:
        return UNKNOWN
    return then


def applied(name: str) -> Callable[..., Any]:
    """Return a function of the language on bare values."""
    meaning = FUNCTIONS[name]

    def function(*arguments: Any) -> Any:
        return _bare(meaning(*map(_lifted, arguments)))

    return function


def _by_day(name: str, known: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose known arguments are looked up: the same few days come again."""
    slow = applied(name)
    fast = lru_cache(maxsize=65_536)(known)

    def function(day: Any, *others: Any) -> Any:
        try:
            return fast(day, *others)
        except TypeError:  # one of them is not known, and no key
            return slow(day, *others)

    return function


def _known(name: str) -> Callable[..., Any]:
    meaning = FUNCTIONS[name]
    return lambda *arguments: meaning(*(Range(each, each) for each in arguments)).low


def least(left: Any, right: Any) -> Any:
    """Return the lesser of two numbers or days."""
    if left.__class__ is Between or right.__class__ is Between:
        return applied("min")(left, right)
    return min(left, right)


def most(left: Any, right: Any) -> Any:
    """Return the greater of two numbers or days."""
    if left.__class__ is Between or right.__class__ is Between:
        return applied("max")(left, right)
    return max(left, right)


def round_to(number: Any, step: Any) -> Any:
    """Round a number to a multiple of a step, halves up."""
    if number.__class__ is Between:
        return between(v.rounded(number.low, step), v.rounded(number.high, step))
    return v.rounded(number, step)


#: The functions of the language on bare values.
CALLS: dict[str, Callable[..., Any]] = {
    **{
        name: _by_day(name, _known(name))
        for name in ("add_days", "add_months", "add_years", "month_start", "year", "date")
    },
    "round_to": round_to,
    "min": least,
    "max": most,
}

#: One thing that a loop met: whether it is there, whether it may be many, its measure.
Part: TypeAlias = tuple[Bare, bool, Any]


def _parts(parts: list[Part]) -> list[aggregates.Part]:
    return [aggregates.Part(Truth(there), many, _lifted(value)) for there, many, value in parts]


def _ends(parts: list[Part], of_sure: int) -> tuple[list[Real], list[Real]]:
    """Return one end of every part, and the other end of those that are there."""
    every, sure = [], []
    for there, _, value in parts:
        both_ends = ends(value)
        every.append(both_ends[1 - of_sure])
        if there:
            sure.append(both_ends[of_sure])
    return every, sure


def total(parts: list[Part]) -> Any:
    """Add the parts up."""
    return _bare(aggregates.total(_parts(parts)))


def first(parts: list[Part]) -> Any:
    """Return the earliest day; never where there is none."""
    lows, sure = _ends(parts, 1)
    return between(min(lows, default=cal.NEVER_DAY), min(sure, default=cal.NEVER_DAY))


def last(parts: list[Part]) -> Any:
    """Return the latest day; before all time where there is none."""
    highs, sure = _ends(parts, 0)
    return between(max(sure, default=cal.BEFORE_DAY), max(highs, default=cal.BEFORE_DAY))


def only(parts: list[Part]) -> Any:
    """Return the measure of the one part; unknown where there is not just one."""
    if len(parts) == 1 and parts[0][0]:
        return parts[0][2]
    return _bare(aggregates.only(_parts(parts), ""))


def longest_run(flags: list[Bare]) -> Any:
    """Return how many flags in a row hold, at the longest."""
    sure = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        sure = max(sure, run)
    if None not in flags:
        return sure
    most_of_all = run = 0
    for flag in flags:
        run = 0 if flag is False else run + 1
        most_of_all = max(most_of_all, run)
    return between(sure, most_of_all)


def counted(sure: int, unsure: int, *, endless: bool) -> Any:
    """Return how many there are: those that are there, and those that may be."""
    if endless:
        return Between(sure, v.INFINITY)
    return Between(sure, sure + unsure) if unsure else sure


def bare_day(day: object) -> int:
    """Return the ordinal of a date, or of never."""
    return cast(Any, day).toordinal() if hasattr(day, "toordinal") else cal.NEVER_DAY
