"""One slot in every row of a situation: whether it is there, and what decides it."""

from __future__ import annotations

import datetime as dt
from typing import cast

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import codes
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.reaches import day_node
from jintan_rules.frames.scopes import (
    DAY,
    OwnDay,
    Scope,
    StandIn,
    evaluate,
    from_organizations,
    holds,
    number,
)
from jintan_rules.frames.values import Value, choose
from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import FirstPeriod, Level


@frozen(eq=False)
class Slot:
    """Slots of a rule before they are judged: whether they are there, and what decides them."""

    exists: c.Truth
    applies: c.Truth
    met: c.Truth
    still_open: c.Truth

    @property
    def missing(self) -> c.Truth:
        """Whether what stands for missing things may be a slot."""
        return c.both([self.exists, c.may_hold(self.applies)])


def slot_of(rule: Rule, around: Scope, span: cal.Span | None, present: c.Truth) -> Slot:
    """Return the slots of a rule in a scope: one in each row of the situation."""
    setting = around.setting
    as_of = setting.as_of
    since, until = _day(rule.since, around), _day(rule.until, around)
    on = _own_day(rule, around, span)
    start, end = since or on, until or on
    if span is None and (rule.since is None or _same(rule.since, rule.on)):
        on = _not_later(on, as_of)
    scope = around
    if span is None and not rule.has_deadline:
        scope = _on_own_day(around, on)
    covered, in_force = _editions(rule, span, on)
    due = done = None
    still_open: c.Truth = False
    if rule.has_deadline:
        done = _of_edition(rule, "done", covered, scope)
        due = _of_edition(rule, "due", covered, scope)
        still_open = r.compare("<", r.known(as_of), due)
    elif span is not None:
        still_open = span.end > as_of
    in_window: c.Truth = True
    if span is None:
        first, last = setting.window
        if due is not None and done is not None:
            # A breach not cured stays in sight; one cured before the window does not.
            end = r.maximum(due, r.minimum(done, r.known(as_of)))
        begun = r.compare("<=", start, r.known(min(as_of, last)))
        in_window = c.both([begun, r.compare("<=", r.known(first), end)])
    conditions = [in_window, in_force, *_conditions(rule, scope)]
    if span is None and not on.is_known and not rule.has_deadline:
        conditions.append(cast(c.Truth, c.when(on.decided, True, None)))
    conditions += _existence(rule, scope, span, due if due is not None else on)
    if span is None:
        conditions.append(_established(scope, on))
    else:
        conditions += _preconditions(rule, scope, span, since, until)
    known_thing = not any(isinstance(each, StandIn) for each in scope.env.values())
    if known_thing:
        conditions.append(cast(c.Truth, c.when(c.is_null(present), None, True)))
    exists = c.both([c.may_hold(present), c.may_hold(in_window)])
    met = _met(covered, scope, done, due)
    return Slot(exists, c.both(conditions), met, still_open)


def _day(expression: Expression | None, scope: Scope) -> Range | None:
    return None if expression is None else number(expression.node, scope)


def _same(one: Expression, other: Expression | None) -> bool:
    return other is not None and one.node == other.node


def _own_day(rule: Rule, scope: Scope, span: cal.Span | None) -> Range:
    """Return the day that is the slot's own and chooses its edition."""
    if rule.on is not None:
        return number(rule.on.node, scope)
    if span is not None:
        return r.known(span.start)
    if rule.for_each is not None and len(rule.for_each.names) == 1:
        shape = scope.setting.shape(rule.for_each.list_name)
        if shape.kind == "events":
            return number(n.Attribute(n.Name(rule.for_each.names[0]), shape.date), scope)
    return r.known(scope.setting.state_day)


def _not_later(on: Range, as_of: int) -> Range:
    """Leave out the days after ``as_of`` of an own day that is not known: no slot is there."""
    if on.is_known:
        return on
    begun = c.is_true(c.compare("<=", on.low, as_of))
    high = c.when(begun, c.least(on.high, as_of), on.high)
    return r.spread(on.low, high, on.least, on.most, on.size)


