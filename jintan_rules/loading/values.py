"""Readers of single values: plain values in, typed and exact values out.

Each fact has one reader, made once a vocabulary. A reader returns the value or
raises :class:`RefusedError`, which knows everything but the place. The common case
is a test and a return; the rest of each reader only finds the right words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from jintan_rules.loading.figures import decimal_reader, whole_number_reader
from jintan_rules.loading.refusals import (
    RefusedError,
    near_name,
    one_of,
    shown,
    shown_name,
    wrong_type,
)
from jintan_rules.records import shapes
from jintan_rules.records.record import NEVER, FactValue
from jintan_rules.standard.vocabulary import Fact, Label

Reader: TypeAlias = Callable[[Any], FactValue]

#: An id that is no number of a person.
_OPAQUE = re.compile(f"(?!{shapes.PERSONAL}){shapes.ID}")
_NAME = re.compile(shapes.NAME)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LABEL = re.compile(shapes.LABEL)
_PERSONAL = re.compile(shapes.PERSONAL)
_DAY_LIKE = re.compile(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*")
_DAY_AND_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ].+", re.DOTALL)
_LENGTH_OF_DAY = 10
_SHORT = 10


def reader_of(fact: Fact) -> Reader:
    """Return the reader of one declared fact."""
    return _MAKERS[fact.type](fact)


def read_bool(value: object) -> bool:
    """Take true or false, and nothing that only counts as such."""
    if value is True or value is False:
        return value
    mend = "write true or false" + (", without quotation marks" if isinstance(value, str) else "")
    raise wrong_type(value, "true or false", mend)


@lru_cache(maxsize=8192)
def _day_of(text: str) -> dt.date | None:
    """Return the day that ten signs are, or None; the same few days come again and again."""
    # The shape first: the parser takes other forms of ISO 8601 too.
    if text[4] == "-" and text[7] == "-":
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    return None


def read_day(value: object) -> dt.date:
    """Take a day of the calendar."""
    if type(value) is str:
        if len(value) == _LENGTH_OF_DAY and (day := _day_of(value)) is not None:
            return day
    elif type(value) is dt.date:
        return value
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    raise _not_a_day(value, never=False)


def read_day_or_never(value: object) -> FactValue:
    """Take a day of the calendar, or never."""
    if type(value) is str and len(value) == _LENGTH_OF_DAY and (day := _day_of(value)):
        return day
    if _is_never(value):
        return NEVER
    try:
        return read_day(value)
    except RefusedError:
        raise _not_a_day(value, never=True) from None


def _is_never(value: object) -> bool:
    # Only a text is compared: what else a notebook hands over may refuse to answer.
    return value is NEVER or (isinstance(value, str) and value == "never")


def _mend_time(value: dt.datetime) -> str:
    try:
        return f'write "{value.date().isoformat()}"'
    except ValueError:  # the time that pandas puts where there is none
        return "leave the key out where the day is not known"


def _not_a_day(value: object, *, never: bool) -> RefusedError:
    expected = 'a day such as "2024-05-31"' + (', or "never"' if never else "")
    summary, mend = "this is not a date", 'write it as "2024-05-31"'
    match value:
        case dt.datetime():
            summary, mend = "the date has a time", _mend_time(value)
        case _ if _is_never(value):
            summary = "this date cannot be never"
            mend = "give the day, or leave the key out where it is not known"
        case str() if match := _DAY_AND_TIME.fullmatch(value):
            summary, mend = "the date has a time", f'write "{match.group(1)}"'
        case str() if match := _DAY_LIKE.fullmatch(value):
            year, month, day = (int(part) for part in match.groups())
            try:
                mend = f'write "{dt.date(year, month, day).isoformat()}"'
            except ValueError:
                summary, mend = "there is no such day", "check the day against its source"
        case str() if not value.strip():
            mend = "leave the key out where the day is not known"
            if never:
                mend += ', or write "never" where the act is known not to have happened'
        case str():
            pass
        case _:
            return wrong_type(value, expected, mend)
    return RefusedError("JR404", summary, expected=expected, found=shown(value), mend=mend)


def token_reader(tokens: Mapping[str, Label]) -> Callable[[object], str]:
    """Return a reader of one token out of ``tokens``."""
    own = {token: token for token in tokens}
    expected = one_of(tokens)

    def read(value: object) -> str:
        if isinstance(value, str):
            token = own.get(value)
            if token is not None:
                return token
            raise RefusedError(
                "JR403",
                "the value is not one of those declared",
                expected=expected,
                found=shown(value),
                mend=near_name(value, tokens) or "use one of the values listed",
            )
        raise wrong_type(value, expected, "write one of the values listed, in quotation marks")

    return read


def _token_set(tokens: Mapping[str, Label]) -> Reader:
    own = {token: token for token in tokens}
    expected = f"an array, each value {one_of(tokens)}"

    def read(value: object) -> frozenset[str]:
        if isinstance(value, (list, tuple, set, frozenset)):
            try:
                found = frozenset([own[each] for each in value])
            except (KeyError, TypeError):
                raise _strange_tokens(value, tokens, expected) from None
            if len(found) == len(value):
                return found
            raise _repeated(value, expected)
        single = f'write ["{shown_name(value)}"]'
        mend = single if isinstance(value, str) else "write an array of tokens"
        raise wrong_type(value, expected, mend)

    return read


def _strange_tokens(
    value: Iterable[object], tokens: Mapping[str, Label], expected: str
) -> RefusedError:
    strange = [each for each in value if not (isinstance(each, str) and each in tokens)]
    near = (near_name(each, tokens) for each in strange[:3])
    return RefusedError(
        "JR403",
        "the set holds what is not declared",
        expected=expected,
        found=", ".join(shown(each) for each in strange[:3]),
        mend="; ".join(each for each in near if each) or "use the values listed",
    )


def _repeated(value: Iterable[str], expected: str) -> RefusedError:
    twice = sorted(each for each, times in Counter(value).items() if times > 1)
    return RefusedError(
        "JR107",
        "the set holds the same value twice",
        expected=expected,
        found=", ".join(shown(each) for each in twice[:3]),
        mend="write each value once",
    )


def read_id(value: object) -> str:
    """Take an opaque id, and nothing that could be a person's name or number."""
    if type(value) is str and len(value) <= _SHORT and value.isalnum() and value.isascii():
        return value  # too short for any number of a person
    if isinstance(value, str) and _OPAQUE.fullmatch(value):
        return str.__str__(value)
    expected = "an opaque id of at most 64 letters, digits and . _ : -"
    if not isinstance(value, str):
        mend = f'write "{shown(value)}"' if type(value) is int else "write an id as text"
        raise wrong_type(value, expected, mend)
    if _PERSONAL.fullmatch(value):
        found = f"{len(value)} digits, as identity and mobile numbers have"
    elif shapes.HAN.search(value):
        found = f"{len(value)} signs with Chinese characters among them, as names have"
    else:
        raise RefusedError(
            "JR402",
            "this is not an opaque id",
            expected=expected,
            found=shown(value),
            mend='use an id such as "p1"',
        )
    raise RefusedError(
        "JR407",
        "the id looks personal",
        expected=expected,
        found=found,
        mend='use an id that says nothing by itself, such as "p1", and keep its key elsewhere',
    )


