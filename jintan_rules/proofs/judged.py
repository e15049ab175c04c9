"""One rule in one slot as terms: whether it binds there, whether it is met, whether it is open.

This is what :mod:`jintan_rules.slots.build` does to a record, said to the solver; it holds
for the model of a slot as for a record of a few rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse
from jintan_rules.proofs.encoding import Encoder
from jintan_rules.proofs.numbers import Number, compare, least, most
from jintan_rules.proofs.scope import Scope, Verdict
from jintan_rules.proofs.terms import Term, both, either, negate
from jintan_rules.proofs.walks import renamed
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.words import FirstPeriod


@frozen(eq=False)
class Judged:
    """A rule in a slot: what proves that it binds and is met, and what refutes it.

    ``on`` is the slot's own day. ``still_open`` says that the period still runs, or the
    deadline is to come, and ``let_off`` that ``applies_when`` or the filter is false.
    """

    rule: Rule
    edition: Edition
    scope: Scope
    on: Number
    binds: Verdict
    met: Verdict
    still_open: Term
    let_off: Term = False
    due: Number | None = None

    @property
    def passes(self) -> Term:
        """That the slot is a pass."""
        return both(self.binds.proved, self.met.proved)

    @property
    def fails(self) -> Term:
        """That the slot is a fail."""
        return both(self.binds.proved, self.met.refuted, negate(self.still_open))

    @property
    def pending(self) -> Term:
        """That the slot is pending."""
        return both(self.binds.proved, negate(self.met.proved), self.still_open)

    @property
    def not_applicable(self) -> Term:
        """That the rule does not bind in the slot."""
        return self.binds.refuted


def day_word(rule: Rule, rows: dict[str, Any]) -> str:
    """Return the word for the days that the rule's walks read: two that agree read the same."""
    if rule.period is not None:
        return rule.period.value
    if rule.has_deadline or (rule.on is None and not _is_event(rule)):
        return "as_of"
    if rule.on is not None:
        return unparse(renamed(rule.on.node, rows))
    return "its day"


def _is_event(rule: Rule) -> bool:
    return rule.for_each is not None and not rule.for_each.paired


def judge(
    encoder: Encoder,
    rule: Rule,
    edition: Edition,
    rows: tuple[Any, ...],
    period: Any,
    window: tuple[int, int] | None = None,
) -> Judged:
    """Encode a rule in the slot of some rows.

    Args:
        encoder: The model of a slot, or a record of a few rows.
        rule: The rule.
        edition: The text to judge by; that it is in force is part of what binds.
        rows: The rows of its thing, in the order of its names.
        period: The slot's period, a span or a word; a word for its days where it has none.
        window: The days assessed; without them, a slot of any day will do.
    """
    names = rule.for_each.names if rule.for_each else ()
    variables = dict(zip(names, rows, strict=True))
    day = encoder.as_of
    if rule.period is not None:
        day = encoder.period_part("end", Scope(variables, period))
    around = Scope(variables, period, day)
    on = _own_day(encoder, rule, rows, around)
    if rule.period is None and not rule.has_deadline:
        day = on
    scope = Scope(variables, period, day)
    since = encoder.number(rule.since.node, around) if rule.since else None
    until = encoder.number(rule.until.node, around) if rule.until else None
    due = done = None
    still_open: Term = False
    if rule.period is not None:
        still_open = compare("<", encoder.as_of, day)
    if edition.due is not None and edition.done is not None:
        due = encoder.number(edition.due.node, scope)
        done = encoder.number(edition.done.node, scope)
        still_open = compare("<", encoder.as_of, due)
    certain = [
        *_in_force(encoder, rule, edition, on, scope),
        *_standing(encoder, rule, scope),
        *_begun(encoder, rule, (since, until), scope),
    ]
    if rule.period is None:
        certain.append(compare("<=", since or on, encoder.as_of))
        if window is not None:
            end = until or on
            if due is not None and done is not None:
                end = most(due, least(done, encoder.as_of))
            certain.append(compare(">=", end, Number(window[0])))
    conditions = [encoder.condition(each, scope) for each in _conditions(rule)]
    binds = Verdict(
        both(*certain, *(each.proved for each in conditions)),
        either(negate(both(*certain)), *(each.refuted for each in conditions)),
    )
    met = encoder.condition(edition.condition, scope)
    let_off = either(*(each.refuted for each in conditions))
    return Judged(rule, edition, scope, on, binds, met, still_open, let_off, due)


