import itertools

import pandas as pd
import pytest

import jintan_rules as jr
from jintan_rules import charts
from jintan_rules.charts.looks import COLOURS, INKS
from jintan_rules.reports.phrases import MARKS
from jintan_rules.reports.verdicts import STATES, read_verdicts
from tests.unit.charts.conftest import QUARTER, SEVEN, long, rows_of, told_in

VILLAGE = jr.load_profile("village")


def spec_compiles(chart):
    vl_convert = pytest.importorskip("vl_convert")
    spec = chart.to_dict()
    version = "_".join(spec["$schema"].rpartition("/v")[2].split(".")[:2])
    return bool(vl_convert.vegalite_to_vega(spec, vl_version=version)["marks"])


# -- reading verdicts ------------------------------------------------------------------


def test_of_several_rows_the_heaviest_counts(verdicts):
    found = {
        (each.organization, each.rule.id): each.state
        for each in read_verdicts(verdicts, "test", VILLAGE)
    }

    assert found == {
        ("b-1", QUARTER): "deviation",
        ("b-1", SEVEN): "breach",
        ("b-2", QUARTER): "pass",
        ("b-2", SEVEN): "unknown",
        ("b-3", QUARTER): "not_applicable",
        ("b-3", SEVEN): "pass",
    }


def test_polars_pandas_lazy_and_arrow_frames_read_alike(verdicts):
    arrow = verdicts.to_arrow()
    found = [
        read_verdicts(each, "test", VILLAGE)
        for each in (verdicts, verdicts.lazy(), verdicts.to_pandas(), arrow)
    ]

    assert found[0] == found[1] == found[2] == found[3] != []


def test_a_report_and_its_frames_read_alike(village):
    alike = [
        {(each.rule.id, each.state) for each in read_verdicts(given, "test")}
        for given in (
            village,
            [village],
            village.to_frame("polars"),
            village.to_frame("pandas"),
            village.to_frame("polars", rows="slots"),
        )
    ]

    # A rule without a slot has no row among the slots.
    assert alike[0] == alike[1] == alike[2] == alike[3]
    assert alike[4] <= alike[0]
    assert {rule for rule, _ in alike[0] - alike[4]} <= {
        each.rule.id for each in village.findings if not each.slots
    }


def test_duties_of_others_and_advice_do_not_count(village):
    counted = {each.rule.id for each in read_verdicts(village, "test")}

    assert counted == {each.rule.id for each in village.findings if each.is_own}


@pytest.mark.parametrize(
    ("frame", "given", "codes"),
    [
        (pd.DataFrame({"organization": ["a"]}), {}, {"JR581"}),
        ("no frame", {}, {"JR581"}),
        (long(("a", QUARTER, None, "pass", None, 1)), {}, {"JR583"}),
        (long(("a", "no.such", None, "pass", None, 1)), {"profile": VILLAGE}, {"JR504"}),
        (long(("a", QUARTER, "-", "fail", None, 1)), {"profile": VILLAGE}, {"JR582"}),
        (long(("a", QUARTER, "-", "failed", None, 1)), {"profile": VILLAGE}, {"JR582"}),
    ],
)
def test_what_is_no_frame_of_verdicts_is_told(frame, given, codes):
    with pytest.raises(jr.EvaluationError) as raised:
        charts.heat_map(frame, **given)

    assert {each.code for each in raised.value.problems} == codes


def test_every_missing_column_is_told_at_once():
    with pytest.raises(jr.EvaluationError) as raised:
        charts.share_met(pd.DataFrame({"organization": ["a"]}), profile=VILLAGE)

    assert {each.place.path for each in raised.value.problems} == {"rule", "outcome", "level"}


