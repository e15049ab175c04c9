"""The reference engine: an expression is evaluated as the language defines it."""

from __future__ import annotations

from jintan_rules.language.evaluate import holds
from jintan_rules.language.nodes import Node
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Truth


def decide(node: Node, scope: Scope) -> Truth:
    """Return what a condition comes to in a scope."""
    return holds(node, scope)
