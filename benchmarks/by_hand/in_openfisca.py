# ruff: noqa: PLR2004 - the numbers are those of the rules
"""The rules on the organisation as it stands, as OpenFisca variables over whole columns.

OpenFisca knows no lists, joins or unknown values. So the counts over officers are given to
it ready-made, a truth is a number (1, 0, and -1 where it is not known), and a number that
is not known is -1. Rules by period and on events are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import polars as pl

from benchmarks.by_hand import AS_OF, SCALARS
from benchmarks.country.chance import Array

PERIOD: Final = str(AS_OF.year)
NO, YES, MAYBE = 0, 1, -1

#: A truth that may be unknown, and the facts by name.
Facts = Callable[[str], Array]
Rule = Callable[[Facts], tuple[Array, Array]]

TRUTHS: Final = (
    "standing",
    "has_committee",
    "has_reps_assembly",
    "under_village_committee",
    "dues_advanced",
    "special_dues_imposed",
    "has_service_centre",
    "service_centre_open_to_mobile",
    "vc_archive_kept",
    "supervision_archive_kept",
    "by_households",
    "overlap",
    "vc_woman",
)
NUMBERS: Final = (
    "tier",
    "kind",
    "full_members",
    "probationary_members",
    "covered_units",
    "subordinates",
    "reps",
    "women_reps",
    "reps_assembly_size",
    "households",
    "committee_size",
    "secretaries",
    "deputies",
    "vc_size",
    "supervision_size",
)
COMMITTEE, GENERAL, BRANCH = range(3)
JOINT, TEMPORARY = 1, 2


def both(*truths: Array) -> Array:
    """And: no where one is no, else not known where one is not."""
    least, false = truths[0], truths[0] == NO
    for truth in truths[1:]:
        least, false = np.minimum(least, truth), false | (truth == NO)
    return np.where(false, NO, least)


def truth(condition: Array, *known: Array) -> Array:
    """A comparison, not known where one of its numbers is not."""
    found = condition.astype(np.int8)
    for number in known:
        found = np.where(number < 0, MAYBE, found)
    return found


def negated(value: Array) -> Array:
    """Not."""
    return np.where(value == MAYBE, MAYBE, 1 - value)


def verdict(applies: Array, met: Array) -> Array:
    """The outcome of a slot that is over."""
    outcome = np.where(met == YES, 1, np.where(met == MAYBE, 3, 4))
    return np.where(applies == MAYBE, 3, np.where(applies == NO, 0, outcome)).astype(np.int8)


def _compared(name: str, compare: Callable[[Array], Array]) -> Callable[[Facts], Array]:
    return lambda fact: truth(compare(fact(name)), fact(name))


def _tier(fact: Facts, *tiers: int) -> Array:
    return np.isin(fact("tier"), tiers).astype(np.int8)


def _branch(fact: Facts) -> Array:
    return _tier(fact, BRANCH)


def _with_committee(fact: Facts) -> Array:
    return both(_branch(fact), fact("has_committee"))


def _village(fact: Facts) -> Array:
    return negated(fact("under_village_committee"))


def _seven(fact: Facts) -> Array:
    lasting = truth(fact("kind") != TEMPORARY)
    return both(_branch(fact), lasting, truth(fact("full_members") >= 7, fact("full_members")))


def _households(fact: Facts) -> Array:
    reps, households = fact("reps"), fact("households")
    return truth((5 * reps <= households) & (households <= 15 * reps), reps, households)


def _share(part: str, by: int, whole: str, times: int) -> Callable[[Facts], Array]:
    return lambda fact: truth(by * fact(part) >= times * fact(whole), fact(part), fact(whole))


def _known(name: str) -> Callable[[Facts], Array]:
    return lambda fact: fact(name)


def _members(fact: Facts) -> Array:
    full = fact("full_members")
    return truth(full + fact("probationary_members") <= 50, full)


RULES: Final[Mapping[str, tuple[Callable[[Facts], Array], Callable[[Facts], Array]]]] = {
    "org.branch.members-max-50": (_branch, _members),
    "org.joint-branch.units-max-5": (
        lambda fact: both(_branch(fact), truth(fact("kind") == JOINT)),
        _compared("covered_units", lambda n: n <= 5),
    ),
    "org.committee.required-when-seven": (_seven, _known("has_committee")),
    "org.committee.size.min": (_with_committee, _compared("committee_size", lambda n: n >= 3)),
    "org.committee.size.norm": (_with_committee, _compared("committee_size", lambda n: n <= 5)),
    "org.committee.size.cap": (_with_committee, _compared("committee_size", lambda n: n <= 7)),
    "org.branch.secretary-present": (_branch, _compared("secretaries", lambda n: n == 1)),
    "org.branch.deputy-max-one": (_branch, _compared("deputies", lambda n: n <= 1)),
    "village.org.committee-has-branches.min": (
        lambda fact: _tier(fact, COMMITTEE),
        _compared("subordinates", lambda n: n >= 1),
    ),
    "village.org.committee-has-branches.norm": (
        lambda fact: both(
            _tier(fact, COMMITTEE), truth(fact("subordinates") >= 1, fact("subordinates"))
        ),
        _compared("subordinates", lambda n: n >= 2),
    ),
    "village.org.reps-structure.reps": (
        _known("has_reps_assembly"),
        _share("reps", 5, "reps_assembly_size", 4),
    ),
    "village.org.reps-structure.women": (
        _known("has_reps_assembly"),
        _share("women_reps", 3, "reps_assembly_size", 1),
    ),
    "village.org.reps-per-households": (
        lambda fact: both(fact("has_reps_assembly"), fact("by_households")),
        _households,
    ),
    "village.org.vc-size-and-woman.size": (
        _village,
        _compared("vc_size", lambda n: (n >= 3) & (n <= 7)),
    ),
    "village.org.vc-size-and-woman.woman": (
        _compared("vc_size", lambda n: n >= 1),
        _known("vc_woman"),
    ),
    "village.org.supervision-exists.exists": (
        _village,
        _compared("supervision_size", lambda n: n >= 1),
    ),
    "village.team.two-committee-overlap": (
        lambda fact: both(_tier(fact, COMMITTEE, GENERAL, BRANCH), _village(fact)),
        _known("overlap"),
    ),
    "act.dues.no-advance-no-special": (
        lambda fact: _tier(fact, COMMITTEE, GENERAL, BRANCH),
        lambda fact: both(negated(fact("dues_advanced")), negated(fact("special_dues_imposed"))),
    ),
    "support.party-service-centre-open": (
        _known("has_service_centre"),
        _known("service_centre_open_to_mobile"),
    ),
    "village.inst.archives.kept": (
        _village,
        lambda fact: both(fact("vc_archive_kept"), fact("supervision_archive_kept")),
    ),
}


def facts(frames: Mapping[str, pl.LazyFrame]) -> dict[str, Array]:
    """The facts as OpenFisca can take them; the counts over officers are made by polars."""
    from benchmarks.by_hand import in_polars  # noqa: PLC0415 - not needed where facts are at hand
    from benchmarks.country import organizations  # noqa: PLC0415 - as above

    c = pl.col
    wide = (
        frames["organizations"]
        .join(in_polars.of_officers(frames), left_on="id", right_on="organization", how="left")
        .sort("id")
        .with_columns(
            standing=(c("dissolved_on") >= AS_OF).fill_null(value=True),
            by_households=c("reps_selected_by") == "households",
            overlap=c("overlap").fill_null(value=False),
            tier=c("tier").cast(pl.String).replace_strict(organizations.TIERS, range(3)),
            kind=c("kind").cast(pl.String).replace_strict(organizations.KINDS, range(4)),
            **{
                name: c(name).fill_null(0)
                for name in ("committee_size", "secretaries", "deputies", "vc_size")
            },
            supervision_size=c("supervision_size").fill_null(0),
        )
        .select(
            *(c(name).cast(pl.Int8).fill_null(MAYBE) for name in TRUTHS),
            *(c(name).cast(pl.Int32).fill_null(MAYBE) for name in NUMBERS),
        )
        .collect()
    )
    return {name: wide[name].to_numpy() for name in TRUTHS + NUMBERS}


def system() -> Any:
    """The rules as a tax and benefit system of OpenFisca."""
    from openfisca_core.entities import build_entity  # noqa: PLC0415 - optional
    from openfisca_core.periods import DateUnit  # noqa: PLC0415 - optional
    from openfisca_core.taxbenefitsystems import (  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
        TaxBenefitSystem,
    )
    from openfisca_core.variables import Variable  # type: ignore[import-untyped]  # noqa: PLC0415 - optional

    entity = build_entity("organization", "organizations", "An organisation", is_person=True)
    made = TaxBenefitSystem([entity])

    def variable(name: str, formula: Any = None) -> None:
        body: dict[str, Any] = {
            "value_type": int,
            "entity": entity,
            "label": name,
            "definition_period": DateUnit.YEAR,
            "default_value": MAYBE,
        }
        if formula:
            body["formula"] = formula
        made.add_variable(type(name, (Variable,), body))

    for name in TRUTHS + NUMBERS:
        variable(name)
    for number, name in enumerate(SCALARS):
        variable(f"rule_{number}", _formula(*RULES[name]))
    return made


def _formula(applies: Callable[[Facts], Array], met: Callable[[Facts], Array]) -> Any:
    """A rule as a formula: OpenFisca looks at the number of its arguments."""

    def formula(people: Any, period: Any) -> Array:
        def fact(name: str) -> Array:
            return np.asarray(people(name, period))

        return verdict(both(fact("standing"), applies(fact)), met(fact))

    return formula


def judged(made: Any, known: Mapping[str, Array]) -> dict[str, Array]:
    """Every rule over all organisations, in the order of their ids."""
    from openfisca_core.simulations import (  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
        SimulationBuilder,
    )

    simulation = SimulationBuilder().build_default_simulation(made, len(known["tier"]))
    for name, values in known.items():
        simulation.set_input(name, PERIOD, values)
    return {
        name: simulation.calculate(f"rule_{number}", PERIOD) for number, name in enumerate(SCALARS)
    }
