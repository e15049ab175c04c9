"""A report for the terminal, its columns aligned for full-width signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jintan_rules.reports.falling import Falling
from jintan_rules.reports.parts import AheadView, FindingView, ReportView, SectionView
from jintan_rules.reports.phrases import say
from jintan_rules.reports.report import Report
from jintan_rules.reports.view import view
from jintan_rules.reports.width import display_width, pad, table, wrap

#: The most slots of a finding that the terminal shows, and the narrowest it can be.
_MOST_SLOTS, _NARROWEST = 8, 20
#: The most things that fall due which are shown.
_MOST_AHEAD = 12


def report_to_text(
    report: Report,
    lang: str = "zh",
    width: int = 100,
    deadlines: Iterable[Falling] | None = None,
) -> str:
    """Return a report as plain text, in ``zh`` or ``en``, ``width`` columns wide.

    ``deadlines`` is what falls due next, as :func:`jintan_rules.deadlines` lists it.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    shown = view(report, lang, _MOST_SLOTS, deadlines)
    return "\n".join(_lines(shown, lang, max(width, _NARROWEST)))


def _lines(shown: ReportView, lang: str, width: int) -> Iterator[str]:
    yield shown.title
    yield "=" * min(display_width(shown.title), width)
    yield from _pairs(shown.facts, width)
    yield ""
    yield from wrap(say("item", lang, name=say("overall", lang), text=shown.overall), width)
    yield ""
    yield say("summary", lang)
    yield from table(shown.header, shown.areas)
    for section in shown.first:
        yield from _section(section, lang, width)
    if shown.ahead is not None:
        yield from _ahead(shown.ahead, lang, width)
    for section in shown.last:
        yield from _section(section, lang, width)
    yield ""
    for line in shown.rest:
        yield from wrap(line, width)
    yield from _pairs(shown.provenance, width)


def _heading(text: str, lang: str, count: int, width: int) -> Iterator[str]:
    heading = text + say("aside", lang, text=count)
    yield ""
    yield from wrap(heading, width)
    yield "-" * min(display_width(heading), width)


def _section(section: SectionView, lang: str, width: int) -> Iterator[str]:
    yield from _heading(section.heading, lang, len(section.findings), width)
    for line in section.intro:
        yield from wrap(line, width)
    for finding in section.findings:
        yield ""
        yield from _finding(finding, lang, width)


def _ahead(entries: Sequence[AheadView], lang: str, width: int) -> Iterator[str]:
    """Yield what falls due: the first of it, and how much more there is."""
    yield from _heading(say("due-title", lang), lang, len(entries), width)
    yield from wrap(say("ahead-reach" if entries else "due-none", lang), width)
    for entry in entries[:_MOST_AHEAD]:
        yield ""
        yield from wrap(f"{entry.day} {entry.head}", width, first=f"{entry.mark} ", rest="   ")
        yield from wrap(f"{entry.soon} · {entry.byline}", width, first="   ", rest="   ")
        yield from _facts(entry.facts, lang, width)
    hidden = len(entries) - _MOST_AHEAD
    if hidden > 0:
        yield from ("", *wrap(say("ahead-hidden", lang, count=hidden), width))


def _pairs(pairs: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield names and texts in two columns, or one below the other where it is narrow."""
    listed = list(pairs)
    column = max((display_width(name) for name, _ in listed), default=0)
    for name, text in listed:
        if column > width // 2:
            yield from wrap(f"{name}  {text}", width, rest="  ")
        else:
            lead = f"{pad(name, column)}  "
            yield from wrap(text, width, first=lead, rest=" " * display_width(lead))


def _finding(finding: FindingView, lang: str, width: int) -> Iterator[str]:
    yield from wrap(finding.title, width, first=f"{finding.mark} ", rest="   ")
    yield from wrap(f"{finding.verdict} · {finding.byline}", width, first="   ", rest="   ")
    alone = len(finding.slots) == 1 and finding.finding.slots[0].label == "-"
    for slot in finding.slots:
        if alone and not slot.lines:
            continue  # there is one slot and no name for it: the title says it all
        head = slot.name
        if slot.verdict != finding.verdict:
            head = say("item", lang, name=slot.name, text=slot.verdict)
        yield from wrap(head, width, first="   - ", rest="     ")
        for line in slot.lines:
            yield from wrap(line, width, first="       ", rest="       ")
    if finding.hidden:
        yield from wrap(finding.hidden, width, first="     ", rest="     ")
    yield from _facts(finding.facts, lang, width)


def _facts(facts: Iterable[tuple[str, tuple[str, ...]]], lang: str, width: int) -> Iterator[str]:
    for name, lines in facts:
        if len(lines) == 1:
            line = say("item", lang, name=name, text=lines[0])
            yield from wrap(line, width, first="   ", rest="     ")
            continue
        yield from wrap(say("item", lang, name=name, text="").rstrip(), width, first="   ")
        for line in lines:
            yield from wrap(line, width, first="     · ", rest="       ")
