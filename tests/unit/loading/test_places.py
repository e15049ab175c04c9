"""The locator finds every key and value where the standard parser read it."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from jintan_rules.loading.places import Locator

TEXT = '''# a comment with [brackets] and x = 1
top = 1
"quoted key" = 'text = "not a key"'

[[rule]]
id = "first" # y = 2
long = """
not = "a key"
[not.a.table]
"""
nested.key = 3

[rule.values]
branch = ["党支部", "branch"]

[[rule]]
id = "second"
cite = [
  { instrument = "one", article = "]" }, # ]
  { instrument = "two" },
]
flat = [[1, 2], [3]]
'''


def test_a_key_is_found_on_its_line():
    found = Locator(TEXT)

    assert found.key(("top",)) == (2, 1)
    assert found.key(("quoted key",)) == (3, 1)
    assert found.key(("rule", 0, "id")) == (6, 1)
    assert found.key(("rule", 0, "nested", "key")) == (11, 1)
    assert found.key(("rule", 0, "values", "branch")) == (14, 1)
    assert found.key(("rule", 1, "cite", 1, "instrument")) == (20, 5)


def test_a_table_is_found_at_its_header():
    found = Locator(TEXT)

    assert found.key(("rule", 0)) == (5, 1)
    assert found.key(("rule", 0, "values")) == (13, 1)
    assert found.key(("rule", 1)) == (16, 1)


def test_a_value_begins_past_its_quote():
    found = Locator(TEXT)

    assert found.value(("top",)) == (2, 7)
    assert found.value(("rule", 0, "id")) == (6, 7)
    assert found.value(("rule", 0, "long")) == (8, 1)
    assert found.value(("rule", 1, "cite", 0, "article")) == (19, 36)
    assert found.value(("rule", 1, "flat", 1, 0)) == (22, 18)


def test_a_key_that_is_missing_is_placed_at_the_table_that_lacks_it():
    found = Locator(TEXT)

    assert found.key(("rule", 1, "title")) == (16, 1)
    assert found.key(("rule", 1, "cite", 1, "article")) == (20, 3)
    assert found.key(("nowhere",)) == (1, 1)


def test_what_looks_like_a_key_inside_a_text_is_none():
    assert Locator(TEXT).key(("rule", 0, "not")) == (5, 1)


_TEXTS = st.text(st.sampled_from("ab[]{}=#, '党\n"), max_size=8)
_VALUES = st.recursive(
    st.integers(0, 99) | _TEXTS, lambda inner: st.lists(inner, max_size=3), max_leaves=6
)
_KEYS = st.text(st.sampled_from("abc_-"), min_size=1, max_size=3)


def _written(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\n", "\\n") + '"'
    return str(value)


@given(st.lists(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_key_of_any_file_is_found_at_its_own_place(tables):
    text = "".join(
        "[[t]]\n"
        + "".join(f"{key}  = {_written(value)} # {key} = 0\n" for key, value in table.items())
        for table in tables
    )
    assert tomllib.loads(text)["t"] == tables
    found, line = Locator(text), 0
    for number, table in enumerate(tables):
        line += 1
        assert found.key(("t", number)) == (line, 1)
        for key, value in table.items():
            line += 1
            quoted = isinstance(value, str)
            assert found.key(("t", number, key)) == (line, 1)
            assert found.value(("t", number, key)) == (line, len(key) + 5 + quoted)
