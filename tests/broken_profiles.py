"""Sound rule files broken at random: letters, lines and words of a text, tables of a file.

Everything follows from one number, the seed.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sound"
Files = dict[str, str]

SIGNS = (
    '"', "'", "'''", '"""', "=", "==", "[", "]", "[[", "]]", "{", "}", "(", ")", ",", ".", "#",
    "\\", "“", "（", "，", "＝", "０", "é", "党", "\n", "\r", "\t", "\x00", "\x07", "\ufeff",
    "\u2028", "\ud800", "\\u0000", "1e400", "1e999999999999999999", "nan", "-inf", "never",
    "0xFFFFFFFFFFFFFFFFFFFF", "9" * 20, "9" * 5000, "0x" + "F" * 5000, "1_0", "true",
    "2024-02-30", "2018-10-28T09:00:00", "09:00:00", "0001-01-01", "9999-12-31", "[" * 2000,
    "{a=" * 300, "[[rule]]\n", "[rule]\n", "[[fact]]\n", "[[list.attribute]]\n", "[x]\n",
    "a.b.c = 1\n",
)  # fmt: skip
OPERATORS = (
    "+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "==", "!=", "in", "not in", "is",
    "and", "or", "not", "if", "else", "for", ":=", "|", "&", "~", "@", "=", "",
)  # fmt: skip
#: Expressions to stand where another did: what the language lacks, and what is odd.
ODD = (FOLDER / "odd_expressions.txt").read_text(encoding="utf-8").splitlines()
#: What is too much, or nothing at all.
LARGE = (
    "",
    " ",
    "(",
    "...",
    "{}",
    "[" * 300,
    "{" * 300,
    "(" * 900 + "1" + ")" * 900,
    "not " * 400 + "large",
    "-" * 1500 + "1",
    "~" * 900 + "1",
    "a" + ".b" * 900,
    "x" * 1990,
    "1" * 500,
    "'" + "x" * 300 + "' in posts",
    "'\ud800' == tier",
    "members" + " + members" * 200,
    "members" + " * members" * 20,
    "members" + " < members" * 150,
    " and ".join(["large"] * 400),
    "large or " * 100 + "large",
    "add_days(" * 30 + "as_of" + ", 1)" * 30,
    "((0.123456 * 0.123456) * (0.123456 * 0.123456)) * " * 20 + "1 < members",
)
EXPRESSIONS = (*ODD, *LARGE)
WORDS = """
x 是 members unknown month week quarter mandatory must text uncertain events rows register
date count set ref id ids enum money decimal integer bool person m2/person a/b/c / held_on
never 03-31 02-30 ０３-３１ 2018-10-28 branch-2018 town-2023 act.meeting.quarterly no.such-rule
base town .. ../base name 手机 姓名 birthday for any param gaps reasons id period
"""
VALUES: tuple[Any, ...] = (
    *WORDS.split(), "", " ", True, False, 0, 1, -1, 3, 10**15, 10**30, 2**20000, 0.5, 1e308,
    dt.date(2018, 10, 28), dt.date.min, dt.date.max, dt.datetime(2018, 10, 28, 9), dt.time(9),
    [], {}, [[]], [{}], [""], ["a", 1], {"a": 1}, {"a": ["一", "a"]}, {"a": ["一"]},
    {"": ["一", "a"]}, {"A b": ["一", "a"]}, [1, {"from": dt.date(2018, 10, 28)}],
    "x" * 3000, "a\x00b", "{", "}", "{period}{thing}{due}", "{}", "{members",
    "{'a'}", "{(}", "\u202e",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_OPERATOR = re.compile(r"(?<=[ \"])(?:[-+*<>]|[<>=!]=|and|or|not|in|if|else|for)(?= )")
_QUOTED = re.compile(r'(?<== )"[^"\n]*"')


def sound_files(folder: Path = FOLDER) -> Files:
    """Return the text of every file of a folder, by its path inside."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.toml"))
    }


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder that holds nothing else of their kind."""
    for old in folder.rglob("*.toml"):
        old.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))


def broken_files(seed: int, files: Files) -> Files:
    """Return the files with one to three things wrong with them."""
    chance = random.Random(seed)
    files = dict(files)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        name = chance.choice(sorted(files))
        roll = chance.random()
        if roll < 0.35:
            files[name] = _broken_text(files[name], chance)
        elif roll < 0.6:
            files[name] = _other_expression(files[name], chance)
        elif roll < 0.9:
            files[name] = _broken_tables(files[name], chance)
        elif roll < 0.95:
            files |= _bomb(files, chance)
        elif len(files) > 1:
            _moved(files, name, chance)
    return files


