"""Days as workbooks have them: serial numbers, texts of many shapes, days with a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from jintan_rules.loading.refusals import shown
from jintan_rules.records.record import NEVER, Never
from jintan_rules.workbooks.sheets import Cell
from jintan_rules.workbooks.troubles import refused

#: What is told of a cell that was read: a key of the words, and what fills it.
Note = Callable[..., None]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"。": "."})
_DAY = re.compile(
    r"(?P<year>\d{4})\s*(?:(?P<sign>[-./])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})"
    r"|年\s*(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*[日号]?)"
    r"(?:[T ]\s*(?P<time>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?))?"
)
_EIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0+)?")
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?")
_MIDNIGHT = re.compile(r"[0:.]+")
_NEVER = frozenset({"未发生", "从未发生", "尚未发生", "没有发生", "至今", "在任", "现任", "never"})

#: The day before the first of each way to count days.
_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
#: Up to here the older count has a day that never was.
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465
#: A bare number of five digits is a day; of four it could be a year, of six a month.
_BARE_SERIALS = range(10_000, 100_000)


def read_day(
    cell: Cell, text: str, *, never: bool, by_month: bool = False, from_1904: bool, note: Note
) -> dt.date | Never | None:
    """Return the day that a cell holds; ``text`` is what it says, made plain.

    With ``by_month`` a year and a month are enough, and mean its first day.

    Raises:
        RefusedError: If it is not certain which day is meant.
    """
    if cell.kind == "number":
        return _of_number(cell, from_1904=from_1904, note=note)
    if cell.kind == "bool":
        raise _not_a_day(cell.text, never=never)
    written = text.translate(_DASHES)
    if written.casefold() in _NEVER:
        if never:
            return NEVER
        raise refused("never-not-allowed", found=shown(text))
    if (found := _DAY.fullmatch(written)) is not None:
        if found["time"] and not _MIDNIGHT.fullmatch(found["time"]):
            note("note-time")
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        return _day(int(found["year"]), int(month), int(day), text)
    if (eight := _EIGHT.fullmatch(written)) is not None:
        return _day(int(eight[1]), int(eight[2]), int(eight[3]), text)
    if (of_month := _MONTH.fullmatch(written)) is not None:
        if by_month:
            return _day(int(of_month[1]), int(of_month[2]), 1, text)
        raise _incomplete(int(of_month[1]), int(of_month[2]), text)
    raise _not_a_day(text, never=never)


def _not_a_day(text: str, *, never: bool) -> Exception:
    more = ("；确知没有的填“未发生”", "; 未发生 where it is known not to have happened")
    zh, en = more if never else ("", "")
    return refused("not-a-day", found=shown(text), never_zh=zh, never_en=en)


def _incomplete(year: int, month: int, text: str) -> Exception:
    write = f"{year:04d}-{month:02d}-01"
    return refused("day-incomplete", found=shown(text), write=write)


def _day(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise refused("no-such-day", found=shown(text)) from None


def _of_number(cell: Cell, *, from_1904: bool, note: Note) -> dt.date:
    number = float(cell.text)
    whole = int(number)
    eight = _EIGHT.fullmatch(f"{whole}") if number == whole else None
    if eight is not None and not cell.shows_a_day:
        return _day(int(eight[1]), int(eight[2]), int(eight[3]), cell.text)
    least = 0 if from_1904 else _FIRST_SERIAL
    if not least <= whole <= _LAST_SERIAL:
        raise refused("serial-unsure", found=shown(cell.text))
    day = _EPOCHS[from_1904] + dt.timedelta(whole)
    if not cell.shows_a_day:
        if whole not in _BARE_SERIALS:
            raise refused("serial-unsure", found=shown(cell.text))
        note("note-serial", number=whole, day=day)
    if number != whole:
        note("note-time")
    return day
