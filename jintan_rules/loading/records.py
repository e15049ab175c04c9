"""Records out of plain values, out of JSON and out of JSON Lines."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from jintan_rules.errors import Place, Problem, RecordError
from jintan_rules.loading.choice import vocabulary_for
from jintan_rules.loading.mappings import Repeated, record_out_of
from jintan_rules.loading.refusals import shown
from jintan_rules.records import shapes
from jintan_rules.records.record import Record
from jintan_rules.standard.vocabulary import Vocabulary

#: The most bytes of one record: a file, or a line of a file of many.
MOST_BYTES = 32_000_000
#: How much of a text that is not JSON is shown before it is cut, long numbers left out.
_MOST_FOUND = 100


def record_from_mapping(
    mapping: Mapping[str, Any], *, vocabulary: Any = None, source: str = "record"
) -> Record:
    """Build a record from plain values, as JSON gives them.

    Python's own values do as well: ``datetime.date``, ``Decimal``, sets, and
    :data:`~jintan_rules.records.record.NEVER`.

    Args:
        mapping: The record, as ``docs/records.md`` describes it.
        vocabulary: A vocabulary, or a profile that brings its own; where it is left
            out, the one of the profile that the record's subtype picks.
        source: What problems call the record.

    Raises:
        RecordError: With every problem found.
    """
    return record_out_of(mapping, _vocabulary(vocabulary, mapping), Place(source))


def record_from_json(
    content: str | bytes, *, vocabulary: Any = None, source: str = "record"
) -> Record:
    """Build a record from JSON text, numbers read exactly.

    Args:
        content: The text, or its bytes in UTF-8.
        vocabulary: As for :func:`record_from_mapping`.
        source: What problems call the record.

    Raises:
        RecordError: With every problem found.
    """
    # A lone surrogate has no UTF-8: it is told as a byte that is not.
    encoded = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return _out_of_json(encoded, vocabulary, Place(source))


def _out_of_json(content: bytes, vocabulary: Any, place: Place) -> Record:
    if len(content) > MOST_BYTES:
        raise RecordError([_too_large(place)])
    mapping = _json(content, place)
    return record_out_of(mapping, _vocabulary(vocabulary, mapping), place)


def read_record(path: str | os.PathLike[str], *, vocabulary: Any = None) -> Record:
    """Read one record from a JSON file.

    Args:
        path: The file, in UTF-8.
        vocabulary: As for :func:`record_from_mapping`.

    Raises:
        RecordError: If the file cannot be read, or with every problem of the record.
    """
    place = Place(os.fspath(path))
    with _opened(path, place) as file:
        content = _piece(file, place)
    return _out_of_json(content, vocabulary, place)


def read_records(
    path: str | os.PathLike[str], *, vocabulary: Any = None
) -> Iterator[tuple[int, Record | RecordError]]:
    """Read a file of JSON Lines, one record a line, each with the number of its line.

    No line is lost and none stops the others: one that cannot be read gives the
    error in place of the record. Blank lines are passed over.

    Args:
        path: The file, in UTF-8.
        vocabulary: As for :func:`record_from_mapping`.

    Raises:
        RecordError: If the file cannot be opened, or cannot be read on.
    """
    place = Place(os.fspath(path))
    return _records(_opened(path, place), place.source, vocabulary)


def _records(
    file: IO[bytes], source: str, vocabulary: Any
) -> Iterator[tuple[int, Record | RecordError]]:
    with file:
        for number, line in enumerate(_lines(file, source), 1):
            place = Place(source, number)
            if line is None:
                yield number, RecordError([_too_large(place)])
            elif line.strip():
                yield number, _record(line.rstrip(), vocabulary, place)


def _record(line: bytes, vocabulary: Any, place: Place) -> Record | RecordError:
    try:
        mapping = _json(line, place, one_line=True)
        return record_out_of(mapping, _vocabulary(vocabulary, mapping), place)
    except RecordError as error:
        return error


def _lines(file: IO[bytes], source: str) -> Iterator[bytes | None]:
    """Yield each line, or None for one that is too long."""
    number = 1
    while piece := _piece(file, Place(source, number), one_line=True):
        yield piece if len(piece) <= MOST_BYTES else None
        while len(piece) > MOST_BYTES and not piece.endswith(b"\n"):
            piece = _piece(file, Place(source, number), one_line=True)  # the rest of a long line
        number += 1


def _opened(path: str | os.PathLike[str], place: Place) -> IO[bytes]:
    try:
        return open(path, "rb")  # noqa: PTH123  closed by whoever asked for it
    except (OSError, ValueError) as error:
        raise RecordError([_unreadable(place, error)]) from error


def _piece(file: IO[bytes], place: Place, *, one_line: bool = False) -> bytes:
    """Return the file or its next line, or as much of it as shows that it is too large."""
    try:
        return file.readline(MOST_BYTES + 1) if one_line else file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RecordError([_unreadable(place, error)]) from error


def _unreadable(place: Place, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or "the path cannot be opened"
    return Problem(
        "JR101",
        place,
        f"the file cannot be read: {reason}",
        expected="a file that may be read",
        mend="check the path and that the file may be read",
    )


def _too_large(place: Place) -> Problem:
    return Problem(
        "JR103",
        place,
        f"the record has more than {MOST_BYTES} bytes",
        expected=f"at most {MOST_BYTES} bytes",
        mend="split it, or leave out what no rule needs",
    )


def _json(content: bytes, place: Place, *, one_line: bool = False) -> object:
    """Parse JSON exactly: decimals stay decimals, and a key that stands twice is noted."""
    try:
        # The mark of byte order that some programs put before UTF-8 says nothing.
        return json.loads(
            content.decode("utf-8-sig"), parse_float=_decimal, object_pairs_hook=_object
        )
    except UnicodeDecodeError as error:
        raise RecordError(
            [
                Problem(
                    "JR102",
                    place,
                    f"byte {error.start + 1} is not UTF-8",
                    found=repr(content[error.start : error.start + 4]),
                    mend="save the file as UTF-8",
                )
            ]
        ) from error
    except json.JSONDecodeError as error:
        line = place.line if one_line else error.lineno
        raise RecordError(
            [
                Problem(
                    "JR102",
                    Place(place.source, line, error.colno),
                    f"this is not JSON: {error.msg}",
                    found=shown(error.doc[error.pos : error.pos + _MOST_FOUND]) or "the end",
                    mend="mend the JSON at the place named",
                )
            ]
        ) from error
    except RecursionError as error:
        raise RecordError(
            [
                Problem(
                    "JR103",
                    place,
                    "the JSON is nested too deeply",
                    expected="an object with arrays of rows, and nothing deeper",
                    mend="write the record as docs/records.md says",
                )
            ]
        ) from error
    except ValueError as error:  # a whole number too long for Python to read
        raise RecordError(
            [
                Problem(
                    "JR103",
                    place,
                    "a number has thousands of digits",
                    expected=f"at most {shapes.MOST_DIGITS} digits",
                    mend="check the figure against its source",
                )
            ]
        ) from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond all bounds: refused where it stands
        return Decimal("Infinity")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    times = Counter(name for name, _ in pairs)
    repeated = Repeated(plain)
    repeated.names = tuple(name for name in plain if times[name] > 1)
    return repeated


def _vocabulary(given: Any, content: object) -> Vocabulary:
    """Return a vocabulary, the one that a profile brings, or the one a record asks for."""
    if given is None:
        return vocabulary_for(content)
    vocabulary: Vocabulary = getattr(given, "vocabulary", given)
    return vocabulary
