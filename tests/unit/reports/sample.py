"""A small report made by hand: every outcome, level, strength and kind of evidence once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from jintan_rules.errors import Place
from jintan_rules.findings import Evidence, Finding, SlotResult
from jintan_rules.language.nodes import Generator, Node
from jintan_rules.language.parse import parse, parse_for_each
from jintan_rules.language.values import Missing
from jintan_rules.records.record import NEVER, Reason, Record, Row
from jintan_rules.reports.report import Report
from jintan_rules.standard.instruments import Citation, Instrument
from jintan_rules.standard.profiles import Deselection, MonthDay, Parameter, Profile, Setting
from jintan_rules.standard.rules import Change, Edition, ForEach, Rule, Template
from jintan_rules.standard.vocabulary import Expression, Fact, FactList, Label, Vocabulary
from jintan_rules.standard.words import (
    Area,
    Category,
    Level,
    Outcome,
    Period,
    Strength,
    Stricter,
    Subject,
    Verification,
)

HERE = Place("made by hand")
REGULATION = Instrument(
    "branch-2018",
    "中国共产党支部工作条例（试行）",
    "Regulations on Party Branches",
    start=dt.date(2018, 10, 28),
    verified=Verification.TEXT,
)
NOTICE = Instrument(
    "notice-2021",
    "标准化建设通知",
    "Notice on Standards",
    number="坛组通〔2021〕15号",
    start=dt.date(2021, 8, 19),
    verified=Verification.TEXT,
)


def node(text: str) -> Node:
    """Parse an expression that is known to be well formed."""
    parsed = parse(text, HERE)
    assert not hasattr(parsed, "summary"), parsed
    return parsed


def expression(text: str) -> Expression:
    """Return an expression with its nodes."""
    return Expression(text, node(text))


def fact(name: str, zh: str, en: str, type_: str, **more: object) -> Fact:
    """Declare a fact."""
    return Fact(name, Label(zh, en), type_, **more)


def rows(name: str, zh: str, en: str, kind: str, *facts: Fact, **more: str) -> FactList:
    """Declare a list."""
    return FactList(name, Label(zh, en), kind, {each.name: each for each in facts}, **more)


def vocabulary() -> Vocabulary:
    """Declare the facts that the rules of the sample read."""
    facts = (
        fact(
            "tier",
            "组织层级",
            "tier",
            "enum",
            tokens={"branch": Label("党支部", "branch"), "committee": Label("党委", "committee")},
        ),
        fact("full_members", "正式党员数", "full members", "count", unit="person"),
        fact("has_committee", "是否设支委会", "has a committee", "bool"),
        fact("dues_advanced", "有无垫扣党费", "dues advanced", "bool"),
        fact("dissolved_on", "撤销日期", "dissolved on", "date", never=True),
    )
    lists = (
        rows(
            "meetings",
            "会议活动",
            "meetings",
            "events",
            fact("held_on", "召开日期", "held on", "date"),
            fact(
                "kinds",
                "会议类型",
                "kinds",
                "set",
                tokens={
                    "members": Label("支部党员大会", "members' meeting"),
                    "theme_day": Label("主题党日", "theme day"),
                },
            ),
            fact("cycle_year", "所属年度", "year it belongs to", "integer", unit="year"),
            fact("present", "实到人数", "present", "count", unit="person"),
            fact("entitled", "应到人数", "entitled to attend", "count", unit="person"),
            date="held_on",
        ),
        rows(
            "development",
            "发展党员",
            "admissions",
            "rows",
            fact("admission_meeting_on", "接收预备党员大会日期", "admission meeting", "date"),
            fact("special_reason", "有无特殊原因", "special reason", "bool"),
            fact("approved_on", "审批日期", "approved on", "date", never=True),
        ),
        rows(
            "people",
            "党员名册",
            "people",
            "register",
            fact("joined_on", "进入名册日期", "on the roll since", "date"),
            fact("left_on", "离开名册日期", "on the roll until", "date", never=True),
            since="joined_on",
            until="left_on",
        ),
        rows(
            "training",
            "培训",
            "training",
            "events",
            fact("held_on", "培训日期", "held on", "date"),
            fact("person", "人员", "person", "ref", list_name="people"),
            fact("hours", "学时", "hours", "decimal", unit="hour", places=1),
            date="held_on",
        ),
    )
    units = {
        "person": Label("人", "persons"),
        "hour": Label("学时", "hours"),
        "year": Label("年", "years"),
    }
    return Vocabulary(
        {each.name: each for each in facts}, {each.name: each for each in lists}, units
    )


def rule(
    id_: str, title: str, title_en: str, area: Area, requires: str | None = None, **more: object
) -> Rule:
    """Make a rule of one edition, mandatory unless said otherwise."""
    editions = more.pop("editions", None) or (
        Edition(
            dt.date(2018, 10, 28),
            None,
            (Citation(REGULATION, str(more.pop("article", "11")), Verification.TEXT),),
            requires=expression(requires) if requires else None,
        ),
    )
    for key in ("applies_when", "since", "until", "on"):
        if key in more:
            more[key] = expression(str(more[key]))
    if "for_each" in more:
        text = str(more["for_each"])
        generator = parse_for_each(text, HERE)
        assert isinstance(generator, Generator)
        more["for_each"] = ForEach(text, generator, text.split(" in ")[1].split(maxsplit=1)[0])
    values = {
        "item": "三会一课",
        "declared_strength": Strength.MANDATORY,
        "profile": "village",
        **more,
    }
    return Rule(id=id_, title=title, title_en=title_en, area=area, editions=editions, **values)


def quarter(
    number: int, outcome: Outcome, level: Level | None = None, **more: object
) -> SlotResult:
    """Make the slot of one quarter of 2024."""
    start = dt.date(2024, 3 * number - 2, 1)
    end = dt.date(2024, 3 * number, 31 if number in (1, 4) else 30)
    return SlotResult(f"2024-Q{number}", outcome, level, start=start, end=end, **more)


MEETINGS = "any(m for m in meetings if 'members' in m.kinds)"


def members_meeting() -> Finding:
    """A general norm: one quarter deviates, one is excused, one passes, one is pending."""
    judged = rule(
        "act.members-meeting.quarterly",
        "支部党员大会每季度至少召开一次",
        "A members' meeting at least once a quarter",
        Area.ACTIVITIES,
        MEETINGS,
        declared_strength=Strength.GENERAL,
        period=Period.QUARTER,
        applies_when="tier == 'branch'",
        remedy=Template("{period}内召开", ("{period}内召开",)),
        note=Label("按自然季度计。", "By calendar quarters."),
        changes=(Change("village", "added a citation", "restated there"),),
        cited_as=("village.act.meeting",),
        added_citations=(Citation(NOTICE, "", Verification.TEXT),),
        profile="common",
    )
    tier = Evidence("tier", "branch")
    return Finding(
        judged,
        (
            quarter(
                1,
                Outcome.PASS,
                edition=judged.editions[0],
                evidence=(tier, Evidence(MEETINGS, True, ("meetings[m1]",))),
            ),
            quarter(
                2,
                Outcome.PASS,
                Level.EXCUSED,
                because="reason",
                edition=judged.editions[0],
                reason=Reason(judged.id, "flood-relief", "2024-Q2", dt.date(2024, 6, 28)),
            ),
            quarter(
                3,
                Outcome.FAIL,
                Level.DEVIATION,
                edition=judged.editions[0],
                evidence=(tier, Evidence(MEETINGS, False)),
                review=("int.backfilled[m1]",),
                remedy=Label(
                    "2024年第三季度内补开支部党员大会1次",
                    "Hold a members' meeting in the third quarter of 2024",
                ),
            ),
            quarter(4, Outcome.PENDING, because="open"),
        ),
    )


def approval() -> Finding:
    """A deadline in two editions: late, not done yet, in time, still ahead, day not known."""
    due = "add_months(d.admission_meeting_on, 6 if d.special_reason else 3)"
    editions = tuple(
        Edition(
            start,
            end,
            (Citation(Instrument(id_, title, english), article, verified),),
            done=expression("d.approved_on"),
            due=expression(due),
        )
        for start, end, id_, title, english, article, verified in (
            (
                dt.date(2014, 5, 28),
                dt.date(2026, 5, 10),
                "admission-2014",
                "发展党员工作细则",
                "Rules on Admission (2014)",
                "26",
                Verification.TEXT,
            ),
            (
                dt.date(2026, 5, 11),
                None,
                "admission-2026",
                "发展党员工作细则（修订）",
                "Rules on Admission (2026)",
                "25",
                Verification.MEMORY,
            ),
        )
    )
    judged = rule(
        "team.dev.approval-three-months",
        "党委三个月内审批",
        "Approval within three months",
        Area.TEAM,
        item="发展党员",
        editions=editions,
        for_each="d in development",
        on="d.admission_meeting_on",
        remedy=Template("及时报上级党委审批", ("及时报上级党委审批",)),
        remedy_en=Template("Submit it for approval", ("Submit it for approval",)),
    )
    met = dt.date(2024, 3, 1)
    return Finding(
        judged,
        (
            SlotResult(
                "d1",
                Outcome.FAIL,
                Level.BREACH,
                "deadline",
                on=met,
                due=dt.date(2024, 6, 1),
                done=dt.date(2024, 6, 11),
                edition=editions[0],
                things=("development[d1]",),
                evidence=(
                    Evidence("development[d1].approved_on", dt.date(2024, 6, 11)),
                    Evidence("development[d1].special_reason", False, assumed=True),
                ),
            ),
            SlotResult(
                "d2",
                Outcome.FAIL,
                Level.BREACH,
                "deadline",
                on=met,
                due=dt.date(2024, 6, 1),
                edition=editions[0],
                evidence=(Evidence("development[d2].approved_on", NEVER),),
            ),
            SlotResult(
                "d3",
                Outcome.PASS,
                None,
                "deadline",
                on=met,
                due=dt.date(2024, 6, 1),
                done=dt.date(2024, 6, 1),
                edition=editions[0],
            ),
            SlotResult("d4", Outcome.PENDING, None, "open", on=met, due=dt.date(2025, 1, 10)),
            SlotResult(
                "d5",
                Outcome.UNKNOWN,
                None,
                "filter",
                on=met,
                missing=(Missing("development[d5].special_reason"),),
            ),
        ),
    )


def training() -> Finding:
    """An unknown with every kind of missing fact."""
    total = "sum(t.hours for t in training if t.person == p)"
    judged = rule(
        "team.training.hours",
        "党员年度集中学习学时",
        "Hours of training a year",
        Area.TEAM,
        f"{total} >= param.hours",
        item="党员教育",
        declared_strength=Strength.GENERAL,
        period=Period.YEAR,
        for_each="p in people",
        parameters=("hours", "report_day"),
    )
    missing = (
        Missing("training"),
        Missing("training[t1].hours"),
        Missing("param.hours", "parameter"),
        Missing("training 2024-05-01..2024-05-31", "gap"),
        Missing("workdays 2024", "calendar"),
        Missing("people[p1].left_on", "conflict"),
        Missing("not.declared", "many"),
    )
    span = {"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
    return Finding(
        judged,
        (
            SlotResult(
                "2024/p1",
                Outcome.UNKNOWN,
                missing=missing,
                evidence=(Evidence(total, Decimal("31.50"), ("training[t2]",), derived=True),),
                **span,
            ),
            SlotResult("2024/p2", Outcome.NOT_APPLICABLE, because="partial", **span),
        ),
    )


def others() -> tuple[Finding, ...]:
    """The remaining kinds of findings, one each."""
    whole = {"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
    excused = rule(
        "org.size",
        "支部规模一般不超过五十人",
        "No more than 50 members",
        Area.ORGANIZATION,
        "full_members <= 50",
        declared_strength=Strength.GENERAL,
    )
    duty = rule(
        "term.reminder",
        "提前六个月提醒换届",
        "Reminder before the term ends",
        Area.ORGANIZATION,
        "has_committee",
        subject=Subject.SUPERIOR,
        item="按期换届",
    )
    advisory = rule(
        "act.classroom",
        "提倡开设固定课堂",
        "A standing classroom",
        Area.ACTIVITIES,
        "has_committee",
        declared_strength=Strength.ADVISORY,
        period=Period.YEAR,
    )
    integrity = rule(
        "int.backfilled",
        "会议记录事后补填",
        "Minutes filled in later",
        Area.INSTITUTIONS,
        "has_committee",
        integrity=True,
        for_each="m in meetings",
        item="台账真实性",
    )
    passed = rule(
        "org.committee",
        "七名以上正式党员设支委会",
        "A committee from seven members",
        Area.ORGANIZATION,
        "has_committee",
        applies_when="full_members >= 7",
        item="支委会",
    )
    idle = rule("sup.office", "活动场所", "A place to meet", Area.SUPPORT, "has_committee")
    state = dt.date(2024, 11, 15)
    return (
        Finding(
            excused,
            (
                SlotResult(
                    "-",
                    Outcome.PASS,
                    Level.EXCUSED,
                    "reason",
                    on=state,
                    reason=Reason(excused.id, "merger-pending"),
                ),
            ),
        ),
        Finding(duty, (SlotResult("-", Outcome.FAIL, Level.DEVIATION, on=state),)),
        Finding(advisory, (SlotResult("2024", Outcome.FAIL, Level.ADVICE, **whole),)),
        Finding(
            integrity,
            (SlotResult("m1", Outcome.FAIL, Level.REVIEW, on=state, things=("meetings[m1]",)),),
        ),
        Finding(
            passed,
            (
                SlotResult(
                    "-",
                    Outcome.PASS,
                    on=state,
                    evidence=(
                        Evidence("full_members", 9),
                        Evidence("has_committee", True, derived=True),
                    ),
                ),
            ),
        ),
        Finding(idle, ()),
    )


def make_report(findings: tuple[Finding, ...] | None = None, **more: object) -> Report:
    """Make the report of the sample, or one of other findings."""
    if findings is None:
        findings = (members_meeting(), approval(), training(), *others())
    parameters = {
        "hours": Parameter(
            "hours", Label("年度学时", "hours a year"), "number", Stricter.HIGHER, unit="hour"
        ),
        "report_day": Parameter(
            "report_day", Label("述职截止日", "day of the report"), "day", Stricter.EARLIER
        ),
    }
    rules = tuple(
        sorted((each.rule for each in findings), key=lambda each: [*Area].index(each.area))
    )
    profile = Profile(
        "village",
        Label("村党组织建设标准", "Standard of village organisations"),
        vocabulary(),
        rules,
        {"branch-2018": REGULATION, "notice-2021": NOTICE},
        parameters,
        {"report_day": Setting(MonthDay(1, 31), "jintan", "jintan.toml")},
        (Deselection("act.lecture", "village", "另有规定", "act.members-meeting.quarterly"),),
        Category.VILLAGE,
        lineage=("common", "village"),
        version="1",
        digest="a" * 64,
    )
    record = Record(
        "b-001",
        lists={"meetings": (Row("m1", {"held_on": dt.date(2024, 1, 12)}),)},
        digest="b" * 64,
    )
    values: dict[str, object] = {"library": "0.1.0", **more}
    return Report(
        record,
        profile,
        dt.date(2024, 11, 15),
        (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        findings,
        **values,
    )
