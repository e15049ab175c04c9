"""Days out of text, the same on every machine: by the places of digits, and by arithmetic."""

from __future__ import annotations

import itertools
import re

import narwhals as nw

from jintan_rules.frames.readings import FORMED, LAID_OUT, PARTED, VALUED, Steps

#: The forms that are read where the caller names none.
_STANDARD = ("%Y-%m-%d", "%Y%m%d")
_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}.*)"
_WIDTHS = {"%Y": (4,), "%m": (2, 1), "%d": (2, 1)}
_PARTS = re.compile(r"%.")
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")


def escaped(text: str) -> str:
    """Return a text as a pattern that means just it, to every machine."""
    return _SPECIAL.sub(r"\\\1", text)


def is_form(form: str) -> bool:
    """Say whether a form has one year, one month and one day, and at most a time after them."""
    parts = _PARTS.findall(_without_time(form))
    return sorted(parts) == ["%Y", "%d", "%m"]


def _without_time(form: str) -> str:
    return re.sub(r"[ T]?%H.*\Z", "", form)


def day_of(text: nw.Expr, steps: Steps, form: str = "") -> nw.Expr:
    """Return the ordinal of the day that a text writes, null where it writes none.

    Without a form ``2024-03-05``, ``2024/3/5``, ``2024.3.5``, ``2024年3月5日`` and
    ``20240305`` are read; a time that follows is left out.
    """
    bare = text.str.replace_all(_TIME + r"\z", "")
    forms = [_without_time(form)] if form else list(_STANDARD)
    if not form:
        bare = bare.str.replace_all("[/.年月]", "-").str.replace_all(r"日\z", "")
    bare = steps.add(FORMED, bare)
    layouts = [each for one in forms for each in _layouts(one)]
    which: nw.Expr = nw.lit(None, dtype=nw.Int64)
    for number, (pattern, _) in reversed(list(enumerate(layouts))):
        which = nw.when(bare.str.contains(pattern)).then(nw.lit(number)).otherwise(which)
    which = steps.add(LAID_OUT, which)

    def part(name: str) -> nw.Expr:
        found: nw.Expr = nw.lit(None, dtype=nw.String)
        for number, (_, places) in enumerate(layouts):
            digits = bare.str.slice(*places[name])
            found = nw.when(which == number).then(digits).otherwise(found)
        return steps.add(PARTED, found.cast(nw.Int64))

    return steps.add(VALUED, ordinal(part("%Y"), part("%m"), part("%d")))


def day_of_number(number: nw.Expr, steps: Steps) -> nw.Expr:
    """Return the ordinal of the day that a number such as 20240305 writes, null where none."""
    parts = (number // 10000, number // 100 % 100, number % 100)
    return steps.add(VALUED, ordinal(*(steps.add(PARTED, each) for each in parts)))


def _layouts(form: str) -> list[tuple[str, dict[str, tuple[int, int]]]]:
    """Return every pattern that a form allows, with the start and width of its parts."""
    pieces = re.split(r"(%.)", form)
    separated = all(
        any(pieces[number + 1 : number + 2]) or number + 2 >= len(pieces)
        for number, piece in enumerate(pieces)
        if piece in _WIDTHS
    )
    named = [piece for piece in pieces if piece in _WIDTHS]
    found = []
    for widths in itertools.product(*(_WIDTHS[each] for each in named)):
        if not separated and 1 in widths:
            continue  # digits that run together have their full width
        pattern, position, places, left = "", 0, {}, list(widths)
        for piece in pieces:
            if piece in _WIDTHS:
                width = left.pop(0)
                places[piece] = (position, width)
                pattern += f"[0-9]{{{width}}}"
                position += width
            else:
                pattern += escaped(piece)
                position += len(piece)
        found.append((rf"\A{pattern}\z", places))
    return found


def ordinal(year: nw.Expr, month: nw.Expr, day: nw.Expr) -> nw.Expr:
    """Return the ordinal of a year, month and day, null where the calendar has no such day."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    short, february = month.is_in([4, 6, 9, 11]), month == 2  # noqa: PLR2004
    fits = (
        year.is_between(1, 9999)
        & month.is_between(1, 12)
        & day.is_between(1, 31)
        & ~(short & (day > 30))  # noqa: PLR2004
        & ~(february & (day > 29))  # noqa: PLR2004
        & ~(february & ~leap & (day > 28))  # noqa: PLR2004
    )
    # Months are counted from March, so that the leap day is the last of a year.
    before = (month <= 2).cast(nw.Int64)  # noqa: PLR2004
    years, months = year - before, month + before * 12 - 3
    found = (
        day + (months * 153 + 2) // 5 + years * 365
        + years // 4 - years // 100 + years // 400 - 306
    )  # fmt: skip
    return nw.when(fits).then(found)
