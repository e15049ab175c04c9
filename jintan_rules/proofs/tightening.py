"""Whether a profile is at least as strict as one that it rests on."""

from __future__ import annotations

from attrs import evolve, field, frozen

from jintan_rules.proofs.faults import Fault, Open, place_of
from jintan_rules.proofs.machine import require
from jintan_rules.proofs.relation import Relation, Side, relation, shown_alone
from jintan_rules.proofs.search import FIRST_TRIES, MORE_TRIES, moments, place
from jintan_rules.proofs.witness import NOT_JUDGED, Seen, Witness
from jintan_rules.proofs.words import say
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule


@frozen
class Looser:
    """One rule of the base that a profile loosens, what stands for it, and the reason given.

    ``fault`` is the problem with its witness. ``by`` is None where nothing stands for the
    rule. An empty ``reason`` means that none was written.
    """

    rule: Rule = field(repr=False)
    by: Rule | None = field(repr=False)
    reason: str
    fault: Fault


@frozen
class TighteningReport:
    """What was proved of a profile against its base, rule by rule.

    ``looser`` lists every rule that lets somebody through whom the base does not;
    ``problems`` are the faults of those without a written reason. ``proved`` counts the
    rules of the base that were proved to be kept at least as strict.
    """

    profile: Profile = field(repr=False)
    base: Profile = field(repr=False)
    looser: tuple[Looser, ...] = ()
    open: tuple[Open, ...] = ()
    proved: int = 0

    @property
    def problems(self) -> tuple[Fault, ...]:
        """The faults for which no reason is written."""
        return tuple(each.fault for each in self.looser if not each.reason)

    @property
    def only_tightens(self) -> bool:
        """Whether every rule was proved at least as strict, written reasons or not."""
        return not self.looser and not self.open

    def to_text(self, lang: str = "zh") -> str:
        """Write it out: what is looser, with its reason, then what is open, then a count."""
        lines = []
        for each in self.looser:
            key = "reason" if each.reason else "no-reason"
            lines += [str(each.fault), "  " + say(key, lang, reason=each.reason)]
        lines += [say("open", lang, what=each) for each in self.open]
        counts = {"rules": len(self.base.rules), "proved": self.proved, "looser": len(self.looser)}
        lines.append(say("tightens", lang, profile=self.profile.id, base=self.base.id, **counts))
        return "\n".join(lines)


def check_tightens(profile: Profile, base: Profile) -> TighteningReport:
    """Prove that a profile is at least as strict as its base, or show where it is not.

    Each rule of the base is compared with the one that stands for it: the same rule,
    one that cites it, or one that replaces it, with the strength, the parameters and the
    days of each. A parameter that the base leaves open is compared as the profile sets it.

    Args:
        profile: A tailored profile, or one that extends the base.
        base: The profile that it has to keep to.

    Raises:
        EvaluationError: If the package ``z3-solver`` is not installed (JR503).
    """
    require()
    looser: list[Looser] = []
    unsettled: list[Open] = []
    proved = 0
    for rule in base.rules:
        if rule.id not in profile:
            found = _left_out(profile, base, rule)
            if found is not None:
                looser.append(found)
            continue
        now = profile.rule(rule.id)
        told = relation(Side(base, rule), Side(profile, now), tighter=False)
        if told.looser is not None:
            looser.append(_loosened(profile, base, (rule, now), told))
        elif told.settled:
            proved += 1
        else:
            unsettled.append(Open((rule, now), f"whether {now.id} asks for all that it does"))
    return TighteningReport(profile, base, tuple(looser), tuple(unsettled), proved)


def reason_of(profile: Profile, rule: Rule, now: Rule | None) -> str:
    """Return the reason that is written for what a profile made of a rule."""
    for each in profile.deselected:
        if each.rule == rule.id and (now is None or each.replaced_by == now.id):
            return each.reason
    if now is None:
        return ""
    before = len(rule.changes) if now.id == rule.id else 0
    return "; ".join(each.reason for each in now.changes[before:] if each.reason.strip())


def breaking(profile: Profile, rule: Rule, *, outcome: str = "fail") -> Witness | None:
    """Return a record that a rule fails, or passes."""
    for edition in reversed(rule.editions):
        for moment in moments(rule, profile.vocabulary, edition.start, edition.end):
            for tried in (*FIRST_TRIES, *MORE_TRIES):
                here = place(profile, [(rule, edition)], moment, tried)
                judged = here.judged[0]
                found = here.witness(judged.fails if outcome == "fail" else judged.passes)
                if found is not None:
                    shown = shown_alone(*found, Side(profile, rule), outcome)
                    if shown is not None:
                        return shown
    return None


def _left_out(profile: Profile, base: Profile, rule: Rule) -> Looser | None:
    witness = breaking(evolve(base, category=None), rule)
    if witness is None:
        return None  # nobody breaks it, with it or without
    witness = evolve(witness, seen=(*witness.seen, Seen(profile, rule, "-", NOT_JUDGED)))
    reason = reason_of(profile, rule, None)
    fault = Fault(
        "JR611",
        place_of(rule),
        f"{profile.id} leaves out the rule {rule.id!r} of {base.id}",
        "the rule, or one as strict in its place",
        f"the reason {reason!r}" if reason else "no reason",
        rules=(rule,),
        witness=witness,
    )
    return Looser(rule, None, reason, fault)


def _loosened(profile: Profile, base: Profile, rules: tuple[Rule, Rule], told: Relation) -> Looser:
    rule, now = rules
    witness = told.looser
    assert witness is not None
    reason = reason_of(profile, rule, now)
    code = _kind(base, profile, rules, witness)
    says = {
        "JR610": f"{now.id!r} lets through what {rule.id!r} of {base.id} does not",
        "JR612": f"{now.id!r} binds {now.subject} as {now.strength} only, "
        f"{rule.id!r} of {base.id} {rule.subject} as {rule.strength}",
        "JR613": f"a parameter of {now.id!r} is set less strictly than in {base.id}",
    }[code]
    fault = Fault(
        code,
        place_of(now),
        says,
        f"at least what {place_of(rule)} asks",
        f"the reason {reason!r}" if reason else "no reason",
        rules=(rule, now),
        witness=witness,
    )
    return Looser(rule, now, reason, fault)


def _kind(base: Profile, profile: Profile, rules: tuple[Rule, Rule], witness: Witness) -> str:
    """Return the code of what was loosened: the strength, a parameter, or the rule itself."""
    rule, now = rules
    before, after = witness.seen[:2]
    if before.outcome == after.outcome == "fail":
        return "JR612"
    if rule.id != now.id:
        return "JR610"
    values = [
        [each.settings[name].value for each in (base, profile) if name in each.settings]
        for name in rule.parameters
    ]
    moved = any(len(each) > 1 and each[0] != each[1] for each in values)
    return "JR613" if moved else "JR610"
