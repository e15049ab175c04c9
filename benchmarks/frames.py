"""Many organisations at once: real rules by ``evaluate_frame`` and by hand, compared, then timed.

    python -m benchmarks frames

Each engine runs in a process of its own on the same files. The frames are read into memory
first (Spark reads its files itself); timed is the way from those frames to a frame with one
column a rule and the outcome in it.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from attrs import evolve, frozen

from benchmarks.by_hand import AS_OF, COLUMNS, RULES, SCALARS, WORDS
from benchmarks.country import columns as reading
from benchmarks.country import parts
from benchmarks.measuring import Row, apart, measured, row

#: Organisations of a run. The first is the one that verdicts are compared on.
SIZES: Final = (50_000, 200_000, 1_000_000)
COMPARED: Final = 20_000
#: Organisations whose meetings of a year come to eight million.
OF_EVENTS: Final = 230_000
EVENT_RULES: Final = (
    "act.members-meeting.quarterly",
    "act.theme-day.monthly",
    "act.committee-meeting.monthly",
)
_CHUNK: Final = 200_000


# -- the data -----------------------------------------------------------------------


def prepare(folder: Path, size: int) -> Path:
    """Write villages of the synthetic country, as one file a list; say where."""
    target = folder / str(size)
    if target.exists():
        return target
    drawn: dict[str, list[pl.DataFrame]] = {name: [] for name in COLUMNS}
    first = next(part for part in parts.plan(size) if not part.detailed)
    for number in range(-(-size // _CHUNK)):
        count = min(_CHUNK, size - number * _CHUNK)
        part = evolve(
            first, number=number + 1, size=count, first_id=first.first_id + number * _CHUNK
        )
        found = parts.draw(part).frames
        for name, names in COLUMNS.items():
            drawn[name].append(found[name].select(names))
    target.mkdir(parents=True)
    for name, frames in drawn.items():
        pl.concat(frames).write_parquet(target / f"{name}.parquet", compression_level=1)
    return target


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Read all lists into memory."""
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in COLUMNS}


def profile_of(rules: tuple[str, ...]) -> Any:
    """The village profile with these rules alone."""
    import jintan_rules as jr  # noqa: PLC0415 - what is measured

    whole = jr.load_profile("village")
    others = {rule.id: "not compared" for rule in whole.rules if rule.id not in rules}
    return whole.tailor(deselect=others)


# -- the engines --------------------------------------------------------------------


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
    from benchmarks.by_hand import in_sql  # noqa: PLC0415 - measured apart

    base = _duckdb(folder)
    word = " ".join(f"when {number} then '{text}'" for number, text in enumerate(WORDS))
    named = ", ".join(f'case "{name}" {word} end as "{name}"' for name in rules)
    text = f"select id, {named} from ({in_sql.query(in_sql.DUCKDB)})"  # noqa: S608 - our own text

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
    from benchmarks.by_hand import in_sql  # noqa: PLC0415 - measured apart

    session, _ = _spark(folder)
    word = " ".join(f"when {number} then '{text}'" for number, text in enumerate(WORDS))
    named = ", ".join(f"case `{name}` {word} end as `{name}`" for name in rules)
    text = f"select id, {named} from ({in_sql.query(in_sql.SPARK)})"  # noqa: S608 - our own text
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


# -- one task, in a process of its own ----------------------------------------------


