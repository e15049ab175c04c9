"""One frame of a call, opened: its columns on the machine, and how each is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
from attrs import evolve, field, frozen

from jintan_rules.errors import Problem
from jintan_rules.frames import machines as m
from jintan_rules.frames.door_names import GAPS, ORGANIZATIONS, REASONS, Frame, Named, Source
from jintan_rules.frames.door_tokens import read_code, read_id
from jintan_rules.frames.door_values import read
from jintan_rules.frames.kinds import Kind, on_machine
from jintan_rules.frames.readings import Column, Fault, Reading, Steps, among
from jintan_rules.standard.vocabulary import Fact, Label, Vocabulary

#: The columns that a frame cannot do without.
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    ORGANIZATIONS: ("id",),
    "": ("organization",),
    GAPS: ("organization", "list", "from", "to"),
    REASONS: ("organization", "rule"),
}


@frozen
class Opened:
    """A frame on the machine: ``raw`` has ``org`` and its columns as ``c0``, ``c1`` and so on.

    ``values`` are the canonical columns, each read as it stands; ``safe`` are the same
    with null where a value cannot be read.
    """

    frame: Frame
    raw: nw.LazyFrame[Any]
    key: Column
    key_kind: str
    readings: Mapping[str, Reading]
    faults: tuple[Fault, ...]
    order: tuple[str, ...]
    checked: bool = False
    plain: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that have columns."""
        return frozenset(name for name, reading in self.readings.items() if reading.values)

    def of(self, organizations: Iterable[str | int]) -> Opened:
        """Return the frame with the rows of some organisations alone."""
        kind = int if self.key_kind == m.WHOLE else str
        keys = [each for each in organizations if isinstance(each, kind)]
        return evolve(self, raw=self.raw.filter(among(nw.col("org"), keys)))

    def expressions(self) -> dict[str, nw.Expr]:
        """Return the canonical columns; what could not be checked is null where it is not right."""
        found: dict[str, nw.Expr] = {}
        for name, reading in self.readings.items():
            if self.checked:
                plain = name in self.plain and reading.plain is not None
                found |= reading.plain if plain and reading.plain else reading.values
            else:
                found |= {each: _guarded(expr, reading) for each, expr in reading.values.items()}
        return found


def _guarded(expr: nw.Expr, reading: Reading) -> nw.Expr:
    for fault in reading.faults:
        expr = nw.when(~fault.bad).then(expr)
    return expr


def open_frame(
    native: Any, frame: Frame, names: Named, wanted: Iterable[str], kind: Kind,
    vocabulary: Vocabulary, problems: list[Problem], *, typed: bool = False,
) -> Opened | None:  # fmt: skip
    """Return a frame opened for the facts wanted, None where problems prevent it.

    ``typed`` says that text stands for every type, as in a CSV file.
    """
    facts = {**frame.facts, **_own_facts(frame.name, vocabulary)}
    keys = set(_REQUIRED.get(frame.name, _REQUIRED[""]))
    used = [each for each in names.sources if each.name in {*wanted, *frame.keys}]
    missing = keys - {each.name for each in used}
    if missing:
        problems.extend(_no_key(frame, key) for key in sorted(missing))
        return None
    machine = on_machine(native, kind, list(dict.fromkeys(s.column for s in used)), frame.name)
    shapes = kind.machine.shapes(machine)
    raw_of = {column: f"c{n}" for n, column in enumerate(dict.fromkeys(s.column for s in used))}
    wanted_raw = {new: (old, shapes[old]) for old, new in raw_of.items()}
    plain_days = {
        source.column: f"{raw_of[source.column]}d"
        for source in used
        if kind.machine.plain_days
        and shapes[source.column] == m.TEXT
        and not (source.form or source.codes)
        and source.name in facts
        and facts[source.name].type == "date"
    }
    wanted_raw |= {new: (old, m.PLAIN_DAY) for old, new in plain_days.items()}
    raw = kind.machine.columns(machine, wanted_raw)
    key_name = "id" if frame.name == ORGANIZATIONS else "organization"
    steps = Steps()
    readings: dict[str, Reading] = {}
    parts: dict[str, list[Reading]] = {}
    for source in used:
        column = Column(
            raw_of[source.column], shapes[source.column], source, frame.place(source.column),
            facts.get(source.name), typed, problems, steps,
            nw.col(plain_days[source.column]) if source.column in plain_days else None,
        )  # fmt: skip
        if source.name == key_name:
            key = column
        elif source.name == "id":
            reading = read_id(column, "id") if column.shape != m.NOTHING else None
            if reading:
                readings["id"] = reading
        elif frame.name == REASONS and source.name == "code":
            readings["code"] = read_code(column)
        elif column.fact is not None:
            reading = read(column)
            if reading:
                parts.setdefault(source.name, []).append(reading)
    for name, several in parts.items():
        readings[name] = several[0] if len(several) == 1 and facts[name].type != "set" else (
            _whole_set(facts[name], several)
        )  # fmt: skip
    coded = _key(key)
    if coded is None:
        return None
    expr, key_faults, key_kind = coded
    faults = [fault for reading in readings.values() for fault in reading.faults]
    return Opened(
        frame, steps.applied(raw).with_columns(expr.alias("org")), key, key_kind, readings,
        (*key_faults, *faults), tuple(raw_of.values()), sources=tuple(used),
    )  # fmt: skip


