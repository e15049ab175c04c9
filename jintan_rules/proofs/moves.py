"""Days moved by months, their years and months: terms of their own, with what is true of them.

The calendar is not linear. Each such term is bounded by what holds on every day; where
a solution does not keep to the calendar, the month that it is about is added as a
fact, and the solver is asked again (:meth:`Moves.mend`).
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.proofs.machine import Solution, Solver
from jintan_rules.proofs.numbers import Number, choice, scaled
from jintan_rules.proofs.terms import (
    Term,
    both,
    choose,
    either,
    fresh_number,
    implies,
    named_number,
)

_SHORTEST, _LONGEST = 28, 31
#: How often a solution that does not keep to the calendar is mended.
_MOST_LEMMAS = 60
_YEAR = 12


@frozen(eq=False)
class Move:
    """One term and the terms it follows from; ``exact`` gives it, ``lemma`` a month's fact."""

    term: Term
    arguments: tuple[Term, ...]
    exact: Callable[..., int]
    lemma: Callable[..., Term]


@define(eq=False)
class Moves:
    """The terms of the calendar in one model; ``axioms`` is the model's own list."""

    axioms: list[Term]
    made: dict[tuple[str, ...], Move] = field(factory=dict)

    def days(self, day: Number, count: Number) -> Number:
        """Move a day by days."""
        if isinstance(day.term, int) and isinstance(count.term, int):
            return Number(cal.add_days(day.term, count.term))
        if isinstance(day.term, int):
            moved = day.term + count.term
            return Number(moved if cal.is_day(day.term) else day.term)
        outside = either(day.term >= cal.NEVER_DAY, day.term <= cal.BEFORE_DAY)
        return Number(choose(outside, day.term, day.term + count.term))

    def months(self, day: Number, count: Number) -> Number:
        """Move a day by months."""
        for index, each in enumerate((day, count)):
            if each.chosen:
                condition, one, other = each.chosen
                pair = [(one, count), (other, count)] if index == 0 else [(day, one), (day, other)]
                return choice(condition, self.months(*pair[0]), self.months(*pair[1]))
        if isinstance(day.term, int) and isinstance(count.term, int):
            return Number(cal.add_months(day.term, count.term))
        move, new = self._move("add_months", (day.term, count.term), cal.add_months, _months_lemma)
        if new:
            self._bound_months(move)
        return Number(move.term)

    def _bound_months(self, move: Move) -> None:
        day, count = move.arguments
        term = move.term
        self._outside(move)
        inside = both(day > cal.BEFORE_DAY, day < cal.NEVER_DAY)
        if isinstance(count, int):
            low, high = _reach(count)
            self.axioms.append(implies(inside, both(term >= day + low, term <= day + high)))
        else:
            forth = both(term >= day + _SHORTEST * count, term <= day + _LONGEST * count)
            back = both(term <= day + _SHORTEST * count, term >= day + _LONGEST * count)
            self.axioms.append(implies(both(inside, count >= 0), forth))
            self.axioms.append(implies(both(inside, count < 0), back))
        for other in self.made.values():
            if other is move or other.exact is not cal.add_months:
                continue
            if _same(other.arguments[1], count):
                first, second = other.arguments[0], day
                self.axioms.append(implies(first <= second, other.term <= term))
                self.axioms.append(implies(second <= first, term <= other.term))
            elif _same(other.arguments[0], day):
                more = other.arguments[1] <= count
                self.axioms.append(implies(more, other.term <= term))
                self.axioms.append(implies(count <= other.arguments[1], term <= other.term))

    def month_start(self, day: Number) -> Number:
        """Return the first day of the month."""
        if isinstance(day.term, int):
            return Number(cal.month_start(day.term))
        move, new = self._move("month_start", (day.term,), cal.month_start, _start_lemma)
        if new:
            self._outside(move)
            self.axioms.append(move.term <= day.term)
            self.axioms.append(move.term > day.term - _LONGEST)
        return Number(move.term)

    def year(self, day: Number) -> Number:
        """Return the year of a day."""
        if isinstance(day.term, int):
            return Number(cal.year_of(day.term))
        move, new = self._move("year", (day.term,), cal.year_of, _year_lemma)
        if new:
            term = move.term
            self.axioms.append(both(term >= 0, term <= cal.year_of(cal.NEVER_DAY)))
            # 365 days a year at least, 366 at most.
            self.axioms.append(
                implies(day.term < cal.NEVER_DAY, both(365 * (term - 1) < day.term + 366))
            )
            self.axioms.append(implies(day.term > cal.BEFORE_DAY, day.term <= 366 * term))
        return Number(move.term)

    def day_in_year(self, year: Number, month_day: Number) -> Number:
        """Return the day of a year that a parameter sets."""
        if isinstance(year.term, int) and isinstance(month_day.term, int):
            return Number(cal.day_in_year(year.term, month_day.term))
        arguments = (year.term, month_day.term)
        move, new = self._move("date", arguments, cal.day_in_year, _day_in_year_lemma)
        if new:
            if isinstance(year.term, int):
                first, last = (cal.day_in_year(year.term, each) for each in (101, 1231))
                self.axioms.append(both(move.term >= first, move.term <= last))
            else:
                self.axioms.append(move.term > 365 * (year.term - 1))
                self.axioms.append(move.term <= 366 * year.term)
            for other in self.made.values():
                if other.exact is cal.day_in_year and _same(other.arguments[0], year.term):
                    sooner = other.arguments[1] <= month_day.term
                    later = month_day.term <= other.arguments[1]
                    self.axioms.append(implies(sooner, other.term <= move.term))
                    self.axioms.append(implies(later, move.term <= other.term))
        return Number(move.term)

    def rounded(self, number: Number, step: Number) -> Number:
        """Round to a power of ten, halves up."""
        places = step.places
        if number.places <= places:
            return Number(scaled(number, places), places)
        unit = 10 ** (number.places - places)
        if isinstance(number.term, int):
            return constant_rounded(number, places)
        # Halves go up for what is not below zero, which is all that the axiom speaks of.
        term = fresh_number("rounded")
        half = (2 * number.term + unit) / (2 * unit)
        self.axioms.append(implies(number.term >= 0, term == half))
        return Number(term, places)

    # -- terms and what mends them ------------------------------------------------------

    def _move(
        self,
        name: str,
        arguments: tuple[Term, ...],
        exact: Callable[..., int],
        lemma: Callable[..., Term],
    ) -> tuple[Move, bool]:
        """Return a term, and whether it is new."""
        key = (name, *(str(each) for each in arguments))
        found = self.made.get(key)
        if found is not None:
            return found, False
        term = named_number(f"{name}({', '.join(key[1:])})")
        found = self.made[key] = Move(term, arguments, exact, lemma)
        return found, True

    def _outside(self, move: Move) -> None:
        day = move.arguments[0]
        self.axioms.append(implies(day >= cal.NEVER_DAY, move.term >= cal.NEVER_DAY))
        self.axioms.append(implies(day <= cal.BEFORE_DAY, move.term == cal.BEFORE_DAY))
        self.axioms.append(both(move.term >= cal.BEFORE_DAY, move.term <= cal.NEVER_DAY))

    def pinned(self, solution: Solution) -> list[Term]:
        """Return that the days and counts that terms are made from stay as they are."""
        given = {str(each): each for move in self.made.values() for each in move.arguments}
        return [term == solution.value(term) for term in given.values()]

    def mend(self, solution: Solution) -> list[Term]:
        """Return facts of the calendar that a solution does not keep to; none where it does."""
        found = []
        for move in self.made.values():
            given = [solution.value(each) for each in move.arguments]
            if solution.value(move.term) != move.exact(*given):
                found.append(move.lemma(move, *given))
        return found


