"""The schema names what a profile needs, and agrees with the reader on every value."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jintan_rules.errors import RecordError
from jintan_rules.loading.records import record_from_mapping
from jintan_rules.records.schema import record_schema
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Vocabulary
from jintan_rules.standard.words import Period


@pytest.fixture(scope="session")
def accepts(whole_profile: Profile) -> Any:
    """Say whether the schema of every fact accepts a record."""
    schema = record_schema(whole_profile)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return validator.is_valid


@pytest.fixture(scope="session")
def reads(vocabulary: Vocabulary) -> Any:
    """Say which codes the reader refuses a record with."""

    def reading(record: Any) -> set[str]:
        try:
            record_from_mapping(record, vocabulary=vocabulary)
        except RecordError as error:
            return {problem.code for problem in error.problems}
        return set()

    return reading


def _needed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the names a schema describes: of scalars, and of each list's attributes."""
    names: dict[str, Any] = {}
    for name, value in schema["properties"].items():
        if value is True:  # a fact that may stand there and is not looked at
            continue
        properties = value.get("items", {}).get("properties")
        names[name] = (
            True
            if properties is None
            else {each for each, described in properties.items() if described is not True}
        )
    for built_in in ("id", "gaps", "reasons"):
        del names[built_in]
    return names


ALWAYS = {"established_on": True, "dissolved_on": True}
PEOPLE = {"id", "since", "until"}
MEETINGS = {"id", "held_on"}


@pytest.mark.parametrize(
    ("requires", "more", "needed"),
    [
        ("has_committee", {}, {"has_committee": True}),
        ("members >= 3", {}, {"members": True, "full_members": True, "probationary_members": True}),
        ("officer_count >= 3", {}, {"officer_count": True, "people": PEOPLE}),
        ("any(m for m in history(meetings))", {}, {"meetings": MEETINGS}),
        ("any(m for m in meetings if 'members' in m.kinds)", {"period": Period.YEAR},
         {"meetings": MEETINGS | {"kinds"}}),
        ("any(m.cycle_year == 2020 for m in history(meetings))", {},
         {"meetings": MEETINGS | {"cycle_year"}}),
        ("any(m.host.hours > 1 for m in history(meetings))", {},
         {"meetings": MEETINGS | {"host"}, "people": PEOPLE | {"hours"}}),
        ("any(m.host.mentor.hours > 1 for m in history(meetings))", {},
         {"meetings": MEETINGS | {"host"}, "people": PEOPLE | {"mentor", "hours"}}),
        ("any(d.owed > 1 for d in history(dues))", {},
         {"dues": {"id", "month", "owed", "base"}}),
        ("all(any(h in m.kinds for m in history(meetings)) for h in {'members'})", {},
         {"meetings": MEETINGS | {"kinds"}}),
        ("any(p for p in people if count(d for d in history(dues) if d.person == p) > fund)", {},
         {"people": PEOPLE, "dues": {"id", "month", "person"}, "fund": True}),
        ("p.hours > 1", {"for_each": "p in people if p.mentor == accountant"},
         {"people": PEOPLE | {"hours", "mentor"}, "accountant": True}),
        ("p.hours > q.hours", {"for_each": "p, q in pairs(people)"},
         {"people": PEOPLE | {"hours"}}),
        ("count(m for m in months(period.start, as_of) if any(d.month == m.end for d in dues)) > 1",
         {"period": Period.YEAR}, {"dues": {"id", "month"}}),
        ("fund > param.fund and period.year > 2020", {"period": Period.YEAR}, {"fund": True}),
        ("has_committee", {"applies_when": "tier == 'branch'", "since": "established_on",
                           "on": "first(m.held_on for m in history(meetings))",
                           "until": "add_days(established_on, balance)", "remedy": "area"},
         {"has_committee": True, "tier": True, "meetings": MEETINGS, "balance": True,
          "area": True}),
        ("done(established_on)", {"due": "add_months(established_on, balance)"},
         {"balance": True}),
    ],
)  # fmt: skip
def test_the_schema_names_what_the_rules_need_and_no_more(
    profile_with: Any, requires: str, more: dict[str, Any], needed: dict[str, Any]
) -> None:
    schema = record_schema(profile_with(requires, **more))

    assert _needed(schema) == ALWAYS | needed


def test_a_profile_without_rules_needs_little(whole_profile: Profile) -> None:
    schema = record_schema(evolve(whole_profile, rules=()))

    Draft202012Validator.check_schema(schema)
    assert _needed(schema) == ALWAYS


def test_the_whole_schema_names_every_fact(vocabulary: Vocabulary, whole_profile: Profile) -> None:
    names = dict.fromkeys(vocabulary.facts, True)
    lists = {name: {"id", *each.attributes} for name, each in vocabulary.lists.items()}

    assert _needed(record_schema(whole_profile)) == names | lists


