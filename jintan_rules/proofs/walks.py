"""Walks over lists as variables, and what is true of two walks over the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse, unparse_generator
from jintan_rules.proofs.machine import Solver
from jintan_rules.proofs.numbers import compare
from jintan_rules.proofs.scope import ModelRow, Scope
from jintan_rules.proofs.terms import Term, both, implies, negate

if TYPE_CHECKING:
    from jintan_rules.proofs.model import Model


def renamed(node: n.Node, variables: Mapping[str, Any], depth: int = 1) -> n.Node:
    """Return an expression with its rows called by their names, and its loops by their depth.

    Two expressions that differ only in what they call a row give the same text.
    """
    match node:
        case n.Name(name=name) if name in variables:
            bound = variables[name]
            # A row by its name, a token of a set by itself.
            return n.Literal(bound) if isinstance(bound, str) else _path(bound.name)
        case n.Not(operand=operand):
            return n.Not(renamed(operand, variables, depth))
        case n.And(parts=parts) | n.Or(parts=parts):
            return type(node)(tuple(renamed(part, variables, depth) for part in parts))
        case (
            n.Compare(operator=operator, left=left, right=right)
            | n.Arithmetic(operator=operator, left=left, right=right)
        ):
            return type(node)(
                operator, renamed(left, variables, depth), renamed(right, variables, depth)
            )
        case n.Contains(item=item, container=container):
            return n.Contains(renamed(item, variables, depth), renamed(container, variables, depth))
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            return n.Choice(
                renamed(condition, variables, depth),
                renamed(then, variables, depth),
                renamed(otherwise, variables, depth),
            )
        case n.Attribute(base=n.Name(name="param" | "period")):
            return node
        case n.Attribute(base=base, name=name):
            return n.Attribute(renamed(base, variables, depth), name)
        case n.Call(function=function, arguments=arguments):
            return n.Call(function, tuple(renamed(each, variables, depth) for each in arguments))
        case n.Quantifier():
            return _renamed_walk(node, variables, depth)
        case _:
            return node


def _path(text: str) -> n.Node:
    head, *rest = text.split(".")
    node: n.Node = n.Name(head)
    for word in rest:
        node = n.Attribute(node, word)
    return node


def _renamed_walk(node: n.Quantifier, variables: Mapping[str, Any], depth: int) -> n.Quantifier:
    inner = dict(variables)
    generators = []
    for generator in node.generators:
        source = generator.source
        if isinstance(source, n.Call) and source.function == "months":
            source = renamed(source, inner, depth)
        names = tuple(f"${depth + place}" for place in range(len(generator.names)))
        depth += len(names)
        inner |= {old: ModelRow(new, "") for old, new in zip(generator.names, names, strict=True)}
        filters = (renamed(each, inner, depth) for each in generator.filters)
        generators.append(n.Generator(names, source, tuple(filters)))
    return n.Quantifier(node.kind, renamed(node.element, inner, depth), tuple(generators))


def conjuncts(node: n.Node) -> Iterator[n.Node]:
    """Yield the parts that must all hold."""
    if isinstance(node, n.And):
        for part in node.parts:
            yield from conjuncts(part)
    else:
        yield node


@frozen(eq=False)
class Walk:
    """One walk, as a question that may be asked in several ways.

    ``all(c for x in l)`` is asked as ``not any(x for x in l if not c)``, which ``negated`` says.
    ``source`` is the text of what is walked and the word for the days read; ``filters``
    are the conditions on one row, by their texts.
    """

    name: str
    kind: str
    source: str
    days: str
    filters: Mapping[str, n.Node]
    node: n.Quantifier
    rows: Mapping[str, ModelRow]
    negated: bool = False

    @classmethod
    def of(cls, node: n.Node, scope: Scope) -> Walk:
        """Return the walk that a renamed quantifier asks for."""
        assert isinstance(node, n.Quantifier)
        kind, element, negated = node.kind, node.element, False
        last = node.generators[-1]
        filters = [part for each in last.filters for part in conjuncts(each)]
        row = n.Name(node.generators[0].names[0])
        if kind == "all":
            kind, negated = "any", True
            filters.append(_not(element))
            element = row
        elif kind == "any" and not isinstance(element, n.Name):
            filters += conjuncts(element)
            element = row
        by_text = dict(sorted((unparse(each), each) for each in filters))
        last = evolve(last, filters=tuple(by_text.values()))
        if kind in ("any", "count"):
            element = row
        question = n.Quantifier(kind, element, (*node.generators[:-1], last))
        days = "" if _is_uncut(last.source) else _days(scope.period)
        heads = [unparse_generator(each) for each in question.generators[:-1]]
        source = " for ".join([*heads, unparse(last.source)])
        outer = {row.name: row for row in scope.variables.values() if isinstance(row, ModelRow)}
        name = unparse(question) + days
        return cls(name, kind, source, days, by_text, question, outer, negated)

    def inside(self, period: Any) -> Scope:
        """Return the scope in which the filters are read of a row, called by its new name."""
        rows: dict[str, Any] = dict(self.rows)
        for generator in self.node.generators:
            source = generator.source
            if isinstance(source, n.Call) and source.function in ("history", "pairs"):
                source = source.arguments[0]
            if isinstance(source, n.Name):
                rows |= {name: ModelRow(name, source.name) for name in generator.names}
            elif isinstance(source, n.Call):
                month = cal.period("month", 2024, 0)  # any month: a run is not looked into
                return Scope({**rows, **dict.fromkeys(generator.names, month)}, period)
        return Scope(rows, period)


def _not(node: n.Node) -> n.Node:
    return node.operand if isinstance(node, n.Not) else n.Not(node)


def _days(period: Any) -> str:
    """Return the words that tell which days a walk reads."""
    word = period.label if isinstance(period, cal.Span) else period
    return f" in {word}" if word else ""


def _is_uncut(source: n.Node) -> bool:
    return isinstance(source, n.Call) and source.function == "history"


@define(eq=False)
class Walks:
    """The walks of one model, and how each new one relates to those before it."""

    met: list[tuple[Walk, Any]] = field(factory=list)
    periods: set[str] = field(factory=set)

    def relate(self, walk: Walk, value: Any, model: Model) -> Iterator[Term]:
        """Yield what is true of a new walk and each walk of the same rows."""
        for other, known in self.met:
            if other.source != walk.source or len(walk.node.generators) > 1:
                continue
            if _within_days(walk, other, model) and within_filters(walk, other, model):
                yield from _less((walk, value), (other, known))
            if _within_days(other, walk, model) and within_filters(other, walk, model):
                yield from _less((other, known), (walk, value))
        self.met.append((walk, value))


#: From the shortest to the longest, as the words of the days that walks read.
_LENGTHS = (" in month", " in quarter", " in half_year", " in year")


def _within_days(walk: Walk, other: Walk, model: Model) -> bool:
    """Say whether the days that one walk reads are among those that the other reads."""
    if walk.days == other.days:
        return True
    if walk.days not in _LENGTHS or other.days not in _LENGTHS:
        return False
    source = walk.node.generators[0].source
    if not isinstance(source, n.Name) or model.vocabulary.lists[source.name].kind != "events":
        return False  # a register is read on the last day alone
    return _LENGTHS.index(walk.days) < _LENGTHS.index(other.days)


def within_filters(walk: Walk, other: Walk, model: Model) -> bool:
    """Say whether every row that one walk meets is met by the other."""
    if walk.filters.keys() >= other.filters.keys():
        return True
    rest = [each for text, each in other.filters.items() if text not in walk.filters]
    if not _may_follow(walk, rest):
        return False
    apart = type(model)(model.profile)
    variables = {**walk.inside("").variables, **other.inside("").variables}
    scope = Scope(variables, walk.days)
    given = both(*(apart.truth(each, scope) for each in walk.filters.values()))
    follows = both(*(apart.truth(each, scope) for each in rest))
    solver = Solver()
    solver.add(*apart.axioms, given, negate(follows))
    return solver.check() is False


def _may_follow(walk: Walk, rest: list[n.Node]) -> bool:
    """Say whether each condition speaks of something that the walk's filters speak of."""
    spoken = {text for each in walk.filters.values() for text in _facts(each)}
    return all(any(text in spoken for text in _facts(each)) for each in rest)


def _facts(node: n.Node) -> Iterator[str]:
    if isinstance(node, n.Attribute):
        yield unparse(node)
    for each in n.children(node):
        yield from _facts(each)


def _less(small: tuple[Walk, Any], large: tuple[Walk, Any]) -> Iterator[Term]:
    """Yield what is true where every row of one walk is a row of the other."""
    (walk, value), (other, known) = small, large
    kinds = (walk.kind, other.kind)
    some = _some(walk, value)
    more = _some(other, known)
    if some is not None and more is not None:
        yield implies(some, more)
    if kinds == ("count", "count"):
        yield compare("<=", value, known)
    same = unparse(walk.node.element) == unparse(other.node.element)
    if kinds == ("first", "first") and same:
        yield compare("<=", known, value)
    if kinds == ("last", "last") and same:
        yield compare("<=", value, known)


def _some(walk: Walk, value: Any) -> Term:
    """Return that a walk meets something, where its value tells."""
    match walk.kind:
        case "any":
            return value
        case "count":
            return value.term > 0
        case "first":
            return value.term < cal.NEVER_DAY
        case "last":
            return value.term > cal.BEFORE_DAY
        case _:
            return None
