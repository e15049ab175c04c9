"""Reports as a workbook."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

import jintan_rules as jr
from jintan_rules.errors import Place
from jintan_rules.workbooks import listing
from jintan_rules.workbooks.listing import to_workbook
from jintan_rules.workbooks.package import opened as package_of
from jintan_rules.workbooks.sheets import read_sheet

EXAMPLES = Path(__file__).parents[3] / "examples"
AS_OF = dt.date(2024, 11, 30)


def report_of(name: str, **changes: object) -> jr.Report:
    mapping = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return jr.evaluate(jr.Record.from_dict({**mapping, **changes}), as_of=AS_OF)


@pytest.fixture(scope="module")
def reports() -> list[jr.Report]:
    return [report_of("village"), report_of("organ")]


@pytest.fixture(scope="module")
def made(reports) -> openpyxl.Workbook:
    return opened(to_workbook(iter(reports)))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet) -> list[dict[str, object]]:
    names, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in found]


def test_it_has_the_list_the_summaries_the_unknowns_and_all_verdicts(made):
    assert made.sheetnames == ["整改清单", "分类汇总", "组织一览", "待核实", "全部结论"]


def test_each_breach_and_deviation_is_on_the_list(made, reports):
    listed = {(row["组织"], row["条款编号"], row["程度"]) for row in rows(made["整改清单"])}

    expected = {
        (report.record.id, finding.rule.id, finding.level.zh)
        for report in reports
        for finding in (*report.breaches, *report.deviations)
    }
    assert expected <= listed
    assert len(listed) == len(expected) + sum(
        each.outcome is jr.Outcome.FAIL and each.level in (jr.Level.BREACH, jr.Level.DEVIATION)
        for report in reports
        for each in report.others
    )


def test_a_line_says_what_was_found_what_to_do_and_leaves_room(made):
    line = next(
        row for row in rows(made["整改清单"]) if row["条款编号"] == "act.members-meeting.quarterly"
    )

    assert line["考核单元"] == "2024年第三季度"
    assert "支部党员大会" in line["发现的问题"]
    assert line["整改措施"].startswith("2024年第三季度至少召开支部党员大会1次")
    assert line["应完成日"] == dt.datetime(2024, 9, 30)
    assert line["责任主体"] == "本组织"
    assert "第11条" in line["依据"]
    assert line["整改期限"] is line["整改状态"] is line["备注"] is None
    (check,) = made["整改清单"].data_validations.dataValidation
    assert check.formula1 == '"未整改,整改中,已整改"'


def test_the_summary_counts_by_category_and_area(made, reports):
    counted = {(row["类别"], row["领域"]): row for row in rows(made["分类汇总"])}
    village = reports[0].summary()[1]

    assert counted["村", "基本队伍"]["违反"] == village.breaches
    assert counted["村", "基本队伍"]["达标"] == village.passed
    assert counted["村", "全部领域"]["违反"] == len(reports[0].breaches)
    assert counted["合计", "全部领域"]["组织数"] == 2
    assert counted["合计", "全部领域"]["违反"] == sum(len(each.breaches) for each in reports)


def test_each_organisation_has_a_line_with_its_days(made, reports):
    lines = rows(made["组织一览"])

    assert [row["组织"] for row in lines] == [report.record.id for report in reports]
    assert {row["考核日"] for row in lines} == {dt.datetime(2024, 11, 30)}
    assert [row["待核实"] for row in lines] == [len(report.unknowns) for report in reports]


def test_every_fact_that_would_settle_something_is_named_once_with_its_sheet(made, reports):
    lines = rows(made["待核实"])

    expected = {
        (report.record.id, missing.path)
        for report in reports
        for finding in report.unknowns
        for missing in finding.missing
    }
    assert {(row["组织"], row["档案路径"]) for row in lines} == expected
    gap = next(row for row in lines if str(row["档案路径"]).startswith("meetings 2024-05"))
    assert gap["所在表"] == "会议活动"
    assert gap["影响条款数"] > 1


def test_the_verdicts_count_every_slot(made, reports):
    lines = rows(made["全部结论"])

    assert sum(row["单元数"] for row in lines) == sum(
        len(finding.slots) for report in reports for finding in report.findings
    )
    rules = {(report.record.id, each.rule.id) for report in reports for each in report.findings}
    assert {(row["组织"], row["条款编号"]) for row in lines} == rules


def test_headings_are_frozen_and_filtered_and_pages_are_a4(made):
    for sheet in made:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.partition(':')[2]}"
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$1"


def test_days_are_days(made):
    cell = made["整改清单"]["K2"]

    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "|"])
def test_no_text_becomes_a_formula_and_each_stays_as_it_was(sign):
    name = f"{sign}HYPERLINK(1)"
    book = opened(to_workbook(report_of("village", id=name)))

    for sheet in book:
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        named = [cell for cell in cells if cell.value == name]
        assert all(cell.quotePrefix for cell in named)
    assert book["组织一览"]["A2"].value == name
    assert book["组织一览"]["A2"].quotePrefix


@pytest.mark.parametrize("name", ["1234567890123456", "TRUE", "#REF!", "2024-03-05"])
def test_a_text_that_looks_like_something_else_stays_a_text(name):
    book = opened(to_workbook(report_of("village", id=name)))

    assert book["组织一览"]["A2"].value == name
    assert book["组织一览"]["A2"].data_type == "s"


@pytest.mark.parametrize("name", ["_x0041_", "a_x000D_b"])
def test_what_the_format_takes_for_an_escaped_sign_is_marked(name):
    package = package_of(to_workbook(report_of("village", id=name)), Place("list"))
    part = next(each for each in package.sheets if each.title == "组织一览")

    assert read_sheet(package, part).rows[2][1].text == name


def test_equal_reports_give_equal_bytes(reports):
    assert to_workbook(reports[0]) == to_workbook([reports[0]])


def test_it_can_be_written_to_a_file(reports, tmp_path):
    content = to_workbook(reports[0], tmp_path / "list.xlsx", lang="en")

    assert (tmp_path / "list.xlsx").read_bytes() == content
    assert opened(content).sheetnames[0] == "Rectification"


def test_no_report_gives_headings_alone():
    assert all(sheet.max_row == 1 for sheet in opened(to_workbook([])))


def test_a_sheet_that_is_full_goes_on_on_another(reports, monkeypatch):
    monkeypatch.setattr(listing, "MOST_ROWS", 100)
    book = opened(to_workbook(reports[0]))

    titles = [title for title in book.sheetnames if title.startswith("全部结论")]
    assert titles[:2] == ["全部结论", "全部结论 2"]
    assert book["全部结论"].max_row == 100
    assert sum(row["单元数"] for title in titles for row in rows(book[title])) == sum(
        len(finding.slots) for finding in reports[0].findings
    )


def test_another_language_is_refused(reports):
    with pytest.raises(ValueError, match="lang"):
        to_workbook(reports, lang="fr")
