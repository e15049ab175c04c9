"""What would settle an unknown: the smallest sets of facts that decide it, whatever they are.

A slot's unknown facts are variables between their bounds. A set of them decides the slot
where two completions that agree on the set never differ in the outcome: the solver is asked
for two that do. A slot whose every completion agrees is decided already; strong Kleene logic
looks at each fact by itself and cannot see that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.evaluation import prepare
from jintan_rules.findings import Finding
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.values import Causes, Missing, Range, Value
from jintan_rules.proofs.machine import Solution, Solver
from jintan_rules.proofs.model import Model, OpenSet
from jintan_rules.proofs.moves import Move, Moves, asked
from jintan_rules.proofs.numbers import Number
from jintan_rules.proofs.scope import ModelRow, Scope
from jintan_rules.proofs.terms import Node, Term, both, choose, named_truth, negate
from jintan_rules.reports.report import Report
from jintan_rules.slots.build import Slot, slots
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome

#: Above so many unknown facts of one slot, only sets of so few are looked for.
_MANY, _FEW = 8, 2


@frozen(order=True)
class Question:
    """One thing to find out: a slot fact by its canonical text, and the facts it waits for."""

    fact: str
    missing: tuple[Missing, ...]


@frozen
class Settling:
    """What would settle one slot that is unknown.

    Each of ``sets`` decides the slot whatever its facts turn out to be, and none of them
    holds another; the smallest come first. ``decided`` is the outcome that every
    completion comes to, where they all agree: then nothing need be asked. ``proved`` is
    false where the solver gave up and the sets may be larger than they need be.
    """

    rule: Rule
    slot: str
    sets: tuple[tuple[Question, ...], ...] = ()
    decided: Outcome | None = None
    proved: bool = True


def settling(
    report: Report, rule_id: str = "", *, workdays: cal.WorkdayCalendar | None = None
) -> tuple[Settling, ...]:
    """Say what would settle each slot of a report that is unknown.

    Args:
        report: The report.
        rule_id: The rule to look at; all of them where it is left out.
        workdays: The working days that the report was made with.

    Raises:
        EvaluationError: If there is no such rule, or the solver is not installed (JR503).
    """
    asking = _Asking(report, workdays)
    findings = [report[rule_id]] if rule_id else report.findings
    return tuple(each for finding in findings for each in asking.finding(finding))


@define(eq=False)
class _Asking:
    """The slots of one report, judged again up to the formulas."""

    report: Report
    workdays: cal.WorkdayCalendar | None

    def finding(self, finding: Finding) -> Iterator[Settling]:
        """Yield what would settle each unknown slot of a finding."""
        unknown = {each.label for each in finding.with_outcome(Outcome.UNKNOWN)}
        if not unknown:
            return
        report = self.report
        judging, _ = prepare(
            report.record, report.profile, report.as_of, report.window, self.workdays
        )
        for slot in slots(finding.rule, judging):
            if slot.label in unknown:
                yield _Slot(report, slot).settling()


@define(eq=False)
class _Slot:
    """One unknown slot as terms: its outcome, what is known, and what is not."""

    report: Report
    slot: Slot
    model: Model = field(init=False)
    waiting: dict[str, Causes] = field(factory=dict, init=False)
    opaque: dict[str, Term] = field(factory=dict, init=False)
    known: list[Term] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        day = Number(self.report.as_of.toordinal())
        self.model = Model(self.report.profile, as_of=day)

    def settling(self) -> Settling:
        """Return what would settle the slot."""
        rule, label = self.slot.rule, self.slot.label
        if rule.for_each and not self.slot.thing.rows:
            # It stands for all that may be missing: nothing but the list itself settles it.
            open_ones = [each.met for each in self.slot.conditions if each.met.value is None]
            missing = tuple(sorted(open_ones[0].missing.union(*(m.missing for m in open_ones))))
            return Settling(rule, label, ((Question(rule.for_each.list_name, missing),),))
        outcome = self._outcome()
        given = [*self.model.axioms, *self.known]
        first, sure = _solved(self.model.moves, given)
        if first is None:  # what is recorded contradicts itself: no completion at all
            return Settling(rule, label, proved=sure)
        number = first.value(outcome)
        other, agreed = _solved(self.model.moves, [*given, negate(_same(outcome, number))])
        if other is None and agreed:
            return Settling(rule, label, decided=_OUTCOMES[number])
        sets, proved = self._sets(outcome, given)
        return Settling(rule, label, tuple(sets), proved=proved)

    def _outcome(self) -> Term:
        """Return the number of the outcome, and pin what is known."""
        slot = self.slot
        rule = slot.rule
        loop = rule.for_each
        rows = {each: ModelRow(each, loop.list_name) for each in loop.names} if loop else {}
        scope = Scope(rows, slot.scope.span or "day")
        filters = iter(loop.generator.filters if loop else ())
        binds = []
        for place, condition in enumerate(slot.conditions):
            asked_for = rule.applies_when.node if rule.applies_when else None
            if condition.word == "filter":
                asked_for = next(filters)
            if condition.met.value is not None:
                continue
            if condition.word in ("applies_when", "filter") and asked_for is not None:
                binds.append(self.model.truth(asked_for, scope))
            else:
                binds.append(self._opaque(f"{condition.word} {place}", condition.met.missing))
        if slot.edition is None:
            met = self._opaque("requires", slot.on.missing)
        else:
            met = self.model.truth(slot.edition.condition, scope)
        later: Term = slot.still_open.value
        if later is None:
            later = self._opaque("deadline", slot.still_open.missing)
        for name, variable in self.model.variables.items():
            value = evaluate(variable.node, slot.scope)
            self.known.append(self.model.pin(name, value))
            if not _is_known(value):
                self.waiting[name] = value[-1]
        judged = choose(met, _PASS, choose(later, _PENDING, _FAIL))
        return choose(both(*binds), judged, _NOT_APPLICABLE)

    def _opaque(self, name: str, missing: Causes) -> Term:
        """Return a truth of which no more is known than what it waits for."""
        self.waiting[name] = missing
        self.opaque[name] = named_truth(name)
        return self.opaque[name]

    # -- sets that decide ------------------------------------------------------------------

    def _sets(self, outcome: Term, given: list[Term]) -> tuple[list[tuple[Question, ...]], bool]:
        """Return the smallest sets that decide, and whether nothing smaller can."""
        met = _names(outcome, {})
        symbols = {name: self._symbols(name) for name in self.waiting}
        asked_for = sorted(name for name in self.waiting if symbols[name] & met)
        most = len(asked_for) if len(asked_for) <= _MANY else _FEW
        found: list[frozenset[str]] = []
        proved = True
        for size in range(1, most + 1):
            for names in map(frozenset, combinations(asked_for, size)):
                if any(smaller <= names for smaller in found):
                    continue
                if size == len(asked_for):  # nothing is left that could differ
                    found.append(names)
                    break
                kept = frozenset().union(*(symbols[name] for name in names))
                two, sure = self._two(outcome, given, kept)
                proved = proved and sure
                if two is None and sure:
                    found.append(names)
        if not found:
            found, proved = [frozenset(asked_for)], proved and len(asked_for) <= _MANY
        return [tuple(self._question(name) for name in sorted(names)) for names in found], proved

    def _two(
        self, outcome: Term, given: list[Term], kept: frozenset[str]
    ) -> tuple[object | None, bool]:
        """Look for two completions that agree on what is ``kept`` and not in the outcome."""
        done: dict[int, Term] = {}
        again = [_primed(each, kept, done) for each in given]
        moves = Moves([])
        for key, move in self.model.moves.made.items():
            moves.made[key] = move
            term = _primed(move.term, kept, done)
            arguments = tuple(_primed(each, kept, done) for each in move.arguments)
            moves.made["again", *key] = Move(term, arguments, move.exact, move.lemma)
        differ = negate(_same(outcome, _primed(outcome, kept, done)))
        return _solved(moves, [*given, *again, differ])

    def _symbols(self, name: str) -> frozenset[str]:
        """Return the names of the solver's variables that hold a fact."""
        if name in self.opaque:
            return frozenset({name})
        value = self.model.variables[name].value
        if isinstance(value, OpenSet):
            terms = list(value.members.values())
        else:
            terms = [value.term if isinstance(value, Number) else value]
        return frozenset().union(*(_names(each, {}) for each in terms))

    def _question(self, name: str) -> Question:
        return Question(name, tuple(sorted(self.waiting[name])))


