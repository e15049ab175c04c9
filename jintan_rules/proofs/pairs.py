"""Two rules in the same slots: whether both can be met, and whether one says what the other does.

Most pairs are settled without the solver: by what they speak of, and by the records that
were found for each rule alone, judged by all the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, evolve, frozen

from jintan_rules import calendar as cal
from jintan_rules.errors import JintanError
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.search import FIRST_TRIES, MORE_TRIES, moments, place
from jintan_rules.proofs.shown import (
    Shown,
    impossible,
    modelled,
    replayed,
    slot_key,
)
from jintan_rules.proofs.spoken import Spoken, apart
from jintan_rules.proofs.terms import both, either, negate
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.words import Outcome, Strength

_WEIGHT = {Strength.MANDATORY: 2, Strength.GENERAL: 1, Strength.ADVISORY: 0}


@frozen(eq=False)
class Pair:
    """Two rules, and the record and slot that show what was found of them."""

    one: Rule
    other: Rule
    witness: Witness
    label: str


@define(eq=False)
class Pairs:
    """The pairs of one profile's rules that may have to do with each other.

    ``shown`` holds what was found of each text of each rule; ``memory`` what was
    settled of pairs that other profiles share.
    """

    profile: Profile
    shown: Mapping[tuple[str, dt.date], Shown]
    memory: Memory

    def _number(self, rule: Rule) -> int:
        return self.memory.number(self.profile, rule)

    def groups(self) -> list[list[Rule]]:
        """Return the rules by the slots that they are judged in."""
        found: dict[tuple[str, ...], list[Rule]] = {}
        for rule in self.profile.rules:
            found.setdefault(slot_key(rule), []).append(rule)
        return [each for each in found.values() if len(each) > 1]

    # -- implied ----------------------------------------------------------------------

    def implied(self) -> Iterator[Pair]:
        """Yield each rule that fails only where one as strong fails too, with that one first."""
        told: set[str] = set()
        for group in self.groups():
            failing = {rule.id: self._failing_with(rule, group) for rule in group}
            for rule in group:
                for other in failing[rule.id]:
                    if other.id in told or is_cap_of(rule, other) or is_declared(rule, other):
                        continue
                    if not self._asked("implied", other, rule):
                        continue
                    first = self.shown[rule.id, rule.editions[0].start].failing
                    assert first is not None
                    told.add(rule.id)
                    yield Pair(other, rule, *first)
                    break

    def implied_across(self) -> Iterator[Pair]:
        """Yield each rule that fails only where one of shorter periods fails, that one first."""
        found: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.profile.rules:
            if rule.period is not None:
                found.setdefault((slot_key(rule)[0], str(rule.first_period)), []).append(rule)
        for group in found.values():
            for rule in group:
                shorter = [
                    each
                    for each in group
                    if _months(each) < _months(rule)
                    and _may_imply(each, rule)
                    and not is_declared(rule, each)
                ]
                for other in self._failing_somewhere(rule, shorter):
                    key = ("across", self._number(other), self._number(rule))
                    if key not in self.memory.pairs:
                        self.memory.pairs[key] = faults_all(self.profile, rule, other)
                    if self.memory.pairs[key]:
                        first = self.shown[rule.id, rule.editions[0].start].failing
                        assert first is not None
                        yield Pair(other, rule, *first)
                        break

    def _failing_somewhere(self, rule: Rule, others: list[Rule]) -> list[Rule]:
        """Return the rules that fail in some slot of every record found to fail ``rule``."""
        for edition in rule.editions:
            found = self.shown[rule.id, edition.start].failing
            if found is None or not others:
                return []
            others = _failing_at_all(found[0], self.profile, others)
        return others

    def _failing_with(self, rule: Rule, group: Sequence[Rule]) -> list[Rule]:
        """Return the rules that fail on every record found to fail ``rule``."""
        others = [each for each in group if each is not rule and _may_imply(each, rule)]
        for edition in rule.editions:
            found = self.shown[rule.id, edition.start].failing
            if found is None:
                return []
            others = self._with_outcome(rule, edition, others, "fail")
            if not others:
                break
        return others

    def _with_outcome(
        self, rule: Rule, edition: Edition, others: list[Rule], outcome: str
    ) -> list[Rule]:
        """Return the rules that have an outcome on the record found for a text of ``rule``."""
        shown = self.shown[rule.id, edition.start]
        found = shown.failing if outcome == "fail" else shown.passing
        assert found is not None
        text = (outcome, self._number(rule), edition.start)
        keys = {id(each): (*text, self._number(each)) for each in others}
        new = [each for each in others if keys[id(each)] not in self.memory.pairs]
        having = _with_outcome(found, self.profile, new, outcome) if new else []
        for each in new:
            self.memory.pairs[keys[id(each)]] = any(one is each for one in having)
        return [each for each in others if self.memory.pairs[keys[id(each)]]]

    def _asked(self, question: str, one: Rule, other: Rule) -> bool:
        key = (question, self._number(one), self._number(other))
        if key not in self.memory.pairs:
            self.memory.pairs[key] = self._implies(one, other)
        return bool(self.memory.pairs[key])

    def _implies(self, one: Rule, other: Rule) -> bool:
        """Say whether it is proved that where ``other`` fails, ``one`` fails."""
        for edition in other.editions:
            model = Model(self.profile)
            texts = [(one, each) for each in one.editions if meet(each, edition)]
            failing, *found = modelled(model, [(other, edition), *texts])
            spared = negate(either(*(each.fails for each in found)))
            # Of two walks over the same rows neither is known without the other, so that it
            # is enough to look at records of which all is known.
            if not impossible(model, model.all_known, failing.fails, spared):
                return False
        return True

    # -- contradictions ---------------------------------------------------------------

    def contradictions(self) -> Iterator[Pair]:
        """Yield each two rules that both bind somewhere and can never both pass there."""
        for group in self.groups():
            spoken = {rule.id: Spoken.of(rule, self.profile.vocabulary) for rule in group}
            for place_in, rule in enumerate(group):
                later = [
                    each
                    for each in group[place_in + 1 :]
                    if spoken[rule.id].touches(spoken[each.id]) and not apart(rule, each)
                ]
                for other in self._not_passing_with(rule, later):
                    found = self._contradiction(rule, other)
                    if found is not None:
                        yield found

    def _not_passing_with(self, rule: Rule, others: list[Rule]) -> list[Rule]:
        """Return the rules that did not pass on a record found to pass ``rule``."""
        for edition in rule.editions:
            found = self.shown[rule.id, edition.start].passing
            if found is not None and others:
                passing = {id(each) for each in self._with_outcome(rule, edition, others, "pass")}
                others = [each for each in others if id(each) not in passing]
        return others

    def _contradiction(self, one: Rule, other: Rule) -> Pair | None:
        key = ("contradiction", self._number(one), self._number(other))
        if key not in self.memory.pairs:
            self.memory.pairs[key] = next(self._contradicting(one, other), None)
        found: Pair | None = self.memory.pairs[key]
        # It may have been found of the same rules, read from other files.
        return None if found is None else evolve(found, one=one, other=other)

    def _contradicting(self, one: Rule, other: Rule) -> Iterator[Pair]:
        for edition in one.editions:
            for text in other.editions:
                if not meet(edition, text) or self._passing_both(one, edition, other, text):
                    continue
                if self._never_both(one, edition, other, text):
                    found = self._bound_by_both(one, edition, other, text)
                    if found is not None:
                        yield found

    def _passing_both(self, one: Rule, edition: Edition, other: Rule, text: Edition) -> bool:
        """Say whether a record made of those that were found for each of two texts passes both."""
        both_texts = ((one, edition), (other, text))
        found = [self.shown[rule.id, each.start].passing for rule, each in both_texts]
        for first, second in (found, found[::-1]):
            if first is not None and second is not None:
                texts = [evolve(rule, editions=(each,)) for rule, each in both_texts]
                if len(_with_outcome(joined(first, second), self.profile, texts, "pass")) > 1:
                    return True
        return False

    def _never_both(self, one: Rule, edition: Edition, other: Rule, text: Edition) -> bool:
        """Say whether it is proved that two texts bind together and cannot both pass."""
        model = Model(self.profile)
        first, second = modelled(model, [(one, edition), (other, text)])
        bind = both(first.binds.proved, second.binds.proved)
        if not impossible(model, bind, first.met.proved, second.met.proved):
            return False
        return not (
            impossible(model, bind)
            or impossible(model, bind, first.met.proved)
            or impossible(model, bind, second.met.proved)
        )

    def _bound_by_both(
        self, one: Rule, edition: Edition, other: Rule, text: Edition
    ) -> Pair | None:
        """Return a record that one of two texts passes and the other fails."""
        start = max(edition.start, text.start)
        ends = [each for each in (edition.end, text.end) if each is not None]
        for moment in moments(one, self.profile.vocabulary, start, min(ends, default=None)):
            for tried in (*FIRST_TRIES, *MORE_TRIES):
                here = place(self.profile, [(one, edition), (other, text)], moment, tried)
                first, second = here.judged
                for wanted, outcomes in (
                    ([first.passes, second.fails], ("pass", "fail")),
                    ([first.fails, second.passes], ("fail", "pass")),
                ):
                    told = list(zip((one, other), outcomes, strict=True))
                    found = replayed(here, self.profile, wanted, told)
                    if found is not None:
                        return Pair(one, other, *found)
        return None


def faults_all(profile: Profile, rule: Rule, other: Rule) -> bool:
    """Say whether it is proved that where a rule fails, one of shorter periods does.

    It is looked for in the first of the shorter periods, which is there in every longer one.
    """
    for edition in rule.editions:
        model = Model(profile)
        texts = [(other, each) for each in other.editions if meet(each, edition)]
        long, *shorts = modelled(model, [(rule, edition), *texts])
        if not shorts:
            return False
        starts, ends = (
            [model.period_part(part, each.scope).term for each in (long, shorts[0])]
            for part in ("start", "end")
        )
        spared = negate(either(*(each.fails for each in shorts)))
        inside = (starts[0] == starts[1], ends[1] <= ends[0])
        if not impossible(model, model.all_known, *inside, long.fails, spared):
            return False
    return True


def _months(rule: Rule) -> int:
    assert rule.period is not None
    return cal.MONTHS_OF[rule.period.value]


def is_declared(rule: Rule, other: Rule) -> bool:
    """Say whether the files say of a rule that another asks for all that it does."""
    return bool({other.id, *other.cited_as} & set(rule.implied_by))


def is_cap_of(rule: Rule, other: Rule) -> bool:
    """Say whether a rule is the cap of a norm: of one item, ``….cap`` beside ``….norm``.

    Whoever breaks the cap is outside the norm too, and is meant to be.
    """
    ids = [each.id.removesuffix(".reference") for each in (rule, other)]
    return (
        rule.item == other.item
        and ids[0].endswith(".cap")
        and ids[1].endswith(".norm")
        and ids[0].removesuffix(".cap") == ids[1].removesuffix(".norm")
    )


def _may_imply(one: Rule, other: Rule) -> bool:
    """Say whether a fail of one rule weighs as much as one of the other, for the same subject."""
    return (
        one.subject is other.subject
        and one.integrity is other.integrity
        and _WEIGHT[one.strength] >= _WEIGHT[other.strength]
    )


def meet(one: Edition, other: Edition) -> bool:
    """Say whether two texts are in force on some day together."""
    return (other.end is None or one.start <= other.end) and (
        one.end is None or other.start <= one.end
    )


def _failing_at_all(witness: Witness, profile: Profile, rules: list[Rule]) -> list[Rule]:
    """Return the rules that fail in some slot of a record."""
    try:
        findings = witness.report(profile, rules).findings
    except JintanError:
        return []
    return [each.rule for each in findings if each.outcome is Outcome.FAIL]


def joined(first: tuple[Witness, str], second: tuple[Witness, str]) -> tuple[Witness, str]:
    """Return a record with, beside its own facts, those of another that it is silent about."""
    (witness, label), (other, named) = first, second
    record = {**other.record, **witness.record}
    things = list(zip(_things(label), _things(named), strict=False))
    for name, rows in witness.record.items():
        if isinstance(rows, list) and isinstance(other.record.get(name), list):
            more = {row["id"]: row for row in other.record[name] if isinstance(row, dict)}
            alike = dict(things)
            record[name] = [
                {**more.get(alike.get(row["id"]), {}), **row} if isinstance(row, dict) else row
                for row in rows
            ]
    parameters = {**other.parameters, **witness.parameters}
    return evolve(witness, record=record, parameters=parameters), label


def _things(label: str) -> list[str]:
    """Return the ids of the rows that a slot is about."""
    last = label.rpartition("/")[2]
    return [each for each in last.split("+") if each.startswith("x")]


def _with_outcome(
    found: tuple[Witness, str], profile: Profile, rules: Iterable[Rule], outcome: str
) -> list[Rule]:
    """Return the rules that have an outcome in the slot of a record."""
    witness, label = found
    given = list(rules)
    try:
        findings = witness.report(profile, given).findings
    except JintanError:
        return []
    return [
        finding.rule
        for finding in findings
        if any(slot.label == label and slot.outcome == outcome for slot in finding.slots)
    ]
