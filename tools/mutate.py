"""Run the mutants of the built-in rules against the conformance cases.

Run with ``--help``. ``--changed-since REV`` takes only the rules whose tables in ``profiles/`` or
whose cases in ``tests/conformance/`` differ from that revision of git.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jintan_rules as jr
from jintan_rules.testing.mutation import run

TOP = Path(__file__).resolve().parent.parent
CASES = TOP / "tests" / "conformance"


def main() -> int:
    """Run, print the report, and return 1 where a mutant is left alive."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("profile", nargs="*", help="ids of profiles; all that are built in if none")
    parser.add_argument("--rule", action="append", default=[], help="only these rules")
    parser.add_argument("--changed-since", metavar="REV", help="only rules changed since then")
    parser.add_argument("-n", type=int, default=1, metavar="N", help="processes")
    parser.add_argument("--no-proofs", action="store_true", help="leave equivalence unproved")
    options = parser.parse_args()
    rules = set(options.rule)
    if options.changed_since:
        rules |= set(changed_rules(options.changed_since))
        if not rules:
            print(f"no rule has changed since {options.changed_since}")
            return 0
    names = options.profile or [name for name in jr.profile_ids() if _is_built_in(name)]
    report = run(names, [CASES], rules=rules, processes=options.n, prove=not options.no_proofs)
    print(report.text())
    return 1 if report.alive else 0


def changed_rules(revision: str) -> Iterator[str]:
    """Yield the id of each rule whose table, or one of whose cases, is not what it was."""
    changed = _git("diff", "--name-only", revision, "--", "profiles", "tests/conformance")
    for name in changed.split():
        if name.endswith(".toml"):
            path = TOP / name
            now = path.read_text(encoding="utf-8") if path.is_file() else ""
            yield from _differing(_tables(now), _tables(_git("show", f"{revision}:{name}")))


def _differing(now: dict[str, Any], then: dict[str, Any]) -> Iterator[str]:
    yield from (rule for rule in {**now, **then} if now.get(rule) != then.get(rule))


def _tables(text: str) -> dict[str, Any]:
    """Return what a file says of each rule: its table, or its cases."""
    content = tomllib.loads(text)
    found: dict[str, list[Any]] = {}
    key: Callable[[dict[str, Any]], str] = lambda table: table.get("id") or table["rule"]  # noqa: E731
    for table in [*content.get("rule", []), *content.get("case", [])]:
        found.setdefault(key(table), []).append(table)
    return found


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  the revision is the caller's own
        ["git", *arguments],  # noqa: S607  whichever git is there
        cwd=TOP,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # A file that is new was not there then.
    return done.stdout if done.returncode == 0 else ""


def _is_built_in(name: str) -> bool:
    return (TOP / "profiles" / name / "profile.toml").is_file()


if __name__ == "__main__":
    sys.exit(main())
