"""What a template writes into its example rows, and how values look in a workbook."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from jintan_rules.records.record import NEVER
from jintan_rules.standard.vocabulary import Fact
from jintan_rules.workbooks import words
from jintan_rules.workbooks.cells import asks_month, truth_words
from jintan_rules.workbooks.layout import Column, Table

_DAY = dt.date(2024, 3, 5)
_SLOT, _CODE, _REF, _YEAR = "2024-Q1", "flood", "p1", 2024
#: Rows that other sheets refer to and that are no persons bear another letter.
_REFS = {"party_groups": "g1", "terms": "t1", "elections": "e1", "vc_elections": "v1"}


def example_row(table: Table) -> dict[str, Any]:
    """Return the plain values of a table's example row, by column; its first cell is its mark."""
    return {column.name: example(column) for column in table.columns[1:]}


def example(column: Column) -> Any:
    """Return the plain value that shows how a column is filled."""
    fact = column.fact
    match column.kind:
        case "rule":
            return "act.members-meeting.quarterly"
        case "slot":
            return _SLOT
        case "date":
            return _DAY.replace(day=1) if fact and asks_month(fact) else _DAY
        case "bool":
            return True
        case "enum":
            return next(iter(fact.tokens), "") if fact else ""
        case "set":
            return list(fact.tokens)[:2] if fact else []
        case "ids":
            return ["p1", "p2"]
        case "ref":
            return _REFS.get(fact.list_name, _REF) if fact else _REF
        case "id":
            return _CODE if column.name == "code" else "x1"
        case "integer" if column.fact is not None and column.fact.unit == "year":
            return _YEAR
        case _:
            return _figure(fact)


def _figure(fact: Fact | None) -> int | Decimal:
    number = Decimal(10)
    if fact is not None and fact.least is not None:
        number = max(number, fact.least)
    if fact is not None and fact.most is not None:
        number = min(number, fact.most)
    whole = number == number.to_integral_value()
    return int(number) if whole else number


def written_value(value: Any, column: Column, lang: str) -> Any:
    """Return a plain value as it is written into a cell."""
    fact = column.fact
    if value is NEVER:
        return words.NEVER_WORD.text(lang)
    if isinstance(value, bool) and fact is not None:
        yes, no = truth_words(fact)
        return (yes if value else no).text(lang)
    if isinstance(value, (list, tuple, set, frozenset)):
        tokens = fact.tokens if fact else {}
        ordered = [token for token in tokens if token in value] if tokens else sorted(value)
        shown = [tokens[token].text(lang) if tokens else token for token in ordered]
        return ("、" if lang == "zh" else ", ").join(shown) or words.NONE.text(lang)
    if column.kind == "enum" and fact is not None:
        label = fact.tokens.get(value)
        return label.text(lang) if label else value
    return value
