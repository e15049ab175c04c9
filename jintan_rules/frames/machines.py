"""What the machines inside do each in their own way: polars, DuckDB and PySpark.

narwhals speaks to all of them. Days as whole numbers, lists as text and the place of
a row among its organisation's are not in what they share, so each says them itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw
from attrs import frozen

from jintan_rules.calendar import FIRST_DAY

#: The ordinal of 1 January 1970, from which machines count days.
EPOCH = 719163

#: The text of a list without members.
EMPTY = "[]"
#: What stands between the members of a list written as text.
BAR = "|"


@frozen
class Part:
    """One row that a wide row becomes: columns under new names, and words beside them."""

    columns: Mapping[str, str]
    words: Mapping[str, str]


class Machine(Protocol):
    """A machine that frames run on; ``plain_days``: it reads ISO dates faster by itself."""

    plain_days: bool

    def columns(self, native: Any, wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
        """Return the columns wanted: by new name, the old one and the shape of its values.

        Days become ordinals, lists text with bars between their members, categories text.
        """

    def shapes(self, native: Any) -> dict[str, str]:
        """Return the shape of every column: what its values can be read as."""

    def places(self, frame: nw.LazyFrame[Any], order: Sequence[str]) -> nw.LazyFrame[Any]:
        """Add ``place``, the number of a row among its organisation's.

        Where a machine keeps no order of rows, ``order`` makes it.
        """

    def stacked(
        self, frame: nw.LazyFrame[Any], keep: Sequence[str], parts: Sequence[Part]
    ) -> nw.LazyFrame[Any]:
        """Return a row for each row and part, in one pass over the frame."""

    def repeats(self, frame: nw.LazyFrame[Any]) -> bool:
        """Whether two rows of a frame may be the same."""

    def strange(self, frame: nw.LazyFrame[Any], known: nw.LazyFrame[Any]) -> bool:
        """Whether there may be an ``org`` in a frame that another has not."""


#: The shapes of columns; ``other`` is what nothing can be read from.
TRUTH, WHOLE, FLOAT, SHORT_FLOAT, DECIMAL = "truth", "whole", "float", "short float", "decimal"
TEXT, DAY, MOMENT, LIST, CATEGORY, NOTHING, OTHER = (
    "text",
    "day",
    "moment",
    "list",
    "category",
    "nothing",
    "other",
)


TEXTS = (TEXT, CATEGORY)
#: A column of text, read as days in ISO form by the machine itself.
PLAIN_DAY = "plain day"


def _shape(dtype: Any) -> str:
    """Return the shape of a column by its type in narwhals."""
    if dtype.is_integer():
        return WHOLE
    if isinstance(dtype, (nw.List, nw.Array)):
        # Nothing is known of the members where every list is empty.
        inner = dtype.inner() if isinstance(dtype.inner, type) else dtype.inner
        known = isinstance(inner, nw.Unknown) or _shape(inner) in (TEXT, WHOLE, CATEGORY)
        return LIST if known else OTHER
    shapes: tuple[tuple[Any, str], ...] = (
        (nw.Boolean, TRUTH), (nw.Float64, FLOAT), (nw.Float32, SHORT_FLOAT),
        (nw.Decimal, DECIMAL), (nw.String, TEXT), (nw.Date, DAY), (nw.Datetime, MOMENT),
        (nw.Categorical, CATEGORY), (nw.Enum, CATEGORY),
    )  # fmt: skip
    return next((shape for kind, shape in shapes if isinstance(dtype, kind)), OTHER)


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native)
    return frame


def _shapes_of(native: Any) -> dict[str, str]:
    schema = nw.from_native(native).collect_schema()
    return {name: _shape(dtype) for name, dtype in schema.items()}


class Polars:
    """Polars, always lazy inside."""

    plain_days = True

    def columns(self, native: Any, wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
        """Return the columns wanted, under their new names."""
        import polars as pl  # noqa: PLC0415  optional
        import polars.selectors as cs  # noqa: PLC0415  optional

        def column(old: str, shape: str) -> pl.Expr:
            found = cs.by_name(old).as_expr()  # a name such as ^a$ is a pattern to pl.col
            match shape:
                case "moment":
                    return found.dt.date().cast(pl.Int32).cast(pl.Int64) + EPOCH
                case "day":
                    return found.cast(pl.Int32).cast(pl.Int64) + EPOCH
                case "list":
                    texts = found.cast(pl.List(pl.String))
                    joined = texts.list.join(BAR, ignore_nulls=False)
                    return pl.when(texts.list.len() == 0).then(pl.lit(EMPTY)).otherwise(joined)
                case "category":
                    return found.cast(pl.String)
                case "plain day":
                    day = found.str.to_date("%Y-%m-%d", strict=False)
                    return day.cast(pl.Int32).cast(pl.Int64) + EPOCH
            return found

        return _lazy(
            native.lazy().select(
                column(old, shape).alias(new) for new, (old, shape) in wanted.items()
            )
        )

    def shapes(self, native: Any) -> dict[str, str]:
        """Return the shape of every column."""
        import polars as pl  # noqa: PLC0415  optional

        shapes = _shapes_of(native)
        types = native.collect_schema()
        return shapes | {name: NOTHING for name, dtype in types.items() if dtype == pl.Null}

    def places(self, frame: nw.LazyFrame[Any], order: Sequence[str]) -> nw.LazyFrame[Any]:
        """Number the rows of each organisation as they stand."""
        import polars as pl  # noqa: PLC0415  optional

        place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("org").alias("place")
        native: Any = nw.to_native(frame)
        return _lazy(native.with_columns(place))

    def stacked(
        self, frame: nw.LazyFrame[Any], keep: Sequence[str], parts: Sequence[Part]
    ) -> nw.LazyFrame[Any]:
        """Return a row for each row and part, all rows of one part after those of another."""
        import polars as pl  # noqa: PLC0415  optional

        def rows(whole: pl.DataFrame) -> pl.DataFrame:
            return pl.concat(
                whole.select(
                    *keep,
                    **{new: pl.col(old) for new, old in part.columns.items()},
                    **{name: pl.lit(word) for name, word in part.words.items()},
                )
                for part in parts
            )

        # As one step of the plan, for hundreds of parts would be as many copies of it.
        native: Any = nw.to_native(frame)
        schema = rows(native.collect_schema().to_frame()).schema
        return _lazy(
            native.map_batches(
                rows, predicate_pushdown=False, projection_pushdown=False, schema=schema
            )
        )

    def repeats(self, frame: nw.LazyFrame[Any]) -> bool:
        """Whether two rows may be the same: whether the hashes of two are."""
        import polars as pl  # noqa: PLC0415  optional

        native: Any = nw.to_native(frame)
        names = native.collect_schema().names()
        hashes = [pl.col(name).hash(seed) for seed, name in enumerate(names)]
        joined = pl.fold(pl.lit(0, dtype=pl.UInt64), lambda one, other: one ^ other, hashes)
        rows = native.select(joined.alias("hash")).collect()["hash"].sort()
        return bool((rows == rows.shift()).any())

    def strange(self, frame: nw.LazyFrame[Any], known: nw.LazyFrame[Any]) -> bool:
        """Whether there may be an organisation that is not known: one whose hash is not."""
        import polars as pl  # noqa: PLC0415  optional

        native: Any = nw.to_native(known)
        hashes = native.select(pl.col("org").hash()).collect()["org"]
        rows: Any = nw.to_native(frame)
        missing = ~pl.col("org").hash().is_in(hashes.implode())
        return bool(rows.select(missing.any()).collect().item())


class DuckDB:
    """DuckDB, which keeps no order of rows."""

    plain_days = False

    def columns(self, native: Any, wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
        """Return the columns wanted, under their new names."""

        def column(old: str, shape: str) -> str:
            name = _quoted(old)
            match shape:
                case "day" | "moment":
                    day = f"CAST({name} AS DATE)"
                    since = f"date_diff('day', DATE '0001-01-01', {day}) + {FIRST_DAY}"
                    return f"CASE WHEN isfinite({day}) THEN {since} END"
                case "list":
                    texts = f"CAST({name} AS VARCHAR[])"
                    whole = f"list_aggregate({texts}, 'count') = len({texts})"
                    joined = f"array_to_string({texts}, '{BAR}')"
                    return (
                        f"CASE WHEN len({texts}) = 0 THEN '{EMPTY}' WHEN {whole} THEN {joined} END"
                    )
                case "category":
                    return f"CAST({name} AS VARCHAR)"
            return name

        parts = (f"{column(old, shape)} AS {_quoted(new)}" for new, (old, shape) in wanted.items())
        return _lazy(native.project(", ".join(parts)))

    def shapes(self, native: Any) -> dict[str, str]:
        """Return the shape of every column."""
        shapes = _shapes_of(native)
        types = zip(native.columns, native.types, strict=True)
        return shapes | {name: NOTHING for name, kind in types if str(kind) in ('"NULL"', "NULL")}

    def places(self, frame: nw.LazyFrame[Any], order: Sequence[str]) -> nw.LazyFrame[Any]:
        """Number the rows of each organisation in the order given."""
        by = ", ".join(map(_quoted, order))
        ordered = f" ORDER BY {by}" if by else ""
        native: Any = nw.to_native(frame)
        return _lazy(native.project(f"*, row_number() OVER (PARTITION BY org{ordered}) AS place"))

    def stacked(
        self, frame: nw.LazyFrame[Any], keep: Sequence[str], parts: Sequence[Part]
    ) -> nw.LazyFrame[Any]:
        """Return a row for each row and part."""

        def struct(part: Part) -> str:
            fields = [f"{_quoted(new)}: {_quoted(old)}" for new, old in part.columns.items()]
            fields += [f"{_quoted(name)}: {_literal(word)}" for name, word in part.words.items()]
            return "{" + ", ".join(fields) + "}"

        rows = ", ".join(map(struct, parts))
        kept = ", ".join(map(_quoted, keep))
        native: Any = nw.to_native(frame)
        return _lazy(native.project(f"{kept}, unnest([{rows}], recursive := true)"))

    def repeats(self, frame: nw.LazyFrame[Any]) -> bool:
        """Whether two rows may be the same; they are counted afterwards."""
        return True

    def strange(self, frame: nw.LazyFrame[Any], known: nw.LazyFrame[Any]) -> bool:
        """Whether there may be an organisation that is not known; they are counted afterwards."""
        return True


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class Spark:
    """PySpark, which keeps no order of rows."""

    plain_days = False

    def columns(self, native: Any, wanted: Mapping[str, tuple[str, str]]) -> nw.LazyFrame[Any]:
        """Return the columns wanted, under their new names."""
        from pyspark.sql import functions as f  # noqa: PLC0415  optional

        def column(old: str, shape: str) -> Any:
            name = "`" + old.replace("`", "``") + "`"
            match shape:
                case "day" | "moment":
                    return f.expr(f"cast(unix_date(cast({name} as date)) as bigint) + {EPOCH}")
                case "list":
                    texts = f"cast({name} as array<string>)"
                    return f.expr(
                        f"case when size({texts}) = 0 then '{EMPTY}' "
                        f"when not exists({texts}, x -> x is null) "
                        f"then array_join({texts}, '{BAR}') end"
                    )
            return f.col(name)

        return _lazy(
            native.select(*(column(old, shape).alias(new) for new, (old, shape) in wanted.items()))
        )

    def shapes(self, native: Any) -> dict[str, str]:
        """Return the shape of every column."""
        shapes = _shapes_of(native)
        return shapes | {name: NOTHING for name, kind in native.dtypes if kind == "void"}

    def places(self, frame: nw.LazyFrame[Any], order: Sequence[str]) -> nw.LazyFrame[Any]:
        """Number the rows of each organisation in the order given."""
        from pyspark.sql import Window  # noqa: PLC0415  optional
        from pyspark.sql import functions as f  # noqa: PLC0415  optional

        by: list[Any] = list(order) or [f.lit(1)]
        window = Window.partitionBy("org").orderBy(*by)
        native: Any = nw.to_native(frame)
        return _lazy(native.withColumn("place", f.row_number().over(window).cast("bigint")))

    def stacked(
        self, frame: nw.LazyFrame[Any], keep: Sequence[str], parts: Sequence[Part]
    ) -> nw.LazyFrame[Any]:
        """Return a row for each row and part."""
        from pyspark.sql import functions as f  # noqa: PLC0415  optional

        rows = [
            f.struct(
                *(f.col(f"`{old}`").alias(new) for new, old in part.columns.items()),
                *(f.lit(word).alias(name) for name, word in part.words.items()),
            )
            for part in parts
        ]
        kept = [f"`{each}`" for each in keep]
        native: Any = nw.to_native(frame)
        exploded = native.select(*kept, f.explode(f.array(*rows)).alias("row"))
        return _lazy(exploded.select(*kept, "row.*"))

    def repeats(self, frame: nw.LazyFrame[Any]) -> bool:
        """Whether two rows may be the same; they are counted afterwards."""
        return True

    def strange(self, frame: nw.LazyFrame[Any], known: nw.LazyFrame[Any]) -> bool:
        """Whether there may be an organisation that is not known; they are counted afterwards."""
        return True
