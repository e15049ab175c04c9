"""What an organisation does in the year beside meeting: votes, reports, admissions, figures."""

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
    codes,
    days,
    epoch,
    numbers,
    spread,
    tokens,
    truths,
)
from benchmarks.country.organizations import BRANCH, Organizations

VOTES: Final = ("ordinary", "admission", "conversion", "disposal")
REPORTS: Final = ("secretary_debrief", "party_building", "supervision")
ADDRESSEES: Final = ("superior", "members_meeting")
SECTIONS: Final = ("party_building;member_management", "party_building")
_FIRST: Final = epoch(dt.date(figures.YEAR, 1, 1))


def _day(chance: Chance, size: int, first: int = 0, last: int = 366) -> Array:
    """Days of the year judged."""
    return _FIRST + chance.whole(first, last, size)


def votes(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Votes of members' meetings, two a branch on average."""
    rates = figures.RATES
    count = np.where(drawn.tier == BRANCH, chance.whole(0, 5, len(drawn)), 0)
    place, _ = spread(count)
    size = len(place)
    entitled = drawn.full[place]
    present = entitled - (entitled * chance.whole(0, 25, size)) // 100
    present = np.where(chance.hits(rates.other, size), entitled // 2, present)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "held_on": days(_day(chance, size)),
            "kind": tokens(chance.choice([70, 14, 14, 2], size), VOTES),
            "entitled": numbers(entitled),
            "present": numbers(present, chance.hits(rates.null, size)),
            "votes_for": numbers(present - chance.hits(0.2, size)),
            "candidates": numbers(1 + chance.hits(rates.other, size)),
            "secret": truths(~chance.hits(rates.other, size)),
        }
    )


def reports(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """The secretary's debriefs, and in a village the supervision committee's reports."""
    rates, size = figures.RATES, len(drawn)
    branch = drawn.tier == BRANCH
    made = [~chance.hits(rates.other, size), branch & ~chance.hits(rates.other, size)]
    kinds = [(0, 0, 300, 366), (0, 1, 300, 366)]
    if drawn.profile == "village":
        made += [~drawn.under_another & ~chance.hits(rates.other, size) for _ in range(2)]
        kinds += [(2, 1, 0, 181), (2, 1, 185, 366)]
    parts = []
    for hit, (kind, to, first, last) in zip(made, kinds, strict=True):
        place = np.flatnonzero(hit)
        count = len(place)
        parts.append(
            pl.DataFrame(
                {
                    "organization": pl.Series(drawn.ids[place]),
                    "held_on": days(_day(chance, count, first, last)),
                    "kind": tokens(np.full(count, kind), REPORTS),
                    "to": tokens(np.full(count, to), ADDRESSEES),
                    "sections": codes(chance.choice([95, 5], count)),
                }
            )
        )
    return pl.concat(parts)


def publications(drawn: Organizations, chance: Chance) -> tuple[pl.DataFrame, Array]:
    """Publications of dues, one a branch, and who made one."""
    made = (drawn.tier == BRANCH) & ~chance.hits(figures.RATES.other, len(drawn))
    place = np.flatnonzero(made)
    frame = pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "held_on": days(_day(chance, len(place))),
        }
    )
    return frame, made


def checks(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Checks of dues, one a committee."""
    place = np.flatnonzero((drawn.tier == 0) & ~chance.hits(figures.RATES.other, len(drawn)))
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "held_on": days(_day(chance, len(place))),
        }
    )


def spending(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Dues spent by committees, three times a year."""
    place, _ = spread(np.where(drawn.tier == 0, 3, 0))
    size = len(place)
    purposes = ("training", "materials", "commendation", "hardship", "disaster_relief", "other")
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "held_on": days(_day(chance, size)),
            "purpose": tokens(chance.choice([30, 30, 18, 18, 3, 1], size), purposes),
            "collectively_decided": truths(~chance.hits(figures.RATES.other, size)),
        }
    )


def development(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """Candidates on their way, one to two organisations: twenty-odd days each."""
    rates = figures.RATES
    place, rank = spread(chance.hits(0.5, len(drawn)).astype(np.int32))
    size = len(place)
    applied = _FIRST - chance.whole(0, 5 * 365, size)

    def step(before: Array, least: int, most: int) -> Array:
        drawn_day = before + chance.whole(least, most, size)
        return np.where((before == NEVER) | (drawn_day > _FIRST + 365), NEVER, drawn_day)

    activist = step(applied, 180, 400)
    prospect = step(activist, 366, 700)
    prospect = np.where(
        chance.hits(rates.other, size) & (prospect != NEVER), activist + 300, prospect
    )
    admitted = step(prospect, 60, 200)
    approved = step(admitted, 20, 100)
    converting = step(admitted, 366, 400)
    converted = step(converting, 20, 80)

    def before(day: Array, by: int) -> Array:
        return np.where(day == NEVER, NEVER, day - by)

    def after(day: Array, by: int) -> Array:
        return np.where(day == NEVER, NEVER, day + by)

    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(drawn.ids[place] * PERSONS + rank + 900),
            "adult_when_applied": truths(~chance.hits(rates.other / 10, size)),
            "applied_on": days(applied),
            "talked_on": days(applied + chance.whole(1, 32, size)),
            "activist_on": days(activist),
            "activist_filed_on": days(after(activist, 20)),
            "prospect_on": days(prospect),
            "prospect_filed_on": days(after(prospect, 20)),
            "prospect_consented_on": days(before(prospect, 5)),
            "publicity_from": days(before(prospect, 15)),
            "publicity_to": days(before(prospect, 6)),
            "political_review_on": days(before(admitted, 20)),
            "pre_review_on": days(before(admitted, 10)),
            "admission_meeting_on": days(admitted),
            "approved_on": days(approved),
            "oath_on": days(after(approved, 20)),
            "conversion_applied_on": days(before(converting, 10)),
            "conversion_meeting_on": days(converting),
            "conversion_approved_on": days(converted),
            "archived_on": days(after(converted, 30)),
            "activist_decided_by": tokens(
                ~drawn.has_committee[place], ("committee", "members_meeting")
            ),
            "approver_level": tokens(
                chance.choice([99, 1], size), ("party_committee", "general_branch")
            ),
            "mentors": numbers(chance.whole(1, 3, size)),
            "mentors_all_full": truths(~chance.hits(rates.other, size)),
            "sponsors": numbers(2 - chance.hits(rates.other, size)),
            "sponsors_all_full": truths(~chance.hits(rates.other, size)),
            "training_days": numbers(chance.whole(2, 6, size)),
            "training_hours": numbers(chance.whole(20, 50, size)),
            "special_reason": truths(np.zeros(size)),
        }
    )


def reviews(development_rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Reviews of activists, one each half-year of the year judged."""
    size = len(development_rows)
    parts = []
    for half in range(2):
        frame = development_rows.select("organization", candidate="id").with_columns(
            held_on=days(_day(chance, size, half * 183, half * 183 + 180))
        )
        parts.append(frame.filter(pl.Series(~chance.hits(figures.RATES.other, size))))
    return pl.concat(parts)