def _on_own_day(scope: Scope, on: Range) -> Scope:
    """Return the scope in which lists are read on the slot's own day, where it is known."""
    if isinstance(on.point, int) and on.is_point and cal.is_day(on.point):
        return evolve(scope, day=on.point)
    day = c.when(on.decided, on.low, scope.setting.state_day)
    if not isinstance(day, Cell):
        return scope
    # Where it is decided it is known: the other branch stands for null.
    day = cast(Cell, c.filled(day, scope.setting.state_day))
    return scope.bind({DAY: OwnDay((), day)})


def _bounds(edition: Edition) -> tuple[int, int]:
    return edition.start.toordinal(), edition.end.toordinal() if edition.end else cal.LAST_DAY


def _editions(
    rule: Rule, span: cal.Span | None, on: Range
) -> tuple[list[tuple[c.Truth, Edition]], c.Truth]:
    """Return where each edition is in force, and whether one is."""
    if span is not None and rule.on is None:
        edition, in_force = _edition_of_period(rule, span)
        return ([(True, edition)] if edition else []), in_force
    covered: list[tuple[c.Truth, Edition]] = []
    overlaps: list[c.Truth] = []
    for each in rule.editions:
        start, end = _bounds(each)
        low, high = on.low, on.high
        inside = c.both([_at_most(start, low), _at_most(high, end)])
        covered.append((c.is_true(inside), each))
        overlaps.append(c.both([_at_most(start, high), _at_most(low, end)]))
    whole = c.either(truth for truth, _ in covered)
    some = c.is_true(c.either(overlaps))
    return covered, cast(c.Truth, c.when(whole, True, c.when(some, None, False)))


def _at_most(left: Number, right: Number) -> c.Truth:
    return c.is_true(c.compare("<=", left, right))


def _edition_of_period(rule: Rule, span: cal.Span) -> tuple[Edition | None, bool]:
    first, last = _in_force(rule, span.start), _in_force(rule, span.end)
    if first is None and rule.first_period is FirstPeriod.PARTIAL:
        return last, last is not None
    return first, first is not None and last is not None


def _in_force(rule: Rule, day: int) -> Edition | None:
    date = dt.date.fromordinal(day)
    return next((each for each in rule.editions if each.covers(date)), None)


def _of_edition(
    rule: Rule, what: str, covered: list[tuple[c.Truth, Edition]], scope: Scope
) -> Range:
    """Return the day done or due by the text in force; by the last one where none is."""

    def read(edition: Edition) -> Range:
        return number(cast(Expression, getattr(edition, what)).node, scope)

    def node(edition: Edition) -> n.Node:
        return cast(Expression, getattr(edition, what)).node

    last = rule.editions[-1]
    value: Value = read(last)
    if all(node(each) == node(last) for _, each in covered):
        return cast(Range, value)
    for truth, each in reversed(covered):
        value = choose(truth, read(each), value)
    return cast(Range, value)


def _met(
    covered: list[tuple[c.Truth, Edition]],
    scope: Scope,
    done: Range | None,
    due: Range | None,
) -> c.Truth:
    """Return whether the slot shows what its edition requires."""
    if done is not None and due is not None:
        return r.compare("<=", done, r.minimum(due, r.known(scope.setting.as_of)))
    if not covered:
        return None
    nodes = [each.condition for _, each in covered]
    if all(each == nodes[0] for each in nodes):
        return holds(nodes[0], scope)
    found: c.Truth = None
    for (truth, _), node in zip(reversed(covered), reversed(nodes), strict=True):
        found = c.when(truth, holds(node, scope), found)
    return found


def _conditions(rule: Rule, scope: Scope) -> list[c.Truth]:
    found = [holds(rule.applies_when.node, scope)] if rule.applies_when else []
    if rule.for_each is not None:
        found += [holds(each, scope) for each in rule.for_each.generator.filters]
    return found


