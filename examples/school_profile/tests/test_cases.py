"""Every rule of the profile on its cases, and every rule has them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import jintan_rules as jr

HERE = Path(__file__).parent
#: The folder that holds profile.toml. Copying this package, change this line.
FOLDER = HERE.parent / "school_profile"
PROFILE = jr.load_profile(FOLDER)

#: What every rule shows at least once.
WANTED = {"pass", "fail", "unknown", "not_applicable", "boundary", "before_force"}


def cases() -> list[dict[str, Any]]:
    """Return every case of every file, its record laid over the base of the file."""
    found = []
    for path in sorted((HERE / "cases").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in content["case"]:
            record = {"id": "case", **content.get("base", {}), **case.get("record", {})}
            # "absent" takes a fact of the base away again.
            facts = {name: value for name, value in record.items() if value != "absent"}
            found.append({**case, "record": facts})
    return found


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['name']}")
def test_the_case_comes_out_as_its_file_says(case: dict[str, Any]) -> None:
    profile = PROFILE.tailor(parameters=case.get("parameters", {}))
    record = jr.Record.from_dict(case["record"], vocabulary=profile)

    finding = jr.evaluate(record, profile, as_of=case["as_of"])[case["rule"]]

    found = finding.slot(case["slot"]) if "slot" in case else finding
    assert str(found.outcome) == case["outcome"]
    if "level" in case:
        assert str(found.level) == case["level"]
    assert set(case.get("missing", ())) <= {each.path for each in found.missing}


def test_every_rule_of_the_profile_has_its_cases() -> None:
    shown: dict[str, set[str]] = {}
    for case in CASES:
        shown.setdefault(case["rule"], set()).update({case["outcome"], *case.get("shows", ())})
    own = [rule.id for rule in PROFILE.rules if rule.profile == PROFILE.id]
    lacking = {rule: WANTED - shown.get(rule, set()) for rule in own}

    assert own
    assert {rule: kinds for rule, kinds in lacking.items() if kinds} == {}


def test_every_rule_says_that_it_is_a_sample() -> None:
    # Take this test away once the rules are those of a real text.
    own = [rule for rule in PROFILE.rules if rule.profile == PROFILE.id]

    assert own
    assert [rule.id for rule in own if rule.note is None or "样例" not in rule.note.zh] == []
