"""Rule files become rules, each part of them checked where it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from jintan_rules.loading import rules as reading
from jintan_rules.standard.words import Area, Strength, Verification
from tests.unit.loading.conftest import CITE, rule

D = dt.date


def edition(*lines: str) -> str:
    cite = 'cite = [{ instrument = "branch-2018" }]'
    return "edition = [" + ", ".join(f"{{ {line}, {cite} }}" for line in lines) + "]"


def test_a_rule_is_read_with_its_area_and_profile(library):
    library.add("p", team=rule("a.b", strength="mandatory"))
    (found,) = library.load("p").rules

    assert (found.id, found.area, found.profile) == ("a.b", Area.TEAM, "p")
    assert found.declared_strength is Strength.MANDATORY
    (only,) = found.editions
    assert (only.start, only.end) == (D(2018, 10, 28), None)
    assert only.citations[0].verified is Verification.TEXT
    assert only.requires
    assert only.requires.kind == "bool"


def test_rules_stand_in_the_notice_s_order_of_areas(library):
    library.add("p", support=rule("s"), activities=rule("a"), organization=rule("o"))

    assert [each.id for each in library.load("p").rules] == ["o", "a", "s"]


def test_editions_are_sorted_and_share_what_they_do_not_override(library):
    text = 'requires = "full_members >= 3"\n' + edition(
        'from = 2020-01-01, requires = "full_members >= 5"',
        "from = 2018-01-01, until = 2019-12-31",
    )
    library.add("p", team=rule("a", text))
    (found,) = library.load("p").rules
    written = [(each.start, each.requires.text) for each in found.editions if each.requires]

    assert written == [(D(2018, 1, 1), "full_members >= 3"), (D(2020, 1, 1), "full_members >= 5")]


@pytest.mark.parametrize(
    ("first_end", "second_start", "codes"),
    [
        ("until = 2019-12-31", "2020-01-01", []),
        ("until = 2020-01-01", "2020-01-01", ["JR301"]),
        ("until = 2019-12-30", "2020-01-01", ["JR301"]),
    ],
)
def test_editions_meet_without_overlap_or_gap(library, first_end, second_start, codes):
    text = 'requires = "full_members >= 3"\n' + edition(
        f"from = 2018-01-01, {first_end}", f"from = {second_start}"
    )
    library.add("p", team=rule("a", text))

    assert [code for code, _ in library.problems("p")] == codes if codes else library.load("p")


def test_an_edition_without_an_end_is_the_last(library):
    text = 'requires = "full_members >= 3"\n' + edition("from = 2018-01-01", "from = 2020-01-01")
    library.add("p", team=rule("a", text))

    assert library.problems("p") == [("JR301", "rule[a].edition[2].from")]


@pytest.mark.parametrize(
    ("body", "code", "key"),
    [
        ('item = "x"', "JR102", ""),
        ("", "JR304", ""),
        ('requires = "tier == \'branch\'"\ndone = "as_of"\ndue = "as_of"', "JR304", ""),
        ('due = "as_of"', "JR304", ""),
        ('requires = "full_members >= 3"\nfirst_period = "partial"', "JR304", "first_period"),
        ('requires = "full_members >= 3"\nempty = "fail"', "JR108", "empty"),
        ('requires = "full_members >= 3"\nremedy = "补"', "JR104", "remedy_en"),
        ('requires = "full_members >= 3"\nnote_en = "x"', "JR104", "note"),
        ('requires = "full_members >= 3"\nsubject = "mayor"', "JR108", "subject"),
        ('requires = "full_members >= 3"\nuntil = 2020-01-01', "JR106", "until"),
        ('requires = "full_members >= 3"\non = "full_members"', "JR204", "on"),
        ('requires = "m.filed_on <= as_of"', "JR203", "requires"),
        (
            'for_each = "m in meetings if m.filed_on"\nrequires = "done(m.filed_on)"',
            "JR204",
            "for_each",
        ),
        ('for_each = "m in months(as_of, as_of)"\nrequires = "done(m.start)"', "JR204", "for_each"),
        ('for_each = "k in {\'a\'}"\nrequires = "full_members >= 3"', "JR304", "for_each"),
        ('done = "full_members"\ndue = "as_of"', "JR204", "done"),
        ('requires = "full_members >= param.least"', "JR203", "requires"),
        (
            'requires = "full_members >= 3"\nremedy = "差{full_member}人"\nremedy_en = "x"',
            "JR203",
            "remedy",
        ),
        (
            'requires = "full_members >= 3"\nremedy = "在{thing}"\nremedy_en = "x"',
            "JR304",
            "remedy",
        ),
        ('requires = "full_members >= 3"\nremedy = "补}"\nremedy_en = "x"', "JR201", "remedy"),
    ],
)
def test_what_does_not_go_together_is_refused_at_its_key(library, body, code, key):
    library.add("p", team=rule("a", body))
    found = library.problems("p")

    assert found[0][0] == code
    if key:
        assert all(path == f"rule[a].{key}" for _, path in found)


def test_a_mistaken_loop_is_told_once_and_not_for_each_use_of_its_variable(library):
    body = 'for_each = "m in"\non = "m.held_on"\nrequires = "done(m.filed_on)"'
    library.add("p", team=rule("a", body))

    assert library.problems("p") == [("JR201", "rule[a].for_each")]


def test_the_other_parts_of_a_rule_at_fault_are_checked_too(library):
    library.add("p", team=rule("a", 'requires = "full_member >= 3"', strength="must"))

    assert library.problems("p") == [("JR108", "rule[a].strength"), ("JR203", "rule[a].requires")]


EDITED = 'requires = "full_members >= 3"\n' + edition("from = 2018-01-01")
TURNED = edition("from = 2018-01-01, until = 2017-01-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule("A b"), [("JR106", "rule[A b].id")]),
        (rule("a").replace("from = 2018-10-28", ""), [("JR104", "rule[a].from")]),
        (rule("a", EDITED) + "from = 2018-10-28\n", [("JR304", "rule[a].edition")]),
        (rule("a", 'requires = "full_members >= 3"\nedition = []'), [("JR106", "rule[a].edition")]),
        (
            rule("a", 'requires = "full_members >= 3"\nedition = [3]'),
            [("JR106", "rule[a].edition[1]")],
        ),
        (
            rule("a", 'requires = "full_members >= 3"\n' + TURNED),
            [("JR301", "rule[a].edition[1].from")],
        ),
        (
            rule(
                "a",
                edition(
                    'from = 2018-01-01, until = 2018-12-31, done = "as_of", due = "as_of"',
                    'from = 2019-01-01, requires = "full_members >= 3"',
                ),
            ),
            [("JR304", "rule[a].edition[2].from")],
        ),
        (
            rule("a", 'requires = "1 >= 3"\n' + edition('from = 2018-01-01, due = "as_of"')),
            [("JR304", "rule[a].edition[1]")],
        ),
        (
            rule(
                "a",
                'for_each = "m in meetings"\n'
                + edition('from = 2018-01-01, requires = "done(m.filed)"'),
            ),
            [("JR203", "rule[a].edition[1].requires")],
        ),
        ("rule = 3", [("JR106", "rule")]),
        ("[[rules]]\n", [("JR105", "rules")]),
        ("rule = [3]", [("JR106", "rule[1]")]),
    ],
)
def test_a_rule_and_its_editions_have_their_form(library, text, expected):
    library.add("p", team=text)

    assert library.problems("p") == expected


def test_editions_may_each_have_a_deadline_of_their_own(library):
    text = 'for_each = "m in meetings"\ndone = "m.filed_on"\n' + edition(
        'from = 2018-01-01, until = 2018-12-31, due = "add_days(m.held_on, 30)"',
        'from = 2019-01-01, due = "add_days(m.held_on, 10)"',
    )
    library.add("p", team=rule("a", text))
    (found,) = library.load("p").rules

    assert found.has_deadline
    assert [each.due.text for each in found.editions if each.due] == [
        "add_days(m.held_on, 30)",
        "add_days(m.held_on, 10)",
    ]
    assert found.for_each
    assert (found.for_each.list_name, found.for_each.names) == ("meetings", ("m",))


def test_pairs_and_the_whole_history_may_be_walked(library):
    library.add(
        "p",
        team=rule(
            "a", 'for_each = "m, k in pairs(meetings)"\nrequires = "m.filed_on <= k.filed_on"'
        )
        + rule("b", 'for_each = "m in history(meetings)"\nrequires = "done(m.filed_on)"'),
    )
    one, other = library.load("p").rules

    assert one.for_each
    assert one.for_each.paired
    assert other.for_each
    assert (other.for_each.list_name, other.for_each.paired) == ("meetings", False)


def test_a_rule_without_a_text_is_refused(library):
    library.add("p", team=rule("a").replace(CITE, "cite = []"))

    assert library.problems("p") == [("JR104", "rule[a].cite")]


def test_an_uncertain_citation_is_for_drafts(library):
    text = rule("a").replace('"text"', '"uncertain"')
    library.add("p", team=text)
    assert library.problems("p") == [("JR306", "rule[a].cite[1].verified")]

    library.add("p", team=text + "draft = true\n")
    assert library.load("p", drafts=True).rules[0].draft


def test_a_rule_names_the_parameters_it_reads(library):
    parameter = """[[parameter]]
