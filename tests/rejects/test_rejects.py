"""Every mistake a profile can hold is refused with exactly the message expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from jintan_rules.codes import CODES
from jintan_rules.errors import ProfileError
from jintan_rules.loading.builtin import Shelf
from jintan_rules.loading.files import Folder
from jintan_rules.loading.profiles import load_from

HERE = Path(__file__).parent
SHELF = Shelf(Folder(HERE / "shelf", "shelf"), plugins=False)
CASES = sorted(path.parent.name for path in HERE.glob("*/expected.txt"))
FOLDERS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name[0] in "Js")


def message_of(case: str) -> str:
    """Load a folder that must be refused; return the message with paths from that folder."""
    folder = HERE / case
    with pytest.raises(ProfileError) as caught:
        load_from(SHELF, folder)
    return str(caught.value).replace(f"{folder}/", "") + "\n"


@pytest.mark.parametrize("case", CASES)
def test_the_message_is_exactly_the_one_expected(case):
    expected = (HERE / case / "expected.txt").read_text(encoding="utf-8")

    assert message_of(case) == expected


def test_every_folder_has_its_message():
    assert [each for each in FOLDERS if each != "shelf"] == CASES


def test_every_code_of_profiles_has_a_folder():
    codes = {code for code in CODES if code < "JR4"}

    assert {case.split("-")[0] for case in CASES} - {"several"} == codes


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("JR")])
def test_the_folder_is_named_by_the_only_code_it_meets(case):
    with pytest.raises(ProfileError) as caught:
        load_from(SHELF, HERE / case)

    assert {problem.code for problem in caught.value.problems} == {case.split("-")[0]}


def test_the_profile_that_the_cases_rest_on_loads():
    assert [rule.id for rule in load_from(SHELF, "base").rules] == ["org.members"]
