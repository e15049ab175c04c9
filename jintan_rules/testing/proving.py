"""The proofs about a profile, where z3-solver is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from jintan_rules.standard.profiles import Profile

_PROOFS = "jintan_rules.proofs.consistency"


def proofs_of(profile: Profile) -> tuple[str, ...] | None:
    """Return what the prover finds wrong with a profile; None where there is no prover."""
    if find_spec("z3") is None or find_spec(_PROOFS) is None:
        return None
    report = import_module(_PROOFS).check_consistency(profile)
    return tuple(str(problem) for problem in report.problems)
