"""Profiles: the rules for one category, and what a locality makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from attrs import field, frozen

from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.language import types
from jintan_rules.language.types import Type
from jintan_rules.standard.instruments import Citation, Instrument
from jintan_rules.standard.rules import Rule, Rules
from jintan_rules.standard.vocabulary import Label, Vocabulary
from jintan_rules.standard.words import Area, Category, Stricter


@frozen(order=True)
class MonthDay:
    """A day of every year, written ``03-31``; 29 February falls back to 28."""

    month: int
    day: int

    def in_year(self, year: int) -> dt.date:
        """Return the day in ``year``."""
        if (self.month, self.day) == (2, 29):
            return dt.date(year, 3, 1) - dt.timedelta(days=1)
        return dt.date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


ParameterValue: TypeAlias = int | Decimal | MonthDay | frozenset[str]


@frozen
class Parameter:
    """What a locality sets: its type, unit, range and the direction that is stricter."""

    name: str
    label: Label
    type: str
    stricter: Stricter
    unit: str = ""
    places: int = 2
    least: Decimal | None = None
    most: Decimal | None = None
    tokens: Mapping[str, Label] = field(factory=dict)
    profile: str = ""
    note: Label | None = None
    place: Place = field(eq=False, repr=False, default=Place())

    @cached_property
    def value_type(self) -> Type:
        """The type of the parameter's value in an expression."""
        kinds = {"number": types.NUMBER, "day": types.MONTH_DAY, "set": types.SET}
        return Type(kinds[self.type], unit=self.unit, tokens=frozenset(self.tokens))


@frozen
class Setting:
    """The value of a parameter, and where it was set."""

    value: ParameterValue
    origin: str
    source: str = ""


@frozen
class Deselection:
    """A rule left out: by which profile, and why. ``replaced_by`` names its substitute."""

    rule: str
    profile: str
    reason: str
    replaced_by: str = ""


@frozen
class Profile:
    """A resolved standard: its rules in the notice's order, complete in itself.

    ``rules`` holds what is judged, ``deselected`` what was left out and why,
    ``settings`` the parameters that are set. ``lineage`` is the chain of
    profiles it rests on, the most general first. Two profiles with the same
    ``digest`` judge alike.
    """

    id: str
    title: Label
    vocabulary: Vocabulary = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False, converter=Rules)
    instruments: Mapping[str, Instrument] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(factory=dict, repr=False)
    settings: Mapping[str, Setting] = field(factory=dict)
    deselected: tuple[Deselection, ...] = field(default=(), repr=False)
    category: Category | None = None
    subtypes: frozenset[str] = frozenset()
    lineage: tuple[str, ...] = ()
    version: str = ""
    by_reference: bool = False
    digest: str = ""
    place: Place = field(eq=False, repr=False, default=Place())

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        named = {rule.id: rule for rule in self.rules}
        for rule in self.rules:
            for other in rule.cited_as:
                named.setdefault(other, rule)
        for left_out in self.deselected:
            if left_out.replaced_by in named:
                named.setdefault(left_out.rule, named[left_out.replaced_by])
        return named

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id, or the one that a profile cites or replaces it by.

        Raises:
            EvaluationError: If no rule answers to the id (JR504).
        """
        found = self._by_id.get(rule_id)
        if found is None:
            gone = next((each for each in self.deselected if each.rule == rule_id), None)
            raise EvaluationError(
                [
                    Problem(
                        "JR504",
                        Place(f"profile {self.id}", path=rule_id),
                        f"no rule {rule_id!r} in the profile {self.id}",
                        found=f"deselected by {gone.profile}: {gone.reason}" if gone else "",
                        mend=suggestion(rule_id, self._by_id),
                    )
                ]
            )
        return found

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._by_id

    def in_area(self, area: Area) -> tuple[Rule, ...]:
        """Return the rules of one area."""
        return Rules(rule for rule in self.rules if rule.area is area)

    def tailor(
        self,
        *,
        parameters: Mapping[str, object] | None = None,
        deselect: Mapping[str, str] | None = None,
        select: Iterable[str] | None = None,
        citations: Mapping[str, Citation | Iterable[Citation]] | None = None,
        by_reference: bool | Iterable[str] = False,
        source: str = "",
    ) -> Profile:
        """Return the profile as a locality has it; this one stays as it is.

        Args:
            parameters: The value of each parameter that is set.
            deselect: The reason for each rule that is left out.
            select: The only rules that are kept, if given.
            citations: What to cite beside the text of some rules.
            by_reference: Whether all rules are applied by reference, or which ones.
            source: Where this was laid down; shown beside what it changed.

        Raises:
            ProfileError: With every name that is not known and value that does not fit.
        """
        from jintan_rules.loading.tailoring import tailor  # noqa: PLC0415

        return tailor(
            self,
            parameters=parameters,
            deselect=deselect,
            select=select,
            citations=citations,
            by_reference=by_reference,
            source=source,
        )

    def to_frame(self, kind: str | None = None) -> Any:
        """Return the catalogue as a frame, one row a rule, in the notice's order.

        ``kind`` is ``polars`` or ``pandas``; left out, polars where it is installed, else
        pandas. ``docs/reports.md`` lists the columns.

        Raises:
            EvaluationError: If no such library is installed (JR580).
        """
        from jintan_rules.reports.frame import catalogue_frame  # noqa: PLC0415

        return catalogue_frame(self, kind)

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import profile_fragment  # noqa: PLC0415

        return profile_fragment(self)
