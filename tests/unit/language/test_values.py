"""Values that are known, bounded or undecided."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jintan_rules.language import values as v
from jintan_rules.language.values import FALSE, TRUE, Missing, Range, Token, Truth

LACK = frozenset({Missing("x")})
UNDECIDED = Truth(None, LACK)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], TRUE),
        ([TRUE, TRUE], TRUE),
        ([UNDECIDED, FALSE], FALSE),
        ([TRUE, UNDECIDED], UNDECIDED),
    ],
)
def test_and_is_settled_by_one_false(parts, expected):
    assert v.both(parts) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], FALSE),
        ([FALSE, FALSE], FALSE),
        ([UNDECIDED, TRUE], TRUE),
        ([FALSE, UNDECIDED], UNDECIDED),
    ],
)
def test_or_is_settled_by_one_true(parts, expected):
    assert v.either(parts) == expected


def test_a_decided_truth_names_no_missing_fact():
    assert v.both([UNDECIDED, FALSE]).missing == frozenset()


def ranges():
    numbers = st.integers(-6, 6) | st.sampled_from([-v.INFINITY, v.INFINITY])
    return (
        st.tuples(numbers, numbers)
        .map(sorted)
        .filter(lambda ends: ends[0] != v.INFINITY and ends[1] != -v.INFINITY)
        .map(lambda ends: v.span(ends[0], ends[1], LACK))
    )


def inside(range_, draw):
    low = -20 if range_.low == -v.INFINITY else int(range_.low)
    high = 20 if range_.high == v.INFINITY else int(range_.high)
    return draw(st.integers(low, max(low, high)))


@given(st.data(), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), ranges(), ranges())
def test_a_decided_comparison_holds_of_every_value_within(data, operator, left, right):
    decided = v.compare(operator, left, right).value
    a, b = inside(left, data.draw), inside(right, data.draw)

    if decided is not None:
        assert decided == v.compare(operator, v.known(a), v.known(b)).value


@given(st.data(), st.sampled_from([v.add, v.subtract, v.multiply]), ranges(), ranges())
def test_a_result_lies_within_the_range_of_its_operands(data, operation, left, right):
    a, b = inside(left, data.draw), inside(right, data.draw)
    whole = operation(left, right)
    point = operation(v.known(a), v.known(b))

    assert whole.low <= point.low <= whole.high


def test_arithmetic_is_exact_whatever_the_callers_context():
    with localcontext() as context:
        context.prec = 2
        product = v.multiply(v.known(Decimal("123456789.01")), v.known(Decimal("0.005")))
        difference = v.subtract(v.known(Decimal("1.00")), v.known(Decimal("123456789.01")))

    assert product.low == Decimal("617283.94505")
    assert difference.low == Decimal("-123456788.01")


@pytest.mark.parametrize(
    ("number", "expected"), [("0.125", "0.13"), ("0.135", "0.14"), ("2.5", "2.50"), ("3", "3.00")]
)
def test_halves_are_rounded_up(number, expected):
    rounded = v.round_half_up(v.known(Decimal(number)), v.known(Decimal("0.01")))

    assert str(rounded.low) == expected


def test_a_choice_on_an_unknown_is_what_both_branches_agree_on():
    assert v.choose(UNDECIDED, TRUE, TRUE) == TRUE
    assert v.choose(UNDECIDED, v.known(3), v.known(6)) == Range(3, 6, LACK)
    assert v.choose(UNDECIDED, Token("a"), Token("b")) == Token(None, LACK)
    assert v.choose(UNDECIDED, Token("a"), Token("a")) == Token("a")


def test_nothing_is_in_the_empty_set():
    assert v.contains(Token(None, LACK), Token(frozenset())) == FALSE
