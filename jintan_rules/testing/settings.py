"""Two settings of a parameter, the second stricter than the first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jintan_rules.standard.profiles import MonthDay, Parameter, ParameterValue, Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Stricter
from jintan_rules.testing.chance import Chance

_UPWARDS = (Stricter.HIGHER, Stricter.LATER, Stricter.LARGER)
_DAYS = [MonthDay(1, 1), *(MonthDay(month, 15) for month in range(1, 13)), MonthDay(12, 31)]


def stricter_settings(
    profile: Profile, rule: Rule, chance: Chance
) -> tuple[str, Profile, Profile] | None:
    """Return a parameter of a rule, the profile with a lax value of it and with a stricter one.

    All other parameters of the rule that are not set are set to some value too. None
    where the rule has no parameter that can be moved.
    """
    if not rule.parameters:
        return None
    name = chance.pick(rule.parameters)
    lax, strict = _two(profile.parameters[name], chance)
    if lax == strict:
        return None
    others = {
        other: _settable(_two(profile.parameters[other], chance)[0])
        for other in rule.parameters
        if other != name and other not in profile.settings
    }
    return (
        name,
        profile.tailor(parameters={**others, name: _settable(lax)}),
        profile.tailor(parameters={**others, name: _settable(strict)}),
    )


def _settable(value: ParameterValue) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _two(parameter: Parameter, chance: Chance) -> tuple[ParameterValue, ParameterValue]:
    """Return two values of a parameter, the second no laxer than the first."""
    one, two = sorted((chance.number(9), chance.number(9)))
    if parameter.type == "set":
        tokens = list(parameter.tokens)
        large = tokens[: 1 + two % len(tokens)]
        small, big = frozenset(large[: 1 + one % len(large)]), frozenset(large)
        return (small, big) if parameter.stricter in _UPWARDS else (big, small)
    values = _DAYS if parameter.type == "day" else _numbers(parameter)
    low, high = values[one * (len(values) - 1) // 9], values[two * (len(values) - 1) // 9]
    return (low, high) if parameter.stricter in _UPWARDS else (high, low)


def _numbers(parameter: Parameter) -> Sequence[int | Decimal]:
    """Return ten numbers in the range of a parameter, from the least to the most."""
    least = Decimal(0) if parameter.least is None else parameter.least
    most = max(least + 1000, Decimal(1000)) if parameter.most is None else parameter.most
    step = Decimal(1).scaleb(-parameter.places) if parameter.unit in ("", "yuan") else Decimal(1)
    found = {
        min(most, max(least, (least + (most - least) * part / 100).quantize(step)))
        for part in (0, 1, 2, 3, 5, 10, 20, 50, 80, 100)
    }
    return [int(each) if each == each.to_integral_value() else each for each in sorted(found)]
