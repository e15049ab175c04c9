"""Types and units of an expression, checked against the vocabulary when a profile loads.

Every problem of an expression is found in one pass: a part whose type cannot
be told is taken to fit wherever it stands, so that one mistake is told once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from attrs import define

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.language import nodes as n
from jintan_rules.language.types import (
    BOOL,
    DATE,
    ID,
    MONTH,
    MONTH_DAY,
    NAMES_OF_KINDS,
    NUMBER,
    ROW,
    SET,
    TOKEN,
    Declarations,
    Type,
)
from jintan_rules.language.units import MOST_FACTORS, factors, times
from jintan_rules.language.unparse import unparse
from jintan_rules.language.walks import WalkChecker, says_not_empty

_BOOL, _DATE, _BARE = Type(BOOL), Type(DATE), Type(NUMBER, exact=False)
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
    "date": (NUMBER, MONTH_DAY),
}
_INSTEAD_OF_COMPARING = {
    BOOL: "use the condition itself",
    SET: "write 'x' in set",
    MONTH: "compare its start or its end",
    MONTH_DAY: "write date(period.year, param.day)",
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
class _Checker(WalkChecker):
    """Checks expressions of every form."""

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
                self.empty_ok = before or (isinstance(node, n.And) and says_not_empty(parts))
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

    def name(self, node: n.Name, scope: dict[str, Type]) -> Type | None:
        if node.name in scope:
            return scope[node.name]
        if node.name in ("as_of", "never"):
            return _DATE
        found = self.names.scalar_type(node.name)
        if found:
            return found
        if self.names.list_shape(node.name):
            self.tell(
                "JR204",
                node,
                f"{node.name} is a list",
                expected="one value",
                mend=f"write any(x for x in {node.name} if …)",
            )
        else:
            known = self.names.names() | scope.keys()
            self.tell(
                "JR203",
                node,
                f"{node.name!r} is not known",
                expected="a name in reach",
                mend=suggestion(node.name, known) or "declare it in the vocabulary",
            )
        return None

    def attribute(self, node: n.Attribute, scope: dict[str, Type]) -> Type | None:
        base = node.base
        if isinstance(base, n.Name) and base.name == "param" and "param" not in scope:
            found = self.names.parameter_type(node.name)
            if not found:
                self.tell(
                    "JR203",
                    node,
                    f"no parameter {node.name!r} is declared",
                    mend=suggestion(node.name, self.names.parameter_names())
                    or "declare it in the profile",
                )
            return found
        if isinstance(base, n.Name) and base.name == "period" and "period" not in scope:
            if not self.period:
                self.tell(
                    "JR208",
                    node,
                    "the rule has no period",
                    mend="give the rule a period, or use the days of the thing itself",
                )
            elif node.name not in _PERIOD:
                self.tell(
                    "JR203",
                    node,
                    f"a period has no {node.name!r}",
                    expected="period.start, period.end or period.year",
                )
            return _PERIOD.get(node.name)
        row = self.type_of(base, scope)
        if not row:
            return None
        if not isinstance(base, n.Name | n.Attribute):
            self.tell(
                "JR202",
                node,
                "an attribute is that of one row by its name",
                mend="write a condition on each row instead",
            )
            return None
        if row.kind == MONTH:
            return _DATE if node.name in ("start", "end") else None
        shape = self.names.list_shape(row.list_name) if row.list_name else None
        if row.kind not in (ROW, ID) or not shape:
            self.tell(
                "JR204",
                node,
                f"{unparse(base)} has no attributes",
                expected="a row or a reference",
                found=f"{unparse(base)}, {row}",
            )
            return None
        if node.name not in shape.types:
            self.tell(
                "JR203",
                node,
                f"{shape.name} has no attribute {node.name!r}",
                expected=", ".join(shape.types),
                mend=suggestion(node.name, shape.types),
            )
        return shape.types.get(node.name)

    def comparison(self, node: n.Compare, scope: dict[str, Type]) -> Type:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        if not left or not right:
            return _BOOL
        self.alike(node, left, right)
        ordered = node.operator not in ("==", "!=")
        if left.kind in (BOOL, SET, MONTH, MONTH_DAY):
            self.tell(
                "JR204",
                node,
                f"{NAMES_OF_KINDS[left.kind]} is not compared",
                mend=_INSTEAD_OF_COMPARING[left.kind],
            )
        elif ordered and left.kind not in (NUMBER, DATE):
            self.tell(
                "JR204", node, f"{NAMES_OF_KINDS[left.kind]} has no order", expected="== or !="
            )
        return _BOOL

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
            self.tell(
                "JR204",
                node,
                "days are not added",
                mend="write add_days, add_months or workdays_between",
            )
            return None
        if not (self.expect(node.left, left, NUMBER) and self.expect(node.right, right, NUMBER)):
            return None
        if node.operator != "*":
            return self.alike(node, left, right)
        if factors(node) > MOST_FACTORS:
            self.tell("JR206", node, f"a product has more than {MOST_FACTORS} factors")
        unit = times(left.unit, right.unit)
        if unit is None:
            self.tell(
                "JR205",
                node,
                "two units cannot be multiplied",
                expected="a bare number, or units that cancel",
                found=f"{left.unit} and {right.unit}",
            )
            return None
        # A literal factor may carry a unit of its own: households a representative.
        return Type(NUMBER, unit=unit, exact=left.exact and right.exact)

    # -- functions ----------------------------------------------------------------

    def call(self, node: n.Call, scope: dict[str, Type]) -> Type | None:
        if node.function in ("history", "pairs", "months"):
            self.tell(
                "JR204",
                node,
                f"{node.function}(…) is walked, not used as a value",
                mend=f"write any(x for x in {unparse(node)} if …)",
            )
            return None
        if node.function == "recorded":
            (fact,) = node.arguments
            if not isinstance(fact, n.Attribute) or _is_no_row(fact.base, scope):
                self.tell(
                    "JR204",
                    node,
                    "recorded(…) takes an attribute of a row",
                    mend="write recorded(x.fact), where x is a row",
                )
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
            self.tell(
                "JR202",
                node,
                "the month and the day are written out",
                expected="date(period.year, 10, 1), or a day parameter",
            )


def _is_no_row(base: n.Node, scope: Mapping[str, Type]) -> bool:
    return isinstance(base, n.Name) and base.name in ("param", "period") and base.name not in scope


def _literal_type(value: object) -> Type:
    if isinstance(value, bool):
        return _BOOL
    if isinstance(value, str):
        return Type(TOKEN, exact=False, tokens=frozenset({value}))
    return _DATE if isinstance(value, dt.date) else _BARE


def _is_power_of_ten(value: object) -> bool:
    return (
        isinstance(value, (int, Decimal))
        and not isinstance(value, bool)
        and value in {Decimal(1).scaleb(-places) for places in range(7)}
    )
