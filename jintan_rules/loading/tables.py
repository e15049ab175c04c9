"""Raw tables to raw classes: every fault of a table, each with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from attrs import NOTHING, fields, has
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from jintan_rules.errors import Problem, suggestion
from jintan_rules.loading.files import Document
from jintan_rules.loading.places import KeyPath
from jintan_rules.standard.words import Word

T = TypeVar("T")


class _WrongValueError(Exception):
    """A value is not what its key takes."""

    def __init__(self, code: str, expected: str, found: object, mend: str = "") -> None:
        super().__init__(expected)
        self.code, self.expected, self.found, self.mend = code, expected, found, mend


def structure(
    document: Document,
    path: KeyPath,
    table: object,
    shape: type[T],
    problems: list[Problem],
    *,
    apart: frozenset[str] = frozenset(),
    instead: Mapping[str, Any] | None = None,
) -> T | None:
    """Turn a table into ``shape``; None where it lacks what it must have.

    Keys with a fault are told to ``problems`` and left out, so that the rest of
    the table can still be read; ``instead`` stands for those that it must have.
    Keys ``apart`` are read by somebody else.
    """
    if not isinstance(table, Mapping):
        problems.append(
            Problem(
                "JR106",
                document.at_value(path),
                "a table is wanted here",
                expected="a table with keys",
                found=repr(table)[:80],
            )
        )
        return None
    plain: Any = shape
    keys, required = _keys(plain), _required(plain)
    rest = {key: value for key, value in table.items() if key not in apart}
    problems += _blank(document, path, rest, required)
    try:
        return _converter().structure(rest, shape)
    except BaseValidationError as error:
        faults = list(_leaves(error))
        faulty = {str(way[0]) for way, _ in faults if way}
    for way, fault in faults:
        problems += _told(document, path + way, fault, table, shape)
    kept = {key: rest[key] for key in rest if key in keys and key not in faulty}
    kept = {**(instead or {}), **kept}
    if any(key not in kept for key in required):
        return None
    return _converter().structure(kept, shape)


def _blank(
    document: Document, path: KeyPath, table: Mapping[str, Any], required: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield a problem for each required key that says nothing."""
    for key in required:
        value = table.get(key)
        if isinstance(value, str) and not value.strip():
            yield Problem(
                "JR104",
                document.at_value((*path, key)),
                f"{key} says nothing",
                expected=f"{key} = …",
                found=repr(value),
                mend="fill it in",
            )


def _told(
    document: Document, path: KeyPath, fault: Exception, table: Mapping[str, Any], shape: type
) -> Iterator[Problem]:
    match fault:
        case ForbiddenExtraKeysError():
            known = _keys(shape)
            for key in sorted(fault.extra_fields):
                yield Problem(
                    "JR105",
                    document.at_key((*path, key)),
                    f"{key!r} is not a key of this table",
                    expected=", ".join(known),
                    found=key,
                    mend=suggestion(key, known) or "remove it",
                )
        case _WrongValueError():
            yield Problem(
                fault.code,
                document.at_value(path),
                f"{path[-1]} has a value that it cannot take",
                expected=fault.expected,
                found=_shown(fault.found),
                mend=fault.mend,
            )
        case KeyError():
            has_one = ", ".join(map(str, table)) or "nothing"
            yield Problem(
                "JR104",
                document.at_key(path),
                f"the key {path[-1]!r} is missing",
                expected=f"{path[-1]} = …",
                found=f"only {has_one}",
                mend="add it",
            )
        case _:
            yield Problem(
                "JR106", document.at_value(path), "the value cannot be read", found=str(fault)[:120]
            )


def _shown(value: object) -> str:
    return str(value) if isinstance(value, (dt.date, dt.time, Decimal)) else repr(value)[:80]


def _leaves(error: BaseException, way: KeyPath = ()) -> Iterator[tuple[KeyPath, Exception]]:
    """Yield each fault of a failed structuring with the way to it."""
    if not isinstance(error, BaseValidationError):
        if isinstance(error, Exception):
            yield way, error
        return
    for inner in error.exceptions:
        yield from _leaves(inner, way + _step(inner))


def _step(error: BaseException) -> KeyPath:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name.rstrip("_"),)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


@cache
def _keys(shape: type) -> tuple[str, ...]:
    return tuple(each.name.rstrip("_") for each in fields(shape))


@cache
def _required(shape: type) -> tuple[str, ...]:
    return tuple(each.name.rstrip("_") for each in fields(shape) if each.default is NOTHING)


@cache
def _converter() -> Converter:
    """Make the one converter: strict, so that nothing is guessed from another type."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _truth)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(Decimal, _number)
    converter.register_structure_hook(dt.date, _day)
    for word in Word.__subclasses__():
        converter.register_structure_hook(word, _word)
    converter.register_structure_hook_factory(_is_texts, _texts)
    converter.register_structure_hook_factory(_is_labels, lambda _: _labels)
    converter.register_structure_hook_factory(has, lambda shape: _table(converter, shape))
    return converter


def _table(converter: Converter, shape: type) -> Callable[[Any, Any], Any]:
    renamed = {
        each.name: override(rename=each.name.rstrip("_"))
        for each in fields(shape)
        if each.name.endswith("_")
    }
    return make_dict_structure_fn(
        shape,
        converter,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **renamed,  # type: ignore[arg-type]
    )


def _text(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise _WrongValueError("JR106", "a text", value, "put it in quotes")
    return value


def _truth(value: object, _: type) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError("JR106", "true or false", value, "write it without quotes")
    return value


def _whole(value: object, _: type) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _WrongValueError("JR106", "a whole number", value, "write it without quotes")
    return value


def _number(value: object, _: type) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise _WrongValueError("JR106", "a number", value, "write it without quotes")
    if not Decimal(value).is_finite():
        raise _WrongValueError("JR106", "a number with an end", value)
    return Decimal(value)


def _day(value: object, _: type) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise _WrongValueError("JR106", "a day such as 2018-10-28", value, "write it so, no quotes")
    return value


def _word(value: object, shape: type[Word]) -> Word:
    known = [str(each) for each in shape]
    if not isinstance(value, str):
        raise _WrongValueError("JR106", "one of " + ", ".join(known), value, "put it in quotes")
    if value not in known:
        raise _WrongValueError(
            "JR108", "one of " + ", ".join(known), value, suggestion(value, known)
        )
    return shape(value)  # type: ignore[call-arg]


def _is_texts(shape: Any) -> bool:
    return get_origin(shape) is tuple and get_args(shape) == (str, ...)


def _texts(_: Any) -> Callable[[Any, Any], tuple[str, ...]]:
    def texts(value: object, _: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _WrongValueError("JR106", 'texts, such as ["common"]', value)
        return tuple(value)

    return texts


def _is_labels(shape: Any) -> bool:
    return get_origin(shape) is dict


def _labels(value: object, _: Any) -> dict[str, tuple[str, str]]:
    if not isinstance(value, Mapping):
        raise _WrongValueError("JR106", 'a table such as { branch = ["支部", "branch"] }', value)
    for token, pair in value.items():
        pair_is_right = isinstance(pair, list) and [type(each) for each in pair] == [str, str]
        if not pair_is_right:
            raise _WrongValueError("JR106", f'{token} = ["中文", "English"]', pair)
    return {token: (pair[0], pair[1]) for token, pair in value.items()}
