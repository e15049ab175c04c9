"""What findings, rules, profiles and the like show of themselves in a notebook.

Fragments with styles of their own: nothing is loaded, and ink and paper are those of the
notebook's theme. Chinese and English stand side by side, since a notebook asks for neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.records.record import Record
from jintan_rules.reports.falling import Falling, Words, entries
from jintan_rules.reports.naming import Naming
from jintan_rules.reports.phrases import MARKS, PHRASES
from jintan_rules.reports.tags import cut_table, definitions, fragment
from jintan_rules.reports.width import visible
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression, Label
from jintan_rules.standard.words import Area, Level, Outcome, Word

_MOST_FACTS = 4
#: The outcomes, the heaviest first.
_ORDER = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PENDING, Outcome.PASS, Outcome.NOT_APPLICABLE)


def finding_fragment(finding: Finding) -> str:
    """Return a finding: its verdict, and its slots, the heaviest first."""
    rule = finding.rule
    slots = sorted(finding.slots, key=lambda slot: _ORDER.index(slot.outcome))
    header = [both(key) for key in ("notebook-slot", "outcome", "notebook-days", "notebook-why")]
    parts = [
        *_heading(_verdict(finding.outcome, finding.level), _title(rule)),
        *_line(rule.id, rule.item, words(rule.strength), words(rule.subject)),
        *cut_table(both("slots-concerned"), header, [_slot_row(slot) for slot in slots], "zh"),
        *_line(*(each.text("zh") for each in rule.citations)),
    ]
    return fragment(parts)


def findings_fragment(findings: Sequence[Finding]) -> str:
    """Return findings as a table."""
    header = [
        both(key) for key in ("outcome", "rule", "notebook-item", "rule-id", "slots-concerned")
    ]
    rows = [
        (
            _verdict(each.outcome, each.level),
            _title(each.rule),
            each.rule.item,
            each.rule.id,
            _counted(slot.outcome for slot in each.slots),
        )
        for each in findings
    ]
    return fragment(cut_table(f"{both('notebook-findings')} ({len(rows)})", header, rows, "zh"))


def slot_fragment(slot: SlotResult) -> str:
    """Return a slot: its verdict, days, what is missing and what to do."""
    told = (
        ("notebook-slot", slot.label),
        ("outcome", _verdict(slot.outcome, slot.level)),
        ("notebook-why", slot.because),
        ("notebook-days", _days(slot)),
        ("notebook-rows", ", ".join(slot.things)),
        ("would-settle", _cut([f"{each.path} ({each.why})" for each in slot.missing])),
        ("remedy", _label(slot.remedy) if slot.remedy else ""),
        ("notebook-reason", slot.reason.code if slot.reason else ""),
    )
    return fragment(_definitions(told))


def rule_fragment(rule: Rule) -> str:
    """Return a rule: whom it binds, how often, what each edition asks."""
    told = (
        ("notebook-item", rule.item),
        ("area", words(rule.area)),
        ("notebook-strength", words(rule.strength)),
        ("whose", words(rule.subject)),
        ("notebook-period", words(rule.period) if rule.period else ""),
        ("notebook-each", rule.for_each.text if rule.for_each else ""),
        ("h-binds", _code(rule.applies_when)),
        ("parameters", ", ".join(rule.parameters)),
    )
    header = [both(key) for key in ("notebook-from", "notebook-until", "h-asks", "clause")]
    parts = [
        *_heading("", _title(rule)),
        *_line(rule.id),
        *_definitions(told),
        *cut_table(both("notebook-editions"), header, list(map(_edition, rule.editions)), "zh"),
    ]
    return fragment(parts)


def rules_fragment(rules: Sequence[Rule]) -> str:
    """Return rules as a table, in their order."""
    header = [
        both(key) for key in ("area", "notebook-item", "rule", "notebook-strength", "rule-id")
    ]
    rows = [
        (words(each.area), each.item, _title(each), words(each.strength), each.id) for each in rules
    ]
    return fragment(cut_table(f"{both('notebook-rules')} ({len(rows)})", header, rows, "zh"))


def profile_fragment(profile: Profile) -> str:
    """Return a profile: what it rests on, its rules by area, its parameters."""
    naming = Naming(profile, "zh")
    told = (
        ("notebook-id", profile.id),
        ("chart-category", words(profile.category) if profile.category else ""),
        ("version", profile.version),
        ("lineage", " > ".join(profile.lineage)),
        ("deselected", str(len(profile.deselected)) if profile.deselected else ""),
    )
    areas = [
        (words(area), *(str(count) for count in _strengths(profile.in_area(area)))) for area in Area
    ]
    header = [
        both("area"),
        both("notebook-rules"),
        "应当 mandatory",
        "一般 general",
        "倡导 advisory",
    ]
    parameters = [
        (
            name,
            _label(parameter.label),
            naming.value(profile.settings[name].value, parameter)
            if name in profile.settings
            else both("notebook-unset"),
        )
        for name, parameter in sorted(profile.parameters.items())
    ]
    parts = [
        *_heading("", _label(profile.title)),
        *_definitions(told),
        *cut_table(f"{both('notebook-rules')} ({len(profile.rules)})", header, areas, "zh"),
    ]
    if parameters:
        header = [both(key) for key in ("notebook-id", "parameters", "notebook-value")]
        parts += cut_table(both("parameters"), header, parameters, "zh")
    return fragment(parts)


def record_fragment(record: Record) -> str:
    """Return a record: its scalars, and how many rows its lists have."""
    facts = [(name, _value(value)) for name, value in record.facts.items()]
    lists = [(name, str(len(rows))) for name, rows in record.lists.items()]
    name, value = both("notebook-fact"), both("notebook-value")
    parts = [
        *_heading("", record.id),
        *cut_table(both("notebook-facts"), (name, value), facts, "zh"),
        *cut_table(both("notebook-lists"), (name, both("notebook-count")), lists, "zh"),
    ]
    return fragment(parts)


def deadlines_fragment(deadlines: Sequence[Falling]) -> str:
    """Return what falls due as a table, by its day."""
    header = [both(key) for key in ("notebook-day", "notebook-left", "notebook-due", "whose")]
    rows = []
    for entry in entries(sorted(deadlines, key=lambda each: each.day)):
        said, first = Words.of(entry, "zh"), entry.first
        mark = MARKS["pending" if entry.certain else "unknown"]
        rows.append(
            (
                first.day.isoformat(),
                str(first.days_left),
                f"{mark} {said.head(entry, most=_MOST_FACTS)}",
                words(first.subject),
            )
        )
    return fragment(cut_table(f"{both('due-title')} ({len(rows)})", header, rows, "zh"))


# -- words -----------------------------------------------------------------------------


def both(key: str) -> str:
    """Return a phrase in Chinese, with the English beside it."""
    chinese, english = PHRASES[key]
    return f"{chinese} {english}"


def words(word: Word) -> str:
    """Return a word in Chinese, with the English beside it."""
    return f"{word.zh} {word.en}"


def _label(label: Label) -> str:
    return f"{visible(label.zh)} {visible(label.en)}"


def _title(rule: Rule) -> str:
    return " ".join(visible(each) for each in (rule.title, rule.title_en) if each)


def _verdict(outcome: Outcome, level: Level | None) -> str:
    return f"{MARKS[(level or outcome).value]} {words(level or outcome)}"


def _counted(outcomes: Iterable[Outcome]) -> str:
    count = Counter(outcomes)
    return ", ".join(f"{words(each)} {count[each]}" for each in _ORDER if count[each])


def _days(slot: SlotResult) -> str:
    pairs = (
        ("", f"{slot.start}..{slot.end}" if slot.start and slot.end else ""),
        ("on ", slot.on if not slot.start else None),
        ("due ", slot.due),
        ("done ", slot.done),
    )
    return ", ".join(f"{name}{day}" for name, day in pairs if day)


def _slot_row(slot: SlotResult) -> tuple[str, ...]:
    more = [f"{each.path} ({each.why})" for each in slot.missing]
    if slot.remedy:
        more.append(_label(slot.remedy))
    why = _cut(more) or slot.because
    return visible(slot.label), _verdict(slot.outcome, slot.level), _days(slot), visible(why)


def _cut(lines: Sequence[str]) -> str:
    shown, hidden = list(lines[:_MOST_FACTS]), len(lines) - _MOST_FACTS
    return "; ".join([*shown, f"… +{hidden}"] if hidden > 0 else shown)


def _edition(edition: Edition) -> tuple[str, ...]:
    asks = _code(edition.requires) or f"{_code(edition.done)} <= {_code(edition.due)}"
    clauses = "；".join(each.text("zh") for each in edition.citations)
    return str(edition.start), str(edition.end or ""), asks, clauses


def _code(expression: Expression | None) -> str:
    return " ".join(expression.text.split()) if expression else ""


def _strengths(rules: Sequence[Rule]) -> Iterator[int]:
    yield len(rules)
    count = Counter(each.strength.value for each in rules)
    yield from (count[each] for each in ("mandatory", "general", "advisory"))


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(visible, value)))
    return visible(str(value))


def _heading(verdict: str, title: str) -> Iterator[str]:
    yield f"<p><strong>{escape(' '.join(each for each in (verdict, title) if each))}</strong></p>"


def _line(*texts: str) -> Iterator[str]:
    said = " · ".join(visible(each) for each in texts if each)
    if said:
        yield f"<p>{escape(said)}</p>"


def _definitions(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from definitions((both(key), visible(text)) for key, text in told if text)
