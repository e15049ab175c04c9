"""Rules: whom they bind, how often, over which things, and what each must show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from jintan_rules.errors import Place
from jintan_rules.language import nodes as n
from jintan_rules.language.nodes import Generator
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.vocabulary import Expression, Label
from jintan_rules.standard.words import Area, FirstPeriod, Period, Strength, Subject


@frozen
class ForEach:
    """The things a rule is judged on: rows of one list, or pairs of them."""

    text: str
    generator: Generator = field(eq=False, repr=False)
    list_name: str = ""
    paired: bool = False
    place: Place = field(eq=False, repr=False, default=Place())

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the rule's expressions call the thing by."""
        return self.generator.names


@frozen
class Edition:
    """What a rule says between two days, both included; no ``end`` means until now."""

    start: dt.date
    end: dt.date | None
    citations: tuple[Citation, ...]
    requires: Expression | None = None
    done: Expression | None = None
    due: Expression | None = None

    @cached_property
    def condition(self) -> n.Node:
        """What a slot must show: ``requires``, or that the act was done by the day and by now."""
        if self.requires is not None:
            return self.requires.node
        assert self.done is not None
        assert self.due is not None
        return n.Compare("<=", self.done.node, n.Call("min", (self.due.node, n.Name("as_of"))))

    def covers(self, day: dt.date) -> bool:
        """Say whether the edition is in force on ``day``."""
        return self.start <= day and (self.end is None or day <= self.end)


@frozen
class Template:
    """A sentence with places for expressions or for ``period thing due as_of``."""

    text: str
    parts: tuple[str | Expression, ...] = field(eq=False, repr=False)


@frozen
class Change:
    """One thing that a profile made of a rule it did not define."""

    profile: str
    what: str
    reason: str = ""


@frozen
class Rule:
    """One requirement, of one strength, in our own words.

    ``editions`` are in the order of their days and do not overlap. A rule is
    judged by ``requires``, or by an act ``done`` by the day it is ``due``; which
    of the two, every edition agrees. ``cited_as`` are ids under which profiles
    know this rule too. ``by_reference`` caps the strength at general. ``implied_by`` are
    rules that are known to ask for all that this one does, and more.
    """

    id: str
    item: str
    area: Area
    title: str
    title_en: str
    declared_strength: Strength
    editions: tuple[Edition, ...]
    subject: Subject = Subject.ORGANIZATION
    applies_when: Expression | None = None
    period: Period | None = None
    first_period: FirstPeriod = FirstPeriod.WHOLE
    for_each: ForEach | None = None
    on: Expression | None = None
    since: Expression | None = None
    until: Expression | None = None
    remedy: Template | None = None
    remedy_en: Template | None = None
    note: Label | None = None
    integrity: bool = False
    draft: bool = False
    empty: str = ""
    implied_by: tuple[str, ...] = ()
    by_reference: bool = False
    cited_as: tuple[str, ...] = ()
    added_citations: tuple[Citation, ...] = ()
    profile: str = ""
    changes: tuple[Change, ...] = ()
    parameters: tuple[str, ...] = ()
    place: Place = field(eq=False, repr=False, default=Place())

    @property
    def strength(self) -> Strength:
        """How strongly the rule binds here; by reference, never more than general."""
        if self.by_reference and self.declared_strength is Strength.MANDATORY:
            return Strength.GENERAL
        return self.declared_strength

    @property
    def is_own(self) -> bool:
        """Whether it counts for the organisation: its own duty, neither advice nor review."""
        return (
            self.subject is Subject.ORGANIZATION
            and self.strength is not Strength.ADVISORY
            and not self.integrity
        )

    @property
    def has_deadline(self) -> bool:
        """Whether the rule asks for an act by a day."""
        return self.editions[0].done is not None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of every edition, then those that profiles added."""
        own = [citation for edition in self.editions for citation in edition.citations]
        return tuple(dict.fromkeys([*own, *self.added_citations]))

    def title_in(self, lang: str) -> str:
        """Return the title in ``lang``."""
        return self.title_en if lang == "en" else self.title

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import rule_fragment  # noqa: PLC0415

        return rule_fragment(self)


class Rules(tuple[Rule, ...]):
    """Rules in the notice's order: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import rules_fragment  # noqa: PLC0415

        return rules_fragment(self)


RuleMap = Mapping[str, Rule]
