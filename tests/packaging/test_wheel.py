"""The built wheel, installed in an environment of its own, outside the checkout.

These tests need a package index and take a while: ``pytest -m wheel``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PROFILES = TOP / "profiles"

pytestmark = pytest.mark.wheel


def run(*command: object, cwd: Path) -> str:
    """Run a command without what this interpreter's environment would lend it."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTEST_ADDOPTS")
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, TOP, cwd=folder)
    (built,) = folder.glob("jintan_rules-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a function that runs Python code where only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "-c", TOP / "constraints.txt", wheel, cwd=folder)
    return lambda code: run(python, "-I", "-c", code, cwd=folder)


def test_the_wheel_holds_every_profile_file_and_the_mark_of_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    files = {path.relative_to(PROFILES).as_posix() for path in PROFILES.rglob("*.toml")}
    assert files
    assert {f"jintan_rules/_profiles/{name}" for name in files} <= names
    assert "jintan_rules/py.typed" in names


def test_the_wheel_holds_nothing_but_the_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"jintan_rules"}
    assert not [name for name in names if "__pycache__" in name]


def test_every_profile_loads_from_the_wheel(installed):
    printed = installed(
        "import json, jintan_rules as jr\n"
        "print(json.dumps({name: len(jr.load_profile(name).rules) for name in jr.profile_ids()}))"
    )

    counts = json.loads(printed)
    assert set(counts) == {path.parent.name for path in PROFILES.glob("*/profile.toml")}
    assert all(counts.values())


def test_the_version_is_the_one_of_the_package(wheel, installed):
    printed = installed(
        "import importlib.metadata as m, jintan_rules as jr\n"
        "print(m.version('jintan-rules') == jr.__version__)"
    )

    assert printed.strip() == "True"
    assert wheel.name.startswith("jintan_rules-")


def test_the_command_is_installed(installed):
    printed = installed(
        "import importlib.metadata as m\n"
        "(door,) = m.entry_points(group='console_scripts', name='jintan-rules')\n"
        "print(door.load().__name__)"
    )

    assert printed.strip() == "main"


def test_a_record_is_judged_from_the_wheel_and_nothing_optional_is_imported(installed):
    printed = installed(
        "import sys, datetime as dt\n"
        "import jintan_rules as jr\n"
        "record = jr.Record.from_dict({'id': 'x', 'category': 'village', 'tier': 'branch'})\n"
        "jr.evaluate(record, as_of=dt.date(2024, 12, 31)).to_json()\n"
        "tops = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(tops & {'durable', 'durable_rules_engine', 'pytest', 'hypothesis',\n"
        "                      'jsonschema', 'holidays', 'narwhals', 'polars', 'z3'}))"
    )

    assert printed.strip() == ""
