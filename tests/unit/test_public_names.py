"""The public names: told to type checkers, imported when they are asked for."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import pytest

import jintan_rules


def imported_for_type_checkers():
    tree = ast.parse(inspect.getsource(jintan_rules))
    (block,) = (each for each in tree.body if isinstance(each, ast.If))
    return {alias.name: each.module for each in block.body for alias in each.names}


def test_a_type_checker_sees_what_a_program_gets():
    assert imported_for_type_checkers() == jintan_rules._DEFINED_IN
    assert sorted(jintan_rules.__all__) == sorted([*jintan_rules._DEFINED_IN, "__version__"])


def test_every_public_name_is_there_and_listed():
    assert all(getattr(jintan_rules, name) is not None for name in jintan_rules.__all__)
    assert set(jintan_rules.__all__) <= set(dir(jintan_rules))


def test_another_name_is_no_attribute():
    with pytest.raises(AttributeError, match="no_such_name"):
        jintan_rules.no_such_name  # noqa: B018


def test_importing_the_package_imports_nothing_that_judges_until_it_is_asked_for():
    told = "import sys, jintan_rules; print('jintan_rules.evaluation' in sys.modules)"

    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"
