"""Whether a mutant can be told from its rule at all: asked of the prover, where it is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule


def equivalent(rule: Rule, mutant: Rule, profile: Profile) -> bool:
    """Say whether it is proved that two rules give every record one verdict.

    Where no prover is installed nothing is proved, and the answer is no.
    """
    if find_spec("z3") is None or find_spec("jintan_rules.proofs.equivalence") is None:
        return False
    proofs = import_module("jintan_rules.proofs.equivalence")
    return bool(proofs.equivalent(rule, mutant, profile))
