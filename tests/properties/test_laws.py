"""The laws of ``jintan_rules.testing`` hold of every rule of every built-in profile."""

from __future__ import annotations

import os

import pytest

import jintan_rules as jr
from jintan_rules.testing import check_profile

EXAMPLES = int(os.environ.get("JINTAN_EXAMPLES", "8"))
PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_all_laws_hold(name, rule):
    # Frames and proofs have tests of their own.
    report = check_profile(
        PROFILES[name], rules=[rule], examples=EXAMPLES, frames=False, prove=False
    )

    assert report.ok, report.text()
