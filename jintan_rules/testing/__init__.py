"""Testing a standard: strategies of records, laws, conformance cases, and mutation of rules.

Strategies and laws need the package ``hypothesis``, the plug-in needs ``pytest``;
neither is imported before something that needs it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from jintan_rules.errors import JintanError, Place, Problem

if TYPE_CHECKING:
    from jintan_rules.testing.cases import Case, CaseError, CaseFile, read_cases
    from jintan_rules.testing.checking import LawReport, check_profile
    from jintan_rules.testing.laws import LAWS, Law
    from jintan_rules.testing.mutation import MutationReport, mutate
    from jintan_rules.testing.steering import SteeringError, usual_day
    from jintan_rules.testing.strategies import (
        Assessment,
        as_of_days,
        assessments,
        expressions,
        plain_records,
        profiles,
        records,
        windows,
    )
    from jintan_rules.testing.trials import LawBrokenError
    from jintan_rules.testing.verdicts import Verdict, judge

__all__ = [
    "LAWS",
    "Assessment",
    "Case",
    "CaseError",
    "CaseFile",
    "Law",
    "LawBrokenError",
    "LawReport",
    "MutationReport",
    "SteeringError",
    "TestingError",
    "Verdict",
    "as_of_days",
    "assessments",
    "check_profile",
    "expressions",
    "judge",
    "mutate",
    "plain_records",
    "profiles",
    "read_cases",
    "records",
    "usual_day",
    "windows",
]

_AT = {
    "cases": ("Case", "CaseError", "CaseFile", "read_cases"),
    "checking": ("LawReport", "check_profile"),
    "laws": ("LAWS", "Law"),
    "mutation": ("MutationReport", "mutate"),
    "steering": ("SteeringError", "usual_day"),
    "strategies": (
        "Assessment",
        "as_of_days",
        "assessments",
        "expressions",
        "plain_records",
        "profiles",
        "records",
        "windows",
    ),
    "trials": ("LawBrokenError",),
    "verdicts": ("Verdict", "judge"),
}
_MODULES = {name: module for module, names in _AT.items() for name in names}


class TestingError(JintanError):
    """What testing needs is not installed (JR634)."""

    # Its name begins as those of tests do, and it is none.
    __test__ = False


def __getattr__(name: str) -> Any:
    """Import what is asked for, and what it needs.

    Raises:
        TestingError: If it needs a package that is not installed.
    """
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name not in ("hypothesis", "pytest"):
            raise
        raise TestingError(
            [
                Problem(
                    "JR634",
                    Place(f"{__name__}.{name}"),
                    f"the package {error.name} is not there",
                    expected=error.name,
                    found="no such package",
                    mend=f"pip install {error.name}",
                )
            ]
        ) from error
