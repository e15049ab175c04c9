"""What was settled of rules, kept for the profiles that share them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field

from jintan_rules.proofs.shown import Shown, show
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule


def written(rule: Rule) -> tuple[object, ...]:
    """Return all that a rule's verdicts rest on but its strength: two rules alike judge alike."""
    expressions = (rule.applies_when, rule.on, rule.since, rule.until)
    return (
        rule.period,
        rule.first_period,
        rule.for_each.generator if rule.for_each else None,
        *(each.node if each else None for each in expressions),
        *((each.start, each.end, each.condition) for each in rule.editions),
    )


def _parameters(profile: Profile, rule: Rule) -> Iterator[object]:
    for name in rule.parameters:
        each = profile.parameters[name]
        yield (name, each.type, each.unit, each.places, each.least, each.most, each.stricter)
        yield tuple(each.tokens)
        yield str(profile.settings[name].value) if name in profile.settings else None


@define(eq=False)
class Memory:
    """What was settled of rules, so that those which profiles share are proved once.

    It may be handed from one call to the next. Rules are known by what they say, so that
    it holds for a profile that is loaded again.
    """

    shown: dict[tuple[object, ...], Shown] = field(factory=dict)
    pairs: dict[tuple[object, ...], Any] = field(factory=dict)
    _numbers: dict[tuple[object, ...], int] = field(factory=dict)
    _by_identity: dict[tuple[int, int], tuple[int, Rule, Profile]] = field(factory=dict)

    def number(self, profile: Profile, rule: Rule) -> int:
        """Return the number that a rule is known by."""
        # Kept alive beside their number, so that no other object takes their identity.
        key = (id(profile), id(rule))
        if key not in self._by_identity:
            text = (
                id(profile.vocabulary),
                rule.id,
                rule.strength,
                rule.subject,
                rule.integrity,
                written(rule),
                *_parameters(profile, rule),
            )
            number = self._numbers.setdefault(text, len(self._numbers))
            self._by_identity[key] = (number, rule, profile)
        return self._by_identity[key][0]

    def show(self, profile: Profile, rule: Rule, edition: Edition) -> Shown:
        """Return what a text of a rule can come to.

        A rule that was inherited may be for other categories than the profile's.
        """
        category = profile.category if rule.profile == profile.id else None
        key = (self.number(profile, rule), edition.start, category)
        if key not in self.shown:
            self.shown[key] = show(evolve(profile, category=category), rule, edition)
        return self.shown[key]
