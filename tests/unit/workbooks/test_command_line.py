"""Workbooks on the command line."""

from __future__ import annotations

import openpyxl
import pytest

from jintan_rules import cli
from tests.unit.workbooks.small import book, content

VILLAGE = {
    "组织类别": "村",
    "组织层级": "党支部",
    "组织形态": "单独组建",
    "成立日期": "1998-06-01",
    "正式党员数": 7,
    "是否设支委会": "否",
}


@pytest.fixture
def folder(tmp_path):
    branches = tmp_path / "branches"
    branches.mkdir()
    (branches / "a.xlsx").write_bytes(content(book(VILLAGE)))
    other = book(VILLAGE)
    other["组织"]["B4"] = "b-2"
    (branches / "b.xlsx").write_bytes(content(other))
    return branches


def test_template_writes_the_workbook_to_fill(tmp_path):
    path = tmp_path / "t.xlsx"

    assert cli.main(["template", "village", "--output", str(path)]) == cli.CLEAR
    assert "组织" in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_template_follows_the_language(tmp_path):
    path = tmp_path / "t.xlsx"

    assert cli.main(["template", "organ", "--lang", "en", "--output", str(path)]) == cli.CLEAR
    assert "Organisation" in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_check_judges_a_workbook(folder, capsys):
    code = cli.main(["check", str(folder / "a.xlsx"), "--as-of", "2024-12-31"])

    assert code == cli.BREACH
    assert "b-1" in capsys.readouterr().out


def test_check_tells_what_is_wrong_by_its_cell(tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content(book({"成立日期": "2024.3"})))

    assert cli.main(["check", str(path)]) == cli.FAILED
    assert f"{path} [组织!B5]: JR404" in capsys.readouterr().err


def test_check_judges_a_folder_and_writes_one_list(folder, tmp_path, capsys):
    (folder / "c.xlsx").write_bytes(b"not a workbook")
    path = tmp_path / "list.xlsx"
    arguments = ["check", str(folder), "--as-of", "2024-12-31"]

    code = cli.main([*arguments, "--format", "xlsx", "--output", str(path)])

    assert code == cli.FAILED
    assert "JR551" in capsys.readouterr().err
    lines = openpyxl.load_workbook(path)["组织一览"].iter_rows(min_row=2, values_only=True)
    assert [line[0] for line in lines] == ["b-1", "b-2"]


def test_check_of_a_folder_without_workbooks_says_so(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path)]) == cli.FAILED
    assert "JR101" in capsys.readouterr().err


def test_a_list_wants_a_file(folder, capsys):
    assert cli.main(["check", str(folder), "--format", "xlsx"]) == cli.FAILED
    assert "--output" in capsys.readouterr().err


def test_the_list_never_overwrites_a_workbook_that_is_read(folder, capsys):
    path = str(folder / "a.xlsx")

    assert cli.main(["check", path, "--format", "xlsx", "--output", path]) == cli.FAILED
    assert openpyxl.load_workbook(path).sheetnames == ["组织"]
