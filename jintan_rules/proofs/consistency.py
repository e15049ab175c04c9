"""Whether a profile is consistent: every rule can be passed, failed and bind; none is idle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import evolve, field, frozen

from jintan_rules.proofs.directions import Turned, turned
from jintan_rules.proofs.faults import Fault, Open, place_of
from jintan_rules.proofs.forms import Form, forms
from jintan_rules.proofs.machine import require
from jintan_rules.proofs.memory import Memory
from jintan_rules.proofs.pairs import Pair, Pairs
from jintan_rules.proofs.search import FIRST_TRIES, moments, place
from jintan_rules.proofs.shown import Shown, seen
from jintan_rules.proofs.witness import Seen, Witness, smallest
from jintan_rules.proofs.words import say
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.words import Outcome

_DAY = dt.timedelta(days=1)


@frozen
class ConsistencyReport:
    """What was proved of a profile.

    ``problems`` are its faults, each with a record that shows it. ``organisations`` are the
    smallest found that meet everything, one for each form of organisation. ``open``
    lists what was settled neither way; a profile is consistent where it has no problem.
    """

    profile: Profile = field(repr=False)
    problems: tuple[Fault, ...] = ()
    open: tuple[Open, ...] = ()
    organisations: tuple[Form, ...] = ()

    @property
    def is_consistent(self) -> bool:
        """Whether no fault was found."""
        return not self.problems

    def to_text(self, lang: str = "zh") -> str:
        """Write it out: the faults, then what is open, then what was proved."""
        lines = [str(each) for each in self.problems]
        lines += [say("open", lang, what=each) for each in self.open]
        rules, count = len(self.profile.rules), len(self.problems)
        key = "faults" if self.problems else "consistent"
        lines.append(say(key, lang, profile=self.profile.id, rules=rules, count=count))
        met = [say(each.name, lang) for each in self.organisations if each.witness is not None]
        if met:
            between = ", " if lang == "en" else "、"
            lines.append(say("met", lang, names=between.join(met)))
        return "\n".join(lines)


def check_consistency(
    profile: Profile, *, organisations: bool = True, memory: Memory | None = None
) -> ConsistencyReport:
    """Prove that a profile is consistent, or show where it is not.

    Proved, with facts that are missing in the model: that the profile as a whole can be
    met; that each rule can bind, be met and be broken; that no two rules contradict each
    other and none says what another as strong says; that the editions of a rule leave no
    gap and do not overlap; and that no parameter loosens where it is said to tighten.

    Args:
        profile: The profile, as loaded or tailored. A parameter that is not set may have
            any value of its range.
        organisations: Whether organisations that meet the profile as a whole are wanted.
        memory: What earlier calls settled; handed on, rules that profiles share are
            proved once.

    Raises:
        EvaluationError: If the package ``z3-solver`` is not installed (JR503).
    """
    require()
    memory = Memory() if memory is None else memory
    shown = {
        (rule.id, edition.start): memory.show(profile, rule, edition)
        for rule in profile.rules
        for edition in rule.editions
    }
    problems = list(_editions(profile))
    problems += _single(profile, shown)
    # What is shown of two rules may be shown of an organisation of any category.
    sound = evolve(profile, rules=tuple(_sound(profile, shown)), category=None)
    pairs = Pairs(sound, shown, memory)
    problems += [_implied(sound, each) for each in (*pairs.implied(), *pairs.implied_across())]
    problems += [_contradiction(sound, each) for each in pairs.contradictions()]
    unsettled = [
        Open((each.rule,), f"whether a record can {word} it")
        for each in shown.values()
        for word in sorted(each.open)
    ]
    for found in turned(sound, memory):
        if isinstance(found, tuple):
            unsettled.append(Open((found[0],), f"whether {found[1].name} tightens it"))
        else:
            problems.append(_turned(sound, found))
    report = ConsistencyReport(profile, tuple(problems), tuple(unsettled))
    return with_organisations(report, forms(profile) if organisations else ())


def with_organisations(report: ConsistencyReport, found: tuple[Form, ...]) -> ConsistencyReport:
    """Return a report with what was found of the profile as a whole, its faults in order."""
    problems, unsettled = [*report.problems], [*report.open]
    told = [{rule.id for rule in each.rules} for each in problems if each.code == "JR603"]
    for form in found:
        # Two rules that contradict each other are told once.
        if form.fault is not None and not _tells(form.fault.rules, told):
            problems.append(form.fault)
        if form.open is not None and not _tells(form.open.rules, told):
            unsettled.append(form.open)
    order = {rule.id: place_in for place_in, rule in enumerate(report.profile.rules)}
    problems.sort(key=lambda each: order.get(each.rules[0].id, 0) if each.rules else 0)
    return evolve(report, problems=tuple(problems), open=tuple(unsettled), organisations=found)


def _tells(rules: tuple[Rule, ...], told: list[set[str]]) -> bool:
    """Say whether two of the rules were told to contradict each other."""
    return any(pair <= {rule.id for rule in rules} for pair in told)


def _sound(profile: Profile, shown: dict[tuple[str, dt.date], Shown]) -> Iterator[Rule]:
    """Yield the rules of which each text was shown to pass and to fail."""
    for rule in profile.rules:
        found = [shown[rule.id, edition.start] for edition in rule.editions]
        if all(each.passing is not None and each.failing is not None for each in found):
            yield rule


# -- one rule --------------------------------------------------------------------------


def _single(profile: Profile, shown: dict[tuple[str, dt.date], Shown]) -> Iterator[Fault]:
    ungated = evolve(profile, category=None)
    for rule in profile.rules:
        by = profile if rule.profile == profile.id else ungated
        for edition in rule.editions:
            found = shown[rule.id, edition.start]
            if "bind" in found.cannot:
                yield _fault("JR600", by, rule, edition, _idle(by, rule, edition))
            elif "pass" in found.cannot:
                yield _fault("JR601", by, rule, edition, found.failing)
            elif "fail" in found.cannot:
                yield _fault("JR602", by, rule, edition, found.passing)


_SINGLE = {
    "JR600": ("binds nobody, whatever is recorded", "somebody whom it binds"),
    "JR601": ("is never met, whatever is recorded", "a record that meets it"),
    "JR602": ("is always met where it binds", "a record that breaks it"),
}


def _fault(
    code: str,
    profile: Profile,
    rule: Rule,
    edition: Edition,
    found: tuple[Witness, str] | None,
) -> Fault:
    says, expected = _SINGLE[code]
    text = f", by the text of {edition.start}," if len(rule.editions) > 1 else ""
    return Fault(
        code,
        place_of(rule),
        f"the rule {rule.id!r}{text} {says}",
        expected,
        _written(rule, edition),
        rules=(rule,),
        witness=_least(profile, [rule], found),
    )


def _idle(profile: Profile, rule: Rule, edition: Edition) -> tuple[Witness, str] | None:
    """Return a record with a thing that the rule might have bound."""
    for moment in moments(rule, profile.vocabulary, edition.start, edition.end):
        for tried in FIRST_TRIES:
            here = place(profile, [(rule, edition)], moment, tried)
            begun = here.judged[0].on.term <= here.sketch.as_of.term
            found = here.witness(begun) or here.witness()
            if found is not None:
                return found
    return None


def _written(rule: Rule, edition: Edition) -> str:
    parts = [f"applies_when = {rule.applies_when.text!r}"] if rule.applies_when else []
    for name in ("requires", "done", "due"):
        expression = getattr(edition, name)
        if expression is not None:
            parts.append(f"{name} = {expression.text!r}")
    return ", ".join(parts)


def _least(
    profile: Profile, rules: list[Rule], found: tuple[Witness, str] | None
) -> Witness | None:
    """Return the smallest record that shows the same of some rules in a slot."""
    if found is None:
        return None
    witness, label = found
    wanted = [(each.outcome, each.level) for each in seen(witness, profile, label, rules).seen]

    def same(less: Witness) -> bool:
        told = seen(less, profile, label, rules).seen
        return [(each.outcome, each.level) for each in told] == wanted

    return seen(smallest(witness, same), profile, label, rules)


# -- editions --------------------------------------------------------------------------


def _editions(profile: Profile) -> Iterator[Fault]:
    for rule in profile.rules:
        for before, after in zip(rule.editions, rule.editions[1:], strict=False):
            if before.end is None or before.end >= after.start:
                ends = [each for each in (before.end, after.end) if each is not None]
                yield _days("JR606", profile, rule, before, after.start, min(ends, default=None))
            elif before.end + _DAY < after.start:
                yield _days("JR605", profile, rule, before, before.end + _DAY, after.start - _DAY)


def _days(
    code: str, profile: Profile, rule: Rule, text: Edition, start: dt.date, end: dt.date | None
) -> Fault:
    """Return that no text, or more than one, is in force on some days of a rule."""
    between = evolve(text, start=start, end=end)
    found = None
    whole = evolve(rule, editions=(between,))
    for moment in moments(whole, profile.vocabulary, start, end):
        for tried in FIRST_TRIES:
            here = place(profile, [(whole, between)], moment, tried)
            found = found or here.witness(here.judged[0].fails)
    says = "leave a gap" if code == "JR605" else "overlap"
    return Fault(
        code,
        place_of(rule),
        f"two editions of the rule {rule.id!r} {says} from {start} to {end or 'now'}",
        "one text in force on each day",
        f"editions from {', '.join(str(each.start) for each in rule.editions)}",
        rules=(rule,),
        witness=_least(profile, [rule], found),
    )


# -- two rules, and parameters ------------------------------------------------------------


def _implied(profile: Profile, pair: Pair) -> Fault:
    one, other = pair.one, pair.other
    return Fault(
        "JR604",
        place_of(other),
        f"whoever breaks the rule {other.id!r} breaks {one.id!r} too",
        "a rule that says something of its own",
        f"{one.id} at {place_of(one)}, as strong and about the same slots",
        rules=(other, one),
        witness=_least_of_two(profile, pair),
    )


def _least_of_two(profile: Profile, pair: Pair) -> Witness | None:
    """Return the smallest record that breaks both rules, in whatever slots."""
    if pair.one.period is pair.other.period:
        return _least(profile, [pair.other, pair.one], (pair.witness, pair.label))

    def failing(each: Witness) -> list[Seen]:
        findings = each.report(profile, [pair.other, pair.one]).findings
        return [
            each.show(profile, finding.rule, slot.label)
            for finding in findings
            for slot in finding.with_outcome(Outcome.FAIL)[:1]
        ]

    least = smallest(pair.witness, lambda each: len(failing(each)) > 1)
    return evolve(least, seen=tuple(failing(least)))


def _contradiction(profile: Profile, pair: Pair) -> Fault:
    one, other = pair.one, pair.other
    return Fault(
        "JR603",
        place_of(one),
        f"nobody whom both bind can meet both {one.id!r} and {other.id!r}",
        "two rules that can be met together",
        f"{other.id} at {place_of(other)}",
        rules=(one, other),
        witness=_least(profile, [one, other], (pair.witness, pair.label)),
    )


def _turned(profile: Profile, found: Turned) -> Fault:
    rule, parameter = found.rule, found.parameter
    before, after = (each.parameters[parameter.name] for each in (found.witness, found.stricter))
    witness = seen(found.witness, profile, found.label, [rule])
    return Fault(
        "JR607",
        parameter.place if parameter.place.source else place_of(rule),
        f"the parameter {parameter.name!r} loosens {rule.id!r} where it is said to tighten it",
        f"stricter = {str(parameter.stricter)!r} to be the stricter way",
        f"a record that fails with {before} and not with {after}",
        rules=(rule,),
        witness=witness,
    )
