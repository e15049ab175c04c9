"""Libraries that only some calls need: imported by them, and told how to install where missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from jintan_rules.errors import EvaluationError, Place, Problem


def library(name: str, asker: str, install: str) -> ModuleType:
    """Return a library that a call needs.

    Args:
        name: The module's name.
        asker: The call, for the problem.
        install: What to give to ``pip install``.

    Raises:
        EvaluationError: If it is not installed (JR580).
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise missing(asker, f"the library {name}", str(error), install) from error


def missing(asker: str, expected: str, found: str, install: str) -> EvaluationError:
    """Return the error of a call whose library is not there."""
    return EvaluationError(
        [
            Problem(
                "JR580",
                Place(asker),
                f"{expected} is not installed",
                f"{expected}, importable",
                found,
                f"run: pip install '{install}'",
            )
        ]
    )
