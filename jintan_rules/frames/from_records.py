"""Records as frames: nothing of what they say is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.frames.packages import needs
from jintan_rules.loading.profiles import load_profile
from jintan_rules.records import shapes
from jintan_rules.records.record import NEVER, FactValue, Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl

_KINDS = ("polars", "polars lazy", "pandas", "pyarrow", "duckdb")


def records_to_frames(
    records: Iterable[Record], profile: Profile | str, *, kind: str = "polars"
) -> dict[str, Any]:
    """Turn records into the frames that ``evaluate_frame`` takes.

    There is a frame ``organizations`` and one for every list that a record has. An
    organisation whose record lacks a list that others have gets a row of
    ``gaps`` for all days, for in a frame no row means that there was none.

    Args:
        records: The records, each with an id of its own.
        profile: The profile, or its id, whose vocabulary names the columns; facts that
            it does not have are left out.
        kind: ``polars``, ``polars lazy``, ``pandas``, ``pyarrow`` or ``duckdb``.

    Returns:
        The frames by the names of the arguments: ``evaluate_frame(**frames, profile=…)``.

    Raises:
        EvaluationError: If the kind is not known (JR530), or polars is not installed (JR503).
    """
    if kind not in _KINDS:
        raise EvaluationError(
            [
                Problem(
                    "JR530",
                    Place("records_to_frames", path="kind"),
                    "frames of this kind cannot be made",
                    " or ".join(_KINDS),
                    repr(kind),
                    "make pandas frames, and hand them to the other system",
                )
            ]
        )
    needs("polars")
    if isinstance(profile, str):
        profile = load_profile(profile)
    tables = _Tables(profile)
    for record in records:
        tables.add(record)
    return {name: _as_kind(frame, kind) for name, frame in tables.frames().items()}


class _Tables:
    """Columns of values, filled record by record."""

    def __init__(self, profile: Profile) -> None:
        self.vocabulary = profile.vocabulary
        self.organizations: list[tuple[str, Mapping[str, FactValue]]] = []
        self.rows: dict[str, list[tuple[str, str | None, Mapping[str, FactValue]]]] = {}
        self.has: dict[str, set[int]] = {}
        self.gaps: list[tuple[str, str, dt.date, dt.date]] = []
        self.reasons: list[tuple[str, str, str | None, dt.date | None, str]] = []

    def add(self, record: Record) -> None:
        number = len(self.organizations)
        self.organizations.append((record.id, record.facts))
        for name, rows in record.lists.items():
            if name not in self.vocabulary.lists:
                continue
            self.has.setdefault(name, set()).add(number)
            self.rows.setdefault(name, []).extend(
                (record.id, None if row.label.startswith("#") else row.label, row.values)
                for row in rows
            )
        self.gaps += [(record.id, gap.list_name, gap.start, gap.end) for gap in record.gaps]
        self.reasons += [
            (record.id, each.rule, each.slot or None, each.on, each.code) for each in record.reasons
        ]

    def frames(self) -> dict[str, pl.DataFrame]:
        import polars as pl  # noqa: PLC0415  optional

        ids = [name for name, _ in self.organizations]
        columns = {"id": pl.Series("id", ids, dtype=pl.String)}
        facts = [values for _, values in self.organizations]
        columns |= _columns(self.vocabulary.facts, facts)
        frames = {"organizations": pl.DataFrame(columns)}
        for name, rows in self.rows.items():
            columns = {
                "organization": pl.Series("organization", [r[0] for r in rows], dtype=pl.String),
                "id": pl.Series("id", [r[1] for r in rows], dtype=pl.String),
            }
            values = [row[2] for row in rows]
            columns |= _columns(self.vocabulary.lists[name].attributes, values)
            frames[name] = pl.DataFrame(columns)
        gaps = [
            *(gap for gap in self.gaps if gap[1] in self.rows),
            *(
                (record_id, name, dt.date.min, dt.date.max)
                for name, having in self.has.items()
                for number, record_id in enumerate(ids)
                if number not in having
            ),
        ]
        day, text = pl.Date, pl.String
        if gaps:
            shape: dict[str, Any] = {"organization": text, "list": text, "from": day, "to": day}
            frames["gaps"] = pl.DataFrame(gaps, schema=shape, orient="row")
        if self.reasons:
            shape = {"organization": text, "rule": text, "slot": text, "on": day, "code": text}
            frames["reasons"] = pl.DataFrame(self.reasons, schema=shape, orient="row")
        return frames


def _columns(
    facts: Mapping[str, Fact], rows: list[Mapping[str, FactValue]]
) -> dict[str, pl.Series]:
    """Return a column for each fact that some row has."""
    import polars as pl  # noqa: PLC0415  optional

    given = set().union(*rows) if rows else set()
    return {
        name: pl.Series(name, [_plain(row.get(name), fact) for row in rows], dtype=_dtype(fact))
        for name, fact in facts.items()
        if name in given
    }


def _dtype(fact: Fact) -> Any:
    import polars as pl  # noqa: PLC0415  optional

    match fact.type:
        case "bool":
            return pl.Boolean
        case "count" | "integer":
            return pl.Int64
        case "decimal" | "money":
            return pl.Decimal(30, shapes.places(fact))
        case "date":
            return pl.String if fact.never else pl.Date
        case "set" | "ids":
            return pl.List(pl.String)
        case _:
            return pl.String


def _plain(value: FactValue | None, fact: Fact) -> object:
    match value:
        case None:
            return None
        case Decimal():
            return value.quantize(Decimal(1).scaleb(-shapes.places(fact)))
        case frozenset():
            return sorted(value)
        case dt.date() if fact.never:
            return value.isoformat()
        case _:
            return "never" if value is NEVER else value


def _as_kind(frame: pl.DataFrame, kind: str) -> Any:

    match kind:
        case "polars lazy":
            return frame.lazy()
        case "pandas":
            needs("pandas", "pyarrow")
            return frame.to_pandas()
        case "pyarrow":
            needs("pyarrow")
            return frame.to_arrow()
        case "duckdb":
            needs("duckdb", "pyarrow")
            import duckdb  # noqa: PLC0415  optional

            return duckdb.from_arrow(frame.to_arrow())
        case _:
            return frame
