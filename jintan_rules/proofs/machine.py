"""The solver: the package ``z3-solver``, and how it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.proofs.terms import Node, Term, value_of

try:
    import z3 as _z3  # type: ignore[import-untyped]
except ImportError:  # the extra is not installed: that is said when a proof is asked for
    _z3 = None

_Z3: Any = _z3

#: A variable of a solution with its value: a number, a number below zero, or a truth.
_VALUE = re.compile(r"\(define-fun (v\d+) \(\) (?:Int|Bool)\s+(?:(\d+)|\(- (\d+)\)|(true|false))\)")
#: How much work one question may take, in the solver's own units: no clock is read, so that the
#: same question has the same answer on every machine.
MOST_WORK = 3_000_000


def require() -> None:
    """Make sure that the solver is there.

    Raises:
        EvaluationError: If it is not installed (JR503).
    """
    if _Z3 is None:
        raise EvaluationError(
            [
                Problem(
                    "JR503",
                    Place("jintan_rules.proofs"),
                    "proofs need the package z3-solver",
                    mend="install it: pip install 'jintan-rules[prove]'",
                )
            ]
        )


class Solution:
    """A value for every variable that the solver was told of."""

    def __init__(self, values: dict[str, Any]) -> None:
        """Keep the values by the names of their variables."""
        self.values = values
        self._known: dict[int, Any] = {}

    def value(self, term: Term) -> Any:
        """Return what a term comes to."""
        return value_of(term, self.values)


class Solver:
    """Conditions that are to hold together, and whether they can."""

    def __init__(self, work: int = MOST_WORK, *, alone: bool = False) -> None:
        """Start without any condition.

        ``alone`` shares nothing with other solvers, so that which solution is found does
        not depend on what was asked before; where only whether there is one matters, sharing
        is faster.
        """
        require()
        self._context = _Z3.Context() if alone else None
        self._solver = _Z3.SimpleSolver(ctx=self._context)
        self._solver.set("rlimit", work)
        # The older of its two ways with whole numbers: faster for many small questions.
        self._solver.set("arith.solver", 2)
        self._truths: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self.declared: set[str] = set()
        self.shared = 0
        self.impossible = [False]

    def add(self, *terms: Term) -> None:
        """Ask for more conditions to hold."""
        told = [each for each in terms if each is not True]
        if any(each is False for each in told):
            self.impossible[-1] = True
            return
        if told:
            self._solver.from_string(_Script(self).text(told))

    def push(self) -> None:
        """Remember the conditions so far."""
        self._solver.push()
        self.impossible.append(self.impossible[-1])

    def pop(self) -> None:
        """Go back to the conditions last remembered."""
        self._solver.pop()
        self.impossible.pop()

    def check(self, *assumed: Term) -> bool | None:
        """Say whether all can hold; None where the solver gives up.

        ``assumed`` are variables of truths that are to hold this once.
        """
        if self.impossible[-1]:
            return False
        result = self._solver.check(*map(self._truth, assumed))
        return None if result == _Z3.unknown else bool(result == _Z3.sat)

    def _truth(self, variable: Node) -> Any:
        name = self.alias(variable)
        if name not in self._truths:
            self._truths[name] = _Z3.Bool(name, self._context)
        return self._truths[name]

    def core(self) -> list[str]:
        """Return the names of those assumed that cannot hold together."""
        if self.impossible[-1]:
            return []
        given = {alias: name for name, alias in self._names.items()}
        return [given[str(each)] for each in self._solver.unsat_core()]

    def solution(self) -> Solution:
        """Return values for which all conditions hold."""
        given = {alias: name for name, alias in self._names.items()}
        values: dict[str, Any] = {}
        # Read as text: asking for each value by itself takes far longer.
        for alias, number, negative, truth in _VALUE.findall(self._solver.model().sexpr()):
            if alias in given:
                value = int(number or 0) - int(negative or 0)
                values[given[alias]] = truth == "true" if truth else value
        return Solution(values)

    def alias(self, variable: Node) -> str:
        """Return what the solver calls a variable."""
        name = variable.arguments[0]
        if name not in self._names:
            self._names[name] = f"v{len(self._names)}"
        return self._names[name]


class _Script:
    """Conditions written out; what occurs more than once is written once."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.declared: dict[str, str] = {}
        self.lines: list[str] = []
        self.written: dict[int, str] = {}
        self.uses: dict[int, int] = {}

    def text(self, terms: Iterable[Term]) -> str:
        told = list(terms)
        for each in told:
            self._count(each)
        asserted = [f"(assert {self._write(each)})" for each in told]
        new = {
            name: sort for name, sort in self.declared.items() if name not in self.solver.declared
        }
        self.solver.declared.update(new)
        declared = [f"(declare-const {name} {sort})" for name, sort in new.items()]
        return "\n".join([*declared, *self.lines, *asserted])

    def _count(self, term: Term) -> None:
        if not isinstance(term, Node) or term.operator == "var":
            return
        self.uses[id(term)] = self.uses.get(id(term), 0) + 1
        if self.uses[id(term)] == 1:
            for each in term.arguments:
                self._count(each)

    def _write(self, term: Term) -> str:
        if isinstance(term, bool):
            return "true" if term else "false"
        if isinstance(term, int):
            return str(term) if term >= 0 else f"(- {-term})"
        if term.operator == "var":
            name = self.solver.alias(term)
            self.declared[name] = term.sort
            return name
        known = self.written.get(id(term))
        if known is not None:
            return known
        inside = " ".join([self._write(each) for each in term.arguments])
        text = f"({term.operator} {inside})"
        if self.uses[id(term)] > 1:
            name = f"t{self.solver.shared}"
            self.solver.shared += 1
            self.lines.append(f"(declare-const {name} {term.sort})(assert (= {name} {text}))")
            self.written[id(term)] = name
            return name
        return text
