"""What a cell means as a value of a fact; what is not certain is refused, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from attrs import frozen

from jintan_rules.errors import nearest
from jintan_rules.loading.refusals import shown
from jintan_rules.records import shapes
from jintan_rules.standard.vocabulary import Fact, Label
from jintan_rules.workbooks import days, words
from jintan_rules.workbooks.days import Note
from jintan_rules.workbooks.layout import Column, plain
from jintan_rules.workbooks.sheets import Cell
from jintan_rules.workbooks.troubles import refused

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NOT_KNOWN = frozenset({"不明", "未知", "不详", "不清楚", "unknown", "notknown"})
_YES = frozenset({"是", "√", "✓", "✔", "☑", "true", "yes"})
_NO = frozenset({"否", "×", "✗", "✘", "✕", "false", "no"})
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_LIST_SIGNS = re.compile(r"([、,;|\n])")
_MORE_SIGNS = re.compile(r"([、,;|\n/+\s])")
_SPACE = re.compile(r"\s")
_NAMED = re.compile(r".*\[([^\[\]]+)\]")
#: The formats in which a number looks as it is written.
_PLAIN_FORMATS = frozenset({"general", "0", "@", "g/通用格式"})
#: A workbook holds a number with so many digits; further ones are noise of its arithmetic.
_DIGITS = 15
_MOST_WORDS = 12
#: The longest text that is taken apart into words, and the most parts of it.
_MOST_TEXT, _MOST_PARTS = 2000, 400


@frozen
class Reader:
    """Reads the cells of one workbook; ``from_1904`` says how it counts days."""

    from_1904: bool = False

    def read(self, cell: Cell, column: Column, note: Note) -> Any:
        """Return the plain value of a cell, or None where it says that nothing is known.

        Raises:
            RefusedError: If it is not certain what is meant.
        """
        if cell.kind == "empty_formula":
            raise refused("no-result")
        if cell.kind == "error":
            raise refused("error-value", found=cell.text)
        fact = column.fact
        if column.kind == "date":
            if cell.kind == "text" and plain(cell.text) in _NOT_KNOWN:
                return None
            return days.read_day(
                cell,
                written(cell),
                never=fact is not None and fact.never,
                by_month=fact is not None and asks_month(fact),
                from_1904=self.from_1904,
                note=note,
            )
        return _READERS[column.kind](cell, fact)


def written(cell: Cell) -> str:
    """Return what a cell says, full-width signs made narrow and nothing around it."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", cell.text)).strip()


def _said_unknown(cell: Cell) -> bool:
    return cell.kind == "text" and plain(cell.text) in _NOT_KNOWN


# -- truths and numbers ----------------------------------------------------------------


def truth_words(fact: Fact) -> tuple[Label, Label]:
    """Return the words for true and for false that suit a fact's label."""
    has = "有无" in fact.label.zh
    return (words.HAS, words.HAS_NOT) if has else (words.YES, words.NO)


def asks_month(fact: Fact) -> bool:
    """Whether a fact of days is asked for as a month, which its first day stands for."""
    return fact.label.zh.endswith("月份")


def _truth(cell: Cell, fact: Fact) -> bool | None:
    yes, no = truth_words(fact)
    if cell.kind == "bool":
        return cell.text in ("1", "true")
    if cell.kind == "text":
        if _said_unknown(cell):
            return None
        said = plain(cell.text)
        if said in _YES or said == yes.zh:
            return True
        if said in _NO or said == no.zh:
            return False
    raise refused(
        "not-a-truth",
        expected=f"{yes.zh}, {no.zh}",
        found=shown(cell.text),
        write=f"{yes.zh} 或 {no.zh} (yes / no)",
    )


def _whole(cell: Cell, fact: Fact) -> int | None:
    number = _number(cell, fact)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise refused("not-whole", found=shown(cell.text))
    return int(number)


def _number(cell: Cell, fact: Fact) -> Decimal | None:
    is_share = fact.type == "decimal" and not fact.unit
    if cell.kind == "number":
        if cell.shows_a_day:
            raise refused("number-as-day", found=shown(f"{cell.text} ({cell.format})"))
        if cell.shows_a_percentage and not is_share:
            raise refused("percentage", found=shown(f"{float(cell.text):.6g} ({cell.format})"))
        return Decimal(f"{float(cell.text):.{_DIGITS}g}")
    if cell.kind == "text":
        if _said_unknown(cell):
            return None
        text = written(cell).replace(" ", "").removeprefix("¥")
        for unit in _units(fact):
            text = text.removesuffix(unit)
        if is_share and text.endswith("%") and _NUMBER.fullmatch(text[:-1]):
            return _exact(text[:-1]).scaleb(-2)
        if _NUMBER.fullmatch(text):
            return _exact(text)
    raise refused("not-a-number", found=shown(cell.text))


def _units(fact: Fact) -> tuple[str, ...]:
    return _UNIT_WORDS.get(fact.unit, ())


#: The words of units that people write behind a figure.
_UNIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "person": ("人", "名"),
    "unit": ("个",),
    "household": ("户",),
    "yuan": ("元",),
    "hour": ("学时",),
    "day": ("天",),
    "month": ("个月",),
    "year": ("年",),
    "m2": ("平方米", "㎡", "m2"),
    "times": ("次",),
}


