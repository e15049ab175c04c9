"""What is known of single members, for the organisations that keep it: opaque numbers only."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from benchmarks.country import figures
from benchmarks.country.bodies import PERSONS
from benchmarks.country.chance import (
    NEVER,
    Array,
    Chance,
    days,
    epoch,
    month_starts,
    numbers,
    spread,
    tokens,
    truths,
)
from benchmarks.country.organizations import BRANCH, Organizations

_FIRST: Final = epoch(dt.date(figures.YEAR, 1, 1))
#: An organisation and a person a place.
Persons = dict[str, Array]

_KINDS: Final = ("wage", "retired", "farmer", "fixed")


def lists(drawn: Organizations, chance: Chance) -> dict[str, pl.DataFrame]:
    """The roll of each branch, and the dues, talks, training and attendance of its members.

    Of general branches and committees, whose members are on the rolls of their branches,
    nothing is supplied: their lists are gaps.
    """
    rates = figures.RATES
    place, rank = spread(np.where(drawn.tier == BRANCH, drawn.full, 0))
    size = len(place)
    organization, person = drawn.ids[place], drawn.ids[place] * PERSONS + rank
    joined = np.maximum(drawn.founded[place], _FIRST - chance.whole(-100, 40 * 365, size))
    full_since = np.where(chance.hits(0.03, size), NEVER, joined - chance.whole(0, 2000, size))
    people = pl.DataFrame(
        {
            "organization": pl.Series(organization),
            "id": pl.Series(person),
            "joined_on": days(joined),
            "status": tokens(full_since == NEVER, ("full", "probationary")),
            "full_since": days(full_since),
            "excused_from_hours": truths(chance.hits(0.1, size)),
            "mobile": truths(chance.hits(0.08, size), chance.hits(rates.null, size)),
            "fixed_place": truths(chance.hits(0.05, size)),
            "leading_cadre": truths(chance.hits(0.02, size)),
            "abroad_for_study": truths(chance.hits(0.005, size)),
            "abroad_since": days(np.full(size, _FIRST - 400)),
            "away_since": days(np.full(size, _FIRST - 100)),
            "placed": truths(~chance.hits(rates.other, size)),
            "contact_lost_since": days(np.where(chance.hits(0.001, size), _FIRST - 300, NEVER)),
            "suspended_on": days(np.full(size, NEVER)),
            "transferred_on": days(np.full(size, NEVER)),
            "lapse_decided_on": days(np.full(size, NEVER)),
            "good_reason": truths(chance.hits(0.02, size)),
            "transfer_impracticable": truths(chance.hits(0.5, size)),
            "criticised_for_dues": truths(chance.hits(rates.other, size)),
        }
    )
    known = {"organization": organization, "person": person}
    return {
        "people": people,
        "dues": _dues(known, joined, chance),
        "dues_assessments": _assessments(known, chance),
        "training": _events(known, 3, chance).with_columns(
            hours=pl.int_range(pl.len(), dtype=pl.Int32) % 25 + 4,
            centralised=pl.int_range(pl.len()) % 3 > 0,
            organiser=pl.lit("county"),
        ),
        "attendance": _events(known, 4, chance),
        "contacts": _events(known, 1, chance).with_columns(kind=pl.lit("visit")),
        "talks": _talks(known, chance),
    }


def gaps(drawn: Organizations) -> pl.DataFrame:
    """The lists of persons that the higher tiers do not keep, unknown at all times."""
    ids = drawn.ids[drawn.tier != BRANCH]
    names = ["people", "dues", "dues_assessments", "training", "attendance", "contacts", "talks"]
    return pl.concat(
        [
            pl.DataFrame({"organization": pl.Series(ids)}).with_columns(
                pl.lit(name).alias("list"),
                pl.lit(dt.date(1900, 1, 1)).alias("from"),
                pl.lit(dt.date(2100, 1, 1)).alias("to"),
            )
            for name in names
        ]
    )


def _events(known: Persons, count: int, chance: Chance) -> pl.DataFrame:
    """So many events a year of each person."""
    size = len(known["person"]) * count
    return pl.DataFrame(
        {
            "organization": pl.Series(np.repeat(known["organization"], count)),
            "person": pl.Series(np.repeat(known["person"], count)),
            "held_on": days(_FIRST + chance.whole(0, 366, size)),
        }
    )


def _dues(known: Persons, joined: Array, chance: Chance) -> pl.DataFrame:
    """A row a person and month, paid in it but for a few."""
    starts = month_starts(figures.YEAR)
    size = len(known["person"])
    row, month = np.nonzero((starts[1:] > joined[:, None]) & ~chance.hits(0.002, (size, 12)))
    kind = chance.choice([40, 20, 30, 10], size)
    base = chance.whole(20, 150, size) * 100
    # Hundredths of a per cent by the base, as the rules on dues have them.
    rate = np.array([50, 100, 150, 200])[np.searchsorted([3000, 5000, 10_000], base)]
    retired = np.array([50, 100])[np.searchsorted([5000], base)]
    cents = np.select([kind == 0, kind == 1], [base * rate, base * retired], default=2000) // 100
    paid = starts[month] + chance.whole(0, 28, len(row))
    paid += chance.hits(0.01, len(row)) * 40
    amount = cents[row] - chance.hits(figures.RATES.other, len(row)) * 5
    count = len(row)
    return pl.DataFrame(
        {
            "organization": pl.Series(known["organization"][row]),
            "person": pl.Series(known["person"][row]),
            "month": days(starts[month]),
            "kind": tokens(kind[row], _KINDS),
            "base": numbers(base[row], kind[row] > 1),
            "amount": (pl.Series(amount) / 100).cast(pl.Decimal(12, 2)),
            "assessed": (pl.Series(cents[row]) / 100).cast(pl.Decimal(12, 2)),
            "paid_on": days(np.where(chance.hits(0.002, count), NEVER, paid)),
            "branch_consent": truths(chance.hits(0.3, count)),
            "paid_to_home_branch": truths(~chance.hits(figures.RATES.other, count)),
        }
    )


def _assessments(known: Persons, chance: Chance) -> pl.DataFrame:
    size = len(known["person"])
    fixed = _FIRST + chance.whole(0, 60, size)
    return pl.DataFrame(
        {
            "organization": pl.Series(known["organization"]),
            "person": pl.Series(known["person"]),
            "year": pl.Series(np.full(size, figures.YEAR, dtype=np.int32)),
            "fixed_on": days(np.where(chance.hits(figures.RATES.other, size), NEVER, fixed)),
        }
    )


def _talks(known: Persons, chance: Chance) -> pl.DataFrame:
    """A talk of the secretary with each other member."""
    other = known["person"] % PERSONS > 0
    known = {name: column[other] for name, column in known.items()}
    size = len(known["person"])
    secretary = known["organization"] * PERSONS
    return pl.DataFrame(
        {
            "organization": pl.Series(known["organization"]),
            "held_on": days(_FIRST + chance.whole(0, 366, size)),
            "participants": pl.Series(np.stack([secretary, known["person"]], axis=1)).cast(
                pl.List(pl.Int64)
            ),
        }
    )
