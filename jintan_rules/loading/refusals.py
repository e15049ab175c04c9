"""Words for values that cannot be taken: what was found, what is near, what to do."""

from __future__ import annotations

import datetime as dt
import math
import re
import reprlib
from collections.abc import Mapping
from decimal import Decimal

from jintan_rules.errors import nearest
from jintan_rules.standard.vocabulary import Label

_LONG_NUMBER = re.compile(r"[0-9]{11,}[Xx]?")
_MOST_SHOWN = 60
_MOST_TOKENS = 12


class RefusedError(Exception):
    """A value that cannot be taken: everything that a problem says but its place."""

    def __init__(
        self, code: str, summary: str, *, expected: str = "", found: str = "", mend: str = ""
    ) -> None:
        """Remember what is wrong and how to mend it."""
        super().__init__(summary)
        self.code, self.summary = code, summary
        self.expected, self.found, self.mend = expected, found, mend


class _Shown(reprlib.Repr):
    """A representation that stays short whatever it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxlist, self.maxdict, self.maxset = 2, 4, 4, 4
        self.maxstring = self.maxother = 2 * _MOST_SHOWN

    def repr_int(self, x: int, _: int) -> str:
        """Show a number, or its length: a very long one has no decimal text."""
        return f"<{x.bit_length()} bits>" if x.bit_length() > 10 * _MOST_SHOWN else repr(x)


def shown(value: object) -> str:
    """Return what was found, cut; long numbers are left out, for they may be a person's."""
    # Decimals and days as they are written, all else as Python shows it.
    plain = isinstance(value, Decimal) or type(value) is dt.date
    text = str(value)[: 2 * _MOST_SHOWN] if plain else _Shown().repr(value)
    text = _LONG_NUMBER.sub(lambda match: f"<{len(match.group())} digits>", text)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def shown_name(name: object) -> str:
    """Return a key as it may stand in a path: plain, short and printable."""
    if not isinstance(name, str) or not name.strip() or len(name) > _MOST_SHOWN:
        return shown(name)
    return name if name.isprintable() and not _LONG_NUMBER.search(name) else shown(name)


def near_name(name: object, known: Mapping[str, Label]) -> str:
    """Say which names are near, by their spelling or by their Chinese label."""
    if not isinstance(name, str):
        return ""
    near = [
        f"{word!r} ({label.zh})"
        for word, label in known.items()
        if len(name) > 1 and (name in label.zh or (label.zh and label.zh in name))
    ]
    near = near or [repr(word) for word in nearest(name, known)]
    return f"did you mean {' or '.join(near[:3])}?" if near else ""


def wrong_type(value: object, expected: str, mend: str) -> RefusedError:
    """Return what is wrong with a value of another type than the one expected."""
    if isinstance(value, float) and math.isnan(value):
        mend = "leave the key out where the value is not known"
    return RefusedError(
        "JR402",
        "the value has the wrong type",
        expected=expected,
        found=f"{shown(value)} ({_kind(value)})",
        mend=mend,
    )


def _kind(value: object) -> str:
    """Name the kind of a value as JSON does, or by its Python type."""
    match value:
        case bool():
            return "a truth value"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "an array"
        case Mapping():
            return "an object"
        case _:
            return type(value).__name__


def one_of(tokens: Mapping[str, Label]) -> str:
    """List the tokens, the first of them where they are many."""
    words = list(tokens)
    more = f", … ({len(words)} in all)" if len(words) > _MOST_TOKENS else ""
    return "one of " + ", ".join(words[:_MOST_TOKENS]) + more
