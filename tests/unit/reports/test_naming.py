import datetime as dt
from decimal import Decimal

import pytest

from jintan_rules.records.record import NEVER
from jintan_rules.reports.naming import Naming, plain_number
from jintan_rules.standard.profiles import MonthDay
from jintan_rules.standard.words import Level, Outcome
from tests.unit.reports import sample


@pytest.fixture
def zh(report):
    return Naming(report.profile, "zh")


@pytest.fixture
def en(report):
    return Naming(report.profile, "en")


@pytest.mark.parametrize(
    ("label", "chinese", "english"),
    [
        ("2024", "2024年", "2024"),
        ("2024-H1", "2024年上半年", "the first half of 2024"),
        ("2024-H2", "2024年下半年", "the second half of 2024"),
        ("2024-Q3", "2024年第三季度", "the third quarter of 2024"),
        ("2024-05", "2024年5月", "May 2024"),
        ("2024-12", "2024年12月", "December 2024"),
        ("2024-13", "2024-13", "2024-13"),
        ("0000", "0000", "0000"),
        ("p1+p2", "p1+p2", "p1+p2"),
    ],
)
def test_a_period_is_said_in_words(zh, en, label, chinese, english):
    assert zh.period(label) == chinese
    assert en.period(label) == english


def test_a_slot_of_a_thing_names_period_and_thing(zh, en):
    rule = sample.training().rule

    assert zh.slot(rule, "2024/p1") == "2024年，党员名册 p1"
    assert en.slot(rule, "2024/p1") == "2024, people p1"
    assert zh.slot(rule, "-") == "总体"


def test_an_id_that_looks_like_a_month_stays_an_id_where_there_is_no_period(zh):
    assert zh.slot(sample.approval().rule, "2024-05") == "发展党员 2024-05"


def test_several_periods_say_their_year_once_in_chinese(zh, en):
    rule, labels = sample.members_meeting().rule, ["2023-Q4", "2024-Q1", "2024-Q2"]

    assert zh.slots(rule, labels) == "2023年第四季度、2024年第一季度、第二季度"
    assert en.slots(rule, labels[1:]) == "the first quarter of 2024, the second quarter of 2024"


def test_the_periods_of_one_thing_stand_together(zh):
    rule = sample.training().rule

    assert zh.slots(rule, ["2023/p1", "2023/p2", "2024/p1"]) == (
        "党员名册 p1（2023年、2024年）、党员名册 p2（2023年）"
    )


def test_a_long_row_of_names_says_how_many_there_are(zh):
    names = zh.joined(map(str, range(20)))

    assert names == "0、1、2、3、4、5、6、7、8、9、10、11等20项"


@pytest.mark.parametrize(
    ("name", "value", "chinese", "english"),
    [
        ("full_members", 23, "23人", "23 persons"),
        ("tier", "branch", "党支部", "branch"),
        ("tier", "unheard-of", "unheard-of", "unheard-of"),
        ("has_committee", False, "否", "no"),
        ("dues_advanced", True, "有", "yes"),
        ("dissolved_on", NEVER, "未发生", "has not happened"),
        ("dissolved_on", dt.date(2024, 3, 5), "2024年3月5日", "5 March 2024"),
        ("full_members", None, "不明", "not known"),
        (
            "meetings[m1].kinds",
            frozenset({"theme_day", "members"}),
            "支部党员大会、主题党日",
            "members' meeting, theme day",
        ),
        ("meetings[m1].kinds", frozenset(), "无", "none"),
        ("meetings[m1].cycle_year", 2023, "2023年", "2023"),
        ("training[t1].hours", Decimal("31.50"), "31.5学时", "31.5 hours"),
        ("param.report_day", MonthDay(2, 29), "每年2月29日", "29 February of every year"),
    ],
)
def test_a_value_has_its_label_and_unit(zh, en, name, value, chinese, english):
    assert zh.value(value, zh.fact_at(name)) == chinese
    assert en.value(value, en.fact_at(name)) == english


@pytest.mark.parametrize(
    ("path", "chinese"),
    [
        ("full_members", "正式党员数"),
        ("meetings", "“会议活动”清单"),
        ("meetings[m3].held_on", "会议活动 m3 的召开日期"),
        ("meetings[#3]", "会议活动 #3"),
        ("meetings 2024-05-01..2024-06-30", "“会议活动”清单（2024年5月1日至6月30日）"),
        ("param.hours", "地方参数“年度学时”"),
        ("workdays 2026", "2026年工作日历"),
        ("unheard.of", "unheard.of"),
        ("meetings[a]b].held_on", "会议活动 a]b 的召开日期"),
    ],
)
def test_a_path_is_said_by_its_labels(zh, path, chinese):
    assert zh.path(path) == chinese


def test_an_attribute_is_found_through_a_reference(zh):
    assert zh.attribute("training", "person.joined_on").label.zh == "进入名册日期"
    assert zh.attribute("training", "hours.joined_on") is None


@pytest.mark.parametrize(
    ("outcome", "level", "chinese"),
    [
        (Outcome.FAIL, Level.BREACH, "不达标（违反）"),
        (Outcome.PASS, Level.EXCUSED, "达标（已说明）"),
        (Outcome.FAIL, Level.REVIEW, "复核"),
        (Outcome.FAIL, Level.ADVICE, "建议"),
        (Outcome.UNKNOWN, None, "待核实"),
    ],
)
def test_a_review_or_advice_is_not_called_a_failure(zh, outcome, level, chinese):
    assert zh.verdict(outcome, level) == chinese


def test_every_clause_says_how_far_it_was_verified(zh):
    editions = sample.approval().rule.editions

    assert zh.clause(editions[0].citations[0]) == "《发展党员工作细则》第26条（已核对原文）"
    assert zh.clause(editions[1].citations[0]).endswith("〔未经核对〕")


def test_a_clause_without_an_article_shows_its_number(zh):
    citation = sample.members_meeting().rule.added_citations[0]

    assert zh.clause(citation) == "《标准化建设通知》，坛组通〔2021〕15号（已核对原文）"


def test_clauses_are_those_of_the_edition_that_judged(zh):
    finding = sample.approval()

    assert zh.clauses(finding.rule, finding.slots[:1]) == [
        "《发展党员工作细则》第26条（已核对原文）"
    ]
    assert len(zh.clauses(finding.rule, ())) == 2


@pytest.mark.parametrize(
    ("number", "text"),
    [(Decimal("1E+2"), "100"), (Decimal("0.20"), "0.2"), (Decimal(0), "0"), (7, "7"), (100, "100")],
)
def test_a_number_is_written_plainly(number, text):
    assert plain_number(number) == text


def test_only_an_english_sentence_that_begins_with_a_word_gets_a_capital(zh, en):
    assert en.sentence("the third quarter") == "The third quarter"
    assert en.sentence("tier: branch") == "Tier: branch"
    assert en.sentence("param.x: 3") == "param.x: 3"
    assert zh.sentence("abc") == "abc"
