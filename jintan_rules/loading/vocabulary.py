"""Vocabulary files to a vocabulary: units, facts, lists, and attributes added to lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, evolve, field

from jintan_rules.errors import Place, Problem, ProfileError, suggestion
from jintan_rules.language import nodes as n
from jintan_rules.language.types import BOOL, ROW, Type
from jintan_rules.loading import definitions, files
from jintan_rules.loading.expressions import Reader
from jintan_rules.loading.facts import (
    RESERVED,
    RESERVED_IN_ROWS,
    Declared,
    fact_of,
    is_name,
    name_problems,
    note_of,
    personal_problems,
)
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawExtend, RawFact, RawList, RawUnit
from jintan_rules.loading.tables import structure
from jintan_rules.standard.vocabulary import (
    Expression,
    Fact,
    FactList,
    Label,
    Names,
    Vocabulary,
    merge,
)

#: The most facts and attributes of one vocabulary.
MOST_FACTS = 5_000

_TOP = frozenset({"unit", "fact", "list", "extend"})
_ATTRIBUTE = frozenset({"attribute"})
_DATES_OF_KINDS = {"events": ("date",), "register": ("since", "until"), "rows": ()}


def load_vocabulary(folders: Sequence[Folder], *, base: Vocabulary | None = None) -> Vocabulary:
    """Load every vocabulary file of some folders, added to ``base``.

    Raises:
        ProfileError: With every problem of every file.
    """
    problems: list[Problem] = []
    vocabulary = read_vocabulary(folders, problems, base=base)
    if problems:
        raise ProfileError(problems)
    return vocabulary


def read_vocabulary(
    folders: Sequence[Folder], problems: list[Problem], *, base: Vocabulary | None = None
) -> Vocabulary:
    """Read what can be read of some vocabulary folders; tell the rest to ``problems``."""
    building = _Building(problems)
    if base:
        building.start_from(base)
    sources = [file for folder in folders for file in folder.files()]
    if len(sources) > files.MOST_FILES:
        problems.append(
            Problem(
                "JR103",
                Place(folders[0].shown),
                "too many vocabulary files",
                expected=f"at most {files.MOST_FILES}",
                found=str(len(sources)),
            )
        )
        sources = sources[: files.MOST_FILES]
    documents = [document for file in sources if (document := files.read(file, problems))]
    for document in documents:
        building.declare(document)
    # Other files may add attributes to a list, so its own file is read first.
    for document in documents:
        building.extend(document)
    return building.finished()


@define
class _Building:
    """A vocabulary while it is being put together."""

    problems: list[Problem]
    units: dict[str, Label] = field(factory=dict)
    facts: dict[str, Fact] = field(factory=dict)
    lists: dict[str, FactList] = field(factory=dict)
    new: list[tuple[str, Declared]] = field(factory=list)
    new_lists: list[tuple[FactList, Document, KeyPath]] = field(factory=list)
    too_many: bool = False

    def start_from(self, base: Vocabulary) -> None:
        self.units.update(base.units)
        self.facts.update(base.facts)
        self.lists.update(base.lists)

    def declare(self, document: Document) -> None:
        """Take in the units, facts and lists of one file."""
        self.problems += document.only(_TOP)
        for path, table in document.tables("unit", self.problems):
            self.unit(document, path, table)
        for path, table in document.tables("fact", self.problems):
            declared = self.fact(document, path, table, RESERVED)
            if declared and self.is_new(declared):
                self.facts[declared.fact.name] = declared.fact
                self.new.append(("", declared))
        for path, table in document.tables("list", self.problems):
            self.list(document, path, table)

    def extend(self, document: Document) -> None:
        """Take in the attributes that one file adds to lists."""
        for path, table in document.tables("extend", self.problems):
            raw = structure(document, path, table, RawExtend, self.problems, apart=_ATTRIBUTE)
            if not raw:
                continue
            shape = self.lists.get(raw.list)
            if not shape:
                self.problems.append(
                    _leads_nowhere(document, (*path, "list"), "list", raw.list, self.lists)
                )
                continue
            more = self.attributes(document, path, table, shape.attributes, raw.list)
            self.lists[raw.list] = evolve(shape, attributes=merge(shape.attributes, more))

    def finished(self) -> Vocabulary:
        """Return the vocabulary after checking what is new in it."""
        vocabulary = Vocabulary(self.facts, self.lists, self.units)
        for list_name, declared in self.new:
            self.problems += _unresolved(declared, vocabulary)
            self.problems += _mistyped(list_name, declared, vocabulary)
        for shape, document, path in self.new_lists:
            self.problems += _undated(self.lists[shape.name], document, path)
        self.problems += definitions.problems_of(vocabulary)
        return vocabulary

    # -- one declaration ------------------------------------------------------------

    def unit(self, document: Document, path: KeyPath, table: object) -> None:
        raw = structure(document, path, table, RawUnit, self.problems)
        if not raw:
            return
        if not is_name(raw.name):
            self.problems += name_problems(document, path, raw.name)
        if raw.name in self.units:
            self.problems.append(_twice(document, (*path, "name"), "unit", raw.name))
        self.units.setdefault(raw.name, Label(raw.label, raw.label_en))

    def fact(
        self, document: Document, path: KeyPath, table: object, reserved: frozenset[str]
    ) -> Declared | None:
        raw = structure(document, path, table, RawFact, self.problems)
        return fact_of(raw, document, path, self.problems, reserved) if raw else None

    def list(self, document: Document, path: KeyPath, table: Mapping[str, object]) -> None:
        raw = structure(document, path, table, RawList, self.problems, apart=_ATTRIBUTE)
        if not raw:
            return
        self.problems += name_problems(document, path, raw.name)
        self.problems += personal_problems(document, path, raw.name, raw.label, raw.label_en)
        if raw.kind not in _DATES_OF_KINDS:
            self.problems.append(
                Problem(
                    "JR108",
                    document.at_value((*path, "kind")),
                    f"there is no kind of list {raw.kind!r}",
                    expected=", ".join(_DATES_OF_KINDS),
                    found=repr(raw.kind),
                )
            )
            return
        self.problems += _wrong_dates(raw, document, path)
        if self.taken(raw.name):
            self.problems.append(
                _twice(document, (*path, "name"), "list", raw.name, self.taken(raw.name))
            )
            return
        attributes = self.attributes(document, path, table, {}, raw.name)
        shape = FactList(
            name=raw.name,
            label=Label(raw.label, raw.label_en),
            kind=raw.kind,
            attributes=merge({}, attributes),
            date=raw.date,
            since=raw.since,
            until=raw.until,
            note=note_of(raw.note, raw.note_en),
            place=document.at_key(path),
        )
        self.lists[raw.name] = shape
        self.new_lists.append((shape, document, path))

    def attributes(
        self,
        document: Document,
        path: KeyPath,
        table: Mapping[str, object],
        before: Mapping[str, Fact],
        list_name: str,
    ) -> Iterable[Fact]:
        """Return the attributes of one table of a list."""
        array = table.get("attribute", [])
        if not isinstance(array, list):
            self.problems.append(
                Problem(
                    "JR106",
                    document.at_key((*path, "attribute")),
                    "attribute is not an array of tables",
                    expected="[[list.attribute]]",
                )
            )
            return []
        known = dict(before)
        for number, each in enumerate(array):
            inner = (*path, "attribute", number)
            declared = self.fact(document, inner, each, RESERVED_IN_ROWS)
            if not declared:
                continue
            name = declared.fact.name
            if name in known:
                self.problems.append(
                    _twice(document, (*inner, "name"), "attribute", name, known[name].place)
                )
                continue
            known[name] = declared.fact
            self.new.append((list_name, declared))
        if len(self.new) > MOST_FACTS and not self.too_many:
            self.too_many = True
            self.problems.append(
                Problem(
                    "JR103",
                    document.at_key(path),
                    "the vocabulary has too many facts",
                    expected=f"at most {MOST_FACTS}",
                )
            )
        return [fact for name, fact in known.items() if name not in before]

    def is_new(self, declared: Declared) -> bool:
        name = declared.fact.name
        earlier = self.taken(name)
        if earlier:
            where = (*declared.path, "name")
            self.problems.append(_twice(declared.document, where, "fact", name, earlier))
        return earlier is None

    def taken(self, name: str) -> Place | None:
        """Return where a scalar or list of that name was declared."""
        earlier = self.facts.get(name) or self.lists.get(name)
        return earlier.place if earlier else None


def _twice(
    document: Document, path: KeyPath, what: str, name: str, earlier: Place | None = None
) -> Problem:
    return Problem(
        "JR107",
        document.at_value(path),
        f"the {what} {name!r} is declared twice",
        found=f"first at {earlier}" if earlier else repr(name),
        mend="keep one, or call this one something else",
    )


def _leads_nowhere(
    document: Document, path: KeyPath, what: str, name: str, known: Iterable[str]
) -> Problem:
    return Problem(
        "JR302",
        document.at_value(path),
        f"there is no {what} {name!r}",
        found=repr(name),
        mend=suggestion(name, known) or f"declare the {what}",
    )


def _wrong_dates(raw: RawList, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Yield a problem for each date that a kind of list needs and lacks, or cannot have."""
    needed = _DATES_OF_KINDS[raw.kind]
    for key, value in (("date", raw.date), ("since", raw.since), ("until", raw.until)):
        if key in needed and not value:
            yield Problem(
                "JR104",
                document.at_key((*path, key)),
                f"the key {key!r} is missing",
                expected=f"{key} = …, since the kind is {raw.kind}",
                mend=f"name the attribute that holds the {key}",
            )
        elif value and key not in needed:
            yield Problem(
                "JR105",
                document.at_key((*path, key)),
                f"{key!r} does not go with the kind {raw.kind}",
                found=key,
                mend="remove it, or change the kind",
            )


