"""Write the table of what frames cannot judge into docs/frames.md; ``--check`` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from jintan_rules.frames.support import BACK_ENDS, CONSTRUCTS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "frames.md"
_BEGIN = "<!-- support: made by tools/frame_support.py -->\n"
_END = "<!-- support: end -->\n"
_LABELS = {"polars": "polars", "duckdb": "DuckDB", "pyspark": "PySpark"}


def table() -> str:
    """Return the table: a row for each construct, a column for each back end."""
    heads = [_LABELS.get(each, each) for each in BACK_ENDS]
    lines = [
        f"| a rule that needs | {' | '.join(heads)} | instead |",
        "|---" * (len(BACK_ENDS) + 2) + "|",
    ]
    for each in CONSTRUCTS.values():
        signs = " | ".join("no" if name in each.missing_on else "yes" for name in BACK_ENDS)
        words, instead = (text.replace("|", "\\|") for text in (each.words, each.instead))
        lines.append(f"| {words} | {signs} | {instead} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or say whether it is up to date."""
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    made = before + begin + table() + end + after
    if "--check" in sys.argv[1:]:
        if made != text:
            print("docs/frames.md is out of date: run python tools/frame_support.py")
        return int(made != text)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
