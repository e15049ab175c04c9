"""Whether a mutant can be told from its rule at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import evolve

from jintan_rules.evaluation import evaluate
from jintan_rules.language.nodes import Literal
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.testing.proving import proved_alike

_LONG_AGO = "1921-07-01"
_TRUE = Expression("", Literal(True))


def equivalent(rule: Rule, mutant: Rule, profile: Profile, *, prove: bool = True) -> bool:
    """Say whether it is certain that two rules give every record one verdict.

    Without ``prove`` the prover is not asked.
    """
    if _same_texts(rule) == _same_texts(mutant) or _same_periods(rule, mutant, profile):
        return True
    return prove and proved_alike(rule, mutant, profile)


def _same_texts(rule: Rule) -> Rule:
    """Return a rule with editions that say the same put together: only their citations differ."""
    joined: list[Edition] = []
    for each in rule.editions:
        last = joined[-1] if joined else None
        if last and (last.requires, last.done, last.due) == (each.requires, each.done, each.due):
            joined[-1] = evolve(last, end=each.end)
        else:
            joined.append(evolve(each, citations=()))
    return evolve(rule, editions=tuple(joined))


def _same_periods(rule: Rule, mutant: Rule, profile: Profile) -> bool:
    """Say whether two rules differ in their borders alone, and no period lies between these."""
    if rule.period is None or rule.on is not None or _undated(rule) != _undated(mutant):
        return False
    return list(_texts_of_periods(rule, profile)) == list(_texts_of_periods(mutant, profile))


def _undated(rule: Rule) -> Rule:
    day = dt.date.min
    editions = tuple(evolve(each, start=day, end=None, citations=()) for each in rule.editions)
    return evolve(rule, editions=editions)


def _texts_of_periods(rule: Rule, profile: Profile) -> Iterator[tuple[str, int | None]]:
    """Yield each period near a border, and which text of the rule it is judged by."""
    borders = [each.start for each in rule.editions]
    borders += [each.end for each in rule.editions if each.end is not None]
    plain = evolve(
        rule,
        editions=tuple(_plain(each) for each in rule.editions),
        applies_when=None,
        for_each=None,
        since=None,
        until=None,
        remedy=None,
        remedy_en=None,
    )
    window = (dt.date(min(borders).year - 1, 1, 1), dt.date(max(borders).year + 1, 12, 31))
    record = Record.from_dict(
        {"id": "r", "established_on": _LONG_AGO}, vocabulary=profile.vocabulary
    )
    report = evaluate(
        record,
        evolve(profile, rules=(plain,), category=None),
        as_of=window[1],
        window=window,
        engine="reference",
    )
    starts = [each.start for each in plain.editions]
    for slot in report.findings[0].slots:
        yield slot.label, None if slot.edition is None else starts.index(slot.edition.start)


def _plain(edition: Edition) -> Edition:
    return evolve(edition, requires=_TRUE, done=None, due=None)
