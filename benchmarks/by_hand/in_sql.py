# ruff: noqa: S608 - the texts are made of this module's own words
"""The rules in SQL, one text for DuckDB and Spark but for a few words of each.

One pass over each list, months as bits of a number, as in the polars form.
"""

from __future__ import annotations

from typing import Final

from benchmarks.by_hand import RULES
from benchmarks.by_hand.lists_in_sql import (
    FIRST,
    LAST,
    MONTHS,
    QUARTERS,
    Dialect,
    of_lists,
    verdict,
)


def query(dialect: Dialect) -> str:
    """The whole query: the id and a number a rule."""
    quote = dialect.quote
    lists = of_lists(dialect)
    joins = " ".join(f"left join {name} on {name}.organization = o.id" for name in lists)
    bits = (
        "members",
        "theme_day",
        "committee",
        "reps_met",
        "supervision",
        "gap",
        "dubious",
        "disclosed",
        "finance",
        "supervision_reported",
    )
    truths = ("org_life", "debriefed", "appraised", "published", "overlap")
    counts = ("committee_size", "secretaries", "deputies", "vc_size", "supervision_size")
    clean = [f"coalesce({name}, 0) as {name}" for name in bits + counts]
    clean += [f"coalesce({name}, false) as {name}" for name in truths]
    events = [f"{quote}{name}{quote}" for name in EVENTS]
    whole = (
        f"((case when dissolved_on is null or dissolved_on >= {LAST} then {MONTHS + 1} "
        "else 1 << (month(dissolved_on + interval 1 day) - 1) end - 1) & "
        f"({MONTHS + 1} - case when established_on <= {FIRST} then 1 else "
        "1 << (month(established_on) - case when day(established_on) = 1 then 1 else 0 end) end)"
        f" & {MONTHS})"
    )
    rules = _rules() | {name: _bound(name, quote) for name in EVENTS}
    named = ", ".join(f"cast({rules[name]} as tinyint) as {quote}{name}{quote}" for name in RULES)
    with_lists = ", ".join(f"{name} as ({text})" for name, text in lists.items())
    return (
        f"with {with_lists}, wide as (select o.*, vc_woman, {', '.join(clean + events)}, "
        f"{whole} as whole, coalesce(dissolved_on >= {LAST}, true) as standing "
        f"from organizations o {joins}), "
        f"periods as (select *, whole & (whole >> 1) & (whole >> 2) & {QUARTERS} as three, "
        "gap | dubious as unclear from wide) "
        f"select id, {named} from periods"
    )


_BODY: Final = "tier in ('branch', 'general_branch', 'committee')"
EVENTS: Final = {
    "act.meeting.presider": ("tier = 'branch'", True),
    "act.theme-day.topic-decided": ("tier = 'branch'", True),
    "process.fraud.roster": ("true", True),
    "process.fraud.elsewhere": ("true", True),
    "village.act.reps-meeting-quorum.attendance": ("true", True),
    "village.act.reps-meeting-quorum.majority": ("true", True),
    "act.members-meeting.vote-quorum": ("tier = 'branch'", False),
    "act.members-meeting.vote-majority": ("tier = 'branch'", False),
    "election.quorum-four-fifths": (_BODY, False),
    "election.committee-margin": (_BODY, False),
    "election.secret-ballot": (_BODY, False),
    "election.voters-eligible": (_BODY, False),
    "election.results-reported.filed": ("tier = 'branch'", False),
    "village.org.vc-election-procedure.turnout": ("true", False),
    "village.org.vc-election-procedure.margin": ("true", False),
    "village.act.four-two": ("true", False),
    "term.election-on-time": (f"{_BODY} and kind <> 'temporary'", False),
}


def _bound(name: str, quote: str) -> str:
    applies, open_list = EVENTS[name]
    found = f"coalesce({quote}{name}{quote}, 0)"
    if open_list:
        found = f"case when gap <> 0 then greatest({found}, 3) else {found} end"
    return f"case when {applies} then {found} else 0 end"


def _by_bits(applies: str, due: str, done: str, unclear: str = "0") -> str:
    missed = f"(({due}) & ~({done}))"
    return (
        f"case when ({due}) = 0 or not coalesce({applies}, true) then 0 "
        f"when ({applies}) is null then 3 when ({missed} & ~({unclear})) <> 0 then 4 "
        f"when {missed} <> 0 then 3 else 1 end"
    )