# -- how they look ---------------------------------------------------------------------


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("state", STATES)
def test_every_mark_can_be_read_on_its_colour(state):
    light, dark = sorted((luminance(COLOURS[state]), luminance(INKS[state])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_two_states_that_want_action_look_alike_in_black_and_white():
    wanted = sorted(
        luminance(COLOURS[state]) for state in ("breach", "deviation", "unknown", "pass")
    )

    assert all((high + 0.05) / (low + 0.05) >= 1.5 for low, high in itertools.pairwise(wanted))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_compiles_in_both_languages(village, verdicts, lang):
    drawn = (
        charts.heat_map(verdicts, profile=VILLAGE, lang=lang),
        charts.share_met(village, lang=lang),
        charts.calendar(village, lang=lang),
        charts.change(verdicts, verdicts, profile=VILLAGE, lang=lang),
    )

    assert all(map(spec_compiles, drawn))


def test_another_language_is_refused(village):
    for draw in (charts.heat_map, charts.share_met, charts.calendar):
        with pytest.raises(ValueError, match="'fr'"):
            draw(village, lang="fr")


# -- organisations by items ------------------------------------------------------------


def test_a_cell_holds_the_heaviest_outcome_its_mark_and_all_counts(village):
    rows = [row for row in rows_of(charts.heat_map(village)) if row["item"] == "党费收缴"]

    assert [row["mark"] for row in rows] == [MARKS["breach"]]
    assert rows[0]["told"].startswith("× 违反 1、")


def test_of_many_organisations_the_worst_are_drawn_and_the_rest_is_told():
    frame = long(
        *(
            (
                f"b-{at:03}",
                SEVEN,
                "-",
                "fail" if at % 100 == 7 else "pass",
                "breach" if at % 100 == 7 else None,
                1,
            )
            for at in range(500)
        )
    )
    chart = charts.heat_map(frame, profile=VILLAGE, most=5)

    assert {row["organization"] for row in rows_of(chart)} == {
        "b-007",
        "b-107",
        "b-207",
        "b-307",
        "b-407",
    }
    assert "500个组织" in told_in(chart)[0]
    assert "5个" in told_in(chart)[0]


def test_more_rows_than_altair_lets_frames_have_are_no_trouble():
    rules = [each.id for each in VILLAGE.rules if each.is_own]
    frame = long(
        *((f"b-{at:03}", rule, None, "pass", None, 1) for at in range(300) for rule in rules)
    )
    chart = charts.heat_map(frame, profile=VILLAGE, most=300)

    assert len(rows_of(chart)) > 5000
    assert told_in(chart)[0].startswith("300个组织")


def test_no_verdict_gives_an_empty_chart():
    assert rows_of(charts.heat_map(long(), profile=VILLAGE)) == []
    assert rows_of(charts.share_met(long(), profile=VILLAGE)) == []


# -- the share met ---------------------------------------------------------------------


def test_the_segments_of_a_bar_come_to_all(village):
    bars = {}
    for row in rows_of(charts.share_met(village)):
        bars.setdefault(row["area"], []).append(row)

    for rows in bars.values():
        assert rows[0]["first"] == 0
        assert rows[-1]["last"] == pytest.approx(1)
        assert all(one["last"] == other["first"] for one, other in itertools.pairwise(rows))
        assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_the_counts_are_those_of_the_summary(village):
    counted = {
        row["area"]: row["count"]
        for row in rows_of(charts.share_met(village))
        if row["state"] == "pass"
    }

    assert counted == {each.area.zh: each.passed for each in village.summary() if each.passed}


def test_the_category_comes_from_a_column_a_frame_of_organisations_or_the_profile(verdicts):
    by_frame = charts.share_met(
        verdicts,
        profile=[VILLAGE, jr.load_profile("organ")],
        organizations=pd.DataFrame({"id": ["b-1", "b-2"], "category": ["organ", "village"]}),
    )
    by_profile = charts.share_met(verdicts, profile=VILLAGE)
    by_column = charts.share_met(
        verdicts.to_pandas().assign(category="soe"), profile=VILLAGE, lang="en"
    )

    assert {row["category"] for row in rows_of(by_frame)} == {"机关（事业单位）", "村", "全部"}
    assert {row["category"] for row in rows_of(by_profile)} == {"村"}
    assert {row["category"] for row in rows_of(by_column)} == {"state-owned enterprise"}


# -- months by rules -------------------------------------------------------------------


def cells(chart, title):
    return [row for row in rows_of(chart) if row["rule"] == title]


def test_a_quarter_spans_three_months(sample):
    found = cells(charts.calendar(sample), "支部党员大会每季度至少召开一次")

    assert [(row["begin"], row["end"], row["mark"]) for row in found] == [
        (1, 4, "√"),
        (4, 7, "√"),
        (7, 10, "△"),
        (10, 13, "…"),
    ]


def test_a_deadline_stands_in_its_month_or_beside_the_window(sample):
    found = cells(charts.calendar(sample), "党委三个月内审批")

    assert sorted((row["begin"], row["time"], row["state"]) for row in found) == [
        (3, "3月", "unknown"),
        (6, "6月", "breach"),
        (13, "更晚", "pending"),
    ]


def test_the_frame_of_slots_draws_what_the_report_draws(village):
    by_report, by_frame = (
        sorted((row["rule"], row["begin"], row["end"], row["told"]) for row in rows_of(chart))
        for chart in (
            charts.calendar(village),
            charts.calendar(village.to_frame("pandas", rows="slots")),
        )
    )

    assert by_report == by_frame


def test_without_days_the_label_tells_the_months_and_the_rest_is_counted():
    frame = long(
        ("b", QUARTER, "2024-Q2", "pass", None, 1),
        ("b", QUARTER, "2024-05/g3", "fail", "deviation", 1),
        ("b", QUARTER, "2024-H2", "unknown", None, 1),
        ("b", SEVEN, "-", "fail", "breach", 1),
        ("b", SEVEN, "2024-13", "fail", "breach", 1),
    )
    chart = charts.calendar(frame, profile=VILLAGE)

    assert [(row["begin"], row["end"]) for row in rows_of(chart)] == [(4, 7), (5, 6), (7, 13)]
    assert told_in(chart)[1] == "另有2个考核单元没有日期，未画出"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, "organization"),
        ({"organization": "b-9"}, "organization"),
        ({"organization": "b-1"}, "slot"),
    ],
)
def test_a_frame_that_does_not_tell_enough_is_refused(verdicts, given, path):
    with pytest.raises(jr.EvaluationError) as raised:
        charts.calendar(verdicts, profile=VILLAGE, **given)

    assert [(each.code, each.place.path) for each in raised.value.problems] == [("JR583", path)]


