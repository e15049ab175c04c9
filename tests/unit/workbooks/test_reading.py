"""Broken and untidy workbooks: what is certain is read, all else is told by sheet and cell."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

import jintan_rules as jr
from jintan_rules.records.record import Gap
from jintan_rules.workbooks.reading import read_workbook, read_workbooks
from tests.unit.workbooks.small import MEETING_HEADINGS, book, content, problems, read

MEETING = ("m1", "2024-01-12", "支部党员大会、主题党日", 23, "是")


def test_a_plain_workbook_is_read():
    record = read(book({"组织类别": "村", "正式党员数": 23}, [MEETING], complete="是"))

    assert record.facts == {"category": "village", "full_members": 23}
    (row,) = record.lists["meetings"]
    assert (row.label, row.values["held_on"]) == ("m1", dt.date(2024, 1, 12))
    assert row.values["kinds"] == {"members", "theme_day"}
    assert row.values["principal_reported"] is True
    assert record.notes == ()


# -- complete, open, absent ----------------------------------------------------------------


def test_a_sheet_left_empty_is_not_known():
    assert "meetings" not in read(book({}, [])).lists


def test_an_empty_sheet_said_to_be_complete_says_none():
    assert read(book({}, [], complete="是")).lists["meetings"] == ()


def test_an_empty_sheet_said_to_be_incomplete_is_not_known():
    record = read(book({}, [], complete="否"))

    assert "meetings" not in record.lists
    assert record.gaps == ()


def test_rows_of_a_sheet_said_to_be_incomplete_leave_the_list_open():
    record = read(book({}, [MEETING], complete="否"))

    assert len(record.lists["meetings"]) == 1
    assert record.gaps == (Gap("meetings", dt.date.min, dt.date.max),)


def test_rows_without_a_word_are_taken_as_complete_and_that_is_told():
    record = read(book({}, [MEETING]))

    assert record.gaps == ()
    assert [note.partition("：")[0] for note in record.notes] == ["会议活动!B2"]


def test_another_word_for_complete_is_refused():
    assert problems(book({}, [MEETING], complete="大概")) == [("会议活动!B2", "JR402")]


# -- the example row -----------------------------------------------------------------------


def test_the_example_row_is_no_data():
    assert len(read(book({}, [MEETING], complete="是")).lists["meetings"]) == 1


def test_an_example_row_that_was_changed_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["D4"] = 99

    assert problems(made) == [("会议活动!A4", "JR559")]


def test_an_example_row_without_its_column_of_ids_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].delete_cols(1)
    made["会议活动"]["A2"], made["会议活动"]["B2"] = "本表是否填全", "是"

    assert problems(made) == [("会议活动!A4", "JR559")]


def test_an_example_row_may_be_deleted():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].delete_rows(4)

    assert len(read(made).lists["meetings"]) == 1


# -- headings ------------------------------------------------------------------------------


def test_columns_may_be_moved_and_a_title_may_stand_above():
    made = book({}, [], complete="是")
    sheet = made["会议活动"]
    sheet.insert_rows(1, 3)
    sheet["A1"] = "某某村2024年度会议活动台账"
    sheet.delete_rows(6, 2)
    sheet.append(["实到人数", "召开日期", "编号"])
    sheet.append([20, "2024-02-01", "m9"])

    (row,) = read(made).lists["meetings"]
    assert (row.label, row.values["present"]) == ("m9", 20)


def test_two_rows_of_headings_are_read_by_the_lower_one():
    made = book({}, [], complete="是")
    sheet = made["会议活动"]
    sheet.delete_rows(3, 2)
    for column, text in enumerate(("编号", "会议情况", None, "人数", None), 1):
        sheet.cell(3, column).value = text
    for column, text in enumerate((None, "召开日期", "会议类型", "应到人数", "实到人数"), 1):
        sheet.cell(4, column).value = text
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:E3")
    sheet.append(["m1", "2024-02-01", "党课", 10, 9])

    (row,) = read(made).lists["meetings"]
    assert (row.label, row.values["present"]) == ("m1", 9)


def test_a_row_of_headings_printed_again_is_passed_over():
    made = book({}, [MEETING, MEETING_HEADINGS, ("m2", "2024-02-12", "党课")], complete="是")

    assert [row.label for row in read(made).lists["meetings"]] == ["m1", "m2"]


def test_a_heading_slightly_renamed_is_refused_with_what_it_may_be():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["B3"] = "召开的日期"

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.code) == ("会议活动!B3", "JR554")
    assert "召开日期" in problem.mend


@pytest.mark.parametrize(
    "heading", ["召 开 日 期", "召开日期*", "召开日期：", "召开\n日期", "HELD ON"]
)
def test_a_heading_may_be_set_otherwise(heading):
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["B3"] = heading

    assert len(read(made).lists["meetings"]) == 1


def test_a_column_of_ones_own_is_left_out_and_told():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["F3"], made["会议活动"]["F5"] = "记录人签字", "=1+1"

    record = read(made)
    assert len(record.lists["meetings"]) == 1
    assert [note.partition("：")[0] for note in record.notes] == ["会议活动!F3"]


def test_a_heading_that_stands_twice_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["F3"] = "召开日期"

    assert problems(made) == [("会议活动!F3", "JR554")]


def test_a_sheet_without_headings_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].delete_rows(3)
    made["会议活动"].delete_rows(3)

    assert problems(made) == [("会议活动!A1", "JR554")]


# -- sheets --------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["会议活动 ", " 会议 活动", "meetings", "Meetings"])
def test_a_sheet_is_known_by_any_of_its_names(title):
    made = book({}, [MEETING], complete="是")
    made["会议活动"].title = title

    assert len(read(made).lists["meetings"]) == 1


@pytest.mark.parametrize("title", ["会议活动表", "Sheet2", "2024年"])
def test_a_renamed_sheet_is_known_by_its_headings_and_refused(title):
    made = book({}, [MEETING], complete="是")
    made["会议活动"].title = title

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.code) == (title, "JR553")
    assert "会议活动" in problem.mend


def test_a_copy_of_a_sheet_is_refused():
    made = book({}, [MEETING], complete="是")
    made.copy_worksheet(made["会议活动"]).title = "会议活动 (2)"

    assert problems(made) == [("会议活动 (2)", "JR553")]


def test_a_sheet_of_ones_own_is_left_out_and_told():
    made = book({}, [MEETING], complete="是")
    made.create_sheet("村情简介")["A1"] = "本村位于…"
    made.create_sheet("Sheet3")

    record = read(made)
    assert [note.partition("：")[0] for note in record.notes] == ["村情简介"]


def test_a_workbook_without_the_organisation_is_refused():
    made = openpyxl.Workbook()
    made.active["A1"] = "随便"

    assert ("组织", "JR553") in problems(made)


def test_the_organisation_under_another_name_is_refused_with_the_right_one():
    made = book({"正式党员数": 3})
    made["组织"].title = "基本情况"

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    told = {problem.place.path: problem for problem in caught.value.problems}
    assert set(told) == {"基本情况"}
    assert told["基本情况"].code == "JR553"
    assert "组织" in told["基本情况"].mend


def test_a_hidden_sheet_is_read_and_told():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].sheet_state = "veryHidden"

    record = read(made)
    assert len(record.lists["meetings"]) == 1
    assert [note.partition("：")[0] for note in record.notes] == ["会议活动"]


# -- rows and cells ------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_read_and_told():
    made = book({}, [MEETING, ("m2", "2024-02-12", "党课")], complete="是")
    made["会议活动"].row_dimensions[6].hidden = True
    made["会议活动"].column_dimensions["C"].hidden = True

    record = read(made)
    assert [row.label for row in record.lists["meetings"]] == ["m1", "m2"]
    assert record.lists["meetings"][1].values["kinds"] == {"lecture"}
    assert sorted(note.partition("：")[0] for note in record.notes) == [
        "会议活动!A6",
        "会议活动!C4",
    ]


def test_empty_rows_between_do_no_harm_and_places_stay_right():
    made = book({}, [MEETING, (), (), ("m2", "2024-02-30", "党课")], complete="是")

    assert problems(made) == [("会议活动!B8", "JR404")]


def test_cells_merged_over_rows_are_refused():
    made = book({}, [MEETING, ("m2", None, "党课")], complete="是")
    made["会议活动"].merge_cells("B5:B6")

    assert problems(made) == [("会议活动!B5", "JR555")]


def test_cells_merged_over_columns_are_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].merge_cells("C5:D5")

    assert problems(made) == [("会议活动!C5", "JR555")]


def test_blank_merged_cells_and_those_beside_the_list_do_no_harm():
    made = book({}, [MEETING], complete="是")
    made["会议活动"].merge_cells("A8:E9")
    made["会议活动"]["G5"] = "备注很长"
    made["会议活动"].merge_cells("G5:H9")

    assert len(read(made).lists["meetings"]) == 1


def test_a_value_merged_with_its_unit_is_read():
    made = book({"正式党员数": 23})
    made["组织"].merge_cells("B5:C5")

    assert read(made).facts["full_members"] == 23


def test_a_formula_without_a_result_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["D5"] = "=20+3"

    assert problems(made) == [("会议活动!D5", "JR556")]


def test_an_array_formula_without_a_result_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["D5"] = ArrayFormula("D5", "=SUM(A1:A2)")

    assert problems(made) == [("会议活动!D5", "JR556")]


def test_an_error_value_is_refused():
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["D5"] = "#REF!"

    assert problems(made) == [("会议活动!D5", "JR557")]


def test_a_row_of_totals_is_refused():
    made = book({}, [MEETING, ("合计", None, None, 23)], complete="是")

    assert problems(made) == [("会议活动!A6", "JR562")]


@pytest.mark.parametrize(
    "text", ["注：以上为全年会议", "负责人（签字）：", "填报日期：", "备注", "合 计"]
)
def test_what_stands_below_a_list_is_no_row_and_nobodys_name(text):
    made = book({}, [MEETING, (text, "2024年12月30日填")], complete="是")

    assert problems(made) == [("会议活动!A6", "JR562")]


@pytest.mark.parametrize("heading", ["召开时间", "开会时间", "会议日期", "日期", "活动时间"])
def test_the_day_of_a_list_under_another_heading_is_never_dropped(heading):
    made = book({}, [MEETING], complete="是")
    made["会议活动"]["B3"] = heading

    assert problems(made) == [("会议活动!B3", "JR554")]


def test_a_column_of_other_times_is_ones_own_where_the_day_is_there():
    made = book({}, [(*MEETING, "9:30")], complete="是")
    made["会议活动"]["F3"] = "录入时间"

    assert [note.partition("：")[0] for note in read(made).notes] == ["会议活动!F3"]


def test_the_name_of_a_rule_in_the_place_of_its_id_says_where_the_id_is():
    made = book({})
    sheet = made.create_sheet("情况说明")
    sheet.append(["序号", "条款编号", "考核单元", "日期", "原因代码"])
    sheet.append([1, "支部党员大会每季度至少一次", None, None, "flood"])

    assert ("情况说明!B2", "JR402") in problems(made)


def test_all_problems_come_at_once():
    made = book(
        {"组织类别": "乡村", "正式党员数": -1, "成立日期": "2024.3"},
        [("m1", "2024-1-1", "党课"), ("m1", "明天", "茶话会")],
        complete="是",
    )

    assert problems(made) == [
        ("会议活动!A6", "JR406"),
        ("会议活动!B6", "JR404"),
        ("会议活动!C6", "JR403"),
        ("组织!B5", "JR403"),
        ("组织!B6", "JR403"),
        ("组织!B7", "JR404"),
    ]


def test_problems_come_in_the_order_of_the_rows():
    made = book({}, [(f"m{row}", "明天", "党课") for row in range(5, 13)], complete="是")

    assert [place for place, _ in problems(made)] == [f"会议活动!B{row}" for row in range(5, 13)]


def test_what_the_record_itself_refuses_is_told_by_its_cell():
    made = book({}, [MEETING], complete="是")
    people = made.create_sheet("党员名册")
    people.append(["本表是否填全", "是"])
    people.append(["编号"])
    people.append(["p1"])
    dues = made.create_sheet("党费")
    dues.append(["本表是否填全", "是"])
    dues.append(["所属月份", "人员", "按标准交纳数额（元）"])
    dues.append(["2024-01-01", "p9", 0.205])
    dues.append(["2024-01-01", "13800000000", 1])

    assert problems(made) == [
        ("党费!B3", "JR405"),
        ("党费!B4", "JR407"),
        ("党费!C3", "JR410"),
    ]


def test_no_message_repeats_what_looks_personal():
    made = book(
        {}, [("张三丰", "2024-01-12", "党课"), ("13800000000", "2024-01-12")], complete="是"
    )

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    assert "张三丰" not in str(caught.value)
    assert "13800000000" not in str(caught.value)


def test_messages_are_chinese_first_with_english_beside():
    made = book({"成立日期": "2024.3"})

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    text = str(caught.value)
    assert "workbook [组织!B5]: JR404 日期不全 / the date is not complete" in text
    assert "写全年月日，例如 2024-03-01 / write year, month and day" in text


# -- the organisation's sheet --------------------------------------------------------------


def test_an_organisation_has_an_id():
    made = book({})
    made["组织"]["B4"] = None

    assert problems(made) == [("组织!B4", "JR409")]


def test_the_id_of_the_organisation_is_left_as_it_is_filed():
    made = book({})
    made["组织"]["B4"] = "　金坛区×村（一）　"

    assert read(made).id == "金坛区×村（一）"


def test_rows_of_the_organisation_may_be_moved_and_are_known_by_their_names_too():
    made = book({"full_members": 7})
    made["组织"].insert_rows(4, 2)

    assert read(made).facts == {"full_members": 7}


def test_a_label_that_was_changed_is_known_by_the_name_beside_it():
    made = book({"正式党员（人）数量": 7})
    made["组织"]["F5"] = "full_members"

    assert read(made).facts == {"full_members": 7}


def test_a_row_that_is_not_known_is_refused_with_what_it_may_be():
    made = book({"正式党员人数": 7, "其他情况": None})

    with pytest.raises(jr.RecordError) as caught:
        read(made)
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.code) == ("组织!A5", "JR560")
    assert "正式党员数" in problem.mend


def test_a_fact_given_twice_is_refused():
    made = book({"正式党员数": 7, "正式党员数（人）": 8})

    assert problems(made) == [("组织!A6", "JR561")]


def test_a_label_and_a_name_that_disagree_are_refused():
    made = book({"正式党员数": 7})
    made["组织"]["F5"] = "probationary_members"

    assert problems(made) == [("组织!A5", "JR560")]


# -- folders, paths ------------------------------------------------------------------------


def test_a_folder_gives_every_workbook_and_stops_at_none(tmp_path):
    (tmp_path / "镇").mkdir()
    (tmp_path / "a.xlsx").write_bytes(content(book({})))
    (tmp_path / "b.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "c.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "镇" / "d.xlsx").write_bytes(content(book({})))
    (tmp_path / "~$a.xlsx").write_bytes(b"")
    (tmp_path / "读我.txt").write_text("…", encoding="utf-8")

    found = [
        (
            str(path.relative_to(tmp_path)),
            record.id if isinstance(record, jr.Record) else record.problems[0].code,
        )
        for path, record in read_workbooks(tmp_path)
    ]

    assert found == [
        ("a.xlsx", "b-1"),
        ("b.xlsx", "JR551"),
        ("c.xls", "JR551"),
        ("镇/d.xlsx", "JR406"),
    ]


def test_what_is_no_folder_is_refused(tmp_path):
    with pytest.raises(jr.RecordError) as caught:
        read_workbooks(tmp_path / "none")

    assert caught.value.problems[0].code == "JR101"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(jr.RecordError) as caught:
        read_workbook(tmp_path / "none.xlsx")

    assert caught.value.problems[0].code == "JR101"


def test_a_profile_may_be_named():
    assert read_workbook(content(book({})), "village").id == "b-1"


def test_the_notes_of_a_record_are_told_again_in_its_report():
    record = read(book({"组织类别": "村"}, [MEETING]))

    report = jr.evaluate(record, as_of=dt.date(2024, 12, 31))
    assert report.notes == record.notes != ()
