"""What judging a rule gives: slots with their outcomes, and the finding they come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from jintan_rules.language.values import Missing
from jintan_rules.records.record import FactValue, Reason
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Label
from jintan_rules.standard.words import Level, Outcome


@frozen
class Evidence:
    """One thing a verdict rests on.

    For a fact, ``path`` is its path and ``value`` what was read; ``assumed``
    says that it is the vocabulary's declared default, ``derived`` that it
    follows from other facts. For a walk over a list, ``path`` is the canonical
    text of the walk, ``value`` its result where it is known, and ``rows`` the
    rows that counted.
    """

    path: str
    value: FactValue | None = None
    rows: tuple[str, ...] = ()
    assumed: bool = False
    derived: bool = False


@frozen
class SlotResult:
    """One slot of a rule with its outcome.

    ``label`` is stable (``2024-Q3``, a row's id, ``2024-05/g3``, ``-``).
    ``start`` and ``end`` are the period's days, ``on`` the slot's own day,
    ``due`` and ``done`` the days of a deadline (``done`` is None where the act
    has not happened by then). ``because`` says in one word what decided it:
    ``requires``, ``deadline``, ``applies_when``, ``filter``, ``partial``,
    ``not_established``, ``dissolved``, ``not_in_force``, ``precondition``,
    ``list`` (the list walked is not known), ``window`` and ``on`` (the
    day is not known), ``open`` (still running),
    ``reason`` (excused). ``review`` names integrity findings, as
    ``rule.id[slot]``, that touch rows this slot rests on.
    """

    label: str
    outcome: Outcome
    level: Level | None = None
    because: str = "requires"
    start: dt.date | None = None
    end: dt.date | None = None
    on: dt.date | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    things: tuple[str, ...] = ()
    edition: Edition | None = field(default=None, repr=False)
    missing: tuple[Missing, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    reason: Reason | None = None
    remedy: Label | None = None
    review: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import slot_fragment  # noqa: PLC0415

        return slot_fragment(self)


#: From the heaviest to the lightest.
_ORDER = (
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.PENDING,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


#: The outcome and level of a finding, where an engine told them before its slots.
Verdict: TypeAlias = tuple[Outcome, Level | None]


class _Untold:
    """What a finding knows while nobody has looked at its slots."""

    __slots__ = ("tell", "verdict")
    tell: Callable[[Rule], tuple[SlotResult, ...]]
    verdict: Verdict


@frozen
class Finding(_Untold):
    """What one rule comes to: the worst of its slots, and the slots themselves.

    The slots of a report's findings are made when somebody first looks at them.
    """

    rule: Rule
    slots: tuple[SlotResult, ...]

    if not TYPE_CHECKING:  # to a type checker, no name but those declared is there

        def __getattr__(self, name: str) -> Any:
            if name == "slots":
                # Two threads may both come here: what they are told is equal.
                slots = self.tell(self.rule)
                _set_slots(self, slots)
                return slots
            if name == "verdict":
                slots = self.slots
                outcome = self.worst.outcome if slots else Outcome.NOT_APPLICABLE
                levels = {slot.level for slot in slots if slot.outcome is outcome}
                level = next((level for level in Level if level in levels), None)
                _set_verdict(self, (outcome, level))
                return outcome, level
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def worst(self) -> SlotResult | None:
        """The first slot of the heaviest outcome; None where there is no slot."""
        return min(self.slots, key=lambda slot: _ORDER.index(slot.outcome), default=None)

    @property
    def outcome(self) -> Outcome:
        """The worst outcome of the slots; not applicable where there is none."""
        return self.verdict[0]

    @property
    def level(self) -> Level | None:
        """The level that goes with the outcome."""
        return self.verdict[1]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The facts that would settle the slots that are unknown."""
        found = {
            each: None
            for slot in self.slots
            if slot.outcome is Outcome.UNKNOWN
            for each in slot.missing
        }
        return tuple(found)

    @property
    def is_own(self) -> bool:
        """Whether it counts for the organisation: its own duty, neither advice nor review."""
        return self.rule.is_own

    def slot(self, label: str) -> SlotResult:
        """Return the slot of that label; KeyError where there is none."""
        for slot in self.slots:
            if slot.label == label:
                return slot
        raise KeyError(label)

    def with_outcome(self, outcome: Outcome) -> tuple[SlotResult, ...]:
        """Return the slots of one outcome."""
        return tuple(slot for slot in self.slots if slot.outcome is outcome)

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import finding_fragment  # noqa: PLC0415

        return finding_fragment(self)


class Findings(tuple[Finding, ...]):
    """Findings in their order: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import findings_fragment  # noqa: PLC0415

        return findings_fragment(self)


# A frozen class is set by the doors of its slots.
_set_rule, _set_slots = (Finding.__dict__[name].__set__ for name in ("rule", "slots"))
_set_verdict, _set_tell = (_Untold.__dict__[name].__set__ for name in ("verdict", "tell"))


def untold(
    rules: Iterable[Rule],
    verdicts: Iterable[Verdict | None],
    tell: Callable[[Rule], tuple[SlotResult, ...]],
) -> tuple[Finding, ...]:
    """Return findings whose slots are told later; where a verdict is None, it is, too."""
    found = []
    make = object.__new__
    for rule, verdict in zip(rules, verdicts, strict=True):
        finding = make(Finding)
        _set_rule(finding, rule)
        _set_tell(finding, tell)
        if verdict is not None:
            _set_verdict(finding, verdict)
        found.append(finding)
    return tuple(found)
