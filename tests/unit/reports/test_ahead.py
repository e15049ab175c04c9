"""What falls due, as the text, the Markdown and the page of a report show it."""

import datetime as dt
from pathlib import Path

import pytest

import jintan_rules as jr
from jintan_rules.reports.falling import entries
from jintan_rules.reports.phrases import say

AS_OF = dt.date(2024, 11, 30)
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def report():
    return jr.evaluate(jr.read_record(EXAMPLES / "social_org.json"), as_of=AS_OF)


@pytest.fixture(scope="module")
def due(report):
    return jr.deadlines(report.record, report.profile, as_of=AS_OF, horizon=dt.date(2025, 3, 31))


def written(report, lang, due):
    return (
        report.to_text(lang, deadlines=due),
        report.to_markdown(lang, deadlines=due),
        report.to_html(lang, deadlines=due),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_stands_between_what_is_unknown_and_what_is_pending(report, due, lang):
    for text in written(report, lang, due):
        places = [text.index(say(key, lang)) for key in ("due-title", "others")]
        assert places == sorted(places)
        last = text.index(say("unknowns-intro", lang))
        assert last < places[0] < text.index(say("pending-intro", lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_begins_with_what_is_due_first(report, due, lang):
    first = entries(sorted(due, key=lambda each: each.day))[:3]

    for text in written(report, lang, due):
        for entry in first:
            # Markdown escapes some signs and the text breaks its lines.
            assert entry.first.rule.title_in(lang)[:12] in text


def test_what_is_left_out_is_counted(report, due):
    hidden = len(entries(due)) - 12

    assert hidden > 0
    assert f"另有{hidden}项从略。" in report.to_text(deadlines=due)
    assert f"另有{hidden}项从略。" in report.to_markdown(deadlines=due)
    assert f"<summary>其余{hidden}项将到期</summary>" in report.to_html(deadlines=due)


def test_no_deadline_is_said_to_be_none(report):
    assert all("没有将到期的事项。" in text for text in written(report, "zh", ()))


def test_where_nobody_asked_nothing_is_said_and_what_is_pending_is_open(report, due):
    alone, beside = report.to_html(), report.to_html(deadlines=due)
    heading = '<h2 id="pending">'

    assert say("due-title", "zh") not in alone
    assert not alone.partition(heading)[2].partition("<article")[0].count("<details")
    assert beside.partition(heading)[2].partition("<article")[0].count('<details class="fold">')
