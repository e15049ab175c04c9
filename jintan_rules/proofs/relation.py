"""A rule and the one that stands for it: what each lets through that the other does not.

Proofs are about facts that are all known: what a rule decides of some facts it decides of
all that can be added to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve, field, frozen

from jintan_rules import calendar as cal
from jintan_rules.errors import JintanError
from jintan_rules.findings import Finding
from jintan_rules.language import nodes as n
from jintan_rules.proofs.directions import substituted
from jintan_rules.proofs.judged import judge
from jintan_rules.proofs.memory import written
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.numbers import Number
from jintan_rules.proofs.pairs import faults_all
from jintan_rules.proofs.search import (
    FIRST_TRIES,
    MORE_TRIES,
    Moment,
    Place,
    moments,
    place,
)
from jintan_rules.proofs.shown import Text, impossible, modelled, slot_key
from jintan_rules.proofs.sketch import Sketch
from jintan_rules.proofs.terms import Term, both, either, negate
from jintan_rules.proofs.witness import Seen, Witness, smallest
from jintan_rules.standard.profiles import MonthDay, Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.words import Level, Outcome, Strength

_WEIGHT = {None: 0, Level.EXCUSED: 0, Level.ADVICE: 1, Level.REVIEW: 1}
_WEIGHT |= {Level.DEVIATION: 2, Level.BREACH: 3}
_STRENGTH = {Strength.ADVISORY: 1, Strength.GENERAL: 2, Strength.MANDATORY: 3}


@frozen(eq=False)
class Side:
    """A rule as one profile has it."""

    profile: Profile
    rule: Rule

    @property
    def weight(self) -> int:
        """How much a fail of the rule weighs."""
        return 1 if self.rule.integrity else _STRENGTH[self.rule.strength]


@frozen(eq=False)
class Relation:
    """What an old rule and a new one let through.

    ``looser`` is a record that the old one faults more heavily, ``tighter`` one that the
    new one does. ``settled`` says whether the want of either is proved.
    """

    looser: Witness | None = None
    tighter: Witness | None = None
    settled: bool = True
    syntactic: bool = field(default=False)


def relation(old: Side, new: Side, *, tighter: bool = True) -> Relation:
    """Compare two rules; without ``tighter``, only whether the new one is looser."""
    if same_text(old, new):
        return Relation(syntactic=True)
    one, other = grounded(old, new), grounded(new, new)
    looser, sure = _more(old, new, one, other)
    found, also = (None, True) if not tighter else _more(new, old, other, one)
    return Relation(looser, found, sure and also)


def same_text(old: Side, new: Side) -> bool:
    """Say whether two rules are one by their texts, settings and strength."""
    if old.weight != new.weight or old.rule.subject is not new.rule.subject:
        return False
    if old.profile.vocabulary is not new.profile.vocabulary:
        return False
    if written(old.rule) != written(new.rule):
        return False
    return all(
        old.profile.settings.get(name) is None
        or (
            name in new.profile.settings
            and old.profile.settings[name].value == new.profile.settings[name].value
        )
        for name in old.rule.parameters
    )


def grounded(side: Side, new: Side) -> Rule:
    """Return a rule with its parameters as they are set; what was not set before, as it is now."""
    settings = {**new.profile.settings, **side.profile.settings}

    def value(node: n.Node) -> n.Node:
        match node:
            case n.Attribute(base=n.Name(name="param"), name=name) if name in settings:
                given = settings[name].value
                if isinstance(given, MonthDay):
                    return n.Literal(given.month * 100 + given.day)
                if isinstance(given, frozenset):
                    return n.SetDisplay(tuple(sorted(given)))
                return n.Literal(given)
            case _:
                return node

    return substituted(side.rule, value)


# -- what one faults more heavily than the other -----------------------------------------------


def _more(hard: Side, soft: Side, one: Rule, other: Rule) -> tuple[Witness | None, bool]:
    """Return a record that ``hard`` faults more heavily than ``soft``, and whether that is sure."""
    profile = _wider(hard.profile, soft.profile)
    lighter = _is_lighter(hard, soft)
    if slot_key(one) != slot_key(other):
        return _across(profile, hard, soft, (one, other))
    sure = True
    for edition, text in _together(one, other):
        texts = [(one, edition)] if text is None else [(one, edition), (other, text)]
        model = Model(profile)
        judged = list(modelled(model, texts))
        wanted = [judged[0].fails]
        if not lighter and text is not None:
            wanted.append(negate(judged[1].fails))
        if impossible(model, model.all_known, *wanted):
            continue
        found = _searched(profile, hard, soft, texts)
        if found is not None:
            return found, True
        sure = False
    return None, sure


def _is_lighter(hard: Side, soft: Side) -> bool:
    """Say whether a fail of ``soft`` weighs less, or is somebody else's."""
    return hard.weight > soft.weight or hard.rule.subject is not soft.rule.subject


