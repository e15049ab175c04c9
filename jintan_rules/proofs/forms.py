"""The profile as a whole: for each form of organisation, the smallest that meets everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.errors import JintanError
from jintan_rules.language import nodes as n
from jintan_rules.proofs.faults import Fault, Open
from jintan_rules.proofs.judged import Judged, judge
from jintan_rules.proofs.machine import Solution, Solver
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.moves import asked
from jintan_rules.proofs.numbers import Number
from jintan_rules.proofs.scope import token_number
from jintan_rules.proofs.search import Moment, realised
from jintan_rules.proofs.shown import impossible, modelled
from jintan_rules.proofs.sketch import Sketch, SketchRow
from jintan_rules.proofs.terms import Term, both, either, implies, named_truth, negate
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome

#: The tiers that a profile is met in, where its vocabulary has them.
TIERS = ("branch", "general_branch", "committee")
#: How often rows are added to a record that cannot meet everything yet.
_MOST_ROUNDS = 14
_MET = (Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.PENDING)


@frozen
class Form:
    """A form of organisation, and a record of one that meets the whole profile.

    ``name`` is its tier, or empty where the vocabulary has none. Where there is no
    witness, ``fault`` says that there can be none, or ``open`` that none was found.
    """

    name: str
    witness: Witness | None = None
    fault: Fault | None = None
    open: Open | None = None


def forms(profile: Profile) -> tuple[Form, ...]:
    """Find, for each form of organisation, the smallest that meets everything."""
    if not profile.rules:
        return ()
    tier = profile.vocabulary.facts.get("tier")
    names = [each for each in TIERS if tier is not None and each in tier.tokens] or [""]
    return tuple(_form(profile, name) for name in names)


def _form(profile: Profile, name: str) -> Form:
    year = _year(profile)
    building = Building(profile, name, year, foreseen(profile, name, year))
    witness = building.built()
    if witness is not None:
        return Form(name, witness)
    rules = tuple(building.stuck.values())
    if rules and _never_together(profile, name, rules):
        return Form(name, fault=_fault(profile, name, rules, building.nearest))
    return Form(name, open=Open(rules or profile.rules[:1], f"whether a {name} can meet it all"))


def foreseen(profile: Profile, tier: str, year: int) -> dict[str, list[int | None]]:
    """Return the rows that a tier is bound to need: one at the end of each period it owes one in.

    Only rules that bind by the tier alone are looked at; what else is needed shows itself.
    """
    days: dict[str, set[int]] = {}
    known = {"tier": tier}
    first, last = (dt.date(year, *day).toordinal() for day in ((1, 1), (12, 31)))
    for rule in profile.rules:
        if rule.period is None or rule.for_each is not None or not _binds(rule, known):
            continue
        ends = {each.end for each in cal.periods(rule.period.value, first, last)}
        for name in _walked(rule.editions[-1].condition, profile):
            if profile.vocabulary.lists[name].kind == "events":
                days.setdefault(name, set()).update(ends)
    return {name: [*sorted(ends)] for name, ends in days.items()}


def _binds(rule: Rule, known: Mapping[str, str]) -> bool | None:
    """Say whether a rule binds by what an organisation is alone; None where more is asked."""
    return True if rule.applies_when is None else _decided(rule.applies_when.node, known)


def _decided(node: n.Node, known: Mapping[str, str]) -> bool | None:
    match node:
        case n.Compare(
            operator="==" | "!=" as operator, left=n.Name(name=name), right=n.Literal(value=value)
        ) if name in known:
            return (known[name] == value) is (operator == "==")
        case n.Contains(item=n.Name(name=name), container=n.SetDisplay(items=items)) if (
            name in known
        ):
            return known[name] in items
        case n.Not(operand=operand):
            found = _decided(operand, known)
            return None if found is None else not found
        case n.And(parts=parts) | n.Or(parts=parts):
            decisive = isinstance(node, n.Or)
            given = [_decided(part, known) for part in parts]
            return decisive if decisive in given else None if None in given else not decisive
        case _:
            return None


def _year(profile: Profile) -> int:
    """Return the first year that every text now in force was in force for."""
    starts = [rule.editions[-1].start for rule in profile.rules]
    last = max(starts)
    return last.year if (last.month, last.day) == (1, 1) else last.year + 1


@define(eq=False)
class Building:
    """A record that is built up: rows are added where something asks for them."""

    profile: Profile
    tier: str
    year: int
    rows: dict[str, list[int | None]] = field(factory=dict)
    stuck: dict[str, Rule] = field(factory=dict)
    nearest: Witness | None = None
    _rounds: int = 0

    def built(self) -> Witness | None:
        """Return a record that meets everything; None where none is found."""
        while True:
            whole = Whole(self.profile, self.tier, self.year, self.rows)
            wanting = whole.wanting()
            if not wanting:
                return whole.witness()
            if not self._grow(wanting):
                self.stuck = {each.rule.id: each.rule for each in wanting}
                self.stuck |= {rule.id: rule for rule in whole.beside}
                self.nearest = whole.nearest(self.stuck.values())
                return None
            self._grow_alone(wanting)
            if self._rounds > _MOST_ROUNDS:
                return None

    def _grow_alone(self, wanting: list[Judged]) -> None:
        """Add rows until the rules that wanted some can be met, if there were no others."""
        rules = {each.rule.id: each.rule for each in wanting}
        alone = evolve(self.profile, rules=tuple(rules.values()))
        while self._rounds <= _MOST_ROUNDS:
            wanting = Whole(alone, self.tier, self.year, self.rows).wanting()
            if not wanting or not self._grow(wanting):
                return

    def _grow(self, wanting: list[Judged]) -> bool:
        """Add a row to each list that slots walk, one for each period; say whether there is one."""
        wanted: dict[tuple[str, int | None], None] = {}
        for judged in wanting:
            span = judged.scope.period
            for name in _walked(judged.edition.condition, self.profile):
                shape = self.profile.vocabulary.lists[name]
                dated = shape.kind == "events" and isinstance(span, cal.Span)
                wanted[name, span.end if dated else None] = None
        self._rounds += 1
        for name, last in wanted:
            planned = self.rows.setdefault(name, [])
            # A row on that day was not enough: the next is on any day.
            planned.append(None if last in planned else last)
            for fact in self.profile.vocabulary.lists[name].attributes.values():
                if fact.list_name and not self.rows.get(fact.list_name):
                    self.rows.setdefault(fact.list_name, []).append(None)
        return bool(wanted)


def _walked(node: n.Node, profile: Profile) -> Iterator[str]:
    """Yield the lists of which a condition walks the rows, in derived facts too."""
    vocabulary = profile.vocabulary
    match node:
        case n.Quantifier(generators=generators):
            for generator in generators:
                source = generator.source
                if isinstance(source, n.Call) and source.function in ("history", "pairs"):
                    source = source.arguments[0]
                if isinstance(source, n.Name) and source.name in vocabulary.lists:
                    yield source.name
        case n.Name(name=name) if name in vocabulary.facts:
            derived = vocabulary.facts[name].derived
            if derived is not None:
                yield from _walked(derived.node, profile)
        case _:
            pass
    for each in n.children(node):
        yield from _walked(each, profile)


@define(eq=False)
class Whole:
    """Every slot of every rule, over a record of planned rows."""

    profile: Profile
    tier: str
    year: int
    rows: dict[str, list[int | None]]
    beside: tuple[Rule, ...] = ()
    sketch: Sketch = field(init=False)
    solver: Solver = field(init=False)
    slots: dict[str, tuple[Term, Judged]] = field(factory=dict, init=False)
    left: dict[str, tuple[Term, Judged]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        as_of = dt.date(self.year, 12, 31)
        self.sketch = Sketch(self.profile, as_of=Number(as_of.toordinal()), size=0, follow=True)
        # Set before anything is encoded: what is about other tiers comes to nothing by itself.
        for name, token in self._standing().items():
            self.sketch.facts[name] = token_number(token)
        for name, days in self.rows.items():
            for day in days:
                row = self.sketch.row(name)
                date = self.profile.vocabulary.lists[name].date
                if day is not None:
                    row.facts[date] = Number(day)
        self.sketch.facts["established_on"] = Number(self.sketch.days[0])
        for rule in self.profile.rules:
            for place, (there, judged) in enumerate(self._judged(rule)):
                name = f"slot {rule.id} {place}"
                met = either(
                    negate(there), judged.passes, negate(judged.binds.proved), judged.pending
                )
                self.sketch.axioms.append(implies(named_truth(name), met))
                self.slots[name] = (named_truth(name), judged)
        self.solver = Solver(alone=True)
        self.solver.add(*self.sketch.axioms, *self.sketch.closing())

    def _standing(self) -> dict[str, str]:
        """Return what the organisation is: its tier and category."""
        category = self.profile.category.value if self.profile.category else ""
        given = {"tier": self.tier, "category": category}
        known = self.profile.vocabulary.facts
        return {name: each for name, each in given.items() if each and name in known}

    def _judged(self, rule: Rule) -> Iterator[tuple[Term, Judged]]:
        """Yield each slot of a rule, with the condition that its rows are there."""
        window = (dt.date(self.year, 1, 1).toordinal(), int(self.sketch.as_of.term))
        if _binds(rule, self._standing()) is False:
            return
        spans: list[Any] = [""]
        if rule.period is not None:
            spans = list(cal.periods(rule.period.value, *window))
        for span in spans:
            for there, rows in self._things(rule):
                for edition in rule.editions:
                    if edition.end is None or edition.end.toordinal() >= window[0]:
                        yield there, judge(self.sketch, rule, edition, rows, span, window)

    def _things(self, rule: Rule) -> Iterator[tuple[Term, tuple[SketchRow, ...]]]:
        if rule.for_each is None:
            yield True, ()
            return
        rows = self.sketch.rows(rule.for_each.list_name)
        for place, row in enumerate(rows):
            if not rule.for_each.paired:
                yield row.there, (row,)
                continue
            for other in rows[place + 1 :]:
                yield both(row.there, other.there), (row, other)

    def wanting(self) -> list[Judged]:
        """Return slots that cannot be met with these rows; none where all can be."""
        left = dict(self.slots)
        found: list[Judged] = []
        while not self.solver.check(*(lit for lit, _ in left.values())):
            core = self.solver.core()
            if not core:
                break
            growing = [
                name for name in core if any(_walked(left[name][1].edition.condition, self.profile))
            ]
            self.beside = (*self.beside, *(left[name][1].rule for name in core))
            found += [left.pop(name)[1] for name in growing or core]
        self.left = left
        return found

    def nearest(self, rules: Iterable[Rule]) -> Witness | None:
        """Return a record that meets what can be met together, with the rules that fail on it."""
        self.solver.add(*(lit for lit, _ in self.left.values()))
        solution, _ = asked(self.solver, self.sketch.moves)
        if solution is None:
            return None
        witness = self._realised(solution)
        ungated = evolve(self.profile, category=None)
        findings = witness.report(ungated, rules).findings
        told = tuple(
            witness.show(ungated, each.rule, each.worst.label) for each in findings if each.worst
        )
        failing = any(each.outcome is Outcome.FAIL for each in findings)
        return evolve(witness, seen=told) if failing else None

    def witness(self) -> Witness | None:
        """Return the record, with no row that it can do without, judged again as a whole."""
        self.solver.add(*(lit for lit, _ in self.slots.values()))
        solution, _ = asked(self.solver, self.sketch.moves)
        if solution is None:
            return None
        rows = [row for rows in self.sketch.lists.values() for row in rows]
        without = [named_truth(f"without {row.name}") for row in rows]
        self.solver.add(
            *(implies(each, negate(row.there)) for each, row in zip(without, rows, strict=True))
        )
        absent = [
            each for row, each in zip(rows, without, strict=True) if not solution.value(row.there)
        ]
        for row, each in zip(rows, without, strict=True):
            if solution.value(row.there):
                less, _ = asked(self.solver, self.sketch.moves, *absent, each)
                if less is not None:
                    absent.append(each)
                    solution = less
        witness = self._realised(solution)
        return witness if meets_all(witness, self.profile) else None

    def _realised(self, solution: Solution) -> Witness:
        moment = Moment(dt.date(self.year, 12, 31), cal.period("year", self.year, 0))
        witness, _ = realised(self.sketch, solution, moment)
        record = {**witness.record, **({"tier": self.tier} if self.tier else {})}
        return evolve(witness, record=record)


def meets_all(witness: Witness, profile: Profile) -> bool:
    """Say whether a record, judged again, falls short of nothing and leaves nothing open."""
    try:
        report = witness.report(profile)
    except JintanError:
        return False
    return all(finding.outcome in _MET for finding in report.findings)


def _never_together(profile: Profile, name: str, rules: tuple[Rule, ...]) -> bool:
    """Say whether it is proved that rules which bind on a day cannot all be met on it."""
    states = [each for each in rules if each.for_each is None]
    model = Model(profile)
    # A rule binds unless its conditions are false; its text is in force.
    wanted = [
        either(judged.let_off, judged.met.proved, judged.rule.has_deadline and judged.still_open)
        for judged in modelled(model, [(each, each.editions[-1]) for each in states])
    ]
    tier = model.variables.get("tier")
    if name and tier is not None:
        wanted.append(tier.value == token_number(name))
    return bool(states) and impossible(model, model.all_known, *wanted)


def _fault(profile: Profile, name: str, rules: tuple[Rule, ...], nearest: Witness | None) -> Fault:
    ids = ", ".join(rule.id for rule in rules)
    return Fault(
        "JR608",
        profile.place,
        f"no organisation{f' of the tier {name}' if name else ''} can meet {profile.id} as a whole",
        "rules that can be met together",
        ids,
        rules=rules,
        witness=nearest,
    )
