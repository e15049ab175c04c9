"""The organisations themselves: who they are, and what is known of each as a scalar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl
from attrs import frozen

from benchmarks.country import figures
from benchmarks.country.chance import Array, Chance, codes, days, epoch, numbers, tokens, truths

TIERS = tuple(figures.TIERS)
COMMITTEE, GENERAL_BRANCH, BRANCH = range(3)
KINDS = ("ordinary", "joint", "temporary", "mobile")


@frozen(eq=False)
class Organizations:
    """What the lists are drawn from: one array an attribute, one place an organisation."""

    profile: str
    ids: Array
    tier: Array
    kind: Array
    founded: Array
    dissolved: Array
    full: Array
    full_missing: Array
    probationary: Array
    has_committee: Array
    committee_missing: Array
    committee_size: Array
    under_another: Array
    has_reps: Array
    heavy: Array
    slack: Array

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def miss(self) -> Array:
        """How often each of them misses a period."""
        rates = figures.RATES
        return np.where(self.slack, rates.missed_by_slack, rates.missed).astype(np.float32)


def draw(profile: str, first_id: int, size: int, chance: Chance) -> Organizations:
    """Draw the organisations of one part of a category."""
    rates = figures.RATES
    under = chance.hits(figures.UNDER_ANOTHER.get(profile, 0.0), size)
    tier = chance.choice(list(figures.TIERS.values()), size)
    tier[under] = BRANCH
    kind = chance.choice([94.0, 4.0, 1.5, 0.5], size)
    kind[tier != BRANCH] = 0
    sizes = [figures.MEMBERS[name] for name in TIERS]
    members = chance.log_normal(
        np.array([s.median for s in sizes])[tier], np.array([s.sigma for s in sizes])[tier]
    )
    full = np.maximum(members.astype(np.int32), 3)
    seven = full >= 7  # noqa: PLR2004 - the number of the rule itself
    has_committee = np.where(seven, ~chance.hits(rates.no_committee, size), False)
    has_committee |= ~seven & chance.hits(0.3, size)
    size_drawn = chance.whole(3, 6, size) + chance.hits(rates.other, size) * 3
    committee_size = np.where(tier == BRANCH, np.where(has_committee, size_drawn, 1), 5)
    return Organizations(
        profile=profile,
        ids=np.arange(first_id, first_id + size, dtype=np.int64),
        tier=tier,
        kind=kind,
        founded=_founded(size, chance),
        dissolved=_dissolved(size, chance),
        full=full,
        full_missing=chance.hits(rates.null, size),
        probationary=np.minimum(chance.whole(0, 4, size), chance.whole(0, 4, size)),
        has_committee=has_committee,
        # Where there is none, what the organisation elects would be unknown too.
        committee_missing=has_committee & chance.hits(rates.null, size),
        committee_size=committee_size.astype(np.int32),
        under_another=under,
        has_reps=~under & chance.hits(0.9, size),
        heavy=~under & chance.hits(0.3, size),
        slack=chance.hits(rates.slack, size),
    )


def _founded(size: int, chance: Chance) -> Array:
    """Days of founding: most long ago, some of late, a few in the year judged."""
    old = chance.whole(epoch(dt.date(1950, 1, 1)), epoch(dt.date(2018, 1, 1)), size)
    late = chance.whole(epoch(dt.date(2018, 1, 1)), epoch(dt.date(figures.YEAR, 1, 1)), size)
    new = chance.whole(
        epoch(dt.date(figures.YEAR, 1, 2)), epoch(dt.date(figures.YEAR, 12, 1)), size
    )
    which = chance.hits(0.12, size)
    this_year = chance.hits(figures.RATES.founded_this_year, size)
    return np.where(this_year, new, np.where(which, late, old)).astype(np.int32)


def _dissolved(size: int, chance: Chance) -> Array:
    """Last days: in the second half of the year judged, or zero for none."""
    day = chance.whole(
        epoch(dt.date(figures.YEAR, 7, 1)), epoch(dt.date(figures.YEAR, 12, 31)), size
    )
    return np.where(chance.hits(figures.RATES.dissolved_this_year, size), day, 0).astype(np.int32)


@frozen
class _Columns:
    """Columns of so many scalars, each with nulls at the common rate."""

    size: int
    chance: Chance

    def missing(self) -> Array:
        """Where a scalar is not recorded."""
        return self.chance.hits(figures.RATES.null, self.size)

    def usual(self, rate: float = figures.RATES.other) -> pl.Series:
        """True but for a few."""
        return truths(~self.chance.hits(rate, self.size), self.missing())

    def unusual(self, rate: float = figures.RATES.other) -> pl.Series:
        """False but for a few."""
        return truths(self.chance.hits(rate, self.size), self.missing())

    def count(self, values: Array) -> pl.Series:
        """Whole numbers."""
        return numbers(values, self.missing())

    def token(self, weights: Sequence[float], names: Sequence[str]) -> pl.Series:
        """Tokens, each as often as its weight says."""
        return tokens(self.chance.choice(weights, self.size), names, self.missing())


def frame(drawn: Organizations, chance: Chance) -> pl.DataFrame:
    """The organisations as a frame: a column a scalar of the vocabulary."""
    size = len(drawn)
    make = _Columns(size, chance)
    category, subtype = figures.CATEGORY[drawn.profile]
    branch = drawn.tier == BRANCH
    columns: dict[str, pl.Series] = {
        "id": pl.Series(drawn.ids),
        "tier": tokens(drawn.tier, TIERS),
        "kind": tokens(drawn.kind, KINDS),
        "established_on": days(drawn.founded),
        "dissolved_on": days(drawn.dissolved, drawn.dissolved == 0),
        "full_members": numbers(drawn.full, drawn.full_missing),
        "probationary_members": numbers(drawn.probationary),
        "has_committee": truths(drawn.has_committee, ~branch | drawn.committee_missing),
        "covered_units": numbers(chance.whole(2, 7, size), (drawn.kind != 1) | make.missing()),
        "dues_advanced": make.unusual(),
        "special_dues_imposed": make.unusual(),
        "has_service_centre": truths(chance.hits(0.5, size)),
        "service_centre_open_to_mobile": make.usual(),
        "mobile_contact_persons": make.count(chance.whole(0, 3, size)),
        "subordinates": numbers(chance.whole(1, 12, size), branch),
        "dues_own_account": truths(~chance.hits(figures.RATES.other, size), branch),
    }
    if drawn.profile == "village":
        columns |= _village(drawn, make)
    named = {"category": category} | ({"subtype": subtype} if subtype else {})
    return pl.DataFrame(columns).with_columns(
        **{name: pl.lit(value) for name, value in named.items()}
    )


def _village(drawn: Organizations, make: _Columns) -> dict[str, pl.Series]:
    chance, size = make.chance, make.size
    assembly = chance.whole(20, 60, size)
    reps = (assembly * chance.whole(78, 96, size)) // 100
    return {
        "under_village_committee": truths(drawn.under_another),
        "has_reps_assembly": truths(drawn.has_reps),
        "households": make.count(reps * chance.whole(6, 14, size)),
        "reps_assembly_size": make.count(assembly),
        "reps": make.count(reps),
        "women_reps": make.count((assembly * chance.whole(32, 50, size)) // 100),
        "reps_party_members": make.count(reps // chance.whole(2, 6, size)),
        "reps_selected_by": make.token([8, 2], ("households", "groups")),
        "heavy_transactions": truths(drawn.heavy, make.missing()),
        "multi_ethnic": make.unusual(0.1),
        "vc_has_minority_member": make.usual(0.1),
        "vc_archive_kept": make.usual(),
        "supervision_archive_kept": make.usual(),
        "supervision_term_as_vc": make.usual(),
        "village_archive_sets": codes(chance.choice([94, 4, 2], size), make.missing()),
        "reserve_cadres": make.count(chance.whole(0, 5, size)),
        "has_disclosure_board": make.usual(),
        "collective_supervisors_conflict": make.unusual(),
        "secretary_pay_exempt": make.unusual(0.1),
    }


#: What a village keeps on file: all of it, or without a class or two.
ARCHIVES = (
    # The first is all of them.
    (
        "elections;minutes;land_contracts;economic_contracts;accounts;assets;facilities;"
        "construction;homestead;requisition"
    ),
    "elections;minutes;accounts;assets;facilities",
    "minutes;facilities;construction",
)
