"""Walks over lists, in every row of a situation.

A walk meets *pieces*: the rows of a list, and what stands for those that may be
missing (as :mod:`jintan_rules.slots.lists` has it). Where neither the filters nor the
element read the slot but for one equation, the list is summed up by the equation's key,
once for all that walk it so; otherwise slots and rows are joined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.measures import KINDS, Kind, Measure, Member, together
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.scopes import (
    DAY,
    Binding,
    InRow,
    OwnDay,
    Scope,
    StandIn,
    Token,
    Value,
    Words,
    evaluate,
    from_organizations,
    holds,
    number,
)
from jintan_rules.frames.situations import MOST
from jintan_rules.frames.support import NotSupportedError
from jintan_rules.language import nodes as n
from jintan_rules.slots.joins import bounds_of
from jintan_rules.slots.lists import MOST_MONTHS
from jintan_rules.standard.vocabulary import FactList

#: The most months that one run is looked for in, in frames: each becomes a column.
MOST_MONTHS_HERE = 600


@frozen(eq=False)
class Piece:
    """Members of a walk in one situation; ``link`` says by which keys they come together.

    Without a link they are members in the situation of the walk itself. The piece
    counts where ``gate`` holds.
    """

    scope: Scope
    present: c.Truth
    many: bool = False
    link: tuple[tuple[Cell, ...], tuple[Cell, ...]] | None = None
    gate: c.Truth = True


def quantifier(node: n.Quantifier, scope: Scope) -> Value:
    """Return what a walk comes to."""
    if node.kind == "longest_run":
        return _longest_run(node, scope)
    if node.kind == "all":
        found = quantifier(n.Quantifier("any", n.Not(node.element), node.generators), scope)
        return c.negate(cast(c.Truth, found))
    if node.kind == "any":
        return _any(node, scope)
    pieces = list(_walk(node.generators, scope, scope, node.element))
    return _together(node, pieces, scope)


def _any(node: n.Quantifier, scope: Scope) -> c.Truth:
    """Return whether something holds of a member; what speaks of none is asked apart."""
    element = n.Literal(True) if isinstance(node.element, n.Name) else node.element
    if len(node.generators) > 1:
        head, *rest = node.generators
        element = n.Quantifier("any", element, tuple(rest))
        # What a later loop asks of the first row alone belongs to the first.
        moved: list[n.Node] = []
        later: list[n.Generator] = []
        names = {name for each in rest for name in each.names}
        for each in rest:
            parts = _parts(each.filters)
            mine = [part for part in parts if not names & scope.setting.free(part)]
            moved += mine
            kept = tuple(part for part in parts if part not in mine)
            later.append(n.Generator(each.names, each.source, kept))
        element = n.Quantifier("any", node.element, tuple(later))
        head = n.Generator(head.names, head.source, (*head.filters, *moved))
        node = n.Quantifier("any", element, (head,))
    (generator,) = node.generators
    parts = _parts(generator.filters)
    names = set(generator.names)
    apart = [part for part in parts if not names & scope.setting.free(part)]
    kept = tuple(part for part in parts if names & scope.setting.free(part))
    generator = n.Generator(generator.names, generator.source, kept)
    inner = n.Quantifier("any", element, (generator,))
    outer = c.both(holds(each, scope) for each in apart)
    if outer is False:
        return False
    pieces = list(_walk((generator,), scope, scope, element))
    return c.both([outer, cast(c.Truth, _together(inner, pieces, scope))])


def _parts(filters: Iterable[n.Node]) -> list[n.Node]:
    found: list[n.Node] = []
    for each in filters:
        found += _parts(each.parts) if isinstance(each, n.And) else [each]
    return found


# -- putting together ---------------------------------------------------------------


def _together(node: n.Quantifier, pieces: list[Piece], scope: Scope) -> Value:
    kind = KINDS[node.kind]()
    pieces = [each for each in pieces if each.present is not False and each.gate is not False]
    elements = [_element(node, each.scope) for each in pieces]
    like: Any = None
    if any(isinstance(each, Range) for each in elements):
        elements = list(r.aligned(*elements))
        like = max(elements, key=lambda each: each.size)
        least = 0 if all(each.least is not None and each.least >= 0 for each in elements) else None
        like = r.Range(like.places, least, None, like.size)
    else:
        like = r.UNKNOWN
    parts = [
        _measured(kind, piece, element, scope)
        for piece, element in zip(pieces, elements, strict=True)
    ]
    return cast(Value, kind.value(together(kind, parts), like))


def _element(node: n.Quantifier, scope: Scope) -> Any:
    if node.kind == "count":
        return True
    if node.kind == "any":
        return True if node.element == n.Literal(True) else holds(node.element, scope)
    return number(node.element, scope)


def _measured(kind: Kind, piece: Piece, element: Any, scope: Scope) -> tuple[Number, ...]:
    found = kind.of(Member(piece.present, piece.many, element))
    if piece.link is None:
        return found
    theirs, ours = piece.link
    return tuple(
        _gathered(measure, each, piece, scope, theirs, ours)
        for measure, each in zip(kind.measures, found, strict=True)
    )


def _gathered(
    measure: Measure,
    each: Number,
    piece: Piece,
    scope: Scope,
    theirs: tuple[Cell, ...],
    ours: tuple[Cell, ...],
) -> Number:
    if not isinstance(each, Cell) and each == measure.nothing:
        return measure.nothing
    column = scope.situation.gather(piece.scope.situation, theirs, ours, measure.how, each)
    found = c.filled(column, measure.nothing)
    return cast(Number, c.when(piece.gate, found, measure.nothing))


# -- walking ------------------------------------------------------------------------


def _walk(
    generators: tuple[n.Generator, ...], scope: Scope, top: Scope, element: n.Node
) -> Iterator[Piece]:
    head, rest = generators[0], generators[1:]
    if not rest:
        yield from _pieces(head, scope, element, alone=scope is top)
        return
    for piece in _pieces(head, scope, element, alone=False):
        if piece.present is False:
            continue
        for below in _walk(rest, piece.scope, top, element):
            link = None
            if below.scope.situation is not top.situation:
                link = (top.situation.key_cells(), top.situation.key_cells())
            yield Piece(
                below.scope,
                c.both([_brought(piece.present, piece.scope, below.scope), below.present]),
                piece.many or below.many,
                link,
            )


def _brought(truth: c.Truth, source: Scope, here: Scope) -> c.Truth:
    """Bring a truth from a side to the situation of rows joined to it."""
    if source.situation is here.situation:
        return truth
    assert here.situation.sides[0] is source.situation
    return cast(c.Truth, here.carry(truth, 0))


def _pieces(
    generator: n.Generator, scope: Scope, element: n.Node, *, alone: bool
) -> Iterator[Piece]:
    source = generator.source
    match source:
        case n.Name(name=name) if name in scope.setting.profile.vocabulary.lists:
            yield from _of_list(generator, name, scope, element, alone=alone, cut=True)
        case n.Call(function="history", arguments=(n.Name(name=name),)):
            yield from _of_list(generator, name, scope, element, alone=alone, cut=False)
        case n.Call():
            raise NotSupportedError("pairs_inside")
        case _:
            words = cast(Words, evaluate(source, scope)).words
            tokens = [Token(None)] if words is None else [Token(each) for each in sorted(words)]
            for token in tokens:
                inner = scope.bind({generator.names[0]: token})
                there = None if words is None else True
                present = c.both([there, *(holds(each, inner) for each in generator.filters)])
                yield Piece(inner, present, words is None)


@frozen(eq=False)
class Reach:
    """What of a list a slot sees: conditions on its rows, and the days of what may be missing.

    ``gone`` are the first and last day of rows that may be missing, ``ahead`` of those that
    may yet come.
    """

    conditions: tuple[n.Node, ...]
    gone: tuple[Number, Number]
    ahead: tuple[Number, Number] | None

    @property
    def together(self) -> tuple[n.Node, ...]:
        """The conditions as one, which all walks of the same days share."""
        return (n.And(self.conditions),) if len(self.conditions) > 1 else self.conditions


def day_node(day: int) -> n.Node:
    """Return a day written out."""
    return n.Literal(dt.date.fromordinal(day))


def reach_of(
    shape: FactList,
    name: str,
    scope: Scope,
    *,
    cut: bool,
    generator: n.Generator | None = None,
) -> Reach:
    """Return what of a list the slot sees; ``name`` is the row's."""
    as_of = scope.setting.as_of
    row = n.Name(name)
    own = DAY in scope.env
    day: Number = number(n.Name(DAY), scope).point if own else scope.day
    if shape.kind == "events":
        date = n.Call("recorded", (n.Attribute(row, shape.date),))
        first: Number = cal.FIRST_DAY
        last: Number = as_of
        conditions: list[n.Node] = []
        if cut and scope.span:
            first, last = scope.span.start, scope.span.end
            conditions.append(n.Compare("<=", day_node(scope.span.start), date))
        elif cut:
            last = day
        if cut and own and not scope.span:
            conditions.append(n.Compare("<=", date, n.Name(DAY)))
        if isinstance(last, int):
            conditions.append(n.Compare("<=", date, day_node(min(last, as_of))))
        else:
            conditions.append(n.Compare("<=", date, n.Name("as_of")))
        for bound in bounds_of(generator, shape) if generator else ():
            limit = number(bound.other, scope)
            if bound.from_below:
                first = c.greatest(first, limit.low)
            if bound.from_above:
                last = c.least(last, limit.high)
        ahead = None
        if cut and not (isinstance(last, int) and last <= as_of):
            ahead = (c.greatest(as_of + 1, first), last)
        return Reach(tuple(conditions), (first, c.least(last, as_of)), ahead)
    if not cut:
        begun: tuple[n.Node, ...] = ()
        if shape.kind == "register":
            begun = (n.Compare("<=", n.Attribute(row, shape.since), n.Name("as_of")),)
        return Reach(begun, (cal.FIRST_DAY, as_of), None)
    day = c.least(day, as_of)
    stands: tuple[n.Node, ...] = ()
    if shape.kind == "register":
        on: n.Node = n.Call("min", (n.Name(DAY), n.Name("as_of")))
        if isinstance(day, int):
            on = day_node(day)
        stands = (
            n.Compare("<=", n.Attribute(row, shape.since), on),
            n.Compare("<=", on, n.Attribute(row, shape.until)),
        )
    first = c.least(scope.span.start, day) if scope.span else day
    return Reach(stands, (first, day), None)


