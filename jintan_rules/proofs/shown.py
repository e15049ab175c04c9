"""What one text of one rule can come to: a record that passes it and one that fails it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field

from jintan_rules.errors import JintanError
from jintan_rules.language.unparse import unparse_generator
from jintan_rules.proofs.judged import Judged, day_word, judge
from jintan_rules.proofs.machine import Solver
from jintan_rules.proofs.model import Model
from jintan_rules.proofs.moves import asked
from jintan_rules.proofs.scope import ModelRow
from jintan_rules.proofs.search import (
    FIRST_TRIES,
    MORE_TRIES,
    Moment,
    Place,
    moments,
    place,
)
from jintan_rules.proofs.terms import Term
from jintan_rules.proofs.witness import Witness
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule

#: A rule and one of its texts.
Text = tuple[Rule, Edition]


@define(eq=False)
class Shown:
    """What a text of a rule was shown to come to, and what was proved that it cannot.

    ``passing`` and ``failing`` are witnesses with the labels of their slots. ``cannot``
    holds ``bind``, ``pass`` or ``fail`` where it was proved; ``open`` what is not settled.
    """

    rule: Rule
    edition: Edition
    passing: tuple[Witness, str] | None = None
    failing: tuple[Witness, str] | None = None
    cannot: set[str] = field(factory=set)
    open: set[str] = field(factory=set)


def show(profile: Profile, rule: Rule, edition: Edition) -> Shown:
    """Find a record that passes a text and one that fails it, or prove that there is none."""
    found = Shown(rule, edition)
    when = list(moments(rule, profile.vocabulary, edition.start, edition.end))
    for tries in (FIRST_TRIES, MORE_TRIES):
        for moment in when:
            for tried in tries:
                if _shown(found, profile, moment, tried):
                    return found
            if tries is FIRST_TRIES and _settled(found, profile):
                return found
    for word, witness in (("pass", found.passing), ("fail", found.failing)):
        if witness is None and word not in found.cannot:
            found.open.add(word)
    return found


def _shown(found: Shown, profile: Profile, moment: Moment, tried: tuple[int, bool]) -> bool:
    """Look for what is missing; say whether nothing is missing any more."""
    here = place(profile, [(found.rule, found.edition)], moment, tried)
    (judged,) = here.judged
    if found.passing is None and "pass" not in found.cannot:
        found.passing = replayed(here, profile, [judged.passes], [(found.rule, "pass")])
    if found.failing is None and "fail" not in found.cannot:
        found.failing = replayed(here, profile, [judged.fails], [(found.rule, "fail")])
    done_pass = found.passing is not None or "pass" in found.cannot
    return done_pass and (found.failing is not None or "fail" in found.cannot)


def replayed(
    here: Place,
    profile: Profile,
    wanted: Sequence[Term],
    outcomes: Iterable[tuple[Rule, str]],
) -> tuple[Witness, str] | None:
    """Return a record that the reference evaluator judges as wanted, and the label of its slot."""
    found = here.witness(*wanted)
    if found is None:
        return None
    witness, label = found
    return (witness, label) if shows(witness, profile, label, outcomes) else None


def shows(
    witness: Witness, profile: Profile, label: str, outcomes: Iterable[tuple[Rule, str]]
) -> bool:
    """Say whether a record, judged again, has these outcomes in a slot."""
    wanted = list(outcomes)
    try:
        report = witness.report(profile, [rule for rule, _ in wanted])
    except JintanError:
        return False
    for finding, (_, outcome) in zip(report.findings, wanted, strict=True):
        slot = next((each for each in finding.slots if each.label == label), None)
        if slot is None or slot.outcome != outcome:
            return False
    return True


def seen(witness: Witness, profile: Profile, label: str, rules: Iterable[Rule]) -> Witness:
    """Return a witness that remembers what it shows of some rules."""
    return evolve(
        witness, seen=(*witness.seen, *(witness.show(profile, rule, label) for rule in rules))
    )


# -- by the model of the slot -----------------------------------------------------------


def slot_key(rule: Rule) -> tuple[str, ...]:
    """Return what slots of a rule are made of: rules of one key are judged in the same slots."""
    rows = model_rows(rule)
    loop = ""
    if rule.for_each is not None:
        generator = evolve(rule.for_each.generator, filters=(), names=("x",))
        loop = unparse_generator(generator)
    period = rule.period.value if rule.period else ""
    names = rule.for_each.names if rule.for_each else ()
    return (loop, period, day_word(rule, dict(zip(names, rows, strict=True))))


def model_rows(rule: Rule) -> tuple[ModelRow, ...]:
    """Return the rows of a rule's thing, called alike whatever the rule calls them."""
    if rule.for_each is None:
        return ()
    name = rule.for_each.list_name
    return tuple(
        ModelRow(f"{name}{place or ''}", name) for place in range(len(rule.for_each.names))
    )


def modelled(model: Model, texts: Iterable[Text]) -> Iterator[Judged]:
    """Yield some rules in one slot of the model."""
    for rule, edition in texts:
        rows = model_rows(rule)
        names = rule.for_each.names if rule.for_each else ()
        word = day_word(rule, dict(zip(names, rows, strict=True)))
        yield judge(model, rule, edition, rows, word)


def impossible(model: Model, *wanted: Term) -> bool:
    """Say whether it is proved that nothing is as wanted."""
    solver = Solver()
    solver.add(*model.axioms, *wanted)
    solution, sure = asked(solver, model.moves)
    return sure and solution is None


def _settled(found: Shown, profile: Profile) -> bool:
    """Prove what was not found; say whether nothing is left to be looked for."""
    model = Model(profile)
    (judged,) = modelled(model, [(found.rule, found.edition)])
    if impossible(model, judged.binds.proved):
        found.cannot |= {"bind", "pass", "fail"}
        return True
    if found.passing is None and impossible(model, judged.passes):
        found.cannot.add("pass")
    if found.failing is None and impossible(model, judged.fails):
        found.cannot.add("fail")
    passing = found.passing is not None or "pass" in found.cannot
    return passing and (found.failing is not None or "fail" in found.cannot)
