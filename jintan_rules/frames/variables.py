"""The names that an expression uses, and other names for them."""

from __future__ import annotations

from collections.abc import Iterator

from jintan_rules.language import nodes as n


def free_names(node: n.Node) -> Iterator[str]:
    """Yield the names that an expression does not set itself."""
    match node:
        case n.Name(name=name):
            yield name
        case n.Quantifier(element=element, generators=generators):
            yield from _free_in_loop(element, generators)
        case _:
            for each in n.children(node):
                yield from free_names(each)


def _free_in_loop(element: n.Node, generators: tuple[n.Generator, ...]) -> Iterator[str]:
    if not generators:
        yield from free_names(element)
        return
    head = generators[0]
    yield from free_names(head.source)
    inner = [name for each in head.filters for name in free_names(each)]
    inner += _free_in_loop(element, generators[1:])
    yield from (name for name in inner if name not in head.names)


def renamed(node: n.Node, old: str, new: str) -> n.Node:
    """Return an expression with a variable called otherwise."""
    match node:
        case n.Name(name=name):
            return n.Name(new) if name == old else node
        case n.Attribute(base=base, name=name):
            return n.Attribute(renamed(base, old, new), name)
        case n.Not(operand=operand):
            return n.Not(renamed(operand, old, new))
        case n.And(parts=parts):
            return n.And(tuple(renamed(each, old, new) for each in parts))
        case n.Or(parts=parts):
            return n.Or(tuple(renamed(each, old, new) for each in parts))
        case n.Compare(operator=operator, left=left, right=right):
            return n.Compare(operator, renamed(left, old, new), renamed(right, old, new))
        case n.Arithmetic(operator=operator, left=left, right=right):
            return n.Arithmetic(operator, renamed(left, old, new), renamed(right, old, new))
        case n.Contains(item=item, container=container):
            return n.Contains(renamed(item, old, new), renamed(container, old, new))
        case n.Choice(condition=condition, then=then, otherwise=otherwise):
            return n.Choice(
                renamed(condition, old, new), renamed(then, old, new), renamed(otherwise, old, new)
            )
        case n.Call(function=function, arguments=arguments):
            return n.Call(function, tuple(renamed(each, old, new) for each in arguments))
        case n.Quantifier(kind=kind, element=element, generators=generators):
            found = []
            hidden = False
            for each in generators:
                source = each.source if hidden else renamed(each.source, old, new)
                names = tuple(f"{name}'" if name == new else name for name in each.names)
                filters = each.filters
                if names != each.names:
                    # A loop's own variable of the new name gives way.
                    filters = tuple(renamed(one, new, f"{new}'") for one in filters)
                    element = renamed(element, new, f"{new}'")
                hidden = hidden or old in each.names
                if not hidden:
                    filters = tuple(renamed(one, old, new) for one in filters)
                found.append(n.Generator(names, source, filters))
            return n.Quantifier(
                kind, element if hidden else renamed(element, old, new), tuple(found)
            )
        case _:
            return node
