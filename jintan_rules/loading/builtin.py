"""Where profiles stand: the library's own folder, and the packages that bring more.

Looking for a package never runs it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.loading.files import Folder
from jintan_rules.loading.instruments import load_instruments
from jintan_rules.loading.vocabulary import load_vocabulary
from jintan_rules.standard.instruments import Instrument
from jintan_rules.standard.vocabulary import Vocabulary

#: The entry points that name a package with a profile; the name is the profile's id.
ENTRY_POINTS = "jintan_rules.profiles"

#: The file that makes a folder a profile.
PROFILE = "profile.toml"


@frozen
class Shelf:
    """A folder of profiles with their vocabulary and instruments, and the plug-ins beside it."""

    folder: Folder
    plugins: bool = True

    def ids(self) -> tuple[str, ...]:
        """Return the id of every profile that can be loaded by its id."""
        own = {each.parent.name for each in self.folder.path.glob(f"*/{PROFILE}")}
        if self.plugins:
            own |= {each.name for each in _entries(tuple(sys.path))}
        return tuple(sorted(own))

    def find(self, profile_id: str, problems: list[Problem]) -> Folder | None:
        """Return the folder of a profile; None where there is none or a plug-in is at fault."""
        own = self.folder.file(profile_id)
        if _is_plain(profile_id) and own.file(PROFILE).path.is_file():
            return own
        if not self.plugins:
            return None
        found = [each for each in _entries(tuple(sys.path)) if each.name == profile_id]
        if len(found) > 1:
            problems.append(
                Problem(
                    "JR107",
                    Place(f"entry points {ENTRY_POINTS}", path=profile_id),
                    f"two packages bring the profile {profile_id!r}",
                    found=", ".join(each.value for each in found),
                    mend="uninstall one",
                )
            )
        return _plugin_folder(found[0], problems) if found else None


@cache
def _entries(_search_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return every plug-in; looking through all packages takes long, so once a search path."""
    found = {(each.name, each.value): each for each in entry_points(group=ENTRY_POINTS)}
    return tuple(found[key] for key in sorted(found))


def _is_plain(profile_id: str) -> bool:
    return profile_id not in ("", ".", "..") and not set(profile_id) & set("/\\\0")


def _plugin_folder(entry: EntryPoint, problems: list[Problem]) -> Folder | None:
    """Return the folder that an entry point names, without importing anything."""
    first, *rest = entry.module.split(".")
    try:
        # Only the name of a package inside another would run the outer one.
        spec = find_spec(first)
    except (ImportError, ValueError, AttributeError):
        spec = None
    for root in _roots(spec) if spec else []:
        path = root.joinpath(*rest)
        if (path / PROFILE).is_file():
            return Folder(path, "/".join([first, *rest]))
    problems.append(
        Problem(
            "JR101",
            Place(f"entry points {ENTRY_POINTS}", path=entry.name),
            f"the package of the profile {entry.name!r} has no {PROFILE}",
            found=entry.value,
            mend=f"name a package whose folder holds {PROFILE}",
        )
    )
    return None


def _roots(spec: ModuleSpec) -> list[Path]:
    if spec.submodule_search_locations is not None:
        return [Path(each) for each in spec.submodule_search_locations]
    return [Path(spec.origin).parent] if spec.origin and spec.has_location else []


@cache
def builtin_folder() -> Folder:
    """Return the folder of the profiles that come with the library."""
    package = Path(__file__).resolve().parent.parent
    # In a wheel the profiles lie inside the package, in a checkout beside it.
    inside = package / "_profiles"
    return Folder(inside if inside.is_dir() else package.parent / "profiles", "profiles")


@cache
def builtin_vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the library.

    Raises:
        ProfileError: If its files have problems.
    """
    return load_vocabulary([builtin_folder().file("vocabulary")])


@cache
def builtin_instruments() -> dict[str, Instrument]:
    """Return the instruments that come with the library.

    Raises:
        ProfileError: If their file has problems.
    """
    return load_instruments([builtin_folder().file("instruments.toml")])
