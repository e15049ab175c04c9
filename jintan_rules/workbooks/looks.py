"""How the workbooks that are written look and print, and how texts are put into cells.

A text that begins with a sign that could start a formula stays a text: its cell is of
the type text and carries the mark that an apostrophe typed before it would leave
(``quotePrefix``). So it shows, copies and reads back as it was written, and stays a
text when somebody edits the cell; an apostrophe or space put into the text itself would
change what was recorded.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from typing import Any

from attrs import frozen

from jintan_rules.reports.width import display_width
from jintan_rules.workbooks.library import library
from jintan_rules.workbooks.words import say

#: The signs with which a formula, or what some programs take for one, may begin.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
DAY_FORMAT, TEXT_FORMAT, MONEY_FORMAT = "yyyy-mm-dd", "@", "#,##0.00"

_MOST_TEXT = 32_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: Archives tell days from 1980 on; with a fixed one equal workbooks are equal bytes.
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_LINE_HEIGHT, _TALLEST = 15, 400
#: The number of A4 among paper sizes.
_A4 = 9


def as_text(text: str) -> str:
    """Return a text as a cell can hold it, the signs that cannot be seen written out."""
    seen = _UNSEEN.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text)
    # The format itself writes signs as _x000D_: what only looks so is marked.
    marked = _LOOKS_ESCAPED.sub("_x005F_", seen)
    return marked if len(marked) <= _MOST_TEXT else marked[: _MOST_TEXT - 1] + "…"


@frozen
class Looks:
    """The styles of one workbook, each made once."""

    lang: str = "zh"

    @cached_property
    def styles(self) -> Any:
        """The module of styles."""
        return library("openpyxl.styles")

    @cached_property
    def border(self) -> Any:
        """A thin grey line on every side."""
        side = self.styles.Side(style="thin", color="FFBFBFBF")
        return self.styles.Border(left=side, right=side, top=side, bottom=side)

    @cached_property
    def wrapped(self) -> Any:
        """Lines broken, from the top."""
        return self.styles.Alignment(wrap_text=True, vertical="top")

    @cached_property
    def left(self) -> Any:
        """Lines broken, numbers and days on the left like texts."""
        return self.styles.Alignment(wrap_text=True, vertical="center", horizontal="left")

    @cached_property
    def centred(self) -> Any:
        """Lines broken, in the middle."""
        return self.styles.Alignment(wrap_text=True, vertical="center", horizontal="center")

    @cached_property
    def fonts(self) -> dict[str, Any]:
        """The fonts by their use."""
        font = self.styles.Font
        return {
            "plain": font(name="Microsoft YaHei", size=10),
            "bold": font(name="Microsoft YaHei", size=10, bold=True),
            "title": font(name="Microsoft YaHei", size=14, bold=True),
            "aside": font(name="Microsoft YaHei", size=9, color="FF595959"),
            "example": font(name="Microsoft YaHei", size=10, italic=True, color="FF7F7F7F"),
            "link": font(name="Microsoft YaHei", size=10, underline="single", color="FF1F4E79"),
        }

    @cached_property
    def fills(self) -> dict[str, Any]:
        """The fills by their use; all of them stay legible in black and white."""
        fill = self.styles.PatternFill
        colours = {
            "heading": "FFD9E2EC",
            "key": "FFB8CCE4",
            "optional": "FFF2F2F2",
            "answer": "FFFFF9E5",
        }
        return {name: fill("solid", fgColor=colour) for name, colour in colours.items()}

    def put(
        self,
        cell: Any,
        value: Any,
        *,
        font: str = "plain",
        fill: str = "",
        align: str = "wrapped",
        border: bool = True,
        format_: str = "",
    ) -> None:
        """Write a value into a cell and dress it; a text is never taken for a formula."""
        put_value(cell, value)
        self.dress(cell, font=font, fill=fill, align=align, border=border)
        if format_:
            cell.number_format = format_

    def dress(
        self,
        cell: Any,
        *,
        font: str = "plain",
        fill: str = "",
        align: str = "wrapped",
        border: bool = True,
    ) -> None:
        """Give a cell its looks."""
        cell.font = self.fonts[font]
        aligned = {"centred": self.centred, "left": self.left}
        cell.alignment = aligned.get(align, self.wrapped)
        if border:
            cell.border = self.border
        if fill:
            cell.fill = self.fills[fill]

    def page(self, sheet: Any, *, heading_row: int, wide: bool, across: int = 1) -> None:
        """Set a sheet up for A4, its headings on every page."""
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if wide else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
        sheet.sheet_properties.pageSetUpPr = library(
            "openpyxl.worksheet.properties"
        ).PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{heading_row}:{heading_row}"
        if across > 1:
            sheet.print_title_cols = "A:A"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.8
        margins.header = margins.footer = 0.4
        sheet.oddFooter.center.text = say("page", self.lang)
        sheet.oddFooter.left.text = "&A"


def put_value(cell: Any, value: Any) -> None:
    """Write a value into a cell; a text stays a text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = DAY_FORMAT
        return
    text = as_text(value)
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def quoted(title: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + title.replace("'", "''") + "'"


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of ``width`` characters."""
    room = max(int(width) - 1, 1)
    return sum(max(-(-display_width(line) // room), 1) for line in text.split("\n"))


def height_for(texts: Sequence[tuple[str, float]]) -> float:
    """Return the height of a row in which texts stand in columns of given widths."""
    lines = max((lines_of(text, width) for text, width in texts if text), default=1)
    return min(_LINE_HEIGHT * lines + 3, _TALLEST)


def finished(book: Any, title: str, path: str | os.PathLike[str] | None) -> bytes:
    """Return the bytes of a workbook, equal for equal ones, and write them to ``path``."""
    book.properties.creator = "jintan-rules"
    book.properties.title = as_text(title)
    made = BytesIO()
    book.save(made)
    content = BytesIO()
    with (
        zipfile.ZipFile(made) as before,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            named = zipfile.ZipInfo(entry.filename, _FIXED_DAY)
            named.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(named, part)
    if path is not None:
        with open(path, "wb") as file:  # noqa: PTH123  whatever the caller calls a path
            file.write(content.getvalue())
    return content.getvalue()