def _of_list(
    generator: n.Generator, name: str, scope: Scope, element: n.Node, *, alone: bool, cut: bool
) -> Iterator[Piece]:
    shape = scope.setting.shape(name)
    variable = generator.names[0]
    reach = reach_of(shape, variable, scope, cut=cut, generator=generator)
    parts = _parts(generator.filters)
    if name in scope.setting.lists:
        conditions = [*reach.together, *parts]
        yield from _of_rows(name, variable, conditions, scope, element, alone=alone)
        yield from _of_gaps(shape, variable, parts, reach.gone, scope, element)
    else:
        yield _standing_in(shape, variable, parts, reach.gone, scope)
    if reach.ahead is not None:
        yield _standing_in(shape, variable, parts, reach.ahead, scope)


def _standing_in(
    shape: FactList,
    variable: str,
    parts: list[n.Node],
    days: tuple[Number, Number],
    scope: Scope,
    exists: c.Truth = True,  # noqa: FBT002  a truth of the rows, no switch
) -> Piece:
    """Return what stands for rows between two days that may be missing."""
    inner = scope.bind({variable: StandIn(shape, *days)})
    there = c.both([exists, c.is_true(c.compare("<=", *days))])
    if there is False:
        return Piece(inner, False, many=True)
    present = c.both([None, *(holds(each, inner) for each in parts)])
    return Piece(inner, cast(c.Truth, c.when(there, present, False)), many=True)


