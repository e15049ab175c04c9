"""What the door lets in, what it makes of it, and what it refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.frames.door import admit, frame_columns
from jintan_rules.records.record import NEVER
from tests.unit.frames.conftest import KINDS, as_kind, codes_of, facts_of, rows_of

DAY = dt.date(2024, 3, 5)
ONE = pl.DataFrame({"id": ["a"]})


def let_in(village, organizations=ONE, kind="polars", validate=None, columns=None, **lists):
    """Return the tables of frames given as polars frames."""
    named = {name: as_kind(frame, kind) for name, frame in lists.items()}
    gaps, reasons = named.pop("gaps", None), named.pop("reasons", None)
    return admit(
        as_kind(organizations, kind),
        named,
        profile=village,
        columns=columns,
        gaps=gaps,
        reasons=reasons,
        validate=validate,
    )


def values(village, list_name, fact, column, kind="polars", **more):
    """Return what one column of a list is read as, row by row."""
    count = len(column)
    frame = pl.DataFrame({"organization": ["a"] * count, "x": column, "row": range(count)})
    columns = {list_name: {fact: "x", "id": "row"}, **more}
    spec = columns.pop("spec", None)
    if spec is not None:
        columns[list_name][fact] = ("x", *spec)
    validate = columns.pop("validate", None)
    tables = let_in(
        village, kind=kind, columns=columns, validate=validate, **{list_name: frame}
    ).tables
    rows = facts_of(tables.lists[list_name], village.vocabulary.lists[list_name].attributes)
    found = {label: each.get(fact) for _, label, each in rows}
    return [found[str(number)] for number in range(count)]


# -- days ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5",
        "2024.03.05",
        "2024年3月5日",
        "20240305",
        " 2024-03-05 ",
        "2024-03-05 14:00:00",
        "2024-3-5 9:05",
        "2024-03-05T23:59:59.999+08:00",
    ],
)
def test_text_is_read_as_a_day(village, kind, text):
    assert values(village, "meetings", "held_on", [text, None, ""], kind) == [DAY, None, None]


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_of_four_centuries_is_read_right(village, kind):
    days = [dt.date(1899, 12, 25) + dt.timedelta(days=97 * n) for n in range(500)]
    days += [dt.date(2000, 2, 29), dt.date(2024, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31)]

    assert values(village, "meetings", "held_on", [str(day) for day in days], kind) == days
    assert values(village, "meetings", "held_on", days, kind) == days


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "0000-00-00", "1900-02-29", "5.3.2024",
     "2024-3-5x", "２０２４-03-05", "20240399", "never", "下周", "2024-03-05\n2024-03-06"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_count(village, kind, text):
    with pytest.raises(jr.EvaluationError) as caught:
        values(village, "meetings", "held_on", ["2024-03-05", text, text], kind, validate=True)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.source, problem.place.path) == (
        "JR535",
        "frame meetings",
        "x",
    )
    assert "2 of 3 rows" in problem.summary


@pytest.mark.parametrize("kind", KINDS)
def test_another_form_of_dates_is_named(village, kind):
    given = ["05.03.2024", "5.3.2024", None]

    found = values(village, "meetings", "held_on", given, kind, spec=("%d.%m.%Y",))

    assert found == [DAY, DAY, None]


@pytest.mark.parametrize("kind", KINDS)
def test_words_among_days_may_mean_never_or_nothing(village, kind):
    given = ["2024-03-05", "0000-00-00", "9999-12-31", "never"]

    found = values(
        village, "people", "left_on", given, kind,
        spec=({"0000-00-00": None, "9999-12-31": "never"},),
    )  # fmt: skip

    assert found == [DAY, None, NEVER, NEVER]


@pytest.mark.parametrize("kind", KINDS)
def test_a_real_date_may_stand_for_never(village, kind):
    given = [DAY, dt.date(9999, 12, 31), None]

    found = values(
        village, "people", "left_on", given, kind, spec=({dt.date(9999, 12, 31): "never"},)
    )

    assert found == [DAY, NEVER, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_time_of_day_is_left_out(village, kind):
    given = [dt.datetime(2024, 3, 5, 23, 59, 59), None]

    assert values(village, "meetings", "held_on", given, kind) == [DAY, None]


@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_may_write_days(village, kind):
    assert values(village, "meetings", "held_on", [20240305, None], kind) == [DAY, None]


# -- tokens and sets -------------------------------------------------------------------

BOTH = frozenset({"members", "theme_day"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "given",
    [
        ["members,theme_day", "lecture", "[]", None],
        ["支部党员大会、主题党日", "党课", "[]", ""],
        [" members ; 主题党日 ", "党课", "[]", None],
        [["members", "theme_day"], ["lecture"], [], None],
        [["支部党员大会", "主题党日"], ["党课"], [], None],
    ],
)
def test_sets_are_lists_or_text(village, kind, given):
    found = values(village, "meetings", "kinds", given, kind)

    assert found == [BOTH, frozenset({"lecture"}), frozenset(), None]


@pytest.mark.parametrize("kind", KINDS)
def test_single_tokens_are_sets_of_one(village, kind):
    found = values(village, "meetings", "kinds", ["members", "lecture", None], kind)

    assert found == [frozenset({"members"}), frozenset({"lecture"}), None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ([1, 5, 9, None, 7], {1: "members", 5: ["members", "主题党日"], 9: None, 7: set()}),
        ([1.0, 5.0, 9.0, None, 7.0], {1: "members", 5: ["members", "theme_day"], 9: None, 7: []}),
        (
            ["1", "5", "9", None, "7"],
            {"1": "members", "5": ["members", "theme_day"], "9": "", 7: []},
        ),
        (["1", "1,5", "9,1", None, "7"], {1: "members", 5: "theme_day", 9: None, 7: []}),
        ([[1], [1, 5], [9], None, [7]], {1: "members", 5: "theme_day", 9: None, 7: []}),
    ],
)
def test_codes_stand_for_tokens(village, kind, given, codes):
    found = values(village, "meetings", "kinds", given, kind, spec=(codes,))

    assert found == [frozenset({"members"}), BOTH, None, None, frozenset()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given", [[1, 8, 8, 99], ["1", "8", "8", "99"], ["1", "8,1", "8", "99"]])
def test_codes_that_are_not_mapped_are_named_and_counted(village, kind, given):
    with pytest.raises(jr.EvaluationError) as caught:
        values(
            village, "meetings", "kinds", given, kind, spec=({1: "members"},), validate=True
        )  # fmt: skip

    (problem,) = caught.value.problems
    assert problem.code == "JR534"
    assert "3 of 4 rows" in problem.summary
    assert "8" in problem.found
    assert "99" in problem.found


@pytest.mark.parametrize("kind", KINDS)
def test_a_set_may_come_as_truths_by_token(village, kind):
    tokens = list(village.vocabulary.lists["meetings"].attributes["kinds"].tokens)
    row = {f"kinds:{token}": token in BOTH for token in tokens}
    frame = pl.DataFrame([{"organization": "a", **row}])

    tables = let_in(village, kind=kind, meetings=frame).tables

    (found,) = rows_of(tables.lists["meetings"].frame)
    assert {token for token in tokens if found[f"kinds:{token}"]} == BOTH


def test_a_token_without_a_column_is_not_known(village):
    frame = pl.DataFrame({"organization": ["a"], "会议类型:支部党员大会": [True]})

    tables = let_in(village, meetings=frame).tables

    (found,) = rows_of(tables.lists["meetings"].frame)
    assert found["kinds:members"] is True
    assert found["kinds:lecture"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_labels_stand_for_tokens_in_columns_called_by_labels(village, kind):
    organizations = pl.DataFrame({"编号": [7], "组织类别": ["村"], "组织层级": ["branch"]})
    meetings = pl.DataFrame({"组织": [7], "召开日期": [DAY], "会议类型": ["支部党员大会"]})

    tables = let_in(village, organizations, kind, 会议活动=meetings).tables

    ((org, _, facts),) = facts_of(tables.organizations, village.vocabulary.facts)
    ((of, label, row),) = facts_of(
        tables.lists["meetings"], village.vocabulary.lists["meetings"].attributes
    )
    assert (org, of, label) == (7, 7, "#1")
    assert facts == {"category": "village", "tier": "branch"}
    assert row == {"held_on": DAY, "kinds": frozenset({"members"})}


# -- numbers and truths ----------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "given",
    [
        [0.1, 0.2, 1234567.89, None, 12.0],
        [Decimal("0.10"), Decimal("0.2"), Decimal("1234567.89"), None, Decimal(12)],
        [Decimal("0.100"), Decimal("0.200"), Decimal("1234567.890"), None, Decimal("12.000")],
    ],
)
def test_money_is_exact(village, kind, given):
    assert values(village, "dues", "amount", given, kind) == [
        Decimal("0.1"), Decimal("0.2"), Decimal("1234567.89"), None, Decimal(12)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "bad", [[0.205], [float("inf")], [Decimal("0.205")], [-0.01], [-1], [10**13], [2**60]]
)
def test_numbers_that_are_not_exact_or_out_of_range_are_refused(village, kind, bad):
    with pytest.raises(jr.EvaluationError) as caught:
        values(village, "dues", "amount", bad, kind, validate=True)

    assert set(codes_of(caught)) == {"JR536"}


def test_short_floats_count_as_the_decimals_that_print_them(village):
    column = pl.Series([0.2, 0.25, 12.5], dtype=pl.Float32)

    assert values(village, "dues", "amount", column) == [
        Decimal("0.2"), Decimal("0.25"), Decimal("12.5")
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_whole_floats_are_counts(village, kind):
    assert values(village, "meetings", "present", [3.0, None], kind) == [3, None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", [["3"], [True], [[3]]])
def test_what_is_no_number_is_refused_by_its_type(village, kind, column):
    with pytest.raises(jr.EvaluationError) as caught:
        values(village, "meetings", "present", column, kind)

    assert codes_of(caught) == ["JR533"]


def test_a_number_may_stand_for_nothing(village):
    assert values(village, "meetings", "present", [3, -1], spec=({-1: None},)) == [3, None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("given", "codes"),
    [(["是", "否", None], {"是": True, "否": False}), ([1, 0, None], {1: True, 0: False})],
)
def test_codes_stand_for_truths(village, kind, given, codes):
    frame = pl.DataFrame({"id": [1, 2, 3], "committee": given})
    columns = {"organizations": {"has_committee": ("committee", codes)}}

    tables = let_in(village, frame, kind, columns=columns).tables

    rows = facts_of(tables.organizations, village.vocabulary.facts)
    assert {org: facts.get("has_committee") for org, _, facts in rows} == {
        1: True,
        2: False,
        3: None,
    }


# -- names -----------------------------------------------------------------------------


def test_a_flat_mapping_serves_where_one_frame_has_the_column(village):
    meetings = pl.DataFrame({"branch": ["a"], "type": [1]})
    columns = {"kinds": ("type", {1: "members"}), "organization": "branch"}

    tables = let_in(village, columns=columns, meetings=meetings).tables

    assert rows_of(tables.lists["meetings"].frame)[0]["kinds:members"] is True


def test_a_flat_mapping_that_fits_two_frames_says_which(village):
    frame = pl.DataFrame({"organization": ["a"], "day": [DAY]})

    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, columns={"held_on": "day"}, meetings=frame, talks=frame)

    (problem,) = caught.value.problems
    assert problem.code == "JR532"
    assert problem.found == "meetings, talks"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"meetings": {"heldon": "day"}}, "JR532"),
        ({"meetings": {"held_on": "dat"}}, "JR531"),
        ({"held_on": "dat"}, "JR532"),
        ({"nothing_like_it": "day"}, "JR532"),
        ({"people": {"joined_on": "day"}}, "JR532"),
        ({"meetings": {"held_on": 5}}, "JR532"),
        ({"meetings": {"held_on": ("day", "%d.%m")}}, "JR532"),
        ({"meetings": {"held_on": ("day", 5)}}, "JR532"),
        ({"meetings": {"held_on": "day", "kinds": ("day", {1: "member"})}}, "JR532"),
        (["held_on"], "JR532"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(village, columns, code):
    frame = pl.DataFrame({"organization": ["a"], "day": ["2024-01-01"]})

    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, columns=columns, meetings=frame)

    assert code in codes_of(caught)


@pytest.mark.parametrize("column", ["helt_on", "Held_On", "召开日期 ", "attendees_elswhere"])
def test_a_name_that_is_nearly_one_of_the_vocabulary_is_a_slip(village, column):
    frame = pl.DataFrame({"organization": ["a"], column: [DAY]})

    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, meetings=frame)

    assert codes_of(caught) == ["JR531"]
    assert let_in(village, meetings=frame, columns={"meetings": {column: None}})


def test_a_list_that_is_not_one_is_refused_with_the_nearest(village):
    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, meeting=pl.DataFrame({"organization": ["a"]}))

    (problem,) = caught.value.problems
    assert problem.code == "JR531"
    assert "'meetings'" in problem.mend


def test_two_columns_for_one_fact_are_refused(village):
    frame = pl.DataFrame({"organization": ["a"], "held_on": [DAY], "召开日期": [DAY]})

    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, meetings=frame)

    assert codes_of(caught) == ["JR531"]


def test_a_fact_may_be_said_to_have_no_column(village):
    frame = pl.DataFrame({"organization": ["a"], "kinds": [17]})

    tables = let_in(village, columns={"meetings": {"kinds": None}}, meetings=frame).tables

    assert tables.lists["meetings"].facts == frozenset()


@pytest.mark.parametrize(
    ("organizations", "lists"),
    [(pl.DataFrame({"name": ["a"]}), {}), (ONE, {"meetings": pl.DataFrame({"held_on": [DAY]})})],
)
def test_a_frame_without_its_key_is_refused(village, organizations, lists):
    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, organizations, **lists)

    assert codes_of(caught) == ["JR540"]


def test_frames_of_two_kinds_are_refused(village):
    with pytest.raises(jr.EvaluationError) as caught:
        admit(ONE, {"meetings": ONE.lazy()}, profile=village)

    assert codes_of(caught) == ["JR530"]


def test_what_is_no_frame_is_refused(village):
    with pytest.raises(jr.EvaluationError) as caught:
        admit([{"id": "a"}], {}, profile=village)

    assert codes_of(caught) == ["JR530"]


def test_columns_are_told_apart(village):
    organizations = pl.DataFrame({"id": ["a"], "name": ["x"], "tier": ["branch"]})

    rows = frame_columns(
        organizations, profile=village, meetings=ONE.rename({"id": "organization"})
    )

    uses = {(row["frame"], row["column"], row["fact"]): row["use"] for row in rows}
    assert uses["organizations", "id", "id"] == "read"
    assert uses["organizations", "tier", "tier"] == "read"
    assert uses["organizations", "name", ""] == "ignored"
    assert uses["organizations", "", "established_on"] == "missing"
    assert uses["meetings", "", "held_on"] == "missing"
    assert uses["people", "", ""] == "missing"


# -- rows ------------------------------------------------------------------------------

FLAWED = {
    "organizations": pl.DataFrame(
        {
            "id": ["a", "b", "b", None, "c"],
            "category": ["village", None, None, None, "organ"],
            "full_members": [3, 4, 5, 6, 7],
        }
    ),
    "meetings": pl.DataFrame(
        {
            "organization": ["a", "a", "z", None, "c", "a"],
            "id": ["m1", "m1", "m1", "m2", "m3", None],
            "held_on": ["2024-01-01", "2024-13-01", None, None, None, None],
        }
    ),
    "gaps": pl.DataFrame(
        {"organization": ["a"], "list": ["meeting"], "from": ["2024-01-01"], "to": ["2023-01-01"]}
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_wrong_with_the_rows_is_told_at_once(village, kind):
    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, kind=kind, validate=True, **FLAWED)

    found = sorted((p.place.source, p.code) for p in caught.value.problems)
    assert found == [
        ("frame gaps", "JR534"),
        ("frame gaps", "JR536"),
        ("frame gaps", "JR538"),
        ("frame meetings", "JR535"),
        ("frame meetings", "JR537"),
        ("frame meetings", "JR538"),
        ("frame meetings", "JR538"),
        ("frame organizations", "JR308"),
        ("frame organizations", "JR537"),
        ("frame organizations", "JR538"),
    ]


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_of_lazy_frames_what_is_wrong_is_unknown(village, kind):
    flawed = {name: frame for name, frame in FLAWED.items() if name != "gaps"}

    admission = let_in(village, kind=kind, **flawed)

    tables = admission.tables
    assert [row["org"] for row in rows_of(tables.organizations.frame)] == ["a"]
    doubtful = [row["org"] for row in rows_of(admission.doubtful)]
    assert sorted(doubtful, key=str) == [None, "b", "c"] or set(doubtful) == {None, "b", "c"}
    assert len(doubtful) == 3
    # Of the organisation whose ids are doubled the list is not known at all.
    assert "a" not in {row["org"] for row in rows_of(tables.lists["meetings"].frame)}
    assert rows_of(tables.gaps) == [
        {"org": "a", "list": "meetings", "start": 1, "end": dt.date.max.toordinal()}
    ]


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_a_gap_of_no_known_list_leaves_its_organisation_in_doubt(village, kind):
    admission = let_in(village, kind=kind, gaps=FLAWED["gaps"])

    assert [row["org"] for row in rows_of(admission.doubtful)] == ["a"]
    assert rows_of(admission.tables.organizations.frame) == []


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_of_lazy_frames_values_that_cannot_be_read_are_null(village, kind):
    days = values(village, "meetings", "held_on", ["2024-03-05", "soon", "2024-02-30"], kind)
    kinds = values(village, "meetings", "kinds", ["members", "cinema", "members,x"], kind)
    numbers = values(village, "dues", "amount", [0.2, 0.205, -1.0], kind)

    assert days == [DAY, None, None]
    assert kinds == [frozenset({"members"}), None, None]
    assert numbers == [Decimal("0.2"), None, None]


def test_personal_ids_are_refused_and_not_shown(village):
    frame = pl.DataFrame({"organization": ["a"], "id": ["13912345678"]})

    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, people=frame)

    assert set(codes_of(caught)) == {"JR539"}
    assert "139" not in str(caught.value)


def test_keys_of_two_types_are_refused(village):
    with pytest.raises(jr.EvaluationError) as caught:
        let_in(village, meetings=pl.DataFrame({"organization": [1]}))

    assert codes_of(caught) == ["JR533"]


def test_gaps_and_reasons_are_read(village):
    gaps = pl.DataFrame(
        {"组织": ["a"], "台账": ["会议活动"], "起": ["2024-01-01"], "止": [DAY.isoformat()]}
    )
    reasons = pl.DataFrame(
        {"organization": ["a", "a"], "rule": ["act.members-meeting.quarterly"] * 2,
         "slot": ["2024-Q3", None], "on": [DAY, None], "code": ["x", "y"]}
    )  # fmt: skip

    tables = let_in(village, gaps=gaps, reasons=reasons).tables

    first, last = dt.date(2024, 1, 1).toordinal(), DAY.toordinal()
    assert rows_of(tables.gaps) == [{"org": "a", "list": "meetings", "start": first, "end": last}]
    assert [(row["slot"], row["on"]) for row in rows_of(tables.reasons)] == [
        ("2024-Q3", last),
        ("", None),
    ]


def test_rows_without_ids_are_called_by_their_place(village):
    frame = pl.DataFrame(
        {
            "organization": ["a", "b", "a", "a"],
            "id": [None, None, "m2", None],
            "present": [1, 2, 3, 4],
        }
    )

    tables = let_in(village, pl.DataFrame({"id": ["a", "b"]}), meetings=frame).tables

    labels = {row["present"]: row["label"] for row in rows_of(tables.lists["meetings"].frame)}
    assert labels == {1: "#1", 2: "#1", 3: "m2", 4: "#3"}


def test_pandas_frames_may_hold_python_values(village):
    import pandas as pd

    people = pd.DataFrame(
        {"organization": ["a", "a"], "id": ["p1", "p2"], "left_on": [DAY, "never"]}, dtype=object
    )
    meetings = pd.DataFrame({"organization": ["a"], "kinds": [BOTH]})

    tables = admit(
        pd.DataFrame({"id": ["a"]}), {"people": people, "meetings": meetings}, profile=village
    ).tables

    rows = facts_of(tables.lists["people"], village.vocabulary.lists["people"].attributes)
    assert [facts["left_on"] for _, _, facts in rows] == [DAY, NEVER]
    ((_, _, meeting),) = facts_of(
        tables.lists["meetings"], village.vocabulary.lists["meetings"].attributes
    )
    assert meeting["kinds"] == BOTH


def test_pandas_columns_of_several_types_are_refused(village):
    import pandas as pd

    frame = pd.DataFrame({"organization": ["a", "a"], "present": pd.Series([1, "x"], dtype=object)})

    with pytest.raises(jr.EvaluationError) as caught:
        admit(pd.DataFrame({"id": ["a"]}), {"meetings": frame}, profile=village)

    assert codes_of(caught) == ["JR533"]
