"""The report's page as a reader meets it: in a browser, on a phone and on paper."""

import re
import shutil
import subprocess

import pytest

from jintan_rules.reports.phrases import say
from tests.browser import pages

pytestmark = pytest.mark.browser

SAMPLES = ("village", "organ")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_it_opens_offline_and_nothing_is_asked_for_or_complained_of(opened, name, lang):
    page = opened(pages.report_page(name, lang))

    assert page.requests == [page.file.as_uri()]
    assert page.complaints == []
    assert page.page.title().startswith(say("report-title", lang))


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("zh", "light", 360), ("zh", "dark", 1440), ("en", "light", 1440), ("en", "dark", 360)],
)
def test_the_accessibility_check_finds_nothing(opened, lang, scheme, width):
    page = opened(pages.report_page("village", lang), width=width, scheme=scheme, script=True)
    page.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.violations() == []


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_it_never_scrolls_sideways(opened, name, width):
    page = opened(pages.report_page(name, "zh"), width=width)

    assert not page.too_wide
    page.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert not page.too_wide


def test_light_and_dark_follow_the_reader(opened):
    light, dark = (
        opened(pages.report_page("village", "zh"), scheme=each).page.evaluate(
            """(style => [style.color, style.backgroundColor])(getComputedStyle(document.body))"""
        )
        for each in ("light", "dark")
    )

    assert light == ["rgb(27, 27, 27)", "rgb(255, 255, 255)"]
    assert dark == ["rgb(236, 236, 236)", "rgb(22, 24, 27)"]


def test_what_is_to_be_done_is_open_and_the_rest_is_folded(opened):
    page = opened(pages.report_page("village", "zh")).page
    seen = page.inner_text("main")
    report = pages.report("village")

    assert all(each.rule.title in seen for each in (*report.breaches, *report.deviations))
    assert all(each.rule.title in seen for each in report.unknowns)
    assert page.is_hidden("section[aria-labelledby=others] article")
    page.click("section[aria-labelledby=others] > details > summary")
    assert page.is_visible("section[aria-labelledby=others] article >> nth=0")


def printed(page):
    reader, teller = shutil.which("pdftotext"), shutil.which("pdfinfo")
    if not (reader and teller):
        pytest.skip("pdftotext and pdfinfo (poppler-utils) are not installed")
    file = page.file.with_suffix(".pdf")
    page.page.pdf(path=file, prefer_css_page_size=True)
    found = subprocess.run([reader, file, "-"], check=True, capture_output=True)
    size = subprocess.run([teller, file], check=True, capture_output=True)
    return "".join(found.stdout.decode().split()), size.stdout.decode()


def test_on_a4_paper_every_breach_stands_with_clause_and_remedy(opened):
    text, facts = printed(opened(pages.report_page("village", "zh")))
    report = pages.report("village")

    assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts", facts)
    for finding in report.breaches:
        assert "".join(finding.rule.title.split()) in text
        assert "".join(finding.rule.citations[0].instrument.title.split()) in text
        for slot in finding.with_outcome(finding.outcome):
            assert "".join(slot.remedy.zh.split()) in text
    assert "".join(say("print-folded", "zh").split()) in text


def test_on_paper_what_is_folded_is_only_its_heading_until_it_is_unfolded(opened):
    page = opened(pages.report_page("village", "zh"))
    folded, _ = printed(page)
    page.page.click("section[aria-labelledby=others] > details > summary")
    unfolded, _ = printed(page)

    assert "其他主体的职责" in folded
    assert len(unfolded) > len(folded) + 500


def test_paper_is_black_on_white_even_for_a_dark_reader(opened):
    page = opened(pages.report_page("village", "zh"), scheme="dark").page
    page.emulate_media(media="print")
    colours = page.evaluate(
        """[...new Set([...document.querySelectorAll('body, body *')].flatMap(each => {
             const style = getComputedStyle(each);
             return [style.color, style.borderLeftColor, style.backgroundColor];
           }))]"""
    )

    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
