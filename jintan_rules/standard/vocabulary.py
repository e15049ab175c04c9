"""The declared names, types, units and labels of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from jintan_rules.errors import Place
from jintan_rules.language import types
from jintan_rules.language.nodes import Node
from jintan_rules.language.types import Type

#: The words a declaration may use for its type, each with the kind of its values.
FACT_TYPES = {
    "bool": types.BOOL,
    "count": types.NUMBER,
    "integer": types.NUMBER,
    "decimal": types.NUMBER,
    "money": types.NUMBER,
    "date": types.DATE,
    "enum": types.TOKEN,
    "set": types.SET,
    "id": types.ID,
    "ref": types.ID,
    "ids": types.SET,
}


@frozen
class Label:
    """The same word in Chinese and in English."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """Return the word in ``lang``."""
        return self.en if lang == "en" else self.zh


@frozen
class Expression:
    """An expression of the language: its text as written, its nodes, and its kind where told."""

    text: str
    node: Node = field(eq=False, repr=False)
    place: Place = field(eq=False, repr=False, default=Place())
    kind: str = field(eq=False, repr=False, default="")


@frozen
class Fact:
    """One declared fact: a scalar of the organisation or an attribute of a row.

    ``type`` is one of :data:`FACT_TYPES`. ``places`` is how many decimal places
    a number may have, ``least`` and ``most`` its range (None: no end). ``never``
    says that a date may be known not to have happened. ``tokens`` holds the
    values of an enum or set with their labels. ``list_name`` is the list that a
    reference leads to, and ``outside`` says that it may lead to somebody who is
    not on that list. ``circumstance`` says that the organisation finds it and does not
    set it by what it does. ``default`` is used where the
    fact is absent and ``default_when`` holds; ``derived`` is how the fact
    follows from others, and ``row`` stands in it for the row itself.
    """

    name: str
    label: Label
    type: str
    unit: str = ""
    places: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    never: bool = False
    tokens: Mapping[str, Label] = field(factory=dict)
    list_name: str = ""
    outside: bool = False
    circumstance: bool = False
    default: Expression | None = None
    default_when: Expression | None = None
    derived: Expression | None = None
    note: Label | None = None
    place: Place = field(eq=False, repr=False, default=Place())

    @cached_property
    def value_type(self) -> Type:
        """The type of the fact's values in an expression."""
        return Type(
            FACT_TYPES[self.type],
            unit=self.unit,
            tokens=frozenset(self.tokens),
            list_name=self.list_name,
        )


@frozen
class FactList:
    """One declared list: events with a date, a register with a life, or plain rows."""

    name: str
    label: Label
    kind: str
    attributes: Mapping[str, Fact]
    date: str = ""
    since: str = ""
    until: str = ""
    note: Label | None = None
    place: Place = field(eq=False, repr=False, default=Place())

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """The type of each attribute, the row's own id among them."""
        shapes = {name: fact.value_type for name, fact in self.attributes.items()}
        return {"id": Type(types.ID, list_name=self.name), **shapes}


@frozen
class Vocabulary:
    """Every fact and list that records and rules may name.

    It is complete in itself: parameters belong to profiles, which hand the
    language both.
    """

    facts: Mapping[str, Fact]
    lists: Mapping[str, FactList]
    units: Mapping[str, Label]

    def fact(self, name: str, list_name: str = "") -> Fact | None:
        """Return a scalar, or an attribute of the list named, or None."""
        if not list_name:
            return self.facts.get(name)
        rows = self.lists.get(list_name)
        return rows.attributes.get(name) if rows else None

    def names(self) -> frozenset[str]:
        """Return the names of all scalars and lists."""
        return frozenset(self.facts) | frozenset(self.lists)

    def unit_label(self, unit: str, lang: str) -> str:
        """Return the label of a unit, compound units part by part."""
        parts = (self.units.get(part) for part in unit.split("/"))
        return "/".join(part.text(lang) for part in parts if part)


@frozen
class Names:
    """What an expression may name: a vocabulary and the parameters in reach."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Type] = field(factory=dict)

    def scalar_type(self, name: str) -> Type | None:
        """Return the type of a scalar fact, or None."""
        fact = self.vocabulary.facts.get(name)
        return fact.value_type if fact else None

    def list_shape(self, name: str) -> FactList | None:
        """Return a list, or None."""
        return self.vocabulary.lists.get(name)

    def parameter_type(self, name: str) -> Type | None:
        """Return the type of a parameter, or None."""
        return self.parameters.get(name)

    def names(self) -> frozenset[str]:
        """Return the names of all scalars and lists."""
        return self.vocabulary.names()

    def parameter_names(self) -> frozenset[str]:
        """Return the names of all parameters."""
        return frozenset(self.parameters)


def merge(first: Mapping[str, Fact], more: Iterable[Fact]) -> dict[str, Fact]:
    """Return ``first`` with the facts of ``more`` added after it."""
    return {**first, **{fact.name: fact for fact in more}}
