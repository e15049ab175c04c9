# ruff: noqa: PLR2004 - the numbers are those of the rules
"""The rules in polars: lazy, one pass over each list, months as bits of a number.

Twelve bits say in which months something was held; missing months, whole months of life
and months not known are bits too, so that a rule by the month or quarter is one operation.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from benchmarks.by_hand import AS_OF, RULES
from benchmarks.country import bodies, meetings

NA, PASS, PENDING, UNKNOWN, FAIL = range(5)
FIRST: Final = date(AS_OF.year, 1, 1)
ALL_MONTHS: Final = 0b111111111111
QUARTERS: Final = 0b001001001001
NEVER: Final = date(9999, 12, 31)

Frames = Mapping[str, pl.LazyFrame]
c = pl.col


def verdict(applies: pl.Expr, met: pl.Expr) -> pl.Expr:
    """The outcome of a slot that is over."""
    return (
        pl.when(applies.is_null())
        .then(UNKNOWN)
        .when(~applies)
        .then(NA)
        .when(met)
        .then(PASS)
        .when(met.is_null())
        .then(UNKNOWN)
        .otherwise(FAIL)
        .cast(pl.Int8)
    )


def bit(day: str) -> pl.Expr:
    """The bit of a day's month; none outside the year."""
    month = c(day).dt.month().cast(pl.Int32)
    bits = pl.lit(2, dtype=pl.Int32).pow(month - 1).cast(pl.Int32)
    return pl.when(c(day).is_between(FIRST, AS_OF)).then(bits).otherwise(0)


