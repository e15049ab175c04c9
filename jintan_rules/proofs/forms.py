"""The profile as a whole: for each form of organisation, the smallest that meets everything."""

from __future__ import annotations

from attrs import frozen

from jintan_rules.proofs.faults import Fault, Open
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import Profile


@frozen
class Form:
    """A form of organisation, and a record of one that meets the whole profile."""

    name: str
    witness: Witness | None = None
    fault: Fault | None = None
    open: Open | None = None


def forms(_: Profile) -> tuple[Form, ...]:
    """Find, for each form of organisation, the smallest that meets everything."""
    return ()
