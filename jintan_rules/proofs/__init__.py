"""Proofs about profiles, with the extra ``prove``."""

from jintan_rules.proofs.actions import Action, FactChange
from jintan_rules.proofs.asking import Asked, questions
from jintan_rules.proofs.comparison import (
    Comparison,
    Difference,
    Flip,
    RuleComparison,
    compare,
    compare_frames,
    compare_over,
)
from jintan_rules.proofs.consistency import ConsistencyReport, check_consistency
from jintan_rules.proofs.faults import Fault, Open
from jintan_rules.proofs.forms import Form
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.mending import Remedies, remedies
from jintan_rules.proofs.settled import Question, Settling, settling
from jintan_rules.proofs.tightening import Looser, TighteningReport, check_tightens
from jintan_rules.proofs.witness import Seen, Witness

__all__ = [
    "Action",
    "Asked",
    "Comparison",
    "ConsistencyReport",
    "Difference",
    "FactChange",
    "Fault",
    "Flip",
    "Form",
    "Looser",
    "Memory",
    "Open",
    "Question",
    "Remedies",
    "RuleComparison",
    "Seen",
    "Settling",
    "TighteningReport",
    "Witness",
    "check_consistency",
    "check_tightens",
    "compare",
    "compare_frames",
    "compare_over",
    "questions",
    "remedies",
    "settling",
]
