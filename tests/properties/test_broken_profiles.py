"""No broken rule file makes the library fail: it is refused with a remedy, or judged by.

The suite tries a few; ``JINTAN_EXAMPLES=10000`` in the environment tries as many as it says.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jintan_rules as jr
from jintan_rules.loading.builtin import Shelf
from jintan_rules.loading.files import Folder
from jintan_rules.loading.profiles import load_from
from jintan_rules.loading.tailoring import tailor_by_file
from tests.broken_profiles import FOLDER, broken_files, odd_files, sound_files, write
from tests.broken_records import SAMPLES
from tests.generated import record_for
from tests.soundness import check_problems, check_report

EXAMPLES = int(os.environ.get("JINTAN_EXAMPLES", "0"))
#: Far longer than any of it takes; what reaches it hangs.
HANGS = dt.timedelta(seconds=60)
SOUND = sound_files()
BUILT_IN = Path(__file__).parents[2] / "profiles"
CATEGORIES = {name: sound_files(BUILT_IN / name) for name in SAMPLES if (BUILT_IN / name).is_dir()}
TAILORING = {"tailoring": (FOLDER / "tailoring.txt").read_text(encoding="utf-8")}
TOWN = load_from(Shelf(Folder(FOLDER, "sound"), plugins=False), "town", drafts=True)
seeds = st.integers(0, 2**64)


def check_sound(folder: Path, seed: int) -> str:
    """Load a shelf; refuse it with problems in order, or judge made-up records by it."""
    shelf = Shelf(Folder(folder, "shelf"), plugins=False)
    try:
        profile = load_from(shelf, "town", drafts=True)
    except jr.ProfileError as error:
        check_problems(error)
        return "refused"
    profile = attrs.evolve(profile, category=None)
    chance = random.Random(seed)
    for rule in chance.sample(profile.rules, min(4, len(profile.rules))):
        plain, as_of = record_for(rule, profile, chance.randrange(2**32))
        try:
            record = jr.Record.from_dict(plain, vocabulary=profile)
        except jr.RecordError as error:
            check_problems(error)
        else:
            check_report(record, profile, as_of)
    jr.record_schema(profile)
    return "accepted"


@settings(max_examples=EXAMPLES or 150, deadline=HANGS)
@given(seed=seeds)
def test_a_broken_shelf_is_refused_with_a_remedy_or_judged_by(tmp_path_factory, seed):
    folder = tmp_path_factory.getbasetemp() / "shelf"
    write(broken_files(seed, SOUND), folder)

    check_sound(folder, seed)


@settings(max_examples=EXAMPLES or 150, deadline=HANGS)
@given(seed=seeds)
def test_an_odd_expression_is_refused_with_a_remedy_or_judged_by(tmp_path_factory, seed):
    folder = tmp_path_factory.getbasetemp() / "odd"
    write(odd_files(seed, SOUND), folder)

    check_sound(folder, seed)


def check_tailoring(path: Path, seed: int) -> str:
    """Tailor the sound profile by a broken file; refuse it, or judge by what it comes to."""
    # A mutation may take the file away altogether: then it is an empty one.
    text = broken_files(seed, TAILORING).get("tailoring", "")
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        profile = tailor_by_file(TOWN, path)
    except jr.ProfileError as error:
        check_problems(error)
        return "refused"
    for rule in profile.rules[:2]:
        plain, as_of = record_for(rule, profile, seed % 2**32)
        record = jr.Record.from_dict(plain, vocabulary=profile)
        check_report(record, attrs.evolve(profile, category=None), as_of)
    return "accepted"


@settings(max_examples=EXAMPLES or 100, deadline=HANGS)
@given(seed=seeds)
def test_a_broken_tailoring_is_refused_with_a_remedy_or_judged_by(tmp_path_factory, seed):
    check_tailoring(tmp_path_factory.getbasetemp() / "tailoring.txt", seed)


def check_built_in(name: str, files: dict[str, str], folder: Path) -> str:
    """Load a broken copy of a built-in profile; refuse it, or judge its sample by it."""
    write(files, folder)
    try:
        profile = jr.load_profile(folder, drafts=True)
    except jr.ProfileError as error:
        check_problems(error)
        return "refused"
    profile = attrs.evolve(profile, category=None)
    try:
        record = jr.Record.from_dict(SAMPLES[name], vocabulary=profile)
    except jr.RecordError as error:
        check_problems(error)
        return "accepted, and the sample refused"
    own = tuple(rule for rule in profile.rules if rule.profile == profile.id)
    check_report(record, attrs.evolve(profile, rules=own), dt.date(2024, 11, 30))
    return "accepted"


@settings(max_examples=EXAMPLES or 12, deadline=HANGS)
@given(seed=seeds)
def test_a_broken_copy_of_a_profile_is_refused_with_a_remedy_or_judged_by(tmp_path_factory, seed):
    name = random.Random(seed).choice(sorted(CATEGORIES))
    folder = tmp_path_factory.getbasetemp() / "copy"

    check_built_in(name, broken_files(seed, CATEGORIES[name]), folder)


def test_what_is_broken_was_sound(tmp_path):
    write(SOUND, tmp_path)

    assert check_sound(tmp_path, 0) == "accepted"


@pytest.mark.parametrize("seed", range(2))
def test_the_command_line_tells_of_a_broken_profile_and_ends_with_two(tmp_path, seed):
    number = seed * 1000
    while True:  # the next seed that makes a folder to be refused
        write(broken_files(number, CATEGORIES["village"]), tmp_path)
        try:
            jr.load_profile(tmp_path)
        except jr.ProfileError:
            break
        number += 1
    asked = (["lint", str(tmp_path)], ["rules", str(tmp_path)])[seed % 2]
    done = subprocess.run(
        [sys.executable, "-m", "jintan_rules", *asked],
        capture_output=True, check=False, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert done.returncode == 2
    assert b"JR" in done.stderr + done.stdout or b"profile.toml" in done.stderr
    assert b"Traceback" not in done.stderr + done.stdout
