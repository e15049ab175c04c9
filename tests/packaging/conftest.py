"""Building wheels, and running programs without what this environment would lend them."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Run a command without what this interpreter's environment would lend it."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTEST_ADDOPTS")
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def built(source: Path, folder: Path) -> Path:
    """Build the wheel of a source folder into an empty folder."""
    run(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, source, cwd=folder
    )
    (found,) = folder.glob("*.whl")
    return found


def environment_with(folder: Path, *what: object) -> Path:
    """Make an environment that holds only what is given; return its Python."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "-c", TOP / "constraints.txt", *what, cwd=folder)
    return python


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Return the wheel of the library."""
    return built(TOP, tmp_path_factory.mktemp("wheel"))
