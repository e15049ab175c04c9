"""Profiles resolve: parents first, then their own rules, then what they make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.builtin import builtin_folder
from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.standard.profiles import Deselection
from jintan_rules.standard.rules import Change
from jintan_rules.standard.words import Category, Strength
from tests.unit.loading.conftest import FACTS, profile, rule

EXTENDS = 'extends = ["base"]'


def table(name: str, /, **keys: str) -> str:
    return "\n".join([f"[[{name}]]", *(f'{key} = "{value}"' for key, value in keys.items()), ""])


@pytest.fixture
def base(library):
    library.add(
        "base",
        'category = "village"',
        team=rule("t.one", strength="mandatory"),
        organization=rule("o.one"),
    )
    return library


def ids(found) -> list[str]:
    return [each.id for each in found.rules]


def test_parents_come_first_within_an_area(base):
    base.add("child", EXTENDS, team=rule("t.two"), organization=rule("o.two"))
    found = base.load("child")

    assert ids(found) == ["o.one", "o.two", "t.one", "t.two"]
    assert found.lineage == ("base", "child")
    assert [each.profile for each in found.rules] == ["base", "child", "base", "child"]
    assert found.category is Category.VILLAGE


def test_a_rule_that_comes_by_two_ways_is_there_once(base):
    base.add("left", EXTENDS)
    base.add("right", EXTENDS, table("deselect", rule="t.one", reason="另有规定"))
    base.add("child", 'extends = ["left", "right"]')

    assert ids(base.load("child")) == ["o.one"]


def test_an_id_belongs_to_one_rule(base):
    base.add("child", EXTENDS, team=rule("t.one"))

    assert base.problems("child") == [("JR107", "rule[t.one]")]


def test_a_citation_is_added_and_its_id_leads_to_the_rule(base):
    cite = table("cite", rule="t.one", instrument="rural-2018", article="5", verified="text")
    base.add("child", EXTENDS, cite + 'as = "village.one"')
    found = base.load("child")
    cited = found.rule("village.one")

    assert cited.id == "t.one"
    assert [each.instrument.id for each in cited.citations] == ["branch-2018", "rural-2018"]
    assert cited.changes == (Change("child", "cite village.one", "《农村基层组织工作条例》第5条"),)


def test_an_alias_is_given_once(base):
    cite = table("cite", rule="t.one", instrument="rural-2018") + 'as = "o.one"\n'
    base.add("child", EXTENDS, cite)

    assert base.problems("child") == [("JR107", "cite[t.one].as")]


def test_a_replaced_rule_leads_to_the_one_that_stands_for_it(base):
    base.add(
        "child",
        EXTENDS,
        table("replace", rule="t.one", by="t.two", reason="规定不同"),
        team=rule("t.two"),
    )
    found = base.load("child")

    assert ids(found) == ["o.one", "t.two"]
    assert found.rule("t.one").id == "t.two"
    assert found.deselected == (Deselection("t.one", "child", "规定不同", "t.two"),)
    assert found.rule("t.two").changes == (Change("child", "replace t.one", "规定不同"),)


def test_a_rule_left_out_keeps_its_reason(base):
    base.add("child", EXTENDS, table("deselect", rule="t.one", reason="本地不设"))
    found = base.load("child")

    assert ids(found) == ["o.one"]
    assert found.deselected == (Deselection("t.one", "child", "本地不设"),)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (table("deselect", rule="t.one"), "deselect[t.one].reason"),
        (table("deselect", rule="t.one", reason=" "), "deselect[t.one].reason"),
        (table("replace", rule="t.one", by="o.one"), "replace[t.one].reason"),
    ],
)
def test_a_rule_is_left_out_for_a_reason(base, text, path):
    base.add("child", EXTENDS, text)

    assert ("JR104", path) in base.problems("child")


def test_a_selection_chooses_among_what_is_inherited(base):
    base.add("child", EXTENDS, table("select", rule="o.one"), support=rule("s.one"))
    found = base.load("child")

    assert ids(found) == ["o.one", "s.one"]
    assert found.deselected == (Deselection("t.one", "child", "未选用 not selected"),)


def test_drafts_are_off_unless_asked_for(base):
    base.add("child", EXTENDS, team=rule("t.two") + "draft = true\n")

    assert ids(base.load("child")) == ["o.one", "t.one"]
    assert base.load("child").deselected == (Deselection("t.two", "child", "草案 draft"),)
    assert ids(base.load("child", drafts=True)) == ["o.one", "t.one", "t.two"]


def test_a_draft_replaces_nothing_until_it_is_asked_for(base):
    base.add(
        "child",
        EXTENDS,
        table("replace", rule="t.one", by="t.two", reason="规定不同"),
        team=rule("t.two") + "draft = true\n",
    )

    assert ids(base.load("child")) == ["o.one", "t.one"]
    assert ids(base.load("child", drafts=True)) == ["o.one", "t.two"]


def test_by_reference_no_rule_is_stronger_than_general(base):
    base.add("child", EXTENDS, "by_reference = true")
    found = base.load("child")

    assert found.by_reference
    assert [each.strength for each in found.rules] == [Strength.GENERAL, Strength.GENERAL]
    assert [each.what for each in found.rule("t.one").changes] == ["by_reference"]


def test_some_rules_alone_may_be_applied_by_reference(base):
    base.add("child", EXTENDS, table("by_reference", rule="t.one"))
    found = base.load("child")

    assert not found.by_reference
    assert [each.id for each in found.rules if each.by_reference] == ["t.one"]


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ('category = "community"', "JR308", "category"),
        ('category = "hamlet"', "JR108", "category"),
        ('subtype = ["clinic"]', "JR108", "subtype[1]"),
        ('colour = "red"', "JR105", "colour"),
        (table("set", name="x", value="1"), "JR302", "set[x].name"),
        ("by_reference = 3", "JR106", "by_reference"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_key(base, more, code, path):
    base.add("child", EXTENDS, more)

    assert base.problems("child") == [(code, path)]


def test_a_profile_of_some_subtypes_is_extended_within_them(base):
    base.add("hospital", EXTENDS, 'subtype = ["hospital"]')
    base.add("same", 'extends = ["hospital"]')
    base.add("other", 'extends = ["hospital"]', 'subtype = ["school"]')

    assert base.load("same").subtypes == {"hospital"}
    assert base.problems("other") == [("JR308", "subtype[1]")]


def test_profiles_do_not_extend_each_other(base):
    base.add("one", 'extends = ["two"]')
    base.add("two", 'extends = ["one"]')

    assert base.problems("one") == [("JR303", "extends[1]")]


def test_problems_of_parents_are_told_with_the_profile_s_own(base):
    base.add("base", team=rule("t.one", 'requires = "x"'))
    base.add("child", EXTENDS, team=rule("t.two", 'requires = "y"'))

    assert base.problems("child") == [
        ("JR203", "rule[t.one].requires"),
        ("JR203", "rule[t.two].requires"),
    ]


def test_a_rule_that_cannot_be_read_is_not_missed_as_well(base):
    base.add(
        "child",
        EXTENDS,
        table("replace", rule="t.one", by="t.two", reason="规定不同"),
        team=rule("t.two", 'for_each = "x"\nrequires = "x"'),
    )

    assert base.problems("child") == [("JR201", "rule[t.two].for_each")]


def test_a_file_that_nobody_reads_is_told(base):
    base.write("base/activites.toml", "")

    assert base.problems("base") == [("JR105", "")]


def test_a_folder_may_bring_facts_and_instruments_of_its_own(base):
    base.add(
        "child",
        EXTENDS,
        team=rule("t.two", 'requires = "beds > 3"').replace("branch-2018", "ward-1"),
    )
    base.write(
        "child/vocabulary/own.toml",
        """
