import pytest

from jintan_rules.reports.naming import Naming
from jintan_rules.reports.reading import read
from tests.unit.reports.sample import node

PERSON = {"p": "people"}
CANDIDATE = {"d": "development"}


@pytest.fixture
def zh(report):
    return Naming(report.profile, "zh")


@pytest.fixture
def en(report):
    return Naming(report.profile, "en")


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("tier == 'branch'", "组织层级为党支部", "tier is branch"),
        ("tier != 'branch'", "组织层级不是党支部", "tier is not branch"),
        (
            "tier in {'branch', 'committee'}",
            "组织层级为党支部或党委",
            "tier is branch or committee",
        ),
        ("tier not in {'branch'}", "组织层级不是党支部", "tier is not branch"),
        ("has_committee", "“是否设支委会”为“是”", "“has a committee” is “yes”"),
        ("not has_committee", "“是否设支委会”为“否”", "“has a committee” is “no”"),
        ("has_committee == False", "“是否设支委会”为“否”", "“has a committee” is “no”"),
        ("not dues_advanced", "“有无垫扣党费”为“无”", "“dues advanced” is “no”"),
        ("full_members >= 7", "正式党员数不少于7人", "full members is at least 7 persons"),
        ("7 <= full_members", "正式党员数不少于7人", "full members is at least 7 persons"),
        ("full_members > 7", "正式党员数超过7人", "full members is more than 7 persons"),
        ("not full_members > 7", "正式党员数不超过7人", "full members is at most 7 persons"),
        (
            "dissolved_on <= date(2024, 3, 5)",
            "撤销日期不晚于2024年3月5日",
            "dissolved on is on or before 5 March 2024",
        ),
        ("dissolved_on == never", "撤销日期未发生", "dissolved on has not happened"),
        ("not done(dissolved_on)", "撤销日期未到", "dissolved on has not come"),
        (
            "has_committee or full_members < 7 and tier == 'branch'",
            "“是否设支委会”为“是”，或（正式党员数少于7人，且组织层级为党支部）",
            (
                "“has a committee” is “yes” or "
                "(full members is less than 7 persons and tier is branch)"
            ),
        ),
        (
            "any(m for m in meetings if 'members' in m.kinds)",
            "“会议活动”中有会议类型含支部党员大会的记录",
            "there is an entry of “meetings” where kinds include members' meeting",
        ),
        (
            "not any(m for m in history(meetings) if 'members' in m.kinds)",
            "历次“会议活动”中没有会议类型含支部党员大会的记录",
            "there is no entry of “meetings” so far where kinds include members' meeting",
        ),
        (
            "all(5 * m.present >= 4 * m.entitled for m in meetings)",
            "“会议活动”中的记录均满足：5 × 实到人数不少于4 × 应到人数",
            "for every entry of “meetings”: 5 × present is at least 4 × entitled to attend",
        ),
        (
            "count(m for m in meetings) >= 2",
            "“会议活动”的记录数不少于2",
            "the number of entries of “meetings” is at least 2",
        ),
        (
            "last(m.held_on for m in meetings) >= period.start",
            "“会议活动”中最晚的召开日期不早于本周期首日",
            "the last held on among “meetings” is on or after the first day of the period",
        ),
        (
            "any(m for m in meetings if m.cycle_year == period.year)",
            "“会议活动”中有所属年度等于本年度的记录",
            (
                "there is an entry of “meetings” where year it belongs to is equal to "
                "the year of the "
                "period"
            ),
        ),
    ],
)
def test_a_condition_reads_aloud(zh, en, text, chinese, english):
    assert read(node(text), zh) == chinese
    assert read(node(text), en) == english


def test_the_thing_judged_is_told_from_the_entry_walked(zh):
    text = "sum(t.hours for t in training if t.person == p) >= 32"

    assert read(node(text), zh, PERSON) == "“培训”（人员为本条记录）的学时合计不少于32学时"


def test_an_attribute_of_the_thing_judged_is_its_own_inside_a_walk(zh):
    text = "any(m for m in meetings if m.held_on >= p.joined_on)"

    assert read(node(text), zh, PERSON) == (
        "“会议活动”中有召开日期不早于本条记录的进入名册日期的记录"
    )


def test_a_reference_is_followed_in_words(zh):
    text = "all(t.held_on >= t.person.joined_on for t in training)"

    assert read(node(text), zh) == "“培训”中的记录均满足：培训日期不早于人员的进入名册日期"


def test_months_before_and_after_read_as_such(zh, en):
    later = node("add_months(d.admission_meeting_on, 6 if d.special_reason else 3)")
    earlier = node("add_days(d.admission_meeting_on, -10)")

    assert read(later, zh, CANDIDATE) == (
        "接收预备党员大会日期后3个月（“有无特殊原因”为“有”的，6个月）"
    )
    assert read(earlier, zh, CANDIDATE) == "接收预备党员大会日期前10天"
    assert read(earlier, en, CANDIDATE) == "10 days before admission meeting"


def test_a_step_that_a_parameter_sets_is_added_by_name(zh):
    text = "add_months(d.admission_meeting_on, param.hours)"

    assert read(node(text), zh, CANDIDATE) == "接收预备党员大会日期加“年度学时”"


def test_a_day_of_the_year_reads_as_such(zh, en):
    written, local = "date(period.year, 10, 1)", "date(period.year, param.report_day)"

    assert read(node(written), zh) == "本年度10月1日"
    assert read(node(written), en) == "1 October of the year of the period"
    assert read(node(local), zh) == "本年度“述职截止日”"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("all(k in m.kinds for k in {'theme_day', 'members'})", "会议类型含支部党员大会和主题党日"),
        ("any(k in m.kinds for k in {'theme_day', 'members'})", "会议类型含支部党员大会或主题党日"),
    ],
)
def test_tokens_come_in_the_order_they_are_declared_in(zh, text, chinese):
    assert read(node(text), zh, {"m": "meetings"}) == chinese


@pytest.mark.parametrize("operator", ["==", ">="])
def test_nothing_comes_after_never(zh, operator):
    assert read(node(f"dissolved_on {operator} never"), zh) == "撤销日期未发生"
    assert read(node(f"not dissolved_on {operator} never"), zh) == "撤销日期已有日期"


def test_one_of_a_unit_has_no_ending_in_english(en):
    assert read(node("full_members >= 1"), en) == "full members is at least 1 person"
    assert read(node("add_months(dissolved_on, 1)"), en) == "1 month after dissolved on"


def test_a_parameter_is_named_by_its_label(zh):
    assert read(node("full_members >= param.hours"), zh) == "正式党员数不少于年度学时"


@pytest.mark.parametrize(
    "text",
    [
        "unheard_of == 3",
        "any(any(t for t in training) for m in meetings)",
        "longest_run(has_committee for m in months(period.start, period.end)) < 6",
        "all(p in m.kinds for p in {'members'} for m in meetings)",
        " or ".join(["has_committee and full_members >= 7"] * 8),
    ],
)
def test_what_does_not_read_well_is_left_to_the_code(zh, text):
    assert read(node(text), zh) is None


def test_two_rows_of_one_list_are_left_to_the_code(zh):
    pair = {"a": "people", "b": "people"}

    assert read(node("a.joined_on < b.joined_on"), zh, pair) is None
