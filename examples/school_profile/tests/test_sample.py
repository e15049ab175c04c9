"""What is a sample says so."""

from __future__ import annotations

from pathlib import Path

import jintan_rules as jr

#: The folder that holds profile.toml. Copying this package, change this line.
FOLDER = Path(__file__).parent.parent / "school_profile"


def test_every_rule_says_that_it_is_a_sample() -> None:
    # Take this test away once the rules are those of a real text.
    profile = jr.load_profile(FOLDER)

    own = [rule for rule in profile.rules if rule.profile == profile.id]
    assert own
    assert [rule.id for rule in own if rule.note is None or "样例" not in rule.note.zh] == []
