# ruff: noqa: PLR2004 - the numbers are those of the rules
"""Thirty-one real rules of the village standard on one record, as a Python function by hand.

All facts are there: what must be said where one is missing, no form but ours says. An
outcome is 0 (fail), 1 (pass) or 2 (not applicable).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any, Final

AS_OF: Final = dt.date(2026, 6, 30)

#: The rules, in the order of the function's outcomes.
RULES: Final = (
    "org.branch.established-when-three-full-members.own",
    "org.branch.members-max-50",
    "org.joint-branch.units-max-5",
    "org.temp-branch.approved",
    "org.mobile-org.county-approval",
    "org.committee.required-when-seven",
    "org.committee.size.min",
    "org.committee.size.norm",
    "org.committee.size.cap",
    "village.org.general-branch-basis",
    "village.org.committee-county-approval",
    "village.org.committee-has-branches.min",
    "village.org.committee-has-branches.norm",
    "village.org.vc-size-and-woman.size",
    "village.org.vc-size-and-woman.relatives",
    "village.org.reps-structure.reps",
    "village.org.reps-structure.women",
    "village.org.reps-per-households",
    "village.org.supervision-exists.exists",
    "village.org.supervision-exists.term",
    "village.org.supervision-size.size",
    "village.team.general-branch-size",
    "village.team.committee-size.norm",
    "village.team.committee-size.cap",
    "act.dues.no-advance-no-special",
    "village.inst.disclosure-board-15d.board",
    "village.inst.archives.kept",
    "village.inst.collective-assembly.board-size",
    "village.inst.collective-assembly.supervisors",
    "support.party-service-centre-open",
    "support.dues.separate-account",
)

#: What the facts that are no truths can be.
VALUES: Final[Mapping[str, tuple[Any, ...]]] = {
    "tier": ("branch", "branch", "general_branch", "committee"),
    "kind": ("ordinary", "ordinary", "joint", "temporary", "mobile"),
    "setup_approver_level": ("township", "county", "city"),
    "committee_approval_level": ("township", "county", "city"),
    "setup_approved_on": (dt.date(2020, 5, 1), dt.date(2026, 12, 1)),
    "reps_selected_by": ("households", "groups"),
    "dues_accountant": ("x1", "x2"),
    "dues_cashier": ("x2", "x3"),
    "households": (80, 150, 400),
    "reps": (20, 40, 80),
    "reps_assembly_size": (30, 50, 90),
    "women_reps": (8, 15, 30),
}
_COUNTS: Final = (0, 1, 2, 3, 5, 6, 7, 8, 49, 51, 120)


def facts(seed: int, names: Mapping[str, str]) -> dict[str, Any]:
    """A record's facts by chance; ``names`` are those that the rules read, with their types."""
    chance = random.Random(seed)  # noqa: S311 - chance makes cases here, no secrets
    made: dict[str, Any] = {}
    for name, kind in names.items():
        if name in VALUES:
            made[name] = chance.choice(VALUES[name])
        else:
            made[name] = chance.random() < 0.5 if kind == "bool" else chance.choice(_COUNTS)
    # A record that contradicts itself is refused.
    made["members"] = made["full_members"] + chance.choice((0, 1, 45))
    return made


def judged(f: Mapping[str, Any]) -> list[int]:
    """Judge the facts of one organisation, days as ordinals, by every rule."""
    tier, kind, members = f["tier"], f["kind"], f["members"]
    size, vc_size = f["committee_size"], f["vc_size"]
    supervision, subordinates = f["supervision_size"], f["subordinates"]
    full, with_committee = f["full_members"], f["has_committee"]
    reps, assembly = f["reps"], f["has_reps_assembly"]
    branch, general, committee = tier == "branch", tier == "general_branch", tier == "committee"
    own_village = not f["under_village_committee"]
    seated = branch and with_committee
    board = f["collective_board_size"]
    return [
        int(tier != "none") if full >= 3 else 2,
        int(members <= 50) if branch else 2,
        int(f["covered_units"] <= 5) if branch and kind == "joint" else 2,
        int(f["setup_approved_on"] <= _TODAY and f["heads_designated"])
        if branch and kind == "temporary"
        else 2,
        int(f["setup_approver_level"] in _FROM_COUNTY) if kind == "mobile" else 2,
        int(with_committee) if branch and kind != "temporary" and full >= 7 else 2,
        int(size >= 3) if seated else 2,
        int(size <= 5) if seated else 2,
        int(size <= 7) if seated else 2,
        int(members > 50 or f["need_documented"]) if general else 2,
        int(members >= 100 and f["committee_approval_level"] in _COUNTY_TO_PROVINCE)
        if committee
        else 2,
        int(subordinates >= 1) if committee else 2,
        int(subordinates >= 2) if committee and subordinates >= 1 else 2,
        int(3 <= vc_size <= 7) if own_village else 2,
        int(not f["vc_has_near_relatives"]) if own_village else 2,
        int(5 * reps >= 4 * f["reps_assembly_size"]) if assembly else 2,
        int(3 * f["women_reps"] >= f["reps_assembly_size"]) if assembly else 2,
        int(5 * reps <= f["households"] <= 15 * reps)
        if assembly and f["reps_selected_by"] == "households"
        else 2,
        int(supervision >= 1) if own_village else 2,
        int(f["supervision_term_as_vc"]) if supervision >= 1 else 2,
        int(3 <= supervision <= 5) if supervision >= 1 else 2,
        int(5 <= size <= 7) if general else 2,
        int(5 <= size <= 7) if committee else 2,
        int(size <= 9) if committee else 2,
        int(not f["dues_advanced"] and not f["special_dues_imposed"])
        if branch or general or committee
        else 2,
        int(f["has_disclosure_board"]) if own_village else 2,
        int(f["vc_archive_kept"] and f["supervision_archive_kept"]) if own_village else 2,
        int(board in {3, 5, 7}) if board >= 1 else 2,
        int(not f["collective_supervisors_conflict"]) if own_village else 2,
        int(f["service_centre_open_to_mobile"]) if f["has_service_centre"] else 2,
        int(f["dues_own_account"] and f["dues_accountant"] != f["dues_cashier"])
        if committee
        else 2,
    ]


_TODAY: Final = AS_OF.toordinal()
_FROM_COUNTY: Final = frozenset({"county", "city", "province", "centre"})
_COUNTY_TO_PROVINCE: Final = frozenset({"county", "city", "province"})
