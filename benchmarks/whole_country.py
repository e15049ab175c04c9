"""The synthetic country judged whole: every category by its own standard, part by part.

    python -m benchmarks whole_country --folder /some/scratch

The parts are files (``python -m benchmarks.country``), one part in memory at a time. Out
comes a summary by organisation and area, as Parquet. Before anything is timed, a small
country is judged, and what its flaws come to is held against what the seed says.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.by_hand import AS_OF
from benchmarks.country import columns, figures
from benchmarks.country.__main__ import write
from benchmarks.country.parts import CHUNK
from benchmarks.measuring import Row, apart, peak, row

SIZES: Final = (50_000, 500_000, figures.COUNTRY)
CHECKED: Final = 7_000


def judged(part: Path, profile: Any, output: str) -> pl.DataFrame:
    """Judge one part of the country.

    Args:
        part: Its folder, with one file a list.
        profile: The profile of its category.
        output: The form of the result.
    """
    from jintan_rules.frames.evaluate import evaluate_frame  # noqa: PLC0415 - what is measured

    frames: dict[str, Any] = {
        path.stem: pl.read_parquet(path) for path in sorted(part.glob("*.parquet"))
    }
    names = {name: frame.columns for name, frame in frames.items()}
    found: pl.DataFrame = evaluate_frame(
        frames.pop("organizations"),
        profile=profile,
        as_of=AS_OF,
        columns=columns.mapping(profile.vocabulary, names),
        output=output,
        **frames,
    )
    return found


def parts(folder: Path) -> list[Path]:
    """The folders of the parts, by category."""
    return sorted(path.parent for path in folder.glob("*/*/organizations.parquet"))


def country(folder: Path, output: Path) -> dict[str, Any]:
    """Judge a whole country; the summaries go to a file a part."""
    from jintan_rules.loading.profiles import load_profile  # noqa: PLC0415 - what is measured

    profiles = {name: load_profile(name) for name in figures.WEIGHTS}
    output.mkdir(parents=True, exist_ok=True)
    organizations = 0
    by_profile = dict.fromkeys(profiles, 0.0)
    began, spent = time.perf_counter(), time.process_time()
    for part in parts(folder):
        name = part.parent.name
        start = time.perf_counter()
        found = judged(part, profiles[name], "summary")
        found.write_parquet(output / f"{name}-{part.name}.parquet")
        organizations += found["organization"].n_unique()
        by_profile[name] += time.perf_counter() - start
    return {
        "seconds": time.perf_counter() - began,
        "organizations": organizations,
        "cpu": time.process_time() - spent,
        "peak_gb": peak(),
        "profiles": {name: round(seconds, 1) for name, seconds in by_profile.items()},
    }


def checked(folder: Path) -> Row:
    """Judge a small country, and compare what fails and is unknown with what the seed says."""
    from jintan_rules.loading.profiles import load_profile  # noqa: PLC0415 - what is measured

    write(folder, CHECKED, chunk=CHUNK, detailed=figures.DETAILED, seed=2024)
    differ: dict[str, Any] = {}
    compared = 0
    for part in parts(folder):
        said = json.loads((part / "expected.json").read_text(encoding="utf-8"))
        wide = judged(part, load_profile(part.parent.name), "wide")
        for rule, counts in said.items():
            outcomes = wide[rule].cast(pl.String)
            found = {word: int((outcomes == word).sum()) for word in counts}
            compared += len(counts)
            if found != counts:
                differ[f"{part.parent.name}/{part.name} {rule}"] = [counts, found]
    title = f"counts that differ from the seed's, of {compared}"
    return row(title, "evaluate_frame on polars", len(differ), "counts", differ=differ)


def run(
    folder: Path | None = None, sizes: tuple[int, ...] = SIZES, limit: float = 7200
) -> list[Row]:
    """Check a small country, then judge countries of growing size.

    Args:
        folder: Where the generated data go, some 2 GB for the whole country; a folder
            that is deleted, if none is given.
        sizes: How many organisations.
        limit: The most seconds for one country.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return run(Path(made), sizes, limit)
    rows = [checked(folder / "small")]
    first: float | None = None
    for size in sizes:
        target = folder / f"country-{size}"
        told = _generated(target, size)
        title = f"{size:,} organisations, {told['events'] / 1e6:.0f} million events, all categories"
        asked = {"folder": str(target), "output": str(folder / f"summary-{size}")}
        found = apart("benchmarks.whole_country", asked, timeout=limit)
        if "error" in found:
            rows.append(row(title, "evaluate_frame", None, "s", error=found["error"]))
            continue
        each = found["seconds"] / size
        first = first or each
        rows.append(
            row(
                title,
                "evaluate_frame on polars, from Parquet",
                found["seconds"],
                "s",
                cpu=round(found["cpu"], 1),
                peak_gb=round(found["peak_gb"], 2),
                microseconds_each=round(each * 1e6, 1),
                of_the_first=round(each / first, 2),
                profiles=found["profiles"],
            )
        )
    return rows


def _generated(target: Path, size: int) -> dict[str, int]:
    """Write a country unless it is there; say how much it is."""
    told = target / "told.json"
    if not told.exists():
        counts = write(target, size, chunk=CHUNK, detailed=figures.DETAILED, seed=2024)
        told.write_text(json.dumps(counts), encoding="utf-8")
    found: dict[str, int] = json.loads(told.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Run one task, told as JSON, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one")
    given = parser.parse_args()
    result: Any
    if given.one:
        asked = json.loads(given.one)
        result = country(Path(asked["folder"]), Path(asked["output"]))
    else:
        result = run()
    print(json.dumps(result))  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
