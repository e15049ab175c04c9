"""Which column of a frame holds which fact: by name, by label, or as the caller maps them."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.standard.vocabulary import Fact, FactList, Label, Vocabulary

#: What a code of another system may stand for: nothing known, one value or several tokens.
Meaning: TypeAlias = "str | bool | int | Decimal | dt.date | frozenset[str] | None"
Codes: TypeAlias = Mapping[object, Meaning]

ORGANIZATIONS, GAPS, REASONS = "organizations", "gaps", "reasons"
OWN_FRAMES: Final = {ORGANIZATIONS: "组织", GAPS: "缺失时段", REASONS: "情况说明"}

_ID = Label("编号", "id")
_OF = Label("组织", "organization")
#: The columns that no vocabulary declares, by frame; a list has those under "".
KEYS: Final[Mapping[str, Mapping[str, Label]]] = {
    ORGANIZATIONS: {"id": _ID},
    "": {"organization": _OF, "id": _ID},
    GAPS: {
        "organization": _OF,
        "list": Label("台账", "list"),
        "from": Label("起", "from"),
        "to": Label("止", "to"),
    },
    REASONS: {
        "organization": _OF,
        "rule": Label("条款", "rule"),
        "slot": Label("考核单元", "slot"),
        "on": Label("日期", "on"),
        "code": Label("原因代码", "code"),
    },
}
#: Other labels of the column by which a frame's rows belong to an organisation.
_KEY_LABELS: Final = {"组织编号": _OF, "组织": _OF, "编号": _ID}
#: How like two names must be for one to be taken for a slip of the other.
_NEAR = 0.82
_SHORTEST = 4


@frozen
class Source:
    """Where a fact of one frame comes from: its column, and how its values are written.

    ``token`` says that the column is a truth value: whether a set holds it.
    """

    name: str
    column: str
    token: str = ""
    codes: Codes | None = None
    form: str = ""


@frozen
class Named:
    """What one frame holds: the sources of its facts and keys, and the columns left aside."""

    sources: tuple[Source, ...]
    ignored: tuple[str, ...] = ()


@frozen
class Frame:
    """One frame of a call: its name, its columns and what they may be."""

    name: str
    columns: tuple[str, ...]
    facts: Mapping[str, Fact]
    keys: Mapping[str, Label]
    kept: frozenset[str] | None = field(default=None)

    def place(self, path: str = "") -> Place:
        """Return where a problem of this frame is."""
        return Place(f"frame {self.name}", path=path)

    def resolve(self, written: str) -> tuple[str, str] | None:
        """Return the fact or key that a name or label means, and the token of a set's column."""
        name, _, token = written.replace("：", ":").partition(":")
        found = _by_name(name, self.keys, self.facts)
        if found is None or not token:
            return (found, "") if found else None
        fact = self.facts.get(found)
        if fact is None or fact.type != "set":
            return None
        known = next((t for t, label in fact.tokens.items() if token in (t, label.zh)), None)
        return (found, known) if known else None

    def names(self) -> dict[str, Label]:
        """Return every name that a column may bear."""
        return {**self.keys, **{name: fact.label for name, fact in self.facts.items()}}


def _by_name(name: str, keys: Mapping[str, Label], facts: Mapping[str, Fact]) -> str | None:
    if name in keys or name in facts:
        return name
    alias = _KEY_LABELS.get(name)
    if alias is not None and alias.en in keys:
        return alias.en
    if alias is not None and "id" in keys and "organization" not in keys:
        return "id"  # the organisations' own key is called 组织 or 组织编号 too
    for each, label in keys.items():
        if name == label.zh:
            return each
    return next((each for each, fact in facts.items() if name == fact.label.zh), None)


def list_named(name: str, lists: Mapping[str, FactList]) -> str | None:
    """Return the list that a name or a Chinese label means."""
    if name in lists:
        return name
    return next((each for each, shape in lists.items() if shape.label.zh == name), None)


