"""The model of a slot: its slot facts as variables, each named by its canonical text.

This is stage 2 as the solver sees it. A fact is a variable, and so is a walk over
a list: ``e.present``, ``count(o for o in officers if …)``. What relates them is added as
axioms: the bounds of the vocabulary, the definitions of derived facts, and that a
walk which asks for more finds no more. Every record gives a solution, so what has no
solution here holds of no record. A solution need not be a record; whether it is one
is for :mod:`~jintan_rules.proofs.rows` to show.

Every variable has a value, and says by :attr:`Variable.known` whether that value is
known; :meth:`Model.verdict` is what can be decided from the known ones alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.language.values import INFINITY, Range, Token, Truth, Value
from jintan_rules.proofs.encoding import Encoder
from jintan_rules.proofs.machine import Solver
from jintan_rules.proofs.numbers import Number, one_of, scaled, within
from jintan_rules.proofs.scope import ModelRow, Scope, Verdict, setting_value, token_number
from jintan_rules.proofs.terms import Term, both, either, named_number, named_truth, negate
from jintan_rules.proofs.walks import Walk, Walks, renamed
from jintan_rules.standard.profiles import Parameter
from jintan_rules.standard.vocabulary import Fact


@frozen(eq=False)
class Variable:
    """One slot fact: its canonical text, its value, and whether that is known.

    ``value`` is a truth as a term, a :class:`Number`, a token as a term, or a set. ``node``
    is the expression that an evaluator finds it by, where the rows of the model are
    called as the rule calls them.
    """

    name: str
    value: Any
    known: Term
    node: n.Node


@define(eq=False)
class OpenSet:
    """A set, or a set of ids, of which each member is a truth of its own."""

    name: str
    tokens: tuple[str, ...] = ()
    members: dict[str, Term] = field(factory=dict)

    def has(self, item: Term) -> Term:
        """Return whether the item, a number or a term, is in the set."""
        if isinstance(item, int):
            return self._member(str(item))
        if not self.tokens:
            return self._member(str(item))
        each = ((token_number(token), token) for token in self.tokens)
        return either(*(both(item == number, self._member(str(number))) for number, _ in each))

    def _member(self, key: str) -> Term:
        if key not in self.members:
            self.members[key] = named_truth(f"{key} in {self.name}")
        return self.members[key]


def model_scope(rows: dict[str, ModelRow], period: str = "") -> Scope:
    """Return a scope of a slot: its loop variables, and a word for the days that it reads."""
    return Scope(rows, period)


def found_by(path: str, name: str) -> n.Node:
    """Return the expression of a fact of the row at ``path``, or of the organisation."""
    node: n.Node | None = None
    for word in [*path.split("."), name] if path else [name]:
        node = n.Name(word) if node is None else n.Attribute(node, word)
    assert node is not None
    return node


def date_bounds(term: Term, first: int, last: int, *, never: bool) -> Term:
    """Say that a day lies between two days, or is never where that may be."""
    inside = within(term, first, last)
    return either(inside, term == cal.NEVER_DAY) if never else inside


def least_of(fact: Fact) -> int | None:
    """Return the least value of a number, its point moved; None where there is none."""
    if fact.least is None:
        return 0 if fact.type in ("count", "money") else None
    return int(fact.least.scaleb(fact.places))


def most_of(fact: Fact) -> int | None:
    """Return the greatest value of a number, its point moved; None where there is none."""
    return None if fact.most is None else int(fact.most.scaleb(fact.places))


@define(eq=False)
class Model(Encoder):
    """The slot facts of one slot, or of two rules in the same slot."""

    as_of: Number = field(kw_only=True, factory=lambda: Number(named_number("as_of")))
    variables: dict[str, Variable] = field(factory=dict, init=False)
    reads: set[str] = field(factory=set, init=False)
    walks: Walks = field(factory=Walks, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.axioms.append(within(self.as_of.term, cal.FIRST_DAY, cal.LAST_DAY))

    # -- what is known ----------------------------------------------------------------

    def condition(self, node: n.Node, scope: Scope) -> Verdict:
        """Return what proves a condition and what refutes it, from what is known."""
        return self.verdict(node, scope)

    def verdict(self, node: n.Node, scope: Scope) -> Verdict:
        """Return what a condition comes to, by strong Kleene logic over what is known."""
        match node:
            case n.Literal(value=value):
                return Verdict(bool(value), not value)
            case n.Not(operand=operand):
                found = self.verdict(operand, scope)
                return Verdict(found.refuted, found.proved)
            case n.And(parts=parts) | n.Or(parts=parts):
                found_in = [self.verdict(part, scope) for part in parts]
                proved = [each.proved for each in found_in]
                refuted = [each.refuted for each in found_in]
                if isinstance(node, n.And):
                    return Verdict(both(*proved), either(*refuted))
                return Verdict(either(*proved), both(*refuted))
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                # As the formula has it: the last part decides where both branches agree.
                both_ways = n.Or(
                    (
                        n.And((condition, then)),
                        n.And((n.Not(condition), otherwise)),
                        n.And((then, otherwise)),
                    )
                )
                return self.verdict(both_ways, scope)
            case _:
                outer, self.reads = self.reads, set()
                truth = self.truth(node, scope)
                known = both(*(self.variables[name].known for name in sorted(self.reads)))
                self.reads |= outer
                return Verdict(both(known, truth), both(known, negate(truth)))

    @property
    def all_known(self) -> Term:
        """That every fact met so far is known."""
        return both(*(each.known for each in self.variables.values()))

    # -- variables --------------------------------------------------------------------

    def fact(self, fact: Fact, base: n.Node | None, scope: Scope) -> Any:
        """Return the variable of a fact."""
        path = "" if base is None else self.path(base, scope)
        name = f"{path}.{fact.name}" if path else fact.name
        if name not in self.variables:
            self._declare(name, fact, found_by(path, fact.name))
            if fact.derived is not None:
                self._define(name, fact, base, path, scope)
        self.reads.add(name)
        return self.variables[name].value

    def path(self, base: n.Node, scope: Scope) -> str:
        """Return the text of the row that an expression leads to."""
        if isinstance(base, n.Name):
            row: ModelRow = scope.variables[base.name]
            return row.name
        assert isinstance(base, n.Attribute)
        return f"{self.path(base.base, scope)}.{base.name}"

    def _declare(self, name: str, fact: Fact, node: n.Node) -> None:
        kind = fact.value_type.kind
        value: Any
        if kind == types.BOOL:
            value = named_truth(name)
        elif kind == types.SET:
            value = OpenSet(name, tuple(sorted(fact.tokens)))
        else:
            value = term = named_number(name)
            if kind == types.TOKEN:
                tokens = list(fact.tokens)
                if name == "category" and self.profile.category is not None:
                    tokens = [self.profile.category.value]
                self.axioms.append(one_of(term, [token_number(each) for each in tokens]))
            elif kind == types.DATE:
                self.axioms.append(date_bounds(term, cal.FIRST_DAY, cal.LAST_DAY, never=fact.never))
                value = Number(term)
            elif kind == types.NUMBER:
                self.axioms.append(within(term, least_of(fact), most_of(fact)))
                value = Number(term, fact.places)
        self.variables[name] = Variable(name, value, named_truth(f"known {name}"), node)

    def _define(self, name: str, fact: Fact, base: n.Node | None, path: str, scope: Scope) -> None:
        """Say how a derived fact follows from others."""
        assert fact.derived is not None
        inside = Scope({}, scope.period)
        if base is not None:
            inside = Scope({"row": ModelRow(path, self.list_of(base, scope))}, scope.period)
        outer, self.reads = self.reads, set()
        node, value = fact.derived.node, self.variables[name].value
        kind = fact.value_type.kind
        if kind == types.BOOL:
            same = value == self.truth(node, inside)
        elif kind in (types.NUMBER, types.DATE):
            found = self.number(node, inside)
            places = max(found.places, value.places)
            same = scaled(found, places) == scaled(value, places)
        elif kind == types.SET:
            same = True  # no expression gives a set
        else:
            same = value == self.token(node, inside)
        self.reads = outer
        self.axioms.append(same)

    def own_id(self, row: ModelRow) -> Term:
        """Return the id of a row."""
        return named_number(f"{row.name}.id")

    def parameter(self, parameter: Parameter) -> Any:
        """Return the value of a parameter: as it is set, or anything in its range."""
        setting = self.profile.settings.get(parameter.name)
        if setting is not None:
            return setting_value(setting.value)
        name = f"param.{parameter.name}"
        if name not in self.variables:
            value: Any
            if parameter.type == "set":
                value = OpenSet(name, tuple(sorted(parameter.tokens)))
            else:
                value, bounds = free_parameter(parameter)
                self.axioms.append(bounds)
            node = n.Attribute(n.Name("param"), parameter.name)
            self.variables[name] = Variable(name, value, named_truth(f"known {name}"), node)
        self.reads.add(name)
        return self.variables[name].value

    def period_part(self, name: str, scope: Scope) -> Number:
        """Return the start, end or year of the slot's period, or of any of its kind."""
        if isinstance(scope.period, cal.Span):
            return Number(getattr(scope.period, name))
        start, end, year = (
            Number(named_number(f"{scope.period} {part}")) for part in ("start", "end", "year")
        )
        key = f"period {scope.period}"
        if key not in self.walks.periods:
            self.walks.periods.add(key)
            self.axioms.append(within(start.term, cal.FIRST_DAY, end.term))
            self.axioms.append(end.term <= cal.LAST_DAY)
            first, last = (self.moves.day_in_year(year, Number(each)) for each in (101, 1231))
            self.axioms.append(both(start.term >= first.term, end.term <= last.term))
            if scope.period == "year":
                self.axioms.append(both(start.term == first.term, end.term == last.term))
        return {"start": start, "end": end, "year": year}[name]

    def working_days(self, first: Number, last: Number) -> Number:
        """Return the working days between two days: no more than there are days."""
        term = named_number(f"workdays_between({first.term}, {last.term})")
        most = last.term - first.term + 1
        self.axioms.append(both(term >= 0, either(term <= most, term == 0)))
        return Number(term)

    def pin(self, name: str, value: Value) -> Term:
        """Return that a variable has a value of the evaluator's, or lies within its bounds."""
        variable = self.variables[name]
        held, known = variable.value, variable.known
        match value:
            case Truth(value=None) | Token(value=None):
                return negate(known)
            case Truth(value=truth):
                return both(known, held if truth else negate(held))
            case Token(value=frozenset() as tokens):
                members = {token_number(each) for each in tokens}
                named = {token_number(each) for each in held.tokens} | members
                same = (held.has(each) == (each in members) for each in sorted(named))
                return both(known, *same)
            case Token(value=token):
                return both(known, held == token_number(str(token)))
            case Range(low=low, high=high):
                ends = (None if abs(each) == INFINITY else each for each in (low, high))
                low_end, high_end = (
                    None if each is None else int(Decimal(each).scaleb(held.places))
                    for each in ends
                )
                inside = within(held.term, low_end, high_end)
                return both(known if low == high else negate(known), inside)

    # -- walks --------------------------------------------------------------------------

    def walk(self, node: n.Quantifier, scope: Scope) -> Any:
        """Return the variable of a walk."""
        asked = renamed(node, scope.variables)
        walk = Walk.of(asked, scope)
        if walk.name not in self.variables:
            value = self._walk_value(walk, scope)
            known = named_truth(f"known {walk.name}")
            self.variables[walk.name] = Variable(walk.name, value, known, walk.node)
            self.axioms.extend(self.walks.relate(walk, value, self))
        self.reads.add(walk.name)
        value = self.variables[walk.name].value
        return negate(value) if walk.negated else value

    def _walk_value(self, walk: Walk, scope: Scope) -> Any:
        if walk.kind == "any":
            return named_truth(walk.name)
        term = named_number(walk.name)
        if walk.kind in ("count", "longest_run"):
            self.axioms.append(term >= 0)
            return Number(term)
        if walk.kind in ("first", "last"):
            end = (cal.FIRST_DAY, cal.NEVER_DAY) if walk.kind == "first" else (0, cal.NEVER_DAY)
            self.axioms.append(within(term, *end))
            return Number(term)
        # What is added up, or the one number there is: as many places, and below zero or not.
        apart = Model(self.profile)
        element = apart.number(walk.node.element, walk.inside(scope.period))
        solver = Solver()
        solver.add(*apart.axioms, element.term < 0)
        if solver.check() is False:
            self.axioms.append(term >= 0)
        return Number(term, element.places)


def free_parameter(parameter: Parameter) -> tuple[Number, Term]:
    """Return a parameter that is not set as a number, and what is true of it."""
    term = named_number(f"param.{parameter.name}")
    if parameter.type == "day":
        return Number(term), one_of_days(term)
    least, most = parameter.least, parameter.most
    scale = parameter.places
    low = None if least is None else int(least.scaleb(scale))
    high = None if most is None else int(most.scaleb(scale))
    return Number(term, scale), within(term, low, high)


def one_of_days(term: Term) -> Term:
    """Say that a term is a day of the year, written 331 for 31 March."""
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    months = enumerate(lengths, start=1)
    return either(*(within(term, month * 100 + 1, month * 100 + days) for month, days in months))
