"""What a profile or a locality makes of rules it has from elsewhere: never new logic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from jintan_rules.errors import Place, Problem, ProfileError
from jintan_rules.loading import files
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.instruments import add_instruments, citation_of
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import (
    RawCite,
    RawDeselect,
    RawReplace,
    RawSelect,
    RawSet,
    RawTailoring,
)
from jintan_rules.loading.resolving import Making
from jintan_rules.loading.tables import structure
from jintan_rules.standard.instruments import Citation, Instrument
from jintan_rules.standard.profiles import Profile

T = TypeVar("T")

#: The keys of a profile or tailoring file that change rules.
STEPS = frozenset({"cite", "deselect", "select", "set", "by_reference"})
_APART = STEPS | {"instrument"}


def tailor(
    profile: Profile,
    *,
    parameters: Mapping[str, object] | None = None,
    deselect: Mapping[str, str] | None = None,
    select: Iterable[str] | None = None,
    citations: Mapping[str, Citation | Iterable[Citation]] | None = None,
    by_reference: bool | Iterable[str] = False,
    source: str = "",
) -> Profile:
    """Return a profile as a locality has it.

    Args:
        profile: The profile to start from; it stays as it is.
        parameters: The value of each parameter that is set.
        deselect: The reason for each rule that is left out.
        select: The only rules that are kept, if given.
        citations: What to cite beside the text of some rules.
        by_reference: Whether all rules are applied by reference, or which ones.
        source: Where this was laid down; shown beside what it changed.

    Raises:
        ProfileError: With every name that is not known and value that does not fit.
    """
    problems: list[Problem] = []
    name = source or "tailoring"
    making = _started(profile, name, problems)

    def at(*path: str) -> Place:
        return Place(name, path=".".join(path))

    for rule_id, found in (citations or {}).items():
        for citation in (found,) if isinstance(found, Citation) else found:
            place = at("citations", rule_id)
            making.cite(rule_id, citation, "", {"rule": place, "as": place})
    for key, value in (parameters or {}).items():
        place = at("parameters", key)
        making.set(key, value, source, {"name": place, "value": place})
    for rule_id, reason in (deselect or {}).items():
        making.deselect(rule_id, reason, at("deselect", rule_id))
    if select is not None:
        making.select([(each, at("select", each)) for each in select], list(making.rules))
    if by_reference is True:
        making.refer_to_all()
    elif by_reference:
        for rule_id in by_reference:
            making.refer(rule_id, at("by_reference", rule_id))
    return _finished(making, profile)


def tailor_by_file(profile: Profile, path: Path | str) -> Profile:
    """Return a profile as a tailoring file has it.

    Raises:
        ProfileError: With every problem of the file.
    """
    problems: list[Problem] = []
    document = files.read(Folder(Path(path), str(path)), problems)
    if not document:
        raise ProfileError(problems)
    raw = structure(document, (), document.data, RawTailoring, problems, apart=_APART)
    if raw and raw.profile not in ("", profile.id):
        problems.append(
            Problem(
                "JR308",
                document.at_value(("profile",)),
                "the tailoring is for another profile",
                expected=profile.id,
                found=repr(raw.profile),
                mend=f"load the profile {raw.profile}, or use another file",
            )
        )
    instruments = dict(profile.instruments)
    add_instruments(document, instruments, problems)
    making = _started(profile, document.shown, problems)
    take_steps(making, document, instruments, raw.source if raw else "")
    return _finished(making, profile)


def _started(profile: Profile, by: str, problems: list[Problem]) -> Making:
    making = Making(by, problems)
    making.inherit(profile)
    return making


def _finished(making: Making, profile: Profile) -> Profile:
    if making.problems:
        raise ProfileError(making.problems)
    return making.finish(profile)


def take_steps(
    making: Making,
    document: Document,
    instruments: Mapping[str, Instrument],
    source: str = "",
    inherited: Iterable[str] | None = None,
) -> None:
    """Take the steps that a profile or tailoring file asks for.

    ``inherited`` are the rules that a selection chooses from; all of them where
    it is left out.
    """
    tables = _Tables(document, making.problems)
    for path, cite in tables.each("cite", RawCite):
        citation = citation_of(cite, document, path, instruments, making.problems, draft=True)
        if citation:
            making.cite(cite.rule, citation, cite.as_, tables.at(path, "rule", "as"))
    for path, deselecting in tables.each("deselect", RawDeselect):
        making.deselect(deselecting.rule, deselecting.reason, tables.at(path, "rule")["rule"])
    selected = [
        (each.rule, tables.at(path, "rule")["rule"])
        for path, each in tables.each("select", RawSelect)
    ]
    if "select" in document.data:
        making.select(selected, list(making.rules) if inherited is None else inherited)
    for path, setting in tables.each("set", RawSet):
        making.set(
            setting.name, setting.value, setting.source or source, tables.at(path, "name", "value")
        )
    if document.data.get("by_reference") is True:
        making.refer_to_all()
    elif document.data.get("by_reference") is not False:
        for path, each in tables.each("by_reference", RawSelect):
            making.refer(each.rule, tables.at(path, "rule")["rule"])


def take_replacements(making: Making, document: Document) -> None:
    """Let rules of a profile stand for rules it has from others; a tailoring cannot."""
    tables = _Tables(document, making.problems)
    for path, replacing in tables.each("replace", RawReplace):
        making.replace(
            replacing.rule, replacing.by, replacing.reason, tables.at(path, "rule", "by")
        )


class _Tables:
    """The tables of one document that ask for steps."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems

    def each(self, key: str, shape: type[T]) -> Iterator[tuple[KeyPath, T]]:
        for path, table in self.document.tables(key, self.problems):
            raw = structure(self.document, path, table, shape, self.problems)
            if raw:
                yield path, raw

    def at(self, path: KeyPath, *keys: str) -> dict[str, Place]:
        return {key: self.document.at_value((*path, key)) for key in keys}
