import re

import pytest

from jintan_rules.reports.markdown import plain
from tests.unit.reports.test_report_html import hostile_report
from tests.unit.reports.test_report_text import HEADINGS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sections_are_those_of_the_text_and_in_its_order(report, lang):
    headings = re.findall(r"^## (.*)$", report.to_markdown(lang), re.MULTILINE)

    assert headings[1 : 1 + len(HEADINGS[lang])] == HEADINGS[lang]


def test_it_tells_what_the_page_tells_of_a_breach(report):
    text = report.to_markdown()
    finding = report.breaches[0]

    assert f"### × {finding.rule.title}" in text
    assert "- **整改建议** 及时报上级党委审批" in text
    assert "- **依据** 《发展党员工作细则》第26条（已核对原文）" in text
    assert "bbbbbbbbbbbbbbbb" in text


def test_every_row_of_a_table_has_as_many_cells_as_its_head(report):
    lines = [line for line in report.to_markdown().splitlines() if line.startswith("|")]

    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {8, 5}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_a_record_holds_opens_no_mark_up(lang):
    text = hostile_report().to_markdown(lang)

    assert "<" not in re.sub(r"\\<", "", text)
    assert r"\<script\>alert(" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("**b** _c_ `d`", r"\*\*b\*\* \_c\_ \`d\`"),
        ("[a](b)", r"\[a\](b)"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("--- ", r"\---"),
        ("2024-05", "2024-05"),
        ("# one", r"\# one"),
        ("&lt;", r"\&lt;"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_text_is_shown_sign_by_sign(text, expected):
    assert plain(text) == expected
