"""What proofs find: faults of a profile, each with a record that shows it."""

from __future__ import annotations

from attrs import field, frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.rules import Rule


def place_of(rule: Rule) -> Place:
    """Return where a rule is written."""
    return rule.place if rule.place.source else Place(f"rule {rule.id}")


@frozen(order=True)
class Fault(Problem):
    """A problem of a profile that was proved, with the rules it is about and a witness.

    The witness was judged by the reference evaluator; it is None only where the fault
    is of the files alone, as an overlap of two editions in which no period lies.
    """

    rules: tuple[Rule, ...] = field(default=(), eq=False, repr=False)
    witness: Witness | None = field(default=None, eq=False, repr=False)

    def case_toml(self) -> str:
        """Return the witness as conformance cases; an empty text where there is none."""
        if self.witness is None:
            return ""
        return self.witness.case_toml(f"{self.code}: {self.summary}")

    def __str__(self) -> str:
        text = super().__str__()
        if self.witness is not None:
            seen = "; ".join(each.text() for each in self.witness.seen)
            text += f"\n  {'shown by:':<9} {seen} as of {self.witness.as_of}"
        return text


@frozen
class Open:
    """A question that neither a proof nor a record has settled."""

    rules: tuple[Rule, ...] = field(repr=False)
    question: str

    def __str__(self) -> str:
        return f"{', '.join(rule.id for rule in self.rules)}: {self.question}"
