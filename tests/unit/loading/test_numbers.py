"""Numbers in rule files stay within what can be computed and written out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jintan_rules.errors import ProfileError

PARAMETER = """
[[parameter]]
name = "share"
label = "比例"
label_en = "share"
type = "number"
stricter = "higher"
places = 2
"""
DAY = """
[[parameter]]
name = "report_by"
label = "截止日"
label_en = "last day"
type = "day"
stricter = "earlier"
"""


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("0x" + "F" * 5000, id="hex"),
        "1e400",
        "1e999999999",
        "1e-999999",
        "1000000000000000",
    ],
)
@pytest.mark.parametrize("key", ["min", "places", "label"])
def test_a_number_too_long_to_compute_with_is_refused_where_it_stands(library, key, number):
    library.write(
        "vocabulary/more.toml",
        f'[[fact]]\nname = "n"\nlabel_en = "n"\ntype = "decimal"\n{key} = {number}\n',
    )
    library.add("own")

    assert [code for code, _ in library.problems("own")] == ["JR103"]


@pytest.mark.parametrize("power", [15, 40, 5000])
@pytest.mark.parametrize("kind", [int, Decimal])
def test_a_parameter_too_large_to_compute_with_cannot_be_set(library, kind, power):
    library.add("own", PARAMETER)
    profile = library.load("own")

    with pytest.raises(ProfileError) as caught:
        profile.tailor(parameters={"share": kind(10**power)})

    assert [problem.code for problem in caught.value.problems] == ["JR305"]


def test_places_beyond_those_declared_are_seen_however_many_they_are(library):
    library.add("own", PARAMETER)
    profile = library.load("own")
    nearly_one = Decimal("1." + "0" * 40 + "1")

    with pytest.raises(ProfileError):
        profile.tailor(parameters={"share": nearly_one})
    assert profile.tailor(parameters={"share": Decimal("1.5000")}).settings["share"].value == 1.5


@pytest.mark.parametrize("places", [-1, 7, 400])
def test_a_number_has_six_decimal_places_at_most(library, places):
    library.add("own", PARAMETER.replace("places = 2", f"places = {places}"))

    assert library.problems("own") == [("JR108", "parameter[share].places")]


@pytest.mark.parametrize("day", ["０３-３１", "3-31", "02-30", "03-31 "])
def test_a_day_of_the_year_is_written_in_one_way(library, day):
    library.add("own", DAY, f'[[set]]\nname = "report_by"\nvalue = "{day}"')

    assert [code for code, _ in library.problems("own")] == ["JR305"]
