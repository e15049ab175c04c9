"""The engines that judge many organisations, ours and by hand, each with its data."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from attrs import frozen

from benchmarks.by_hand import AS_OF, COLUMNS, WORDS
from benchmarks.country import columns as reading


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Read all lists into memory."""
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in COLUMNS}


def profile_of(rules: tuple[str, ...]) -> Any:
    """The village profile with these rules alone."""
    import jintan_rules as jr  # noqa: PLC0415 - what is measured

    whole = jr.load_profile("village")
    others = {rule.id: "not compared" for rule in whole.rules if rule.id not in rules}
    return whole.tailor(deselect=others)


@frozen
class Prepared:
    """An engine with its data: what is timed, and the wide frame that it gives, in words."""

    act: Callable[[], Any]
    wide: Callable[[], pl.DataFrame]


def _in_words(found: pl.DataFrame) -> pl.DataFrame:
    """The numbers of the forms by hand as words, by the organisation."""
    numbers = list(range(len(WORDS)))
    named = pl.exclude("id").replace_strict(numbers, WORDS, return_dtype=pl.String)
    return found.select("id", named).sort("id")


def _ours(found: pl.DataFrame) -> pl.DataFrame:
    return found.rename({"organization": "id"}).sort("id").cast({pl.Categorical: pl.String})


def evaluate(frames: Mapping[str, Any], rules: tuple[str, ...]) -> Callable[[], Any]:
    """A call of ``evaluate_frame`` over frames of any kind, for a wide frame."""
    from jintan_rules.frames.evaluate import evaluate_frame  # noqa: PLC0415 - what is measured

    profile = profile_of(rules)
    mapping = reading.mapping(
        profile.vocabulary, {name: COLUMNS[name] for name in frames if name != "gaps"}
    )
    lists = {name: frame for name, frame in frames.items() if name != "organizations"}
    return lambda: evaluate_frame(
        frames["organizations"],
        profile=profile,
        as_of=AS_OF,
        columns=mapping,
        output="wide",
        **lists,
    )


