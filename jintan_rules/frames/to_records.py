"""Frames as records: what a verdict rests on, organisation by organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import index, itemgetter
from typing import TYPE_CHECKING, Any

from jintan_rules.calendar import FIRST_DAY, LAST_DAY, NEVER_DAY
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.frames.packages import needs
from jintan_rules.loading.digests import digest_of
from jintan_rules.loading.profiles import load_profile
from jintan_rules.loading.refusals import shown
from jintan_rules.records import shapes
from jintan_rules.records.record import (
    NEVER,
    FactValue,
    Gap,
    Reason,
    Record,
    Row,
    digested_later,
)
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Fact

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    from jintan_rules.frames.door import Admission
    from jintan_rules.frames.tables import Table

_CALL = "frames_to_records"
_SHOWN = 10
#: The code of a recorded reason for which the frame has none; no code that is given looks so.
NO_CODE = "-"


def frames_to_records(
    organizations: Any,
    *,
    profile: Profile | str,
    ids: Iterable[str | int] | str | int | None = None,
    columns: Mapping[str, Any] | None = None,
    gaps: Any = None,
    reasons: Any = None,
    **lists: Any,
) -> Iterator[Record]:
    """Turn frames into records that judge as the frames do, to explain the verdicts on them.

    The frames and their mapping are those of :func:`jintan_rules.evaluate_frame`. A record
    holds what the rules of the profile and their remedies read. Its id is the
    organisation's as text. All that can be wrong is told by the call, before the first record.

    Args:
        organizations: A row for each organisation: its ``id`` and what is known of it.
        profile: The profile, or its id, whose facts are wanted.
        ids: The ids of the organisations wanted, as the frame has them; all of them where
            it is left out. Rows of others are neither checked nor collected.
        columns: Which columns of other systems hold what, and what their codes mean.
        gaps: Spans in which a list is not known.
        reasons: Recorded reasons.
        lists: A frame for each list, by its name or Chinese label.

    Returns:
        The records in the order of ``ids``, or else of the frame; of DuckDB and PySpark, which
        keep no order, in that of the ids.

    Raises:
        EvaluationError: With every problem found: the package (JR503), categories (JR308),
            frames, columns and values (JR530 to JR540), ids that are not there (JR543),
            organisations of lazy frames of which nothing can be said, and sets known in part
            only, which a record cannot hold (JR544).
        ProfileError: If a profile named by its id cannot be loaded.
    """
    needs("narwhals", "polars")
    if isinstance(profile, str):
        profile = load_profile(profile)
    from jintan_rules.frames.door import admit  # noqa: PLC0415  optional

    wanted = None if ids is None else _keys(ids)
    admission = admit(
        organizations,
        lists,
        profile=profile,
        columns=columns,
        gaps=gaps,
        reasons=reasons,
        remedies=True,
        only=wanted,
    )
    if admission.kind.name in ("duckdb", "pyspark"):
        needs("pyarrow")
    return _records(_Collected(admission, profile, wanted))


def _keys(ids: Iterable[Any] | str | int) -> tuple[str | int, ...]:
    """Return the ids wanted, each once, as plain text and whole numbers.

    Raises:
        EvaluationError: If one is neither (JR543).
    """
    given = [ids] if isinstance(ids, (str, int)) or not isinstance(ids, Iterable) else list(ids)
    keys: dict[str | int, None] = {}
    strange = []
    for each in given:
        # Columns of verdicts hand out the scalars of their library.
        plain = each.as_py() if hasattr(each, "as_py") else each
        if isinstance(plain, str):
            keys[str(plain)] = None
        elif hasattr(plain, "__index__") and not isinstance(plain, bool):
            keys[index(plain)] = None
        else:
            strange.append(each)
    if strange:
        raise EvaluationError([_not_there("what is asked for is no id", strange)])
    return tuple(keys)


class _Collected:
    """The tables of one call on this machine, in the order of the organisations."""

    def __init__(
        self, admission: Admission, profile: Profile, wanted: tuple[str | int, ...] | None
    ) -> None:
        """Collect what was let in.

        Raises:
            EvaluationError: If that cannot be given as records (JR543, JR544).
        """
        tables, vocabulary = admission.tables, profile.vocabulary
        ordered = admission.kind.name not in ("duckdb", "pyspark")
        self.facts = _facts(tables.organizations, vocabulary.facts)
        self.organizations = _collected(tables.organizations.frame)
        self.problems: list[Problem] = []
        self._check(admission, wanted)
        places = self._placed(wanted, ordered=ordered)

        def sorted_by(frame: nw.LazyFrame[Any], *by: str) -> pl.DataFrame:
            # Rows stand as they do in the frame, where it keeps an order.
            found = _collected(frame).with_row_index("~at")
            # The type of an empty column may be another.
            found = found.with_columns(found["org"].cast(places.schema["org"]))
            found = found.join(places, on="org")
            return found.sort("~place", *(("~at",) if ordered else by))

        self.attributes = {
            name: _facts(table, vocabulary.lists[name].attributes)
            for name, table in tables.lists.items()
        }
        self.lists = {name: sorted_by(table.frame, "label") for name, table in tables.lists.items()}
        self.gaps = self.reasons = None
        if tables.gaps is not None:
            self.gaps = sorted_by(tables.gaps, "list", "start", "end")
        if tables.reasons is not None:
            self.reasons = sorted_by(tables.reasons, "rule", "slot", "on", "code")
        self._check_sets("organizations", self.organizations, self.facts)
        for name, frame in self.lists.items():
            self._check_sets(name, frame, self.attributes[name])
        if self.problems:
            raise EvaluationError(self.problems)

    def _check(self, admission: Admission, wanted: Collection[str | int] | None) -> None:
        """Look for organisations of which nothing can be said, and for those that are not there."""
        doubtful: list[Any] = []
        if admission.doubtful is not None:
            doubtful = _collected(admission.doubtful)["org"].to_list()
        if doubtful:
            # Null, of rows without an id, comes last.
            doubtful.sort(key=lambda each: (each is None, each))
            count = len(doubtful)
            self.problems.append(
                Problem(
                    "JR544",
                    Place("frame organizations"),
                    f"nothing can be said of some organisations: {count} of them",
                    "organisations that stand once, with an id, of the profile's category, and "
                    "with gaps and reasons that can be read",
                    _named("rows without an id" if each is None else each for each in doubtful),
                    "evaluate_frame(…, validate=True) says what is wrong; or leave them out of ids",
                )
            )
        if wanted is not None:
            known = {*self.organizations["org"].to_list(), *doubtful}
            missing = [each for each in wanted if each not in known]
            if missing:
                summary = "there are no organisations of some ids"
                self.problems.append(_not_there(summary, missing))

    def _placed(self, wanted: tuple[str | int, ...] | None, *, ordered: bool) -> pl.DataFrame:
        """Bring the organisations in order; return the place of each."""
        if wanted is not None:
            number = {key: place for place, key in enumerate(wanted)}
            keys = self.organizations["org"].to_list()
            rows = sorted(range(len(keys)), key=lambda each: number[keys[each]])
            self.organizations = self.organizations[rows]
        elif not ordered:
            self.organizations = self.organizations.sort("org")
        self.organizations = self.organizations.with_row_index("~place")
        return self.organizations.select("org", "~place")

    def _check_sets(self, name: str, frame: pl.DataFrame, facts: Mapping[str, Fact]) -> None:
        """Look for sets of which only some tokens are known: a record has the whole or nothing."""
        import polars as pl  # noqa: PLC0415  optional

        for fact in facts.values():
            if fact.type != "set":
                continue
            columns = {token: pl.col(f"{fact.name}:{token}") for token in fact.tokens}
            partly = pl.any_horizontal(each.is_null() for each in columns.values())
            partly &= pl.any_horizontal(each.is_not_null() for each in columns.values())
            rows = frame.filter(partly)
            if not rows.height:
                continue
            unknown = [t for t, each in columns.items() if rows.select(each.is_null().any()).item()]
            self.problems.append(
                Problem(
                    "JR544",
                    Place(f"frame {name}", path=fact.name),
                    f"a set is known in part only: {rows.height} of {frame.height} rows",
                    "every token known, or none",
                    "not known: " + _named(unknown),
                    f"add {f'{fact.name}:{unknown[0]}'!r} and the like, or give the set in one "
                    "column",
                )
            )


def _records(tables: _Collected) -> Iterator[Record]:
    """Yield the records one after the other; only one is made at a time."""
    lists = {
        name: (_ByOrganization(frame), _readers(tables.attributes[name]))
        for name, frame in tables.lists.items()
    }
    gaps, reasons = _ByOrganization(tables.gaps), _ByOrganization(tables.reasons)
    readers = _readers(tables.facts)
    for place, organization in enumerate(tables.organizations.iter_rows(named=True)):
        declared = gaps.of(place)
        # No rows and a gap over all days: a list that is not known at all.
        unknown = {
            gap["list"] for gap in declared if gap["start"] <= FIRST_DAY and gap["end"] >= LAST_DAY
        }
        found = {
            name: _rows(rows.of(place), attributes) for name, (rows, attributes) in lists.items()
        }
        known = {name: rows for name, rows in found.items() if rows or name not in unknown}
        record = Record(
            id=str(organization["org"]),
            facts=_values(organization, readers),
            lists=known,
            gaps=tuple(
                Gap(gap["list"], _date(gap["start"]), _date(gap["end"]))
                for gap in declared
                if gap["list"] in known
            ),
            reasons=tuple(
                Reason(each["rule"], each["code"] or NO_CODE, each["slot"], _day(each["on"]))
                for each in reasons.of(place)
            ),
        )
        digested_later(record, digest_of)
        yield record


class _ByOrganization:
    """The rows of a sorted table, handed out organisation by organisation."""

    def __init__(self, frame: pl.DataFrame | None) -> None:
        rows = iter(()) if frame is None else frame.iter_rows(named=True)
        self.groups = groupby(rows, key=itemgetter("~place"))
        self.next = next(self.groups, None)

    def of(self, place: int) -> list[dict[str, Any]]:
        """Return the rows of an organisation; places are asked for in their order."""
        if self.next is None or self.next[0] != place:
            return []
        rows = list(self.next[1])
        self.next = next(self.groups, None)
        return rows


_Reader = Callable[[Mapping[str, Any]], FactValue | None]


def _facts(table: Table, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if name in table.facts}


def _readers(facts: Mapping[str, Fact]) -> dict[str, _Reader]:
    return {name: _reader(fact) for name, fact in facts.items()}


def _reader(fact: Fact) -> _Reader:
    """Return what turns the columns of a fact into its value, None where it is not known."""
    name = fact.name
    if fact.type == "set":
        columns = {token: f"{name}:{token}" for token in fact.tokens}
        first = next(iter(columns.values()))
        return lambda row: (
            None
            if row[first] is None
            else frozenset(token for token, column in columns.items() if row[column])
        )
    places = shapes.places(fact)
    kinds: dict[str, Callable[[Any], FactValue]] = {
        "date": lambda day: NEVER if day == NEVER_DAY else _date(day),
        "decimal": lambda units: Decimal(units).scaleb(-places),
        "money": lambda units: Decimal(units).scaleb(-places),
        "ids": lambda text: frozenset(each for each in text.split("|") if each),
    }
    convert = kinds.get(fact.type)
    if convert is None:
        return itemgetter(name)
    return lambda row: None if row[name] is None else convert(row[name])


def _values(row: Mapping[str, Any], readers: Mapping[str, _Reader]) -> dict[str, FactValue]:
    values = ((name, read(row)) for name, read in readers.items())
    return {name: value for name, value in values if value is not None}


def _rows(given: list[dict[str, Any]], readers: Mapping[str, _Reader]) -> tuple[Row, ...]:
    """Return the rows of a list; one without an id, called by its place, stands there."""
    rows = [Row(row["label"], _values(row, readers)) for row in given]
    placed = {int(row.label[1:]): row for row in rows if row.label.startswith("#")}
    others = (row for row in rows if not row.label.startswith("#"))
    return tuple(placed.get(place) or next(others) for place in range(1, len(rows) + 1))


def _day(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else _date(ordinal)


_date = dt.date.fromordinal


def _collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    found: pl.DataFrame = frame.collect("polars").to_native()
    return found


def _named(keys: Iterable[object]) -> str:
    """Return the first of some ids, as a problem may show them."""
    every = list(keys)
    more = f", … ({len(every)} in all)" if len(every) > _SHOWN else ""
    return ", ".join(map(shown, every[:_SHOWN])) + more


def _not_there(summary: str, keys: Collection[object]) -> Problem:
    expected = "ids of the organisations, text or whole numbers as they are there"
    return Problem("JR543", Place(_CALL, path="ids"), summary, expected, _named(keys))
