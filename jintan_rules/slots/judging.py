"""What all slots of one evaluation share."""

from __future__ import annotations

from functools import cached_property
from typing import cast

from attrs import define, field

from jintan_rules import calendar as cal
from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.values import Range, Value
from jintan_rules.slots.joins import Bound, Join, bounds_of, joins_of
from jintan_rules.slots.view import RecordView, lift, want
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Fact, Vocabulary


@define(eq=False)
class Judging:
    """What all slots of one evaluation share; nothing of it outlives the evaluation.

    Of the days after ``as_of`` nothing is taken for granted. To ask what would be
    if no more events came, ``ahead`` is set: true where the months that still run
    count as over, false where they are left out.
    """

    view: RecordView
    profile: Profile
    as_of: int
    window: tuple[int, int]
    workdays: cal.WorkdayCalendar | None = None
    ahead: bool | None = None
    derived: dict[tuple[int, str], Value] = field(factory=dict)
    unsettled: dict[int, bool] = field(factory=dict)
    joins: dict[int, tuple[Join, ...]] = field(factory=dict)
    limits: dict[int, tuple[Bound, ...]] = field(factory=dict)

    def equations(self, generator: n.Generator, name: str) -> tuple[Join, ...]:
        """Return the equations that pick the rows of a loop, found once."""
        key = id(generator)  # the profile keeps its nodes alive while it is judged by
        if key not in self.joins:
            self.joins[key] = joins_of(generator, self.profile.vocabulary.lists[name])
        return self.joins[key]

    def bounds(self, generator: n.Generator, name: str) -> tuple[Bound, ...]:
        """Return the limits that a loop's filters set to dates, found once."""
        key = id(generator)
        if key not in self.limits:
            self.limits[key] = bounds_of(generator, self.profile.vocabulary.lists[name])
        return self.limits[key]

    @cached_property
    def life(self) -> tuple[Range, Range]:
        """The days on which the organisation was founded and dissolved, within what is known."""
        facts = self.view.record.facts
        founded, ended = facts.get("established_on"), facts.get("dissolved_on")
        return (
            cast(
                Range,
                lift(founded)
                if founded is not None
                else Range(cal.FIRST_DAY, cal.LAST_DAY, want("established_on")),
            ),
            # Absent means still there: the vocabulary declares never as its default.
            cast(Range, lift(ended)) if ended is not None else v.known(cal.NEVER_DAY),
        )

    @property
    def state_day(self) -> int:
        """The day on which a state is judged: the assessment day, but not past the window."""
        return min(self.as_of, self.window[1])

    def is_settled(self, fact: Fact) -> bool:
        """Whether a derived fact is the same in every slot: it reads no list cut to the slot."""
        key = id(fact)
        if key not in self.unsettled:
            assert fact.derived is not None
            vocabulary = self.profile.vocabulary
            self.unsettled[key] = reads_cut_list(fact.derived.node, vocabulary, {key})
        return not self.unsettled[key]


def reads_cut_list(node: n.Node, vocabulary: Vocabulary, seen: set[int]) -> bool:
    """Whether an expression reads a list as the slot cuts it, or a fact that does.

    Attributes are told by their names alone, so that facts which do not follow from
    each other may seem to: each is looked into once, those ``seen`` not again.
    """

    def follows(fact: Fact | None) -> bool:
        if fact is None or id(fact) in seen:
            return False
        seen.add(id(fact))
        given = (fact.derived, fact.default, fact.default_when)
        return any(each and reads_cut_list(each.node, vocabulary, seen) for each in given)

    match node:
        case n.Call(function="history"):
            return False
        case n.Attribute(name=name):
            if any(follows(each.attributes.get(name)) for each in vocabulary.lists.values()):
                return True
        case n.Name(name=name):
            if name in vocabulary.lists:
                return True
            return follows(vocabulary.facts.get(name))
        case _:
            pass
    return any(reads_cut_list(each, vocabulary, seen) for each in n.children(node))
