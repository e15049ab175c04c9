"""The closed words of a standard, each with its Chinese and English label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word that stands for itself in data and carries two labels."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        """Make a word out of its value and labels."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.zh = zh
        word.en = en
        return word

    def label(self, lang: str) -> str:
        """Return the label in ``lang``, ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def __str__(self) -> str:
        return str(self.value)


class Area(Word):
    """The five areas of the notice, in its order."""

    ORGANIZATION = "organization", "基本组织", "Organisation"
    TEAM = "team", "基本队伍", "Team"
    ACTIVITIES = "activities", "基本活动", "Activities"
    INSTITUTIONS = "institutions", "基本制度", "Institutions"
    SUPPORT = "support", "基本保障", "Support"


class Category(Word):
    """The six categories of the notice."""

    VILLAGE = "village", "村", "village"
    COMMUNITY = "community", "社区", "community"
    ORGAN = "organ", "机关（事业单位）", "organ or public institution"
    SOE = "soe", "国有企业", "state-owned enterprise"
    NON_PUBLIC = "non_public", "非公有制企业", "non-public enterprise"
    SOCIAL_ORG = "social_org", "社会组织", "social organisation"


class Strength(Word):
    """How strongly a rule binds."""

    MANDATORY = "mandatory", "应当", "mandatory"
    GENERAL = "general", "一般", "general norm"
    ADVISORY = "advisory", "倡导", "advisory"


class Subject(Word):
    """Whose duty it is."""

    ORGANIZATION = "organization", "本组织", "the organisation"
    SUPERIOR = "superior", "上级党组织", "the superior organisation"
    DISTRICT = "district", "区委", "the district"
    VILLAGERS_COMMITTEE = "villagers_committee", "村民委员会", "the villagers' committee"
    RESIDENTS_COMMITTEE = "residents_committee", "居民委员会", "the residents' committee"
    SYSTEM = "system", "主管系统", "the system in charge"


class Outcome(Word):
    """What a slot or a finding comes to."""

    PASS = "pass", "达标", "pass"
    FAIL = "fail", "不达标", "fail"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"
    PENDING = "pending", "未到期", "pending"
    UNKNOWN = "unknown", "待核实", "unknown"


class Level(Word):
    """How much a fail weighs, or that a pass is excused."""

    BREACH = "breach", "违反", "breach"
    DEVIATION = "deviation", "偏离", "deviation"
    ADVICE = "advice", "建议", "advice"
    REVIEW = "review", "复核", "review"
    EXCUSED = "excused", "已说明", "excused"


class Verification(Word):
    """How far a citation was verified."""

    TEXT = "text", "已核对原文", "checked against the text"
    SECONDARY = "secondary", "据转载或摘引核对", "checked against a page that reproduces it"
    MEMORY = "memory", "未经核对", "not verified"
    UNCERTAIN = "uncertain", "存疑", "uncertain"


class Period(Word):
    """How often a duty recurs."""

    MONTH = "month", "每月", "every month"
    QUARTER = "quarter", "每季度", "every quarter"
    HALF_YEAR = "half_year", "每半年", "every half-year"
    YEAR = "year", "每年", "every year"


class FirstPeriod(Word):
    """Whether a period that began before the duty did is judged."""

    WHOLE = "whole", "自首个完整周期起", "from the first whole period"
    PARTIAL = "partial", "自发生当期起", "from the period it begins in"


class Stricter(Word):
    """Which way of moving a parameter makes its rules stricter."""

    HIGHER = "higher", "越高越严", "higher is stricter"
    LOWER = "lower", "越低越严", "lower is stricter"
    EARLIER = "earlier", "越早越严", "earlier is stricter"
    LATER = "later", "越晚越严", "later is stricter"
    LARGER = "larger", "越多越严", "a larger set is stricter"
    SMALLER = "smaller", "越少越严", "a smaller set is stricter"
