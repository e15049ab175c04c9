"""Profile folders to resolved profiles: parents first, then their own rules and changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import reduce
from pathlib import Path

from attrs import evolve, field, frozen

from jintan_rules.errors import Place, Problem, ProfileError, suggestion
from jintan_rules.loading import files
from jintan_rules.loading.builtin import (
    PROFILE,
    Shelf,
    builtin_folder,
    builtin_instruments,
    builtin_vocabulary,
)
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.instruments import read_instruments
from jintan_rules.loading.parameters import parameter_of
from jintan_rules.loading.raw import RawParameter, RawProfile
from jintan_rules.loading.resolving import Making, known_instruments
from jintan_rules.loading.rules import Surroundings, read_rules
from jintan_rules.loading.tables import structure
from jintan_rules.loading.tailoring import STEPS, tailor_by_file, take_replacements, take_steps
from jintan_rules.loading.vocabulary import read_vocabulary
from jintan_rules.standard.instruments import Instrument
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Label, Names, Vocabulary, merge
from jintan_rules.standard.words import Area, Category

_APART = STEPS | {"parameter", "replace"}
_FILES = frozenset({PROFILE, "instruments.toml", *(f"{area}.toml" for area in Area)})
_DEEPEST = 16


def load_profile(
    name: str | os.PathLike[str],
    *,
    tailoring: str | os.PathLike[str] | None = None,
    drafts: bool = False,
) -> Profile:
    """Load a profile, resolved: complete in itself and checked.

    Args:
        name: The id of a profile of the library or of an installed package, or
            the path of a profile folder.
        tailoring: The path of a tailoring file.
        drafts: Whether rules that are drafts are judged too.

    Raises:
        ProfileError: With every problem of every file.
    """
    found = load_from(Shelf(builtin_folder()), name, drafts=drafts)
    return tailor_by_file(found, Path(tailoring)) if tailoring is not None else found


def load_from(shelf: Shelf, name: str | os.PathLike[str], *, drafts: bool = False) -> Profile:
    """Load a profile of a shelf, or of a folder that rests on the shelf's profiles.

    Raises:
        ProfileError: With every problem of every file.
    """
    problems: list[Problem] = []
    folder, wanted_id = None, ""
    if isinstance(name, str) and not _looks_like_path(name):
        folder, wanted_id = shelf.find(name, problems), name
    if not folder and not problems and _is_folder(name):
        folder, wanted_id = Folder(Path(name), str(name)), ""
    if not folder:
        raise ProfileError(problems or [_no_profile(str(name), Place("load_profile"), shelf)])
    resolution = _Resolver(shelf, drafts).resolve(folder, wanted_id)
    problems += resolution.problems
    if problems:
        # Two ways may lead to the same parent, and its problems are told once.
        raise ProfileError(dict.fromkeys(problems))
    return resolution.profile


def profile_ids() -> tuple[str, ...]:
    """Return the id of every profile of the library and of the packages installed."""
    return Shelf(builtin_folder()).ids()


def _looks_like_path(name: str) -> bool:
    return any(sign in name for sign in ("/", os.sep, "\0")) or name.startswith(".")


def _is_folder(name: str | os.PathLike[str]) -> bool:
    try:
        return bool(os.fspath(name)) and Path(name).is_dir()
    except ValueError:
        # A name with a null character in it is no path.
        return False


def _no_profile(name: str, place: Place, shelf: Shelf) -> Problem:
    known = shelf.ids()
    return Problem(
        "JR302",
        place,
        f"there is no profile {name!r}",
        expected=", ".join(known),
        found=repr(name),
        mend=suggestion(name, known) or "use one of these, or a folder",
    )


@frozen
class Resolution:
    """A profile as far as it could be resolved, and every problem on the way."""

    profile: Profile
    problems: tuple[Problem, ...]


#: Resolved profiles of the library itself, which never change while it is installed.
_RESOLVED: dict[tuple[Path, bool], Resolution] = {}


@frozen
class _Resolver:
    """Resolves the profiles of one load."""

    shelf: Shelf
    drafts: bool
    trail: tuple[str, ...] = ()
    #: Many ways may lead to one parent: what it comes to is found out once.
    known: dict[Path, Resolution] = field(factory=dict)

    def resolve(self, folder: Folder, wanted_id: str) -> Resolution:
        """Resolve the profile of a folder, from memory where it is the library's own."""
        key = (folder.path, self.drafts)
        own = folder.path.parent == builtin_folder().path
        if own and key in _RESOLVED:
            return _RESOLVED[key]
        if folder.path in self.known:
            return self.known[folder.path]
        problems: list[Problem] = []
        profile = self.resolved(folder, wanted_id, problems)
        resolution = Resolution(profile, tuple(dict.fromkeys(problems)))
        self.known[folder.path] = resolution
        if own and not problems:
            _RESOLVED[key] = resolution
        return resolution

    def resolved(self, folder: Folder, wanted_id: str, problems: list[Problem]) -> Profile:
        document = files.read(folder.file(PROFILE), problems)
        raw = document and structure(
            document, (), document.data, RawProfile, problems, apart=_APART
        )
        if not document or not raw:
            return self.nothing(wanted_id)
        problems += _stray_files(folder)
        if wanted_id and raw.id != wanted_id:
            problems.append(
                Problem(
                    "JR308",
                    document.at_value(("id",)),
                    "the profile has another id",
                    expected=repr(wanted_id),
                    found=repr(raw.id),
                    mend="give the profile, its folder and its entry point one name",
                )
            )
        parents = list(self.parents(raw, document, problems))
        vocabulary = self.vocabulary(folder, parents, problems)
        instruments = self.instruments(folder, parents, problems)
        profile = _base(raw, document, vocabulary, instruments, parents, problems)
        return self.made(profile, folder, document, parents, problems)

    def made(
        self,
        profile: Profile,
        folder: Folder,
        document: Document,
        parents: list[Profile],
        problems: list[Problem],
    ) -> Profile:
        """Return a profile with its rules, after what it makes of them."""
        making = Making(profile.id, problems)
        for parent in parents:
            making.inherit(parent)
        inherited = tuple(making.rules)
        for path, table in document.tables("parameter", problems):
            raw = structure(document, path, table, RawParameter, problems)
            parameter = raw and parameter_of(
                raw, document, path, profile.vocabulary, profile.id, problems
            )
            if parameter:
                making.declare(parameter)
        types = {name: each.value_type for name, each in making.parameters.items()}
        names = Names(profile.vocabulary, types)
        own, making.broken = read_rules(
            folder, Surroundings(profile.id, names, profile.instruments), problems
        )
        making.add(own)
        for rule in own:
            for number, other in enumerate(rule.implied_by):
                at = f"{rule.place.path}.implied_by[{number}]"
                making.named(other, evolve(rule.place, path=at))
        if not self.drafts:
            making.leave_drafts_out()
        take_replacements(making, document)
        take_steps(making, document, profile.instruments, inherited=inherited)
        return making.finish(profile)

    def parents(
        self, raw: RawProfile, document: Document, problems: list[Problem]
    ) -> Iterator[Profile]:
        # A folder may be called one thing and its profile another: both are on the way.
        trail = tuple(dict.fromkeys((*self.trail, raw.id)))
        for number, parent in enumerate(raw.extends):
            place = document.at_value(("extends", number))
            if parent in trail or len(trail) > _DEEPEST:
                problems.append(
                    Problem(
                        "JR303",
                        place,
                        "profiles extend each other",
                        found=" -> ".join([*trail, parent]),
                        mend="break the circle",
                    )
                )
                continue
            folder = self.shelf.find(parent, problems)
            if not folder:
                problems.append(_no_profile(parent, place, self.shelf))
                continue
            below = evolve(self, trail=tuple(dict.fromkeys((*trail, parent))))
            resolution = below.resolve(folder, parent)
            problems += resolution.problems
            yield resolution.profile

    def vocabulary(
        self, folder: Folder, parents: list[Profile], problems: list[Problem]
    ) -> Vocabulary:
        """Return the shelf's vocabulary, the parents' and the folder's own together."""
        found = [self.shelf_vocabulary(problems), *(parent.vocabulary for parent in parents)]
        merged = reduce(_merged, found)
        own = folder.file("vocabulary")
        return read_vocabulary([own], problems, base=merged) if own.path.is_dir() else merged

    def shelf_vocabulary(self, problems: list[Problem]) -> Vocabulary:
        if self.shelf.folder == builtin_folder():
            # Where it has problems it is read again, so that they are told with the others.
            with suppress(ProfileError):
                return builtin_vocabulary()
        return read_vocabulary([self.shelf.folder.file("vocabulary")], problems)

    def instruments(
        self, folder: Folder, parents: list[Profile], problems: list[Problem]
    ) -> Mapping[str, Instrument]:
        own = folder.file("instruments.toml")
        base = {**self.shelf_instruments(problems), **known_instruments(parents)}
        return read_instruments([own], problems, base=base) if own.path.is_file() else base

    def shelf_instruments(self, problems: list[Problem]) -> Mapping[str, Instrument]:
        if self.shelf.folder == builtin_folder():
            with suppress(ProfileError):
                return builtin_instruments()
        return read_instruments([self.shelf.folder.file("instruments.toml")], problems)

    def nothing(self, profile_id: str) -> Profile:
        """Return a profile that stands for one that cannot be read."""
        empty = Vocabulary({}, {}, {})
        return Profile(profile_id, Label("", ""), empty, (), {}, lineage=(profile_id,))


