"""The package imports what is optional only when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jintan_rules import testing

TOP = Path(__file__).parents[3]


def run(code):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(TOP), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_neither_hypothesis_nor_pytest_is_imported_before_it_is_wanted():
    code = (
        "import sys, jintan_rules, jintan_rules.testing as t\n"
        "t.read_cases, t.judge, t.mutate, t.LAWS, t.usual_day\n"
        "print([name for name in ('hypothesis', 'pytest', 'z3') if name in sys.modules])\n"
    )

    assert run(code) == ["[]"]


def test_what_is_not_installed_is_named_with_how_to_install_it():
    code = (
        "import sys\n"
        "sys.modules['hypothesis'] = None\n"
        "from jintan_rules import testing\n"
        "try:\n"
        "    testing.records\n"
        "except testing.TestingError as error:\n"
        "    (problem,) = error.problems\n"
        "    print(problem.code, problem.mend)\n"
    )

    assert run(code) == ["JR634", "pip", "install", "hypothesis"]


def test_every_public_name_is_there():
    assert [name for name in testing.__all__ if getattr(testing, name, None) is None] == []
    with pytest.raises(AttributeError):
        testing.no_such_name  # noqa: B018  that it is not there is what is tested
