"""Charts written as pages: drawn offline, their Chinese by the browser's own fonts."""

import pytest

from jintan_rules import charts
from tests.browser import pages

pytestmark = pytest.mark.browser


def drawn(name, lang):
    report = pages.report("village")
    match name:
        case "heat_map":
            return charts.heat_map([report, pages.report("organ")], lang=lang)
        case "share_met":
            return charts.share_met(report, lang=lang)
        case "calendar":
            return charts.calendar(report, lang=lang)
        case _:
            return charts.change(report, report, lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["heat_map", "share_met", "calendar", "change"])
def test_a_chart_is_drawn_offline(opened, tmp_path, name, lang):
    file = charts.save(drawn(name, lang), tmp_path / f"{name}.html")
    page = opened(file.read_text(encoding="utf-8"))
    canvas = page.page.wait_for_selector("canvas, svg", timeout=30_000)

    assert canvas.bounding_box()["width"] > 300
    assert [each for each in page.requests if each.startswith("http")] == []
    assert [each for each in page.complaints if "WARN" not in each] == []
    assert not page.too_wide or name == "heat_map"


def test_a_chart_written_as_svg_keeps_its_text(opened, tmp_path):
    file = charts.save(drawn("share_met", "zh"), tmp_path / "share.svg")
    page = opened(f"<!doctype html><title>svg</title>{file.read_text(encoding='utf-8')}")

    assert "基本组织" in page.page.text_content("svg")
    assert page.complaints == []
