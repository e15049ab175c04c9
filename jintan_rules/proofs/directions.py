"""Parameters: whether moving one in its stricter direction can ever let an organisation off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from jintan_rules.language import nodes as n
from jintan_rules.proofs.judged import Judged
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.numbers import Number, compare
from jintan_rules.proofs.scope import token_number
from jintan_rules.proofs.search import FIRST_TRIES, MORE_TRIES, moments, place
from jintan_rules.proofs.shown import Text, impossible, modelled, shows
from jintan_rules.proofs.terms import Term, both, either, implies, negate
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import Parameter, Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import Stricter

_MOVED = "{}__moved"


@frozen(eq=False)
class Turned:
    """A rule that an organisation fails, and no longer fails where a parameter is stricter."""

    rule: Rule
    parameter: Parameter
    witness: Witness
    stricter: Witness
    label: str


def turned(profile: Profile, memory: Memory) -> Iterator[Turned | tuple[Rule, Parameter]]:
    """Yield each rule that a stricter parameter loosens; a bare pair where it is not settled."""
    for parameter in profile.parameters.values():
        if parameter.name in profile.settings:
            profile = _unset(profile, parameter.name)
        for rule in profile.rules:
            if parameter.name not in rule.parameters:
                continue
            key = ("direction", memory.number(profile, rule), parameter.name)
            if key not in memory.pairs:
                memory.pairs[key] = _turned(profile, rule, parameter)
            found = memory.pairs[key]
            if isinstance(found, Turned):
                yield evolve(found, rule=rule, parameter=parameter)
            elif found is not None:
                yield (rule, parameter)


def _unset(profile: Profile, name: str) -> Profile:
    settings = {each: value for each, value in profile.settings.items() if each != name}
    return evolve(profile, settings=settings)


def _turned(profile: Profile, rule: Rule, parameter: Parameter) -> Turned | bool | None:
    """Return what shows that the direction is wrong; None where it is proved right."""
    moved = evolve(parameter, name=_MOVED.format(parameter.name))
    both_ways = evolve(profile, parameters={**profile.parameters, moved.name: moved})
    other = substituted(rule, lambda node: _moved(node, parameter.name, moved.name))
    sure = True
    for edition, text in zip(rule.editions, other.editions, strict=True):
        model = Model(both_ways)
        first, second = modelled(model, [(rule, edition), (other, text)])
        stricter = _stricter(model.parameter(parameter), model.parameter(moved), parameter)
        if impossible(model, *_let_off(first, second), stricter):
            continue
        found = _searched(both_ways, (rule, edition), (other, text), parameter)
        if found is not None:
            return found
        sure = False
    return None if sure else True


def _let_off(first: Judged, second: Judged) -> tuple[Term, Term]:
    """Return that a slot fails, and no longer fails where the parameter has moved."""
    waits = both(second.binds.proved, second.still_open)
    return first.fails, either(second.passes, waits, second.let_off)


def _stricter(value: object, moved: object, parameter: Parameter) -> Term:
    """Say that the moved value is the stricter one."""
    if isinstance(value, Number) and isinstance(moved, Number):
        more = parameter.stricter in (Stricter.HIGHER, Stricter.LATER)
        return compare(">" if more else "<", moved, value)
    numbers = [token_number(each) for each in parameter.tokens]
    one, other = ([each.has(number) for number in numbers] for each in (value, moved))  # type: ignore[attr-defined]
    if parameter.stricter is Stricter.SMALLER:
        one, other = other, one
    grows = (implies(before, after) for before, after in zip(one, other, strict=True))
    new = (both(after, negate(before)) for before, after in zip(one, other, strict=True))
    return both(*grows, either(*new))


def _searched(profile: Profile, first: Text, second: Text, parameter: Parameter) -> Turned | None:
    (rule, edition), moved = first, profile.parameters[_MOVED.format(parameter.name)]
    for moment in moments(rule, profile.vocabulary, edition.start, edition.end):
        for tried in (*FIRST_TRIES, *MORE_TRIES):
            here = place(profile, [first, second], moment, tried)
            sketch = here.sketch
            stricter = _stricter(sketch.parameter(parameter), sketch.parameter(moved), parameter)
            found = here.witness(*_let_off(*here.judged), stricter)
            if found is None:
                continue
            witness, label = found
            values = dict(witness.parameters)
            value = values.pop(moved.name)
            before = evolve(witness, parameters=values)
            after = evolve(witness, parameters={**values, parameter.name: value})
            fails = shows(before, profile, label, [(rule, "fail")])
            still = shows(after, profile, label, [(rule, "fail")])
            if fails and not still:
                return Turned(rule, parameter, before, after, label)
    return None


# -- another reading of a rule ------------------------------------------------------------


def _moved(node: n.Node, name: str, moved: str) -> n.Node:
    if isinstance(node, n.Attribute) and node.base == n.Name("param") and node.name == name:
        return n.Attribute(node.base, moved)
    return node


def substituted(rule: Rule, change: Callable[[n.Node], n.Node]) -> Rule:
    """Return a rule with every node of its expressions changed, the innermost first."""

    def expression(given: Expression | None) -> Expression | None:
        return None if given is None else evolve(given, node=rewritten(given.node, change))

    loop = rule.for_each
    if loop is not None:
        filters = tuple(rewritten(each, change) for each in loop.generator.filters)
        loop = evolve(loop, generator=evolve(loop.generator, filters=filters))
    return evolve(
        rule,
        applies_when=expression(rule.applies_when),
        for_each=loop,
        on=expression(rule.on),
        since=expression(rule.since),
        until=expression(rule.until),
        editions=tuple(_edition(each, expression) for each in rule.editions),
    )


def _edition(
    edition: Edition, expression: Callable[[Expression | None], Expression | None]
) -> Edition:
    return evolve(
        edition,
        requires=expression(edition.requires),
        done=expression(edition.done),
        due=expression(edition.due),
    )


def rewritten(node: n.Node, change: Callable[[n.Node], n.Node]) -> n.Node:
    """Return an expression with every node changed, the innermost first."""

    def again(each: n.Node) -> n.Node:
        return rewritten(each, change)

    match node:
        case n.Not(operand=operand):
            node = n.Not(again(operand))
        case n.And(parts=parts):
            node = n.And(tuple(map(again, parts)))
        case n.Or(parts=parts):
            node = n.Or(tuple(map(again, parts)))
        case n.Compare(operator=operator, left=left, right=right):
            node = n.Compare(operator, again(left), again(right))
        case n.Arithmetic(operator=operator, left=left, right=right):
            node = n.Arithmetic(operator, again(left), again(right))
        case n.Contains(item=item, container=container):
            node = n.Contains(again(item), again(container))
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            node = n.Choice(again(condition), again(then), again(otherwise))
        case n.Attribute(base=base, name=name):
            node = n.Attribute(again(base), name)
        case n.Call(function=function, arguments=arguments):
            node = n.Call(function, tuple(map(again, arguments)))
        case n.Quantifier(kind=kind, element=element, generators=generators):
            loops = tuple(
                n.Generator(each.names, again(each.source), tuple(map(again, each.filters)))
                for each in generators
            )
            node = n.Quantifier(kind, again(element), loops)
        case _:
            pass
    return change(node)