def polars_by_hand(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """The rules as an expert writes them in polars."""
    from benchmarks.by_hand.in_polars import judged  # noqa: PLC0415 - measured apart

    frames = {name: frame.lazy() for name, frame in read(folder).items()}
    numbers = list(range(len(WORDS)))
    named = pl.exclude("id").replace_strict(numbers, WORDS, return_dtype=pl.Enum(WORDS))

    def act() -> pl.DataFrame:
        return judged(frames).select("id", *rules).select("id", named).collect()

    return Prepared(act, lambda: act().cast({pl.Enum(WORDS): pl.String}).sort("id"))


def polars_ours(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """``evaluate_frame`` on polars."""
    call = evaluate(read(folder), rules)
    return Prepared(call, lambda: _ours(call()))


def polars_lazy_ours(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """``evaluate_frame`` on lazy frames of polars."""
    call = evaluate({name: frame.lazy() for name, frame in read(folder).items()}, rules)
    return Prepared(lambda: call().collect(), lambda: _ours(call().collect()))


def _duckdb(folder: Path) -> Any:
    """A DuckDB of two threads with the lists as tables."""
    import duckdb  # noqa: PLC0415 - optional

    base = duckdb.connect()
    base.execute("set threads = 2")
    for name in COLUMNS:
        source = str(folder / f"{name}.parquet").replace("'", "''")
        base.execute(f"create table {name} as select * from read_parquet('{source}')")  # noqa: S608 - our own folder
    return base


def duckdb_by_hand(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """The rules as DuckDB SQL."""
    from benchmarks.by_hand import in_sql, lists_in_sql  # noqa: PLC0415 - measured apart

    base = _duckdb(folder)
    word = " ".join(f"when {number} then '{text}'" for number, text in enumerate(WORDS))
    named = ", ".join(f'case "{name}" {word} end as "{name}"' for name in rules)
    text = f"select id, {named} from ({in_sql.query(lists_in_sql.DUCKDB)})"  # noqa: S608 - our own text

    def act() -> Any:
        base.execute(f"create or replace temp table found as {text}")

    def wide() -> pl.DataFrame:
        return _arrow(base.sql(text)).sort("id")

    return Prepared(act, wide)


def _arrow(relation: Any) -> pl.DataFrame:
    found = pl.from_arrow(relation.to_arrow_table())
    assert isinstance(found, pl.DataFrame)
    return found


def duckdb_ours(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """``evaluate_frame`` on DuckDB."""
    base = _duckdb(folder)
    call = evaluate({name: base.table(name) for name in COLUMNS}, rules)

    def act() -> Any:
        base.execute("drop table if exists found")
        call().create("found")

    return Prepared(act, lambda: _ours(_arrow(call())))


def _spark(folder: Path) -> tuple[Any, dict[str, Any]]:
    """A Spark of two threads with the lists as views."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - optional

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "6g")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    frames = {name: session.read.parquet(str(folder / f"{name}.parquet")) for name in COLUMNS}
    for name, frame in frames.items():
        frame.createOrReplaceTempView(name)
    return session, frames


def _spark_prepared(frame: Callable[[], Any], finish: Callable[[pl.DataFrame], Any]) -> Prepared:
    def act() -> None:
        frame().write.format("noop").mode("overwrite").save()

    def wide() -> pl.DataFrame:
        with tempfile.TemporaryDirectory() as folder:
            frame().write.mode("overwrite").parquet(folder)
            found: pl.DataFrame = finish(pl.read_parquet(f"{folder}/*.parquet"))
            return found

    return Prepared(act, wide)


def spark_by_hand(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """The rules as Spark SQL."""
    from benchmarks.by_hand import in_sql, lists_in_sql  # noqa: PLC0415 - measured apart

    session, _ = _spark(folder)
    word = " ".join(f"when {number} then '{text}'" for number, text in enumerate(WORDS))
    named = ", ".join(f"case `{name}` {word} end as `{name}`" for name in rules)
    text = f"select id, {named} from ({in_sql.query(lists_in_sql.SPARK)})"  # noqa: S608 - our own text
    return _spark_prepared(lambda: session.sql(text), lambda found: found.sort("id"))


def spark_ours(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """``evaluate_frame`` on PySpark."""
    _, frames = _spark(folder)
    return _spark_prepared(evaluate(frames, rules), _ours)


def openfisca(folder: Path, rules: tuple[str, ...]) -> Prepared:
    """The rules on the organisation as it stands, as OpenFisca variables; counts at hand."""
    from benchmarks.by_hand import in_openfisca  # noqa: PLC0415 - measured apart

    frames = {name: frame.lazy() for name, frame in read(folder).items()}
    known, made = in_openfisca.facts(frames), in_openfisca.system()
    ids = frames["organizations"].select(pl.col("id").sort()).collect()["id"]

    def act() -> dict[str, Any]:
        return in_openfisca.judged(made, known)

    def wide() -> pl.DataFrame:
        found = act()
        return _in_words(pl.DataFrame({"id": ids} | {name: found[name] for name in rules}))

    return Prepared(act, wide)


#: The engines by what they are called; the first is what the others are held against.
ENGINES: Final[dict[str, Callable[[Path, tuple[str, ...]], Prepared]]] = {
    "polars, by hand": polars_by_hand,
    "evaluate_frame on polars": polars_ours,
    "evaluate_frame on lazy polars": polars_lazy_ours,
    "DuckDB SQL, by hand": duckdb_by_hand,
    "evaluate_frame on DuckDB": duckdb_ours,
    "Spark SQL, by hand": spark_by_hand,
    "evaluate_frame on PySpark": spark_ours,
    "OpenFisca-Core": openfisca,
}
#: It knows no lists: it is asked for the rules on the organisation as it stands alone.
SCALARS_ONLY: Final = "OpenFisca-Core"
#: What each engine's time is divided by.
BASE: Final = {"evaluate_frame on PySpark": "Spark SQL, by hand"}
