"""The sample report, for every test of this folder."""

import pytest

from jintan_rules.reports.report import Report
from tests.unit.reports.sample import make_report


@pytest.fixture
def report() -> Report:
    """A small report made by hand."""
    return make_report()
