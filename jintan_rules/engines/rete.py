"""The forward-chaining machine, driven so that nothing it stumbles over can reach it.

It is ``durable_rules_engine``, the C module below the package ``durable-rules``,
used without the package's own host, timers and actions. One session and one id
for every body; each body is retracted before the next. A ruleset that failed is
never used again.
"""

from __future__ import annotations

import importlib
import weakref
from collections.abc import Sequence
from typing import Protocol, cast

from attrs import define, field

from jintan_rules.engines.rulesets import BODY, SESSION, Ruleset
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.language.values import Value

REQUIREMENT = "durable-rules==2.0.28"
_MEND = (
    f"pip install {REQUIREMENT} (it is built from C source and needs a compiler; for Python 3.13 "
    "and later set CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject before), "
    "or use engine='python'"
)
_THE_BODY = BODY + "}"
_NOTHING_MATCHED = 1


class Machine(Protocol):
    """What is used of the C module; ``handle`` and ``state`` are its own numbers."""

    error: type[Exception]

    def create_ruleset(self, name: str, text: str, /) -> int:
        """Build a ruleset."""

    def assert_fact(self, handle: int, body: str, /) -> tuple[int, int]:
        """Show a body to a ruleset; return a code and the state it is kept in."""

    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None:
        """Return the first rule that fired, after the state."""

    def complete_and_start_action(self, handle: int, state: int, /) -> str | None:
        """Return the next rule that fired."""

    def retract_fact(self, handle: int, body: str, /) -> object:
        """Take a body back."""

    def delete_state(self, handle: int, session: str, /) -> object:
        """Free what a session holds; only after an action of it has run."""

    def delete_ruleset(self, handle: int, /) -> object:
        """Free a ruleset, but not its sessions."""


def machine() -> Machine:
    """Return the C module.

    Raises:
        EvaluationError: If it is not installed.
    """
    try:
        return cast(Machine, importlib.import_module("durable_rules_engine"))
    except ImportError as fault:
        raise EvaluationError(
            [
                Problem(
                    "JR503",
                    Place("evaluate", path="engine"),
                    "the engine 'durable' needs a package that is not installed",
                    f"the package {REQUIREMENT}",
                    str(fault),
                    _MEND,
                )
            ]
        ) from fault


class FailedError(Exception):
    """The machine did what it never should."""


@define(eq=False)
class Network:
    """A ruleset, ready to be asked.

    Whoever asks takes an idle handle, or a new one, and puts it back once the
    body is retracted. So two threads never share one, there is nothing to wait
    for, and a handle whose use ended in an error is out of use.
    """

    machine: Machine
    ruleset: Ruleset
    idle: list[int] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        weakref.finalize(self, _release, self.machine, self.idle).atexit = False

    def decide(self, facts: Sequence[Value]) -> bool | None:
        """Return whether the facts prove or refute the formula, None where they do neither.

        Raises:
            UnfitError: If a number cannot be sent as it is.
            FailedError: If the machine fails, and fails again with a new ruleset.
        """
        body = self.ruleset.body(facts)
        if body is None:
            return None
        try:
            return self._asked(body)
        except (FailedError, MemoryError, self.machine.error):
            self.idle.clear()  # once more, with a new ruleset
        try:
            return self._asked(body)
        except self.machine.error as fault:
            raise FailedError(str(fault)) from fault

    def _asked(self, body: str) -> bool | None:
        try:
            handle = self.idle.pop()
        except IndexError:
            handle = self._built()
        fired = _fired(self.machine, handle, body)
        self.idle.append(handle)
        return fired == "P" if fired else None

    def _built(self) -> int:
        handle = self.machine.create_ruleset("jintan", self.ruleset.text)
        # A session can be freed only after a rule has fired in it, and a machine that works fires.
        if _fired(self.machine, handle, self.ruleset.warming) != "W":
            raise FailedError("a new ruleset does not answer")
        return handle


def _fired(machine: Machine, handle: int, body: str) -> str:
    """Return the name of the rule that fires on a body, none or one; then take the body back."""
    code, state = machine.assert_fact(handle, body)
    if code == _NOTHING_MATCHED:
        return ""  # and nothing is kept
    if code:
        raise FailedError(f"assert_fact returned {code} on {body}")
    first = machine.start_action_for_state(handle, state)
    told = first[1] if first else None
    fired = told[2] if told else ""  # {"P":{"m":{…}}}
    while told:  # a rule fires once for each way in which it is true
        if told[2] != fired:
            raise FailedError(f"{fired} and {told[2]} fired on {body}")
        told = machine.complete_and_start_action(handle, state)
    machine.retract_fact(handle, _THE_BODY)
    return fired


def _release(machine: Machine, idle: list[int]) -> None:
    for handle in idle:
        machine.delete_state(handle, SESSION)
        machine.delete_ruleset(handle)
