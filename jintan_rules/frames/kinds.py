"""Which kinds of frames are taken, what they run on inside, and how they come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import frozen

from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.frames import machines
from jintan_rules.frames.machines import Machine
from jintan_rules.frames.packages import needs

_WANTED = "a polars, pandas, pyarrow, DuckDB or PySpark frame"


@frozen
class Kind:
    """A kind of frame: its name, what it runs on inside, whether it is lazy."""

    name: str
    machine: Machine
    lazy: bool


def _kinds() -> dict[str, Kind]:
    polars = machines.Polars()
    return {
        "polars": Kind("polars", polars, lazy=False),
        "polars lazy": Kind("polars lazy", polars, lazy=True),
        "pandas": Kind("pandas", polars, lazy=False),
        "pyarrow": Kind("pyarrow", polars, lazy=False),
        "duckdb": Kind("duckdb", machines.DuckDB(), lazy=True),
        "pyspark": Kind("pyspark", machines.Spark(), lazy=True),
    }


#: Every kind of frame that is taken, by its name.
KINDS = _kinds()


def kind_of(frame: object) -> Kind | None:
    """Return the kind of a frame, None where it is none."""
    from narwhals import dependencies as known  # noqa: PLC0415  optional

    checks: dict[str, Callable[[Any], bool]] = {
        "polars": known.is_polars_dataframe,
        "polars lazy": known.is_polars_lazyframe,
        "pandas": known.is_pandas_dataframe,
        "pyarrow": known.is_pyarrow_table,
        "duckdb": known.is_duckdb_relation,
        "pyspark": lambda each: (
            known.is_pyspark_dataframe(each) or known.is_pyspark_connect_dataframe(each)
        ),
    }
    return next((KINDS[name] for name, check in checks.items() if check(frame)), None)


def common_kind(frames: Mapping[str, object]) -> Kind:
    """Return the one kind that all frames of a call are of.

    Raises:
        EvaluationError: If one is no frame, or they are of several kinds (JR530).
    """
    kinds = {name: kind_of(frame) for name, frame in frames.items()}
    problems = [
        Problem(
            "JR530",
            Place(f"frame {name}"),
            "this is not a frame",
            _WANTED,
            f"a value of the type {type(frames[name]).__name__}",
        )
        for name, kind in kinds.items()
        if kind is None
    ]
    if problems:
        raise EvaluationError(problems)
    first = next(kind for kind in kinds.values() if kind)
    others = {name: kind.name for name, kind in kinds.items() if kind and kind != first}
    if others:
        found = ", ".join(f"{name}: {kind}" for name, kind in others.items())
        raise EvaluationError(
            [
                Problem(
                    "JR530",
                    Place("evaluate_frame"),
                    "the frames of one call are of several kinds",
                    f"{first.name} frames only, as {next(iter(frames))} is",
                    found,
                    "convert them to one kind; a lazy frame and an eager one are two kinds",
                )
            ]
        )
    return first


def column_names(frame: Any, kind: Kind) -> list[object]:
    """Return the names of a frame's columns."""
    match kind.name:
        case "polars lazy":
            return list(frame.collect_schema().names())
        case "pyarrow":
            return list(frame.column_names)
        case _:
            return list(frame.columns)


def on_machine(frame: Any, kind: Kind, wanted: Sequence[str], name: str) -> Any:
    """Return the columns wanted of a frame as a frame of the machine inside.

    Raises:
        EvaluationError: If a column of a pandas frame holds values of several types (JR533).
    """
    match kind.name:
        case "pandas":
            return _from_pandas(frame, wanted, name)
        case "pyarrow":
            import polars as pl  # noqa: PLC0415  optional

            return pl.from_arrow(frame.select(list(wanted)))
        case _:
            return frame


def _from_pandas(frame: Any, wanted: Sequence[str], name: str) -> Any:
    """Return a polars frame of a pandas frame, every kind of missing value as null."""
    needs("pyarrow")
    import polars as pl  # noqa: PLC0415  optional
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  optional

    series: dict[str, Any] = {}
    problems = []
    for column in wanted:
        values = frame[column]
        try:
            array = pa.array(values, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            try:
                array = pa.array([_plain(each) for each in values], from_pandas=True)
            except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as fault:
                problems.append(
                    Problem(
                        "JR533",
                        Place(f"frame {name}", path=str(column)),
                        "the column holds values of several types",
                        "values of one type",
                        str(fault).splitlines()[0],
                        "convert the column to one type",
                    )
                )
                continue
        series[column] = pl.Series(column, pl.from_arrow(array))
    if problems:
        raise EvaluationError(problems)
    return pl.DataFrame(list(series.values()))


def _plain(value: object) -> object:
    """Return a value that columns of mixed objects hold in a form that they can share."""
    if value != value:  # noqa: PLR0124  not a number, not a time
        return None
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    # ``never`` of a record is a word among days.
    return "never" if type(value).__name__ == "_Never" else value


def returned(frame: nw.LazyFrame[Any], kind: Kind) -> Any:
    """Return a result as the kind that came in, collected where that was eager."""
    native: Any = nw.to_native(frame)
    match kind.name:
        case "polars":
            return native.collect()
        case "pandas":
            return native.collect().to_pandas()
        case "pyarrow":
            return native.collect().to_arrow()
        case _:
            return native


def returned_all(frames: Sequence[nw.LazyFrame[Any]], kind: Kind) -> tuple[Any, ...]:
    """Return several results; of an eager kind they are collected together, sharing their work."""
    if kind.lazy:
        return tuple(returned(each, kind) for each in frames)
    import polars as pl  # noqa: PLC0415  optional

    natives: list[Any] = [nw.to_native(each) for each in frames]
    collected = pl.collect_all(natives)
    match kind.name:
        case "pandas":
            return tuple(each.to_pandas() for each in collected)
        case "pyarrow":
            return tuple(each.to_arrow() for each in collected)
        case _:
            return tuple(collected)
