# ruff: noqa: S608 - the texts are made of this module's own words
"""What each list comes to for an organisation, in the SQL of DuckDB and of Spark."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from benchmarks.by_hand import AS_OF
from benchmarks.country import bodies, meetings

FIRST: Final = f"date '{AS_OF.year}-01-01'"
LAST: Final = f"date '{AS_OF.isoformat()}'"
MONTHS: Final = 4095
QUARTERS: Final = 585


@frozen
class Dialect:
    """Words in which the two differ: the quote around a name, and years added to a day."""

    quote: str
    years: str


DUCKDB: Final = Dialect('"', "cast({0} + to_years({1}) as date)")
SPARK: Final = Dialect("`", "add_months({0}, 12 * {1})")


def verdict(applies: str, met: str) -> str:
    """The outcome of a slot that is over."""
    return (
        f"case when ({applies}) is null then 3 when not ({applies}) then 0 "
        f"when ({met}) then 1 when ({met}) is null then 3 else 4 end"
    )


def _codes(combinations: tuple[str, ...], *tokens: str) -> str:
    found = (n for n, each in enumerate(combinations) if set(tokens) & set(each.split(";")))
    return ", ".join(map(str, found))


def kind(*tokens: str) -> str:
    """Whether a meeting is of one of the kinds."""
    return f"kinds in ({_codes(meetings.KINDS, *tokens)})"


def _bit(day: str) -> str:
    return f"(1 << (month({day}) - 1))"


def _held(condition: str, name: str, day: str = "held_on") -> str:
    return f"bit_or(case when {condition} then {_bit(day)} else 0 end) as {name}"


def _worst(rules: dict[str, tuple[str, str]], dialect: Dialect) -> list[str]:
    quote = dialect.quote
    return [
        f"max({verdict(applies, met)}) as {quote}{name}{quote}"
        for name, (applies, met) in rules.items()
    ]


def _year(frame: str, aggregates: list[str], day: str = "held_on") -> str:
    return (
        f"select l.organization, {', '.join(aggregates)} from {frame} l "
        f"join organizations o on o.id = l.organization "
        f"where l.{day} between {FIRST} and {LAST} and l.{day} >= o.established_on "
        f"and (o.dissolved_on is null or l.{day} <= o.dissolved_on) group by l.organization"
    )


def of_lists(dialect: Dialect) -> dict[str, str]:
    """A subquery a list, each with one row an organisation."""
    topic = f"steps in ({_codes(meetings.STEPS, 'topic')})"
    presided = (
        f"case when {kind('group')} then presided_by = 'group_leader' "
        "else presided_by in ('secretary', 'deputy', 'committee_member') end"
    )
    met = [
        _held(kind(name), column)
        for name, column in (
            ("members", "members"),
            ("theme_day", "theme_day"),
            ("committee", "committee"),
            ("reps", "reps_met"),
            ("supervision", "supervision"),
        )
    ]
    in_order = (
        "proposed_on <= consulted_on and consulted_on <= reviewed_on and reviewed_on <= "
        "resolved_on and resolved_on <= decision_published_on and decision_published_on <= "
        f"result_published_on and result_published_on <= {LAST}"
    )
    secretary = f"posts in ({_codes(bodies.POSTS, 'secretary')})"
    deputy = f"posts in ({_codes(bodies.POSTS, 'deputy')})"
    quote = dialect.quote
    to, start = f"{quote}to{quote}", f"{quote}from{quote}"
    gap_bits = (
        f"(2 * (1 << (month(least({to}, {LAST})) - 1)) "
        f"- (1 << (month(greatest({start}, {FIRST})) - 1)))"
    )
    return {
        "m": _year(
            "meetings",
            [
                *met,
                f"bool_or({kind('org_life')}) as org_life",
                _held("kinds is null", "dubious"),
                *_worst(
                    {
                        "act.meeting.presider": (kind("group", "members", "committee"), presided),
                        "act.theme-day.topic-decided": (kind("theme_day"), topic),
                        "process.fraud.roster": ("true", "present <= entitled"),
                        "process.fraud.elsewhere": ("true", "attendees_elsewhere = 0"),
                        "village.act.reps-meeting-quorum.attendance": (
                            kind("reps"),
                            "3 * present >= 2 * entitled",
                        ),
                        "village.act.reps-meeting-quorum.majority": (
                            kind("reps"),
                            "2 * ayes > present",
                        ),
                    },
                    dialect,
                ),
            ],
        ),
        "g": f"select organization, bit_or{gap_bits} as gap from gaps where "
        f"{quote}list{quote} = 'meetings' and {to} >= {FIRST} and {start} <= {LAST} "
        "group by organization",
        "f": "select organization, count_if(body = 'committee') as committee_size, "
        f"count_if(body = 'committee' and {secretary}) as secretaries, "
        f"count_if(body = 'committee' and {deputy}) as deputies, "
        "count_if(body = 'villagers_committee') as vc_size, "
        "case when bool_or(body = 'villagers_committee' and woman) then true "
        "when bool_or(body = 'villagers_committee' and woman is null) then null "
        "else false end as vc_woman, count_if(body = 'supervision') as supervision_size "
        f"from officers where since <= {LAST} group by organization",
        "b": "select distinct a.organization, true as overlap from officers a join officers v "
        "on a.organization = v.organization and a.person = v.person where a.body = 'committee' "
        f"and v.body = 'villagers_committee' and a.since <= {LAST} and v.since <= {LAST}",
        "v": _year(
            "votes",
            _worst(
                {
                    "act.members-meeting.vote-quorum": (
                        "l.kind in ('ordinary', 'disposal')",
                        "2 * present >= entitled",
                    ),
                    "act.members-meeting.vote-majority": (
                        "l.kind in ('ordinary', 'disposal')",
                        "2 * votes_for > entitled",
                    ),
                },
                dialect,
            ),
        ),
        "e": _year(
            "elections",
            _worst(
                {
                    "election.quorum-four-fifths": ("true", "5 * present >= 4 * entitled"),
                    "election.committee-margin": (
                        "elects = 'committee'",
                        "5 * (candidates - seats) >= seats",
                    ),
                    "election.secret-ballot": ("true", "secret"),
                    "election.voters-eligible": ("true", "ineligible_voters = 0"),
                    "election.results-reported.filed": (
                        "elects = 'committee'",
                        f"filed_on <= {LAST}",
                    ),
                },
                dialect,
            ),
        ),
        "w": _year(
            "vc_elections",
            _worst(
                {
                    "village.org.vc-election-procedure.turnout": (
                        "true",
                        "2 * ballots > registered",
                    ),
                    "village.org.vc-election-procedure.margin": ("true", "candidates > seats"),
                },
                dialect,
            ),
        ),
        "x": _year(
            "matters", _worst({"village.act.four-two": ("major", in_order)}, dialect), "decided_on"
        ),
        "t": _terms(dialect),
        "r": _year(
            "reports",
            [
                _held("l.kind = 'supervision'", "supervision_reported"),
                f"bool_or(l.kind = 'secretary_debrief' and {to} = 'superior') as debriefed",
            ],
        ),
        "d": _year(
            "disclosures",
            [_held("l.kind = 'ordinary'", "disclosed"), _held("l.kind = 'finance'", "finance")],
        ),
        "p": _year("appraisals", ["bool_or(chaired_by = 'supervision') as appraised"]),
        "u": _year("dues_publications", ["true as published"]),
    }


def _terms(dialect: Dialect) -> str:
    ends = dialect.years.format("t.started_on", "t.years")
    quote = dialect.quote
    return (
        f"select organization, max(case when due > dissolved_on then 0 when done <= due then 1 "
        f"when due > {LAST} then 2 else 4 end) as {quote}term.election-on-time{quote} from ("
        "select t.organization, o.dissolved_on, t.started_on, "
        f"greatest({ends}, x.extended) as due, coalesce(n.done, date '9999-12-31') as done "
        "from terms t join organizations o on o.id = t.organization "
        "left join (select organization, term, max(until) as extended from extensions "
        f"where approved_on <= {LAST} group by organization, term) x "
        "on x.organization = t.organization and x.term = t.id "
        "left join (select s.organization, s.id, min(e.held_on) as done from terms s "
        "join elections e on e.organization = s.organization and e.held_on > s.started_on "
        "join organizations p on p.id = s.organization "
        f"where e.held_on <= {LAST} and (e.elects = 'committee' or (e.elects = 'secretary' "
        "and p.tier = 'branch' and not p.has_committee)) group by s.organization, s.id) n "
        "on n.organization = t.organization and n.id = t.id) k "
        f"where greatest(due, least(done, {LAST})) >= {FIRST} and started_on <= {LAST} "
        "group by organization"
    )
