"""Which profile a record is judged by when none is named."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from jintan_rules.errors import EvaluationError, Place, Problem, ProfileError
from jintan_rules.loading.builtin import builtin_vocabulary
from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Vocabulary

#: The kinds of institution that write standards of their own; until one is
#: installed, the standard of institutions serves.
_OWN_STANDARDS = ("hospital", "school")


def _wanted(category: object, subtype: object) -> object:
    """Return the id of the profile that a category and a subtype ask for."""
    # Only texts are compared: what is still to be read may be anything.
    own = isinstance(subtype, str) and subtype in ("institution", *_OWN_STANDARDS)
    return subtype if own and isinstance(category, str) and category == "organ" else category


def vocabulary_for(content: object) -> Vocabulary:
    """Return the vocabulary to read a record by that names none.

    An installed profile may bring facts of its own, and a record that it is made
    for may use them. Where that profile cannot be loaded, the built-in
    vocabulary serves; judging by the profile tells what is wrong with it.
    """
    if isinstance(content, Mapping):
        wanted = _wanted(content.get("category"), content.get("subtype"))
        own = isinstance(wanted, str) and wanted in _OWN_STANDARDS
        if own and wanted in profile_ids():
            with contextlib.suppress(ProfileError):
                return load_profile(str(wanted)).vocabulary
    return builtin_vocabulary()


def profile_for(record: Record) -> tuple[Profile, tuple[str, ...]]:
    """Return the profile that a record's category and subtype pick, and what to note.

    Raises:
        EvaluationError: If the record has no category, or none fits (JR502).
        ProfileError: If the profile cannot be loaded.
    """
    wanted = _wanted(record.facts.get("category"), record.facts.get("subtype"))
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
