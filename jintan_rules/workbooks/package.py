"""The parts of a workbook file: its sheets by name, shared texts, number formats.

Written on the standard library, because what a branch hands in must be told more of than
workbook libraries tell at once: which rows are hidden, which cells are merged, which
formula has no result, and all of it without loading a million empty, formatted rows.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import IO
from xml.parsers import expat  # no DTD is let in below, so nothing expands

from attrs import frozen

from jintan_rules.errors import Place, RecordError
from jintan_rules.workbooks.troubles import trouble

#: The most bytes of a file, and of all its parts unpacked.
MOST_BYTES, MOST_UNPACKED = 64_000_000, 1_000_000_000
#: The most bytes of the parts that are held in memory: texts and styles.
MOST_HELD = 100_000_000
_PIECE = 1 << 18

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PERCENTS = {9: "0%", 10: "0.00%"}
_BUILT_IN_PLAIN = {0: "General", 1: "0", 49: "@"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, Mapping[str, str]], None]


@frozen
class Part:
    """One sheet of the file: its name, where it lies, and whether it is hidden."""

    title: str
    path: str
    hidden: bool


class UnfitError(Exception):
    """A part is not what it should be."""


@frozen
class Package:
    """An opened workbook file."""

    archive: zipfile.ZipFile
    sheets: tuple[Part, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a part, piece by piece.

        Raises:
            UnfitError: If the part is missing or damaged.
        """
        try:
            with _part(self.archive, path) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except _DAMAGE as fault:
            raise UnfitError(str(fault)) from fault


_DAMAGE = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def opened(content: bytes, place: Place) -> Package:
    """Open a workbook file.

    Raises:
        RecordError: If it is no workbook that can be read (JR551), or too large (JR552).
    """
    if len(content) > MOST_BYTES:
        raise RecordError([trouble("too-large", place, most=MOST_BYTES // 1_000_000)])
    if not content.startswith(_ZIP):
        raise RecordError([trouble(_kind_of(content), place)])
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        unpacked = sum(each.file_size for each in archive.infolist())
        held = sum(
            each.file_size
            for each in archive.infolist()
            if "/worksheets/" not in each.filename and each.filename.endswith(".xml")
        )
        if unpacked > MOST_UNPACKED or held > MOST_HELD:
            raise RecordError([trouble("too-large", place, most=MOST_UNPACKED // 1_000_000)])
        if any(each.flag_bits & 1 for each in archive.infolist()):
            raise RecordError([trouble("encrypted", place)])
        return _package(archive, place)
    except (*_DAMAGE, UnfitError, ValueError) as fault:
        if isinstance(fault, RecordError):
            raise
        raise RecordError([trouble("damaged", place)]) from fault


def _kind_of(content: bytes) -> str:
    """Say which kind of file this is that is no ``.xlsx``."""
    if content.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in content else "old-format"
    if not content.strip():
        return "empty-file"
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "page-as-workbook" if head.startswith(b"<") else "other-file"


def _package(archive: zipfile.ZipFile, place: Place) -> Package:
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names or not any("workbook" in name for name in names):
        raise RecordError([trouble("other-format", place)])
    book = next(iter(_relations(archive, "").values()), "xl/workbook.xml")
    targets = _relations(archive, book)
    sheets: list[Part] = []
    from_1904 = False

    def start(name: str, given: Mapping[str, str]) -> None:
        nonlocal from_1904
        if name == "workbookPr":
            from_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet" and given.get("id") in targets:
            hidden = given.get("state", "visible") != "visible"
            sheets.append(Part(given.get("name", ""), targets[given["id"]], hidden))

    parse(_whole(archive, book), start)
    if len({part.path for part in sheets}) < len(sheets):
        raise UnfitError("two sheets lie in one part")  # and one part could stand for thousands
    folder = posixpath.dirname(book)
    return Package(
        archive,
        tuple(sheets),
        tuple(_texts(archive, f"{folder}/sharedStrings.xml")),
        tuple(_formats(archive, f"{folder}/styles.xml")),
        from_1904,
    )


def _part(archive: zipfile.ZipFile, path: str) -> IO[bytes]:
    try:
        return archive.open(path)
    except KeyError:
        # Some programs write other letters than their own references have.
        same = {each.lower().replace("\\", "/"): each for each in archive.namelist()}
        return archive.open(same[path.lower()])


def _whole(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with _part(archive, path) as part:
        while piece := part.read(_PIECE):
            yield piece


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Return where the worksheets (or the workbook) lie that a part refers to, by their ids."""
    folder, name = posixpath.split(path)
    found: dict[str, str] = {}
    wanted = "worksheet" if path else "officeDocument"

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("Type", "").endswith(f"/{wanted}"):
            target = given.get("Target", "").replace("\\", "/")
            full = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[given.get("Id", "")] = full

    parse(_whole(archive, posixpath.join(folder, "_rels", f"{name}.rels")), start)
    return found


def _texts(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the shared texts, without the readings that stand beside some signs."""
    try:
        pieces = _whole(archive, path)
        return TextGatherer("si").all_of(pieces)
    except KeyError:
        return []  # a workbook without texts has no such part


def _formats(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the number format of every cell style; ``date`` for the built-in ones of dates."""
    custom: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(name: str, given: Mapping[str, str]) -> None:
        if name == "numFmt" and "numFmts" in inside:
            custom[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            used.append(given.get("numFmtId", "0"))
        inside.append(name)

    try:
        parse(_whole(archive, path), start, lambda _: inside.pop())
    except KeyError:
        return []
    return [custom.get(number) or _built_in(number) for number in used]


def _built_in(number: str) -> str:
    index = int(number) if number.isdigit() else 0
    if index in _BUILT_IN_DATES:
        return "yyyy-mm-dd"
    return _BUILT_IN_PERCENTS.get(index) or _BUILT_IN_PLAIN.get(index) or "0.00"


class TextGatherer:
    """Gathers the text of each element of one name, over its runs."""

    def __init__(self, element: str) -> None:
        self.element = element
        self.found: list[str] = []
        self.parts: list[str] = []
        self.inside: list[str] = []

    def all_of(self, pieces: Iterator[bytes]) -> list[str]:
        """Return the text of every such element of a part."""
        parse(pieces, self.start, self.end, self.text)
        return self.found

    def start(self, name: str, _: Mapping[str, str]) -> None:
        """Enter an element."""
        self.inside.append(name)
        if name == self.element:
            self.parts = []

    def end(self, name: str) -> None:
        """Leave an element."""
        self.inside.pop()
        if name == self.element:
            self.found.append(unescaped("".join(self.parts)))

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self.inside[-1] == "t" and "rPh" not in self.inside:
            self.parts.append(text)


def unescaped(text: str) -> str:
    """Return a text with the signs that the format writes as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def parse(
    pieces: Iterator[bytes],
    start: Start,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part, element by element, by their names without their name spaces.

    Raises:
        UnfitError: If it is not well formed, or declares what it should not.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def opening(name: str, given: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in given.items()}
        start(name.rpartition(" ")[2], plain)

    parser.StartElementHandler = opening
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise UnfitError(str(fault)) from fault


def _refuse_doctype(*_: object) -> None:
    raise UnfitError("a part declares a document type")
