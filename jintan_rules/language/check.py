"""Types and units of an expression, checked against the vocabulary when a profile loads.

Every problem of an expression is found in one pass: a part whose type cannot
be told is taken to fit wherever it stands, so that one mistake is told once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from attrs import define, field

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.language import nodes as n
from jintan_rules.language.parse import underline
from jintan_rules.language.types import (
    BOOL,
    DATE,
    ID,
    NAMES_OF_KINDS,
    NUMBER,
    ROW,
    SET,
    TOKEN,
    Declarations,
    ListShape,
    Type,
)
from jintan_rules.language.unparse import unparse

#: The most that one list inside another may be walked, and generators in one walk.
MOST_WALKS_INSIDE = 2
MOST_GENERATORS = 2
#: The most numbers, other than literals, that one product may multiply.
MOST_FACTORS = 4

_BOOL, _DATE, _BARE = Type(BOOL), Type(DATE), Type(NUMBER, exact=False)
_MONTH = Type(ROW, list_name="months")
_PERIOD = {"start": _DATE, "end": _DATE, "year": Type(NUMBER, unit="year", exact=False)}
_DAYS = Type(NUMBER, unit="day", exact=False)
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "done": (DATE,),
    "year": (DATE,),
    "month_start": (DATE,),
    "add_days": (DATE, NUMBER),
    "add_months": (DATE, NUMBER),
    "add_years": (DATE, NUMBER),
    "workdays_between": (DATE, DATE),
    "round_to": (NUMBER, NUMBER),
    "date": (NUMBER, DATE),
}
_RESULTS = {
    "done": _BOOL,
    "year": Type(NUMBER, unit="year", exact=False),
    "workdays_between": _DAYS,
}


def check(
    node: n.Node,
    names: Declarations,
    variables: Mapping[str, Type],
    *,
    place: Place,
    text: str,
    wanted: str | None = BOOL,
    period: bool = False,
    empty_ok: bool = False,
) -> list[Problem]:
    """Return every problem of an expression.

    Args:
        node: The expression.
        names: The facts, lists and parameters in reach.
        variables: The loop variables in reach, each with its type.
        place: Where the expression stands.
        text: The expression as written, to underline.
        wanted: The kind it must have, or None for any.
        period: Whether it is evaluated in a period, so that events are cut to it.
        empty_ok: Whether an ``all`` that walks nothing is meant to hold.
    """
    checker = _Checker(names, place, text, period=period, empty_ok=empty_ok)
    found = checker.type_of(node, dict(variables))
    if wanted and found:
        checker.expect(node, found, wanted)
    return checker.problems


def kind_of(
    node: n.Node, names: Declarations, variables: Mapping[str, Type], *, period: bool
) -> str:
    """Return the kind of an expression that was checked, or nothing where none can be told."""
    checker = _Checker(names, Place(), "", period=period, empty_ok=True)
    found = checker.type_of(node, dict(variables))
    return found.kind if found else ""


def check_generator(
    generator: n.Generator,
    names: Declarations,
    *,
    place: Place,
    text: str,
    period: bool = False,
) -> tuple[dict[str, Type], list[Problem]]:
    """Check a rule's ``for_each``; return the variables it sets and every problem."""
    checker = _Checker(names, place, text, period=period, empty_ok=True, own=True)
    variables: dict[str, Type] = {}
    checker.generator(generator, variables, inside=0)
    return variables, checker.problems


