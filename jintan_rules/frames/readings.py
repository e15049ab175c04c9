"""What reading a column gives: expressions of its values, and of what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import narwhals as nw
from attrs import define, field, frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.frames import machines as m
from jintan_rules.frames.codes import LARGEST
from jintan_rules.frames.door_names import Codes, Meaning, Source
from jintan_rules.standard.vocabulary import Fact

#: How codes are mapped.
MAP = "map the column's codes: columns={…: (column, {code: value})}"
#: Space around a text says nothing.
_SPACE = " \t\r\n\u3000"
#: The most that a float holds exactly, by its width.
_EXACT = {m.FLOAT: 2**53, m.SHORT_FLOAT: 2**24}


@frozen(eq=False)
class Fault:
    """What may be wrong with single values of a column: ``bad`` is true where it is."""

    code: str
    place: Place
    bad: nw.Expr
    raw: str
    summary: str
    expected: str
    mend: str = ""
    shows: bool = True
    day: bool = False


@frozen
class Reading:
    """The canonical columns that one source gives, and what may be wrong with it.

    ``plain`` says the same more cheaply where ``unplain`` is true of no row.
    """

    values: Mapping[str, nw.Expr]
    faults: tuple[Fault, ...] = ()
    plain: Mapping[str, nw.Expr] | None = None
    unplain: nw.Expr | None = None


class Steps:
    """Columns on the way to others: machines that do not see the same thing twice get it once.

    A step may use those of earlier levels.
    """

    def __init__(self) -> None:
        self.levels: dict[int, dict[str, nw.Expr]] = {}
        self.count = 0

    def add(self, level: int, expr: nw.Expr) -> nw.Expr:
        """Remember an expression as a column; return the column."""
        name = f"s{self.count}"
        self.count += 1
        self.levels.setdefault(level, {})[name] = expr
        return nw.col(name)

    def applied(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame with all steps."""
        for _, expressions in sorted(self.levels.items()):
            frame = frame.with_columns(**expressions)
        return frame


#: The levels of steps: text, its forms, what of it is read, the value, whether it is wrong.
BARE, FORMED, LAID_OUT, PARTED, VALUED, FAULTED = range(6)


@define(eq=False)
class Column:
    """One column to be read: ``raw`` is its name on the machine, ``shape`` what it holds.

    ``typed`` says that text stands for every type, as in a CSV file.
    """

    raw: str
    shape: str
    source: Source
    place: Place
    fact: Fact | None = None
    typed: bool = False
    problems: list[Problem] = field(factory=list)
    steps: Steps = field(factory=Steps)
    plain_day: nw.Expr | None = None
    _text: nw.Expr | None = field(default=None, init=False)

    @property
    def expr(self) -> nw.Expr:
        """The column itself."""
        return nw.col(self.raw)

    @property
    def text(self) -> nw.Expr:
        """The text of the column without space around it; blank text is nothing."""
        if self._text is None:
            bare = self.expr.str.strip_chars(_SPACE)
            self._text = self.steps.add(BARE, nw.when(bare != "").then(bare))
        return self._text

    def fault(
        self, code: str, bad: nw.Expr, summary: str, expected: str, mend: str = "",
        *, shows: bool = True,
    ) -> Fault:  # fmt: skip
        """Return what is wrong where ``bad`` is true; null counts as not."""
        wrong = self.steps.add(FAULTED, bad.fill_null(value=False))
        return Fault(
            code, self.place, wrong, self.raw, summary, expected, mend,
            shows, self.shape in (m.DAY, m.MOMENT),
        )  # fmt: skip

    def wrong_type(self, expected: str, mend: str) -> None:
        """Remember that nothing of the kind can be read from the column."""
        words = {
            m.TRUTH: "truth values", m.WHOLE: "whole numbers", m.FLOAT: "floats",
            m.SHORT_FLOAT: "floats", m.DECIMAL: "decimals", m.TEXT: "text", m.DAY: "days",
            m.MOMENT: "days with a time", m.LIST: "lists", m.CATEGORY: "categories",
        }  # fmt: skip
        found = words.get(self.shape, "values of another type")
        self.problems.append(
            Problem("JR533", self.place, "the column has the wrong type", expected, found, mend)
        )

    def bad_code(self, code: object, meaning: object, expected: str, mend: str = "") -> None:
        """Remember that a code of the mapping stands for what the fact cannot be."""
        self.problems.append(
            Problem(
                "JR532",
                Place("columns", path=f"{self.place.source[6:]}.{self.source.name}"),
                f"the code {code!r} stands for what is no value of {self.source.name}",
                expected,
                repr(meaning)[:80],
                mend,
            )
        )

    def coded(self) -> tuple[nw.Expr, tuple[Fault, ...], str] | None:
        """Return the column as codes are compared with: as text, whole numbers or truths."""
        if self.shape in (m.TEXT, m.CATEGORY, m.LIST):
            return self.text, (), m.TEXT
        if self.shape in (m.TRUTH, m.WHOLE):
            return self.expr, (), self.shape
        if self.shape in (m.FLOAT, m.SHORT_FLOAT, m.DECIMAL):
            number, strange = scaled(self, 0)
            fault = self.fault("JR536", strange, "a code is not a whole number", "whole numbers")
            return number, (fault,), m.WHOLE
        return None

    def unmapped(self, bad: nw.Expr, expected: str) -> Fault:
        """Return what is wrong where a code is none of the mapping's."""
        mend = (
            "add them to columns, mapped to None where nothing is known of them, or filter the rows"
        )
        summary = "the column holds codes that the mapping does not have"
        return self.fault("JR534", bad, summary, expected, mend)

    def listed(self, kind: str) -> list[tuple[Any, Meaning]]:
        """Return the codes as literals of the column's own kind; what never occurs is left out."""
        pairs = ((literal(code, kind), meaning) for code, meaning in (self.codes or {}).items())
        return [(value, meaning) for value, meaning in pairs if value is not None]

    @property
    def codes(self) -> Codes | None:
        """The caller's codes."""
        return self.source.codes


