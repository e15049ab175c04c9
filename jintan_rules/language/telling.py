"""Telling what is wrong with an expression, and whether two types go together."""

from __future__ import annotations

from attrs import define, field

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.language import nodes as n
from jintan_rules.language.parse import underline
from jintan_rules.language.types import (
    ID,
    NAMES_OF_KINDS,
    NUMBER,
    ROW,
    TOKEN,
    Declarations,
    Type,
)
from jintan_rules.language.unparse import unparse


@define
class Teller:
    """Gathers the problems of one expression, each underlined in its text."""

    names: Declarations
    place: Place
    text: str
    period: bool
    empty_ok: bool
    own: bool = False
    problems: list[Problem] = field(factory=list)
    inside: int = 0

    def tell(
        self,
        code: str,
        node: n.Node,
        summary: str,
        *,
        expected: str = "",
        found: str = "",
        mend: str = "",
    ) -> None:
        """Add a problem with a part of the expression."""
        self.problems.append(
            Problem(
                code,
                self.place,
                summary,
                expected,
                found or repr(unparse(node))[:120],
                mend,
                underline(self.text, node.span),
            )
        )

    def expect(self, node: n.Node, found: Type, wanted: str) -> bool:
        """Check that a part has the kind that is wanted there."""
        if found.kind == wanted or (found.kind, wanted) == (ROW, ID):
            return True
        self.tell(
            "JR204",
            node,
            f"{NAMES_OF_KINDS[wanted]} is wanted here",
            expected=NAMES_OF_KINDS[wanted],
            found=f"{unparse(node)[:80]}, {found}",
        )
        return False

    def alike(self, node: n.Node, left: Type | None, right: Type | None) -> Type | None:
        """Check that two types can stand for each other; return the more telling one."""
        if not left or not right:
            return left or right
        kinds = {left.kind, right.kind} - {ROW}
        if ROW in (left.kind, right.kind):
            kinds.add(ID)
        if len(kinds) != 1:
            self.tell(
                "JR204", node, "two types do not go together", expected=str(left), found=str(right)
            )
            return None
        if left.kind == NUMBER and left.exact and right.exact and left.unit != right.unit:
            self.tell(
                "JR205",
                node,
                "two units do not go together",
                expected=left.unit or "a bare number",
                found=right.unit or "a bare number",
            )
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
                self.tell(
                    "JR203",
                    node,
                    f"{token!r} is not one of its values",
                    expected=", ".join(sorted(known.tokens)),
                    found=repr(token),
                    mend=suggestion(token, known.tokens),
                )
