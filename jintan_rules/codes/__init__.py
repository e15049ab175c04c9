"""The kinds of problems by their codes, in the order of the page of errors."""

from jintan_rules.codes import calls, people, proofs, records, standard
from jintan_rules.codes.code import Code

__all__ = ["CODES", "Code"]

#: Every code.
CODES: dict[str, Code] = {
    each.code: each for part in (standard, records, calls, people, proofs) for each in part.CODES
}