name = "least"
label = "下限"
label_en = "least"
type = "number"
unit = "person"
stricter = "higher"
"""
    library.add("p", parameter, team=rule("a", 'requires = "full_members >= param.least"'))

    assert library.load("p").rules[0].parameters == ("least",)


def test_a_template_keeps_text_words_and_expressions_apart(library):
    body = """requires = "full_members >= 3"
period = "year"
remedy = "{period}还差{3 - full_members}人{count(m for m in meetings if tier in {'branch'})}"
remedy_en = "x"
"""
    library.add("p", team=rule("a", body))
    remedy = library.load("p").rules[0].remedy

    assert remedy
    assert [part if isinstance(part, str) else f"<{part.text}>" for part in remedy.parts] == [
        "<period>",
        "还差",
        "<3 - full_members>",
        "人",
        "<count(m for m in meetings if tier in {'branch'})>",
    ]


def test_an_expression_knows_where_it_stands(library):
    library.add("p", team=rule("a", 'requires = "full_members >= 3"'))
    requires = library.load("p").rules[0].editions[0].requires

    assert requires
    assert (requires.place.line, requires.place.column) == (7, 13)
    assert requires.place.source == "shelf/p/team.toml"


def test_there_is_a_most_of_rules(library, monkeypatch):
    monkeypatch.setattr(reading, "MOST_RULES", 2)
    library.add("p", team=rule("a") + rule("b"), support=rule("c"))

    assert library.problems("p") == [("JR103", "rule[c]")]
