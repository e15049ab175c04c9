"""Parts of a rule judged by themselves: how much of what is wanted a record already has."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import ForEach, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import Outcome


def probes(rule: Rule, wanted: Outcome) -> tuple[Rule, ...]:
    """Return rules that pass where a part of what is wanted of ``rule`` is there.

    A rule fails where it binds and is not met: each condition of its binding is a part,
    and each reason not to be met. It passes where it binds and is met.
    """
    return tuple(
        evolve(each, id=f"{rule.id}#{number}", cited_as=())
        for number, each in enumerate(_parts(rule, wanted))
    )


def _parts(rule: Rule, wanted: Outcome) -> Iterator[Rule]:
    if rule.applies_when is not None:
        for part in _conjuncts(rule.applies_when.node):
            whole = evolve(_asking(rule, part), on=None, since=None, until=None)
            yield evolve(whole, applies_when=None, for_each=None)
    if rule.for_each is not None:
        for part in rule.for_each.generator.filters:
            for conjunct in _conjuncts(part):
                yield evolve(_asking(rule, conjunct), for_each=_unfiltered(rule), applies_when=None)
    for edition in rule.editions:
        if edition.requires is None:
            continue
        parts = (
            _conjuncts(edition.requires.node)
            if wanted is Outcome.PASS
            else map(n.Not, _disjuncts(edition.requires.node))
        )
        for part in parts:
            yield evolve(_asking(rule, part), applies_when=None)


def _asking(rule: Rule, node: n.Node) -> Rule:
    """Return the rule with another requirement in every edition."""
    asked = Expression("", node)
    editions = tuple(evolve(each, requires=asked, done=None, due=None) for each in rule.editions)
    return evolve(rule, editions=editions, remedy=None, remedy_en=None)


def _unfiltered(rule: Rule) -> ForEach:
    assert rule.for_each is not None
    generator = evolve(rule.for_each.generator, filters=())
    return evolve(rule.for_each, generator=generator)


def _conjuncts(node: n.Node) -> Iterator[n.Node]:
    match node:
        case n.And(parts=parts):
            for part in parts:
                yield from _conjuncts(part)
        case n.Not(operand=n.Or(parts=parts)):
            for part in parts:
                yield from _conjuncts(n.Not(part))
        case _:
            yield node


def _disjuncts(node: n.Node) -> Iterator[n.Node]:
    match node:
        case n.Or(parts=parts):
            for part in parts:
                yield from _disjuncts(part)
        case n.Not(operand=n.And(parts=parts)):
            for part in parts:
                yield from _disjuncts(n.Not(part))
        case _:
            yield node