def frame_named(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the frame that a name or a Chinese label means."""
    own = next((each for each, label in OWN_FRAMES.items() if name in (each, label)), None)
    return own or list_named(name, vocabulary.lists)


def make_frame(
    name: str, columns: Sequence[object], vocabulary: Vocabulary, problems: list[Problem]
) -> Frame:
    """Return a frame by its name in the vocabulary, its column names checked."""
    texts = [each for each in columns if isinstance(each, str)]
    place = Place(f"frame {name}")
    if len(texts) < len(columns):
        strange = [repr(each) for each in columns if not isinstance(each, str)]
        problems.append(
            Problem("JR531", place, "a column's name is not text", "names as text",
                    ", ".join(strange[:3]), "rename the columns")
        )  # fmt: skip
    twice = sorted({each for each in texts if texts.count(each) > 1})
    if twice:
        problems.append(
            Problem("JR531", place, "two columns have the same name", "each name once",
                    ", ".join(map(repr, twice)), "rename one of them")
        )  # fmt: skip
    keys = KEYS.get(name, KEYS[""])
    facts: Mapping[str, Fact] = {}
    if name == ORGANIZATIONS:
        facts = vocabulary.facts
    elif name not in OWN_FRAMES:
        facts = vocabulary.lists[name].attributes
    return Frame(name, tuple(dict.fromkeys(texts)), facts, keys)


class Mappings:
    """What the caller says of columns, sorted by frame."""

    def __init__(self, columns: Any, frames: Mapping[str, Frame], vocabulary: Vocabulary) -> None:
        """Sort ``columns``, which may name frames, or facts that only one frame has."""
        self.problems: list[Problem] = []
        self.by_frame: dict[str, dict[str, Any]] = {name: {} for name in frames}
        self._frames, self._vocabulary = frames, vocabulary
        if columns is not None and not isinstance(columns, Mapping):
            self._refuse("", "columns is not a mapping", "a dict", repr(columns)[:80])
            return
        for key, value in (columns or {}).items():
            self._entry(key, value)

    def _entry(self, key: object, value: object) -> None:
        if not isinstance(key, str):
            self._refuse("", "a key of columns is not text", "text", repr(key))
            return
        name = frame_named(key, self._vocabulary)
        if name is not None and isinstance(value, Mapping):
            if name not in self._frames:
                self._refuse(
                    key, f"columns names a frame that was not given: {key!r}",
                    "one of " + ", ".join(self._frames), repr(key),
                    "give the frame, or leave this out",
                )  # fmt: skip
                return
            self.by_frame[name] |= value
            return
        self._flat(key, value)

    def _flat(self, key: str, value: object) -> None:
        """Give a fact's source to the one frame that has the fact and the column."""
        fitting = [frame for frame in self._frames.values() if frame.resolve(key) is not None]
        if not fitting:
            names = {each for frame in self._frames.values() for each in frame.names()}
            self._refuse(
                key, f"columns names what is neither a frame nor a fact: {key!r}",
                "a frame given, or a fact of one", repr(key),
                suggestion(key, names | self._frames.keys()),
            )  # fmt: skip
            return
        column = _column_of(value)
        having = [frame for frame in fitting if column is None or column in frame.columns]
        if len(having) == 1 or (having and key in ("organization", _OF.zh)):
            for frame in having:
                self.by_frame[frame.name].setdefault(key, value)
            return
        which = ", ".join(frame.name for frame in having or fitting)
        if having:
            self._refuse(
                key, f"{key!r} in columns may mean several frames", "one frame that has it", which,
                f"nest it: {{{having[0].name!r}: {{{key!r}: …}}}}",
            )  # fmt: skip
        else:
            self._refuse(
                key, f"columns names a column that no frame has: {column!r}",
                f"a column of {which}", repr(column),
                suggestion(str(column), {c for frame in fitting for c in frame.columns}),
            )  # fmt: skip

    def _refuse(self, path: str, summary: str, expected: str, found: str, mend: str = "") -> None:
        place = Place("columns", path=path)
        self.problems.append(Problem("JR532", place, summary, expected, found, mend))


def _column_of(value: object) -> str | None:
    if isinstance(value, (tuple, list)) and value:
        value = value[0]
    return value if isinstance(value, str) else None


def named(frame: Frame, mapping: Mapping[str, Any], problems: list[Problem]) -> Named:
    """Return which column of a frame holds what, by the caller's mapping and by the names."""
    sources: dict[tuple[str, str], Source] = {}
    closed: set[str] = set()  # facts and columns that the mapping speaks of
    for key, value in mapping.items():
        target = frame.resolve(key) if isinstance(key, str) else None
        if target is None:
            if value is None and key in frame.columns:
                closed.add(str(key))
                continue
            problems.append(_unknown_key(frame, key))
            continue
        if value is None:
            closed.update((target[0], str(key)))
            continue
        source = _source(frame, target, key, value, problems)
        if source is not None:
            sources[target] = source
        closed.add(target[0])
    used = {source.column for source in sources.values()}
    ignored = []
    for column in frame.columns:
        target = frame.resolve(column)
        if column in used or column in closed:
            continue
        if target is None or target[0] in closed:
            ignored.append(column)
        elif target in sources:
            problems.append(
                Problem(
                    "JR531",
                    frame.place(column),
                    f"two columns hold the same fact {target[0]!r}",
                    "one column",
                    f"{sources[target].column!r} and {column!r}",
                    "drop one, or say in columns which one it is",
                )
            )
        else:
            sources[target] = Source(target[0], column, target[1])
    _check_sets(frame, sources.values(), problems)
    problems.extend(_slips(frame, ignored, {name for name, _ in sources} | closed))
    return Named(tuple(sources.values()), tuple(ignored))


def _check_sets(frame: Frame, sources: Iterable[Source], problems: list[Problem]) -> None:
    """Refuse a set that comes both as a whole and token by token."""
    whole = {each.name: each.column for each in sources if not each.token}
    problems.extend(
        Problem(
            "JR531",
            frame.place(each.column),
            f"the set {each.name!r} comes twice: whole and token by token",
            "one of them",
            f"{whole[each.name]!r} and {each.column!r}",
            "drop one",
        )
        for each in sources
        if each.token and each.name in whole
    )


def _unknown_key(frame: Frame, key: object) -> Problem:
    text = str(key)
    return Problem(
        "JR532",
        Place("columns", path=frame.name),
        f"{text!r} is not a fact of {frame.name}",
        "a name of the vocabulary, or its Chinese label",
        repr(key),
        suggestion(text, frame.names()) or "a column is left aside by mapping its name to None",
    )


def _source(
    frame: Frame, target: tuple[str, str], key: str, value: object, problems: list[Problem]
) -> Source | None:
    """Read one entry of the mapping: a column, or a column with a form or codes."""
    parts = list(value) if isinstance(value, (tuple, list)) else [value]
    column = parts[0] if parts else None
    place = Place("columns", path=f"{frame.name}.{key}")
    if not isinstance(column, str):
        wanted = 'a column, (column, "%d.%m.%Y") or (column, {code: value})'
        problems.append(
            Problem("JR532", place, "this does not say which column", wanted, repr(value)[:80])
        )
        return None
    if column not in frame.columns:
        problems.append(
            Problem(
                "JR531",
                place,
                f"the frame {frame.name} has no column {column!r}",
                "one of its columns",
                repr(column),
                suggestion(column, frame.columns) or "check the column's name",
            )
        )
        return None
    source = Source(target[0], column, target[1])
    for part in parts[1:]:
        if isinstance(part, Mapping):
            fact = frame.facts.get(target[0])
            tokens = fact.tokens if fact and not target[1] else {}
            codes = {code: _meaning(meaning, tokens) for code, meaning in part.items()}
            source = evolve(source, codes=codes)
        elif isinstance(part, str):
            source = evolve(source, form=part)
        else:
            wanted = "a form of dates as text, or a mapping of codes"
            problems.append(
                Problem("JR532", place, "a column is followed by what is no mapping", wanted,
                        repr(part)[:80])
            )  # fmt: skip
    return source


def _meaning(value: object, tokens: Mapping[str, Label]) -> Any:
    """Return what a code stands for: labels as tokens, several of them as a set."""
    own = {label.zh: token for token, label in tokens.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return frozenset(own.get(each, each) if isinstance(each, str) else each for each in value)
    if isinstance(value, str):
        return own.get(value, value) or None  # a mapping file has no other word for unknown
    return value


def _slips(frame: Frame, ignored: Iterable[str], held: set[str]) -> list[Problem]:
    """Return a problem for each column whose name is nearly that of a fact not yet found."""
    wanted = {name: label for name, label in frame.names().items() if name not in held}
    words = {name: name for name in wanted} | {label.zh: name for name, label in wanted.items()}
    found = []
    for column in ignored:
        plain = column.strip().casefold()
        near = [
            word
            for word in words
            if word.casefold() == plain
            or (min(len(word), len(plain)) >= _SHORTEST and _ratio(plain, word) >= _NEAR)
        ]
        if near:
            best = max(near, key=lambda word: _ratio(plain, word))
            found.append(
                Problem(
                    "JR531",
                    frame.place(column),
                    f"{column!r} is nearly the name {best!r}",
                    "a name of the vocabulary, or one that is not like any",
                    repr(column),
                    f"rename it to {best!r}, or map it to None in columns to leave it aside",
                )
            )
    return found


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other.casefold()).ratio()
