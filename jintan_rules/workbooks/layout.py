"""Which sheets and columns a workbook has, the same for the template and for its reader."""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import field, frozen

from jintan_rules.standard.vocabulary import Fact, FactList, Label, Vocabulary
from jintan_rules.workbooks import words

#: A sheet's name has at most so many characters, and none of these.
MOST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_TRAILING = "*:;,.?!、。"

#: The lists of a record that no vocabulary declares.
GAPS, REASONS = "gaps", "reasons"


def plain(text: str) -> str:
    """Return a heading or word without what is not meant: width, case, spaces, a star after it."""
    bare = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return bare.rstrip(_TRAILING) or bare


@frozen
class Column:
    """One column of a list's sheet, or one row of the organisation's.

    ``kind`` is the type of the fact, or what a column is that holds none: ``row_id``,
    ``record_id``, ``number``, ``rule`` or ``slot``.
    """

    name: str
    label: Label
    kind: str
    unit: Label | None = None
    fact: Fact | None = None
    ambiguous: bool = False

    def heading(self, lang: str) -> str:
        """Return the heading, with the unit where there is one."""
        text = self.label.text(lang)
        if self.ambiguous:
            return f"{text} [{self.name}]"
        if not self.unit:
            return text
        return f"{text} ({self.unit.en})" if lang == "en" else f"{text}（{self.unit.zh}）"

    @cached_property
    def known(self) -> frozenset[str]:
        """Every way to write the heading that is taken for this column."""
        spelled = [self.heading("zh"), self.heading("en")]
        if not self.ambiguous:
            spelled += [self.label.zh, self.label.en]
        spelled += [self.name] if self.fact is not None else []
        return frozenset(map(plain, spelled))


#: The cell above a list that says whether it is complete.
COMPLETE_COLUMN = Column(
    "complete", words.COMPLETE, "bool", fact=Fact("complete", words.COMPLETE, "bool")
)


@frozen
class Table:
    """One sheet with a row of headings: a list, the gaps or the reasons."""

    key: str
    titles: Label
    columns: tuple[Column, ...]
    label: Label
    note: Label | None = None
    shape: FactList | None = None

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """The columns by every way to write their headings."""
        return {spelled: column for column in self.columns for spelled in column.known}

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @property
    def is_list(self) -> bool:
        """Whether it is a list of the vocabulary, which may be said to be complete."""
        return self.shape is not None


@frozen
class Layout:
    """The sheets of the workbooks of one vocabulary."""

    organization: tuple[Column, ...] = field(repr=False)
    tables: tuple[Table, ...] = field(repr=False)

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Layout:
        """Return the layout for everything that a vocabulary declares."""
        titles = _Titles()
        lists = [_list(shape, vocabulary, titles) for shape in vocabulary.lists.values()]
        own = Column("id", words.RECORD_ID, "record_id")
        scalars = _columns(vocabulary.facts.values(), vocabulary, (own,))
        return cls(scalars, (*lists, _gaps(vocabulary), _reasons()))

    @cached_property
    def by_title(self) -> Mapping[str, Table]:
        """The tables by the names of their sheets, in both languages, and of their lists."""
        named = {plain(table.key): table for table in self.tables}
        for table in self.tables:
            named |= {plain(table.titles.zh): table, plain(table.titles.en): table}
        return named

    @cached_property
    def by_fact(self) -> Mapping[str, Column]:
        """The scalars by every way to write them."""
        return {spelled: column for column in self.organization for spelled in column.known}

    def table(self, key: str) -> Table:
        """Return the sheet of a list, of the gaps or of the reasons."""
        return next(table for table in self.tables if table.key == key)


_MADE: dict[int, tuple[weakref.ref[Vocabulary], Layout]] = {}


def layout_of(vocabulary: Vocabulary) -> Layout:
    """Return the layout of a vocabulary, made once and forgotten with it."""
    # A vocabulary never changes, but it cannot be hashed: it is told by its identity.
    known = _MADE.get(id(vocabulary))
    if known is not None and known[0]() is vocabulary:
        return known[1]
    key = id(vocabulary)
    made = Layout.of(vocabulary)
    _MADE[key] = (weakref.ref(vocabulary, lambda _: _MADE.pop(key, None)), made)
    return made


class _Titles:
    """The names of sheets, each given once."""

    def __init__(self) -> None:
        fixed = (words.GUIDE, words.ORGANIZATION, words.GAPS, words.REASONS, words.CHOICES)
        self.taken = {plain(text) for label in fixed for text in (label.zh, label.en)}

    def of(self, label: Label, name: str) -> Label:
        """Return the names of a list's sheet: its label where that can be a name, or the list's."""
        return Label(self.free(label.zh, name), self.free(label.en, name))

    def free(self, text: str, name: str) -> str:
        sheet = _FORBIDDEN.sub(" ", text).strip(" '")
        if not sheet or len(sheet) > MOST_TITLE or plain(sheet) in self.taken:
            sheet = name[:MOST_TITLE]
        number = 2
        while plain(sheet) in self.taken:
            sheet = f"{name[: MOST_TITLE - 4]}_{number}"
            number += 1
        self.taken.add(plain(sheet))
        return sheet


def _list(shape: FactList, vocabulary: Vocabulary, titles: _Titles) -> Table:
    own = Column("id", words.ROW_ID, "row_id")
    columns = _columns(shape.attributes.values(), vocabulary, (own,))
    return Table(
        shape.name, titles.of(shape.label, shape.name), columns, shape.label, shape.note, shape
    )


def _columns(
    facts: Iterable[Fact], vocabulary: Vocabulary, first: tuple[Column, ...]
) -> tuple[Column, ...]:
    """Return a column a fact; where two have one label, their names stand beside it."""
    declared = list(facts)
    labels = [each.label for each in first] + [each.label for each in declared]
    times = Counter(plain(text) for label in labels for text in (label.zh, label.en))
    made = []
    for fact in declared:
        unit = Label(vocabulary.unit_label(fact.unit, "zh"), vocabulary.unit_label(fact.unit, "en"))
        # A year of the calendar is no length of time, and its label says what it is.
        shown = unit if unit.zh and fact.type != "integer" else None
        label = fact.label
        # A label in both languages that is the same word counts twice by itself.
        own = 2 if plain(label.zh) == plain(label.en) else 1
        ambiguous = times[plain(label.zh)] > own or times[plain(label.en)] > own
        made.append(Column(fact.name, label, fact.type, shown, fact, ambiguous))
    return (*first, *made)


def _gaps(vocabulary: Vocabulary) -> Table:
    lists = {name: each.label for name, each in vocabulary.lists.items()}
    facts = (
        Fact("list", words.GAP_LIST, "enum", tokens=lists),
        Fact("from", words.GAP_FROM, "date"),
        Fact("to", words.GAP_TO, "date"),
    )
    columns = (
        Column("#", words.NUMBER, "number"),
        *(Column(fact.name, fact.label, fact.type, fact=fact) for fact in facts),
    )
    return Table(GAPS, words.GAPS, columns, words.GAPS)


def _reasons() -> Table:
    on = Fact("on", words.REASON_ON, "date")
    code = Fact("code", words.REASON_CODE, "id")
    columns = (
        Column("#", words.NUMBER, "number"),
        Column("rule", words.REASON_RULE, "rule"),
        Column("slot", words.REASON_SLOT, "slot"),
        Column("on", on.label, "date", fact=on),
        Column("code", code.label, "id", fact=code),
    )
    return Table(REASONS, words.REASONS, columns, words.REASONS)
