"""The tables of the files as they are written: which keys each has, and of what type.

A key that Python keeps for itself ends in an underscore here. Nothing is looked
up in these classes; that is for the modules that build on them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import Factory, frozen

from jintan_rules.standard.words import (
    Category,
    FirstPeriod,
    Period,
    Strength,
    Stricter,
    Subject,
    Verification,
)

#: A label in Chinese and in English.
Pair = tuple[str, str]


@frozen
class RawUnit:
    """``[[unit]]`` of a vocabulary."""

    name: str
    label: str
    label_en: str


@frozen
class RawFact:
    """``[[fact]]``, ``[[list.attribute]]`` and ``[[extend.attribute]]`` of a vocabulary."""

    name: str
    label: str
    label_en: str
    type: str
    unit: str = ""
    places: int | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    never: bool = False
    values: dict[str, Pair] = Factory(dict)
    list: str = ""
    outside: bool = False
    circumstance: bool = False
    default: str = ""
    default_when: str = ""
    derived: str = ""
    note: str = ""
    note_en: str = ""


@frozen
class RawList:
    """``[[list]]`` of a vocabulary, without its attributes."""

    name: str
    label: str
    label_en: str
    kind: str
    date: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    note_en: str = ""


@frozen
class RawExtend:
    """``[[extend]]`` of a vocabulary, without its attributes."""

    list: str


@frozen
class RawInstrument:
    """``[[instrument]]`` of ``instruments.toml``."""

    id: str
    title: str
    title_en: str
    issuer: str = ""
    number: str = ""
    from_: dt.date | None = None
    until: dt.date | None = None
    year: int | None = None
    superseded_by: str = ""
    verified: Verification = Verification.MEMORY
    verified_note: str = ""
    note: str = ""
    published: bool = True


@frozen
class RawCitation:
    """One table of ``cite`` in a rule or an edition."""

    instrument: str
    article: str = ""
    verified: Verification = Verification.MEMORY


@frozen
class RawEdition:
    """One table of ``edition`` in a rule, without its citations."""

    from_: dt.date
    until: dt.date | None = None
    requires: str = ""
    done: str = ""
    due: str = ""


@frozen
class RawRule:
    """``[[rule]]`` of an area's file, without its citations and editions."""

    id: str
    item: str
    title: str
    title_en: str
    strength: Strength
    subject: Subject = Subject.ORGANIZATION
    applies_when: str = ""
    period: Period | None = None
    first_period: FirstPeriod | None = None
    for_each: str = ""
    on: str = ""
    since: str = ""
    until: str = ""
    requires: str = ""
    done: str = ""
    due: str = ""
    remedy: str = ""
    remedy_en: str = ""
    note: str = ""
    note_en: str = ""
    integrity: bool = False
    draft: bool = False
    empty: str = ""
    implied_by: tuple[str, ...] = ()
    from_: dt.date | None = None


@frozen
class RawProfile:
    """The keys at the top of ``profile.toml``."""

    id: str
    title: str
    title_en: str
    category: Category | None = None
    subtype: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    version: str = ""


@frozen
class RawTailoring:
    """The keys at the top of a tailoring file."""

    profile: str = ""
    title: str = ""
    source: str = ""


@frozen
class RawParameter:
    """``[[parameter]]`` of a profile."""

    name: str
    label: str
    label_en: str
    type: str
    stricter: Stricter
    unit: str = ""
    places: int = 2
    min: Decimal | None = None
    max: Decimal | None = None
    values: dict[str, Pair] = Factory(dict)
    note: str = ""
    note_en: str = ""


@frozen
class RawCite:
    """``[[cite]]`` of a profile: one citation more for a rule it has from another."""

    rule: str
    instrument: str
    as_: str = ""
    article: str = ""
    verified: Verification = Verification.MEMORY


@frozen
class RawReplace:
    """``[[replace]]`` of a profile."""

    rule: str
    by: str
    reason: str


@frozen
class RawDeselect:
    """``[[deselect]]`` of a profile or tailoring."""

    rule: str
    reason: str


@frozen
class RawSelect:
    """``[[select]]`` and ``[[by_reference]]`` of a profile or tailoring."""

    rule: str


@frozen
class RawSet:
    """``[[set]]`` of a profile or tailoring."""

    name: str
    value: Any
    source: str = ""
