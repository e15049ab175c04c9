"""``prove`` of the command line: what it asks, and what it answers.

Exit codes: 0 nothing found, 1 a fault, or a rule that is looser without a written
reason, 3 neither but something not settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from multiprocessing import get_context
from typing import Any

from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.proofs.consistency import check_consistency, with_organisations
from jintan_rules.proofs.faults import Fault
from jintan_rules.proofs.forms import Form, forms
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.tightening import check_tightens
from jintan_rules.standard.profiles import Profile

_CLEAR, _FAULT, _OPEN = 0, 1, 3


def run(options: Any) -> int:
    """Prove the profiles named, or all that are installed; return the exit code."""
    names = list(options.profile or profile_ids())
    memory = Memory()
    codes = [_CLEAR]
    # What is proved of the rules and of the whole rests on nothing shared: several profiles
    # keep two processes busy.
    pool = ProcessPoolExecutor(1, get_context("spawn")) if len(names) > 1 else None
    with pool or nullcontext():
        wholes = [
            pool.submit(_forms, name, options.tailoring).result
            if pool
            else partial(_forms, name, options.tailoring)
            for name in names
        ]
        for name, whole in zip(names, wholes, strict=True):
            profile = load_profile(name, tailoring=options.tailoring)
            for text, code in _proved(profile, memory, whole, options):
                codes.append(code)
                if text:
                    print(text)  # noqa: T201  the command line prints
    return _FAULT if _FAULT in codes else max(codes)


def _forms(name: str, tailoring: Any) -> tuple[Form, ...]:
    return forms(load_profile(name, tailoring=tailoring))


def _proved(
    profile: Profile, memory: Memory, whole: Callable[[], tuple[Form, ...]], options: Any
) -> Iterator[tuple[str, int]]:
    """Yield what is written of a profile, with the exit code that it comes to."""
    told = check_consistency(profile, organisations=False, memory=memory)
    told = with_organisations(told, whole())
    code = _FAULT if told.problems else _OPEN if told.open else _CLEAR
    yield _written(told.to_text(options.lang), told.problems, options), code
    if options.against is not None:
        against = check_tightens(profile, load_profile(options.against))
        code = _FAULT if against.problems else _OPEN if against.open else _CLEAR
        faults = tuple(each.fault for each in against.looser)
        yield _written(against.to_text(options.lang), faults, options), code


def _written(text: str, faults: tuple[Fault, ...], options: Any) -> str:
    if options.format == "cases":
        return "\n".join(each.case_toml() for each in faults)
    return text
