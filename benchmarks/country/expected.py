"""The oracle: how many organisations fail, or are unknown, on some rules, told by the seed.

Counted with plain arrays from what was drawn and recorded: no engine has a part in it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import numpy as np
import polars as pl

from benchmarks.country import figures, meetings
from benchmarks.country.bodies import Terms
from benchmarks.country.chance import Array, epoch, month_starts
from benchmarks.country.organizations import BRANCH, Organizations

#: For each rule how many organisations come to fail and to unknown.
Expected = dict[str, dict[str, int]]

_FIRST: Final = epoch(dt.date(figures.YEAR, 1, 1))
_CLOSE: Final = epoch(dt.date(figures.YEAR, 12, 31))
_TEMPORARY: Final = 2
_MOST_MEMBERS: Final = 50
_WITH_COMMITTEE: Final = 7


def expected(
    drawn: Organizations, drew: Terms, met: pl.DataFrame, gap: Array, published: Array
) -> Expected:
    """Count what the seeded flaws come to.

    Args:
        drawn: The organisations.
        drew: Their terms.
        met: The meetings recorded.
        gap: By month: the meetings are not known.
        published: Who published its dues.
    """
    branch = drawn.tier == BRANCH
    lasting = branch & (drawn.kind != _TEMPORARY)
    known = ~drawn.full_missing
    standing = (drawn.dissolved == 0) | (drawn.dissolved >= _CLOSE)
    seven = lasting & known & (drawn.full >= _WITH_COMMITTEE)
    whole_year = (drawn.founded <= _FIRST) & (drawn.dissolved == 0)
    no_one = np.zeros_like(branch)
    seen = _Seen(drawn, met, gap)
    found = {
        "org.branch.members-max-50": _count(
            standing & branch & known & (drawn.full + drawn.probationary > _MOST_MEMBERS),
            standing & branch & ~known,
        ),
        "org.committee.required-when-seven": _count(
            standing & seven & ~drawn.has_committee & ~drawn.committee_missing,
            standing & (seven & drawn.committee_missing | lasting & ~known),
        ),
        "act.members-meeting.quarterly": seen.quarterly(branch, meetings.MEMBERS),
        "act.theme-day.monthly": seen.monthly(
            branch, no_one, meetings.MEMBERS, meetings.THEME_DAY, meetings.LECTURE_DAY
        ),
        "act.committee-meeting.monthly": seen.monthly(
            branch & drawn.has_committee & ~drawn.committee_missing,
            branch & drawn.committee_missing,
            meetings.COMMITTEE_MEETING,
        ),
        "term.election-on-time": _count(_late(drawn, drew), no_one),
        "election.quorum-four-fifths": _count(
            (drew.elected >= _FIRST) & drew.short_of_quorum & (drawn.dissolved == 0), no_one
        ),
        "inst.dues.published-annually": _count(whole_year & lasting & ~published, no_one),
    }
    if drawn.profile == "village":
        rule = "village.act.reps-meeting-quarterly"
        found[rule] = seen.quarterly(drawn.has_reps, meetings.REPS)
    return found


def _late(drawn: Organizations, drew: Terms) -> Array:
    """Elections after the term's end without leave, not cured before the year judged."""
    standing = (drawn.dissolved == 0) | (drew.ends <= drawn.dissolved)
    lasting = drawn.kind != _TEMPORARY
    return np.asarray(drew.late & ~drew.extended & (drew.elected >= _FIRST) & standing & lasting)


class _Seen:
    """What is on record by organisation and month."""

    def __init__(self, drawn: Organizations, met: pl.DataFrame, gap: Array) -> None:
        starts = month_starts(figures.YEAR)
        last = np.where(drawn.dissolved == 0, _CLOSE, drawn.dissolved)[:, None]
        founded = drawn.founded[:, None]
        self._quarters = (founded <= starts[:-1:3]) & (last >= starts[3::3] - 1)
        self._months = (founded <= starts[:-1]) & (last >= starts[1:] - 1)
        self._place = (met["organization"].to_numpy() - drawn.ids[0]).astype(np.int32)
        self._month = met["held_on"].dt.month().to_numpy().astype(np.int32) - 1
        codes = met["kinds"].fill_null(-1).to_numpy()
        self._codes = codes
        self._open = gap | self._held(-1)

    def _held(self, *codes: int) -> Array:
        rows = np.isin(self._codes, codes)
        found = np.zeros((len(self._months), 12), dtype=np.bool_)
        found[self._place[rows], self._month[rows]] = True
        return found

    def monthly(self, bound: Array, maybe: Array, *codes: int) -> dict[str, int]:
        """Organisations bound, or maybe bound, to a meeting of these kinds each month."""
        missed = self._months & ~self._held(*codes)
        fail = (missed & ~self._open & bound[:, None]).any(axis=1)
        unknown = (missed & self._open & bound[:, None]).any(axis=1)
        return _count(fail, unknown | (self._months & maybe[:, None]).any(axis=1))

    def quarterly(self, bound: Array, *codes: int) -> dict[str, int]:
        """Organisations bound to a meeting of these kinds each quarter."""
        missed = self._quarters & ~_by_quarter(self._held(*codes)) & bound[:, None]
        opened = _by_quarter(self._open)
        return _count((missed & ~opened).any(axis=1), (missed & opened).any(axis=1))


def _by_quarter(months: Array) -> Array:
    return np.asarray(months.reshape(-1, 4, 3).any(axis=2))


def _count(fail: Any, unknown: Any) -> dict[str, int]:
    return {"fail": int(fail.sum()), "unknown": int((unknown & ~fail).sum())}
