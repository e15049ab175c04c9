"""Equations that pick the rows of a loop, so that a join need not walk a whole list."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from jintan_rules.language import nodes as n
from jintan_rules.standard.vocabulary import FactList

#: The most equations that one look-up uses.
MOST_EQUATIONS = 3


@frozen
class Join:
    """One equation of a loop's filters: ``row.attribute == other``."""

    attribute: str
    other: n.Node


def joins_of(generator: n.Generator, shape: FactList) -> tuple[Join, ...]:
    """Return the equations that every row of the loop must meet.

    Only what is recorded can be looked up: an attribute that has a default or
    follows from others is left to the filters, which are evaluated all the same.
    """
    name = generator.names[0]
    found: dict[str, Join] = {}
    for part in (part for each in generator.filters for part in _parts(each)):
        if not (isinstance(part, n.Compare) and part.operator == "=="):
            continue
        for left, right in ((part.left, part.right), (part.right, part.left)):
            if (
                isinstance(left, n.Attribute)
                and left.base == n.Name(name)
                and _is_recorded(left.name, shape)
                and not _mentions(right, name)
            ):
                found.setdefault(left.name, Join(left.name, right))
    return tuple(found.values())[:MOST_EQUATIONS]


@frozen
class Bound:
    """A limit that a loop's filters set to the date of its events."""

    from_below: bool
    from_above: bool
    other: n.Node


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def bounds_of(generator: n.Generator, shape: FactList) -> tuple[Bound, ...]:
    """Return the limits within which the filters let the dates of events lie.

    A limit that is not included is read as included: the filter still decides.
    """
    if not shape.date or not _is_recorded(shape.date, shape):
        return ()
    date = n.Attribute(n.Name(generator.names[0]), shape.date)
    found = []
    for part in (part for each in generator.filters for part in _parts(each)):
        if not (isinstance(part, n.Compare) and part.operator in _TURNED):
            continue
        for left, right, operator in (
            (part.left, part.right, part.operator),
            (part.right, part.left, _TURNED[part.operator]),
        ):
            if left == date and not _mentions(right, generator.names[0]):
                below, above = operator in (">", ">=", "=="), operator in ("<", "<=", "==")
                found.append(Bound(below, above, right))
    return tuple(found)


def _parts(node: n.Node) -> Iterator[n.Node]:
    if isinstance(node, n.And):
        for part in node.parts:
            yield from _parts(part)
    else:
        yield node


def _is_recorded(name: str, shape: FactList) -> bool:
    fact = shape.attributes.get(name)
    return name == "id" or (fact is not None and fact.derived is None and fact.default is None)


def _mentions(node: n.Node, name: str) -> bool:
    return node == n.Name(name) or any(_mentions(each, name) for each in n.children(node))
