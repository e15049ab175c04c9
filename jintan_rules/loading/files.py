"""TOML files, read within limits, with the place of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.loading.places import KeyPath, Locator
from jintan_rules.loading.refusals import shown_name
from jintan_rules.records.shapes import MOST_DIGITS, MOST_PLACES, is_short

#: The largest file, the most files of one folder and the deepest nesting that are read.
MOST_BYTES = 1_000_000
MOST_FILES = 100
MOST_LEVELS = 16

_AT = re.compile(r"line ([0-9]+), column ([0-9]+)\)")

#: The keys by which one table of an array is known.
_NAMES_OF_TABLES = ("id", "name", "rule")


@frozen
class Folder:
    """A folder of declarations, and how problems name it."""

    path: Path
    shown: str

    def file(self, name: str) -> Folder:
        """Return a file or folder inside."""
        return Folder(self.path / name, f"{self.shown}/{name}" if self.shown else name)

    def files(self) -> tuple[Folder, ...]:
        """Return the TOML files directly inside, in the order of their names."""
        if not self.path.is_dir():
            return ()
        names = sorted(each.name for each in self.path.iterdir() if each.suffix == ".toml")
        return tuple(self.file(name) for name in names)


@frozen
class Document:
    """What one TOML file says, and where."""

    shown: str
    data: Mapping[str, Any]
    text: str = field(repr=False)

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.text)

    def at_key(self, path: KeyPath) -> Place:
        """Return the place of a key, or of the table it is missing from."""
        return Place.found_later(self.shown, lambda: (*self._locator.key(path), self.written(path)))

    def at_value(self, path: KeyPath) -> Place:
        """Return the place where a value begins."""
        # Most places are never shown, and finding them takes a second pass over the text.
        return Place.found_later(
            self.shown, lambda: (*self._locator.value(path), self.written(path))
        )

    def tables(self, key: str, problems: list[Problem]) -> Iterator[tuple[KeyPath, Any]]:
        """Yield each table of an array of tables with its path."""
        array = self.data.get(key, [])
        if not isinstance(array, list):
            problems.append(
                Problem(
                    "JR106",
                    self.at_key((key,)),
                    f"{key} is not an array of tables",
                    expected=f"[[{key}]]",
                    found=repr(array)[:80],
                )
            )
            return
        for number, table in enumerate(array):
            yield (key, number), table

    def only(self, known: frozenset[str]) -> list[Problem]:
        """Return a problem for each key at the top that is not known."""
        return [
            Problem(
                "JR105",
                self.at_key((key,)),
                f"{key!r} is not a key of this file",
                expected=", ".join(sorted(known)),
                found=key,
                mend=suggestion(key, known),
            )
            for key in self.data
            if key not in known
        ]

    def has(self, path: KeyPath) -> bool:
        """Say whether a key is there at all."""
        return self._found(path)[1] is not None

    def written(self, path: KeyPath) -> str:
        """Write a path out, with tables called by their id or name where they have one."""
        return self._found(path)[0]

    @cached_property
    def _written(self) -> dict[KeyPath, tuple[str, Any]]:
        return {(): ("", self.data)}

    def _found(self, path: KeyPath) -> tuple[str, Any]:
        """Return a path written out, and what it leads to."""
        known = self._written.get(path)
        if known is not None:
            return known
        written, value = self._found(path[:-1])
        step = path[-1]
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(step, int):
            written += f"[{_name_of(value) or step + 1}]"
        else:
            written += f".{shown_name(step)}" if written else shown_name(step)
        self._written[path] = written, value
        return written, value


def _name_of(table: object) -> str:
    if not isinstance(table, Mapping):
        return ""
    names = (table.get(key) for key in _NAMES_OF_TABLES)
    return next((name for name in names if isinstance(name, str)), "")


def read(file: Folder, problems: list[Problem]) -> Document | None:
    """Read one TOML file; None where a problem, told to ``problems``, prevents it."""
    place = Place(file.shown)
    try:
        with file.path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be opened"
        problems.append(
            Problem(
                "JR101",
                place,
                f"the file cannot be read: {reason}",
                expected="a file that may be read",
                mend="check the path and that the file may be read",
            )
        )
        return None
    if len(raw) > MOST_BYTES:
        problems.append(
            Problem(
                "JR103",
                place,
                f"the file has more than {MOST_BYTES} bytes",
                expected=f"at most {MOST_BYTES} bytes",
                mend="split it",
            )
        )
        return None
    return _parsed(file, raw, problems)


def _parsed(file: Folder, raw: bytes, problems: list[Problem]) -> Document | None:
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(
                "JR102",
                Place(file.shown, line),
                "the file is not UTF-8 text",
                found=repr(raw[error.start : error.start + 4]),
                mend="save it as UTF-8",
            )
        )
        return None
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        problems.append(_too_deep(Place(file.shown)))
        return None
    except (ValueError, ArithmeticError) as error:
        problems.append(_not_toml(file.shown, text, error))
        return None
    document = Document(file.shown, data, text)
    if _is_deep(data):
        problems.append(_too_deep(Place(file.shown)))
        return None
    found = [_too_long(document.at_value(path)) for path in _long_numbers(data, ())]
    problems += found
    return None if found else document


def _not_toml(shown: str, text: str, error: Exception) -> Problem:
    # The parser gives the place in words only, at the end of its message.
    reason, _, where = str(error).rpartition(" (at ")
    at = _AT.fullmatch(where)
    line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 0)
    return Problem(
        "JR102",
        Place(shown, line, column),
        f"this is not TOML: {(reason or where)[:1].lower()}{(reason or where)[1:]}",
        found=repr(text.split("\n")[line - 1].strip()[:80]),
        mend="quote texts, close brackets, keep an inline table on one line, give each key once",
    )


def _too_deep(place: Place) -> Problem:
    return Problem(
        "JR103",
        place,
        f"tables and arrays are nested more than {MOST_LEVELS} deep",
        expected=f"at most {MOST_LEVELS} levels",
        mend="nothing needs so many levels: make it flat",
    )


def _too_long(place: Place) -> Problem:
    return Problem(
        "JR103",
        place,
        "the number is too long",
        expected=f"at most {MOST_DIGITS} digits before the point and {MOST_PLACES} after it",
        mend="no fact and no parameter can have it: check the figure",
    )


def _long_numbers(value: object, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the way to every number that is longer than any that may be computed with."""
    match value:
        case bool():
            pass
        case int():
            if not is_short(value):
                yield path
        case Decimal():
            if value.is_finite() and not is_short(value):
                yield path
        case dict():
            for key, each in value.items():
                yield from _long_numbers(each, (*path, key))
        case list():
            for number, each in enumerate(value):
                yield from _long_numbers(each, (*path, number))


def _is_deep(data: Mapping[str, Any]) -> bool:
    level: list[Any] = [data]
    for _ in range(MOST_LEVELS):
        inside = [each.values() if isinstance(each, dict) else each for each in level]
        level = [each for values in inside for each in values if isinstance(each, (dict, list))]
        if not level:
            return False
    return True
