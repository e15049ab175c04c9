"""A report as one self-contained page, and as a fragment for notebooks.

No script, nothing loaded from anywhere, and every text escaped: what a record
holds can only ever be read, never run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from jintan_rules.reports.explanation import explanation
from jintan_rules.reports.falling import Falling
from jintan_rules.reports.naming import Naming
from jintan_rules.reports.parts import AheadView, FindingView, ReportView, SectionView
from jintan_rules.reports.phrases import MARKS
from jintan_rules.reports.report import Report
from jintan_rules.reports.style import FRAGMENT_STYLE, PAGE_STYLE
from jintan_rules.reports.view import kind_of, view
from jintan_rules.standard.words import Outcome

#: The most slots of a finding on a page, and the most rows of a notebook's table.
_MOST_SLOTS, MOST_ROWS = 30, 20
#: The most things that fall due which are not folded.
_MOST_AHEAD = 12

_LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}
# Nothing may be fetched or run, even if a way round the escaping were found.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report_to_html(
    report: Report, lang: str = "zh", deadlines: Iterable[Falling] | None = None
) -> str:
    """Return a report as one self-contained page, in ``zh`` or ``en``.

    ``deadlines`` is what falls due next, as :func:`jintan_rules.deadlines` lists it.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    shown = view(report, lang, _MOST_SLOTS, deadlines)
    return "\n".join(_page(shown, report, lang)) + "\n"


def report_fragment(report: Report, lang: str = "zh") -> str:
    """Return a short form of a report for a notebook, with styles of its own."""
    shown = view(report, lang, _MOST_SLOTS)
    naming = Naming(report.profile, lang)
    told = [each for section in shown.sections for each in section.findings]
    rows = [
        (f"{each.mark} {each.verdict}", each.title, ", ".join(slot.name for slot in each.slots[:4]))
        for each in told
    ]
    header = (naming.say("outcome"), naming.say("rule"), naming.say("slots-concerned"))
    hidden = len(rows) - MOST_ROWS
    parts = [
        f'<div class="jintan-report" lang="{_LANGUAGE_TAGS[lang]}">',
        f"<style>{FRAGMENT_STYLE}</style>",
        f"<p><strong>{escape(shown.title)}</strong> {escape(_facts_line(shown))}</p>",
        f"<p>{escape(shown.overall)}</p>",
        *_areas(shown, naming),
    ]
    if rows:
        parts += _table(naming.say("findings-caption"), header, rows[:MOST_ROWS])
    if hidden > 0:
        parts.append(f"<p>{escape(naming.say('hidden-rows', count=hidden))}</p>")
    parts += [f"<p>{escape(line)}</p>" for line in shown.rest]
    return "\n".join([*parts, "</div>"])


def _facts_line(shown: ReportView) -> str:
    return " · ".join(text for _, text in shown.facts)


def _page(shown: ReportView, report: Report, lang: str) -> Iterator[str]:
    naming = Naming(report.profile, lang)
    yield "<!doctype html>"
    yield f'<html lang="{_LANGUAGE_TAGS[lang]}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(f'{shown.title} {shown.facts[0][1]}')}</title>"
    yield f"<style>{PAGE_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{escape(shown.title)}</h1>"
    yield from _definitions(shown.facts)
    yield "</header>"
    yield "<main>"
    yield f'<p class="overall"><strong>{escape(naming.say("overall"))}</strong> '
    yield f"{escape(shown.overall)}</p>"
    yield '<section aria-labelledby="summary">'
    yield f'<h2 id="summary">{escape(naming.say("summary"))}</h2>'
    yield from _areas(shown, naming)
    yield "</section>"
    for section in shown.first:
        yield from _section(section, report, naming)
    if shown.ahead is not None:
        yield from _ahead(shown.ahead, naming)
    for section in shown.last:
        yield from _section(section, report, naming)
    yield from _rest(shown, naming)
    yield f'<p class="printed">{escape(naming.say("print-folded"))}</p>'
    yield "</main>"
    yield "<footer>"
    yield f"<h2>{escape(naming.say('provenance'))}</h2>"
    yield from _definitions(shown.provenance)
    yield "</footer>"
    yield "</body>"
    yield "</html>"


