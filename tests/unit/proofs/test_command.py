"""The command line proves profiles, and says by its exit code what was found."""

from __future__ import annotations

import tomllib

import pytest

import jintan_rules as jr
from jintan_rules.cli import main
from jintan_rules.proofs import check_consistency, machine
from tests.faulty_copies import broken, local, rule


def test_a_consistent_profile_gives_nothing(capsys):
    code = main(["prove", "process", "--lang", "en"])

    assert code == 0
    assert "each of 13 rules can bind, be met and be broken" in capsys.readouterr().out


def test_a_fault_gives_one_and_is_written_as_a_case(tmp_path, capsys):
    broken(
        tmp_path, "process", "organization", "process.six-profiles",
        "unclassified_bodies == 0", "unclassified_bodies < 0",
    )  # fmt: skip

    code = main(["prove", str(tmp_path / "process"), "--format", "cases"])

    assert code == 1
    (case,) = tomllib.loads(capsys.readouterr().out)["case"]
    assert (case["rule"], case["outcome"]) == ("process.six-profiles", "fail")


def test_a_looser_profile_gives_one_only_without_a_reason(tmp_path, capsys):
    text = rule("own.a", applies_when="tier == 'district'", requires="unclassified_bodies <= 1")
    more = '[[replace]]\nrule = "process.six-profiles"\nby = "own.a"\nreason = "试"\n'
    local(tmp_path, text, more, extends="process")

    code = main(["prove", str(tmp_path / "own"), "--against", "process"])

    assert code == 0
    out = capsys.readouterr().out
    assert "JR610" in out
    assert "理由：试" in out


def test_without_the_solver_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(machine, "_Z3", None)

    with pytest.raises(jr.EvaluationError) as caught:
        check_consistency(jr.load_profile("process"))

    (problem,) = caught.value.problems
    assert problem.code == "JR503"
    assert "jintan-rules[prove]" in problem.mend
