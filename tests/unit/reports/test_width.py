import pytest
from hypothesis import given
from hypothesis import strategies as st

from jintan_rules.reports.width import display_width, pad, table, visible, wrap

NOT_FIRST = "，。、；：？！）》〉」』】〕”’"
NOT_LAST = "（《〈「『【〔“‘"


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("考核", 4), ("考核a", 5), ("，", 2), ("“”", 2), ("e\u0301", 1)],
)
def test_a_full_width_sign_takes_two_columns(text, width):
    assert display_width(text) == width


def test_padding_counts_columns_not_signs():
    assert pad("考核", 6) == "考核  "
    assert pad("考核", 6, right=True) == "  考核"
    assert pad("考核结论", 6) == "考核结论"


def test_every_column_of_a_table_ends_at_the_same_place():
    lines = table(("领域", "违反", "n/a"), [("基本组织", "0", "12"), ("Team", "3", "0")])

    assert lines == [
        "领域      违反  n/a",
        "-------------------",
        "基本组织     0   12",
        "Team         3    0",
    ]


def test_chinese_breaks_between_signs_and_english_between_words():
    assert wrap("考核结论考核结论", 8) == ["考核结论", "考核结论"]
    assert wrap("one two three", 8) == ["one two", "three"]


def test_closing_punctuation_does_not_begin_a_line():
    assert wrap("考核结论，达标。", 8) == ["考核结", "论，达", "标。"]


def test_an_opening_bracket_does_not_end_a_line():
    assert wrap("依据依（章程）", 8) == ["依据依", "（章程）"]


def test_leads_stand_before_the_first_line_and_the_others():
    assert wrap("考核结论考核", 10, first="- ", rest="  ") == ["- 考核结论", "  考核"]


def test_a_word_too_long_for_any_line_is_cut():
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_punctuation_stays_with_what_is_cut():
    assert wrap("（abcdef）：x", 6) == ["（abcd", "ef）：", "x"]
    assert wrap("abcdefg。", 8) == ["abcdef", "g。"]


def test_nothing_is_one_empty_line():
    assert wrap("", 10) == [""]


def test_an_id_is_not_broken_where_it_fits_on_a_line():
    lines = wrap("需补充核实meetings[m3].held_on未填报", 24)

    assert any("meetings[m3].held_on" in line for line in lines)


TEXTS = st.text(alphabet="考核，。（）《》“”、 ab[].1", max_size=60)


@given(TEXTS, st.integers(12, 40))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_the_width(text, width):
    lines = wrap(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in lines)


@given(
    st.lists(
        st.sampled_from(["考", "核", "结", "论，", "（依", "据）", "ab ", "“引", "文”。"]),
        max_size=40,
    ),
    st.integers(12, 40),
)
def test_punctuation_stays_with_its_word_wherever_the_line_has_room(words, width):
    lines = wrap("".join(words), width)

    assert not any(line[0] in NOT_FIRST for line in lines if line)
    assert not any(line[-1] in NOT_LAST for line in lines if line)


@pytest.mark.parametrize("sign", ["\x1b", "\n", "\r", "\x07", "\u202e", "\u2028", "\x9b"])
def test_signs_that_steer_a_terminal_are_made_visible(sign):
    shown = visible(f"b{sign}[31m")

    assert sign not in shown
    assert f"{ord(sign):04x}" in shown
