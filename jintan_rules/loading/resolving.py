"""A standard while it is being put together: its parents' rules, its own, and what it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, evolve, field

from jintan_rules.errors import Place, Problem, suggestion
from jintan_rules.loading.parameters import Refused, value_of
from jintan_rules.loading.refusals import shown
from jintan_rules.standard.instruments import Citation, Instrument
from jintan_rules.standard.profiles import (
    Deselection,
    Parameter,
    ParameterValue,
    Profile,
    Setting,
)
from jintan_rules.standard.rules import Change, Rule
from jintan_rules.standard.vocabulary import Expression, Fact, Vocabulary
from jintan_rules.standard.words import Area

#: The reasons that the library itself gives for leaving a rule out.
DRAFT = "草案 draft"
NOT_SELECTED = "未选用 not selected"

_ORDER = {area: number for number, area in enumerate(Area)}


@define
class Making:
    """What is left of a set of rules after each step; every step may tell a problem.

    ``by`` names the profile or tailoring whose steps these are. ``broken`` holds
    ids of rules that could not be read, which are not missed a second time.
    """

    by: str
    problems: list[Problem]
    rules: dict[str, Rule] = field(factory=dict)
    deselected: dict[str, Deselection] = field(factory=dict)
    parameters: dict[str, Parameter] = field(factory=dict)
    settings: dict[str, Setting] = field(factory=dict)
    by_reference: bool = False
    broken: frozenset[str] = frozenset()

    def inherit(self, profile: Profile) -> None:
        """Take over what a parent, or the profile to be tailored, comes to."""
        for rule in profile.rules:
            known = self.rules.get(rule.id)
            # The same rule may come by two ways; the one that more was done to counts.
            if known is None or len(rule.changes) > len(known.changes):
                self.rules[rule.id] = rule
        for each in profile.deselected:
            self.deselected.setdefault(each.rule, each)
        for gone in self.deselected:
            self.rules.pop(gone, None)
        self.parameters.update(profile.parameters)
        self.settings.update(profile.settings)

    def add(self, rules: Iterable[Rule]) -> None:
        """Add the rules that a profile brings itself."""
        taken = self.aliases()
        for rule in rules:
            known = self.rules.get(rule.id) or self.rules.get(taken.get(rule.id, ""))
            if known or rule.id in self.deselected:
                first = known.place if known else f"the profile {self.deselected[rule.id].profile}"
                self.tell(
                    "JR107",
                    rule.place,
                    f"the rule {rule.id!r} is given twice",
                    found=f"first at {first}",
                    mend="call this one something else",
                )
            else:
                self.rules[rule.id] = rule

    def declare(self, parameter: Parameter) -> None:
        """Add a parameter."""
        known = self.parameters.get(parameter.name)
        if known:
            self.tell(
                "JR107",
                parameter.place,
                f"the parameter {parameter.name!r} is declared twice",
                found=f"first at {known.place}",
                mend="keep one",
            )
        self.parameters.setdefault(parameter.name, parameter)

    # -- steps ------------------------------------------------------------------------

    def replace(self, rule_id: str, by: str, reason: str, at: Mapping[str, Place]) -> None:
        """Let one rule stand for another."""
        rule, other = self.named(rule_id, at["rule"]), self.named(by, at["by"])
        if rule and other and rule.id == other.id:
            self.tell(
                "JR302",
                at["by"],
                "a rule cannot replace itself",
                found=repr(by),
                mend="name the other rule",
            )
        elif rule and other:
            self.leave_out(rule, reason, replaced_by=other.id)
            self.change(other, f"replace {rule.id}", reason)

    def deselect(self, rule_id: str, reason: str, at: Place) -> None:
        """Leave one rule out."""
        rule = self.named(rule_id, at)
        if rule and not reason.strip():
            self.tell(
                "JR104",
                at,
                "a rule is left out for a reason",
                found=repr(reason),
                mend="give the reason",
            )
        elif rule:
            self.leave_out(rule, reason)

    def select(self, wanted: Iterable[tuple[str, Place]], among: Iterable[str]) -> None:
        """Keep only the rules wanted of those ``among``."""
        found = {rule.id for rule_id, at in wanted if (rule := self.named(rule_id, at))}
        for rule_id in list(among):
            if rule_id in self.rules and rule_id not in found:
                self.leave_out(self.rules[rule_id], NOT_SELECTED)

    def cite(self, rule_id: str, citation: Citation, alias: str, at: Mapping[str, Place]) -> None:
        """Add a citation to a rule, and another id it is known by."""
        rule = self.named(rule_id, at["rule"])
        if not rule:
            return
        if alias and (alias in self.rules or alias in self.aliases()):
            self.tell(
                "JR107",
                at["as"],
                f"the id {alias!r} is given twice",
                found=repr(alias),
                mend="choose another id",
            )
            return
        rule = evolve(
            rule,
            added_citations=(*rule.added_citations, citation),
            cited_as=(*rule.cited_as, alias) if alias else rule.cited_as,
        )
        self.change(rule, f"cite {alias or citation.instrument.id}", citation.text())

    def set(self, name: str, value: object, source: str, at: Mapping[str, Place]) -> None:
        """Set a parameter."""
        parameter = self.parameters.get(name)
        if not parameter:
            self.tell(
                "JR302",
                at["name"],
                f"there is no parameter {name!r}",
                found=repr(name),
                mend=suggestion(name, self.parameters) or "declare it in the profile",
            )
            return
        read = value_of(parameter, value)
        if isinstance(read, Refused):
            self.problems.append(
                Problem(
                    "JR305",
                    at["value"],
                    f"{name} cannot be set to this",
                    expected=read.expected,
                    found=shown(value),
                    mend=read.mend,
                )
            )
            return
        self.settings[name] = Setting(read, self.by, source)
        for rule in list(self.rules.values()):
            if name in rule.parameters:
                self.change(rule, f"set {name} = {written(read)}", source)

    def refer(self, rule_id: str, at: Place) -> None:
        """Apply one rule by reference."""
        rule = self.named(rule_id, at)
        if rule:
            self.change(evolve(rule, by_reference=True), "by_reference", "参照执行")

    def refer_to_all(self) -> None:
        """Apply every rule by reference."""
        self.by_reference = True
        for rule in list(self.rules.values()):
            if not rule.by_reference:
                self.change(evolve(rule, by_reference=True), "by_reference", "参照执行")

    def leave_drafts_out(self) -> None:
        """Leave out every rule that is a draft."""
        for rule in list(self.rules.values()):
            if rule.draft:
                self.leave_out(rule, DRAFT, profile=rule.profile)

    # -- parts of steps ---------------------------------------------------------------

    def aliases(self) -> dict[str, str]:
        """Return every id that a rule is known by beside its own."""
        return {alias: rule.id for rule in self.rules.values() for alias in rule.cited_as}

    def named(self, rule_id: str, at: Place) -> Rule | None:
        """Return a rule by its id or an alias; a problem unless it was left out before."""
        rule = self.rules.get(rule_id) or self.rules.get(self.aliases().get(rule_id, ""))
        if not rule and rule_id not in self.deselected and rule_id not in self.broken:
            known = {*self.rules, *self.aliases(), *self.deselected}
            self.tell(
                "JR302",
                at,
                f"there is no rule {rule_id!r}",
                found=repr(rule_id),
                mend=suggestion(rule_id, known) or "use the id of a rule that is there",
            )
        return rule

    def leave_out(
        self, rule: Rule, reason: str, *, replaced_by: str = "", profile: str = ""
    ) -> None:
        """Take a rule out and remember why."""
        self.rules.pop(rule.id)
        self.deselected[rule.id] = Deselection(rule.id, profile or self.by, reason, replaced_by)

    def change(self, rule: Rule, what: str, reason: str) -> None:
        """Put a changed rule in the place of the one it was, and say what was done."""
        change = Change(self.by, what, reason)
        self.rules[rule.id] = evolve(rule, changes=(*rule.changes, change))

    def tell(self, code: str, at: Place, summary: str, *, found: str = "", mend: str = "") -> None:
        """Tell a problem."""
        self.problems.append(Problem(code, at, summary, found=found, mend=mend))

    def finish(self, profile: Profile) -> Profile:
        """Return ``profile`` with what the steps came to, in the notice's order."""
        # Sorting keeps what is equal in order: parents first, then file order.
        rules = tuple(sorted(self.rules.values(), key=lambda rule: _ORDER[rule.area]))
        profile = evolve(
            profile,
            rules=rules,
            parameters=dict(self.parameters),
            settings=dict(self.settings),
            deselected=tuple(self.deselected.values()),
            by_reference=self.by_reference or profile.by_reference,
        )
        return evolve(profile, digest=digest_of(profile))


