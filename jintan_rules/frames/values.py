"""What expressions come to in every row of a frame, beside numbers and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from attrs import frozen

from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell
from jintan_rules.frames.ranges import Range


@frozen(eq=False)
class Token:
    """A token or an id; null where it is not known."""

    text: c.Text


@frozen(eq=False)
class TokenSet:
    """A set of tokens: for each whether it is in; all null where the set is not known."""

    holds: Mapping[str, c.Truth]


@frozen(eq=False)
class Words:
    """A set of tokens written out; None where it is not known."""

    words: frozenset[str] | None


@frozen(eq=False)
class Ids:
    """A set of ids, as text between bars."""

    text: c.Text


Value: TypeAlias = "Cell | bool | Range | Token | TokenSet | Words | Ids | None"


def each_cell(value: Value, function: Callable[[Any], Any]) -> Value:
    """Apply a function to every cell that a value is made of."""
    match value:
        case Range(ends=None):
            return r.Range(value.places, value.least, value.most, value.size, function(value.point))
        case Range(ends=(low, high)):
            return r.Range(
                value.places,
                value.least,
                value.most,
                value.size,
                None,
                (function(low), function(high)),
            )
        case Token(text=text):
            return Token(function(text))
        case Ids(text=text):
            return Ids(function(text))
        case TokenSet(holds=holds):
            return TokenSet({name: function(cell) for name, cell in holds.items()})
        case Words():
            return value
        case _:
            return cast(Value, function(value))


def choose(condition: c.Truth, then: Value, otherwise: Value) -> Value:
    """Return one of two values; on an undecided condition, what both agree on."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, Range) and isinstance(otherwise, Range):
        return r.choose(condition, then, otherwise)
    yes, no = c.is_true(condition), c.is_false(condition)
    if isinstance(then, Token) and isinstance(otherwise, Token):
        if not c.may_be_null(condition):
            return Token(c.when(condition, then.text, otherwise.text))
        alike = c.when(c.same(then.text, otherwise.text), then.text, None)
        found = c.when(yes, then.text, c.when(no, otherwise.text, alike))
        return Token(found)
    if isinstance(then, Ids) and isinstance(otherwise, Ids):
        return Ids(c.when(yes, then.text, c.when(no, otherwise.text, None)))
    if isinstance(then, TokenSet) and isinstance(otherwise, TokenSet):
        return TokenSet(
            {
                word: c.when(yes, one, c.when(no, otherwise.holds[word], None))
                for word, one in then.holds.items()
            }
        )
    one, other = cast(c.Truth, then), cast(c.Truth, otherwise)
    if not c.may_be_null(condition):
        return c.when(condition, one, other)
    return c.either(
        [c.both([condition, one]), c.both([c.negate(condition), other]), c.both([one, other])]
    )
