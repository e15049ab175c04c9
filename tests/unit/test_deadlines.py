"""What falls due, on real rules, and the calendar of it as an independent reader sees it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import icalendar
import pytest

import jintan_rules as jr
from jintan_rules import cli
from jintan_rules.due.text import deadlines_to_text

D = dt.date
TOP = Path(__file__).parents[2]
BASE = {
    "id": "b",
    "category": "village",
    "tier": "branch",
    "kind": "ordinary",
    "established_on": "1998-06-01",
}
MEETING = "act.members-meeting.quarterly"
COMMITTEE = "act.committee-meeting.monthly"
DUES = "act.dues.monthly"
ELECTION = "term.election-on-time"
REMINDER = "term.reminder-six-months"
OATH = "team.dev.oath"
TERM = {"id": "t1", "started_on": "2019-09-10", "years": 5, "reminded_on": "never"}
TERMS = {"terms": [TERM], "elections": [], "extensions": []}


TODAY, AHEAD = D(2024, 8, 15), D(2024, 9, 30)


def ahead(rule=None, *, as_of=TODAY, horizon=AHEAD, **facts):
    record = jr.Record.from_dict({**BASE, **facts})
    found = jr.deadlines(record, "village", as_of=as_of, horizon=horizon)
    return [each for each in found if rule in (None, each.rule.id)]


def days(deadlines):
    return [(each.slot, each.day) for each in deadlines]


def meeting(day, kind="members"):
    return {"id": f"m-{day}", "held_on": day, "kinds": [kind]}


# -- what is listed ---------------------------------------------------------------------


def test_this_quarters_meeting_not_yet_held_is_due_by_its_last_day():
    (found,) = ahead(MEETING, meetings=[meeting("2024-05-06")])

    assert (found.slot, found.day, found.days_left) == ("2024-Q3", D(2024, 9, 30), 46)
    assert (found.opened_on, found.upcoming, found.certain) == (D(2024, 7, 1), False, True)
    assert (found.is_own, found.subject, found.missing) == (True, jr.Subject.ORGANIZATION, ())
    assert found.remedy.en.startswith("Hold at least 1 members' meeting in the third quarter")
    assert [each.article for each in found.citations] == ["11"]


def test_what_is_done_is_not_listed():
    assert ahead(MEETING, meetings=[meeting("2024-07-06")]) == []


def test_a_meeting_that_is_only_planned_is_still_due():
    assert days(ahead(MEETING, meetings=[meeting("2024-08-16")])) == [
        ("2024-Q3", D(2024, 9, 30)),
    ]


def test_periods_that_have_not_begun_are_upcoming():
    found = ahead(MEETING, meetings=[meeting("2024-07-06")], horizon=D(2025, 3, 31))

    assert days(found) == [("2024-Q4", D(2024, 12, 31)), ("2025-Q1", D(2025, 3, 31))]
    assert all(each.upcoming for each in found)


def test_nothing_lies_after_the_horizon_or_on_the_day_itself():
    end = D(2024, 9, 30)

    assert ahead(MEETING, meetings=[], horizon=D(2024, 9, 29)) == []
    assert days(ahead(MEETING, meetings=[], horizon=end)) == [("2024-Q3", end)]
    assert ahead(MEETING, meetings=[], as_of=end, horizon=end) == []


def test_what_is_late_already_is_not_listed():
    assert ahead(ELECTION, **TERMS, as_of=D(2024, 9, 10), horizon=D(2025, 12, 31)) == []


def test_an_election_is_due_at_the_end_of_its_term():
    (found,) = ahead(ELECTION, **TERMS)

    assert (found.slot, found.day, found.opened_on) == ("t1", D(2024, 9, 10), D(2019, 9, 10))
    assert [(each.path, each.value) for each in found.opened_by] == [
        ("terms[t1].started_on", D(2019, 9, 10)),
    ]
    assert (found.things, found.period) == (("terms[t1]",), "")


def test_an_extension_moves_the_day():
    facts = {**TERMS, "extensions": [
        {"id": "x1", "term": "t1", "approved_on": "2024-08-01", "until": "2024-09-25"},
    ]}  # fmt: skip

    assert days(ahead(ELECTION, **facts)) == [("t1", D(2024, 9, 25))]


def test_the_reminder_six_months_before_is_the_superiors_duty_and_marked():
    (found,) = ahead(REMINDER, **TERMS, as_of=D(2024, 2, 1), horizon=D(2024, 3, 31))

    assert (found.day, found.subject) == (D(2024, 3, 10), jr.Subject.SUPERIOR)
    assert not found.is_own


def test_dues_not_paid_yet_are_due_by_the_end_of_their_month_and_paid_ones_are_not():
    people = [
        {"id": f"p{n}", "joined_on": "2010-07-01", "status": "full", "full_since": "2011-07-01"}
        for n in (1, 2)
    ]
    paid = [{"id": "d1", "month": "2024-08-01", "person": "p1", "paid_on": "2024-08-02"}]

    assert days(ahead(DUES, people=people, dues=paid, horizon=D(2024, 9, 30))) == [
        ("2024-08/p2", D(2024, 8, 31)),
        ("2024-09/p1", D(2024, 9, 30)),
        ("2024-09/p2", D(2024, 9, 30)),
    ]


def test_someone_who_leaves_before_the_period_ends_is_not_in_it():
    people = [{"id": "p1", "joined_on": "2010-07-01", "status": "full", "left_on": "2024-09-10"}]

    assert days(ahead(DUES, people=people, dues=[])) == [("2024-08/p1", D(2024, 8, 31))]


def test_an_oath_is_due_when_probation_ends():
    candidate = {
        "id": "c1", "applied_on": "2021-01-01", "admission_meeting_on": "2023-09-08",
        "approved_on": "2023-10-20", "oath_on": "never",
    }  # fmt: skip

    found = ahead(OATH, development=[candidate], probation_extensions=[])
    assert days(found) == [("c1", D(2024, 9, 8))]
    assert found[0].opened_on == D(2023, 10, 20)


def test_a_rule_that_does_not_apply_gives_no_deadline():
    assert ahead(COMMITTEE, has_committee=False, meetings=[]) == []
    assert ahead(MEETING, meetings=[], tier="committee") == []


def test_a_rule_of_which_it_is_not_known_whether_it_applies_is_listed_as_such():
    found = ahead(COMMITTEE, committee_since="2001-01-01", meetings=[])

    assert days(found) == [("2024-08", D(2024, 8, 31)), ("2024-09", D(2024, 9, 30))]
    assert not any(each.certain for each in found)
    assert {fact.path for each in found for fact in each.missing} == {"has_committee"}


def test_what_is_done_is_not_listed_even_where_it_is_not_known_whether_it_applies():
    held = [meeting("2024-08-02", "committee")]

    assert days(ahead(COMMITTEE, committee_since="2001-01-01", meetings=held)) == [
        ("2024-09", D(2024, 9, 30)),
    ]


def test_a_day_that_is_not_known_is_listed_as_the_earliest_that_it_can_be():
    rule = "team.dev.approval-three-months"
    candidate = {"id": "c1", "admission_meeting_on": "2024-06-05", "approved_on": "never"}

    (found,) = ahead(rule, development=[candidate])
    assert (found.day, found.certain) == (D(2024, 9, 5), False)
    assert [each.path for each in found.missing] == ["development[c1].special_reason"]
    # Where the earliest has passed, the report says that it is unknown.
    assert ahead(rule, development=[candidate], as_of=D(2024, 9, 5)) == []


def test_a_list_that_is_absent_names_nobody():
    assert ahead(DUES) == []


def test_a_list_that_is_absent_is_not_taken_for_an_empty_one_in_a_period_to_come():
    found = ahead("act.talks.annual.member", horizon=D(2025, 12, 31), talks=[], people=[
        {"id": "p1", "joined_on": "2010-07-01", "status": "full"},
    ])  # fmt: skip

    assert days(found) == [("2024/p1", D(2024, 12, 31)), ("2025/p1", D(2025, 12, 31))]
    assert [{fact.path for fact in each.missing} for each in found] == [{"officers"}] * 2


def test_nothing_is_due_of_an_organisation_dissolved_by_then():
    assert ahead(MEETING, meetings=[], dissolved_on="2024-09-29") == []


def test_a_text_that_is_not_in_force_binds_nobody():
    assert ahead(MEETING, meetings=[], as_of=D(2018, 8, 15), horizon=D(2018, 12, 31)) == []
    assert days(ahead(MEETING, meetings=[], as_of=D(2018, 8, 15), horizon=D(2019, 3, 31))) == [
        ("2019-Q1", D(2019, 3, 31)),
    ]


def test_what_is_kept_by_doing_nothing_is_not_listed():
    facts = {"people": [{"id": "p1", "joined_on": "2010-07-01", "status": "full"}], "dues": [
        {"id": "d1", "month": "2024-01-01", "person": "p1", "assessed": 20},
    ]}  # fmt: skip
    rule = "act.dues.fixed-yearly.unchanged"
    window = (D(2024, 1, 1), D(2024, 12, 31))
    record = jr.Record.from_dict({**BASE, **facts})

    report = jr.evaluate(record, "village", as_of=D(2024, 8, 15), window=window)
    assert report[rule].outcome is jr.Outcome.PENDING
    assert ahead(rule, **facts, horizon=D(2024, 12, 31)) == []


@pytest.mark.parametrize(("last_month", "listed"), [(6, True), (7, False)])
def test_a_lapse_is_listed_where_doing_nothing_brings_it_about_and_advises_nothing_yet(
    last_month, listed
):
    person = {"id": "p1", "joined_on": "2010-07-01", "status": "full", "good_reason": False,
              "lapse_decided_on": "never"}  # fmt: skip
    dues = [
        {"id": f"d{n}", "month": f"2024-{n:02d}-01", "person": "p1",
         "paid_on": f"2024-{n:02d}-02"}
        for n in range(1, last_month + 1)
    ]  # fmt: skip
    attendance = [
        {"id": f"a{n}", "held_on": f"2024-{n:02d}-05", "person": "p1"}
        for n in range(1, last_month + 1)
    ]
    found = ahead(
        "team.member.lapse-six-months", as_of=D(2024, 11, 15), horizon=D(2024, 12, 31),
        people=[person], dues=dues, attendance=attendance,
    )  # fmt: skip

    assert [(each.slot, each.remedy) for each in found] == [("2024/p1", None)] * listed


def test_a_deadline_inside_a_period_is_found_beyond_a_horizon_that_cuts_the_period():
    record = jr.Record.from_dict(
        {"id": "so", "category": "social_org", "tier": "branch", "kind": "ordinary",
         "established_on": "2010-01-01", "so_type": "foundation", "reports": []}
    )  # fmt: skip
    found = jr.deadlines(record, as_of=D(2024, 11, 1), horizon=D(2025, 4, 30))
    rule = "so.inst.three-sync-annual.registrar"

    assert days(each for each in found if each.rule.id == rule) == [("2025", D(2025, 3, 31))]


def test_deadlines_come_by_their_day():
    found = ahead(meetings=[], **TERMS, horizon=D(2025, 3, 31))

    assert [each.day for each in found] == sorted(each.day for each in found)
    assert len({each.rule.id for each in found}) > 5


def test_rules_that_ask_for_a_review_are_no_duties():
    assert not any(each.rule.integrity for each in ahead(meetings=[], horizon=D(2025, 12, 31)))


OWN_RULES = """
[[rule]]
id = "team.own.receipt"
item = "组织关系"
title = "收到后一个月内寄回执"
title_en = "The receipt is sent within a month"
strength = "general"
for_each = "t in transfers"
done = "t.receipt_on"
due = "add_months(t.received_on, 1)"
from = 2020-01-01
cite = [{ instrument = "branch-2018", verified = "memory" }]

