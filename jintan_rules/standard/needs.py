"""The facts that rules need, told from their expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field

from jintan_rules.language import nodes as n
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression, Fact, Vocabulary


@define
class Needs:
    """The facts that rules name: pairs of a list (or none) and a name (or none), in their order.

    ``defaults`` says whether what a declared default rests on counts, and
    ``remedies`` whether what a remedy fills in does.
    """

    vocabulary: Vocabulary
    defaults: bool = True
    remedies: bool = True
    found: dict[tuple[str, str], None] = field(factory=dict)

    def rule(self, rule: Rule) -> None:
        """Gather what the expressions of a rule name."""
        variables: dict[str, str] = {}
        if rule.applies_when is not None:
            self.node(rule.applies_when.node, variables)
        if rule.for_each is not None:
            variables = self.generator(rule.for_each.generator, variables)
        for expression in _judged(rule):
            self.node(expression.node, variables)
        for template in (rule.remedy, rule.remedy_en) if self.remedies else ():
            for part in template.parts if template is not None else ():
                if isinstance(part, Expression):
                    self.node(part.node, variables)

    def scalar(self, name: str) -> None:
        """Add a scalar and what it follows from."""
        fact = self.vocabulary.facts.get(name)
        if fact is not None and ("", name) not in self.found:
            self.found["", name] = None
            self.definition(fact, {})

    def rows(self, name: str) -> None:
        """Add a list, with the attributes by which it is cut."""
        shape = self.vocabulary.lists.get(name)
        if shape is not None and (name, "") not in self.found:
            self.found[name, ""] = None
            for attribute in (shape.date, shape.since, shape.until):
                self.attribute(name, attribute)

    def attribute(self, list_name: str, name: str) -> str:
        """Add an attribute and what it follows from; return the list it refers to."""
        fact = self.vocabulary.fact(name, list_name) if list_name else None
        if fact is None:
            return ""
        if (list_name, name) not in self.found:
            self.found[list_name, name] = None
            self.rows(list_name)
            self.definition(fact, {"row": list_name})
        return fact.list_name

    def definition(self, fact: Fact, variables: Mapping[str, str]) -> None:
        """Gather what a derived fact or a declared default names."""
        given = (fact.derived, fact.default, fact.default_when)
        for expression in given if self.defaults else given[:1]:
            if expression is not None:
                self.node(expression.node, variables)

    def node(self, node: n.Node, variables: Mapping[str, str]) -> str:
        """Gather what an expression names; return the list whose row it stands for, if any."""
        match node:
            case n.Name(name=name):
                if name in variables:
                    return variables[name]
                self.scalar(name)
                self.rows(name)
            case n.Attribute(base=n.Name(name="period" | "param")):
                pass
            case n.Attribute(base=base, name=name):
                target = self.attribute(self.node(base, variables), name)
                if target:
                    self.rows(target)
                return target
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
        """Gather what a loop walks and filters by; return the variables in reach inside."""
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
    return (each for each in given if each is not None)
