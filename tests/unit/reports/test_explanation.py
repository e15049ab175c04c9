import re

import attrs
import pytest

from jintan_rules.errors import EvaluationError
from jintan_rules.reports.explanation import explanation
from tests.unit.reports import sample

ALL = [finding.rule.id for finding in sample.make_report().findings]


def part(report, rule, heading, lang="zh"):
    parts = {
        each.heading: [line.text for line in each.lines]
        for each in explanation(report, report[rule], lang)
    }
    return parts.get(heading, [])


def test_it_reads_like_a_careful_colleague(report):
    assert (
        report.explain("act.members-meeting.quarterly")
        == """\
支部党员大会每季度至少召开一次
act.members-meeting.quarterly · 三会一课 · 基本活动

结论
  - 不达标（偏离）。共4个考核单元：不达标1个、未到期1个、达标2个。
  - 本条为“一般”条款，未做到为偏离；确有原因的，记录原因后按达标计。

适用对象
  - 适用条件：组织层级为党支部。
  - 责任主体：本组织。

要求
  - 支部党员大会每季度至少召开一次。
  - 约束力：一般。
  - 考核周期：每季度。
  - 判定标准：“会议活动”中有会议类型含支部党员大会的记录。

考核情况
  - 2024年第三季度：不达标（偏离）。
    - 组织层级：党支部
    - “会议活动”中没有会议类型含支部党员大会的记录
    - 所依据的记录另有复核提示：会议记录事后补填：会议活动 m1（int.backfilled）
  - 2024年第四季度：未到期。
    - 周期于2024年12月31日结束。
  - 达标：2024年第一季度、第二季度

依据
  - 《中国共产党支部工作条例（试行）》第11条（已核对原文）
  - 另见：《标准化建设通知》，坛组通〔2021〕15号（已核对原文）

整改建议
  2024年第三季度内补开支部党员大会1次

备注
  - 说明：按自然季度计。
  - 本条出自标准“common”
  - 标准“village”调整：added a citation（理由：restated there）
  - 在其他标准中的编号：village.act.meeting"""
    )


@pytest.mark.parametrize("rule", ALL)
def test_both_languages_have_the_same_parts_and_lines(report, rule):
    chinese, english = (explanation(report, report[rule], lang) for lang in ("zh", "en"))

    assert len(chinese) == len(english)
    assert [len(each.lines) for each in chinese] == [len(each.lines) for each in english]


@pytest.mark.parametrize("rule", ALL)
def test_the_english_has_chinese_only_for_names(report, rule):
    text = report.explain(rule, "en")
    names = "".join(
        [
            report[rule].rule.item,
            *(
                citation.instrument.title + citation.instrument.number
                for citation in report[rule].rule.citations
            ),
        ]
    )

    assert not set(re.findall("[\u4e00-\u9fff]", text)) - set(names)


def test_a_deadline_says_how_late_or_how_far_off(report):
    found = part(report, "team.dev.approval-three-months", "考核情况")

    assert "应不晚于2024年6月1日，实际为2024年6月11日，逾期10天。" in found
    assert "应不晚于2024年6月1日，截至2024年11月15日尚未完成，已逾期167天。" in found
    assert "期限为2025年1月10日，距考核日还有56天。" in found


def test_what_is_assumed_or_derived_is_said_to_be(report):
    found = part(report, "team.dev.approval-three-months", "考核情况")
    derived = part(report, "org.committee", "考核情况")

    assert "发展党员 d1 的有无特殊原因：无（档案未填，按默认值推定）" in found
    assert "是否设支委会：是（由其他数据推算）" in derived


def test_each_slot_says_by_which_edition_it_was_judged(report):
    found = part(report, "team.dev.approval-three-months", "考核情况")

    assert (
        "按2014年5月28日至2026年5月10日施行的条款判定：《发展党员工作细则》第26条（已核对原文）"
        in found
    )


def test_every_clause_has_its_days_and_its_verification(report):
    assert part(report, "team.dev.approval-three-months", "依据") == [
        "2014年5月28日至2026年5月10日：《发展党员工作细则》第26条（已核对原文）",
        "2026年5月11日起：《发展党员工作细则（修订）》第25条〔未经核对〕",
    ]


