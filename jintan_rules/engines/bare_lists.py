"""The lists of a record in bare values: cut to a slot, read on its day, or whole.

This is what :mod:`jintan_rules.slots.lists` says, in the form that compiled
expressions walk: every member is a row with whether it is there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import combinations
from typing import Any, TypeAlias

from jintan_rules import calendar as cal
from jintan_rules.engines.bare import UNKNOWN, Bare, Between, between, both, ends
from jintan_rules.records.record import NEVER, Gap, Row
from jintan_rules.slots.lists import MOST_MONTHS
from jintan_rules.standard.vocabulary import FactList

#: A row with whether it is there.
Member: TypeAlias = tuple[Any, Bare]
#: Rows with their days, by the values of some attributes; behind None, those that lack one.
_Sorted: TypeAlias = dict[tuple[Any, ...] | None, tuple[list[int], list[Member]]]


class BareRow:
    """One row: what is recorded stands in its ``__dict__``, what is not, in its class.

    Facts have names in small letters; what is in capitals is ours. ``ID`` is the
    row's own id, ``MANY`` says that it stands for every row that may be missing,
    ``RECORD`` is the record it belongs to. A fact that follows from others stands
    behind its name and ``_FOUND``. The facts of the organisation are a row, too.
    """

    ID: Any = UNKNOWN
    MANY = False
    RECORD: Any = None
    #: The first and last day of a row of a register.
    SINCE: Callable[[Any], Any]
    UNTIL: Callable[[Any], Any]


class BareList:
    """Plain rows or a register, of one record."""

    def __init__(self, record: Any, shape: FactList, kind: type[BareRow]) -> None:
        given: tuple[Row, ...] | None = record.given.lists.get(shape.name)
        self.record = record
        self.shape = shape
        self.kind = kind
        self.is_known = given is not None
        self.gaps: list[Gap] = [each for each in record.given.gaps if each.list_name == shape.name]
        self.is_open = given is None or bool(self.gaps)
        self.rows = self._bound(given or ())
        self._by_id: dict[str, Any] | None = None
        self._found: dict[tuple[str, ...], tuple[dict[Any, list[Any]], list[Any]]] = {}
        self._cut: dict[tuple[int, int], list[Member]] = {}
        self._whole: list[Member] | None = None
        self._any_row: Any = None

    def _bound(self, given: Iterable[Row]) -> list[Any]:
        record, kind = self.record, self.kind
        days = [fact.name for fact in self.shape.attributes.values() if fact.type == "date"]
        rows = []
        for each in given:
            facts: dict[str, Any] = {**each.values, "RECORD": record}
            for name in days:
                day = facts.get(name)
                if day is not None:
                    facts[name] = cal.NEVER_DAY if day is NEVER else day.toordinal()
            if not each.label.startswith("#"):  # that is no id, only its place
                facts["ID"] = each.label
            row = kind()
            row.__dict__ = facts
            rows.append(row)
        return rows

    # -- what a slot sees -----------------------------------------------------------

    def cut(self, start: int | None, day: int, low: int, high: int) -> list[Member]:
        """Return the rows as they stand on a day; of a register, those that live then."""
        day = min(day, self.record.as_of)
        first = day if start is None else min(start, day)
        key = (first, day)
        if key not in self._cut:
            self._cut[key] = [*self._standing(self.rows, day), *self._missing(first, day)]
        return self._cut[key]

    def cut_found(
        self,
        start: int | None,
        day: int,
        low: int,
        high: int,
        attributes: tuple[str, ...],
        keys: tuple[Any, ...],
    ) -> list[Member]:
        """Return what ``cut`` would of the rows whose attributes are, or may be, the keys."""
        day = min(day, self.record.as_of)
        standing = self._standing(self.found(attributes, keys), day)
        if self.is_open:
            standing += self._missing(day if start is None else min(start, day), day)
        return standing

    def whole(self, low: int, high: int) -> list[Member]:
        """Return every row up to the assessment day."""
        if self._whole is None:
            self._whole = self._begun(self.rows)
        return self._whole

    def whole_found(
        self, low: int, high: int, attributes: tuple[str, ...], keys: tuple[Any, ...]
    ) -> list[Member]:
        """Return what ``whole`` would of the rows whose attributes are, or may be, the keys."""
        return self._begun(self.found(attributes, keys))

    def _begun(self, rows: list[Any]) -> list[Member]:
        as_of = self.record.as_of
        members: list[Member] = []
        since = self.kind.SINCE if self.shape.kind == "register" else None
        for row in rows:
            begun = True if since is None else since(row) <= as_of
            if begun is not False:
                members.append((row, begun))
        if self.is_open:
            members += self._missing(cal.FIRST_DAY, as_of)
        return members

    def _standing(self, rows: list[Any], day: int) -> list[Member]:
        if self.shape.kind != "register":
            return [(row, True) for row in rows]
        members: list[Member] = []
        for row in rows:
            lives = self.lives(row, day, day)
            if lives is not False:
                members.append((row, lives))
        return members

    def lives(self, row: Any, first: int, last: int) -> Bare:
        """Say whether a row of a register stands from ``first`` to ``last``."""
        return both((self.kind.SINCE(row) <= first, last <= self.kind.UNTIL(row)))

    def _missing(self, first: int, last: int) -> list[Member]:
        """Return what stands for the rows between two days that may be missing."""
        if first > last or not self.is_open:
            return []
        if not self.is_known:
            return [(self.stand_in(first, last), None)]
        members: list[Member] = []
        for gap in self.gaps:
            start, end = max(gap.start.toordinal(), first), min(gap.end.toordinal(), last)
            if start <= end:
                members.append((self.stand_in(start, end), None))
        return members

    def stand_in(self, first: int, last: int) -> Any:
        """Return a row that stands for those that may be missing, dated between two days."""
        row = self.kind()
        row.__dict__ = {"RECORD": self.record, "MANY": True}
        if self.shape.date:
            row.__dict__[self.shape.date] = between(first, last)
        return row

    # -- looking up -----------------------------------------------------------------

    def row(self, own_id: Any) -> Any:
        """Return the row of an id, or one that stands for it where it is not there."""
        if own_id is not UNKNOWN:
            if self._by_id is None:
                self._by_id = {row.ID: row for row in self.rows if row.ID is not UNKNOWN}
            found = self._by_id.get(own_id)
            if found is not None:
                return found
        if self._any_row is None:
            self._any_row = self.stand_in(cal.FIRST_DAY, cal.LAST_DAY)
        return self._any_row

    def found(self, attributes: tuple[str, ...], keys: tuple[Any, ...]) -> list[Any]:
        """Return the rows whose attributes are, or may be, the keys."""
        for key in keys:
            if key is UNKNOWN or key.__class__ is Between:
                return self._found_by_some(attributes, keys)
        if attributes not in self._found:
            self._found[attributes] = self._index(attributes)
        index, loose = self._found[attributes]
        rows = index.get(keys, [])
        return rows + loose if loose else rows

    def _found_by_some(self, attributes: tuple[str, ...], keys: tuple[Any, ...]) -> list[Any]:
        known = [
            (name, key)
            for name, key in zip(attributes, keys, strict=True)
            if key is not UNKNOWN and key.__class__ is not Between
        ]
        if not known:
            return self.rows
        return self.found(tuple(name for name, _ in known), tuple(key for _, key in known))

    def _index(self, attributes: tuple[str, ...]) -> tuple[dict[Any, list[Any]], list[Any]]:
        index: dict[Any, list[Any]] = {}
        loose = []
        for row in self.rows:
            facts = row.__dict__
            key = tuple(facts.get(name) for name in attributes)
            if None in key:  # a row that lacks an attribute may have any value there
                loose.append(row)
            else:
                index.setdefault(key, []).append(row)
        return index, loose


class BareEvents(BareList):
    """An events list of one record, in the order of its days."""

    def __init__(self, record: Any, shape: FactList, kind: type[BareRow]) -> None:
        super().__init__(record, shape, kind)
        self.members: list[Member] = []
        self.days: list[int] = []
        self.undated: list[Member] = []
        self._sorted: dict[tuple[str, ...], _Sorted] = {}
        self._others: dict[tuple[int, int], list[Member]] = {}
        name = shape.date
        dated = []
        for row in self.rows:
            day = row.__dict__.get(name)
            if day is None:
                self.undated.append((row, None))
            elif day <= cal.LAST_DAY:  # a date that is never: known not to have happened
                dated.append((day, row))
        dated.sort(key=_first)
        self.days = [day for day, _ in dated]
        self.members = [(row, True) for _, row in dated]

    def between(self, first: int, last: int) -> list[Member]:
        """Return the rows dated from ``first`` to ``last``."""
        return self.members[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def loose(self, last: int) -> list[Member]:
        """Return what has no day, and what stands for events up to a day that may be missing."""
        return self.undated + self._missing(cal.FIRST_DAY, last)

    def cut(self, start: int | None, day: int, low: int, high: int) -> list[Member]:
        """Return the events of a period, or those up to a day."""
        first = cal.FIRST_DAY if start is None else start
        return self._events(max(first, low), min(day, high))

    def cut_found(
        self,
        start: int | None,
        day: int,
        low: int,
        high: int,
        attributes: tuple[str, ...],
        keys: tuple[Any, ...],
    ) -> list[Member]:
        """Return what ``cut`` would of the rows whose attributes are, or may be, the keys."""
        first = cal.FIRST_DAY if start is None else start
        return self._among(max(first, low), min(day, high), attributes, keys)

    def whole(self, low: int, high: int) -> list[Member]:
        """Return every event up to the assessment day."""
        return self._events(low, min(self.record.as_of, high))

    def whole_found(
        self, low: int, high: int, attributes: tuple[str, ...], keys: tuple[Any, ...]
    ) -> list[Member]:
        """Return what ``whole`` would of the rows whose attributes are, or may be, the keys."""
        return self._among(low, min(self.record.as_of, high), attributes, keys)

    def _events(self, first: int, last: int) -> list[Member]:
        key = (first, last)
        if key not in self._cut:
            until = min(last, self.record.as_of)
            members = self.between(first, until) + self.undated
            if self.is_open or last > until:
                members = members + self._not_recorded(first, until, last)
            self._cut[key] = members
        return self._cut[key]

    def _among(
        self, first: int, last: int, attributes: tuple[str, ...], keys: tuple[Any, ...]
    ) -> list[Member]:
        index = self._sorted.get(attributes)
        if index is None:
            index = self._sort(attributes)
        try:
            entry = index.get(keys)
        except TypeError:  # one of them is not known, and no key: the loop's filters decide
            return self._events(first, last)
        as_of = self.record.as_of
        until = as_of if as_of < last else last  # noqa: FURB136  the innermost of all loops
        if entry is None:
            members = []
        else:
            days, known = entry
            members = known[bisect_left(days, first) : bisect_right(days, until)]
        if None in index:  # a row that lacks an attribute may have any value there
            days, known = index[None]
            members += known[bisect_left(days, first) : bisect_right(days, until)]
        if self.undated:
            members += self.undated
        if self.is_open or last > until:
            members += self._not_recorded(first, until, last)
        return members

    def _sort(self, attributes: tuple[str, ...]) -> _Sorted:
        """Return the rows with a date by their values of some attributes, in order of days."""
        index: _Sorted = {}
        for day, member in zip(self.days, self.members, strict=True):
            facts = member[0].__dict__
            key = tuple([facts.get(name) for name in attributes])
            days, members = index.setdefault(None if None in key else key, ([], []))
            days.append(day)
            members.append(member)
        self._sorted[attributes] = index
        return index

    def _not_recorded(self, first: int, until: int, last: int) -> list[Member]:
        """Return what stands for events that may be missing, or may come while the period runs."""
        key = (first, last)
        if key not in self._others:
            members = self._missing(first, until)
            begins = max(self.record.as_of + 1, first)
            if begins <= last:
                members.append((self.stand_in(begins, last), None))
            self._others[key] = members
        return self._others[key]


def _first(pair: tuple[int, Any]) -> int:
    return pair[0]


def pairs(members: list[Member]) -> list[tuple[Any, Any, Bare]]:
    """Return every two members once, with whether both are there."""
    found: list[tuple[Any, Any, Bare]] = [
        (one, other, True if present and there else None)
        for (one, present), (other, there) in combinations(members, 2)
    ]
    # Two rows that are both not known make a pair too.
    return found + [(row, row, present) for row, present in members if row.MANY]


def tokens(known: Any) -> list[Member]:
    """Return the tokens of a set, or one that stands for them where it is not known."""
    return [(UNKNOWN, None)] if known is UNKNOWN else [(each, True) for each in sorted(known)]


def months(first: Any, last: Any, as_of: int) -> tuple[Member, ...]:
    """Return the whole months between two days; those not over yet may come to anything."""
    if first.__class__ is Between or last.__class__ is Between:
        return _months(first, last, as_of)
    return _known_months(first, last, as_of)


def _months(first: Any, last: Any, as_of: int) -> tuple[Member, ...]:
    reach = 31 * MOST_MONTHS
    low = max(int(max(ends(first)[0], cal.FIRST_DAY)), as_of - reach)
    high = int(min(ends(last)[1], as_of + reach, cal.LAST_DAY))
    if low > high:
        return ()
    members: list[Member] = []
    for month in cal.periods("month", cal.month_start(low), high):
        over = True if month.end <= as_of else None
        inside = both((first <= month.start, month.end <= last, over))
        if inside is not False:
            members.append((month, inside))
    return tuple(members)


#: The same few spans are walked for every person.
_known_months = lru_cache(maxsize=4096)(_months)
