"""Good records broken at random: as plain values, and as the text of a JSON file.

Everything follows from one number, the seed. Most of what comes out must be
refused; some of it is still a record, and then it must be judged like any other.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jintan_rules as jr
from tests.generated import record_for

SAMPLES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "examples").glob("*.json"))
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Odd:
    """A value of a type that nobody foresaw, which answers no question."""

    def __eq__(self, other: object) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = None  # type: ignore[assignment]


class NotATime(dt.datetime):
    """A time that is none, as pandas has one."""

    def date(self) -> dt.date:
        raise ValueError("NaTType does not support date")

    def isoformat(self, *_: Any) -> str:
        return "NaT"


def nested(levels: int, inner: Any = 1) -> Any:
    """Return a value inside so many arrays and objects in turn."""
    for level in range(levels):
        inner = [inner] if level % 2 else {"id": inner}
    return inner


#: Values that JSON can carry.
PLAIN: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 10**15 - 1, 10**15, -(10**20), 10**400, 1.5, -0.0, 1e308,
    5e-324, 0.1 + 0.2, 0.205, 1.0, float("nan"), float("inf"), float("-inf"), "", " ", "x", "never",
    "Never", "x" * 300, "2024-02-30", "2023-02-29", "2024-05-31", "2024-05-31T09:00",
    "2024-05-31 00:00:00", "2024/5/31", "2024-5-1", "20240531", "2024-W01-1", "2024年5月31日",
    "２０２４-０５-３１", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-001-01-01",
    "23", "２３", "1e5", "true", "是", "支部", "branch", "党员大会", "13800000000",
    "11010119900307123X", "\x00", "a\nb", "\u202e", "\ud800", "#1", "#3", "-", "?", "p1", "p01",
    [], {}, [[]], [None], [{}], [[], {}], ["members", "members"], [1, "a", None, []], {"a": 1},
    {"id": "m1"}, {"id": None}, [{"id": "m1"}, {"id": "m1"}], nested(5), nested(60), nested(200),
)  # fmt: skip
#: Values that only Python can hand over.
PYTHON: tuple[Callable[[], Any], ...] = (
    lambda: Decimal("1E+999999"), lambda: Decimal("1E-999999"), lambda: Decimal("NaN"),
    lambda: Decimal("sNaN"), lambda: Decimal("-Infinity"), lambda: Decimal("-0.00"),
    lambda: Decimal(23), lambda: Decimal("23.00"), lambda: Decimal("0.1") ** 40,
    lambda: 10**5000, lambda: dt.date(2024, 5, 31), lambda: dt.date.min, lambda: dt.date.max,
    lambda: dt.datetime(2024, 5, 31, 9), lambda: dt.time(9), lambda: b"bytes", lambda: 3 + 4j,
    lambda: {"members"}, lambda: frozenset({1}), lambda: ("members",), lambda: range(3),
    lambda: jr.NEVER, object, Odd, lambda: [Odd()], lambda: NotATime(1, 1, 1), lambda: ...,
    lambda: memoryview(b"x"), lambda: iter([]), lambda: {1: 2}, lambda: {(1, 2): 3, None: 4},
)  # fmt: skip
KEYS: tuple[Any, ...] = (
    "unknown", "ID", "Id", " id", "编号", "党员数", "正式党员数", "会议", "", "\x00", "a\nb",
    "\ud800", "__class__", "x" * 200, "13800000000", "meetings[m1]", "gaps", "reasons", "people",
    "meetings",
)  # fmt: skip
PYTHON_KEYS: tuple[Any, ...] = (1, None, True, (1, 2), 1.5, b"id", 10**5000, dt.date(2024, 1, 1))


def good_record(seed: int, profiles: dict[str, jr.Profile]) -> tuple[dict[str, Any], dt.date]:
    """Return a record that can be read, and a day to judge it on."""
    chance = random.Random(seed)
    if chance.random() < 0.6:
        profile = profiles[chance.choice(sorted(profiles))]
        return record_for(chance.choice(profile.rules), profile, seed)
    return _cut(chance, next(iter(profiles.values())).vocabulary.lists), dt.date(2024, 12, 31)


def _cut(chance: random.Random, lists: Any) -> dict[str, Any]:
    """Return a part of a sample: some facts, and a few rows of a few lists."""
    sample = copy.deepcopy(SAMPLES[chance.choice(sorted(SAMPLES))])
    kept = chance.sample([name for name in sample if name in lists], 4)
    record = {
        name: value
        for name, value in sample.items()
        if name not in lists and (name in ("id", "category") or chance.random() < 0.7)
    }
    record |= {name: sample[name][:3] for name in kept}
    for name in kept:
        for row in record[name]:
            for key, fact in lists[name].attributes.items():
                target = record.get(fact.list_name)
                if target is not None and all(row.get(key) != each["id"] for each in target):
                    row.pop(key, None)
    record.pop("reasons", None)
    return record


def broken_record(
    seed: int, profiles: dict[str, jr.Profile], *, python: bool
) -> tuple[Any, dt.date]:
    """Return a record with one to four things wrong with it; ``python``: beyond JSON too."""
    record, as_of = good_record(seed, profiles)
    breaker = _Breaker(random.Random(seed ^ 0x5EED), python=python)
    if breaker.chance.random() < 0.4:
        for _ in range(breaker.chance.randint(1, 6)):
            breaker.bent(record)
    else:
        for _ in range(breaker.chance.choice((1, 1, 1, 2, 3, 4))):
            record = breaker.broken(record)
    if breaker.chance.random() < 0.1:
        as_of = breaker.chance.choice((dt.date.min, dt.date.max, dt.date(2000, 2, 29)))
    return record, as_of


class _Breaker:
    def __init__(self, chance: random.Random, *, python: bool) -> None:
        self.chance = chance
        self.python = python

    def junk(self) -> Any:
        if self.python and self.chance.random() < 0.4:
            return self.chance.choice(PYTHON)()
        return copy.deepcopy(self.chance.choice(PLAIN))

    def key(self) -> Any:
        return self.chance.choice(KEYS + PYTHON_KEYS if self.python else KEYS)

    def broken(self, record: Any) -> Any:
        """Break one thing: a value, a key, a row, or the whole."""
        chance = self.chance
        sites = list(_sites(record))
        if not sites or chance.random() < 0.01:
            return self.junk()
        # The few facts of the organisation count as much as the many of the rows.
        top = [site for site in sites if site[0] is record]
        holder, key = chance.choice(top if chance.random() < 0.4 else sites)
        value = holder[key]
        match chance.randint(0, 9):
            case 0 | 1:
                holder[key] = self.junk()
            case 2 | 3 | 4:
                holder[key] = self.altered(value)
            case 5:
                del holder[key]
            case 6 if isinstance(holder, dict):
                holder[self.key()] = chance.choice((value, self.junk()))
            case 6:
                holder.insert(key, chance.choice((value, self.junk())))
            case 7 if isinstance(holder, dict) and isinstance(key, str):
                del holder[key]
                holder[_misspelt(key, chance)] = value
            case 8:
                self.emptied(holder)
            case _ if isinstance(record, dict):
                self.appended(record)
        return record

    def bent(self, record: dict[str, Any]) -> None:
        """Change one thing so that the record may well be read still."""
        chance = self.chance
        holder, key = chance.choice([*_sites(record), (record, "id")])
        value = holder[key]
        if value == record["id"] or (isinstance(holder, list) and not isinstance(value, dict)):
            return
        match value:
            case bool():
                holder[key] = chance.choice((not value, None))
            case int():
                holder[key] = chance.choice((0, 1, value + 1, 999_999_999, 10**15 - 1, None))
            case float():
                holder[key] = chance.choice((0, -0.0, 0.01, 10**13, None))
            case list():
                holder[key] = chance.choice((None, [], value[::-1], value[:1]))
            case dict():
                holder[key] = {name: each for name, each in value.items() if chance.random() < 0.7}
            case str() if value[:4].isdigit() and value[4:5] == "-":
                days = ("0001-01-01", "9999-12-31", "9998-11-30", "2024-02-29", "1000-01-01")
                holder[key] = chance.choice((*days, None, "never"))
            case str():
                holder[key] = None

    def altered(self, value: Any) -> Any:
        """Return a value that looks much like this one."""
        chance = self.chance
        match value:
            case bool():
                return chance.choice((not value, int(value), str(value).lower()))
            case int() | float() if -(10**20) < value < 10**20:
                return chance.choice(
                    (-value, value * 10**12, value + 0.001, str(value), float(value), value + 1,
                     str(value).translate(FULL_WIDTH), [value], value * 1000)
                )  # fmt: skip
            case str():
                return chance.choice(
                    (value + " ", value.upper(), value[:-1], value + "\n", [value],
                     f"{value}T00:00", value.translate(FULL_WIDTH), _misspelt(value, chance),
                     value * 50, "never", value + "\x07", "党" + value, {"id": value},
                     value[:8] + "31", value[:8] + "01", "0001" + value[4:], "9999" + value[4:])
                )  # fmt: skip
            case list():
                return chance.choice(
                    (value * 2, value[:1] * 2, dict(enumerate(value)), value[::-1], [value],
                     value[:1], *value[:1], [None, *value], value[1:], [list(each) for each in value
                                                           if isinstance(each, dict)])
                )  # fmt: skip
            case dict():
                return chance.choice((list(value.values()), list(value.items()), [value], {}))
            case _:
                return self.junk()

    def emptied(self, holder: Any) -> None:
        """Put null, or one odd value, in the place of everything in one holder."""
        value = self.chance.choice((None, None, self.junk()))
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            holder[key] = value

    def appended(self, record: dict[Any, Any]) -> None:
        """Add a gap or a reason, right or wrong."""
        chance = self.chance
        names = [key for key, value in record.items() if isinstance(value, list)]
        gap = {
            "list": chance.choice([*names, "meetings", "nothing"]),
            "from": chance.choice(("2024-01-01", "0001-01-01", "2025-01-01", 3)),
            "to": chance.choice(("2024-03-31", "9999-12-31", "2023-12-31")),
        }
        reason = {
            "rule": chance.choice(("act.members-meeting.quarterly", "no.such-rule", "规则", 1)),
            "code": chance.choice(("flood", "水灾", "", None)),
            "slot": chance.choice(("2024-Q3", "-", "2024/05", "m1", 2024, "x" * 300)),
            "on": chance.choice(("2024-05-31", "2024-05-32", None)),
        }
        for name, row in chance.sample([("gaps", gap), ("reasons", reason)], chance.randint(1, 2)):
            for key in list(row):
                if chance.random() < 0.1:
                    del row[key]
            rows = record.get(name)
            record[name] = [*rows, row] if isinstance(rows, list) else [row]


def _sites(value: Any, depth: int = 3) -> Any:
    """Yield every place of a value that holds another, as (holder, key)."""
    if depth and isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _sites(value[key], depth - 1)


def _misspelt(text: str, chance: random.Random) -> str:
    if len(text) < 2:
        return text + "s"
    at = chance.randrange(len(text) - 1)
    match chance.randint(0, 3):
        case 0:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + "_" + text[at:]


def json_text(record: Any) -> str:
    """Write a record as JSON, whatever is in it that JSON can nearly carry."""
    return json.dumps(record, ensure_ascii=False)


def broken_text(seed: int, profiles: dict[str, jr.Profile]) -> bytes:
    """Return the bytes of a JSON file with something wrong in them."""
    chance = random.Random(seed)
    record, _ = broken_record(seed, profiles, python=False)
    text = json_text(record)
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        text = _broken_text(text, chance)
    raw = text.encode(chance.choice(("utf-8",) * 6 + ("utf-16", "gb18030")), "replace")
    match chance.randint(0, 19):
        case 0:
            return b"\xef\xbb\xbf" + raw
        case 1:
            at = chance.randrange(len(raw) + 1)
            return raw[:at] + bytes([chance.randrange(256)]) + raw[at:]
        case 2:
            return raw[: chance.randrange(len(raw) + 1)]
        case _:
            return raw


INSERTS = (
    "{", "}", "[", "]", ",", ":", '"', "\\", "\\ud800", "\\u0000", "null", "NaN", "-Infinity", "-",
    "1e5", "1e999999999999999999999", "9" * 5000, "0" * 20, ".", "//", "\x00", "\n", "，", "：",
    "“", "[" * 5000, '{"a":' * 5000, "[" * 900 + "]" * 900, "\ufeff", "\u2028",
)  # fmt: skip


def _broken_text(text: str, chance: random.Random) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    end = min(end, start + 40)
    match chance.randint(0, 7):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] + text[end:]
        case 2:
            return text[:start] + chance.choice(INSERTS) + text[start:]
        case 3:
            return text[:start] + text[start:end].translate(FULL_WIDTH) + text[end:]
        case 4:
            return text[:start]
        case 5:
            return text.replace('"id"', chance.choice(('"id":"z","id"', '"Id"', "id", "'id'")), 3)
        case 6:  # a key twice, the second time with another value
            return text[:-1] + ', "id": "again", "tier": null, "meetings": []}'
        case _:
            number = chance.choice(("NaN", "1E400", "-0", "00", "1.", "0.30000000000000004", "１"))
            return text.replace(": 1", f": {number}", 2)
