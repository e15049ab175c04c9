"""The verdicts of a whole profile on one record, by code compiled from its rules.

A program is made when a profile first judges and kept as long as the profile is;
of each rule, only what a record came to need.
"""

from __future__ import annotations

import decimal
from collections.abc import Collection
from weakref import ref

from jintan_rules import calendar as cal
from jintan_rules.engines.bare_record import BareRecord
from jintan_rules.engines.bare_slots import LeftToInterpreterError, RuleCode
from jintan_rules.engines.emitter import NotCoveredError
from jintan_rules.engines.loops import PlainRuleCode, is_plain
from jintan_rules.engines.program import Program
from jintan_rules.findings import Verdict
from jintan_rules.language import values as v
from jintan_rules.records.record import Record
from jintan_rules.slots.outcome import level_of
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome

#: The outcomes by their numbers, from the heaviest to the lightest.
OUTCOMES = (
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.PENDING,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


class CompiledProfile:
    """A profile's rules as code; None in the place of one that is left to the interpreter."""

    def __init__(self, profile: Profile) -> None:
        self.program = Program(profile)
        self.rules = [_code(self.program, rule) for rule in profile.rules]
        self.verdicts: list[tuple[Verdict, ...]] = [
            tuple((outcome, level_of(rule, outcome)) for outcome in OUTCOMES)
            for rule in profile.rules
        ]


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
    found: list[Verdict | None] = []
    before = decimal.getcontext()
    decimal.setcontext(v.EXACT)  # every product and sum is exact, as the language says
    try:
        for code, known in zip(compiled.rules, compiled.verdicts, strict=True):
            if code is None or code.rule.id in excused:
                found.append(None)
                continue
            try:
                found.append(known[min(code.outcomes(bare), default=-1)])
            except LeftToInterpreterError:
                found.append(None)
    finally:
        decimal.setcontext(before)
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
    found: list[list[Outcome] | None] = []
    with decimal.localcontext(v.EXACT):
        for code in compiled.rules:
            try:
                numbers = None if code is None else code.outcomes(bare)
            except LeftToInterpreterError:
                numbers = None
            found.append(None if numbers is None else [OUTCOMES[each] for each in numbers])
    return found


def _code(program: Program, rule: Rule) -> RuleCode | None:
    try:
        plain = is_plain(rule, program.vocabulary)
        return PlainRuleCode(program, rule) if plain else RuleCode(program, rule)
    except NotCoveredError:
        return None


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
