"""What each list comes to for an organisation, in polars as an expert would write it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from benchmarks.by_hand import AS_OF
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
