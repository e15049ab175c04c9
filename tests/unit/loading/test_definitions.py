"""Facts follow from each other without circles and without coming to too much."""

from __future__ import annotations

import datetime as dt

import pytest

import jintan_rules as jr
from jintan_rules.errors import ProfileError

from .conftest import rule

DAYS = """
[[fact]]
name = "established_on"
label = "成立日期"
label_en = "established on"
type = "date"

"""
BRANCH = {"id": "r", "established_on": "2000-01-01"}


def chain(count: int, first: str, step: str) -> str:
    """Declare facts of which each follows from the one before."""
    text = ""
    for number in range(count):
        derived = step.replace("#", f"n{number - 1}") if number else first
        text += f'[[fact]]\nname = "n{number}"\nlabel = "例"\nlabel_en = "n"\ntype = "count"\n'
        text += f'unit = "person"\nderived = "{derived}"\n\n'
    return text


def codes(library, text: str) -> set[str]:
    library.write("vocabulary/more.toml", text)
    library.add("own")
    with pytest.raises(ProfileError) as caught:
        library.load("own")
    return {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("first", "step"),
    [
        ("full_members", "# + 1"),  # a long way down
        ("full_members", "# + #"),  # twice the work at each step
        ("full_members", "# if # > 3 else #"),
    ],
)
@pytest.mark.parametrize("count", [60, 2000])
def test_a_fact_that_follows_from_too_much_is_refused_at_once(library, count, first, step):
    assert codes(library, chain(count, first, step)) == {"JR206"}


def test_a_product_of_too_many_numbers_is_refused_through_the_facts_it_follows_from(library):
    bare = chain(4, "full_members", "# * # * #").replace('unit = "person"\n', "")
    assert "JR206" in codes(library, bare)


def test_a_long_circle_is_told_without_end_of_the_stack(library):
    assert codes(library, chain(2000, "n1999 + 1", "# + 1")) == {"JR303"}


def test_what_a_fact_may_follow_from_can_be_judged(library):
    library.write("vocabulary/more.toml", DAYS + chain(18, "full_members", "# + 1"))
    library.add("own", team=rule("team.n", 'requires = "' + "not " * 20 + 'n17 >= 20"'))
    profile = library.load("own")
    record = jr.Record.from_dict(BRANCH | {"full_members": 3}, vocabulary=profile)

    for engine in ("python", "reference"):
        report = jr.evaluate(record, profile, as_of=dt.date(2024, 12, 31), engine=engine)

        assert report["team.n"].outcome is jr.Outcome.PASS
    assert jr.record_schema(profile)["properties"]["full_members"]


def test_attributes_of_one_name_in_two_lists_are_no_circle(library):
    library.write(
        "vocabulary/more.toml",
        DAYS
        + "".join(
            f'[[list]]\nname = "{name}"\nlabel = "例"\nlabel_en = "l"\nkind = "rows"\n'
            f'[[list.attribute]]\nname = "{given}"\nlabel = "例"\nlabel_en = "a"\ntype = "count"\n'
            f'[[list.attribute]]\nname = "{derived}"\nlabel = "例"\nlabel_en = "b"\n'
            f'type = "count"\nderived = "row.{given}"\n'
            for name, given, derived in (("ones", "x", "y"), ("others", "y", "x"))
        ),
    )
    library.add("own", team=rule("team.n", 'requires = "any(o for o in ones if o.y == 1)"'))
    profile = library.load("own")
    plain = BRANCH | {"ones": [{"id": "o", "x": 1}], "others": []}
    record = jr.Record.from_dict(plain, vocabulary=profile)

    report = jr.evaluate(record, profile, as_of=dt.date(2024, 12, 31))

    assert report["team.n"].outcome is jr.Outcome.PASS


def test_literals_multiply_exactly_however_many_they_are(library):
    product = "0.123456"
    for _ in range(6):
        product = f"({product} * {product})"
    library.write("vocabulary/more.toml", DAYS)
    text = f"{product} * full_members > 0 and round_to({product}, 0.1) == 0"
    library.add("own", team=rule("team.n", f'requires = "{text}"'))
    profile = library.load("own")
    record = jr.Record.from_dict(BRANCH | {"full_members": 3}, vocabulary=profile)

    report = jr.evaluate(record, profile, as_of=dt.date(2024, 12, 31))

    assert report["team.n"].outcome is jr.Outcome.PASS


def test_products_inside_a_sum_count_for_the_product_around_it(library):
    share = '[[fact]]\nname = "share"\nlabel = "例"\nlabel_en = "s"\ntype = "decimal"\nplaces = 2\n'
    library.write("vocabulary/more.toml", share)
    text = "sum(share * share * share for m in history(meetings)) * share * share > 1"
    library.add("own", team=rule("team.n", f'requires = "{text}"'))

    assert "JR206" in {code for code, _ in library.problems("own")}
