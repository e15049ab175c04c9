"""A record as the language sees it: values lifted once, events in the order of their days."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.language import types
from jintan_rules.language import values as v
from jintan_rules.language.values import Causes, Missing, Range, Token, Truth, Value
from jintan_rules.records.record import NEVER, FactValue, Gap, Record
from jintan_rules.standard.vocabulary import Fact, FactList, Vocabulary


@define(eq=False)
class RowView:
    """One row of a list, or what stands for the rows that are not known.

    A row that stands for others has ``unknown`` causes, and only its date is
    bounded, by ``dated``.
    """

    rows: FactList
    label: str
    facts: Mapping[str, FactValue]
    unknown: Causes = v.NOTHING
    dated: Range | None = None
    day: int | None = None
    lifted: dict[str, Value] = field(factory=dict)

    @property
    def own_id(self) -> Token:
        """Its id; not known where it has none, for ``#3`` is only its place."""
        if self.unknown:
            return Token(None, self.unknown)
        if self.label.startswith("#"):
            return Token(None, want(self.path("id")))
        return Token(self.label)

    def key(self, name: str) -> object:
        """Return a recorded value as look-ups know it, None where there is none."""
        if name == "id":
            return self.own_id.value
        value = self.facts.get(name)
        return None if value is None else lift(value)[0]

    def path(self, name: str) -> str:
        """Return the path of one of its facts."""
        return f"{self.rows.name}[{self.label}].{name}"


@define(eq=False)
class EventIndex:
    """The rows of an events list in the order of their days, and those without one."""

    days: list[int]
    rows: list[RowView]
    undated: list[RowView]

    def between(self, first: int, last: int) -> tuple[list[RowView], list[RowView]]:
        """Return the rows dated from ``first`` to ``last``, and those without a date."""
        dated = self.rows[bisect_left(self.days, first) : bisect_right(self.days, last)]
        return dated, self.undated

    def among(
        self, rows: list[RowView], first: int, last: int
    ) -> tuple[list[RowView], list[RowView]]:
        """Return those of ``rows`` that ``between`` would."""
        days = [(row, row.day) for row in rows]
        return (
            [row for row, day in days if day is not None and first <= day <= last],
            [row for row, day in days if day is None],
        )


@define(eq=False)
class RecordView:
    """A record indexed once for all rules, windows and days."""

    record: Record
    vocabulary: Vocabulary
    _rows: dict[str, list[RowView]] = field(factory=dict, init=False)
    _events: dict[str, EventIndex] = field(factory=dict, init=False)
    _ids: dict[str, dict[str, RowView]] = field(factory=dict, init=False)
    _gaps: dict[str, list[Gap]] = field(factory=dict, init=False)
    _matches: dict[tuple[str, tuple[str, ...]], dict[object, list[RowView]]] = field(
        factory=dict, init=False
    )

    def __attrs_post_init__(self) -> None:
        for gap in self.record.gaps:
            self._gaps.setdefault(gap.list_name, []).append(gap)
        for name, rows in self.record.lists.items():
            shape = self.vocabulary.lists[name]
            views = [RowView(shape, row.label, row.values) for row in rows]
            self._rows[name] = views
            if shape.kind == "events":
                self._events[name] = _index(shape, views)

    def rows(self, name: str) -> list[RowView] | None:
        """Return the rows of a list as they stand, or None where it is absent."""
        return self._rows.get(name)

    def events(self, name: str) -> EventIndex | None:
        """Return an events list by its days, or None where it is absent."""
        return self._events.get(name)

    def gaps(self, name: str) -> list[Gap]:
        """Return the declared gaps of a list."""
        return self._gaps.get(name, [])

    def row(self, name: str, row_id: str) -> RowView | None:
        """Return the row of that id."""
        if name not in self._ids:
            self._ids[name] = {each.label: each for each in self._rows.get(name, ())}
        return self._ids[name].get(row_id)

    def matching(
        self, name: str, attributes: tuple[str, ...], keys: tuple[object, ...]
    ) -> list[RowView]:
        """Return the rows whose attributes are, or may be, the keys."""
        index = self._matches.get((name, attributes))
        if index is None:
            index = self._matches[name, attributes] = {}
            for row in self._rows.get(name, ()):
                index.setdefault(tuple(row.key(each) for each in attributes), []).append(row)
        # A row that lacks an attribute may have any value there.
        found: list[RowView] = []
        for wanted in product(*((key, None) for key in keys)):
            found += index.get(wanted, ())
        return found

    def stand_in(
        self, shape: FactList, causes: Causes, first: int = cal.FIRST_DAY, last: int = cal.LAST_DAY
    ) -> RowView:
        """Return a row that stands for every row of a list that may be missing."""
        return RowView(shape, "?", {}, causes, Range(first, last, causes))


def _index(shape: FactList, views: list[RowView]) -> EventIndex:
    dated: list[tuple[int, RowView]] = []
    undated: list[RowView] = []
    for each in views:
        day = each.facts.get(shape.date)
        # A date that is never: the event is known not to have happened, on no day.
        each.day = day.toordinal() if isinstance(day, dt.date) else None if day is None else -1
        if each.day is None:
            undated.append(each)
        elif each.day >= 0:
            dated.append((each.day, each))
    dated.sort(key=lambda pair: pair[0])
    return EventIndex([day for day, _ in dated], [each for _, each in dated], undated)


def lift(value: FactValue) -> Value:
    """Turn a recorded value into one of the language."""
    if isinstance(value, bool):
        return v.truth(value)
    if isinstance(value, (int, Decimal)):
        return v.known(value)
    if isinstance(value, dt.date):
        return v.known(value.toordinal())
    return v.known(cal.NEVER_DAY) if value is NEVER else Token(value)


def disagree(given: Value, computed: Value) -> bool:
    """Say whether a given value cannot be what was computed."""
    if isinstance(given, Range) and isinstance(computed, Range):
        return v.compare("==", given, computed).value is False
    return computed[0] is not None and given[0] != computed[0]


def lower(value: Value, fact: Fact | None = None) -> FactValue | None:
    """Turn a value of the language back into a recorded one; None where it is unknown."""
    if isinstance(value, Range):
        if not value.is_known:
            return None
        if fact is not None and fact.type == "date":
            return lower_day(int(value.low))
        return value.low
    return value.value


def lower_day(day: int) -> FactValue | None:
    """Return the date of an ordinal, never, or None before all time."""
    if day >= cal.NEVER_DAY:
        return NEVER
    return dt.date.fromordinal(day) if day > cal.BEFORE_DAY else None


def absent(fact: Fact, causes: Causes) -> Value:
    """Return the unknown value of a fact, within what its declaration allows."""
    kind = fact.value_type.kind
    if kind == types.BOOL:
        return Truth(None, causes)
    if kind == types.DATE:
        return Range(cal.FIRST_DAY, cal.NEVER_DAY if fact.never else cal.LAST_DAY, causes)
    if kind == types.NUMBER:
        least = 0 if fact.least is None and fact.type in ("count", "money") else fact.least
        return Range(
            -v.INFINITY if least is None else least,
            v.INFINITY if fact.most is None else fact.most,
            causes,
        )
    return Token(None, causes)


def want(path: str, why: str = "absent") -> Causes:
    """Return the cause that is the want of one fact."""
    return frozenset({Missing(path, why)})
