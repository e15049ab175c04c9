"""Frames come to what record by record comes to, slot by slot.

A frame is planned anew for every day, window and setting, which is what takes the time. So
the suite takes the largest batch of cases of a few profiles and made-up records of one day;
``JINTAN_EXAMPLES=1`` or more takes everything, with as many records a rule.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from itertools import count
from pathlib import Path

import attrs
import pytest

import jintan_rules as jr
from jintan_rules.testing.cases import read_cases
from tests.generated import record_for

pytest.importorskip("polars", reason="polars is not there")

from jintan_rules.frames import codes
from jintan_rules.frames.judge import Judgement
from tests.differential.frames_of import tables_of

PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
CASES = Path(__file__).parent.parent / "conformance"
ALL = "JINTAN_EXAMPLES" in os.environ
SEEDS = int(os.environ.get("JINTAN_EXAMPLES", "1"))
#: How many batches of cases, and days of made-up records, a profile is tried on.
MOST_BATCHES, MOST_DAYS = (10_000, 10_000) if ALL else (1, 1)
TRIED = sorted(PROFILES) if ALL else ["integrity", "process", "social_org"]


def year_of(as_of):
    return dt.date(as_of.year, 1, 1), dt.date(as_of.year, 12, 31)


def code_of(slot):
    if slot.level is jr.Level.EXCUSED:
        return codes.EXCUSED
    return next(code for code, outcome in codes.OUTCOMES.items() if outcome is slot.outcome)


def expected_of(record, profile, rule, as_of, window, workdays):
    one = attrs.evolve(profile, rules=(profile.rule(rule),))
    report = jr.evaluate(record, one, as_of=as_of, window=window, workdays=workdays)
    (finding,) = report.findings
    return {slot.label: code_of(slot) for slot in finding.slots}


def found_of(judgement):
    """Return the code of every slot, by organisation, rule and label."""
    found = defaultdict(dict)
    for group in judgement.slot_groups():
        frame = group.frame.collect(backend="polars").to_native()
        for rule, column in group.columns.items():
            for org, slot, code in frame.select("org", "slot", column).iter_rows():
                if code is not None:
                    assert slot not in found[org, rule]
                    found[org, rule][slot] = code
    return found


def disagreements(told, profile, as_of, window, workdays=None, **how):
    """Return where frames and records differ, of pairs of a record and a rule."""
    records = [record for record, _ in told]
    rules = {profile.rule(rule).id for _, rule in told}
    judgement = Judgement(
        tables_of(records, profile, **how), profile, as_of, window, workdays, rules
    )
    found = found_of(judgement)
    worst = judgement_findings(records, profile, as_of, window, workdays, rules, how)
    differ = []
    for record, rule in told:
        rule_id = profile.rule(rule).id
        expected = expected_of(record, profile, rule, as_of, window, workdays)
        if found[record.id, rule_id] != expected:
            differ.append((record, rule, expected, found[record.id, rule_id]))
        code, *counts = worst[record.id, rule_id]
        listed = list(expected.values())
        if code != max(listed, default=0) or counts != [listed.count(c) for c in codes.CODES]:
            differ.append((record, rule, expected, code, counts))
    return differ


def judgement_findings(records, profile, as_of, window, workdays, rules, how):
    """Return the worst code and the counts of slots, by organisation and rule."""
    tables = tables_of(records, profile, **how)
    judgement = Judgement(tables, profile, as_of, window, workdays, rules)
    findings = judgement.findings(counts=True)
    frame = findings.frame.collect(backend="polars").to_native()
    return {
        (row["org"], rule): [row[column], *(row[f"{column}:{code}"] for code in codes.CODES)]
        for row in frame.iter_rows(named=True)
        for rule, column in findings.columns.items()
    }


def grouped_cases():
    groups = defaultdict(list)
    known = {}
    for path in sorted(CASES.glob("*/*.toml")):
        if path.parent.name == "excused":
            continue
        for case in read_cases(path, known=known).cases:
            told = sorted((name, str(value)) for name, value in case.parameters.items())
            key = (case.profile.id, case.as_of, case.window, str(told), repr(case.workdays))
            groups[key].append(case)
    return groups


@pytest.mark.parametrize("profile", TRIED)
def test_every_case_comes_out_alike(profile):
    batches = [(key, cases) for key, cases in grouped_cases().items() if key[0] == profile]
    batches.sort(key=lambda batch: -len(batch[1]))
    for (_, as_of, window, *_), cases in batches[:MOST_BATCHES]:
        told = [
            (attrs.evolve(case.record, id=f"case-{place}"), case.rule)
            for place, case in enumerate(cases)
        ]
        first = cases[0]

        found = disagreements(told, first.profile, as_of, window or year_of(as_of), first.workdays)

        assert found == []


def generated(profile, seeds):
    """Return records for the rules that a profile defines, by the day to judge them on."""
    by_day = defaultdict(list)
    for number, rule in enumerate(profile.rules):
        if rule.profile != profile.id:
            continue
        for seed in range(seeds):
            raw, as_of = record_for(rule, profile, 1000 * seed + number)
            raw["id"] = f"{number}-{seed}"
            record = jr.Record.from_dict(raw, vocabulary=profile)
            by_day[as_of].append((record, rule.id))
    return by_day


@pytest.mark.parametrize("profile", TRIED)
def test_generated_records_come_out_alike(profile):
    for as_of, told in list(generated(PROFILES[profile], SEEDS).items())[:MOST_DAYS]:
        assert disagreements(told, PROFILES[profile], as_of, year_of(as_of)) == []


def test_duckdb_comes_to_the_same():
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not there")
    pytest.importorskip("pyarrow", reason="pyarrow is not there")
    connection = duckdb.connect()
    numbers = count()

    def relation(frame):
        name = f"given{next(numbers)}"
        connection.register(name, frame.to_arrow())
        return connection.table(name)

    profile = PROFILES["integrity"]
    for as_of, told in list(generated(profile, 2).items())[:MOST_DAYS]:
        assert disagreements(told, profile, as_of, year_of(as_of), lazy=relation) == []
