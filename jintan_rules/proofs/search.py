"""Finding records: from what is wanted of some slots to a record that shows it when judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, frozen

from jintan_rules import calendar as cal
from jintan_rules.language import types
from jintan_rules.proofs.judged import Judged, judge
from jintan_rules.proofs.machine import Solution, Solver
from jintan_rules.proofs.moves import asked
from jintan_rules.proofs.numbers import Number, compare, decimal_of
from jintan_rules.proofs.scope import token_number
from jintan_rules.proofs.sketch import IdSet, Sketch, SketchRow
from jintan_rules.proofs.terms import Term
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import MonthDay, Parameter, ParameterValue, Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Fact, Vocabulary

#: How many rows a list may have, and whether derived facts are worked out: what is tried in turn.
FIRST_TRIES = ((2, False), (2, True))
MORE_TRIES = ((6, False), (6, True), (12, True))
_YEARS_LATER = 3
#: How far into a text that is still in force it is judged by.
_YEARS_IN = (3, 10)


@frozen
class Moment:
    """When a record is judged: the day, the period if there is one, and the window."""

    as_of: dt.date
    span: cal.Span | None = None

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """The days assessed: the period alone, or all that dates may lie in."""
        if self.span is not None:
            return self.span.first, max(self.span.last, self.as_of)
        return cal.date_of(cal.add_months(self.as_of.toordinal(), -12 * 12)), self.as_of


def moments(
    rule: Rule, vocabulary: Vocabulary, start: dt.date, end: dt.date | None
) -> Iterator[Moment]:
    """Yield when to judge a rule by a text in force between two days: some years in, then later."""
    for years in _YEARS_IN:
        found = _moment(rule, vocabulary, start, end, years)
        if found is None:
            return
        yield found


def _moment(
    rule: Rule, vocabulary: Vocabulary, start: dt.date, end: dt.date | None, years: int
) -> Moment | None:
    first = start.toordinal()
    reach = cal.add_months(first, 12 * years)
    last = min(end.toordinal(), reach) if end else reach
    if first > last:
        return None
    if rule.period is not None:
        last_text = rule.editions[-1].end
        until = min(last_text.toordinal(), reach) if last_text else reach
        spans = [
            each for each in cal.periods(rule.period.value, first, until) if each.start <= last
        ]
        if not spans:
            return None
        span = spans[-1]
        as_of = cal.add_months(span.end, 12 * _YEARS_LATER) if rule.has_deadline else span.end
        return Moment(cal.date_of(as_of), span)
    if rule.on is not None or rule.has_deadline or _is_of_events(rule, vocabulary):
        year = cal.year_of(last) + _YEARS_LATER
        return Moment(dt.date(year, 12, 31))
    year_end = dt.date(cal.year_of(last), 12, 31).toordinal()
    if year_end > last:
        before = dt.date(cal.year_of(last) - 1, 12, 31).toordinal()
        year_end = before if before >= first else last
    return Moment(cal.date_of(year_end))


def _is_of_events(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Whether the things of a rule have days of their own."""
    loop = rule.for_each
    return (
        loop is not None and not loop.paired and vocabulary.lists[loop.list_name].kind == "events"
    )


def slot_label(judged: Judged, rows: tuple[SketchRow, ...], names: Mapping[str, str]) -> str:
    """Return the label of a slot, its rows called by their ids."""
    span = judged.scope.period
    parts = [span.label] if isinstance(span, cal.Span) else []
    if rows:
        parts.append("+".join(names[row.name] for row in rows))
    return "/".join(parts) or "-"


@define(eq=False)
class Place:
    """Some rules in one slot of a sketch, and the rows it is about."""

    sketch: Sketch
    moment: Moment
    rows: tuple[SketchRow, ...]
    judged: tuple[Judged, ...]
    _solver: Solver | None = None

    def witness(self, *wanted: Term) -> tuple[Witness, str] | None:
        """Return a record that solves what is wanted, and the label of its slot."""
        solution = self._solution(*wanted)
        if solution is None:
            return None
        found, names = realised(self.sketch, solution, self.moment)
        return found, slot_label(self.judged[0], self.rows, names)

    def solved(self, *wanted: Term) -> Witness | None:
        """Return a record that solves what is wanted."""
        solution = self._solution(*wanted)
        return None if solution is None else realised(self.sketch, solution, self.moment)[0]

    def _solution(self, *wanted: Term) -> Solution | None:
        if self._solver is None:
            self._solver = Solver()
            self._solver.add(*self.sketch.axioms, *self.sketch.closing(), *self._standing())
        self._solver.push()
        self._solver.add(*wanted)
        solution, _ = asked(self._solver, self.sketch.moves)
        self._solver.pop()
        return solution

    def _standing(self) -> Iterator[Term]:
        """Yield that the organisation was there."""
        founded = self.sketch.facts.get("established_on")
        if founded is not None:
            for each in self.judged:
                yield compare("<=", founded, each.on)


