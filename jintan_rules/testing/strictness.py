"""Settings of parameters, from the laxest to the strictest."""

from __future__ import annotations

from decimal import Decimal

from jintan_rules.standard.profiles import MonthDay, Parameter, ParameterValue, Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Stricter
from jintan_rules.testing.chance import Chance

_UPWARDS = (Stricter.HIGHER, Stricter.LATER, Stricter.LARGER)
_DAYS = [MonthDay(1, 1), *(MonthDay(month, 15) for month in range(1, 13)), MonthDay(12, 31)]
#: How far from the least of its range to the most a number is set, in hundredths.
_PARTS = (0, 1, 2, 3, 5, 10, 20, 50, 80, 100)
_NO_END = 1000


def with_settings(profile: Profile, rule: Rule, chance: Chance) -> Profile:
    """Return the profile with the parameters of a rule set that were not; some stay as they are."""
    values: dict[str, object] = {
        name: _settable(chance.pick(values_of(profile.parameters[name])))
        for name in rule.parameters
        if name not in profile.settings and not chance.one_in(4)
    }
    return profile.tailor(parameters=values) if values else profile


def stricter_settings(
    profile: Profile, rule: Rule, chance: Chance
) -> tuple[str, Profile, Profile] | None:
    """Return a parameter of a rule, the profile with a lax value of it and with a stricter one.

    One of the two is the value that is set. None where the rule has no parameter that
    is set and can be moved.
    """
    names = [name for name in rule.parameters if name in profile.settings]
    if not names:
        return None
    name = chance.pick(names)
    values = values_of(profile.parameters[name])
    current = profile.settings[name].value
    other = chance.pick(values)
    if other == current or current not in values:
        return None
    lax, strict = sorted((current, other), key=values.index)
    return (
        name,
        profile.tailor(parameters={name: _settable(lax)}),
        profile.tailor(parameters={name: _settable(strict)}),
    )


def values_of(parameter: Parameter) -> list[ParameterValue]:
    """Return values that a parameter may be set to, from the laxest to the strictest."""
    upwards: list[ParameterValue]
    match parameter.type:
        case "set":
            tokens = list(parameter.tokens)
            upwards = [frozenset(tokens[: count + 1]) for count in range(len(tokens))]
        case "day":
            upwards = list(_DAYS)
        case _:
            upwards = list(_numbers(parameter))
    return upwards if parameter.stricter in _UPWARDS else upwards[::-1]


def _numbers(parameter: Parameter) -> list[int | Decimal]:
    """Return some numbers in the range of a parameter, from the least to the most."""
    least = Decimal(0) if parameter.least is None else parameter.least
    most = least + _NO_END if parameter.most is None else parameter.most
    step = Decimal(1).scaleb(-min(parameter.places, 2))
    whole = {(least + (most - least) * part / 100).to_integral_value() for part in _PARTS}
    fine = {(least + (most - least) * part / 100).quantize(step) for part in _PARTS}
    # Few figures of a standard are no round numbers, unless their range is small.
    found = whole if most - least > len(_PARTS) else fine
    inside = sorted(each for each in found if least <= each <= most)
    return [int(each) if each == each.to_integral_value() else each for each in inside]


def _settable(value: ParameterValue) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
