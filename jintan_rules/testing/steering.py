"""Records steered to a wanted outcome: searched for once, then changed only as far as it lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from attrs import define, evolve, field, frozen

from jintan_rules.errors import EvaluationError, JintanError, Place, Problem
from jintan_rules.evaluation import evaluate
from jintan_rules.findings import Finding
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Outcome
from jintan_rules.testing.boundaries import Key, boundaries
from jintan_rules.testing.building import Building, Plain, sound
from jintan_rules.testing.chance import Chance, Seeded
from jintan_rules.testing.occasion import Occasion
from jintan_rules.testing.probes import probes

#: How many records are built, how often the best is changed, and how often it all begins anew.
_FIRST, _CHANGES, _STARTS = 12, 400, 6
_CHANGES_OF_ALL = 6_000
#: What a fail weighs against what is merely unknown or not yet so.
_FAIL, _OPEN = 4, 1
#: Facts that no record holds.
_NOT_RECORDED = ("parameter", "calendar")


class SteeringError(JintanError):
    """No record can be built as asked (JR633)."""


@frozen
class Goal:
    """What a record is to come to.

    ``wanted`` holds the outcome of single rules. With ``meeting_all`` no duty of the
    organisation itself fails, and none is unknown but for what no record holds.
    """

    occasion: Occasion
    wanted: Mapping[str, Outcome]
    meeting_all: bool = False
    left_out: frozenset[str] = frozenset()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that are looked at, by id."""
        chosen = self.occasion.rules if self.meeting_all else ()
        named = (self.occasion.profile.rule(rule) for rule in self.wanted)
        return {rule.id: rule for rule in (*named, *chosen)}

    @cached_property
    def probed(self) -> Mapping[str, tuple[Rule, ...]]:
        """The parts of each rule of which an outcome is wanted."""
        return {rule: probes(self.rules[rule], outcome) for rule, outcome in self.wanted.items()}

    @cached_property
    def readers(self) -> Mapping[Key, tuple[str, ...]]:
        """The rules that read each fact."""
        found: dict[Key, list[str]] = {}
        for name, rule in self.rules.items():
            for key in boundaries(self.occasion.profile, [rule]).facts:
                found.setdefault(key, []).append(name)
        return {key: tuple(names) for key, names in found.items()}

    def affected(self, record: Plain, other: Plain) -> frozenset[str]:
        """Return the rules that may judge two records differently."""
        changed = {name for name in {*record, *other} if record.get(name) != other.get(name)}
        every = frozenset(self.rules)
        if changed & {"established_on", "dissolved_on", "gaps"}:
            return every
        keys = (key for key in self.readers if (key[0] or key[1]) in changed)
        return frozenset(rule for key in keys for rule in self.readers[key])

    def scores(self, plain: Plain, names: Iterable[str]) -> dict[str, int]:
        """Return how far each of some rules is from what is wanted; 0 where it is there."""
        profile = self.occasion.profile
        wanted = [name for name in self.rules if name in set(names)]
        rules = [self.rules[name] for name in wanted]
        rules += [probe for name in wanted for probe in self.probed.get(name, ())]
        record = Record.from_dict(sound(plain, profile.vocabulary), vocabulary=profile)
        report = evaluate(
            record,
            evolve(profile, rules=tuple(rules)),
            as_of=self.occasion.as_of,
            window=self.occasion.window,
            workdays=self.occasion.workdays,
            # Each set of rules is asked once or twice, which is not worth compiling it.
            engine="reference",
        )
        found = {finding.rule.id: finding for finding in report.findings}
        return {name: self.score(found[name], found) for name in wanted}

    def score(self, finding: Finding, found: Mapping[str, Finding]) -> int:
        """Return how far one rule is from what is wanted of it."""
        name = finding.rule.id
        wanted = self.wanted.get(name)
        if wanted is None:
            return _badness(finding) if finding.is_own else 0
        if finding.outcome is wanted:
            return 0
        parts = sum(_lacking(found[probe.id]) for probe in self.probed[name])
        return 1 + parts + (_lacking(finding) if wanted is Outcome.PASS else 0)

    def holds(self, plain: Plain, before: Plain | None = None) -> bool:
        """Say whether a record is as wanted, where the one before it was."""
        names = frozenset(self.rules) if before is None else self.affected(before, plain)
        return not any(self.scores(plain, names).values())


def _badness(finding: Finding) -> int:
    """Return how far a rule is from being kept: what no record can tell is left aside."""
    total = _FAIL * len(finding.with_outcome(Outcome.FAIL))
    for slot in finding.with_outcome(Outcome.UNKNOWN):
        if not any(each.why in _NOT_RECORDED for each in slot.missing):
            total += _OPEN
    return total


def _lacking(finding: Finding) -> int:
    """Return how many slots do not pass; one where there is none."""
    passing = len(finding.with_outcome(Outcome.PASS))
    return _FAIL * (len(finding.slots) - passing) or int(not finding.slots)


