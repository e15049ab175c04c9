"""What results show of themselves, inside a notebook's dark and light theme."""

import pytest

import jintan_rules as jr
from tests.browser import pages

pytestmark = pytest.mark.browser

THEMES = {"light": ("#ffffff", "#1b1b1b"), "dark": ("#111111", "#e0e0e0")}


def notebook(theme):
    """Return a page with the themes of a notebook and all fragments in it."""
    report = pages.report("village")
    due = jr.deadlines(report.record, report.profile, as_of=report.as_of, horizon=pages.HORIZON)
    finding = report.breaches[0]
    shown = (report, report.breaches, finding, finding.slots[0], finding.rule, report.profile, due)
    paper, ink = THEMES[theme]
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>notebook</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body style="background:{paper};color:{ink}"><main><h1>notebook</h1>'
        + "".join(each._repr_html_() for each in shown)
        + "</main></body></html>"
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_can_be_read_in_every_theme_whatever_the_system_prefers(opened, theme, scheme):
    page = opened(notebook(theme), scheme=scheme, script=True)
    wrong = [each for each in page.violations() if each[0] == "color-contrast"]

    assert wrong == []
    assert page.requests == [page.file.as_uri()]
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 1440])
def test_a_wide_table_scrolls_by_itself(opened, width):
    assert not opened(notebook("light"), width=width).too_wide
