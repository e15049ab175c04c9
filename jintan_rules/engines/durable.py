"""The ``durable`` engine: each formula as two rules of a Rete network.

One fires on what proves the formula, the other on what refutes it; neither firing
leaves it undecided. Slot facts are computed by the evaluator and shown to the
network as one flat body (:mod:`~jintan_rules.engines.rulesets`). Networks are
kept, since building one takes longer than asking it; a verdict hangs on nothing
but the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen

from jintan_rules.engines.fields import UnfitError
from jintan_rules.engines.rete import FailedError, Network, machine
from jintan_rules.engines.rulesets import folded, ruleset, stages
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.language import values as v
from jintan_rules.language.evaluate import evaluate
from jintan_rules.language.formula import Constant, Formula, Split, split
from jintan_rules.language.kleene import causes
from jintan_rules.language.nodes import Node
from jintan_rules.language.scope import Scope
from jintan_rules.language.values import Truth, Value

__all__ = ["decide", "machine"]


@frozen(eq=False)
class Stage:
    """A formula that fits a network; many conditions share one, over different facts."""

    formula: Formula


@frozen
class Compiled:
    """A condition as stages, each of which may take the verdicts of those before it."""

    parts: Split
    stages: tuple[Stage, ...]
    constant: bool | None

    def decide(self, facts: Sequence[Value]) -> bool | None:
        """Return what the condition comes to, None where the facts leave it open."""
        if len(self.stages) == 1:
            return _network(self.stages[0]).decide(facts)
        decided = self.constant
        known = list(facts)
        for stage in self.stages:
            decided = _network(stage).decide(known)
            known.append(Truth(decided))
        return decided


def decide(node: Node, scope: Scope) -> Truth:
    """Return what a condition comes to in a scope.

    Raises:
        EvaluationError: If a number does not fit the engine, the engine is not
            installed, or it fails.
    """
    try:
        compiled = _compiled(node)
        facts = [evaluate(each, scope) for each in compiled.parts.facts]
        decided = compiled.decide(facts)
    except UnfitError as fault:
        raise _unfit(node, fault) from None
    except FailedError as fault:
        raise _failed(fault) from fault
    if decided is None:
        return Truth(None, causes(compiled.parts.formula, facts))
    return v.truth(decided)


@lru_cache(maxsize=4096)
def _compiled(node: Node) -> Compiled:
    parts = split(node)
    formula = folded(parts.formula)
    if isinstance(formula, Constant):
        return Compiled(parts, (), formula.value)
    return Compiled(parts, tuple(map(_stage, stages(formula, len(parts.facts)))), None)


@lru_cache(maxsize=4096)
def _stage(formula: Formula) -> Stage:
    return Stage(formula)


#: A network takes from 0.2 to 0.5 MB; the rules of all built-in profiles need about 80.
@lru_cache(maxsize=256)
def _network(stage: Stage) -> Network:
    return Network(machine(), ruleset(stage.formula))


def _unfit(node: Node, fault: UnfitError) -> EvaluationError:
    places = f" with {fault.places} decimal places" if fault.places else ""
    return EvaluationError(
        [
            Problem(
                "JR505",
                Place("evaluate", path=split(node).names[fault.fact]),
                "the engine 'durable' cannot represent a number exactly",
                f"a number{places} that fits 64 bits once its point is left out",
                str(fault.number),
            )
        ]
    )


def _failed(fault: Exception) -> EvaluationError:
    return EvaluationError(
        [
            Problem(
                "JR503",
                Place("evaluate", path="engine"),
                "the engine 'durable' failed, twice with new rulesets",
                "a verdict",
                str(fault),
                "use engine='python', and report the condition that shows it",
            )
        ]
    )
