"""Facts given together with the parts they follow from: the two must agree.

Only what a row and the scalars say by themselves is compared here. A derived
fact that reads lists or the assessment day differs from slot to slot, and is
compared when the slot is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from attrs import frozen

from jintan_rules.language import nodes as n
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Range, Value
from jintan_rules.loading.refusals import RefusedError, shown
from jintan_rules.records.record import FactValue, Record
from jintan_rules.slots.view import absent, disagree, lift, lower
from jintan_rules.standard.vocabulary import Fact, Vocabulary

_NOTHING: Mapping[str, FactValue] = {}
#: Functions whose value is not the row's own.
_OF_THE_SLOT = frozenset({"done", "history", "months", "pairs", "workdays_between"})


@frozen
class _Parts:
    """A scope in which nothing can be seen but what one row and the scalars say."""

    vocabulary: Vocabulary
    facts: Mapping[str, FactValue]
    row_facts: Mapping[str, Fact]
    row: Mapping[str, FactValue]

    def value(self, name: str) -> Value:
        """Return a scalar, unknown where it is not given: no default is assumed here."""
        return _given(self.vocabulary.facts[name], self.facts)

    def attribute(self, base: n.Node, name: str, *, as_recorded: bool = False) -> Value:
        """Return an attribute of the row."""
        return _given(self.row_facts[name], self.row)


def _given(fact: Fact, facts: Mapping[str, FactValue]) -> Value:
    value = facts.get(fact.name)
    return absent(fact, v.NOTHING) if value is None else lift(value)


def static_facts(facts: Mapping[str, Fact], vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Return the derived facts that follow from one row and the scalars alone."""
    return tuple(
        fact
        for fact in facts.values()
        if fact.derived is not None and _is_static(fact.derived.node, vocabulary)
    )


def _is_static(node: n.Node, vocabulary: Vocabulary) -> bool:
    match node:
        case n.Quantifier():
            return False
        case n.Name(name=name):
            return name in vocabulary.facts or name == "never"
        case n.Attribute(base=base):
            return base == n.Name("row")
        case n.Call(function=function) if function in _OF_THE_SLOT:
            return False
        case _:
            return all(_is_static(each, vocabulary) for each in n.children(node))


def check_derived(
    record: Record, vocabulary: Vocabulary, static: Mapping[str, tuple[Fact, ...]]
) -> Iterator[tuple[str, RefusedError]]:
    """Yield each derived fact that disagrees with its parts, with its path.

    ``static`` holds the facts to look at, by their list; those of the
    organisation itself stand under the empty name.
    """
    scalars = _Parts(vocabulary, record.facts, {}, _NOTHING)
    for fact in static.get("", ()):
        if fact.name in record.facts:
            yield from _compared(fact.name, fact, record.facts[fact.name], scalars)
    for name, rows in record.lists.items():
        attributes = vocabulary.lists[name].attributes
        for fact in static.get(name, ()):
            for row in rows:
                if fact.name in row.values:
                    path = f"{name}[{row.label}].{fact.name}"
                    parts = _Parts(vocabulary, record.facts, attributes, row.values)
                    yield from _compared(path, fact, row.values[fact.name], parts)


def _compared(
    path: str, fact: Fact, given: FactValue, parts: _Parts
) -> Iterator[tuple[str, RefusedError]]:
    assert fact.derived is not None
    # Nothing static asks for more of a scope than its parts offer.
    computed = evaluate(fact.derived.node, cast(Scope, parts))
    if not disagree(lift(given), computed):
        return
    yield (
        path,
        RefusedError(
            "JR408",
            f"{fact.name} is not what its parts make it",
            expected=f"{_shown(computed, fact)}, as {' '.join(fact.derived.text.split())}",
            found=shown(given),
            mend=f"correct the one that is wrong, or leave {fact.name!r} out",
        ),
    )


def _shown(computed: Value, fact: Fact) -> str:
    if not isinstance(computed, Range) or computed.is_known:
        return shown(lower(computed, fact))
    low, high = (shown(lower(v.known(end), fact)) for end in (computed.low, computed.high))
    if computed.high == v.INFINITY:
        return f"at least {low}"
    return f"at most {high}" if computed.low == -v.INFINITY else f"from {low} to {high}"
