"""What falls due as plain text, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from jintan_rules.due.deadline import Deadline
from jintan_rules.reports.falling import Entry, Words, entries
from jintan_rules.reports.phrases import MARKS, check_language, say
from jintan_rules.reports.width import display_width, visible, wrap
from jintan_rules.slots.wording import day_text


def deadlines_to_text(
    deadlines: Iterable[Deadline],
    record_id: str,
    days: tuple[dt.date, dt.date],
    lang: str = "zh",
    width: int = 100,
) -> str:
    """Return the deadlines of one record as text, in ``zh`` or ``en``.

    Args:
        deadlines: What falls due, by its day.
        record_id: Whose record it is, for the heading.
        days: The assessment day and the horizon, for the heading.
        lang: The language.
        width: The most columns of a line.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    return "\n".join(_lines(entries(deadlines), record_id, days, lang, width))


def _lines(
    found: list[Entry], record_id: str, days: tuple[dt.date, dt.date], lang: str, width: int
) -> Iterator[str]:
    title = say("due-of", lang, title=say("due-title", lang), record=visible(record_id))
    yield from wrap(title, width)
    yield "=" * min(display_width(title), width)
    as_of, horizon = (_day(each, lang) for each in days)
    yield from wrap(say("due-reach", lang, as_of=as_of, horizon=horizon), width)
    if not found:
        yield from ("", say("due-none", lang))
    for day, same in groupby(found, key=lambda each: each.first.day):
        heading = _day(day, lang)
        yield from ("", heading, "-" * display_width(heading))
        for entry in same:
            yield from _entry(entry, lang, width)


def _entry(entry: Entry, lang: str, width: int) -> Iterator[str]:
    words = Words.of(entry, lang)
    mark = MARKS["pending" if entry.certain else "unknown"]
    yield from wrap(words.head(entry), width, first=f"{mark} ", rest="   ")
    line = f"{words.marks(entry)} · {words.byline(entry)}"
    yield from wrap(line, width, first="   ", rest="   ")
    for line in words.lines(words.details(entry)):
        yield from wrap(line, width, first="   ", rest="     ")


def _day(day: dt.date, lang: str) -> str:
    return day_text(day.toordinal(), lang)