def _of_gaps(
    shape: FactList,
    variable: str,
    parts: list[n.Node],
    days: tuple[Number, Number],
    scope: Scope,
    element: n.Node,
) -> Iterator[Piece]:
    """Yield what stands for the rows that declared gaps hide."""
    gaps = scope.setting.gaps.get(shape.name)
    if gaps is None:
        return
    low, high = days
    plain = not isinstance(low, Cell) and not isinstance(high, Cell)
    if plain and not _reads_date(shape, (*parts, element)):
        # All gaps of a list are alike but for their days.
        met = has_gap(shape.name, cast(int, low), cast(int, high), scope)
        yield _standing_in(shape, variable, parts, (cal.FIRST_DAY, cal.LAST_DAY), scope, met)
        return
    start, end = gap_days()
    alone = all(_is_own(each, variable, scope) for each in (*parts, element))
    if plain and alone and scope.situation is scope.setting.organizations:
        keys = (scope.setting.work.key_cell("org"),)
        constants = {k: v for k, v in scope.env.items() if isinstance(v, (Token, cal.Span))}
        there = scope.at(gaps, constants)
        link = (keys, keys)
    else:
        joined = scope.setting.joined(scope.situation, gaps)
        there = scope.at(joined, {})
        there = evolve(there, env=lifted(scope.env, there))
        low, high = (cast(Number, there.carry(each, 0)) for each in days)
        start, end = (cast(Cell, there.carry(each, 1)) for each in (start, end))
        link = (scope.situation.key_cells(), scope.situation.key_cells())
    inside = (c.greatest(start, low), c.least(end, high))
    piece = _standing_in(shape, variable, parts, inside, there)
    yield evolve(piece, link=link)