# -- between two years -----------------------------------------------------------------


def test_only_organisations_in_both_are_compared():
    before = long(
        ("a", SEVEN, "-", "fail", "breach", 1),
        ("b", SEVEN, None, "pass", None, 1),
        ("gone", SEVEN, "-", "fail", "breach", 1),
    )
    after = long(("a", SEVEN, None, "pass", None, 1), ("b", SEVEN, "-", "unknown", None, 1))
    chart = charts.change(before, after, profile=VILLAGE, by="organization")
    found = {row["name"]: row["text"] for row in rows_of(chart) if "end" not in row}

    assert found == {"a": "▲ +100", "b": "▼ -100"}
    assert told_in(chart)[0].startswith("两次都有的2个组织")
    assert told_in(chart)[1] == "只在一次中出现的1个组织不计"


def test_what_changed_most_is_drawn_and_the_rest_told(village):
    chart = charts.change(village, village, most=3)

    assert len({row["name"] for row in rows_of(chart)}) == 3
    assert "变化最大的3行" in told_in(chart)[-1]
    assert {row["text"] for row in rows_of(chart)} == {"="}


def test_rows_may_be_areas(village):
    names = {row["name"] for row in rows_of(charts.change(village, village, by="area"))}

    assert names <= {"基本组织", "基本队伍", "基本活动", "基本制度", "基本保障"}
    with pytest.raises(ValueError, match="'rule'"):
        charts.change(village, village, by="rule")
