"""Reports as a workbook: what to put right, what to settle, and every verdict."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, field

from jintan_rules.reports.phrases import check_language
from jintan_rules.reports.report import Report
from jintan_rules.standard.vocabulary import Label
from jintan_rules.standard.words import Area
from jintan_rules.workbooks import list_words as lw
from jintan_rules.workbooks.library import library
from jintan_rules.workbooks.looks import Looks, finished, height_for, put_value
from jintan_rules.workbooks.report_rows import ReportRows, Row, counted
from jintan_rules.workbooks.sheets import letters

#: A sheet holds so many rows, its headings among them; what is more goes on another.
MOST_ROWS = 1_048_576
#: How many characters a page holds across, small as they may become.
_PAGE_WIDTH = 150


def to_workbook(
    reports: Report | Iterable[Report],
    path: str | os.PathLike[str] | None = None,
    *,
    lang: str = "zh",
) -> bytes:
    """Write reports as a workbook: the rectification list, summaries, unknowns, all verdicts.

    Days are days, and no text is taken for a formula. Many reports may come from an
    iterator; each is written and forgotten. Equal reports give equal bytes.

    Args:
        reports: One report or many.
        path: Where to write the workbook, if anywhere.
        lang: ``zh`` or ``en``.

    Returns:
        The bytes of the workbook.

    Raises:
        EvaluationError: If openpyxl is not installed (JR550).
        ValueError: If ``lang`` is another language.
        OSError: If the file cannot be written.
    """
    check_language(lang)
    library()
    book = _Book(lang)
    for report in [reports] if isinstance(reports, Report) else reports:
        book.add(ReportRows(report, lang))
    book.close()
    return finished(book.book, lw.RECTIFICATION.text(lang), path)


@define
class _Book:
    """The workbook being written, sheet beside sheet."""

    lang: str
    book: Any = field(init=False)
    rectification: _Lines = field(init=False)
    summary: _Lines = field(init=False)
    organizations: _Lines = field(init=False)
    unknowns: _Lines = field(init=False)
    verdicts: _Lines = field(init=False)
    number: int = 0
    counts: dict[tuple[str, Area], list[int]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        # Rows go to the disk as they are made: many reports have more of them than memory.
        self.book = library().Workbook(write_only=True)
        looks = Looks(self.lang)
        self.rectification = _Lines(self.book, looks, lw.RECTIFICATION, lw.RECTIFICATION_COLUMNS)
        self.summary = _Lines(self.book, looks, lw.SUMMARY, lw.SUMMARY_COLUMNS)
        self.organizations = _Lines(self.book, looks, lw.ORGANIZATIONS, lw.ORGANIZATIONS_COLUMNS)
        self.unknowns = _Lines(self.book, looks, lw.UNKNOWNS, lw.UNKNOWNS_COLUMNS)
        self.verdicts = _Lines(self.book, looks, lw.VERDICTS, lw.VERDICTS_COLUMNS)

    def add(self, rows: ReportRows) -> None:
        """Write what one report says."""
        for row in rows.rectification():
            self.number += 1
            self.rectification.append((self.number, *row))
        self.organizations.append(rows.counts())
        for row in rows.unknowns():
            self.unknowns.append(row)
        for row in rows.verdicts():
            self.verdicts.append(row)
        for area in rows.report.summary():
            numbers = counted(area)
            known = self.counts.setdefault((rows.category, area.area), [0] * (len(numbers) + 2))
            more = (1, int(area.breaches > 0), *numbers)
            known[:] = [a + b for a, b in zip(known, more, strict=True)]
        every = self.counts.setdefault((rows.category, _EVERY), [0] * 2)
        every[0] += 1
        every[1] += int(bool(rows.report.breaches))

    def close(self) -> None:
        """Write the summary, and end every sheet."""
        lang = self.lang
        categories = list(dict.fromkeys(category for category, _ in self.counts))
        totals: list[list[int]] = []
        for category in categories:
            areas = [self.counts[category, area] for area in Area]
            for area, numbers in zip(Area, areas, strict=True):
                self.summary.append((category, area.label(lang), *numbers))
            sums = [sum(column) for column in zip(*areas, strict=True)]
            totals.append([*self.counts[category, _EVERY], *sums[2:]])
            self.summary.append((category, lw.ALL_AREAS.text(lang), *totals[-1]), bold=True)
        if len(totals) > 1:
            sums = [sum(column) for column in zip(*totals, strict=True)]
            self.summary.append((lw.TOTAL.text(lang), lw.ALL_AREAS.text(lang), *sums), bold=True)
        self.rectification.choose(lw.STATUS_COLUMN, lw.STATUSES.text(lang))
        for lines in (
            self.rectification,
            self.summary,
            self.organizations,
            self.unknowns,
            self.verdicts,
        ):
            lines.end()


@define
class _Lines:
    """A sheet of rows under headings, and those that go on where it is full."""

    book: Any
    looks: Looks
    label: Label
    columns: lw.Columns
    sheets: list[Any] = field(factory=list)
    rows: int = MOST_ROWS
    styles: dict[tuple[str, str, bool], Any] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        """Begin a sheet."""
        looks, lang = self.looks, self.looks.lang
        if self.sheets:
            self.filter()
        title = self.label.text(lang) + (f" {len(self.sheets) + 1}" if self.sheets else "")
        sheet = self.book.create_sheet(title)
        self.sheets.append(sheet)
        for number, (_, width) in enumerate(self.columns, 1):
            sheet.column_dimensions[letters(number)].width = width
        sheet.freeze_panes = "A2"
        across = max(sum(width for _, width in self.columns) // _PAGE_WIDTH, 1)
        looks.page(sheet, heading_row=1, wide=True, across=across)
        sheet.oddHeader.center.text = title
        self.rows = 0
        cell_of = library("openpyxl.cell").WriteOnlyCell
        headings = []
        for label, _ in self.columns:
            cell = cell_of(sheet)
            looks.put(cell, label.text(lang), font="bold", fill="heading", align="centred")
            headings.append(cell)
        sheet.append(headings)
        self.rows = 1

    def append(self, row: Sequence[Any] | Row, *, bold: bool = False) -> None:
        """Write one row."""
        assert len(row) == len(self.columns)
        if self.rows >= MOST_ROWS:
            self.turn()
        sheet = self.sheets[-1]
        font = "bold" if bold else "plain"
        # Few programs measure broken lines by themselves when they open a file.
        texts = (
            (str(value or ""), width) for value, (_, width) in zip(row, self.columns, strict=True)
        )
        sheet.row_dimensions[self.rows + 1].height = height_for(list(texts))
        sheet.append([self.cell(sheet, value, font) for value in row])
        self.rows += 1

    def cell(self, sheet: Any, value: Any, font: str) -> Any:
        """Return a cell in the style of its kind, which is made once for all of them."""
        cell = library("openpyxl.cell").WriteOnlyCell(sheet)
        put_value(cell, value)
        kind = (font, cell.number_format, bool(cell.quotePrefix))
        if kind not in self.styles:
            self.looks.dress(cell, font=font)
            self.styles[kind] = cell._style  # noqa: SLF001  dressing each anew takes ten times as long
        else:
            cell._style = self.styles[kind]  # noqa: SLF001  as above
        return cell

    def choose(self, column: int, listed: str) -> None:
        """Offer words to choose from in the cells of a column."""
        check = library("openpyxl.worksheet.datavalidation").DataValidation
        letter = letters(column)
        for sheet in self.sheets:
            offered = check(type="list", formula1=f'"{listed}"', allow_blank=True)
            offered.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.data_validations.append(offered)

    def filter(self) -> None:
        """Let the rows be filtered by their headings."""
        last = letters(len(self.columns))
        self.sheets[-1].auto_filter.ref = f"A1:{last}{max(self.rows, 2)}"

    def end(self) -> None:
        """End the sheet."""
        self.filter()


#: Stands for all areas at once among the counts.
_EVERY: Any = None