@define
class _Checker:
    names: Declarations
    place: Place
    text: str
    period: bool
    empty_ok: bool
    own: bool = False
    problems: list[Problem] = field(factory=list)
    inside: int = 0

    # -- telling problems ---------------------------------------------------------

    def tell(
        self, code: str, node: n.Node, summary: str, *,
        expected: str = "", found: str = "", mend: str = "",
    ) -> None:
        self.problems.append(
            Problem(
                code, self.place, summary, expected, found or repr(unparse(node))[:120], mend,
                underline(self.text, node.span),
            )
        )

    def expect(self, node: n.Node, found: Type, wanted: str) -> bool:
        if found.kind == wanted or (found.kind, wanted) == (ROW, ID):
            return True
        self.tell("JR204", node, f"{NAMES_OF_KINDS[wanted]} is wanted here",
                  expected=NAMES_OF_KINDS[wanted], found=f"{unparse(node)[:80]}, {found}")
        return False

    # -- types --------------------------------------------------------------------

    def type_of(self, node: n.Node, scope: dict[str, Type]) -> Type | None:
        """Return the type of an expression; None where a problem hides it."""
        match node:
            case n.Literal(value=value):
                return _literal_type(value)
            case n.SetDisplay():
                return Type(SET, exact=False, tokens=frozenset(node.items))
            case n.Name():
                return self.name(node, scope)
            case n.Attribute():
                return self.attribute(node, scope)
            case n.Not(operand=operand):
                self.condition(operand, scope)
                return _BOOL
            case n.And(parts=parts) | n.Or(parts=parts):
                before = self.empty_ok
                self.empty_ok = before or isinstance(node, n.And) and _says_not_empty(parts)
                for part in parts:
                    self.condition(part, scope)
                self.empty_ok = before
                return _BOOL
            case n.Compare():
                return self.comparison(node, scope)
            case n.Contains():
                return self.containment(node, scope)
            case n.Arithmetic():
                return self.arithmetic(node, scope)
            case n.Choice(condition=condition, then=then, otherwise=otherwise):
                self.condition(condition, scope)
                return self.alike(node, self.type_of(then, scope), self.type_of(otherwise, scope))
            case n.Quantifier():
                return self.quantifier(node, scope)
            case n.Call():
                return self.call(node, scope)

    def condition(self, node: n.Node, scope: dict[str, Type]) -> None:
        found = self.type_of(node, scope)
        if found:
            self.expect(node, found, BOOL)

    def name(self, node: n.Name, scope: dict[str, Type]) -> Type | None:
        if node.name in scope:
            return scope[node.name]
        if node.name in ("as_of", "never"):
            return _DATE
        found = self.names.scalar_type(node.name)
        if found:
            return found
        if self.names.list_shape(node.name):
            self.tell("JR204", node, f"{node.name} is a list",
                      expected="one value", mend=f"write any(x for x in {node.name} if …)")
        else:
            known = self.names.names() | scope.keys()
            self.tell("JR203", node, f"{node.name!r} is not known", expected="a name in reach",
                      mend=suggestion(node.name, known) or "declare it in the vocabulary")
        return None

    def attribute(self, node: n.Attribute, scope: dict[str, Type]) -> Type | None:
        base = node.base
        if isinstance(base, n.Name) and base.name == "param" and "param" not in scope:
            found = self.names.parameter_type(node.name)
            if not found:
                self.tell("JR203", node, f"no parameter {node.name!r} is declared",
                          mend=suggestion(node.name, self.names.parameter_names())
                          or "declare it in the profile")
            return found
        if isinstance(base, n.Name) and base.name == "period" and "period" not in scope:
            if not self.period:
                self.tell("JR208", node, "the rule has no period",
                          mend="give the rule a period, or use the days of the thing itself")
            elif node.name not in _PERIOD:
                self.tell("JR203", node, f"a period has no {node.name!r}",
                          expected="period.start, period.end or period.year")
            return _PERIOD.get(node.name)
        row = self.type_of(base, scope)
        if not row:
            return None
        if row == _MONTH:
            return _DATE if node.name in ("start", "end") else None
        shape = self.names.list_shape(row.list_name) if row.list_name else None
        if row.kind not in (ROW, ID) or not shape:
            self.tell("JR204", node, f"{unparse(base)} has no attributes",
                      expected="a row or a reference", found=f"{unparse(base)}, {row}")
            return None
        if node.name not in shape.types:
            self.tell("JR203", node, f"{shape.name} has no attribute {node.name!r}",
                      expected=", ".join(shape.types),
                      mend=suggestion(node.name, shape.types))
        return shape.types.get(node.name)

    def comparison(self, node: n.Compare, scope: dict[str, Type]) -> Type:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        if not left or not right:
            return _BOOL
        self.alike(node, left, right)
        ordered = node.operator not in ("==", "!=")
        if left.kind in (BOOL, SET):
            self.tell("JR204", node, f"{NAMES_OF_KINDS[left.kind]} is not compared",
                      mend="use the condition itself, or 'x' in set")
        elif ordered and left.kind not in (NUMBER, DATE):
            self.tell("JR204", node, f"{NAMES_OF_KINDS[left.kind]} has no order",
                      expected="== or !=")
        return _BOOL

    def alike(self, node: n.Node, left: Type | None, right: Type | None) -> Type | None:
        """Check that two types can stand for each other; return the more telling one."""
        if not left or not right:
            return left or right
        kinds = {left.kind, right.kind} - {ROW}
        if ROW in (left.kind, right.kind):
            kinds.add(ID)
        if len(kinds) != 1:
            self.tell("JR204", node, "two types do not go together", expected=str(left),
                      found=str(right))
            return None
        if left.kind == NUMBER and left.exact and right.exact and left.unit != right.unit:
            self.tell("JR205", node, "two units do not go together",
                      expected=left.unit or "a bare number", found=right.unit or "a bare number")
        if left.kind == TOKEN:
            self.tokens(node, left, right)
        return left if left.exact else right

    def tokens(self, node: n.Node, left: Type, right: Type) -> None:
        """Check that the tokens on one side can occur on the other."""
        known, written = (left, right) if left.exact else (right, left)
        if not known.exact or not known.tokens:
            return
        for token in sorted(written.tokens - known.tokens):
            if not written.exact:
                self.tell("JR203", node, f"{token!r} is not one of its values",
                          expected=", ".join(sorted(known.tokens)), found=repr(token),
                          mend=suggestion(token, known.tokens))

    def containment(self, node: n.Contains, scope: dict[str, Type]) -> Type:
        item, container = self.type_of(node.item, scope), self.type_of(node.container, scope)
        if not item or not container or not self.expect(node.container, container, SET):
            return _BOOL
        if item.kind not in (TOKEN, ID, ROW):
            self.tell("JR204", node.item, "a token or an id is wanted here", found=str(item))
        elif item.kind == TOKEN:
            self.tokens(node, item, container)
        return _BOOL

    def arithmetic(self, node: n.Arithmetic, scope: dict[str, Type]) -> Type | None:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        if not left or not right:
            return None
        if DATE in (left.kind, right.kind):
            self.tell("JR204", node, "days are not added",
                      mend="write add_days, add_months or workdays_between")
            return None
        if not (self.expect(node.left, left, NUMBER) and self.expect(node.right, right, NUMBER)):
            return None
        if node.operator != "*":
            return self.alike(node, left, right)
        if _factors(node) > MOST_FACTORS:
            self.tell("JR206", node, f"a product has more than {MOST_FACTORS} factors")
        unit = _times(left.unit, right.unit)
        if unit is None:
            self.tell("JR205", node, "two units cannot be multiplied",
                      expected="a bare number, or units that cancel",
                      found=f"{left.unit} and {right.unit}")
            return None
        # A literal factor may carry a unit of its own: households a representative.
        return Type(NUMBER, unit=unit, exact=left.exact and right.exact)

    # -- lists --------------------------------------------------------------------

    def quantifier(self, node: n.Quantifier, scope: dict[str, Type]) -> Type | None:
        inner = dict(scope)
        if self.inside >= MOST_WALKS_INSIDE or len(node.generators) > MOST_GENERATORS:
            self.tell("JR206", node, "too many lists are walked inside each other",
                      expected=f"{MOST_WALKS_INSIDE} levels, {MOST_GENERATORS} lists each",
                      mend="declare a derived fact")
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
        if node.kind in ("any", "all", "longest_run"):
            is_row = isinstance(node.element, n.Name) and node.kind == "any"
            if element and not (is_row and element.kind == ROW):
                self.expect(node.element, element, BOOL)
            if node.kind == "all" and not self.empty_ok and not _walks_set(node):
                self.tell("JR207", node, "this holds of an empty list too",
                          mend='add any(…) over the same list, or empty = "pass" to the rule')
            return Type(NUMBER, unit="month", exact=False) if node.kind == "longest_run" else _BOOL
        if node.kind == "count":
            return _BARE
        if element and node.kind in ("first", "last"):
            self.expect(node.element, element, DATE)
            return _DATE
        if element and node.kind == "sum":
            self.expect(node.element, element, NUMBER)
        if element and node.kind == "the" and element.kind not in (NUMBER, DATE):
            self.tell("JR204", node.element, "the(…) gives a number or a date", found=str(element))
        return element

    def generator(self, generator: n.Generator, scope: dict[str, Type], inside: int) -> None:
        """Check what one loop walks and add its variables to ``scope``."""
        for name in generator.names:
            if name in ("param", "period", "as_of", "never") or self.names.scalar_type(name):
                self.tell("JR107", n.Name(name, generator.span), f"{name!r} has a meaning already",
                          mend="call the loop variable something else")
        scope.update(dict.fromkeys(generator.names, self.source(generator.source, scope)
                                   or Type(ROW)))
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
        shape = self.names.list_shape(node.name)
        if not shape:
            self.tell("JR203", node, f"no list {node.name!r} is declared",
                      mend=suggestion(node.name, self.names.names()))
        return shape

    def cut(self, node: n.Name, shape: ListShape) -> None:
        if shape.kind == "events" and not self.period and not self.own:
            self.tell("JR208", node, f"{shape.name} has no period to be cut to",
                      mend=f"write history({shape.name}), or give the rule a period")

    def months(self, node: n.Quantifier, scope: dict[str, Type]) -> None:
        generator = node.generators[0]
        source = generator.source
        if not (isinstance(source, n.Call) and source.function == "months"):
            self.tell("JR204", source, "longest_run walks months", mend="write months(a, b)")
            return
        for each in source.arguments:
            found = self.type_of(each, scope)
            if found:
                self.expect(each, found, DATE)
        scope.update(dict.fromkeys(generator.names, _MONTH))
        for each in generator.filters:
            self.condition(each, scope)

    # -- functions ----------------------------------------------------------------

    def call(self, node: n.Call, scope: dict[str, Type]) -> Type | None:
        if node.function in ("history", "pairs", "months"):
            self.tell("JR204", node, f"{node.function}(…) is walked, not used as a value",
                      mend=f"write any(x for x in {unparse(node)} if …)")
            return None
        if node.function == "recorded":
            (fact,) = node.arguments
            if not isinstance(fact, n.Attribute):
                self.tell("JR204", node, "recorded(…) takes an attribute of a row")
                return None
            return self.type_of(fact, scope)
        found = [self.type_of(each, scope) for each in node.arguments]
        if node.function in ("min", "max"):
            both = self.alike(node, *found)
            if both and both.kind not in (NUMBER, DATE):
                self.tell("JR204", node, "min and max take numbers or dates", found=str(both))
            return both
        takes = _ARGUMENTS.get(node.function, ())
        if node.function == "date" and len(found) > len(takes):
            takes = (NUMBER, NUMBER, NUMBER)
            self.day_of_year(node)
        for each, kind, wanted in zip(node.arguments, found, takes, strict=False):
            if kind:
                self.expect(each, kind, wanted)
        if node.function == "round_to":
            step = node.arguments[1]
            if not (isinstance(step, n.Literal) and _is_power_of_ten(step.value)):
                self.tell("JR204", step, "a number is rounded to 1, 0.1, 0.01 …")
            return found[0]
        return _RESULTS.get(node.function, _DATE)

    def day_of_year(self, node: n.Call) -> None:
        """Check that the month and day of ``date(year, month, day)`` are there in every year."""
        month, day = node.arguments[1:]
        try:
            written = [each.value for each in (month, day) if isinstance(each, n.Literal)]
            dt.date(2023, *written)  # type: ignore[arg-type]  # a common year: every year has it
        except (TypeError, ValueError):
            self.tell("JR202", node, "the month and the day are written out",
                      expected="date(period.year, 10, 1), or a day parameter")


