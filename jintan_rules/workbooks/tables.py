"""Finds the headings of a sheet and reads the rows below them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from jintan_rules.errors import nearest
from jintan_rules.loading.refusals import RefusedError, shown_name
from jintan_rules.standard.vocabulary import Label
from jintan_rules.workbooks import words
from jintan_rules.workbooks.cells import Reader
from jintan_rules.workbooks.examples import example_row
from jintan_rules.workbooks.layout import COMPLETE_COLUMN, Column, Table, plain
from jintan_rules.workbooks.sheets import Area, Cell, Sheet, letters
from jintan_rules.workbooks.troubles import refused

#: How far down headings are looked for.
_MOST_TITLE_ROWS = 30
#: With these words begin rows that people put below a list.
_TOTALS = ("合计", "小计", "总计", "填表人", "审核人", "制表", "total")
#: With these too, where an id is to stand.
_FOOTERS = (
    *("共计", "汇总", "填表", "填报", "审核", "复核", "负责人", "联系人", "联系电话", "签字"),
    *("签名", "盖章", "公章", "单位", "备注", "说明", "注:", "注1", "note", "sum"),
)
_MARKS = (plain(words.EXAMPLE.zh), plain(words.EXAMPLE.en))

Refuse = Callable[[str, RefusedError], None]
Tell = Callable[..., None]


def at(sheet: Sheet, row: int, column: int) -> str:
    """Return how a cell is named: ``会议活动!C7``."""
    return f"{sheet.title}!{letters(column)}{row}"


@frozen
class Header:
    """The headings of a sheet: the first row below them, the columns by their numbers."""

    start: int
    columns: Mapping[int, Column]
    texts: Mapping[int, tuple[int, str]]


def find_header(sheet: Sheet, by_heading: Mapping[str, Column]) -> Header | None:
    """Return the row in which most headings are known, or None where none is.

    A title above it, or a second row of headings, does no harm: what is merged
    over several rows counts in each of them.
    """
    best: Header | None = None
    merged = [area for area in sheet.merged if area.first_row <= _MOST_TITLE_ROWS]
    for row in range(1, _MOST_TITLE_ROWS + 1):
        texts = {column: (row, cell.text) for column, cell in sheet.rows.get(row, {}).items()}
        for area in merged:
            cell = sheet.cell(area.first_row, area.first_column)
            if cell is None or not area.first_row <= row <= area.last_row:
                continue
            if area.first_column == area.last_column:  # a heading over several rows
                texts[area.first_column] = (area.first_row, cell.text)
        known = {column: by_heading.get(plain(text)) for column, (_, text) in texts.items()}
        columns = {column: found for column, found in known.items() if found is not None}
        if not columns or (best and len(columns) <= len(best.columns)):
            continue
        last = [area.last_row for area in merged for column in columns if area.covers(row, column)]
        best = Header(max([row, *last]) + 1, columns, texts)
    return best


def check_header(sheet: Sheet, header: Header, table: Table, refuse: Refuse, tell: Tell) -> None:
    """Say which headings are not known, or stand twice."""
    by_heading = table.by_heading
    seen: dict[str, int] = {}
    for number, column in sorted(header.columns.items()):
        if column.name in seen:
            row = header.texts[number][0]
            near = column.heading("zh")
            refuse(at(sheet, row, number), refused("same-heading", near=near))
        seen[column.name] = number
    free = [column for column in by_heading.values() if column.name not in seen]
    labels = {each.label.zh: each for each in free} | {each.label.en: each for each in free}
    # People write either word over a column of days.
    labels |= {each.label.zh.replace("日期", "时间"): each for each in free}
    for number, (row, text) in sorted(header.texts.items()):
        if number in header.columns or not plain(text):
            continue
        alike = nearest(text.strip(), labels, 1)
        found = labels[alike[0]].label if alike else _own_day(text, table, seen)
        if found is not None:
            refuse(
                at(sheet, row, number),
                refused(
                    "near-heading",
                    found=shown_name(text.strip()),
                    near=f"{found.zh} ({found.en})",
                ),
            )
        else:
            tell("note-extra-column", place=at(sheet, row, number), name=shown_name(text.strip()))


def _own_day(text: str, table: Table, seen: Collection[str]) -> Label | None:
    """Return the label of the day of a list's rows, where a heading may be meant for it.

    Without that day nothing of the list can be judged, so its loss is not only told.
    """
    day = table.by_name.get(table.shape.date or table.shape.since) if table.shape else None
    asked = plain(text).endswith(("日期", "时间", "date"))
    return day.label if day is not None and asked and day.name not in seen else None


def _is_footer(cell: Cell, column: Column) -> bool:
    """Whether a cell begins a row that people put below a list."""
    text = plain(cell.text)
    return text.startswith(_TOTALS) or (
        column.kind in ("row_id", "number") and text.startswith(_FOOTERS)
    )


def check_merged(sheet: Sheet, start: int, columns: Mapping[int, Column], refuse: Refuse) -> None:
    """Refuse merged cells below the headings that hide where a value belongs."""
    for area in sheet.merged:
        if area.last_row < start or not _holds(sheet, area):
            continue
        anchor = (area.first_row, area.first_column)
        hidden = any(
            (row, column) != anchor
            for column in columns
            if area.first_column <= column <= area.last_column
            for row in (max(area.first_row, start), area.last_row)
        )
        if hidden:
            first, last = (letters(each) for each in (area.first_column, area.last_column))
            found = f"{first}{area.first_row}:{last}{area.last_row}"
            refuse(at(sheet, *anchor), refused("merged", found=found))


def _holds(sheet: Sheet, area: Area) -> bool:
    return sheet.cell(area.first_row, area.first_column) is not None


@define
class Filled:
    """What a table's sheet says: its rows, where each stands, and whether it is complete."""

    sheet: Sheet
    header: Header
    rows: list[dict[str, Any]] = field(factory=list)
    places: list[int] = field(factory=list)
    complete: bool | None = None
    complete_at: str = ""

    def cell_of(self, name: str, row: int) -> str:
        """Return where the value of a column stands in a row of the sheet."""
        number = next((at for at, each in self.header.columns.items() if each.name == name), 1)
        return at(self.sheet, row, number)


