"""Files are read within limits, and every fault of one has its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jintan_rules.errors import Problem
from jintan_rules.loading import files
from jintan_rules.loading.files import Document, Folder


def read(path: Path) -> tuple[Document | None, list[Problem]]:
    problems: list[Problem] = []
    return files.read(Folder(path, "f.toml"), problems), problems


def refused(path: Path) -> Problem:
    document, (problem,) = read(path)
    assert document is None
    return problem


def test_decimals_are_exact(tmp_path):
    path = tmp_path / "f.toml"
    path.write_text("share = 0.1\n", encoding="utf-8")
    document, problems = read(path)

    assert problems == []
    assert document
    assert document.data["share"] == Decimal("0.1")


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert refused(tmp_path / "none.toml").code == "JR101"


def test_a_folder_is_not_a_file(tmp_path):
    assert refused(tmp_path).code == "JR101"


def test_a_file_past_the_limit_is_not_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    path = tmp_path / "f.toml"
    path.write_text("a = 1 # 10", encoding="utf-8")
    assert read(path)[1] == []

    path.write_text("a = 1 # 100", encoding="utf-8")
    assert refused(path).code == "JR103"


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"a = 1\nb = \xff\n", "JR102", 2),
        (b"a = 1\na = 2\n", "JR102", 2),
        (b"a = 1\nb = \n", "JR102", 2),
        (b"a = 2018-02-30\n", "JR102", 1),
        (b"a = " + b"9" * 5000, "JR102", 1),
        (b"a = " + b"[" * 17 + b"]" * 17, "JR103", 0),
        (b"a = " + b"[" * 9000 + b"]" * 9000, "JR103", 0),
    ],
)
def test_what_is_not_a_sound_file_is_told_with_its_line(tmp_path, raw, code, line):
    path = tmp_path / "f.toml"
    path.write_bytes(raw)
    problem = refused(path)

    assert (problem.code, problem.place.line) == (code, line)


def test_windows_line_ends_do_not_shift_places(tmp_path):
    path = tmp_path / "f.toml"
    path.write_bytes(b"a = 1\r\nb = 2\r\n")
    document, _ = read(path)

    assert document
    assert document.at_key(("b",)).line == 2


def test_a_path_calls_tables_by_their_id():
    data = {"rule": [{"id": "one", "edition": [{"from": 1}]}, {"item": "x"}]}
    document = Document("f.toml", data, "")

    assert document.written(("rule", 0, "edition", 0, "from")) == "rule[one].edition[1].from"
    assert document.written(("rule", 1, "id")) == "rule[2].id"
