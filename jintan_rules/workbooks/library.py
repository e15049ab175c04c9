"""The library that writes workbooks: found when it is first needed, or told how to install."""

from __future__ import annotations

import importlib
from typing import Any

from jintan_rules.errors import EvaluationError, Place
from jintan_rules.workbooks.troubles import trouble


def library(module: str = "openpyxl") -> Any:
    """Return openpyxl, or one of its modules.

    Raises:
        EvaluationError: If it is not installed (JR550).
    """
    try:
        return importlib.import_module(module)
    except ImportError as fault:
        problem = trouble(
            "not-installed",
            Place("workbook"),
            expected="the package openpyxl (jintan-rules[workbooks])",
            found=str(fault),
        )
        raise EvaluationError([problem]) from fault
