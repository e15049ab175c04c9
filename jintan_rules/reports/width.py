"""How wide text is on a terminal, and lines and columns made to that measure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

#: Signs that may not begin a line, and signs that may not end one.
_CLOSING = "，。、；：？！）》〉」』】〕”’％…,.;:?!)]}%"
_OPENING = "（《〈「『【〔“‘([{"


def display_width(text: str) -> int:
    """Return how many columns ``text`` takes; a full-width sign takes two.

    Signs whose width is ambiguous count as one, as terminals outside legacy
    East Asian settings draw them.
    """
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if sign < "\u0300":
        return 1
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def visible(text: str) -> str:
    """Return ``text`` on one line, with the signs that steer a terminal made visible.

    What comes out of a record must not move the cursor, change colours or
    reverse the direction of what stands beside it.
    """
    return "".join(
        f"\\u{ord(sign):04x}" if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign
        for sign in text
    )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill ``text`` with spaces to ``width`` columns; ``right`` aligns it to the right."""
    spaces = " " * (width - display_width(text))
    return spaces + text if right else text + spaces


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break ``text`` into lines of at most ``width`` columns.

    Chinese breaks between any two signs, other text between words. No line
    begins with closing punctuation or ends with an opening bracket, unless the
    width leaves no other way.

    Args:
        text: One paragraph.
        width: The most columns of a line, its lead included.
        first: What the first line begins with.
        rest: What every later line begins with.
    """
    room = max(width - max(display_width(first), display_width(rest)), 2)
    lines: list[str] = []
    line, taken = "", 0
    for unit in _pieces(text, room):
        size = display_width(unit)
        if taken + size > room and line:
            lines.append(line.rstrip())
            line, taken = "", 0
            unit = unit.lstrip()  # noqa: PLW2901  a line does not begin with the space it broke at
            size = display_width(unit)
        line += unit
        taken += size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [(rest if index else first) + each for index, each in enumerate(lines)]


def _pieces(text: str, room: int) -> Iterable[str]:
    """Yield what stays together on a line, each no wider than ``room``."""
    pieces: list[str] = []
    for unit in _units(text.strip()):
        joins = (
            pieces
            and not (unit.isspace() or pieces[-1].isspace())
            and (unit[0] in _CLOSING or pieces[-1][-1] in _OPENING or not display_width(unit))
        )
        if joins:
            pieces[-1] += unit
        else:
            pieces.append(unit)
    for piece in pieces:
        yield from [piece] if display_width(piece) <= room else _cut(piece, room)


def _units(text: str) -> Iterable[str]:
    """Yield spaces, narrow words, and every wide sign and bracket by itself."""
    for kind, signs in groupby(text, _kind):
        if kind == "alone":
            yield from signs
        else:
            yield "".join(signs)


def _kind(sign: str) -> str:
    if sign.isspace():
        return "space"
    return "alone" if _width(sign) != 1 or sign in "“”‘’…" else "word"


def _cut(piece: str, room: int) -> Iterable[str]:
    """Yield parts of a piece wider than a line, punctuation still with its neighbour."""
    part = tail = ""
    for sign in piece:
        # The tail is what moves to the next line with the sign that no longer fits.
        keeps = tail and (sign in _CLOSING or tail[-1] in _OPENING or not _width(sign))
        tail = tail + sign if keeps and display_width(tail + sign) <= room else sign
        if part and display_width(part + sign) > room:
            kept = part[: len(part) - len(tail) + 1]
            yield from [kept] if kept else []
            part = tail
        else:
            part += sign
    yield part


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table: the first column to the left, the others to the right."""
    widths = [
        max(display_width(row[column]) for row in (header, *rows)) for column in range(len(header))
    ]
    lines = [
        "  ".join(pad(cell, widths[at], right=at > 0) for at, cell in enumerate(row)).rstrip()
        for row in (header, *rows)
    ]
    return [lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]]
