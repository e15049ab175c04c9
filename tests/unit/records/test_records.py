"""A mapping becomes a record of typed values, or an error that holds every problem."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import weakref
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from jintan_rules.errors import Problem, RecordError
from jintan_rules.loading import mappings
from jintan_rules.loading.records import record_from_mapping
from jintan_rules.records.record import NEVER, Gap, Reason, Record, Row
from jintan_rules.standard.vocabulary import Vocabulary
from jintan_rules.standard.words import Category


@pytest.fixture
def read(vocabulary: Vocabulary) -> Any:
    """Read a record that has an id and what the test gives."""

    def reading(**given: Any) -> Record:
        return record_from_mapping({"id": "b-1", **given}, vocabulary=vocabulary)

    return reading


@pytest.fixture
def problems(read: Any) -> Any:
    """Read a record that is refused, and return its problems."""

    def reading(**given: Any) -> tuple[Problem, ...]:
        with pytest.raises(RecordError) as caught:
            read(**given)
        return caught.value.problems

    return reading


@pytest.fixture
def only(problems: Any) -> Any:
    """Read a record that is refused for one thing, and return code and path."""

    def reading(**given: Any) -> tuple[str, str]:
        (problem,) = problems(**given)
        return problem.code, problem.place.path

    return reading


# -- values ---------------------------------------------------------------------------


def test_every_type_is_read_into_its_own_kind_of_value(read: Any) -> None:
    record = read(
        tier="branch", established_on="1998-06-01", dissolved_on="never", has_committee=False,
        full_members=23, balance=-3, area=12, fund=10.25, accountant="k7",
        clauses=["group", "members"], watchers=["p2", "p1"],
    )  # fmt: skip

    assert record.facts == {
        "tier": "branch",
        "established_on": dt.date(1998, 6, 1),
        "dissolved_on": NEVER,
        "has_committee": False,
        "full_members": 23,
        "balance": -3,
        "area": Decimal(12),
        "fund": Decimal("10.25"),
        "accountant": "k7",
        "clauses": frozenset({"members", "group"}),
        "watchers": frozenset({"p1", "p2"}),
    }
    assert type(record.facts["area"]) is Decimal
    assert type(record.facts["full_members"]) is int


def test_the_values_of_python_do_as_well(read: Any) -> None:
    day = dt.date(2024, 5, 31)

    record = read(
        established_on=day, dissolved_on=NEVER, fund=Decimal("0.10"), full_members=Decimal(7),
        clauses={"members"}, watchers=("p1",), tier=SimpleText("branch"),
    )  # fmt: skip

    assert record.facts["established_on"] == day
    assert record.facts["dissolved_on"] is NEVER
    assert record.facts["fund"] == Decimal("0.1")
    assert record.facts["full_members"] == 7
    assert type(record.facts["full_members"]) is int
    assert record.facts["clauses"] == {"members"}
    assert type(record.facts["tier"]) is str


def test_a_day_of_another_class_becomes_a_plain_day(read: Any) -> None:
    class Day(dt.date):
        pass

    assert type(read(established_on=Day(2024, 5, 31)).facts["established_on"]) is dt.date


class SimpleText(str):
    """Text of a kind of its own, as enumerations of text are."""

    __slots__ = ()


def test_an_enumeration_of_text_is_its_token(vocabulary: Vocabulary) -> None:
    village = evolve(vocabulary.facts["tier"], tokens={"village": vocabulary.facts["tier"].label})
    own = evolve(vocabulary, facts={"tier": village})

    record = record_from_mapping({"id": "b", "tier": Category.VILLAGE}, vocabulary=own)

    assert type(record.facts["tier"]) is str


@pytest.mark.parametrize("value", ["12", True, 1.5, 23.0, Decimal("23.0"), [], {}, 1 + 0j])
def test_a_count_is_a_whole_number_and_nothing_else(only: Any, value: Any) -> None:
    assert only(full_members=value) == ("JR402", "full_members")


@pytest.mark.parametrize("value", [1, 0, "true", "是", 1.0, []])
def test_a_truth_is_true_or_false_and_nothing_else(only: Any, value: Any) -> None:
    assert only(has_committee=value) == ("JR402", "has_committee")


@pytest.mark.parametrize("name", ["full_members", "fund", "area"])
@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), "NaN"],
)
def test_what_is_not_a_finite_number_is_refused(only: Any, name: str, value: Any) -> None:
    assert only(**{name: value}) == ("JR402", name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("full_members", -1),
        ("full_members", 10**15),
        ("balance", 11),
        ("balance", -11),
        ("fund", -0.01),
        ("fund", 10**15),
        ("fund", Decimal("1E+999999")),
        ("area", Decimal("-1E+15")),
    ],
)
def test_a_number_out_of_range_is_refused(only: Any, name: str, value: Any) -> None:
    assert only(**{name: value}) == ("JR403", name)


def test_a_number_too_long_to_print_is_refused(only: Any) -> None:
    assert only(full_members=10**5000) == ("JR403", "full_members")
    assert only(fund=10**5000) == ("JR403", "fund")


@pytest.mark.parametrize(
    ("name", "value"),
    [("full_members", 10**15 - 1), ("balance", -10), ("area", Decimal("-999999999999999.9"))],
)
def test_the_ends_of_a_range_belong_to_it(read: Any, name: str, value: Any) -> None:
    assert read(**{name: value}).facts[name] == value


@pytest.mark.parametrize("value", [0.001, 12.345, Decimal("1E-1000000"), 1e-7, 0.1 + 0.2])
def test_money_has_two_places_at_most(only: Any, value: Any) -> None:
    assert only(fund=value) == ("JR410", "fund")


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (0.1, "0.1"), (0.29, "0.29"), (5, "5"), (Decimal("5.100"), "5.1"), (-0.0, "0"),
        (Decimal("1E+2"), "100"), (Decimal("0E+99"), "0"), (12345678901234.56, "12345678901234.56"),
    ],
)  # fmt: skip
def test_a_float_counts_as_the_shortest_decimal_that_prints_it(
    read: Any, value: Any, exact: str
) -> None:
    assert read(fund=value).facts["fund"] == Decimal(exact)


def test_a_negative_zero_loses_its_sign(read: Any) -> None:
    assert str(read(fund=-0.0).facts["fund"]) == "0"


def test_an_area_of_one_place_refuses_a_second(only: Any) -> None:
    assert only(area=1.25) == ("JR410", "area")


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29", "2024-13-01", "2024-5-31", "20240531", "2024-W01-1", "2024/05/31",
        "2024-05-31T00:00:00", "2024-05-31 ", "２０２４-05-31", "0000-01-01", "", "yesterday",
        dt.datetime(2024, 5, 31), dt.datetime(2024, 5, 31, tzinfo=dt.UTC),
    ],
)  # fmt: skip
def test_a_date_is_a_day_of_the_calendar_written_in_full(only: Any, value: Any) -> None:
    assert only(established_on=value) == ("JR404", "established_on")


@pytest.mark.parametrize("value", [20240531, True, 1.5, ["2024-05-31"], dt.time(1)])
def test_a_date_is_not_a_number_or_a_list(only: Any, value: Any) -> None:
    assert only(established_on=value) == ("JR402", "established_on")


@pytest.mark.parametrize("value", ["never", NEVER])
def test_never_is_a_value_only_where_it_is_declared(only: Any, value: Any) -> None:
    assert only(established_on=value) == ("JR404", "established_on")


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"established_on": "2024/5/1"}, 'write "2024-05-01"'),
        ({"established_on": "2024年5月1日"}, 'write "2024-05-01"'),
        ({"established_on": "2024-05-01T08:00"}, 'write "2024-05-01"'),
        ({"established_on": dt.datetime(2024, 5, 1, 8)}, 'write "2024-05-01"'),
        ({"established_on": "2023-02-29"}, "check the day against its source"),
        ({"full_members": 23.0}, "write 23, without a decimal point"),
        ({"full_members": "23"}, "write 23, without quotation marks"),
        ({"full_members": float("nan")}, "leave the key out where the value is not known"),
        ({"tier": "brnch"}, "did you mean 'branch'?"),
        ({"tier": "支部"}, "did you mean 'branch' (党支部)?"),
        ({"clauses": "members"}, 'write ["members"]'),
        ({"clauses": ["member"]}, "did you mean 'members'?"),
        ({"full_member": 3}, "did you mean 'full_members' or 'members'?"),
        ({"accountant": 12}, 'write "12"'),
    ],
)
def test_a_problem_says_how_to_mend_it(problems: Any, given: Any, mend: str) -> None:
    (problem,) = problems(**given)

    assert problem.mend == mend


@pytest.mark.parametrize("value", ["党支部", "", "Branch", "branch "])
def test_a_token_is_one_of_those_declared(only: Any, value: str) -> None:
    assert only(tier=value) == ("JR403", "tier")


@pytest.mark.parametrize("value", [1, ["branch"], True])
def test_a_token_is_text(only: Any, value: Any) -> None:
    assert only(tier=value) == ("JR402", "tier")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("members", "JR402"), ({"members": 1}, "JR402"), (["members", "members"], "JR107"),
        (["member"], "JR403"), ([["members"]], "JR403"), ([None], "JR403"), ([True], "JR403"),
    ],
)  # fmt: skip
def test_a_set_is_an_array_of_tokens_each_once(only: Any, value: Any, code: str) -> None:
    assert only(clauses=value) == (code, "clauses")


def test_an_empty_set_is_known_to_be_empty(read: Any) -> None:
    assert read(clauses=[]).facts["clauses"] == frozenset()


# -- ids and people ---------------------------------------------------------------------


@pytest.mark.parametrize("value", ["p1", "A", "0", "a.b_c:d-e", "x" * 64, "1" * 12, "1" * 16])
def test_an_opaque_id_says_nothing(read: Any, value: str) -> None:
    assert read(accountant=value).facts["accountant"] == value


@pytest.mark.parametrize(
    "value", ["", "p 1", "-p", "p/1", "p+1", "#1", "x" * 65, "p1\n", "ｐ1", "é"]
)
def test_an_opaque_id_is_short_and_plain(only: Any, value: str) -> None:
    assert only(accountant=value) == ("JR402", "accountant")


#: Made of one digit over and over: nobody's.
PERSONAL = ["1" + "3" + "0" * 9, "1" * 15, "1" * 18, "1" * 17 + "X", "1" * 17 + "x", "某某", "p某"]


@pytest.mark.parametrize("value", PERSONAL)
def test_an_id_that_looks_personal_is_refused_everywhere(only: Any, value: str) -> None:
    assert only(accountant=value) == ("JR407", "accountant")
    assert only(watchers=["p1", value]) == ("JR407", "watchers")
    assert only(people=[{"id": value}]) == ("JR407", "people[#1].id")
    assert only(people=[{"id": "p1", "mentor": value}]) == ("JR407", "people[p1].mentor")
    assert only(reasons=[{"rule": "a.b", "code": value}]) == ("JR407", "reasons[#1].code")


@pytest.mark.parametrize("value", PERSONAL)
def test_no_message_repeats_what_looks_personal(read: Any, value: str) -> None:
    for given in ({"accountant": value}, {"watchers": [value]}, {"people": [{"id": value}]}):
        with pytest.raises(RecordError) as caught:
            read(**given)
        assert value not in str(caught.value)


def test_long_numbers_are_left_out_of_any_message(problems: Any) -> None:
    number = "1" * 18

    for given in ({"tier": number}, {"full_members": number}, {number: 1}, {"clauses": [number]}):
        (problem,) = problems(**given)
        assert number not in str(problem)
        assert "<18 digits>" in problem.found


@pytest.mark.parametrize("value", ["b-1", "某村党支部", "N2 党支部 (3)", "x" * 128, "1" * 18])
def test_the_record_s_own_id_is_any_printable_text(vocabulary: Vocabulary, value: str) -> None:
    assert record_from_mapping({"id": value}, vocabulary=vocabulary).id == value


@pytest.mark.parametrize("value", ["", "x" * 129, "a\nb", "a\u202eb", "\ud800", "a\x00"])
def test_the_record_s_own_id_is_printable_and_short(only: Any, value: str) -> None:
    assert only(id=value) == ("JR403", "id")


@pytest.mark.parametrize(("value", "code"), [(None, "JR409"), (12, "JR402"), (["b"], "JR402")])
def test_the_record_s_own_id_is_required_and_text(only: Any, value: Any, code: str) -> None:
    assert only(id=value) == (code, "id")


def test_a_record_without_an_id_lacks_it(vocabulary: Vocabulary) -> None:
    with pytest.raises(RecordError) as caught:
        record_from_mapping({}, vocabulary=vocabulary)

    assert [problem.code for problem in caught.value.problems] == ["JR409"]


# -- shape ------------------------------------------------------------------------------


def test_null_says_what_an_absent_key_says(read: Any) -> None:
    given = dict.fromkeys(["tier", "meetings", "gaps", "reasons", "fund", "clauses"])

    assert read(**given) == read()
    assert read(**given).digest == read().digest
    assert read(people=[{"id": None, "since": None}]) == read(people=[{}])


def test_an_absent_list_is_unknown_and_an_empty_one_is_empty(read: Any) -> None:
    assert read().lists == {}
    assert read(meetings=[]).lists == {"meetings": ()}


def test_a_row_without_an_id_is_called_by_its_place(read: Any) -> None:
    record = read(people=[{"id": "p1"}, {"since": "2020-01-01"}])

    assert record.lists["people"] == (Row("p1", {}), Row("#2", {"since": dt.date(2020, 1, 1)}))


@pytest.mark.parametrize("value", [{}, "people", 1, {"id": "p1"}, iter([])])
def test_a_list_is_an_array(only: Any, value: Any) -> None:
    assert only(people=value) == ("JR402", "people")


@pytest.mark.parametrize("value", [None, "p1", 1, ["p1"]])
def test_a_row_is_an_object(only: Any, value: Any) -> None:
    assert only(people=[{}, value]) == ("JR402", "people[#2]")


@pytest.mark.parametrize("value", [1, None])
@pytest.mark.parametrize("key", ["memebers", "meetings.held_on", "", "_", "x" * 10_000])
def test_a_key_that_is_not_known_is_refused(problems: Any, key: str, value: Any) -> None:
    (problem,) = problems(**{key: value})

    assert problem.code == "JR401"
    assert len(problem.place.path) < 100


def test_a_key_that_is_not_text_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(RecordError) as caught:
        record_from_mapping({"id": "b", 5: 1, None: 2}, vocabulary=vocabulary)  # type: ignore[dict-item]

    assert [problem.code for problem in caught.value.problems] == ["JR401", "JR401"]


@pytest.mark.parametrize("value", [None, [], "record", 5])
def test_a_record_is_an_object(vocabulary: Vocabulary, value: Any) -> None:
    with pytest.raises(RecordError) as caught:
        record_from_mapping(value, vocabulary=vocabulary, source="here")

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.source) == ("JR402", "here")


def test_every_problem_is_reported_at_once_with_its_path(problems: Any) -> None:
    found = problems(
        tier="brnch", full_members="23", nobody=1,
        meetings=[{"id": "m3", "held_on": "2024-02-30"}, {"present": -1, "place": "here"}],
        gaps=[{"list": "meetings", "from": "2024-01-01"}],
    )  # fmt: skip

    assert {(each.code, each.place.path) for each in found} == {
        ("JR403", "tier"),
        ("JR402", "full_members"),
        ("JR401", "nobody"),
        ("JR404", "meetings[m3].held_on"),
        ("JR403", "meetings[#2].present"),
        ("JR401", "meetings[#2].place"),
        ("JR409", "gaps[#1].to"),
    }


def test_reading_stops_after_a_thousand_problems(problems: Any) -> None:
    found = problems(meetings=[{"nobody": 1}] * 100_000)

    assert len(found) == mappings.MOST_PROBLEMS + 1
    assert found[0].code == "JR103"


def test_an_object_that_cannot_be_shown_is_still_refused(only: Any) -> None:
    class Shy:
        def __repr__(self) -> str:
            raise RuntimeError

    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    assert only(full_members=Shy()) == ("JR402", "full_members")
    assert only(full_members=deep) == ("JR402", "full_members")


# -- ids of rows and references -----------------------------------------------------------


def test_an_id_is_used_once_in_a_list(only: Any, read: Any) -> None:
    assert only(people=[{"id": "p1"}, {}, {"id": "p1"}]) == ("JR406", "people[#3].id")
    assert read(people=[{"id": "x"}], meetings=[{"id": "x"}]).lists.keys() == {"people", "meetings"}


def test_a_reference_leads_to_a_row_that_is_there(only: Any, read: Any) -> None:
    dues = [{"id": "d1", "person": "p9"}]

    assert only(people=[{"id": "p1"}], dues=dues) == ("JR405", "dues[d1].person")
    assert only(people=[], dues=dues) == ("JR405", "dues[d1].person")
    assert only(people=[{"id": "p1", "mentor": "p2"}]) == ("JR405", "people[p1].mentor")
    assert only(people=[], secretary="p1") == ("JR405", "secretary")
    assert read(people=[{"id": "p9"}], dues=dues, secretary="p9").id == "b-1"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"people": [{"id": "p1"}], "gaps": [{"list": "people", "from": "2024-01-01",
                                             "to": "2024-01-31"}]},
        {"people": [{"id": "p1"}, {"since": "2020-01-01"}]},
    ],
    ids=["the list is absent", "the list has a gap", "a row has no id"],
)  # fmt: skip
def test_a_reference_into_an_open_list_may_be_right(read: Any, more: Any) -> None:
    assert read(dues=[{"person": "p9"}], **more).lists["dues"][0].values == {"person": "p9"}


# -- gaps and reasons -------------------------------------------------------------------


def test_gaps_and_reasons_have_fixed_shapes(read: Any) -> None:
    record = read(
        gaps=[{"list": "meetings", "from": "2024-01-01", "to": dt.date(2024, 1, 1)}],
        reasons=[
            {"rule": "act.members-meeting.quarterly", "code": "flood"},
            {"rule": "A1", "slot": "2024-05/g3", "on": "2024-06-01", "code": "F1"},
            {"rule": "A1", "slot": "p1+#2", "on": None, "code": "F1"},
        ],
    )

    assert record.gaps == (Gap("meetings", dt.date(2024, 1, 1), dt.date(2024, 1, 1)),)
    assert record.reasons == (
        Reason("act.members-meeting.quarterly", "flood"),
        Reason("A1", "F1", "2024-05/g3", dt.date(2024, 6, 1)),
        Reason("A1", "F1", "p1+#2"),
    )


GAP = {"list": "meetings", "from": "2024-01-01", "to": "2024-01-31"}
REASON = {"rule": "a.b", "code": "c1"}


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"list": "meetngs"}, "JR403", "gaps[#1].list"),
        ({"list": "tier"}, "JR403", "gaps[#1].list"),
        ({"list": 5}, "JR402", "gaps[#1].list"),
        ({"list": None}, "JR409", "gaps[#1].list"),
        ({"from": "2024-02-01"}, "JR403", "gaps[#1]"),
        ({"from": "never"}, "JR404", "gaps[#1].from"),
        ({"to": None}, "JR409", "gaps[#1].to"),
        ({"id": "g1"}, "JR401", "gaps[#1].id"),
        ({5: 1}, "JR401", "gaps[#1].5"),
        ({"start": "2024-01-01"}, "JR401", "gaps[#1].start"),
        ({"list_name": "meetings"}, "JR401", "gaps[#1].list_name"),
    ],
)
def test_a_gap_is_a_span_of_a_known_list(only: Any, change: Any, code: str, path: str) -> None:
    assert only(gaps=[GAP | change]) == (code, path)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"rule": None}, "JR409", "reasons[#1].rule"),
        ({"rule": ""}, "JR402", "reasons[#1].rule"),
        ({"rule": 5}, "JR402", "reasons[#1].rule"),
        ({"code": None}, "JR409", "reasons[#1].code"),
        ({"code": "很忙"}, "JR407", "reasons[#1].code"),
        ({"slot": "Q 3"}, "JR402", "reasons[#1].slot"),
        ({"on": "2024"}, "JR404", "reasons[#1].on"),
        ({"text": "why"}, "JR401", "reasons[#1].text"),
        ({"text": None}, "JR401", "reasons[#1].text"),
    ],
)
def test_a_reason_has_a_rule_and_a_code(only: Any, change: Any, code: str, path: str) -> None:
    assert only(reasons=[REASON | change]) == (code, path)


@pytest.mark.parametrize("name", ["gaps", "reasons"])
@pytest.mark.parametrize(("value", "path"), [({}, ""), ("x", ""), ([5], "[#1]"), ([None], "[#1]")])
def test_gaps_and_reasons_are_arrays_of_objects(
    only: Any, name: str, value: Any, path: str
) -> None:
    assert only(**{name: value}) == ("JR402", name + path)


# -- derived facts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"members": 24},
        {"members": 24, "full_members": 23},
        {"members": 24, "full_members": 23, "probationary_members": 1},
        {"officer_count": 5, "people": []},
        {"is_founded": False, "established_on": "1990-01-01"},
        {"is_old": True, "established_on": "1999-12-31"},
        {"surplus": -4, "probationary_members": 5},
        {"dues": [{"base": 100, "owed": 0.5, "month": "2024-01-31", "due_on": "2024-02-29"}]},
        {"dues": [{"owed": 7}]},
    ],
)
def test_a_derived_fact_may_be_given_where_it_agrees(read: Any, given: Any) -> None:
    assert read(**given)


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        ({"members": 25, "full_members": 23, "probationary_members": 1}, "members", "24"),
        ({"members": 22, "full_members": 23}, "members", "at least 23"),
        ({"surplus": 9, "full_members": 8}, "surplus", "at most 8"),
        ({"is_old": True, "established_on": "2000-01-01"}, "is_old", "False"),
        ({"review_on": "2001-01-01", "established_on": "2000-01-01"}, "review_on",
         "from 1999-03-01 to 2000-11-01"),
        ({"dues": [{"id": "d1", "base": 100, "owed": 0.51}]}, "dues[d1].owed", "0.50"),
        ({"dues": [{"month": "2024-01-31", "due_on": "2024-03-01"}]}, "dues[#1].due_on",
         "2024-02-29"),
    ],
)  # fmt: skip
def test_a_derived_fact_that_disagrees_with_its_parts_is_refused(
    problems: Any, given: Any, path: str, expected: str
) -> None:
    (problem,) = problems(**given)

    assert (problem.code, problem.place.path) == ("JR408", path)
    assert problem.expected.startswith(f"{expected}, as ")


# -- the record as a whole ----------------------------------------------------------------


def test_the_digest_is_of_what_is_said_and_not_of_how(read: Any) -> None:
    one = read(fund=5.1, tier="branch", clauses=["members", "group"], people=[{"id": "p1"}])
    same = read(
        people=[{"id": "p1", "since": None}], clauses={"group", "members"}, tier="branch",
        fund=Decimal("5.10"), meetings=None, gaps=[],
    )  # fmt: skip

    assert one == same
    assert one.digest == same.digest
    assert one.digest.startswith("sha256:")
    assert len(one.digest) == len("sha256:") + 64


@pytest.mark.parametrize(
    "other",
    [
        {"id": "b-2"}, {"fund": 5.2}, {"people": []}, {"people": [{"id": "p2"}, {"id": "p1"}]},
        {"has_committee": True}, {"dissolved_on": "never"}, {"gaps": [GAP]}, {"reasons": [REASON]},
    ],
)  # fmt: skip
def test_the_digest_tells_records_apart(read: Any, other: Any) -> None:
    base = {"fund": 5.1, "people": [{"id": "p1"}, {"id": "p2"}]}

    assert read(**base).digest != read(**base | other).digest


def test_the_digest_is_of_the_canonical_text(read: Any) -> None:
    record = read(
        fund=5.10, established_on="1998-06-01", dissolved_on="never", clauses=["members", "group"],
        meetings=[{"held_on": "2024-01-12"}], gaps=[GAP], reasons=[REASON],
    )  # fmt: skip

    text = (
        '{"clauses":["group","members"],"dissolved_on":"never","established_on":"1998-06-01",'
        '"fund":"5.1","gaps":[{"from":"2024-01-01","list":"meetings","to":"2024-01-31"}],'
        '"id":"b-1","meetings":[{"held_on":"2024-01-12","id":"#1"}],'
        '"reasons":[{"code":"c1","on":null,"rule":"a.b","slot":""}]}'
    )
    assert record.digest == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_a_profile_brings_its_own_vocabulary(vocabulary: Vocabulary) -> None:
    profile = SimpleNamespace(vocabulary=vocabulary)

    assert record_from_mapping({"id": "b", "tier": "branch"}, vocabulary=profile).facts


def test_a_record_can_be_built_by_its_own_class(vocabulary: Vocabulary) -> None:
    assert Record.from_dict({"id": "b", "full_members": 3}, vocabulary=vocabulary).facts == {
        "full_members": 3
    }


def test_the_mapping_given_is_left_as_it_was(read: Any) -> None:
    rows = [{"id": "p1", "since": "2020-01-01"}]

    record = read(people=rows)
    rows.append({"id": "p2", "since": ""})

    assert [row.label for row in record.lists["people"]] == ["p1"]


def test_the_readers_of_a_vocabulary_go_with_it(vocabulary: Vocabulary) -> None:
    own = evolve(vocabulary)
    before = len(mappings._MADE)
    record_from_mapping({"id": "b"}, vocabulary=own)
    assert len(mappings._MADE) == before + 1

    alive = weakref.ref(own)
    del own
    gc.collect()

    assert alive() is None
    assert len(mappings._MADE) == before
