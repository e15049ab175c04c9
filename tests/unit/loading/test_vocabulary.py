"""Vocabulary files become a vocabulary, and what does not go together is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.facts import personal_part
from jintan_rules.loading.files import Folder
from jintan_rules.loading.vocabulary import load_vocabulary

HEAD = """
[[unit]]
name = "person"
label = "人"
label_en = "persons"

[[unit]]
name = "yuan"
label = "元"
label_en = "yuan"
"""


def fact(name: str, *lines: str, table: str = "fact", kind: str = "count") -> str:
    head = [f"[[{table}]]", f'name = "{name}"', 'label = "例"', 'label_en = "example"']
    return "\n".join([*head, f'type = "{kind}"', *lines, ""])


def rows(name: str, *lines: str, kind: str = "rows") -> str:
    head = ["[[list]]", f'name = "{name}"', 'label = "例"', 'label_en = "example"']
    return "\n".join([*head, f'kind = "{kind}"', *lines, ""])


def attribute(name: str, *lines: str, kind: str = "count") -> str:
    return fact(name, *lines, table="list.attribute", kind=kind)


@pytest.fixture
def load(tmp_path):
    def load_texts(*texts: str):
        for number, text in enumerate(texts):
            head = HEAD if number == 0 else ""
            (tmp_path / f"{number}.toml").write_text(head + text, encoding="utf-8")
        return load_vocabulary([Folder(tmp_path, "vocabulary")])

    return load_texts


@pytest.fixture
def refused(load):
    def refuse_texts(*texts: str) -> list[str]:
        with pytest.raises(ProfileError) as caught:
            load(*texts)
        return [problem.code for problem in caught.value.problems]

    return refuse_texts


def test_a_count_is_never_negative_and_money_is_in_yuan(load):
    facts = load(fact("a") + fact("b", kind="money")).facts

    assert facts["a"].least == 0
    assert (facts["b"].unit, facts["b"].places, facts["b"].least) == ("yuan", 2, 0)


def test_a_range_is_exact(load):
    found = load(fact("a", "places = 1", "min = 0.1", "max = 2", kind="decimal")).facts["a"]

    assert (found.least, found.most, found.places) == (Decimal("0.1"), Decimal(2), 1)


def test_another_file_may_add_attributes_whatever_its_name(load):
    added = '[[extend]]\nlist = "things"\n' + fact("b", table="extend.attribute")
    lists = load(added, rows("things") + attribute("a")).lists

    assert list(lists["things"].attributes) == ["a", "b"]


def test_a_derived_fact_and_a_default_are_typed(load):
    found = load(
        fact("a")
        + fact("b", 'derived = "a + a"')
        + rows("things")
        + attribute("c", 'default = "row.d + a"', 'default_when = "a > 3"')
        + attribute("d")
    )

    assert found.facts["b"].derived
    assert found.facts["b"].derived.kind == "number"
    assert found.lists["things"].attributes["c"].default


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (fact("a", 'unit = "persons"'), "JR302"),
        (fact("a", 'unit = "yuan/household"'), "JR302"),
        (fact("a", 'unit = "person"', kind="money"), "JR205"),
        (fact("a", kind="number"), "JR108"),
        (fact("a", kind="decimal"), "JR104"),
        (fact("a", kind="enum"), "JR104"),
        (fact("a", kind="ref"), "JR104"),
        (fact("a", 'list = "things"', kind="ref"), "JR302"),
        (fact("a", 'values = { x = ["一", "one"] }'), "JR105"),
        (fact("a", "never = true"), "JR105"),
        (fact("a", "places = 2"), "JR105"),
        (fact("a", 'unit = "person"', kind="bool"), "JR105"),
        (fact("a", "min = 3", "max = 2"), "JR108"),
        (fact("a", "min = inf"), "JR106"),
        (fact("a", 'values = { x = ["一"] }', kind="set"), "JR106"),
        (fact("A"), "JR106"),
        (fact("any"), "JR107"),
        (fact("gaps"), "JR107"),
        (fact("a") + fact("a"), "JR107"),
        (fact("a") + rows("a"), "JR107"),
        (rows("a") + attribute("b") + attribute("b"), "JR107"),
        (rows("a") + attribute("id"), "JR107"),
        (rows("a", kind="table"), "JR108"),
        (rows("a", kind="events"), "JR104"),
        (rows("a", 'date = "b"') + attribute("b", kind="date"), "JR105"),
        (rows("a", 'date = "b"', kind="events"), "JR302"),
        (rows("a", 'date = "b"', kind="events") + attribute("b"), "JR106"),
        (fact("a", 'default = "1"', 'derived = "2"'), "JR304"),
        (fact("a", 'default_when = "1 == 1"'), "JR104"),
        (fact("a", 'default = "True"'), "JR204"),
        (fact("a", 'default = "b"'), "JR203"),
        (fact("a", 'default = "row.b"'), "JR203"),
        (fact("a", 'default = "never"', kind="date"), "JR108"),
        (fact("a", 'values = { x = ["一", "one"] }', "default = \"'y'\"", kind="enum"), "JR108"),
        ('[[extend]]\nlist = "things"\n' + fact("b", table="extend.attribute"), "JR302"),
        ("[[facts]]\n", "JR105"),
    ],
)
def test_what_does_not_go_together_is_refused(refused, text, code):
    assert refused(text) == [code]


def test_a_register_lets_nobody_be_still_there_in_silence(refused):
    texts = rows("a", 'since = "b"', 'until = "c"', kind="register") + attribute("b", kind="date")

    assert refused(texts + attribute("c", kind="date")) == ["JR304"]


def test_every_problem_of_every_file_is_told(refused):
    assert refused(fact("a", kind="number"), fact("b", 'unit = "x"')) == ["JR108", "JR302"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('derived = "b"', 'derived = "a"'),
        ('derived = "b"', 'default = "a"'),
        ('derived = "b"', 'default = "1"\ndefault_when = "a > 3"'),
        ('derived = "count(x for x in things if x.c > 0)"', 'derived = "1"'),
    ],
)
def test_a_circle_is_found_through_defaults_conditions_and_lists(refused, one, other):
    things = rows("things") + attribute("c", 'derived = "a"')

    assert refused(fact("a", one) + fact("b", other) + things) == ["JR303"]


def test_a_circle_is_found_through_a_reference(refused):
    texts = (
        rows("things")
        + attribute("next", 'list = "things"', kind="ref")
        + attribute("c", 'derived = "row.next.c"')
    )

    assert refused(texts) == ["JR303"]


def test_a_circle_is_found_through_the_date_that_cuts_a_list(refused):
    texts = (
        rows("things", 'date = "on"', kind="events")
        + attribute("on", 'derived = "last(x.held_on for x in history(things))"', kind="date")
        + attribute("held_on", kind="date")
    )

    assert refused(texts) == ["JR303"]


def test_what_is_recorded_does_not_rest_on_the_default(load):
    default = "count(x for x in things if recorded(x.c) > 0)"
    texts = rows("things") + attribute("c", f'default = "{default}"')

    assert load(texts).lists["things"].attributes["c"].default


@pytest.mark.parametrize(
    "text",
    [
        "person_name",
        "surname",
        "id_card",
        "birthday",
        "phone",
        "home_address",
        "illness",
        "姓名",
        "身份证号",
        "手机号码",
        "联系电话",
        "出生日期",
        "生日",
        "家庭住址",
        "是否患病",
        "Telephone of the secretary",
        "date of birth",
    ],
)
def test_what_means_a_person_is_seen(text):
    assert personal_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "full_members",
        "mobile",
        "adult_when_applied",
        "of age when applying",
        "产生日期",
        "人员",
        "流动党员联系人数",
        "subtype",
        "hospital",
        "医院",
        "是否多民族村民居住的村",
        "excused_from_hours",
        "是否不作学时硬性要求",
    ],
)
def test_what_a_rule_needs_is_not_taken_for_personal(text):
    assert not personal_part(text)
