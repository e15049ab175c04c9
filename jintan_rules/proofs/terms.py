"""Terms: conditions and whole numbers over variables, as the solver is told them.

They are plain Python objects with the operators of numbers, and are written out as text
only when the solver is asked: making them costs next to nothing, and a solution can be
looked up without it. A constant is a plain ``int`` or ``bool``.
"""

from __future__ import annotations

from itertools import count
from typing import Any, TypeAlias

#: A term, or a plain value where it is constant.
Term: TypeAlias = Any


class Node:
    """One operation on terms, or a variable; ``sort`` is ``Int`` or ``Bool``."""

    __slots__ = ("_text", "arguments", "operator", "sort")

    def __init__(self, operator: str, arguments: tuple[Term, ...], sort: str) -> None:
        """Make a term."""
        self.operator = operator
        self.arguments = arguments
        self.sort = sort
        self._text = ""

    def __str__(self) -> str:
        """Return the text of the term: two terms of one text are the same."""
        if not self._text:
            if self.operator == "var":
                self._text = str(self.arguments[0])
            else:
                inside = " ".join(str(each) for each in self.arguments)
                self._text = f"({self.operator} {inside})"
        return self._text

    __hash__ = object.__hash__

    def __add__(self, other: Term) -> Term:
        return self if _is(other, 0) else Node("+", (self, other), "Int")

    def __radd__(self, other: Term) -> Term:
        return self if _is(other, 0) else Node("+", (other, self), "Int")

    def __sub__(self, other: Term) -> Term:
        return self if _is(other, 0) else Node("-", (self, other), "Int")

    def __rsub__(self, other: Term) -> Term:
        return Node("-", (other, self), "Int")

    def __mul__(self, other: Term) -> Term:
        return self if _is(other, 1) else 0 if _is(other, 0) else Node("*", (self, other), "Int")

    def __rmul__(self, other: Term) -> Term:
        return self * other

    def __truediv__(self, other: Term) -> Term:
        return Node("div", (self, other), "Int")

    def __mod__(self, other: Term) -> Term:
        return Node("mod", (self, other), "Int")

    def __le__(self, other: Term) -> Term:
        return Node("<=", (self, other), "Bool")

    def __lt__(self, other: Term) -> Term:
        return Node("<", (self, other), "Bool")

    def __ge__(self, other: Term) -> Term:
        return Node("<=", (other, self), "Bool")

    def __gt__(self, other: Term) -> Term:
        return Node("<", (other, self), "Bool")

    def __eq__(self, other: object) -> Term:
        return True if self is other else Node("=", (self, other), "Bool")

    def __bool__(self) -> bool:
        raise TypeError("a term is neither true nor false by itself")


def _is(term: Term, value: int) -> bool:
    return type(term) is int and term == value


def named_truth(name: str) -> Term:
    """Return the variable of a truth."""
    return Node("var", (name,), "Bool")


def named_number(name: str) -> Term:
    """Return the variable of a whole number."""
    return Node("var", (name,), "Int")


_NUMBERS = count()


def fresh_number(name: str) -> Term:
    """Return a variable that no other has the name of."""
    return named_number(f"{name}!{next(_NUMBERS)}")


def both(*parts: Term) -> Term:
    """And, of terms and plain truths."""
    rest = [each for each in parts if each is not True]
    if any(each is False for each in rest):
        return False
    return True if not rest else rest[0] if len(rest) == 1 else Node("and", tuple(rest), "Bool")


def either(*parts: Term) -> Term:
    """Or, of terms and plain truths."""
    rest = [each for each in parts if each is not False]
    if any(each is True for each in rest):
        return True
    return False if not rest else rest[0] if len(rest) == 1 else Node("or", tuple(rest), "Bool")


def negate(term: Term) -> Term:
    """Not, of a term or a plain truth."""
    if isinstance(term, bool):
        return not term
    return term.arguments[0] if term.operator == "not" else Node("not", (term,), "Bool")


def implies(term: Term, other: Term) -> Term:
    """Say that one holds wherever another does."""
    return either(negate(term), other)


def choose(condition: Term, then: Term, otherwise: Term) -> Term:
    """Return one of two terms."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise:
        return then
    if isinstance(then, bool) or isinstance(otherwise, bool):
        return either(both(condition, then), both(negate(condition), otherwise))
    sort = "Int" if isinstance(then, int) else then.sort
    return Node("ite", (condition, then, otherwise), sort)


def value_of(term: Term, values: dict[str, Any], known: dict[int, Any] | None = None) -> Any:
    """Return what a term comes to; a variable without a value is 0 or false."""
    if not isinstance(term, Node):
        return term
    known = {} if known is None else known
    if id(term) not in known:
        known[id(term)] = _value(term, values, known)
    return known[id(term)]


def _value(term: Node, values: dict[str, Any], known: dict[int, Any]) -> Any:
    given = term.arguments
    if term.operator == "var":
        return values.get(given[0], False if term.sort == "Bool" else 0)
    if term.operator == "and":
        return all(value_of(each, values, known) for each in given)
    if term.operator == "or":
        return any(value_of(each, values, known) for each in given)
    if term.operator == "ite":
        chosen = given[1] if value_of(given[0], values, known) else given[2]
        return value_of(chosen, values, known)
    found = [value_of(each, values, known) for each in given]
    match term.operator:
        case "not":
            return not found[0]
        case "+":
            return found[0] + found[1]
        case "-":
            return found[0] - found[1]
        case "*":
            return found[0] * found[1]
        case "div":
            return found[0] // found[1]
        case "mod":
            return found[0] % found[1]
        case "<=":
            return found[0] <= found[1]
        case "<":
            return found[0] < found[1]
        case _:
            return found[0] == found[1]
