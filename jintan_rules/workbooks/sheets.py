"""What a sheet holds: its cells that are not blank, what is hidden and what is merged."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from attrs import define, field, frozen

from jintan_rules.workbooks.package import Package, Part, UnfitError, parse, unescaped

#: The most cells of a workbook that may hold something.
MOST_CELLS = 2_000_000

#: Rows in which every cell is blank, formatted or not; a sheet may have a million of them.
_BLANK_ROW = re.compile(rb'<row [^<>]*\br="[0-9]+"[^<>]*(?:/>|>(?:<c [^<>]*>(?:</c>)?|\s)*+</row>)')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DAY_SIGNS = re.compile("[dmyhs]", re.IGNORECASE)


@frozen
class Cell:
    """What one cell holds: ``kind`` is text, number, bool, error, day, or empty_formula.

    ``text`` is the value as the file writes it; ``format`` is the number format.
    """

    kind: str
    text: str
    format: str = "General"

    @cached_property
    def shows_a_day(self) -> bool:
        """Whether the format shows a number as a day."""
        bare = _QUOTED.sub("", self.format)
        return "general" not in bare.lower() and _DAY_SIGNS.search(bare) is not None

    @cached_property
    def shows_a_percentage(self) -> bool:
        """Whether the format shows a number as a percentage."""
        return "%" in _QUOTED.sub("", self.format)


@frozen
class Area:
    """A block of merged cells, its first and last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in the block."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


@frozen
class Sheet:
    """The cells of a sheet by row and column, counted from 1."""

    title: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    merged: tuple[Area, ...]

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, or None where it is blank."""
        return self.rows.get(row, {}).get(column)

    def is_hidden_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def covering(self, row: int, column: int) -> Area | None:
        """Return the block that a cell is merged into, if there is one."""
        return next((area for area in self.merged if area.covers(row, column)), None)


class TooManyCellsError(Exception):
    """A sheet holds more than a record can."""


def read_sheet(package: Package, part: Part, most: int = MOST_CELLS) -> Sheet:
    """Read one sheet.

    Raises:
        UnfitError: If it is damaged.
        TooManyCellsError: If more than ``most`` of its cells hold something.
    """
    try:
        try:
            return _Parser(package, part, most).sheet(skip_blank=True)
        except _UnplacedError:
            # Cells that do not say where they stand follow each other: none may be passed over.
            return _Parser(package, part, most).sheet(skip_blank=False)
    except (ValueError, KeyError, OverflowError) as fault:
        # A number where none stands, an attribute that is missing.
        raise UnfitError(str(fault)) from fault


class _UnplacedError(Exception):
    """A cell or row does not say where it stands."""


@define
class _Parser:
    """Reads the elements of one sheet."""

    package: Package
    part: Part
    most: int
    rows: dict[int, dict[int, Cell]] = field(factory=dict)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: list[tuple[int, int]] = field(factory=list)
    merged: list[Area] = field(factory=list)
    skip_blank: bool = True
    row: int = 0
    column: int = 0
    kind: str = ""
    style: str = ""
    formula: bool = False
    value: list[str] = field(factory=list)
    inside: list[str] = field(factory=list)
    count: int = 0

    def sheet(self, *, skip_blank: bool) -> Sheet:
        self.skip_blank = skip_blank
        pieces = self.package.pieces(self.part.path)
        parse(_lean(pieces) if skip_blank else pieces, self.start, self.end, self.text)
        return Sheet(
            self.part.title,
            self.part.hidden,
            self.rows,
            frozenset(self.hidden_rows),
            tuple(self.hidden_columns),
            tuple(self.merged),
        )

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self.inside.append(name)
        match name:
            case "row":
                self.row = self.number(given.get("r"), self.row)
                self.column = 0
                if given.get("hidden") in ("1", "true"):
                    self.hidden_rows.add(self.row)
            case "c":
                self.place(given.get("r"))
                self.kind, self.style = given.get("t", "n"), given.get("s", "0")
                self.formula, self.value = False, []
            case "f":
                self.formula = True
            case "col":
                if given.get("hidden") in ("1", "true"):
                    self.hidden_columns.append((int(given["min"]), int(given["max"])))
            case "mergeCell":
                first, _, last = given.get("ref", "").partition(":")
                self.merged.append(Area(*reference(first), *reference(last or first)))

    def number(self, given: str | None, before: int) -> int:
        if given is not None:
            return int(given)
        self.follow()
        return before + 1

    def place(self, given: str | None) -> None:
        if given is None:
            self.follow()
            self.column += 1
        else:
            self.row, self.column = reference(given)

    def follow(self) -> None:
        if self.skip_blank:
            raise _UnplacedError

    def text(self, text: str) -> None:
        element = self.inside[-1]
        if element == "v" or (element == "t" and "is" in self.inside and "rPh" not in self.inside):
            self.value.append(text)

    def end(self, name: str) -> None:
        self.inside.pop()
        if name != "c":
            return
        cell = self.cell("".join(self.value))
        if cell is None:
            return
        self.count += 1
        if self.count > self.most:
            raise TooManyCellsError
        self.rows.setdefault(self.row, {})[self.column] = cell

    def cell(self, value: str) -> Cell | None:
        format_ = self.format()
        match self.kind:
            case "s":
                text = self.shared(value)
            case "str" | "inlineStr":
                text = unescaped(value)
            case _ if not value:
                # Text that a formula makes may be empty; a number or truth may not.
                return Cell("empty_formula", "", format_) if self.formula else None
            case "b":
                return Cell("bool", value, format_)
            case "e":
                return Cell("error", value, format_)
            case "d":
                return Cell("day", value, format_)
            case _:
                return Cell("number", _finite(value), format_)
        return Cell("text", text, format_) if text.strip() else None

    def format(self) -> str:
        formats = self.package.formats
        index = int(self.style) if self.style.isdigit() else 0
        return formats[index] if index < len(formats) else "General"

    def shared(self, value: str) -> str:
        if not value:
            return ""
        texts = self.package.texts
        if not value.isdigit() or int(value) >= len(texts):
            raise UnfitError("a cell points to a text that is not there")
        return texts[int(value)]


def _finite(text: str) -> str:
    try:
        if math.isfinite(float(text)):
            return text
    except ValueError:
        pass
    raise UnfitError("a cell holds a number that is none")


def _lean(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a sheet without the rows that hold nothing."""
    rest, plain = b"", True
    for piece in pieces:
        # What may be cut in two at the end of a piece waits for the next one.
        together = rest + piece
        plain = plain and b"<!" not in together  # a comment or a CDATA section: touch nothing
        if not plain:
            yield together
            rest = b""
            continue
        cut = max(together.rfind(b"<row"), 0)
        yield _BLANK_ROW.sub(b"", together[:cut])
        rest = together[cut:]
    yield rest


def reference(text: str) -> tuple[int, int]:
    """Return the row and column of a reference such as ``B7``."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise UnfitError("a cell has a place that no sheet has")
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


@cache
def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    text = ""
    while column:
        column, least = divmod(column - 1, 26)
        text = chr(65 + least) + text
    return text
