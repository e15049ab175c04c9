"""No broken record makes the library fail: it is refused with a remedy, or judged like any other.

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
from tests.broken_records import broken_record, broken_text, json_text
from tests.soundness import check_problems, check_report

EXAMPLES = int(os.environ.get("JINTAN_EXAMPLES", "0"))
#: Far longer than any of it takes; what reaches it hangs.
HANGS = dt.timedelta(seconds=60)
PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
seeds = st.integers(0, 2**64)


def _together() -> list[jr.Profile]:
    """Return the built-in profiles for any category, each rule in the first that has it."""
    seen: list[jr.Rule] = []
    found = []
    for profile in PROFILES.values():
        rules = tuple(each for each in profile.rules if each not in seen)
        seen += rules
        found.append(attrs.evolve(profile, category=None, rules=rules))
    return found


TOGETHER = _together()


def check_record(plain: object, as_of: dt.date, seed: int) -> None:
    """Read a record; refuse it with problems in order, or judge it by every profile."""
    try:
        record = jr.Record.from_dict(plain)  # type: ignore[arg-type]
    except jr.RecordError as error:
        check_problems(error)
        return
    chance = random.Random(seed)
    last = as_of if as_of == dt.date.max else as_of + dt.timedelta(days=chance.randint(0, 1))
    first = dt.date(max(as_of.year - 1, 1), 1, 1)
    window = chance.choice((None, None, (min(first, last), last)))
    for profile in TOGETHER:
        check_report(record, profile, as_of, window, show=chance.random() < 0.1)


@settings(max_examples=EXAMPLES or 40, deadline=HANGS)
@given(seed=seeds)
def test_a_broken_record_is_refused_with_a_remedy_or_judged(seed):
    plain, as_of = broken_record(seed, PROFILES, python=False)

    check_record(plain, as_of, seed)


@settings(max_examples=EXAMPLES or 40, deadline=HANGS)
@given(seed=seeds)
def test_values_that_only_python_has_are_refused_with_a_remedy_or_judged(seed):
    plain, as_of = broken_record(seed, PROFILES, python=True)

    check_record(plain, as_of, seed)


def check_text(raw: bytes, path: Path) -> None:
    """Read a file and a line of a file of many; both give the same record or problems."""
    path.write_bytes(raw)
    whole: jr.Record | jr.RecordError
    try:
        whole = jr.read_record(path)
    except jr.RecordError as error:
        check_problems(error)
        whole = error
    line = raw.replace(b"\r", b" ").replace(b"\n", b" ")
    path.write_bytes(line + b'\n\n{"id": "last"}\n')
    found = dict(jr.read_records(path))
    last = found.pop(3)
    one = found.pop(1, None)

    assert not found
    assert isinstance(last, jr.Record)
    if isinstance(one, jr.RecordError):
        check_problems(one)
    if line == raw and raw.strip():
        assert isinstance(one, jr.Record) == isinstance(whole, jr.Record)
        if isinstance(one, jr.Record) and isinstance(whole, jr.Record):
            assert one == whole


@settings(max_examples=EXAMPLES or 150, deadline=HANGS)
@given(seed=seeds)
def test_a_broken_file_is_refused_with_a_remedy_or_read(tmp_path_factory, seed):
    path = tmp_path_factory.getbasetemp() / "broken.json"

    check_text(broken_text(seed, PROFILES), path)


@settings(max_examples=EXAMPLES or 60, deadline=HANGS)
@given(seed=seeds)
def test_a_file_says_what_its_values_say(tmp_path_factory, seed):
    plain, _ = broken_record(seed, PROFILES, python=False)
    path = tmp_path_factory.getbasetemp() / "same.json"
    path.write_bytes(json_text(plain).encode("utf-8", "surrogatepass"))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = ""

    def outcome(read):
        try:
            return read().digest
        except jr.RecordError as error:
            return {(problem.code, problem.place.path) for problem in error.problems}

    if text and "NaN" not in text and "Infinity" not in text:
        assert outcome(lambda: jr.read_record(path)) == outcome(lambda: jr.Record.from_dict(plain))


@pytest.mark.parametrize("seed", range(4))
def test_the_command_line_tells_of_a_broken_file_and_ends_with_two(tmp_path, seed):
    path = tmp_path / "broken.json"
    number = seed * 1000
    while True:  # the next seed that makes a file to be refused
        path.write_bytes(broken_text(number, PROFILES))
        try:
            jr.read_record(path)
        except jr.RecordError:
            break
        number += 1
    done = subprocess.run(
        [sys.executable, "-m", "jintan_rules", "check", str(path), "--as-of", "2024-12-31"],
        capture_output=True, check=False, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert done.returncode == 2
    assert b"JR" in done.stderr
    assert b"Traceback" not in done.stderr + done.stdout
