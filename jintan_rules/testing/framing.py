"""The law that frames give the verdicts which records give one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from attrs import evolve

from jintan_rules.evaluation import evaluate
from jintan_rules.frames.evaluate import evaluate_frame
from jintan_rules.frames.from_records import records_to_frames
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level, Outcome
from jintan_rules.testing.building import Building, how_much_is_missing
from jintan_rules.testing.chance import Seeded
from jintan_rules.testing.occasion import Occasion
from jintan_rules.testing.steering import usual_day
from jintan_rules.testing.trials import LawBrokenError, Trial, Verdicts, of_slots

FRAMES_AGREE = "frames give the verdicts that records give one by one"


def can_frame() -> bool:
    """Whether what frames need is installed."""
    return all(find_spec(name) is not None for name in ("narwhals", "polars"))


def frames_differ(
    profile: Profile, rules: Iterable[Rule], examples: int
) -> Iterator[LawBrokenError]:
    """Yield, for each rule that comes out otherwise in frames, the first record of which it does.

    All rules are judged on all records at once, on the usual day of the profile.

    Args:
        profile: The profile.
        rules: The rules.
        examples: How many records are made up for each rule.
    """
    chosen = tuple(rules)
    one = evolve(profile, rules=chosen)
    as_of = usual_day(one)
    trials = {
        f"r{place}-{seed}": _trial(Occasion.of(one, [rule], as_of), f"r{place}-{seed}", seed)
        for place, rule in enumerate(chosen)
        for seed in range(examples)
    }
    told: dict[tuple[str, str], dict[str, tuple[Outcome, Level | None]]] = {}
    frames = records_to_frames([trial.record for trial in trials.values()], one)
    for row in evaluate_frame(**frames, profile=one, as_of=as_of, output="slots").to_dicts():
        level = None if row["level"] is None else Level(row["level"])  # type: ignore[call-arg]
        verdict = Outcome(row["outcome"]), level  # type: ignore[call-arg]
        told.setdefault((row["organization"], row["rule"]), {})[row["slot"]] = verdict
    seen: set[str] = set()
    for name, trial in trials.items():
        for rule_id, verdicts in _verdicts(trial.record, one, trial).items():
            framed = told.get((name, rule_id), {})
            if framed != verdicts and rule_id not in seen:
                seen.add(rule_id)
                words = ("record by record", "in frames")
                try:
                    other = evolve(trial, rule=one.rule(rule_id))
                    other.same(FRAMES_AGREE, verdicts, framed, words)
                except LawBrokenError as broken:
                    yield broken


def _trial(occasion: Occasion, name: str, seed: int) -> Trial:
    chance = Seeded(seed)
    plain = Building(occasion, chance, missing=how_much_is_missing(chance)).build(name)
    return Trial(occasion.profile, occasion.rules[0], plain, occasion.as_of, None, chance)


def _verdicts(record: Record, profile: Profile, trial: Trial) -> dict[str, Verdicts]:
    report = evaluate(record, profile, as_of=trial.as_of)
    return {finding.rule.id: of_slots(finding) for finding in report.findings}
