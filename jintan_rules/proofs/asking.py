"""What to ask many organisations first: the questions that settle most, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from attrs import frozen

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.language.values import Missing
from jintan_rules.proofs.settled import settling
from jintan_rules.reports.report import Report

#: A row's label in a path: the same fact of any row is one question.
_ROW = re.compile(r"\[[^]]*\]")
#: The days of a gap: the gaps of one list are one question.
_GAP = re.compile(r" \d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$")

Paths = frozenset[str]


@frozen
class Asked:
    """One question put to many organisations.

    ``path`` names the fact, ``meetings[].held_on`` that of any row. ``settles`` is how
    many slots its answers settle beside the answers to the questions before it, and
    ``settled`` how many are settled by then in all. ``organizations`` is how many have to
    answer it; a parameter (``param.…``) is answered once, by the locality.
    """

    path: str
    organizations: int
    settles: int
    settled: int


def questions(
    reports: Iterable[Report], *, workdays: WorkdayCalendar | None = None
) -> tuple[Asked, ...]:
    """Order what is not known of many organisations by how much it settles.

    Each step takes the fewest questions for the most slots that are unknown, given what
    is asked already. Only the organisations' own duties count (``report.unknowns``). Slots
    that are decided whatever the facts are need no question.

    Args:
        reports: The reports of the organisations.
        workdays: The working days that the reports were made with.

    Raises:
        EvaluationError: If the solver is not installed (JR503).
    """
    open_slots: Counter[frozenset[Paths]] = Counter()
    askers: dict[str, set[str]] = {}
    for report in reports:
        unknown = (
            each
            for finding in report.unknowns
            for each in settling(report, finding.rule.id, workdays=workdays)
        )
        for each in unknown:
            choices = frozenset(
                frozenset(_path(missing) for question in one for missing in question.missing)
                for one in each.sets
            )
            if choices:
                open_slots[choices] += 1
            for path in frozenset().union(*choices):
                askers.setdefault(path, set()).add(report.record.id)
    found: list[Asked] = []
    settled = 0
    while open_slots:
        bundle = _best(open_slots)
        for path in sorted(bundle):
            still: Counter[frozenset[Paths]] = Counter()
            gained = 0
            for choices, count in open_slots.items():
                left = frozenset(each - {path} for each in choices)
                if frozenset() in left:
                    gained += count
                else:
                    still[left] += count
            open_slots, settled = still, settled + gained
            found.append(Asked(path, len(askers[path]), gained, settled))
    return tuple(found)


def _best(open_slots: Counter[frozenset[Paths]]) -> Paths:
    """Return the questions that settle most slots for each of them, together."""
    bundles = {bundle for choices in open_slots for bundle in choices}

    def worth(bundle: Paths) -> tuple[float, int, list[str]]:
        gained = sum(
            count
            for choices, count in open_slots.items()
            if any(each <= bundle for each in choices)
        )
        return (-gained / len(bundle), len(bundle), sorted(bundle))

    return min(bundles, key=worth)


def _path(missing: Missing) -> str:
    return _GAP.sub("", _ROW.sub("[]", missing.path))
