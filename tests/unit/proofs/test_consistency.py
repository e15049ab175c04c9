"""Every fault put into a copy of a profile is found and shown; none is made up."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tomllib

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.proofs import Memory, check_consistency
from jintan_rules.proofs.forms import forms
from tests.faulty_copies import PROFILES, broken, local, rule

MEMORY = Memory()
BRANCH = "tier == 'branch'"


def codes(report):
    return {(each.code, *(rule.id for rule in each.rules)) for each in report.problems}


def replayed(fault):
    """Judge the witness again, as its conformance cases say it."""
    cases = tomllib.loads(fault.case_toml())["case"]
    assert [case["rule"] for case in cases] == [rule.id for rule in fault.rules]
    for seen, case in zip(fault.witness.seen, cases, strict=True):
        profile = attrs.evolve(seen.profile, category=None)
        if "parameters" in case:
            profile = profile.tailor(parameters=case["parameters"])
        profile = attrs.evolve(profile, rules=(profile.rule(case["rule"]),))
        record = jr.Record.from_dict({"id": "case", **case["record"]}, vocabulary=profile)
        finding = jr.evaluate(
            record, profile, as_of=case["as_of"], window=case["window"], engine="reference"
        ).findings[0]
        found = finding.slot(case["slot"]) if "slot" in case else finding
        assert (str(found.outcome), str(found.level or "")) == (
            case["outcome"],
            case.get("level", ""),
        )


@pytest.mark.parametrize("name", jr.profile_ids())
def test_no_fault_is_made_up(name):
    report = check_consistency(jr.load_profile(name), organisations=False, memory=MEMORY)

    assert report.to_text().count("JR6") == 0
    assert report.open == ()


# (code, profile, file, rule or parameter, what is written, what is written instead, rules named)
SEEDED = [
    # a threshold raised past its cap, or a minimum above the maximum
    ("JR604", "common", "organization", "org.committee.size.norm", "committee_size <= 5",
     "committee_size <= 9", "org.committee.size.norm"),
    ("JR603", "common", "organization", "org.committee.size.min", "committee_size >= 3",
     "committee_size >= 8", "org.committee.size.min"),
    ("JR603", "common", "organization", "org.committee.size.norm", "committee_size <= 5",
     "committee_size <= 2", "org.committee.size.min"),
    ("JR603", "common", "organization", "election.delegates-number.cap", "e.delegates <= 300",
     "e.delegates <= 99", "election.delegates-number.norm"),
    ("JR604", "common", "team", "team.member.rectify-max-one-year.norm",
     "add_months(r.since_on, 6)", "add_months(r.since_on, 18)",
     "team.member.rectify-max-one-year.norm"),
    # applies_when and filters that can never hold
    ("JR600", "common", "organization", "org.committee.size.min",
     "tier == 'branch' and has_committee", "tier == 'branch' and tier == 'committee'",
     "org.committee.size.min"),
    ("JR600", "common", "organization", "org.joint-branch.when-under-three",
     "1 <= u.full_members <= 2", "2 <= u.full_members <= 1", "org.joint-branch.when-under-three"),
    ("JR600", "common", "organization", "org.branch.established-when-three-full-members.own",
     "full_members >= 3", "full_members < 0", "org.branch.established-when-three-full-members.own"),
    ("JR600", "village", "organization", "village.org.elected-by-members",
     "if e.elects == 'committee' or (", "if category == 'soe' and (",
     "village.org.elected-by-members"),
    # requires that is always true, or never
    ("JR602", "common", "organization", "org.joint-branch.units-max-5", "covered_units <= 5",
     "covered_units >= 0", "org.joint-branch.units-max-5"),
    ("JR601", "common", "organization", "org.joint-branch.units-max-5", "covered_units <= 5",
     "covered_units < 0", "org.joint-branch.units-max-5"),
    ("JR602", "common", "organization", "election.delegates-number.norm",
     "100 <= e.delegates <= 200", "100 <= e.delegates or e.delegates <= 200",
     "election.delegates-number.norm"),
    ("JR602", "common", "organization", "org.branch.members-max-50", "members <= 50",
     "members >= full_members", "org.branch.members-max-50"),
    ("JR601", "common", "organization", "org.branch.members-max-50", "members <= 50",
     "members < probationary_members", "org.branch.members-max-50"),
    ("JR601", "common", "organization", "org.committee.posts",
     "any(o for o in officers if o.body == 'committee' and 'secretary' in o.posts)",
     "not any(o for o in officers if o.body == 'committee')",
     "org.committee.posts"),
    ("JR601", "common", "organization", "org.branch.established-when-three-full-members.own",
     "tier != 'none'", "full_members < 2", "org.branch.established-when-three-full-members.own"),
    ("JR601", "common", "activities", "act.dues.arrears-max-six-months", 'requires = "',
     'requires = "x.paid_on > as_of and ', "act.dues.arrears-max-six-months"),
    ("JR601", "common", "team", "team.dev.prospect-one-year",
     ">= add_months(d.activist_on, 12)", ">= add_months(d.prospect_on, 12)",
     "team.dev.prospect-one-year"),
    # the stricter direction turned round
    ("JR607", "village", "profile", "reserve_cadres_min", 'stricter = "higher"',
     'stricter = "lower"', "village.team.reserve-cadres"),
    ("JR607", "village", "profile", "disclosure_lag_days", 'stricter = "lower"',
     'stricter = "higher"', "village.inst.disclosure-major"),
    ("JR607", "soe", "profile", "yearly_report_by", 'stricter = "earlier"', 'stricter = "later"',
     "soe.inst.yearly-report"),
    ("JR607", "non_public", "profile", "coverage_modes", 'stricter = "smaller"',
     'stricter = "larger"', "npe.org.work-coverage"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "profile", "file", "name", "old", "new", "found"),
    SEEDED,
    ids=[f"{each[0]}-{each[3]}-{number}" for number, each in enumerate(SEEDED)],
)
def test_a_change_of_one_text_is_found(tmp_path, code, profile, file, name, old, new, found):
    report = check_consistency(
        broken(tmp_path, profile, file, name, old, new), organisations=False, memory=MEMORY
    )

    assert (code, found) in {each[:2] for each in codes(report)}, report.to_text()
    assert report.problems
    for fault in report.problems:
        assert fault.rules[0].place.line > 0
        replayed(fault)


# (what is found, the rule that is added to the village profile)
ADDED = [
    ("JR603", rule("own.a", applies_when="tier == 'branch'", requires="members >= 60")),
    ("JR603", rule("own.b", applies_when=BRANCH, requires="has_committee")
     + rule("own.c", applies_when=BRANCH, requires="not has_committee")),
    ("JR603", rule("own.d", applies_when=BRANCH, period="year",
                   requires="not any(m for m in meetings if 'members' in m.kinds)")
     + rule("own.e", applies_when=BRANCH, period="year",
            requires="count(m for m in meetings if 'members' in m.kinds) >= 2")),
    ("JR603", rule("own.f", for_each="d in development", on="d.prospect_on",
                   applies_when="tier != 'none'",
                   requires="d.prospect_on < add_months(d.activist_on, 11)")),
    ("JR603", rule("own.g", for_each="e in elections",
                   requires="2 * e.present < e.entitled")),
    ("JR604", rule("own.h", applies_when=BRANCH, period="quarter", strength='"general"',
                   requires="any(m for m in meetings if 'members' in m.kinds)")),
    ("JR604", rule("own.i", applies_when=BRANCH, strength='"general"',
                   requires="members <= 80")),
    ("JR604", rule("own.j", for_each="e in elections", requires="2 * e.present >= e.entitled",
                   applies_when="tier == 'branch'", from_="2020-07-13")),
    ("JR604", rule("own.k", applies_when=BRANCH, period="year", requires="any(m for m in meetings "
                   "if 'lecture' in m.kinds and m.presented_by == 'branch_secretary')")
     + rule("own.l", applies_when=BRANCH, period="year", requires="count(m for m in meetings "
            "if 'lecture' in m.kinds and m.presented_by == 'branch_secretary') >= 2")),
    ("JR604", rule("own.n", applies_when=BRANCH, period="year", strength='"general"',
                   requires="any(m for m in meetings if 'members' in m.kinds)")),
    ("JR603", rule("own.o", applies_when=BRANCH, requires="full_members <= 4")
     + rule("own.p", applies_when=BRANCH, requires="members >= probationary_members + 6")),
    ("JR608", rule("own.q", applies_when="tier == 'branch'", requires="vc_archive_kept")
     + rule("own.r", period="year", requires="not vc_archive_kept")),
    ("JR604", rule("own.m", for_each="d in development", on="d.applied_on", since="d.applied_on",
                   applies_when="tier != 'none'", done="d.talked_on",
                   due="add_months(d.applied_on, 2)")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), ADDED, ids=[each[1].split('"')[1] for each in ADDED])
def test_a_rule_that_is_added_and_should_not_be_is_found(tmp_path, code, text):
    whole = code == "JR608"
    report = check_consistency(local(tmp_path, text), organisations=whole, memory=MEMORY)

    found = [each for each in report.problems if each.code == code]
    assert found, report.to_text()
    assert any(rule.id.startswith("own.") for each in found for rule in each.rules)
    for fault in report.problems:
        replayed(fault)


@pytest.mark.parametrize(
    ("code", "days"), [("JR605", dt.timedelta(days=400)), ("JR606", dt.timedelta(days=-400))]
)
def test_editions_that_leave_a_gap_or_overlap_are_found(code, days):
    profile = jr.load_profile("common")
    rule = profile.rule("election.quorum-four-fifths")
    first, second = rule.editions
    first = attrs.evolve(first, end=first.end - days)
    rule = attrs.evolve(rule, editions=(first, second))

    report = check_consistency(attrs.evolve(profile, rules=(rule,)))

    assert codes(report) == {(code, rule.id)}
    replayed(report.problems[0])


def test_what_is_proved_of_a_rule_is_proved_once(tmp_path):
    memory = Memory()
    check_consistency(jr.load_profile("process"), memory=memory)
    known = len(memory.shown), len(memory.pairs)

    shutil.copytree(PROFILES / "process", tmp_path / "process")
    check_consistency(jr.load_profile(tmp_path / "process"), memory=memory)

    assert (len(memory.shown), len(memory.pairs)) == known


def test_an_organisation_found_does_not_depend_on_what_was_proved_before():
    def told(*names):
        ask = (
            "import sys, jintan_rules as jr; from jintan_rules.proofs import check_consistency\n"
            "for name in sys.argv[1:]: found = check_consistency(jr.load_profile(name))\n"
            "print([each.witness.record for each in found.organisations])"
        )
        return subprocess.run(
            [sys.executable, "-c", ask, *names], capture_output=True, check=True, text=True
        ).stdout

    assert told("institution") == told("process", "institution")


def test_a_rule_that_says_so_may_be_implied_by_another(tmp_path):
    text = rule("own.h", applies_when=BRANCH, requires="members <= 80", strength='"general"')
    declared = text + 'implied_by = ["org.branch.members-max-50"]\n'

    profile = local(tmp_path, declared)

    assert check_consistency(profile, organisations=False, memory=MEMORY).is_consistent


def test_a_rule_can_only_be_implied_by_one_that_is_there(tmp_path):
    text = rule("own.h", requires="members <= 80") + 'implied_by = ["org.branch.members-max-5"]\n'

    with pytest.raises(jr.ProfileError) as caught:
        local(tmp_path, text)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == ("JR302", "rule[own.h].implied_by[0]")


@pytest.mark.parametrize("name", ["village", "soe", "social_org"])
def test_the_smallest_organisation_that_meets_everything_does(name):
    profile = jr.load_profile(name)

    found = forms(profile)

    assert [each.name for each in found] == ["branch", "general_branch", "committee"]
    for each in found:
        report = each.witness.report(profile)
        outcomes = {str(finding.outcome) for finding in report.findings}
        assert outcomes <= {"pass", "not_applicable", "pending"}
        assert each.witness.record["tier"] == each.name


def test_three_rules_that_can_be_met_two_by_two_only_are_found(tmp_path):
    text = (
        rule("own.a", requires="full_members >= 10")
        + rule("own.b", requires="probationary_members >= 10")
        + rule("own.c", requires="members <= 15")
    )
    profile = local(tmp_path, text, extends="process")

    report = check_consistency(profile, memory=MEMORY)

    assert {each.code for each in report.problems} == {"JR608"}
    assert {rule.id for rule in report.problems[0].rules} >= {"own.a", "own.b", "own.c"}
    assert "fail" in {each.outcome for each in report.problems[0].witness.seen}
