"""The verdicts of a whole profile on one record, by code compiled from its rules.

A program is made when a profile first judges and kept as long as the profile is;
of each rule, only what a record came to need.
"""

from __future__ import annotations

import decimal
from collections.abc import Collection
from typing import cast
from weakref import ref

from jintan_rules import calendar as cal
from jintan_rules.engines.bare_record import BareRecord
from jintan_rules.engines.bare_slots import NOT_APPLICABLE, LeftToInterpreterError, RuleCode
from jintan_rules.engines.emitter import NotCoveredError
from jintan_rules.engines.loops import PlainRuleCode, is_plain
from jintan_rules.engines.program import Program
from jintan_rules.engines.states import StateRules, is_state
from jintan_rules.findings import Verdict
from jintan_rules.language import values as v
from jintan_rules.records.record import Record
from jintan_rules.slots.outcome import level_of
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome

#: The outcomes by their numbers, from the heaviest to the lightest.
OUTCOMES = (
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.PENDING,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


class CompiledProfile:
    """A profile's rules as code."""

    def __init__(self, profile: Profile) -> None:
        self.program = Program(profile)
        self.rules = [_code(self.program, rule) for rule in profile.rules]
        states = {number: code for number, code in enumerate(self.rules) if is_state(code)}
        self.places = list(states)
        self.states = StateRules(
            self.program.emitter, [cast(PlainRuleCode, code) for code in states.values()]
        )
        self.others = [
            (number, code) for number, code in enumerate(self.rules) if number not in states
        ]
        self.verdicts: list[tuple[Verdict, ...]] = [
            tuple((outcome, level_of(rule, outcome)) for outcome in OUTCOMES)
            for rule in profile.rules
        ]

    def outcomes(self, record: BareRecord) -> list[list[int] | None]:
        """Return the outcomes of each rule's slots, None where the interpreter must tell them."""
        return [_told(code, record) for code in self.rules]

    def worst(self, record: BareRecord) -> list[int | None]:
        """Return the heaviest outcome of each rule, None where the interpreter must tell it."""
        found: list[int | None] = [None] * len(self.rules)
        others = self.others
        states = self.states.outcomes(record)
        if states is None:
            others = list(enumerate(self.rules))
        else:
            for number, outcome in zip(self.places, states, strict=True):
                found[number] = outcome
        for number, code in others:
            outcomes = _told(code, record)
            if outcomes is not None:
                found[number] = min(outcomes) if outcomes else NOT_APPLICABLE
        return found


def _told(code: RuleCode, record: BareRecord) -> list[int] | None:
    try:
        return code.outcomes(record)
    except (LeftToInterpreterError, NotCoveredError):
        return None


def verdicts(
    record: Record,
    profile: Profile,
    as_of: int,
    window: tuple[int, int],
    workdays: cal.WorkdayCalendar | None,
    excused: Collection[str] = (),
) -> list[Verdict | None]:
    """Return what each rule of a profile comes to, in their order.

    Args:
        record: What is known of the organisation.
        profile: The profile.
        as_of: The assessment day.
        window: The first and last day assessed.
        workdays: The working days of the years that rules count them in.
        excused: The ids of rules for which a reason is recorded.

    Returns:
        None for a rule whose outcome only the interpreter can tell.
    """
    compiled = compiled_profile(profile)
    bare = BareRecord(record, compiled.program.shapes, as_of, window, workdays)
    before = decimal.getcontext()
    decimal.setcontext(v.EXACT)  # every product and sum is exact, as the language says
    try:
        found: list[Verdict | None] = [
            None if number is None else known[number]
            for number, known in zip(compiled.worst(bare), compiled.verdicts, strict=True)
        ]
    finally:
        decimal.setcontext(before)
    if excused:
        for number, rule in enumerate(profile.rules):
            # A reason excuses a deviation, slot by slot, and nothing else.
            if rule.id in excused and found[number] == (Outcome.FAIL, Level.DEVIATION):
                found[number] = None
    return found


def outcomes(
    record: Record,
    profile: Profile,
    as_of: int,
    window: tuple[int, int],
    workdays: cal.WorkdayCalendar | None = None,
) -> list[list[Outcome] | None]:
    """Return the outcomes of every slot of each rule, reasons left aside; see :func:`verdicts`."""
    compiled = compiled_profile(profile)
    bare = BareRecord(record, compiled.program.shapes, as_of, window, workdays)
    with decimal.localcontext(v.EXACT):
        found = compiled.outcomes(bare)
    return [None if numbers is None else [OUTCOMES[each] for each in numbers] for numbers in found]


def _code(program: Program, rule: Rule) -> RuleCode:
    plain = is_plain(rule, program.vocabulary)
    return PlainRuleCode(program, rule) if plain else RuleCode(program, rule)


#: Programs by the identity of their profiles, each gone when its profile is.
_PROGRAMS: dict[int, tuple[ref[Profile], CompiledProfile]] = {}


def compiled_profile(profile: Profile) -> CompiledProfile:
    """Return a profile compiled; it is compiled once."""
    key = id(profile)
    kept = _PROGRAMS.get(key)
    if kept is not None and kept[0]() is profile:
        return kept[1]
    compiled = CompiledProfile(profile)
    _PROGRAMS[key] = (ref(profile, lambda _: _PROGRAMS.pop(key, None)), compiled)
    return compiled
