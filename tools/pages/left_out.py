"""What the sources hold and no rule judges: profiles/left_out.toml, and docs/coverage.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from jintan_rules.standard.vocabulary import Label
from tools.pages.standard import TOP, Standard
from tools.pages.writing import either, opening, table

FILE = TOP / "profiles" / "left_out.toml"

_WHY_KEYS = {"id", "title", "title_en", "says", "says_en"}
_KEYS = {"row", "name", "judged", "why", "title", "title_en", "reason", "reason_en"}


@frozen
class Why:
    """A kind of reason."""

    id: str
    title: Label
    says: Label


@frozen
class LeftOut:
    """A row of the sources, or a part of it, that no rule judges.

    ``row`` is its number in the sources where it has one, ``name`` its id there;
    ``judged`` the id of the rules that judge the rest of the row.
    """

    name: str
    why: str
    title: Label
    reason: Label
    row: str = ""
    judged: str = ""


def read(path: Path = FILE) -> tuple[dict[str, Why], tuple[LeftOut, ...]]:
    """Read the kinds of reasons and the rows.

    Raises:
        ValueError: If a table has a key that nobody would read.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    reasons = [
        Why(each["id"], Label(each["title"], each["title_en"]), _label(each, "says"))
        for each in _known(data["why"], _WHY_KEYS)
    ]
    rows = [
        LeftOut(
            name=each["name"],
            why=each["why"],
            title=_label(each, "title"),
            reason=_label(each, "reason"),
            row=each.get("row", ""),
            judged=each.get("judged", ""),
        )
        for each in _known(data["left_out"], _KEYS)
    ]
    return {each.id: each for each in reasons}, tuple(rows)


def _known(tables: list[dict[str, Any]], keys: set[str]) -> Iterator[Mapping[str, Any]]:
    for each in tables:
        if each.keys() - keys:
            raise ValueError(f"{FILE.name}: no such key: {', '.join(sorted(each.keys() - keys))}")
        yield each


def _label(row: Mapping[str, Any], key: str) -> Label:
    return Label(row[key], row[f"{key}_en"])


def problems(standard: Standard) -> Iterator[str]:
    """Yield each row that the rules contradict: left out whole and judged, or the reverse."""
    reasons, rows = read()
    for each in rows:
        if each.why not in reasons:
            yield f"{each.name}: there is no reason {each.why}"
        wanted = each.judged or each.name
        known = any(rule == wanted or rule.startswith(f"{wanted}.") for rule in standard.known_ids)
        if known and not each.judged:
            yield f"{each.name}: left out whole, and yet there is a rule of that id"
        if not known and each.judged:
            yield f"{each.name}: said to be judged by {each.judged}, and there is no such rule"
    for why in reasons.keys() - {each.why for each in rows}:
        yield f"reason {why}: no row has it"


def lines(standard: Standard, lang: str) -> Iterator[str]:
    """Yield the lines of docs/coverage.md."""
    reasons, rows = read()
    whole = sum(not each.judged for each in rows)
    title = either(lang, "没有编成规则的内容", "What is left out")
    yield from opening(title, "coverage", lang, "profiles/left_out.toml")
    yield either(
        lang,
        f"来源中凡能由机器判断的要求都已编成规则（见[条款目录](catalogue/README.zh.md)）。下面{len(rows)}项"
        f"没有编，其中{whole}行整行不编，其余只是所列的那一部分不编。",
        "Every requirement of the sources that a machine can judge is a rule (see the "
        f"[catalogue](catalogue/README.md)). These {len(rows)} are not: {whole} rows are left out "
        "whole, of the others only the part named.",
    )
    heads = either(lang, "行 没有编的内容 原因 已编的部分", "row left-out reason judged").split()
    heads[1] = heads[1].replace("-", " ")
    for why in reasons.values():
        same = [each for each in rows if each.why == why.id]
        yield from ("", f"## {why.title.text(lang).capitalize()} ({len(same)})", "")
        yield from (why.says.text(lang) + either(lang, "。", "."), "")
        yield from table(heads, (_row(each, lang) for each in same))
    yield from _drafts(standard, lang)


def _row(each: LeftOut, lang: str) -> tuple[str, ...]:
    name = f"{each.row} `{each.name}`" if each.row else f"`{each.name}`"
    if not each.judged:
        rest = either(lang, "无", "none")
    else:
        rest = either(lang, "其余", "the rest") if each.judged == each.name else f"`{each.judged}`"
    return name, each.title.text(lang), each.reason.text(lang), rest


def _drafts(standard: Standard, lang: str) -> Iterator[str]:
    drafts = [rule for rule in standard.rules.values() if rule.draft]
    yield from ("", either(lang, f"## 草稿 ({len(drafts)})", f"## Drafts ({len(drafts)})"), "")
    yield either(
        lang,
        "依据存疑的规则只作草稿，默认不启用；`load_profile(…, drafts=True)` 才会考核。",
        "Rules on uncertain ground are drafts, off unless `load_profile(…, drafts=True)` asks for "
        "them.",
    )
    yield ""
    heads = either(lang, "规则 内容 标准", "rule title profile").split()
    yield from table(
        heads, ((f"`{rule.id}`", rule.title_in(lang), rule.profile) for rule in drafts)
    )
