"""From the nodes of an expression to the text of a Python function on bare values.

A function takes the record, the slot's period (start, end, year; None where there
is none), its day and the loop variables in reach. Each walk over a list becomes
a function of its own beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.engines import bare
from jintan_rules.engines.emitter import (
    ARGUMENTS,
    MONTH,
    TOKEN,
    Emitter,
    NotCoveredError,
    Variables,
)
from jintan_rules.engines.measures import measure
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.language import values as v
from jintan_rules.slots.joins import bounds_of, joins_of
from jintan_rules.standard.vocabulary import Fact, FactList

#: What a choice comes to where it is undecided, by the kind of its values.
_CHOOSE = {
    types.BOOL: "choose_truth",
    types.TOKEN: "choose_token",
    types.SET: "choose_token",
    types.ID: "choose_token",
}


def function_of(emitter: Emitter, node: n.Node, variables: Variables) -> Callable[..., Any]:
    """Return an expression as a function of the record, the slot and its variables.

    Raises:
        NotCoveredError: If the expression is left to the interpreter.
    """
    value = Body(emitter, dict(variables)).value(node)
    function: Callable[..., Any] = emitter.namespace[emitter.define(variables, [f"return {value}"])]
    return function


@define
class Body:
    """Writes the parts of one function; each undecided part has a local name of its own."""

    emitter: Emitter
    variables: dict[str, str]
    locals: count[int] = field(factory=count)

    def local(self) -> str:
        """Return a local name that is not taken."""
        return f"t{next(self.locals)}"

    # -- kinds ----------------------------------------------------------------------

    def kind(self, node: n.Node) -> str:
        """Return the kind of an expression's values, as far as a choice must know it."""
        match node:
            case n.Literal(value=bool()) | n.Not() | n.And() | n.Or() | n.Compare() | n.Contains():
                return types.BOOL
            case n.Literal(value=str()):
                return types.TOKEN
            case n.Call(function=function):
                return types.BOOL if function == "done" else types.NUMBER
            case n.Quantifier(kind=kind):
                return types.BOOL if kind in ("any", "all") else types.NUMBER
            case n.Choice(then=then):
                return self.kind(then)
            case n.Name(name=name) if name in self.variables:
                return types.TOKEN
            case n.Name(name=name) if name not in ("as_of", "never"):
                return self.emitter.vocabulary.facts[name].value_type.kind
            case n.Attribute(base=n.Name(name="param"), name=name):
                return self.emitter.parameters[name].value_type.kind
            case n.Attribute(base=n.Name(name="period")):
                return types.NUMBER
            case n.Attribute(base=base, name=name):
                listed = self.list_of(base)
                if listed == MONTH:
                    return types.NUMBER
                if name == "id":
                    return types.ID
                return self.shape(listed).attributes[name].value_type.kind
            case _:
                return types.NUMBER

    def shape(self, listed: str) -> FactList:
        """Return the list of that name."""
        if listed in (TOKEN, MONTH):
            raise NotCoveredError
        return self.emitter.vocabulary.lists[listed]

    def list_of(self, base: n.Node) -> str:
        """Return the list of the row that an expression leads to."""
        match base:
            case n.Name(name=name):
                return self.variables[name]
            case n.Attribute(base=inner, name=name):
                return self.shape(self.list_of(inner)).attributes[name].list_name
            case _:
                raise NotCoveredError

    # -- values ---------------------------------------------------------------------

    def value(self, node: n.Node) -> str:
        """Return the text of an expression, in parentheses where it needs them."""
        match node:
            case n.Literal(value=value):
                if isinstance(value, dt.date):
                    return str(value.toordinal())
                return self.emitter.constant(value)
            case n.SetDisplay(items=items):
                return self.emitter.constant(frozenset(items))
            case n.Name(name=name):
                return self.name(name)
            case n.Attribute():
                return self.attribute(node)
            case n.Not(operand=operand):
                local = self.local()
                return f"(None if ({local} := {self.value(operand)}) is None else not {local})"
            case n.And(parts=parts):
                return self.joint(parts, n.And)
            case n.Or(parts=parts):
                return self.joint(parts, n.Or)
            case n.Compare(operator=operator, left=left, right=right):
                if types.BOOL in (self.kind(left), self.kind(right)):
                    raise NotCoveredError
                return f"({self.value(left)} {operator} {self.value(right)})"
            case n.Contains(item=item, container=container):
                return self.contains(item, container)
            case n.Arithmetic(operator=operator, left=left, right=right):
                return f"({self.value(left)} {operator} {self.value(right)})"
            case n.Choice(then=then):
                return self.choice(node, _CHOOSE.get(self.kind(then), "choose"))
            case n.Quantifier():
                return self.walk(node)
            case n.Call():
                return self.call(node)

    def name(self, name: str) -> str:
        """Return the text of a fact, a loop variable or a day."""
        if name in self.variables:
            listed = self.variables[name]
            if listed == MONTH:
                raise NotCoveredError
            return f"v_{name}" if listed == TOKEN else f"v_{name}.ID"
        if name == "never":
            return str(cal.NEVER_DAY)
        if name == "as_of":
            return "E.as_of"
        fact = self.emitter.vocabulary.facts[name]
        return self.fact(fact, "", "E.facts")

    def attribute(self, node: n.Attribute, *, as_recorded: bool = False) -> str:
        """Return the text of an attribute."""
        match node.base:
            case n.Name(name="param"):
                return self.parameter(node.name)
            case n.Name(name="period"):
                return node.name
            case base:
                listed, row = self.list_of(base), self.row(base)
                if listed == MONTH:
                    return f"{row}.{node.name}"
                if node.name == "id":
                    return f"{row}.ID"
                fact = self.shape(listed).attributes[node.name]
                return self.fact(fact, listed, row, as_recorded=as_recorded)

    def row(self, base: n.Node) -> str:
        """Return the text of the row that a variable or a reference leads to."""
        if isinstance(base, n.Name):
            return f"v_{base.name}"
        assert isinstance(base, n.Attribute)
        return f"E.lists.{self.list_of(base)}.row({self.attribute(base)})"

    def fact(self, fact: Fact, listed: str, row: str, *, as_recorded: bool = False) -> str:
        """Return the text of a fact of a row."""
        if fact.derived is None and (fact.default is None or as_recorded):
            return f"{row}.{fact.name}"
        anew = self.emitter.derive(fact, listed)
        return f"{anew}({ARGUMENTS}, {row})" if anew else f"{row}.{fact.name}_FOUND"

    def parameter(self, name: str) -> str:
        """Return the text of a parameter: it is the same in every record."""
        setting, parameter = self.emitter.settings.get(name), self.emitter.parameters[name]
        if setting is not None:
            value: Any = setting.value
            if parameter.type == "day":
                value = value.month * 100 + value.day
            return self.emitter.constant(value)
        if parameter.type == "set":
            return "UNKNOWN"
        if parameter.type == "day":
            return self.emitter.constant(bare.between(101, 1231))
        low = -v.INFINITY if parameter.least is None else parameter.least
        high = v.INFINITY if parameter.most is None else parameter.most
        return self.emitter.constant(bare.between(low, high))

    def joint(self, parts: tuple[n.Node, ...], kind: type[n.And | n.Or]) -> str:
        """Write ``and`` or ``or``: one decisive part decides, else one undecided leaves it open."""
        decisive = kind is n.Or
        named = [(self.local(), self.value(part)) for part in flat(parts, kind)]
        decides = " or ".join(f"({name} := {text}) is {decisive}" for name, text in named)
        opens = " or ".join(f"{name} is None" for name, _ in named)
        return f"({decisive} if {decides} else None if {opens} else {not decisive})"

    def contains(self, item: n.Node, container: n.Node) -> str:
        """Return the text of a look into a set."""
        local = self.local()
        if isinstance(container, n.SetDisplay) and container.items:
            asked = f"({local} := {self.value(item)})"
            return f"(None if {asked} is UNKNOWN else {local} in {self.value(container)})"
        if isinstance(item, n.Literal):
            asked = f"({local} := {self.value(container)})"
            return f"(None if {asked} is UNKNOWN else {self.value(item)} in {local})"
        return f"contains({self.value(item)}, {self.value(container)})"

    def choice(self, node: n.Choice, choose: str) -> str:
        """Write a choice as a function: where it is decided, the other branch is not asked."""
        then, otherwise = self.value(node.then), self.value(node.otherwise)
        name = self.emitter.define(
            self.variables,
            [
                f"chosen = {self.value(node.condition)}",
                f"if chosen: return {then}",
                f"if chosen is False: return {otherwise}",
                f"return {choose}(None, {then}, {otherwise})",
            ],
        )
        return self.emitter.called(name, self.variables)

    def call(self, node: n.Call) -> str:
        """Return the text of a function's call."""
        if node.function == "recorded":
            fact = node.arguments[0]
            assert isinstance(fact, n.Attribute)
            return self.attribute(fact, as_recorded=True)
        arguments = [self.value(each) for each in node.arguments]
        if node.function == "done":
            return f"({arguments[0]} <= E.as_of)"
        joined = ", ".join(arguments)
        if node.function == "workdays_between":
            return f"E.working_days({joined})"
        return f"F_{node.function}({joined})"

    # -- walks ----------------------------------------------------------------------

    def walk(self, node: n.Quantifier) -> str:
        """Write a walk as a function, and return the text of its call."""
        outside = dict(self.variables)
        inner = Body(self.emitter, dict(self.variables), self.locals)
        before, at_each, after = measure(node)
        lines = list(before)
        depth, sure, many = 0, "", "False"
        for generator in node.generators:
            depth, sure, many = inner.loop(generator, lines, depth, sure, many)
        lines += [" " * depth + inner.filled(line, sure, many) for line in at_each(inner.value)]
        lines += after
        return self.emitter.called(self.emitter.define(outside, lines), outside)

    def filled(self, line: str, sure: str, many: str) -> str:
        """Put the names of a walk into a line."""
        return line.replace("<sure>", sure).replace("<many>", many)

    def loop(
        self, generator: n.Generator, lines: list[str], depth: int, sure: str, many: str
    ) -> tuple[int, str, str]:
        """Write the head and the filters of one loop into ``lines``."""
        pad = " " * depth
        members, listed, before = self.members(generator)
        lines += [pad + line for line in before]
        there = self.local()
        names = ", ".join(f"v_{name}" for name in generator.names)
        lines.append(f"{pad}for {names}, {there} in {members}:")
        self.variables |= dict.fromkeys(generator.names, listed)
        conditions = [there] if not sure else [sure, there]
        for each in flat(generator.filters, n.And):
            local = self.local()
            lines.append(f"{pad} if ({local} := {self.value(each)}) is False: continue")
            conditions.append(local)
        here = self.local()
        lines.append(f"{pad} {here} = True if {' and '.join(conditions)} else None")
        is_many = {TOKEN: f"(v_{generator.names[0]} is UNKNOWN)", MONTH: "False"}.get(
            listed, " or ".join(f"v_{name}.MANY" for name in generator.names)
        )
        if is_many != "False":
            many = is_many if many == "False" else f"({many} or {is_many})"
        return depth + 1, here, many

    def members(self, generator: n.Generator) -> tuple[str, str, list[str]]:
        """Return what a loop walks, the list it is of, and the lines to come before it."""
        match generator.source:
            case n.Name(name=name) if name not in self.variables:
                return self.rows(generator, name, "cut")
            case n.Call(function="history", arguments=(n.Name(name=name),)):
                return self.rows(generator, name, "whole")
            case n.Call(function="pairs", arguments=(n.Name(name=name),)):
                whole = f"{cal.FIRST_DAY}, {cal.LAST_DAY}"
                return f"pairs(E.lists.{name}.cut(start, day, {whole}))", name, []
            case n.Call(function="months", arguments=(first, last)):
                return f"months({self.value(first)}, {self.value(last)}, E.as_of)", MONTH, []
            case source:
                return f"tokens({self.value(source)})", TOKEN, []

    def rows(self, generator: n.Generator, name: str, way: str) -> tuple[str, str, list[str]]:
        """Return what a loop over a list walks: only rows that its filters may let in."""
        shape = self.emitter.vocabulary.lists[name]
        before = []
        low, high = str(cal.FIRST_DAY), str(cal.LAST_DAY)
        bounds = bounds_of(generator, shape)
        lows, highs = [low], [high]
        for bound in bounds:
            text = self.value(bound.other)
            limit = self.local()
            known = self.is_known(bound.other)
            before.append(f"{limit} = {text if known else f'ends({text})'}")
            if bound.from_below:
                lows.append(limit if known else f"{limit}[0]")
            if bound.from_above:
                highs.append(limit if known else f"{limit}[1]")
        low = low if len(lows) == 1 else f"int(max({', '.join(lows)}))"
        high = high if len(highs) == 1 else f"int(min({', '.join(highs)}))"
        slot = "start, day, " if way == "cut" else ""
        joins = joins_of(generator, shape)
        if not joins:
            return f"E.lists.{name}.{way}({slot}{low}, {high})", name, before
        attributes = self.emitter.constant(tuple(_place(each.attribute) for each in joins))
        keys = "".join(f"{self.value(each.other)}, " for each in joins)
        found = f"{slot}{low}, {high}, {attributes}, ({keys})"
        return f"E.lists.{name}.{way}_found({found})", name, before

    def is_known(self, node: n.Node) -> bool:
        """Say whether a day is known in every record: the period's, or a month's that is walked."""
        match node:
            case n.Attribute(base=n.Name(name=name)):
                return name == "period" or self.variables.get(name) == MONTH
            case _:
                return isinstance(node, n.Literal)


def flat(parts: tuple[n.Node, ...], kind: type[n.And | n.Or]) -> Iterator[n.Node]:
    """Yield the parts of a joint, those of the same joint inside it in its place."""
    for part in parts:
        if isinstance(part, kind):
            yield from flat(part.parts, kind)
        else:
            yield part


def _place(attribute: str) -> str:
    """Return where a row keeps an attribute that it can be looked up by."""
    return "ID" if attribute == "id" else attribute
