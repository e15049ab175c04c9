"""JSON and JSON Lines are read exactly, within limits, and no line is lost."""

from __future__ import annotations

import io
import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jintan_rules.errors import Place, Problem, RecordError
from jintan_rules.loading import records
from jintan_rules.loading.records import read_record, read_records, record_from_mapping
from jintan_rules.records.record import Record
from jintan_rules.standard.vocabulary import Vocabulary


@pytest.fixture
def refused(tmp_path: Path, vocabulary: Vocabulary) -> Any:
    """Read a file of these bytes, which is refused, and return its one problem."""

    def reading(content: bytes) -> Problem:
        path = tmp_path / "branch.json"
        path.write_bytes(content)
        with pytest.raises(RecordError) as caught:
            read_record(path, vocabulary=vocabulary)
        (problem,) = caught.value.problems
        assert problem.place.source == str(path)
        return problem

    return reading


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "branch.json"
    path.write_bytes(content)
    return path


def test_a_file_holds_one_record(tmp_path: Path, vocabulary: Vocabulary) -> None:
    given = {"id": "b-1", "fund": 0.1, "people": [{"id": "p1", "since": "2020-01-01"}]}
    path = _written(tmp_path, json.dumps(given).encode())

    record = read_record(path, vocabulary=vocabulary)

    assert record == record_from_mapping(given, vocabulary=vocabulary)
    assert record == read_record(str(path), vocabulary=vocabulary)


def test_a_mark_of_byte_order_is_passed_over(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = _written(tmp_path, b'\xef\xbb\xbf{"id": "b-1"}')

    assert read_record(path, vocabulary=vocabulary).id == "b-1"


def test_a_decimal_never_passes_through_a_float(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = _written(tmp_path, b'{"id": "b", "fund": 999999999999999.99}')

    fund = read_record(path, vocabulary=vocabulary).facts["fund"]

    assert fund == Decimal("999999999999999.99")
    assert fund != Decimal(float("999999999999999.99"))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (b"23.0", "JR402"), (b"2.3e1", None), (b"1e2", "JR402"), (b"NaN", "JR402"),
        (b"Infinity", "JR402"), (b"-Infinity", "JR402"), (b"1e999999999999999999999", "JR402"),
        (b"1" * 30, "JR403"), (b"-1", "JR403"), (b'"23"', "JR402"), (b"true", "JR402"),
    ],
)  # fmt: skip
def test_a_count_is_written_as_a_whole_number(
    tmp_path: Path, vocabulary: Vocabulary, number: bytes, code: str | None
) -> None:
    path = _written(tmp_path, b'{"id": "b", "full_members": ' + number + b"}")

    if code is None:
        assert read_record(path, vocabulary=vocabulary).facts == {"full_members": 23}
        return
    with pytest.raises(RecordError) as caught:
        read_record(path, vocabulary=vocabulary)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == (code, "full_members")


def test_what_is_found_is_shown_as_it_was_written(refused: Any) -> None:
    assert refused(b'{"id": "b", "fund": 12.345}').found == "12.345"


def test_broken_json_is_refused_at_its_line_and_column(refused: Any) -> None:
    problem = refused(b'{"id": "b",\n "tier": branch}')

    assert (problem.code, problem.place.line, problem.place.column) == ("JR102", 2, 10)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "JR102"),
        (b'{"id": "b"} {"id": "c"}', "JR102"),
        (b"\xff\xfe{", "JR102"),
        (b'{"id": "\xd0"}', "JR102"),
        (b"[" * 1_000_000, "JR103"),
        (b'{"id": ' * 100_000, "JR103"),
        (b'{"id": "b", "full_members": ' + b"1" * 5000 + b"}", "JR103"),
        (b"[]", "JR402"),
        (b"null", "JR402"),
        (b'"b"', "JR402"),
    ],
    ids=["empty", "two", "utf-16", "cut", "deep arrays", "deep objects", "digits", "array",
         "null", "text"],
)  # fmt: skip
def test_what_is_not_one_object_of_json_is_refused(refused: Any, content: bytes, code: str) -> None:
    assert refused(content).code == code


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b'{"id": "b", "tier": "branch", "tier": "committee"}', "tier"),
        (b'{"id": "b", "people": [{"id": "p1", "until": null, "until": "never"}]}',
         "people[p1].until"),
        (b'{"id": "b", "reasons": [{"rule": "a.b", "code": "c1", "code": "c1"}]}',
         "reasons[#1].code"),
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_is_refused(refused: Any, content: bytes, path: str) -> None:
    problem = refused(content)

    assert (problem.code, problem.place.path) == ("JR107", path)


@pytest.mark.parametrize("path", ["nowhere.json", "", "a\0b"])
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, path: str
) -> None:
    where = f"{tmp_path}/{path}"

    for reading in (read_record, read_records):
        with pytest.raises(RecordError) as caught:
            reading(where, vocabulary=vocabulary)
        assert [problem.code for problem in caught.value.problems] == ["JR101"]


