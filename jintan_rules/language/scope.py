"""What an expression can see: the scope it is evaluated in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, TypeAlias

from jintan_rules.language import nodes as n
from jintan_rules.language.values import Range, Truth, Value

#: What a loop variable stands for: a row of a list (known to the scope alone),
#: a month, or one token of a set.
Binding: TypeAlias = Any


class Member(NamedTuple):
    """One thing that a loop meets: whether it is there, and whether it may be many.

    A list that is not fully known has one member more, which stands for
    everything that may be missing: any number of rows, none included.
    """

    binding: tuple[Binding, ...]
    present: Truth
    many: bool = False


class Scope(Protocol):
    """All that an expression can see."""

    @property
    def as_of(self) -> int:
        """The assessment day."""

    def value(self, name: str) -> Value:
        """Return a fact of the organisation, or a loop variable as a value."""

    def parameter(self, name: str) -> Value:
        """Return a parameter of the profile."""

    def period_part(self, name: str) -> Value:
        """Return ``start``, ``end`` or ``year`` of the slot's period."""

    def attribute(self, base: n.Node, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of the row that ``base`` leads to."""

    def members(self, generator: n.Generator) -> Iterable[Member]:
        """Return what a loop meets in this slot; rows its filters rule out may be left out."""

    def bind(self, names: tuple[str, ...], binding: tuple[Binding, ...]) -> Scope:
        """Return this scope with loop variables set."""

    def working_days(self, first: Range, last: Range) -> Range:
        """Count the working days from one day to another, both included."""

    def note(self, node: n.Quantifier, met: list[Met], result: Value) -> None:
        """Remember, where somebody asks why, what a loop met and came to."""


class Met(NamedTuple):
    """A combination of loop variables that passed the filters, or may have."""

    scope: Scope
    present: Truth
    many: bool
