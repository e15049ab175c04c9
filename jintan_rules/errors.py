"""Problems and the exceptions that carry them.

Every mistake in a file, an expression, a profile, a record or a call is a
:class:`Problem`: where, what was expected, what was found, how to mend it.
Whoever reads input gathers all problems and raises once. Programs tell faults
apart by their code, never by their text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import field, frozen

from jintan_rules.codes import CODES


class _Unfound:
    """What a place knows while nobody has asked where exactly it is."""

    __slots__ = ("find",)
    find: Callable[[], tuple[int, int, str]]


@frozen(order=True)
class Place(_Unfound):
    """Where a problem is: a source, a line and column in it, a path inside it.

    ``line`` and ``column`` count from 1; 0 means that there is none.
    """

    source: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    @classmethod
    def found_later(cls, source: str, find: Callable[[], tuple[int, int, str]]) -> Place:
        """Return a place whose line, column and path are looked for when they are asked for."""
        place = cls.__new__(cls)
        _SOURCE.__set__(place, source)
        _FIND.__set__(place, find)
        return place

    if not TYPE_CHECKING:  # to a type checker, no name but those declared is there

        def __getattr__(self, name: str) -> object:
            if name not in _FOUND:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            for door, value in zip(_FOUND.values(), self.find(), strict=True):
                door.__set__(self, value)
            return _FOUND[name].__get__(self)

    def __str__(self) -> str:
        head = self.source
        if self.line:
            head += f":{self.line}"
            if self.column:
                head += f":{self.column}"
        return f"{head} [{self.path}]" if self.path else head


# A frozen class is set by the doors of its slots.
_SOURCE, _FIND = Place.__dict__["source"], _Unfound.__dict__["find"]
_FOUND = {name: Place.__dict__[name] for name in ("line", "column", "path")}


@frozen(order=True)
class Problem:
    """One mistake: code, place, what was expected, what was found, how to mend it.

    Where nothing nearer is said of how to mend it, the advice of its code stands.
    """

    code: str
    place: Place
    summary: str
    expected: str = ""
    found: str = ""
    mend: str = ""
    excerpt: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if not self.mend and self.code in CODES:
            advice = CODES[self.code].advice.rstrip(".")
            object.__setattr__(self, "mend", advice[:1].lower() + advice[1:])

    def __str__(self) -> str:
        lines = [f"{_readable(str(self.place))}: {self.code} {_readable(self.summary)}"]
        lines += [f"    {_UNREADABLE.sub('?', line)}" for line in self.excerpt.split("\n") if line]
        for word, text in (
            ("expected", self.expected),
            ("found", self.found),
            ("to mend", self.mend),
        ):
            if text:
                lines.append(f"  {word + ':':<9} {_readable(text)}")
        return "\n".join(lines)


#: Signs that would break a line, turn it round or stop it from being printed.
_UNREADABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_LONGEST = 500


def _readable(text: str) -> str:
    """Return a text on one line, cut, its signs that cannot be seen written out."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _UNREADABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", cut)


def _in_order(place: Place) -> tuple[object, ...]:
    """Return what puts places in the order they are read in: row 9 stands before row 10."""
    parts = re.split(r"([0-9]+)", place.path)
    return place.source, place.line, place.column, [*map(_text_or_number, parts)]


def _text_or_number(part: str) -> tuple[int, str]:
    # As texts of equal length numbers sort by value, however many digits they have.
    return (len(part.lstrip("0")), part) if part.isdigit() else (0, part)


class JintanError(ValueError):
    """The base of all errors of this library; ``problems`` holds every one found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry ``problems``, in the order of their places."""
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (_in_order(problem.place), problem))
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        text = "\n".join(str(problem) for problem in self.problems)
        return text if count == 1 else f"{count} problems\n{text}"


class ProfileError(JintanError):
    """A vocabulary, rule, profile or tailoring cannot be loaded (JR1xx to JR3xx)."""


class RecordError(JintanError):
    """A record cannot be read (JR1xx and JR4xx)."""


class EvaluationError(JintanError):
    """A call cannot be carried out as asked (JR5xx)."""


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to ``most`` known names that look like ``name``, the likest first."""
    return difflib.get_close_matches(name, sorted(known), n=most, cutoff=0.6)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say which known names are near ``name``, or nothing where none is."""
    near = nearest(name, known)
    return "did you mean " + " or ".join(repr(word) for word in near) + "?" if near else ""
