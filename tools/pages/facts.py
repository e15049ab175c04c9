"""The facts that a rule reads, by list, for the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field

from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression, Vocabulary


@define
class Facts:
    """The facts that the expressions of a rule name; under ``""`` those of the organisation."""

    vocabulary: Vocabulary
    found: dict[str, dict[str, None]] = field(factory=dict)

    @classmethod
    def of(cls, rule: Rule, vocabulary: Vocabulary) -> Facts:
        """Gather the facts of a rule."""
        facts = cls(vocabulary)
        variables: dict[str, str] = {}
        if rule.applies_when is not None:
            facts.node(rule.applies_when.node, variables)
        if rule.for_each is not None:
            variables = facts.generator(rule.for_each.generator, variables)
        for expression in _judged(rule):
            facts.node(expression.node, variables)
        return facts

    def add(self, list_name: str, name: str) -> str:
        """Add a fact; return the list that it refers to."""
        fact = self.vocabulary.fact(name, list_name)
        if fact is None:
            return ""
        known = self.found.setdefault(list_name, {})
        if name not in known:
            known[name] = None
            if fact.derived is not None:
                self.node(fact.derived.node, {"row": list_name} if list_name else {})
        return fact.list_name

    def walked(self, name: str) -> None:
        """Add a list, with the dates by which it is cut."""
        shape = self.vocabulary.lists.get(name)
        if shape is not None:
            self.found.setdefault(name, {})
            for day in filter(None, (shape.date, shape.since)):
                self.add(name, day)

    def node(self, node: n.Node, variables: Mapping[str, str]) -> str:
        """Add what an expression names; return the list whose row it stands for."""
        match node:
            case n.Name(name=name):
                if name in variables:
                    return variables[name]
                self.walked(name)
                return self.add("", name)
            case n.Attribute(base=n.Name(name="period" | "param")):
                return ""
            case n.Attribute(base=base, name=name):
                source = self.node(base, variables)
                return self.add(source, name) if source else ""
            case n.Quantifier(element=element, generators=generators):
                inner = dict(variables)
                for generator in generators:
                    inner = self.generator(generator, inner)
                self.node(element, inner)
            case _:
                for each in n.children(node):
                    self.node(each, variables)
        return ""

    def generator(self, generator: n.Generator, variables: Mapping[str, str]) -> dict[str, str]:
        """Add what a loop walks; return the variables in reach inside it."""
        source = generator.source
        if isinstance(source, n.Call) and source.function in ("history", "pairs"):
            source = source.arguments[0]
        self.node(source, variables)
        walked = source.name if isinstance(source, n.Name) else ""
        inner = {**variables, **dict.fromkeys(generator.names, walked)}
        for each in generator.filters:
            self.node(each, inner)
        return inner


def _judged(rule: Rule) -> Iterator[Expression]:
    given = [rule.on, rule.since, rule.until]
    for edition in rule.editions:
        given += [edition.requires, edition.done, edition.due]
    yield from (each for each in given if each is not None)
