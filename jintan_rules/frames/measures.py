"""What a walk adds up to: the measures of each kind, and the value they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from attrs import frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Number
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.situations import LEAST, MOST, SUM

#: The most rows of one organisation that a sum may walk.
MOST_ROWS = 10**6
#: A truth of many rows in one number: none holds, one may, one does.
_MAY, _DOES = 1, 2


@frozen(eq=False)
class Member:
    """One member of a walk: whether it is there, whether it may be many, and its element.

    ``present`` is false where there is no such member at all.
    """

    present: c.Truth
    many: bool
    element: Any


@frozen
class Measure:
    """One number of a walk: how those of its members are put together, and that of none."""

    how: str
    nothing: int | None


def either_code(truth: c.Truth) -> Number:
    """Return a truth as a number, the greatest of which decides."""
    if not isinstance(truth, c.Cell):
        return 0 if truth is False else _DOES if truth else _MAY
    sure = c.when(c.is_true(truth), _DOES, 0)
    if truth.nullable:
        sure = c.when(truth, _DOES, c.when(c.is_null(truth), _MAY, 0))
    return cast(Number, c.small(sure))


def _truth_of(code: Number) -> c.Truth:
    decided = c.when(c.compare("==", code, _MAY), None, False)
    return cast(c.Truth, c.when(c.compare("==", code, _DOES), True, decided))


class Kind:
    """One kind of walk: what is measured of each member, and what the measures come to."""

    measures: tuple[Measure, ...]

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return the measures of one member."""
        raise NotImplementedError

    def value(self, found: tuple[Number, ...], like: Any) -> Any:
        """Return what the measures of all members come to."""
        raise NotImplementedError


class SomeHolds(Kind):
    """Whether the element holds of some member."""

    measures = (Measure(MOST, 0),)

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return whether it holds here."""
        return (either_code(c.both([member.present, member.element])),)

    def value(self, found: tuple[Number, ...], like: Any) -> Any:
        """Return whether it holds of some."""
        return _truth_of(found[0])


class Count(Kind):
    """How many members there are."""

    measures = (Measure(SUM, 0), Measure(SUM, 0), Measure(MOST, 0))

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return what is certain, what is possible, and whether it has no end."""
        low = c.when(c.is_true(member.present), 1, 0)
        high = c.when(c.may_hold(member.present), 1, 0)
        if member.many:
            return cast("tuple[Number, ...]", (low, low, c.when(_open(member), 1, 0)))
        return cast("tuple[Number, ...]", (low, high, 0))

    def value(self, found: tuple[Number, ...], like: Any) -> Range:
        """Return the number."""
        low, high, endless = found
        top = c.when(c.compare("==", endless, 1), None, high)
        return r.spread(low, top, 0, None, MOST_ROWS)


def _open(member: Member) -> c.Truth:
    """Whether a member is perhaps there."""
    return c.is_null(member.present)


class Sum(Kind):
    """The sum of the element over the members."""

    measures = (Measure(SUM, 0), Measure(SUM, 0), Measure(MOST, 0), Measure(MOST, 0))

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return the ends of the summand, and which of them are open."""
        number = cast(Range, member.element)
        sure, perhaps = c.is_true(member.present), c.is_null(member.present)
        found: list[Number] = []
        opens: list[Number] = []
        for end, bounded in ((number.low, c.least), (number.high, c.greatest)):
            # What may not be there adds nothing, at the least.
            widened: Number = c.when(c.is_null(end), None, bounded(end, 0))
            if member.many:
                widened = c.when(c.compare("==", widened, 0), 0, None)
            here = c.when(sure, end, c.when(perhaps, widened, 0))
            found.append(c.filled(here, 0))
            opens.append(cast(Number, c.when(c.is_null(here), 1, 0)))
        return (*found, *opens)

    def value(self, found: tuple[Number, ...], like: Any) -> Range:
        """Return the sum."""
        low, high, no_low, no_high = found
        number = cast(Range, like)
        least = 0 if number.least is not None and number.least >= 0 else None
        return r.spread(
            c.when(c.compare("==", no_low, 1), None, low),
            c.when(c.compare("==", no_high, 1), None, high),
            least,
            None,
            number.size * MOST_ROWS,
            number.places,
        )


class First(Kind):
    """The earliest day; never where there is none."""

    measures = (Measure(LEAST, cal.NEVER_DAY), Measure(LEAST, cal.NEVER_DAY))

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return the earliest that it can be, and that it is for certain."""
        day = cast(Range, member.element)
        low = c.when(c.may_hold(member.present), day.low, cal.NEVER_DAY)
        high = c.when(c.is_true(member.present), day.high, cal.NEVER_DAY)
        return cast("tuple[Number, ...]", (low, high))

    def value(self, found: tuple[Number, ...], like: Any) -> Range:
        """Return the day."""
        low, high = found
        return r.spread(low, high, cal.BEFORE_DAY, cal.NEVER_DAY, cal.NEVER_DAY)


class Last(Kind):
    """The latest day; before all time where there is none."""

    measures = (Measure(MOST, cal.BEFORE_DAY), Measure(MOST, cal.BEFORE_DAY))

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return the latest that it is for certain, and that it can be."""
        day = cast(Range, member.element)
        low = c.when(c.is_true(member.present), day.low, cal.BEFORE_DAY)
        high = c.when(c.may_hold(member.present), day.high, cal.BEFORE_DAY)
        return cast("tuple[Number, ...]", (low, high))

    def value(self, found: tuple[Number, ...], like: Any) -> Range:
        """Return the day."""
        low, high = found
        return r.spread(low, high, cal.BEFORE_DAY, cal.NEVER_DAY, cal.NEVER_DAY)


class Only(Kind):
    """The element of the one member; unknown where there is not just one."""

    measures = (Measure(SUM, 0), Measure(SUM, 0), Measure(MOST, None), Measure(MOST, None))

    def of(self, member: Member) -> tuple[Number, ...]:
        """Return how many there are, how many for certain, and the ends of the element."""
        number = cast(Range, member.element)
        sure, perhaps = c.is_true(member.present), c.may_hold(member.present)
        found = (
            c.when(perhaps, 1, 0),
            c.when(sure, 1, 0),
            c.when(sure, number.low, None),
            c.when(sure, number.high, None),
        )
        return cast("tuple[Number, ...]", found)

    def value(self, found: tuple[Number, ...], like: Any) -> Range:
        """Return the number of the one."""
        count, sure, low, high = found
        number = cast(Range, like)
        one = c.both([c.compare("==", count, 1), c.compare("==", sure, 1)])
        return r.spread(
            c.when(one, low, None),
            c.when(one, high, None),
            None,
            None,
            number.size,
            number.places,
        )


KINDS: dict[str, Callable[[], Kind]] = {
    "any": SomeHolds,
    "count": Count,
    "sum": Sum,
    "first": First,
    "last": Last,
    "the": Only,
}


def together(kind: Kind, parts: list[tuple[Number, ...]]) -> tuple[Number, ...]:
    """Put the measures of several parts of a walk together."""
    found: list[Number] = []
    for place, measure in enumerate(kind.measures):
        numbers = [part[place] for part in parts]
        if not numbers:
            found.append(measure.nothing)
        elif measure.how == SUM:
            total: Number = 0
            for each in numbers:
                total = c.plus(total, each)
            found.append(total)
        else:
            found.append((c.greatest if measure.how == MOST else c.least)(*numbers))
    return tuple(found)
