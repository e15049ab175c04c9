"""Hypothesis strategies: records of a profile, assessment days, windows, whole assessments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal, TypeAlias

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from jintan_rules.calendar import WorkdayCalendar
from jintan_rules.errors import Place, Problem
from jintan_rules.language.nodes import Node
from jintan_rules.records.record import Record
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Names, Vocabulary
from jintan_rules.standard.words import Outcome
from jintan_rules.testing.boundaries import boundaries
from jintan_rules.testing.building import Building, Plain, how_much_is_missing
from jintan_rules.testing.chance import Chance, Drawn
from jintan_rules.testing.making import Making
from jintan_rules.testing.occasion import Occasion
from jintan_rules.testing.steering import Goal, SteeringError, usual_day, witness
from jintan_rules.testing.varying import varied
from jintan_rules.testing.writing import Writing

Missing: TypeAlias = Literal["some", "none", "all"] | Collection[str]

#: How many starting points there are for records that are steered.
_WITNESSES = 2
_ONE_DAY = dt.timedelta(days=1)


@frozen
class Assessment:
    """A record with the day and the window it is to be judged on."""

    record: Record
    as_of: dt.date
    window: tuple[dt.date, dt.date] | None = None


def records(
    profile: Profile,
    *,
    rules: Iterable[str] | None = None,
    as_of: dt.date | None = None,
    window: tuple[dt.date, dt.date] | None = None,
    failing: Collection[str] = (),
    passing: Collection[str] = (),
    meeting_all: bool = False,
    missing: Missing = "some",
    given: Mapping[str, Any] | None = None,
    workdays: WorkdayCalendar | None = None,
) -> SearchStrategy[Record]:
    """Return a strategy of records that the profile's rules can be judged on.

    Every record that is drawn is one: none is thrown away. They crowd around the
    figures and days at which the rules turn, and shrink to the plainest.

    Args:
        profile: The profile; its parameters must be set where a rule that is steered needs them.
        rules: The ids of the rules whose facts are told; all rules if left out.
        as_of: The assessment day that they are meant for; :func:`usual_day` if left out.
        window: The window they are meant for; the calendar year of ``as_of`` if left out.
        failing: The ids of rules that fail on that day.
        passing: The ids of rules that pass on that day.
        meeting_all: Whether no duty of the organisation itself fails.
        missing: ``"some"`` facts, ``"none"`` or ``"all"``, or the names of those that are
            absent: ``"full_members"``, ``"meetings"``, ``"meetings.held_on"``.
        given: Facts and lists that every record has as they are, as plain values.
        workdays: The working days that records which are steered are judged by.

    Raises:
        EvaluationError: If a rule is not known (JR504).
        SteeringError: If the arguments cannot be meant together, or no such record
            is found (JR633).
    """
    plain = plain_records(
        profile,
        rules=rules,
        as_of=as_of,
        window=window,
        failing=failing,
        passing=passing,
        meeting_all=meeting_all,
        missing=missing,
        given=given,
        workdays=workdays,
    )
    return plain.map(_reader(profile))


def plain_records(
    profile: Profile,
    *,
    rules: Iterable[str] | None = None,
    as_of: dt.date | None = None,
    window: tuple[dt.date, dt.date] | None = None,
    failing: Collection[str] = (),
    passing: Collection[str] = (),
    meeting_all: bool = False,
    missing: Missing = "some",
    given: Mapping[str, Any] | None = None,
    workdays: WorkdayCalendar | None = None,
) -> SearchStrategy[dict[str, Any]]:
    """Return the strategy of :func:`records` with records as plain values, as JSON gives them.

    Raises:
        EvaluationError: If a rule is not known (JR504).
        SteeringError: As :func:`records` does.
    """
    steered = dict.fromkeys(failing, Outcome.FAIL) | dict.fromkeys(passing, Outcome.PASS)
    named = [*(() if rules is None else rules), *steered]
    chosen = None
    if rules is not None or (steered and not meeting_all):
        chosen = tuple({rule.id: rule for rule in map(profile.rule, named)}.values())
    wanted = {profile.rule(rule).id: outcome for rule, outcome in steered.items()}
    day = as_of or usual_day(profile, map(profile.rule, steered) if steered else chosen)
    occasion = Occasion.of(profile, chosen, day, window, workdays, given)
    left_out = _left_out(profile, missing)
    _check(profile, set(failing) & set(passing), missing, steered=bool(wanted) or meeting_all)
    if not wanted and not meeting_all:
        return _built(occasion, missing, left_out)
    goal = Goal(occasion, wanted, meeting_all, left_out)
    witness(goal)
    return _steered(goal, missing)


def as_of_days(profile: Profile, rules: Iterable[str] | None = None) -> SearchStrategy[dt.date]:
    """Return a strategy of assessment days: the usual one, and those at which texts and years turn.

    Args:
        profile: The profile.
        rules: The ids of the rules whose texts count; all rules if left out.
    """
    chosen = profile.rules if rules is None else tuple(map(profile.rule, rules))
    usual = usual_day(profile, chosen)
    turns = sorted(boundaries(profile, chosen).days, reverse=True)
    near = [day + move * _ONE_DAY for day in turns for move in (0, -1, 1)]
    ends = [
        dt.date(usual.year - back, month, day)
        for back in range(3)
        for month, day in ((12, 31), (1, 1), (3, 31), (6, 30), (9, 30), (8, 15))
    ]
    others = list(dict.fromkeys([usual, *ends, dt.date(2024, 2, 29), *near]))
    return st.just(usual) | st.sampled_from(others)


def windows(as_of: dt.date | None = None) -> SearchStrategy[tuple[dt.date, dt.date] | None]:
    """Return a strategy of windows: none, which means the year, then others around a day.

    Args:
        as_of: The assessment day; 31 December 2024 if left out.
    """
    day = as_of or dt.date(2024, 12, 31)
    year, month = dt.date(day.year, 1, 1), day.replace(day=1)
    before = dt.date(day.year - 1, 1, 1)
    return st.none() | st.sampled_from(
        [
            (year, dt.date(day.year, 12, 31)),
            (before, year - _ONE_DAY),
            (before, day),
            (month, day),
            (day, day),
            (year + _ONE_DAY, dt.date(day.year, 12, 30)),
            (dt.date(day.year - 5, 1, 1), dt.date(day.year, 12, 31)),
        ]
    )


def assessments(
    profile: Profile, *, rules: Iterable[str] | None = None, missing: Missing = "some"
) -> SearchStrategy[Assessment]:
    """Return a strategy of records with a day and a window that they are meant for.

    Args:
        profile: The profile.
        rules: The ids of the rules whose facts are told; all rules if left out.
        missing: As for :func:`records`.
    """
    names = None if rules is None else tuple(rules)
    read = _reader(profile)

    @st.composite
    def assessment(draw: DrawFn) -> Assessment:
        as_of = draw(as_of_days(profile, names))
        window = draw(windows(as_of))
        plain = draw(
            plain_records(profile, rules=names, as_of=as_of, window=window, missing=missing)
        )
        return Assessment(read(plain), as_of, window)

    return assessment()


def expressions(
    names: Names | Profile, *, kind: str = "bool", period: bool = False, depth: int = 3
) -> SearchStrategy[Node]:
    """Return a strategy of well-typed expressions; ``unparse`` gives the text of one.

    Args:
        names: What they may name: a profile, or a vocabulary with parameters.
        kind: What they come to: ``"bool"``, ``"number"`` or ``"date"``.
        period: Whether they stand in a rule with a period, so that events are cut to it.
        depth: How deep they are at most.
    """
    known = Names(names.vocabulary) if isinstance(names, Profile) else names

    @st.composite
    def expression(draw: DrawFn) -> Node:
        return Writing(known, Drawn(draw), period=period).of(kind, depth, {})

    return expression()


def profiles() -> SearchStrategy[Profile]:
    """Return a strategy of small profiles, each over a vocabulary of its own."""

    @st.composite
    def profile(draw: DrawFn) -> Profile:
        return Making(Drawn(draw)).profile()

    return profile()


def _reader(profile: Profile) -> Callable[[Plain], Record]:
    return lambda plain: Record.from_dict(plain, vocabulary=profile)


def _built(
    occasion: Occasion, missing: Missing, left_out: frozenset[str]
) -> SearchStrategy[dict[str, Any]]:
    @st.composite
    def plain(draw: DrawFn) -> dict[str, Any]:
        chance = Drawn(draw)
        often = how_much_is_missing(chance) if missing == "some" else 0
        building = Building(occasion, chance, left_out, often)
        if missing == "all":
            return building.empty()
        return building.build()

    return plain()


def _steered(goal: Goal, missing: Missing) -> SearchStrategy[dict[str, Any]]:
    @st.composite
    def plain(draw: DrawFn) -> dict[str, Any]:
        chance: Chance = Drawn(draw)
        found = witness(goal, chance.number(_WITNESSES - 1))
        return varied(goal, found, chance, missing)

    return plain()


def _left_out(profile: Profile, missing: Missing) -> frozenset[str]:
    """Return the names of what is absent, each of which must be one of the vocabulary."""
    if isinstance(missing, str):
        if missing in ("some", "none", "all"):
            return frozenset()
        missing = {missing}
    unknown = [name for name in sorted(missing) if not _is_known(name, profile.vocabulary)]
    if unknown:
        raise SteeringError(
            Problem(
                "JR633",
                Place("records", path="missing"),
                f"{name!r} is no fact of the vocabulary",
                'some, none, all, or names such as "full_members" and "meetings.held_on"',
                repr(name),
                "use a name of the vocabulary",
            )
            for name in unknown
        )
    return frozenset(missing)


def _is_known(name: str, vocabulary: Vocabulary) -> bool:
    list_name, _, attribute = name.rpartition(".")
    return name in vocabulary.names() or vocabulary.fact(attribute, list_name or "") is not None


def _check(profile: Profile, both: set[str], missing: Missing, *, steered: bool) -> None:
    """Refuse what cannot be meant together."""
    problems = [
        Problem(
            "JR633",
            Place(f"profile {profile.id}", path=rule),
            "a rule cannot fail and pass at once",
            "each rule in one of failing and passing",
            "both",
            "leave it out of one",
        )
        for rule in sorted(both)
    ]
    if steered and missing == "all":
        problems.append(
            Problem(
                "JR633",
                Place("records", path="missing"),
                "of a record that says nothing, nothing fails, passes or is met",
                '"some", "none" or names',
                "'all'",
                "name the facts that are to be absent",
            )
        )
    if problems:
        raise SteeringError(problems)


def rules_of(profile: Profile, rules: Iterable[str] | None) -> tuple[Rule, ...]:
    """Return the rules of those ids; those that the profile brings itself where none is given."""
    if rules is None:
        return tuple(rule for rule in profile.rules if rule.profile == profile.id)
    return tuple(map(profile.rule, rules))
