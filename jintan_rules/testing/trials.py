"""Trials of a law: one rule, one record, one day, and what to say where the law is broken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, TypeAlias

from attrs import evolve, field, frozen

from jintan_rules.evaluation import evaluate
from jintan_rules.findings import Finding
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome
from jintan_rules.testing.building import Plain
from jintan_rules.testing.chance import Chance

#: The outcome and level of each slot, by its label.
Verdicts: TypeAlias = Mapping[str, tuple[Outcome, Level | None]]

DECIDED = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)


class LawBrokenError(AssertionError):
    """A law does not hold; ``trial`` is the plainest found, ``how`` says what came out instead."""

    def __init__(self, law: str, trial: Trial, how: str) -> None:
        """Say what was tried and what came of it."""
        self.law, self.trial, self.how = law, trial, how
        place = trial.rule.place
        super().__init__(
            f"{law}\n"
            f"  rule:   {trial.rule.id} ({place.source}:{place.line})\n"
            f"  as of:  {trial.as_of}, window {_window(trial.window)}\n"
            f"  record: {written(trial.plain)}\n"
            f"  {how}"
        )


@frozen
class Trial:
    """One rule on one record; ``chance`` makes what other choices a law needs."""

    profile: Profile = field(repr=False)
    rule: Rule = field(repr=False)
    plain: Plain
    as_of: dt.date
    window: tuple[dt.date, dt.date] | None = None
    chance: Chance = field(factory=Chance, repr=False, eq=False)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  so it is called
        # Hypothesis writes out what fails, and would write out the whole profile.
        printer.text(repr(self))

    @property
    def record(self) -> Record:
        """The record, read anew."""
        return self.read(self.plain)

    def read(self, plain: Plain) -> Record:
        """Read a record out of plain values."""
        return Record.from_dict(plain, vocabulary=self.profile)

    def judged(
        self, plain: Plain | None = None, *, rule: Rule | None = None, engine: str = "python"
    ) -> Finding:
        """Judge the rule on the record, or another record, or by another reading of the rule."""
        profile = self.profile if rule is None else evolve(self.profile, rules=(rule,))
        record = self.read(self.plain if plain is None else plain)
        report = evaluate(record, profile, as_of=self.as_of, window=self.window, engine=engine)
        return report.findings[0]

    def verdicts(
        self, plain: Plain | None = None, *, rule: Rule | None = None, engine: str = "python"
    ) -> Verdicts:
        """Return what each slot comes to."""
        return of_slots(self.judged(plain, rule=rule, engine=engine))

    def same(self, law: str, one: Verdicts, other: Verdicts, words: tuple[str, str]) -> None:
        """Say that two verdicts are the same.

        Raises:
            LawBrokenError: Where they are not.
        """
        if one != other:
            labels = [name for name in {**one, **other} if one.get(name) != other.get(name)]
            self.broken(law, _difference(labels, one, other, words))

    def broken(self, law: str, how: str) -> NoReturn:
        """Say how the law is broken.

        Raises:
            LawBrokenError: Always.
        """
        raise LawBrokenError(law, self, how)


#: What a law says of one trial; it raises where that is not so.
Statement: TypeAlias = Callable[[Trial], None]


def of_slots(finding: Finding) -> Verdicts:
    """Return what each slot of a finding comes to."""
    return {slot.label: (slot.outcome, slot.level) for slot in finding.slots}


def written(plain: Plain) -> str:
    """Write a record as JSON."""
    return json.dumps(plain, ensure_ascii=False)


def _window(window: tuple[dt.date, dt.date] | None) -> str:
    return f"{window[0]} to {window[1]}" if window else "the year"


def _difference(
    labels: Iterable[str], one: Verdicts, other: Verdicts, words: tuple[str, str]
) -> str:
    return "\n  ".join(
        f"slot {label}: {words[0]} {_worded(one.get(label))}, "
        f"{words[1]} {_worded(other.get(label))}"
        for label in labels
    )


def _worded(verdict: tuple[Outcome, Level | None] | None) -> str:
    if verdict is None:
        return "there is none"
    outcome, level = verdict
    return f"{outcome} ({level})" if level is not None else str(outcome)
