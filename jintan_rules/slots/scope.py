"""The scope of a slot: what the rule's expressions can see there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.findings import Evidence
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate, holds
from jintan_rules.language.scope import Binding, Member, Met
from jintan_rules.language.unparse import unparse
from jintan_rules.language.values import Range, Token, Value
from jintan_rules.slots.lists import ListScope, pairs, tokens_of
from jintan_rules.slots.view import RowView, absent, disagree, lift, lower, want
from jintan_rules.standard.profiles import MonthDay, ParameterValue
from jintan_rules.standard.vocabulary import Fact


@define(eq=False)
class SlotScope(ListScope):
    """Facts, lists and days as one slot sees them; ``trace`` gathers evidence."""

    variables: Mapping[str, Binding] = field(factory=dict)
    trace: list[Evidence] | None = None

    def bind(self, names: tuple[str, ...], binding: tuple[Binding, ...]) -> SlotScope:
        """Return this scope with loop variables set; what it reads is not evidence."""
        variables = {**self.variables, **dict(zip(names, binding, strict=True))}
        return SlotScope(self.judging, self.day, self.span, variables)

    # -- single values --------------------------------------------------------------

    def value(self, name: str) -> Value:
        """Return a fact of the organisation, or a loop variable as a value."""
        if name in self.variables:
            return _as_value(self.variables[name])
        fact = self.judging.profile.vocabulary.facts[name]
        given = self.judging.view.record.facts.get(name)
        return self._fact(fact, given, name, None)

    def parameter(self, name: str) -> Value:
        """Return a parameter of the profile; unknown where it is not set."""
        parameter = self.judging.profile.parameters[name]
        setting = self.judging.profile.settings.get(name)
        path = f"param.{name}"
        if setting is None:
            causes = want(path, "parameter")
            if parameter.type == "set":
                return Token(None, causes)
            low = parameter.least if parameter.least is not None else -v.INFINITY
            high = parameter.most if parameter.most is not None else v.INFINITY
            return Range(101, 1231, causes) if parameter.type == "day" else Range(low, high, causes)
        self._see(path, cast(Any, setting.value))
        return _parameter_value(setting.value)

    def period_part(self, name: str) -> Value:
        """Return ``start``, ``end`` or ``year`` of the slot's period."""
        return v.known(getattr(self.span, name))

    def attribute(self, base: n.Node, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of the row that ``base`` leads to."""
        row = self.row(base)
        if isinstance(row, cal.Span):
            return v.known(getattr(row, name))
        return self.attribute_of(row, name, as_recorded=as_recorded)

    def attribute_of(self, row: RowView, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of a row."""
        if name == "id":
            return row.own_id
        if row.dated is not None and name == row.rows.date:
            return row.dated
        known = row.lifted.get(name)
        if known is not None:
            if self.trace is not None:
                self._see(row.path(name), row.facts[name])
            return known
        fact = row.rows.attributes[name]
        given = row.facts.get(name)
        if given is not None and fact.derived is None:
            row.lifted[name] = lift(given)
        return self._fact(fact, given, row.path(name), row, as_recorded=as_recorded)

    def row(self, base: n.Node) -> Any:
        """Return the row, or the month, that a loop variable or a reference leads to."""
        if isinstance(base, n.Name):
            return self.variables[base.name]
        reference = cast(n.Attribute, base)
        source = self.row(reference.base)
        fact = source.rows.attributes[reference.name]
        token = cast(Token, self.attribute_of(source, reference.name))
        target = self.judging.profile.vocabulary.lists[fact.list_name]
        if token.value is None:
            return self.judging.view.stand_in(target, token.missing)
        found = self.judging.view.row(target.name, cast(str, token.value))
        return found or self.judging.view.stand_in(
            target, want(f"{target.name}[{token.value}]"), cal.FIRST_DAY, cal.LAST_DAY
        )

    def _fact(
        self, fact: Fact, given: Any, path: str, row: RowView | None, *, as_recorded: bool = False
    ) -> Value:
        value = None if given is None else lift(given)
        if fact.derived is not None:
            computed = self._derived(fact, row)
            if value is None:
                self._see(path, lower(computed, fact), derived=True)
                return computed
            if disagree(value, computed):
                return absent(fact, want(path, "conflict"))
        if value is not None:
            self._see(path, given)
            return value
        if row is not None and row.unknown:
            # What it stands for may have been recorded otherwise: nothing is assumed.
            return absent(fact, row.unknown)
        causes = want(path)
        if fact.default is None or as_recorded:
            return absent(fact, causes)
        scope = self._inside(row)
        if fact.default_when is not None and not holds(fact.default_when.node, scope).value:
            return absent(fact, causes)
        assumed = evaluate(fact.default.node, scope)
        self._see(path, lower(assumed, fact), assumed=True)
        return assumed

    def _derived(self, fact: Fact, row: RowView | None) -> Value:
        assert fact.derived is not None
        node = fact.derived.node
        # A stand-in is made anew each time it is met, so only real rows are remembered.
        if self.judging.is_settled(fact) and not (row is not None and row.unknown):
            key = (id(row), fact.name)
            if key not in self.judging.derived:
                self.judging.derived[key] = evaluate(node, self._inside(row))
            return self.judging.derived[key]
        return evaluate(node, self._inside(row))

    def _inside(self, row: RowView | None) -> SlotScope:
        variables = {} if row is None else {"row": row}
        return SlotScope(self.judging, self.day, self.span, variables)

    def working_days(self, first: Range, last: Range) -> Range:
        """Count the working days from one day to another, both included."""
        days = v.add(v.subtract(last, first), v.known(1))
        most = Range(0, max(days.high, 0), first.missing | last.missing)
        if not (first.is_known and last.is_known):
            return most
        start, end = int(first.low), int(last.low)
        if end < start:
            return v.known(0)
        if start <= cal.BEFORE_DAY or end >= cal.NEVER_DAY:
            return v.known(0 if start >= cal.NEVER_DAY else cal.NEVER_DAY)
        calendar = self.judging.workdays or cal.WorkdayCalendar(frozenset())
        missing = calendar.missing(start, end)
        if not missing:
            return v.known(calendar.count(start, end))
        causes = frozenset(v.Missing(f"workdays {year}", "calendar") for year in missing)
        return Range(0, most.high, causes)

    # -- evidence -------------------------------------------------------------------

    def _see(self, path: str, value: Any, *, assumed: bool = False, derived: bool = False) -> None:
        if self.trace is not None:
            self.trace.append(Evidence(path, value, assumed=assumed, derived=derived))

    def note(self, node: n.Quantifier, met: list[Met], result: Value) -> None:
        """Remember what a loop of the rule met and came to."""
        if self.trace is None:
            return
        name = node.generators[-1].names[0]
        sure = [cast(SlotScope, each.scope).variables[name] for each in met if each.present.value]
        rows = tuple(
            f"{each.rows.name}[{each.label}]" for each in sure if isinstance(each, RowView)
        )
        value = lower(result)
        if node.kind in ("first", "last") and isinstance(value, int):
            value = lower(result, _DAY)
        self.trace.append(Evidence(unparse(node), value, rows))

    # -- lists ----------------------------------------------------------------------

    def members(self, generator: n.Generator) -> Iterable[Member]:
        """Return what a loop meets in this slot; rows that its filters rule out may be left out."""
        source = generator.source
        match source:
            case n.Name(name=name):
                return self.cut(
                    name, self._candidates(generator, name), self._within(generator, name)
                )
            case n.Call(function="history", arguments=(n.Name(name=name),)):
                return self.uncut(
                    name, self._candidates(generator, name), self._within(generator, name)
                )
            case n.Call(function="pairs", arguments=(n.Name(name=name),)):
                return pairs(list(self.cut(name)))
            case n.Call(function="months", arguments=(first, last)):
                return self.months(
                    cast(Range, evaluate(first, self)), cast(Range, evaluate(last, self))
                )
            case _:
                return tokens_of(cast(Token, evaluate(source, self)))

    def _within(self, generator: n.Generator, name: str) -> tuple[int, int]:
        """Return the first and last day that the loop's filters let its events have."""
        first, last = cal.FIRST_DAY, cal.LAST_DAY
        for bound in self.judging.bounds(generator, name):
            limit = cast(Range, evaluate(bound.other, self))
            if bound.from_below:
                first = int(max(first, limit.low))
            if bound.from_above:
                last = int(min(last, limit.high))
        return first, last

    def _candidates(self, generator: n.Generator, name: str) -> list[RowView] | None:
        """Return the rows that meet the loop's own equations, or None for every row."""
        attributes: list[str] = []
        keys: list[object] = []
        for equation in self.judging.equations(generator, name):
            value = evaluate(equation.other, self)
            if isinstance(value, Range):
                key: object = value.low if value.is_known else None
            else:
                key = value.value
            if key is not None:
                attributes.append(equation.attribute)
                keys.append(key)
        if not keys:
            return None
        return self.judging.view.matching(name, tuple(attributes), tuple(keys))


_DAY = Fact("day", cast(Any, None), "date")


def _as_value(binding: Binding) -> Value:
    if isinstance(binding, RowView):
        return binding.own_id
    return cast(Value, binding)


def _parameter_value(value: ParameterValue) -> Value:
    if isinstance(value, MonthDay):
        return v.known(value.month * 100 + value.day)
    return v.known(value) if isinstance(value, (int, Decimal)) else Token(value)
