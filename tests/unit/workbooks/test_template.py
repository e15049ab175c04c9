"""The workbook that a branch fills."""

from __future__ import annotations

import io
import sys

import openpyxl
import pytest

import jintan_rules as jr
from jintan_rules.workbooks.layout import layout_of, plain
from jintan_rules.workbooks.reading import read_workbook
from jintan_rules.workbooks.template import template_workbook
from jintan_rules.workbooks.wanted import Wanted

PROFILES = ("village", "community", "organ", "soe", "non_public", "social_org", "institution")


@pytest.fixture(scope="module")
def profile() -> jr.Profile:
    return jr.load_profile("village")


@pytest.fixture(scope="module")
def made(profile) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_workbook(profile)))


def checks(sheet, cell):
    """Return the checks of a cell."""
    return [each for each in sheet.data_validations.dataValidation if cell in each.cells]


def test_it_has_a_sheet_for_the_organisation_and_one_for_each_list(made, profile):
    wanted = Wanted.of(profile)

    titles = [table.titles.zh for table in wanted.tables]
    assert made.sheetnames == ["填写说明", "组织", *titles, "可选值"]
    assert titles[-2:] == ["台账缺失", "情况说明"]


@pytest.mark.parametrize("name", PROFILES)
def test_it_asks_for_everything_that_the_schema_of_the_profile_names(name):
    profile = jr.load_profile(name)
    wanted = Wanted.of(profile)
    schema = jr.record_schema(profile)["properties"]

    needed = {key for key, value in schema.items() if value is not True} - {"gaps", "reasons"}
    tables = {table.key: table for table in wanted.tables}
    asked = {column.name for column in wanted.organization} | tables.keys()
    assert needed == asked - {"gaps", "reasons"}
    for key in needed & profile.vocabulary.lists.keys():
        columns = schema[key]["items"]["properties"]
        named = {column for column, value in columns.items() if value is not True}
        assert {column.name for column in tables[key].columns} == named


def test_its_example_rows_are_never_read(profile):
    for lang in ("zh", "en"):
        book = openpyxl.load_workbook(io.BytesIO(template_workbook(profile, lang=lang)))
        for sheet in book:
            if sheet["A2"].value in ("本表是否填全", "Is this sheet complete?"):
                sheet["B2"] = "是"
        own = book["组织" if lang == "zh" else "Organisation"]
        own["B4"] = "b-1"
        content = io.BytesIO()
        book.save(content)

        record = read_workbook(content.getvalue())
        assert record.facts == {"category": "village"}
        assert set(record.lists.values()) == {()}
        assert record.notes == ()


def test_equal_profiles_give_equal_bytes(profile):
    assert template_workbook(profile) == template_workbook("village")


def test_it_can_be_written_to_a_file(profile, tmp_path):
    content = template_workbook(profile, tmp_path / "a.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == content


def test_a_truth_and_a_word_are_chosen_from_a_list(made):
    sheet = made["会议活动"]
    headings = {sheet.cell(3, at).value: at for at in range(1, sheet.max_column + 1)}
    for heading in ("主持人", "会议类型"):
        cell = sheet.cell(5, headings[heading]).coordinate
        (check,) = checks(sheet, cell)
        assert check.type == "list"
        title, _, place = check.formula1.rpartition("!")
        words = [row[0].value for row in made[title.strip("'")][place.replace("$", "")]]
        assert all(words)


def test_a_set_may_hold_several_words_so_it_is_not_held_to_the_list(made):
    sheet = made["会议活动"]
    at = next(at for at in range(1, 30) if sheet.cell(3, at).value == "会议类型")
    (check,) = checks(sheet, sheet.cell(5, at).coordinate)

    assert not check.showErrorMessage
    assert "支部党员大会" in check.prompt


def test_numbers_and_days_are_held_to_their_range(made):
    sheet = made["会议活动"]
    headings = {sheet.cell(3, at).value: at for at in range(1, sheet.max_column + 1)}
    (number,) = checks(sheet, sheet.cell(5, headings["应到人数\n（人）"]).coordinate)
    (day,) = checks(sheet, sheet.cell(5, headings["召开日期"]).coordinate)
    (never,) = checks(sheet, sheet.cell(5, headings["归档日期"]).coordinate)

    assert (number.type, number.operator, number.formula1) == ("whole", "between", "0")
    assert (day.type, day.showErrorMessage) == ("date", True)
    assert never.type == "custom"
    assert "未发生" in never.formula1


def test_a_reference_is_chosen_among_the_ids_of_the_other_sheet(made):
    sheet = made["党费"]
    at = next(at for at in range(1, 30) if sheet.cell(3, at).value == "人员")
    (check,) = checks(sheet, sheet.cell(5, at).coordinate)

    assert "'党员名册'!$A$5" in check.formula1
    assert check.errorStyle == "warning"


def test_messages_beside_cells_keep_to_what_programs_can_show(made):
    for sheet in made:
        for check in sheet.data_validations.dataValidation:
            assert len(check.prompt) <= 255
            assert len(check.promptTitle) <= 32
            assert check.formula1 is None or len(check.formula1) <= 255


def test_every_sheet_prints_on_a4_with_its_headings_frozen_and_repeated(made):
    for sheet in made:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.title == "填写说明" or sheet.freeze_panes


def test_the_guide_names_the_rules_that_need_a_column(made):
    rows = [
        [cell.value for cell in row]
        for row in made["填写说明"].iter_rows()
        if row[0].value == "会议活动"
    ]
    kinds = next(row for row in rows if row[1] == "会议类型")

    assert "支部党员大会" in kinds[2]
    assert kinds[4] > 10
    assert "支部党员大会每季度至少一次" in kinds[5]


def test_the_guide_leads_to_each_sheet(made):
    links = {
        row[0].hyperlink.location
        for row in made["填写说明"].iter_rows()
        if row[0].hyperlink is not None
    }

    assert links == {f"'{title}'!A1" for title in made.sheetnames[1:-1]}


@pytest.mark.parametrize("name", PROFILES)
def test_names_of_sheets_are_such_as_programs_take(name):
    for lang in ("zh", "en"):
        content = template_workbook(name, lang=lang)
        titles = openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames
        assert all(0 < len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)
        assert len({plain(title) for title in titles}) == len(titles)


def test_every_column_answers_to_one_heading_only():
    layout = layout_of(jr.load_profile("village").vocabulary)

    for columns in (layout.organization, *(table.columns for table in layout.tables)):
        spelled = [way for column in columns for way in column.known]
        assert len(spelled) == len(set(spelled))


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="lang"):
        template_workbook("village", lang="fr")


def test_without_openpyxl_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(jr.EvaluationError) as caught:
        template_workbook("village")

    assert caught.value.problems[0].code == "JR550"
    assert "jintan-rules[workbooks]" in caught.value.problems[0].mend
