"""Where the functions of one profile are defined, and what they may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TypeAlias

from attrs import define, field

from jintan_rules.engines import bare, bare_lists
from jintan_rules.standard.profiles import Parameter, Setting
from jintan_rules.standard.vocabulary import Fact, Vocabulary

#: What a loop variable stands for: a row of the list named, a token, or a month.
Variables: TypeAlias = Mapping[str, str]
TOKEN, MONTH = "'token'", "'month'"

#: The arguments of every function, before its loop variables.
ARGUMENTS = "E, start, end, year, day"
_FUNCTIONS = {"first": bare.first, "last": bare.last, "sum": bare.total, "the": bare.only}


class NotCoveredError(Exception):
    """A construct that is left to the interpreter."""


@define
class Emitter:
    """Defines functions for the expressions of one profile in one ``namespace``.

    ``derive`` returns the name under which a fact that follows from others, or
    has a default, is computed in each slot anew; None where it is the same in
    every slot and an attribute of its row.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    settings: Mapping[str, Setting]
    derive: Callable[[Fact, str], str | None]
    namespace: dict[str, Any] = field(factory=dict)
    numbers: count[int] = field(factory=count)

    def __attrs_post_init__(self) -> None:
        self.namespace |= {
            "UNKNOWN": bare.UNKNOWN,
            "both": bare.both,
            "contains": bare.contains,
            "choose": bare.choose,
            "choose_truth": bare.choose_truth,
            "choose_token": bare.choose_token,
            "counted": bare.counted,
            "longest_run": bare.longest_run,
            "ends": bare.ends,
            "months": bare_lists.months,
            "pairs": bare_lists.pairs,
            "tokens": bare_lists.tokens,
            **{f"F_{name}": function for name, function in bare.CALLS.items()},
            **{f"Q_{name}": function for name, function in _FUNCTIONS.items()},
        }

    def define(self, variables: Variables, lines: list[str]) -> str:
        """Define a function of the record, the slot and its variables; return its name."""
        arguments = ", ".join([ARGUMENTS, *(f"v_{each}" for each in variables)])
        return self.define_with(arguments, lines)

    def called(self, name: str, variables: Variables) -> str:
        """Return the call of a function from one with the same arguments and variables."""
        return f"{name}({', '.join([ARGUMENTS, *(f'v_{each}' for each in variables)])})"

    def define_with(self, arguments: str, lines: list[str]) -> str:
        """Define a function of some arguments and lines, and return its name."""
        name = f"f{next(self.numbers)}"
        text = f"def {name}({arguments}):\n" + "\n".join(f" {line}" for line in lines)
        # The text is built from checked expressions: names that the language allows, numbers of
        # constants, operators and nothing else.
        exec(compile(text, f"<{name}>", "exec"), self.namespace)  # noqa: S102
        return name

    def constant(self, value: Any) -> str:
        """Return how a constant is written, or the name it is kept by."""
        if value.__class__ in (int, bool, str):
            return repr(value)
        name = f"k{next(self.numbers)}"
        self.namespace[name] = value
        return name
