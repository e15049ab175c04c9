"""The types of expressions, and what the language must know of a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import frozen

#: The kinds of values: a truth, a number, a day, one token, a set of tokens,
#: an opaque id, a row of a list.
BOOL, NUMBER, DATE, TOKEN, SET, ID, ROW = "bool", "number", "date", "token", "set", "id", "row"
#: What is no value by itself: the day of any year that a parameter sets, a month that is walked.
MONTH_DAY, MONTH = "month_day", "month"

NAMES_OF_KINDS = {
    BOOL: "true or false",
    NUMBER: "a number",
    DATE: "a date",
    TOKEN: "a token",
    SET: "a set of tokens",
    ID: "an id",
    ROW: "a row",
    MONTH_DAY: "a day of the year",
    MONTH: "a month",
}


@frozen
class Type:
    """What a value is: its kind, and the unit, tokens or list that belong to it.

    ``unit`` is written ``person`` or ``m2/household``; empty means a bare
    ratio. ``exact`` is False for a literal, which takes any unit. ``list_name``
    names the list of a row, or the one that a reference leads to.
    """

    kind: str
    unit: str = ""
    exact: bool = True
    tokens: frozenset[str] = frozenset()
    list_name: str = ""

    def __str__(self) -> str:
        text = NAMES_OF_KINDS[self.kind]
        if self.kind == NUMBER and self.unit:
            return f"{text} of {self.unit}"
        if self.list_name:
            return f"{text} of {self.list_name}"
        if self.tokens:
            return f"{text} out of {', '.join(sorted(self.tokens))}"
        return text


class ListShape(Protocol):
    """What the language must know of a list."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def kind(self) -> str:
        """Return ``events``, ``register`` or ``rows``."""

    @property
    def types(self) -> Mapping[str, Type]:
        """Return the type of each attribute, the id among them."""


class Declarations(Protocol):
    """What the language must know of the names an expression may use."""

    def scalar_type(self, name: str) -> Type | None:
        """Return the type of a scalar fact, or None."""

    def list_shape(self, name: str) -> ListShape | None:
        """Return a list, or None."""

    def parameter_type(self, name: str) -> Type | None:
        """Return the type of a parameter, or None."""

    def names(self) -> frozenset[str]:
        """Return every name of a scalar fact or list, for suggestions."""

    def parameter_names(self) -> frozenset[str]:
        """Return every name of a parameter, for suggestions."""
