"""Walks over lists, in every row of a situation.

A walk meets *pieces*: the rows of a list, and what stands for those that may be
missing (as :mod:`jintan_rules.slots.lists` has it). Where neither the filters nor the
element read the slot but for one equation, the list is summed up by the equation's key,
once for all that walk it so; otherwise slots and rows are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from jintan_rules.frames import cells as c
from jintan_rules.frames import ranges as r
from jintan_rules.frames.cells import Cell, Number
from jintan_rules.frames.joined_rows import of_rows
from jintan_rules.frames.measures import KINDS, Kind, Measure, Member, together
from jintan_rules.frames.missing_rows import of_gaps, standing_in
from jintan_rules.frames.ranges import Range
from jintan_rules.frames.reaches import Piece, reach_of
from jintan_rules.frames.runs import longest_run
from jintan_rules.frames.scopes import (
    Scope,
    evaluate,
    holds,
    number,
)
from jintan_rules.frames.support import NotSupportedError
from jintan_rules.frames.values import Token, Value, Words
from jintan_rules.language import nodes as n


def quantifier(node: n.Quantifier, scope: Scope) -> Value:
    """Return what a walk comes to."""
    if node.kind == "longest_run":
        return longest_run(node, scope)
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
            parts = parts_of(each.filters)
            mine = [part for part in parts if not names & scope.setting.free(part)]
            moved += mine
            kept = tuple(part for part in parts if part not in mine)
            later.append(n.Generator(each.names, each.source, kept))
        element = n.Quantifier("any", node.element, tuple(later))
        head = n.Generator(head.names, head.source, (*head.filters, *moved))
        node = n.Quantifier("any", element, (head,))
    (generator,) = node.generators
    parts = parts_of(generator.filters)
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


def parts_of(filters: Iterable[n.Node]) -> list[n.Node]:
    """Return what filters ask, part by part."""
    found: list[n.Node] = []
    for each in filters:
        found += parts_of(each.parts) if isinstance(each, n.And) else [each]
    return found


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
    return c.when(piece.gate, found, measure.nothing)


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


def _of_list(
    generator: n.Generator, name: str, scope: Scope, element: n.Node, *, alone: bool, cut: bool
) -> Iterator[Piece]:
    shape = scope.setting.shape(name)
    variable = generator.names[0]
    reach = reach_of(shape, variable, scope, cut=cut, generator=generator)
    parts = parts_of(generator.filters)
    if name in scope.setting.lists:
        conditions = [*reach.together, *parts]
        yield from of_rows(name, variable, conditions, scope, element, alone=alone)
        yield from of_gaps(shape, variable, parts, reach.gone, scope, element)
    else:
        yield standing_in(shape, variable, parts, reach.gone, scope)
    if reach.ahead is not None:
        yield standing_in(shape, variable, parts, reach.ahead, scope)
