"""docs/catalogue/README.md: how many rules each profile has, by area and by strength."""

from __future__ import annotations

from collections.abc import Iterator

from jintan_rules.standard.words import Area, Strength
from tools.pages.standard import Standard
from tools.pages.writing import either, opening, page, table


def index(standard: Standard, lang: str) -> Iterator[str]:
    """Yield the lines of the index."""
    title = either(lang, "条款目录", "Catalogue of the rules")
    yield from opening(title, "README", lang, "profiles/")
    yield either(
        lang,
        f"共{len(standard.rules)}条规则（含草稿），分在{len(standard.profiles)}套标准中。"
        "各领域、各约束力只数该标准自有的规则，“合计”连同沿用的。",
        f"{len(standard.rules)} rules, drafts included, in {len(standard.profiles)} profiles. "
        "Areas and strengths count a profile's own rules; the total adds those it takes over.",
    )
    first, own = either(lang, "标准 自有", "profile own").split()
    draft, total = either(lang, "其中草稿 合计", "drafts total").split()
    yield from ("", either(lang, "## 按领域", "## By area"), "")
    areas = [each.label(lang) for each in Area]
    yield from table([first, own, *areas, draft, total], _by_area(standard, lang))
    yield from ("", either(lang, "## 按约束力", "## By strength"), "")
    strengths = [each.label(lang) for each in Strength]
    yield from table([first, own, *strengths], _by_strength(standard, lang))
    yield from (
        "",
        either(
            lang,
            "没有编成规则的内容见[另页](../coverage.zh.md)，通知逐句的落实见[另页](../notice.zh.md)。",
            "What is left out has [a page of its own](../coverage.md), and so has "
            "[the notice](../notice.md), sentence by sentence.",
        ),
    )


def _by_area(standard: Standard, lang: str) -> Iterator[tuple[str, ...]]:
    for name, profile in standard.profiles.items():
        own = standard.own(name)
        areas = [sum(rule.area is area for rule in own) for area in Area]
        drafts = sum(rule.draft for rule in own)
        counts = (len(own), *areas, drafts, len(profile.rules))
        yield _name(standard, name, lang), *map(str, counts)
    rules = standard.rules.values()
    areas = [sum(rule.area is area for rule in rules) for area in Area]
    drafts = sum(rule.draft for rule in rules)
    yield either(lang, "全部", "all"), *map(str, (len(rules), *areas, drafts, len(rules)))


def _by_strength(standard: Standard, lang: str) -> Iterator[tuple[str, ...]]:
    for name in standard.profiles:
        own = standard.own(name)
        counts = [sum(rule.strength is each for rule in own) for each in Strength]
        yield _name(standard, name, lang), *map(str, (len(own), *counts))
    rules = standard.rules.values()
    counts = [sum(rule.strength is each for rule in rules) for each in Strength]
    yield either(lang, "全部", "all"), *map(str, (len(rules), *counts))


def _name(standard: Standard, name: str, lang: str) -> str:
    return f"[{standard.profiles[name].title.text(lang)}]({page(name, lang)})"
