"""What pages and the fragments of notebooks are built of.

No script, nothing loaded from anywhere, and every text escaped: what a record
holds can only ever be read, never run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape
from typing import Final

from jintan_rules.reports.phrases import say
from jintan_rules.reports.style import FRAGMENT_STYLE, PAGE_STYLE

#: The most rows of a notebook's table.
MOST_ROWS: Final = 20
#: What ends a page.
PAGE_END: Final = ("</body>", "</html>")

_LANGUAGE_TAGS: Final = {"zh": "zh-Hans", "en": "en"}
# Nothing may be fetched or run, even if a way round the escaping were found.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def page_head(title: str, lang: str) -> Iterator[str]:
    """Yield what begins a page."""
    yield "<!doctype html>"
    yield f'<html lang="{_LANGUAGE_TAGS[lang]}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{PAGE_STYLE}</style>"
    yield "</head>"
    yield "<body>"


def fragment(parts: Iterable[str], lang: str = "zh") -> str:
    """Return what a notebook shows, with styles that reach nothing else."""
    head = (
        f'<div class="jintan-report" lang="{_LANGUAGE_TAGS[lang]}">',
        f"<style>{FRAGMENT_STYLE}</style>",
    )
    return "\n".join([*head, *parts, "</div>"])


def definitions(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield names, each with its text."""
    yield "<dl>"
    for name, text in pairs:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
    yield "</dl>"


def facts(told: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Yield names, each with its lines; nothing where there is none."""
    listed = list(told)
    if not listed:
        return
    yield "<dl>"
    for name, texts in listed:
        said = "".join(f"<dd>{escape(text)}</dd>" for text in texts)
        yield f"<div><dt>{escape(name)}</dt>{said}</div>"
    yield "</dl>"


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Collection[int] = (),
) -> Iterator[str]:
    """Yield a table whose first column heads its rows; it scrolls by itself where it is wide.

    ``numbers`` are the columns that stand to the right, counted from 0.
    """
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
    # Where all but the first column are numbers, the names of the rows are short.
    yield '<table class="numbers">' if len(numbers) == len(header) - 1 else "<table>"
    yield f"<caption>{escape(caption)}</caption>"
    side = dict.fromkeys(numbers, ' class="number"')
    cells = "".join(
        f'<th scope="col"{side.get(at, "")}>{escape(cell)}</th>' for at, cell in enumerate(header)
    )
    yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        rest = "".join(
            f"<td{side.get(at, '')}>{escape(cell)}</td>" for at, cell in enumerate(row) if at
        )
        yield f'<tr><th scope="row">{escape(row[0])}</th>{rest}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def cut_table(
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    lang: str,
    most: int = MOST_ROWS,
) -> Iterator[str]:
    """Yield a table of at most so many rows, and how many are hidden."""
    yield from table(caption, header, rows[:most])
    hidden = len(rows) - most
    if hidden > 0:
        yield f"<p>{escape(say('hidden-rows', lang, count=hidden))}</p>"
