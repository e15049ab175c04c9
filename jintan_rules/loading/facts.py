"""One declared fact, from its table: what goes with which type, and what looks personal."""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from jintan_rules.errors import Problem, suggestion
from jintan_rules.language.nodes import QUANTIFIERS
from jintan_rules.language.parse import FUNCTIONS
from jintan_rules.language.types import BOOL
from jintan_rules.loading.expressions import parsed
from jintan_rules.loading.files import Document
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawFact
from jintan_rules.records.shapes import MOST_PLACES
from jintan_rules.standard.vocabulary import FACT_TYPES, Fact, Label

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NUMBERS = ("count", "integer", "decimal", "money")

#: Names that mean something already: in the language, or in every record.
RESERVED = frozenset(
    {
        *keyword.kwlist,
        "true",
        "false",
        "none",
        "as_of",
        "never",
        "period",
        "param",
        "row",
        "id",
        "gaps",
        "reasons",
        *QUANTIFIERS,
        *FUNCTIONS,
    }
)
#: An attribute stands behind a dot, where only these would be misread.
RESERVED_IN_ROWS = frozenset({*keyword.kwlist, "id"})

#: Words of a name or an English label that stand for what a person is, not an organisation.
_PERSONAL_WORDS = frozenset(
    {
        "name",
        "names",
        "surname",
        "forename",
        "fullname",
        "nickname",
        "id_card",
        "idcard",
        "id_number",
        "identity_card",
        "identity_number",
        "passport",
        "phone",
        "telephone",
        "tel",
        "mobile_number",
        "cellphone",
        "email",
        "wechat",
        "birth",
        "birthday",
        "birthdate",
        "birthplace",
        "born_on",
        "home_address",
        "address",
        "illness",
        "disease",
        "disability",
        "diagnosis",
        "health",
        "medical",
    }
)
_PERSONAL_SIGNS = re.compile(
    # 产生日期, the day somebody was chosen, is no birthday.
    "姓名|名字|姓氏|身份证|证件号|护照号|手机|电话|微信号|邮箱|出生|(?<!产)生日|住址|家庭地址|病|残疾|健康"
)


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a fact, list, unit or parameter."""
    return bool(_NAME.fullmatch(text))


def name_problems(
    document: Document, path: KeyPath, name: str, reserved: frozenset[str] = RESERVED
) -> Iterator[Problem]:
    """Yield a problem if a fact, list or parameter cannot be called ``name``."""
    place = document.at_value((*path, "name"))
    if not is_name(name):
        yield Problem(
            "JR106",
            place,
            f"{name!r} cannot be a name",
            expected="small letters, digits and _, a letter first",
            found=repr(name),
            mend="write it like full_members",
        )
    elif name in reserved:
        yield Problem(
            "JR107",
            place,
            f"{name!r} has a meaning already",
            found=repr(name),
            mend="choose another name",
        )


def personal_problems(
    document: Document, path: KeyPath, name: str, label: str, label_en: str
) -> Iterator[Problem]:
    """Yield a problem if a declaration means a person's name, number, birthday, home or health."""
    for key, text in (("name", name), ("label", label), ("label_en", label_en)):
        found = personal_part(text)
        if found:
            yield Problem(
                "JR307",
                document.at_value((*path, key)),
                f"{found!r} looks like personal data",
                expected="what a rule needs of an organisation, people as opaque ids",
                found=repr(text),
                mend="leave it out, or keep only a yes or no that a rule needs",
            )
            return


def personal_part(text: str) -> str:
    """Return the part of a name or label that looks personal, or nothing."""
    signs = _PERSONAL_SIGNS.search(text)
    if signs:
        return signs.group()
    words = re.findall(r"[a-z]+", text.lower())
    pairs = [f"{one}_{other}" for one, other in itertools.pairwise(words)]
    return next((each for each in (*words, *pairs) if each in _PERSONAL_WORDS), "")


@frozen
class Declared:
    """A declared fact with the place it was declared at."""

    fact: Fact
    document: Document
    path: KeyPath