[[rule]]
id = "team.own.once"
item = "组织关系"
title = "办结一次"
title_en = "Done once"
strength = "general"
done = "party_adjusted_on"
due = "date(2024, 9, 20)"
from = 2020-01-01
cite = [{ instrument = "branch-2018", verified = "memory" }]
"""


def test_an_event_opens_its_own_deadline_and_a_day_that_stands_alone_has_no_opening(tmp_path):
    tmp_path.joinpath("profile.toml").write_text('id = "own"\ntitle = "自定"\ntitle_en = "Own"\n')
    tmp_path.joinpath("team.toml").write_text(OWN_RULES, encoding="utf-8")
    transfer = {"id": "t1", "received_on": "2024-08-10", "receipt_on": "never"}
    record = jr.Record.from_dict({**BASE, "party_adjusted_on": "never", "transfers": [transfer]})
    receipt, once = jr.deadlines(record, jr.load_profile(tmp_path), as_of=TODAY, horizon=AHEAD)

    assert (receipt.day, receipt.opened_on) == (D(2024, 9, 10), D(2024, 8, 10))
    assert [each.path for each in receipt.opened_by] == ["transfers[t1].received_on"]
    assert (once.slot, once.day, once.opened_on) == ("-", D(2024, 9, 20), None)
    assert "Done once\n" in deadlines_to_text([once], "b", (TODAY, AHEAD), "en")


# -- the rules are the only source ------------------------------------------------------


@pytest.mark.parametrize("name", ["village", "community", "organ", "soe", "social_org"])
def test_what_is_listed_is_what_the_report_misses_in_the_end_if_nothing_more_is_done(name):
    record = jr.read_record(TOP / "examples" / f"{name}.json")
    as_of, end = D(2025, 2, 15), D(2025, 12, 31)  # all that is recorded lies before
    window = (D(2024, 1, 1), end)
    still_open = {jr.Outcome.PENDING, jr.Outcome.UNKNOWN}
    now = jr.evaluate(record, as_of=as_of, window=window)
    before = {(f.rule.id, s.label): s.outcome for f in now.findings for s in f.slots}

    listed = {(d.rule.id, d.slot) for d in jr.deadlines(record, as_of=as_of, horizon=end)}
    missed = {
        (finding.rule.id, slot.label)
        for finding in jr.evaluate(record, as_of=end, window=window).findings
        if not finding.rule.integrity
        for slot in finding.slots
        if slot.outcome in (jr.Outcome.FAIL, jr.Outcome.UNKNOWN)
        and before.get((finding.rule.id, slot.label), jr.Outcome.PENDING) in still_open
        and (day := slot.due if finding.rule.has_deadline else slot.end)
        and day > as_of
    }
    assert len(listed) > 100
    assert listed == missed


def test_the_same_input_gives_the_same_list_and_leaves_the_record_as_it_was():
    record = jr.read_record(TOP / "examples" / "village.json")
    digest = record.digest
    once, twice = (
        jr.deadlines(record, as_of=D(2024, 8, 15), horizon=D(2024, 12, 31)) for _ in range(2)
    )

    assert once == twice
    assert jr.deadlines_to_ics(once) == jr.deadlines_to_ics(twice)
    assert record.digest == digest


@pytest.mark.parametrize(
    ("as_of", "horizon", "path"),
    [
        (D(2024, 8, 15), D(2024, 8, 14), "horizon"),
        (D(2024, 8, 15), "2024-12-31", "horizon"),
        (dt.datetime(2024, 8, 15), D(2024, 12, 31), "as_of"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(as_of, horizon, path):
    with pytest.raises(jr.EvaluationError) as refused:
        ahead(as_of=as_of, horizon=horizon)

    assert [(each.code, each.place.path) for each in refused.value.problems] == [("JR501", path)]


@pytest.mark.parametrize("day", [D.min, D.max])
def test_the_ends_of_the_calendar_are_days_too(day):
    assert ahead(MEETING, meetings=[], as_of=day, horizon=day) == []


# -- the calendar -----------------------------------------------------------------------

PEOPLE = [{"id": f"p{n}", "joined_on": "2010-07-01", "status": "full"} for n in range(1, 6)]


def events(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors
    assert not any(each.errors for each in calendar.walk())
    return {str(each["UID"]): each for each in calendar.walk("VEVENT")}


def test_another_reader_reads_the_calendar_back():
    found = ahead(ELECTION, **TERMS)
    text = jr.deadlines_to_ics(found, lang="en")
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = events(text).values()
    (alarm,) = event.walk("VALARM")

    assert (calendar["VERSION"], calendar["X-WR-CALNAME"]) == ("2.0", "What falls due")
    assert event["DTSTART"].dt == D(2024, 9, 10)
    assert event["DTEND"].dt == D(2024, 9, 11)
    assert type(event["DTSTART"].dt) is D
    assert event["DTSTAMP"].dt == dt.datetime(2024, 8, 15, tzinfo=dt.UTC)
    assert event["SUMMARY"] == "The election is held by the end of the term (terms t1)"
    assert "Duty of: The organisation\n" in event["DESCRIPTION"]
    assert "Since 10 September 2019" in event["DESCRIPTION"]
    assert event["STATUS"] == "CONFIRMED"
    # At nine in the morning, seven days before.
    assert alarm["TRIGGER"].dt == -dt.timedelta(days=6, hours=15)


def test_lines_end_and_fold_as_the_standard_has_it():
    found = ahead(meetings=[], people=PEOPLE, dues=[], **TERMS, horizon=D(2025, 3, 31))
    data = jr.deadlines_to_ics(found).encode()

    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert all(line.decode() for line in data.split(b"\r\n")[:-1])  # no sign is cut in two


def test_signs_that_mean_something_to_the_format_come_back_as_they_were():
    name = "一支部; 二, 三\\四\nBEGIN:VEVENT"
    text = jr.deadlines_to_ics(ahead(MEETING, meetings=[]), calendar_name=name)

    assert "NAME:一支部\\; 二\\, 三\\\\四\\\\u000aBEGIN:VEVENT\r\n" in text
    (event,) = events(text).values()
    assert "；已过期没有召开的，如实说明原因\n依据：" in event["DESCRIPTION"]


def test_an_event_keeps_its_uid_from_day_to_day_and_others_have_their_own():
    facts = {"meetings": [], "horizon": D(2024, 12, 31)}
    july = events(jr.deadlines_to_ics(ahead(as_of=D(2024, 7, 5), **facts)))
    august = events(jr.deadlines_to_ics(ahead(as_of=D(2024, 8, 5), **facts), lang="en"))
    other = events(jr.deadlines_to_ics(ahead(as_of=D(2024, 8, 5), id="b2", **facts)))

    assert set(august) < set(july)
    assert not set(august) & set(other)
    assert all(july[uid]["DTSTAMP"].dt < each["DTSTAMP"].dt for uid, each in august.items())


def test_the_people_of_one_rule_in_one_period_share_an_event():
    found = ahead(DUES, people=PEOPLE, dues=[], horizon=D(2024, 8, 31))
    (event,) = events(jr.deadlines_to_ics(found, lang="en")).values()

    assert len(found) == 5
    assert event["SUMMARY"].endswith("(August 2024, people p1, p2, p3 and others, 5 in all)")
    assert "p4, p5" in event["DESCRIPTION"]


def test_what_is_not_certain_is_tentative_and_says_what_would_settle_it():
    found = ahead(COMMITTEE, committee_since="2001-01-01", meetings=[], horizon=D(2024, 8, 31))
    (event,) = events(jr.deadlines_to_ics(found)).values()

    assert event["STATUS"] == "TENTATIVE"
    assert "待核实" in event["SUMMARY"]
    assert "补充后可定：是否设支委会" in event["DESCRIPTION"]


def test_the_duty_of_another_says_whose_it_is():
    found = ahead(REMINDER, **TERMS, as_of=D(2024, 2, 1), horizon=D(2024, 3, 31))
    (event,) = events(jr.deadlines_to_ics(found)).values()

    assert event["SUMMARY"].startswith("上级党组织：")


@pytest.mark.parametrize(
    ("as_of", "alarm_days", "before"),
    [
        (D(2024, 8, 15), 30, dt.timedelta(days=25, hours=-9)),  # the first morning that is left
        (D(2024, 8, 15), 1, dt.timedelta(hours=15)),
        (D(2024, 8, 15), 0, dt.timedelta(hours=-9)),
        (D(2024, 9, 9), 7, dt.timedelta(hours=-9)),
    ],
)
def test_the_reminder_comes_in_the_morning_and_never_before_today(as_of, alarm_days, before):
    text = jr.deadlines_to_ics(ahead(ELECTION, **TERMS, as_of=as_of), alarm_days=alarm_days)
    (event,) = events(text).values()

    assert event.walk("VALARM")[0]["TRIGGER"].dt == -before


def test_a_stamp_may_be_given_and_is_written_in_universal_time():
    china = dt.timezone(dt.timedelta(hours=8))
    stamp = dt.datetime(2024, 8, 16, 7, 30, tzinfo=china)
    (event,) = events(jr.deadlines_to_ics(ahead(ELECTION, **TERMS), stamp=stamp)).values()

    assert event["DTSTAMP"].dt == dt.datetime(2024, 8, 15, 23, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "wrong", [{"lang": "fr"}, {"alarm_days": -1}, {"stamp": dt.datetime(2024, 8, 15)}]
)
def test_what_a_calendar_cannot_be_made_with_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        jr.deadlines_to_ics((), **wrong)


def test_the_last_day_of_all_has_no_day_after_it():
    record = jr.Record.from_dict({**BASE, "meetings": []})
    found = jr.deadlines(record, "village", as_of=D(9999, 12, 30), horizon=D.max)

    assert "DTEND" not in jr.deadlines_to_ics(found)
    assert events(jr.deadlines_to_ics(found))


# -- text and the command line ----------------------------------------------------------


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "b.json"
    file.write_text(json.dumps({**BASE, "meetings": [], **TERMS}), encoding="utf-8")
    return file


def due(path, *options):
    return cli.main(["due", str(path), "--as-of", "2024-08-15", *options])


def test_text_goes_day_by_day():
    found = ahead(MEETING, meetings=[])
    text = deadlines_to_text(found, "b", (D(2024, 8, 15), D(2024, 9, 30)), "en", 80)

    assert text.startswith(
        "What falls due: b\n=================\nAfter 15 August 2024, up to 30 September 2024\n\n"
        "30 September 2024\n-----------------\n"
        "… A members' meeting at least once a quarter (the third quarter of 2024)\n"
        "   days left: 46 · 三会一课 · general norm · act.members-meeting.quarterly\n"
        "   Duty of: The organisation\n"
    )


def test_text_says_that_nothing_falls_due():
    text = deadlines_to_text((), "b", (D(2024, 8, 15), D(2024, 9, 30)))

    assert text.endswith("没有将到期的事项。")


def test_the_command_looks_three_months_ahead_unless_told(path, capsys):
    assert due(path, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)

    assert (found["as_of"], found["until"]) == ("2024-08-15", "2024-11-15")
    assert max(each["day"] for each in found["deadlines"]) == "2024-10-31"
    (election,) = [each for each in found["deadlines"] if each["rule"] == ELECTION]
    assert (election["day"], election["opened_on"]) == ("2024-09-10", "2019-09-10")
    assert (election["subject"], election["certain"]) == ("organization", True)


def test_the_command_writes_the_calendar_byte_by_byte(path, tmp_path, capsys):
    target = tmp_path / "due.ics"
    record = jr.read_record(path)
    expected = jr.deadlines_to_ics(
        jr.deadlines(record, as_of=D(2024, 8, 15), horizon=D(2024, 12, 31))
    )

    assert due(path, "--until", "2024-12-31", "--format", "ics", "--output", str(target)) == 0
    assert target.read_bytes() == expected.encode()
    assert due(path, "--until", "2024-12-31", "--format", "ics") == 0
    assert capsys.readouterr().out == expected


def test_the_command_prints_text_in_either_language(path, capsys):
    assert due(path) == 0
    assert capsys.readouterr().out.startswith("将到期事项：b\n")
    assert due(path, "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("What falls due: b\n")


def test_the_command_tells_what_is_wrong(path, capsys):
    assert due(path, "--until", "2024-08-14") == 2
    assert "JR501" in capsys.readouterr().err
    assert due(path, "--output", str(path)) == 2
    assert "不能作为输出" in capsys.readouterr().err


def test_many_records_make_one_calendar(tmp_path, capsys):
    path = tmp_path / "many.jsonl"
    rows = ({**BASE, "id": name, "meetings": []} for name in ("b1", "b2"))
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    assert due(path, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)["deadlines"]
    assert {each["record"] for each in found} == {"b1", "b2"}
    assert due(path, "--format", "ics") == 0
    assert len(events(capsys.readouterr().out)) > 10
