"""Looking at the rows: how many values are wrong, with examples, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import evolve

from jintan_rules.errors import Problem
from jintan_rules.frames import machines as m
from jintan_rules.frames.door_names import GAPS, ORGANIZATIONS, REASONS
from jintan_rules.frames.opened import Opened
from jintan_rules.frames.readings import Fault
from jintan_rules.loading.refusals import shown
from jintan_rules.standard.profiles import Profile

_SHOWN = 3
_REQUIRED = {GAPS: ("list", "from", "to"), REASONS: ("rule",)}


def check_frame(opened: Opened, machine: m.Machine, problems: list[Problem]) -> Opened:
    """Count what is wrong with a frame's rows; return it with what was learnt.

    The frame is read once, and once more for each kind of mistake that there is.
    """
    numbered = list(enumerate(opened.faults))
    counts = {"rows": nw.len(), "keyless": _count(nw.col("org").is_null())}
    for name, reading in opened.readings.items():
        if reading.unplain is not None:
            counts[f"u:{name}"] = _count(reading.unplain)
    doubted = set(opened.faults) - {
        fault
        for reading in opened.readings.values()
        if reading.unplain is not None
        for fault in reading.faults
    }
    counts |= {f"f{n}": _count(fault.bad) for n, fault in numbered if fault in doubted}
    found = row_of(opened.raw.select(**counts))
    # What is plainly written has no fault; only of the rest need it be looked for.
    plain = frozenset(name for name in opened.readings if not found.get(f"u:{name}", 1))
    doubted = {
        fault
        for name, reading in opened.readings.items()
        if reading.unplain is not None and name not in plain
        for fault in reading.faults
    }
    counts = {f"f{n}": _count(fault.bad) for n, fault in numbered if fault in doubted}
    found |= row_of(opened.raw.select(**counts)) if counts else {}
    for number, fault in numbered:
        wrong = found.get(f"f{number}") or 0
        if wrong:
            problems.append(_problem(opened, fault, wrong, found["rows"]))
    key = opened.frame.place(opened.key.source.column)
    if found["keyless"]:
        problems.append(
            Problem(
                "JR538",
                key,
                f"{_rows(found['keyless'], found['rows'])} name no organisation",
                "an organisation in every row",
                "null or blank",
                "fill them in, or filter the rows",
            )
        )
    if opened.frame.name == ORGANIZATIONS:
        _check_once(opened, machine, ["org"], "organisations", problems)
    elif "id" in opened.readings:
        _check_once(opened, machine, ["org", "id"], "ids of one organisation's rows", problems)
    _check_required(opened, problems)
    return evolve(opened, checked=True, plain=plain)


def _count(condition: nw.Expr) -> nw.Expr:
    return condition.cast(nw.Int64).sum()


def row_of(frame: nw.LazyFrame[Any]) -> dict[str, Any]:
    """Return the only row of a frame, collected."""
    return next(iter(frame.collect().iter_rows(named=True)))


def _rows(count: int, rows: int) -> str:
    return f"{count} of {rows} rows"


def _problem(opened: Opened, fault: Fault, wrong: int, rows: int) -> Problem:
    found = "not shown, for it may be personal"
    if fault.shows:
        found = ", ".join(map(shown, _examples(opened, fault)))
    return Problem(
        fault.code, fault.place, f"{fault.summary}: {_rows(wrong, rows)}", fault.expected, found,
        fault.mend,
    )  # fmt: skip


def _examples(opened: Opened, fault: Fault) -> list[object]:
    """Return the values that are wrong most often."""
    often = (
        opened.raw.filter(fault.bad)
        .group_by(fault.raw)
        .agg(nw.len().alias("n"))
        .sort("n", fault.raw, descending=[True, False])
        .head(_SHOWN)
    )
    values = [row[fault.raw] for row in often.collect().iter_rows(named=True)]
    if not fault.day:
        return values
    return [
        dt.date.fromordinal(each) if 0 < each <= dt.date.max.toordinal() else each
        for each in values
    ]


def _twice(
    opened: Opened, columns: Sequence[str], what: str, place: Any, more: int
) -> Problem:  # fmt: skip
    """Return that keys stand more than once, with the most frequent of them."""
    often = (
        keyed(opened)
        .group_by(*columns)
        .agg(nw.len().alias("n"))
        .filter(nw.col("n") > 1)
        .sort("n", *columns, descending=[True] + [False] * len(columns))
        .head(_SHOWN)
    )
    found = [
        "/".join(str(row[each]) for each in columns) + f" ({row['n']} times)"
        for row in often.collect().iter_rows(named=True)
    ]
    return Problem(
        "JR537", place, f"{what} stand more than once: {more} rows too many",
        "every id once", ", ".join(map(shown, found)),
        "take the doubled rows out, with .unique() or DISTINCT, before judging",
    )  # fmt: skip


def keyed(opened: Opened) -> nw.LazyFrame[Any]:
    """Return the keys of a frame's rows that have both."""
    frame = opened.raw.filter(~nw.col("org").is_null())
    if "id" in opened.readings and opened.frame.name != ORGANIZATIONS:
        frame = frame.with_columns(opened.readings["id"].values["id"].alias("id"))
        return frame.filter(~nw.col("id").is_null()).select("org", "id")
    return frame.select("org")


