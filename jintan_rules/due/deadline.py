"""A deadline: one slot of a rule that may still be met, and the last day for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import field, frozen

from jintan_rules.findings import Evidence
from jintan_rules.language.values import Missing
from jintan_rules.reports.plain import plain
from jintan_rules.standard.instruments import Citation
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Label
from jintan_rules.standard.words import Subject


@frozen
class Deadline:
    """One slot that is not yet met, and the last day on which it can be met in time.

    ``record`` is the record's id, ``slot`` the slot's label, ``period`` the label
    of its period (empty where it has none) and ``things`` the rows it is about.
    ``opened_on`` is the day it began: the first of its period, or the day of the
    event it runs from, and ``opened_by`` the facts that tell that day.

    ``upcoming`` says that its period has not begun by ``as_of``. Where
    ``certain`` is false, it is not known whether the rule binds here, or ``day``
    is only the earliest that the last day can be; ``missing`` would settle it.
    ``remedy`` is left out where all is well as things stand, and only what is still
    to come would change that.
    """

    record: str
    rule: Rule
    slot: str
    day: dt.date
    as_of: dt.date
    profile: Profile = field(eq=False, repr=False)
    edition: Edition | None = field(default=None, repr=False)
    period: str = ""
    things: tuple[str, ...] = ()
    opened_on: dt.date | None = None
    opened_by: tuple[Evidence, ...] = ()
    remedy: Label | None = None
    upcoming: bool = False
    certain: bool = True
    missing: tuple[Missing, ...] = ()

    @property
    def subject(self) -> Subject:
        """Whose duty it is."""
        return self.rule.subject

    @property
    def is_own(self) -> bool:
        """Whether it is the organisation's own duty, and not that of another."""
        return self.subject is Subject.ORGANIZATION

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses it rests on: those of the text in force, or all where that is not known."""
        if self.edition is None:
            return self.rule.citations
        return tuple(dict.fromkeys([*self.edition.citations, *self.rule.added_citations]))

    @property
    def days_left(self) -> int:
        """How many days there are from ``as_of`` to the last day; never less than one."""
        return (self.day - self.as_of).days

    def to_dict(self) -> dict[str, Any]:
        """Return the deadline as plain values, days in ISO form."""
        rule = self.rule
        return {
            "record": self.record,
            "rule": rule.id,
            "slot": self.slot,
            "day": self.day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "days_left": self.days_left,
            "item": rule.item,
            "title": {"zh": rule.title, "en": rule.title_en},
            "strength": rule.strength.value,
            "subject": rule.subject.value,
            "period": self.period or None,
            "things": list(self.things),
            "opened_on": self.opened_on.isoformat() if self.opened_on else None,
            "opened_by": [
                {"path": each.path, "value": plain(each.value)} for each in self.opened_by
            ],
            "remedy": {"zh": self.remedy.zh, "en": self.remedy.en} if self.remedy else None,
            "upcoming": self.upcoming,
            "certain": self.certain,
            "missing": [{"path": each.path, "why": each.why} for each in self.missing],
        }


class Deadlines(tuple[Deadline, ...]):
    """Deadlines by their day: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import deadlines_fragment  # noqa: PLC0415

        return deadlines_fragment(self)
