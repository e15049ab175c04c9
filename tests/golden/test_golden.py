"""The rules of each built-in profile are those of its golden list."""

from pathlib import Path

import pytest

import jintan_rules as jr
from tools.golden_lists import listed

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", jr.profile_ids())
def test_the_rules_of_a_profile_are_those_of_its_golden_list(name):
    path = FOLDER / f"{name}.txt"
    written = path.read_text(encoding="utf-8") if path.exists() else ""

    assert listed(name) == written, "accept the change with: python tools/golden_lists.py"


def test_there_is_no_list_without_a_profile():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(jr.profile_ids())