def _by_quarter(applies: str, name: str, *, open_list: bool) -> str:
    def quarters(bits: str) -> str:
        return f"({bits} | ({bits} >> 1) | ({bits} >> 2)) & {QUARTERS}"

    return _by_bits(applies, "three", quarters(name), quarters("unclear") if open_list else "0")


def _yearly(applies: str, met: str) -> str:
    return f"case when whole = {MONTHS} then {verdict(applies, met)} else 0 end"


def _rules() -> dict[str, str]:
    branch, village = "tier = 'branch'", "not under_village_committee"
    with_committee = f"{branch} and has_committee"
    scalars = {
        "org.branch.members-max-50": (branch, "full_members + probationary_members <= 50"),
        "org.joint-branch.units-max-5": (f"{branch} and kind = 'joint'", "covered_units <= 5"),
        "org.committee.required-when-seven": (
            f"{branch} and kind <> 'temporary' and full_members >= 7",
            "has_committee",
        ),
        "org.committee.size.min": (with_committee, "committee_size >= 3"),
        "org.committee.size.norm": (with_committee, "committee_size <= 5"),
        "org.committee.size.cap": (with_committee, "committee_size <= 7"),
        "org.branch.secretary-present": (branch, "secretaries = 1"),
        "org.branch.deputy-max-one": (branch, "deputies <= 1"),
        "village.org.committee-has-branches.min": ("tier = 'committee'", "subordinates >= 1"),
        "village.org.committee-has-branches.norm": (
            "tier = 'committee' and subordinates >= 1",
            "subordinates >= 2",
        ),
        "village.org.reps-structure.reps": (
            "has_reps_assembly",
            "5 * reps >= 4 * reps_assembly_size",
        ),
        "village.org.reps-structure.women": (
            "has_reps_assembly",
            "3 * women_reps >= reps_assembly_size",
        ),
        "village.org.reps-per-households": (
            "has_reps_assembly and reps_selected_by = 'households'",
            "5 * reps <= households and households <= 15 * reps",
        ),
        "village.org.vc-size-and-woman.size": (village, "vc_size between 3 and 7"),
        "village.org.vc-size-and-woman.woman": ("vc_size >= 1", "vc_woman"),
        "village.org.supervision-exists.exists": (village, "supervision_size >= 1"),
        "village.team.two-committee-overlap": (f"{_BODY} and {village}", "overlap"),
        "act.dues.no-advance-no-special": (
            _BODY,
            "not dues_advanced and not special_dues_imposed",
        ),
        "support.party-service-centre-open": (
            "has_service_centre",
            "service_centre_open_to_mobile",
        ),
        "village.inst.archives.kept": (village, "vc_archive_kept and supervision_archive_kept"),
    }
    reported = "(supervision_reported | (supervision_reported >> 1) | (supervision_reported >> 2)"
    reported += " | (supervision_reported >> 3) | (supervision_reported >> 4)"
    reported += " | (supervision_reported >> 5))"
    lived = "case when org_life then true when unclear <> 0 then null else false end"
    return {
        name: verdict(f"standing and {applies}", met) for name, (applies, met) in scalars.items()
    } | {
        "act.members-meeting.quarterly": _by_quarter(branch, "members", open_list=True),
        "act.theme-day.monthly": _by_bits(branch, "whole", "theme_day", "unclear"),
        "act.committee-meeting.monthly": _by_bits(with_committee, "whole", "committee", "unclear"),
        "act.org-life.annual": _yearly(branch, lived),
        "village.act.reps-meeting-quarterly": _by_quarter(
            "has_reps_assembly", "reps_met", open_list=True
        ),
        "village.act.supervision-meeting-quarterly.meeting": _by_quarter(
            village, "supervision", open_list=True
        ),
        "village.act.supervision-meeting-quarterly.report": _by_bits(
            village, "three & (three >> 3) & 65", f"{reported} & 65"
        ),
        "village.inst.disclosure-quarterly": _by_quarter(village, "disclosed", open_list=False),
        "village.inst.finance-monthly": _by_bits("heavy_transactions", "whole", "finance"),
        "village.inst.appraisal-yearly": _yearly(village, "appraised"),
        "inst.dues.published-annually": _yearly(f"{branch} and kind <> 'temporary'", "published"),
        "inst.secretary.reports-annually.superior": _yearly(branch, "debriefed"),
    }
