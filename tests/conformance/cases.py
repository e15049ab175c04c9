"""Reading the conformance cases: data files, one per profile and area."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

FOLDER = Path(__file__).parent
#: What every rule must show at least once. The first four are outcomes; a
#: boundary is the exact figure or day; before_force the last day before its text.
WANTED = ("pass", "fail", "unknown", "not_applicable", "boundary", "before_force")


@frozen
class Case:
    """One record, one rule, one day, and what must come out."""

    file: str
    profile: str
    rule: str
    name: str
    as_of: dt.date
    record: Mapping[str, Any]
    outcome: str
    level: str | None
    slot: str | None
    shows: tuple[str, ...]
    window: tuple[dt.date, dt.date] | None
    parameters: Mapping[str, Any]
    workdays: Mapping[str, Any] | None
    missing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.rule}: {self.name}"


_KEYS = {
    "rule",
    "name",
    "as_of",
    "record",
    "outcome",
    "level",
    "slot",
    "shows",
    "window",
    "parameters",
    "workdays",
    "missing",
}


def cases() -> Iterator[Case]:
    """Yield every case of every file."""
    for path in sorted(FOLDER.glob("*/*.toml")):
        if path.parent.name == "excused":
            continue
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        file, profile = f"{path.parent.name}/{path.name}", path.parent.name
        base = content.get("base", {})
        for raw in content["case"]:
            unknown = set(raw) - _KEYS
            assert not unknown, f"{file}: {raw.get('name')}: keys {unknown}"
            record = {"id": "case", **base, **raw.get("record", {})}
            # "absent" takes a fact of the base away again.
            record = {key: value for key, value in record.items() if value != "absent"}
            window = raw.get("window")
            yield Case(
                file,
                content.get("profile", profile),
                raw["rule"],
                raw["name"],
                raw["as_of"],
                record,
                raw["outcome"],
                raw.get("level"),
                raw.get("slot"),
                tuple(raw.get("shows", ())),
                tuple(window) if window else None,
                raw.get("parameters", {}),
                raw.get("workdays"),
                tuple(raw.get("missing", ())),
            )


def excused() -> dict[str, dict[str, str]]:
    """Return what a rule cannot show, each with the reason."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / "excused").glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found