_PASS, _PENDING, _FAIL, _NOT_APPLICABLE = range(4)
_OUTCOMES = (Outcome.PASS, Outcome.PENDING, Outcome.FAIL, Outcome.NOT_APPLICABLE)


def _is_known(value: Value) -> bool:
    return value.is_known if isinstance(value, Range) else value.value is not None


def _solved(moves: Moves, terms: list[Term]) -> tuple[Solution | None, bool]:
    solver = Solver()
    solver.add(*terms)
    return asked(solver, moves)


def _same(one: Term, other: Term) -> Term:
    """Say that two numbers are the same; an outcome may be constant."""
    return one == other


def _names(term: Term, done: dict[int, frozenset[str]]) -> frozenset[str]:
    """Return the names of the variables of a term."""
    if not isinstance(term, Node):
        return frozenset()
    if id(term) not in done:
        if term.operator == "var":
            done[id(term)] = frozenset({term.arguments[0]})
        else:
            done[id(term)] = frozenset().union(*(_names(each, done) for each in term.arguments))
    return done[id(term)]


def _primed(term: Term, kept: frozenset[str], done: dict[int, Term]) -> Term:
    """Return a term over a second set of variables, but for those that are kept."""
    if not isinstance(term, Node):
        return term
    if id(term) not in done:
        if term.operator == "var":
            name = term.arguments[0]
            done[id(term)] = term if name in kept else Node("var", (f"{name}'",), term.sort)
        else:
            inside = tuple(_primed(each, kept, done) for each in term.arguments)
            done[id(term)] = Node(term.operator, inside, term.sort)
    return done[id(term)]