def literal(code: object, kind: str) -> Any:
    """Return a code as a literal of a column's kind, None where it cannot occur there."""
    match kind:
        case m.TEXT | m.CATEGORY | m.LIST:
            if isinstance(code, bool):
                return str(code).lower()
            return str(code).strip(_SPACE) or None
        case m.TRUTH:
            words: dict[object, bool] = {"true": True, "false": False}
            return code if isinstance(code, bool) else words.get(str(code).lower())
        case m.DAY | m.MOMENT:
            day = as_day(code)
            return day.toordinal() if day else None
        case _:
            if isinstance(code, bool):
                return None
            try:
                number = Decimal(str(code))
            except InvalidOperation:
                return None
            whole = number.is_finite() and number == number.to_integral_value()
            return int(number) if whole else None


def as_day(value: object) -> dt.date | None:
    """Return a day of a date, or of its text in ISO form."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def among(expr: nw.Expr, values: Sequence[Any]) -> nw.Expr:
    """Return whether a value is one of those given; null of null."""
    if len(values) == 1:
        return expr == nw.lit(values[0])
    return expr.is_in(list(values)) if values else expr.is_null() & nw.lit(False)


def chosen(pairs: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """Return the value of the first condition that is true."""
    result = otherwise
    for condition, value in reversed(list(pairs)):
        result = nw.when(condition).then(value).otherwise(result)
    return result


def scaled(column: Column, places: int) -> tuple[nw.Expr, nw.Expr]:
    """Return a column of numbers in units of its last place, and where that is not exact."""
    expr, factor = column.expr, 10**places
    match column.shape:
        case m.WHOLE:
            return whole(expr, LARGEST // factor) * factor, beyond(expr, LARGEST // factor)
        case m.DECIMAL:
            limit = min(LARGEST // factor, 10**15)
            near = nw.when(expr.is_between(-limit, limit)).then(expr) * factor
            number = column.steps.add(FORMED, near.cast(nw.Int64))
            return number, (number != near).fill_null(value=False) | beyond(expr, limit)
    wide, exact = expr.cast(nw.Float64), _EXACT[column.shape]
    # A float stands for the shortest decimal that prints it: that is n / 10^places for a whole n
    # just where dividing, which rounds to the nearest float, gives the float back.
    figure = column.steps.add(BARE, (wide * factor).round(0))
    fits = figure.is_between(-exact, exact) & ~wide.is_nan()
    # Dividing by one number for all rows may be done as multiplying by its inverse, which rounds
    # otherwise; so the divisor is a column.
    back = figure / (figure * 0 + factor)
    same = back == wide if column.shape == m.FLOAT else back.cast(nw.Float32) == expr
    return nw.when(fits & same).then(figure).cast(nw.Int64), ~(fits & same)


def whole(expr: nw.Expr, limit: int) -> nw.Expr:
    """Return whole numbers of any width in 64 bits; those beyond the limit are left out."""
    return nw.when(expr.is_between(-limit, limit)).then(expr).cast(nw.Int64)


def beyond(expr: nw.Expr, limit: int) -> nw.Expr:
    """Return where a number lies beyond a limit on either side."""
    return ~expr.is_between(-limit, limit)
