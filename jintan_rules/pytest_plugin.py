"""The door of the pytest plug-in, which collects conformance cases of profiles.

It imports nothing of the library but for a file of cases: a run that has none is
neither slowed down nor disturbed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

SUFFIX = ".cases.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare what a project may set."""
    parser.addini(
        "jintan_cases",
        "Folders and files of conformance cases, from the rootdir, beside files named *.cases.toml",
        type="args",
        default=[],
    )
    parser.addini(
        "jintan_engines",
        "The engines that judge each case: python (default), reference, durable",
        type="args",
        default=["python"],
    )
    parser.addini(
        "jintan_complete",
        "Whether every rule of these profiles must show every outcome, its boundary and its day",
        type="bool",
        default=False,
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of conformance cases, and nothing else."""
    if file_path.suffix != ".toml" or not is_case_file(file_path, parent.config):
        return None
    from jintan_rules.testing.plugin import CasesOfFile  # noqa: PLC0415  only where it is needed

    return CasesOfFile.from_parent(parent, path=file_path)


def is_case_file(path: Path, config: pytest.Config) -> bool:
    """Say whether a TOML file holds cases: by its name, or by where it lies."""
    if path.name.endswith(SUFFIX):
        return True
    named = (config.rootpath / each for each in config.getini("jintan_cases"))
    return any(path == each or each in path.parents for each in named)
