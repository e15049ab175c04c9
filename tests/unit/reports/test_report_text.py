import pytest

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.reports.width import display_width
from jintan_rules.standard.words import Level, Outcome
from tests.unit.reports import sample

HEADINGS = {
    "zh": [
        "违反（1）",
        "偏离（1）",
        "待核实（1）",
        "已说明原因的偏离（1）",
        "其他主体的职责（1）",
        "工作建议（1）",
        "提请人工复核（1）",
    ],
    "en": [
        "Breaches (1)",
        "Deviations (1)",
        "Unknown (1)",
        "Deviations with a recorded reason (1)",
        "Duties of others (1)",
        "Advice (1)",
        "For human review (1)",
    ],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sections_come_heaviest_first(report, lang):
    lines = report.to_text(lang).splitlines()

    assert [line for line in lines if line in HEADINGS[lang]] == HEADINGS[lang]


def test_the_head_says_what_was_judged_by_what_and_when(report):
    lines = report.to_text().splitlines()

    assert lines[:6] == [
        "党组织标准化建设考核报告",
        "========================",
        "考核对象  b-001",
        "适用标准  村党组织建设标准（village）",
        "考核日    2024年11月15日",
        "考核时段  2024年1月1日至12月31日",
    ]
    assert "总体结论：发现违反1项、偏离1项。另有1项待核实，补充材料后方能认定。" in lines


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_columns_of_the_summary_line_up(report, lang):
    lines = report.to_text(lang).splitlines()
    start = next(at for at, line in enumerate(lines) if line in ("分领域汇总", "Summary by area"))
    table = lines[start + 1 : start + 9]

    assert len({display_width(line) for line in table}) == 1
    assert table[0].split()[0] in ("领域", "Area")
    assert table[-1].split()[1:] == ["1", "1", "1", "0", "2", "1"]


def test_a_breach_shows_slots_clause_and_remedy(report):
    text = report.to_text()
    breach = text[text.index("违反（1）") : text.index("偏离（1）")]

    assert "× 党委三个月内审批" in breach
    assert "- 发展党员 d1\n       应不晚于2024年6月1日，实际为2024年6月11日，逾期10天。" in breach
    assert "整改建议：及时报上级党委审批" in breach
    assert "依据：《发展党员工作细则》第26条（已核对原文）" in breach
    assert "其他考核单元：待核实1个、未到期1个、达标1个" in breach


def test_a_breach_leaves_out_why_the_rule_applies(report):
    text = report.to_text()
    deviation = text[text.index("偏离（1）") : text.index("待核实（1）")]

    assert "没有会议类型含支部党员大会的记录" in deviation
    assert "组织层级：党支部" not in deviation


def test_days_told_once_are_not_told_again_as_facts(report):
    text = report.to_text()
    breach = text[text.index("违反（1）") : text.index("偏离（1）")]

    assert "实际为2024年6月11日" in breach
    assert "审批日期：" not in breach
    assert "有无特殊原因：无" in breach


def test_the_only_slot_is_shown_where_there_is_something_to_say_of_it(report):
    text = report.to_text()
    duty = text[text.index("其他主体的职责（1）") : text.index("工作建议（1）")]
    excused = text[text.index("已说明原因的偏离（1）") : text.index("其他主体的职责（1）")]

    assert "- 总体" not in duty
    assert "- 总体\n       已记录原因：merger-pending。" in excused


def test_pending_findings_show_their_day():
    finding = sample.members_meeting()
    only = Finding(finding.rule, (sample.quarter(4, Outcome.PENDING, because="open"),))
    text = sample.make_report((only,)).to_text()

    assert "未到期（1）" in text
    assert "周期于2024年12月31日结束。" in text
    assert "未发现违反或偏离。1项未到期。" in text


def test_unknowns_alone_are_not_called_a_pass():
    text = sample.make_report((sample.training(),)).to_text()

    assert "未发现违反或偏离。但有1项待核实，尚不能认定全部达标。" in text


def test_the_facts_wanted_by_most_rules_are_named_first():
    one, other = sample.training(), sample.training()
    text = sample.make_report((one, other)).to_text(width=200)

    assert "缺项影响条款最多的：“培训”清单（2条）、地方参数“年度学时”（2条）" in text


def test_the_slot_that_stands_for_missing_entries_is_named_so():
    finding = sample.approval()
    slots = (
        *finding.with_outcome(Outcome.PASS),
        SlotResult("-", Outcome.UNKNOWN, because="list", missing=(sample.Missing("development"),)),
    )
    text = sample.make_report((Finding(finding.rule, slots),)).to_text()

    assert "   - 可能缺漏的记录\n   需补充核实：“发展党员”清单（development）：未填报" in text


def test_advice_that_is_anothers_duty_is_shown_once(report):
    duty = next(each for each in report.findings if each.rule.id == "term.reminder")
    advice = Finding(duty.rule, (SlotResult("-", Outcome.FAIL, Level.ADVICE),))
    text = sample.make_report((advice,)).to_text()

    assert text.count("提前六个月提醒换届") == 1
    assert "工作建议（" not in text


def test_what_is_fine_is_only_counted(report):
    text = report.to_text()

    assert "其余条款：达标1项、不适用1项。" in text
    assert "七名以上正式党员设支委会" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_outside_the_table_is_wider_than_asked(report, lang, width):
    lines = report.to_text(lang, width).splitlines()
    start = next(at for at, line in enumerate(lines) if line in ("分领域汇总", "Summary by area"))
    rest = lines[: start + 1] + lines[start + 9 :]

    assert max(map(display_width, rest)) <= width


def test_no_line_begins_with_closing_punctuation(report):
    lines = report.to_text("zh", 40).splitlines()

    assert not [line for line in lines if line.strip() and line.strip()[0] in "，。、；：）》"]


def test_the_chinese_report_survives_an_older_terminal(report):
    assert report.to_text("zh").encode("gbk").decode("gbk") == report.to_text("zh")


def test_a_record_cannot_steer_the_terminal():
    report = sample.make_report(notes=("\x1b[2J\u202ehidden",))

    assert "\x1b" not in report.to_text()
    assert "\\u001b[2J\\u202ehidden" in report.to_text()


def test_many_slots_are_cut_short_and_counted():
    finding = sample.approval()
    late = finding.slots[0]
    slots = tuple(
        SlotResult(
            f"d{each}",
            late.outcome,
            late.level,
            "deadline",
            due=late.due,
            done=late.done,
            evidence=(sample.Evidence(f"development[d{each}].special_reason", True),),
        )
        for each in range(30)
    )
    text = sample.make_report((Finding(finding.rule, slots),)).to_text()

    assert "发展党员 d7\n" in text
    assert "发展党员 d8\n" not in text
    assert "另有22个考核单元从略，完整清单见JSON报告。" in text


def test_another_language_is_refused(report):
    with pytest.raises(ValueError, match="'fr'"):
        report.to_text("fr")
