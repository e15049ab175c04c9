"""The forward-chaining engine decides as the others do, or says that it cannot."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jintan_rules as jr
from jintan_rules.engines import durable, python, reference
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.unparse import unparse
from tests.differential.formulas import LACK, FakeScope, conditions, scopes
from tests.generated import record_for

pytest.importorskip(
    "durable_rules_engine", reason="the package durable-rules is not there", exc_type=ImportError
)

PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]
X = n.Name("x")
MOST = 2**63 - 1
OPERATORS = ["<", "<=", ">", ">=", "==", "!="]
LACKING = v.Truth(None, LACK)


def agreed(node, **values):
    """Decide a condition by every engine, and return the one verdict."""
    scope = FakeScope(values)
    found = durable.decide(node, scope)
    assert found == python.decide(node, scope), (unparse(node), values)
    assert found.value == reference.decide(node, scope).value, (unparse(node), values)
    return found.value


def compared(operator, literal):
    return n.Compare(operator, X, n.Literal(literal))


def refused(node, **values):
    with pytest.raises(jr.EvaluationError) as caught:
        durable.decide(node, FakeScope(values))
    return [problem.code for problem in caught.value.problems]


@settings(max_examples=500, deadline=None)
@given(conditions, scopes)
def test_three_engines_decide_a_condition_alike(node, scope):
    agreed(node, **scope.values)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_rule_comes_out_as_with_the_python_engine(name, rule):
    profile = PROFILES[name]
    one = attrs.evolve(profile, rules=(profile.rule(rule),))
    for seed in range(8):
        raw, as_of = record_for(profile.rule(rule), profile, seed)
        record = jr.Record.from_dict(raw, vocabulary=profile)

        expected = jr.evaluate(record, one, as_of=as_of)
        found = jr.evaluate(record, one, as_of=as_of, engine="durable")

        assert found.findings == expected.findings, (raw, as_of)


ends = st.one_of(
    st.integers(-3, 3),
    st.integers(MOST - 2, MOST),
    st.integers(-MOST - 1, -MOST + 1),
    st.decimals(-3, 3, places=4),
    st.sampled_from(["0.5", "0.50", "-0.5", "1.25", "1E+2", "1E-40", "-1E-40", "0.33"]).map(
        Decimal
    ),
    st.sampled_from([v.INFINITY, -v.INFINITY]),
)
literals = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([MOST, MOST - 1, -MOST, -MOST - 1]),
    st.sampled_from(["0.5", "-0.5", "1.25", "1.250", "-2.0", "1E+2"]).map(Decimal),
)


@settings(max_examples=800, deadline=None)
@given(st.sampled_from(OPERATORS), literals, st.tuples(ends, ends))
def test_a_number_is_compared_exactly_or_refused(operator, literal, pair):
    low, high = min(pair), max(pair)
    value = v.span(low, high, LACK)
    places = max(0, -Decimal(literal).normalize().as_tuple().exponent)
    finite = [Decimal(end) * 10**places for end in (low, high) if Decimal(end).is_finite()]
    fits = all(-MOST - 1 <= end <= MOST for end in finite)
    closed = low != v.INFINITY and high != -v.INFINITY

    if fits and closed:
        agreed(compared(operator, literal), x=value)
    else:
        assert refused(compared(operator, literal), x=value) == ["JR505"]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30, Decimal(2**63), Decimal("1E+999")])
def test_a_number_of_more_than_64_bits_is_refused(operator, number):
    assert refused(compared(operator, 0), x=v.known(number)) == ["JR505"]
    assert refused(compared(operator, number), x=v.known(0)) == ["JR505"]


def test_a_number_that_outgrows_64_bits_by_its_places_is_refused_with_its_name():
    node = compared(">=", Decimal("0.001"))

    with pytest.raises(jr.EvaluationError) as caught:
        durable.decide(node, FakeScope({"x": v.known(MOST // 1000 + 1)}))

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == ("JR505", "x")
    assert str(MOST // 1000 + 1) in problem.found
    assert "python" in problem.mend
    assert agreed(node, x=v.known(MOST // 1000)) is True


@pytest.mark.parametrize("distance", ["1E-6", "1E-30"])
def test_more_places_than_the_literal_has_are_not_lost(distance):
    least, step = Decimal("0.20"), Decimal(distance)
    less, more = v.EXACT.subtract(least, step), v.EXACT.add(least, step)

    assert agreed(compared(">=", least), x=v.known(less)) is False
    assert agreed(compared(">", least), x=v.known(more)) is True
    assert agreed(compared("==", least), x=v.known(more)) is False
    assert agreed(compared("<=", least), x=v.known(-step)) is True


def test_an_interval_decides_where_both_ends_agree():
    node = compared(">=", 3)

    assert agreed(node, x=v.span(3, 9, LACK)) is True
    assert agreed(node, x=v.span(0, 2, LACK)) is False
    assert agreed(node, x=v.span(2, 3, LACK)) is None
    assert agreed(node, x=v.Range(3, v.INFINITY, LACK)) is True
    assert agreed(node, x=v.unknown_number(LACK)) is None


@pytest.mark.parametrize("word", ["c", "A", "", "0", "1", "党", "a" * 70_000, 'a"}'])
def test_a_token_that_no_rule_names_is_none_of_theirs(word):
    for literal in ("a", "b"):
        assert agreed(compared("==", literal), x=v.Token(word)) is False
        assert agreed(compared("!=", literal), x=v.Token(word)) is True


def flags(count, start=0):
    return tuple(n.Name(f"p{number}") for number in range(start, start + count))


def all_are(value, count):
    return {f"p{number}": value for number in range(count)}


@pytest.mark.parametrize("count", [2, 58, 59, 60, 64, 65, 66, 130, 600])
@pytest.mark.parametrize("joint", [n.And, n.Or])
def test_any_number_of_conditions_may_be_true_at_once(joint, count):
    node = joint(flags(count))
    first, last = {"p0": v.FALSE}, {f"p{count - 1}": v.TRUE}

    assert agreed(node, **all_are(v.TRUE, count)) is True
    assert agreed(node, **all_are(v.FALSE, count)) is False
    assert agreed(node, **all_are(LACKING, count)) is None
    assert agreed(node, **all_are(v.TRUE, count) | first) is (joint is n.Or)
    assert agreed(node, **all_are(v.FALSE, count) | last) is (joint is n.Or)
    assert agreed(node, **all_are(v.TRUE, count) | {"p1": LACKING}) is (
        None if joint is n.And else True
    )


@pytest.mark.parametrize("pairs", [5, 6, 12, 40])
def test_a_condition_with_many_ways_to_be_true_is_cut(pairs):
    node = n.And(tuple(n.Or(flags(2, 2 * pair)) for pair in range(pairs)))

    assert agreed(node, **all_are(v.TRUE, 2 * pairs)) is True
    assert agreed(node, **all_are(v.TRUE, 2 * pairs) | {"p0": v.FALSE, "p1": v.FALSE}) is False
    assert agreed(node, **all_are(v.TRUE, 2 * pairs) | {"p0": v.FALSE, "p1": LACKING}) is None


@pytest.mark.parametrize("depth", [7, 8, 15, 16, 31, 60])
def test_a_deep_condition_is_cut(depth):
    node = n.Name("p0")
    for level in range(1, depth + 1):
        joint = n.And if level % 2 else n.Or
        node = n.Not(joint((node, n.Name(f"p{level}"))))

    chance = random.Random(depth)
    for _ in range(50):
        agreed(
            node,
            **{
                f"p{level}": chance.choice([v.TRUE, v.FALSE, LACKING]) for level in range(depth + 1)
            },
        )


def test_many_comparisons_of_one_fact_are_cut():
    node = n.Or(tuple(compared("==", number) for number in range(0, 200, 2)))

    assert [agreed(node, x=v.known(number)) for number in (0, 1, 198, 200)] == [
        True,
        False,
        True,
        False,
    ]
    assert agreed(node, x=v.span(0, 1, LACK)) is None


def test_the_same_facts_again_are_no_second_fact():
    node = n.And((n.Name("p"), compared(">=", 3)))

    for _ in range(300):
        assert agreed(node, p=v.TRUE, x=v.known(3)) is True
        assert agreed(node, p=v.TRUE, x=v.known(2)) is False
        assert agreed(node, p=LACKING, x=v.known(3)) is None


def test_more_conditions_than_are_kept_at_once_come_out_alike_again():
    for number in [*range(300), *range(300)]:
        assert agreed(compared(">=", number), x=v.known(number)) is True


def test_threads_do_not_disturb_each_other():
    node = n.Or((n.And((n.Name("p"), compared(">=", 3))), compared("==", 1)))

    def verdicts(seed):
        chance = random.Random(seed)
        for _ in range(500):
            agreed(node, p=chance.choice([v.TRUE, LACKING]), x=v.known(chance.randint(0, 4)))
        return seed

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(verdicts, range(16))) == list(range(16))
