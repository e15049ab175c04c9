"""Real rules of the village standard, written by hand as an expert in each engine would.

The verdict of a rule on an organisation is the worst of its slots, as a number that
grows with it (:data:`WORDS`). Every form gives the same columns: the organisation's id,
then one a rule, in the order of :data:`RULES`.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

#: The outcomes by their number.
WORDS: Final = ("not_applicable", "pass", "pending", "unknown", "fail")

AS_OF: Final = dt.date(2024, 12, 31)

#: What is judged of the organisation as it stands.
SCALARS: Final = (
    "org.branch.members-max-50",
    "org.joint-branch.units-max-5",
    "org.committee.required-when-seven",
    "org.committee.size.min",
    "org.committee.size.norm",
    "org.committee.size.cap",
    "org.branch.secretary-present",
    "org.branch.deputy-max-one",
    "village.org.committee-has-branches.min",
    "village.org.committee-has-branches.norm",
    "village.org.reps-structure.reps",
    "village.org.reps-structure.women",
    "village.org.reps-per-households",
    "village.org.vc-size-and-woman.size",
    "village.org.vc-size-and-woman.woman",
    "village.org.supervision-exists.exists",
    "village.team.two-committee-overlap",
    "act.dues.no-advance-no-special",
    "support.party-service-centre-open",
    "village.inst.archives.kept",
)
#: What is judged by the month, quarter, half-year or year.
PERIODS: Final = (
    "act.members-meeting.quarterly",
    "act.theme-day.monthly",
    "act.committee-meeting.monthly",
    "act.org-life.annual",
    "village.act.reps-meeting-quarterly",
    "village.act.supervision-meeting-quarterly.meeting",
    "village.act.supervision-meeting-quarterly.report",
    "village.inst.disclosure-quarterly",
    "village.inst.finance-monthly",
    "village.inst.appraisal-yearly",
    "inst.dues.published-annually",
    "inst.secretary.reports-annually.superior",
)
#: What is judged event by event, and the terms.
EVENTS: Final = (
    "act.meeting.presider",
    "act.theme-day.topic-decided",
    "process.fraud.roster",
    "process.fraud.elsewhere",
    "village.act.reps-meeting-quorum.attendance",
    "village.act.reps-meeting-quorum.majority",
    "act.members-meeting.vote-quorum",
    "act.members-meeting.vote-majority",
    "election.quorum-four-fifths",
    "election.committee-margin",
    "election.secret-ballot",
    "election.voters-eligible",
    "election.results-reported.filed",
    "village.org.vc-election-procedure.turnout",
    "village.org.vc-election-procedure.margin",
    "village.act.four-two",
    "term.election-on-time",
)
RULES: Final = SCALARS + PERIODS + EVENTS

#: The columns that these rules read, by list; nothing else is read from the files.
COLUMNS: Final = {
    "organizations": (
        "id",
        "category",
        "tier",
        "kind",
        "established_on",
        "dissolved_on",
        "full_members",
        "probationary_members",
        "has_committee",
        "covered_units",
        "subordinates",
        "has_reps_assembly",
        "reps",
        "women_reps",
        "reps_assembly_size",
        "reps_selected_by",
        "households",
        "under_village_committee",
        "dues_advanced",
        "special_dues_imposed",
        "has_service_centre",
        "service_centre_open_to_mobile",
        "vc_archive_kept",
        "supervision_archive_kept",
        "heavy_transactions",
    ),
    "officers": ("organization", "since", "person", "body", "posts", "woman"),
    "meetings": (
        "organization",
        "id",
        "held_on",
        "kinds",
        "entitled",
        "present",
        "ayes",
        "presided_by",
        "steps",
        "attendees_elsewhere",
    ),
    "votes": ("organization", "id", "held_on", "kind", "entitled", "present", "votes_for"),
    "elections": (
        "organization",
        "id",
        "held_on",
        "elects",
        "entitled",
        "present",
        "seats",
        "candidates",
        "secret",
        "ineligible_voters",
        "filed_on",
    ),
    "vc_elections": (
        "organization",
        "id",
        "held_on",
        "registered",
        "ballots",
        "seats",
        "candidates",
    ),
    "terms": ("organization", "id", "started_on", "years"),
    "extensions": ("organization", "term", "approved_on", "until"),
    "reports": ("organization", "held_on", "kind", "to"),
    "disclosures": ("organization", "held_on", "kind"),
    "dues_publications": ("organization", "held_on"),
    "appraisals": ("organization", "held_on", "chaired_by"),
    "matters": (
        "organization",
        "id",
        "decided_on",
        "major",
        "proposed_on",
        "consulted_on",
        "reviewed_on",
        "resolved_on",
        "decision_published_on",
        "result_published_on",
    ),
    "gaps": ("organization", "list", "from", "to"),
}
