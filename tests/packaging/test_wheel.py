"""The built wheel, installed in an environment of its own, outside the checkout.

These tests need a package index and take a while: ``pytest -m wheel``.
"""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.packaging.conftest import TOP, environment_with, run

PROFILES = TOP / "profiles"

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a function that runs Python code where only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    python = environment_with(folder, wheel)
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
