"""Instrument files become instruments with the days they are in force."""

from __future__ import annotations

import datetime as dt

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.files import Folder
from jintan_rules.loading.instruments import load_instruments
from jintan_rules.standard.words import Verification

HEAD = '[[instrument]]\nid = "a"\ntitle = "例"\ntitle_en = "Example"\n'


@pytest.fixture
def load(tmp_path):
    def load_text(text: str):
        path = tmp_path / "instruments.toml"
        path.write_text(text, encoding="utf-8")
        return load_instruments([Folder(path, "instruments.toml")])

    return load_text


def test_the_days_in_force_are_read(load):
    found = load(HEAD + "from = 2018-10-28\nuntil = 2020-01-01\n")["a"]

    assert (found.start, found.end) == (dt.date(2018, 10, 28), dt.date(2020, 1, 1))


def test_a_day_that_is_not_known_is_left_out(load):
    found = load(HEAD + "year = 2017\n")["a"]

    assert (found.start, found.year) == (None, 2017)
    assert found.verified is Verification.MEMORY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + HEAD, "JR107"),
        (HEAD + 'superseded_by = "b"\n', "JR302"),
        (HEAD + "from = 2020-01-01\nuntil = 2019-12-31\n", "JR301"),
        (HEAD + "from = 2020-01-01T00:00:00\n", "JR106"),
        (HEAD + 'year = "2020"\n', "JR106"),
        (HEAD + 'verified = "read"\n', "JR108"),
        ("[[instruments]]\n", "JR105"),
        ("instrument = 3\n", "JR106"),
        ("instrument = [3]\n", "JR106"),
    ],
)
def test_what_does_not_fit_is_refused(load, text, code):
    with pytest.raises(ProfileError) as caught:
        load(text)

    assert [problem.code for problem in caught.value.problems] == [code]
