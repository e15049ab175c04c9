"""Every built-in profile with its drafts, and which of them defines which rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from attrs import frozen

import jintan_rules as jr
from jintan_rules.standard.rules import Rule

TOP = Path(__file__).resolve().parent.parent.parent

#: The order of the pages: what all rest on, the categories, the notice's own duties.
ORDER = (
    "integrity",
    "common",
    "village",
    "community",
    "organ",
    "institution",
    "soe",
    "non_public",
    "social_org",
    "process",
)


@frozen
class Standard:
    """The built-in profiles."""

    profiles: Mapping[str, jr.Profile]

    @classmethod
    def load(cls) -> Standard:
        """Load every built-in profile, drafts included; packages installed beside are none."""
        built_in = [each.parent.name for each in (TOP / "profiles").glob("*/profile.toml")]
        names = sorted(built_in, key=lambda name: (*ORDER, name).index(name))
        return cls({name: jr.load_profile(name, drafts=True) for name in names})

    def own(self, name: str) -> tuple[Rule, ...]:
        """Return the rules that a profile defines itself, in the notice's order."""
        return tuple(rule for rule in self.profiles[name].rules if rule.profile == name)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its id, as the profile that defines it has it."""
        return {rule.id: rule for name in self.profiles for rule in self.own(name)}

    @cached_property
    def known_ids(self) -> frozenset[str]:
        """Every id that some profile knows a rule by."""
        profiles = self.profiles.values()
        aliases = (each for profile in profiles for rule in profile.rules for each in rule.cited_as)
        gone = (each.rule for profile in profiles for each in profile.deselected)
        return frozenset([*self.rules, *aliases, *gone])
