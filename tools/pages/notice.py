"""The notice as data: its sentences in our own words, and what serves each of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Label
from jintan_rules.standard.words import Area
from tools.pages.standard import TOP, Standard

FILE = TOP / "profiles" / "notice.toml"

_AREAS = {area.value: area for area in Area}
_KEYS = {
    "file": {"instrument", "feature", "clause", "sentence"},
    "feature": {"id", "says", "says_en", "where"},
    "clause": {"key", "title", "title_en"},
    "sentence": {"key", "sha256", "part"},
    "part": {
        *("says", "says_en", "items", "rules", "profiles", "features"),
        *("aim", "reason", "reason_en"),
    },
}


@frozen
class Feature:
    """Something the library does, and the file that tells of it."""

    id: str
    says: Label
    where: str


@frozen
class Part:
    """One thing that a sentence asks, and what serves it: or why it is a statement of aim."""

    says: Label
    items: tuple[tuple[Area, str], ...] = ()
    rules: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    aim: bool = False
    reason: Label | None = None

    def takes(self, rule: Rule) -> bool:
        """Say whether a rule serves this part."""
        return (rule.area, rule.item) in self.items or any(fits(each, rule) for each in self.rules)


def fits(pattern: str, rule: Rule) -> bool:
    """Say whether a rule has the id, or one that begins as a pattern ending in ``*`` does."""
    if pattern.endswith("*"):
        return rule.id.startswith(pattern[:-1])
    return rule.id == pattern


@frozen
class Sentence:
    """One sentence: its key ``part.clause.sentence``, the digest of its text, what it asks."""

    key: str
    sha256: str
    parts: tuple[Part, ...]

    @property
    def clause(self) -> str:
        """The key of the clause that the sentence stands in."""
        return self.key.rpartition(".")[0]


@frozen
class Notice:
    """The whole notice."""

    instrument: str
    features: Mapping[str, Feature]
    clauses: Mapping[str, Label]
    sentences: tuple[Sentence, ...]

    @classmethod
    def read(cls, path: Path = FILE) -> Notice:
        """Read the data file.

        Raises:
            ValueError: If a table has a key that nobody would read.
        """
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _known("file", data)
        features = [_feature(each) for each in data["feature"]]
        for each in data["clause"]:
            _known("clause", each)
        return cls(
            data["instrument"],
            {each.id: each for each in features},
            {each["key"]: Label(each["title"], each["title_en"]) for each in data["clause"]},
            tuple(_sentence(each) for each in data["sentence"]),
        )

    @cached_property
    def parts(self) -> tuple[tuple[Sentence, Part], ...]:
        """Every part of every sentence."""
        return tuple((sentence, part) for sentence in self.sentences for part in sentence.parts)

    def clauses_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the sentences that a rule serves."""
        return tuple(
            dict.fromkeys(sentence.key for sentence, part in self.parts if part.takes(rule))
        )

    def problems(self, standard: Standard) -> Iterator[str]:
        """Yield what is wrong: sentences and parts without an entry, names that reach nothing."""
        rules = standard.rules.values()
        written = {sentence.clause for sentence in self.sentences}
        for key in self.clauses.keys() ^ written:
            yield f"{key}: a clause needs a title and a sentence"
        for sentence in self.sentences:
            if not sentence.parts:
                yield f"{sentence.key}: no entry says what serves it"
        for sentence, part in self.parts:
            for problem in self._of_part(part, rules, standard):
                yield f"{sentence.key} ({part.says.zh}): {problem}"
        for rule in rules:
            if not self.clauses_of(rule):
                yield f"{rule.id}: belongs to no clause; item {rule.area}/{rule.item}"
        for feature in self.features.values():
            if not (TOP / feature.where).exists():
                yield f"feature {feature.id}: there is no {feature.where}"
            if not any(feature.id in part.features for _, part in self.parts):
                yield f"feature {feature.id}: serves nothing"

    def _of_part(self, part: Part, rules: Iterable[Rule], standard: Standard) -> Iterator[str]:
        if not (part.items or part.rules or part.profiles or part.features or part.aim):
            yield "nothing serves it, and it is no statement of aim"
        if part.aim != (part.reason is not None):
            yield "a statement of aim has a reason, and nothing else has"
        for area, item in part.items:
            if not any((rule.area, rule.item) == (area, item) for rule in rules):
                yield f"no rule has the item {area}/{item}"
        for pattern in part.rules:
            if not any(fits(pattern, rule) for rule in rules):
                yield f"there is no rule {pattern}"
        for name in part.profiles:
            if name not in standard.profiles:
                yield f"there is no profile {name}"
        for name in part.features:
            if name not in self.features:
                yield f"there is no feature {name}"


def _known(kind: str, table: Mapping[str, Any]) -> None:
    unknown = table.keys() - _KEYS[kind]
    if unknown:
        raise ValueError(f"{FILE.name}: a {kind} has no {', '.join(sorted(unknown))}")


def _feature(table: Mapping[str, Any]) -> Feature:
    _known("feature", table)
    return Feature(table["id"], Label(table["says"], table["says_en"]), table["where"])


def _sentence(table: Mapping[str, Any]) -> Sentence:
    _known("sentence", table)
    return Sentence(table["key"], table["sha256"], tuple(map(_part, table.get("part", ()))))


def _part(table: Mapping[str, Any]) -> Part:
    _known("part", table)
    named = table.get("items", {}).items()
    items = [(_AREAS[area], item) for area, listed in named for item in listed]
    return Part(
        says=Label(table["says"], table["says_en"]),
        items=tuple(items),
        rules=tuple(table.get("rules", ())),
        profiles=tuple(table.get("profiles", ())),
        features=tuple(table.get("features", ())),
        aim=table.get("aim", False),
        reason=Label(table["reason"], table["reason_en"]) if "reason" in table else None,
    )
