"""Small standards made up whole: vocabulary, instruments and a profile whose rules load."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from attrs import define

from jintan_rules.language.types import BOOL, DATE
from jintan_rules.language.unparse import unparse, unparse_generator
from jintan_rules.loading.builtin import Shelf
from jintan_rules.loading.files import Folder
from jintan_rules.loading.profiles import load_from
from jintan_rules.loading.vocabulary import load_vocabulary
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Names, Vocabulary
from jintan_rules.testing.chance import Chance
from jintan_rules.testing.writing import Variables, Writing

_UNITS = ("person", "year", "day", "month", "yuan")
_STRENGTHS = ("mandatory", "general", "advisory")
_PERIODS = ("quarter", "month", "half_year", "year")
_DEPTH = 2
_ID = "made-up"

_BASE = """
[[fact]]
name = "tier"
label = "组织层级"
label_en = "tier"
type = "enum"
values = { branch = ["党支部", "branch"], committee = ["党委", "committee"] }

[[fact]]
name = "established_on"
label = "成立日期"
label_en = "established on"
type = "date"
"""
_INSTRUMENT = """
[[instrument]]
id = "made-up"
title = "示例文件"
title_en = "A made-up text"
from = 2018-10-28
verified = "text"
"""
_PROFILE = """
id = "made-up"
title = "示例标准"
title_en = "A made-up standard"
"""


@define
class Making:
    """One small standard while it is being written."""

    chance: Chance
    named: int = 0

    def profile(self) -> Profile:
        """Write a standard into a folder of its own and load it."""
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            self.write(top / "vocabulary" / "facts.toml", self.vocabulary())
            self.write(top / "instruments.toml", _INSTRUMENT)
            self.write(top / _ID / "profile.toml", _PROFILE)
            vocabulary = load_vocabulary([Folder(top / "vocabulary", "vocabulary")])
            self.write(top / _ID / "activities.toml", "\n".join(self.rules(vocabulary)))
            return load_from(Shelf(Folder(top, _ID), plugins=False), _ID)

    def write(self, path: Path, text: str) -> None:
        """Write one file."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    # -- vocabulary ---------------------------------------------------------------------

    def vocabulary(self) -> str:
        """Return the text of a vocabulary: units, some facts and some lists."""
        units = (
            f'[[unit]]\nname = "{each}"\nlabel = "单位"\nlabel_en = "{each}"\n' for each in _UNITS
        )
        facts = (self.fact("fact") for _ in range(1 + self.chance.number(4)))
        lists = (self.list_of() for _ in range(self.chance.number(2)))
        return "\n".join([*units, _BASE, *facts, *lists])

    def name(self, word: str) -> str:
        """Return a name that nothing has."""
        self.named += 1
        return f"{word}_{self.named}"

    def fact(self, table: str) -> str:
        """Return the table of one fact of any type."""
        name = self.name("fact")
        kind = self.chance.pick(("bool", "count", "date", "enum", "set", "integer", "money"))
        lines = [f"[[{table}]]", f'name = "{name}"', 'label = "事实"', f'label_en = "{name}"']
        lines.append(f'type = "{kind}"')
        if kind in ("count", "integer"):
            lines.append(f'unit = "{self.chance.pick(_UNITS[:4])}"')
        if kind == "money":
            lines.append('unit = "yuan"')
        if kind in ("enum", "set"):
            tokens = ("a", "b", "c")[: 2 + self.chance.number(1)]
            pairs = ", ".join(f'{token} = ["项", "{token}"]' for token in tokens)
            lines.append(f"values = {{ {pairs} }}")
        if kind == "date" and self.chance.one_in(2):
            lines.append("never = true")
        return "\n".join([*lines, ""])

    def list_of(self) -> str:
        """Return the tables of one list of any kind."""
        name = self.name("list")
        kind = self.chance.pick(("events", "register", "rows"))
        days = {"events": ("date",), "register": ("since", "until"), "rows": ()}[kind]
        lines = ["[[list]]", f'name = "{name}"', 'label = "列表"', f'label_en = "{name}"']
        lines += [f'kind = "{kind}"', *(f'{each} = "{each}_day"' for each in days)]
        tables = ["\n".join([*lines, ""])]
        for each in days:
            never = 'never = true\ndefault = "never"\n' if each == "until" else ""
            tables.append(
                f'[[list.attribute]]\nname = "{each}_day"\nlabel = "日期"\n'
                f'label_en = "{each}"\ntype = "date"\n{never}'
            )
        tables += [self.fact("list.attribute") for _ in range(1 + self.chance.number(2))]
        return "\n".join(tables)

    # -- rules --------------------------------------------------------------------------

    def rules(self, vocabulary: Vocabulary) -> Iterator[str]:
        """Yield the tables of some rules."""
        for number in range(1 + self.chance.number(2)):
            yield "\n".join(self.rule(number + 1, vocabulary))

    def rule(self, number: int, vocabulary: Vocabulary) -> Iterator[str]:
        """Yield the lines of one rule of any form."""
        chance = self.chance
        period = chance.pick(("", *_PERIODS))
        writing = Writing(Names(vocabulary), chance, period=bool(period))
        yield f'[[rule]]\nid = "made-up.{number}"\nitem = "例"\ntitle = "例"\ntitle_en = "Example"'
        yield f'strength = "{chance.pick(_STRENGTHS)}"'
        yield 'cite = [{ instrument = "made-up", verified = "text" }]\nfrom = 2018-10-28'
        if chance.one_in(2):
            yield "applies_when = " + json.dumps("tier == 'branch'")
        if period:
            yield f'period = "{period}"'
        loop = writing.loop(1, {}) if chance.one_in(3) else None
        variables: Variables = {}
        if loop is not None:
            generator, variables = loop
            yield "for_each = " + json.dumps(unparse_generator(generator))
        if not period and chance.one_in(3):
            yield "done = " + json.dumps(unparse(writing.of(DATE, 1, variables)))
            yield "due = " + json.dumps(unparse(writing.of(DATE, 1, variables)))
        else:
            yield "requires = " + json.dumps(unparse(writing.of(BOOL, _DEPTH, variables)))
