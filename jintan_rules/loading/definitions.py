"""How facts follow from each other: never in a circle, and never to something too large.

An expression is judged by what it comes to once every fact in it that follows
from others is written out: that is what evaluating it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.language import nodes as n
from jintan_rules.loading.expressions import reads
from jintan_rules.standard.vocabulary import Fact, Vocabulary

#: A fact by its list, or by nothing where it is the organisation's own, and its name.
FactKey: TypeAlias = tuple[str, str]

#: The most that a fact may come to, written out: levels, parts, numbers multiplied.
MOST_LEVELS = 40
MOST_PARTS = 500
MOST_FACTORS = 16


@frozen
class Size:
    """What an expression comes to, written out."""

    levels: int = 1
    parts: int = 1
    factors: int = 1

    @property
    def is_too_large(self) -> bool:
        """Whether it is more than evaluating should take."""
        return self.levels > MOST_LEVELS or self.parts > MOST_PARTS or self.factors > MOST_FACTORS


def problems_of(vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a problem for each circle of definitions and each fact that comes to too much."""
    needs = dict(_definitions(vocabulary))
    sizes: dict[FactKey, Size] = {}
    for start in needs:
        yield from _sized_from(start, needs, sizes, vocabulary)


def _definitions(vocabulary: Vocabulary) -> Iterator[tuple[FactKey, tuple[FactKey, ...]]]:
    """Yield every derived or defaulted fact with the facts its expressions read."""
    shapes = [("", vocabulary.facts), *((s.name, s.attributes) for s in vocabulary.lists.values())]
    for list_name, facts in shapes:
        for fact in facts.values():
            below = [each for node in _nodes(fact) for each in _reads(node, list_name, vocabulary)]
            if _nodes(fact):
                yield (list_name, fact.name), tuple(dict.fromkeys(below))


def _nodes(fact: Fact) -> list[n.Node]:
    return [each.node for each in (fact.derived, fact.default, fact.default_when) if each]


def _reads(node: n.Node, list_name: str, vocabulary: Vocabulary) -> Iterator[FactKey]:
    return reads(node, vocabulary, {"row": list_name} if list_name else {})


def _sized_from(
    start: FactKey,
    needs: Mapping[FactKey, tuple[FactKey, ...]],
    sizes: dict[FactKey, Size],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    """Give a fact and all that it rests on a size; yield a problem for each that is too large."""
    # Without recursion, for a chain of definitions may be as long as a vocabulary.
    way: dict[FactKey, Iterator[FactKey]] = {}
    circular: set[FactKey] = set()
    queue = [start]
    while queue:
        fact = queue[-1]
        if fact not in way and fact not in sizes and fact in needs:
            way[fact] = iter(needs[fact])
        following = next((each for each in way.get(fact, ()) if each not in sizes), None)
        if following is None:
            queue.pop()
            if way.pop(fact, None) is not None:
                size = Size() if fact in circular else _size(fact, sizes, vocabulary)
                if size.is_too_large:
                    yield _too_large(fact, size, vocabulary)
                # A fact at fault is told once, not again of all that rests on it.
                sizes[fact] = Size() if size.is_too_large else size
        elif following in way:
            if fact not in circular:
                trail = list(way)
                circle = [*trail[trail.index(following) :], following]
                circular.update(circle)
                yield _circle(circle, vocabulary)
        elif following in needs:
            queue.append(following)


def _circle(way: list[FactKey], vocabulary: Vocabulary) -> Problem:
    found = vocabulary.fact(way[-1][1], way[-1][0])
    return Problem(
        "JR303",
        found.place if found else Place(),
        "definitions depend on each other",
        found=" -> ".join(f"{rows}.{name}" if rows else name for rows, name in way),
        mend="break the circle: one of them must be given, not derived",
    )


def _size(key: FactKey, sizes: Mapping[FactKey, Size], vocabulary: Vocabulary) -> Size:
    fact = vocabulary.fact(key[1], key[0])
    assert fact is not None  # it has a definition
    own = _nodes(fact)
    below = [sizes.get(each, Size()) for node in own for each in _reads(node, key[0], vocabulary)]
    return Size(
        levels=max(map(_levels, own)) + max((each.levels for each in below), default=0),
        parts=sum(map(_parts, own)) + sum(each.parts for each in below),
        factors=max(map(_factors, own)) * max((each.factors for each in below), default=1),
    )


def _levels(node: n.Node) -> int:
    return 1 + max(map(_levels, n.children(node)), default=0)


def _parts(node: n.Node) -> int:
    return 1 + sum(map(_parts, n.children(node)))


def _factors(node: n.Node) -> int:
    below = [_factors(each) for each in n.children(node)]
    if isinstance(node, n.Arithmetic) and node.operator == "*":
        return sum(below)
    return max(below, default=1)


def _too_large(key: FactKey, size: Size, vocabulary: Vocabulary) -> Problem:
    found = vocabulary.fact(key[1], key[0])
    return Problem(
        "JR206",
        found.place if found else Place(),
        f"{key[1]} follows from too much",
        expected=f"at most {MOST_LEVELS} levels, {MOST_PARTS} parts and products of {MOST_FACTORS}"
        " numbers, once all that it follows from is written out",
        found=f"{size.levels} levels, {size.parts} parts, products of {size.factors}",
        mend="let one of the facts that it follows from be given",
    )
