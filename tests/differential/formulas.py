"""Conditions made up at random, and scopes of a few scalars to decide them in."""

from decimal import Decimal

from hypothesis import strategies as st

from jintan_rules.language import nodes as n
from jintan_rules.language import values as v

LACK = frozenset({v.Missing("x")})


class FakeScope:
    """A scope of a few scalars."""

    as_of = 738_000

    def __init__(self, values):
        self.values = values

    def value(self, name):
        return self.values[name]


def names(*words):
    return st.sampled_from(words).map(n.Name)


numbers = st.one_of(
    names("i", "j"),
    st.integers(0, 3).map(n.Literal),
    st.sampled_from(["0.5", "1.25"]).map(lambda text: n.Literal(Decimal(text))),
)
sums = st.recursive(
    numbers,
    lambda inner: st.builds(n.Arithmetic, st.sampled_from("+-*"), inner, inner),
    max_leaves=4,
)
operators = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
atoms = st.one_of(
    names("p", "q"),
    st.booleans().map(n.Literal),
    st.builds(n.Compare, operators, sums, sums),
    st.builds(
        n.Compare,
        st.sampled_from(["==", "!="]),
        names("t"),
        st.one_of(names("u"), st.sampled_from("ab").map(n.Literal)),
    ),
    st.builds(n.Contains, names("t"), st.just(n.SetDisplay(("a", "b")))),
)


def several(inner):
    return st.lists(inner, min_size=2, max_size=3).map(tuple)


conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(n.Not),
        several(inner).map(n.And),
        several(inner).map(n.Or),
        st.builds(n.Choice, inner, inner, inner),
    ),
    max_leaves=8,
)
truths = st.sampled_from([v.TRUE, v.FALSE, v.Truth(None, LACK)])
bounds = st.one_of(
    st.integers(-4, 4).map(v.known),
    st.tuples(st.integers(-4, 4), st.integers(-4, 4)).map(
        lambda ends: v.span(min(ends), max(ends), LACK)
    ),
    st.just(v.unknown_number(LACK)),
)
tokens = st.sampled_from([v.Token("a"), v.Token("b"), v.Token("c"), v.Token(None, LACK)])
scopes = st.fixed_dictionaries(
    {"p": truths, "q": truths, "i": bounds, "j": bounds, "t": tokens, "u": tokens}
).map(FakeScope)
