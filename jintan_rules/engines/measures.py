"""What each quantifier makes of the things that its loops met, as lines of Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from jintan_rules.language import nodes as n

#: The lines before a walk, those for each thing met, and those after it. In the second,
#: ``<sure>`` stands for whether the thing is there and ``<many>`` for whether it may be many;
#: they are written once the loop variables are known, by what writes a value.
Measure: TypeAlias = tuple[list[str], Callable[[Callable[[n.Node], str]], list[str]], list[str]]


def measure(node: n.Quantifier) -> Measure:
    """Return the lines before a walk, those for each thing met, and those after it."""
    element = node.element
    match node.kind:
        case "any" if isinstance(element, n.Name):  # there is one
            return (
                ["open_ = False"],
                lambda _: ["if <sure>: return True", "open_ = True"],
                ["return None if open_ else False"],
            )
        case "any":
            return (
                ["open_ = False"],
                lambda value: [
                    f"met = {value(element)}",
                    "if met is False: continue",
                    "if met and <sure>: return True",
                    "open_ = True",
                ],
                ["return None if open_ else False"],
            )
        case "all":
            return (
                ["open_ = False"],
                lambda value: [
                    f"met = {value(element)}",
                    "if met: continue",
                    "if met is False and <sure>: return False",
                    "open_ = True",
                ],
                ["return None if open_ else True"],
            )
        case "count":
            return (
                ["sure = unsure = 0", "endless = False"],
                lambda _: [
                    "if <sure>: sure += 1",
                    "elif <many>: endless = True",
                    "else: unsure += 1",
                ],
                ["return counted(sure, unsure, endless=endless)"],
            )
        case "longest_run":
            return (
                ["flags = []"],
                lambda value: [
                    f"met = {value(element)}",
                    "flags.append(met if <sure> or met is False else None)",
                ],
                ["return longest_run(flags)"],
            )
        case kind:
            return (
                ["parts = []"],
                lambda value: [f"parts.append((<sure>, <many>, {value(element)}))"],
                [f"return Q_{kind}(parts)"],
            )
