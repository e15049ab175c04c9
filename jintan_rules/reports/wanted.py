"""The facts that would settle what is unknown, and the sheet of the workbook each belongs in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from jintan_rules.reports.phrases import PHRASES
from jintan_rules.reports.width import visible
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import FactList, Label

_ROW = re.compile(r"(?P<list>[A-Za-z_]\w*)\[.*\](\.(?P<attribute>[\w.]+))?")
_GAP = re.compile(r"(?P<list>\w+) \d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")


@frozen
class Wanted:
    """One kind of fact: the sheet it is filled in, and its name there."""

    sheet: Label
    fact: Label


def wanted(path: str, profile: Profile) -> Wanted:
    """Return what a missing path asks for, whichever row of its list it stands in."""
    vocabulary = profile.vocabulary
    if path.startswith("param."):
        parameter = profile.parameters.get(path.removeprefix("param."))
        named = parameter.label if parameter else _as_it_is(path)
        return Wanted(_phrase("wanted-parameters"), named)
    if path.startswith("workdays "):
        return Wanted(_phrase("wanted-workdays"), _as_it_is(path.removeprefix("workdays ")))
    gap, row = _GAP.fullmatch(path), _ROW.fullmatch(path)
    if gap and gap["list"] in vocabulary.lists:
        return Wanted(vocabulary.lists[gap["list"]].label, _phrase("wanted-gap"))
    if path in vocabulary.lists:
        return Wanted(vocabulary.lists[path].label, _phrase("wanted-list"))
    if row and row["list"] in vocabulary.lists:
        shape = vocabulary.lists[row["list"]]
        return Wanted(*_attribute(shape, row["attribute"] or "", profile))
    fact = vocabulary.fact(path)
    return Wanted(_phrase("wanted-scalars"), fact.label if fact else _as_it_is(path))


def may_be_wanted(rule: Rule, profile: Profile) -> Iterator[Wanted]:
    """Yield every fact that a rule reads, where nobody tells which of them is missing."""
    needs = Needs(profile.vocabulary, defaults=False, remedies=False)
    needs.rule(rule)
    for name in rule.parameters:
        if name not in profile.settings:
            yield wanted(f"param.{name}", profile)
    for list_name, name in needs.found:
        if not list_name:
            if profile.vocabulary.facts[name].derived is None:
                yield wanted(name, profile)
        elif name:
            shape = profile.vocabulary.lists[list_name]
            yield Wanted(*_attribute(shape, name, profile))


def _attribute(shape: FactList, path: str, profile: Profile) -> tuple[Label, Label]:
    """Return the sheet and name of a row's attribute, where it lies across references."""
    head, _, rest = path.partition(".")
    fact = profile.vocabulary.fact(head, shape.name) if head else None
    if fact is None:
        return shape.label, _as_it_is(path) if path else _phrase("wanted-list")
    target = profile.vocabulary.lists.get(fact.list_name)
    if rest and target is not None:
        return _attribute(target, rest, profile)
    return shape.label, fact.label


def _phrase(key: str) -> Label:
    return Label(*PHRASES[key])


def _as_it_is(text: str) -> Label:
    return Label(visible(text), visible(text))


def distinct(paths: Iterable[str], profile: Profile) -> list[Wanted]:
    """Return what paths ask for, each once, in their order."""
    return list(dict.fromkeys(wanted(path, profile) for path in paths))
