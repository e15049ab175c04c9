"""Small changes of an expression, each of which should change some verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from attrs import evolve, frozen

from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse
from jintan_rules.standard.vocabulary import Vocabulary

#: Each comparison and what it is exchanged for.
_EXCHANGED = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "=="}
_TRUTHS = (n.Contains, n.Quantifier, n.Call, n.Name, n.Attribute)
_CONDITIONS = ("any", "all")


@frozen
class Variant:
    """A changed expression: the new node, what kind of change it was, and what was changed."""

    node: n.Node
    kind: str
    before: str
    after: str
    start: int = 0

    def inside(self, wrap: Callable[[n.Node], n.Node]) -> Variant:
        """Return the same change of a part, seen from the whole."""
        return evolve(self, node=wrap(self.node))


@frozen
class Varying:
    """Changes expressions over a vocabulary, whose tokens are exchanged for each other."""

    vocabulary: Vocabulary

    def variants(self, node: n.Node, *, truth: bool) -> Iterator[Variant]:
        """Yield each changed form of an expression; ``truth`` where it is a condition."""
        yield from self.local(node, truth=truth)
        yield from self.below(node, truth=truth)

    def generators(self, given: n.Generator) -> Iterator[tuple[n.Generator, Variant]]:
        """Yield each changed form of ``x in list if …`` with its change."""
        for position, each in enumerate(given.filters):
            rest = given.filters[:position] + given.filters[position + 1 :]
            gone = Variant(each, "filter dropped", unparse(each), "", each.span.start)
            yield evolve(given, filters=rest), gone
            for variant in self.variants(each, truth=True):
                filters = (
                    *given.filters[:position],
                    variant.node,
                    *given.filters[position + 1 :],
                )
                yield evolve(given, filters=filters), variant

    def local(self, node: n.Node, *, truth: bool) -> Iterator[Variant]:
        """Yield the changes of the node itself."""
        match node:
            case n.Compare(operator=operator, left=left, right=right):
                yield _changed(
                    node,
                    n.Compare(_EXCHANGED[operator], left, right),
                    "comparison exchanged",
                )
            case n.And(parts=parts) | n.Or(parts=parts):
                word = "conjunct" if isinstance(node, n.And) else "disjunct"
                for position, part in enumerate(parts):
                    rest = parts[:position] + parts[position + 1 :]
                    whole = rest[0] if len(rest) == 1 else type(node)(rest)
                    yield Variant(whole, f"{word} dropped", unparse(part), "", part.span.start)
            case n.Not(operand=operand):
                yield _changed(node, operand, "negation dropped")
            case n.Choice(then=then, otherwise=otherwise):
                yield _changed(node, then, "choice dropped")
                yield _changed(node, otherwise, "choice dropped")
            case n.Literal(value=bool()):
                pass
            case n.Literal(value=int() | Decimal() as number):
                step = Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent))
                for other in (number + step, number - step):
                    if other >= 0:
                        moved = int(other) if isinstance(number, int) else other
                        yield _changed(node, n.Literal(moved), "number off by one")
            case n.Literal(value=dt.date() as day):
                for days in (1, -1):
                    moved_day = day + dt.timedelta(days=days)
                    yield _changed(node, n.Literal(moved_day), "date moved by a day")
            case n.SetDisplay(items=items) if len(items) > 1:
                for item in items:
                    rest_of = tuple(each for each in items if each != item)
                    yield _changed(node, n.SetDisplay(rest_of), "token dropped")
            case _:
                pass
        if truth and isinstance(node, _TRUTHS):
            yield _changed(node, n.Not(node), "negation")

    def below(self, node: n.Node, *, truth: bool) -> Iterator[Variant]:
        """Yield the changes of the parts of a node, each seen from the node."""
        match node:
            case n.Compare(operator=operator, left=left, right=right):
                yield from self.tokens(left, right, lambda new: n.Compare(operator, left, new))
                yield from self.tokens(right, left, lambda new: n.Compare(operator, new, right))
            case n.Contains(item=item, container=container):
                yield from self.tokens(container, item, lambda new: n.Contains(new, container))
            case _:
                pass
        for part, is_truth, wrap in _parts(node, truth=truth):
            for variant in self.variants(part, truth=is_truth):
                yield variant.inside(wrap)
        if isinstance(node, n.Quantifier):
            for position, generator in enumerate(node.generators):
                for changed, variant in self.generators(generator):
                    generators = (
                        *node.generators[:position],
                        changed,
                        *node.generators[position + 1 :],
                    )
                    yield evolve(variant, node=evolve(node, generators=generators))

    def tokens(
        self, fact: n.Node, literal: n.Node, wrap: Callable[[n.Node], n.Node]
    ) -> Iterator[Variant]:
        """Yield the exchange of a token for the one declared next to it."""
        match fact, literal:
            case ((n.Name(name=name) | n.Attribute(name=name)), n.Literal(value=str() as token)):
                other = self.neighbour(name, token)
                if other:
                    changed = _changed(literal, n.Literal(other), "token exchanged")
                    yield changed.inside(wrap)

    def neighbour(self, name: str, token: str) -> str | None:
        """Return the token that a fact of that name declares after ``token``."""
        shapes = self.vocabulary.lists.values()
        facts = [self.vocabulary.facts.get(name), *(each.attributes.get(name) for each in shapes)]
        for fact in facts:
            if fact is not None and token in fact.tokens and len(fact.tokens) > 1:
                tokens = list(fact.tokens)
                return tokens[(tokens.index(token) + 1) % len(tokens)]
        return None


def _changed(old: n.Node, new: n.Node, kind: str) -> Variant:
    return Variant(new, kind, unparse(old), unparse(new), old.span.start)


_Part = tuple[n.Node, bool, Callable[[n.Node], n.Node]]


def _parts(node: n.Node, *, truth: bool) -> Iterator[_Part]:
    """Yield each part of a node, whether it is a condition, and how to put another in its place."""
    match node:
        case n.Not(operand=operand):
            # Negating what is negated is dropping the negation.
            yield operand, not isinstance(operand, _TRUTHS), n.Not
        case n.And(parts=parts) | n.Or(parts=parts):
            for position, part in enumerate(parts):
                yield part, True, _joined(node, position)
        case n.Compare(operator=operator, left=left, right=right):
            yield left, False, lambda new: n.Compare(operator, new, right)
            yield right, False, lambda new: n.Compare(operator, left, new)
        case n.Arithmetic(operator=operator, left=left, right=right):
            yield left, False, lambda new: n.Arithmetic(operator, new, right)
            yield right, False, lambda new: n.Arithmetic(operator, left, new)
        case n.Contains(container=n.SetDisplay() as container, item=item):
            yield container, False, lambda new: n.Contains(item, new)
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            yield then, truth, lambda new: n.Choice(condition, new, otherwise)
            yield condition, True, lambda new: n.Choice(new, then, otherwise)
            yield otherwise, truth, lambda new: n.Choice(condition, then, new)
        case n.Call(function=function, arguments=arguments):
            for position, argument in enumerate(arguments):
                yield argument, False, _argument(function, arguments, position)
        case n.Quantifier(kind=kind, element=element):
            # `any(m for m in …)` counts rows: its element is no condition of its own.
            is_truth = kind in _CONDITIONS and not isinstance(element, n.Name)
            yield element, is_truth, lambda new: evolve(node, element=new)
        case _:
            return


def _joined(node: n.And | n.Or, position: int) -> Callable[[n.Node], n.Node]:
    parts = node.parts
    return lambda new: type(node)((*parts[:position], new, *parts[position + 1 :]))


def _argument(
    function: str, arguments: tuple[n.Node, ...], position: int
) -> Callable[[n.Node], n.Node]:
    return lambda new: n.Call(function, (*arguments[:position], new, *arguments[position + 1 :]))
