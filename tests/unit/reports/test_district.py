import datetime as dt
import re
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.reports import district
from jintan_rules.reports.district import district_page, district_to_markdown
from jintan_rules.reports.tally import Tally
from jintan_rules.reports.wanted import Wanted, wanted
from jintan_rules.standard.vocabulary import Label
from tests.unit.reports.test_report_html import HOSTILE, LOADING, Page, hostile_report

EXAMPLES = Path(__file__).parents[3] / "examples"
NAMES = ("village", "organ", "social_org")


@pytest.fixture(scope="module")
def reports():
    as_of = dt.date(2024, 11, 30)
    return [jr.evaluate(jr.read_record(EXAMPLES / f"{each}.json"), as_of=as_of) for each in NAMES]


@pytest.fixture(scope="module")
def frame(reports):
    return pl.concat([each.to_frame("polars") for each in reports])


@pytest.fixture(scope="module")
def profiles(reports):
    return [each.profile for each in reports]


def test_it_counts_what_the_reports_say(reports):
    tally = Tally.of(iter(reports))

    assert {
        name: tuple(each.verdicts[state] for state in ("breach", "deviation", "unknown", "pending"))
        for name, each in tally.standings.items()
    } == {
        each.record.id: tuple(
            map(len, (each.breaches, each.deviations, each.unknowns, each.pending))
        )
        for each in reports
    }
    for area, held in tally.areas.items():
        assert len(held.organizations("breach")) == sum(
            any(each.area.value == area and each.breaches for each in report.summary())
            for report in reports
        )


def test_a_frame_counts_as_its_reports_do(reports, frame, profiles):
    by_reports, by_frame = Tally.of(reports), Tally.of(frame, profiles)

    assert by_frame.standings == by_reports.standings
    assert by_frame.areas == by_reports.areas
    assert by_frame.items == by_reports.items
    assert by_frame.wanted == by_reports.wanted
    assert by_frame.listed


def test_polars_and_pandas_give_the_same_page(frame, profiles):
    pages = [
        district_page(each, profile=profiles) for each in (frame, frame.lazy(), frame.to_pandas())
    ]

    assert pages[0] == pages[1] == pages[2]


def test_without_what_is_missing_the_facts_that_rules_read_are_named_as_such(
    reports, frame, profiles
):
    told, untold = Tally.of(reports), Tally.of(frame.drop("missing"), profiles)
    text = "".join(Page(district_page(frame.drop("missing"), profile=profiles)).text)

    assert not untold.listed
    assert "待核实条款所需的事实" in text
    assert "需补充核实的事实" not in text
    rows = {each for each in told.wanted if each.fact.zh not in ("整张清单", "已声明缺漏的时段")}
    assert rows <= untold.wanted.keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_sound_and_loads_nothing(reports, lang):
    page = Page(district_page(reports, lang=lang))
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]

    assert not LOADING & set(page.tags)
    assert not [each for each in page.attributes if each[1] in ("src", "href", "style")]
    assert levels[0] == 1
    assert page.tags.count("table") == page.tags.count("caption") > 5
    assert len(page.text) == len([each for each in page.text if "None" not in each])


def test_the_worst_come_first(reports):
    text = district_to_markdown(reports)
    rows = re.findall(r"^\| (sample-\S+) \| .*? \| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    counts = [tuple(map(int, each[1:])) for each in rows]

    assert len(rows) == len(reports)
    assert counts == sorted(counts, reverse=True)


def test_markdown_tells_what_the_page_tells(reports):
    page, text = "".join(Page(district_page(reports)).text), district_to_markdown(reports)

    assert all(
        heading.replace("\\", "") in page for heading in re.findall("^## (.*)$", text, re.MULTILINE)
    )


def test_a_long_table_is_folded_and_what_is_left_out_is_told(reports):
    report = reports[0]
    frame = report.to_frame("pandas")
    many = pd.concat([frame.assign(organization=f"b-{at:04}") for at in range(400)])
    page = district_page(many, profile=report.profile)

    assert "<summary>其余285行</summary>" in page
    assert "<p>另有100行未显示。</p>" in page
    assert page.count("b-0399") == 0
    assert page.count("b-0000") == 1


def test_the_share_is_cut_off_and_never_rounded_up_to_all():
    assert district.view.__module__.endswith("district_view")
    from jintan_rules.reports.district_view import _share

    assert _share({"pass": 9999, "unknown": 1, "deviation": 0, "breach": 0}) == "99.9%"
    assert _share({"pass": 3, "unknown": 0, "deviation": 0, "breach": 0}) == "100.0%"
    assert _share({"pass": 0, "unknown": 0, "deviation": 0, "breach": 0}) == ""


def test_nothing_judged_gives_a_page_that_says_so():
    text = "".join(Page(district_page([])).text)

    assert "0个组织" in text


def test_whatever_a_record_holds_is_only_text():
    page = Page(district_page([hostile_report()], title=HOSTILE))

    assert "script" not in page.tags
    assert any(HOSTILE in each for each in page.text)


def test_the_same_reports_give_the_same_page(reports):
    assert district_page(reports) == district_page(list(reversed(reports)))


@pytest.mark.parametrize("given", ["no frame", 3, {"a": 1}])
def test_what_is_no_verdict_is_refused(given):
    with pytest.raises(jr.EvaluationError) as raised:
        district_page(given)

    assert {each.code for each in raised.value.problems} == {"JR581"}


@pytest.mark.parametrize(
    ("path", "sheet", "fact"),
    [
        ("tier", "组织", "组织层级"),
        ("meetings", "会议活动", "整张清单"),
        ("meetings 2024-05-01..2024-05-31", "会议活动", "已声明缺漏的时段"),
        ("meetings[m3].held_on", "会议活动", "召开日期"),
        ("training[t[1]].person.joined_on", "党员名册", "进入名册日期"),
        ("workdays 2024", "工作日历", "2024"),
        ("not_declared", "组织", "not_declared"),
    ],
)
def test_a_path_leads_to_its_sheet(report, path, sheet, fact):
    found = wanted(path, report.profile)

    assert (found.sheet.zh, found.fact.zh) == (sheet, fact)


def test_the_row_does_not_matter(report):
    assert wanted("meetings[m1].present", report.profile) == wanted(
        "meetings[m2].present", report.profile
    )
    assert isinstance(wanted("tier", report.profile), Wanted)
    assert isinstance(wanted("tier", report.profile).sheet, Label)
