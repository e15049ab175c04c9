"""What falls due as an RFC 5545 calendar, which calendar programs import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256

from jintan_rules.due.deadline import Deadline
from jintan_rules.reports.falling import Entry, Words, entries
from jintan_rules.reports.phrases import check_language, say
from jintan_rules.reports.width import visible
from jintan_rules.version import VERSION

#: The most octets of a line, its end left aside (RFC 5545, 3.1).
_LINE = 75
#: How many things the title of an event names; its description names more.
_MOST_NAMED = 3
#: Reminders ring at nine in the morning.
_HOUR = 9
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def deadlines_to_ics(
    deadlines: Iterable[Deadline],
    *,
    lang: str = "zh",
    calendar_name: str | None = None,
    alarm_days: int = 7,
    stamp: dt.datetime | None = None,
) -> str:
    """Return deadlines as a calendar with one all-day event on each last day.

    The people or things of one rule in one period share an event. An event
    keeps its UID for as long as record, rule and slot are the same, so that
    importing again updates it. What is not certain to fall due is tentative.

    Args:
        deadlines: What falls due; records may be mixed.
        lang: ``zh`` or ``en``.
        calendar_name: What calendar programs call it; by default its title.
        alarm_days: How many days before the last day to remind, at nine in the
            morning; where fewer are left, on the first morning that is left.
        stamp: When the calendar was made, with its time zone; by default the
            start of the assessment day, so that the same deadlines give the
            same text.

    Returns:
        The calendar, its lines ended by CR and LF; write it as UTF-8 and keep
        the line ends. Without deadlines it holds no event, which some programs
        refuse.

    Raises:
        ValueError: If the language, the days or the stamp cannot be used.
    """
    check_language(lang)
    if isinstance(alarm_days, bool) or not isinstance(alarm_days, int) or alarm_days < 0:
        raise ValueError(f"alarm_days is a whole number from 0, not {alarm_days!r}")
    if stamp is not None and stamp.tzinfo is None:
        raise ValueError(f"stamp has no time zone: {stamp!r}")
    name = _text(say("due-title", lang) if calendar_name is None else calendar_name)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//jintan_rules//jintan_rules {VERSION}//{lang.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
    ]
    for entry in entries(deadlines):
        lines += _event(entry, lang, alarm_days, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: Entry, lang: str, alarm_days: int, stamp: dt.datetime | None) -> Iterator[str]:
    words, first = Words.of(entry, lang), entry.first
    head = _text(words.head(entry, most=_MOST_NAMED))
    slots = words.naming.say("slots-concerned"), [words.slot(entry)]
    details = words.lines([slots, *words.details(entry)])
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(entry)}"
    yield f"DTSTAMP:{_stamp(stamp, first.as_of)}"
    yield f"DTSTART;VALUE=DATE:{_date(first.day)}"
    if first.day < dt.date.max:  # the day after, as the end is not included
        yield f"DTEND;VALUE=DATE:{_date(first.day + dt.timedelta(days=1))}"
    yield f"SUMMARY:{head}"
    yield f"DESCRIPTION:{_text(*details, words.byline(entry))}"
    if first.rule.item:
        yield f"CATEGORIES:{_text(first.rule.item)}"
    yield f"STATUS:{'CONFIRMED' if entry.certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{head}")
    yield f"TRIGGER:{_trigger(min(alarm_days, first.days_left - 1))}"
    yield from ("END:VALARM", "END:VEVENT")


def _uid(entry: Entry) -> str:
    """Return what an event is known by, from day to day and whatever signs an id holds."""
    named = f"{entry.first.record}\0{entry.first.rule.id}\0{entry.name}"
    return f"{sha256(named.encode(errors='backslashreplace')).hexdigest()[:32]}@jintan-rules"


def _trigger(days: int) -> str:
    """Return the time from the start of the last day to the reminder."""
    return f"-P{days - 1}DT{24 - _HOUR}H" if days else f"PT{_HOUR}H"


def _stamp(stamp: dt.datetime | None, as_of: dt.date) -> str:
    if stamp is None:
        return f"{_date(as_of)}T000000Z"
    utc = stamp.astimezone(dt.UTC)
    return f"{_date(utc.date())}T{utc:%H%M%S}Z"


def _date(day: dt.date) -> str:
    # strftime leaves out the zeros of an early year on some platforms.
    return day.isoformat().replace("-", "")


def _text(*lines: str) -> str:
    """Return lines as one value: signs that would end it are escaped, controls made visible."""
    # A record's text may hold half a surrogate pair, which UTF-8 has no place for.
    text = "\n".join(map(visible, lines)).encode(errors="replace").decode()
    return text.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Cut a line to its most octets, between signs; a space opens each that goes on."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