def _whole_set(fact: Fact, several: list[Reading]) -> Reading:
    """Join the columns of a set's tokens; a token without a column is not known."""
    if not any(each.values for each in several):
        return Reading({})
    if len(several) == 1 and len(several[0].values) == len(fact.tokens):
        return several[0]
    values: dict[str, nw.Expr] = {
        f"{fact.name}:{token}": nw.lit(None, dtype=nw.Boolean) for token in fact.tokens
    }
    for each in several:
        for name, expr in each.values.items():
            faults = Reading({}, each.faults)
            values[name] = _guarded(expr, faults)
    return Reading(values, tuple(fault for each in several for fault in each.faults))


def _key(column: Column) -> tuple[nw.Expr, tuple[Fault, ...], str] | None:
    """Return the key of an organisation as it was given: text or a whole number."""
    if column.shape == m.NOTHING:
        nothing = nw.lit(None, dtype=nw.String)
        return nothing, (), m.NOTHING
    if column.shape in (m.TEXT, m.CATEGORY):
        return nw.when(column.expr != "").then(column.expr), (), m.TEXT
    coded = column.coded()
    if coded is None or coded[2] != m.WHOLE:
        column.wrong_type("keys: text or whole numbers", "convert the column")
        return None
    return coded[0].cast(nw.Int64), coded[1], m.WHOLE


def aligned(opened: Mapping[str, Opened], typed: frozenset[str]) -> dict[str, Opened]:
    """Return the frames with the keys of CSV files, which are text, in the others' type."""
    wanted = opened[ORGANIZATIONS].key_kind
    found = {}
    for name, each in opened.items():
        key, frame = nw.col("org"), each.raw
        if each.key_kind == m.TEXT and wanted == m.WHOLE and name in typed:
            whole = nw.when(key.str.contains(r"\A-?[0-9]{1,18}\z")).then(key).cast(nw.Int64)
            found[name] = evolve(each, raw=frame.with_columns(whole.alias("org")), key_kind=wanted)
        elif each.key_kind == m.WHOLE and wanted == m.TEXT and ORGANIZATIONS in typed:
            text = key.cast(nw.String).alias("org")
            found[name] = evolve(each, raw=frame.with_columns(text), key_kind=wanted)
        else:
            found[name] = each
    return found


def _no_key(frame: Frame, key: str) -> Problem:
    label = frame.keys[key].zh
    return Problem(
        "JR540", frame.place(), f"the frame has no column {key!r} ({label})",
        f"a column {key!r} or {label!r}", ", ".join(map(repr, frame.columns[:12])) or "no columns",
        f"rename the column, or name it: columns={{{frame.name!r}: {{{key!r}: …}}}}",
    )  # fmt: skip


def _own_facts(name: str, vocabulary: Vocabulary) -> dict[str, Fact]:
    """Return what the columns of gaps and reasons hold, as facts."""
    day = Label("日期", "day")
    if name == GAPS:
        lists = {each: shape.label for each, shape in vocabulary.lists.items()}
        return {
            "list": Fact("list", Label("台账", "list"), "enum", tokens=lists),
            "from": Fact("from", day, "date"),
            "to": Fact("to", day, "date"),
        }
    if name == REASONS:
        text = Label("文字", "text")
        return {
            "rule": Fact("rule", text, "text"),
            "slot": Fact("slot", text, "text"),
            "on": Fact("on", day, "date"),
        }
    return {}