def _undated(shape: FactList, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Yield a problem for each date of a list that is no attribute, or not as it must be."""
    for key, name in (("date", shape.date), ("since", shape.since), ("until", shape.until)):
        fact = shape.attributes.get(name)
        if not name:
            continue
        if not fact:
            yield _leads_nowhere(document, (*path, key), "attribute", name, shape.attributes)
        elif fact.type != "date":
            yield Problem(
                "JR106",
                document.at_value((*path, key)),
                f"{name} is not a date",
                expected="an attribute of type date",
                found=fact.type,
            )
        elif key == "until" and not (fact.never and fact.default and fact.default.text == "never"):
            yield Problem(
                "JR304",
                fact.place,
                f"{name} must be able to be never",
                expected='never = true and default = "never"',
                mend="add both: whoever has not left is still there",
            )


def _unresolved(declared: Declared, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a problem for each unit and list that a fact names and nobody declares."""
    fact, document, path = declared.fact, declared.document, declared.path
    for unit in fact.unit.split("/"):
        if unit and unit not in vocabulary.units:
            yield _leads_nowhere(document, (*path, "unit"), "unit", unit, vocabulary.units)
    if fact.list_name and fact.list_name not in vocabulary.lists:
        yield _leads_nowhere(document, (*path, "list"), "list", fact.list_name, vocabulary.lists)


def _mistyped(list_name: str, declared: Declared, vocabulary: Vocabulary) -> list[Problem]:
    """Return the problems of a fact's own expressions."""
    fact = declared.fact
    problems: list[Problem] = []
    if not (fact.derived or fact.default or fact.default_when):
        return []
    variables = {"row": Type(ROW, list_name=list_name)} if list_name else {}
    reader = Reader(Names(vocabulary), problems, variables)
    for expression in filter(None, (fact.derived, fact.default)):
        reader.check(expression, fact.value_type.kind)
        problems += _not_a_value(fact, expression)
    if fact.default_when:
        reader.check(fact.default_when, BOOL)
    return problems


def _not_a_value(fact: Fact, expression: Expression) -> Iterator[Problem]:
    """Yield a problem for each result written out that the fact cannot have."""
    for result in _results(expression.node):
        if isinstance(result, n.Name) and result.name == "never" and not fact.never:
            yield Problem(
                "JR108",
                expression.place,
                f"{fact.name} cannot be never",
                expected="a day",
                found="never",
                mend="declare never = true",
            )
        tokens: tuple[object, ...] = ()
        if fact.tokens and isinstance(result, n.Literal):
            tokens = (result.value,)
        elif fact.tokens and isinstance(result, n.SetDisplay):
            tokens = result.items
        for token in tokens:
            if isinstance(token, str) and token not in fact.tokens:
                yield Problem(
                    "JR108",
                    expression.place,
                    f"{fact.name} cannot be {token!r}",
                    expected=", ".join(fact.tokens),
                    found=repr(token),
                    mend=suggestion(token, fact.tokens),
                )


def _results(node: n.Node) -> Iterator[n.Node]:
    if isinstance(node, n.Choice):
        yield from _results(node.then)
        yield from _results(node.otherwise)
    else:
        yield node
