"""Write the generated pages, or see that they are up to date.

Usage: python -m tools.pages [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.pages import left_out, notice_page
from tools.pages.catalogue import Catalogue
from tools.pages.examples import examples
from tools.pages.index import index
from tools.pages.notice import Notice
from tools.pages.standard import TOP, Standard
from tools.pages.writing import LANGUAGES, page

DOCS = TOP / "docs"
CATALOGUE = DOCS / "catalogue"


def written(standard: Standard) -> Iterator[tuple[Path, str]]:
    """Yield every page with its text."""
    chosen = examples(standard)
    for lang in LANGUAGES:
        catalogue = Catalogue(standard, chosen, lang)
        yield CATALOGUE / page("README", lang), _text(index(standard, lang))
        for name in standard.profiles:
            yield CATALOGUE / page(name, lang), _text(catalogue.profile(name))
        yield DOCS / page("notice", lang), _text(notice_page.lines(standard, lang))
        yield DOCS / page("coverage", lang), _text(left_out.lines(standard, lang))


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or tell which are out of date; what the data lacks is told either way."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    standard = Standard.load()
    problems = [*Notice.read().problems(standard), *left_out.problems(standard)]
    pages = dict(written(standard))
    stray = set(CATALOGUE.glob("*.md")) - pages.keys()
    if arguments:
        stale = [each for each, text in pages.items() if _read(each) != text]
        problems += [f"{each.relative_to(TOP)}: out of date" for each in [*stale, *sorted(stray)]]
        if stale or stray:
            problems.append("run python -m tools.pages")
    else:
        CATALOGUE.mkdir(exist_ok=True)
        for each in stray:
            each.unlink()
        for each, text in pages.items():
            each.write_text(text, encoding="utf-8")
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
