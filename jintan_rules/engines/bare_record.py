"""A record in bare values, read by the expressions that a profile was compiled to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from attrs import frozen

from jintan_rules import calendar as cal
from jintan_rules.engines.bare import UNKNOWN, Bare, Between, between, both
from jintan_rules.engines.bare_lists import BareEvents, BareList, BareRow
from jintan_rules.language import values as v
from jintan_rules.language.values import Range
from jintan_rules.records.record import NEVER, Record
from jintan_rules.slots.view import absent
from jintan_rules.standard.vocabulary import Fact, FactList, Vocabulary

_FOUNDED_ANY_DAY = Between(cal.FIRST_DAY, cal.LAST_DAY)
#: Computes a fact: of a record, in a period (start, end, year), on a day, of a row.
Computing = Callable[..., Any]


class BareLists:
    """The lists of one record, each bound when it is first asked for."""

    RECORD: BareRecord


class _ListDoor:
    def __init__(self, shape: FactList, kind: type[BareRow]) -> None:
        self.shape = shape
        self.kind = kind

    def __get__(self, lists: Any, _: Any) -> BareList:
        make = BareEvents if self.shape.kind == "events" else BareList
        bound = make(lists.RECORD, self.shape, self.kind)
        lists.__dict__[self.shape.name] = bound
        return bound


@frozen
class Shapes:
    """The classes that the records of one vocabulary are read into."""

    facts: type[BareRow]
    #: The facts of the organisation that are days.
    days: tuple[str, ...]
    rows: Mapping[str, type[BareRow]]
    lists: type[BareLists]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Shapes:
        """Return the classes: what is not recorded is an attribute of the class."""
        rows = {name: _row_class(shape.attributes) for name, shape in vocabulary.lists.items()}
        doors = {name: _ListDoor(shape, rows[name]) for name, shape in vocabulary.lists.items()}
        days = tuple(name for name, fact in vocabulary.facts.items() if fact.type == "date")
        return cls(
            _row_class(vocabulary.facts), days, rows, type("BareLists", (BareLists,), dict(doors))
        )


def _row_class(facts: Mapping[str, Fact]) -> type[BareRow]:
    return type("BareRow", (BareRow,), {name: bare_absent(fact) for name, fact in facts.items()})


def bare_absent(fact: Fact) -> Any:
    """Return the bare unknown value of a fact, within what its declaration allows."""
    value = absent(fact, v.NOTHING)
    if isinstance(value, Range):
        return between(value.low, value.high)
    return UNKNOWN if isinstance(value, v.Token) else None


def disagree(given: Any, computed: Any) -> bool:
    """Say whether a given value cannot be what was computed."""
    return computed is not None and (given == computed) is False


class FoundFact:
    """Computes a fact that is the same in every slot, when it is first asked for."""

    def __init__(self, name: str, compute: Computing) -> None:
        self.name = name
        self.compute = compute

    def __get__(self, row: Any, _: Any) -> Any:
        value = self.compute(row.RECORD, None, None, None, None, row)
        row.__dict__[self.name] = value
        return value


class BareSpan(NamedTuple):
    """A period or a day: what functions are told of it, whether it runs and is lived through.

    ``told`` are the period's start, end and year (None for a day), and the day.
    """

    span: cal.Span | None
    told: tuple[Any, Any, Any, int]
    still_open: bool
    in_window: bool
    #: Whether the organisation is there for the whole of it, and whether it is in the end.
    lived: Bare
    begun: Bare


class BareRecord:
    """One record on one day: its facts, its lists, the days between which it is judged."""

    __slots__ = (
        "_spans",
        "as_of",
        "ended",
        "facts",
        "founded",
        "given",
        "lists",
        "remembered",
        "state_day",
        "window",
        "workdays",
    )

    def __init__(
        self,
        given: Record,
        shapes: Shapes,
        as_of: int,
        window: tuple[int, int],
        workdays: cal.WorkdayCalendar | None,
    ) -> None:
        self.given = given
        self.as_of = as_of
        self.window = window
        #: The day on which a state is judged: the assessment day, but not past the window.
        self.state_day = min(as_of, window[1])
        self._spans: dict[str, list[BareSpan]] = {}
        #: What was computed for one slot and is the same in others.
        self.remembered: dict[Any, Any] = {}
        self.workdays = workdays
        facts: dict[str, Any] = {"RECORD": self, **given.facts}
        for name in shapes.days:
            if name in facts:
                day = facts[name]
                facts[name] = cal.NEVER_DAY if day is NEVER else day.toordinal()
        self.facts = shapes.facts()
        self.facts.__dict__ = facts
        self.lists: Any = shapes.lists()
        self.lists.RECORD = self
        # The days on which the organisation lives, whatever the vocabulary assumes of them.
        self.founded = facts.get("established_on", _FOUNDED_ANY_DAY)
        self.ended = facts.get("dissolved_on", cal.NEVER_DAY)

    def spans(self, kind: str) -> list[BareSpan]:
        """Return the periods of a kind in the window that have begun; without one, the day."""
        if kind not in self._spans and not kind:
            day = self.state_day
            lived, in_window = self.lives(day, day), self.window[0] <= day
            told = (None, None, None, day)
            self._spans[kind] = [BareSpan(None, told, False, in_window, lived, lived)]
        elif kind not in self._spans:
            self._spans[kind] = [
                BareSpan(
                    each,
                    (each.start, each.end, each.year, each.end),
                    each.end > self.as_of,
                    True,
                    self.lives(each.start, each.end),
                    self.lives(each.end, each.end),
                )
                for each in cal.periods(kind, *self.window)
                if each.start <= self.as_of
            ]
        return self._spans[kind]

    def lives(self, first: int, last: int) -> Bare:
        """Say whether the organisation exists from one day to another."""
        return both((self.founded <= first, last <= self.ended))

    def working_days(self, first: Any, last: Any) -> Any:
        """Count the working days from one day to another, both included."""
        days = last - first + 1
        most = max(days.high if days.__class__ is Between else days, 0)
        if first.__class__ is Between or last.__class__ is Between:
            return between(0, most)
        if last < first:
            return 0
        if first <= cal.BEFORE_DAY or last >= cal.NEVER_DAY:
            return 0 if first >= cal.NEVER_DAY else cal.NEVER_DAY
        calendar = self.workdays or cal.WorkdayCalendar(frozenset())
        return between(0, most) if calendar.missing(first, last) else calendar.count(first, last)