def quarters(bits: pl.Expr) -> pl.Expr:
    """The bit of each quarter's first month where any of its three is set."""
    return (bits | (bits // 2) | (bits // 4)) & QUARTERS


def held(condition: pl.Expr, name: str) -> pl.Expr:
    """The months of the rows where the condition is true."""
    return pl.when(condition).then(c("bit")).otherwise(0).bitwise_or().alias(name)


def worst(applies: pl.Expr, met: pl.Expr, rule: str) -> pl.Expr:
    """The worst outcome of the rows, each a slot."""
    return verdict(applies, met).max().alias(rule)


def _codes(combinations: tuple[str, ...], *tokens: str) -> list[int]:
    """The codes whose combination has one of the tokens."""
    return [n for n, each in enumerate(combinations) if set(tokens) & set(each.split(";"))]


def kind(*tokens: str) -> pl.Expr:
    """Whether a meeting is of one of the kinds; null where its kinds are not known."""
    codes = _codes(meetings.KINDS, *tokens)
    return (c("kinds") == codes[0]) if len(codes) == 1 else c("kinds").is_in(codes)


def alive(frame: pl.LazyFrame, day: str, organizations: pl.LazyFrame) -> pl.LazyFrame:
    """The rows on days when their organisation stood, for the few that began or ended of late."""
    limits = organizations.filter(
        (c("established_on") > FIRST) | c("dissolved_on").is_not_null()
    ).select(organization="id", born="established_on", gone="dissolved_on")
    joined = frame.join(limits, on="organization", how="left")
    early = (c(day) < c("born")).fill_null(value=False)
    late = (c(day) > c("gone")).fill_null(value=False)
    return joined.filter(~early & ~late)


def of_meetings(frames: Frames) -> pl.LazyFrame:
    """Of each organisation's meetings: the months of each kind, and the worst of each rule."""
    topic = c("steps").is_in(_codes(meetings.STEPS, "topic"))
    in_group = kind("group")
    formal = in_group | kind("members", "committee")
    presider = c("presided_by")
    presided = (
        pl.when(in_group)
        .then(presider == "group_leader")
        .otherwise(presider.is_in(["secretary", "deputy", "committee_member"]))
    )
    always = pl.lit(value=True)
    year = frames["meetings"].filter(c("held_on").is_between(FIRST, AS_OF))
    rows = alive(year, "held_on", frames["organizations"]).with_columns(bit=bit("held_on"))
    return rows.group_by("organization").agg(
        held(kind("members"), "members"),
        held(kind("theme_day"), "theme_day"),
        held(kind("committee"), "committee"),
        held(kind("reps"), "reps_met"),
        held(kind("supervision"), "supervision"),
        kind("org_life").any().alias("org_life"),
        held(c("kinds").is_null(), "dubious"),
        worst(formal, presided, "act.meeting.presider"),
        worst(kind("theme_day"), topic, "act.theme-day.topic-decided"),
        worst(always, c("present") <= c("entitled"), "process.fraud.roster"),
        worst(always, c("attendees_elsewhere") == 0, "process.fraud.elsewhere"),
        worst(
            kind("reps"),
            3 * c("present") >= 2 * c("entitled"),
            "village.act.reps-meeting-quorum.attendance",
        ),
        worst(
            kind("reps"),
            2 * c("ayes") > c("present"),
            "village.act.reps-meeting-quorum.majority",
        ),
    )


def of_gaps(frames: Frames) -> pl.LazyFrame:
    """The months of which an organisation's meetings are not known."""

    def below(day: str) -> pl.Expr:
        last = c(day).clip(FIRST, AS_OF)
        return pl.lit(2, dtype=pl.Int32).pow(last.dt.month().cast(pl.Int32) - 1).cast(pl.Int32)

    return (
        frames["gaps"]
        .filter((c("list") == "meetings") & (c("to") >= FIRST) & (c("from") <= AS_OF))
        .group_by("organization")
        .agg((2 * below("to") - below("from")).bitwise_or().alias("gap"))
    )


def of_officers(frames: Frames) -> pl.LazyFrame:
    """Of each organisation's officers in office: how many sit on each body."""
    posts = {post: c("posts").is_in(_codes(bodies.POSTS, post)) for post in ("secretary", "deputy")}
    sitting = frames["officers"].filter(c("since") <= AS_OF)
    own, village = c("body") == "committee", c("body") == "villagers_committee"
    counts = sitting.group_by("organization").agg(
        own.sum().alias("committee_size"),
        (own & posts["secretary"]).sum().alias("secretaries"),
        (own & posts["deputy"]).sum().alias("deputies"),
        village.sum().alias("vc_size"),
        (village & c("woman")).any(ignore_nulls=False).alias("vc_woman"),
        (c("body") == "supervision").sum().alias("supervision_size"),
    )
    both = (
        sitting.filter(own)
        .select("organization", "person")
        .join(
            sitting.filter(village).select("organization", "person"),
            on=["organization", "person"],
            how="semi",
        )
        .select("organization")
        .unique()
        .with_columns(overlap=pl.lit(value=True))
    )
    return counts.join(both, on="organization", how="left")


def of_votes(frames: Frames) -> pl.LazyFrame:
    """The worst of each organisation's votes."""
    mine = c("kind").is_in(["ordinary", "disposal"])
    year = frames["votes"].filter(c("held_on").is_between(FIRST, AS_OF))
    return (
        alive(year, "held_on", frames["organizations"])
        .group_by("organization")
        .agg(
            worst(mine, 2 * c("present") >= c("entitled"), "act.members-meeting.vote-quorum"),
            worst(mine, 2 * c("votes_for") > c("entitled"), "act.members-meeting.vote-majority"),
        )
    )


def of_elections(frames: Frames) -> pl.LazyFrame:
    """The worst of each organisation's elections of the year."""
    always = pl.lit(value=True)
    of_committee = c("elects") == "committee"
    year = frames["elections"].filter(c("held_on").is_between(FIRST, AS_OF))
    return (
        alive(year, "held_on", frames["organizations"])
        .group_by("organization")
        .agg(
            worst(always, 5 * c("present") >= 4 * c("entitled"), "election.quorum-four-fifths"),
            worst(
                of_committee,
                5 * (c("candidates") - c("seats")) >= c("seats"),
                "election.committee-margin",
            ),
            worst(always, c("secret"), "election.secret-ballot"),
            worst(always, c("ineligible_voters") == 0, "election.voters-eligible"),
            worst(of_committee, c("filed_on") <= AS_OF, "election.results-reported.filed"),
        )
    )


def of_vc_elections(frames: Frames) -> pl.LazyFrame:
    """The worst of each villagers' committee's elections of the year."""
    always = pl.lit(value=True)
    year = frames["vc_elections"].filter(c("held_on").is_between(FIRST, AS_OF))
    return (
        alive(year, "held_on", frames["organizations"])
        .group_by("organization")
        .agg(
            worst(
                always,
                2 * c("ballots") > c("registered"),
                "village.org.vc-election-procedure.turnout",
            ),
            worst(always, c("candidates") > c("seats"), "village.org.vc-election-procedure.margin"),
        )
    )


def of_matters(frames: Frames) -> pl.LazyFrame:
    """The worst of each village's important matters."""
    steps = ("proposed", "consulted", "reviewed", "resolved", "decision_published")
    days = [c(f"{step}_on") for step in (*steps, "result_published")]
    in_order = pl.all_horizontal(*(before <= after for before, after in itertools.pairwise(days)))
    year = frames["matters"].filter(c("decided_on").is_between(FIRST, AS_OF))
    return (
        alive(year, "decided_on", frames["organizations"])
        .group_by("organization")
        .agg(worst(c("major"), in_order & (days[-1] <= AS_OF), "village.act.four-two"))
    )


def of_terms(frames: Frames) -> pl.LazyFrame:
    """The worst of each organisation's terms whose time meets the year."""
    last = (
        frames["extensions"]
        .filter(c("approved_on") <= AS_OF)
        .group_by("organization", id="term")
        .agg(extended=c("until").max())
    )
    organizations = frames["organizations"].select(
        "dissolved_on",
        organization="id",
        no_committee=(c("tier") == "branch") & ~c("has_committee"),
    )
    elections = (
        frames["elections"]
        .filter(c("held_on") <= AS_OF)
        .join(organizations, on="organization")
        .filter((c("elects") == "committee") | (c("elects") == "secretary") & c("no_committee"))
        .select("organization", "held_on")
    )
    ended = frames["terms"].with_columns(
        ends=c("started_on").dt.offset_by(pl.format("{}y", c("years")))
    )
    following = (
        ended.join(elections, on="organization")
        .filter(c("held_on") > c("started_on"))
        .group_by("organization", "id")
        .agg(done=c("held_on").min())
    )
    due = pl.max_horizontal("ends", "extended")
    done = c("done").fill_null(NEVER)
    until = pl.max_horizontal(due, pl.min_horizontal(done, pl.lit(AS_OF)))
    outcome = (
        pl.when(c("due") > c("dissolved_on"))
        .then(NA)
        .when(done <= c("due"))
        .then(PASS)
        .when(c("due") > AS_OF)
        .then(PENDING)
        .otherwise(FAIL)
    )
    return (
        ended.join(following, on=["organization", "id"], how="left")
        .join(last, on=["organization", "id"], how="left")
        .with_columns(due=due)
        .filter((until >= FIRST) & (c("started_on") <= AS_OF))
        .join(organizations.select("organization", "dissolved_on"), on="organization")
        .group_by("organization")
        .agg(outcome.max().cast(pl.Int8).alias("term.election-on-time"))
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
