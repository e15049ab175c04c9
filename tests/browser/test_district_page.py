"""The page on many organisations as a reader meets it."""

import pytest

from jintan_rules.reports.district import district_page
from tests.browser import pages

pytestmark = pytest.mark.browser

NAMES = ("village", "organ", "social_org", "soe")


def written(lang):
    return district_page([pages.report(each) for each in NAMES], lang=lang)


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("zh", "light", 360), ("zh", "dark", 1440), ("en", "light", 1440), ("en", "dark", 360)],
)
def test_the_accessibility_check_finds_nothing(opened, lang, scheme, width):
    page = opened(written(lang), width=width, scheme=scheme, script=True)
    page.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.violations() == []
    assert not page.too_wide


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_offline_and_nothing_is_asked_for_or_complained_of(opened, lang):
    page = opened(written(lang))

    assert page.requests == [page.file.as_uri()]
    assert page.complaints == []
    assert not page.too_wide
