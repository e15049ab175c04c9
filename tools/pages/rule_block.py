"""The block of one rule in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

import jintan_rules as jr
from jintan_rules.reports.explanation import explanation
from jintan_rules.reports.naming import Naming
from jintan_rules.standard.rules import Rule
from tools.pages.examples import Example
from tools.pages.facts import facts_of
from tools.pages.writing import either


@frozen
class Blocks:
    """Writes the blocks of one profile's rules; ``report`` is one of a record that says nothing."""

    naming: Naming
    report: jr.Report
    examples: Mapping[tuple[str, str], Example]

    def say(self, zh: str, en: str) -> str:
        """Return the one of two texts that is in the language."""
        return either(self.naming.lang, zh, en)

    def block(self, rule: Rule) -> Iterator[str]:
        """Yield the lines of a rule: its titles and marks, then what there is to say of it."""
        other = rule.title_in("zh" if self.naming.lang == "en" else "en")
        yield from ("", f'<a id="{rule.id}"></a>', "", f"#### {self.naming.title(rule)}", "")
        yield from (f"{other}<br>", f"`{rule.id}` · " + " · ".join(self.marks(rule)), "")
        for heading, text in self.told(rule):
            if text:
                yield f"- **{heading}** {text}"

    def marks(self, rule: Rule) -> Iterator[str]:
        """Yield the strength, the subject, the period and what else is marked of a rule."""
        lang = self.naming.lang
        yield rule.strength.label(lang)
        yield rule.subject.label(lang)
        if rule.period is not None:
            yield rule.period.label(lang)
        if rule.integrity:
            yield self.say("只提请复核", "for review only")
        if rule.draft:
            yield self.say("草稿，默认不启用", "a draft, off by default")

    def told(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """Yield what there is to say of a rule, with its headings."""
        naming = self.naming
        parts = {
            part.heading: [line.text for line in part.lines]
            for part in explanation(self.report, self.report[rule.id], naming.lang)
        }
        subject = naming.sentence(
            naming.say("subject", subject=rule.subject.label(naming.lang)),
        )
        binds, asks = naming.say("h-binds"), naming.say("h-asks")
        yield binds, self.joined(line for line in parts[binds] if line != subject)
        # The title and the strength come first, and stand above.
        yield asks, self.joined(parts[asks][2:])
        yield naming.say("h-clause"), self.clauses(rule)
        yield self.say("所需事实", "Facts"), self.facts(rule)
        if rule.note is not None:
            yield self.say("说明", "Note"), naming.label(rule.note)
        failed = self.examples.get((rule.id, "fail"))
        yield naming.say("remedy"), self.remedy(rule, failed)
        for outcome in ("pass", "fail"):
            example = self.examples.get((rule.id, outcome))
            if example is not None:
                yield self.example(rule, example)

    def joined(self, sentences: Iterator[str] | list[str]) -> str:
        """Join sentences, with a blank between them in English."""
        return (" " if self.naming.lang == "en" else "").join(sentences)

    def clauses(self, rule: Rule) -> str:
        """Write out every edition's days and clauses."""
        naming, lines = self.naming, []
        for edition in rule.editions:
            clause = naming.joined(map(naming.clause, edition.citations))
            lines.append(naming.say("in-force", days=naming.in_force(edition), clause=clause))
        lines += [naming.say("added", clause=naming.clause(each)) for each in rule.added_citations]
        return "<br>".join(lines)

    def facts(self, rule: Rule) -> str:
        """Name the facts that a rule reads, those of a list together."""
        naming = self.naming
        words = []
        for list_name, names in facts_of(rule, naming.profile.vocabulary).items():
            if not list_name:
                words += [naming.path(name) for name in names]
                continue
            facts = [naming.attribute(list_name, name) for name in names]
            labels = naming.joined(naming.label(fact.label) for fact in facts if fact)
            words.append(naming.aside(naming.list_label(list_name), labels))
        return self.say("；", "; ").join(words)

    def remedy(self, rule: Rule, failed: Example | None) -> str:
        """Return a remedy as it came out of a case, or as it is written where there is none."""
        if failed is not None and failed.slot.remedy is not None:
            return self.naming.label(failed.slot.remedy)
        template = rule.remedy_en if self.naming.lang == "en" else rule.remedy
        return f"`{template.text}`" if template else ""

    def example(self, rule: Rule, example: Example) -> tuple[str, str]:
        """Return the heading of an example, and what it shows."""
        naming, case = self.naming, example.case
        verdict = naming.verdict(example.slot.outcome, example.slot.level)
        day = naming.say("item", name=naming.say("as-of"), text=naming.day(case.as_of))
        slot = naming.slot(rule, case.slot) if case.slot else ""
        comma = self.say("；", "; ")
        told = naming.aside(example.told(rule, naming), comma.join(filter(None, (day, slot))))
        name = self.say("", f"*{case.name}*. ")
        return self.say(f"示例：{verdict}", f"Example: {verdict}"), name + told
