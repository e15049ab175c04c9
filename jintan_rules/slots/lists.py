"""Lists as one slot sees them: cut to its period, read on its day, or whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import cast

from attrs import define

from jintan_rules import calendar as cal
from jintan_rules.language import values as v
from jintan_rules.language.scope import Member
from jintan_rules.language.values import Causes, Range, Token, Truth, Value
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.view import RowView, want
from jintan_rules.standard.vocabulary import FactList

_ALL_TIME = (cal.FIRST_DAY, cal.LAST_DAY)
#: The most months that one run is looked for in.
MOST_MONTHS = 1200


@define(eq=False)
class ListScope:
    """The part of a scope that reads lists.

    ``span`` is the slot's period; ``day`` its own day, or the last day of its
    period, on which registers are read.
    """

    judging: Judging
    day: int
    span: cal.Span | None = None

    @property
    def as_of(self) -> int:
        """The assessment day."""
        return self.judging.as_of

    def attribute_of(self, row: RowView, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of a row."""
        raise NotImplementedError

    def cut(
        self,
        name: str,
        rows: list[RowView] | None = None,
        within: tuple[int, int] = _ALL_TIME,
    ) -> Iterator[Member]:
        """Yield the rows of a list, or those given, as this slot sees them.

        Of an events list only what lies ``within`` two days is wanted.
        """
        shape = self.judging.profile.vocabulary.lists[name]
        if shape.kind == "events":
            first, last = (
                (self.span.start, self.span.end) if self.span else (cal.FIRST_DAY, self.day)
            )
            yield from self._events(shape, max(first, within[0]), min(last, within[1]), rows)
        else:
            yield from self._standing(shape, rows)

    def uncut(
        self,
        name: str,
        rows: list[RowView] | None = None,
        within: tuple[int, int] = _ALL_TIME,
    ) -> Iterator[Member]:
        """Yield every row of a list, or of those given, up to the assessment day."""
        shape = self.judging.profile.vocabulary.lists[name]
        if shape.kind == "events":
            yield from self._events(shape, within[0], min(self.as_of, within[1]), rows)
            return
        for row in self.judging.view.rows(name) or () if rows is None else rows:
            begun = v.TRUE
            if shape.kind == "register":
                since = cast(Range, self.attribute_of(row, shape.since))
                begun = v.compare("<=", since, v.known(self.as_of))
            if begun.value is not False:
                yield Member((row,), begun)
        yield from self._not_known(shape, cal.FIRST_DAY, self.as_of)

    def _events(
        self, shape: FactList, first: int, last: int, rows: list[RowView] | None
    ) -> Iterator[Member]:
        index = self.judging.view.events(shape.name)
        until = min(last, self.as_of)
        if index is not None:
            dated, undated = (
                index.between(first, until) if rows is None else index.among(rows, first, until)
            )
            for row in dated:
                yield Member((row,), v.TRUE)
            for row in undated:
                yield Member((row,), Truth(None, want(row.path(shape.date))))
        yield from self._not_known(shape, first, until)
        begins = max(self.as_of + 1, first)
        if begins <= last and self.judging.ahead is None:
            # The period still runs: anything may happen yet.
            causes = want(shape.name, "open")
            row = self.judging.view.stand_in(shape, causes, begins, last)
            yield Member((row,), Truth(None, causes), many=True)

    def _standing(self, shape: FactList, rows: list[RowView] | None) -> Iterator[Member]:
        """Yield the rows of a register as it stood at the slot's end, or plain rows."""
        day = min(self.day, self.as_of)
        for row in self.judging.view.rows(shape.name) or () if rows is None else rows:
            present = v.TRUE
            if shape.kind == "register":
                present = self.lives(row, v.known(day), v.known(day))
            if present.value is not False:
                yield Member((row,), present)
        # A period still to come is read as its register stands now.
        first = min(self.span.start, day) if self.span else day
        yield from self._not_known(shape, first, day)

    def lives(self, row: RowView, first: Range, last: Range) -> Truth:
        """Say whether a row of a register stands from ``first`` to ``last``."""
        shape = row.rows
        return v.both(
            [
                v.compare("<=", cast(Range, self.attribute_of(row, shape.since)), first),
                v.compare("<=", last, cast(Range, self.attribute_of(row, shape.until))),
            ]
        )

    def _not_known(self, shape: FactList, first: int, last: int) -> Iterator[Member]:
        """Yield what stands for the rows between two days that may be missing."""
        if first > last:
            return
        if self.judging.view.rows(shape.name) is None:
            yield self._stand_in(shape, want(shape.name), first, last)
            return
        for gap in self.judging.view.gaps(shape.name):
            start, end = max(gap.start.toordinal(), first), min(gap.end.toordinal(), last)
            if start <= end:
                causes = want(f"{shape.name} {gap.start}..{gap.end}", "gap")
                yield self._stand_in(shape, causes, start, end)

    def _stand_in(self, shape: FactList, causes: Causes, first: int, last: int) -> Member:
        row = self.judging.view.stand_in(shape, causes, first, last)
        return Member((row,), Truth(None, causes), many=True)

    def months(self, first: Range, last: Range) -> Iterator[Member]:
        """Yield the whole months between two days; those not over yet may come to anything."""
        reach = 31 * MOST_MONTHS
        low = max(int(max(first.low, cal.FIRST_DAY)), self.as_of - reach)
        high = int(min(last.high, self.as_of + reach, cal.LAST_DAY))
        if low > high:
            return
        for month in cal.periods("month", cal.month_start(low), high):
            over = v.TRUE if month.end <= self.as_of else self._ahead
            inside = v.both(
                [
                    v.compare("<=", first, v.known(month.start)),
                    v.compare("<=", v.known(month.end), last),
                    over,
                ]
            )
            if inside.value is not False:
                yield Member((month,), inside)

    @property
    def _ahead(self) -> Truth:
        """Whether a month that still runs is looked at as if it were over."""
        ahead = self.judging.ahead
        return Truth(None, want("months", "open")) if ahead is None else v.truth(ahead)


def pairs(members: list[Member]) -> Iterator[Member]:
    """Yield every two members once."""
    for one, other in combinations(members, 2):
        yield Member(
            one.binding + other.binding,
            v.both([one.present, other.present]),
            one.many or other.many,
        )
    for each in members:
        if each.many:  # two rows that are both not known make a pair too
            yield Member(each.binding * 2, each.present, many=True)


def tokens_of(tokens: Token) -> Iterator[Member]:
    """Yield the tokens of a set, or one that stands for them where it is not known."""
    if isinstance(tokens.value, frozenset):
        for each in sorted(tokens.value):
            yield Member((Token(each),), v.TRUE)
    else:
        yield Member((Token(None, tokens.missing),), Truth(None, tokens.missing), many=True)
