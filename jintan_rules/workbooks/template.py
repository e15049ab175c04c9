"""The workbook that a branch fills, made from the profile that will judge it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from jintan_rules.loading.profiles import load_profile
from jintan_rules.reports.phrases import check_language
from jintan_rules.reports.width import display_width
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Strength
from jintan_rules.workbooks import words
from jintan_rules.workbooks.allowed import LAST_ROW, Checks, Choices, allowed, remark
from jintan_rules.workbooks.examples import example_row, written_value
from jintan_rules.workbooks.guide import Guide
from jintan_rules.workbooks.layout import COMPLETE_COLUMN, GAPS, Column, Table
from jintan_rules.workbooks.library import library
from jintan_rules.workbooks.looks import (
    DAY_FORMAT,
    MONEY_FORMAT,
    TEXT_FORMAT,
    Looks,
    finished,
    height_for,
)
from jintan_rules.workbooks.wanted import Wanted
from jintan_rules.workbooks.words import say

#: The rows of a list's sheet: its title, whether it is complete, the headings, the example.
TITLE_ROW, COMPLETE_ROW, HEADING_ROW, EXAMPLE_ROW = 1, 2, 3, 4
#: From so many columns on a page lies on its side, and holds so many characters across.
_WIDE, _PAGE_WIDTH = 6, 170

#: How wide a column is, by what stands in it.
_WIDTHS: Mapping[str, int] = {
    "date": 13,
    "bool": 9,
    "set": 26,
    "ids": 18,
    "rule": 44,
    "slot": 14,
    "money": 12,
}
_FORMATS: Mapping[str, str] = {
    "date": DAY_FORMAT,
    "money": MONEY_FORMAT,
    "bool": "General",
    "count": "0",
    "integer": "0",
    "decimal": "General",
}


def template_workbook(
    profile: Profile | str, path: str | os.PathLike[str] | None = None, *, lang: str = "zh"
) -> bytes:
    """Make the workbook in which a branch writes down what a profile needs to know.

    It has a sheet for the organisation and one for each list, with drop-downs and ranges
    from the vocabulary, an example row that is never read, and a sheet that says for
    each column which rules need it. Equal profiles give equal bytes.

    Args:
        profile: The profile, or its id.
        path: Where to write the workbook, if anywhere.
        lang: ``zh`` or ``en``; workbooks in both are read alike.

    Returns:
        The bytes of the workbook.

    Raises:
        EvaluationError: If openpyxl is not installed (JR550).
        ProfileError: If a profile named by its id cannot be loaded.
        ValueError: If ``lang`` is another language.
        OSError: If the file cannot be written.
    """
    check_language(lang)
    library()
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    return _Template(Wanted.of(chosen), Looks(lang)).made(path)


@frozen
class _Template:
    """Writes the sheets of one template."""

    wanted: Wanted
    looks: Looks

    @property
    def lang(self) -> str:
        return self.looks.lang

    def made(self, path: str | os.PathLike[str] | None) -> bytes:
        profile, lang = self.wanted.profile, self.lang
        book = library().Workbook()
        guide = book.active
        guide.title = words.GUIDE.text(lang)
        own = book.create_sheet(words.ORGANIZATION.text(lang))
        sheets = [
            (table, book.create_sheet(table.titles.text(lang))) for table in self.wanted.tables
        ]
        choices = Choices(book.create_sheet(words.CHOICES.text(lang)), self.looks)
        # Reasons excuse departures from general norms, so only those are offered.
        rules = tuple(
            say("title-of", lang, title=rule.title_in(lang), id=rule.id)
            for rule in profile.rules
            if rule.strength is Strength.GENERAL
        )
        shown = frozenset(table.key for table in self.wanted.tables)
        checks = Checks(self.wanted.layout, self.looks, choices, shown, rules)
        self.organization(own, checks)
        for table, sheet in sheets:
            self.table(sheet, table, checks)
        Guide(self.wanted, self.looks).write(guide)
        choices.sheet.freeze_panes = "A2"
        self.looks.page(choices.sheet, heading_row=1, wide=True)
        title = say("template-title", lang, title=profile.title.text(lang))
        return finished(book, title, path)

    # -- the organisation --------------------------------------------------------------

    def organization(self, sheet: Any, checks: Checks) -> None:
        looks, lang = self.looks, self.lang
        title = self.wanted.profile.title.text(lang)
        looks.put(sheet["A1"], title, font="title", border=False)
        sheet["A1"].alignment = looks.styles.Alignment(vertical="center")
        looks.put(sheet["A2"], say("guide-blank", lang), font="aside", border=False)
        sheet["A2"].alignment = looks.styles.Alignment(vertical="center")
        headings = (words.FACT, words.VALUE, words.UNIT, words.ALLOWED, words.NOTE, words.CODE)
        widths = (30, 26, 9, 46, 40, 24)
        for number, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
            cell = sheet.cell(HEADING_ROW, number)
            looks.put(cell, heading.text(lang), font="bold", fill="heading", align="centred")
            sheet.column_dimensions[cell.column_letter].width = width
        for row, column in enumerate(self.wanted.organization, HEADING_ROW + 1):
            said = allowed(column, self.wanted.layout, lang)
            note = remark(column, lang)
            looks.put(sheet.cell(row, 1), column.label.text(lang), font="bold")
            value = sheet.cell(row, 2)
            looks.put(value, self.known(column), fill="answer", align="left")
            value.number_format = _format(column)
            looks.put(sheet.cell(row, 3), column.unit.text(lang) if column.unit else "")
            looks.put(sheet.cell(row, 4), said, font="aside")
            looks.put(sheet.cell(row, 5), note, font="aside")
            looks.put(sheet.cell(row, 6), column.name, font="aside")
            sheet.row_dimensions[row].height = height_for(
                ((column.label.text(lang), 30), (said, 50), (note, 44))
            )
            checks.add(sheet, column, f"B{row}")
        sheet.freeze_panes = f"B{HEADING_ROW + 1}"
        looks.page(sheet, heading_row=HEADING_ROW, wide=True)

    def known(self, column: Column) -> Any:
        """Return what the profile itself says of the organisation."""
        profile = self.wanted.profile
        if column.name == "category" and profile.category is not None:
            return written_value(str(profile.category), column, self.lang)
        if column.name == "subtype" and len(profile.subtypes) == 1:
            return written_value(next(iter(profile.subtypes)), column, self.lang)
        return None

    # -- a list ------------------------------------------------------------------------

    def table(self, sheet: Any, table: Table, checks: Checks) -> None:
        looks, lang = self.looks, self.lang
        looks.put(sheet.cell(TITLE_ROW, 1), table.label.text(lang), font="title", border=False)
        sheet.cell(TITLE_ROW, 1).alignment = looks.styles.Alignment(vertical="center")
        if table.is_list:
            self.completeness(sheet, checks)
        said = say("guide-gaps" if table.key == GAPS else "guide-reasons", lang)
        if not table.is_list:
            looks.put(sheet.cell(COMPLETE_ROW, 1), said, font="aside", border=False)
            sheet.cell(COMPLETE_ROW, 1).alignment = looks.styles.Alignment(vertical="center")
        elif table.note:
            looks.put(sheet["C1"], table.note.text(lang), font="aside", border=False)
            sheet["C1"].alignment = looks.styles.Alignment(vertical="center")
        # The same whatever the profile leaves out, so that any reader knows it again.
        whole = self.wanted.layout.table(table.key)
        expected = example_row(whole)
        sheet.row_dimensions[TITLE_ROW].height = 26
        headings = []
        for number, column in enumerate(table.columns, 1):
            heading = _two_lines(column, lang)
            cell = sheet.cell(HEADING_ROW, number)
            looks.put(cell, heading, font="bold", fill=_fill(column, table), align="centred")
            width = _width(column, heading, lang)
            headings.append((heading, width))
            dimension = sheet.column_dimensions[cell.column_letter]
            dimension.width = width
            dimension.font, dimension.alignment = looks.fonts["plain"], looks.left
            dimension.number_format = _format(column)
            shown = (
                words.EXAMPLE.text(lang)
                if number == 1
                else written_value(expected[column.name], whole.by_name[column.name], lang)
            )
            example = sheet.cell(EXAMPLE_ROW, number)
            looks.put(example, shown, font="example", align="left", format_=_format(column))
            letter = cell.column_letter
            checks.add(sheet, column, f"{letter}{EXAMPLE_ROW + 1}", f"{letter}{LAST_ROW}")
        sheet.row_dimensions[HEADING_ROW].height = height_for(headings)
        sheet.freeze_panes = f"B{EXAMPLE_ROW}"
        across = max(round(sum(width for _, width in headings) / _PAGE_WIDTH), 1)
        looks.page(sheet, heading_row=HEADING_ROW, wide=len(table.columns) > _WIDE, across=across)

    def completeness(self, sheet: Any, checks: Checks) -> None:
        looks, lang = self.looks, self.lang
        looks.put(sheet.cell(COMPLETE_ROW, 1), words.COMPLETE.text(lang), font="bold")
        looks.put(sheet.cell(COMPLETE_ROW, 2), None, fill="answer", align="centred")
        looks.put(
            sheet.cell(COMPLETE_ROW, 3), say("complete-help", lang), font="aside", border=False
        )
        sheet.cell(COMPLETE_ROW, 3).alignment = looks.styles.Alignment(vertical="center")
        sheet.row_dimensions[COMPLETE_ROW].height = 32
        checks.add(sheet, COMPLETE_COLUMN, f"B{COMPLETE_ROW}")


def _fill(column: Column, table: Table) -> str:
    fact, shape = column.fact, table.shape
    if fact is None or (shape and column.name in (shape.date, shape.since)):
        return "key"
    return "optional" if fact.derived is not None or fact.default is not None else "heading"


def _two_lines(column: Column, lang: str) -> str:
    """Return a heading with its unit on a line of its own."""
    heading = column.heading(lang)
    if column.unit is None or column.ambiguous:
        return heading
    label = column.label.text(lang)
    return f"{label}\n{heading.removeprefix(label).strip()}"


def _format(column: Column) -> str:
    return _FORMATS.get(column.kind, TEXT_FORMAT)


def _width(column: Column, heading: str, lang: str) -> float:
    if column.kind in ("row_id", "number"):
        return 14
    width = _WIDTHS.get(column.kind, 11)
    if column.kind == "enum" and column.fact is not None:
        longest = max(
            (display_width(each.text(lang)) for each in column.fact.tokens.values()), default=0
        )
        width = min(max(longest + 2, 11), 24)
    # A heading breaks over at most three or four lines.
    return max(width, min(display_width(heading) / 3 + 3, 20))
