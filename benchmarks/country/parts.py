"""The country in parts: each drawn by itself, the same from the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl
from attrs import frozen

from benchmarks.country import (
    bodies,
    figures,
    meetings,
    organizations,
    people,
    village,
    yearly,
)
from benchmarks.country.chance import Chance
from benchmarks.country.expected import Expected, expected

#: Organisations of a part.
CHUNK: Final = 200_000

PROFILES: Final = tuple(figures.WEIGHTS)


@frozen
class Part:
    """So many organisations of one category; of a detailed part single members are known."""

    profile: str
    number: int
    size: int
    first_id: int
    detailed: bool

    @property
    def name(self) -> str:
        """The part's folder within that of its profile."""
        return f"{self.number:04d}"


def plan(total: int, *, chunk: int = CHUNK, detailed: float = figures.DETAILED) -> Iterator[Part]:
    """The parts that make up so many organisations, the detailed one of each category first."""
    weights = sum(figures.WEIGHTS.values())
    for place, (profile, weight) in enumerate(figures.WEIGHTS.items(), start=1):
        size = round(total * weight / weights)
        sizes = [round(size * detailed)]
        rest = size - sizes[0]
        while rest > 0:
            # The last two share what is left, so that no part is a sliver.
            take = chunk if rest >= 2 * chunk else (rest if rest <= chunk else rest // 2)
            sizes.append(take)
            rest -= take
        first_id = place * 100_000_000
        for number, count in enumerate(sizes):
            if count:
                yield Part(profile, number, count, first_id, detailed=number == 0)
            first_id += count


@frozen(eq=False)
class Drawn:
    """A part's frames, by the name of their list, and what is to be found in them."""

    frames: dict[str, pl.DataFrame]
    expected: Expected

    @property
    def events(self) -> int:
        """How many dated events there are."""
        return sum(len(frame) for name, frame in self.frames.items() if name in EVENTS)


#: The lists of events; the others are registers and rows.
EVENTS: Final = frozenset(
    {
        "meetings",
        "votes",
        "reports",
        "elections",
        "extensions",
        "vc_elections",
        "matters",
        "disclosures",
        "appraisals",
        "dues_publications",
        "dues_checks",
        "dues_spending",
        "activist_reviews",
        "dues",
        "training",
        "attendance",
        "contacts",
        "talks",
    }
)


def draw(part: Part, *, seed: int = 2024) -> Drawn:
    """Draw one part of the country."""
    place = PROFILES.index(part.profile)
    streams = iter(range(100))

    def chance() -> Chance:
        return Chance(seed, place, part.number, next(streams))

    drawn = organizations.draw(part.profile, part.first_id, part.size, chance())
    terms = bodies.draw_terms(drawn, chance())
    groups = bodies.groups(drawn, chance())
    met, gaps, gap = meetings.draw(drawn, groups, chance())
    publications, published = yearly.publications(drawn, chance())
    listed = bodies.terms(drawn, terms, chance())
    elections = bodies.elections(drawn, terms, chance())
    development = yearly.development(drawn, chance())
    frames = {
        "organizations": organizations.frame(drawn, chance()),
        "meetings": met,
        "party_groups": groups,
        "terms": listed,
        "extensions": bodies.extensions(drawn, terms, listed),
        "elections": elections,
        "election_results": bodies.results(elections, chance()),
        "officers": bodies.officers(drawn, terms, chance()),
        "votes": yearly.votes(drawn, chance()),
        "reports": yearly.reports(drawn, chance()),
        "dues_publications": publications,
        "dues_checks": yearly.checks(drawn, chance()),
        "dues_spending": yearly.spending(drawn, chance()),
        "development": development,
        "activist_reviews": yearly.reviews(development, chance()),
    }
    if part.profile == "village":
        frames |= {
            "matters": village.matters(drawn, chance()),
            "disclosures": village.disclosures(drawn, chance())[0],
            "appraisals": village.appraisals(drawn, chance()),
            "vc_elections": village.vc_elections(drawn, terms, chance()),
            "vc_changes": village.vc_changes(drawn, terms, chance()),
            "annual": village.annual(drawn, chance()),
        }
    if part.detailed:
        frames |= people.lists(drawn, chance())
        gaps = pl.concat([gaps, people.gaps(drawn)])
    frames["gaps"] = gaps
    frames |= {name: _none(columns) for name, columns in NONE.items()}
    found = expected(drawn, terms, met, gap, published)
    return Drawn(frames=frames, expected=found)


#: Lists of which every organisation says that there is nothing on them, by the column of a day.
NONE: Final = {
    "probation_extensions": ("candidate", "until"),
    "rectifications": ("since_on", "until"),
    "disposals": ("person", "started_on"),
    "vacancies": ("since", "until"),
    "transfers": ("received_on", "receipt_on"),
}


def _none(columns: tuple[str, ...]) -> pl.DataFrame:
    ids = {"organization", "candidate", "person"}
    return pl.DataFrame(
        schema={name: pl.Int64 if name in ids else pl.Date for name in ("organization", *columns)}
    )
