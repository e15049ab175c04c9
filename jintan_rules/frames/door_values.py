"""How the values of a column are read: one reader for each type of fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import narwhals as nw

from jintan_rules.calendar import FIRST_DAY, LAST_DAY, NEVER_DAY
from jintan_rules.frames import machines as m
from jintan_rules.frames.codes import LARGEST
from jintan_rules.frames.day_texts import day_of, day_of_number, is_form
from jintan_rules.frames.door_names import Meaning
from jintan_rules.frames.door_tokens import read_enum, read_id, read_ids, read_set
from jintan_rules.frames.readings import (
    FORMED,
    LAID_OUT,
    MAP,
    PARTED,
    Column,
    Reading,
    among,
    as_day,
    chosen,
    literal,
    scaled,
)
from jintan_rules.records import shapes

_NUMBERS = (m.WHOLE, m.FLOAT, m.SHORT_FLOAT, m.DECIMAL)
_TRUTHS: Mapping[object, Meaning] = {
    **dict.fromkeys(("true", "True", "TRUE", "是"), True),
    **dict.fromkeys(("false", "False", "FALSE", "否"), False),
}


def read(column: Column) -> Reading | None:
    """Return how a column is read, None where a problem, told to the column, prevents it."""
    if column.shape == m.NOTHING:
        return Reading({})  # a column of nulls says what no column says
    assert column.fact is not None
    if column.source.token:
        return _truth(column, f"{column.source.name}:{column.source.token}")
    return _READERS[column.fact.type](column)


# -- truths --------------------------------------------------------------------------


def _truth(column: Column, name: str = "") -> Reading | None:
    name = name or column.source.name
    words = column.codes
    if words is None and column.shape == m.TRUTH:
        return Reading({name: column.expr})
    if words is None and column.typed and column.shape in m.TEXTS:
        words = _TRUTHS
    coded = column.coded() if words is not None else None
    if words is None or coded is None:
        column.wrong_type("truth values", f"{MAP}, each value True or False")
        return None
    expr, faults, kind = coded
    by_value: dict[bool | None, list[object]] = {True: [], False: [], None: []}
    for code, meaning in words.items():
        value = literal(code, kind)
        if meaning is not None and not isinstance(meaning, bool):
            column.bad_code(code, meaning, "True, False or None")
        elif value is not None:
            by_value[meaning].append(value)
    value = chosen(
        [
            (among(expr, by_value[True]), nw.lit(True)),
            (among(expr, by_value[False]), nw.lit(False)),
        ],
        nw.lit(None, dtype=nw.Boolean),
    )
    known = among(expr, [code for codes in by_value.values() for code in codes])
    fault = column.unmapped(~known, "codes that stand for True or False")
    return Reading({name: value}, (*faults, fault))


# -- numbers -------------------------------------------------------------------------


def _number(column: Column) -> Reading | None:
    assert column.fact is not None
    fact, name = column.fact, column.source.name
    places = shapes.places(fact)
    least, most = shapes.least(fact), fact.most
    factor = 10**places
    low = -Decimal(LARGEST) if least is None else least
    high = Decimal(LARGEST) if most is None else most
    low, high = max(low, Decimal(-LARGEST) / factor), min(high, Decimal(LARGEST) / factor)
    span = f"numbers of at most {places} decimal places" if places else "whole numbers"
    span += f" from {low} to {high}"
    bounds = int(low * factor), int(high * factor)
    exceptions = _number_codes(column, factor)
    kind = m.TEXT if column.shape in m.TEXTS else m.WHOLE
    if column.shape in _NUMBERS:
        number, strange = scaled(column, places)
    elif column.shape in m.TEXTS and (column.typed or exceptions):
        number, strange = _number_text(column, places, typed=column.typed)
    else:
        column.wrong_type(span, "text is not a number: convert the column, or map its codes")
        return None
    source = column.text if kind == m.TEXT else column.expr
    special = [(source == nw.lit(code), meaning) for code, meaning in exceptions]
    listed = among(source, [code for code, _ in exceptions]).fill_null(value=False)
    unread = strange & ~listed if exceptions else strange
    outside = ~number.is_between(*bounds)
    if exceptions:
        outside &= ~listed
        number = chosen(((test, nw.lit(value, dtype=nw.Int64)) for test, value in special), number)
    faults = (
        column.fault("JR536", unread, "a number cannot be read exactly", span,
                     f"round it at its source to {places} places"),
        column.fault("JR536", outside, "a number is out of range", span,
                     "check the figures against their source"),
    )  # fmt: skip
    return Reading({name: number}, faults)


def _number_codes(column: Column, factor: int) -> list[tuple[Any, int | None]]:
    """Return the codes that stand for a number or for nothing, the numbers in units."""
    found: list[tuple[Any, int | None]] = []
    kind = m.TEXT if column.shape in m.TEXTS else m.WHOLE
    for code, meaning in (column.codes or {}).items():
        value = literal(code, kind)
        try:
            number = None if meaning is None else Decimal(str(meaning)) * factor
        except InvalidOperation:
            column.bad_code(code, meaning, "a number or None")
            continue
        if number is not None and (isinstance(meaning, bool) or number != int(number)):
            column.bad_code(code, meaning, "a number of the places declared, or None")
        elif value is not None:
            found.append((value, None if number is None else int(number)))
    return found


def _number_text(column: Column, places: int, *, typed: bool) -> tuple[nw.Expr, nw.Expr]:
    """Return the number that a text writes, in units of its last place, and where none."""
    text = column.text
    if not typed:
        return nw.lit(None, dtype=nw.Int64), ~text.is_null()
    bare = nw.when(text.str.contains(".", literal=True)).then(
        text.str.replace_all(r"\.?0*\z", "")
    ).otherwise(text)  # fmt: skip
    bare = column.steps.add(FORMED, bare)
    result: nw.Expr = nw.lit(None, dtype=nw.String)
    for count in range(places + 1):
        pattern = r"\A-?[0-9]{1,15}" + (rf"\.[0-9]{{{count}}}" if count else "") + r"\z"
        digits = nw.concat_str([bare.str.replace_all(".", "", literal=True),
                                nw.lit("0" * (places - count))])  # fmt: skip
        result = nw.when(bare.str.contains(pattern)).then(digits).otherwise(result)
    number = column.steps.add(PARTED, result.cast(nw.Int64))
    return number, number.is_null() & ~text.is_null()


# -- days ----------------------------------------------------------------------------


def _day(column: Column) -> Reading | None:
    assert column.fact is not None
    fact, name, form = column.fact, column.source.name, column.source.form
    if form and not is_form(form):
        column.bad_code(form, form, "a form with %Y, %m and %d once each", "write it as %d.%m.%Y")
        return None
    if column.shape in (m.DAY, m.MOMENT):
        source, day, kind = column.expr, column.expr, m.DAY
    elif column.shape in m.TEXTS:
        source, day, kind = column.text, day_of(column.text, column.steps, form), m.TEXT
    elif column.shape in _NUMBERS:
        # A column of whole numbers with nothing in some rows is one of floats in pandas.
        source, _ = scaled(column, 0)
        source, kind = column.steps.add(LAID_OUT, source), m.WHOLE
        day = day_of_number(source, column.steps)
    else:
        column.wrong_type("days", "give dates, or text such as 2024-05-31")
        return None
    exceptions = _day_codes(column, kind)
    if fact.never and kind == m.TEXT:
        exceptions.append(("never", NEVER_DAY))
    read_as = chosen(
        ((source == nw.lit(code), nw.lit(value, dtype=nw.Int64)) for code, value in exceptions),
        day,
    )
    given = column.text if kind == m.TEXT else column.expr
    bad = ~given.is_null() & ~day.is_between(FIRST_DAY, LAST_DAY).fill_null(value=False)
    if exceptions:
        bad &= ~among(source, [code for code, _ in exceptions]).fill_null(value=False)
    wanted = f"days as {form}" if form else "days such as 2024-05-31, 2024/5/31 or 20240531"
    never = ', or "never"' if fact.never else ""
    mend = 'name the form: (column, "%d.%m.%Y"), or map the text: (column, {"0000-00-00": None})'
    fault = column.fault("JR535", bad, "a day cannot be read", wanted + never, mend)
    plain = column.plain_day
    if plain is None:
        return Reading({name: read_as}, (fault,))
    return Reading({name: read_as}, (fault,), {name: plain}, plain.is_null() & ~given.is_null())


def _day_codes(column: Column, kind: str) -> list[tuple[Any, int | None]]:
    assert column.fact is not None
    found: list[tuple[Any, int | None]] = []
    for code, meaning in (column.codes or {}).items():
        value = literal(code, kind)
        day = meaning if isinstance(meaning, dt.date) else as_day(meaning)
        if meaning is None:
            number = None
        elif meaning == "never" or type(meaning).__name__ == "_Never":
            number = NEVER_DAY
            if not column.fact.never:
                column.bad_code(code, meaning, "a day or None", "this date cannot be never")
        elif day is not None:
            number = day.toordinal()
        else:
            column.bad_code(code, meaning, 'a day, "never" or None')
            continue
        if value is not None:
            found.append((value, number))
    return found


def _text(column: Column) -> Reading | None:
    if column.shape not in m.TEXTS:
        column.wrong_type("text", "write it as a report shows it")
        return None
    return Reading({column.source.name: column.text})


_READERS: Mapping[str, Callable[[Column], Reading | None]] = {
    "bool": _truth,
    "count": _number,
    "integer": _number,
    "decimal": _number,
    "money": _number,
    "date": _day,
    "enum": read_enum,
    "set": read_set,
    "ids": read_ids,
    "text": _text,
    "id": lambda column: read_id(column, column.source.name),
    "ref": lambda column: read_id(column, column.source.name),
}
