"""What to do: the cheapest changes that bring a record to the standard.

The record is encoded with every change that may still be made to it
(:mod:`~jintan_rules.proofs.standing`), and each slot that fails as a condition. The solver
finds the cheapest changes; the changed record is judged again, and what it newly fails is
asked for too, until nothing is left. Each round only adds conditions, so that where the last
answer holds, nothing cheaper does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.evaluation import evaluate, prepare
from jintan_rules.proofs.actions import Action, FactChange, said, word
from jintan_rules.proofs.judged import judge
from jintan_rules.proofs.machine import Solution, Solver
from jintan_rules.proofs.model import OpenSet
from jintan_rules.proofs.moves import asked
from jintan_rules.proofs.numbers import Number, compare, decimal_of
from jintan_rules.proofs.scope import token_number
from jintan_rules.proofs.sketch import IdSet, SketchRow
from jintan_rules.proofs.standing import Possible, Standing
from jintan_rules.proofs.terms import Term, both, either, negate
from jintan_rules.records.record import NEVER, FactValue, Record, Row
from jintan_rules.reports.naming import Naming
from jintan_rules.reports.report import Report
from jintan_rules.slots.build import Slot, slots
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Fact
from jintan_rules.standard.words import Level, Outcome, Strength

#: How often a changed record is judged again before the search is given up.
_MOST_ROUNDS = 12


@frozen
class Remedies:
    """The cheapest changes after which no slot fails that can still be mended.

    ``late`` are the slots that nothing can mend any more. ``after`` is the report of the
    changed record. ``proved`` says that nothing cheaper does; where the search was given
    up it is false, and ``actions`` is empty.
    """

    before: Report
    after: Report
    actions: tuple[Action, ...]
    late: tuple[tuple[Rule, str], ...]
    cost: int
    proved: bool

    def to_text(self, lang: str = "zh") -> str:
        """Write it as a rectification list."""
        naming = Naming(self.before.profile, lang)
        lines = [f"{number}. {said(each, naming)}" for number, each in enumerate(self.actions, 1)]
        lines = lines or [word("none", lang)]
        for rule, slot in self.late:
            key = "late-general" if rule.strength is Strength.GENERAL else "late"
            lines.append(f"- {naming.title(rule)} [{slot}] {word(key, lang)}")
        return "\n".join(lines)


def remedies(
    report: Report,
    *,
    deviations: bool = False,
    costs: Mapping[str, int] | None = None,
    fixed: Iterable[str] = (),
    workdays: cal.WorkdayCalendar | None = None,
) -> Remedies:
    """Find the cheapest changes that leave no breach of the organisation's own duties.

    Args:
        report: The report to mend.
        deviations: Whether no deviation is to be left either.
        costs: What changing a fact costs (``has_committee``, ``officers.until``), or adding a
            row to a list (``meetings``); the default is 1 to 3 by the kind of change.
        fixed: Facts and lists that are not to be changed, beside the vocabulary's
            circumstances.
        workdays: The working days that the report was made with.

    Raises:
        EvaluationError: If the solver is not installed (JR503).
    """
    levels = {Level.BREACH, Level.DEVIATION} if deviations else {Level.BREACH}
    search = _Search(report, levels, dict(costs or {}), frozenset(fixed), workdays)
    return search.found()


class _Search:
    """The slots that are not to fail, and the changes that are tried."""

    def __init__(
        self,
        report: Report,
        levels: set[Level],
        costs: dict[str, int],
        fixed: frozenset[str],
        workdays: cal.WorkdayCalendar | None,
    ) -> None:
        self.report = report
        self.levels = levels
        self.workdays = workdays
        self.standing = Standing(
            report.profile,
            as_of=Number(report.as_of.toordinal()),
            record=report.record,
            costs=costs,
            fixed=fixed,
        )
        self.wanted: dict[tuple[str, str], Term] = {}
        self.late: dict[tuple[str, str], Rule] = {}

    def found(self) -> Remedies:
        """Return the remedies."""
        after, cost = self.report, 0
        actions: tuple[Action, ...] = ()
        for _ in range(_MOST_ROUNDS):
            failing = self._failing(after)
            if all(key in self.late for key in failing):
                return self._remedies(after, actions, cost, proved=True)
            if not self._ask(after, failing):
                break
            solution, sure = self._cheapest()
            if solution is None:
                break
            actions, record = self._changed(solution)
            cost = int(solution.value(self.standing.cost))
            after = evaluate(
                record,
                self.report.profile,
                as_of=self.report.as_of,
                window=self.report.window,
                workdays=self.workdays,
            )
            if not sure:
                return self._remedies(after, actions, cost, proved=False)
        return self._remedies(self.report, (), 0, proved=False)

    def _remedies(
        self, after: Report, actions: tuple[Action, ...], cost: int, *, proved: bool
    ) -> Remedies:
        late = tuple((rule, slot) for (_, slot), rule in self.late.items())
        return Remedies(self.report, after, actions, late, cost, proved)

    # -- what is asked -------------------------------------------------------------------

    def _failing(self, report: Report) -> dict[tuple[str, str], Rule]:
        """Return the slots that fail and count against the organisation."""
        return {
            (finding.rule.id, slot.label): finding.rule
            for finding in (*report.breaches, *report.deviations)
            for slot in finding.slots
            if slot.outcome is Outcome.FAIL and slot.level in self.levels
        }

    def _ask(self, report: Report, failing: dict[tuple[str, str], Rule]) -> bool:
        """Ask that the slots do not fail; say whether anything new is asked."""
        judging, _ = prepare(
            report.record, report.profile, report.as_of, report.window, self.workdays
        )
        new = {key: rule for key, rule in failing.items() if key not in (*self.wanted, *self.late)}
        for rule in {rule.id: rule for rule in new.values()}.values():
            for slot in slots(rule, judging):
                key = (rule.id, slot.label)
                if key not in new:
                    continue
                mended = self._mended(slot, first=report is self.report)
                possible, sure = self._solution([mended])
                if possible is None and sure:
                    self.late[key] = rule
                else:
                    self.wanted[key] = mended
        return bool(new)

    def _mended(self, slot: Slot, *, first: bool) -> Term:
        """Return that a slot does not fail any more.

        What fails as the record stands has to be met: a rule is not mended by making it
        not bind, but for a row of its own that ends. What only a change makes fail may be
        left alone as well.
        """
        assert slot.edition is not None
        rows: tuple[SketchRow, ...] = ()
        if slot.rule.for_each is not None:
            name = slot.rule.for_each.list_name
            rows = tuple(self.standing.thing(name, row.label) for row in slot.thing.rows)
        start, end = self.report.window
        judged = judge(
            self.standing,
            slot.rule,
            slot.edition,
            rows,
            slot.scope.span or "",
            (start.toordinal(), end.toordinal()),
        )
        if not first:
            return negate(judged.fails)
        same_day: Term = True
        if judged.due is not None and slot.due is not None and slot.due.is_known:
            # What is late is not mended by moving its day.
            same_day = compare("==", judged.due, Number(int(slot.due.low)))
        ended = (
            each.chosen
            for each in self.standing.possible
            if any(
                each.list_name == row.list_name and each.row == self.standing.label_of(row)
                for row in rows
            )
            and each.name == self.report.profile.vocabulary.lists[each.list_name].until
        )
        # A period that has run is not undone by what ends after it.
        left = slot.scope.span is None and both(judged.not_applicable, either(*ended))
        return either(both(judged.passes, same_day), judged.pending, left)

    # -- what is found -------------------------------------------------------------------

    def _solution(self, terms: Iterable[Term]) -> tuple[Solution | None, bool]:
        solver = Solver()
        solver.add(*self.standing.axioms, *self.standing.closing(), *terms)
        return asked(solver, self.standing.moves)

    def _cheapest(self) -> tuple[Solution | None, bool]:
        """Return the solution of the least cost, and whether that is sure."""
        cost = self.standing.cost
        best, sure = self._solution(self.wanted.values())
        while best is not None:
            limit = int(best.value(cost))
            if limit == 0:
                return best, sure
            better, sure = self._solution([*self.wanted.values(), cost < limit])
            if better is None:
                return best, sure
            best = better
        return None, sure

    def _changed(self, solution: Solution) -> tuple[tuple[Action, ...], Record]:
        """Return what a solution does, and the record after it."""
        record = self.report.record
        facts = dict(record.facts)
        lists = {name: list(rows) for name, rows in record.lists.items()}
        actions = []
        for each in self.standing.possible:
            if not solution.value(each.chosen):
                continue
            if not each.name:
                action, row = self._added(each, solution)
                lists.setdefault(each.list_name, []).append(row)
            elif each.list_name:
                action = self._action(each, self._value(each, solution), None)
                rows = lists[each.list_name]
                place = next(i for i, row in enumerate(rows) if row.label == each.row)
                old = rows[place].values.get(each.name)
                action = self._action(each, self._value(each, solution), old)
                values = {**rows[place].values, each.name: action.changes[0].new}
                rows[place] = evolve(rows[place], values=values)
            else:
                old = facts.get(each.name)
                action = self._action(each, self._value(each, solution, old), old)
                facts[each.name] = action.changes[0].new
            actions.append(action)
        changed = {name: tuple(rows) for name, rows in lists.items()}
        return tuple(actions), Record(record.id, facts, changed, record.gaps, record.reasons)

    def _action(self, what: Possible, new: FactValue, old: FactValue | None) -> Action:
        path = f"{what.list_name}[{what.row}].{what.name}" if what.list_name else what.name
        shape = self.report.profile.vocabulary.lists.get(what.list_name)
        kind = "set"
        if self._fact(what.list_name, what.name).type == "date":
            kind = "end" if shape is not None and what.name == shape.until else "done"
        return Action(kind, what.list_name, what.row, (FactChange(path, old, new),), what.cost)

    def _added(self, what: Possible, solution: Solution) -> tuple[Action, Row]:
        row = self.standing.thing(what.list_name, what.row)
        values = {
            name: self._plain(value, self._fact(what.list_name, name), solution)
            for name, value in row.facts.items()
        }
        shape = self.report.profile.vocabulary.lists[what.list_name]
        known = {
            name: value
            for name, value in values.items()
            if value is not None and not (name == shape.until and value is NEVER)
        }
        changes = tuple(
            FactChange(f"{what.list_name}[{what.row}].{name}", None, value)
            for name, value in known.items()
        )
        return Action("row", what.list_name, what.row, changes, what.cost), Row(what.row, known)

    def _fact(self, list_name: str, name: str) -> Fact:
        found = self.report.profile.vocabulary.fact(name, list_name)
        assert found is not None
        return found

    def _value(self, what: Possible, solution: Solution, old: FactValue | None = None) -> FactValue:
        if isinstance(what.value, str):  # a token of a set, put in or taken out
            held = old if isinstance(old, frozenset) else frozenset[str]()
            return held ^ {what.value}
        found = self._plain(what.value, self._fact(what.list_name, what.name), solution)
        assert found is not None
        return found

    def _plain(self, value: object, fact: Fact, solution: Solution) -> FactValue | None:
        """Return the value of a term as a record has it."""
        if isinstance(value, IdSet):
            labels = self.standing.labels
            return frozenset(
                labels[number] for number, held in value.members.items() if solution.value(held)
            )
        if isinstance(value, OpenSet):
            held_in = {key for key, there in value.members.items() if solution.value(there)}
            return frozenset(each for each in fact.tokens if str(token_number(each)) in held_in)
        if isinstance(value, Number):
            number = int(solution.value(value.term))
            if fact.type != "date":
                return decimal_of(number, value.places)
            return NEVER if number >= cal.NEVER_DAY else cal.date_of(number)
        found = solution.value(value)
        if isinstance(found, bool):
            return found
        if fact.tokens:
            return next(each for each in fact.tokens if token_number(each) == found)
        return self.standing.labels.get(found)