def _broken_text(text: str, chance: random.Random) -> str:
    if not text:
        return chance.choice(SIGNS)
    lines = text.splitlines(keepends=True)
    row = chance.randrange(len(lines))
    start = chance.randrange(len(text))
    end = min(len(text), start + chance.choice((1, 1, 2, 5, 40)))
    words = list(_WORD.finditer(text))
    operators = list(_OPERATOR.finditer(text))
    match chance.randint(0, 9):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] + text[end:]
        case 2 | 3:
            return text[:start] + chance.choice(SIGNS) + text[start:]
        case 4:
            return "".join(lines[:row] + lines[row + 1 :])
        case 5:
            return "".join(lines[: row + 1] + lines[row:])
        case 6:
            other = chance.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            return "".join(lines)
        case 7 if operators:
            found = chance.choice(operators)
            return text[: found.start()] + chance.choice(OPERATORS) + text[found.end() :]
        case 8 | 9 if words:
            found, other = chance.choice(words), chance.choice(words).group()
            if chance.random() < 0.3:
                other = found.group()[:-1] or "z"
            return text[: found.start()] + other + text[found.end() :]
        case _:
            return text[:start]


def _other_expression(text: str, chance: random.Random) -> str:
    """Put another expression in the place of one, or of any quoted text."""
    found = list(_QUOTED.finditer(text))
    likely = [each for each in found if " " in each.group() and "名" not in each.group()] or found
    if not likely:
        return text
    at = chance.choice(likely if chance.random() < 0.8 else found)
    new = chance.choice(EXPRESSIONS)
    if chance.random() < 0.3:
        new = f"({at.group()[1:-1]}) {chance.choice(OPERATORS)} ({new})"
    return text[: at.start()] + _dumped(new) + text[at.end() :]


#: Where an expression stands, and what it stands inside of, so that more of them fit.
PLACES = (
    "requires", "requires", "applies_when", "for_each", "done", "due", "on", "since", "until",
    "remedy", "derived", "default", "default_when",
)  # fmt: skip
FRAMES = (
    "{}", "{}", "{}", "({}) >= 1", "({}) == ({})", "({}) <= as_of", "done({})", "not ({})",
    "any(({}) for p in people)", "count(p for p in people if {}) >= 1", "x in people if {}",
    "({}) + 1 > members", "add_days({}, 1)", "1 if {} else 2", "year({}) > 2000", "x in {}",
    "sum({} for x in annual) > 0", "'secretary' in ({})",
    "longest_run({} for m in months(as_of, as_of))",
    "all(not ({}) for x in people) and any(x for x in people)",
    "first({} for m in history(meetings))",
)  # fmt: skip


def odd_files(seed: int, files: Files) -> Files:
    """Return the files with one odd expression, in a place where it may well be right."""
    chance = random.Random(seed)
    place = chance.choice(PLACES)
    name = chance.choice([name for name in files if "vocabulary" in name])
    if place not in ("derived", "default", "default_when"):
        name = chance.choice([name for name in files if "[[rule]]" in files[name]])
    data = tomllib.loads(files[name])
    tables = data.get("rule") or [
        *data.get("fact", ()),
        *(each for shape in data.get("list", ()) for each in shape["attribute"]),
    ]
    table = chance.choice(tables or [{}])
    odd = chance.choice(FRAMES).replace("{}", chance.choice(EXPRESSIONS))
    if place == "remedy":
        table["remedy"] = table["remedy_en"] = f"…{{{odd}}}…"
    else:
        table[place] = odd
    if place == "requires":
        table.pop("done", None)
        table.pop("due", None)
    elif place in ("done", "due"):
        table.pop("requires", None)
        table.setdefault("done" if place == "due" else "due", "as_of")
    elif place == "derived":
        table.pop("default", None)
        table.pop("default_when", None)
    elif place == "default_when":
        table.setdefault("default", "1")
    elif place == "default":
        table.pop("derived", None)
    if chance.random() < 0.5:
        table["empty"] = "pass"
    if chance.random() < 0.3:
        table["period"] = chance.choice(("month", "quarter", "half_year", "year"))
    if tables and "rule" not in data:
        table.pop("empty", None)
        table.pop("period", None)
    return {**files, name: _toml(data)}


