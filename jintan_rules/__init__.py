"""The standards of grassroots Party organisation work, as rules that can be run.

>>> import datetime as dt
>>> import jintan_rules as jr
>>> record = jr.Record.from_dict({
...     "id": "b-001", "category": "village", "tier": "branch", "kind": "ordinary",
...     "established_on": "1998-06-01", "full_members": 7, "has_committee": False,
... })
>>> report = jr.evaluate(record, "village", as_of=dt.date(2024, 12, 31))
>>> report["org.committee.required-when-seven"].outcome
<Outcome.FAIL: 'fail'>
"""

from importlib import import_module
from typing import TYPE_CHECKING

from jintan_rules.version import VERSION as __version__  # noqa: N811  the name tools look for

if TYPE_CHECKING:
    from jintan_rules.calendar import WorkdayCalendar
    from jintan_rules.due.deadline import Deadline
    from jintan_rules.due.deriving import deadlines
    from jintan_rules.due.ics import deadlines_to_ics
    from jintan_rules.errors import (
        EvaluationError,
        JintanError,
        Place,
        Problem,
        ProfileError,
        RecordError,
    )
    from jintan_rules.evaluation import evaluate
    from jintan_rules.findings import Evidence, Finding, SlotResult
    from jintan_rules.frames.evaluate import evaluate_frame
    from jintan_rules.frames.from_records import records_to_frames
    from jintan_rules.frames.to_records import frames_to_records
    from jintan_rules.language.values import Missing
    from jintan_rules.loading.profiles import load_profile, profile_ids
    from jintan_rules.loading.records import read_record, read_records
    from jintan_rules.records.record import NEVER, Record
    from jintan_rules.records.schema import record_schema
    from jintan_rules.reports.district import district_page, district_to_markdown
    from jintan_rules.reports.frame import catalogue_frame
    from jintan_rules.reports.report import Report
    from jintan_rules.standard.instruments import Citation, Instrument
    from jintan_rules.standard.profiles import MonthDay, Parameter, Profile
    from jintan_rules.standard.rules import Edition, Rule
    from jintan_rules.standard.words import (
        Area,
        Category,
        Level,
        Outcome,
        Strength,
        Subject,
        Verification,
    )
    from jintan_rules.workbooks.listing import to_workbook
    from jintan_rules.workbooks.reading import read_workbook, read_workbooks
    from jintan_rules.workbooks.template import template_workbook

__all__ = [
    "NEVER",
    "Area",
    "Category",
    "Citation",
    "Deadline",
    "Edition",
    "EvaluationError",
    "Evidence",
    "Finding",
    "Instrument",
    "JintanError",
    "Level",
    "Missing",
    "MonthDay",
    "Outcome",
    "Parameter",
    "Place",
    "Problem",
    "Profile",
    "ProfileError",
    "Record",
    "RecordError",
    "Report",
    "Rule",
    "SlotResult",
    "Strength",
    "Subject",
    "Verification",
    "WorkdayCalendar",
    "__version__",
    "catalogue_frame",
    "deadlines",
    "deadlines_to_ics",
    "district_page",
    "district_to_markdown",
    "evaluate",
    "evaluate_frame",
    "frames_to_records",
    "load_profile",
    "profile_ids",
    "read_record",
    "read_records",
    "read_workbook",
    "read_workbooks",
    "record_schema",
    "records_to_frames",
    "template_workbook",
    "to_workbook",
]

#: Where each name is defined; its module is imported when the name is first asked for.
_DEFINED_IN = {
    name: f"jintan_rules.{module}"
    for module, names in {
        "calendar": ("WorkdayCalendar",),
        "due.deadline": ("Deadline",),
        "due.deriving": ("deadlines",),
        "due.ics": ("deadlines_to_ics",),
        "errors": (
            "EvaluationError",
            "JintanError",
            "Place",
            "Problem",
            "ProfileError",
            "RecordError",
        ),
        "evaluation": ("evaluate",),
        "findings": ("Evidence", "Finding", "SlotResult"),
        "language.values": ("Missing",),
        "loading.profiles": ("load_profile", "profile_ids"),
        "loading.records": ("read_record", "read_records"),
        "records.record": ("NEVER", "Record"),
        "records.schema": ("record_schema",),
        "reports.report": ("Report",),
        "frames.evaluate": ("evaluate_frame",),
        "frames.from_records": ("records_to_frames",),
        "frames.to_records": ("frames_to_records",),
        "reports.district": ("district_page", "district_to_markdown"),
        "reports.frame": ("catalogue_frame",),
        "workbooks.template": ("template_workbook",),
        "workbooks.reading": ("read_workbook", "read_workbooks"),
        "workbooks.listing": ("to_workbook",),
        "standard.instruments": ("Citation", "Instrument"),
        "standard.profiles": ("MonthDay", "Parameter", "Profile"),
        "standard.rules": ("Edition", "Rule"),
        "standard.words": (
            "Area",
            "Category",
            "Level",
            "Outcome",
            "Strength",
            "Subject",
            "Verification",
        ),
    }.items()
    for name in names
}


def __getattr__(name: str) -> object:
    if name not in _DEFINED_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_DEFINED_IN[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
