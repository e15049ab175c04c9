import pytest

from jintan_rules.reports.catalogue import catalogue_to_text
from jintan_rules.reports.width import display_width


def test_rules_stand_by_area_and_item_with_strength_clause_and_days(report):
    text = catalogue_to_text(report.profile)

    assert text.splitlines()[0] == "村党组织建设标准（village）条款目录"
    assert "共9条" in text
    assert text.index("基本组织") < text.index("基本队伍") < text.index("基本活动")
    assert (
        """\
发展党员
  党委三个月内审批（应当）
    team.dev.approval-three-months
    2014年5月28日至2026年5月10日：《发展党员工作细则》第26条（已核对原文）
    2026年5月11日起：《发展党员工作细则（修订）》第25条〔未经核对〕
"""
        in text
    )


def test_an_item_is_headed_once(report):
    lines = catalogue_to_text(report.profile).splitlines()
    activities = lines[lines.index("基本活动（2）") : lines.index("基本制度（1）")]

    assert activities.count("三会一课") == 1


def test_parameters_say_whether_they_are_set(report):
    text = catalogue_to_text(report.profile)

    assert "地方参数“年度学时”（hours）：尚未设定。" in text
    assert "地方参数“述职截止日”（report_day）：每年1月31日（jintan设定）。" in text


def test_rules_left_out_say_by_whom_and_why(report):
    text = catalogue_to_text(report.profile, width=200)

    assert "act.lecture：另有规定（标准“village”），改用act.members-meeting.quarterly" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_keeps_to_the_width(report, lang):
    lines = catalogue_to_text(report.profile, lang, 60).splitlines()

    assert max(map(display_width, lines)) <= 60


def test_another_language_is_refused(report):
    with pytest.raises(ValueError, match="'fr'"):
        catalogue_to_text(report.profile, "fr")
