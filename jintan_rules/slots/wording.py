"""A rule's remedy with the slot's own days, numbers and names filled in."""

from __future__ import annotations

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.types import DATE, MONTH_DAY
from jintan_rules.language.values import Range, Token
from jintan_rules.slots.build import Slot
from jintan_rules.standard.rules import Template
from jintan_rules.standard.vocabulary import Expression, Label

_QUARTERS_ZH = ("", "一", "二", "三", "四")
_QUARTERS_EN = ("", "first", "second", "third", "fourth")
_MONTHS_EN = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def remedy(slot: Slot) -> Label | None:
    """Return what would mend a slot, in Chinese and English; None where the rule says nothing."""
    chinese, english = slot.rule.remedy, slot.rule.remedy_en
    if chinese is None:
        return None
    return Label(_filled(chinese, slot, "zh"), _filled(english or chinese, slot, "en"))


def _filled(template: Template, slot: Slot, lang: str) -> str:
    return "".join(
        part if isinstance(part, str) else _placed(part, slot, lang) for part in template.parts
    )


def _placed(part: Expression, slot: Slot, lang: str) -> str:
    match part.node:
        case n.Name(name="period") if slot.scope.span:
            return period_text(slot.scope.span, lang)
        case n.Name(name="thing"):
            return slot.thing.label
        case n.Name(name="due") if slot.due:
            return _text(slot.due, lang, DATE)
        case _:
            return _text(evaluate(part.node, slot.scope.bind((), ())), lang, part.kind)


def period_text(span: cal.Span, lang: str) -> str:
    """Return a period in words: 2024年第三季度, the third quarter of 2024."""
    first, year = span.first, span.year
    part = span.label[5:]
    if not part:
        return f"{year}年" if lang == "zh" else str(year)
    if part.startswith("Q"):
        place = int(part[1])
        if lang == "zh":
            return f"{year}年第{_QUARTERS_ZH[place]}季度"
        return f"the {_QUARTERS_EN[place]} quarter of {year}"
    if part.startswith("H"):
        half = int(part[1])
        if lang == "zh":
            return f"{year}年{'上' if half == 1 else '下'}半年"
        return f"the {_QUARTERS_EN[half]} half of {year}"
    return f"{year}年{first.month}月" if lang == "zh" else f"{_MONTHS_EN[first.month]} {year}"


def _text(value: v.Value, lang: str, kind: str) -> str:
    if isinstance(value, Range) and value.is_known:
        if kind == MONTH_DAY:
            month, day = divmod(int(value.low), 100)
            return f"{month}月{day}日" if lang == "zh" else f"{day} {_MONTHS_EN[month]}"
        if kind == DATE:
            return day_text(int(value.low), lang) if cal.is_day(int(value.low)) else "—"
        return format(value.low, "f") if not isinstance(value.low, int) else str(value.low)
    if isinstance(value, Token) and isinstance(value.value, str):
        return value.value
    return "待核实" if lang == "zh" else "(not known)"


def day_text(day: int, lang: str) -> str:
    """Return a day in words: 2024年5月31日, 31 May 2024."""
    date = cal.date_of(day)
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS_EN[date.month]} {date.year}"
