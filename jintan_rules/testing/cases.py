"""Conformance cases: a record, a day and a rule, and what must come out; read from TOML files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import Factory, field, frozen

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.errors import JintanError, Place, Problem, ProfileError, RecordError, suggestion
from jintan_rules.loading import files
from jintan_rules.loading.builtin import PROFILE
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.loading.tables import structure
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Level, Outcome

#: What every rule shows at least once: four outcomes, the exact figure or day, and the
#: last day before its text came into force.
WANTED = ("pass", "fail", "unknown", "not_applicable", "boundary", "before_force")

_TOP = frozenset({"profile", "base", "case", "excused"})
_APART = frozenset({"record", "parameters", "window", "workdays", "slot"})
_ABSENT = "absent"


class CaseError(JintanError):
    """A file of conformance cases cannot be used (JR1xx to JR4xx, JR63x)."""


@frozen
class RawCase:
    """``[[case]]`` of a case file, without its record and what else is a table."""

    rule: str
    name: str
    as_of: dt.date
    outcome: Outcome
    level: Level | None = None
    shows: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@frozen
class RawWorkdays:
    """``workdays`` of a case."""

    years: Any
    holidays: Any = Factory(list)
    workdays: Any = Factory(list)


@frozen
class Case:
    """One record, one rule, one day, and what must come out.

    ``rule`` is the rule's own id, whatever the case calls it by; ``profile`` has the
    ``parameters`` of the case set. ``given`` is the record as plain values. ``slot`` is the
    label of the slot that is meant; without one, the finding is. ``shows`` names what
    the case is an example of beside its outcome, ``missing`` facts that an unknown
    must name.
    """

    name: str
    rule: str
    profile: Profile = field(repr=False)
    record: Record = field(repr=False)
    as_of: dt.date
    outcome: Outcome
    level: Level | None = None
    slot: str | None = None
    shows: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    window: tuple[dt.date, dt.date] | None = None
    workdays: WorkdayCalendar | None = field(default=None, repr=False)
    parameters: Mapping[str, Any] = field(factory=dict, repr=False)
    given: Mapping[str, Any] = field(factory=dict, repr=False)
    place: Place = field(eq=False, repr=False, default=Place())

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


@frozen
class CaseFile:
    """The cases of one file, and what its rules cannot show: kind and reason by rule."""

    path: Path
    profile: Profile = field(repr=False)
    cases: tuple[Case, ...] = field(repr=False)
    excused: Mapping[str, Mapping[str, str]] = field(factory=dict, repr=False)


def read_cases(
    path: Path, shown: str = "", *, known: dict[Path, Profile] | None = None
) -> CaseFile:
    """Read one file of conformance cases.

    Args:
        path: The file. It names its profile, or lies in a folder of the profile's id.
        shown: How problems name the file.
        known: Profiles loaded before, by their folders; those loaded now are added.

    Raises:
        CaseError: With every problem of the file, of its profile and of its records.
    """
    problems: list[Problem] = []
    document = files.read(Folder(path, shown or path.as_posix()), problems)
    if document is None:
        raise CaseError(problems)
    problems += document.only(_TOP)
    profile = _profile(document, path, {} if known is None else known, problems)
    if profile is None:
        raise CaseError(problems)
    reader = _Reader(document, profile, _table(document, "base", problems), problems)
    cases = tuple(reader.cases())
    excused = dict(reader.excused())
    if not cases and not excused and not problems:
        problems.append(
            Problem(
                "JR630",
                Place(document.shown, path="case"),
                "the file has no case",
                expected="[[case]]",
                found=", ".join(document.data) or "nothing",
                mend="write a case, or remove the file",
            )
        )
    if problems:
        raise CaseError(problems)
    return CaseFile(path, profile, cases, excused)


def lacking(
    cases: Iterable[Case],
    profiles: Iterable[Profile],
    excused: Mapping[str, Mapping[str, str]],
) -> dict[str, tuple[str, ...]]:
    """Return the rules of ``profiles`` whose cases don't show all of :data:`WANTED`.

    Only the rules that a profile brings itself count, not what it inherits.
    """
    shown: dict[str, set[str]] = {}
    for case in cases:
        shown.setdefault(case.rule, set()).update({str(case.outcome), *case.shows})
    found = {}
    for profile in profiles:
        for rule in profile.rules:
            if rule.profile == profile.id:
                seen = shown.get(rule.id, set()) | set(excused.get(rule.id, ()))
                found[rule.id] = tuple(each for each in WANTED if each not in seen)
    return {rule: kinds for rule, kinds in found.items() if kinds}


def _profile(
    document: Document, path: Path, known: dict[Path, Profile], problems: list[Problem]
) -> Profile | None:
    """Return the profile that a file names, or that its folder is called by."""
    given = document.data.get("profile")
    place = document.at_value(("profile",)) if given is not None else Place(document.shown)
    if given is not None and not isinstance(given, str):
        problems.append(
            Problem("JR106", place, "profile is not a text", 'profile = "…"', repr(given)[:80])
        )
        return None
    name: str | Path | None = None
    if given is None and path.parent.name in profile_ids():
        name = path.parent.name
    elif given is not None and (path.parent / given / PROFILE).is_file():
        name = (path.parent / given).resolve()
    elif given in profile_ids():
        name = given
    if name is None:
        problems.append(
            Problem(
                "JR630",
                place,
                "the file does not say which profile its cases are of",
                expected='profile = "…" at its top, an id or a folder',
                found=f"no profile is called {given or path.parent.name!r}, and no folder is one",
                mend=suggestion(given or path.parent.name, profile_ids()) or "name the profile",
            )
        )
        return None
    at = Path(name)
    if at not in known:
        try:
            known[at] = load_profile(name, drafts=True)
        except ProfileError as error:
            problems += error.problems
    return known.get(at)


def _table(document: Document, key: str, problems: list[Problem]) -> Mapping[str, Any]:
    value = document.data.get(key, {})
    if isinstance(value, Mapping):
        return value
    problems.append(
        Problem("JR106", document.at_value((key,)), f"{key} is not a table", f"[{key}]")
    )
    return {}


@frozen
class _Reader:
    """Reads the cases of one document."""

    document: Document
    profile: Profile
    base: Mapping[str, Any]
    problems: list[Problem]
    seen: dict[tuple[str, str], Place] = field(factory=dict)
    tailored: dict[str, Profile] = field(factory=dict)

    def cases(self) -> Iterator[Case]:
        for path, table in self.document.tables("case", self.problems):
            raw = structure(self.document, path, table, RawCase, self.problems, apart=_APART)
            if raw is None:
                continue
            before = len(self.problems)
            case = self.case(raw, table, path)
            self.told_once(raw, path)
            if case and len(self.problems) == before:
                yield case

    def case(self, raw: RawCase, table: Mapping[str, Any], path: KeyPath) -> Case | None:
        profile = self.settled(table.get("parameters"), (*path, "parameters"))
        known = raw.rule in profile
        if not known:
            self.tell(
                "JR504",
                (*path, "rule"),
                f"no rule {raw.rule!r} in the profile {profile.id}",
                "the id of a rule",
                mend=suggestion(raw.rule, (rule.id for rule in profile.rules)),
            )
        given = self.given(table.get("record", {}), (*path, "record"))
        record = self.record(given, (*path, "record"), profile)
        slot = table.get("slot")
        if slot is not None and not isinstance(slot, str):
            self.tell("JR106", (*path, "slot"), "slot is not a text", "the label of a slot")
        window, workdays = self.window(table, path), self.workdays(table, path)
        if record is None or not known:
            return None
        return Case(
            raw.name,
            profile.rule(raw.rule).id,
            profile,
            record,
            raw.as_of,
            raw.outcome,
            raw.level,
            slot,
            raw.shows,
            raw.missing,
            window,
            workdays,
            table.get("parameters", {}),
            given,
            self.document.at_key(path),
        )

    def told_once(self, raw: RawCase, path: KeyPath) -> None:
        first = self.seen.setdefault((raw.rule, raw.name), self.document.at_key(path))
        if first != self.document.at_key(path):
            self.problems.append(
                Problem(
                    "JR631",
                    self.document.at_key(path),
                    f"{raw.rule} has two cases of one name",
                    "a name of its own for each case",
                    f"{raw.name!r}, first at {first}",
                    "rename one, or keep one",
                )
            )

    def settled(self, parameters: object, path: KeyPath) -> Profile:
        """Return the profile with the parameters of a case set."""
        if not parameters:
            return self.profile
        if not isinstance(parameters, Mapping):
            self.tell("JR106", path, "parameters is not a table", "{ name = value }")
            return self.profile
        key = repr(sorted(parameters.items()))
        if key not in self.tailored:
            try:
                self.tailored[key] = self.profile.tailor(parameters=parameters)
            except ProfileError as error:
                self.tell_all(error, path)
                return self.profile
        return self.tailored[key]

    def given(self, own: object, path: KeyPath) -> Mapping[str, Any]:
        """Return the record of a case as plain values, laid over the base of the file."""
        if not isinstance(own, Mapping):
            self.tell("JR106", path, "record is not a table", "{ fact = value }")
            return {}
        whole = {"id": "case", **self.base, **own}
        # "absent" takes a fact of the base away again.
        return {name: value for name, value in whole.items() if value != _ABSENT}

    def record(self, given: Mapping[str, Any], path: KeyPath, profile: Profile) -> Record | None:
        try:
            return Record.from_dict(given, vocabulary=profile) if given else None
        except RecordError as error:
            self.tell_all(error, path)
            return None

    def window(self, table: Mapping[str, Any], path: KeyPath) -> tuple[dt.date, dt.date] | None:
        given = table.get("window")
        if given is None:
            return None
        match given:
            case [dt.date() as first, dt.date() as last] if first <= last:
                return first, last
        self.tell(
            "JR501", (*path, "window"), "the window is not two days", "[first, last]", repr(given)
        )
        return None

    def workdays(self, table: Mapping[str, Any], path: KeyPath) -> WorkdayCalendar | None:
        if "workdays" not in table:
            return None
        place: KeyPath = (*path, "workdays")
        raw = structure(self.document, place, table["workdays"], RawWorkdays, self.problems)
        if raw is None:
            return None
        kinds = ((raw.years, int), (raw.holidays, dt.date), (raw.workdays, dt.date))
        for values, kind in kinds:
            if not isinstance(values, list) or not all(isinstance(each, kind) for each in values):
                self.tell(
                    "JR106",
                    place,
                    "the working days are not lists of years and days",
                    "{ years = [2024], holidays = [2024-05-01], workdays = [2024-05-11] }",
                    repr(values)[:80],
                )
                return None
        return WorkdayCalendar.for_years(set(raw.years), set(raw.holidays), set(raw.workdays))

    def excused(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield what a rule cannot show, with the reasons."""
        for rule, kinds in _table(self.document, "excused", self.problems).items():
            path: KeyPath = ("excused", rule)
            if rule not in self.profile:
                near = suggestion(rule, (each.id for each in self.profile.rules))
                self.tell(
                    "JR504", path, f"no rule {rule!r} to excuse", "the id of a rule", mend=near
                )
            elif not isinstance(kinds, Mapping):
                self.tell("JR106", path, "what is excused is not a table", 'boundary = "reason"')
            else:
                for kind, reason in kinds.items():
                    if kind not in WANTED or not isinstance(reason, str) or not reason.strip():
                        self.tell(
                            "JR108",
                            (*path, kind),
                            "this cannot be excused so",
                            f"one of {', '.join(WANTED)}, with a reason",
                            repr(reason)[:80],
                        )
                yield self.profile.rule(rule).id, kinds

    def tell(
        self,
        code: str,
        path: KeyPath,
        summary: str,
        expected: str = "",
        found: str = "",
        mend: str = "",
    ) -> None:
        """Tell a problem of a value."""
        place = self.document.at_value(path)
        self.problems.append(Problem(code, place, summary, expected, found, mend))

    def tell_all(self, error: JintanError, path: KeyPath) -> None:
        """Tell the problems of what a case holds, at the place where it stands."""
        at = self.document.at_value(path)
        for each in error.problems:
            inside = f"{at.path}.{each.place.path}" if each.place.path else at.path
            place = Place(at.source, at.line, at.column, inside)
            self.problems.append(
                Problem(each.code, place, each.summary, each.expected, each.found, each.mend)
            )
