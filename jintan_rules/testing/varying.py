"""Changes of a record that keep what was wanted of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from jintan_rules.testing.building import Building, Plain, sound
from jintan_rules.testing.chance import Chance
from jintan_rules.testing.steering import Goal

#: How many changes are tried at most.
_MOST = 8


def varied(goal: Goal, record: Plain, chance: Chance, missing: str | Collection[str]) -> Plain:
    """Return a record that is as wanted, some changes away from the one given.

    A change after which it would not be is not made; no record is thrown away.
    """
    building = Building(goal.occasion, chance, goal.left_out)
    if missing == "none":
        record = _filled(goal, record, building)
    for _ in range(chance.number(_MOST)):
        changed = building.change(record)
        if goal.holds(changed, record):
            record = changed
    if missing == "some":
        fixed = {"id", "category", *goal.occasion.given}
        for less in _places(record, fixed, chance):
            if goal.holds(less, record):
                record = less
    return sound(record, goal.occasion.profile.vocabulary)


def _filled(goal: Goal, record: Plain, building: Building) -> Plain:
    """Return the record with every fact told that can be told."""
    for list_name, name in goal.occasion.bounds.facts:
        if list_name:
            continue
        if name not in record and name not in goal.left_out:
            fuller = building.told(record, name)
            if goal.holds(fuller, record):
                record = fuller
    for name in goal.occasion.bounds.lists:
        if name not in record and name not in goal.left_out:
            for fuller in ({**record, name: []}, building.listed(record, name)):
                if goal.holds(fuller, record):
                    record = fuller
                    break
    for list_name, name in goal.occasion.bounds.facts:
        for at, row in enumerate(record.get(list_name, ()) if list_name else ()):
            path = f"{list_name}.{name}"
            if name not in row and not goal.left_out & {path, list_name}:
                fuller = building.row_told(record, list_name, at, name)
                if goal.holds(fuller, record):
                    record = fuller
    return record


def _places(record: Plain, fixed: Collection[str], chance: Chance) -> Iterator[Plain]:
    """Yield the record without a fact, a few times."""
    names = [name for name in record if name not in fixed]
    for _ in range(chance.number(3) if names else 0):
        gone = chance.pick(names)
        yield {name: value for name, value in record.items() if name != gone}
