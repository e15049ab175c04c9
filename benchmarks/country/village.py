"""What only a village has: matters, disclosures, appraisals, its committee's elections, figures."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from benchmarks.country import figures
from benchmarks.country.bodies import Terms
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
from benchmarks.country.organizations import Organizations

DISCLOSURES: Final = ("ordinary", "finance", "major")
_FIRST: Final = epoch(dt.date(figures.YEAR, 1, 1))


def matters(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Important matters, two a village, through the four deliberations."""
    rates = figures.RATES
    place, _ = spread(np.where(drawn.under_another, 0, chance.whole(0, 5, len(drawn))))
    size = len(place)
    proposed = _FIRST + chance.whole(0, 250, size)
    steps = [proposed]
    for most in (10, 10, 20, 5, 60):
        steps.append(steps[-1] + chance.whole(0, most, size))
    early = chance.hits(rates.other, size)
    steps[3] = np.where(early, steps[2] - 1, steps[3])
    steps[5] = np.where(chance.hits(rates.other, size), NEVER, steps[5])
    names = (
        "proposed_on",
        "consulted_on",
        "reviewed_on",
        "resolved_on",
        "decision_published_on",
        "result_published_on",
    )
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "decided_on": days(np.minimum(steps[3], _FIRST + 365)),
            "major": truths(chance.hits(0.8, size), chance.hits(rates.null, size)),
            "committee_on": days(steps[1]),
            **{name: days(step) for name, step in zip(names, steps, strict=True)},
        }
    )


def disclosures(drawn: Organizations, chance: Chance) -> tuple[pl.DataFrame, Array]:
    """Ordinary affairs by the quarter, finances by the month; and the quarters kept."""
    starts = month_starts(figures.YEAR)
    miss = drawn.miss[:, None]
    village = ~drawn.under_another[:, None]
    quarters = ~chance.hits(miss, (len(drawn), 4)) & village
    months = ~chance.hits(miss, (len(drawn), 12)) & drawn.heavy[:, None]
    parts = []
    for code, held, first in ((0, quarters, starts[:-1:3]), (1, months, starts[:-1])):
        place, period = np.nonzero(held)
        day = first[period] + chance.whole(0, 28, len(place))
        parts.append(
            pl.DataFrame(
                {
                    "organization": pl.Series(drawn.ids[place]),
                    "held_on": days(day),
                    "kind": tokens(np.full(len(place), code), DISCLOSURES),
                    "posted_until": days(day + chance.whole(13, 40, len(place))),
                }
            )
        )
    return pl.concat(parts), quarters


def appraisals(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Officers appraised, once a village."""
    place = np.flatnonzero(~drawn.under_another & ~chance.hits(figures.RATES.other, len(drawn)))
    size = len(place)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "held_on": days(_FIRST + chance.whole(300, 366, size)),
            "chaired_by": tokens(chance.choice([98, 2], size), ("supervision", "township")),
        }
    )


def vc_elections(drawn: Organizations, drew: Terms, chance: Chance) -> pl.DataFrame:
    """The last election of each villagers' committee, some weeks after the Party's."""
    rates = figures.RATES
    place = np.flatnonzero(~drawn.under_another)
    size = len(place)
    held = drew.elected[place] + chance.whole(7, 60, size)
    registered = chance.whole(300, 2000, size)
    ballots = (registered * chance.whole(49, 96, size)) // 100
    seats = chance.whole(3, 6, size)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "held_on": days(held),
            "list_posted_on": days(held - chance.whole(19, 40, size)),
            "registered": numbers(registered),
            "ballots": numbers(ballots, chance.hits(rates.null, size)),
            "seats": numbers(seats),
            "candidates": numbers(seats + ~chance.hits(rates.other, size)),
            "announced_on_spot": truths(~chance.hits(rates.other, size)),
            "most_proxies": numbers(chance.whole(0, 4, size)),
            "candidate_held_proxy": truths(chance.hits(rates.other, size)),
            "proxies_all_relatives": truths(~chance.hits(rates.other, size)),
            "bars_flagged": truths(chance.hits(rates.other, size)),
            "vetted_on": days(held - chance.whole(1, 30, size)),
        }
    )


def vc_changes(drawn: Organizations, drew: Terms, chance: Chance) -> pl.DataFrame:
    """The hand-over after each such election."""
    place = np.flatnonzero(~drawn.under_another)
    size = len(place)
    elected = drew.elected[place] + 30
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "elected_on": days(elected),
            "handed_over_on": days(elected + chance.whole(1, 12, size)),
            "next_election_on": days(np.full(size, NEVER)),
        }
    )


def annual(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Money of the year judged and the one before."""
    place, rank = spread(np.where(drawn.under_another, 0, 2))
    size = len(place)
    close = np.array([epoch(dt.date(figures.YEAR - 1 + k, 12, 31)) for k in range(2)])
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(rank),
            "year_end": days(close[rank]),
            "secretary_pay": pl.Series(chance.whole(30_000, 70_000, size)),
            "rural_income": pl.Series(chance.whole(16_000, 30_000, size)),
            "operating_funds": pl.Series(chance.whole(80_000, 200_000, size)),
        }
    )