def _base(
    raw: RawProfile,
    document: Document,
    vocabulary: Vocabulary,
    instruments: Mapping[str, Instrument],
    parents: list[Profile],
    problems: list[Problem],
) -> Profile:
    """Return a profile without its rules."""
    lineage = dict.fromkeys(each for parent in parents for each in parent.lineage)
    return Profile(
        id=raw.id,
        title=Label(raw.title, raw.title_en),
        vocabulary=vocabulary,
        rules=(),
        instruments=instruments,
        category=_category(raw, document, parents, problems),
        subtypes=_subtypes(raw, document, vocabulary, parents, problems),
        lineage=(*lineage, raw.id),
        version=raw.version,
        place=document.at_key(("id",)),
    )


def _category(
    raw: RawProfile, document: Document, parents: list[Profile], problems: list[Problem]
) -> Category | None:
    """Return the category a profile is for, its parents' where it says none."""
    found = raw.category
    for parent in parents:
        if parent.category and found and parent.category is not found:
            problems.append(
                Problem(
                    "JR308",
                    document.at_value(("category",)),
                    f"the profile {parent.id} is for another category",
                    expected=str(parent.category),
                    found=str(found),
                    mend="extend profiles of one category",
                )
            )
        found = found or parent.category
    return found


def _subtypes(
    raw: RawProfile,
    document: Document,
    vocabulary: Vocabulary,
    parents: list[Profile],
    problems: list[Problem],
) -> frozenset[str]:
    """Return the subtypes a profile is for, its parents' where it says none."""
    gates = [parent.subtypes for parent in parents if parent.subtypes]
    fact = vocabulary.facts.get("subtype")
    known = fact.tokens if fact else {}
    for number, each in enumerate(raw.subtype):
        place = document.at_value(("subtype", number))
        if each not in known:
            problems.append(
                Problem(
                    "JR108",
                    place,
                    f"there is no subtype {each!r}",
                    expected=", ".join(known),
                    found=repr(each),
                    mend=suggestion(each, known),
                )
            )
        elif any(each not in gate for gate in gates):
            problems.append(
                Problem(
                    "JR308",
                    place,
                    f"a profile it extends is not for {each!r}",
                    expected=", ".join(sorted(frozenset.intersection(*gates))),
                    found=repr(each),
                    mend="extend a profile of the same subtypes",
                )
            )
    return frozenset(raw.subtype) or (frozenset.intersection(*gates) if gates else frozenset())


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    """Return two vocabularies as one; what both have stems from the same files."""
    if one is other or not other.facts:
        return one
    lists = {**one.lists, **other.lists}
    for name in one.lists.keys() & other.lists.keys():
        attributes = merge(one.lists[name].attributes, other.lists[name].attributes.values())
        lists[name] = evolve(one.lists[name], attributes=attributes)
    return Vocabulary({**one.facts, **other.facts}, lists, {**one.units, **other.units})


def _stray_files(folder: Folder) -> Iterator[Problem]:
    """Yield a problem for each TOML file that nobody would read."""
    for file in folder.files():
        if file.path.name not in _FILES:
            yield Problem(
                "JR105",
                Place(file.shown),
                f"{file.path.name} is not read",
                expected=", ".join(sorted(_FILES)),
                found=file.path.name,
                mend=suggestion(file.path.name, _FILES) or "remove it, or rename it",
            )