def test_the_schema_is_plain_json_and_the_same_every_time(whole_profile: Profile) -> None:
    text = json.dumps(record_schema(whole_profile), ensure_ascii=False)

    assert json.loads(text) == record_schema(whole_profile)
    assert json.dumps(record_schema(whole_profile), ensure_ascii=False) == text


def test_facts_are_titled_in_chinese_and_described_in_english(whole_profile: Profile) -> None:
    properties = record_schema(whole_profile)["properties"]

    assert properties["full_members"]["title"] == "事实"
    assert properties["full_members"]["description"] == "full members, in persons"
    assert properties["tier"]["description"] == "tier: branch 党支部, committee 党委"
    assert properties["fund"]["description"] == "fund, in yuan, at most 2 decimal places"
    assert "Follows from other facts" in properties["members"]["description"]
    assert "default may be assumed" in properties["dissolved_on"]["description"]


# -- the schema and the reader agree ------------------------------------------------------

#: Values of all kinds, near and far from what each type takes.
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 10, -10, 11, -11, 1000, 1001, 10**15 - 1, 10**15, -(10**15), 1.5,
    -0.5, 0.25, 1000.5, 1000.75, "", "branch", "Branch", "committee", "members", "never", "Never",
    "2024-05-31", "2024-02-30", "2023-02-29", "2024-5-31", "20240531", "2024-05-31T00:00", "p1",
    "p 1", "-", "x" * 64, "x" * 65, "1" * 11, "1" + "3" * 10, "1" * 12, "1" * 15, "1" * 18,
    "1" * 17 + "X", "某某", "p1\n", [], ["members"], ["members", "group"], ["members", "members"],
    ["p1"], ["p1", "p1"], ["1" * 15], [None], [1], [["members"]], {}, {"id": "p1"}, [{}],
    [None, {}], [{"id": "p1"}], [{"id": None}], [{"id": 1}], [{"id": "x y"}], [{"nobody": 1}],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:30])
def test_each_fact_takes_the_same_values_by_schema_and_by_reader(
    vocabulary: Vocabulary, accepts: Any, reads: Any, value: Any
) -> None:
    names = [*vocabulary.facts, *vocabulary.lists, "gaps", "reasons", "nobody"]
    records = [{"id": "b", name: value} for name in names]
    records += [
        {"id": "b", name: [{key: value}]}
        for name, each in vocabulary.lists.items()
        for key in ["id", "nobody", *each.attributes]
    ]
    records.append({"id": value})

    for record in records:
        if not _is_beyond_a_schema(reads(record)):
            assert accepts(record) == (not reads(record)), record


def _is_beyond_a_schema(codes: set[str]) -> bool:
    """Whether a record is refused only for what a schema cannot see."""
    return bool(codes) and codes <= {"JR405", "JR406", "JR408", "JR410"}


FIXED: list[tuple[str, dict[str, Any], bool]] = [
    ("gaps", {"list": "people", "from": "2024-01-01", "to": "2024-01-31"}, True),
    ("gaps", {"list": "people", "from": "2024-01-01", "to": None}, False),
    ("gaps", {"list": "people", "from": "2024-01-01"}, False),
    ("gaps", {"list": "tier", "from": "2024-01-01", "to": "2024-01-31"}, False),
    ("gaps", {"list": "people", "from": "2024-01-01", "to": "never"}, False),
    ("gaps", {"list": "people", "from": "2024-01-01", "to": "2024-01-31", "id": "g"}, False),
    ("reasons", {"rule": "a.b", "code": "c1"}, True),
    ("reasons", {"rule": "a.b", "code": "c1", "slot": None, "on": None}, True),
    ("reasons", {"rule": "a.b", "code": "c1", "slot": "2024-05/g3", "on": "2024-06-01"}, True),
    ("reasons", {"rule": "a.b", "code": "c1", "slot": "-"}, True),
    ("reasons", {"rule": "a.b", "code": "c1", "slot": "a b"}, False),
    ("reasons", {"rule": "a.b"}, False),
    ("reasons", {"rule": "a.b", "code": "很忙"}, False),
    ("reasons", {"rule": "a.b", "code": "c1", "text": "why"}, False),
]


@pytest.mark.parametrize(("name", "row", "good"), FIXED)
def test_gaps_and_reasons_take_the_same_rows_by_schema_and_by_reader(
    accepts: Any, reads: Any, name: str, row: dict[str, Any], good: bool
) -> None:
    record = {"id": "b", name: [row]}

    assert accepts(record) is good
    assert (not reads(record)) is good


