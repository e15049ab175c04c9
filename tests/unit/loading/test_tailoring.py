"""A locality sets, leaves out, selects, cites and applies by reference, and no more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.tailoring import tailor_by_file
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import Deselection, MonthDay, Setting
from jintan_rules.standard.rules import Change
from jintan_rules.standard.words import Strength
from tests.unit.loading.conftest import rule

PARAMETERS = """
[[parameter]]
name = "share"
label = "比例"
label_en = "share"
type = "number"
stricter = "higher"
min = 0
max = 1

[[parameter]]
name = "by_day"
label = "期限"
label_en = "by day"
type = "day"
stricter = "earlier"

[[parameter]]
name = "kinds"
label = "方式"
label_en = "kinds"
type = "set"
stricter = "larger"
values = { visit = ["走访", "visit"], call = ["电话", "call"] }
"""


@pytest.fixture
def plain(library):
    library.add(
        "p",
        PARAMETERS,
        team=rule("t.one", 'requires = "1 >= param.share"', strength="mandatory"),
        organization=rule("o.one"),
    )
    return library.load("p")


def codes(caught) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.path) for problem in caught.value.problems]


def test_a_parameter_is_set_and_its_rules_say_so(plain):
    found = plain.tailor(parameters={"share": Decimal("0.25")}, source="本地细则")

    assert found.settings == {"share": Setting(Decimal("0.25"), "本地细则", "本地细则")}
    assert found.rule("t.one").changes == (Change("本地细则", "set share = 0.25", "本地细则"),)
    assert found.rule("o.one").changes == ()
    assert plain.settings == {}
    assert found.digest != plain.digest


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("share", 1, 1),
        ("share", 0.1, Decimal("0.1")),
        ("share", Decimal("0.50"), Decimal("0.5")),
        ("share", Decimal("0.5000"), Decimal("0.5")),
        ("by_day", "03-31", MonthDay(3, 31)),
        ("by_day", "02-29", MonthDay(2, 29)),
        ("by_day", MonthDay(12, 1), MonthDay(12, 1)),
        ("kinds", ["visit"], frozenset({"visit"})),
        ("kinds", {"visit", "call"}, frozenset({"visit", "call"})),
        ("kinds", [], frozenset()),
    ],
)
def test_a_value_is_read_exactly(plain, name, value, read):
    assert plain.tailor(parameters={name: value}).settings[name].value == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("share", "0.25"),
        ("share", True),
        ("share", -1),
        ("share", Decimal("1.01")),
        ("share", 0.125),
        ("share", float("nan")),
        ("share", Decimal("Infinity")),
        ("share", None),
        ("by_day", "3-31"),
        ("by_day", "02-30"),
        ("by_day", "13-01"),
        ("by_day", 331),
        ("by_day", MonthDay(4, 31)),
        ("kinds", "visit"),
        ("kinds", ["mail"]),
        ("kinds", [1]),
    ],
)
def test_a_value_that_does_not_fit_is_refused(plain, name, value):
    with pytest.raises(ProfileError) as caught:
        plain.tailor(parameters={name: value})

    assert codes(caught) == [("JR305", f"parameters.{name}")]


def test_every_mistake_of_a_call_is_told(plain):
    with pytest.raises(ProfileError) as caught:
        plain.tailor(parameters={"shares": 1}, deselect={"x": "r", "t.one": " "}, select=["y"])

    assert codes(caught) == [
        ("JR104", "deselect.t.one"),
        ("JR302", "deselect.x"),
        ("JR302", "parameters.shares"),
        ("JR302", "select.y"),
    ]


def test_a_rule_is_left_out_with_its_reason(plain):
    found = plain.tailor(deselect={"t.one": "本地不设"}, source="细则")

    assert [each.id for each in found.rules] == ["o.one"]
    assert found.deselected == (Deselection("t.one", "细则", "本地不设"),)


def test_only_what_is_selected_is_kept(plain):
    assert [each.id for each in plain.tailor(select=["t.one"]).rules] == ["t.one"]
    assert plain.tailor(select=[]).rules == ()


def test_a_citation_is_added(plain):
    citation = Citation(plain.instruments["rural-2018"], "9")
    found = plain.tailor(citations={"t.one": citation})

    assert found.rule("t.one").citations[-1] == citation
    assert found.digest == plain.digest


def test_by_reference_for_all_or_for_some(plain):
    assert plain.tailor(by_reference=True).rule("t.one").strength is Strength.GENERAL
    assert plain.tailor(by_reference=["t.one"]).rule("t.one").strength is Strength.GENERAL
    assert plain.tailor(by_reference=["o.one"]).rule("t.one").strength is Strength.MANDATORY


def test_tailoring_twice_the_same_way_changes_no_verdict(plain):
    once = plain.tailor(parameters={"share": 1}, by_reference=True)
    twice = once.tailor(parameters={"share": 1}, by_reference=True)

    assert once.digest == twice.digest


FILE = """
profile = "p"
source = "本地细则"

[[instrument]]
id = "local-1"
title = "本地细则"
title_en = "Local rules"
year = 2021

[[set]]
name = "share"
value = 0.25

[[set]]
name = "by_day"
value = "03-31"
source = "附件二"

[[deselect]]
rule = "o.one"
reason = "本地不设"

[[cite]]
rule = "t.one"
instrument = "local-1"
"""


def test_a_file_says_the_same_as_a_call(plain, tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(FILE, encoding="utf-8")
    found = tailor_by_file(plain, path)
    called = plain.tailor(
        parameters={"share": Decimal("0.25"), "by_day": "03-31"}, deselect={"o.one": "本地不设"}
    )

    assert found.digest == called.digest
    assert found.settings["share"].source == "本地细则"
    assert found.settings["by_day"].source == "附件二"
    assert found.rule("t.one").citations[-1].instrument.title_en == "Local rules"


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ('profile = "p"', 'profile = "q"', "JR308", "profile"),
        ("[[deselect]]", "[[replace]]", "JR105", "replace"),
        ("value = 0.25", 'value = "0.25"', "JR305", "set[share].value"),
        ('rule = "o.one"', 'rule = "o.two"', "JR302", "deselect[o.two].rule"),
        ('instrument = "local-1"', 'instrument = "x"', "JR302", "cite[t.one].instrument"),
    ],
)
def test_a_file_at_fault_is_refused_at_its_key(plain, tmp_path, old, new, code, path):
    assert old in FILE
    file = tmp_path / "local.toml"
    file.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        tailor_by_file(plain, file)

    assert codes(caught) == [(code, path)]


def test_a_profile_may_set_what_its_parent_declares(library):
    library.add("p", PARAMETERS, team=rule("t.one", 'requires = "1 >= param.share"'))
    library.add("q", 'extends = ["p"]', '[[set]]\nname = "share"\nvalue = 0.5\nsource = "省定"')
    found = library.load("q")

    assert found.settings["share"] == Setting(Decimal("0.5"), "q", "省定")
    assert found.rule("t.one").changes == (Change("q", "set share = 0.5", "省定"),)
