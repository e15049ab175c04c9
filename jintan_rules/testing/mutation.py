"""Mutation of rules: each small change of a rule should fail one of its conformance cases.

Run ``python -m jintan_rules.testing.mutation --help``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from attrs import evolve, field, frozen

from jintan_rules.errors import EvaluationError, JintanError
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.testing.cases import Case, read_cases
from jintan_rules.testing.equivalence import equivalent
from jintan_rules.testing.mutants import Mutant, Source
from jintan_rules.testing.verdicts import judge

KILLED, REFUSED, EQUIVALENT, ALIVE = "killed", "refused", "equivalent", "alive"

CasesOfRules: TypeAlias = Mapping[str, Sequence[Case]]


@frozen
class Fate:
    """What became of a mutant, and by what: a case, a problem of the loader, a proof."""

    mutant: str
    rule: str
    kind: str
    word: str
    by: str = ""


@frozen
class MutationReport:
    """What became of every mutant of a run."""

    fates: tuple[Fate, ...] = field(repr=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many were killed, refused by the loader, proved equivalent, and left alive."""
        found = Counter(fate.word for fate in self.fates)
        return {word: found[word] for word in (KILLED, REFUSED, EQUIVALENT, ALIVE)}

    @property
    def alive(self) -> tuple[Fate, ...]:
        """The mutants that no case tells from the rule."""
        return tuple(fate for fate in self.fates if fate.word == ALIVE)

    def text(self) -> str:
        """List the mutants alive, each with file, line and change, and count all."""
        kinds = Counter(fate.kind for fate in self.alive)
        lines = [fate.mutant for fate in self.alive]
        lines += [f"  {count:5} alive: {kind}" for kind, count in kinds.most_common()]
        told = ", ".join(f"{count} {word}" for word, count in self.counts.items())
        return "\n".join([*lines, f"{len(self.fates)} mutants: {told}"])


def mutate(
    name: str | Path,
    cases: Iterable[Path],
    *,
    rules: Iterable[str] = (),
    prove: bool = True,
) -> MutationReport:
    """Run the mutants of a profile's own rules against their conformance cases.

    Args:
        name: The id or the folder of the profile.
        cases: Case files, or folders of them.
        rules: The rules to be changed; all that the profile brings itself if left out.
        prove: Whether the prover, where it is installed, sets equivalent mutants aside.

    Raises:
        ProfileError: If the profile cannot be loaded.
        CaseError: If a case file cannot be used.
    """
    found = fates(Source.of(name), cases_of(cases), rules=frozenset(rules), prove=prove)
    return MutationReport(tuple(found))


def cases_of(paths: Iterable[Path]) -> CasesOfRules:
    """Read all cases, and return those of each rule.

    Raises:
        CaseError: If a file cannot be used.
    """
    known: dict[Path, Profile] = {}
    found: dict[str, list[Case]] = {}
    for path in chain.from_iterable(map(_files, paths)):
        for case in read_cases(path, known=known).cases:
            found.setdefault(case.rule, []).append(case)
    return found


def fates(
    source: Source, cases: CasesOfRules, *, rules: frozenset[str] = frozenset(), prove: bool = True
) -> Iterator[Fate]:
    """Yield what becomes of each mutant of the rules named, of all where none is."""
    for mutant in source.mutants(rules):
        word, by = _fate(mutant, cases.get(mutant.original.id, ()), source.profile, prove=prove)
        yield Fate(str(mutant), mutant.original.id, mutant.kind, word, by)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.toml")) if path.is_dir() else [path]


def _fate(
    mutant: Mutant, cases: Sequence[Case], profile: Profile, *, prove: bool
) -> tuple[str, str]:
    if mutant.rule is None:
        return REFUSED, mutant.problems[0].code if mutant.problems else ""
    killer = next((case for case in cases if _is_killed(mutant.rule, case)), None)
    if killer is not None:
        return KILLED, f"{killer.place.source}:{killer.place.line}"
    if equivalent(mutant.original, mutant.rule, profile, prove=prove):
        return EQUIVALENT, ""
    return ALIVE, ""