def _conditions(rule: Rule) -> Iterator[n.Node]:
    if rule.applies_when is not None:
        yield rule.applies_when.node
    if rule.for_each is not None:
        yield from rule.for_each.generator.filters


def _own_day(encoder: Encoder, rule: Rule, rows: tuple[Any, ...], scope: Scope) -> Number:
    if rule.on is not None:
        return encoder.number(rule.on.node, scope)
    if rule.period is not None:
        return encoder.period_part("start", scope)
    if rule.for_each is not None and len(rows) == 1:
        shape = encoder.vocabulary.lists[rule.for_each.list_name]
        if shape.kind == "events":
            return _attribute(encoder, rule.for_each.names[0], shape.date, scope)
    return encoder.as_of


def _attribute(encoder: Encoder, name: str, attribute: str, scope: Scope) -> Number:
    return encoder.number(n.Attribute(n.Name(name), attribute), scope)


def _in_force(
    encoder: Encoder, rule: Rule, edition: Edition, on: Number, scope: Scope
) -> Iterator[Term]:
    """Yield that the edition is the one in force."""
    yield compare(">=", on, Number(edition.start.toordinal()))
    if edition.end is not None:
        yield compare("<=", on, Number(edition.end.toordinal()))
    if rule.period is not None and rule.on is None and rule.editions[-1].end is not None:
        end = encoder.period_part("end", scope)
        yield compare("<=", end, Number(rule.editions[-1].end.toordinal()))
    yield compare("<=", on, Number(cal.LAST_DAY))


def _standing(encoder: Encoder, rule: Rule, scope: Scope) -> Iterator[Term]:
    """Yield that the rows stand when they have to, and that events have happened."""
    if rule.for_each is None:
        return
    shape = encoder.vocabulary.lists[rule.for_each.list_name]
    for name in rule.for_each.names:
        if shape.kind == "events":
            held = _attribute(encoder, name, shape.date, scope)
            yield compare("<=", held, encoder.as_of)
            if rule.period is not None and not isinstance(rule.for_each.generator.source, n.Call):
                yield compare(">=", held, encoder.period_part("start", scope))
                yield compare("<=", held, encoder.period_part("end", scope))
        elif shape.kind == "register":
            since = _attribute(encoder, name, shape.since, scope)
            until = _attribute(encoder, name, shape.until, scope)
            if rule.period is not None:
                start = encoder.period_part("start", scope)
                end = encoder.period_part("end", scope)
                partial = rule.first_period is FirstPeriod.PARTIAL
                yield compare("<=", since, end if partial else start)
                yield compare("<=", end, until)
            elif rule.on or rule.since or isinstance(rule.for_each.generator.source, n.Call):
                yield compare("<=", since, encoder.as_of)
            else:
                yield compare("<=", since, encoder.as_of)
                yield compare("<=", encoder.as_of, until)


def _begun(
    encoder: Encoder,
    rule: Rule,
    limits: tuple[Number | None, Number | None],
    scope: Scope,
) -> Iterator[Term]:
    """Yield that what the rule presupposes holds for the whole of a period."""
    if rule.period is None:
        return
    start, end = (encoder.period_part(part, scope) for part in ("start", "end"))
    since, until = limits
    yield compare("<=", start, encoder.as_of)
    if since is not None:
        began = end if rule.first_period is FirstPeriod.PARTIAL else start
        yield compare("<=", since, began)
    if until is not None:
        yield compare("<=", end, until)
