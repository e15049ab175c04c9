"""The solver: the package ``z3-solver``, and how it is asked."""

from __future__ import annotations

from typing import Any, TypeAlias

from jintan_rules.errors import EvaluationError, Place, Problem

try:
    import z3 as _z3  # type: ignore[import-untyped]
except ImportError:  # the extra is not installed: that is said when a proof is asked for
    _z3 = None

#: The package of the solver, which has no types of its own; None where it is not installed.
z3: Any = _z3

#: A term of the solver, or a plain value where the term is constant.
Term: TypeAlias = Any

#: How much work one question may take, in the solver's own units: no clock is read, so that the
#: same question has the same answer on every machine.
MOST_WORK = 2_000_000


def require() -> None:
    """Make sure that the solver is there.

    Raises:
        EvaluationError: If it is not installed (JR503).
    """
    if z3 is None:
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


def solver() -> Any:
    """Return a solver with a limit on its work."""
    found = z3.SimpleSolver()
    found.set("rlimit", MOST_WORK)
    return found


def both(*parts: Term) -> Term:
    """And, of terms and plain truths."""
    rest = [each for each in parts if each is not True]
    if any(each is False for each in rest):
        return False
    return True if not rest else rest[0] if len(rest) == 1 else z3.And(*rest)


def either(*parts: Term) -> Term:
    """Or, of terms and plain truths."""
    rest = [each for each in parts if each is not False]
    if any(each is True for each in rest):
        return True
    return False if not rest else rest[0] if len(rest) == 1 else z3.Or(*rest)


def negate(term: Term) -> Term:
    """Not, of a term or a plain truth."""
    return (not term) if isinstance(term, bool) else z3.Not(term)


def implies(term: Term, other: Term) -> Term:
    """Say that one holds wherever another does."""
    return either(negate(term), other)


def choose(condition: Term, then: Term, otherwise: Term) -> Term:
    """Return one of two terms."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, bool) or isinstance(otherwise, bool):
        return either(both(condition, then), both(negate(condition), otherwise))
    return then if then is otherwise else z3.If(condition, then, otherwise)