@define
class _Search:
    """The search for one record: the best one so far and how far each rule still is."""

    goal: Goal
    chance: Chance
    record: Plain = field(factory=dict)
    scores: dict[str, int] = field(factory=dict)

    @property
    def total(self) -> int:
        return sum(self.scores.values())

    def start(self, plain: Plain) -> None:
        """Take a record if it is nearer than what was there."""
        scores = self.goal.scores(plain, self.goal.rules)
        if not self.record or sum(scores.values()) < self.total:
            self.record, self.scores = plain, scores

    def step(self) -> None:
        """Change something that a rule reads which is not there yet; keep it if it is no worse."""
        behind = [name for name, score in self.scores.items() if score]
        rule = self.goal.rules[self.chance.pick(behind)]
        occasion = evolve(self.goal.occasion, rules=(rule,))
        building = Building(occasion, self.chance, self.goal.left_out)
        changed = building.change(self.record)
        if self.chance.one_in(2):
            changed = building.change(changed)
        names = self.goal.affected(self.record, changed)
        scores = {**self.scores, **self.goal.scores(changed, names)}
        if sum(scores.values()) <= self.total:
            self.record, self.scores = changed, scores


def witness(goal: Goal, seed: int = 0) -> Plain:
    """Return the plainest record found that is as wanted.

    Raises:
        SteeringError: If none is found (JR633).
    """
    key = (
        goal.occasion.profile,
        goal.occasion.rules,
        goal.occasion.as_of,
        goal.occasion.window,
        goal.occasion.workdays,
        repr(goal.occasion.given),
        tuple(sorted(goal.wanted.items())),
        goal.meeting_all,
        goal.left_out,
    )
    return _witness(_Asked(goal, key), seed)


@frozen(eq=False)
class _Asked:
    """A goal that is compared by what it asks for, profiles and rules by identity."""

    goal: Goal
    key: tuple[object, ...]

    def __hash__(self) -> int:
        profile, rules, *rest = self.key
        assert isinstance(profile, Profile)
        assert isinstance(rules, tuple)
        return hash((profile.digest, len(rules), *rest))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Asked):
            return False
        profile, rules, *rest = self.key
        other_profile, other_rules, *other_rest = other.key
        same = profile is other_profile and rest == other_rest
        assert isinstance(rules, tuple)
        assert isinstance(other_rules, tuple)
        return (
            same
            and len(rules) == len(other_rules)
            and all(one is two for one, two in zip(rules, other_rules, strict=True))
        )


@lru_cache(maxsize=512)
def _witness(asked: _Asked, seed: int) -> Plain:
    goal = asked.goal
    for start in range(_STARTS):
        search = _Search(goal, Seeded(seed * _STARTS + start))
        for _ in range(_FIRST):
            search.start(Building(goal.occasion, search.chance, goal.left_out).build())
            if goal.meeting_all:
                for name in goal.occasion.profile.vocabulary.lists:
                    if name in search.record:
                        search.start({**search.record, name: []})
        for _ in range(_CHANGES_OF_ALL if goal.meeting_all else _CHANGES):
            if not search.total:
                break
            search.step()
        if not search.total:
            return sound(plainer(goal, search.record), goal.occasion.profile.vocabulary)
    raise SteeringError([_not_found(goal, search)])


def _not_found(goal: Goal, search: _Search) -> Problem:
    behind = sorted(name for name, score in search.scores.items() if score)
    word = "a record that meets all" if goal.meeting_all else ""
    wanted = ", ".join(f"{rule}: {outcome}" for rule, outcome in goal.wanted.items()) or word
    return Problem(
        "JR633",
        Place(f"profile {goal.occasion.profile.id}", path=behind[0] if behind else ""),
        "no record was found that comes to what is wanted",
        expected=wanted,
        found=f"on {goal.occasion.as_of}, not so: {', '.join(behind[:5])}",
    )


def plainer(goal: Goal, record: Plain) -> Plain:
    """Return the record without all that what is wanted does not rest on."""
    for name in list(record):
        if name in ("id", "category") or name in goal.occasion.given:
            continue
        # A record that meets all has to tell all.
        if not goal.meeting_all:
            without = {each: record[each] for each in record if each != name}
            if goal.holds(without, record):
                record = without
                continue
        if isinstance(record[name], list) and name in goal.occasion.profile.vocabulary.lists:
            record = _fewer_rows(goal, record, name)
    return record


def _fewer_rows(goal: Goal, record: Plain, name: str) -> Plain:
    """Return the record with the rows of a list that are needed, and what is needed of them."""
    if record[name] and goal.holds({**record, name: []}, record):
        return {**record, name: []}
    for row in list(record[name]):
        rest = [each for each in record[name] if each is not row]
        if goal.holds({**record, name: rest}, record):
            record = {**record, name: rest}
            continue
        for key in () if goal.meeting_all else tuple(row):
            at = next(place for place, each in enumerate(record[name]) if each["id"] == row["id"])
            fewer = {each: value for each, value in record[name][at].items() if each != key}
            less = {**record, name: [*record[name][:at], fewer, *record[name][at + 1 :]]}
            if key != "id" and goal.holds(less, record):
                record = less
    return record


def usual_day(profile: Profile, rules: Iterable[Rule] | None = None) -> dt.date:
    """Return the last day of the first year in which the latest text of each rule is in force.

    Rules that have been repealed count only where all of them have; then it is the last
    day of the first to end.
    """
    chosen = tuple(profile.rules if rules is None else rules)
    if not chosen:
        raise EvaluationError([Problem("JR504", Place(f"profile {profile.id}"), "it has no rule")])
    # What has been repealed counts only where nothing else is asked for.
    lasting = [rule for rule in chosen if rule.editions[-1].end is None] or chosen
    start = max(rule.editions[-1].start for rule in lasting)
    first = dt.date(start.year if (start.month, start.day) == (1, 1) else start.year + 1, 1, 1)
    ends = (rule.editions[-1].end for rule in lasting)
    return min([dt.date(first.year, 12, 31), *(end for end in ends if end is not None)])
