"""Files that are no workbooks, and workbooks as odd programs write them."""

from __future__ import annotations

import io
import os
import random
import zipfile

import openpyxl
import pytest

import jintan_rules as jr
from jintan_rules.errors import Place
from jintan_rules.workbooks import book as book_module
from jintan_rules.workbooks import package as package_module
from jintan_rules.workbooks.package import opened
from jintan_rules.workbooks.reading import read_workbook
from jintan_rules.workbooks.sheets import letters, read_sheet, reference
from tests.unit.workbooks.small import book, content, told

#: How many damaged files are tried.
FUZZED = int(os.environ.get("JINTAN_EXAMPLES", "60"))
PIECES = (
    b"",
    b"9",
    b"-1",
    b'"',
    b"<c/>",
    b"<v>",
    b"</v>",
    b' r="A1"',
    b"\xe4\xb8\x80",
    b"\xb2",
    b"s",
)
MEETINGS = [("m1", "2024-01-12", "支部党员大会", 23, "是")]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def changed(given: bytes, **parts: bytes | None) -> bytes:
    """Return a file with some parts changed; None leaves one out. Slashes are written __."""
    wanted = {name.replace("__", "/"): part for name, part in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            key = name.removesuffix(".xml").removeprefix("xl/")
            part = wanted.get(key, before.read(name))
            if part is not None:
                after.writestr(name, part)
    return made.getvalue()


def part(given: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (OLE, "旧格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"", "空的"),
        (b"<html><table></table></html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页"),
        (b"id,name\n1,2\n", "不是工作簿"),
        (b"PK\x03\x04 and no more", "损坏"),
    ],
)
def test_another_kind_of_file_is_told_what_it_is(given, word):
    with pytest.raises(jr.RecordError) as caught:
        read_workbook(given)

    (problem,) = caught.value.problems
    assert problem.code == "JR551"
    assert word in problem.summary
    assert problem.mend


def test_an_archive_of_another_kind_is_no_workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert told(made.getvalue()) == [("", "JR551")]


def test_a_file_cut_short_is_damaged():
    whole = content(book({"正式党员数": 3}))

    assert {told(whole[:size])[0][1] for size in range(10, len(whole) - 10, 97)} == {"JR551"}


def test_a_part_that_is_not_well_formed_is_damaged():
    whole = content(book({}))
    broken = part(whole, "xl/worksheets/sheet1.xml").replace(b"</sheetData>", b"")

    assert told(changed(whole, worksheets__sheet1=broken)) == [("组织", "JR551")]


def test_a_part_that_is_missing_is_damaged():
    assert told(changed(content(book({})), worksheets__sheet1=None)) == [("组织", "JR551")]


def test_a_document_type_is_not_let_in():
    whole = content(book({}))
    bomb = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'
    broken = bomb + part(whole, "xl/worksheets/sheet1.xml")

    assert told(changed(whole, worksheets__sheet1=broken)) == [("组织", "JR551")]


def test_cells_that_do_not_say_where_they_stand_follow_each_other():
    whole = content(book({"正式党员数": 3}))
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <sheetData><row r="1"><c r="A1" s="0"/></row>
    <row><c t="inlineStr"><is><t>\xe9\xa1\xb9\xe7\x9b\xae</t></is></c>
    <c t="inlineStr"><is><t>\xe5\xa1\xab\xe5\x86\x99</t></is></c></row>
    <row><c t="inlineStr"><is><t>id</t></is></c></row>
    <row><c t="inlineStr"><is><t>\xe6\xa1\xa3\xe6\xa1\x88\xe7\xbc\x96\xe5\x8f\xb7</t></is></c>
    <c t="inlineStr"><is><t>b-7</t></is></c></row></sheetData></worksheet>"""

    assert read_workbook(changed(whole, worksheets__sheet1=sheet)).id == "b-7"


def test_texts_in_runs_are_put_together_without_their_readings():
    whole = content(book({}))
    sheet = part(whole, "xl/worksheets/sheet1.xml").replace(
        b"<t>b-1</t>",
        b"<r><t>b</t></r><r><rPr><b/></rPr><t>-8</t></r><rPh sb='0' eb='1'><t>x</t></rPh>",
    )

    assert read_workbook(changed(whole, worksheets__sheet1=sheet)).id == "b-8"


def test_a_million_formatted_rows_are_no_rows():
    whole = content(book({"正式党员数": 3}))
    blank = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/><c r="B%d" s="1"></c></row>'
        % (row, row, row)
        for row in range(10, 300_010)
    )
    sheet = part(whole, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", blank + b"</sheetData>"
    )

    assert read_workbook(changed(whole, worksheets__sheet1=sheet)).facts == {"full_members": 3}


def test_a_value_below_formatted_rows_is_not_lost():
    whole = content(book({}))
    row = (
        b'<row r="900000"><c r="A900000" t="inlineStr"><is><t>\xe5\xb1\x85\xe6\xb0\x91</t></is></c>'
    )
    row += b'<c r="B900000"><v>1</v></c></row>'
    sheet = part(whole, "xl/worksheets/sheet1.xml").replace(b"</sheetData>", row + b"</sheetData>")

    assert told(changed(whole, worksheets__sheet1=sheet)) == [("组织!A900000", "JR560")]


def test_a_program_may_write_dates_from_1904():
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = made.active
    sheet.title = "组织"
    for row in (["项目", "填写"], ["档案编号", "b-1"], ["成立日期", None]):
        sheet.append(row)
    sheet["B3"] = openpyxl.utils.datetime.from_excel(45356)

    assert str(read_workbook(content(made)).facts["established_on"]) == "2024-03-05"


def test_the_number_format_of_a_cell_is_its_style():
    made = book({"正式党员数": 3, "预备党员数": 1})
    made["组织"]["B5"].number_format = "0%"
    package = opened(content(made), Place("x"))
    sheet = read_sheet(package, package.sheets[0])

    assert sheet.rows[5][2].shows_a_percentage
    assert not sheet.rows[6][2].shows_a_percentage


@pytest.mark.parametrize(("text", "column"), [("A1", 1), ("Z9", 26), ("AA10", 27), ("XFD1", 16384)])
def test_columns_have_letters(text, column):
    assert reference(text)[1] == column
    assert text.startswith(letters(column))


def test_two_sheets_do_not_lie_in_one_part():
    whole = content(book({}, []))
    relations = part(whole, "xl/_rels/workbook.xml.rels").replace(b"sheet2.xml", b"sheet1.xml")
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(broken, "w") as after:
        for name in before.namelist():
            given = relations if name.endswith("workbook.xml.rels") else before.read(name)
            after.writestr(name, given)

    assert told(broken.getvalue()) == [("", "JR551")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<row r="4"', b'<row r="four"'),
        (b'r="A4"', b'r="4A"'),
        (b"<v>3</v>", b"<v>three</v>"),
        (b"<v>3</v>", b"<v>1e999</v>"),
        (b'<c r="B5" t="n"', b'<c r="B5" t="s"'),
    ],
)
def test_what_no_program_writes_is_damage(before, after):
    whole = content(book({"正式党员数": 3}))
    sheet = part(whole, "xl/worksheets/sheet1.xml")

    assert before in sheet
    assert told(changed(whole, worksheets__sheet1=sheet.replace(before, after))) == [
        ("组织", "JR551")
    ]


def test_a_workbook_with_more_cells_than_a_record_can_have_is_refused(monkeypatch):
    monkeypatch.setattr(book_module, "MOST_CELLS", 20)

    assert told(content(book({"正式党员数": 3}, []))) == [("会议活动", "JR552")]


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(package_module, "MOST_BYTES", 1000)
    assert told(content(book({}))) == [("", "JR552")]


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(package_module, "MOST_UNPACKED", 1000)
    assert told(content(book({}))) == [("", "JR552")]


@pytest.mark.parametrize("seed", range(FUZZED))
def test_no_damage_to_a_part_gives_anything_but_a_record_or_an_error(seed):
    chance = random.Random(seed)
    whole = content(book({"正式党员数": 3, "成立日期": "1998-06-01"}, MEETINGS, "是"))
    names = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"]
    names += ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"]
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(broken, "w") as after:
        victim = chance.choice(names)
        for name in before.namelist():
            given = bytearray(before.read(name))
            for _ in range(chance.randrange(1, 4) if name == victim else 0):
                start = chance.randrange(len(given))
                given[start : start + chance.randrange(6)] = chance.choice(PIECES)
            after.writestr(name, bytes(given))

    try:
        found: object = read_workbook(broken.getvalue())
    except jr.RecordError as error:
        found = error
    assert isinstance(found, jr.Record | jr.RecordError)
