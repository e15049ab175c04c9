"""How columns of tokens and ids are read: words, codes, and sets of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from jintan_rules.errors import suggestion
from jintan_rules.frames import machines as m
from jintan_rules.frames.day_texts import escaped
from jintan_rules.frames.readings import (
    FORMED,
    MAP,
    VALUED,
    Column,
    Fault,
    Reading,
    among,
    chosen,
    literal,
)
from jintan_rules.loading.refusals import one_of
from jintan_rules.records import shapes

#: What a value of a column stands for; None: nothing known.
Words = list[tuple[Any, frozenset[str] | None]]

_SEPARATOR = "[ \t\u3000]*[,，、;；|][ \t\u3000]*"
#: The same shapes as a record's, in patterns that every machine reads alike.
_ID = r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\z"
_PERSONAL = r"\A(?:1[3-9][0-9]{9}|[0-9]{15}|[0-9]{17}[0-9Xx])\z"
#: How many digits whole numbers have that look personal.
_LONG = ((10, 11), (14, 15), (17, 18))
_IDS = r"\A\|[A-Za-z0-9][A-Za-z0-9._:-]{0,63}(?:\|[A-Za-z0-9][A-Za-z0-9._:-]{0,63})*\|\z"
_PERSONAL_AMONG = r"\|(?:1[3-9][0-9]{9}|[0-9]{15}|[0-9]{17}[0-9Xx])\|"

# -- tokens --------------------------------------------------------------------------


def _words(column: Column, *, several: bool) -> Words | None:
    """Return what the values of a column of tokens stand for; None where it cannot be."""
    assert column.fact is not None
    tokens = column.fact.tokens
    if column.codes is None:
        if column.shape not in (*m.TEXTS, m.LIST):
            column.wrong_type(f"text, {one_of(tokens)}", MAP)
            return None
        both = {token: token for token in tokens} | {x.zh: token for token, x in tokens.items()}
        return [(word, frozenset({token})) for word, token in both.items()]
    coded = column.coded()
    if coded is None:
        column.wrong_type("codes: text or whole numbers", MAP)
        return None
    found: Words = []
    for code, meaning in column.codes.items():
        members = meaning if isinstance(meaning, frozenset) else frozenset({meaning})
        strange = [each for each in members if each not in tokens and meaning is not None]
        if strange or (not several and isinstance(meaning, frozenset) and len(members) != 1):
            mend = suggestion(str(strange[0]), tokens) if strange else "give one token"
            column.bad_code(code, meaning, one_of(tokens), mend)
            continue
        value = literal(code, coded[2])
        if value is not None:
            known = frozenset(str(each) for each in members)
            found.append((value, None if meaning is None else known))
    return found


def read_enum(column: Column) -> Reading | None:
    """Return how a column of single tokens is read: tokens, labels or codes."""
    assert column.fact is not None
    if column.shape == m.LIST:
        column.wrong_type(f"text, {one_of(column.fact.tokens)}", "give one value a row")
        return None
    words, coded = _words(column, several=False), column.coded()
    if words is None or coded is None:
        return None
    expr, faults, _ = coded
    by_token: dict[str | None, list[Any]] = {}
    for word, tokens in words:
        by_token.setdefault(next(iter(tokens)) if tokens else None, []).append(word)
    value = chosen(
        ((among(expr, each), nw.lit(token)) for token, each in by_token.items() if token),
        nw.lit(None, dtype=nw.String),
    )
    name, known = column.source.name, among(expr, [word for word, _ in words])
    if column.codes is not None:
        return Reading({name: value}, (*faults, column.unmapped(~known, "codes of the mapping")))
    declared = column.fact.tokens
    fault = _undeclared(column, ~known)
    plain = among(column.expr, list(declared))
    return Reading({name: value}, (*faults, fault), {name: column.expr},
                   (~plain).fill_null(value=False))  # fmt: skip


def _undeclared(column: Column, bad: nw.Expr) -> Fault:
    assert column.fact is not None
    return column.fault(
        "JR534", bad, "the column holds values that are not declared", one_of(column.fact.tokens),
        f"correct them, or {MAP}",
    )  # fmt: skip


def read_set(column: Column) -> Reading | None:
    """Return how a column of sets is read: lists, text with commas between, or codes."""
    words, coded = _words(column, several=True), column.coded()
    if words is None or coded is None:
        return None
    expr, faults, kind = coded
    if kind == m.TEXT:
        return _set_of_text(column, words)
    known = among(expr, [word for word, _ in words])
    clear = [word for word, tokens in words if tokens is not None]
    values = _held(column, words, lambda found: _where(among(expr, clear), among(expr, found)))
    return Reading(values, (*faults, column.unmapped(~known, "codes of the mapping")))


def _held(
    column: Column, words: Words,
    holds: Callable[[list[Any]], nw.Expr],
) -> dict[str, nw.Expr]:  # fmt: skip
    """Return the column of each token by the words that stand for it."""
    assert column.fact is not None
    return {
        f"{column.source.name}:{token}": holds(
            [w for w, found in words if found and token in found]
        )
        for token in column.fact.tokens
    }


def _where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(value)


def _set_of_text(column: Column, words: Words) -> Reading:
    inside = _barred(column)
    patterns = "|".join(escaped(str(word)) for word, _ in words)
    fits = inside.str.contains(rf"\A\|(?:{patterns})(?:\|(?:{patterns}))*\|\z")
    none = column.text == nw.lit(m.EMPTY)
    whole = column.steps.add(VALUED, fits | none)
    blind = [str(word) for word, tokens in words if tokens is None]

    def holds(found: list[Any]) -> nw.Expr:
        result = nw.lit(False)
        for word in found:
            result |= inside.str.contains(f"|{word}|", literal=True)
        clear = whole
        for word in blind:
            clear &= ~inside.str.contains(f"|{word}|", literal=True)
        return _where(clear, result)

    bad = ~whole
    fault = (
        _undeclared(column, bad)
        if column.codes is None
        else column.unmapped(bad, "codes of the mapping, with commas between them")
    )
    single = among(column.expr, [word for word, _ in words])
    clear = [word for word, tokens in words if tokens is not None]

    def alone(found: list[Any]) -> nw.Expr:
        held = among(column.expr, found)
        return held if not blind else _where(among(column.expr, clear), held)

    return Reading(
        _held(column, words, holds), (fault,), _held(column, words, alone),
        (~single).fill_null(value=False),
    )  # fmt: skip


def _barred(column: Column) -> nw.Expr:
    """Return a text of several members with bars between and around them."""
    bars = column.text.str.replace_all(_SEPARATOR, m.BAR)
    return column.steps.add(FORMED, nw.concat_str([nw.lit(m.BAR), bars, nw.lit(m.BAR)]))


# -- ids -----------------------------------------------------------------------------


def read_id(column: Column, name: str) -> Reading | None:
    """Return how a column of ids is read: text, or whole numbers as text."""
    coded = column.coded()
    if coded is None or coded[2] == m.TRUTH or column.shape == m.LIST:
        column.wrong_type("ids: text or whole numbers", "give opaque ids")
        return None
    expr, faults, kind = coded
    text = expr if kind == m.TEXT else expr.cast(nw.String)
    exceptions: list[tuple[Any, str | None]] = []
    for code, meaning in column.listed(kind):
        if meaning is not None and not isinstance(meaning, (str, int)):
            column.bad_code(code, meaning, "an id or None")
        else:
            exceptions.append((code, None if meaning is None else str(meaning)))
    if kind == m.WHOLE:
        personal = reduce(or_, (expr.is_between(10**low, 10**high - 1) for low, high in _LONG))
        personal &= (expr >= 10**11) | expr.is_between(13 * 10**9, 2 * 10**10 - 1)
        shaped = expr >= 0
    else:
        personal, shaped = text.str.contains(_PERSONAL), text.str.contains(_ID)
    if exceptions:
        text = chosen(
            ((expr == nw.lit(code), nw.lit(value, dtype=nw.String)) for code, value in exceptions),
            text,
        )
        listed = among(expr, [code for code, _ in exceptions])
        personal, shaped = personal & ~listed, shaped | listed
    found = (*faults, *_id_faults(column, ~shaped, personal))
    return Reading({name: text}, found)


def read_code(column: Column) -> Reading:
    """Return how the codes of recorded reasons are read: as they are, for no verdict rests on them.

    What is neither text nor a whole number is null.
    """
    coded = column.coded()
    if coded is None:
        return Reading({})
    expr, _, kind = coded
    text = chosen(
        (
            (expr == nw.lit(code), nw.lit(None if x is None else str(x), dtype=nw.String))
            for code, x in column.listed(kind)
        ),
        expr.cast(nw.String),
    )
    return Reading({"code": text})


def _id_faults(column: Column, unshaped: nw.Expr, personal: nw.Expr) -> tuple[Fault, ...]:
    opaque = "use opaque ids, and keep their key elsewhere"
    return (
        column.fault("JR539", personal, "ids look personal", "opaque ids", opaque, shows=False),
        column.fault("JR539", unshaped, "ids have signs that an id has not",
                     f"at most {shapes.MOST_ID} letters, digits and . _ : -", opaque, shows=False),
    )  # fmt: skip


def read_ids(column: Column) -> Reading | None:
    """Return how a column of sets of ids is read."""
    if column.shape not in (*m.TEXTS, m.LIST):
        column.wrong_type("lists of ids, or ids with commas between them", "give opaque ids")
        return None
    inside, none = _barred(column), column.text == nw.lit(m.EMPTY)
    shaped = inside.str.contains(_IDS) | none
    personal = inside.str.contains(_PERSONAL_AMONG)
    value = chosen([(none, nw.lit(m.BAR))], inside)
    return Reading({column.source.name: value}, _id_faults(column, ~shaped, personal))
