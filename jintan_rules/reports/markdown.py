"""A report as Markdown, with the content and order of the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from jintan_rules.reports.falling import Falling
from jintan_rules.reports.naming import Naming
from jintan_rules.reports.parts import AheadView, FindingView, ReportView, SectionView
from jintan_rules.reports.phrases import MARKS
from jintan_rules.reports.report import Report
from jintan_rules.reports.view import kind_of, view
from jintan_rules.standard.words import Outcome

#: The most slots of a finding, and the most things that fall due, that are shown.
_MOST_SLOTS, _MOST_AHEAD = 30, 12

# Signs that Markdown or the HTML inside it would read; "<" and "&" must not open anything.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
# What would begin a list, a heading, a quotation or a rule where it opens a line.
_OPENING = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])(?=[\s\-=]|$)")


def report_to_markdown(
    report: Report, lang: str = "zh", deadlines: Iterable[Falling] | None = None
) -> str:
    """Return a report as Markdown with tables (GitHub's or MyST's), in ``zh`` or ``en``.

    Whatever a record holds is escaped: it can be read, and opens no mark-up.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    shown = view(report, lang, _MOST_SLOTS, deadlines)
    return "\n".join(_page(shown, Naming(report.profile, lang))) + "\n"


def plain(text: str) -> str:
    """Return a text that Markdown shows sign by sign, on one line."""
    escaped = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda found: _opened(found.groups()), escaped)


def _opened(groups: Sequence[str | None]) -> str:
    number, sign, other = groups
    return f"{number}\\{sign}" if number else f"\\{other}"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[int] = ()
) -> Iterator[str]:
    """Yield the lines of a table; the columns of ``numbers`` stand to the right."""
    yield _row(header)
    rule = ["--:" if at in numbers else "---" for at in range(len(header))]
    yield f"| {' | '.join(rule)} |"
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def _page(shown: ReportView, naming: Naming) -> Iterator[str]:
    say = naming.say
    yield f"# {plain(shown.title)}"
    yield ""
    yield from _pairs(shown.facts, naming)
    yield ""
    yield f"**{plain(say('item', name=say('overall'), text=''))}**{plain(shown.overall)}"
    yield from ("", f"## {plain(say('summary'))}", "")
    yield from (plain(say("summary-caption")), "")
    yield from table(shown.header, shown.areas, range(1, len(shown.header)))
    for section in shown.first:
        yield from _section(section, naming)
    if shown.ahead is not None:
        yield from _ahead(shown.ahead, naming)
    for section in shown.last:
        yield from _section(section, naming)
    yield from _rest(shown, naming)
    yield from ("", f"## {plain(say('provenance'))}", "")
    yield from _pairs(shown.provenance, naming)


def _pairs(pairs: Iterable[tuple[str, str]], naming: Naming) -> Iterator[str]:
    for name, text in pairs:
        yield f"- {plain(naming.say('item', name=name, text=text))}"


def _heading(text: str, count: int, naming: Naming) -> Iterator[str]:
    yield from ("", f"## {plain(naming.aside(text, str(count)))}")


def _section(section: SectionView, naming: Naming) -> Iterator[str]:
    yield from _heading(section.heading, len(section.findings), naming)
    for line in section.intro:
        yield from ("", plain(line))
    for finding in section.findings:
        yield from _finding(finding, naming)


def _finding(finding: FindingView, naming: Naming) -> Iterator[str]:
    yield from ("", f"### {plain(finding.mark)} {plain(finding.title)}", "")
    yield f"**{plain(finding.verdict)}** · {plain(finding.byline)}"
    yield ""
    for slot in finding.slots:
        head = slot.name
        if slot.verdict != finding.verdict:
            head = naming.say("item", name=slot.name, text=slot.verdict)
        yield f"- {plain(head)}"
        yield from (f"  - {plain(line)}" for line in slot.lines)
    if finding.hidden:
        yield f"- {plain(finding.hidden)}"
    yield from _facts(finding.facts)


def _ahead(entries: Sequence[AheadView], naming: Naming) -> Iterator[str]:
    yield from _heading(naming.say("due-title"), len(entries), naming)
    yield from ("", plain(naming.say("ahead-reach" if entries else "due-none")))
    for entry in entries[:_MOST_AHEAD]:
        yield ""
        yield f"**{plain(entry.mark)} {plain(entry.day)}** {plain(entry.head)}"
        yield from ("", f"{plain(entry.soon)} · {plain(entry.byline)}", "")
        yield from _facts(entry.facts)
    hidden = len(entries) - _MOST_AHEAD
    if hidden > 0:
        yield from ("", plain(naming.say("ahead-hidden", count=hidden)))


def _facts(facts: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for name, texts in facts:
        if len(texts) == 1:
            yield f"- **{plain(name)}** {plain(texts[0])}"
            continue
        yield f"- **{plain(name)}**"
        yield from (f"  - {plain(text)}" for text in texts)


def _rest(shown: ReportView, naming: Naming) -> Iterator[str]:
    if not shown.rest_findings:
        return
    yield from _heading(naming.say("rest"), len(shown.rest_findings), naming)
    for line in shown.rest:
        yield from ("", plain(line))
    yield ""
    rows = (
        (
            naming.title(each.rule),
            f"{MARKS[kind_of(each)]} {naming.verdict(each.outcome, each.level)}",
            naming.joined(naming.clauses(each.rule, each.with_outcome(Outcome.PASS))),
            each.rule.id,
        )
        for each in shown.rest_findings
    )
    yield from table([naming.say(key) for key in ("rule", "outcome", "clause", "rule-id")], rows)
