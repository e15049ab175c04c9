"""Which profile a record is judged by when none is named."""

from __future__ import annotations

from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile

#: The kinds of institution that write standards of their own; until one is
#: installed, the standard of institutions serves.
_OWN_STANDARDS = ("hospital", "school")


def profile_for(record: Record) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile that a record's category and subtype pick, and what to note.

    Raises:
        EvaluationError: If the record has no category, or none fits (JR502).
        ProfileError: If the profile cannot be loaded.
    """
    wanted = record.facts.get("category")
    subtype = record.facts.get("subtype")
    if wanted == "organ" and subtype in ("institution", *_OWN_STANDARDS):
        wanted = subtype
    known = profile_ids()
    if wanted in known:
        return load_profile(str(wanted)), ()
    if wanted in _OWN_STANDARDS:
        note = f"no profile {wanted!r} is installed; judged by 'institution'"
        return load_profile("institution"), (note,)
    raise EvaluationError(
        [
            Problem(
                "JR502",
                Place(f"record {record.id}", path="category"),
                "no profile can be told from the record"
                if wanted is None
                else f"there is no profile {wanted!r}",
                "a category of " + ", ".join(sorted(known)),
                repr(wanted),
                "give the record a category, or name a profile",
            )
        ]
    )
