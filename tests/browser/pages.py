"""The pages that the browser opens: built once, from the sample organisations."""

import datetime as dt
from functools import cache
from pathlib import Path

import jintan_rules as jr

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF, HORIZON = dt.date(2024, 11, 30), dt.date(2025, 2, 28)


@cache
def report(name):
    """Judge one of the sample organisations."""
    return jr.evaluate(jr.read_record(EXAMPLES / f"{name}.json"), as_of=AS_OF)


@cache
def report_page(name, lang):
    """Write its page, with what falls due."""
    judged = report(name)
    due = jr.deadlines(judged.record, judged.profile, as_of=AS_OF, horizon=HORIZON)
    return judged.to_html(lang, deadlines=due)
