"""Two profiles, or two versions of one: what changed for whom, rule by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.evaluation import evaluate
from jintan_rules.proofs.machine import require
from jintan_rules.proofs.relation import Side, relation, same_text
from jintan_rules.proofs.tightening import breaking, reason_of
from jintan_rules.proofs.witness import Witness
from jintan_rules.proofs.words import say
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule


class Difference(StrEnum):
    """What became of a rule."""

    ADDED = "added"
    REMOVED = "removed"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    INCOMPARABLE = "incomparable"
    SAME = "same"
    OPEN = "not settled"


@frozen
class RuleComparison:
    """One rule before and after.

    ``looser`` is the smallest record found that the old rule faults more heavily, ``tighter``
    the smallest that the new one does; of a rule that is new or gone, a record that breaks
    it. ``open`` means that neither a record nor a proof was found.
    """

    difference: Difference
    old: Rule | None = field(repr=False)
    new: Rule | None = field(repr=False)
    looser: Witness | None = field(default=None, repr=False)
    tighter: Witness | None = field(default=None, repr=False)
    reason: str = ""

    @property
    def id(self) -> str:
        """The id of the rule, the old one where both are there."""
        rule = self.old or self.new
        assert rule is not None
        return rule.id

    def to_text(self, lang: str = "zh") -> str:
        """Write it out: what became of the rule, what shows it, and the reason given."""
        text = f"{say(self.difference, lang)}: {self.id}"
        if self.old and self.new and self.old.id != self.new.id:
            text += f" -> {self.new.id}"
        lines = [text]
        for witness in (self.looser, self.tighter):
            if witness is not None:
                seen = "; ".join(each.text() for each in witness.seen)
                lines.append("  " + say("shown", lang, seen=seen, day=witness.as_of))
        if self.reason:
            lines.append("  " + say("reason", lang, reason=self.reason))
        return "\n".join(lines)


@frozen
class Comparison:
    """What was proved of two profiles, rule by rule, in the order of the old one."""

    old: Profile = field(repr=False)
    new: Profile = field(repr=False)
    rules: tuple[RuleComparison, ...] = ()

    def of(self, difference: Difference | str) -> tuple[RuleComparison, ...]:
        """Return the rules with one difference."""
        return tuple(each for each in self.rules if each.difference == difference)

    def to_text(self, lang: str = "zh") -> str:
        """Write it out: every rule that is not the same, then a count of each difference."""
        lines = [
            each.to_text(lang) for each in self.rules if each.difference is not Difference.SAME
        ]
        told = [(each, len(self.of(each))) for each in Difference]
        counts = ", ".join(f"{count} {say(each, lang)}" for each, count in told if count)
        lines.append(say("compared", lang, old=self.old.id, new=self.new.id, counts=counts or "0"))
        return "\n".join(lines)


def compare(old: Profile, new: Profile) -> Comparison:
    """Compare two profiles rule by rule: what was added, removed, tightened, loosened.

    A rule is compared with the one that answers to its id in the new profile: itself, one
    that is cited as it, or one that replaces it. ``same``, ``tightened`` and ``loosened`` are
    proved; what neither proof nor record settles is ``open``.

    Args:
        old: The profile before, or the one to compare with.
        new: The profile after.

    Raises:
        EvaluationError: If the package ``z3-solver`` is not installed (JR503).
    """
    require()
    found: list[RuleComparison] = []
    met: set[str] = set()
    for rule in old.rules:
        if rule.id not in new:
            witness = breaking(evolve(old, category=None), rule)
            reason = reason_of(new, rule, None)
            found.append(RuleComparison(Difference.REMOVED, rule, None, witness, None, reason))
            continue
        now = new.rule(rule.id)
        met.add(now.id)
        found.append(_compared(old, new, rule, now))
    for rule in new.rules:
        if rule.id not in met:
            witness = breaking(evolve(new, category=None), rule)
            found.append(RuleComparison(Difference.ADDED, None, rule, None, witness))
    return Comparison(old, new, tuple(found))


def _compared(old: Profile, new: Profile, rule: Rule, now: Rule) -> RuleComparison:
    told = relation(Side(old, rule), Side(new, now))
    if told.looser and told.tighter:
        difference = Difference.INCOMPARABLE
    elif not told.settled:
        difference = Difference.OPEN
    elif told.looser:
        difference = Difference.LOOSENED
    elif told.tighter:
        difference = Difference.TIGHTENED
    else:
        difference = Difference.SAME
    reason = "" if difference is Difference.SAME else reason_of(new, rule, now)
    return RuleComparison(difference, rule, now, told.looser, told.tighter, reason)


@frozen
class Flip:
    """One organisation whose verdict on a rule differs between two profiles.

    ``before`` and ``after`` are outcomes, with the level after a blank where there is one
    (``fail breach``); empty where the profile has no such rule.
    """

    record: str
    rule: str
    before: str
    after: str


def compare_over(
    old: Profile,
    new: Profile,
    records: Iterable[Record],
    *,
    as_of: dt.date,
    window: tuple[dt.date, dt.date] | None = None,
    workdays: WorkdayCalendar | None = None,
) -> Iterator[Flip]:
    """Yield which organisations' verdicts flip between two profiles, and by which rule.

    Each record is judged once by either profile; nothing is kept but what flips. This
    needs no solver.

    Args:
        old: The profile before.
        new: The profile after.
        records: The records, each read with a vocabulary that both profiles know.
        as_of: The assessment day.
        window: The days assessed, as for ``evaluate``.
        workdays: The working days, as for ``evaluate``.

    Raises:
        EvaluationError: If the day or window cannot be used, or a record is of another
            category than a profile.
    """
    changed = [evolve(each, rules=rules) for each, rules in _changed(old, new)]
    for record in records:
        before, after = (
            {
                finding.rule.id: _verdict(finding.outcome, finding.level)
                for finding in evaluate(
                    record, profile, as_of=as_of, window=window, workdays=workdays
                ).findings
            }
            for profile in changed
        )
        yield from _flips(record.id, before, after, new)


def compare_frames(
    old: Profile, new: Profile, organizations: Any, *, as_of: dt.date, **arguments: Any
) -> Iterator[Flip]:
    """Yield which organisations of a frame flip between two profiles, and by which rule.

    Only the rules that the profiles do not share are judged; their findings are held in memory.

    Args:
        old: The profile before.
        new: The profile after.
        organizations: A frame, as for ``evaluate_frame``.
        as_of: The assessment day.
        arguments: The lists and whatever else ``evaluate_frame`` takes.

    Raises:
        EvaluationError: As ``evaluate_frame`` raises it.
    """
    from jintan_rules.frames.evaluate import evaluate_frame  # noqa: PLC0415  optional

    verdicts: list[dict[str, dict[str, str]]] = []
    for profile, rules in _changed(old, new):
        found: dict[str, dict[str, str]] = {}
        verdicts.append(found)
        if not rules:
            continue
        frame = evaluate_frame(
            organizations,
            profile=profile,
            as_of=as_of,
            rules=[rule.id for rule in rules],
            output="findings",
            **arguments,
        )
        import narwhals as nw  # noqa: PLC0415  optional; evaluate_frame has said if it is missing

        eager = nw.from_native(frame).lazy().collect()
        for row in eager.select("organization", "rule", "outcome", "level").iter_rows():
            organization, rule_id, outcome, level = row
            found.setdefault(organization, {})[rule_id] = _verdict(outcome, level)
    before, after = verdicts
    for organization in dict.fromkeys([*before, *after]):
        told = before.get(organization, {}), after.get(organization, {})
        yield from _flips(organization, *told, new)


def _changed(old: Profile, new: Profile) -> list[tuple[Profile, tuple[Rule, ...]]]:
    """Return either profile with the rules that it does not share with the other."""
    kept = {
        rule.id
        for rule in old.rules
        if rule.id in new and same_text(Side(old, rule), Side(new, new.rule(rule.id)))
    }
    stand = {new.rule(each).id for each in kept}
    return [
        (old, tuple(rule for rule in old.rules if rule.id not in kept)),
        (new, tuple(rule for rule in new.rules if rule.id not in stand)),
    ]


def _verdict(outcome: object, level: object) -> str:
    return f"{outcome} {level or ''}".strip()


def _flips(
    record: str, before: dict[str, str], after: dict[str, str], new: Profile
) -> Iterator[Flip]:
    """Yield the verdicts that differ; a rule is told by the id that it had before."""
    left = dict(after)
    for rule_id, first in before.items():
        second = left.pop(new.rule(rule_id).id if rule_id in new else rule_id, "")
        if first != second:
            yield Flip(record, rule_id, first, second)
    for rule_id, second in left.items():
        yield Flip(record, rule_id, "", second)
