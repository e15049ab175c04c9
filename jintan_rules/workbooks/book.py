"""What one workbook says: a record, or every problem by its sheet and cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from attrs import define, evolve, field

from jintan_rules.codes import CODES
from jintan_rules.errors import Place, Problem, RecordError, nearest
from jintan_rules.loading.mappings import record_out_of
from jintan_rules.loading.refusals import RefusedError, shown_name
from jintan_rules.records.record import Record
from jintan_rules.standard.vocabulary import Label, Vocabulary
from jintan_rules.workbooks import words
from jintan_rules.workbooks.cells import Reader
from jintan_rules.workbooks.layout import GAPS, REASONS, Column, Layout, Table, layout_of, plain
from jintan_rules.workbooks.package import Package, UnfitError
from jintan_rules.workbooks.sheets import MOST_CELLS, Sheet, TooManyCellsError, read_sheet
from jintan_rules.workbooks.tables import Filled, Header, TableReader, at, check_merged, find_header
from jintan_rules.workbooks.troubles import MENDS, refused, trouble
from jintan_rules.workbooks.words import say

#: A sheet with so many headings of a list is taken for it under another name.
_FEW_HEADINGS = 3

_ROW = re.compile(r"(?P<list>\w+)\[(?P<row>.*?)\](?:\.(?P<name>\w+))?")
_EXPLAINING = frozenset(
    plain(text) for label in (words.GUIDE, words.CHOICES) for text in (label.zh, label.en)
)
_WHOLE = {"from": dt.date.min, "to": dt.date.max}


@define
class Book:
    """One workbook being read: its sheets, and what was found wrong or noticed."""

    package: Package
    name: str
    sheets: list[Sheet] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    notes: list[str] = field(factory=list)
    places: dict[str, str] = field(factory=dict)
    filled: dict[str, Filled] = field(factory=dict)
    mistaken: set[str] = field(factory=set)

    def load(self) -> None:
        """Read every sheet of the file but those that only explain."""
        count = 0
        for part in self.package.sheets:
            if plain(part.title) in _EXPLAINING:
                continue
            try:
                sheet = read_sheet(self.package, part, MOST_CELLS - count)
            except UnfitError as fault:
                place = Place(self.name, path=part.title)
                raise RecordError([trouble("damaged", place)]) from fault
            except TooManyCellsError as fault:
                place = Place(self.name, path=part.title)
                raise RecordError([trouble("too-many-cells", place)]) from fault
            self.sheets.append(sheet)
            count += sum(map(len, sheet.rows.values()))

    def record(self, vocabulary: Vocabulary) -> Record:
        """Return the record, or raise with everything that is wrong."""
        layout = layout_of(vocabulary)
        mapping = self.organization(layout)
        self.tables(layout, mapping)
        try:
            record = record_out_of(mapping, vocabulary, Place(self.name))
        except RecordError as error:
            known = {problem.place.path for problem in self.problems}
            # A cell that could not be read is told once.
            self.problems += [
                problem
                for problem in map(self.located, error.problems)
                if problem.place.path not in known
            ]
        if self.problems:
            raise RecordError(self.problems)
        return evolve(record, notes=tuple(self.notes))

    # -- what was found ----------------------------------------------------------------

    def refuse(self, place: str, wrong: RefusedError) -> None:
        """Remember what is wrong with a cell."""
        self.problems.append(
            Problem(
                wrong.code,
                Place(self.name, path=place),
                wrong.summary,
                expected=wrong.expected,
                found=wrong.found,
                mend=wrong.mend,
            )
        )

    def tell(self, key: str, **places: object) -> None:
        """Remember what was noticed."""
        self.notes.append(f"{say(key, 'zh', **places)} / {say(key, 'en', **places)}")

    def located(self, problem: Problem) -> Problem:
        """Return a problem of the record with the cell in the place of its path."""
        summary, mend = problem.summary, problem.mend
        if problem.code in CODES:
            summary = f"{CODES[problem.code].zh} / {summary}"
        if problem.code in MENDS:
            mend = f"{MENDS[problem.code]} / {mend}"
        place = Place(self.name, path=self.cell_of(problem.place.path))
        return evolve(problem, place=place, summary=summary, mend=mend)

    def cell_of(self, path: str) -> str:
        """Return the sheet and cell of a path of the record."""
        found = _ROW.fullmatch(path)
        filled = self.filled.get(found["list"] if found else path)
        if filled is None:
            return self.places.get(path, path)
        row = self.places.get(f"{found['list']}[{found['row']}]") if found else None
        if found is None or row is None:
            return filled.sheet.title
        return filled.cell_of(found["name"] or "id", int(row))

    # -- the organisation --------------------------------------------------------------

    def organization(self, layout: Layout) -> dict[str, Any]:
        """Return the facts of the organisation's own sheet."""
        sheet = self.sheet(words.ORGANIZATION)
        if sheet is None:
            self.no_organization()
            return {}
        header, by_name = _facts_header(sheet)
        if header is None:
            example = f"{words.FACT.zh}、{words.VALUE.zh}"
            self.refuse(f"{sheet.title}!A1", refused("no-header", example=example))
            return {}
        check_merged(
            sheet, header.start, {by_name[key]: each for key, each in _COLUMNS.items()}, self.refuse
        )
        reading = TableReader(Reader(self.package.from_1904), self.refuse, self.tell)
        mapping: dict[str, Any] = {}
        for row in sorted(number for number in sheet.rows if number >= header.start):
            column = self.fact_at(sheet, row, by_name, layout)
            cell = sheet.cell(row, by_name["value"])
            if column is None:
                continue
            where = at(sheet, row, by_name["value"])
            if column.name in self.places:
                self.refuse(at(sheet, row, by_name["fact"]), refused("same-row"))
                continue
            self.places[column.name] = where
            if cell is None:
                continue
            value = reading.value(sheet, row, by_name["value"], cell, column)
            if value is not None:
                mapping[column.name] = value
                if row in sheet.hidden_rows:
                    self.tell("note-hidden-rows", place=where, count=1)
        self.places.setdefault("id", sheet.title)
        return mapping

    def no_organization(self) -> None:
        """Say that there is no sheet of the organisation, or which one may be it."""
        alike = next((each for each in self.sheets if _facts_header(each)[0]), None)
        if alike is not None:
            name = f"{words.ORGANIZATION.zh} ({words.ORGANIZATION.en})"
            self.refuse(alike.title, refused("near-sheet", near=name))
            self.mistaken.add(alike.title)
            self.places["id"] = alike.title  # so that an id not read is not told besides
            return
        place = Place(self.name, path=words.ORGANIZATION.zh)
        self.places["id"] = place.path
        found = ", ".join(shown_name(each.title) for each in self.sheets[:10])
        self.problems.append(trouble("no-organization", place, found=found))

    def fact_at(
        self, sheet: Sheet, row: int, by_name: Mapping[str, int], layout: Layout
    ) -> Column | None:
        """Return the fact that a row of the organisation's sheet is about."""
        label = sheet.cell(row, by_name["fact"])
        code = sheet.cell(row, by_name["code"]) if "code" in by_name else None
        named = layout.by_fact.get(plain(label.text)) if label else None
        coded = layout.by_fact.get(plain(code.text)) if code else None
        if named is not None and (coded is None or coded is named):
            return named
        if named is None and coded is not None:
            return coded  # the label was changed, the name was not
        value = sheet.cell(row, by_name["value"])
        if value is None or (label is None and code is None and value is None):
            return None
        text = label.text if label else ""
        labels = {each.label.zh for each in layout.organization}
        near = nearest(text.strip(), labels, 1)
        self.refuse(
            at(sheet, row, by_name["fact"]),
            refused(
                "unknown-row",
                found=shown_name(text.strip()) if text.strip() else "",
                near_zh=f"是不是“{near[0]}”？" if near else "",
                near_en=f"did you mean {near[0]}? " if near else "",
            ),
        )
        return None

    # -- the lists ---------------------------------------------------------------------

    def tables(self, layout: Layout, mapping: dict[str, Any]) -> None:
        """Add the rows of every other sheet to the record."""
        reading = TableReader(Reader(self.package.from_1904), self.refuse, self.tell)
        own = {plain(words.ORGANIZATION.zh), plain(words.ORGANIZATION.en)}
        strangers: list[Sheet] = []
        for sheet in self.sheets:
            if plain(sheet.title) in own or sheet.title in self.mistaken:
                continue
            table = layout.by_title.get(plain(sheet.title))
            if table is None:
                strangers.append(sheet)
                continue
            if table.key in self.filled:
                near = self.filled[table.key].sheet.title
                self.refuse(sheet.title, refused("same-sheet", near=near))
                continue
            filled = reading.read(sheet, table)
            if filled is not None:
                self.filled[table.key] = filled
        for sheet in strangers:
            self.stranger(sheet, layout)
        for key, filled in self.filled.items():
            self.add(key, filled, mapping)
        self.add_open(mapping)

    def add(self, key: str, filled: Filled, mapping: dict[str, Any]) -> None:
        """Add the rows of one sheet, and remember where each stands."""
        for number, (row, place) in enumerate(zip(filled.rows, filled.places, strict=True), 1):
            self.places[f"{key}[#{number}]"] = str(place)
            if isinstance(row.get("id"), str):
                self.places.setdefault(f"{key}[{row['id']}]", str(place))
        if key in (GAPS, REASONS):
            mapping[key] = filled.rows
        elif filled.rows or filled.complete:
            mapping[key] = filled.rows
            if filled.complete is None:
                self.tell("note-taken-complete", place=filled.complete_at or filled.sheet.title)

    def add_open(self, mapping: dict[str, Any]) -> None:
        """Declare a gap over all days for each sheet that says it is not complete."""
        gaps = [
            {"list": key, **_WHOLE}
            for key, filled in self.filled.items()
            if filled.complete is False and filled.rows
        ]
        if gaps:
            mapping[GAPS] = [*mapping.get(GAPS, ()), *gaps]

    def stranger(self, sheet: Sheet, layout: Layout) -> None:
        """Say what becomes of a sheet whose name is not known."""
        if not sheet.rows:
            return
        taken = set(self.filled)
        alike = self.looks_like(sheet, layout)
        if alike is not None and alike.key in taken:
            self.refuse(sheet.title, refused("same-sheet", near=alike.titles.zh))
            return
        titles = {table.titles.zh: table for table in layout.tables if table.key not in taken}
        titles |= {table.titles.en: table for table in layout.tables if table.key not in taken}
        near_names = nearest(sheet.title, titles, 1)
        near = alike or (titles[near_names[0]] if near_names else None)
        if near is None:
            self.tell("note-extra-sheet", place=sheet.title)
            return
        name = f"{near.titles.zh} ({near.titles.en})"
        self.refuse(sheet.title, refused("near-sheet", near=name))

    def looks_like(self, sheet: Sheet, layout: Layout) -> Table | None:
        """Return the list whose headings a sheet has, if it has enough of them."""
        best, most = None, 0
        for table in layout.tables:
            header = find_header(sheet, table.by_heading)
            known = len(header.columns) if header else 0
            if known > most:
                best, most = table, known
        wanted = min(_FEW_HEADINGS, len(best.columns)) if best else 0
        return best if most >= wanted else None

    def sheet(self, label: Label) -> Sheet | None:
        """Return the sheet of a name, in either language."""
        wanted = {plain(label.zh), plain(label.en)}
        return next((each for each in self.sheets if plain(each.title) in wanted), None)


_FACT = Column("fact", words.FACT, "number")
_VALUE = Column("value", words.VALUE, "number")
_CODE = Column("code", words.CODE, "number")
_COLUMNS = {"fact": _FACT, "value": _VALUE}


def _facts_header(sheet: Sheet) -> tuple[Header | None, dict[str, int]]:
    """Return the headings of the organisation's sheet and their columns, if it has them."""
    columns = (_FACT, _VALUE, _CODE)
    header = find_header(sheet, {way: each for each in columns for way in each.known})
    by_name = {column.name: number for number, column in header.columns.items()} if header else {}
    return (header, by_name) if {"fact", "value"} <= by_name.keys() else (None, {})