def _wider(one: Profile, other: Profile) -> Profile:
    """Return a profile, of any category, that knows the facts and parameters of both."""
    counts = [len(each.vocabulary.facts) + len(each.vocabulary.lists) for each in (one, other)]
    wide = one if counts[0] > counts[1] else other
    parameters = {**one.parameters, **other.parameters}
    return evolve(wide, parameters=parameters, settings={}, category=None)


def _together(one: Rule, other: Rule) -> Iterator[tuple[Edition, Edition | None]]:
    """Yield each text of one rule with that of the other, for the days both are the same."""
    days = {each.start for rule in (one, other) for each in rule.editions}
    days |= {
        each.end + dt.timedelta(days=1)
        for rule in (one, other)
        for each in rule.editions
        if each.end is not None
    }
    for start, after in pairwise([*sorted(days), None]):
        assert start is not None
        end = after - dt.timedelta(days=1) if after else None
        text = next((each for each in one.editions if each.covers(start)), None)
        if text is None:
            continue
        beside = next((each for each in other.editions if each.covers(start)), None)
        yield (
            evolve(text, start=start, end=end),
            None if beside is None else evolve(beside, start=start, end=end),
        )


def _searched(profile: Profile, hard: Side, soft: Side, texts: list[Text]) -> Witness | None:
    rule, edition = texts[0]
    lighter = _is_lighter(hard, soft)
    for moment in moments(rule, profile.vocabulary, edition.start, edition.end):
        for tried in (*FIRST_TRIES, *MORE_TRIES):
            here = place(profile, texts, moment, tried)
            wanted = [here.judged[0].fails]
            if not lighter and len(texts) > 1:
                wanted.append(negate(here.judged[1].fails))
            found = here.witness(*wanted)
            if found is None:
                continue
            witness, label = found
            shown = _shown(witness, hard, soft, label)
            if shown is not None:
                return shown
    return None


def _shown(witness: Witness, hard: Side, soft: Side, label: str | None) -> Witness | None:
    """Return the smallest record that ``hard`` faults more than ``soft``, with both verdicts."""

    def verdicts(each: Witness) -> list[tuple[int, Seen]] | None:
        found = []
        for side in (hard, soft):
            weighed = weighs(each, side, label)
            if weighed is None:
                return None
            # The duty of another does not count for whom the first rule is about.
            own = side.rule.subject is hard.rule.subject
            found.append(weighed if own else (0, weighed[1]))
        return found

    found = verdicts(witness)
    if found is None or found[0][0] <= found[1][0]:
        return None
    outcomes = [seen.outcome for _, seen in found]

    def same(each: Witness) -> bool:
        told = verdicts(each)
        if told is None or told[0][0] <= told[1][0]:
            return False
        # What is not known of a smaller record would show less than this one does.
        return [seen.outcome for _, seen in told] == outcomes

    least = smallest(witness, same)
    told = verdicts(least)
    assert told is not None
    return evolve(least, seen=tuple(seen for _, seen in told))