def _is_killed(rule: Rule, case: Case) -> bool:
    """Whether a case comes out otherwise under the changed rule."""
    was = case.profile.rule(case.rule)
    changed = evolve(
        rule,
        by_reference=was.by_reference,
        cited_as=was.cited_as,
        added_citations=was.added_citations,
        changes=was.changes,
    )
    profile = evolve(case.profile, rules=(changed,))
    try:
        # By the meaning itself: compiling a mutant takes longer than judging it.
        return not judge(evolve(case, profile=profile), "reference").ok
    except EvaluationError:
        # What can no longer be judged is told from what can.
        return True


# -- several processes ------------------------------------------------------------------

#: What a process has read: the sources by name, and the cases.
_Read: TypeAlias = tuple[Mapping[str, Source], CasesOfRules]
_Task: TypeAlias = tuple[str, frozenset[str], bool]


class _Worker:
    """What one process of several holds, read once when it starts."""

    read: _Read

    @classmethod
    def start(cls, names: Sequence[str], cases: Sequence[Path]) -> None:
        cls.read = _read(names, cases)

    @classmethod
    def run(cls, task: _Task) -> tuple[Fate, ...]:
        return _run(cls.read, task)


def _read(names: Sequence[str], cases: Sequence[Path]) -> _Read:
    return {name: Source.of(name) for name in names}, cases_of(cases)


def _run(read: _Read, task: _Task) -> tuple[Fate, ...]:
    sources, cases = read
    name, rules, prove = task
    return tuple(fates(sources[name], cases, rules=rules, prove=prove))


def run(
    names: Sequence[str],
    cases: Sequence[Path],
    *,
    rules: Iterable[str] = (),
    processes: int = 1,
    prove: bool = True,
) -> MutationReport:
    """Run the mutants of several profiles, in several processes.

    Args:
        names: The ids or folders of the profiles.
        cases: Case files, or folders of them.
        rules: The rules to be changed; all where it is left out.
        processes: How many processes work at once.
        prove: Whether equivalent mutants are looked for.

    Raises:
        ProfileError: If a profile cannot be loaded.
        CaseError: If a case file cannot be used.
    """
    wanted = frozenset(rules)
    read = _read(names, cases)
    tasks: list[_Task] = []
    for name, source in read[0].items():
        own = [rule.id for rule in source.profile.rules if rule.profile == source.profile.id]
        chosen = [rule for rule in own if not wanted or rule in wanted]
        # A few tasks for each process, so that none waits long for the last.
        parts = min(4 * processes, len(chosen)) if processes > 1 else min(1, len(chosen))
        tasks += [(name, frozenset(chosen[part::parts]), prove) for part in range(parts)]
    if processes == 1:
        return MutationReport(tuple(chain.from_iterable(_run(read, task) for task in tasks)))
    with ProcessPoolExecutor(processes, None, _Worker.start, (names, cases)) as pool:
        return MutationReport(tuple(chain.from_iterable(pool.map(_Worker.run, tasks))))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 where no mutant is left alive, 1 where one is, 2 on a fault."""
    parser = argparse.ArgumentParser(
        prog="python -m jintan_rules.testing.mutation",
        description="条款的小改动都应被用例发现 / Change rules a little: cases should tell.",
    )
    parser.add_argument("profile", nargs="+", help="标准编号或文件夹 / id or folder of a profile")
    parser.add_argument(
        "--cases", type=Path, action="append", required=True, help="用例 / case files or folders"
    )
    parser.add_argument(
        "--rule", action="append", default=[], help="只变异这些条款 / only these rules"
    )
    parser.add_argument("-n", type=int, default=1, metavar="N", help="进程数 / processes")
    parser.add_argument(
        "--no-proofs", action="store_true", help="不证明等价 / leave equivalence unproved"
    )
    options = parser.parse_args(arguments)
    try:
        report = run(
            options.profile,
            options.cases,
            rules=options.rule,
            processes=max(options.n, 1),
            prove=not options.no_proofs,
        )
    except JintanError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(report.text() + "\n")
    return 1 if report.alive else 0


if __name__ == "__main__":
    sys.exit(main())
