"""Forms of output, on verdicts taken from reports of single records."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import narwhals as nw
import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules.frames import codes as c
from jintan_rules.frames.kinds import KINDS
from jintan_rules.frames.results import COUNTED, Verdicts
from tests.unit.frames.conftest import as_kind, rows_of
from tests.unit.frames.test_records_to_frames import records

AS_OF = dt.date(2024, 12, 31)


def code_of(outcome: jr.Outcome, level: jr.Level | None) -> int:
    if level is jr.Level.EXCUSED:
        return c.EXCUSED
    return next(code for code in (0, 1, 3, 4, 5) if c.OUTCOMES[code] is outcome)


@pytest.fixture(scope="module")
def reports(village):
    excused = {
        "id": "excused",
        "category": "village",
        "tier": "branch",
        "established_on": "1998-06-01",
        "meetings": [],
        "reasons": [{"rule": "act.members-meeting.quarterly", "slot": "2024-Q3", "code": "flood"}],
    }
    given = [jr.Record.from_dict(excused), *records(village, every=24, seed=3)]
    return [jr.evaluate(each, village, as_of=AS_OF) for each in given]


@pytest.fixture(params=["polars", "duckdb"])
def verdicts(request, village, reports):
    """Return the verdicts of the reports as the judge hands them over."""
    kind = KINDS[request.param]
    columns = {rule.id: f"r{number}" for number, rule in enumerate(village.rules)}
    nothing = dict.fromkeys(columns.values())
    slots, worst = [], []
    for report in reports:
        row = {"org": report.record.id}
        for finding in report.findings:
            column = columns[finding.rule.id]
            found = [code_of(slot.outcome, slot.level) for slot in finding.slots]
            slots += [
                {"org": report.record.id, "slot": slot.label, **nothing, column: code}
                for slot, code in zip(finding.slots, found, strict=True)
            ]
            row[column] = max(found, default=c.NOT_APPLICABLE)
            row |= {f"{column}:{code}": found.count(code) for code in c.CODES}
        worst.append(row)

    def frame(rows):
        whole = pl.DataFrame(rows, infer_schema_length=None)
        small = [pl.col(column).cast(pl.Int8) for column in columns.values()]
        given = whole.with_columns(small)
        return nw.from_native(
            as_kind(given, "polars lazy" if request.param == "polars" else "duckdb")
        )

    half = list(columns.items())
    groups = [
        c.SlotGroup(frame(slots), dict(half[::2])),
        c.SlotGroup(frame(slots), dict(half[1::2])),
    ]
    order = None
    if request.param == "polars":
        places = [{"org": report.record.id, "place": n} for n, report in enumerate(reports)]
        order = nw.from_native(pl.LazyFrame(places))
    findings = c.Findings(frame(worst), columns)
    return Verdicts(village.rules, kind, lambda: groups, lambda **_: findings, order)


def plain(word):
    return None if word is None else str(word)


def test_slots_has_every_slot(verdicts, reports):
    expected = [
        (report.record.id, f.rule.id, slot.label, str(slot.outcome), plain(slot.level))
        for report in reports
        for f in report.findings
        for slot in f.slots
    ]

    found = [tuple(row.values()) for row in rows_of(verdicts.output("slots"))]

    assert sorted(found, key=str) == sorted(expected, key=str)


def test_long_tells_what_did_not_pass_and_counts_the_rest(verdicts, reports):
    expected = []
    for report in reports:
        for finding in report.findings:
            key = (report.record.id, finding.rule.id)
            counts = Counter()
            for slot in finding.slots:
                quiet = slot.outcome in (jr.Outcome.PASS, jr.Outcome.NOT_APPLICABLE)
                if quiet and slot.level is None:
                    counts[str(slot.outcome)] += 1
                else:
                    expected.append((*key, slot.label, str(slot.outcome), plain(slot.level), 1))
            if not finding.slots:
                counts["not_applicable"] = 0
            expected += [(*key, None, outcome, None, count) for outcome, count in counts.items()]

    found = [tuple(row.values()) for row in rows_of(verdicts.output("long"))]

    assert sorted(found, key=str) == sorted(expected, key=str)


def test_findings_has_every_rule_with_its_counts(verdicts, reports):
    expected = [
        (
            report.record.id,
            finding.rule.id,
            str(finding.outcome),
            plain(finding.level),
            *(len(finding.with_outcome(outcome)) for outcome in COUNTED),
        )
        for report in reports
        for finding in report.findings
    ]

    found = [tuple(row.values()) for row in rows_of(verdicts.output("findings"))]

    assert sorted(found, key=str) == sorted(expected, key=str)


def test_wide_has_a_column_a_rule(verdicts, reports):
    expected = [
        {
            "organization": report.record.id,
            **{finding.rule.id: str(finding.outcome) for finding in report.findings},
        }
        for report in reports
    ]

    found = rows_of(verdicts.output("wide"))

    assert sorted(found, key=str) == sorted(expected, key=str)


def test_summary_counts_as_a_report_does(verdicts, reports):
    expected = {}
    for report in reports:
        for area in report.summary():
            others = [f for f in report.others if f.rule.area is area.area]
            expected[report.record.id, str(area.area)] = (
                area.passed,
                area.unknown,
                area.pending,
                area.not_applicable,
                area.breaches,
                area.deviations,
                sum(each.rule.area is area.area for each in report.advice),
                sum(each.rule.area is area.area for each in report.reviews),
                *(sum(f.outcome is outcome for f in others) for outcome in COUNTED),
            )

    rows = rows_of(verdicts.output("summary"))

    names = ("pass", "unknown", "pending", "not_applicable", "breach", "deviation", "advice")
    names += ("review", *(f"others_{outcome}" for outcome in COUNTED))
    found = {(row["organization"], row["area"]): tuple(row[name] for name in names) for row in rows}
    assert found == expected
    assert len(rows) == len(expected)


def test_what_comes_out_of_an_eager_frame_has_one_order(verdicts, reports, village):
    if verdicts.order is None:
        pytest.skip("a lazy frame has no order of rows")
    organizations = [report.record.id for report in reports]
    rules = [rule.id for rule in village.rules]

    wide = [row["organization"] for row in rows_of(verdicts.output("wide"))]
    findings = [(row["rule"], row["organization"]) for row in rows_of(verdicts.output("findings"))]
    slots = [
        (row["rule"], row["organization"], row["slot"]) for row in rows_of(verdicts.output("slots"))
    ]

    assert wide == organizations
    assert findings == [(rule, each) for rule in rules for each in organizations]
    assert slots == sorted(
        slots, key=lambda row: (rules.index(row[0]), organizations.index(row[1]), row[2])
    )