def asked(solver: Solver, moves: Moves, *assumed: Term) -> tuple[Solution | None, bool]:
    """Return a solution that keeps to the calendar, and whether the answer is sure.

    Without a solution, a sure answer means that there is none. ``assumed`` are variables of
    truths that are to hold this once.
    """
    for _ in range(_MOST_LEMMAS):
        possible = solver.check(*assumed)
        if not possible:
            return None, possible is False
        solution = solver.solution()
        lemmas = moves.mend(solution)
        if not lemmas:
            return solution, True
        solver.add(*lemmas)
        # Most often the days that were chosen will do as they stand.
        solver.push()
        solver.add(*moves.pinned(solution))
        if solver.check(*assumed):
            solution = solver.solution()
            if not moves.mend(solution):
                solver.pop()
                return solution, True
        solver.pop()
    return None, False


def constant_rounded(number: Number, places: int) -> Number:
    """Round a number that is known."""
    unit = 10 ** (number.places - places)
    return Number((2 * number.term + unit) // (2 * unit), places)


def _same(one: Term, other: Term) -> bool:
    return str(one) == str(other)


def _reach(count: int) -> tuple[int, int]:
    """Return the fewest and the most days that some months can have."""
    years, rest = divmod(abs(count), _YEAR)
    fewest, most = 365 * years + _SHORTEST * rest, 366 * years + _LONGEST * rest
    return (fewest, most) if count >= 0 else (-most, -fewest)


def _month_of(day: int) -> tuple[int, int]:
    """Return the first and the last day of the month of a day."""
    start = cal.month_start(day)
    return start, cal.add_months(start, 1) - 1


def _months_lemma(move: Move, day: int, count: int) -> Term:
    term, (argument, months) = move.term, move.arguments
    same = True if isinstance(months, int) else months == count
    if not cal.is_day(day):
        return implies(both(same, argument == day), term == cal.add_months(day, count))
    start, end = _month_of(day)
    target = cal.add_months(start, count)
    if not cal.is_day(target):
        return implies(both(same, argument == day), term == cal.add_months(day, count))
    length = _month_of(target)[1] - target
    moved = target + (argument - start)
    clamped = choose(argument - start > length, target + length, moved)
    here = both(same, argument >= start, argument <= end)
    return implies(
        here, term == (clamped if not isinstance(argument, int) else move.exact(day, count))
    )


def _start_lemma(move: Move, day: int) -> Term:
    argument = move.arguments[0]
    if not cal.is_day(day):
        return implies(argument == day, move.term == cal.month_start(day))
    start, end = _month_of(day)
    return implies(both(argument >= start, argument <= end), move.term == start)


def _year_lemma(move: Move, day: int) -> Term:
    argument, year = move.arguments[0], cal.year_of(day)
    if not cal.is_day(day):
        return implies(argument == day, move.term == year)
    first, last = (cal.day_in_year(year, each) for each in (101, 1231))
    return implies(both(argument >= first, argument <= last), move.term == year)


def _day_in_year_lemma(move: Move, year: int, month_day: int) -> Term:
    years, days = move.arguments
    here = both(
        True if isinstance(years, int) else years == year,
        True if isinstance(days, int) else days == month_day,
    )
    return implies(here, move.term == cal.day_in_year(year, month_day))
