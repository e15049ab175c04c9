"""What the prover says of profiles and rules, where z3-solver is installed."""

from __future__ import annotations

from importlib.util import find_spec

from attrs import evolve

from jintan_rules.language.nodes import Literal
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression


def proofs_of(profile: Profile) -> tuple[str, ...] | None:
    """Return what the prover finds wrong with a profile; None where there is no prover."""
    if find_spec("z3") is None:
        return None
    from jintan_rules.proofs.consistency import check_consistency  # noqa: PLC0415  imports z3

    return tuple(str(problem) for problem in check_consistency(profile).problems)


def proved_alike(rule: Rule, mutant: Rule, profile: Profile) -> bool:
    """Say whether it is proved that two rules give alike verdicts where all facts are known.

    Proved of what they fault, and of whom they bind: the same question asked of the two
    rules with a requirement that nobody meets. Deadlines are not proved.
    """
    if find_spec("z3") is None or rule.has_deadline or mutant.has_deadline:
        return False
    return _fault_alike(rule, mutant, profile) and _fault_alike(
        _unmeetable(rule), _unmeetable(mutant), profile
    )


def _fault_alike(rule: Rule, mutant: Rule, profile: Profile) -> bool:
    from jintan_rules.proofs.relation import Side, relation  # noqa: PLC0415  imports z3

    found = relation(Side(profile, rule), Side(profile, mutant))
    return found.settled and found.looser is None and found.tighter is None


def _unmeetable(rule: Rule) -> Rule:
    never = Expression("False", Literal(False))
    return evolve(rule, editions=tuple(evolve(each, requires=never) for each in rule.editions))