@frozen
class TableReader:
    """Reads the sheets of one workbook; problems and notes go to whoever gathers them."""

    reader: Reader
    refuse: Refuse
    tell: Tell

    def read(self, sheet: Sheet, table: Table) -> Filled | None:
        """Return what a sheet holds; None where it is blank or has no headings."""
        header = find_header(sheet, table.by_heading)
        if header is None:
            if sheet.rows:
                example = "、".join(column.label.zh for column in table.columns[:3])
                self.refuse(f"{sheet.title}!A1", refused("no-header", example=example))
            return None
        check_header(sheet, header, table, self.refuse, self.tell)
        check_merged(sheet, header.start, header.columns, self.refuse)
        filled = Filled(sheet, header)
        if table.is_list:
            self.completeness(filled)
        expected = example_row(table)
        hidden: set[int] = set()
        for row in sorted(number for number in sheet.rows if number >= header.start):
            cells = {
                number: cell for number, cell in sheet.rows[row].items() if number in header.columns
            }
            if (
                not cells
                or self.is_heading(cells, header)
                or self.is_example(filled, table, row, cells, expected)
            ):
                continue
            if _is_footer(cells[min(cells)], header.columns[min(cells)]):
                self.refuse(at(sheet, row, min(cells)), refused("total-row"))
                continue
            values = dict(self.values(sheet, row, cells, header))
            if not values and all(header.columns[number].kind == "number" for number in cells):
                continue
            filled.rows.append(values)
            filled.places.append(row)
            if row in sheet.hidden_rows:
                hidden.add(row)
        self.tell_hidden(filled, hidden)
        return filled

    def values(
        self, sheet: Sheet, row: int, cells: Mapping[int, Cell], header: Header
    ) -> Iterator[tuple[str, Any]]:
        """Yield what the cells of a row say, by the names of their columns."""
        for number, cell in sorted(cells.items()):
            column = header.columns[number]
            if column.kind == "number":
                continue
            value = self.value(sheet, row, number, cell, column)
            if value is not None:
                yield column.name, value

    def value(self, sheet: Sheet, row: int, number: int, cell: Cell, column: Column) -> Any:
        """Return the value of a cell, or None where it is refused or says nothing."""
        place = at(sheet, row, number)
        try:
            return self.reader.read(
                cell, column, lambda key, **more: self.tell(key, place=place, **more)
            )
        except RefusedError as wrong:
            self.refuse(place, wrong)
            return None

    def is_heading(self, cells: Mapping[int, Cell], header: Header) -> bool:
        """Whether a row repeats the headings, as printed pages do."""
        return len(cells) > 1 and all(
            plain(cell.text) in header.columns[number].known for number, cell in cells.items()
        )

    def is_example(
        self,
        filled: Filled,
        table: Table,
        row: int,
        cells: Mapping[int, Cell],
        expected: Mapping[str, Any],
    ) -> bool:
        """Whether a row is the template's example; one that was changed is refused."""
        sheet, header = filled.sheet, filled.header
        mark = next((at for at, each in header.columns.items() if each is table.columns[0]), None)
        cell = cells.get(mark) if mark is not None else None
        marked = cell is not None and plain(cell.text).startswith(_MARKS)
        if mark is not None and not marked:
            return False
        same = [
            self.reads_as(each, header.columns[number], expected)
            for number, each in cells.items()
            if number != mark
        ]
        if marked and all(same):
            return True
        # Without the column of marks, a row like the example may be either.
        if marked or (same and all(same)):
            first = mark if mark is not None else min(cells)
            self.refuse(at(sheet, row, first), refused("example-changed"))
            return True
        return False

    def reads_as(self, cell: Cell, column: Column, expected: Mapping[str, Any]) -> bool:
        """Whether a cell holds the example's value."""
        try:
            value = self.reader.read(cell, column, lambda *_, **__: None)
        except RefusedError:
            return False
        wanted = expected.get(column.name)
        if isinstance(wanted, list) and isinstance(value, list):
            return set(value) == set(wanted)
        return bool(value == wanted)

    def completeness(self, filled: Filled) -> None:
        """Read the cell that says whether the sheet is complete."""
        sheet = filled.sheet
        known = (plain(words.COMPLETE.zh), plain(words.COMPLETE.en))
        for row in range(1, filled.header.start):
            for number, cell in sheet.rows.get(row, {}).items():
                if plain(cell.text) in known:
                    area = sheet.covering(row, number)
                    answer = (area.last_column if area else number) + 1
                    filled.complete_at = at(sheet, row, answer)
                    said = sheet.cell(row, answer)
                    if said is not None:
                        filled.complete = self.value(sheet, row, answer, said, COMPLETE_COLUMN)
                    return

    def tell_hidden(self, filled: Filled, hidden: set[int]) -> None:
        """Say that hidden rows, columns or sheets were read."""
        sheet = filled.sheet
        if hidden:
            place = at(sheet, min(hidden), 1)
            self.tell("note-hidden-rows", place=place, count=len(hidden))
        for number, column in filled.header.columns.items():
            if sheet.is_hidden_column(number) and any(column.name in row for row in filled.rows):
                self.tell("note-hidden-columns", place=at(sheet, filled.header.start, number))
        if sheet.hidden and filled.rows:
            self.tell("note-hidden-sheet", place=sheet.title)