def fact_of(
    raw: RawFact,
    document: Document,
    path: KeyPath,
    problems: list[Problem],
    reserved: frozenset[str],
) -> Declared | None:
    """Build a fact from its table; None where its type is not known."""
    problems += name_problems(document, path, raw.name, reserved)
    problems += personal_problems(document, path, raw.name, raw.label, raw.label_en)
    if raw.type not in FACT_TYPES:
        problems.append(
            Problem(
                "JR108",
                document.at_value((*path, "type")),
                f"there is no type {raw.type!r}",
                expected=", ".join(FACT_TYPES),
                found=repr(raw.type),
                mend=suggestion(raw.type, FACT_TYPES),
            )
        )
        return None
    problems += _key_problems(raw, document, path)
    problems += places_problems(raw.places, document, path)
    least, most = range_of(raw.min, raw.max, document, path, problems)
    if raw.type in ("count", "money"):
        least = Decimal(0) if least is None else least
    kind = FACT_TYPES[raw.type]
    derived, default, default_when = (
        parsed(text, document.at_value((*path, key)), problems, wanted) if text else None
        for key, text, wanted in (
            ("derived", raw.derived, kind),
            ("default", raw.default, kind),
            ("default_when", raw.default_when, BOOL),
        )
    )
    fact = Fact(
        name=raw.name,
        label=Label(raw.label, raw.label_en),
        type=raw.type,
        unit="yuan" if raw.type == "money" else raw.unit,
        outside=raw.outside,
        circumstance=raw.circumstance,
        places=2 if raw.type == "money" else raw.places or 0,
        least=least,
        most=most,
        never=raw.never,
        tokens=labels(raw.values),
        list_name=raw.list,
        default=default,
        default_when=default_when,
        derived=derived,
        note=note_of(raw.note, raw.note_en),
        place=document.at_key(path),
    )
    return Declared(fact, document, path)


def labels(values: Mapping[str, tuple[str, str]]) -> dict[str, Label]:
    """Turn a table of values into labels."""
    return {token: Label(*pair) for token, pair in values.items()}


def note_of(note: str, note_en: str) -> Label | None:
    """Turn a note in two languages into a label, or nothing."""
    return Label(note, note_en) if note or note_en else None


def range_of(
    least: Decimal | None,
    most: Decimal | None,
    document: Document,
    path: KeyPath,
    problems: list[Problem],
) -> tuple[Decimal | None, Decimal | None]:
    """Return the two ends of a range; a problem if they stand the wrong way round."""
    if least is not None and most is not None and least > most:
        problems.append(
            Problem(
                "JR108",
                document.at_value((*path, "min")),
                "min is more than max",
                expected=f"at most {most}",
                found=str(least),
                mend="exchange them",
            )
        )
    return least, most


def places_problems(places: int | None, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Yield a problem if a number cannot have so many decimal places."""
    if places is not None and not 0 <= places <= MOST_PLACES:
        yield Problem(
            "JR108",
            document.at_value((*path, "places")),
            "a number cannot have so many decimal places",
            expected=f"places from 0 to {MOST_PLACES}",
            found=str(places),
            mend=f"give at most {MOST_PLACES}",
        )


def _key_problems(raw: RawFact, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Yield a problem for each key that the type needs and lacks, or cannot have."""
    needed = {"decimal": "places", "enum": "values", "set": "values", "ref": "list"}.get(raw.type)
    given = {
        "places": raw.places is not None,
        "values": bool(raw.values),
        "list": bool(raw.list),
        "unit": bool(raw.unit),
        "min": raw.min is not None,
        "max": raw.max is not None,
        "never": raw.never,
    }
    if needed and not given[needed] and not document.has((*path, needed)):
        yield Problem(
            "JR104",
            document.at_key((*path, needed)),
            f"the key {needed!r} is missing",
            expected=f"{needed} = …, since the type is {raw.type}",
            mend=f"give {needed}",
        )
    if raw.default_when and not raw.default:
        yield Problem(
            "JR104",
            document.at_key((*path, "default")),
            "the key 'default' is missing",
            expected="default = …, since there is default_when",
            mend="give default",
        )
    if raw.derived and raw.default:
        yield Problem(
            "JR304",
            document.at_key((*path, "default")),
            "a derived fact has no default",
            found="both derived and default",
            mend="keep one of the two",
        )
    for key, types in (
        ("places", ("decimal",)),
        ("values", ("enum", "set")),
        ("list", ("ref",)),
        ("unit", _NUMBERS),
        ("min", _NUMBERS),
        ("max", _NUMBERS),
        ("never", ("date",)),
    ):
        if given[key] and raw.type not in types:
            yield Problem(
                "JR105",
                document.at_key((*path, key)),
                f"{key!r} does not go with the type {raw.type}",
                expected=f"{key} with " + " or ".join(types),
                found=key,
                mend="remove it, or change the type",
            )
    if raw.type == "money" and raw.unit not in ("", "yuan"):
        yield Problem(
            "JR205",
            document.at_value((*path, "unit")),
            "money is counted in yuan",
            expected="yuan",
            found=repr(raw.unit),
            mend="leave the unit out",
        )
    for token in raw.values:
        if not is_name(token):
            yield Problem(
                "JR106",
                document.at_key((*path, "values", token)),
                f"{token!r} cannot be a token",
                expected="small letters, digits and _, a letter first",
                found=repr(token),
            )
