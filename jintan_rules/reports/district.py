"""One page for many organisations: a district's, a system's or a street's."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from jintan_rules.reports import markdown
from jintan_rules.reports.district_view import DistrictView, Sheet, view
from jintan_rules.reports.phrases import check_language, say
from jintan_rules.reports.tags import PAGE_END, definitions, page_head, table
from jintan_rules.reports.tally import Tally
from jintan_rules.reports.verdicts import Profiles, Verdicts

#: The most rows that a table shows, and the most that it shows unfolded.
_MOST_ROWS: Final = 300
_MOST_UNFOLDED: Final = 15


def district_page(
    verdicts: Verdicts,
    *,
    profile: Profiles = None,
    organizations: Any = None,
    lang: str = "zh",
    title: str | None = None,
) -> str:
    """Return one self-contained page on many organisations: no script, nothing loaded.

    It tells, by category and by area, how many organisations have something to mend; the
    items and rules that are wanting most; the organisations with most breaches, by their
    ids; and the facts to ask for, with how many organisations want each and in which sheet
    of the workbook it belongs.

    Args:
        verdicts: Reports (a list, a tuple or an iterator, which is read one by one), or a
            frame of verdicts as ``evaluate_frame`` or ``to_frame`` gives it.
        profile: The profile or profiles that judged; needed for a frame of ``evaluate_frame``.
        organizations: A frame with the columns ``id`` and ``category``, where a frame of
            verdicts has no column ``category``.
        lang: ``zh`` or ``en``.
        title: The heading; left out, a general one.

    Returns:
        The page as HTML.

    Raises:
        EvaluationError: If these are no verdicts (JR581 to JR583, JR504).
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    return page_of(Tally.of(verdicts, profile, organizations), lang, title)


def page_of(tally: Tally, lang: str, title: str | None = None, left_out: int = 0) -> str:
    """Return the page of a tally; ``left_out`` records could not be judged."""
    return "\n".join(_page(view(tally, lang, title, left_out), lang)) + "\n"


def district_to_markdown(
    verdicts: Verdicts,
    *,
    profile: Profiles = None,
    organizations: Any = None,
    lang: str = "zh",
    title: str | None = None,
) -> str:
    """Return the same as :func:`district_page` as Markdown; the arguments are the same."""
    check_language(lang)
    shown = view(Tally.of(verdicts, profile, organizations), lang, title)
    return "\n".join(_markdown(shown, lang)) + "\n"


def _page(shown: DistrictView, lang: str) -> Iterator[str]:
    yield from page_head(shown.title, lang)
    yield "<header>"
    yield f"<h1>{escape(shown.title)}</h1>"
    yield from definitions(shown.facts)
    yield "</header>"
    yield "<main>"
    overall = escape(say("overall", lang))
    yield f'<p class="overall"><strong>{overall}</strong> {escape(shown.overall)}</p>'
    for sheet in shown.sheets:
        yield f'<section aria-labelledby="{sheet.key}">'
        yield f'<h2 id="{sheet.key}">{escape(sheet.heading)}</h2>'
        yield from _sheet(sheet, lang)
        yield "</section>"
    yield f'<p class="printed">{escape(say("print-folded", lang))}</p>'
    yield "</main>"
    yield "<footer>"
    yield f"<h2>{escape(say('provenance', lang))}</h2>"
    yield from definitions(shown.provenance)
    yield "</footer>"
    yield from PAGE_END


def _sheet(sheet: Sheet, lang: str) -> Iterator[str]:
    """Yield a table: its first rows, the next ones folded, and how many are left out."""
    first, rest = sheet.rows[:_MOST_UNFOLDED], sheet.rows[_MOST_UNFOLDED:_MOST_ROWS]
    yield from table(sheet.intro, sheet.header, first, numbers=sheet.numbers)
    if rest:
        more = escape(say("district-more", lang, count=len(rest)))
        yield f"<details><summary>{more}</summary>"
        caption = say("district-continued", lang, told=sheet.intro)
        yield from table(caption, sheet.header, rest, numbers=sheet.numbers)
        yield "</details>"
    hidden = len(sheet.rows) - _MOST_ROWS
    if hidden > 0:
        yield f"<p>{escape(say('hidden-rows', lang, count=hidden))}</p>"


def _markdown(shown: DistrictView, lang: str) -> Iterator[str]:
    plain = markdown.plain
    yield from (f"# {plain(shown.title)}", "")
    yield from (f"- {plain(say('item', lang, name=name, text=text))}" for name, text in shown.facts)
    yield from ("", plain(shown.overall))
    for sheet in shown.sheets:
        yield from ("", f"## {plain(sheet.heading)}", "", plain(sheet.intro), "")
        yield from markdown.table(sheet.header, sheet.rows[:_MOST_ROWS], sheet.numbers)
        hidden = len(sheet.rows) - _MOST_ROWS
        if hidden > 0:
            yield from ("", plain(say("hidden-rows", lang, count=hidden)))
    yield from ("", f"## {plain(say('provenance', lang))}", "")
    yield from (
        f"- {plain(say('item', lang, name=name, text=text))}" for name, text in shown.provenance
    )
