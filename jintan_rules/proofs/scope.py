"""What an expression sees when it is encoded: tokens, sets, rows, and its loop variables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol
from zlib import crc32

from attrs import field, frozen

from jintan_rules.proofs.numbers import Number, constant
from jintan_rules.proofs.terms import Term, either
from jintan_rules.standard.profiles import MonthDay

_TOKENS: dict[str, int] = {}
_NUMBERED: dict[int, str] = {}
_FIRST_TOKEN = 1000


def token_number(token: str) -> int:
    """Return the number that stands for a token, the same in every model.

    It follows from the token alone, so that a solution does not depend on what was asked
    before.
    """
    if token not in _TOKENS:
        number = _FIRST_TOKEN + crc32(token.encode()) // 4
        while _NUMBERED.setdefault(number, token) != token:
            number += 1  # two tokens never share a number
        _TOKENS[token] = number
    return _TOKENS[token]


class SetOf(Protocol):
    """A set of tokens or ids."""

    def has(self, item: Term) -> Term:
        """Return whether the item, a number or a term, is in the set."""


@frozen
class Written:
    """A set written out."""

    items: tuple[str, ...]

    def has(self, item: Term) -> Term:
        """Return whether the item is one of those written."""
        return either(*(item == token_number(each) for each in self.items))


@frozen
class ModelRow:
    """A row of which nothing but its name and list is given; its facts are ``name.fact``."""

    name: str
    list_name: str


@frozen
class Scope:
    """What an expression can see: its loop variables, and the period it is in.

    A variable stands for a row, for the token of a set (a text) or for a month (a
    span). ``period`` is the slot's period: a span, or a word where any of its kind will
    do; ``day`` is the day on which registers are read, where that matters.
    """

    variables: Mapping[str, Any] = field(factory=dict)
    period: Any = None
    day: Number | None = None

    def bind(self, **variables: Any) -> Scope:
        """Return the scope with more variables."""
        return Scope({**self.variables, **variables}, self.period, self.day)


@frozen
class Verdict:
    """What a condition comes to from what is known: true for sure, false for sure, or neither."""

    proved: Term
    refuted: Term


def setting_value(value: object) -> Any:
    """Return the value of a parameter that is set."""
    if isinstance(value, MonthDay):
        return Number(value.month * 100 + value.day)
    if isinstance(value, frozenset):
        return Written(tuple(sorted(value)))
    assert isinstance(value, (int, Decimal))
    return constant(Decimal(value))
