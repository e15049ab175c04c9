"""Mutants: rules with one small change, read by the loader like any rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from jintan_rules.errors import Place, Problem, ProfileError
from jintan_rules.language.nodes import Generator
from jintan_rules.language.parse import parse, parse_for_each
from jintan_rules.language.unparse import unparse, unparse_generator
from jintan_rules.loading import files
from jintan_rules.loading.builtin import PROFILE, Shelf, builtin_folder
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.profiles import load_profile
from jintan_rules.loading.rules import Surroundings, read_rule
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Names
from jintan_rules.standard.words import Area, Period, Strength
from jintan_rules.testing.variants import Variant, Varying

_TRUTHS = ("applies_when", "requires")
_DAYS = ("on", "since", "until", "done", "due")
_LOWERED = {Strength.MANDATORY: Strength.GENERAL, Strength.GENERAL: Strength.ADVISORY}
_PERIODS = list(Period)


@frozen
class Mutant:
    """A rule with one small change.

    ``rule`` is what the loader made of it, None where it refused; ``kind`` says what
    was changed, ``before`` and ``after`` how it was written, ``place`` where it stands.
    """

    original: Rule = field(repr=False)
    rule: Rule | None = field(repr=False)
    kind: str
    before: str
    after: str
    place: Place
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        change = f"{self.before} -> {self.after or 'nothing'}"
        at = f"{self.place.source}:{self.place.line}"
        return f"{at}: {self.original.id}: {self.kind}: {change}"


@frozen
class Change:
    """A changed table of a rule, and what was changed in it."""

    table: Mapping[str, Any]
    kind: str
    before: str
    after: str
    path: KeyPath
    start: int = 0


@frozen
class Source:
    """The files of one profile, whose own rules are changed."""

    folder: Folder
    profile: Profile

    @classmethod
    def of(cls, name: str | Path) -> Source:
        """Find and load a profile, by its id or by its folder.

        Raises:
            ProfileError: With every problem of every file.
        """
        profile = load_profile(name, drafts=True)
        problems: list[Problem] = []
        own = Path(name)
        if (own / PROFILE).is_file():
            return cls(Folder(own, str(name)), profile)
        folder = Shelf(builtin_folder()).find(str(name), problems)
        if folder is None:
            raise ProfileError(problems)
        return cls(folder, profile)

    def mutants(self, rules: frozenset[str] | None = None) -> Iterator[Mutant]:
        """Yield the mutants of the rules named, of all that the profile brings where none is."""
        types = {name: each.value_type for name, each in self.profile.parameters.items()}
        names = Names(self.profile.vocabulary, types)
        around = Surroundings(self.profile.id, names, self.profile.instruments)
        varying = Varying(self.profile.vocabulary)
        for area in Area:
            file = self.folder.file(f"{area}.toml")
            document = files.read(file, []) if file.path.is_file() else None
            for path, table in document.tables("rule", []) if document else ():
                assert document is not None
                if table["id"] not in self.profile or (rules and table["id"] not in rules):
                    continue
                original = self.profile.rule(table["id"])
                for change in _once(changes(table, varying)):
                    yield self.mutant(original, document, path, change, area, around)

    def mutant(
        self,
        original: Rule,
        document: Document,
        path: KeyPath,
        change: Change,
        area: Area,
        around: Surroundings,
    ) -> Mutant:
        """Let the loader read a changed table."""
        problems: list[Problem] = []
        rule = read_rule(document, path, change.table, area, around, problems)
        if problems:
            rule = None
        at = document.at_value((*path, *change.path))
        line = at.line + _lines_before(change, document, (*path, *change.path))
        place = evolve(at, line=line)
        return Mutant(
            original, rule, change.kind, change.before, change.after, place, tuple(problems)
        )


def changes(table: Mapping[str, Any], varying: Varying) -> Iterator[Change]:
    """Yield every small change of a rule's table."""
    yield from _expressions(table, (), (*_TRUTHS, *_DAYS), varying)
    for number in range(len(table.get("edition", ()))):
        yield from _expressions(table, ("edition", number), ("requires", "done", "due"), varying)
    yield from _loops(table, varying)
    yield from _words(table)
    yield from _borders(table)


