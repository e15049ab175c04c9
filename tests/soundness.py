"""What holds of every error and every report, however broken the input was."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from importlib.util import find_spec

import jintan_rules as jr
from jintan_rules.codes import CODES

#: What the default engine is compared with; not every platform has the second.
OTHER_ENGINES = ("reference", "durable") if find_spec("durable") else ("reference",)
#: Codes that speak of a whole file, which has no path inside.
OF_FILES = ("JR101", "JR102", "JR103")


def check_problems(error: jr.JintanError) -> None:
    """Every problem has its code, a place, what is expected or found, and a way to mend it."""
    assert error.problems
    for problem in error.problems:
        assert problem.code in CODES, problem
        assert problem.place.source, problem
        assert problem.place.path or problem.code in OF_FILES or _is_whole(problem), problem
        assert problem.summary, problem
        assert problem.expected or problem.found or problem.excerpt, problem
        assert problem.mend, problem
    text = str(error)
    text.encode()
    odd = {each for each in text if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"}
    assert not odd, repr(text)
    longest = max(map(len, text.splitlines()))
    assert longest < 4000, longest


def _is_whole(problem: jr.Problem) -> bool:
    """Whether a problem is about all of a record, or about a file of a folder."""
    if problem.place.source.endswith(".toml"):
        return not problem.place.line
    return "(" in problem.found or problem.place.source == "load_profile"


def verdicts(report: jr.Report) -> list[tuple[object, ...]]:
    """Return every verdict of a report: rule, slot, outcome, level."""
    return [
        (finding.rule.id, slot.label, slot.outcome, slot.level)
        for finding in report.findings
        for slot in finding.slots
    ]


def check_report(
    record: jr.Record,
    profile: jr.Profile,
    as_of: dt.date,
    window: tuple[dt.date, dt.date] | None = None,
    *,
    show: bool = True,
) -> None:
    """Every engine judges a record alike, and its report can be shown in every form."""
    report = jr.evaluate(record, profile, as_of=as_of, window=window)
    for engine in OTHER_ENGINES:
        other = jr.evaluate(record, profile, as_of=as_of, window=window, engine=engine)

        assert verdicts(report) == verdicts(other), engine
    if not show:
        return
    assert json.loads(report.to_json())["record"]
    for lang in ("zh", "en"):
        for text in (report.to_text(lang), report.to_html(lang)):
            assert text
            text.encode()
        for finding in report.findings[::7]:
            report.explain(finding.rule.id, lang).encode()
