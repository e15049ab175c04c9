"""The five files of a profile to rules, each expression parsed and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.language.parse import underline
from jintan_rules.language.types import BOOL, DATE
from jintan_rules.loading import files
from jintan_rules.loading.expressions import Reader, lists_in, parameters_in
from jintan_rules.loading.facts import note_of
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.instruments import read_citations
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawEdition, RawRule
from jintan_rules.loading.rule_keys import judgement_problems, order_problems, shape_problems
from jintan_rules.loading.tables import structure
from jintan_rules.standard.instruments import Instrument
from jintan_rules.standard.rules import Edition, ForEach, Rule, Template
from jintan_rules.standard.vocabulary import Expression, Names
from jintan_rules.standard.words import Area, FirstPeriod

#: The most rules that one profile may bring itself.
MOST_RULES = 2_000

_TOP = frozenset({"rule"})
_APART = frozenset({"cite", "edition"})
#: What stands for keys at fault, so that the rule's expressions are still checked.
_INSTEAD = {"item": "", "title": "", "title_en": "", "strength": "general"}
_EDITION_APART = frozenset({"cite"})
#: The keys that say how an edition is judged.
_JUDGING = ("requires", "done", "due")


@frozen
class Surroundings:
    """What the rules of one profile may refer to."""

    profile: str
    names: Names
    instruments: Mapping[str, Instrument]


def read_rules(
    folder: Folder, around: Surroundings, problems: list[Problem]
) -> tuple[tuple[Rule, ...], frozenset[str]]:
    """Read the rules of one profile folder, in the order of the areas and of the files.

    Returns:
        The rules, and the ids of those that could not be read.
    """
    rules: list[Rule] = []
    ids: set[str] = set()
    for area in Area:
        source = folder.file(f"{area}.toml")
        document = files.read(source, problems) if source.path.is_file() else None
        if not document:
            continue
        problems += document.only(_TOP)
        for path, table in document.tables("rule", problems):
            if len(rules) >= MOST_RULES:
                problems.append(
                    Problem(
                        "JR103",
                        document.at_key(path),
                        "the profile has too many rules",
                        expected=f"at most {MOST_RULES}",
                        mend="split the profile",
                    )
                )
                break
            ids |= _id_of(table)
            rule = read_rule(document, path, table, area, around, problems)
            rules += [rule] if rule else []
    found = tuple(_once(rules, problems))
    return found, frozenset(ids - {rule.id for rule in found})


def read_rule(
    document: Document,
    path: KeyPath,
    table: Any,
    area: Area,
    around: Surroundings,
    problems: list[Problem],
) -> Rule | None:
    """Read the table of one rule; None where it has no edition that can be read."""
    raw = structure(document, path, table, RawRule, problems, apart=_APART, instead=_INSTEAD)
    return _Making(raw, table, area, document, path, around, problems).made() if raw else None


def _id_of(table: object) -> set[str]:
    found = table.get("id") if isinstance(table, Mapping) else None
    return {found} if isinstance(found, str) else set()


def _once(rules: Iterable[Rule], problems: list[Problem]) -> Iterator[Rule]:
    """Yield the rules whose id was not given before."""
    seen: dict[str, Place] = {}
    for rule in rules:
        if rule.id in seen:
            problems.append(
                Problem(
                    "JR107",
                    rule.place,
                    f"the rule {rule.id!r} is given twice",
                    found=f"first at {seen[rule.id]}",
                    mend="keep one, or add a suffix",
                )
            )
        else:
            seen[rule.id] = rule.place
            yield rule


@define
class _Making:
    """One rule while it is being put together."""

    raw: RawRule
    table: Mapping[str, object]
    area: Area
    document: Document
    path: KeyPath
    around: Surroundings
    problems: list[Problem]
    judged: list[Expression] = field(factory=list)

    def made(self) -> Rule | None:
        """Return the rule, or None where it has no edition that can be read."""
        raw = self.raw
        self.problems += shape_problems(raw, self.document, self.path)
        plain = self.reader()
        for_each, variables = plain.for_each(raw.for_each, self.at("for_each"))
        if raw.for_each and not for_each:
            # Without the thing, every other expression would be faulted for naming it.
            return None
        reader = Reader(self.around.names, self.problems, variables, plain.period, plain.empty_ok)
        applies_when = self.expression(plain, "applies_when", BOOL)
        self.problems += self.lists_of(applies_when)
        days = {key: self.expression(reader, key, DATE) for key in ("on", "since", "until")}
        editions = self.editions(reader)
        known = self.placeholders()
        remedy, remedy_en = (
            reader.template(text, self.at(key), known)
            for key, text in (("remedy", raw.remedy), ("remedy_en", raw.remedy_en))
        )
        if not editions:
            return None
        return self.rule(editions, for_each, applies_when, days, (remedy, remedy_en))

    def rule(
        self,
        editions: tuple[Edition, ...],
        for_each: ForEach | None,
        applies_when: Expression | None,
        days: Mapping[str, Expression | None],
        remedies: tuple[Template | None, Template | None],
    ) -> Rule:
        raw = self.raw
        return Rule(
            id=raw.id,
            item=raw.item,
            area=self.area,
            title=raw.title,
            title_en=raw.title_en,
            declared_strength=raw.strength,
            editions=editions,
            subject=raw.subject,
            applies_when=applies_when,
            period=raw.period,
            first_period=raw.first_period or FirstPeriod.WHOLE,
            for_each=for_each,
            on=days["on"],
            since=days["since"],
            until=days["until"],
            remedy=remedies[0],
            remedy_en=remedies[1],
            note=note_of(raw.note, raw.note_en),
            integrity=raw.integrity,
            draft=raw.draft,
            empty=raw.empty,
            implied_by=raw.implied_by,
            profile=self.around.profile,
            parameters=self.parameters(for_each),
            place=self.document.at_key(self.path),
        )

    # -- expressions ----------------------------------------------------------------

    def reader(self) -> Reader:
        return Reader(
            self.around.names,
            self.problems,
            period=self.raw.period is not None,
            empty_ok=self.raw.empty == "pass",
        )

    def at(self, *keys: str | int) -> Place:
        return self.document.at_value((*self.path, *keys))

    def expression(self, reader: Reader, key: str, wanted: str) -> Expression | None:
        return self.read(reader, getattr(self.raw, key), (key,), wanted)

    def read(
        self, reader: Reader, text: str, keys: tuple[str | int, ...], wanted: str
    ) -> Expression | None:
        if not text:
            return None
        expression = reader.read(text, self.at(*keys), wanted)
        if expression:
            self.judged.append(expression)
        return expression

    def lists_of(self, applies_when: Expression | None) -> Iterator[Problem]:
        """Yield a problem for each list that ``applies_when`` reads: it is decided before any."""
        if applies_when:
            for name in lists_in(applies_when.node, self.around.names.vocabulary):
                yield Problem(
                    "JR204",
                    applies_when.place,
                    f"applies_when reads the list {name.name}",
                    expected="facts of the organisation and parameters",
                    found=repr(applies_when.text)[:120],
                    mend="move the condition on rows to the filter of for_each, or to requires",
                    excerpt=underline(applies_when.text, name.span),
                )

    def parameters(self, for_each: ForEach | None) -> tuple[str, ...]:
        nodes = [expression.node for expression in self.judged]
        if for_each:
            nodes += [for_each.generator.source, *for_each.generator.filters]
        return tuple(sorted({name for node in nodes for name in parameters_in(node)}))

    def placeholders(self) -> tuple[str, ...]:
        has = {
            "period": self.raw.period is not None,
            "thing": bool(self.raw.for_each),
            "due": any("due" in each for each in (self.table, *self.edition_tables())),
            "as_of": True,
        }
        return tuple(word for word, there in has.items() if there)

    # -- editions -------------------------------------------------------------------

    def edition_tables(self) -> list[Mapping[str, object]]:
        array = self.table.get("edition")
        tables = array if isinstance(array, list) else []
        return [each for each in tables if isinstance(each, Mapping)]

    def editions(self, reader: Reader) -> tuple[Edition, ...]:
        """Return the editions in the order of their days."""
        common = {
            key: self.expression(reader, key, wanted)
            for key, wanted in (("requires", BOOL), ("done", DATE), ("due", DATE))
        }
        array = self.table.get("edition")
        if array is None:
            return self.only_edition(common)
        if "cite" in self.table or self.raw.from_:
            self.tell(
                "JR304",
                "edition",
                "a rule has cite and from, or editions, not both",
                found="both",
                mend="move cite and from into the editions",
            )
        if not isinstance(array, list) or not array:
            self.tell(
                "JR106",
                "edition",
                "edition is not an array of tables",
                found=repr(array)[:80],
                mend="edition = [ { from = …, cite = […] } ]",
            )
            return ()
        made = [
            (self.edition(reader, number, table, common), number)
            for number, table in enumerate(array)
        ]
        kept = [(edition, number) for edition, number in made if edition]
        kept.sort(key=lambda each: each[0].start)
        self.problems += order_problems(kept, self.document, self.path)
        return tuple(edition for edition, _ in kept)

    def only_edition(self, common: Mapping[str, Expression | None]) -> tuple[Edition, ...]:
        written = self.written(self.table)
        self.problems += judgement_problems(written, self.document, self.path)
        citations = read_citations(
            self.document,
            (*self.path, "cite"),
            self.table.get("cite"),
            self.around.instruments,
            self.problems,
            draft=self.raw.draft,
        )
        if not self.raw.from_:
            self.tell(
                "JR104",
                "from",
                "the key 'from' is missing",
                found="neither from nor edition",
                mend="give the first day of the text, or editions",
            )
            return ()
        return (Edition(self.raw.from_, None, citations, **common),)

    def edition(
        self,
        reader: Reader,
        number: int,
        table: object,
        common: Mapping[str, Expression | None],
    ) -> Edition | None:
        path = (*self.path, "edition", number)
        raw = structure(self.document, path, table, RawEdition, self.problems, apart=_EDITION_APART)
        if not raw or not isinstance(table, Mapping):
            return None
        own = {
            key: self.read(reader, text, ("edition", number, key), wanted) or common[key]
            for key, text, wanted in (
                ("requires", raw.requires, BOOL),
                ("done", raw.done, DATE),
                ("due", raw.due, DATE),
            )
        }
        written = self.written(table) | self.written(self.table)
        self.problems += judgement_problems(written, self.document, path)
        citations = read_citations(
            self.document,
            (*path, "cite"),
            table.get("cite"),
            self.around.instruments,
            self.problems,
            draft=self.raw.draft,
        )
        return Edition(raw.from_, raw.until, citations, **own)

    def written(self, table: Mapping[str, object]) -> set[str]:
        """Return which of the judging keys a rule or an edition has."""
        return {key for key in _JUDGING if table.get(key)}

    def tell(self, code: str, key: str, summary: str, *, found: str, mend: str) -> None:
        place = self.document.at_key((*self.path, key))
        self.problems.append(Problem(code, place, summary, found=found, mend=mend))