def shown_alone(witness: Witness, label: str, side: Side, outcome: str) -> Witness | None:
    """Return the smallest record of which one rule has an outcome in a slot, with the verdict."""

    def same(each: Witness) -> bool:
        found = weighs(each, side, label)
        return found is not None and found[1].outcome == outcome

    if not same(witness):
        return None
    least = smallest(witness, same)
    found = weighs(least, side, label)
    assert found is not None
    return evolve(least, seen=(found[1],))


def weighs(witness: Witness, side: Side, label: str | None) -> tuple[int, Seen] | None:
    """Return how much a rule's verdict weighs, in a slot or as a whole; None if not judged."""
    ungated = evolve(side.profile, category=None)
    try:
        finding: Finding = witness.report(ungated, [side.rule]).findings[0]
    except JintanError:
        return None
    label = finding.worst.label if label is None and finding.worst else label
    found = next((each for each in finding.slots if each.label == label), None)
    outcome, level = (found or finding).outcome, (found or finding).level
    slot = found.label if found else ""
    seen = Seen(side.profile, side.rule, slot, str(outcome), str(level or "") or None)
    return _WEIGHT[level if outcome is Outcome.FAIL else None], seen


# -- rules that are judged in different slots ---------------------------------------------------


def _across(
    profile: Profile, hard: Side, soft: Side, rules: tuple[Rule, Rule]
) -> tuple[Witness | None, bool]:
    """Compare two rules by all their slots in a year."""
    for edition, text in _together(*rules):
        moment = _year(rules[0], profile, edition)
        if moment is None:
            continue
        for tried in FIRST_TRIES:
            size, follow = tried
            sketch = Sketch(
                profile, as_of=Number(moment.as_of.toordinal()), size=size, follow=follow
            )
            fails = _fails(sketch, rules[0], edition, moment)
            spared = [] if text is None else [negate(_fails(sketch, rules[1], text, moment))]
            if _is_lighter(hard, soft):
                spared = []
            found = Place(sketch, moment, (), ()).solved(fails, *spared)
            if found is not None:
                shown = _shown(found, hard, soft, None)
                if shown is not None:
                    return shown, True
    return None, _finer(profile, hard, soft, rules)


def _year(rule: Rule, profile: Profile, edition: Edition) -> Moment | None:
    yearly = list(cal.periods("year", edition.start.toordinal(), _end(edition)))
    if yearly:
        return Moment(yearly[-1].last, yearly[-1])
    return next(moments(rule, profile.vocabulary, edition.start, edition.end), None)


def _end(edition: Edition) -> int:
    late = cal.add_months(edition.start.toordinal(), 36)
    return min(edition.end.toordinal(), late) if edition.end else late


def _fails(sketch: Sketch, rule: Rule, edition: Edition, moment: Moment) -> Term:
    """Return that a rule fails in some slot of a record of a few rows."""
    first, last = (each.toordinal() for each in moment.window)
    spans = list(cal.periods(rule.period.value, first, last)) if rule.period else [""]
    found = []
    things: list[tuple[Term, tuple[object, ...]]] = [(True, ())]
    if rule.for_each is not None:
        rows = sketch.rows(rule.for_each.list_name)
        things = [(row.there, (row,)) for row in rows]
        if rule.for_each.paired:
            things = [
                (both(one.there, other.there), (one, other))
                for place_in, one in enumerate(rows)
                for other in rows[place_in + 1 :]
            ]
    for span in spans:
        for there, things_in in things:
            judged = judge(sketch, rule, edition, things_in, span, (first, last))
            found.append(both(there, judged.fails))
    return either(*found)


def _finer(profile: Profile, hard: Side, soft: Side, rules: tuple[Rule, Rule]) -> bool:
    """Say whether it is proved that ``soft``, in shorter periods, faults all that ``hard`` does."""
    one, other = rules
    if not (one.period and other.period) or _is_lighter(hard, soft):
        return False
    if slot_key(one)[0] != slot_key(other)[0]:
        return False
    if cal.MONTHS_OF[one.period.value] < cal.MONTHS_OF[other.period.value]:
        return False
    return faults_all(profile, one, other)
