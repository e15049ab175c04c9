"""Where each key and value of a TOML text stands; the standard parser does not say.

The text has been parsed before, so this reads it loosely: it need only find the
keys, never judge them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TypeAlias

#: The way to a value: keys of tables and positions in arrays.
KeyPath: TypeAlias = tuple[str | int, ...]

_TEXT = r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}" + r"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_KEY = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_KEYS = rf"(?:{_KEY})(?:[ \t]*\.[ \t]*(?:{_KEY}))*"
# Possessive, so that nothing inside a comment is ever taken for a key.
_SPACE = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_BLANK = re.compile(_SPACE)
_LINE = re.compile(
    rf"{_SPACE}"
    rf"(?:(?P<key>{_KEYS})[ \t]*=[ \t]*"
    rf"(?:(?P<text>{_TEXT})|(?P<open>[\[{{])|[^\n#]*)"
    rf"|(?P<array>\[\[)[ \t]*(?P<name>{_KEYS})[ \t]*\]\]|\[[ \t]*(?P<table>{_KEYS})[ \t]*\])",
    re.DOTALL,
)
_PART = re.compile(_KEY)
_SCALAR = re.compile(rf"{_TEXT}|[^\s,\]}}#]+", re.DOTALL)
_INLINE_KEY = re.compile(rf"(?P<key>{_KEYS})[ \t]*=[ \t]*")
_REST_OF_LINE = re.compile(r"""(?:[^\n"'#]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')*""")
_SHORT_TEXT = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_QUOTE = re.compile(r"\"{3}\n?|'{3}\n?|\"|'")


class Locator:
    """Tells the line and column of every key and value of one TOML text."""

    def __init__(self, text: str) -> None:
        """Read ``text`` once and remember where things stand."""
        self._text = text
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._keys: dict[KeyPath, int] = {}
        self._values: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._read()

    def key(self, path: KeyPath) -> tuple[int, int]:
        """Return the line and column of a key, or of the nearest table around it."""
        if path not in self._keys:
            self._open(path)
        while path and path not in self._keys:
            path = path[:-1]
        return self.at(self._keys[path]) if path else (1, 1)

    def value(self, path: KeyPath) -> tuple[int, int]:
        """Return the line and column where a value begins, past its opening quote."""
        if path not in self._values:
            self._open(path)
        offset = self._values.get(path)
        if offset is None:
            return self.key(path)
        quote = _QUOTE.match(self._text, offset)
        return self.at(quote.end() if quote else offset)

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column of a character."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _open(self, path: KeyPath) -> None:
        """Read the array or inline table that holds ``path``, if one does."""
        for length in range(len(path) - 1, 0, -1):
            offset = self._values.get(path[:length])
            if offset is not None:
                if self._text[offset] in "[{":
                    self._inline(offset, path[:length])
                return

    def _read(self) -> None:
        text, position = self._text, 0
        table: KeyPath = ()
        match_line = _LINE.match
        while line := match_line(text, position):
            key = line["key"]
            position = line.end()
            if key is None:
                table = self._table(line)
                continue
            path = table + _parts(key)
            self._keys[path] = line.start("key")
            if line["text"] is not None:
                self._values[path] = line.start("text")
            elif line["open"]:
                self._values[path] = position - 1
                position = self._past(position - 1, path)
            else:
                start = line.end("key")
                value = text.index("=", start) + 1
                self._values[path] = (
                    value + len(text[value:position]) - len(text[value:position].lstrip(" \t"))
                )

    def _past(self, start: int, path: KeyPath) -> int:
        """Return where an array or inline table ends; what is in it is read when asked for."""
        rest = _REST_OF_LINE.match(self._text, start)
        if rest:
            bare = _SHORT_TEXT.sub("", rest.group())
            if bare.count("[") == bare.count("]") and bare.count("{") == bare.count("}"):
                return rest.end()
        return self._inline(start, path)

    def _table(self, line: re.Match[str]) -> KeyPath:
        path: KeyPath = ()
        names = _parts(line["name"] or line["table"])
        start = line.start("array") if line["array"] else line.start("table") - 1
        for number, name in enumerate(names):
            path += (name,)
            if line["array"] and number == len(names) - 1:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                self._keys.setdefault(path, start)
                path += (self._counts[path] - 1,)
        self._keys.setdefault(path, start)
        return path

    def _inline(self, position: int, path: KeyPath) -> int:
        """Remember what stands in an array or inline table; return where it ends."""
        text = self._text
        opening = text[position : position + 1]
        if opening not in ("[", "{") or not opening:
            scalar = _SCALAR.match(text, position)
            return scalar.end() if scalar else position + 1
        closing = "]" if opening == "[" else "}"
        position, number = position + 1, 0
        while position < len(text):
            blank = _BLANK.match(text, position)
            position = blank.end() if blank else position
            if text[position : position + 1] == closing:
                return position + 1
            if text[position : position + 1] == ",":
                position += 1
                continue
            inner: KeyPath
            if opening == "[":
                inner, start = (*path, number), position
                number += 1
            else:
                key = _INLINE_KEY.match(text, position)
                if not key:
                    return position + 1
                inner, start, position = path + _parts(key["key"]), key.start(), key.end()
            self._keys[inner], self._values[inner] = start, position
            position = self._inline(position, inner)
        return position


def _parts(name: str) -> tuple[str, ...]:
    if "." not in name and name[0] not in "\"'":
        return (name,)
    return tuple(part.strip("\"'") for part in _PART.findall(name))
