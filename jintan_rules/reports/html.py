"""A report as one self-contained page, and as a fragment for notebooks."""

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
from jintan_rules.reports.tags import (
    PAGE_END,
    cut_table,
    definitions,
    facts,
    fragment,
    page_head,
    table,
)
from jintan_rules.reports.view import kind_of, view
from jintan_rules.standard.words import Outcome

#: The most slots of a finding on a page, and the most things that fall due unfolded.
_MOST_SLOTS, _MOST_AHEAD = 30, 12


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
    parts = [
        f"<p><strong>{escape(shown.title)}</strong> {escape(_facts_line(shown))}</p>",
        f"<p>{escape(shown.overall)}</p>",
        *_areas(shown, naming),
    ]
    if rows:
        parts += cut_table(naming.say("findings-caption"), header, rows, lang)
    parts += [f"<p>{escape(line)}</p>" for line in shown.rest]
    return fragment(parts, lang)


def _facts_line(shown: ReportView) -> str:
    return " · ".join(text for _, text in shown.facts)


def _page(shown: ReportView, report: Report, lang: str) -> Iterator[str]:
    naming = Naming(report.profile, lang)
    yield from page_head(f"{shown.title} {shown.facts[0][1]}", lang)
    yield "<header>"
    yield f"<h1>{escape(shown.title)}</h1>"
    yield from definitions(shown.facts)
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
    yield from definitions(shown.provenance)
    yield "</footer>"
    yield from PAGE_END


def _areas(shown: ReportView, naming: Naming) -> Iterator[str]:
    yield from table(naming.say("summary-caption"), shown.header, shown.areas, numbers=range(1, 7))


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
            yield from facts(entry.facts)
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
    yield from facts(finding.facts)
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
    yield from table(naming.say("rest-caption"), header, rows)
    yield "</details>"
    yield "</section>"
