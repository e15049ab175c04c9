"""The rules that judge a state, all in one function: what most of a profile's rules are.

Such a rule has neither period nor things nor days of its own. Where the
organisation is known to be there on the day of the state, an outcome is one
expression, and whether a rule binds is asked once for all that bind alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from jintan_rules.engines.bare_record import BareRecord
from jintan_rules.engines.bare_slots import FAIL, NOT_APPLICABLE, PASS, UNKNOWN
from jintan_rules.engines.emitter import Emitter, NotCoveredError
from jintan_rules.engines.emitting import Body
from jintan_rules.engines.loops import PlainRuleCode
from jintan_rules.language import nodes as n

#: A fact of the organisation as it is recorded; one that is found out is in part in capitals.
_RECORDED = re.compile(r"\bE\.facts\.([a-z0-9_]+)\b")
#: Days are kept with their functions up to this number.
_MOST_DAYS = 1000


class StateRules:
    """The rules of a profile that judge a state."""

    def __init__(self, emitter: Emitter, codes: Sequence[PlainRuleCode]) -> None:
        self.emitter = emitter
        self.codes = codes
        self._by_day: dict[int, Callable[..., list[int | None]]] = {}
        self._by_editions: dict[tuple[int | None, ...], Callable[..., list[int | None]]] = {}

    def outcomes(self, record: BareRecord) -> list[int | None] | None:
        """Return the outcome of each rule; None where it, or each of them, is asked by itself."""
        (span,) = record.spans("")
        if not (span.in_window and span.lived):
            return None
        day = record.state_day
        function = self._by_day.get(day)
        if function is None:
            editions = tuple(code.in_force(day) for code in self.codes)
            if editions not in self._by_editions:
                self._by_editions[editions] = self._function(editions)
            if len(self._by_day) >= _MOST_DAYS:
                self._by_day.clear()
            function = self._by_day[day] = self._by_editions[editions]
        return function(record, None, None, None, day)

    def _function(self, editions: tuple[int | None, ...]) -> Callable[..., list[int | None]]:
        body = Body(self.emitter, {})
        lines: list[str] = []
        bound: dict[n.Node, str] = {}
        outcomes = []
        for code, number in zip(self.codes, editions, strict=True):
            if number is None:
                outcomes.append(str(NOT_APPLICABLE))
                continue
            try:
                condition = body.value(code.rule.editions[number].condition)
            except NotCoveredError:
                outcomes.append("None")
                continue
            met = body.local()
            text = f"{PASS} if ({met} := {condition}) else {FAIL} if {met} is False else {UNKNOWN}"
            applies = code.rule.applies_when
            if applies is not None:
                if applies.node not in bound:
                    bound[applies.node] = body.local()
                    lines.append(f"{bound[applies.node]} = {body.value(applies.node)}")
                name = bound[applies.node]
                text = f"({text}) if {name} else {NOT_APPLICABLE} if {name} is False else {UNKNOWN}"
            outcomes.append(f"({text})")
        lines.append(f"return [{', '.join(outcomes)}]")
        lines = _read_once(lines)
        function: Callable[..., Any] = self.emitter.namespace[self.emitter.define({}, lines)]
        return function


def _read_once(lines: list[str]) -> list[str]:
    """Read each recorded fact into a local name: so many rules ask for the same few."""
    read = dict.fromkeys(name for line in lines for name in _RECORDED.findall(line))
    heads = [f"f_{name} = E.facts.{name}" for name in read]
    return heads + [_RECORDED.sub(r"f_\1", line) for line in lines]


def is_state(code: object) -> bool:
    """Say whether a rule judges a state and nothing else."""
    return isinstance(code, PlainRuleCode) and not code.kind and code.rule.for_each is None