def _definitions(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    for name, text in pairs:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
    yield "</dl>"


def _facts(facts: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    listed = list(facts)
    if not listed:
        return
    yield "<dl>"
    for name, texts in listed:
        said = "".join(f"<dd>{escape(text)}</dd>" for text in texts)
        yield f"<div><dt>{escape(name)}</dt>{said}</div>"
    yield "</dl>"


def _areas(shown: ReportView, naming: Naming) -> Iterator[str]:
    yield from _table(naming.say("summary-caption"), shown.header, shown.areas, numbers=True)


def _table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: bool = False,
) -> Iterator[str]:
    """Yield a table whose first column heads its rows; it scrolls by itself where it is wide."""
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
    yield '<table class="numbers">' if numbers else "<table>"
    yield f"<caption>{escape(caption)}</caption>"
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        rest = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        yield f'<tr><th scope="row">{escape(row[0])}</th>{rest}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _section(section: SectionView, report: Report, naming: Naming) -> Iterator[str]:
    count = naming.say("aside", text=len(section.findings))
    yield f'<section aria-labelledby="{section.key}">'
    yield f'<h2 id="{section.key}">{escape(section.heading + count)}</h2>'
    for line in section.intro:
        yield f"<p>{escape(line)}</p>"
    if section.folded:
        yield '<details class="fold">'
        yield f"<summary>{escape(naming.say('unfold', count=len(section.findings)))}</summary>"
    for finding in section.findings:
        yield from _finding(finding, report, naming)
    if section.folded:
        yield "</details>"
    yield "</section>"


def _ahead(entries: Sequence[AheadView], naming: Naming) -> Iterator[str]:
    """Yield what falls due: the first of it, and the rest folded."""
    yield '<section aria-labelledby="ahead">'
    heading = naming.aside(naming.say("due-title"), str(len(entries)))
    yield f'<h2 id="ahead">{escape(heading)}</h2>'
    yield f"<p>{escape(naming.say('ahead-reach' if entries else 'due-none'))}</p>"
    yield from _days(entries[:_MOST_AHEAD])
    later = entries[_MOST_AHEAD:]
    if later:
        more = naming.say("ahead-more", count=len(later))
        yield f"<details><summary>{escape(more)}</summary>"
        yield from _days(later)
        yield "</details>"
    yield "</section>"


def _days(entries: Iterable[AheadView]) -> Iterator[str]:
    for day, same in groupby(entries, key=lambda each: each.day):
        yield f"<h3>{escape(day)}</h3>"
        yield '<ul class="ahead">'
        for entry in same:
            yield (
                f'<li><span class="mark" aria-hidden="true">{entry.mark}</span> '
                f"<strong>{escape(entry.head)}</strong> {escape(entry.soon)}<br>"
                f'<span class="byline">{escape(entry.byline)}</span>'
            )
            yield from _facts(entry.facts)
            yield "</li>"
        yield "</ul>"


def _finding(finding: FindingView, report: Report, naming: Naming) -> Iterator[str]:
    yield f'<article class="{finding.kind}">'
    yield f"<h3>{escape(finding.title)}</h3>"
    yield (
        f'<p class="verdict"><span class="mark" aria-hidden="true">{finding.mark}</span> '
        f"<strong>{escape(finding.verdict)}</strong> "
        f'<span class="byline">{escape(finding.byline)}</span></p>'
    )
    yield '<ul class="slots">'
    for slot in finding.slots:
        head = f"<strong>{escape(slot.name)}</strong>"
        if slot.verdict != finding.verdict:
            head += f" {escape(slot.verdict)}"
        lines = "".join(f"<li>{escape(line)}</li>" for line in slot.lines)
        yield f"<li>{head}{f'<ul>{lines}</ul>' if lines else ''}</li>"
    if finding.hidden:
        yield f"<li>{escape(finding.hidden)}</li>"
    yield "</ul>"
    yield from _facts(finding.facts)
    yield "<details>"
    yield f"<summary>{escape(naming.say('full-explanation'))}</summary>"
    for part in explanation(report, finding.finding, naming.lang):
        yield f"<h4>{escape(part.heading)}</h4>"
        yield "<ul>"
        for line in part.lines:
            inner = ' class="inner"' if line.depth else ""
            yield f"<li{inner}>{escape(line.text)}</li>"
        yield "</ul>"
    yield "</details>"
    yield "</article>"


def _rest(shown: ReportView, naming: Naming) -> Iterator[str]:
    if not shown.rest_findings:
        return
    yield '<section aria-labelledby="rest">'
    yield f'<h2 id="rest">{escape(naming.say("rest"))}</h2>'
    for line in shown.rest:
        yield f"<p>{escape(line)}</p>"
    yield '<details class="fold">'
    yield f"<summary>{escape(naming.say('rest-list', count=len(shown.rest_findings)))}</summary>"
    header = [naming.say(key) for key in ("rule", "outcome", "clause", "rule-id")]
    rows = [
        (
            naming.title(each.rule),
            f"{MARKS[kind_of(each)]} {naming.verdict(each.outcome, each.level)}",
            naming.joined(naming.clauses(each.rule, each.with_outcome(Outcome.PASS))),
            each.rule.id,
        )
        for each in shown.rest_findings
    ]
    yield from _table(naming.say("rest-caption"), header, rows)
    yield "</details>"
    yield "</section>"
