"""The conditions of rules in the languages of other engines: the same words, other signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from jintan_rules.language import nodes as n


@frozen
class Dialect:
    """How a language writes what our conditions are made of.

    ``all_of`` and ``any_of`` join parts, ``negated`` turns one, ``one_of`` looks into a
    set, ``text`` writes a token, ``name`` a fact.
    """

    all_of: str
    any_of: str
    negated: Callable[[str], str]
    one_of: Callable[[str, list[str]], str]
    text: Callable[[str], str]
    name: Callable[[str], str]

    def written(self, node: n.Node) -> str:
        """Write a condition on scalar facts."""
        match node:
            case n.And(parts=parts):
                return "(" + self.all_of.join(map(self.written, parts)) + ")"
            case n.Or(parts=parts):
                return "(" + self.any_of.join(map(self.written, parts)) + ")"
            case n.Not(operand=operand):
                return self.negated(self.written(operand))
            case (
                n.Compare(operator=sign, left=left, right=right)
                | n.Arithmetic(operator=sign, left=left, right=right)
            ):
                return f"({self.written(left)} {sign} {self.written(right)})"
            case n.Contains(item=item, container=n.SetDisplay(items=items)):
                return self.one_of(self.written(item), [self.text(each) for each in items])
            case n.Call(function="done", arguments=(day,)):
                return f"({self.written(day)} <= {self.name('as_of')})"
            case n.Literal(value=str() as value):
                return self.text(value)
            case n.Literal(value=int() as value):
                return str(value)
            case n.Name(name=name):
                return self.name(name)
            case _:
                raise ValueError(node)


def _listed(item: str, items: list[str]) -> str:
    return f"({item} in [{', '.join(items)}])"


CEL: Final = Dialect(
    " && ", " || ", lambda part: f"!({part})", _listed, lambda text: f"'{text}'", lambda name: name
)
ZEN: Final = Dialect(
    " and ",
    " or ",
    lambda part: f"not ({part})",
    _listed,
    lambda text: f"'{text}'",
    lambda name: name,
)


def numpy_dialect(codes: dict[str, int]) -> Dialect:
    """The dialect of formulas over numpy columns, in which tokens are numbers."""

    def number(text: str) -> str:
        return str(codes.setdefault(text, len(codes)))

    return Dialect(
        " & ",
        " | ",
        lambda part: f"(~({part}))",
        lambda item, items: "(" + " | ".join(f"({item} == {each})" for each in items) + ")",
        number,
        lambda name: f"f({name!r})",
    )
