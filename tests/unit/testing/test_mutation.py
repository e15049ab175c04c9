"""Mutants are small changes that load, and cases kill those that change a verdict."""

from __future__ import annotations

from collections import Counter

import pytest

from jintan_rules.testing.mutants import Source
from jintan_rules.testing.mutation import main, mutate, run

PROFILE = """\
id = "clinic"
title = "例"
title_en = "Example"
"""
RULES = """\
[[rule]]
id = "clinic.seven"
item = "例"
title = "七人以上设委员会"
title_en = "Seven or more have a committee"
strength = "mandatory"
applies_when = "tier == 'branch'"
requires = "full_members < 7 or has_committee"
cite = [{ instrument = "branch-2018", article = "4", verified = "text" }]
from = 2018-10-28

[[rule]]
id = "clinic.meeting"
item = "例"
title = "每季度开会"
title_en = "A meeting each quarter"
strength = "general"
period = "quarter"
requires = "any(m for m in meetings if 'members' in m.kinds)"
cite = [{ instrument = "branch-2018", article = "11", verified = "text" }]
from = 2018-10-28
"""
CASE = """
[[case]]
rule = "clinic.seven"
name = "{name}"
as_of = {as_of}
record = {{ {record} }}
outcome = "{outcome}"
"""


def case(name, record, outcome, as_of="2024-12-31", level=""):
    text = CASE.format(name=name, record=record, outcome=outcome, as_of=as_of)
    return text + (f'level = "{level}"\n' if level else "")


@pytest.fixture
def clinic(tmp_path):
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "organization.toml").write_text(RULES, encoding="utf-8")
    return folder


def cases_in(folder, *cases):
    path = folder.parent / "clinic.cases.toml"
    head = 'profile = "clinic"\n[base]\nestablished_on = "2001-07-01"\ntier = "branch"\n'
    path.write_text("\n".join([head, *cases]), encoding="utf-8")
    return path


FEW = [
    case("seven without", "full_members = 7, has_committee = false", "fail", level="breach"),
    case("seven with", "full_members = 7, has_committee = true", "pass"),
]
ALL = [
    *FEW,
    case("six without", "full_members = 6, has_committee = false", "pass"),
    case(
        "a committee",
        'tier = "committee", full_members = 7, has_committee = false',
        "not_applicable",
    ),
    case("its first day", "full_members = 7, has_committee = false", "fail", "2018-10-28"),
    case(
        "the day before", "full_members = 7, has_committee = false", "not_applicable", "2018-10-27"
    ),
]


def test_every_kind_of_change_is_made(clinic):
    mutants = list(Source.of(clinic).mutants())
    kinds = Counter(mutant.kind for mutant in mutants)

    assert kinds == {
        "comparison exchanged": 2,
        "number off by one": 2,
        "disjunct dropped": 2,
        "negation": 3,
        "token exchanged": 2,
        "filter dropped": 1,
        "condition dropped": 1,
        "strength lowered": 2,
        "period changed": 2,
        "date moved by a day": 4,
    }
    assert all(mutant.rule != mutant.original for mutant in mutants)


def test_a_mutant_says_where_it_is_and_what_was_changed(clinic):
    texts = [str(mutant) for mutant in Source.of(clinic).mutants()]

    place = f"{clinic}/organization.toml"
    assert (
        f"{place}:8: clinic.seven: comparison exchanged: full_members < 7 -> full_members <= 7"
        in texts
    )
    assert f"{place}:18: clinic.meeting: period changed: quarter -> half_year" in texts


def test_what_no_case_tells_is_alive(clinic):
    report = mutate(clinic, [cases_in(clinic, *FEW)], rules=["clinic.seven"], prove=False)

    alive = {fate.mutant.split(": ", 2)[2] for fate in report.alive}
    assert alive == {
        "condition dropped: tier == 'branch' -> nothing",
        "disjunct dropped: full_members < 7 -> nothing",
        "number off by one: 7 -> 6",
        "date moved by a day: 2018-10-28 -> 2018-10-29",
        "date moved by a day: 2018-10-28 -> 2018-10-27",
    }
    assert report.counts["alive"] == len(alive)
    assert report.text().endswith(f"{len(alive)} alive")


def test_cases_that_tell_all_leave_none_alive(clinic):
    report = mutate(clinic, [cases_in(clinic, *ALL)], rules=["clinic.seven"], prove=False)

    assert report.alive == ()
    assert report.counts["killed"] == len(report.fates)


def test_a_border_between_whole_quarters_is_no_mutant_that_a_case_could_tell(clinic):
    report = mutate(clinic, [cases_in(clinic, *ALL)], rules=["clinic.meeting"], prove=False)

    moved = [fate for fate in report.fates if fate.kind == "date moved by a day"]
    assert {fate.word for fate in moved} == {"equivalent"}


def test_what_is_proved_alike_is_set_aside(clinic):
    pytest.importorskip("z3")
    text = (clinic / "organization.toml").read_text(encoding="utf-8")
    doubled = text.replace("full_members < 7 or", "full_members < 7 or full_members < 5 or")
    (clinic / "organization.toml").write_text(doubled, encoding="utf-8")

    report = mutate(clinic, [cases_in(clinic, *ALL)], rules=["clinic.seven"])

    told = {fate.mutant.split(": ", 2)[2]: fate.word for fate in report.fates}
    assert told["disjunct dropped: full_members < 5 -> nothing"] == "equivalent"
    assert told["disjunct dropped: full_members < 7 -> nothing"] == "killed"
    assert report.alive == ()


def test_several_processes_find_the_same(clinic):
    path = cases_in(clinic, *FEW)
    one = run([str(clinic)], [path], prove=False)
    two = run([str(clinic)], [path], processes=2, prove=False)

    assert sorted(map(str, two.fates)) == sorted(map(str, one.fates))


def test_the_command_says_whether_any_is_alive(clinic, capsys):
    options = [str(clinic), "--rule", "clinic.seven", "--no-proofs", "--cases"]

    assert main([*options, str(cases_in(clinic, *ALL))]) == 0
    assert main([*options, str(cases_in(clinic, *FEW))]) == 1
    assert "number off by one: 7 -> 6" in capsys.readouterr().out
    assert main(["no-such-profile", "--cases", str(clinic)]) == 2
    assert "JR302" in capsys.readouterr().err
