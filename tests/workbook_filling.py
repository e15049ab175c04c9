"""Fills a template with a record, as a branch would, and makes records up to fill it with."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from jintan_rules.records.record import NEVER, Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Fact, Vocabulary
from jintan_rules.workbooks import words
from jintan_rules.workbooks.examples import written_value
from jintan_rules.workbooks.layout import Column, Table, layout_of
from jintan_rules.workbooks.template import template_workbook

FIRST_DAY_OF_SERIALS = dt.date(1900, 3, 1)
MOST_DIGITS = 15
VALUE, FACT_NAME = 2, 6
HEADINGS, FIRST_ROW = 3, 5

_TEMPLATES: dict[tuple[str, str], bytes] = {}


def template(profile: Profile, lang: str) -> openpyxl.Workbook:
    """Return the template of a profile, opened."""
    key = (profile.digest, lang)
    if key not in _TEMPLATES:
        _TEMPLATES[key] = template_workbook(profile, lang=lang)
    return openpyxl.load_workbook(io.BytesIO(_TEMPLATES[key]))


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled(record: Record, profile: Profile, lang: str = "zh") -> openpyxl.Workbook:
    """Return the template of a profile with everything that a record says."""
    layout = layout_of(profile.vocabulary)
    book = template(profile, lang)
    own = book[words.ORGANIZATION.text(lang)]
    rows = {own.cell(row, FACT_NAME).value: row for row in range(4, own.max_row + 1)}
    facts = {column.name: column for column in layout.organization}
    for name in ("category", "subtype"):  # what the profile wrote there itself
        if name in rows:
            own.cell(rows[name], VALUE).value = None
    for name, value in {"id": record.id, **record.facts}.items():
        row = rows.setdefault(name, own.max_row + 1)
        own.cell(row, 1).value = facts[name].label.text(lang)
        put(own.cell(row, VALUE), value, facts[name], lang)
    for name, listed in record.lists.items():
        table = layout.table(name)
        sheet = _sheet(book, table, lang)
        if sheet["A2"].value:
            sheet["B2"].value = words.YES.text(lang)
        labels = [{} if each.label.startswith("#") else {"id": each.label} for each in listed]
        fill(sheet, table, [{**a, **b.values} for a, b in zip(labels, listed, strict=True)], lang)
    gaps = [{"list": each.list_name, "from": each.start, "to": each.end} for each in record.gaps]
    reasons = [
        {"rule": each.rule, "code": each.code, "slot": each.slot or None, "on": each.on}
        for each in record.reasons
    ]
    for key, listed in (("gaps", gaps), ("reasons", reasons)):
        table = layout.table(key)
        fill(_sheet(book, table, lang), table, listed, lang)
    return book


def _sheet(book: openpyxl.Workbook, table: Table, lang: str) -> Any:
    """Return the sheet of a list, added where the template has none for it."""
    title = table.titles.text(lang)
    if title not in book.sheetnames:
        sheet = book.create_sheet(title)
        sheet["A2"].value = words.COMPLETE.text(lang)
        sheet.cell(HEADINGS, 1).value = table.columns[0].heading(lang)
    return book[title]


def fill(sheet: Any, table: Table, listed: list[dict[str, Any]], lang: str) -> None:
    """Write rows below the headings, with a column more for what the template leaves out."""
    numbers = {
        table.by_heading[_plain(sheet.cell(HEADINGS, number).value)].name: number
        for number in range(1, sheet.max_column + 1)
        if sheet.cell(HEADINGS, number).value
    }
    for row, values in enumerate(listed, FIRST_ROW):
        for name, value in values.items():
            if value is None:
                continue
            column = table.by_name[name]
            if name not in numbers:
                numbers[name] = max(numbers.values(), default=0) + 1
                sheet.cell(HEADINGS, numbers[name]).value = column.heading(lang)
            put(sheet.cell(row, numbers[name]), value, column, lang)


def _plain(text: str) -> str:
    from jintan_rules.workbooks.layout import plain

    return plain(text)


def put(cell: Any, value: Any, column: Column, lang: str) -> None:
    """Write a value as somebody would type it; what no number or day can hold, as text."""
    shown = written_value(value, column, lang)
    if type(shown) is dt.date and shown < FIRST_DAY_OF_SERIALS:
        shown = shown.isoformat()
    if isinstance(shown, Decimal) and len(shown.as_tuple().digits) > MOST_DIGITS:
        shown = f"{shown:f}"
    cell.value = shown
    if isinstance(shown, str):
        cell.data_type = "s"


# -- records made up -------------------------------------------------------------------


def any_record(vocabulary: Vocabulary, seed: int) -> dict[str, Any]:
    """Return a record with facts of every type, as plain values."""
    chance = random.Random(seed)
    lists = {
        name: [f"{name[:4]}-{number}" for number in range(chance.randrange(4))]
        for name in vocabulary.lists
        if chance.random() < 0.7
    }
    mapping: dict[str, Any] = {"id": chance.choice(["b-001", "金坛区×村（一）", "0017"])}
    for name, fact in vocabulary.facts.items():
        if fact.derived is None and chance.random() < 0.5:
            mapping[name] = _value(fact, lists, chance)
    for name, ids in lists.items():
        facts = vocabulary.lists[name].attributes
        mapping[name] = [
            {
                "id": row_id,
                **{
                    each.name: _value(each, lists, chance)
                    for each in facts.values()
                    if each.derived is None and chance.random() < 0.6
                },
            }
            for row_id in ids
        ]
    known = [name for name in vocabulary.lists if chance.random() < 0.1]
    mapping["gaps"] = [{"list": each, "from": "2024-02-01", "to": "2024-03-31"} for each in known]
    mapping["reasons"] = [
        {"rule": "act.members-meeting.quarterly", "slot": "2024-05", "code": "flood"},
        {"rule": "act.lecture", "code": "c-1", "on": "2024-05-06"},
    ][: chance.randrange(3)]
    return _without_dangling(mapping, vocabulary)


def _value(fact: Fact, lists: Mapping[str, list[str]], chance: random.Random) -> Any:
    match fact.type:
        case "bool":
            return chance.random() < 0.5
        case "count" | "integer":
            low = int(fact.least or 0)
            return low + chance.choice([0, 1, 7, 2024, 999_999_999_999_000])
        case "decimal" | "money":
            return Decimal(chance.choice(["0", "0.2", "3000.01", "12", "999999999999999.99"]))
        case "date":
            if fact.never and chance.random() < 0.3:
                return NEVER
            return chance.choice(
                [dt.date(2024, 2, 29), dt.date(1899, 5, 4), dt.date(1900, 3, 1), dt.date.max]
            )
        case "enum":
            return chance.choice(list(fact.tokens))
        case "set":
            return [each for each in fact.tokens if chance.random() < 0.4]
        case "ids":
            return chance.sample(["p1", "p-2", "x:3", "007"], chance.randrange(4))
        case "ref":
            return chance.choice(lists.get(fact.list_name) or ["x1"])
        case _:
            return chance.choice(["a1", "007", "x.y:z-1"])


def _without_dangling(mapping: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Leave out references to lists that are empty."""
    empty = {name for name in vocabulary.lists if mapping.get(name) == []}
    for fact in vocabulary.facts.values():
        if fact.type == "ref" and fact.list_name in empty:
            mapping.pop(fact.name, None)
    for name, shape in vocabulary.lists.items():
        for fact in shape.attributes.values():
            if fact.type == "ref" and fact.list_name in empty:
                for row in mapping.get(name, ()):
                    row.pop(fact.name, None)
    return mapping


def sample(name: str) -> Path:
    """Return the path of one of the invented organisations."""
    return Path(__file__).parents[1] / "examples" / f"{name}.json"