def _once(found: Iterator[Change]) -> Iterator[Change]:
    """Yield each change but those that come to a text that was there before."""
    seen: list[Mapping[str, Any]] = []
    for each in found:
        if each.table not in seen:
            seen.append(each.table)
            yield each


def _expressions(
    table: Mapping[str, Any], inside: KeyPath, keys: tuple[str, ...], varying: Varying
) -> Iterator[Change]:
    part: Any = _at(table, inside)
    for key in keys:
        text = part.get(key)
        node = parse(text, Place()) if text else None
        if node is None or isinstance(node, Problem):
            continue
        for variant in varying.variants(node, truth=key in _TRUTHS):
            new = unparse(variant.node)
            if new != unparse(node):
                yield _of(variant, _with(table, (*inside, key), new), (*inside, key))


def _loops(table: Mapping[str, Any], varying: Varying) -> Iterator[Change]:
    generator = parse_for_each(table["for_each"], Place()) if table.get("for_each") else None
    if isinstance(generator, Generator):
        for changed, variant in varying.generators(generator):
            new = _with(table, ("for_each",), unparse_generator(changed))
            yield _of(variant, new, ("for_each",))


def _words(table: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the changes of what is no expression: strength, period, whom it binds and when."""
    strength = Strength(table["strength"])  # type: ignore[call-arg]
    # A sign that records may not be true is held up for review, whatever its strength.
    if strength in _LOWERED and not table.get("integrity"):
        lowered = str(_LOWERED[strength])
        yield _word(table, "strength", lowered, "strength lowered")
    if "period" in table:
        at = _PERIODS.index(Period(table["period"]))  # type: ignore[call-arg]
        for other in (*_PERIODS[at + 1 : at + 2], *_PERIODS[max(at - 1, 0) : at]):
            yield _word(table, "period", str(other), "period changed")
    if "first_period" in table:
        other_first = "whole" if table["first_period"] == "partial" else "partial"
        yield _word(table, "first_period", other_first, "first period changed")
    for key in ("applies_when", "since", "until"):
        if key in table and (key == "applies_when" or "period" in table):
            yield _word(table, key, "", "condition dropped")


def _word(table: Mapping[str, Any], key: str, value: str, kind: str) -> Change:
    return Change(_with(table, (key,), value), kind, str(table[key]), value, (key,))


def _borders(table: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the editions with a border moved by a day, on both sides of it."""
    editions = table.get("edition") or [table]
    starts = sorted(range(len(editions)), key=lambda number: editions[number]["from"])
    for days in (dt.timedelta(days=1), dt.timedelta(days=-1)):
        for position, number in enumerate(starts):
            path: KeyPath = ("edition", number) if "edition" in table else ()
            day = editions[number]["from"]
            moved = _with(table, (*path, "from"), day + days)
            if position:
                before = starts[position - 1]
                end = editions[before]["until"] + days
                moved = _with(moved, ("edition", before, "until"), end)
            yield Change(moved, "date moved by a day", str(day), str(day + days), (*path, "from"))
        last = editions[starts[-1]]
        if "edition" in table and "until" in last:
            at: KeyPath = ("edition", starts[-1], "until")
            new = last["until"] + days
            yield Change(
                _with(table, at, new), "date moved by a day", str(last["until"]), str(new), at
            )


def _of(variant: Variant, table: Mapping[str, Any], path: KeyPath) -> Change:
    return Change(table, variant.kind, variant.before, variant.after, path, variant.start)


def _at(value: Any, path: KeyPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(value: Any, path: KeyPath, new: object) -> Any:
    """Return a copy of nested tables with one value in another's place."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_with(each, rest, new) if at == step else each for at, each in enumerate(value)]
    return {**value, step: _with(value.get(step), rest, new)}


def _lines_before(change: Change, document: Document, path: KeyPath) -> int:
    """Return how many lines into its text the change begins."""
    value = _at(document.data, path) if document.has(path) else ""
    return value[: change.start].count("\n") if isinstance(value, str) else 0
