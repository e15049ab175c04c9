"""What goes into the command line and out of it: files, standard streams, progress."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from attrs import evolve, frozen

from jintan_rules.errors import JintanError, Place, Problem, RecordError
from jintan_rules.loading.records import read_record, read_records
from jintan_rules.records.record import Record
from jintan_rules.reports.phrases import say
from jintan_rules.standard.profiles import Profile
from jintan_rules.workbooks.reading import is_workbook, read_workbook, read_workbooks

_LINES = (".jsonl", ".ndjson")
_STDIN = "-"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WIDTHS = (60, 120)


@frozen
class Input:
    """One input: its file, what problems call it, and whether it holds many records."""

    path: str
    name: str
    many: bool

    def records(self, profile: Profile | None) -> Iterator[Record | JintanError]:
        """Yield every record, or the error that stands in its place."""
        try:
            if Path(self.path).is_dir():
                yield from self._in_folder(profile)
            elif is_workbook(self.path):
                yield read_workbook(self.path, profile)
            elif self.many:
                for _, record in read_records(self.path, vocabulary=profile):
                    yield self._named(record) if isinstance(record, RecordError) else record
            else:
                yield read_record(self.path, vocabulary=profile)
        except RecordError as error:
            yield self._named(error)

    def _in_folder(self, profile: Profile | None) -> Iterator[Record | JintanError]:
        """Yield the record of every workbook in the folder and below."""
        count = 0
        for count, (_, record) in enumerate(read_workbooks(self.path, profile), 1):  # noqa: B007
            yield record
        if not count:
            place = Place(self.name)
            wrong = Problem("JR101", place, "there is no workbook in this folder", ".xlsx files")
            yield RecordError([wrong])

    def _named(self, error: RecordError) -> RecordError:
        if self.path == self.name:
            return error
        return RecordError(
            evolve(each, place=evolve(each.place, source=self.name)) for each in error.problems
        )

    def is_file(self, path: Path) -> bool:
        """Whether the input is that file."""
        return Path(self.path).exists() and path.exists() and path.samefile(self.path)


@contextmanager
def opened(names: Sequence[str]) -> Iterator[list[Input]]:
    """Give the inputs; what comes from stdin lies in a file for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="jintan-") as folder:
        inputs = []
        for name in names:
            if name != _STDIN:
                many = name.lower().endswith(_LINES) or Path(name).is_dir()
                inputs.append(Input(name, name, many))
                continue
            copy = Path(folder, "stdin")
            if not copy.exists():
                with copy.open("wb") as file:
                    shutil.copyfileobj(sys.stdin.buffer, file)
            inputs.append(Input(str(copy), "stdin", _holds_lines(copy)))
        yield inputs


def _holds_lines(path: Path) -> bool:
    """Whether a file holds a record a line: its first line is an object by itself."""
    with path.open("rb") as file:
        first = next((line.strip() for line in file if line.strip()), b"")
    return first.startswith(b"{") and first.endswith(b"}")


@contextmanager
def writing_to(path: Path | None) -> Iterator[TextIO]:
    """Give the file to write to, or the standard output."""
    if path is None:
        yield sys.stdout
        return
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        yield file


def day(text: str) -> dt.date:
    """Return the day that an argument writes; the one way to write it is 2024-12-31."""
    # fromisoformat alone would take 20241231 and 2024-W01-1 too.
    if _DAY.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2024-12-31")


class Progress:
    """Counts judged records on the terminal, where there is one and nothing else is shown."""

    def __init__(self, lang: str, *, wanted: bool) -> None:
        self.lang = lang
        self.wanted = wanted and sys.stderr.isatty()
        self.count = 0

    def step(self) -> None:
        """Count one record more."""
        self.count += 1
        if self.count % 20 == 0:
            self.at(self.count)

    def at(self, count: int) -> None:
        """Show how many are judged."""
        if self.wanted:
            line = "\r" + say("cli-progress", self.lang, count=count)
            print(line, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the count off the terminal."""
        if self.wanted:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def terminal_width() -> int:
    """Return how wide a text may be on this terminal, within reason."""
    narrowest, widest = _WIDTHS
    return min(max(shutil.get_terminal_size((100, 24)).columns, narrowest), widest)
