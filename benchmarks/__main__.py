"""Run the benchmarks and write what they found.

    python -m benchmarks                    # all parts; hours on a small machine
    python -m benchmarks frames durable     # some parts
    python -m benchmarks --check            # is docs/benchmarks.md what its JSON file makes?

The results go to ``benchmarks/results.json``, and as a table to ``docs/benchmarks.md``. A part
that is not run keeps its last result. No figure is ever compared with a limit.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks import page

#: The parts in the order of the page; each is a module with ``run()``.
PARTS: Final = ("one_record", "durable", "frames", "whole_country", "spark_plans")
WITH_DATA: Final = ("frames", "whole_country")
ROOT: Final = Path(__file__).parent.parent
RESULTS: Final = ROOT / "benchmarks" / "results.json"
PAGE: Final = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """Run the parts that were named, or check the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--folder", type=Path, help="where generated data go and stay")
    parser.add_argument("--sizes", type=int, nargs="+", help="organisations, of parts with data")
    parser.add_argument("--limit", type=float, help="the most seconds for one engine and size")
    parser.add_argument("--check", action="store_true", help="compare the page's form, run nothing")
    given = parser.parse_args()
    if given.check:
        return check()
    if strange := set(given.part) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(strange))}; there are {', '.join(PARTS)}")
    for name in given.part or PARTS:
        more: dict[str, Any] = {}
        if name in WITH_DATA:
            more = {"folder": given.folder}
            if given.limit:
                more["limit"] = given.limit
            if given.sizes:
                more["sizes"] = tuple(given.sizes)
        machine = page.machine()
        rows = importlib.import_module(f"benchmarks.{name}").run(**more)
        # Read only now: another part may have been run meanwhile.
        results: dict[str, Any] = {}
        if RESULTS.exists():
            results = json.loads(RESULTS.read_text(encoding="utf-8"))
        results[name] = {"machine": machine, "rows": rows}
        RESULTS.write_text(
            json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        PAGE.write_text(page.text(results), encoding="utf-8")
        for each in rows:
            print(page.line(each))  # noqa: T201 - for whoever runs it
    return 0


def check() -> int:
    """Say whether the page is what the results make; figures are those of its own run."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if PAGE.read_text(encoding="utf-8") == page.text(results):
        return 0
    print("docs/benchmarks.md is not what benchmarks/results.json makes: python -m benchmarks")  # noqa: T201 - as above
    return 1


if __name__ == "__main__":
    sys.exit(main())
