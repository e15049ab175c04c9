"""A record filled into a template comes back equal; a broken cell never gives another record."""

from __future__ import annotations

import os
import random
from decimal import Decimal

import pytest

import jintan_rules as jr
from jintan_rules.workbooks.reading import read_workbook
from tests.workbook_filling import any_record, filled, sample, saved

CATEGORIES = ("village", "community", "organ", "soe", "non_public", "social_org")
#: How many generated records are tried, and cells broken in one of them.
EXAMPLES = int(os.environ.get("JINTAN_EXAMPLES", "6"))
BROKEN = max(EXAMPLES // 2, 4)

#: What may stand in a cell that somebody got wrong.
ODD = (
    "约20",
    "见附件",
    "/",
    "—",
    "二〇二四年",
    "2024.3",
    "3/5/2024",
    "2024-02-30",
    "#REF!",
    "=1+",
    "是否",
    "无无",
    -7,
    2.5,
    2024.3,
    Decimal("0.12345"),
    99_999_999,
    True,
    "１２３４５６７８９０１２３４５６７８",
    "\u202e正",
    "x" * 300,
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_filled_template_is_the_record_it_was_filled_with(category, lang):
    profile = jr.load_profile(category)
    expected = jr.read_record(sample(category), vocabulary=profile)

    record = read_workbook(saved(filled(expected, profile, lang)), profile)

    assert record == expected
    assert record.digest == expected.digest
    assert record.notes == ()


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_any_record_comes_back_from_a_workbook(seed):
    profile = jr.load_profile(CATEGORIES[seed % len(CATEGORIES)])
    expected = jr.Record.from_dict(any_record(profile.vocabulary, seed), vocabulary=profile)

    record = read_workbook(saved(filled(expected, profile, ("zh", "en")[seed % 2])), profile)

    assert record == expected


@pytest.mark.parametrize("seed", range(BROKEN))
def test_a_broken_cell_gives_an_error_or_nothing_worse_than_a_fact_of_that_cell(seed):
    chance = random.Random(seed)
    profile = jr.load_profile("common")
    expected = jr.Record.from_dict(any_record(profile.vocabulary, seed), vocabulary=profile)
    book = filled(expected, profile)
    for _ in range(8):
        title = chance.choice(
            ["组织", *(profile.vocabulary.lists[name].label.zh for name in expected.lists)]
        )
        sheet = book[title]
        if sheet.max_row < 5:
            continue
        cell = sheet.cell(
            chance.randrange(5, sheet.max_row + 1),
            2 if title == "组织" else chance.randrange(1, sheet.max_column + 1),
        )
        before, cell.value = cell.value, chance.choice(ODD)
        found = attempt(saved(book), profile)
        if isinstance(found, jr.RecordError):
            assert all(problem.place.path and problem.mend for problem in found.problems)
        else:
            assert changes(expected, found) <= 1
        cell.value = before


def attempt(content: bytes, profile: jr.Profile) -> jr.Record | jr.RecordError:
    """Return the record of a workbook, or why there is none."""
    try:
        return read_workbook(content, profile)
    except jr.RecordError as error:
        return error


def changes(first: jr.Record, second: jr.Record) -> int:
    """Count the facts in which two records differ."""
    assert first.lists.keys() == second.lists.keys()
    found = _differ(first.facts, second.facts) + int(first.id != second.id)
    for name, rows in first.lists.items():
        others = second.lists[name]
        found += abs(len(rows) - len(others))
        for row, other in zip(rows, others, strict=False):
            found += _differ(row.values, other.values) + int(row.label != other.label)
    return found


def _differ(first: object, second: object) -> int:
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    return sum(first.get(name) != second.get(name) for name in first.keys() | second.keys())
