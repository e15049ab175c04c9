import itertools
import re
from html.parser import HTMLParser

import pytest

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.reports.tags import MOST_ROWS
from jintan_rules.standard.words import Level, Outcome
from tests.unit.reports import sample

VOID = {"meta", "br"}
LOADING = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "audio", "video"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in its turn."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


@pytest.fixture(params=["zh", "en"])
def page(request, report):
    return Page(report.to_html(request.param))


def test_nothing_is_run_and_nothing_is_loaded(page, report):
    assert not LOADING & set(page.tags)
    assert not [each for each in page.attributes if each[1] in ("src", "href", "style")]
    assert not [each for each in page.attributes if each[1].startswith("on")]
    assert "url(" not in report.to_html()
    assert "@import" not in report.to_html()
    assert "default-src 'none'" in dict(each[1:] for each in page.attributes)["content"] or any(
        "default-src 'none'" in (each[2] or "") for each in page.attributes
    )


def test_the_page_says_its_language(report):
    assert '<html lang="zh-Hans">' in report.to_html("zh")
    assert '<html lang="en">' in report.to_html("en")


def test_headings_descend_without_a_gap(page):
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_scopes(page):
    scopes = [each[2] for each in page.attributes if each[:2] == ("th", "scope")]

    assert page.tags.count("table") == page.tags.count("caption") > 0
    assert len(scopes) == page.tags.count("th")
    assert set(scopes) == {"row", "col"}


def test_ids_are_unique_and_labels_lead_to_them(page):
    ids = [value for _, name, value in page.attributes if name == "id"]
    labels = [value for _, name, value in page.attributes if name == "aria-labelledby"]

    assert len(ids) == len(set(ids))
    assert set(labels) <= set(ids)


def test_every_verdict_is_a_word_beside_its_mark_and_colour(report):
    text = report.to_html()

    assert '<span class="mark" aria-hidden="true">×</span> <strong>不达标（违反）</strong>' in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert "size: A4" in text


def test_the_page_holds_the_explanation_and_the_rest(report):
    text = " ".join(Page(report.to_html()).text)

    assert "本条为“应当”条款，未做到即为违反。" in text
    assert "七名以上正式党员设支委会" in text
    assert "bbbbbbbbbbbbbbbb" in text


HOSTILE = '<script>alert("1")</script>&\'"'


def hostile_report():
    finding = sample.approval()
    slot = SlotResult(
        HOSTILE,
        Outcome.FAIL,
        Level.BREACH,
        remedy=sample.Label(HOSTILE, HOSTILE),
        missing=(sample.Missing(HOSTILE),),
        review=(HOSTILE,),
        evidence=(
            sample.Evidence(f"development[{HOSTILE}].approved_on", HOSTILE),
            sample.Evidence("tier", HOSTILE),
        ),
    )
    return sample.make_report((Finding(finding.rule, (slot,)),), notes=(HOSTILE,), library=HOSTILE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_a_record_holds_is_only_text(lang):
    page = Page(hostile_report().to_html(lang))

    assert "script" not in page.tags
    assert sum(HOSTILE in each for each in page.text) >= 3


def test_the_fragment_is_escaped_too():
    page = Page(hostile_report()._repr_html_())

    assert "script" not in page.tags
    assert any(HOSTILE in each for each in page.text)


def test_the_styles_of_the_fragment_reach_nothing_else(report):
    text = report._repr_html_()
    styles = re.search("<style>(.*?)</style>", text, re.DOTALL).group(1)
    selectors = [each.strip() for each in re.findall(r"(?:^|})([^{}]+){", styles)]

    assert selectors
    assert all(
        part.strip().startswith(".jintan-report")
        for selector in selectors
        for part in selector.split(",")
    )
    assert " id=" not in text


def test_a_long_table_says_how_many_rows_are_hidden():
    report = sample.make_report((sample.approval(),) * (MOST_ROWS + 5))
    page = Page(report._repr_html_())

    assert "另有5行未显示。" in page.text
    assert page.text.count("党委三个月内审批") == MOST_ROWS


def test_a_short_table_hides_nothing(report):
    assert "未显示" not in report._repr_html_()