def _exact(text: str) -> Decimal:
    bare = text.replace(",", "")
    if len(bare) > 2 * shapes.MOST_DIGITS + shapes.MOST_PLACES:
        raise refused("not-a-number", found=shown(text))
    return Decimal(bare)


# -- words -----------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _spelled(tokens: tuple[tuple[str, Label], ...]) -> Mapping[str, str]:
    """Return the tokens by every way to write them that means one of them alone."""
    ways = [
        (way, token)
        for token, label in tokens
        for way in {plain(token), plain(label.zh), plain(label.en)}
    ]
    times = Counter(way for way, _ in ways)
    return {way: token for way, token in ways if times[way] == 1}


def _ways(fact: Fact) -> Mapping[str, str]:
    return _spelled(tuple(fact.tokens.items()))


def _word(cell: Cell, fact: Fact) -> str | None:
    text = _label_text(cell)
    token = _ways(fact).get(plain(text))
    if token is not None:
        return token
    if _said_unknown(cell):
        return None
    raise _not_a_word(text, fact)


def _label_text(cell: Cell) -> str:
    if cell.kind == "number" and not cell.shows_a_day and not cell.shows_a_percentage:
        return f"{float(cell.text):.{_DIGITS}g}"
    return written(cell)


def _not_a_word(text: str, fact: Fact) -> Exception:
    labels = [label.zh for label in fact.tokens.values()]
    near = nearest(text, labels, 2) or [
        label for label in labels if len(text) > 1 and (text in label or label in text)
    ]
    listed = "、".join(labels[:_MOST_WORDS]) + ("…" if len(labels) > _MOST_WORDS else "")
    return refused(
        "not-a-word",
        found=shown(text),
        near_zh=f"是不是“{'”或“'.join(near[:2])}”？" if near else "",
        near_en=f"did you mean {' or '.join(near[:2])}? " if near else "",
        words=listed,
    )


def _words(cell: Cell, fact: Fact) -> list[str] | None:
    text, ways = _label_text(cell), _ways(fact)
    if plain(text) not in ways:
        if plain(text) in (words.NONE.zh, words.NONE.en):
            return []
        if _said_unknown(cell):
            return None
    for signs in (_LIST_SIGNS, _MORE_SIGNS) if len(text) <= _MOST_TEXT else ():
        parts = signs.split(text)
        found = list(_segmented(parts, ways)) if len(parts) <= _MOST_PARTS else []
        if len(found) == 1:
            return list(dict.fromkeys(found[0]))
        if found:
            raise refused("unsure", found=shown(text), write=fact.label.zh)
    named = [part for part in _LIST_SIGNS.split(text)[::2] if plain(part)]
    strange = next((part for part in named if plain(part) not in ways), text)
    raise _not_a_word(strange.strip(), fact)


def _segmented(parts: list[str], ways: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each way to read parts and the signs between them as words.

    A word may itself hold a sign that stands between words.
    """
    if not any(plain(part) for part in parts[::2]):
        yield []
        return
    if not plain(parts[0]):
        yield from _segmented(parts[2:], ways)
        return
    for end in range(1, len(parts) + 1, 2):
        token = ways.get(plain("".join(parts[:end])))
        if token is not None and plain(parts[end - 1]):
            yield from ([token, *rest] for rest in _segmented(parts[end + 1 :], ways))


# -- ids -------------------------------------------------------------------------------


def _id(cell: Cell, _: object) -> str:
    if cell.kind == "text":
        text = written(cell)
        # What is refused is not repeated: it may be a name or a number of a person.
        if text.isascii() and _SPACE.search(text):
            raise refused("id-with-space")
        return text
    whole = _whole_text(cell)
    if whole is None:
        raise refused("not-an-id")
    return whole


def _whole_text(cell: Cell) -> str | None:
    """Return a whole number as it looks, or None where it may look otherwise."""
    if cell.kind != "number" or cell.format.lower() not in _PLAIN_FORMATS:
        return None
    number = float(cell.text)
    return str(int(number)) if number == int(number) and abs(number) < 10**_DIGITS else None


def _ids(cell: Cell, fact: Fact) -> list[str]:
    text = written(cell) if cell.kind == "text" else _id(cell, fact)
    if plain(text) in (words.NONE.zh, words.NONE.en):
        return []
    return list(dict.fromkeys(part for part in _MORE_SIGNS.split(text)[::2] if part.strip()))


def _own_id(cell: Cell, _: object) -> str:
    if cell.kind == "text":
        return _INVISIBLE.sub("", cell.text).strip()  # a name is left as it is filed
    return _id(cell, _)


def _rule(cell: Cell, _: object) -> str:
    text = written(cell) if cell.kind == "text" else _id(cell, _)
    named = _NAMED.fullmatch(text)
    found = named.group(1).strip() if named else text
    if not found.isascii():
        raise refused("not-a-rule")
    return found


def _slot(cell: Cell, _: object) -> str:
    if cell.kind == "day" or (cell.kind == "number" and cell.shows_a_day):
        raise refused("slot-as-day")
    return _id(cell, _)


_READERS: Mapping[str, Callable[[Cell, Any], Any]] = {
    "bool": _truth,
    "count": _whole,
    "integer": _whole,
    "decimal": _number,
    "money": _number,
    "enum": _word,
    "set": _words,
    "ids": _ids,
    "id": _id,
    "ref": _id,
    "row_id": _id,
    "record_id": _own_id,
    "rule": _rule,
    "slot": _slot,
}