def _life(scope: Scope) -> tuple[Range, Range]:
    """The days on which the organisation was founded and dissolved, within what is known."""
    setting = scope.setting
    there = scope.at(setting.organizations, {})
    given = setting.tables.organizations.facts
    established = r.point(None, cal.FIRST_DAY, cal.LAST_DAY, cal.NEVER_DAY)
    dissolved = r.known(cal.NEVER_DAY)
    if "established_on" in given:
        column = cast(Range, evaluate(n.Name("established_on"), there)).point
        established = r.point(column, cal.FIRST_DAY, cal.LAST_DAY, cal.NEVER_DAY)
    if "dissolved_on" in given:
        # Absent means still there: the vocabulary declares never as its default.
        memo = setting.organizations.memo
        if "dissolved" not in memo:
            full = setting.full.get(setting.organizations.name, frozenset())
            column = c.column("dissolved_on", c.INT, nullable="dissolved_on" not in full)
            memo["dissolved"] = c.filled(column, cal.NEVER_DAY)
        dissolved = r.point(memo["dissolved"], cal.FIRST_DAY, cal.NEVER_DAY, cal.NEVER_DAY)
    return established, dissolved


def _of_organization(what: str, operator_day: Number, scope: Scope) -> c.Truth:
    """Return ``established <= day`` or ``day <= dissolved`` for a day that is the same for all."""
    setting = scope.setting
    memo = setting.organizations.memo
    key = (what, operator_day)
    if key not in memo:
        established, dissolved = _life(scope)
        day = r.known(cast(int, operator_day))
        if what == "established":
            memo[key] = r.compare("<=", established, day)
        else:
            memo[key] = r.compare("<=", day, dissolved)
    return cast(c.Truth, from_organizations(memo[key], scope))


def _established(scope: Scope, on: Range) -> c.Truth:
    if on.is_point and isinstance(on.point, int):
        return _of_organization("established", on.point, scope)
    established, _ = _life(scope)
    return r.compare("<=", cast(Range, from_organizations(established, scope)), on)


def _existence(rule: Rule, scope: Scope, span: cal.Span | None, last: Range) -> list[c.Truth]:
    """Return whether the organisation exists in the slot, and for the whole of its period."""
    if span is not None:
        found = [
            _of_organization("established", span.end, scope),
            _of_organization("dissolved", span.end, scope),
        ]
        if rule.first_period is FirstPeriod.WHOLE:
            found.append(_of_organization("established", span.start, scope))
        return found
    if last.is_point and isinstance(last.point, int):
        return [_of_organization("dissolved", min(last.point, cal.LAST_DAY), scope)]
    _, dissolved = _life(scope)
    if dissolved.is_point and dissolved.point == cal.NEVER_DAY:
        return []
    # A deadline that never comes is the last of all days: it outlives nobody.
    bounded = r.minimum(last, r.known(cal.LAST_DAY))
    return [r.compare("<=", bounded, cast(Range, from_organizations(dissolved, scope)))]


def _preconditions(
    rule: Rule, scope: Scope, span: cal.Span, since: Range | None, until: Range | None
) -> list[c.Truth]:
    """Return whether what the rule presupposes holds for the whole of the period."""
    found: list[c.Truth] = []
    began = span.end if rule.first_period is FirstPeriod.PARTIAL else span.start
    if since is not None:
        found.append(r.compare("<=", since, r.known(began)))
    if until is not None:
        found.append(r.compare("<=", r.known(span.end), until))
    if rule.for_each is not None:
        shape = scope.setting.shape(rule.for_each.list_name)
        if shape.kind == "register":
            for name in rule.for_each.names:
                if not isinstance(scope.env[name], StandIn):
                    row = n.Name(name)
                    lives = (
                        n.Compare("<=", n.Attribute(row, shape.since), day_node(began)),
                        n.Compare("<=", day_node(span.end), n.Attribute(row, shape.until)),
                    )
                    found += [holds(each, scope) for each in lives]
    return found


def code_of(rule: Rule, slot: Slot, reason: c.Truth) -> Number:
    """Return the code of a slot, null where there is none."""
    fail: Number = codes.FAIL
    if codes.level_in(rule, codes.FAIL) is Level.DEVIATION:
        fail = cast(Number, c.when(reason, codes.EXCUSED, codes.FAIL))
    unsure = c.either([c.is_null(slot.met), c.is_null(slot.still_open)])
    failing = c.when(unsure, codes.UNKNOWN, fail)
    judged = c.when(slot.met, codes.PASS, c.when(slot.still_open, codes.PENDING, failing))
    bound = c.when(
        slot.applies, judged, c.when(c.is_null(slot.applies), codes.UNKNOWN, codes.NOT_APPLICABLE)
    )
    return c.when(slot.exists, bound, None)
