"""Leading bodies: their terms, elections and members, and the Party groups of a branch."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl
from attrs import frozen

from benchmarks.country import figures
from benchmarks.country.chance import (
    NEVER,
    Array,
    Chance,
    codes,
    days,
    epoch,
    numbers,
    spread,
    tokens,
    truths,
    years_later,
)
from benchmarks.country.organizations import BRANCH, COMMITTEE, Organizations

#: Room for the persons of an organisation in the numbers that stand for them.
PERSONS: Final = 10_000

POSTS: Final = (
    "secretary",
    "organization",
    "publicity",
    "discipline",
    "deputy",
    "",
    "director",
    "head",
    "publicity;discipline",
)
#: Members of a Party group.
_OF_GROUP: Final = 10
_NO_POST, _DIRECTOR, _HEAD, _TWO_POSTS = 5, 6, 7, 8
BODIES: Final = ("committee", "villagers_committee", "supervision")


@frozen(eq=False)
class Terms:
    """The last election of each body and the term before it, one place an organisation."""

    elected: Array
    """The day of the last election, or of the founding where there was none."""

    years: Array
    started: Array
    """The day the term before began; zero where there was none."""

    ends: Array
    late: Array
    """Elected after the end of the term before."""

    extended: Array
    """Late with leave."""

    short_of_quorum: Array


def draw_terms(drawn: Organizations, chance: Chance) -> Terms:
    """Draw a last election for each, on time or late, quorate or not."""
    size, rates = len(drawn), figures.RATES
    five = (drawn.tier == COMMITTEE) | (
        figures.CATEGORY[drawn.profile][0] in {"village", "community"}
    )
    years = np.where(five, 5, 3)
    close = epoch(dt.date(figures.YEAR, 12, 31))
    elected = close - chance.whole(0, years * 365 - 1, size)
    before = years_before(elected, years) >= drawn.founded
    late = before & chance.hits(rates.late_election, size)
    # The term before ended some days before a late election, or after a timely one.
    ends_near = elected + np.where(late, -chance.whole(30, 200, size), chance.whole(0, 30, size))
    started = years_before(ends_near, years)
    ends = np.where(five, years_later(started, 5), years_later(started, 3))
    before &= started >= drawn.founded
    # Years differ in length, so that one that should be on time may be a day late too.
    late = before & (ends < elected)
    return Terms(
        elected=np.where(before, elected, np.maximum(drawn.founded, elected)).astype(np.int32),
        years=years.astype(np.int32),
        started=np.where(before, started, 0).astype(np.int32),
        ends=ends.astype(np.int32),
        late=late,
        extended=late & chance.hits(0.25, size),
        short_of_quorum=before & chance.hits(rates.short_quorum, size),
    )


def years_before(day: Array, years: Array) -> Array:
    """Some day so many years earlier, not exact to the day."""
    return day - np.ceil(years * 365.25).astype(np.int32)


def terms(drawn: Organizations, drew: Terms, chance: Chance) -> pl.DataFrame:
    """The terms as a list: the one before the last election, and the one since."""
    before = np.flatnonzero(drew.started)
    place = np.concatenate([before, np.arange(len(drawn))])
    started = np.concatenate([drew.started[before], drew.elected])
    reminded = np.where(chance.hits(0.9, len(place)), started + 365 * 2, NEVER)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(len(place), dtype=np.int32)),
            "started_on": days(started),
            "years": numbers(drew.years[place]),
            "reminded_on": days(reminded, started > epoch(dt.date(figures.YEAR - 2, 6, 1))),
        }
    )


def elections(drawn: Organizations, drew: Terms, chance: Chance) -> pl.DataFrame:
    """The last election of each body that had a term before."""
    rates = figures.RATES
    place = np.flatnonzero(drew.started)
    size = len(place)
    entitled = np.maximum(drawn.full[place], 3)
    enough = (4 * entitled + 4) // 5
    present = enough + chance.whole(0, np.maximum(entitled - enough, 0) + 1, size)
    present = np.where(drew.short_of_quorum[place], enough - 1, present)
    of_branch = drawn.tier[place] == BRANCH
    seats = np.where(of_branch & ~drawn.has_committee[place], 1, drawn.committee_size[place])
    extra = (seats + 4) // 5 - chance.hits(rates.other, size)
    held = drew.elected[place]
    secretary = of_branch & ~drawn.has_committee[place]

    def after(rate: float) -> Array:
        return np.where(chance.hits(rate, size), NEVER, held + chance.whole(1, 40, size))

    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "held_on": days(held),
            "elects": tokens(secretary, ("committee", "secretary")),
            "form": tokens(np.zeros(size), ("members", "congress")),
            "members": numbers(entitled),
            "entitled": numbers(entitled),
            "present": numbers(present),
            "issued": numbers(present),
            "collected": numbers(present + chance.hits(rates.other / 10, size)),
            "seats": numbers(seats),
            "candidates": numbers(seats + extra),
            "ineligible_voters": numbers(chance.hits(rates.other / 10, size)),
            "proxy_ballots": numbers(chance.hits(rates.other / 10, size)),
            "secret": truths(~chance.hits(rates.other / 10, size), chance.hits(rates.null, size)),
            "approved_on": days(after(rates.other)),
            "filed_on": days(after(rates.other)),
            "candidates_approved_on": days(held - chance.whole(1, 30, size)),
            "vetted_on": days(held - chance.whole(1, 30, size)),
        }
    )


def results(elected: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """The votes of each winner of an election of the year judged."""
    year = elected.filter(pl.col("held_on").dt.year() == figures.YEAR)
    place, rank = spread(year["seats"].to_numpy())
    size = len(place)
    present = year["present"].to_numpy()[place]
    votes = present - (present * chance.whole(0, 30, size)) // 100
    votes = np.where(chance.hits(figures.RATES.other / 10, size), present // 2, votes)
    organization = year["organization"].to_numpy()[place]
    return pl.DataFrame(
        {
            "organization": pl.Series(organization),
            "election": pl.Series(year["id"].to_numpy()[place]),
            "person": pl.Series(organization * PERSONS + rank),
            "votes": numbers(votes),
            "declared_elected": truths(np.ones(size)),
        }
    )


def extensions(drawn: Organizations, drew: Terms, listed: pl.DataFrame) -> pl.DataFrame:
    """The leave given for some of the late elections."""
    place = np.flatnonzero(drew.extended)
    # The terms that ended are listed first, in the order of the organisations.
    row = np.searchsorted(np.flatnonzero(drew.started), place)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "term": listed["id"].gather(row),
            "approved_on": days(drew.ends[place] - 20),
            "until": days(drew.elected[place] + 10),
            "approver_level": tokens(np.zeros(len(place)), ("party_committee",)),
        }
    )


def groups(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Party groups of the larger branches, ten members or so each."""
    large = (drawn.tier == BRANCH) & (drawn.full >= 3 * _OF_GROUP)
    place, _ = spread(np.where(large, np.minimum(drawn.full // _OF_GROUP, 5), 0))
    size = len(place)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "since": days(drawn.founded[place]),
            "has_leader": truths(~chance.hits(figures.RATES.other, size)),
        }
    )


def officers(drawn: Organizations, drew: Terms, chance: Chance) -> pl.DataFrame:
    """The members of the leading bodies; in a village those of its two other bodies too."""
    place, rank = spread(drawn.committee_size)
    third_of_three = (rank == 2) & (drawn.committee_size[place] == 3)  # noqa: PLR2004 - a place
    posts = np.where(third_of_three, _TWO_POSTS, np.minimum(rank, _NO_POST))
    parts = [_seats(drawn, drew, chance, place, rank, body=0, posts=posts)]
    if drawn.profile == "village":
        villages = ~drawn.under_another
        place, rank = spread(np.where(villages, chance.whole(3, 6, len(drawn)), 0))
        # The first is mostly the Party secretary; the second another of the Party's committee.
        persons = np.where(chance.hits(0.85, len(place)) & (rank < 2), rank, rank + 500)  # noqa: PLR2004
        posts = np.where(rank == 0, _DIRECTOR, _NO_POST)
        parts.append(_seats(drawn, drew, chance, place, persons, body=1, posts=posts))
        place, rank = spread(np.where(villages, chance.whole(3, 6, len(drawn)), 0))
        posts = np.where(rank == 0, _HEAD, _NO_POST)
        parts.append(_seats(drawn, drew, chance, place, rank + 600, body=2, posts=posts))
    return pl.concat(parts).with_columns(id=pl.int_range(pl.len(), dtype=pl.Int32))


def _seats(
    drawn: Organizations,
    drew: Terms,
    chance: Chance,
    place: Array,
    person: Array,
    *,
    body: int,
    posts: Array,
) -> pl.DataFrame:
    size, rates = len(place), figures.RATES
    since = drew.elected[place]
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "since": days(since),
            "person": pl.Series(drawn.ids[place] * PERSONS + person),
            "body": tokens(np.full(size, body), BODIES),
            "posts": codes(posts),
            "woman": truths(chance.hits(0.35, size), chance.hits(rates.null, size)),
            "party_member": truths((body == 0) | chance.hits(0.7, size)),
            "finance_skill": truths(chance.hits(0.4, size)),
            "relative_of_vc_member": truths(chance.hits(rates.other, size)),
            "on_villagers_committee": truths((body == 1) | chance.hits(rates.other, size)),
            "county_filed_on": days(
                np.where(chance.hits(rates.other, size), NEVER, since + 20), np.full(size, body > 0)
            ),
        }
    )