def place(
    profile: Profile,
    rules: Iterable[tuple[Rule, Edition]],
    when: Moment,
    tried: tuple[int, bool],
) -> Place:
    """Encode some rules, which are judged on the same things, in one slot of a sketch."""
    size, follow = tried
    rules = list(rules)
    sketch = Sketch(profile, as_of=Number(when.as_of.toordinal()), size=size, follow=follow)
    loop = rules[0][0].for_each
    rows = sketch.things(loop.list_name, len(loop.names)) if loop else ()
    window = (when.window[0].toordinal(), when.window[1].toordinal())
    judged = tuple(
        judge(sketch, rule, edition, rows, when.span or "", window) for rule, edition in rules
    )
    category = sketch.facts.get("category")
    if profile.category is not None and category is not None:
        sketch.axioms.append(category == token_number(profile.category.value))
    return Place(sketch, when, rows, judged)


# -- from a solution to a record -----------------------------------------------------------


def realised(sketch: Sketch, model: Solution, when: Moment) -> tuple[Witness, dict[str, str]]:
    """Return the record that a solution is, and the ids of its rows."""
    vocabulary, profile = sketch.vocabulary, sketch.profile
    record: dict[str, Any] = {"id": "witness"}
    if profile.category is not None:
        record["category"] = profile.category.value
    record["established_on"] = cal.date_of(sketch.days[0])
    for name, value in sketch.facts.items():
        record[name] = _plain(model, value, vocabulary.facts[name])
    names: dict[str, str] = {}
    for list_name, rows in sketch.lists.items():
        facts = vocabulary.lists[list_name].attributes
        record[list_name] = []
        for row in rows:
            if not _truth(model, row.there):
                continue
            names[row.name] = f"x{_whole(model, row.id)}"
            values = {name: _plain(model, each, facts[name]) for name, each in row.facts.items()}
            record[list_name].append({"id": names[row.name], **values})
    parameters = {
        name: _setting(model, value, profile.parameters[name])
        for name, value in sketch.parameters.items()
    }
    return Witness(record, when.as_of, when.window, parameters), names


def _truth(model: Solution, term: Term) -> bool:
    if isinstance(term, bool):
        return term
    return bool(model.value(term))


def _whole(model: Solution, term: Term) -> int:
    return int(model.value(term))


def _plain(model: Solution, value: Any, fact: Fact) -> Any:
    kind = fact.value_type.kind
    if kind == types.BOOL:
        return _truth(model, value)
    if kind == types.SET:
        if isinstance(value, IdSet):
            return [f"x{each}" for each, there in value.members.items() if _truth(model, there)]
        return _tokens(model, value, fact.tokens)
    if kind == types.TOKEN:
        number = _whole(model, value)
        return next(each for each in fact.tokens if token_number(each) == number)
    if kind == types.ID:
        return f"x{_whole(model, value)}"
    number = _whole(model, value.term)
    if kind == types.DATE:
        return "never" if number >= cal.NEVER_DAY else cal.date_of(number)
    return decimal_of(number, value.places)


def _tokens(model: Solution, value: Any, tokens: Mapping[str, object]) -> list[str]:
    held = {key for key, there in value.members.items() if _truth(model, there)}
    return [each for each in tokens if str(token_number(each)) in held]


def _setting(model: Solution, value: Any, parameter: Parameter) -> ParameterValue:
    if parameter.type == "set":
        return frozenset(_tokens(model, value, parameter.tokens))
    number = _whole(model, value.term)
    if parameter.type == "day":
        return MonthDay(*divmod(number, 100))
    return decimal_of(number, value.places)
