"""Meetings of the year judged, and the months for which they are not known."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from attrs import frozen

from benchmarks.country import figures
from benchmarks.country.chance import Array, Chance, codes, days, month_starts, numbers, tokens
from benchmarks.country.organizations import BRANCH, COMMITTEE, Organizations

MONTHS: Final = 12

#: The kinds that one event has together, by the code that a column writes for them.
KINDS: Final = (
    "members;theme_day",
    "theme_day",
    "theme_day;lecture",
    "committee",
    "group",
    "org_life;evaluation",
    "reps",
    "supervision",
    "villagers",
    "lecture",
)
MEMBERS, THEME_DAY, LECTURE_DAY, COMMITTEE_MEETING, GROUP = range(5)
ORG_LIFE, REPS, SUPERVISION, VILLAGERS, LECTURE = range(5, 10)

STEPS: Final = (
    "topic",
    "topic;study;talks;opinions;criticism;rectification;self;mutual;test;rating",
    "study;talks;criticism",
    "follow_up",
)
PRESIDERS: Final = ("secretary", "deputy", "committee_member", "group_leader", "other")
PRESENTERS: Final = ("branch_secretary", "committee_secretary", "leading_cadre", "member")


@frozen(eq=False)
class _Block:
    """Events of one kind, one place an event."""

    organization: Array
    kinds: Array
    held_on: Array
    entitled: Array
    group: Array | None = None


def draw(
    drawn: Organizations, groups: pl.DataFrame, chance: Chance
) -> tuple[pl.DataFrame, pl.DataFrame, Array]:
    """Draw the meetings, the gaps in them as a frame, and the same by month."""
    size = len(drawn)
    starts = month_starts(figures.YEAR)
    branch = (drawn.tier == BRANCH)[:, None]
    alive = (starts[:-1] >= drawn.founded[:, None]) | (
        starts[1:] > drawn.founded[:, None]
    ) & chance.hits(0.5, (size, MONTHS))
    quarterly = alive[:, 2::3]
    miss = drawn.miss[:, None]

    def kept(shape: int) -> Array:
        return ~chance.hits(miss, (size, shape))

    gap = _gap(drawn, chance)
    members = kept(4) & quarterly & branch
    theme_day = kept(MONTHS) & alive & branch
    committee = kept(MONTHS) & alive & branch & drawn.has_committee[:, None]
    reps = kept(4) & quarterly & drawn.has_reps[:, None]

    month = np.arange(MONTHS)
    meets = chance.whole(0, 3, (size, 4)) + 3 * np.arange(4)
    in_month = np.zeros((size, MONTHS), dtype=np.bool_)
    np.put_along_axis(in_month, meets, members, axis=1)
    lecture_month = (month % 3 == 1) & theme_day & ~in_month
    # A members' meeting may be held though the theme day of its month was missed.
    codes = np.where(in_month, MEMBERS, np.where(lecture_month, LECTURE_DAY, THEME_DAY))
    theme = in_month | theme_day
    blocks = [
        _block(drawn, theme & ~gap, starts, chance, codes),
        _block(drawn, committee & ~gap, starts, chance, COMMITTEE_MEETING),
        _block(drawn, _quarters(reps, chance) & ~gap, starts, chance, REPS),
        _block(drawn, _yearly(drawn, alive, chance) & ~gap, starts, chance, ORG_LIFE),
        _block(drawn, _lectures(drawn, chance) & ~gap, starts, chance, LECTURE),
        _groups(drawn, groups, starts, gap, chance),
    ]
    if drawn.profile == "village":
        village = ~drawn.under_another[:, None]
        supervision = _quarters(kept(4) & quarterly & village, chance)
        villagers = _quarters(kept(1) & quarterly & village & (np.arange(4) == 1), chance)
        blocks += [
            _block(drawn, supervision & ~gap, starts, chance, SUPERVISION),
            _block(drawn, villagers & ~gap, starts, chance, VILLAGERS),
        ]
    return _frame(drawn, blocks, chance), _gaps(drawn, gap, starts), gap


def _gap(drawn: Organizations, chance: Chance) -> Array:
    """Two months running are not known of a few organisations that stood all the year."""
    size = len(drawn)
    first = chance.whole(0, MONTHS - 1, size)[:, None]
    month = np.arange(MONTHS)
    standing = (drawn.founded <= month_starts(figures.YEAR)[0]) & (drawn.dissolved == 0)
    which = (standing & chance.hits(figures.RATES.gap, size))[:, None]
    return np.asarray(which & (month >= first) & (month < first + 2))


def _quarters(held: Array, chance: Chance) -> Array:
    """A month for each quarter in which something was held."""
    size = len(held)
    found = np.zeros((size, MONTHS), dtype=np.bool_)
    months = chance.whole(0, 3, (size, 4)) + 3 * np.arange(4)
    np.put_along_axis(found, months, held, axis=1)
    return found


def _yearly(drawn: Organizations, alive: Array, chance: Chance) -> Array:
    """One organisation-life meeting a branch, mostly in the last quarter."""
    size = len(drawn)
    month = np.where(chance.hits(0.95, size), 11, 1)[:, None]
    held = (drawn.tier == BRANCH) & ~chance.hits(drawn.miss, size)
    return np.asarray((np.arange(MONTHS) == month) & alive & held[:, None])


def _lectures(drawn: Organizations, chance: Chance) -> Array:
    """One lecture a year by the secretary of a committee."""
    size = len(drawn)
    held = (drawn.tier == COMMITTEE) & ~chance.hits(figures.RATES.other, size)
    month = chance.whole(0, MONTHS, size)[:, None]
    return np.asarray((np.arange(MONTHS) == month) & held[:, None])


def _block(
    drawn: Organizations, held: Array, starts: Array, chance: Chance, kinds: Array | int
) -> _Block:
    organization, month = np.nonzero(held)
    chosen = kinds[organization, month] if isinstance(kinds, np.ndarray) else kinds
    count = len(organization)
    size = drawn.committee_size if isinstance(kinds, int) and kinds == COMMITTEE_MEETING else None
    return _Block(
        organization=organization.astype(np.int32),
        kinds=np.broadcast_to(np.asarray(chosen, dtype=np.uint8), (count,)),
        held_on=starts[month] + chance.whole(0, 28, count),
        entitled=(drawn.full if size is None else size)[organization],
    )


def _groups(
    drawn: Organizations, groups: pl.DataFrame, starts: Array, gap: Array, chance: Chance
) -> _Block:
    """A meeting a month of each Party group."""
    place = (groups["organization"].to_numpy() - drawn.ids[0]).astype(np.int32)
    ids = groups["id"].to_numpy()
    held = ~chance.hits(drawn.miss[place][:, None], (len(place), MONTHS)) & ~gap[place]
    held &= starts[:-1] >= drawn.founded[place][:, None]
    row, month = np.nonzero(held)
    return _Block(
        organization=place[row],
        kinds=np.full(len(row), GROUP, dtype=np.uint8),
        held_on=starts[month] + chance.whole(0, 28, len(row)),
        entitled=np.full(len(row), 9, dtype=np.int32),
        group=ids[row],
    )


def _frame(drawn: Organizations, blocks: list[_Block], chance: Chance) -> pl.DataFrame:
    place = np.concatenate([b.organization for b in blocks])
    kinds = np.concatenate([b.kinds for b in blocks])
    held_on = np.concatenate([b.held_on for b in blocks]).astype(np.int32)
    entitled = np.concatenate([b.entitled for b in blocks]).astype(np.int32)
    none = -1
    group = np.concatenate(
        [np.full(len(b.kinds), none) if b.group is None else b.group for b in blocks]
    )
    size, rates = len(place), figures.RATES
    present = entitled - (entitled * chance.whole(0, 30, size)) // 100
    present += chance.hits(rates.other / 10, size) * 3
    of_village = np.isin(kinds, (REPS, VILLAGERS))
    step = np.select([kinds <= LECTURE_DAY, kinds == ORG_LIFE], [0, 1], default=3)
    step = np.where(chance.hits(rates.other / 10, size), 2, step)
    presider = np.where(kinds == GROUP, 3, chance.choice([90, 7, 3], size))
    presider = np.where(chance.hits(rates.other / 10, size), 4, presider)
    presenter = np.where(drawn.tier[place] == COMMITTEE, 1, chance.choice([7, 0, 2, 1], size))
    lectures = np.isin(kinds, (LECTURE, LECTURE_DAY))
    filed = held_on + chance.whole(0, 20, size) - chance.hits(rates.other / 50, size) * 25
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[place]),
            "id": pl.Series(np.arange(size, dtype=np.int32)),
            "held_on": days(held_on),
            "kinds": codes(kinds, chance.hits(rates.null_kinds, size)),
            "group": numbers(group, group == none),
            "entitled": numbers(entitled),
            "present": numbers(present, chance.hits(rates.null / 10, size)),
            "ayes": numbers(present - present // 5, ~of_village),
            "notice_days": numbers(chance.whole(9, 20, size), kinds != VILLAGERS),
            "presided_by": tokens(presider, PRESIDERS),
            "presented_by": tokens(presenter, PRESENTERS, ~lectures),
            "steps": codes(step),
            "filed_on": days(filed),
            "attendees_elsewhere": numbers(chance.hits(rates.other / 50, size)),
            "duplicate_minutes": numbers(chance.hits(rates.other / 50, size)),
        }
    )


def _gaps(drawn: Organizations, gap: Array, starts: Array) -> pl.DataFrame:
    """The months not known, as the frame of gaps."""
    which = gap.any(axis=1)
    first = gap[which].argmax(axis=1)
    return pl.DataFrame(
        {
            "organization": pl.Series(drawn.ids[which]),
            "list": pl.Series(["meetings"] * int(which.sum()), dtype=pl.String),
            "from": days(starts[first]),
            "to": days(starts[first + 2] - 1),
        }
    )
