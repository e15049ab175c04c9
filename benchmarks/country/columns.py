"""How the columns of the country are to be read: codes of sets, and the day that means never.

As a real system's tables do, those of the country write a set as a small code, and
"has not happened" as the last day of the calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from benchmarks.country import bodies, meetings, organizations, yearly

NEVER: Final = dt.date(9999, 12, 31)

#: For each set of a list the tokens that each code stands for.
SETS: Final[Mapping[tuple[str, str], tuple[frozenset[str], ...]]] = {
    (frame, fact): tuple(frozenset(filter(None, combination.split(";"))) for combination in written)
    for frame, fact, written in (
        ("organizations", "village_archive_sets", organizations.ARCHIVES),
        ("meetings", "kinds", meetings.KINDS),
        ("meetings", "steps", meetings.STEPS),
        ("officers", "posts", bodies.POSTS),
        ("reports", "sections", yearly.SECTIONS),
    )
}


def mapping(vocabulary: Any, frames: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    """The ``columns=`` of :func:`jintan_rules.evaluate_frame` for frames of the country.

    Args:
        vocabulary: The vocabulary of the profile.
        frames: The names of the columns, by frame.
    """
    found: dict[str, dict[str, Any]] = {}
    for frame, names in frames.items():
        if frame == "gaps":
            continue
        facts = vocabulary.facts if frame == "organizations" else vocabulary.lists[frame].attributes
        for name in names:
            if (frame, name) in SETS:
                found.setdefault(frame, {})[name] = (name, dict(enumerate(SETS[frame, name])))
            elif name in facts and facts[name].never:
                found.setdefault(frame, {})[name] = (name, {NEVER: "never"})
    return found
