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
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from attrs import evolve

from benchmarks.by_hand import COLUMNS, RULES, SCALARS
from benchmarks.country import parts
from benchmarks.engines import BASE, ENGINES, SCALARS_ONLY
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
