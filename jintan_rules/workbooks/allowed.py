"""What may be written into a column, in words and as a check of the program that fills it."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from jintan_rules.records import shapes
from jintan_rules.reports.naming import plain_number
from jintan_rules.workbooks import words
from jintan_rules.workbooks.cells import asks_month, truth_words
from jintan_rules.workbooks.layout import Column, Layout
from jintan_rules.workbooks.library import library
from jintan_rules.workbooks.looks import Looks, quoted
from jintan_rules.workbooks.words import say

#: Older dates have other numbers in other programs; the last is the last that all can show.
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
#: How many words, and how long a text, a message beside a cell can hold.
_MOST_PROMPT, _MOST_TITLE = 250, 32
#: How far down the checks reach.
LAST_ROW = 5000


def allowed(column: Column, layout: Layout, lang: str) -> str:
    """Say what may be written into a column."""
    fact = column.fact
    match column.kind:
        case "record_id" | "row_id" | "number" | "rule" | "slot":
            return say(f"allowed-{column.kind.replace('_', '-')}", lang)
        case "bool" if fact is not None:
            yes, no = truth_words(fact)
            return say("allowed-bool", lang, yes=yes.text(lang), no=no.text(lang))
        case "count" | "integer" | "decimal" | "money" if fact is not None:
            whole = column.kind in ("count", "integer")
            text = (
                say("allowed-count", lang)
                if whole
                else say("allowed-decimal", lang, places=shapes.places(fact))
            )
            least = shapes.least(fact)
            if least is not None:
                text += say("allowed-from", lang, least=plain_number(least))
            if fact.most is not None:
                text += say("allowed-to", lang, most=plain_number(fact.most))
            return text
        case "date" if fact is not None:
            day = "allowed-month" if asks_month(fact) else "allowed-date"
            return say(day, lang) + (say("allowed-never", lang) if fact.never else "")
        case "enum" | "set" if fact is not None:
            comma = "、" if lang == "zh" else ", "
            listed = comma.join(label.text(lang) for label in fact.tokens.values())
            return say(f"allowed-{column.kind}", lang, words=listed)
        case "ref" if fact is not None:
            sheet = layout.table(fact.list_name).titles.text(lang)
            return say("allowed-outside" if fact.outside else "allowed-ref", lang, list=sheet)
        case "id" if column.name == "code":
            return say("allowed-code", lang)
        case _:
            return say(f"allowed-{column.kind}", lang)


def remark(column: Column, lang: str) -> str:
    """Say what else there is to know of a column."""
    fact = column.fact
    if fact is None:
        return ""
    said = [fact.note.text(lang)] if fact.note else []
    if fact.derived is not None:
        said.append(say("derived", lang))
    elif fact.default is not None:
        said.append(say("assumed", lang))
    return ("；" if lang == "zh" else "; ").join(said)


@define
class Choices:
    """The sheet of words to choose from, a column for each set of them."""

    sheet: Any
    looks: Looks
    columns: dict[tuple[str, ...], str] = field(factory=dict)

    def range(self, heading: str, listed: tuple[str, ...]) -> str:
        """Return where these words stand, written down when they are first asked for."""
        if listed not in self.columns:
            number = len(self.columns) + 1
            letter = library("openpyxl.utils").get_column_letter(number)
            self.looks.put(self.sheet.cell(1, number), heading, font="bold", fill="heading")
            for row, word in enumerate(listed, 2):
                self.looks.put(self.sheet.cell(row, number), word)
            self.sheet.column_dimensions[letter].width = 22
            place = f"${letter}$2:${letter}${len(listed) + 1}"
            self.columns[listed] = f"{quoted(self.sheet.title)}!{place}"
        return self.columns[listed]


@define
class Checks:
    """Adds to cells what the program that fills them checks and shows."""

    layout: Layout
    looks: Looks
    choices: Choices
    shown: frozenset[str]
    rules: tuple[str, ...] = ()

    def add(self, sheet: Any, column: Column, first: str, last: str = "") -> None:
        """Check the cells from ``first`` to ``last`` of a sheet."""
        lang = self.looks.lang
        check = library("openpyxl.worksheet.datavalidation").DataValidation
        kind, style, formulas, operator = self.rule(column, first)
        validation = check(
            type=kind,
            operator=operator,
            formula1=formulas[0] if formulas else None,
            formula2=formulas[1] if len(formulas) > 1 else None,
            allow_blank=True,
        )
        note = remark(column, lang)
        text = allowed(column, self.layout, lang) + (f"\n{note}" if note else "")
        validation.showInputMessage = True
        validation.promptTitle = _cut(column.label.text(lang), _MOST_TITLE)
        validation.prompt = _cut(text, _MOST_PROMPT)
        validation.showErrorMessage = bool(style)
        validation.errorStyle = style or None
        validation.errorTitle = validation.promptTitle
        validation.error = validation.prompt
        validation.add(f"{first}:{last}" if last else first)
        sheet.add_data_validation(validation)

    def rule(
        self, column: Column, first: str
    ) -> tuple[str | None, str, tuple[str, ...], str | None]:
        """Return the kind of check, how firm it is, what it compares with, and how."""
        fact, lang = column.fact, self.looks.lang
        match column.kind:
            case "bool" if fact is not None:
                pair = tuple(label.text(lang) for label in truth_words(fact))
                return "list", "stop", (self.choices.range(" / ".join(pair), pair),), None
            case "enum" | "set" if fact is not None:
                listed = tuple(label.text(lang) for label in fact.tokens.values())
                if not listed:
                    return None, "", (), None
                # Several words in one cell are no entry of the list, so a set is only shown one.
                style = "stop" if column.kind == "enum" else ""
                return "list", style, (self.choices.range(fact.label.text(lang), listed),), None
            case "count" | "integer" | "decimal" | "money" if fact is not None:
                whole = column.kind in ("count", "integer")
                least, most = shapes.least(fact), fact.most
                low = plain_number(least) if least is not None else f"-{shapes.LARGEST}"
                high = plain_number(most) if most is not None else str(shapes.LARGEST)
                return "whole" if whole else "decimal", "stop", (low, high), "between"
            case "date" if fact is not None and fact.never:
                never = words.NEVER_WORD.text(lang)
                formula = (
                    f"OR(AND(ISNUMBER({first}),{first}>={_FIRST_DAY},{first}<={_LAST_DAY}),"
                    f'{first}="{never}")'
                )
                return "custom", "stop", (formula,), None
            case "date":
                return "date", "stop", (str(_FIRST_DAY), str(_LAST_DAY)), "between"
            case "ref" if fact is not None and fact.list_name in self.shown:
                ids = f"{quoted(self.layout.table(fact.list_name).titles.text(lang))}!$A$5"
                formula = f"OFFSET({ids},0,0,MAX(1,COUNTA({ids}:$A${LAST_ROW})),1)"
                return "list", "warning", (formula,), None
            case "rule" if self.rules:
                return "list", "warning", (self.choices.range("rule", self.rules),), None
            case _:
                return None, "", (), None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