_GAP_DAYS = (c.column("start", c.INT, nullable=False), c.column("end", c.INT, nullable=False))


def gap_days() -> tuple[Cell, Cell]:
    """Return the first and last day of a gap, in the situation of gaps."""
    return _GAP_DAYS


def has_gap(name: str, low: int, high: int, scope: Scope) -> c.Truth:
    """Return whether the organisation's list has a gap that meets some days."""
    organizations = scope.setting.organizations
    key = ("gap", name, low, high)
    if key not in organizations.memo:
        start, end = gap_days()
        keys = (scope.setting.work.key_cell("org"),)
        meets = c.both([c.compare("<=", start, high), c.compare("<=", low, end)])
        gaps = scope.setting.gaps[name]
        column = organizations.gather(gaps, keys, keys, MOST, c.when(meets, 1, 0))
        organizations.memo[key] = c.compare("==", c.filled(column, 0), 1)
    return cast(c.Truth, from_organizations(organizations.memo[key], scope))


def _reads_date(shape: FactList, nodes: Iterable[n.Node]) -> bool:
    """Whether what is asked of a row may depend on the date of the event."""
    if not shape.date:
        return False
    derived = {name for name, fact in shape.attributes.items() if fact.derived is not None}
    return any(_names(node, {shape.date, *derived}) for node in nodes)


def _names(node: n.Node, names: set[str]) -> bool:
    if isinstance(node, n.Attribute) and node.name in names:
        return True
    return any(_names(each, names) for each in n.children(node))


def lifted(env: Mapping[str, Binding], there: Scope) -> dict[str, Binding]:
    """Return the variables of a situation as one sees them where rows were joined to it."""
    found: dict[str, Binding] = {}
    for name, each in env.items():
        match each:
            case InRow(path=path) | OwnDay(path=path):
                found[name] = evolve(each, path=(0, *path))
            case StandIn(shape=shape, low=low, high=high):
                ends = (cast(Number, there.carry(end, 0)) for end in (low, high))  # type: ignore[arg-type]
                found[name] = StandIn(shape, *ends)
            case _:
                found[name] = each
    return found


# -- rows ---------------------------------------------------------------------------


def _of_rows(
    name: str,
    variable: str,
    parts: list[n.Node],
    scope: Scope,
    element: n.Node,
    *,
    alone: bool,
) -> Iterator[Piece]:
    setting = scope.setting
    situation = setting.lists[name]
    org = setting.work.key_cell("org")
    equation = next(
        (each for each in parts if _key_of(each, name, variable, scope) is not None), None
    )
    ours = theirs = None
    if equation is not None:
        parts = [each for each in parts if each is not equation]
        theirs, ours = cast("tuple[Cell, Cell]", _key_of(equation, name, variable, scope))
    if alone and all(_is_own(each, variable, scope) for each in (*parts, element)):
        constants = {k: v for k, v in scope.env.items() if isinstance(v, (Token, cal.Span))}
        there = scope.at(situation, {**constants, variable: InRow()})
        present = c.both(holds(each, there) for each in parts)
        plain = ((org,), (org,))
        if ours is None or theirs is None:
            yield Piece(there, present, link=plain)
            return
        yield Piece(there, present, link=((org, theirs), (org, ours)))
        perhaps = c.both([present, None])
        missing = c.is_null(ours)
        if theirs.nullable:
            # A row that lacks the attribute may have any value there.
            loose = cast(c.Truth, c.when(c.is_null(theirs), perhaps, False))
            yield Piece(there, loose, link=plain, gate=c.negate(missing))
        yield Piece(there, perhaps, link=plain, gate=missing)
        return
    ways: list[tuple[Any, Any, Any]] = [((), None, None)]
    if ours is not None and theirs is not None:
        ways = [(((ours, theirs),), None, None)]
        if theirs.nullable:
            ways.append(((), None, theirs))
        if ours.nullable:
            ways.append(((), ours, None))
    for on, left, right in ways:
        joined = setting.joined(scope.situation, situation, on, lacking=(left, right))
        there = scope.at(joined, {})
        there = evolve(there, env={**lifted(scope.env, there), variable: InRow((1,))})
        equal = None if left is not None or right is not None else True
        present = c.both([equal, *(holds(each, there) for each in parts)])
        if left is None and right is not None and ours is not None and ours.nullable:
            # A slot that lacks the attribute meets every row in a part of its own.
            met = c.negate(c.is_null(there.carry(ours, 0)))
            present = cast(c.Truth, c.when(met, present, False))
        link = (scope.situation.key_cells(), scope.situation.key_cells())
        yield Piece(there, present, link=link)


