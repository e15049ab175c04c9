"""The arithmetic of units, and how much one product may multiply."""

from __future__ import annotations

from collections import Counter

from jintan_rules.language import nodes as n

#: The most numbers, other than literals, that one product may multiply.
MOST_FACTORS = 4


def factors(node: n.Node) -> int:
    """Count the numbers, other than literals, that the largest product multiplies."""
    if isinstance(node, n.Literal):
        return 0
    if isinstance(node, n.Arithmetic) and node.operator == "*":
        return factors(node.left) + factors(node.right)
    # A sum or a choice multiplies what it is made of.
    return max(map(factors, n.children(node)), default=1)


def times(left: str, right: str) -> str | None:
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