TEXTS = st.one_of(
    st.sampled_from(["never", "branch", "members", "group", "2024-05-31", "p1", "1" * 15]),
    st.dates().map(dt.date.isoformat),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.text("abp19-.: 某", max_size=6),
)
FIGURES = st.one_of(
    st.integers(-20, 20),
    st.integers(-(10**16), 10**16),
    # Floats with few places: how a number is written is beyond a schema.
    st.integers(-2000, 2000).map(lambda cents: cents / 100).filter(lambda figure: figure % 1),
)
PLAIN = st.one_of(st.none(), st.booleans(), FIGURES, TEXTS)
ANY = st.one_of(PLAIN, st.lists(PLAIN, max_size=3))


@given(st.data())
def test_whole_records_are_judged_alike_by_schema_and_by_reader(
    vocabulary: Vocabulary, accepts: Any, reads: Any, data: st.DataObject
) -> None:
    scalars = st.dictionaries(st.sampled_from([*vocabulary.facts, "nobody"]), ANY, max_size=4)
    record: dict[str, Any] = {"id": "b", **data.draw(scalars)}
    for name, each in vocabulary.lists.items():
        row = st.dictionaries(st.sampled_from(["id", *each.attributes]), ANY, max_size=4)
        rows = data.draw(st.one_of(st.none(), st.lists(row, max_size=2), ANY))
        if data.draw(st.booleans()):
            record[name] = rows

    codes = reads(record)

    if not _is_beyond_a_schema(codes):
        assert accepts(record) == (not codes)


def _good(fact: Any) -> st.SearchStrategy[Any]:
    """Return values that a fact takes."""
    ids = st.from_regex(r"[A-Za-z][A-Za-z0-9._:-]{0,5}", fullmatch=True)
    days = st.dates().map(dt.date.isoformat)
    if fact.never:
        days = days | st.just("never")
    least, most = fact.least, fact.most
    low = int(least) if least is not None else 0
    high = int(most) if most is not None else 10**15 - 1
    tokens = st.sampled_from(sorted(fact.tokens) or ["-"])
    return {
        "bool": st.booleans(),
        "count": st.integers(low, high),
        "integer": st.integers(low, high),
        "decimal": st.integers(0, 9999).map(lambda tenths: tenths / 10),
        "money": st.integers(0, 10**9).map(lambda cents: cents / 100),
        "date": days,
        "enum": tokens,
        "set": st.lists(tokens, unique=True),
        "ids": st.lists(ids, unique=True, max_size=3),
        "id": ids,
        "ref": ids,
    }[fact.type]


@given(st.data())
def test_good_records_are_accepted_and_read_back_as_they_were_given(
    vocabulary: Vocabulary, accepts: Any, data: st.DataObject
) -> None:
    facts = {name: fact for name, fact in vocabulary.facts.items() if fact.derived is None}
    dues = {
        name: fact for name, fact in vocabulary.lists["dues"].attributes.items()
        if fact.derived is None
    }  # fmt: skip
    scalars = {
        name: data.draw(_good(facts[name]))
        for name in data.draw(st.lists(st.sampled_from(sorted(facts)), unique=True))
    }
    row = {
        name: data.draw(_good(dues[name]))
        for name in data.draw(st.lists(st.sampled_from(sorted(dues)), unique=True))
    }
    plain = json.loads(json.dumps({"id": "b", **scalars, "dues": [row]}))

    record = record_from_mapping(plain, vocabulary=vocabulary)

    assert accepts(plain)
    for name, value in scalars.items():
        assert _as_given(record.facts[name]) == _as_given(value)
    for name, value in row.items():
        assert _as_given(record.lists["dues"][0].values[name]) == _as_given(value)
    again = json.loads(json.dumps(plain), parse_float=Decimal)
    assert record_from_mapping(again, vocabulary=vocabulary).digest == record.digest


def _as_given(value: Any) -> Any:
    if isinstance(value, (list, frozenset)):
        return sorted(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    return value if isinstance(value, (bool, int, Decimal)) else str(value)


ANYTHING = st.recursive(
    PLAIN | st.text() | st.floats() | st.decimals() | st.binary() | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS | st.text(), inner),
)


@given(ANYTHING)
def test_whatever_is_given_is_read_or_refused_with_problems_that_print(
    vocabulary: Vocabulary, value: Any
) -> None:
    keys = [*vocabulary.facts, *vocabulary.lists, "gaps", "reasons"]
    errors = []
    for record in (value, {"id": "b", **dict.fromkeys(keys, value)}):
        try:
            record_from_mapping(record, vocabulary=vocabulary)
        except RecordError as error:
            errors.append(error)

    for error in errors:
        assert error.problems
        assert all(line.isprintable() for line in str(error).split("\n"))
