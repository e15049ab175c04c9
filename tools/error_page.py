"""Write docs/errors.md from the codes of ``jintan_rules.codes``.

Run without arguments to write the page, with ``--check`` to see that it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jintan_rules.codes import CODES, Code
from jintan_rules.errors import Place, Problem
from jintan_rules.language.parse import parse

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errors.md"

GROUPS = {
    "1": "JR1xx: files and keys",
    "2": "JR2xx: expressions",
    "3": "JR3xx: what rules and profiles say together",
    "4": "JR4xx: records",
    "5": "JR5xx: calls",
    "6": "JR6xx: what rests on the library: frames, proofs, tests, workbooks, charts",
}

OPENING = """\
# Errors

<!-- Written by tools/error_page.py from jintan_rules/codes/. Change it there. -->

A mistake in a file, a record or a call is a *problem*: a code, a place, what was expected, what
was found, how to mend it. All problems of a load are gathered and raised at once:

| exception | raised for | codes |
|---|---|---|
| `ProfileError` | a vocabulary, rule, profile or tailoring | JR1xx, JR2xx, JR3xx |
| `RecordError` | a record | JR1xx, JR4xx |
| `EvaluationError` | a call that cannot be carried out as asked | JR3xx, JR5xx |

All three are `JintanError`, whose `problems` holds every one found. Tell problems apart by their
`code`; the wording may change. A fact that is merely *absent* is no error: it leaves the outcome
`unknown`.

Printed, a problem looks like this:

```text
{example}
```
"""


def page() -> str:
    """Return the whole page."""
    example = parse("e.present / e.entitled >= 0.8", Place("village/team.toml", 12, 12))
    if not isinstance(example, Problem):
        raise TypeError(example)
    return "\n".join([OPENING.format(example=example), *_sections()])


def _sections() -> Iterator[str]:
    for group, codes in groupby(CODES.values(), key=lambda code: code.code[2]):
        yield f"## {GROUPS[group]}\n"
        yield "| code | 含义 | meaning | what to do |"
        yield "|---|---|---|---|"
        yield from (_row(code) for code in codes)
        yield ""


def _row(code: Code) -> str:
    cells = (f"`{code.code}`", code.zh, code.en, code.advice)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is up to date."""
    text = page()
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/errors.md is out of date: run python tools/error_page.py")
        return 1
    if arguments:
        print(__doc__)
        return 2
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
