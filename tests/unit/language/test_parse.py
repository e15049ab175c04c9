"""Texts that are expressions, and texts that are not."""

import pytest

from jintan_rules.errors import Place, Problem
from jintan_rules.language.nodes import Literal
from jintan_rules.language.parse import MOST_CHARACTERS, parse, parse_for_each
from jintan_rules.language.unparse import unparse, unparse_generator

HERE = Place("rules.toml", 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "any(m for m in meetings if 'members' in m.kinds)",
        "5 * e.present >= 4 * e.entitled",
        "add_months(d.admission_meeting_on, 6 if d.special_reason else 3)",
        "a and (b or c) and not d",
        "all(any(p in o.posts for o in officers) for p in {'discipline', 'secretary'})",
        "longest_run(not x for m in months(period.start, as_of)) < 6",
        "a - (b - c)",
        "(a if b else c) + 1",
        "not (a == 1) == True",
        "x.person not in t.participants",
        "date(2018, 7, 12) <= started_on",
        "(a or b) and (c and d)",
    ],
)
def test_text_nodes_and_text_are_the_same(text):
    node = parse(text, HERE)

    assert not isinstance(node, Problem)
    assert parse(unparse(node), HERE) == node
    assert unparse(parse(unparse(node), HERE)) == unparse(node)


def test_a_chain_of_comparisons_is_a_conjunction():
    assert unparse(parse("3 <= n <= 5", HERE)) == "3 <= n and n <= 5"


def test_a_fraction_is_read_from_its_text_and_exact():
    assert str(parse("0.1", HERE).value) == "0.1"


def test_an_expression_may_stand_on_several_lines():
    assert unparse(parse("a\n  and b", HERE)) == "a and b"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "JR201"),
        ("a / 2", "JR202"),
        ("a // 2", "JR202"),
        ("a ** 2", "JR202"),
        ("a[0]", "JR202"),
        ("lambda: 1", "JR202"),
        ("f'{a}'", "JR202"),
        ("__import__('os')", "JR203"),
        ("a.b()", "JR203"),
        ("any([1])", "JR202"),
        ("done(a, b)", "JR209"),
        ("x is y", "JR202"),
        ("1e5", "JR202"),
        ("0x10", "JR202"),
        ("1_000", "JR202"),
        ("1j", "JR202"),
        ("...", "JR202"),
        ("None", "JR202"),
        ("b'a'", "JR202"),
        ("{1, 2}", "JR202"),
        ("{'a': 1}", "JR202"),
        ("date(2023, 2, 29)", "JR202"),
        ("done(*a)", "JR202"),
        ("any(a for b, c, d in e)", "JR202"),
        ("any(a for b, c in e)", "JR202"),
        ("人数 ＞= 3", "JR201"),
        ("a) or (b", "JR201"),
        ("(" * 500 + "a" + ")" * 500, "JR201"),
        ("not " * 400 + "a", "JR206"),
        ("a" + " + a" * 400, "JR206"),
        ("a" * (MOST_CHARACTERS + 1), "JR206"),
        ("\0", "JR201"),
        ("a)\n(b", "JR201"),
        ("a\\", "JR201"),
        ("a # b", "JR201"),
    ],
)
def test_what_is_not_in_the_language_is_a_problem_with_a_place(text, code):
    found = parse(text, HERE)

    assert isinstance(found, Problem)
    assert found.code == code
    assert found.place == HERE


def test_a_problem_underlines_what_is_wrong():
    found = parse("n >= 3 and m / 2 > 1", HERE)

    assert found.excerpt.splitlines() == [
        "n >= 3 and m / 2 > 1",
        "           ^^^^^",
    ]


def test_for_each_walks_one_list_or_pairs():
    one = parse_for_each("d in development if d.applied_on != never", HERE)
    two = parse_for_each("a, b in pairs(officers)", HERE)

    assert unparse_generator(one) == "d in development if d.applied_on != never"
    assert two.names == ("a", "b")


def test_for_each_of_two_lists_is_a_problem():
    assert parse_for_each("a in x for b in y", HERE).code == "JR201"


def test_a_plain_number_is_a_literal():
    assert parse("12", HERE) == Literal(12)
