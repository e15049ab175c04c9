"""The packages that frames need, and how to install the one that is missing."""

from __future__ import annotations

import importlib

from jintan_rules.errors import EvaluationError, Place, Problem

_INSTALL = "pip install 'jintan-rules[frames]'"


def needs(*packages: str) -> None:
    """Check that the packages are installed.

    Raises:
        EvaluationError: If one is not (JR503), naming how to install it.
    """
    for package in packages:
        try:
            importlib.import_module(package)
        except ImportError as fault:
            own = package in ("narwhals", "polars")
            raise EvaluationError(
                [
                    Problem(
                        "JR503",
                        Place("evaluate_frame"),
                        f"frames need the package {package}, which is not installed",
                        f"the package {package}",
                        str(fault),
                        _INSTALL if own else f"pip install {package}",
                    )
                ]
            ) from fault
