"""Trying all laws on a profile, and telling all that do not hold at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import evolve, field, frozen
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.testing.building import Building, how_much_is_missing
from jintan_rules.testing.chance import Drawn
from jintan_rules.testing.framing import can_frame, frames_differ
from jintan_rules.testing.laws import LAWS, Law
from jintan_rules.testing.occasion import Occasion
from jintan_rules.testing.proving import proofs_of
from jintan_rules.testing.strategies import as_of_days, rules_of, windows
from jintan_rules.testing.strictness import with_settings
from jintan_rules.testing.trials import LawBrokenError, Trial

#: As many records of each rule as are judged in frames.
_MOST_FRAMED = 5


@frozen
class LawReport:
    """What came of trying the laws on a profile.

    ``broken`` holds each law that does not hold with its rule and record,
    ``unproved`` what the prover found wrong, ``proved`` whether it was asked and is installed,
    ``framed`` whether records were judged in frames too.
    """

    profile: Profile = field(repr=False)
    laws: tuple[Law, ...]
    rules: int
    examples: int
    broken: tuple[LawBrokenError, ...] = ()
    framed: bool = False
    proved: bool = False
    unproved: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every law held and nothing was proved wrong."""
        return not self.broken and not self.unproved

    def text(self) -> str:
        """Say what was tried and all that did not hold."""
        with_ = {True: "with", False: "without"}
        proofs = f"{with_[self.framed]} frames, {with_[self.proved]} proofs"
        tried = f"{len(self.laws)} laws, {self.rules} rules, {self.examples} records for each"
        lines = [f"{self.profile.id}: {tried}; {proofs}"]
        lines += [str(each) for each in self.broken]
        lines += self.unproved
        if self.ok:
            lines.append("all laws hold")
        else:
            lines.append(f"{len(self.broken) + len(self.unproved)} things do not hold")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def raise_if_broken(self) -> None:
        """Do nothing where all is well.

        Raises:
            AssertionError: With the whole text, where something is not.
        """
        if not self.ok:
            raise AssertionError(self.text())


def check_profile(
    profile: Profile,
    *,
    rules: Iterable[str] | None = None,
    examples: int = 20,
    laws: Sequence[Law] = LAWS,
    frames: bool = True,
    prove: bool = True,
) -> LawReport:
    """Try all laws on a profile, in frames too, with the proofs where z3-solver is installed.

    The same call tries the same records every time.

    Args:
        profile: The profile.
        rules: The ids of the rules; those that the profile brings itself if left out.
        examples: How many records are tried for each rule.
        laws: The laws.
        frames: Whether some of the records are judged in frames too, where narwhals and
            polars are installed.
        prove: Whether proofs are wanted.

    Returns:
        A report of everything that does not hold.

    Raises:
        EvaluationError: If a rule is not known (JR504).
    """
    chosen = rules_of(profile, rules)
    broken = tuple(each for rule in chosen for each in try_laws(laws, profile, rule, examples))
    framed = frames and can_frame() and bool(chosen)
    if framed:
        broken += tuple(frames_differ(profile, chosen, min(examples, _MOST_FRAMED)))
    unproved = proofs_of(profile) if prove else None
    return LawReport(
        profile,
        tuple(laws),
        len(chosen),
        examples,
        broken,
        framed=framed,
        proved=unproved is not None,
        unproved=unproved or (),
    )


def try_laws(
    laws: Sequence[Law], profile: Profile, rule: Rule, examples: int
) -> Iterator[LawBrokenError]:
    """Yield how each law that does not hold of a rule is broken, on the plainest record found."""
    for once in (True, False):
        left = [law for law in laws if law.once is once]
        while left:
            broken = _first_broken(left, profile, rule, 1 if once else examples)
            if broken is None:
                break
            yield broken
            # One law is broken on what breaks none of the others: they are tried again.
            left = [law for law in left if law.en != broken.law]


def _first_broken(
    laws: Collection[Law], profile: Profile, rule: Rule, examples: int
) -> LawBrokenError | None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(trials(profile, rule))
    def hold(trial: Trial) -> None:
        for law in laws:
            law.states(trial)

    try:
        hold()
    except LawBrokenError as broken:
        return broken
    return None


def trials(profile: Profile, rule: Rule) -> st.SearchStrategy[Trial]:
    """Return a strategy of trials of one rule, its parameters mostly set."""
    one = evolve(profile, rules=(rule,))
    known: dict[str, Profile] = {}

    @st.composite
    def trial(draw: DrawFn) -> Trial:
        as_of = draw(as_of_days(one))
        window = draw(windows(as_of))
        chance = Drawn(draw)
        tailored = with_settings(one, rule, chance)
        # What is compiled of a profile is kept as long as the profile is.
        settled = known.setdefault(tailored.digest, evolve(tailored, rules=(rule,)))
        occasion = Occasion.of(settled, None, as_of, window)
        building = Building(occasion, chance, missing=how_much_is_missing(chance))
        return Trial(settled, rule, building.build(), as_of, window, chance)

    return trial()
