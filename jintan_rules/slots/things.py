"""The things a rule is judged on, and the spans it is judged in."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language.scope import Member
from jintan_rules.language.values import TRUE, Truth
from jintan_rules.slots.judging import Judging
from jintan_rules.slots.scope import SlotScope
from jintan_rules.slots.view import RowView
from jintan_rules.standard.rules import Rule


@frozen
class Thing:
    """A row, a pair of rows, or nothing at all, that a slot is about."""

    rows: tuple[RowView, ...]
    present: Truth = TRUE

    @property
    def label(self) -> str:
        """Its part of the slot's label."""
        return "+".join(row.label for row in self.rows)

    @property
    def is_known(self) -> bool:
        """Whether it is a thing that is there, not one that may be missing."""
        return not any(row.unknown for row in self.rows)

    @property
    def paths(self) -> tuple[str, ...]:
        """Its rows, as findings name them."""
        return tuple(f"{row.rows.name}[{row.label}]" for row in self.rows)


def spans(rule: Rule, judging: Judging) -> list[cal.Span | None]:
    """Return the periods of a rule inside the window that have begun; one None without any."""
    if rule.period is None:
        return [None]
    first, last = judging.window
    return [
        each for each in cal.periods(rule.period.value, first, last) if each.start <= judging.as_of
    ]


def things(rule: Rule, scope: SlotScope) -> Iterator[Thing]:
    """Yield what a rule is judged on in one span, filters left aside."""
    if rule.for_each is None:
        yield Thing(())
        return
    for member in _members(rule, scope):
        yield Thing(member.binding, member.present)


def _members(rule: Rule, scope: SlotScope) -> Iterator[Member]:
    assert rule.for_each is not None
    name = rule.for_each.list_name
    shape = scope.judging.profile.vocabulary.lists[name]
    if rule.for_each.paired:
        yield from scope.members(rule.for_each.generator)
    elif isinstance(rule.for_each.generator.source, n.Call):
        yield from scope.uncut(name)
    elif shape.kind == "register" and (scope.span is not None or rule.on or rule.since):
        # A life of its own, or a day of its own, decides which rows count.
        yield from scope.uncut(name)
    else:
        yield from scope.cut(name)
