"""The keys of a rule: which go together, and how its editions follow each other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from jintan_rules.errors import Place, Problem
from jintan_rules.loading.files import Document
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawRule
from jintan_rules.standard.rules import Edition

_ID = re.compile(r"[a-z0-9_]+([.-][a-z0-9_]+)*")
_DAY = dt.timedelta(days=1)


def shape_problems(raw: RawRule, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Yield a problem for each key that does not go with the others."""
    at_key, at_value = document.at_key, document.at_value
    if not _ID.fullmatch(raw.id):
        yield Problem(
            "JR106",
            at_value((*path, "id")),
            f"{raw.id!r} cannot be an id",
            expected="small letters and digits, joined by . and -",
            mend="write it like act.members-meeting.quarterly",
        )
    if raw.empty not in ("", "pass"):
        yield Problem(
            "JR108",
            at_value((*path, "empty")),
            "empty has a value that it cannot take",
            expected="pass",
            found=repr(raw.empty),
        )
    if raw.first_period and not raw.period:
        yield Problem(
            "JR304",
            at_key((*path, "first_period")),
            "first_period goes with period",
            found="no period",
            mend="give the rule a period, or remove first_period",
        )
    for key, other, there in (
        ("remedy_en", "remedy", raw.remedy and not raw.remedy_en),
        ("remedy", "remedy_en", raw.remedy_en and not raw.remedy),
        ("note_en", "note", raw.note and not raw.note_en),
        ("note", "note_en", raw.note_en and not raw.note),
    ):
        if there:
            yield Problem(
                "JR104",
                at_key((*path, key)),
                f"the key {key!r} is missing",
                expected=f"{key} beside {other}",
                mend="say it in both languages",
            )


def judgement_problems(
    written: Collection[str], document: Document, path: KeyPath
) -> Iterator[Problem]:
    """Yield a problem unless an edition has requires, or done and due."""
    if set(written) not in ({"requires"}, {"done", "due"}):
        yield Problem(
            "JR304",
            document.at_key(path),
            "a rule has requires, or done and due",
            found=" and ".join(sorted(written)) or "neither",
            mend="keep one of the two forms, and all of it",
        )


def order_problems(
    editions: list[tuple[Edition, int]], document: Document, path: KeyPath
) -> Iterator[Problem]:
    """Yield a problem for each overlap, gap and edition that ends before it begins."""

    def at(number: int) -> Place:
        return document.at_value((*path, "edition", number, "from"))

    for edition, number in editions:
        if edition.end and edition.end < edition.start:
            yield Problem(
                "JR301",
                at(number),
                "an edition ends before it begins",
                found=f"{edition.start} to {edition.end}",
                mend="correct one day",
            )
        if (edition.done is None) != (editions[0][0].done is None):
            yield Problem(
                "JR304",
                at(number),
                "editions are judged in different ways",
                expected="requires in all of them, or done and due in all",
                mend="make two rules of it",
            )
    for (one, _), (other, number) in pairwise(editions):
        if one.end is None or one.end >= other.start:
            yield Problem(
                "JR301",
                at(number),
                "two editions overlap",
                expected=f"the one before ends on {_day_before(other.start)}",
                found=f"it ends on {one.end}" if one.end else "it has no end",
                mend="end each edition the day before the next begins",
            )
        elif one.end + _DAY < other.start:
            yield Problem(
                "JR301",
                at(number),
                "no edition covers some days",
                found=f"nothing from {one.end + _DAY} to {other.start - _DAY}",
                mend="end each edition the day before the next begins",
            )


def _day_before(day: dt.date) -> str:
    return f"{day - _DAY}" if day > dt.date.min else f"the day before {day}"