def _literal_type(value: object) -> Type:
    if isinstance(value, bool):
        return _BOOL
    if isinstance(value, str):
        return Type(TOKEN, exact=False, tokens=frozenset({value}))
    return _DATE if isinstance(value, dt.date) else _BARE


def _is_power_of_ten(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value in {
        Decimal(1).scaleb(-places) for places in range(7)
    }


def _factors(node: n.Node) -> int:
    if isinstance(node, n.Arithmetic):
        if node.operator == "*":
            return _factors(node.left) + _factors(node.right)
        return max(_factors(node.left), _factors(node.right))
    return 0 if isinstance(node, n.Literal) else 1


def _times(left: str, right: str) -> str | None:
    """Multiply two units; None where the product is not of the form ``a`` or ``a/b``."""
    powers: Counter[str] = Counter()
    for unit in (left, right):
        over, _, under = unit.partition("/")
        powers[over] += 1
        powers[under] -= 1
    del powers[""]
    above = [unit for unit, power in powers.items() for _ in range(power)]
    below = [unit for unit, power in powers.items() for _ in range(-power)]
    if len(above) > 1 or len(below) > 1:
        return None
    return "/".join([*above, *below]) if above or not below else None


def _says_not_empty(parts: tuple[n.Node, ...]) -> bool:
    return any(
        isinstance(part, n.Quantifier) and part.kind == "any"
        or isinstance(part, n.Compare) and isinstance(part.left, n.Quantifier)
        for part in parts
    )


def _walks_set(node: n.Quantifier) -> bool:
    return isinstance(node.generators[0].source, n.SetDisplay | n.Attribute)
