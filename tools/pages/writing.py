"""Writing Markdown: where a page stands, its language, its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jintan_rules.standard.vocabulary import Label

LANGUAGES = ("en", "zh")


def page(name: str, lang: str) -> str:
    """Return the name of a page in one of the languages."""
    return f"{name}.zh.md" if lang == "zh" else f"{name}.md"


def either(lang: str, zh: str, en: str) -> str:
    """Return the one of two texts that is in the language."""
    return Label(zh, en).text(lang)


def opening(title: str, name: str, lang: str, data: str) -> Iterator[str]:
    """Yield the head of a page: its title, its sister in the other language, its source."""
    if lang == "zh":
        yield from (f"# {title}", "", f"[English]({page(name, 'en')})", "")
    else:
        yield from (f"# {title}", "", f"[中文]({page(name, 'zh')})", "")
    yield from (f"<!-- Written by python -m tools.pages from {data}. Change it there. -->", "")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table; a stroke inside a cell is written so that it does not end it."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
