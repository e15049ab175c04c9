"""The pytest plug-in, run on folders of cases as somebody else's project has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[3]

PROFILE = """\
id = "clinic"
title = "例"
title_en = "Example"
extends = []
"""
RULES = """\
[[rule]]
id = "clinic.three"
item = "例"
title = "三人以上"
title_en = "Three or more"
strength = "mandatory"
applies_when = "tier == 'branch'"
requires = "full_members >= 3"
cite = [{ instrument = "branch-2018", article = "4", verified = "text" }]
from = 2018-10-28
"""
CASES = """\
profile = "clinic"

[base]
tier = "branch"
established_on = "2001-07-01"

[[case]]
rule = "clinic.three"
name = "three"
as_of = 2024-12-31
record = { full_members = 3 }
outcome = "pass"
shows = ["boundary"]

[[case]]
rule = "clinic.three"
name = "two"
as_of = 2024-12-31
record = { full_members = 2 }
outcome = "fail"
level = "breach"
"""
MORE = """
[[case]]
rule = "clinic.three"
name = "not told"
as_of = 2024-12-31
outcome = "unknown"
missing = ["full_members"]

[[case]]
rule = "clinic.three"
name = "no branch"
as_of = 2024-12-31
record = { tier = "committee" }
outcome = "not_applicable"

[[case]]
rule = "clinic.three"
name = "before its text"
as_of = 2018-10-27
record = { full_members = 2 }
outcome = "not_applicable"
shows = ["before_force"]
"""


class Project:
    """A folder with a profile and cases, on which pytest is run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("clinic/profile.toml", PROFILE)
        self.write("clinic/organization.toml", RULES)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "jintan_rules.pytest_plugin",
            "-p",
            "no:cacheprovider",
        ]
        done = subprocess.run(
            [*command, "-q", *arguments],
            cwd=self.root,
            env={"PYTHONPATH": str(TOP), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_a_file_is_collected_by_its_name(project):
    project.write("team.cases.toml", CASES)
    project.write("other.toml", "this is = not read [")

    code, text = project.run()

    assert code == 0, text
    assert "2 passed" in text


def test_a_file_is_collected_where_the_project_says(project):
    project.write("cases/team.toml", CASES.replace('"clinic"', '"../clinic"'))
    project.write("pytest.ini", "[pytest]\njintan_cases = cases\njintan_engines = python reference")

    code, text = project.run("-vv", "-k", "two")

    assert code == 0, text
    assert "2 passed, 2 deselected" in text
    assert "two [reference] PASSED" in text


def test_a_failure_says_what_was_expected_found_and_why(project):
    project.write("team.cases.toml", CASES.replace('outcome = "pass"', 'outcome = "unknown"'))

    code, text = project.run()

    assert code == 1
    for words in (
        "team.cases.toml:7: three",
        "rule:     clinic.three (Three or more)",
        "expected: unknown",
        "found:    pass",
        "full_members = 3",
        "why:",
        "As a whole: pass",
    ):
        assert words in text, text
    assert "Traceback" not in text
    assert "jintan_rules/testing" not in text


def test_a_slot_that_is_not_there_is_told_with_those_that_are(project):
    project.write("team.cases.toml", CASES.replace('rule = "c', 'slot = "2024-Q1"\nrule = "c'))

    code, text = project.run()

    assert code == 1
    assert "no such slot; there are: -" in text


def test_a_broken_file_tells_all_its_problems_and_no_case_of_it_runs(project):
    project.write("team.cases.toml", CASES + 'record = { full_members = "2" }\n')
    worse = CASES.replace("full_members = 3", 'full_members = "3"').replace('"fail"', '"failed"')
    project.write("worse.cases.toml", worse.replace("clinic.three", "clinic.tree", 1))
    project.write("sound.cases.toml", CASES)

    code, text = project.run("--continue-on-collection-errors")

    assert code == 1
    assert "2 passed, 2 errors" in text
    assert "team.cases.toml:22:32: JR102" in text
    for problem in ("JR504 no rule 'clinic.tree'", "did you mean 'clinic.three'", "JR402", "JR108"):
        assert problem in text, text
    assert "Traceback" not in text


def test_two_cases_of_one_name_are_a_problem(project):
    project.write("team.cases.toml", CASES.replace('"two"', '"three"'))

    code, text = project.run()

    assert code != 0
    assert "JR631 clinic.three has two cases of one name" in text


def test_a_file_of_no_profile_is_a_problem(project):
    project.write("team.cases.toml", CASES.split("\n", 1)[1])

    code, text = project.run()

    assert code != 0
    assert "JR630" in text


def test_a_project_may_want_every_rule_s_cases(project):
    project.write("pytest.ini", "[pytest]\njintan_cases = cases\njintan_complete = true\n")
    project.write("cases/one.toml", CASES.replace('"clinic"', '"../clinic"'))

    code, text = project.run()

    assert code == 1
    assert "JR632" in text
    assert "all but unknown, not_applicable, before_force" in text

    opening = 'profile = "../clinic"\n[base]\ntier = "branch"\n'
    project.write("cases/two.toml", opening + 'established_on = "2001-07-01"\n' + MORE)
    assert project.run()[0] == 0
    # It is asked of the whole, whatever part is run.
    assert project.run("cases/one.toml")[0] == 0

    excused = 'profile = "../clinic"\n[excused."clinic.three"]\n'
    project.write("cases/two.toml", excused + 'unknown = "r"\nnot_applicable = "r"\n')
    code, text = project.run()
    assert "all but before_force" in text


def test_it_works_with_several_processes(project):
    pytest.importorskip("xdist")
    project.write("team.cases.toml", CASES)

    code, text = project.run("-n", "2")

    assert code == 0, text
    assert "2 passed" in text


def test_a_run_without_cases_imports_no_more_of_the_library_than_the_plugin(project):
    project.write(
        "test_other.py",
        "import sys\n"
        "def test_it():\n"
        "    found = {each for each in sys.modules if each.startswith('jintan_rules')}\n"
        "    plugin = {'jintan_rules', 'jintan_rules.version', 'jintan_rules.pytest_plugin'}\n"
        "    assert found == plugin\n",
    )
    project.write("data.toml", "[[case]]\n")

    code, text = project.run()

    assert code == 0, text
