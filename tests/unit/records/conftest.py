"""A vocabulary with one fact of every type, and a profile that needs all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from jintan_rules.errors import Place, Problem
from jintan_rules.language.nodes import Generator
from jintan_rules.language.parse import parse, parse_for_each
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, ForEach, Rule, Template
from jintan_rules.standard.vocabulary import Expression, Fact, FactList, Label, Vocabulary
from jintan_rules.standard.words import Area, Strength

WORDS = {"branch": Label("党支部", "branch"), "committee": Label("党委", "committee")}
KINDS = {"members": Label("支部党员大会", "members' meeting"), "group": Label("党小组会", "group")}


def expression(text: str) -> Expression:
    """Parse what the test itself wrote."""
    node = parse(text, Place("test"))
    assert not isinstance(node, Problem), node
    return Expression(text, node)


def fact(name: str, type_: str, **more: Any) -> Fact:
    """Declare a fact."""
    return Fact(name, Label("事实", name.replace("_", " ")), type_, **more)


def fact_list(name: str, kind: str, *attributes: Fact, **more: Any) -> FactList:
    """Declare a list."""
    label = Label("名单", name)
    return FactList(name, label, kind, {each.name: each for each in attributes}, **more)


def rule(requires: str, for_each: str = "", *, due: str = "", **more: Any) -> Rule:
    """Declare a rule with one edition; texts are expressions, and with ``due`` a deadline."""
    things = None
    if for_each:
        generator = parse_for_each(for_each, Place("test"))
        assert isinstance(generator, Generator), generator
        things = ForEach(for_each, generator)
    meaning = expression(requires)
    judged = {"done": meaning, "due": expression(due)} if due else {"requires": meaning}
    edition = Edition(dt.date(2018, 1, 1), None, (), **judged)
    parts = {
        name: expression(value) if isinstance(value, str) else value for name, value in more.items()
    }
    if "remedy" in parts:
        parts["remedy"] = Template("{…}", ("give ", parts["remedy"]))
    return Rule(
        "a.b", "条目", Area.ACTIVITIES, "规则", "rule", Strength.GENERAL, (edition,),
        for_each=things, **parts,
    )  # fmt: skip


def profile_of(vocabulary: Vocabulary, *rules: Rule) -> Profile:
    """Make a profile out of rules."""
    return Profile("test", Label("测试标准", "test standard"), vocabulary, rules, {})


@pytest.fixture(scope="session")
def profile_with(vocabulary: Vocabulary) -> Callable[..., Profile]:
    """Make profiles of one rule, told as :func:`rule` is."""
    return lambda *texts, **more: profile_of(vocabulary, rule(*texts, **more))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """A small vocabulary that has a fact of every type, scalar and in rows."""
    scalars = [
        fact("tier", "enum", tokens=WORDS),
        fact("established_on", "date"),
        fact("dissolved_on", "date", never=True, default=expression("never")),
        fact("has_committee", "bool"),
        fact("full_members", "count", unit="person"),
        fact("probationary_members", "count", unit="person"),
        fact("members", "count", derived=expression("full_members + probationary_members")),
        fact("balance", "integer", least=Decimal(-10), most=Decimal(10)),
        fact("area", "decimal", places=1),
        fact("fund", "money", unit="yuan"),
        fact("accountant", "id"),
        fact("secretary", "ref", list_name="people"),
        fact("clauses", "set", tokens=KINDS),
        fact("watchers", "ids"),
        fact("is_old", "bool", derived=expression("established_on < date(2000, 1, 1)")),
        fact("is_founded", "bool", derived=expression("done(established_on)")),
        fact("surplus", "integer", derived=expression("full_members - probationary_members")),
        fact("review_on", "date", derived=expression("add_months(established_on, balance)")),
        fact("officer_count", "count", derived=expression("count(p for p in people)")),
    ]
    lists = [
        fact_list(
            "meetings", "events",
            fact("held_on", "date"),
            fact("kinds", "set", tokens=KINDS),
            fact("present", "count"),
            fact("cycle_year", "integer", default=expression("year(row.held_on)")),
            fact("host", "ref", list_name="people"),
            fact("helpers", "ids"),
            date="held_on",
        ),
        fact_list(
            "people", "register",
            fact("since", "date"),
            fact("until", "date", never=True, default=expression("never")),
            fact("mentor", "ref", list_name="people"),
            fact("hours", "decimal", places=2, least=Decimal(0), most=Decimal("1000.5")),
            since="since", until="until",
        ),
        fact_list(
            "dues", "events",
            fact("month", "date"),
            fact("person", "ref", list_name="people"),
            fact("base", "money"),
            fact("reduced", "bool"),
            fact("owed", "money", derived=expression("round_to(row.base * 0.005, 0.01)")),
            fact("due_on", "date", derived=expression("add_months(row.month, 1)")),
            fact("kind", "enum", tokens=WORDS),
            date="month",
        ),
    ]  # fmt: skip
    return Vocabulary(
        {each.name: each for each in scalars},
        {each.name: each for each in lists},
        {"person": Label("人", "persons"), "yuan": Label("元", "yuan")},
    )


@pytest.fixture(scope="session")
def whole_profile(vocabulary: Vocabulary) -> Profile:
    """A profile whose rules name every fact there is, for what a schema should hold."""
    scalars = " or ".join(f"{name} == {name}" for name in vocabulary.facts)
    rows = " or ".join(
        f"any(r.{name} == r.{name} for r in history({each.name}))"
        for each in vocabulary.lists.values()
        for name in each.attributes
    )
    return profile_of(vocabulary, rule(scalars), rule(rows))