def _check_once(
    opened: Opened, machine: m.Machine, columns: list[str], what: str, problems: list[Problem]
) -> None:
    """Look for keys that stand more than once."""
    keys = keyed(opened)
    if not machine.repeats(keys):
        return
    rows = row_of(keys.select(n=nw.len()))["n"]
    once = row_of(keys.unique().select(n=nw.len()))["n"]
    if once < rows:
        name = columns[-1] if columns[-1] == "id" else opened.key.source.name
        column = next(each.column for each in opened.sources if each.name == name)
        place = opened.frame.place(column)
        problems.append(_twice(opened, columns, what, place, rows - once))


def _check_required(opened: Opened, problems: list[Problem]) -> None:
    """Look for rows of gaps and reasons that lack what they cannot do without."""
    required = _REQUIRED.get(opened.frame.name)
    if required is None:
        return
    columns = {each.name: each.column for each in opened.sources}
    values = {name: opened.readings[name].values.get(name) for name in required}
    given = {name: expr for name, expr in values.items() if expr is not None}
    frame = opened.raw.select(**given)
    empty = {name: _count(nw.col(name).is_null()) for name in given}
    if "from" in given and "to" in given:
        empty["backward"] = _count((nw.col("from") > nw.col("to")).fill_null(value=False))
    found = row_of(frame.select(rows=nw.len(), **empty))
    for name in required:
        missing = found["rows"] if name not in given else found[name]
        if missing:
            problems.append(
                Problem(
                    "JR538",
                    opened.frame.place(columns[name]),
                    f"{_rows(missing, found['rows'])} have no {name!r} that can be read",
                    f"{name!r} in every row",
                    "null",
                    "fill them in, or filter the rows",
                )
            )
    if found.get("backward"):
        problems.append(
            Problem(
                "JR536",
                opened.frame.place(columns["from"]),
                f"gaps end before they begin: {_rows(found['backward'], found['rows'])}",
                "from not after to",
                "from after to",
                "exchange the two days, or correct one",
            )
        )


def check_members(
    organizations: Opened, others: Iterable[Opened], machine: m.Machine, problems: list[Problem]
) -> None:
    """Look for rows of organisations that are not among those given."""
    known = organizations.raw.select("org").filter(~nw.col("org").is_null()).unique()
    for opened in others:
        if opened.key_kind == m.NOTHING:
            continue
        rows = opened.raw.select("org").filter(~nw.col("org").is_null())
        if not machine.strange(rows, known):
            continue
        strange = rows.group_by("org").agg(nw.len().alias("n")).join(known, on="org", how="anti")
        total = row_of(strange.select(orgs=nw.len(), rows=nw.col("n").sum()))
        if total["orgs"]:
            most = strange.sort("n", "org", descending=[True, False]).head(_SHOWN).collect()
            found = [row["org"] for row in most.iter_rows(named=True)]
            problems.append(
                Problem(
                    "JR538",
                    opened.frame.place(opened.key.source.column),
                    f"{total['rows']} rows are of organisations that are not among the "
                    f"organisations: {total['orgs']} of them",
                    "rows of the organisations given",
                    ", ".join(map(shown, found)),
                    "add the organisations, or filter the rows",
                )
            )


def check_category(opened: Opened, profile: Profile, problems: list[Problem]) -> None:
    """Look for organisations that the profile is not made for."""
    strange = other_category(opened, profile)
    if strange is None:
        return
    found = opened.raw.select("org", opened.expressions()["category"].alias("category"))
    counts = found.filter(strange).group_by("category").agg(nw.len().alias("n")).sort("category")
    of_others = {row["category"]: row["n"] for row in counts.collect().iter_rows(named=True)}
    if of_others:
        column = next(each.column for each in opened.sources if each.name == "category")
        problems.append(
            Problem(
                "JR308",
                opened.frame.place(column),
                f"the profile {profile.id} is for the category {profile.category}",
                str(profile.category),
                ", ".join(f"{c!r}: {n} rows" for c, n in of_others.items()),
                "filter the organisations by category, and judge each by its own profile",
            )
        )


def other_category(opened: Opened, profile: Profile) -> nw.Expr | None:
    """Return where ``category`` is another than the profile's, None where that cannot be."""
    if profile.category is None or "category" not in opened.facts:
        return None
    return (nw.col("category") != nw.lit(profile.category.value)).fill_null(value=False)


def same_keys(opened: Mapping[str, Opened], problems: list[Problem]) -> None:
    """Check that all frames name organisations in one type."""
    wanted = opened[ORGANIZATIONS].key_kind
    for name, each in opened.items():
        if each.key_kind not in (wanted, m.NOTHING) and wanted != m.NOTHING:
            words = {m.TEXT: "text", m.WHOLE: "whole numbers"}
            problems.append(
                Problem(
                    "JR533",
                    each.frame.place(each.key.source.column),
                    f"the frames name organisations in two types: {name} differs",
                    f"{words[wanted]}, as in the organisations",
                    words[each.key_kind],
                    "convert one of the columns",
                )
            )
