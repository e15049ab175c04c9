"""Write a synthetic country as Parquet: one folder a part, one file a list.

python -m benchmarks.country --folder /some/scratch --organizations 50000
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from benchmarks.country import figures, parts


def write(folder: Path, total: int, *, chunk: int, detailed: float, seed: int) -> dict[str, int]:
    """Write the country part by part, never more than one in memory; say how much it is."""
    events = rows = organizations = 0
    for part in parts.plan(total, chunk=chunk, detailed=detailed):
        drawn = parts.draw(part, seed=seed)
        target = folder / part.profile / part.name
        target.mkdir(parents=True, exist_ok=True)
        for name, frame in drawn.frames.items():
            frame.write_parquet(target / f"{name}.parquet", compression="zstd", compression_level=1)
        text = json.dumps(drawn.expected, indent=1)
        (target / "expected.json").write_text(text, encoding="utf-8")
        organizations += part.size
        events += drawn.events
        rows += sum(len(frame) for frame in drawn.frames.values())
    return {"organizations": organizations, "events": events, "rows": rows}


def main() -> None:
    """Read the command line, write, and tell what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where to; outside the checkout")
    parser.add_argument("--organizations", type=int, default=figures.COUNTRY)
    parser.add_argument("--chunk", type=int, default=parts.CHUNK, help="organisations a part")
    parser.add_argument("--detailed", type=float, default=figures.DETAILED)
    parser.add_argument("--seed", type=int, default=2024)
    given = parser.parse_args()
    began = time.perf_counter()
    told = write(
        given.folder,
        given.organizations,
        chunk=given.chunk,
        detailed=given.detailed,
        seed=given.seed,
    )
    print(json.dumps(told | {"seconds": round(time.perf_counter() - began, 1)}))  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