def written(value: ParameterValue) -> str:
    """Write a parameter's value out, always the same way."""
    return ",".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def known_instruments(profiles: Iterable[Profile]) -> dict[str, Instrument]:
    """Return the instruments of several profiles together."""
    return {name: each for profile in profiles for name, each in profile.instruments.items()}


def digest_of(profile: Profile) -> str:
    """Return a hash of everything in a profile that can change a verdict."""
    text = "\n".join(
        [
            f"gate {profile.category} {sorted(profile.subtypes)}",
            *(
                f"set {name} {written(each.value)}"
                for name, each in sorted(profile.settings.items())
            ),
            *sorted(_rule_text(rule) for rule in profile.rules),
            *_vocabulary_texts(profile.vocabulary),
        ]
    )
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _rule_text(rule: Rule) -> str:
    parts: list[object] = [
        rule.id,
        rule.strength,
        rule.subject,
        rule.period,
        rule.first_period,
        rule.integrity,
        rule.for_each.text if rule.for_each else None,
        *sorted(rule.cited_as),
        *map(_text, (rule.applies_when, rule.on, rule.since, rule.until)),
    ]
    for edition in rule.editions:
        parts += [edition.start, edition.end]
        parts += map(_text, (edition.requires, edition.done, edition.due))
    return "\t".join(" ".join(str(part).split()) for part in parts)


def _text(expression: Expression | None) -> str | None:
    return expression.text if expression else None


def _vocabulary_texts(vocabulary: Vocabulary) -> Iterator[str]:
    yield from (_fact_text(fact, "") for _, fact in sorted(vocabulary.facts.items()))
    for name, shape in sorted(vocabulary.lists.items()):
        yield f"list {name} {shape.kind} {shape.date} {shape.since} {shape.until}"
        yield from (_fact_text(fact, name) for _, fact in sorted(shape.attributes.items()))


def _fact_text(fact: Fact, list_name: str) -> str:
    parts: tuple[object, ...] = (
        list_name,
        fact.name,
        fact.type,
        fact.unit,
        fact.places,
        fact.least,
        fact.most,
        fact.never,
        fact.list_name,
        sorted(fact.tokens),
        *map(_text, (fact.derived, fact.default, fact.default_when)),
    )
    return "\t".join(" ".join(str(part).split()) for part in parts)
