"""Records made up by a seed for one rule: those of ``jintan_rules.testing``, as fast as can be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.testing.building import Building, how_much_is_missing
from jintan_rules.testing.chance import Seeded
from jintan_rules.testing.occasion import Occasion

AS_OF_DAYS = (
    dt.date(2024, 12, 31),
    dt.date(2024, 2, 29),
    dt.date(2024, 8, 15),
    dt.date(2026, 6, 30),
    dt.date(2020, 7, 13),
    dt.date(2019, 5, 6),
)


def record_for(rule: Rule, profile: Profile, seed: int) -> tuple[dict[str, Any], dt.date]:
    """Return a record for a rule, as plain values, and the day to judge it on."""
    chance = Seeded(seed)
    as_of = chance.pick(AS_OF_DAYS)
    occasion = Occasion.of(profile, [rule], as_of)
    building = Building(occasion, chance, missing=how_much_is_missing(chance))
    return building.build(f"generated-{seed}"), as_of
