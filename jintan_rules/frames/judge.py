"""Judging many organisations at once: from tables to the slots and findings of every rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.frames import cells as c
from jintan_rules.frames import codes
from jintan_rules.frames.codes import Findings, SlotGroup
from jintan_rules.frames.expressions import compute
from jintan_rules.frames.keeping import Keeping
from jintan_rules.frames.lowering import computed
from jintan_rules.frames.scopes import Setting
from jintan_rules.frames.situations import MOST, SUM, Situation, Work
from jintan_rules.frames.support import CONSTRUCTS, NotSupportedError
from jintan_rules.frames.tables import Tables
from jintan_rules.frames.verdicts import SlotColumn, row_label, slot_columns
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule

if TYPE_CHECKING:
    import narwhals as nw

#: The row of a list among all rows, where the frame can tell it.
ROW = "~row"


@define(eq=False, slots=False)
class Judgement:
    """What the rules of a profile come to on tables of organisations.

    Nothing is computed before slot groups or findings are asked for. ``window`` is the
    first and last day assessed. ``keep`` turns a frame that is used again into one that
    is not computed anew; left out, it is a ``Keeping`` of its own.

    Raises:
        EvaluationError: If rules say what cannot be judged in frames (JR520); ``rules``
            names those wanted, all of the profile where it is left out.
    """

    tables: Tables
    profile: Profile
    as_of: dt.date
    window: tuple[dt.date, dt.date]
    workdays: cal.WorkdayCalendar | None = None
    rules: Iterable[str] | None = None
    keep: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]] | None = None
    _columns: dict[str, str] = field(factory=dict, init=False)

    @cached_property
    def judged(self) -> tuple[Rule, ...]:
        """The rules that are judged."""
        if self.rules is None:
            return self.profile.rules
        wanted = set(self.rules)
        return tuple(rule for rule in self.profile.rules if rule.id in wanted)

    @cached_property
    def setting(self) -> Setting:
        """What all rules share."""
        return _setting(self)

    @cached_property
    def slots(self) -> dict[str, list[SlotColumn]]:
        """The slots of every rule, by its id."""
        found: dict[str, list[SlotColumn]] = {}
        refused: dict[str, list[str]] = {}
        for rule in self.judged:
            try:
                found[rule.id] = list(slot_columns(rule, self.setting))
            except NotSupportedError as error:
                refused.setdefault(error.construct, []).append(rule.id)
        if refused:
            raise EvaluationError([_refusal(*each) for each in refused.items()])
        return found

    def slot_groups(self) -> tuple[SlotGroup, ...]:
        """Return every slot of every rule, in groups that share their slots."""
        grouped: dict[tuple[int, str, bool], list[tuple[str, SlotColumn]]] = {}
        for rule, columns in self.slots.items():
            for each in columns:
                if each.code is None:
                    continue
                key = (id(each.situation), each.label, each.rows)
                grouped.setdefault(key, []).append((rule, each))
        # Every column is asked for before the first is made: what shares a level is made at once.
        wanted = []
        for group in grouped.values():
            first = group[0][1]
            label: Any = first.label
            if first.rows:
                row = row_label(first.situation)
                label = c.joined(f"{label}/", row) if label else row
            wanted.append((first.situation, label, group))
        return tuple(self._group(*each) for each in wanted)

    def _group(
        self, situation: Situation, label: Any, group: list[tuple[str, SlotColumn]]
    ) -> SlotGroup:
        names = {rule: f"r{place}" for place, (rule, _) in enumerate(group)}
        cells: dict[str, Any] = {
            "org": situation.work.key_cell("org"),
            "slot": label,
            **{names[rule]: each.code for rule, each in group},
        }
        frame = _made(situation, cells, names.values())
        return SlotGroup(frame, names)

    def findings(self, *, counts: bool = False) -> Findings:
        """Return what every rule comes to, with the number of slots of each code if wanted."""
        organizations = self.setting.organizations
        names = {rule: f"r{place}" for place, rule in enumerate(self.slots)}
        cells: dict[str, Any] = {"org": self.setting.work.key_cell("org")}
        for rule, columns in self.slots.items():
            name = names[rule]
            situations: dict[int, list[SlotColumn]] = {}
            for each in columns:
                situations.setdefault(id(each.situation), []).append(each)
            worst: list[c.Number] = [codes.NOT_APPLICABLE]
            numbers: dict[int, c.Number] = dict.fromkeys(codes.CODES, 0)
            for group in situations.values():
                found = [each.code for each in group]
                worst.append(self._worst(group[0].situation, c.greatest(*found)))
                for code in codes.CODES if counts else ():
                    total: c.Number = 0
                    for cell in found:
                        here = c.is_true(c.compare("==", cell, code))
                        total = c.plus(total, cast(c.Number, c.when(here, 1, 0)))
                    total = self._total(group[0].situation, total)
                    numbers[code] = c.plus(numbers[code], total)
            cells[name] = c.filled(c.greatest(*worst), codes.NOT_APPLICABLE)
            if counts:
                cells |= {f"{name}:{code}": number for code, number in numbers.items()}
        frame = _made(organizations, cells, names.values())
        if counts:
            import narwhals as nw  # noqa: PLC0415  optional

            # A count that is the same for all may be narrower than the others.
            counted = [f"{name}:{code}" for name in names.values() for code in codes.CODES]
            frame = frame.with_columns(nw.col(*counted).cast(nw.Int64))
        return Findings(frame, names)

    def _worst(self, situation: Situation, code: c.Number) -> c.Number:
        organizations = self.setting.organizations
        if situation is organizations or code is None:
            return code
        keys = (self.setting.work.key_cell("org"),)
        return organizations.gather(situation, keys, keys, MOST, c.small(code))

    def _total(self, situation: Situation, number: c.Number) -> c.Number:
        organizations = self.setting.organizations
        if situation is organizations or number == 0:
            return number
        keys = (self.setting.work.key_cell("org"),)
        found = organizations.gather(situation, keys, keys, SUM, number)
        return cast(c.Number, c.filled(found, 0))


def _made(situation: Situation, cells: dict[str, Any], small: Iterable[str]) -> nw.LazyFrame[Any]:
    import narwhals as nw  # noqa: PLC0415  optional

    level = max(situation.base_level, *(situation.level(each) for each in cells.values()))
    found = computed(situation.reach(level), cells, dict.fromkeys(cells, c.INT))
    return found.with_columns(nw.col(*small).cast(nw.Int8)) if small else found


def _setting(judgement: Judgement) -> Setting:
    import narwhals as nw  # noqa: PLC0415  optional

    tables = judgement.tables
    work = Work(judgement.keep or Keeping())
    organizations = Situation(work, "", ("org",), tables.organizations.frame)
    lists = {}
    for name, table in tables.lists.items():
        frame = table.frame
        if frame.implementation.is_polars():
            # The order of the frame, which polars keeps, is that of the record.
            numbered = nw.from_native(nw.to_native(frame).with_row_index(ROW))
            lists[name] = Situation(work, name, ("org", ROW), numbered)
        else:
            lists[name] = Situation(work, name, ("org", "label"), frame)
    gaps = {}
    if tables.gaps is not None:
        for name in tables.lists:
            mine = tables.gaps.filter(nw.col("list") == name).select("org", "start", "end").unique()
            gaps[name] = Situation(work, f"{name} gaps", ("org", "start", "end"), mine)
    reasons = None
    if tables.reasons is not None:
        reasons = Situation(work, "reasons", ("org",), tables.reasons)
    return Setting(
        compute,
        tables,
        judgement.profile,
        judgement.as_of.toordinal(),
        cast("tuple[int, int]", tuple(day.toordinal() for day in judgement.window)),
        judgement.workdays,
        work,
        organizations,
        lists,
        gaps,
        reasons,
    )


def _refusal(construct: str, rules: list[str]) -> Problem:
    found = CONSTRUCTS[construct]
    return Problem(
        "JR520",
        Place("evaluate_frame", path=", ".join(rules)),
        "rules cannot be judged in frames",
        found=found.words,
        mend=f"{found.instead}, or leave the rules out",
    )