[[fact]]
name = "beds"
label = "床位数"
label_en = "beds"
type = "count"
""",
    )
    base.write(
        "child/instruments.toml",
        """
[[instrument]]
id = "ward-1"
title = "病区办法"
title_en = "Ward measures"
year = 2020
""",
    )
    found = base.load("child")

    assert "beds" in found.vocabulary.facts
    assert "tier" in found.vocabulary.facts
    assert "ward-1" in found.instruments
    assert "beds" not in base.load("base").vocabulary.facts


def test_facts_are_not_declared_again(base):
    base.add("child", EXTENDS)
    base.write("child/vocabulary/own.toml", FACTS)

    assert {code for code, _ in base.problems("child")} == {"JR107"}


def test_equal_digests_mean_equal_verdicts_and_words_do_not_count(base):
    first = base.load("base").digest
    base.add(
        "base",
        'category = "village"',
        team=rule("t.one", strength="mandatory", title="另一标题"),
        organization=rule("o.one"),
    )
    assert base.load("base").digest == first

    for text in (
        rule("t.one"),
        rule("t.one", 'requires = "full_members >= 4"'),
        rule("t.one", strength="mandatory") + "applies_when = \"tier == 'branch'\"\n",
    ):
        base.add("base", 'category = "village"', team=text)
        assert base.load("base").digest != first


def test_the_built_in_profiles_load(library):
    names = [path.parent.name for path in builtin_folder().path.glob("*/profile.toml")]

    assert {"common", "village"} <= set(names) <= set(profile_ids())
    for name in names:
        assert load_profile(name, drafts=True).rules


def test_a_built_in_profile_is_resolved_once():
    assert load_profile("village") is load_profile("village")


def test_an_unknown_id_is_answered_with_those_there_are():
    with pytest.raises(ProfileError) as caught:
        load_profile("vilage")
    (problem,) = caught.value.problems

    assert problem.code == "JR302"
    assert "village" in problem.expected
    assert problem.mend == "did you mean 'village'?"


def test_a_folder_is_loaded_by_its_path(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "profile.toml").write_text(profile("own", 'extends = ["common"]'), encoding="utf-8")

    assert load_profile(folder).id == "own"
    assert load_profile(str(folder)).id == "own"


@pytest.mark.parametrize("name", ["../village", "/nowhere", ".", "a\0b", ""])
def test_a_name_that_leads_nowhere_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProfileError):
        load_profile(name)


def test_a_tailoring_file_goes_with_the_load(tmp_path):
    file = tmp_path / "local.toml"
    rule_id = load_profile("common").rules[0].id
    file.write_text(table("deselect", rule=rule_id, reason="本地不设"), encoding="utf-8")
    found = load_profile("common", tailoring=file)

    assert rule_id not in found
    assert rule_id in load_profile("common")


def test_a_folder_in_the_way_does_not_hide_a_built_in_profile(tmp_path, monkeypatch):
    Path(tmp_path / "village").mkdir()
    monkeypatch.chdir(tmp_path)

    assert load_profile("village").category is Category.VILLAGE


def test_a_folder_that_extends_itself_under_another_id_is_told_at_once(library):
    library.add("own")
    library.write("own/profile.toml", profile("other", 'extends = ["own", "own", "own"]'))

    found = library.problems("own")

    assert {code for code, _ in found} == {"JR303", "JR308"}
    assert len(found) < 10


def test_many_ways_to_one_parent_take_no_longer_than_one(library):
    library.add("p0", activities=rule("act.zero"))
    for number in range(1, 16):
        library.add(f"p{number}", f'extends = ["p{number - 1}", "p{number - 1}"]')

    assert [each.id for each in library.load("p15").rules] == ["act.zero"]