def test_what_is_missing_has_label_path_and_ground(report):
    assert part(report, "team.training.hours", "待核实事项")[1:] == [
        "“培训”清单（training）：未填报",
        "培训 t1 的学时（training[t1].hours）：未填报",
        "地方参数“年度学时”（param.hours）：地方参数尚未设定",
        "“培训”清单（2024年5月1日至5月31日）（training 2024-05-01..2024-05-31）：该时段已声明缺漏",
        "2024年工作日历（workdays 2024）：缺少该年度工作日历",
        "党员名册 p1 的离开名册日期（people[p1].left_on）：填报值与推算值不一致",
        "not.declared（not.declared）：对应记录不是恰好一条",
    ]


def test_parameters_are_shown_set_or_not(report):
    asked = part(report, "team.training.hours", "要求")

    assert "地方参数“年度学时”：尚未设定。" in asked
    assert "地方参数“述职截止日”：每年1月31日（jintan设定，见jintan.toml）。" in asked


def test_the_duty_of_another_is_said_to_be(report):
    assert part(report, "term.reminder", "结论")[-1] == "这是上级党组织的职责，不计入本组织的结论。"


def test_a_review_accuses_nobody(report):
    text = report.explain("int.backfilled")

    assert "提请人工复核；不是对任何人的认定。" in text
    assert "不达标（" not in text


def test_a_rule_with_no_slot_says_so(report):
    assert part(report, "sup.office", "结论") == ["不适用。考核时段内没有需要考核的事项。"]


def test_a_rule_that_passes_asks_for_nothing(report):
    assert part(report, "org.committee", "整改建议") == []


def test_why_a_slot_is_not_applicable_is_said(report):
    assert "不适用（周期不完整，不考核）：2024年，党员名册 p2" in part(
        report, "team.training.hours", "考核情况"
    )


def test_a_finding_answers_to_the_id_that_a_profile_gave_it(report):
    assert report.explain("village.act.meeting") == report.explain("act.members-meeting.quarterly")


def test_an_unknown_rule_and_language_are_refused(report):
    with pytest.raises(EvaluationError, match="JR504"):
        report.explain("no.such.rule")
    with pytest.raises(ValueError, match="'fr'"):
        report.explain("org.size", "fr")


def test_a_rule_applied_by_reference_says_what_its_text_says():
    finding = sample.approval()
    by_reference = attrs.evolve(finding.rule, by_reference=True)
    report = sample.make_report((attrs.evolve(finding, rule=by_reference),))

    assert "约束力：一般（原为“应当”，参照执行）。" in part(report, by_reference.id, "要求")


def test_pairs_and_what_is_hard_to_read_are_shown_as_code():
    rule = sample.rule(
        "org.pairs",
        "两两考核",
        "In pairs",
        sample.Area.ORGANIZATION,
        "has_committee",
        for_each="a, b in pairs(people) if a.joined_on < b.joined_on",
    )
    rule = attrs.evolve(rule, for_each=attrs.evolve(rule.for_each, list_name="people", paired=True))
    report = sample.make_report((sample.Finding(rule, ()),))

    assert part(report, "org.pairs", "适用对象")[2:] == [
        "对“党员名册”中的记录两两考核。",
        "适用条件（判定式）：a, b in pairs(people) if a.joined_on < b.joined_on",
    ]


def test_a_filter_that_reads_well_is_said_in_words():
    rule = sample.rule(
        "org.filter",
        "逐人考核",
        "One by one",
        sample.Area.ORGANIZATION,
        "has_committee",
        for_each="p in people if p.joined_on <= date(2024, 1, 1)",
    )
    report = sample.make_report((sample.Finding(rule, ()),))

    assert part(report, "org.filter", "适用对象")[2:] == [
        "对“党员名册”中进入名册日期不晚于2024年1月1日的记录逐条考核。"
    ]


def test_slots_of_which_there_is_the_same_to_say_are_told_together():
    finding = sample.members_meeting()
    quarters = tuple(sample.quarter(each, finding.outcome, finding.level) for each in (1, 2, 3))
    report = sample.make_report((type(finding)(finding.rule, quarters),))

    assert part(report, finding.rule.id, "考核情况") == [
        "2024年第一季度、第二季度、第三季度：不达标（偏离）。"
    ]
