"""Parameters: their declarations, and the values that a profile or locality sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from attrs import frozen

from jintan_rules.errors import Problem, suggestion
from jintan_rules.loading.facts import labels, name_problems, note_of, places_problems, range_of
from jintan_rules.loading.files import Document
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawParameter
from jintan_rules.records import shapes
from jintan_rules.standard.profiles import MonthDay, Parameter, ParameterValue
from jintan_rules.standard.vocabulary import Label, Vocabulary
from jintan_rules.standard.words import Stricter

_STRICTER = {
    "number": (Stricter.HIGHER, Stricter.LOWER),
    "day": (Stricter.EARLIER, Stricter.LATER),
    "set": (Stricter.LARGER, Stricter.SMALLER),
}
_NUMBERS_ONLY = ("unit", "min", "max")
_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen
class Refused:
    """Why a value cannot be a parameter's: what was expected and how to mend it."""

    expected: str
    mend: str = ""


def parameter_of(
    raw: RawParameter,
    document: Document,
    path: KeyPath,
    vocabulary: Vocabulary,
    profile: str,
    problems: list[Problem],
) -> Parameter | None:
    """Build a parameter from its table; None where its type is not known."""
    problems += name_problems(document, path, raw.name)
    if raw.type not in _STRICTER:
        problems.append(
            Problem(
                "JR108",
                document.at_value((*path, "type")),
                f"there is no type {raw.type!r}",
                expected=", ".join(_STRICTER),
                found=repr(raw.type),
                mend=suggestion(raw.type, _STRICTER),
            )
        )
        return None
    problems += _problems_of(raw, document, path, vocabulary)
    problems += places_problems(raw.places, document, path)
    least, most = range_of(raw.min, raw.max, document, path, problems)
    return Parameter(
        name=raw.name,
        label=Label(raw.label, raw.label_en),
        type=raw.type,
        stricter=raw.stricter,
        unit=raw.unit,
        places=raw.places,
        least=least,
        most=most,
        tokens=labels(raw.values),
        profile=profile,
        note=note_of(raw.note, raw.note_en),
        place=document.at_key(path),
    )


def _problems_of(
    raw: RawParameter, document: Document, path: KeyPath, vocabulary: Vocabulary
) -> Iterator[Problem]:
    directions = _STRICTER[raw.type]
    if raw.stricter not in directions:
        yield Problem(
            "JR108",
            document.at_value((*path, "stricter")),
            f"{raw.stricter} does not go with the type {raw.type}",
            expected=" or ".join(map(str, directions)),
            found=repr(str(raw.stricter)),
        )
    if raw.type == "set" and not raw.values:
        yield Problem(
            "JR104",
            document.at_key((*path, "values")),
            "the key 'values' is missing",
            expected="values = …, since the type is set",
            mend="give values",
        )
    given = {"unit": raw.unit, "min": raw.min is not None, "max": raw.max is not None}
    for key in _NUMBERS_ONLY:
        if given[key] and raw.type != "number":
            yield Problem(
                "JR105",
                document.at_key((*path, key)),
                f"{key!r} does not go with the type {raw.type}",
                found=key,
                mend="remove it, or change the type",
            )
    for unit in raw.unit.split("/"):
        if unit and unit not in vocabulary.units:
            yield Problem(
                "JR302",
                document.at_value((*path, "unit")),
                f"there is no unit {unit!r}",
                found=repr(raw.unit),
                mend=suggestion(unit, vocabulary.units) or "declare the unit",
            )


def value_of(parameter: Parameter, value: object) -> ParameterValue | Refused:
    """Read a value for a parameter, or say why it cannot be one."""
    if parameter.type == "number":
        return _number(parameter, value)
    if parameter.type == "day":
        return _day(value)
    return _set(parameter, value)


def _number(parameter: Parameter, value: object) -> int | Decimal | Refused:
    kind = f"a number, at most {parameter.places} places" if parameter.places else "a whole number"
    unit = f", unit {parameter.unit}" if parameter.unit else ""
    expected = f"{kind}{_range(parameter)}{unit}"
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return Refused(expected, "write it without quotes")
    # A float stands for the shortest decimal that prints it.
    number = Decimal(repr(value)) if isinstance(value, float) else value
    exact = Decimal(number)
    if not exact.is_finite():
        return Refused(expected)
    if exact and exact.adjusted() >= shapes.MOST_DIGITS:
        return Refused(expected, f"write a number of at most {shapes.MOST_DIGITS} digits")
    if shapes.places_used(exact) > parameter.places:
        return Refused(expected, "round it")
    below = parameter.least is not None and exact < parameter.least
    above = parameter.most is not None and exact > parameter.most
    return Refused(expected, "keep within the range") if below or above else number


def _range(parameter: Parameter) -> str:
    least = "" if parameter.least is None else f", from {parameter.least}"
    most = "" if parameter.most is None else f", up to {parameter.most}"
    return least + most


def _day(value: object) -> MonthDay | Refused:
    refused = Refused("a day of the year such as '03-31'", "write month and day, two digits each")
    if isinstance(value, MonthDay):
        month, day = value.month, value.day
    else:
        written = _DAY.fullmatch(value) if isinstance(value, str) else None
        if not written:
            return refused
        month, day = int(written[1]), int(written[2])
    if not 1 <= month <= len(_LAST_DAYS) or not 1 <= day <= _LAST_DAYS[month - 1]:
        return refused
    return MonthDay(month, day)


def _set(parameter: Parameter, value: object) -> frozenset[str] | Refused:
    known = ", ".join(parameter.tokens)
    values = list(value) if isinstance(value, (list, tuple, AbstractSet)) else [None]
    tokens = frozenset(each for each in values if isinstance(each, str))
    if not all(isinstance(each, str) for each in values):
        return Refused(f"a list out of {known}")
    strange = sorted(tokens - parameter.tokens.keys())
    if strange:
        return Refused(f"a list out of {known}", suggestion(strange[0], parameter.tokens))
    return tokens
