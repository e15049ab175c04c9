"""How many organisations of what kind there are, and how often each flaw is seeded.

The numbers serve for load alone. Those marked *published* come from the statistical
communique of the Organisation Department of the Central Committee for the end of 2023,
as reprinted in the press; the total is that of the end of 2024. Those marked *assumed*
are not published, or were not found, and are no statement about anybody.
"""

from __future__ import annotations

from typing import NamedTuple

#: Published: organisations at the end of 2024.
COUNTRY = 5_250_000

#: By profile, in units of 10,000 organisations at the end of 2023. Published: organs 77.1,
#: institutions 99.7, enterprises 160.0, social organisations 18.3, villages 48.9,
#: communities 11.9. Assumed: a quarter of the enterprises are state-owned; the rest of the
#: published total, 101.7, are branches within villages and communities, four to one.
WEIGHTS = {
    "village": 48.9 + 81.4,
    "community": 11.9 + 20.3,
    "organ": 77.1,
    "institution": 99.7,
    "soe": 40.0,
    "non_public": 120.0,
    "social_org": 18.3,
}

#: Assumed, from the same remainder: the share that stand under a village or community body.
UNDER_ANOTHER = {"village": 81.4 / (48.9 + 81.4), "community": 20.3 / (11.9 + 20.3)}

#: The category and, where it has one, the subtype of a profile's organisations.
CATEGORY = {
    "village": ("village", None),
    "community": ("community", None),
    "organ": ("organ", "organ"),
    "institution": ("organ", "institution"),
    "soe": ("soe", None),
    "non_public": ("non_public", None),
    "social_org": ("social_org", None),
}

#: Published: committees, general branches and branches, in units of 10,000.
TIERS = {"committee": 29.8, "general_branch": 32.5, "branch": 455.4}


class Size(NamedTuple):
    """A log-normal number of members: its median and the deviation of its logarithm."""

    median: float
    sigma: float


#: Assumed, so that a branch has 21.8 members on average, as published totals give.
MEMBERS = {
    "branch": Size(16.5, 0.75),
    "general_branch": Size(75.0, 0.40),
    "committee": Size(170.0, 0.60),
}


class Rates(NamedTuple):
    """How often each flaw is seeded; all assumed."""

    slack: float = 0.15
    """Organisations that miss meetings now and then; the others hardly do."""

    missed_by_slack: float = 0.05
    """Periods that a slack organisation misses."""

    missed: float = 0.001
    """Periods that any other misses."""

    null: float = 0.01
    """A scalar that is not recorded."""

    null_kinds: float = 0.0005
    """Meetings whose kind is not recorded."""

    gap: float = 0.01
    """Organisations whose meetings of some months are not known."""

    late_election: float = 0.04
    """Terms whose election came after their end, without consent."""

    short_quorum: float = 0.01
    """Elections with fewer than four fifths present."""

    no_committee: float = 0.015
    """Branches of seven full members or more without a committee."""

    founded_this_year: float = 0.02
    """Organisations founded in the year judged."""

    dissolved_this_year: float = 0.003
    """Organisations dissolved in the year judged."""

    other: float = 0.01
    """Any other flaw."""


RATES = Rates()

#: The share of the organisations whose persons are known: their roll, dues, talks, training
#: and attendance. Person by month makes hundreds of rows an organisation, so that one in a
#: hundred brings the whole to some 200 million events; of the rest these lists are not supplied.
DETAILED = 0.01

#: The year judged.
YEAR = 2024
