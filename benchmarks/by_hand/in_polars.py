# ruff: noqa: PLR2004 - the numbers are those of the rules
"""The rules in polars: lazy, one pass over each list, months as bits of a number.

Twelve bits say in which months something was held; missing months, whole months of life
and months not known are bits too, so that a rule by the month or quarter is one operation.
"""

from __future__ import annotations

import polars as pl

from benchmarks.by_hand import AS_OF, RULES
from benchmarks.by_hand.lists_in_polars import (
    ALL_MONTHS,
    FAIL,
    FIRST,
    NA,
    PASS,
    QUARTERS,
    UNKNOWN,
    Frames,
    bit,
    c,
    held,
    of_elections,
    of_gaps,
    of_matters,
    of_meetings,
    of_officers,
    of_terms,
    of_vc_elections,
    of_votes,
    quarters,
    verdict,
)


def of_periods(frames: Frames) -> list[pl.LazyFrame]:
    """The months or years in which each organisation did what is asked by the period."""

    def year(name: str) -> pl.LazyFrame:
        rows = frames[name].filter(c("held_on").is_between(FIRST, AS_OF))
        return rows.with_columns(bit=bit("held_on"))

    reports = (
        year("reports")
        .group_by("organization")
        .agg(
            held(c("kind") == "supervision", "supervision_reported"),
            ((c("kind") == "secretary_debrief") & (c("to") == "superior")).any().alias("debriefed"),
        )
    )
    disclosures = (
        year("disclosures")
        .group_by("organization")
        .agg(held(c("kind") == "ordinary", "disclosed"), held(c("kind") == "finance", "finance"))
    )
    appraisals = (
        year("appraisals")
        .group_by("organization")
        .agg((c("chaired_by") == "supervision").any().alias("appraised"))
    )
    published = (
        year("dues_publications")
        .select("organization")
        .unique()
        .with_columns(published=pl.lit(value=True))
    )
    return [reports, disclosures, appraisals, published]


def judged(frames: Frames) -> pl.LazyFrame:
    """All rules over all organisations: the id and a number a rule."""
    wide = frames["organizations"]
    parts = [of_meetings, of_gaps, of_officers, of_votes, of_elections]
    parts += [of_vc_elections, of_matters, of_terms]
    for part in [*(each(frames) for each in parts), *of_periods(frames)]:
        wide = wide.join(part, left_on="id", right_on="organization", how="left")
    wide = wide.with_columns(
        whole_months().alias("whole"),
        *(
            c(name).fill_null(0)
            for name in ("members", "theme_day", "committee", "reps_met", "supervision")
        ),
        *(c(name).fill_null(0) for name in ("gap", "dubious", "disclosed", "finance")),
        c("supervision_reported").fill_null(0),
        *(
            c(name).fill_null(value=False)
            for name in ("org_life", "debriefed", "appraised", "published", "overlap")
        ),
        standing=(c("dissolved_on") >= AS_OF).fill_null(value=True),
    )
    rules = scalars() | periods() | events()
    return wide.select("id", *(rules[name].cast(pl.Int8).alias(name) for name in RULES))


def whole_months() -> pl.Expr:
    """The months of the year through all of which an organisation stood."""
    born, gone = c("established_on"), c("dissolved_on")
    first = born.dt.month() - (born.dt.day() == 1)
    powers = pl.lit(2, dtype=pl.Int32)
    before = pl.when(born <= FIRST).then(1).otherwise(powers.pow(first.cast(pl.Int32)))
    # The month of the day after the last is the first that does not count.
    ends = gone + pl.duration(days=1)
    after = (
        pl.when(gone.is_null() | (gone >= AS_OF))
        .then(ALL_MONTHS + 1)
        .otherwise(powers.pow(ends.dt.month().cast(pl.Int32) - 1))
    )
    return (after.cast(pl.Int32) - 1) & (ALL_MONTHS + 1 - before.cast(pl.Int32)) & ALL_MONTHS


def scalars() -> dict[str, pl.Expr]:
    """The rules on the organisation as it stands."""
    branch, committee = c("tier") == "branch", c("tier") == "committee"
    lasting = branch & (c("kind") != "temporary")
    village = ~c("under_village_committee")
    with_committee = branch & c("has_committee")
    assembly = c("has_reps_assembly")
    size, subordinates = c("committee_size").fill_null(0), c("subordinates")
    members = c("full_members") + c("probationary_members")
    vc_size = c("vc_size").fill_null(0)
    by_household = assembly & (c("reps_selected_by") == "households")
    households = (5 * c("reps") <= c("households")) & (c("households") <= 15 * c("reps"))
    found = {
        "org.branch.members-max-50": (branch, members <= 50),
        "org.joint-branch.units-max-5": (
            branch & (c("kind") == "joint"),
            c("covered_units") <= 5,
        ),
        "org.committee.required-when-seven": (
            lasting & (c("full_members") >= 7),
            c("has_committee"),
        ),
        "org.committee.size.min": (with_committee, size >= 3),
        "org.committee.size.norm": (with_committee, size <= 5),
        "org.committee.size.cap": (with_committee, size <= 7),
        "org.branch.secretary-present": (branch, c("secretaries").fill_null(0) == 1),
        "org.branch.deputy-max-one": (branch, c("deputies").fill_null(0) <= 1),
        "village.org.committee-has-branches.min": (committee, subordinates >= 1),
        "village.org.committee-has-branches.norm": (
            committee & (subordinates >= 1),
            subordinates >= 2,
        ),
        "village.org.reps-structure.reps": (
            assembly,
            5 * c("reps") >= 4 * c("reps_assembly_size"),
        ),
        "village.org.reps-structure.women": (
            assembly,
            3 * c("women_reps") >= c("reps_assembly_size"),
        ),
        "village.org.reps-per-households": (by_household, households),
        "village.org.vc-size-and-woman.size": (village, vc_size.is_between(3, 7)),
        "village.org.vc-size-and-woman.woman": (vc_size >= 1, c("vc_woman")),
        "village.org.supervision-exists.exists": (
            village,
            c("supervision_size").fill_null(0) >= 1,
        ),
        "village.team.two-committee-overlap": (
            c("tier").is_in(["branch", "general_branch", "committee"]) & village,
            c("overlap"),
        ),
        "act.dues.no-advance-no-special": (
            c("tier").is_in(["branch", "general_branch", "committee"]),
            ~c("dues_advanced") & ~c("special_dues_imposed"),
        ),
        "support.party-service-centre-open": (
            c("has_service_centre"),
            c("service_centre_open_to_mobile"),
        ),
        "village.inst.archives.kept": (
            village,
            c("vc_archive_kept") & c("supervision_archive_kept"),
        ),
    }
    return {name: verdict(c("standing") & applies, met) for name, (applies, met) in found.items()}


