"""Records built fact by fact from what rules read: nothing is made that must be thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.standard.vocabulary import Fact, FactList, Vocabulary
from jintan_rules.testing.boundaries import Key
from jintan_rules.testing.chance import Chance
from jintan_rules.testing.occasion import Occasion

#: A record as plain values, as JSON gives them.
Plain: TypeAlias = dict[str, Any]

#: Few ids, so that rows meet.
IDS = ("x1", "x2", "x3")
_MOST_ROWS = 3
_YEARS_BEFORE = 6
#: How old an organisation is that has long been there.
_OLD = 20
_NEXT = (0, -1, 1)
#: How often a fact is left out, in one of so many; the first, never, is the plainest.
_MISSING = (0, 10, 3)


@define
class Building:
    """One record while it is being built.

    ``left_out`` names the facts and lists that stay absent (``full_members``,
    ``meetings``, ``meetings.held_on``); ``missing`` is how often another is left out:
    never for 0, once in so many for any other number.
    """

    occasion: Occasion
    chance: Chance
    left_out: frozenset[str] = frozenset()
    missing: int = 0
    record: Plain = field(factory=dict)
    days: list[dt.date] = field(factory=list)
    numbers: dict[str, list[int | Decimal]] = field(factory=dict)

    def build(self, record_id: str = "r") -> Plain:
        """Build the record."""
        self.record = self.empty(record_id)
        ids = {
            name: self.ids()
            for name in self.occasion.bounds.lists
            if name not in self.record
            and name not in self.left_out
            and not self.chance.one_in(self.missing)
        }
        for list_name, name in self.occasion.bounds.facts:
            if not list_name and name not in self.record and self.is_told(name):
                fact = self.occasion.profile.vocabulary.facts[name]
                self.record[name] = self.life(fact) or self.value(fact, ids=ids)
        for name, labels in ids.items():
            self.record[name] = [self.row(name, label, ids) for label in labels]
        if ids and self.missing:
            self.gap(sorted(ids))
        return sound(self.record, self.occasion.profile.vocabulary)

    def empty(self, record_id: str = "r") -> Plain:
        """Return a record that says nothing but what is given, and a category that is settled."""
        category = self.occasion.profile.category
        settled = {} if category is None else {"category": str(category)}
        return {"id": record_id, **settled, **self.occasion.given}

    def life(self, fact: Fact) -> str | None:
        """Return the day an organisation began or ended, most of which say little about rules."""
        if self.chance.one_in(4):
            return None
        if fact.name == "established_on":
            return dt.date(self.occasion.as_of.year - _OLD, 1, 1).isoformat()
        return "never" if fact.name == "dissolved_on" and fact.never else None

    def is_told(self, name: str, list_name: str = "") -> bool:
        """Whether a fact is recorded."""
        path = f"{list_name}.{name}" if list_name else name
        return path not in self.left_out and not self.chance.one_in(self.missing)

    def ids(self) -> list[str]:
        """Return the ids of the rows of a list: a few, or one for each period."""
        spans = len(self.occasion.spans)
        count = self.chance.pick((*range(_MOST_ROWS + 1), *((spans,) if spans > 1 else ())))
        return [f"x{number + 1}" for number in range(count)]

    def row(self, list_name: str, label: str, ids: Mapping[str, Iterable[str]]) -> Plain:
        """Return one row of a list."""
        shape = self.occasion.profile.vocabulary.lists[list_name]
        made: Plain = {"id": label}
        for each in self.attributes(list_name):
            if self.is_told(each, list_name):
                fact = shape.attributes[each]
                if fact.type == "ref" and not self.targets(fact, ids):
                    continue
                if each == shape.date:
                    made[each] = self.day_of_event(int(label[1:]) - 1).isoformat()
                else:
                    made[each] = self.value(fact, list_name, ids)
        return made

    def attributes(self, list_name: str) -> tuple[str, ...]:
        """Return the attributes of a list that the rules read."""
        return tuple(name for own, name in self.occasion.bounds.facts if own == list_name)

    def targets(self, fact: Fact, ids: Mapping[str, Iterable[str]]) -> list[str]:
        """Return the ids to which a reference may lead."""
        known = list(ids.get(fact.list_name, IDS))
        return [*known, "outside"] if fact.outside else known

    def gap(self, names: list[str]) -> None:
        """Now and then declare that a span of a list is not known."""
        if self.chance.one_in(4):
            start = self.day()
            end = start + dt.timedelta(days=self.chance.pick((0, 30, 200)))
            self.record["gaps"] = [
                {"list": self.chance.pick(names), "from": start.isoformat(), "to": end.isoformat()}
            ]

    # -- values -------------------------------------------------------------------------

    def value(
        self, fact: Fact, list_name: str = "", ids: Mapping[str, Iterable[str]] | None = None
    ) -> Any:
        """Return a value of a fact, the plainest where chance says 0."""
        chance = self.chance
        match fact.type:
            case "bool":
                return chance.pick((True, False))
            case "date":
                return "never" if fact.never and chance.one_in(4) else self.day().isoformat()
            case "enum":
                named = self.occasion.bounds.tokens.get((list_name, fact.name)) or ()
                return chance.pick(named if named and chance.number(3) else tuple(fact.tokens))
            case "set":
                named = self.occasion.bounds.tokens.get((list_name, fact.name)) or ()
                return chance.some(named if named and chance.number(3) else tuple(fact.tokens))
            case "ids":
                return chance.some(IDS)
            case "id":
                return chance.pick(IDS)
            case "ref":
                return chance.pick(self.targets(fact, ids or {}) or IDS)
            case _:
                number = self.number(fact, list_name)
                # As JSON has it: the shortest text of the float is the number itself.
                return number if isinstance(number, int) else float(number)

    def number(self, fact: Fact, list_name: str = "") -> int | Decimal:
        """Return a number: one that rules compare it with, or near one that is recorded."""
        options = self.occasion.bounds.numbers_of(fact, list_name)
        alike = self.numbers.setdefault(fact.unit, [])
        if fact.unit == "year" and fact.type == "integer":
            year = self.occasion.as_of.year
            options = (year, year - 1, year + 1)
        elif alike and self.chance.one_in(3):
            near = self.chance.pick(alike) + self.chance.pick(_NEXT)
            if _fits(near, fact):
                options = (int(near),) if near == int(near) else options
        found = self.chance.pick(options)
        alike.append(found)
        return found

    def day(self) -> dt.date:
        """Return a day: a plain one, one at an edge, or one near another that is recorded."""
        chance, occasion = self.chance, self.occasion
        kind = chance.number(5)
        if kind == 0:
            found = dt.date(occasion.as_of.year - 1 - chance.number(_YEARS_BEFORE), 1, 1)
        elif kind == 1:
            found = _moved(occasion.as_of, chance.pick((0, -1, 1, -31, 31)))
        elif kind == 2:  # noqa: PLR2004  the kinds are numbered
            found = dt.date(occasion.as_of.year, chance.number(11) + 1, chance.pick((1, 15, 28)))
        elif kind == 3 or not self.days:  # noqa: PLR2004
            found = _moved(chance.pick(occasion.edges), chance.pick(_NEXT))
        elif occasion.bounds.moves and chance.number(3):
            move = chance.pick(occasion.bounds.moves)
            found = move.of(chance.pick(self.days), chance.pick(_NEXT))
        else:
            found = _moved(chance.pick(self.days), chance.pick(_NEXT))
        self.days.append(found)
        return found

    def day_of_event(self, position: int) -> dt.date:
        """Return the day of an event: in the period of its turn, or any day."""
        spans = self.occasion.spans
        if self.chance.number(2) and spans:
            first, last = spans[position % len(spans)]
            length = (last - first).days
            found = _moved(first, self.chance.pick((length // 2, 0, length, -1, length + 1)))
            self.days.append(found)
            return found
        return self.day()

    # -- changes ------------------------------------------------------------------------

    def change(self, record: Plain, keys: tuple[Key, ...] | None = None) -> Plain:
        """Return a record with one thing changed: a fact, a row more or a row less.

        Args:
            record: The record, which stays as it is.
            keys: The facts that may change; all that the rules read where left out.
        """
        self.record = {
            name: [dict(row) for row in value]
            if isinstance(value, list) and name in self.lists
            else value
            for name, value in record.items()
        }
        self.days = list(_days_in(record))
        fixed = self.empty()
        reach = [
            key for key in keys or self.occasion.bounds.facts if (key[0] or key[1]) not in fixed
        ]
        names = [
            name
            for name in dict.fromkeys(list_name for list_name, _ in reach)
            if name and name not in self.left_out
        ]
        own = [key for key in reach if not key[0] and key[1] not in self.left_out]
        if own and (not names or self.chance.number(2) == 0):
            self.change_fact(self.chance.pick(own)[1])
        elif names:
            self.change_list(self.chance.pick(names))
        return sound(self.record, self.occasion.profile.vocabulary)

    @property
    def lists(self) -> Mapping[str, FactList]:
        """The lists of the vocabulary."""
        return self.occasion.profile.vocabulary.lists

    def told(self, record: Plain, name: str) -> Plain:
        """Return a record with one fact of the organisation told."""
        self.record, self.days = dict(record), list(_days_in(record))
        self.change_fact(name)
        return self.record

    def listed(self, record: Plain, name: str) -> Plain:
        """Return a record with one row more in a list."""
        self.record, self.days = dict(record), list(_days_in(record))
        rows = record.get(name, [])
        self.record[name] = [*rows, self.row(name, self.free(rows, 0), self.ids_known())]
        return self.record

    def row_told(self, record: Plain, list_name: str, at: int, name: str) -> Plain:
        """Return a record with one attribute of a row told."""
        self.record, self.days = dict(record), list(_days_in(record))
        fact = self.lists[list_name].attributes[name]
        rows = list(record[list_name])
        rows[at] = {**rows[at], name: self.value(fact, list_name, self.ids_known())}
        self.record[list_name] = rows
        return sound(self.record, self.occasion.profile.vocabulary)

    def change_fact(self, name: str) -> None:
        """Give a fact of the organisation another value."""
        fact = self.occasion.profile.vocabulary.facts[name]
        self.record[name] = self.value(fact, ids=self.ids_known())

    def change_list(self, name: str) -> None:
        """Change a row, add rows, or take one away."""
        rows: list[Plain] = self.record.setdefault(name, [])
        ids = self.ids_known()
        kind = self.chance.number(4)
        attributes = self.attributes(name)
        if kind == 0 and rows:
            rows.pop(self.chance.number(len(rows) - 1))
        elif kind in (1, 2) and rows and attributes:
            row = self.chance.pick(rows)
            attribute = self.chance.pick(attributes)
            fact = self.lists[name].attributes[attribute]
            path = f"{name}.{attribute}"
            if path not in self.left_out and not (
                fact.type == "ref" and not self.targets(fact, ids)
            ):
                row[attribute] = self.value(fact, name, ids)
        else:
            # One row more, or several that are alike, one in each period.
            spans = self.occasion.spans
            several = (len(spans), *self.occasion.bounds.counts)
            count = self.chance.pick(several) if kind == 4 else 1  # noqa: PLR2004  as above
            if len(rows) + count > _MOST_ROWS * max(*several, 2):
                rows.clear()
            first = self.row(name, self.free(rows, 0), ids)
            date = self.lists[name].date
            for position in range(count):
                row = {**first, "id": self.free(rows, position)}
                if count > 1 and date in row and spans:
                    begin, end = spans[position % len(spans)]
                    row[date] = _moved(begin, (end - begin).days // 2).isoformat()
                rows.append(row)

    def ids_known(self) -> dict[str, list[str]]:
        """Return the ids of the rows that are there."""
        return {
            name: [row["id"] for row in self.record[name]]
            for name in self.lists
            if name in self.record
        }

    def free(self, rows: list[Plain], position: int) -> str:
        """Return an id that no row has."""
        taken = {row["id"] for row in rows}
        number = len(rows) + position
        while f"x{number + 1}" in taken:
            number += 1
        return f"x{number + 1}"


def sound(record: Plain, vocabulary: Vocabulary) -> Plain:
    """Return a record without the references that lead to a row which is not there."""
    known = {
        name: {row["id"] for row in record[name]} for name in vocabulary.lists if name in record
    }
    return {
        name: [_sound_row(row, vocabulary.lists[name], known) for row in value]
        if name in known
        else value
        for name, value in record.items()
    }


def _sound_row(row: Plain, shape: FactList, known: Mapping[str, set[str]]) -> Plain:
    def leads(name: str, value: object) -> bool:
        fact = shape.attributes.get(name)
        if fact is None or fact.type != "ref" or fact.outside or fact.list_name not in known:
            return True
        return value in known[fact.list_name]

    return {name: value for name, value in row.items() if leads(name, value)}


def how_much_is_missing(chance: Chance) -> int:
    """Return how often a fact is left out of a record of which some is missing."""
    return chance.pick(_MISSING)


def _moved(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(max(day.toordinal() + days, cal.FIRST_DAY), cal.LAST_DAY))


def _fits(number: int | Decimal, fact: Fact) -> bool:
    low = Decimal(0) if fact.least is None else fact.least
    return number >= low and (fact.most is None or number <= fact.most)


def _days_in(record: Plain) -> Iterable[dt.date]:
    """Yield the days that a record names."""
    for value in record.values():
        if isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    yield from _days_in(row)
        elif isinstance(value, str) and len(value) == 10 and value[4] == "-":  # noqa: PLR2004
            yield dt.date.fromisoformat(value)
