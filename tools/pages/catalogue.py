"""docs/catalogue/: the rules of each profile, by area and item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs
from attrs import frozen

import jintan_rules as jr
from jintan_rules.reports.naming import Naming
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Area
from tools.pages.examples import Example
from tools.pages.rule_block import Blocks
from tools.pages.standard import Standard
from tools.pages.writing import either, opening, page, table

#: What is shown of a rule does not depend on the day, but a report needs one.
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

    def profile(self, name: str) -> Iterator[str]:
        """Yield the lines of a profile's page."""
        profile, own = self.standard.profiles[name], self.standard.own(name)
        naming = Naming(profile, self.lang)
        title = naming.aside(naming.label(profile.title), name)
        yield from opening(title, name, self.lang, f"profiles/{name}/ and tests/conformance/")
        yield from self.head(name, profile, own)
        yield from self.inherited(name, profile, naming)
        yield from self.parameters(name, profile, naming)
        bare = attrs.evolve(profile, rules=own)
        report = jr.evaluate(jr.Record.from_dict({"id": "-"}), bare, as_of=_DAY)
        blocks = Blocks(naming, report, self.examples)
        for area in Area:
            rules = [rule for rule in own if rule.area is area]
            if rules:
                yield from ("", f"## {naming.aside(area.label(self.lang), str(len(rules)))}")
            for item in dict.fromkeys(rule.item for rule in rules):
                yield from ("", f"### {item}")
                for rule in rules:
                    if rule.item == item:
                        yield from blocks.block(rule)

    def head(self, name: str, profile: jr.Profile, own: tuple[Rule, ...]) -> Iterator[str]:
        """Yield how many rules there are, and which profiles the others come from."""
        yield self.say(
            f"自有规则{len(own)}条，连同沿用的共{len(profile.rules)}条（含草稿）。",
            f"{len(own)} rules of its own, {len(profile.rules)} with those it takes over, drafts "
            "included.",
        )
        parents = [each for each in profile.lineage if each != name]
        links = [
            f"[{self.standard.profiles[each].title.text(self.lang)}]({page(each, self.lang)})"
            for each in parents
        ]
        if links:
            yield self.say(f"沿用{'、'.join(links)}。", f"It takes over: {', '.join(links)}.")
        yield self.say(
            "示例取自一致性测试，只写本条所需的事实，未写的为不明。",
            "The examples are conformance cases; they tell only the facts that the rule reads, and "
            "what they leave out is not known.",
        )

    def inherited(self, name: str, profile: jr.Profile, naming: Naming) -> Iterator[str]:
        """Yield what a profile makes of rules that it takes over."""
        rows = []
        for rule in profile.rules:
            changes = [each for each in rule.changes if each.profile == name]
            if rule.profile == name or not changes:
                continue
            before = self.standard.rules[rule.id]
            cited = [
                naming.clause(e) for e in rule.added_citations if e not in before.added_citations
            ]
            made = [naming.say("added", clause=each) for each in cited]
            made += [each.what for each in changes if not each.what.startswith("cite")]
            rows.append((self.link(rule), "<br>".join(made)))
        for gone in profile.deselected:
            if gone.profile == name:
                by = f"→ `{gone.replaced_by}`<br>" if gone.replaced_by else ""
                rows.append((f"`{gone.rule}`", by + gone.reason))
        if rows:
            yield from (
                "",
                self.say("## 对沿用规则的处理", "## What it makes of rules taken over"),
                "",
            )
            yield from table(self.say("沿用的规则 处理", "rule change").split(), rows)

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