def by_bits(applies: pl.Expr, due: pl.Expr, done: pl.Expr, unclear: pl.Expr) -> pl.Expr:
    """The worst of the periods that are due, each a bit."""
    missed = due & ~done
    return (
        pl.when((due == 0) | (applies == False).fill_null(value=False))  # noqa: E712 - null counts as not
        .then(NA)
        .when(applies.is_null())
        .then(UNKNOWN)
        .when((missed & ~unclear) != 0)
        .then(FAIL)
        .when(missed != 0)
        .then(UNKNOWN)
        .otherwise(PASS)
    )


def periods() -> dict[str, pl.Expr]:
    """The rules by the month, quarter, half-year or year."""
    whole, unclear = c("whole"), c("gap") | c("dubious")
    three = whole & (whole // 2) & (whole // 4) & QUARTERS
    six = three & (three // 8) & 0b000001000001
    branch, village = c("tier") == "branch", ~c("under_village_committee")
    whole_year = whole == ALL_MONTHS
    reported = quarters(c("supervision_reported"))
    halves = (reported | (reported // 8)) & 0b000001000001
    none = pl.lit(0, dtype=pl.Int32)

    def quarterly(applies: pl.Expr, name: str, unclear: pl.Expr) -> pl.Expr:
        return by_bits(applies, three, quarters(c(name)), quarters(unclear))

    def yearly(applies: pl.Expr, met: pl.Expr) -> pl.Expr:
        return pl.when(whole_year).then(verdict(applies, met)).otherwise(NA)

    lived = pl.when(c("org_life")).then(statement=True).when(unclear != 0).then(None)
    return {
        "act.members-meeting.quarterly": quarterly(branch, "members", unclear),
        "act.theme-day.monthly": by_bits(branch, whole, c("theme_day"), unclear),
        "act.committee-meeting.monthly": by_bits(
            branch & c("has_committee"), whole, c("committee"), unclear
        ),
        "act.org-life.annual": yearly(branch, lived.otherwise(statement=False)),
        "village.act.reps-meeting-quarterly": quarterly(
            c("has_reps_assembly"), "reps_met", unclear
        ),
        "village.act.supervision-meeting-quarterly.meeting": quarterly(
            village, "supervision", unclear
        ),
        "village.act.supervision-meeting-quarterly.report": by_bits(village, six, halves, none),
        "village.inst.disclosure-quarterly": quarterly(village, "disclosed", none),
        "village.inst.finance-monthly": by_bits(c("heavy_transactions"), whole, c("finance"), none),
        "village.inst.appraisal-yearly": yearly(village, c("appraised")),
        "inst.dues.published-annually": yearly(branch & (c("kind") != "temporary"), c("published")),
        "inst.secretary.reports-annually.superior": yearly(branch, c("debriefed")),
    }


def events() -> dict[str, pl.Expr]:
    """The rules on events, each the worst of its rows; a gap is one row more that is not known."""
    branch = c("tier") == "branch"
    body = c("tier").is_in(["branch", "general_branch", "committee"])
    always = pl.lit(value=True)

    def bound(applies: pl.Expr, name: str, *, open_list: bool = False) -> pl.Expr:
        found = c(name).fill_null(NA)
        if open_list:
            found = pl.when(c("gap") != 0).then(pl.max_horizontal(found, UNKNOWN)).otherwise(found)
        return pl.when(applies).then(found).otherwise(NA)

    held_meetings = {
        "act.meeting.presider": branch,
        "act.theme-day.topic-decided": branch,
        "process.fraud.roster": always,
        "process.fraud.elsewhere": always,
        "village.act.reps-meeting-quorum.attendance": always,
        "village.act.reps-meeting-quorum.majority": always,
    }
    others = {
        "act.members-meeting.vote-quorum": branch,
        "act.members-meeting.vote-majority": branch,
        "election.quorum-four-fifths": body,
        "election.committee-margin": body,
        "election.secret-ballot": body,
        "election.voters-eligible": body,
        "election.results-reported.filed": branch,
        "village.org.vc-election-procedure.turnout": always,
        "village.org.vc-election-procedure.margin": always,
        "village.act.four-two": always,
        "term.election-on-time": body & (c("kind") != "temporary"),
    }
    return {name: bound(who, name, open_list=True) for name, who in held_meetings.items()} | {
        name: bound(who, name) for name, who in others.items()
    }
