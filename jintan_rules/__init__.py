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
from jintan_rules.language.values import Missing
from jintan_rules.loading.profiles import load_profile, profile_ids
from jintan_rules.loading.records import read_record, read_records
from jintan_rules.records.record import NEVER, Record
from jintan_rules.records.schema import record_schema
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
from jintan_rules.version import VERSION as __version__  # noqa: N811  the name tools look for

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
    "deadlines",
    "deadlines_to_ics",
    "evaluate",
    "load_profile",
    "profile_ids",
    "read_record",
    "read_records",
    "record_schema",
]
