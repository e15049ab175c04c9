"""A record as it stands, and what could be made of it: each change a truth with a cost.

What may be changed is what can still be done:

* a fact of the organisation that is no circumstance (:attr:`Fact.circumstance`);
* an act that has not been done: its day becomes the assessment day;
* a row of a register: it ends on the day before;
* a new row: an event of the assessment day, a register's row that begins on it; not where
  the register is a circumstance, for nobody joins or leaves the roll to meet a rule.

What has happened stays as it is: recorded days, and whatever else a row of the past says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import types
from jintan_rules.proofs.model import OpenSet, least_of, most_of
from jintan_rules.proofs.numbers import Number, one_of, within
from jintan_rules.proofs.scope import Scope, token_number
from jintan_rules.proofs.sketch import IdSet, Sketch, SketchRow
from jintan_rules.proofs.terms import Term, both, choose, either, named_number, named_truth, negate
from jintan_rules.records.record import NEVER, FactValue, Record, Row
from jintan_rules.standard.vocabulary import Fact

#: How many rows may be added to a list.
NEW_ROWS = 3
#: What a change costs where nothing is said of it: by the kind of what is changed.
COSTS = {"row": 2, "end": 2, "act": 1, "truth": 1, "token": 3, "number": 3}


@frozen(eq=False)
class Possible:
    """One thing that may be done: the truth that it is, its cost, and what it sets."""

    chosen: Term
    cost: int
    list_name: str
    row: str
    name: str
    value: Any = None


@define(eq=False)
class Standing(Sketch):
    """The rows and facts of a record, with the changes that may be made to them."""

    record: Record = field(kw_only=True)
    costs: Mapping[str, int] = field(factory=dict, kw_only=True)
    fixed: frozenset[str] = field(default=frozenset(), kw_only=True)
    possible: list[Possible] = field(factory=list, init=False)
    labels: dict[int, str] = field(factory=dict, init=False)
    _rows: dict[str, Row] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.follow = True

    # -- rows --------------------------------------------------------------------------------

    def rows(self, list_name: str) -> list[SketchRow]:
        """Return the rows that the record has, and those that may be added."""
        if list_name in self.lists:
            return self.lists[list_name]
        rows: list[SketchRow] = []
        self.lists[list_name] = rows
        for row in self.record.lists.get(list_name, ()):
            made = SketchRow(list_name, len(rows), True, self.id_number(row.label))
            self._rows[made.name] = row
            rows.append(made)
        if self._grows(list_name):
            for number in range(NEW_ROWS):
                label = f"new-{number + 1}"
                there = named_truth(f"{list_name}[{label}] is there")
                rows.append(SketchRow(list_name, len(rows), there, self.id_number(label)))
                self._may(there, "row", list_name, label, "")
        return rows

    def _grows(self, list_name: str) -> bool:
        """Say whether a row may be added: an event held today, an entry of a register."""
        shape = self.vocabulary.lists[list_name]
        since = shape.attributes.get(shape.since)
        found_so = since is not None and since.circumstance
        return shape.kind != "rows" and not found_so and list_name not in self.fixed

    def thing(self, list_name: str, label: str) -> SketchRow:
        """Return the row of the record that has a label."""
        rows = self.rows(list_name)
        return next(row for row in rows if self.label_of(row) == label)

    def led_to(self, base: n.Node, scope: Scope) -> list[tuple[Term, SketchRow]]:
        """Return the rows that an expression may lead to; a reference may lead outside."""
        if isinstance(base, n.Name):
            return super().led_to(base, scope)
        assert isinstance(base, n.Attribute)
        rows = self.rows(self.list_of(base, scope))
        found = []
        for here, source in self.led_to(base.base, scope):
            fact = self.vocabulary.lists[source.list_name].attributes[base.name]
            leads = self.row_fact(source, fact, scope)
            found += [(both(here, row.there, leads == row.id), row) for row in rows]
        return [(here, row) for here, row in found if here is not False]

    def label_of(self, row: SketchRow) -> str:
        """Return the label of a row."""
        return self.labels[row.id]

    def id_number(self, label: str) -> int:
        """Return the number that stands for an id."""
        number = token_number(label)
        self.labels[number] = label
        return number

    def _may(self, chosen: Term, kind: str, *what: Any) -> None:
        list_name, _, name, *_ = what
        key = f"{list_name}.{name}" if list_name and name else name or list_name
        self.possible.append(Possible(chosen, self.costs.get(key, COSTS[kind]), *what))

    @property
    def cost(self) -> Term:
        """What all changes cost together."""
        total: Term = 0
        for each in self.possible:
            total = total + choose(each.chosen, each.cost, 0)
        return total

    # -- facts -------------------------------------------------------------------------------

    def fact(self, fact: Fact, base: Any, scope: Scope) -> Any:
        """Return the value of a fact, as it stands or as it is changed."""
        if base is not None:
            return super().fact(fact, base, scope)
        if fact.name not in self.facts:
            given = self.record.facts.get(fact.name)
            if given is None and fact.derived is not None:
                return self._follow(fact, Scope({}, scope.period, scope.day))
            changeable = not fact.circumstance and fact.name not in self.fixed
            self.facts[fact.name] = self._standing(
                fact, given, ("", "", fact.name), changeable, Scope({}, scope.period, scope.day)
            )
        return self.facts[fact.name]

    def row_fact(self, row: SketchRow, fact: Fact, scope: Scope) -> Any:
        """Return the value of a fact of a row, as it stands or as it is changed."""
        if fact.name in row.facts:
            return row.facts[fact.name]
        inside = Scope({"row": row}, scope.period, scope.day)
        kept = self._rows.get(row.name)
        given = kept.values.get(fact.name) if kept else None
        if given is None and fact.derived is not None:
            return self._follow(fact, inside)
        what = (row.list_name, self.label_of(row), fact.name)
        if kept is None:
            row.facts[fact.name] = self._new(fact, what, row)
        else:
            row.facts[fact.name] = self._of_row(fact, given, what, inside)
        return row.facts[fact.name]

    def _of_row(
        self, fact: Fact, given: FactValue | None, what: tuple[str, str, str], scope: Scope
    ) -> Any:
        """Return a fact of a row that is there: acts can be done, a register's row can end."""
        shape = self.vocabulary.lists[what[0]]
        own_day = fact.name in (shape.date, shape.since)
        free = not fact.circumstance and what[0] not in self.fixed
        changeable = fact.type == "date" and not own_day and free
        return self._standing(fact, given, what, changeable, scope)

    def _standing(
        self,
        fact: Fact,
        given: FactValue | None,
        what: tuple[str, str, str],
        changeable: bool,  # noqa: FBT001  told by who knows the fact
        scope: Scope,
    ) -> Any:
        if given is None and fact.default is not None:
            now = self._by_default(fact, scope)
        elif given is None and fact.value_type.kind == types.ID:
            return named_number(".".join(filter(None, what)))  # it may lead to anybody
        elif given is None:
            return self._declared(".".join(filter(None, what)), fact, True)
        else:
            now = self._pinned(fact, given)
        return self._changeable(fact, now, given, what) if changeable else now

    def _by_default(self, fact: Fact, scope: Scope) -> Any:
        assert fact.default is not None
        node, kind = fact.default.node, fact.value_type.kind
        if kind == types.BOOL:
            return self.truth(node, scope)
        if kind in (types.NUMBER, types.DATE):
            return self.number(node, scope)
        return self.set_of(node, scope) if kind == types.SET else self.token(node, scope)

    def _pinned(self, fact: Fact, given: FactValue) -> Any:
        """Return a recorded value as a constant."""
        if isinstance(given, bool):
            return given
        if isinstance(given, (int, Decimal)):
            return Number(int(Decimal(given).scaleb(fact.places)), fact.places)
        if isinstance(given, dt.date):
            return Number(given.toordinal())
        if given is NEVER:
            return Number(cal.NEVER_DAY)
        if isinstance(given, frozenset):
            if fact.type == "ids":
                return IdSet({self.id_number(each): True for each in given})
            held = OpenSet(fact.name, tuple(sorted(fact.tokens)))
            for token in fact.tokens:
                held.members[str(token_number(token))] = token in given
            return held
        return (
            self.id_number(str(given)) if fact.value_type.kind == types.ID else token_number(given)
        )

    def _changeable(
        self, fact: Fact, now: Any, given: FactValue | None, what: tuple[str, str, str]
    ) -> Any:
        name = "change " + ".".join(filter(None, what))
        kind = fact.value_type.kind
        if kind == types.DATE:
            return self._act(fact, now, given, what, named_truth(name))
        if kind == types.ID:
            return now
        if kind == types.SET:
            return self._tokens(fact, now, what, name)
        chosen = named_truth(name)
        if kind == types.BOOL:
            self._may(chosen, "truth", *what, negate(now))
            return choose(chosen, negate(now), now)
        new = named_number(f"new {name}")
        if kind == types.TOKEN:
            self.axioms.append(one_of(new, [token_number(each) for each in fact.tokens]))
            self._may(chosen, "token", *what, new)
            return choose(chosen, new, now)
        self.axioms.append(within(new, least_of(fact), most_of(fact)))
        self._may(chosen, "number", *what, Number(new, fact.places))
        return Number(choose(chosen, new, now.term), fact.places)

    def _act(
        self,
        fact: Fact,
        now: Any,
        given: FactValue | None,
        what: tuple[str, str, str],
        chosen: Term,
    ) -> Any:
        """Return a day that may still be set: of an act not done, or the end of a row."""
        as_of = int(self.as_of.term)
        if isinstance(given, dt.date) and given.toordinal() <= as_of:
            return now
        shape = self.vocabulary.lists.get(what[0])
        ends = shape is not None and fact.name == shape.until
        day = Number(as_of - 1 if ends else as_of)
        self._may(chosen, "end" if ends else "act", *what, day)
        return Number(choose(chosen, day.term, now.term))

    def _tokens(self, fact: Fact, now: Any, what: tuple[str, str, str], name: str) -> Any:
        held = OpenSet(fact.name, tuple(sorted(fact.tokens)))
        for token in sorted(fact.tokens):
            chosen = named_truth(f"{name} {token}")
            there = now.has(token_number(token))
            self._may(chosen, "truth", *what, token)
            held.members[str(token_number(token))] = choose(chosen, negate(there), there)
        return held

    def _new(self, fact: Fact, what: tuple[str, str, str], row: SketchRow) -> Any:
        """Return a fact of a row that is added: of today, and otherwise as it needs to be."""
        shape = self.vocabulary.lists[what[0]]
        if fact.name in (shape.date, shape.since):
            return Number(int(self.as_of.term))
        if fact.name == shape.until:
            return Number(cal.NEVER_DAY)
        if fact.type == "date":
            term = named_number(f"{row.name}.{fact.name}")
            days = [int(self.as_of.term), *([cal.NEVER_DAY] if fact.never else [])]
            self.axioms.append(one_of(term, days))
            return Number(term)
        if fact.type == "ids":
            people = [row.id for row in self.rows("people")] if "people" in self.lists else []
            return IdSet({each: named_truth(f"{row.name}.{fact.name} {each}") for each in people})
        if fact.value_type.kind == types.ID:
            term = named_number(f"{row.name}.{fact.name}")
            rows = self.rows(fact.list_name) if fact.list_name else []
            known = [each.id for each in rows] or [self.id_number("new")]
            self.axioms.append(either(negate(row.there), one_of(term, known)))
            return term
        return self._declared(f"{row.name}.{fact.name}", fact, row.there)
