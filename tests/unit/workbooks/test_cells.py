"""What a cell says is read for certain, or refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from jintan_rules.loading.refusals import RefusedError
from jintan_rules.records.record import NEVER
from jintan_rules.standard.vocabulary import Fact, Label
from jintan_rules.workbooks.cells import Reader
from jintan_rules.workbooks.layout import Column
from jintan_rules.workbooks.sheets import Cell

KINDS = {
    "members": Label("支部党员大会", "members' meeting"),
    "lecture": Label("党课", "lecture"),
    "safety": Label("安全稳定、职工权益与社会责任", "safety, stability, rights"),
}
FACTS = {
    "day": Fact("day", Label("日期", "day"), "date", never=True),
    "since": Fact("since", Label("自", "since"), "date"),
    "month": Fact("month", Label("所属月份", "month"), "date"),
    "truth": Fact("truth", Label("是否通报", "reported"), "bool"),
    "has": Fact("has", Label("有无垫扣", "advanced"), "bool"),
    "count": Fact("count", Label("人数", "persons"), "count", unit="person"),
    "year": Fact("year", Label("年度", "year"), "integer", unit="year"),
    "money": Fact("money", Label("金额", "amount"), "money", unit="yuan"),
    "share": Fact("share", Label("比例", "share"), "decimal", places=4),
    "area": Fact("area", Label("面积", "area"), "decimal", unit="m2", places=2),
    "kind": Fact("kind", Label("类型", "kind"), "enum", tokens=KINDS),
    "kinds": Fact("kinds", Label("类型", "kinds"), "set", tokens=KINDS),
    "person": Fact("person", Label("人员", "person"), "ref", list_name="people"),
    "people": Fact("people", Label("参加人", "participants"), "ids"),
}
DAY = dt.date(2024, 3, 5)


def read(name: str, cell: Cell, notes: list[str] | None = None, *, from_1904: bool = False):
    fact = FACTS[name]
    column = Column(name, fact.label, fact.type, fact=fact)
    told = notes if notes is not None else []
    return Reader(from_1904).read(cell, column, lambda key, **_: told.append(key))


def text(value: str) -> Cell:
    return Cell("text", value)


def number(value: str, format_: str = "General") -> Cell:
    return Cell("number", value, format_)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05",
        "2024-3-5",
        "2024.3.5",
        "2024/03/05",
        "2024年3月5日",
        "2024年3月5号",
        "2024 年 3 月 5 日",
        "２０２４．３．５",
        "２０２４－０３－０５",
        "2024。3。5",
        "2024—3—5",
        "　2024-03-05　",
        "20240305",
        "2024-03-05 00:00:00",
        "2024-03-05T00:00:00",
        "\u200b2024-03-05\ufeff",
    ],
)
def test_a_day_is_read_however_it_is_typed(written):
    assert read("day", text(written)) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        number("45356", "yyyy-mm-dd"),
        number("45356", 'yyyy"年"m"月"d"日"'),
        number("45356", "[$-F800]dddd, mmmm dd, yyyy"),
        number("45356.0", "m/d/yy"),
        number("20240305"),
        Cell("day", "2024-03-05"),
        Cell("day", "2024-03-05T00:00:00"),
    ],
)
def test_a_day_is_read_however_it_is_stored(cell):
    notes: list[str] = []

    assert read("day", cell, notes) == DAY
    assert notes == []


def test_days_counted_from_1904_are_as_many_days_later():
    assert read("day", number("43894", "yyyy-mm-dd"), from_1904=True) == DAY


def test_a_bare_serial_number_is_read_and_told():
    notes: list[str] = []

    assert read("day", number("45356"), notes) == DAY
    assert notes == ["note-serial"]


def test_a_time_beside_the_day_is_left_out_and_told():
    notes: list[str] = []

    assert read("day", number("45356.5", "yyyy-mm-dd hh:mm"), notes) == DAY
    assert read("day", text("2024-03-05 14:30"), notes) == DAY
    assert notes == ["note-time", "note-time"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (text("24.3.5"), "JR404"),
        (text("3/5/2024"), "JR404"),
        (text("2024.3"), "JR404"),
        (text("2024年3月"), "JR404"),
        (text("3月5日"), "JR404"),
        (text("2023-02-29"), "JR404"),
        (text("2024-13-01"), "JR404"),
        (text("2024.3-5"), "JR404"),
        (text("去年三月"), "JR404"),
        (text("无"), "JR404"),
        (text("/"), "JR404"),
        (number("2024"), "JR558"),
        (number("2024.3"), "JR558"),
        (number("202403"), "JR558"),
        (number("240305"), "JR558"),
        (number("5"), "JR558"),
        (number("60", "yyyy-mm-dd"), "JR558"),
        (number("-3", "yyyy-mm-dd"), "JR558"),
        (number("99999999", "yyyy-mm-dd"), "JR558"),
        (number("20241340"), "JR404"),
        (Cell("bool", "1"), "JR404"),
        (Cell("error", "#REF!"), "JR557"),
        (Cell("empty_formula", ""), "JR556"),
    ],
)
def test_a_day_that_is_not_certain_is_refused(cell, code):
    with pytest.raises(RefusedError) as caught:
        read("day", cell)

    assert caught.value.code == code
    assert caught.value.mend


@pytest.mark.parametrize(
    "written", ["2024-03", "2024.3", "2024年3月", "２０２４／３", "2024-03-01"]
)
def test_a_month_is_enough_where_a_month_is_asked_for(written):
    assert read("month", text(written)) == dt.date(2024, 3, 1)


@pytest.mark.parametrize("written", ["2024-13", "3月", "2024", "2024年"])
def test_what_is_no_month_is_refused_there_too(written):
    with pytest.raises(RefusedError) as caught:
        read("month", text(written))

    assert caught.value.code == "JR404"


def test_never_is_a_value_where_the_fact_allows_it():
    assert read("day", text("未发生")) is NEVER
    assert read("day", text(" never ")) is NEVER
    assert read("day", text("至今")) is NEVER
    assert read("day", text("在任")) is NEVER
    with pytest.raises(RefusedError) as caught:
        read("since", text("未发生"))
    assert caught.value.code == "JR404"


@pytest.mark.parametrize("name", ["day", "truth", "count", "money", "kind", "kinds"])
@pytest.mark.parametrize("word", ["不明", "未知", "不详", "不清楚"])
def test_what_is_said_to_be_unknown_is_absent(name, word):
    assert read(name, text(word)) is None


@pytest.mark.parametrize("word", ["是", "√", "✓", "✔", "TRUE", "true", " 是 ", "ｙｅｓ"])
def test_yes(word):
    assert read("truth", text(word)) is True


@pytest.mark.parametrize("word", ["否", "×", "✗", "FALSE", "no", "　否"])
def test_no(word):
    assert read("truth", text(word)) is False


def test_a_truth_may_be_a_truth_of_the_program():
    assert read("truth", Cell("bool", "1")) is True
    assert read("truth", Cell("bool", "0")) is False


def test_has_and_has_not_are_words_of_labels_that_ask_so():
    assert read("has", text("有")) is True
    assert read("has", text("无")) is False
    with pytest.raises(RefusedError):
        read("truth", text("有"))


@pytest.mark.parametrize("cell", [text("x"), text("1"), number("1"), number("0"), text("部分")])
def test_a_truth_that_is_not_certain_is_refused(cell):
    with pytest.raises(RefusedError) as caught:
        read("truth", cell)

    assert caught.value.code == "JR402"


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("count", number("23"), 23),
        ("count", number("23.0"), 23),
        ("count", text("23"), 23),
        ("count", text("２３"), 23),
        ("count", text("23人"), 23),
        ("count", text("23 名"), 23),
        ("count", text("1,234"), 1234),
        ("count", text("１，２３４"), 1234),
        ("count", number("23", '0"人"'), 23),
        ("year", text("2024年"), 2024),
        ("money", number("0.30000000000000004"), Decimal("0.3")),
        ("money", number("3000.0100000000002"), Decimal("3000.01")),
        ("money", text("￥3,000.10元"), Decimal("3000.10")),
        ("money", number("1E3"), Decimal(1000)),
        ("share", number("0.8", "0%"), Decimal("0.8")),
        ("share", text("80%"), Decimal("0.80")),
        ("share", text("８０％"), Decimal("0.80")),
        ("area", text("420.5㎡"), Decimal("420.5")),
    ],
)
def test_a_number_is_read_however_it_is_written(name, cell, expected):
    assert read(name, cell) == expected


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("count", number("2.5"), "JR402"),
        ("count", text("约20"), "JR402"),
        ("count", text("二十"), "JR402"),
        ("count", text("20-30"), "JR402"),
        ("count", text("无"), "JR402"),
        ("count", text("12,34"), "JR402"),
        ("count", text("80%"), "JR402"),
        ("count", number("1", "0%"), "JR558"),
        ("count", number("45303", "m-d"), "JR558"),
        ("count", Cell("bool", "1"), "JR402"),
        ("count", Cell("day", "2024-03-05"), "JR402"),
        ("money", text("1.2万"), "JR402"),
        ("money", text("1" * 60), "JR402"),
    ],
)
def test_a_number_that_is_not_certain_is_refused(name, cell, code):
    with pytest.raises(RefusedError) as caught:
        read(name, cell)

    assert caught.value.code == code


@pytest.mark.parametrize("word", ["党课", " 党 课 ", "lecture", "LECTURE", "党课。"])
def test_a_word_is_read_by_its_label_in_both_languages(word):
    assert read("kind", text(word)) == "lecture"


def test_a_word_that_is_not_known_names_its_neighbours():
    with pytest.raises(RefusedError) as caught:
        read("kind", text("支部党员会"))

    assert caught.value.code == "JR403"
    assert "支部党员大会" in caught.value.mend


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("党课", ["lecture"]),
        ("支部党员大会、党课", ["members", "lecture"]),
        ("支部党员大会，党课", ["members", "lecture"]),
        ("支部党员大会;党课", ["members", "lecture"]),
        ("支部党员大会 党课", ["members", "lecture"]),
        ("支部党员大会/党课", ["members", "lecture"]),
        ("支部党员大会\n党课", ["members", "lecture"]),
        ("党课、安全稳定、职工权益与社会责任", ["lecture", "safety"]),
        ("党课、、党课、", ["lecture"]),
        ("members' meeting, safety, stability, rights", ["members", "safety"]),
        ("无", []),
        ("none", []),
    ],
)
def test_several_words_stand_in_one_cell(written, expected):
    assert read("kinds", text(written)) == expected


@pytest.mark.parametrize("written", ["党课、茶话会", "安全稳定、党课", "党课和支部党员大会"])
def test_one_strange_word_refuses_all_of_them(written):
    with pytest.raises(RefusedError) as caught:
        read("kinds", text(written))

    assert caught.value.code == "JR403"


def test_ids_are_texts_or_plain_whole_numbers():
    assert read("person", text(" p１ ")) == "p1"
    assert read("person", number("5")) == "5"
    assert read("people", text("p1、p2，p3 p4")) == ["p1", "p2", "p3", "p4"]
    assert read("people", text("无")) == []


@pytest.mark.parametrize("written", ["p 1", "p1 p2", "138 0013 8000"])
def test_an_id_with_a_space_is_refused_and_not_repeated(written):
    with pytest.raises(RefusedError) as caught:
        read("person", text(written))

    assert caught.value.code == "JR402"
    assert caught.value.found == ""


@pytest.mark.parametrize(
    "cell", [number("5", "000"), number("5.5"), number("1e15"), number("5", "yyyy-mm-dd")]
)
def test_an_id_that_looks_otherwise_than_it_is_stored_is_refused(cell):
    with pytest.raises(RefusedError) as caught:
        read("person", cell)

    assert caught.value.code == "JR558"
