"""Workbooks that were filled, to records: one file, or all in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jintan_rules.errors import Place, Problem, RecordError
from jintan_rules.loading.builtin import builtin_vocabulary
from jintan_rules.loading.choice import vocabulary_for
from jintan_rules.loading.profiles import load_profile
from jintan_rules.loading.refusals import shown_name
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.workbooks.book import Book
from jintan_rules.workbooks.layout import layout_of
from jintan_rules.workbooks.package import MOST_BYTES, opened
from jintan_rules.workbooks.troubles import trouble

#: What somebody may take for a workbook; whoever hands in an old kind is told so.
_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ett", ".ods")
#: Files that programs keep beside a workbook while it is open.
_TEMPORARY = ("~$", ".~", ".")


def read_workbook(
    source: str | os.PathLike[str] | bytes, profile: Profile | str | None = None
) -> Record:
    """Read the record of one organisation from a workbook that was filled.

    What was noticed and did no harm (hidden rows, columns nobody knows) is in the
    ``notes`` of the record, and reports say it again.

    Args:
        source: The path of an ``.xlsx`` file, or its bytes.
        profile: The profile whose vocabulary the workbook uses, or its id; where it is
            left out, the one that its category and subtype pick.

    Raises:
        RecordError: With every problem found, each with its sheet and cell.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    if isinstance(source, bytes):
        return _read(source, "workbook", chosen)
    name = os.fspath(source)
    return _read(_content(name), name, chosen)


def read_workbooks(
    folder: str | os.PathLike[str], profile: Profile | str | None = None
) -> Iterator[tuple[Path, Record | RecordError]]:
    """Read every workbook in a folder and the folders below it, in the order of their paths.

    No workbook is lost and none stops the others: one that cannot be read gives the
    error in place of the record, and so does the second of two with one organisation's id.

    Args:
        folder: The folder.
        profile: As for :func:`read_workbook`.

    Raises:
        RecordError: If the folder cannot be read.
        ProfileError: If a profile named by its id cannot be loaded.
    """
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    top = Path(folder)
    if not top.is_dir():
        raise RecordError([_unreadable(Place(os.fspath(folder)), "it is no folder")])
    return _records(workbooks_in(top), chosen)


def is_workbook(path: str) -> bool:
    """Say whether a file's name is that of a workbook, of whatever kind."""
    return path.lower().endswith(_ENDINGS)


def workbooks_in(folder: Path) -> list[Path]:
    """Return the paths of the workbooks in a folder and below, in their order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if is_workbook(path.name) and not path.name.startswith(_TEMPORARY) and path.is_file()
    )


def _records(
    paths: list[Path], profile: Profile | None
) -> Iterator[tuple[Path, Record | RecordError]]:
    seen: dict[str, Path] = {}
    for path in paths:
        try:
            record = read_workbook(path, profile)
        except RecordError as error:
            yield path, error
            continue
        first = seen.setdefault(record.id, path)
        if first == path:
            yield path, record
        else:
            found = f"{shown_name(record.id)}: {first}"
            yield path, RecordError([trouble("id-twice", Place(str(path)), found=found)])


def _content(name: str) -> bytes:
    place = Place(name)
    try:
        with open(name, "rb") as file:  # noqa: PTH123  bytes and text paths alike
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be opened"
        raise RecordError([_unreadable(place, reason)]) from error


def _unreadable(place: Place, reason: str) -> Problem:
    return Problem(
        "JR101",
        place,
        f"文件读不到 / the file cannot be read: {reason}",
        expected="an .xlsx file that may be read",
        mend="核对路径和读取权限 / check the path and that the file may be read",
    )


def _read(content: bytes, name: str, profile: Profile | None) -> Record:
    package = opened(content, Place(name))
    book = Book(package, name)
    book.load()
    vocabulary = profile.vocabulary if profile else builtin_vocabulary()
    if profile is None:
        # Only the category and the subtype are looked at here; both are in every vocabulary.
        first = Book(package, name, sheets=book.sheets)
        chosen = vocabulary_for(first.organization(layout_of(vocabulary)))
        vocabulary = chosen
    return book.record(vocabulary)