def task(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Time one engine, or write its verdicts."""
    folder, rules = Path(asked["folder"]), tuple(asked["rules"])
    prepared = ENGINES[asked["engine"]](folder, rules)
    if asked.get("write"):
        prepared.wide().select("id", *sorted(rules)).write_parquet(asked["write"])
        return {}
    gc.collect()
    return measured(prepared.act, asked.get("times", 3))


def compared(
    folder: Path, engines: Mapping[str, tuple[str, ...]], limit: float
) -> tuple[list[Row], set[str]]:
    """Compare every engine's verdicts with those of the first; who may be timed."""
    source = prepare(folder, COMPARED)
    found: dict[str, pl.DataFrame] = {}
    rows, sound = [], set()
    first = next(iter(ENGINES))
    for engine, rules in engines.items():
        written = folder / f"{engine}.parquet"
        asked = {"engine": engine, "rules": rules, "folder": str(source), "write": str(written)}
        told = apart("benchmarks.frames", asked, limit)
        title = f"verdicts that differ, of {COMPARED * len(rules):,}"
        if "error" in told:
            rows.append(row(title, engine, None, "verdicts", error=told["error"]))
            continue
        found[engine] = pl.read_parquet(written)
        same = found[first].select("id", *sorted(rules))
        differ = {
            name: int((same[name] != found[engine][name]).sum())
            for name in rules
            if not same[name].equals(found[engine][name])
        }
        rows.append(row(title, engine, sum(differ.values()), "verdicts", differ=differ))
        if not differ:
            sound.add(engine)
    return rows, sound


def run(
    folder: Path | None = None, sizes: tuple[int, ...] = SIZES, limit: float = 1800
) -> list[Row]:
    """Compare, then time, every engine at every size.

    Args:
        folder: Where the generated data go; a folder that is deleted, if none is given.
        sizes: How many organisations.
        limit: The most seconds for one engine.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return run(Path(made), sizes, limit)
    engines = {name: SCALARS if name == SCALARS_ONLY else RULES for name in ENGINES}
    rows, sound = compared(folder, engines, limit)
    for size in sizes:
        rows += _timed(folder, size, RULES, [e for e in engines if e in sound], limit)
    few = ["polars, by hand", "evaluate_frame on polars", SCALARS_ONLY]
    rows += _timed(folder, sizes[-1], SCALARS, [e for e in few if e in sound], limit)
    rows += of_events(folder)
    return rows


def _timed(
    folder: Path,
    size: int,
    rules: tuple[str, ...],
    names: list[str],
    limit: float,
) -> list[Row]:
    title = f"{len(rules)} rules, {size:,} organisations"
    source = prepare(folder, size)
    found: list[Row] = []
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    for engine in names:
        if engine == SCALARS_ONLY and rules != SCALARS:
            continue
        slow = "Spark" in engine
        asked = {
            "engine": engine,
            "rules": rules,
            "folder": str(source),
            "times": 2 if slow else 3,
        }
        told = apart("benchmarks.frames", asked, limit)
        if "error" in told:
            found.append(row(title, engine, None, "s", error=told["error"]))
            continue
        first = BASE.get(engine, next(iter(ENGINES)))
        seconds[engine], cpu[engine] = told["seconds"], told["cpu"]
        base = seconds.get(first)
        found.append(
            row(
                title,
                engine,
                told["seconds"],
                "s",
                told["seconds"] / base if base else None,
                peak_gb=None if slow else round(told["peak_gb"], 2),
                cpu=None if slow else round(told["cpu"], 2),
                cpu_ratio=None if slow or first not in cpu else told["cpu"] / cpu[first],
                microseconds_each=round(told["seconds"] / size * 1e6, 2),
            )
        )
    return found


# -- eight million events -----------------------------------------------------------


def of_events(folder: Path, size: int = OF_EVENTS) -> list[Row]:
    """Time the way from meetings to what each month and quarter saw, and to its verdicts."""
    source = prepare(folder, size)
    count = pl.scan_parquet(source / "meetings.parquet").select(pl.len()).collect().item()
    title = f"{count / 1e6:.1f} million events to three rules by month and quarter"
    found: list[Row] = []
    seconds: dict[str, float] = {}
    for engine in ("bits, by hand", "sums, by hand", "two groupings, by hand", "evaluate_frame"):
        told = apart("benchmarks.events", {"engine": engine, "folder": str(source)})
        if "error" in told:
            found.append(row(title, engine, None, "s", error=told["error"]))
            continue
        seconds[engine] = told["seconds"]
        least = min(time for name, time in seconds.items() if name.endswith("by hand"))
        ratio = told["seconds"] / least
        found.append(
            row(
                title,
                engine,
                told["seconds"],
                "s",
                ratio,
                peak_gb=round(told["peak_gb"], 2),
                cpu=round(told["cpu"], 2),
            )
        )
    least = min(time for name, time in seconds.items() if name.endswith("by hand"))
    for each in found:
        if each["engine"] in seconds:
            each["ratio"] = float(f"{seconds[each['engine']] / least:.3g}")
    return found


def main() -> None:
    """Run one task, told as JSON, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one")
    given = parser.parse_args()
    result: Any = task(json.loads(given.one)) if given.one else run()
    print(json.dumps(result))  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
