"""Laws hold of what is sound, and are broken, with the plainest record, of what is not."""

from __future__ import annotations

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.standard.words import Outcome, Stricter
from jintan_rules.testing import LAWS, LawBrokenError, check_profile, framing, laws, trials

COMMON = jr.load_profile("common")
COMMUNITY = jr.load_profile("community")
SEVEN = "org.committee.required-when-seven"
MEETING = "act.members-meeting.quarterly"


def test_a_sound_profile_keeps_all_laws():
    report = check_profile(COMMON, rules=[SEVEN, MEETING], examples=10, frames=False, prove=False)

    report.raise_if_broken()
    assert report.ok
    assert report.text().endswith("all laws hold")
    assert (report.rules, report.laws) == (2, LAWS)


def test_a_parameter_whose_direction_is_wrong_breaks_the_law_of_strictness():
    rule = COMMUNITY.rule("community.org.part-time-members")
    (name,) = rule.parameters
    turned = attrs.evolve(COMMUNITY.parameters[name], stricter=Stricter.LOWER)
    broken = attrs.evolve(COMMUNITY, parameters={**COMMUNITY.parameters, name: turned})

    with pytest.raises(LawBrokenError) as caught:
        laws.stricter_never_mends(broken, rules=[rule.id], examples=200)

    text = str(caught.value)
    assert laws.stricter_never_mends.en in text
    assert rule.id in text
    assert "turns fail into pass" in text
    laws.stricter_never_mends(COMMUNITY, rules=[rule.id], examples=200)


def test_an_engine_that_passes_what_is_missing_breaks_laws_and_all_are_told(monkeypatch):
    judge = trials.evaluate

    def lenient(record, profile, **keys):
        report = judge(record, profile, **keys)
        if keys.get("engine") != "python":
            return report
        findings = tuple(
            attrs.evolve(
                finding,
                slots=tuple(
                    attrs.evolve(slot, outcome=Outcome.PASS)
                    if slot.outcome is Outcome.UNKNOWN
                    else slot
                    for slot in finding.slots
                ),
            )
            for finding in report.findings
        )
        return attrs.evolve(report, findings=findings)

    monkeypatch.setattr(trials, "evaluate", lenient)
    report = check_profile(COMMON, rules=[SEVEN], examples=60, frames=False, prove=False)

    told = {broken.law for broken in report.broken}
    assert {
        laws.learning_decides_nothing_anew.en,
        laws.silence_decides_nothing.en,
        laws.engines_agree.en,
    } <= told
    assert not report.ok
    with pytest.raises(AssertionError, match="do not hold"):
        report.raise_if_broken()
    (silent,) = [each for each in report.broken if each.law == laws.silence_decides_nothing.en]
    assert '"record: {"id": "r"' not in str(silent)
    assert "of a record that says nothing it is pass" in str(silent)


def test_a_law_names_the_plainest_record(monkeypatch):
    def wrong(trial):
        if trial.plain.get("full_members", 0) >= 7:
            trial.broken("seven", "there are seven")

    law = laws.Law("seven", "七", "seven", wrong)
    with pytest.raises(LawBrokenError) as caught:
        law(COMMON, rules=[SEVEN], examples=200)

    assert caught.value.trial.plain["full_members"] == 7


def test_the_same_call_tries_the_same_records():
    tried = []
    law = laws.Law("none", "无", "none", lambda trial: tried.append(str(trial.plain)))

    law(COMMON, rules=[SEVEN], examples=20)
    first, tried[:] = list(tried), []
    law(COMMON, rules=[SEVEN], examples=20)

    assert tried == first


def test_each_law_says_itself_in_two_languages():
    assert len({law.name for law in LAWS}) == len(LAWS)
    for law in LAWS:
        assert getattr(laws, law.name) is law
        assert law.zh
        assert law.en


def test_frames_that_come_out_otherwise_are_told_with_their_record(monkeypatch):
    pytest.importorskip("polars")
    pytest.importorskip("narwhals")

    assert list(framing.frames_differ(COMMON, [COMMON.rule(SEVEN)], 5)) == []

    judge = framing.evaluate_frame

    def wrong(*arguments, **keys):
        import polars as pl

        passed = pl.col("outcome") == "not_applicable"
        return judge(*arguments, **keys).with_columns(
            outcome=pl.when(passed).then(pl.lit("pass")).otherwise(pl.col("outcome"))
        )

    monkeypatch.setattr(framing, "evaluate_frame", wrong)
    report = check_profile(COMMON, rules=[SEVEN], examples=5, laws=(), prove=False)

    assert report.framed
    (broken,) = report.broken
    assert "record by record not_applicable, in frames pass" in str(broken)
    assert broken.trial.rule.id == SEVEN
