"""A mapping to a record: every key, every row, every value, and all problems at once."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from jintan_rules.errors import Place, Problem, RecordError, suggestion
from jintan_rules.loading import fixed_shapes
from jintan_rules.loading.derived import check_derived, static_facts
from jintan_rules.loading.digests import digest_of
from jintan_rules.loading.refusals import RefusedError, near_name, shown, shown_name, wrong_type
from jintan_rules.loading.values import Reader, read_id, read_name, reader_of
from jintan_rules.records.record import FactValue, Gap, Reason, Record, Row, digested_later
from jintan_rules.standard.vocabulary import Fact, FactList, Label, Vocabulary

#: Reading stops after this many problems: what follows is seldom news.
MOST_PROBLEMS = 1000
#: The nearest id is looked for only while problems and rows are few.
_FEW = 1000

_ROW_ID = {"id": Label("编号", "id")}
_BUILT_IN = {"id": Label("编号", "id"), "gaps": Label("缺失时段", "gaps"),
             "reasons": Label("情况说明", "reasons")}  # fmt: skip


class Repeated(dict[str, Any]):
    """A JSON object in which a key stands twice; ``names`` are those keys."""

    names: tuple[str, ...] = ()


class _Table:
    """The readers of one list, or of the scalars, and the references among them."""

    def __init__(self, facts: Mapping[str, Fact], more: Mapping[str, Label]) -> None:
        self.readers: dict[str, Reader] = {name: reader_of(fact) for name, fact in facts.items()}
        self.references = tuple(
            (name, fact.list_name)
            for name, fact in facts.items()
            if fact.type == "ref" and not fact.outside
        )
        self.names = {**more, **{name: fact.label for name, fact in facts.items()}}


class _Tables:
    """The readers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        lists: Mapping[str, FactList] = vocabulary.lists
        labels = {name: each.label for name, each in lists.items()}
        self.scalars = _Table(vocabulary.facts, {**_BUILT_IN, **labels})
        self.lists = {name: _Table(each.attributes, _ROW_ID) for name, each in lists.items()}
        self.static = {"": static_facts(vocabulary.facts, vocabulary)} | {
            name: static_facts(each.attributes, vocabulary) for name, each in lists.items()
        }


_MADE: dict[int, tuple[weakref.ref[Vocabulary], _Tables]] = {}


def _tables(vocabulary: Vocabulary) -> _Tables:
    """Return the readers of a vocabulary, made once and forgotten with it."""
    # A vocabulary never changes, but it cannot be hashed: it is told by its identity.
    known = _MADE.get(id(vocabulary))
    if known is not None and known[0]() is vocabulary:
        return known[1]
    key, made = id(vocabulary), _Tables(vocabulary)
    _MADE[key] = (weakref.ref(vocabulary, lambda _: _MADE.pop(key, None)), made)
    return made


def record_out_of(mapping: object, vocabulary: Vocabulary, place: Place) -> Record:
    """Return the record that a mapping holds; ``place`` is where it begins.

    Raises:
        RecordError: With every problem found.
    """
    return _Reading(vocabulary, place).record(mapping)


class _FullError(Exception):
    """So many problems were found that reading stops."""