def _is_own(node: n.Node, variable: str, scope: Scope) -> bool:
    """Whether an expression reads nothing of the slot but the row walked."""
    used = scope.bind({variable: InRow()}).used(node)
    others = [each for name, each in used.items() if name != variable]
    return all(isinstance(each, (Token, cal.Span)) for each in others)


def _key_of(node: n.Node, name: str, variable: str, scope: Scope) -> tuple[Cell, Cell] | None:
    """Return the columns that an equation of a row with the slot sets equal: theirs and ours."""
    if not (isinstance(node, n.Compare) and node.operator == "=="):
        return None
    for left, right in ((node.left, node.right), (node.right, node.left)):
        if not _is_recorded(left, name, variable, scope):
            continue
        used = scope.bind({variable: InRow()}).used(right)
        if variable in used or not any(isinstance(each, InRow) for each in used.values()):
            continue
        there = scope.at(scope.setting.lists[name], {variable: InRow()})
        theirs, ours = evaluate(left, there), evaluate(right, scope)
        if (
            isinstance(theirs, Token)
            and isinstance(ours, Token)
            and isinstance(theirs.text, Cell)
            and isinstance(ours.text, Cell)
        ):
            return theirs.text, ours.text
    return None


def _is_recorded(node: n.Node, name: str, variable: str, scope: Scope) -> bool:
    if node == n.Name(variable):
        return True
    if not (isinstance(node, n.Attribute) and node.base == n.Name(variable)):
        return False
    if node.name == "id":
        return True
    fact = scope.setting.shape(name).attributes[node.name]
    return fact.derived is None and fact.default is None


# -- months -------------------------------------------------------------------------


def _longest_run(node: n.Quantifier, scope: Scope) -> Range:
    """Return the longest run of months that meet a condition."""
    (generator,) = node.generators
    source = cast(n.Call, generator.source)
    first, last = (number(each, scope) for each in source.arguments)
    as_of, reach = scope.setting.as_of, 31 * MOST_MONTHS
    low = max(first.least or cal.FIRST_DAY, cal.FIRST_DAY, as_of - reach)
    high = min(cal.LAST_DAY if last.most is None else last.most, as_of + reach, cal.LAST_DAY)
    months = list(cal.periods("month", cal.month_start(low), high)) if low <= high else []
    if len(months) > MOST_MONTHS_HERE:
        raise NotSupportedError("long_runs")
    longest: list[Number] = [0, 0]
    current: list[Number] = [0, 0]
    for month in months:
        inside = c.both(
            [
                r.compare("<=", first, r.known(month.start)),
                r.compare("<=", r.known(month.end), last),
                True if month.end <= as_of else None,
            ]
        )
        flag: c.Truth = False
        if inside is not False:
            met = scope.bind({generator.names[0]: month})
            flag = c.both([inside, holds(node.element, met)])
        for place, there in enumerate((c.is_true(flag), c.may_hold(flag))):
            current[place] = cast(Number, c.when(there, c.plus(current[place], 1), 0))
            longest[place] = c.greatest(longest[place], current[place])
    return r.spread(longest[0], longest[1], 0, len(months), len(months))
