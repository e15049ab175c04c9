"""The sheet that says how the workbook is filled, and which rules need each column."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from jintan_rules.records.schema import ALWAYS
from jintan_rules.reports.naming import Naming
from jintan_rules.workbooks import words
from jintan_rules.workbooks.allowed import allowed, remark
from jintan_rules.workbooks.layout import Column
from jintan_rules.workbooks.library import library
from jintan_rules.workbooks.looks import Looks, height_for, quoted
from jintan_rules.workbooks.wanted import Wanted
from jintan_rules.workbooks.words import say


@frozen
class Guide:
    """Writes that sheet."""

    wanted: Wanted
    looks: Looks

    def write(self, sheet: Any) -> None:
        """Write how the workbook is filled, and every column with the rules that need it."""
        looks, lang, profile = self.looks, self.looks.lang, self.wanted.profile
        title = say("template-title", lang, title=profile.title.text(lang))
        looks.put(sheet["A1"], title, font="title", border=False)
        sheet["A1"].alignment = looks.styles.Alignment(vertical="center")
        first = say("guide-filled-by", lang, title=profile.title.text(lang), id=profile.id)
        lines = [first] + [
            say(f"guide-{key}", lang)
            for key in (
                "blank",
                "never",
                "complete",
                "gaps",
                "reasons",
                "example",
                "persons",
                "columns",
            )
        ]
        widths = (20, 28, 44, 38, 8, 52)
        room = sum(widths)
        for row, line in enumerate(lines, 2):
            looks.put(sheet.cell(row, 1), f"{row - 1}. {line}", border=False)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
            sheet.row_dimensions[row].height = height_for([(line, room)])
        heading_row = len(lines) + 3
        headings = ("guide-sheet", "guide-column", "", "", "guide-count", "guide-rules")
        fixed = {2: words.ALLOWED, 3: words.NOTE}
        for number, (key, width) in enumerate(zip(headings, widths, strict=True)):
            cell = sheet.cell(heading_row, number + 1)
            text = fixed[number].text(lang) if number in fixed else say(key, lang)
            looks.put(cell, text, font="bold", fill="heading", align="centred")
            sheet.column_dimensions[cell.column_letter].width = width
        row = heading_row + 1
        for title, table_key, columns in self.sections():
            for column in columns:
                self.row(sheet, row, (title, table_key, column), widths)
                row += 1
        looks.page(sheet, heading_row=heading_row, wide=True)

    def sections(self) -> list[tuple[str, str, tuple[Column, ...]]]:
        """Return each sheet with its columns, in their order."""
        own = (words.ORGANIZATION.text(self.looks.lang), "", self.wanted.organization)
        return [
            own,
            *(
                (table.titles.text(self.looks.lang), table.key, table.columns)
                for table in self.wanted.tables
            ),
        ]

    def row(
        self, sheet: Any, row: int, about: tuple[str, str, Column], widths: tuple[int, ...]
    ) -> None:
        """Write the row of one column."""
        looks, lang = self.looks, self.looks.lang
        title, key, column = about
        naming = Naming(self.wanted.profile, lang)
        rules = self.wanted.rules.get((key, column.name), ())
        always = not key and (column.kind == "record_id" or column.name in ALWAYS)
        named = naming.joined(map(naming.title, rules), most=4)
        said = say("guide-all", lang) if always else named
        count = len(self.wanted.profile.rules) if always else len(rules) or None
        heading = column.heading(lang)
        texts = (
            title,
            heading,
            allowed(column, self.wanted.layout, lang),
            remark(column, lang),
            count,
            said,
        )
        for number, text in enumerate(texts, 1):
            looks.put(sheet.cell(row, number), text, font="bold" if text is heading else "plain")
        cell = sheet.cell(row, 1)
        cell.hyperlink = library("openpyxl.worksheet.hyperlink").Hyperlink(
            ref=cell.coordinate, location=f"{quoted(title)}!A1"
        )
        cell.font = looks.fonts["link"]
        shown = [(str(text or ""), width) for text, width in zip(texts, widths, strict=True)]
        sheet.row_dimensions[row].height = height_for(shown)
