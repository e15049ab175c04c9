import pytest

import jintan_rules as jr
from jintan_rules import charts
from jintan_rules.charts import files

vl_convert = pytest.importorskip("vl_convert")


@pytest.fixture
def chart(village):
    return charts.share_met(village)


@pytest.mark.parametrize("kind", ["svg", "html", "json"])
def test_text_stays_text_where_the_reader_brings_the_fonts(chart, tmp_path, kind):
    written = charts.save(chart, tmp_path / f"chart.{kind}").read_text(encoding="utf-8")

    assert "基本组织" in written or "\\u57fa\\u672c\\u7ec4\\u7ec7" in written


def test_a_page_loads_nothing_from_outside(chart, tmp_path):
    written = charts.save(chart, tmp_path / "chart.html").read_text(encoding="utf-8")

    assert "<script src" not in written
    assert "cdn.jsdelivr" not in written


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_pictures_are_drawn_where_a_font_has_the_signs(chart, tmp_path, kind, begins):
    if not files.can_write_chinese(vl_convert):
        pytest.skip("no font with Chinese signs on this machine")

    assert charts.save(chart, tmp_path / f"chart.{kind}").read_bytes().startswith(begins)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_without_a_font_there_is_a_problem_and_no_boxes(chart, tmp_path, kind, monkeypatch):
    monkeypatch.setattr(files, "can_write_chinese", lambda _: False)
    with pytest.raises(jr.EvaluationError) as raised:
        charts.save(chart, tmp_path / f"chart.{kind}")

    assert [each.code for each in raised.value.problems] == ["JR584"]
    assert "noto-cjk-sans-otc" in raised.value.problems[0].mend
    assert list(tmp_path.iterdir()) == []


def test_signs_that_all_look_alike_mean_that_there_is_no_font():
    class Boxes:
        @staticmethod
        def svg_to_png(_):
            return b"box"

    assert not files.can_write_chinese(Boxes)


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("chart.bmp", {}, "JR585"),
        ("chart", {}, "JR585"),
        ("chart.png", {"font": "no/such.otf"}, "JR584"),
    ],
)
def test_what_cannot_be_written_is_told(chart, tmp_path, name, given, code):
    with pytest.raises(jr.EvaluationError) as raised:
        charts.save(chart, tmp_path / name, **given)

    assert [each.code for each in raised.value.problems] == [code]


def test_without_altair_a_chart_says_how_to_install_it(village, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "altair", None)
    with pytest.raises(jr.EvaluationError) as raised:
        charts.heat_map(village)

    assert [each.code for each in raised.value.problems] == ["JR580"]
    assert "jintan-rules[charts]" in raised.value.problems[0].mend
