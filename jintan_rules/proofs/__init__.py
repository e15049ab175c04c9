"""Proofs about profiles, with the extra ``prove``."""

from jintan_rules.proofs.consistency import ConsistencyReport, Memory, check_consistency
from jintan_rules.proofs.faults import Fault, Open
from jintan_rules.proofs.witness import Witness

__all__ = ["ConsistencyReport", "Fault", "Memory", "Open", "Witness", "check_consistency"]
