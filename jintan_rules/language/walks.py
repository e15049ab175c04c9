"""Checking the walks over lists, sets and months."""

from __future__ import annotations

from attrs import define

from jintan_rules.errors import suggestion
from jintan_rules.language import nodes as n
from jintan_rules.language.telling import Teller
from jintan_rules.language.types import (
    BOOL,
    DATE,
    MONTH,
    NUMBER,
    ROW,
    SET,
    TOKEN,
    ListShape,
    Type,
)

_ONE_FOR = "walk the list in the condition: longest_run(any(…) for m in months(a, b))"
#: The most that one list inside another may be walked, and generators in one walk.
MOST_WALKS_INSIDE = 2
MOST_GENERATORS = 2

_COUNT = Type(NUMBER, exact=False)
_MONTHS = Type(NUMBER, unit="month", exact=False)


@define
class WalkChecker(Teller):
    """Checks walks; whoever extends it says what type any expression has."""

    def type_of(self, node: n.Node, scope: dict[str, Type]) -> Type | None:
        """Return the type of an expression; None where a problem hides it."""
        raise NotImplementedError

    def attribute(self, node: n.Attribute, scope: dict[str, Type]) -> Type | None:
        """Return the type of an attribute, of a parameter or of a part of the period."""
        raise NotImplementedError

    def condition(self, node: n.Node, scope: dict[str, Type]) -> None:
        """Check that an expression is true or false."""
        found = self.type_of(node, scope)
        if found:
            self.expect(node, found, BOOL)

    def quantifier(self, node: n.Quantifier, scope: dict[str, Type]) -> Type | None:
        """Return the type of a walk."""
        inner = dict(scope)
        if self.inside >= MOST_WALKS_INSIDE or len(node.generators) > MOST_GENERATORS:
            self.tell(
                "JR206",
                node,
                "too many lists are walked inside each other",
                expected=f"{MOST_WALKS_INSIDE} levels, {MOST_GENERATORS} lists each",
                mend="declare a derived fact",
            )
            return None
        if node.kind == "longest_run":
            self.months(node, inner)
        else:
            for generator in node.generators:
                self.generator(generator, inner, inside=self.inside)
        self.inside += 1
        element = self.type_of(node.element, inner)
        self.inside -= 1
        return self.result(node, element, inner)

    def result(
        self, node: n.Quantifier, element: Type | None, inner: dict[str, Type]
    ) -> Type | None:
        """Return what a walk gives, its element checked."""
        if node.kind in ("any", "all", "longest_run"):
            is_row = isinstance(node.element, n.Name) and node.kind == "any"
            if element and not (is_row and element.kind == ROW):
                self.expect(node.element, element, BOOL)
            if node.kind == "all" and not self.empty_ok and not walks_set(node):
                self.tell(
                    "JR207",
                    node,
                    "this holds of an empty list too",
                    mend='add any(…) over the same list, or empty = "pass" to the rule',
                )
            return _MONTHS if node.kind == "longest_run" else Type(BOOL)
        if node.kind == "count":
            return _COUNT
        if element and node.kind in ("first", "last"):
            self.expect(node.element, element, DATE)
            return Type(DATE)
        if element and node.kind == "sum":
            self.expect(node.element, element, NUMBER)
        if element and node.kind == "the" and element.kind not in (NUMBER, DATE):
            self.tell("JR204", node.element, "the(…) gives a number or a date", found=str(element))
        return element

    def generator(self, generator: n.Generator, scope: dict[str, Type], inside: int) -> None:
        """Check what one loop walks and add its variables to ``scope``."""
        for name in generator.names:
            if name in ("param", "period", "as_of", "never") or self.names.scalar_type(name):
                self.tell(
                    "JR107",
                    n.Name(name, generator.span),
                    f"{name!r} has a meaning already",
                    mend="call the loop variable something else",
                )
        scope.update(
            dict.fromkeys(generator.names, self.source(generator.source, scope) or Type(ROW))
        )
        self.inside = inside + 1
        for each in generator.filters:
            self.condition(each, scope)
        self.inside = inside

    def source(self, node: n.Node, scope: dict[str, Type]) -> Type | None:
        """Return the type of what a loop binds."""
        match node:
            case n.SetDisplay(items=items):
                return Type(TOKEN, exact=False, tokens=frozenset(items))
            case n.Attribute(base=n.Name(name="param")):
                found = self.attribute(node, scope)
                if found and self.expect(node, found, SET):
                    return Type(TOKEN, tokens=found.tokens)
                return None
            case n.Call(function="history" | "pairs" as function, arguments=(n.Name() as name,)):
                shape = self.list_named(name)
                if shape and function == "pairs":
                    self.cut(name, shape)
                return Type(ROW, list_name=shape.name) if shape else None
            case n.Name():
                shape = self.list_named(node)
                if shape:
                    self.cut(node, shape)
                return Type(ROW, list_name=shape.name) if shape else None
            case _:
                self.tell("JR204", node, "a loop walks a list, a set or a set parameter")
                return None

    def list_named(self, node: n.Name) -> ListShape | None:
        """Return the list of that name; tell where there is none."""
        shape = self.names.list_shape(node.name)
        if not shape:
            self.tell(
                "JR203",
                node,
                f"no list {node.name!r} is declared",
                mend=suggestion(node.name, self.names.names()),
            )
        return shape

    def cut(self, node: n.Name, shape: ListShape) -> None:
        """Check that an events list has a period to be cut to."""
        if shape.kind == "events" and not self.period and not self.own:
            self.tell(
                "JR208",
                node,
                f"{shape.name} has no period to be cut to",
                mend=f"write history({shape.name}), or give the rule a period",
            )

    def months(self, node: n.Quantifier, scope: dict[str, Type]) -> None:
        """Check a walk over months."""
        generator = node.generators[0]
        source = generator.source
        if len(node.generators) > 1:
            self.tell("JR204", node, "longest_run walks months alone", mend=_ONE_FOR)
        if not (isinstance(source, n.Call) and source.function == "months"):
            self.tell("JR204", source, "longest_run walks months", mend="write months(a, b)")
            return
        for each in source.arguments:
            found = self.type_of(each, scope)
            if found:
                self.expect(each, found, DATE)
        scope.update(dict.fromkeys(generator.names, Type(MONTH)))
        for each in generator.filters:
            # A month left out would join the runs on its two sides.
            self.tell(
                "JR202",
                each,
                "a run of months has no filter",
                mend="say it in the condition: longest_run(a and b for m in months(…))",
            )


def says_not_empty(parts: tuple[n.Node, ...]) -> bool:
    """Say whether one part of a conjunction rules the empty list out."""
    return any(
        (isinstance(part, n.Quantifier) and part.kind == "any")
        or (isinstance(part, n.Compare) and isinstance(part.left, n.Quantifier))
        for part in parts
    )


def walks_set(node: n.Quantifier) -> bool:
    """Say whether a walk is over a set, which is never empty by accident."""
    return isinstance(node.generators[0].source, n.SetDisplay | n.Attribute)
