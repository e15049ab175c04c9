"""docs/catalogue/: the rules of each profile, by area and item, and an index with counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

import attrs
from attrs import frozen

import jintan_rules as jr
from jintan_rules.reports.explanation import explanation
from jintan_rules.reports.naming import Naming
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Area, Strength, Subject
from tools.pages.examples import Example
from tools.pages.facts import Facts
from tools.pages.standard import Standard
from tools.pages.writing import either, opening, page, table

#: Explanations are made on this day; the parts that the catalogue shows do not depend on it.
_DAY = dt.date(2026, 12, 31)


@frozen
class Catalogue:
    """The pages of one language."""

    standard: Standard
    examples: Mapping[tuple[str, str], Example]
    lang: str

    def say(self, zh: str, en: str) -> str:
        """Return the one of two texts that is in the language."""
        return either(self.lang, zh, en)

    # -- one profile -------------------------------------------------------------------

    def profile(self, name: str) -> Iterator[str]:
        """Yield the lines of a profile's page."""
        profile, own = self.standard.profiles[name], self.standard.own(name)
        naming = Naming(profile, self.lang)
        title = naming.aside(profile.title.text(self.lang), name)
        yield from opening(title, name, self.lang, f"profiles/{name}/ and tests/conformance/")
        yield from self.head(name, profile, own)
        yield from self.parameters(name, profile, naming)
        bare = attrs.evolve(profile, rules=own)
        report = jr.evaluate(jr.Record.from_dict({"id": "catalogue"}), bare, as_of=_DAY)
        for area in Area:
            rules = [rule for rule in own if rule.area is area]
            if rules:
                yield from ("", f"## {naming.aside(area.label(self.lang), str(len(rules)))}")
            for item in dict.fromkeys(rule.item for rule in rules):
                yield from ("", f"### {item}")
                for rule in rules:
                    if rule.item == item:
                        yield from self.rule(rule, naming, report)

    def head(self, name: str, profile: jr.Profile, own: tuple[Rule, ...]) -> Iterator[str]:
        """Yield what a profile rests on, and what it makes of inherited rules."""
        inherited = [rule for rule in profile.rules if rule.profile != name]
        yield self.say(
            f"自有规则{len(own)}条，连同沿用的共{len(profile.rules)}条。",
            f"{len(own)} rules of its own, {len(profile.rules)} with those it takes over.",
        )
        if not inherited:
            return
        parents = dict.fromkeys(rule.profile for rule in inherited)
        links = [
            f"[{self.standard.profiles[each].title.text(self.lang)}]({page(each, self.lang)})"
            for each in parents
        ]
        yield self.say(f"沿用：{'、'.join(links)}。", f"It takes over: {', '.join(links)}.")
        touched = [
            (rule, [each.what for each in rule.changes if each.profile == name])
            for rule in inherited
        ]
        rows = [(self.link(rule), ", ".join(f"`{e}`" for e in what)) for rule, what in touched if what]
        gone = [each for each in profile.deselected if each.profile == name]
        rows += [
            (f"`{each.rule}`", f"`{each.replaced_by}`: {each.reason}" if each.replaced_by else each.reason)
            for each in gone
        ]
        if rows:
            heads = self.say("沿用的规则 改动", "inherited change").split()
            yield ""
            yield from table(heads, rows)

    def link(self, rule: Rule) -> str:
        """Return a link to the block of a rule."""
        return f"[{rule.title_in(self.lang)}]({page(rule.profile, self.lang)}#{rule.id})"

    def parameters(self, name: str, profile: jr.Profile, naming: Naming) -> Iterator[str]:
        """Yield the parameters that a profile declares."""
        own = [each for each in profile.parameters.values() if each.profile == name]
        if not own:
            return
        yield from ("", self.say("## 地方参数", "## Local parameters"), "")
        yield self.say(
            "没有默认值；未设定的，用到它的规则为“待核实”。",
            "None has a default: a rule that needs one that is not set is unknown.",
        )
        yield ""
        heads = self.say("参数 含义 单位 从严方向", "parameter meaning unit stricter").split()
        rows = (
            (
                f"`{each.name}`",
                naming.label(each.label),
                profile.vocabulary.unit_label(each.unit, self.lang),
                each.stricter.label(self.lang),
            )
            for each in own
        )
        yield from table(heads, rows)

    # -- one rule ----------------------------------------------------------------------

    def rule(self, rule: Rule, naming: Naming, report: jr.Report) -> Iterator[str]:
        """Yield the block of a rule."""
        other = rule.title_in("zh" if self.lang == "en" else "en")
        yield from ("", f'<a id="{rule.id}"></a>', "", f"#### {naming.title(rule)}", "")
        yield f"{other}<br>"
        yield f"`{rule.id}` · " + " · ".join(self.marks(rule))
        yield ""
        for heading, lines in self.explained(rule, naming, report):
            text = " ".join(lines) if self.lang == "en" else "".join(lines)
            yield f"- **{heading}** {text}"
        yield f"- **{self.say('事实', 'Facts')}** {self.facts(rule, naming)}"
        yield from self.told(rule, naming)

    def marks(self, rule: Rule) -> Iterator[str]:
        """Yield the strength, the subject, the period and what else is marked of a rule."""
        yield rule.strength.label(self.lang)
        yield rule.subject.label(self.lang)
        if rule.period is not None:
            yield rule.period.label(self.lang)
        if rule.integrity:
            yield self.say("提请复核", "for review")
        if rule.draft:
            yield self.say("草稿，默认不启用", "a draft, off by default")

    def explained(
        self, rule: Rule, naming: Naming, report: jr.Report
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield whom a rule binds, what it asks, its clauses and its note."""
        told = {
            part.heading: [line.text for line in part.lines]
            for part in explanation(report, report[rule.id], self.lang)
        }
        binds, asks = told[naming.say("h-binds")], told[naming.say("h-asks")]
        yield naming.say("h-binds"), [line for line in binds if rule.subject is not Subject.ORGANIZATION or line != self._subject(rule, naming)]
        # The title and the strength, which come first, stand above the block.
        yield naming.say("h-asks"), asks[2:]
        clauses = naming.say("comma").join
        if len(rule.editions) == 1:
            yield naming.say("h-clause"), [naming.say("in-force", days=naming.in_force(rule.editions[0]), clause=clauses(map(naming.clause, rule.citations)))]
        else:
            yield naming.say("h-clause"), told[naming.say("h-clause")]
        if rule.note is not None:
            yield self.say("说明", "Note"), [naming.label(rule.note)]
