"""What was found in a slot, in words: its days, the evidence, what is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from jintan_rules.errors import Place
from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.language import nodes as n
from jintan_rules.language.parse import parse
from jintan_rules.language.values import Missing
from jintan_rules.records.record import NEVER
from jintan_rules.reports.naming import Naming
from jintan_rules.reports.phrases import PHRASES
from jintan_rules.reports.reading import declared, read
from jintan_rules.reports.report import Report
from jintan_rules.reports.width import visible
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome

#: The most slots and facts that an account spells out one by one.
MOST_SLOTS, MOST_FACTS = 12, 12

_REVIEW = re.compile(r"(?P<rule>[^\[]+)\[(?P<slot>.*)\]")
_ROW = re.compile(r"(?P<list>[A-Za-z_]\w*)\[(?P<row>.*)\]")
_UNSURE = {
    "applies_when": "unsure-applies",
    "filter": "unsure-filter",
    "precondition": "unsure-filter",
    "not_established": "unsure-established",
}


@frozen
class Account:
    """Tells what was found under one report, in one language."""

    report: Report
    naming: Naming

    @classmethod
    def of(cls, report: Report, lang: str) -> Account:
        """Return the account of a report in ``lang``."""
        return cls(report, Naming(report.profile, lang))

    # -- slots -------------------------------------------------------------------------

    def slot_names(self, finding: Finding, slots: Iterable[SlotResult]) -> str:
        """Name several slots in a row."""
        listed = list(slots)
        known = [slot.label for slot in listed if slot.because != "list"]
        names = [self.naming.slots(finding.rule, known)] if known else []
        # One slot stands for whatever entries may be missing from the list.
        return self.naming.joined(
            names + [self.naming.say("may-be-missing")] * (len(known) < len(listed))
        )

    def because(self, slot: SlotResult) -> str:
        """Say in a few words what decided a slot."""
        key = f"because-{slot.because}"
        return self.naming.say(key) if key in PHRASES else visible(slot.because)

    def days(self, slot: SlotResult) -> list[str]:
        """Say what the days of a slot come to: late, in time, still ahead."""
        naming, lines = self.naming, []
        # A state's own day is the day of the report, which need not be said again.
        own = slot.on if slot.due is None and slot.start is None else None
        if own is not None and own != self.report.as_of:
            lines.append(naming.say("on-day", day=naming.day(own)))
        if slot.outcome is Outcome.UNKNOWN and slot.because in _UNSURE:
            lines.append(naming.say(_UNSURE[slot.because]))
        if slot.due is not None:
            lines.append(self._deadline(slot, slot.due))
        elif slot.outcome is Outcome.PENDING and slot.end is not None:
            lines.append(naming.say("ends-on", day=naming.day(slot.end)))
        if slot.reason is not None:
            reason, code = slot.reason, visible(slot.reason.code)
            text = naming.say("excused-by", code=code)
            if reason.on is not None:
                text = naming.say("excused-by-on", code=code, day=naming.day(reason.on))
            lines.append(text + naming.say("stop"))
        return lines

    def _deadline(self, slot: SlotResult, due: dt.date) -> str:
        naming, as_of = self.naming, self.report.as_of
        if slot.outcome is Outcome.PENDING:
            return naming.say("due-ahead", due=naming.day(due), days=(due - as_of).days)
        if slot.done is not None:
            late = (slot.done - due).days
            return naming.say(
                "late" if late > 0 else "in-time",
                due=naming.day(due),
                done=naming.day(slot.done),
                days=late,
            )
        if slot.outcome is Outcome.FAIL:
            return naming.say(
                "overdue", due=naming.day(due), as_of=naming.day(as_of), days=(as_of - due).days
            )
        return naming.say("due-day", due=naming.day(due))

    def remedy(self, slot: SlotResult) -> str:
        """Return what to do about a slot, or nothing."""
        return self.naming.label(slot.remedy) if slot.remedy else ""

    def general_remedy(self, rule: Rule) -> str:
        """Return what to do about a rule, where its text does not depend on the slot."""
        template = rule.remedy_en if self.naming.lang == "en" else rule.remedy
        return visible(template.text) if template and "{" not in template.text else ""

    def remedies(self, finding: Finding, slots: Iterable[SlotResult]) -> list[str]:
        """Return what to do about these slots, each thing once."""
        found = dict.fromkeys(text for text in map(self.remedy, slots) if text)
        general = self.general_remedy(finding.rule)
        return list(found) or ([general] if general else [])

    def reviews(self, slot: SlotResult) -> list[str]:
        """Say which integrity findings touch the rows that a slot rests on."""
        lines = []
        for named in slot.review:
            found = _REVIEW.fullmatch(named)
            rule_id = found["rule"] if found else named
            title = visible(rule_id)
            if rule_id in self.report.profile:
                rule = self.report.profile.rule(rule_id)
                title = self.naming.title(rule)
                if found:
                    where = self.naming.slot(rule, found["slot"])
                    title = self.naming.say("item", name=title, text=where)
            lines.append(self.naming.say("reviewed", title=title, id=visible(rule_id)))
        return lines

    # -- evidence ----------------------------------------------------------------------

    def evidence(self, rule: Rule, slot: SlotResult, *, asked: bool = False) -> list[str]:
        """Say what the verdict on a slot rests on, one line a thing.

        With ``asked`` only what the rule asks for is told: neither why it
        applies nor the days that :meth:`days` tells.
        """
        variables = (
            dict.fromkeys(rule.for_each.names, rule.for_each.list_name) if (rule.for_each) else {}
        )
        seen = dict.fromkeys(
            line
            for each in slot.evidence
            if not asked or _is_asked(each, rule, slot)
            for line in self._evidence(each, variables, asked=asked)
        )
        return self.shortened(list(seen), MOST_FACTS)

    def _evidence(self, each: Evidence, variables: dict[str, str], *, asked: bool) -> Iterator[str]:
        node = None if _is_plain(each.path) else parse(each.path, Place("evidence"))
        if isinstance(node, n.Quantifier):
            # An explanation has room for the expression; what a branch acts upon has not.
            code = self._walked(node) if asked else visible(each.path)
            yield self._walk(each, node, variables, code)
            return
        naming = self.naming
        line = naming.say(
            "fact-line",
            name=naming.path(each.path),
            value=naming.value(each.value, naming.fact_at(each.path)),
        )
        kept = [key for key, said in (("assumed", each.assumed), ("derived", each.derived)) if said]
        yield naming.aside(line, naming.joined(map(naming.say, kept)))

    def _walked(self, node: n.Quantifier) -> str:
        """Name what a walk looks for where its condition does not read well in words."""
        naming = self.naming
        declared_lists = naming.profile.vocabulary.lists
        lists = [
            naming.quoted(each.label)
            for name, each in declared_lists.items()
            if name in _names(node)
        ]
        asked = "rule-counts" if node.kind in ("count", "sum", "longest_run") else "rule-looks-for"
        return naming.say(asked, lists=naming.joined(lists))

    def _walk(
        self, each: Evidence, node: n.Quantifier, variables: dict[str, str], code: str
    ) -> str:
        naming = self.naming
        asserted: n.Node = n.Not(node) if node.kind == "any" and each.value is False else node
        said = read(asserted, naming, variables)
        if said and node.kind == "any" and each.value is not None:
            line = said
        elif isinstance(each.value, bool):
            name = read(node, naming, variables) or code
            line = naming.say(
                "fact-line", name=name, value=naming.say("yes" if each.value else "no")
            )
        else:
            counted = node.kind == "count" and isinstance(each.value, int)
            value = (
                naming.say("entries", count=each.value)
                if counted
                else naming.value(each.value, declared(node, naming, variables))
            )
            line = naming.say("fact-line", name=said or code, value=value)
        if not each.rows:
            return line
        rows = naming.joined(map(self._row, each.rows))
        return naming.aside(line, naming.say("rows-counted", rows=rows))

    def _row(self, path: str) -> str:
        """Name a row by its id, and by its day where it is an event."""
        found = _ROW.fullmatch(path)
        if not found:
            return visible(path)
        shape = self.naming.profile.vocabulary.lists.get(found["list"])
        rows = self.report.record.lists.get(found["list"], ())
        values = next((row.values for row in rows if row.label == found["row"]), {})
        day = values.get(shape.date) if shape and shape.date else None
        label = visible(found["row"])
        return self.naming.aside(label, self.naming.day(day)) if isinstance(day, dt.date) else label

    # -- what is missing ---------------------------------------------------------------

    def missing(self, missing: Iterable[Missing], most: int = MOST_FACTS) -> list[str]:
        """Say which facts would settle an unknown, each with its path and why it is missing."""
        return self.shortened([self._missing(each) for each in dict.fromkeys(missing)], most)

    def shortened(self, lines: list[str], most: int) -> list[str]:
        """Return at most so many lines, and how many are left out."""
        hidden = len(lines) - most
        more = [self.naming.say("hidden-facts", count=hidden)] if hidden > 0 else []
        return lines[:most] + more

    def _missing(self, each: Missing) -> str:
        key = f"why-{each.why}"
        why = self.naming.say(key) if key in PHRASES else visible(each.why)
        return self.naming.say(
            "missing", name=self.naming.path(each.path), path=visible(each.path), why=why
        )


def _is_asked(each: Evidence, rule: Rule, slot: SlotResult) -> bool:
    """Whether evidence bears on what the rule asks, and not on a day told already."""
    if slot.due is not None and each.value in (slot.done, slot.due, NEVER):
        return False
    if not _is_plain(each.path):
        return True
    asked: set[str] = set()
    for edition in rule.editions:
        for expression in (edition.requires, edition.done, edition.due):
            if expression is not None:
                asked |= _names(expression.node)
    return each.path.rpartition(".")[2] in asked


def _names(node: n.Node) -> set[str]:
    names = {node.name} if isinstance(node, (n.Name, n.Attribute)) else set()
    return names.union(*map(_names, n.children(node)))


def _is_plain(path: str) -> bool:
    """Whether a path names a fact, not a walk over a list."""
    return "(" not in path or _ROW.match(path) is not None
