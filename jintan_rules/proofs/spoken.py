"""What a rule asks about, so that rules which have nothing to do with each other are left alone."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from jintan_rules.language import nodes as n
from jintan_rules.language.unparse import unparse
from jintan_rules.proofs.scope import ModelRow
from jintan_rules.proofs.shown import model_rows
from jintan_rules.proofs.walks import conjuncts, renamed
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Vocabulary


@frozen
class Spoken:
    """What a rule asks about: facts, and lists with whether it may ask for none of their rows."""

    facts: frozenset[tuple[str, str]]
    lists: frozenset[str]
    against: frozenset[str]

    @classmethod
    def of(cls, rule: Rule, vocabulary: Vocabulary) -> Spoken:
        """Read it off the conditions that a rule is met by."""
        needs = Needs(vocabulary, defaults=False)
        against: set[str] = set()
        variables: dict[str, str] = {}
        written: set[str] = set()
        if rule.for_each is not None:
            variables = dict.fromkeys(rule.for_each.names, rule.for_each.list_name)
        for edition in rule.editions:
            needs.node(edition.condition, variables)
            written |= set(_attributes(edition.condition))
            against |= set(_against(edition.condition, vocabulary, for_rows=True))
        lists = frozenset(name for name, fact in needs.found if name and not fact)
        walked = lists - set(variables.values())
        facts = {
            (list_name, fact)
            for list_name, fact in needs.found
            if fact
            and list_name not in walked
            # The days by which a list is cut are read by every rule on it.
            and not (list_name and fact in _cut_by(list_name, vocabulary) and fact not in written)
        }
        return cls(frozenset(facts), walked, frozenset(against))

    def touches(self, other: Spoken) -> bool:
        """Say whether what one asks for may be what the other rules out."""
        if self.facts & other.facts:
            return True
        shared = self.lists & other.lists
        return bool(shared & (self.against | other.against))


def _against(node: n.Node, vocabulary: Vocabulary, *, for_rows: bool) -> Iterator[str]:
    """Yield the lists of which a condition may want fewer rows."""
    match node:
        case n.Not(operand=operand):
            yield from _against(operand, vocabulary, for_rows=not for_rows)
        case n.And(parts=parts) | n.Or(parts=parts):
            for part in parts:
                yield from _against(part, vocabulary, for_rows=for_rows)
        case n.Quantifier(kind="any") if for_rows:
            return
        case n.Compare(operator=">" | ">=", left=n.Quantifier(kind="count" | "sum")) if for_rows:
            return
        case _:
            yield from (name for name in _named(node) if name in vocabulary.lists)


def apart(one: Rule, other: Rule) -> bool:
    """Say whether two rules of the same slots bind by different tokens of one fact."""
    first, second = _bound_by(one), _bound_by(other)
    return any(not (first[name] & second[name]) for name in first.keys() & second.keys())


def _bound_by(rule: Rule) -> dict[str, frozenset[str]]:
    """Return the tokens that a fact must have one of for a rule to bind."""
    conditions = [rule.applies_when.node] if rule.applies_when else []
    rows: dict[str, ModelRow] = {}
    if rule.for_each is not None:
        conditions += rule.for_each.generator.filters
        rows = dict(zip(rule.for_each.names, model_rows(rule), strict=True))
    found: dict[str, frozenset[str]] = {}
    for each in (part for node in conditions for part in conjuncts(node)):
        match each:
            case n.Compare(operator="==", left=left, right=n.Literal(value=str() as token)):
                tokens = frozenset({token})
            case n.Contains(item=left, container=n.SetDisplay(items=items)):
                tokens = frozenset(items)
            case _:
                continue
        name = unparse(renamed(left, rows))
        found[name] = found.get(name, tokens) & tokens
    return found


def _cut_by(list_name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    shape = vocabulary.lists[list_name]
    return (shape.date, shape.since, shape.until)


def _attributes(node: n.Node) -> Iterator[str]:
    if isinstance(node, n.Attribute):
        yield node.name
    for each in n.children(node):
        yield from _attributes(each)


def _named(node: n.Node) -> Iterator[str]:
    if isinstance(node, n.Name):
        yield node.name
    for each in n.children(node):
        yield from _named(each)
