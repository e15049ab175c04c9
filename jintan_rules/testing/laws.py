"""Laws: what holds of every rule and record, whatever the rule says.

Each is called with a profile, and fails with the plainest record found that breaks
it. What the laws are stated of is in :mod:`~jintan_rules.testing.trials`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from importlib.util import find_spec

from attrs import evolve, field, frozen

from jintan_rules.errors import Place, Problem
from jintan_rules.language import nodes as n
from jintan_rules.language.parse import parse, parse_for_each
from jintan_rules.language.unparse import unparse, unparse_generator
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Edition, Rule
from jintan_rules.standard.vocabulary import Expression, FactList
from jintan_rules.standard.words import Outcome
from jintan_rules.testing.boundaries import expressions
from jintan_rules.testing.building import Building, Plain, sound
from jintan_rules.testing.occasion import Occasion
from jintan_rules.testing.strictness import stricter_settings
from jintan_rules.testing.trials import DECIDED, Statement, Trial, of_slots, written

_MOST_DAYS = 40


@frozen
class Law:
    """A law: its name, what it says, and how it is tried.

    ``once`` says that it speaks of the rule alone, so that one trial is enough.
    """

    name: str
    zh: str
    en: str
    states: Statement = field(repr=False)
    once: bool = False

    def __call__(
        self, profile: Profile, *, rules: Iterable[str] | None = None, examples: int = 50
    ) -> None:
        """Try the law on rules of a profile.

        Args:
            profile: The profile.
            rules: The ids of the rules; those that the profile brings itself if left out.
            examples: How many records are tried for each rule.

        Raises:
            LawBrokenError: With the rule and the plainest record found that break it.
            EvaluationError: If a rule is not known (JR504).
        """
        from jintan_rules.testing.checking import try_laws  # noqa: PLC0415  it knows all laws
        from jintan_rules.testing.strategies import rules_of  # noqa: PLC0415  needs Hypothesis

        for rule in rules_of(profile, rules):
            for broken in try_laws((self,), profile, rule, examples):
                raise broken


def _learning(trial: Trial) -> None:
    less, what = _forgotten(trial)
    if less is None:
        return
    fewer, more = trial.judged(less), trial.judged()
    if fewer.outcome in DECIDED and (fewer.outcome, fewer.level) != (more.outcome, more.level):
        trial.broken(
            learning_decides_nothing_anew.en,
            f"without {what} it is {fewer.outcome}, with it {more.outcome}",
        )
    known = of_slots(more)
    for label, (outcome, level) in of_slots(fewer).items():
        if label in known and label != "-" and outcome in DECIDED:
            trial.same(
                learning_decides_nothing_anew.en,
                {label: (outcome, level)},
                {label: known[label]},
                (f"without {what}", "with it"),
            )


def _forgotten(trial: Trial) -> tuple[Plain | None, str]:
    """Return the record without one thing it told, and which; facts with a default stay."""
    vocabulary, plain = trial.profile.vocabulary, trial.plain
    places = list(_told(trial))
    if not places:
        return None, ""
    name, at, key = trial.chance.pick(places)
    if not key:
        less = {each: value for each, value in plain.items() if each != name}
        return sound(less, vocabulary), name
    rows = [
        {each: value for each, value in row.items() if place != at or each != key}
        for place, row in enumerate(plain[name])
    ]
    return {**plain, name: rows}, f"{name}[{plain[name][at]['id']}].{key}"


def _told(trial: Trial) -> Iterator[tuple[str, int, str]]:
    vocabulary = trial.profile.vocabulary
    for name, value in trial.plain.items():
        if name in vocabulary.facts and name != "category":
            if vocabulary.facts[name].default is None:
                yield name, 0, ""
        elif name in vocabulary.lists:
            yield name, 0, ""
            attributes = vocabulary.lists[name].attributes
            yield from (
                (name, at, key)
                for at, row in enumerate(value)
                for key in row
                if key != "id" and attributes[key].default is None
            )


def _silence(trial: Trial) -> None:
    occasion = Occasion.of(trial.profile, [trial.rule], trial.as_of, trial.window)
    silent = Building(occasion, trial.chance).empty()
    found = trial.judged(silent).outcome
    if found not in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
        trial.broken(silence_decides_nothing.en, f"of a record that says nothing it is {found}")


def _order(trial: Trial) -> None:
    if trial.rule.for_each is not None and trial.rule.for_each.paired:
        return  # the label of a pair tells its rows in their order
    turned = {
        name: value[::-1] if isinstance(value, list) else value
        for name, value in trial.plain.items()
    }
    trial.same(
        order_is_nothing.en,
        trial.verdicts(),
        trial.verdicts(turned),
        ("in the order told", "in the other order"),
    )


def _later_events(trial: Trial) -> None:
    lists = trial.profile.vocabulary.lists
    events = [name for name in trial.plain if name in lists and lists[name].date]
    if not events:
        return
    name = trial.chance.pick(events)
    occasion = Occasion.of(trial.profile, [trial.rule], trial.as_of, trial.window)
    later = Building(occasion, trial.chance).listed(trial.plain, name)
    later[name][-1][lists[name].date] = _after(trial, lists[name])
    trial.same(
        tomorrow_s_events_change_nothing.en,
        trial.verdicts(),
        trial.verdicts(sound(later, trial.profile.vocabulary)),
        ("without a later event", f"with {later[name][-1]} in {name}"),
    )


def _after(trial: Trial, shape: FactList) -> str:
    del shape
    return (trial.as_of + timedelta(days=1 + trial.chance.number(_MOST_DAYS))).isoformat()


def _later_texts(trial: Trial) -> None:
    changed = _changed_tomorrow(trial)
    if changed is None:
        return
    was, then = trial.judged(), trial.judged(rule=changed, engine="reference")
    # What lies ahead, or on a day that is not known, is for the text of its own day.
    past = [
        slot.label
        for slot in was.slots
        if slot.edition is not None and slot.on is not None and slot.on <= trial.as_of
    ]
    before, after = of_slots(was), of_slots(then)
    trial.same(
        tomorrow_s_text_changes_nothing.en,
        {label: before[label] for label in past},
        {label: after[label] for label in past if label in after},
        ("by today's text", "with another text from tomorrow on"),
    )


def _changed_tomorrow(trial: Trial) -> Rule | None:
    """Return the rule with the text in force today repealed, and its contrary from tomorrow."""
    editions = [each for each in trial.rule.editions if each.start <= trial.as_of]
    if not editions or not editions[-1].covers(trial.as_of):
        return None
    last = editions[-1]
    tomorrow = trial.as_of + timedelta(days=1)
    contrary = Edition(tomorrow, None, last.citations, last.requires, last.done, last.due)
    if last.requires is not None:
        opposite = Expression("", n.Not(last.requires.node))
        contrary = evolve(contrary, requires=opposite)
    else:
        contrary = evolve(contrary, due=Expression("", n.Literal(last.start)))
    kept = (*editions[:-1], evolve(last, end=trial.as_of), contrary)
    return evolve(trial.rule, editions=kept)


def _stricter(trial: Trial) -> None:
    found = stricter_settings(trial.profile, trial.rule, trial.chance)
    if found is None:
        return
    name, loose, strict = found
    laxer, harder = (
        evolve(trial, profile=evolve(each, rules=(trial.rule,))).verdicts(engine="reference")
        for each in (loose, strict)
    )
    for label, (outcome, _) in laxer.items():
        if outcome is Outcome.FAIL and harder.get(label, (outcome,))[0] is Outcome.PASS:
            values = f"{loose.settings[name].value} to {strict.settings[name].value}"
            trial.broken(
                stricter_never_mends.en, f"slot {label}: {name} from {values} turns fail into pass"
            )


def _again(trial: Trial) -> None:
    if trial.judged() != trial.judged():
        trial.broken(same_again.en, "judged twice, it came out twice otherwise")


def _texts(trial: Trial) -> None:
    for each in expressions(trial.rule):
        text = unparse(each.node)
        again = parse(text, Place(trial.rule.id))
        if isinstance(again, Problem) or again != each.node or unparse(again) != text:
            trial.broken(text_and_tree_are_one.en, f"{each.text!r} is written {text!r}")
    if trial.rule.for_each is not None:
        generator = trial.rule.for_each.generator
        loop = unparse_generator(generator)
        if parse_for_each(loop, Place(trial.rule.id)) != generator:
            trial.broken(text_and_tree_are_one.en, f"for_each is written {loop!r}")


def _engines(trial: Trial) -> None:
    expected = trial.verdicts(engine="reference")
    for engine in ("python", "durable") if find_spec("durable_rules_engine") else ("python",):
        trial.same(
            engines_agree.en,
            expected,
            trial.verdicts(engine=engine),
            ("by the reference", f"by {engine}"),
        )


def _json(trial: Trial) -> None:
    record = trial.record
    again = trial.read(json.loads(written(trial.plain), parse_float=Decimal))
    if again != record or again.digest != record.digest:
        trial.broken(json_keeps_records.en, f"read again it is {again}")


learning_decides_nothing_anew = Law(
    "learning_decides_nothing_anew",
    "补上一项未知的事实，不改变已有的结论",
    "an unknown that becomes known never changes an outcome already decided",
    _learning,
)
silence_decides_nothing = Law(
    "silence_decides_nothing",
    "什么都没说的档案，没有达标也没有不达标",
    "nothing passes and nothing fails of a record that says nothing",
    _silence,
    once=True,
)
order_is_nothing = Law(
    "order_is_nothing",
    "列表中各行的先后不影响结论",
    "the order of rows does not matter",
    _order,
)
tomorrow_s_events_change_nothing = Law(
    "tomorrow_s_events_change_nothing",
    "考核日以后的事不影响结论",
    "what happens after the assessment day changes no verdict",
    _later_events,
)
tomorrow_s_text_changes_nothing = Law(
    "tomorrow_s_text_changes_nothing",
    "考核日以后施行的条文不影响结论",
    "a text that comes into force tomorrow changes no verdict of today",
    _later_texts,
)
stricter_never_mends = Law(
    "stricter_never_mends",
    "参数调严，不会使不达标变成达标",
    "a stricter parameter never turns a fail into a pass",
    _stricter,
)
same_again = Law(
    "same_again", "同一档案每次结论相同", "the same record comes out the same again", _again
)
text_and_tree_are_one = Law(
    "text_and_tree_are_one",
    "表达式写出再读入不变",
    "an expression that is written and parsed again is the same",
    _texts,
    once=True,
)
engines_agree = Law(
    "engines_agree", "各引擎结论一致", "every engine gives the same verdicts", _engines
)
json_keeps_records = Law(
    "json_keeps_records",
    "档案写成 JSON 再读入不变",
    "a record written as JSON and read again is the same",
    _json,
)

#: Every law, in the order in which they are reported.
LAWS = (
    learning_decides_nothing_anew,
    silence_decides_nothing,
    order_is_nothing,
    tomorrow_s_events_change_nothing,
    tomorrow_s_text_changes_nothing,
    stricter_never_mends,
    same_again,
    text_and_tree_are_one,
    engines_agree,
    json_keeps_records,
)
