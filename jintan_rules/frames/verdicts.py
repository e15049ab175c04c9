"""The slots of a rule in frames: where they are, and the code that each comes to.

This is :mod:`jintan_rules.slots.build` and the table of outcomes, in every row of a
situation at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import codes
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.reasons import excused
from jintan_rules.frames.scopes import (
    Scope,
    Setting,
    from_organizations,
    holds,
)
from jintan_rules.frames.situations import MOST, Situation
from jintan_rules.frames.slots import code_of, slot_of
from jintan_rules.frames.things import pairs_of, things_of
from jintan_rules.standard.rules import Rule

#: The label of the one slot of a rule that has no other.
ONLY = "-"


@frozen(eq=False)
class SlotColumn:
    """Slots of a rule in one situation: their codes, null where there is none.

    ``label`` is the period's part of their labels, empty where there is none, and
    ``rows`` says that the labels of the situation's rows belong to them too.
    """

    situation: Situation
    label: str
    rows: bool
    code: Number


def slot_columns(rule: Rule, setting: Setting) -> Iterator[SlotColumn]:
    """Yield the slots of a rule, situation by situation."""
    base = Scope(setting, setting.organizations, {}, None, setting.state_day)
    if rule.for_each is None:
        for span in _spans(rule, setting):
            scope = evolve(base, span=span, day=span.end if span else base.day)
            label = span.label if span else ONLY
            slot = slot_of(rule, scope, span, True)
            code = code_of(rule, slot, excused(rule, scope, label, None))
            yield SlotColumn(setting.organizations, label, False, code)
        return
    bound = c.may_hold(holds(rule.applies_when.node, base)) if rule.applies_when else True
    missing: list[c.Truth] = []
    if bound is not False:
        for span in _spans(rule, setting):
            scope = evolve(base, span=span, day=span.end if span else base.day)
            things = pairs_of(rule, scope) if rule.for_each.paired else things_of(rule, scope)
            for there, present, known in things:
                slot = slot_of(rule, there, span, present)
                if not known:
                    missing.append(_gathered(slot.missing, there, setting))
                    continue
                reach = cast(c.Truth, from_organizations(bound, there))
                slot = evolve(slot, exists=c.both([reach, slot.exists]))
                label = span.label if span else ""
                row = _label(there, label)
                code = code_of(rule, slot, excused(rule, there, label, row))
                yield SlotColumn(there.situation, label, True, code)
    dash = c.when(bound, c.when(c.either(missing), codes.UNKNOWN, None), codes.NOT_APPLICABLE)
    yield SlotColumn(setting.organizations, ONLY, False, cast(Number, dash))


def row_label(situation: Situation) -> c.Text:
    """Return the part of a slot's label that names its row, or its two rows."""
    work = situation.work
    key = ("label",)
    if key not in situation.memo:
        if situation.sides:
            parts = []
            for place, side in enumerate(situation.sides):
                keys = tuple(map(work.key_cell, situation.side_key(place)))
                cell = row_label(side)
                parts.append(situation.pull(side, side.key_cells(), keys, cell, sure=True))
            situation.memo[key] = c.joined(parts[0], "+", parts[1])
        else:
            situation.memo[key] = c.column("label", c.TEXT, nullable=False)
    return cast(c.Text, situation.memo[key])


def _label(scope: Scope, label: str) -> c.Text:
    row = row_label(scope.situation)
    return c.joined(f"{label}/", row) if label else row


def _gathered(truth: c.Truth, scope: Scope, setting: Setting) -> c.Truth:
    """Return whether something holds in a situation, for each organisation."""
    if scope.situation is setting.organizations or not isinstance(truth, Cell):
        if truth is True and scope.situation is not setting.organizations:
            truth = None  # of how many rows is not known here: they are counted below
        else:
            return truth
    keys = (setting.work.key_cell("org"),)
    cell = 1 if truth is None else c.when(truth, 1, 0)
    found = setting.organizations.gather(scope.situation, keys, keys, MOST, cell)
    return c.compare("==", c.filled(cast(Number, found), 0), 1)


def _spans(rule: Rule, setting: Setting) -> list[cal.Span | None]:
    """Return the periods of a rule inside the window that have begun; one None without any."""
    if rule.period is None:
        return [None]
    first, last = setting.window
    spans = cal.periods(rule.period.value, first, last)
    return [each for each in spans if each.start <= setting.as_of]