def _broken_tables(text: str, chance: random.Random) -> str:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):
        return text
    sites = list(_sites(data))
    if not sites:
        return text
    holder, key = chance.choice(sites)
    value = holder[key]
    match chance.randint(0, 8):
        case 0 | 1 | 2:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        case 3:
            del holder[key]
        case 4 if isinstance(holder, list):
            holder.insert(key, value)
        case 4 | 5 if isinstance(holder, dict):
            name = chance.choice(
                (key[:-1] or "z", key + "s", "编号", "", "a b", key.upper(), "x.y")
            )
            holder[name] = value
            if chance.random() < 0.5:
                del holder[key]
        case 6 if isinstance(value, list):
            holder[key] = chance.choice(
                (value[:1] * 2, value[::-1], value * 3, dict.fromkeys("ab", value))
            )
        case 6:
            holder[key] = [value]
        case 7:
            other, its = chance.choice(sites)
            if its in (range(len(other)) if isinstance(other, list) else other):
                other[its], holder[key] = value, other[its]
        case _:
            new = copy.deepcopy(chance.choice(VALUES))
            for each in list(holder) if isinstance(holder, dict) else range(len(holder)):
                holder[each] = new
    try:
        return _toml(data)
    except RecursionError:  # a table put into itself
        return text


def _sites(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _sites(value[key])


def _moved(files: Files, name: str, chance: random.Random) -> None:
    """Take a file away, give it another name, or put another's text into it."""
    other = chance.choice(sorted(files))
    match chance.randint(0, 3):
        case 0:
            del files[name]
        case 1:
            files[name] = files[other]
        case 2:
            files[name.replace("a", "e")] = files.pop(name)
        case _:
            files[name] = ""


def fact(name: str, **more: str) -> str:
    """Write the declaration of a number."""
    keys = {"name": name, "label": "例", "label_en": "an example", "type": "count"} | more
    return "\n".join(
        ["[[fact]]", *(f"{key} = {_dumped(each)}" for key, each in keys.items()), "", ""]
    )


def _bomb(files: Files, chance: random.Random) -> Files:
    """Return a vocabulary whose facts follow from each other without end, or nearly so."""
    name = chance.choice(
        [each for each in files if "vocabulary" in each] or ["vocabulary/own.toml"]
    )
    count = chance.choice((2, 10, 40, 300, 1200))
    first, step = chance.choice(
        (
            ("n0", "n{} + n{}"),  # each twice the one before
            ("full_members", "n{} * n{} * n{} * n{}"),  # ever more digits
            ("full_members", "n{} + 1"),  # a long way down
            (
                "count(m for m in history(meetings))",
                "count(m for m in history(meetings) if n{} > 1)",
            ),
            (f"n{count - 1}", "n{}"),  # a circle
            ("full_members", "n{} if n{} > n{} else n{}"),
        )
    )
    text = fact("n0", derived="full_members" if first == "n0" else first)
    for number in range(1, count):
        text += fact(f"n{number}", derived=step.replace("{}", str(number - 1)))
    rule = chance.choice([each for each in files if each.endswith("activities.toml")] or [name])
    used = _other_expression(files.get(rule, ""), random.Random(0)) if rule != name else ""
    if used:
        at = next(iter(_QUOTED.finditer(used[used.find("requires") :])), None)
        if at:
            start = used.find("requires")
            used = used[: start + at.start()] + f'"n{count - 1} >= 1"' + used[start + at.end() :]
    return {name: files.get(name, "") + "\n" + text} | ({rule: used} if used else {})


def _toml(data: Mapping[str, Any]) -> str:
    return "".join(f"{_key(name)} = {_dumped(each)}\n" for name, each in data.items())


def _key(name: str) -> str:
    return _dumped(str(name))


def _dumped(value: Any) -> str:
    """Write a value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case int() if abs(value) >= 10**4000:
            return hex(value)
        case int() | float():
            return repr(value)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dict():
            return (
                "{"
                + ", ".join(f"{_key(key)} = {_dumped(each)}" for key, each in value.items())
                + "}"
            )
        case list():
            return "[" + ", ".join(map(_dumped, value)) + "]"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return (
                '"' + "".join(each if each >= " " else f"\\u{ord(each):04x}" for each in text) + '"'
            )
