"""What the pytest plug-in collects: conformance cases, one item for each and each engine.

jintan_rules/pytest_plugin.py declares the options and comes here only for
a file of cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from jintan_rules.errors import EvaluationError, JintanError, Place, Problem
from jintan_rules.standard.profiles import Profile
from jintan_rules.testing.cases import WANTED, Case, CaseError, CaseFile, lacking, read_cases
from jintan_rules.testing.verdicts import Verdict, judge

COMPLETE = "every rule has its cases"


class CaseFailed(Exception):  # noqa: N818  it is an outcome, as pytest calls it, no error
    """A case came out otherwise than its file says."""

    def __init__(self, verdict: Verdict) -> None:
        """Remember what it came to."""
        super().__init__(verdict.case.name)
        self.verdict = verdict


class CasesOfFile(pytest.File):
    """A file of conformance cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield each case for each engine, and once a profile whether its cases are complete."""
        content = _file(self.path, self.config)
        engines = list(self.config.getini("jintan_engines"))
        for case in content.cases:
            for engine in engines:
                name = str(case) if len(engines) == 1 else f"{case} [{engine}]"
                yield CaseItem.from_parent(self, name=name, case=case, engine=engine)
        if self.config.getini("jintan_complete") and _suite(self.config).asks(content):
            yield CompleteItem.from_parent(self, name=COMPLETE, profile=content.profile)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        """Say what is wrong with the file, without a traceback."""
        if isinstance(excinfo.value, CaseError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class _Item(pytest.Item):
    """One thing to be checked, which tells a failure in words of its own."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say what was expected, found and why; a traceback says nothing here."""
        match excinfo.value:
            case CaseFailed(verdict=verdict):
                return verdict.text()
            case JintanError() as error:
                return str(error)
        return super().repr_failure(excinfo, style)


class CaseItem(_Item):
    """One case, judged by one engine."""

    def __init__(self, *, case: Case, engine: str, **keys: Any) -> None:
        """Remember the case."""
        super().__init__(**keys)
        self.case, self.engine = case, engine

    def runtest(self) -> None:
        """Judge the case."""
        if self.engine == "durable" and find_spec("durable_rules_engine") is None:
            pytest.skip("the package durable-rules is not there")
        verdict = judge(self.case, self.engine)
        if not verdict.ok:
            raise CaseFailed(verdict)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the case stands."""
        return self.path, max(self.case.place.line - 1, 0), self.name


class CompleteItem(_Item):
    """That every rule which a profile brings has all its cases, in whatever file."""

    def __init__(self, *, profile: Profile, **keys: Any) -> None:
        """Remember the profile."""
        super().__init__(**keys)
        self.profile = profile

    def runtest(self) -> None:
        """Look through the cases of all files, those that this run leaves out among them."""
        suite = _suite(self.config)
        missing = lacking(suite.cases, [self.profile], suite.excused)
        if missing:
            raise EvaluationError(self.problem(rule, kinds) for rule, kinds in missing.items())

    def problem(self, rule: str, kinds: tuple[str, ...]) -> Problem:
        """Say which cases a rule lacks."""
        return Problem(
            "JR632",
            Place(self.path.parent.as_posix(), path=rule),
            "the rule lacks conformance cases",
            expected=", ".join(WANTED),
            found="all but " + ", ".join(kinds),
            mend=f'write them, or say [excused."{rule}"] {kinds[0]} = "why not"',
        )

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say which file asks for it."""
        return self.path, 0, f"{self.profile.id}: {self.name}"


@frozen
class Suite:
    """The cases of all files that the project names, as far as they can be read."""

    files: tuple[CaseFile, ...]

    @property
    def cases(self) -> Iterator[Case]:
        """Yield the cases of all files."""
        return (case for file in self.files for case in file.cases)

    @property
    def excused(self) -> dict[str, Mapping[str, str]]:
        """What rules cannot show, by rule."""
        return {rule: kinds for file in self.files for rule, kinds in file.excused.items()}

    def asks(self, file: CaseFile) -> bool:
        """Whether a file is the one to ask whether the cases of its profile are complete."""
        same = (each.path for each in self.files if each.profile.id == file.profile.id)
        return next(same, None) == file.path


_FILES = pytest.StashKey[dict[Path, CaseFile]]()
_PROFILES = pytest.StashKey[dict[Path, Profile]]()
_SUITE = pytest.StashKey[Suite]()


def _file(path: Path, config: pytest.Config) -> CaseFile:
    """Read a file of cases, once a run."""
    known = config.stash.setdefault(_FILES, {})
    if path not in known:
        shown = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
        profiles = config.stash.setdefault(_PROFILES, {})
        known[path] = read_cases(path, shown.as_posix(), known=profiles)
    return known[path]


def _suite(config: pytest.Config) -> Suite:
    """Read every file that the project names; what is wrong with one is told where it is run."""
    if _SUITE not in config.stash:
        files = []
        for path in _paths(config):
            with suppress(CaseError):
                files.append(_file(path, config))
        config.stash[_SUITE] = Suite(tuple(files))
    return config.stash[_SUITE]


def _paths(config: pytest.Config) -> Iterator[Path]:
    for each in config.getini("jintan_cases"):
        path = config.rootpath / each
        yield from sorted(path.rglob("*.toml")) if path.is_dir() else (path,)
