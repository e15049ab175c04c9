"""docs/notice.md: the notice's sentences in our own words, with the rules and features of each."""

from __future__ import annotations

from collections.abc import Iterator

from jintan_rules.standard.rules import Rule
from tools.pages.notice import Notice, Part, Sentence
from tools.pages.standard import Standard
from tools.pages.writing import either, opening, page, table

_NUMERALS = "零一二三四"
#: How many rules of one item are named before they are only counted.
_MOST_NAMED = 3


def lines(standard: Standard, lang: str) -> Iterator[str]:
    """Yield the lines of the page."""
    notice = Notice.read()
    instrument = next(iter(standard.profiles.values())).instruments[notice.instrument]
    title = either(lang, f"{instrument.number}逐句落实情况", f"The notice {instrument.number}")
    yield from opening(title, "notice", lang, "profiles/notice.toml")
    parts = [part for _, part in notice.parts]
    aims = sum(part.aim for part in parts)
    yield either(
        lang,
        f"通知共{len(notice.sentences)}句（含小标题和附件名称），拆成{len(parts)}个要点："
        f"{len(parts) - aims}个由规则或者功能落实，{aims}个是目标、方法一类的表述，"
        "没有可核对的事实。要点用本项目自己的话概括，不是原文。"
        f"{len(standard.rules)}条规则都归入其中至少一句。",
        f"The notice has {len(notice.sentences)} sentences, headings and the names of its "
        f"attachments among them. They come to {len(parts)} points: {len(parts) - aims} are served "
        f"by rules or features, {aims} state an aim or a way of working, with no fact to look up. "
        "The points are in this project's own words, not the notice's. Each of the "
        f"{len(standard.rules)} rules belongs to at least one sentence.",
    )
    for key, label in notice.clauses.items():
        blank = "" if key.endswith(".0") and lang == "zh" else " "
        yield from ("", f"## {place(key, lang)}{blank}{label.text(lang)}", "")
        heads = either(lang, "句 要点 规则 功能", "sentence asks rules features").split()
        sentences = [each for each in notice.sentences if each.clause == key]
        yield from table(heads, _rows(sentences, standard, lang))
    yield from ("", either(lang, "## 功能", "## Features"), "")
    heads = either(lang, "功能 内容 出处", "feature what where").split()
    yield from table(
        heads,
        (
            (f"`{each.id}`", each.says.text(lang), f"[{each.where}](../{each.where})")
            for each in notice.features.values()
        ),
    )


def place(key: str, lang: str) -> str:
    """Name a clause or sentence as practitioners would: 三、1."""
    part, number, *_ = key.split(".")
    if part == "5":
        return either(lang, "附件", "Attachment") + f" {number}"
    if lang == "zh":
        return f"{_NUMERALS[int(part)]}、{number}" if number != "0" else f"{_NUMERALS[int(part)]}、"
    return f"{part}.{number}" if number != "0" else part


def _rows(sentences: list[Sentence], standard: Standard, lang: str) -> Iterator[tuple[str, ...]]:
    for sentence in sentences:
        for part in sentence.parts:
            aim = part.reason and either(lang, "目标表述：", "Aim: ") + part.reason.text(lang)
            served = [*_items(part, standard, lang), *_profiles(part, standard, lang)]
            yield (
                sentence.key.rpartition(".")[2],
                part.says.text(lang),
                "<br>".join([*served, *([aim] if aim else [])]),
                either(lang, "、", ", ").join(f"`{each}`" for each in part.features),
            )


def _items(part: Part, standard: Standard, lang: str) -> Iterator[str]:
    """Yield the rules that serve a part, by item: named where they are few, else counted."""
    by_item: dict[str, list[Rule]] = {}
    for rule in standard.rules.values():
        if part.takes(rule):
            by_item.setdefault(rule.item, []).append(rule)
    colon, comma = either(lang, "：", ": "), either(lang, "、", ", ")
    for item, rules in by_item.items():
        if len(rules) <= _MOST_NAMED:
            yield item + colon + comma.join(_link(rule, lang) for rule in rules)
            continue
        counts: dict[str, int] = {}
        for rule in rules:
            counts[rule.profile] = counts.get(rule.profile, 0) + 1
        links = (
            f"[{_title(name, standard, lang)}](catalogue/{page(name, lang)})"
            + either(lang, f"{count}条", f" {count}")
            for name, count in counts.items()
        )
        yield item + colon + comma.join(links)


def _link(rule: Rule, lang: str) -> str:
    return f"[{rule.title_in(lang)}](catalogue/{page(rule.profile, lang)}#{rule.id})"


def _profiles(part: Part, standard: Standard, lang: str) -> Iterator[str]:
    for name in part.profiles:
        yield f"[{_title(name, standard, lang)}](catalogue/{page(name, lang)})"


def _title(name: str, standard: Standard, lang: str) -> str:
    return standard.profiles[name].title.text(lang)
