"""A problem always says how to mend it, on lines that can be read."""

from __future__ import annotations

import pytest

from jintan_rules.codes import CODES
from jintan_rules.errors import Place, Problem


@pytest.mark.parametrize("code", CODES)
def test_the_advice_of_its_code_stands_where_nothing_nearer_is_said(code):
    problem = Problem(code, Place("here"), "wrong")

    assert problem.mend
    assert problem.mend.lower() == CODES[code].advice.rstrip(".").lower()


def test_what_is_said_nearer_is_kept():
    assert Problem("JR101", Place("here"), "wrong", mend="look twice").mend == "look twice"


def test_signs_that_cannot_be_seen_are_written_out():
    text = str(Problem("JR105", Place("a\nb", path="x\u202ey"), "\ud800", found="\x07"))

    assert text == (
        "a\\u000ab [x\\u202ey]: JR105 \\ud800\n"
        "  found:    \\u0007\n"
        "  to mend:  remove it, or use the nearest known name"
    )


def test_a_very_long_text_is_cut():
    lines = str(Problem("JR105", Place("here"), "wrong", found="x" * 9000)).splitlines()

    assert max(map(len, lines)) < 600
