"""Small workbooks for tests: the organisation's sheet, and meetings with a few columns."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

import jintan_rules as jr
from jintan_rules.workbooks.reading import read_workbook

MEETING_HEADINGS = ("编号", "召开日期", "会议类型", "应到人数（人）", "主要负责人是否通报工作")
#: Where the value of the first fact stands, and the first row of meetings.
FIRST_FACT, FIRST_MEETING = 4, 5


def book(
    facts: dict[str, Any] | None = None,
    meetings: list[tuple[Any, ...]] | None = None,
    complete: Any = None,
) -> openpyxl.Workbook:
    """Return a workbook with some facts, by their labels, and some meetings."""
    made = openpyxl.Workbook()
    own = made.active
    own.title = "组织"
    own.append(["某组织"])
    own.append(["说明"])
    own.append(["项目", "填写", "单位", "可填内容", "说明", "代码"])
    for label, value in {"档案编号": "b-1", **(facts or {})}.items():
        own.append([label, value])
    if meetings is not None:
        sheet = made.create_sheet("会议活动")
        sheet.append(["会议活动"])
        sheet.append(["本表是否填全", complete])
        sheet.append(MEETING_HEADINGS)
        sheet.append(["示例", "2024-03-05", "支部党员大会、支委会", 10, "是"])
        for row in meetings:
            sheet.append(row)
    return made


def content(made: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(made: openpyxl.Workbook) -> jr.Record:
    """Read a workbook."""
    return read_workbook(content(made))


def problems(made: openpyxl.Workbook) -> list[tuple[str, str]]:
    """Return the place and code of everything that is wrong with a workbook."""
    return told(content(made))


def told(given: bytes) -> list[tuple[str, str]]:
    """Return the place and code of everything that is wrong with these bytes."""
    try:
        record = read_workbook(given)
    except jr.RecordError as error:
        return [(problem.place.path, problem.code) for problem in error.problems]
    raise AssertionError(f"it was read: {record}")
