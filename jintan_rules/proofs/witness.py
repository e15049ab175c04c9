"""Witnesses: records that show something of a profile, judged again by the reference evaluator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.errors import JintanError
from jintan_rules.evaluation import evaluate
from jintan_rules.records.record import Record
from jintan_rules.reports.report import Report
from jintan_rules.standard.profiles import ParameterValue, Profile, Setting
from jintan_rules.standard.rules import Rule

#: What tells whether a record still shows what it should.
Shows = Callable[["Witness"], bool]


#: What stands for the outcome where the profile has no such rule.
NOT_JUDGED = "not judged"


@frozen
class Seen:
    """One verdict that a witness shows: of a rule in a profile, in a slot.

    An empty ``slot`` stands for the rule as a whole.
    """

    profile: Profile = field(repr=False)
    rule: Rule = field(repr=False)
    slot: str
    outcome: str
    level: str | None = None

    def text(self) -> str:
        """Say it in a line."""
        level = f" ({self.level})" if self.level else ""
        slot = f" [{self.slot}]" if self.slot not in ("", "-") else ""
        return f"{self.profile.id}: {self.rule.id}{slot}: {self.outcome}{level}"


@frozen
class Witness:
    """A record, as plain values, with the day, the window and the parameters to judge it by.

    ``seen`` holds the verdicts that it was made to show; every one of them has come out
    of the reference evaluator.
    """

    record: Mapping[str, Any]
    as_of: dt.date
    window: tuple[dt.date, dt.date]
    parameters: Mapping[str, ParameterValue] = field(factory=dict)
    seen: tuple[Seen, ...] = ()

    def report(self, profile: Profile, rules: Iterable[Rule] | None = None) -> Report:
        """Judge the record by a profile, or by some of its rules alone.

        Raises:
            JintanError: If the record cannot be read by the profile's vocabulary.
        """
        settings = {
            **profile.settings,
            **{
                name: Setting(value, "witness")
                for name, value in self.parameters.items()
                if name in profile.parameters
            },
        }
        whole = evolve(
            profile, settings=settings, rules=profile.rules if rules is None else tuple(rules)
        )
        names = whole.vocabulary.names() | {"id", "gaps", "reasons"}
        # Two profiles may know different facts: each is told of those it knows.
        known = {name: value for name, value in self.record.items() if name in names}
        record = Record.from_dict(known, vocabulary=whole)
        years = frozenset(range(self.as_of.year - 20, self.as_of.year + 10))
        return evaluate(
            record,
            whole,
            as_of=self.as_of,
            window=self.window,
            engine="reference",
            workdays=WorkdayCalendar(years),
        )

    def show(self, profile: Profile, rule: Rule, label: str) -> Seen:
        """Return the verdict on a rule in a slot, or on the rule where it has no such slot."""
        finding = self.report(profile, [rule]).findings[0]
        found = next((each for each in finding.slots if each.label == label), None)
        level = str((found or finding).level or "") or None
        outcome = str((found or finding).outcome)
        return Seen(profile, rule, label if found else "", outcome, level)

    @property
    def size(self) -> int:
        """How many facts the record holds."""
        rows = [each for value in self.record.values() if _is_list(value) for each in value]
        return len(self.record) + sum(len(each) for each in rows if isinstance(each, dict))

    @cached_property
    def needs_workdays(self) -> bool:
        """Whether a verdict counts working days."""
        texts = (str(edition.condition) for each in self.seen for edition in each.rule.editions)
        return any("workdays_between" in text for text in texts)

    def case_toml(self, name: str = "found by a proof") -> str:
        """Return the witness as conformance cases, one for each verdict seen."""
        judged = (each for each in self.seen if each.outcome != NOT_JUDGED)
        return "\n".join(self._case(each, name) for each in judged)

    def _case(self, seen: Seen, name: str) -> str:
        lines = [f"# {seen.profile.id}", "[[case]]", f"name    = {_toml(name)}"]
        lines += [f"rule    = {_toml(seen.rule.id)}", f"as_of   = {self.as_of}"]
        lines.append(f"window  = [{self.window[0]}, {self.window[1]}]")
        lines.append(f"outcome = {_toml(seen.outcome)}")
        if seen.level:
            lines.append(f"level   = {_toml(seen.level)}")
        if seen.slot:
            lines.append(f"slot    = {_toml(seen.slot)}")
        given = {
            name: value for name, value in self.parameters.items() if name in seen.rule.parameters
        }
        if given:
            lines.append(f"parameters = {_toml(given)}")
        if self.needs_workdays:
            years = list(range(self.as_of.year - 20, self.as_of.year + 10))
            lines.append(f"workdays = {{ years = {years} }}")
        lines.append("[case.record]")
        lines += [f"{key} = {_toml(value)}" for key, value in self.record.items() if key != "id"]
        return "\n".join(lines) + "\n"


def smallest(witness: Witness, shows: Shows) -> Witness:
    """Return the witness without whatever it can do without and still show the same."""

    def holds(record: Mapping[str, Any]) -> bool:
        try:
            return shows(evolve(witness, record=record))
        except JintanError:
            return False

    record = dict(witness.record)
    changed = True
    while changed:
        changed = False
        for less in _smaller(record):
            if holds(less):
                record, changed = less, True
                break
    return evolve(witness, record=record)


def _smaller(record: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the record without one fact, list, row or fact of a row."""
    for key, value in record.items():
        if key == "id":
            continue
        yield {name: each for name, each in record.items() if name != key}
        if not _is_list(value):
            continue
        for place, row in enumerate(value):
            yield {**record, key: [*value[:place], *value[place + 1 :]]}
            for name in row:
                if name != "id":
                    less = {each: known for each, known in row.items() if each != name}
                    yield {**record, key: [*value[:place], less, *value[place + 1 :]]}


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal() | dt.date():
            return str(value)
        case Mapping():
            inside = ", ".join(f"{name} = {_toml(each)}" for name, each in value.items())
            return "{ " + inside + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case frozenset():
            return "[" + ", ".join(map(_toml, sorted(value))) + "]"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