def _read_ids(value: object) -> frozenset[str]:
    if isinstance(value, (list, tuple, set, frozenset)):
        found = frozenset([read_id(each) for each in value])
        if len(found) == len(value):
            return found
        raise _repeated(value, "an array of ids")
    raise wrong_type(value, "an array of ids", 'write an array such as ["p1", "p2"]')


def read_name(value: object) -> str:
    """Take the record's own id: any printable text."""
    expected = f"text of 1 to {shapes.MOST_NAME} printable characters"
    if not isinstance(value, str):
        mend = f'write "{shown(value)}"' if type(value) is int else "give the record an id"
        raise wrong_type(value, expected, mend)
    if _NAME.fullmatch(value) and not _SURROGATE.search(value):
        return str.__str__(value)
    raise RefusedError(
        "JR403",
        "the record's id is empty, too long or not printable",
        expected=expected,
        found=shown(value),
        mend="use the id by which the organisation is filed",
    )


def read_label(value: object) -> str:
    """Take the id of a rule or the label of a slot."""
    expected = f"text of at most {shapes.MOST_LABEL} letters, digits and . _ : / + # -"
    if not isinstance(value, str):
        raise wrong_type(value, expected, "write it as text, as a report shows it")
    if _LABEL.fullmatch(value):
        return str.__str__(value)
    raise RefusedError(
        "JR402",
        "this is not the id of a rule or the label of a slot",
        expected=expected,
        found=shown(value),
        mend="copy it from a report",
    )


def read_list_name(value: object) -> str:
    """Take the name of a list; whether there is such a list is asked afterwards."""
    if isinstance(value, str):
        return str.__str__(value)
    raise wrong_type(value, "the name of a list", "write the name in quotation marks")


_MAKERS: Mapping[str, Callable[[Fact], Reader]] = {
    "bool": lambda _: read_bool,
    "count": whole_number_reader,
    "integer": whole_number_reader,
    "decimal": decimal_reader,
    "money": decimal_reader,
    "date": lambda fact: read_day_or_never if fact.never else read_day,
    "enum": lambda fact: token_reader(fact.tokens),
    "set": lambda fact: _token_set(fact.tokens),
    "ids": lambda _: _read_ids,
    "id": lambda _: read_id,
    "ref": lambda _: read_id,
}
