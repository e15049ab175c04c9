"""``prove`` of the command line: what it asks, and what it answers.

Exit codes: 0 nothing found, 1 a fault, or a rule that is looser without a written
reason, 3 neither but something not settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.proofs.consistency import check_consistency
from jintan_rules.proofs.faults import Fault
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.tightening import check_tightens
from jintan_rules.standard.profiles import Profile

_CLEAR, _FAULT, _OPEN = 0, 1, 3


def run(options: Any) -> int:
    """Prove the profiles named, or all that are installed; return the exit code."""
    names = options.profile or profile_ids()
    if options.tailoring is not None and len(names) != 1:
        names = names[:1]
    memory = Memory()
    codes = [_CLEAR]
    for name in names:
        profile = load_profile(name, tailoring=options.tailoring)
        for text, code in _proved(profile, memory, options):
            codes.append(code)
            if text:
                print(text)  # noqa: T201  the command line prints
    return _FAULT if _FAULT in codes else max(codes)


def _proved(profile: Profile, memory: Memory, options: Any) -> Iterator[tuple[str, int]]:
    """Yield what is written of a profile, with the exit code that it comes to."""
    told = check_consistency(profile, memory=memory)
    code = _FAULT if told.problems else _OPEN if told.open else _CLEAR
    yield _written(told.to_text(options.lang), told.problems, options), code
    if options.against is not None:
        base = load_profile(options.against)
        against = check_tightens(profile, base)
        code = _FAULT if against.problems else _OPEN if against.open else _CLEAR
        faults = tuple(each.fault for each in against.looser)
        yield _written(against.to_text(options.lang), faults, options), code


def _written(text: str, faults: tuple[Fault, ...], options: Any) -> str:
    if options.format == "cases":
        return "\n".join(each.case_toml() for each in faults)
    return text
