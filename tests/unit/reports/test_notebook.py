import datetime as dt
import pickle
import re
from pathlib import Path

import pytest

import jintan_rules as jr
from tests.unit.reports import sample
from tests.unit.reports.test_report_html import HOSTILE, LOADING, Page, hostile_report

EXAMPLES = Path(__file__).parents[3] / "examples"
AS_OF = dt.date(2024, 11, 30)


@pytest.fixture(scope="module")
def village():
    return jr.evaluate(jr.read_record(EXAMPLES / "village.json"), as_of=AS_OF)


@pytest.fixture(scope="module")
def results(village):
    """Every result that shows itself."""
    finding = village.breaches[0]
    due = jr.deadlines(village.record, village.profile, as_of=AS_OF, horizon=dt.date(2025, 2, 28))
    return {
        "report": village,
        "finding": finding,
        "findings": village.findings,
        "breaches": village.breaches,
        "slot": finding.slots[0],
        "rule": finding.rule,
        "rules": village.profile.rules,
        "profile": village.profile,
        "record": village.record,
        "deadlines": due,
    }


KINDS = (
    "report",
    "finding",
    "findings",
    "breaches",
    "slot",
    "rule",
    "rules",
    "profile",
    "record",
    "deadlines",
)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_sound_fragment_that_loads_nothing(results, kind):
    text = results[kind]._repr_html_()
    page = Page(text)

    assert not LOADING & set(page.tags)
    assert page.tags.count("style") == 1
    assert "url(" not in text
    assert " id=" not in text
    assert len(text) < 40_000


@pytest.mark.parametrize("kind", KINDS)
def test_ink_and_paper_are_the_notebooks_own(results, kind):
    styles = re.search("<style>(.*?)</style>", results[kind]._repr_html_(), re.DOTALL).group(1)

    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|\b(white|black)\b(?!-)", styles)


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [("findings", 242 - 20), ("rules", 242 - 20)],
)
def test_a_long_table_says_how_many_rows_are_hidden(results, kind, hidden):
    assert f"另有{hidden}行未显示。" in results[kind]._repr_html_()


def test_a_finding_shows_its_failed_slots_first(results):
    page = Page(results["finding"]._repr_html_())
    at = [each for each in page.text if each.startswith(("× ", "√ "))]

    assert at[1].startswith("× ")
    assert "党委三个月内审批接收" in "".join(page.text)


def test_a_rule_shows_what_every_edition_asks(results):
    text = "".join(Page(results["rule"]._repr_html_()).text)

    assert all(str(each.start) in text for each in results["rule"].editions)
    assert "add_months(d.admission_meeting_on" in text


def test_a_profile_counts_its_rules(results):
    text = Page(results["profile"]._repr_html_()).text

    assert f"条款 Rules ({len(results['profile'].rules)})" in text
    assert "基本组织 Organisation" in text


@pytest.mark.parametrize(
    "result", [hostile_report().findings, hostile_report().findings[0].slots[0]]
)
def test_whatever_a_record_holds_is_only_text(result):
    page = Page(result._repr_html_())

    assert "script" not in page.tags


def test_a_hostile_record_is_only_text():
    record = jr.Record.from_dict({"id": HOSTILE, "category": "village"})

    assert HOSTILE in "".join(Page(record._repr_html_()).text)


def test_findings_rules_and_deadlines_are_tuples_still(results):
    for kind in ("findings", "breaches", "rules", "deadlines"):
        assert results[kind] == tuple(results[kind])
        assert hash(results[kind]) == hash(tuple(results[kind]))


def test_a_report_can_be_stored_and_read_again():
    report = sample.make_report()

    assert pickle.loads(pickle.dumps(report.advice)) == report.advice  # noqa: S301  our own