def test_a_file_that_is_too_large_is_refused(refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 100)

    assert refused(b'{"id": "b"}' + b" " * 90).code == "JR103"


def test_the_largest_file_is_read(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 100)
    path = _written(tmp_path, b'{"id": "b"}' + b" " * 89)

    assert read_record(path, vocabulary=vocabulary).id == "b"


# -- many records -------------------------------------------------------------------------


@pytest.fixture
def lines(tmp_path: Path, vocabulary: Vocabulary) -> Any:
    """Read JSON Lines; give each line's number with the record's id or the error's places."""

    def reading(content: bytes) -> list[tuple[int, str | list[tuple[str, Place]]]]:
        path = tmp_path / "branches.jsonl"
        path.write_bytes(content)
        return [
            (number, each.id)
            if isinstance(each, Record)
            else (number, [(problem.code, problem.place) for problem in each.problems])
            for number, each in read_records(path, vocabulary=vocabulary)
        ]

    return reading


def test_every_line_is_a_record_or_an_error(tmp_path: Path, lines: Any) -> None:
    source = str(tmp_path / "branches.jsonl")

    found = lines(
        b'{"id": "b-1"}\n'
        b"\n"
        b'{"id": "b-3", "tier": "brnch"}\r\n'
        b'{"id": "b-4",\n'
        b"\xff\xff\n"
        + b"[" * 200_000 + b"\n"
        b'   \t\n'
        b'{"id": "b-8"}'
    )  # fmt: skip

    assert found == [
        (1, "b-1"),
        (3, [("JR403", Place(source, 3, 0, "tier"))]),
        (4, [("JR102", Place(source, 4, 14))]),
        (5, [("JR102", Place(source, 5))]),
        (6, [("JR103", Place(source, 6))]),
        (8, "b-8"),
    ]


def test_a_line_that_is_too_long_does_not_take_the_next_with_it(
    lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 20)
    long = b'{"id": "' + b"x" * 75 + b'"}\n'

    found = lines(b'{"id": "b-1"}\n' + long + b'{"id": "b-3"}\n' + long.strip())

    ids_or_codes = [each if isinstance(each, str) else each[0][0] for _, each in found]
    assert [number for number, _ in found] == [1, 2, 3, 4]
    assert ids_or_codes == ["b-1", "JR103", "b-3", "JR103"]


@pytest.mark.parametrize("length", [19, 20, 21, 40, 41, 42, 60, 61, 62, 63])
def test_the_length_of_a_line_never_shifts_the_count(
    lines: Any, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 20)

    found = lines(b"x" * length + b"\n" + b'{"id": "b-2"}\n')

    assert [number for number, _ in found] == [1, 2]
    assert found[1] == (2, "b-2")
    assert found[0][1][0][0] == ("JR103" if length >= 20 else "JR102")


def test_an_empty_file_holds_no_records(lines: Any) -> None:
    assert lines(b"") == []


def test_records_are_read_one_by_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "branches.jsonl"
    path.write_bytes(b'{"id": "b-1"}\n{"id": "b-2"}\n')

    reading = read_records(path, vocabulary=vocabulary)

    assert next(reading)[0] == 1
    with path.open("ab") as file:
        file.write(b'{"id": "b-3"}\n')
    assert [number for number, _ in reading] == [2, 3]


def test_a_disk_that_fails_stops_the_reading_with_an_error(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(io.BytesIO):
        def readline(self, *_):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(records, "_opened", lambda *_: Failing())

    with pytest.raises(RecordError, match="JR101 the file cannot be read: Input/output error"):
        list(read_records(tmp_path / "branches.jsonl", vocabulary=vocabulary))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_a_file_without_an_end_is_refused(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 1000)

    with pytest.raises(RecordError) as caught:
        read_record("/dev/zero", vocabulary=vocabulary)

    assert caught.value.problems[0].code == "JR103"


def test_ten_thousand_unknown_keys_do_not_take_long(tmp_path: Path, vocabulary: Vocabulary) -> None:
    keys = {f"key_{number}": number for number in range(10_000)}
    path = _written(tmp_path, json.dumps({"id": "b", **keys}).encode())

    started = time.process_time()
    with pytest.raises(RecordError):
        read_record(path, vocabulary=vocabulary)

    # Reading stops at the thousandth; looking for the nearest of each would take minutes.
    assert time.process_time() - started < 20


def test_text_and_bytes_in_memory_are_read_as_a_file_is(vocabulary: Vocabulary) -> None:
    text = '{"id": "b-1", "fund": 0.1}'

    record = Record.from_json(text, vocabulary=vocabulary)

    assert record == Record.from_json(text.encode(), vocabulary=vocabulary)
    assert record.facts["fund"] == Decimal("0.1")


@pytest.mark.parametrize("content", ["", "{", "\ud800", '{"id": 1e999999999999}', "[" * 100_000])
def test_text_in_memory_that_is_no_record_is_refused(content: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(RecordError) as caught:
        Record.from_json(content, vocabulary=vocabulary)

    assert all(each.place.source == "record" for each in caught.value.problems)