class _Reading:
    """One record being read."""

    def __init__(self, vocabulary: Vocabulary, place: Place) -> None:
        self.vocabulary = vocabulary
        self.tables = _tables(vocabulary)
        self.place = place
        self.problems: list[Problem] = []

    def record(self, mapping: object) -> Record:
        if not isinstance(mapping, Mapping):
            mend = "give a record as docs/records.md says"
            self.refuse("", wrong_type(mapping, "an object", mend))
            self.stop()
        try:
            record = self.whole(mapping)
        except _FullError:
            self.stop()
        if self.problems:
            self.stop()
        return record

    def whole(self, mapping: Mapping[Any, Any]) -> Record:
        facts: dict[str, FactValue] = {}
        lists: dict[str, tuple[Row, ...]] = {}
        scalars, tables = self.tables.scalars, self.tables.lists
        if type(mapping) is Repeated:
            self.repeated("", mapping)
        for key, value in mapping.items():
            reader = scalars.readers.get(key)
            if reader is not None:
                if value is None:  # null says what an absent key says: not known
                    continue
                try:
                    facts[key] = reader(value)
                except RefusedError as refused:
                    self.refuse(key, refused)
            elif key in tables:
                rows = None if value is None else self.rows(key, value, tables[key])
                if rows is not None:
                    lists[key] = rows
            elif key not in _BUILT_IN:
                self.unknown_key("", "a fact or list of the vocabulary", key, scalars.names)
        record = Record(
            id=self.own_id(mapping.get("id")),
            facts=facts,
            lists=lists,
            gaps=tuple(self.gaps(mapping.get("gaps"))),
            reasons=tuple(self.reasons(mapping.get("reasons"))),
        )
        self.references(record)
        if not self.problems:
            for path, wrong in check_derived(record, self.vocabulary, self.tables.static):
                self.refuse(path, wrong)
        if not self.problems:
            digested_later(record, digest_of)
        return record

    def own_id(self, value: object) -> str:
        if value is None:
            self.refuse(
                "id",
                RefusedError(
                    "JR409", "the record has no id", expected='"id": "…"', mend="give it an id"
                ),
            )
            return ""
        try:
            return read_name(value)
        except RefusedError as refused:
            self.refuse("id", refused)
            return ""

    def rows(self, name: str, value: object, table: _Table) -> tuple[Row, ...] | None:
        if not isinstance(value, (list, tuple)):
            self.refuse(name, wrong_type(value, "an array of rows", f'write "{name}": [{{…}}]'))
            return None
        readers = table.readers
        seen: dict[str, int] = {}
        rows = []
        for number, row in enumerate(value, 1):
            if type(row) is not dict and not isinstance(row, Mapping):
                self.refuse(
                    f"{name}[#{number}]",
                    wrong_type(row, "a row: an object", 'write {"id": "…", …}'),
                )
                continue
            label = self.label(name, number, row.get("id"), seen)
            if type(row) is Repeated:
                self.repeated(f"{name}[{label}]", row)
            values: dict[str, FactValue] = {}
            for key, plain in row.items():
                reader = readers.get(key)
                if reader is not None:
                    if plain is None:
                        continue
                    try:
                        values[key] = reader(plain)
                    except RefusedError as refused:
                        self.refuse(f"{name}[{label}].{key}", refused)
                elif key != "id":
                    wanted = f"an attribute of {name}"
                    self.unknown_key(f"{name}[{label}].", wanted, key, table.names)
            rows.append(Row(label, values))
        return tuple(rows)

    def label(self, name: str, number: int, row_id: object, seen: dict[str, int]) -> str:
        """Return the row's id, or its place where it has none that can stand."""
        place = f"#{number}"
        if row_id is None:
            return place
        try:
            label = read_id(row_id)
        except RefusedError as refused:
            self.refuse(f"{name}[{place}].id", refused)
            return place
        first = seen.setdefault(label, number)
        if first == number:
            return label
        self.refuse(
            f"{name}[{place}].id",
            RefusedError(
                "JR406",
                f"the id {label!r} is used twice in {name}",
                expected="an id of its own for every row",
                found=f"the same id in row #{first}",
                mend="give one of the two rows another id",
            ),
        )
        return place

    def gaps(self, value: object) -> Iterator[Gap]:
        for path, row in self.fixed_rows("gaps", value):
            gap = self.structured(path, row, Gap)
            if gap is None:
                continue
            if gap.list_name not in self.tables.lists:
                lists = {name: each.label for name, each in self.vocabulary.lists.items()}
                self.refuse(
                    f"{path}.list",
                    RefusedError(
                        "JR403",
                        "a gap names a list that is not known",
                        expected="the name of a list",
                        found=shown(gap.list_name),
                        mend=near_name(gap.list_name, lists) or "use a name of the vocabulary",
                    ),
                )
            if gap.start > gap.end:
                self.refuse(
                    path,
                    RefusedError(
                        "JR403",
                        "the gap ends before it begins",
                        expected='"from" not after "to"',
                        found=f"from {gap.start} to {gap.end}",
                        mend="exchange the two days, or correct one",
                    ),
                )
            yield gap

    def reasons(self, value: object) -> Iterator[Reason]:
        for path, row in self.fixed_rows("reasons", value):
            reason = self.structured(path, row, Reason)
            if reason is not None:
                yield reason

    def fixed_rows(self, name: str, value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if value is None:
            return
        if not isinstance(value, (list, tuple)):
            self.refuse(name, wrong_type(value, "an array of rows", f'write "{name}": [{{…}}]'))
            return
        for number, row in enumerate(value, 1):
            path = f"{name}[#{number}]"
            if not isinstance(row, Mapping):
                self.refuse(path, wrong_type(row, "a row: an object", "write {…}"))
                continue
            if type(row) is Repeated:
                self.repeated(path, row)
            yield path, row

    def structured(
        self, path: str, row: Mapping[str, Any], shape: type[fixed_shapes.Shape]
    ) -> fixed_shapes.Shape | None:
        result = fixed_shapes.structure(row, shape)
        if not isinstance(result, list):
            return result
        for key, refused in result:
            self.refuse(f"{path}.{key}", refused)
        return None

    def references(self, record: Record) -> None:
        """Look for rows that refer to a row that is not there."""
        with_gaps = {gap.list_name for gap in record.gaps}
        ids: dict[str, frozenset[str]] = {}
        for name, rows in record.lists.items():
            ids[name] = frozenset(row.label for row in rows)
        # A list that is open may hold the row; so may a row whose id is not known be it.
        open_lists = {
            name
            for name, labels in ids.items()
            if name in with_gaps or any(label.startswith("#") for label in labels)
        }
        closed = ids.keys() - open_lists
        for name, rows in record.lists.items():
            for attribute, target in self.tables.lists[name].references:
                if target not in closed:
                    continue
                known = ids[target]
                for row in rows:
                    value = row.values.get(attribute)
                    if value is not None and value not in known:
                        self.dangling(f"{name}[{row.label}].{attribute}", value, target, known)
        for attribute, target in self.tables.scalars.references:
            value = record.facts.get(attribute)
            if value is not None and target in closed and value not in ids[target]:
                self.dangling(attribute, value, target, ids[target])

    def dangling(self, path: str, value: FactValue, target: str, known: frozenset[str]) -> None:
        few = len(known) + len(self.problems) < _FEW
        mend = suggestion(str(value), known) if few else ""
        self.refuse(
            path,
            RefusedError(
                "JR405",
                f"there is no row {value!r} in {target}",
                expected=f"the id of a row of {target}",
                found=repr(value),
                mend=mend or f"add the row, correct the id, or declare a gap of {target}",
            ),
        )

    def unknown_key(self, base: str, wanted: str, key: object, names: Mapping[str, Label]) -> None:
        is_text = isinstance(key, str)
        self.refuse(
            f"{base}{shown_name(key)}",
            RefusedError(
                "JR401",
                f"{shown_name(key)!r} is not {wanted}" if is_text else "a key is not text",
                expected=wanted,
                found=shown(key),
                mend=near_name(key, names) or "leave it out, or see docs/records.md for the names",
            ),
        )

    def repeated(self, path: str, row: Repeated) -> None:
        for key in row.names:
            self.refuse(
                f"{path}.{shown_name(key)}" if path else shown_name(key),
                RefusedError(
                    "JR107",
                    f"the key {shown_name(key)!r} stands twice",
                    expected="each key once",
                    mend="keep one of them",
                ),
            )

    def refuse(self, path: str, refused: RefusedError) -> None:
        """Remember a problem with its path."""
        place = self.place
        self.problems.append(
            Problem(
                refused.code,
                Place(place.source, place.line, place.column, path),
                refused.summary,
                expected=refused.expected,
                found=refused.found,
                mend=refused.mend,
            )
        )
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(
                Problem(
                    "JR103",
                    place,
                    f"reading stopped after {MOST_PROBLEMS} problems",
                    found="so many that what follows would be no news",
                    mend="mend those listed and read the record again",
                )
            )
            raise _FullError

    def stop(self) -> NoReturn:
        raise RecordError(self.problems)
