"""Copies of the built-in profiles with one thing broken, and small profiles built on them."""

from __future__ import annotations

import shutil
from pathlib import Path

import jintan_rules as jr

PROFILES = Path(__file__).resolve().parents[1] / "profiles"


def broken(folder: Path, profile: str, file: str, rule: str, old: str, new: str) -> jr.Profile:
    """Return a copy of a profile with one text of one rule, or parameter, changed."""
    copy = folder / profile
    shutil.copytree(PROFILES / profile, copy)
    path = copy / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    start = next(
        place
        for quoted in (f'id           = "{rule}"', f'id = "{rule}"', f'name = "{rule}"', rule)
        if (place := text.find(quoted)) >= 0
    )
    end = text.find("\n[[", start)
    part = text[start : end if end >= 0 else None]
    assert old in part, part
    path.write_text(text.replace(part, part.replace(old, new, 1)), encoding="utf-8")
    return jr.load_profile(copy)


INSTRUMENT = """
[[instrument]]
id = "own-2020"
title = "试"
title_en = "Invented"
year = 2018
"""


def local(folder: Path, rules: str, more: str = "", extends: str = "village") -> jr.Profile:
    """Return a profile of some rules of its own, built on another."""
    own = folder / "own"
    own.mkdir()
    (own / "profile.toml").write_text(
        f'id = "own"\ntitle = "试"\ntitle_en = "Invented"\nextends = ["{extends}"]\n{more}',
        encoding="utf-8",
    )
    (own / "instruments.toml").write_text(INSTRUMENT, encoding="utf-8")
    (own / "activities.toml").write_text(rules, encoding="utf-8")
    return jr.load_profile(own)


def rule(rule_id: str, **keys: str) -> str:
    """Return a rule as TOML: keys by their text; strength and days unless they are given."""
    given = {
        "item": '"试题"',
        "title": '"试"',
        "title_en": '"Invented"',
        "strength": '"mandatory"',
        "cite": '[{ instrument = "own-2020" }]',
        "from": "2018-10-28",
    }
    for key, value in keys.items():
        plain = key.rstrip("_")
        quoted = plain in ("cite", "from", "edition", "until", "integrity") or value.startswith('"')
        given[plain] = value if quoted else f'"{value}"'
    lines = [f'id = "{rule_id}"', *(f"{key} = {value}" for key, value in given.items())]
    return "[[rule]]\n" + "\n".join(lines) + "\n"
