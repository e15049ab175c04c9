"""The JSON Schema of the facts that a profile needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from jintan_rules.records import shapes
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Fact, FactList, Vocabulary

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: In some validators ``$`` matches before a line break at the end.
_LINE_BREAK = r"\n"
#: Scalars that every judgement reads, whatever the rules say.
ALWAYS = ("category", "subtype", "established_on", "dissolved_on")


def record_schema(profile: Profile) -> Schema:
    """Describe the records that a profile can judge, as JSON Schema 2020-12.

    The schema describes the facts that the profile's rules need; the other facts
    of the vocabulary may stand beside them and are not looked at. What it accepts
    of the former the reader accepts, but for what a schema cannot see: ids
    used twice, references, figures that disagree, days the calendar has not
    (where the validator ignores formats), and how a number is written (places
    after the point, 23.0 for 23).
    """
    vocabulary = profile.vocabulary
    needs = Needs(vocabulary)
    for name in ALWAYS:
        needs.scalar(name)
    for rule in profile.rules:
        needs.rule(rule)
    properties: Schema = {"id": {"$ref": "#/$defs/name"}}
    for name, fact in vocabulary.facts.items():
        properties[name] = _fact(fact, vocabulary) if ("", name) in needs.found else True
    for name, rows in vocabulary.lists.items():
        properties[name] = _rows(rows, needs, vocabulary) if (name, "") in needs.found else True
    properties["gaps"] = _gaps(vocabulary.lists.values())
    properties["reasons"] = _reasons()
    return {
        "$schema": DIALECT,
        "$id": f"urn:jintan-rules:record:{profile.id}",
        "title": f"{profile.title.zh}档案",
        "description": f"What is known of one organisation: {profile.title.en}. "
        "What is absent or null is not known.",
        "type": "object",
        "properties": properties,
        "required": ["id"],
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def _rows(shape: FactList, needs: Needs, vocabulary: Vocabulary) -> Schema:
    attributes = {
        name: _fact(fact, vocabulary) if (shape.name, name) in needs.found else True
        for name, fact in shape.attributes.items()
    }
    note = f". {shape.note.en}" if shape.note else ""
    return {
        "title": shape.label.zh,
        "description": f"{shape.label.en}{note}",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "properties": {"id": _or_null({"$ref": "#/$defs/id"}), **attributes},
            "additionalProperties": False,
        },
    }


def _fact(fact: Fact, vocabulary: Vocabulary) -> Schema:
    return {
        "title": fact.label.zh,
        "description": _described(fact, vocabulary),
        **_value(fact),
    }


def _described(fact: Fact, vocabulary: Vocabulary) -> str:
    text = fact.label.en
    if fact.unit:
        text += f", in {vocabulary.unit_label(fact.unit, 'en')}"
    if fact.type in ("decimal", "money"):
        text += f", at most {shapes.places(fact)} decimal places"
    if fact.tokens:
        words = (f"{word} {label.zh}" for word, label in fact.tokens.items())
        text += f": {', '.join(words)}"
    if fact.type == "ref":
        text += f": the id of a row of {fact.list_name}"
    if fact.derived is not None:
        text += ". Follows from other facts; give it where they are not known"
    if fact.default is not None:
        text += ". Where absent, a declared default may be assumed"
    return text + (f". {fact.note.en}" if fact.note else "")


def _value(fact: Fact) -> Schema:
    return _SCHEMAS[fact.type](fact)


def _day(fact: Fact) -> Schema:
    day = {"$ref": "#/$defs/day"}
    return _or_null(day, {"const": "never"}) if fact.never else _or_null(day)


def _bounds(fact: Fact) -> Schema:
    least, most = shapes.least(fact), fact.most
    beyond = shapes.LARGEST + 1
    return {
        **({"exclusiveMinimum": -beyond} if least is None else {"minimum": _plain(least)}),
        **({"exclusiveMaximum": beyond} if most is None else {"maximum": _plain(most)}),
    }


def _plain(number: Decimal) -> int | float:
    # The shortest float prints as the number was declared.
    return int(number) if number == int(number) else float(number)


def _array(items: Schema) -> Schema:
    return {"type": ["array", "null"], "items": items, "uniqueItems": True}


def _or_null(*choices: Schema) -> Schema:
    return {"anyOf": [*choices, {"type": "null"}]}


def _id(_: Fact) -> Schema:
    return _or_null({"$ref": "#/$defs/id"})


_SCHEMAS: Mapping[str, Callable[[Fact], Schema]] = {
    "bool": lambda _: {"type": ["boolean", "null"]},
    "count": lambda fact: {"type": ["integer", "null"], **_bounds(fact)},
    "integer": lambda fact: {"type": ["integer", "null"], **_bounds(fact)},
    "decimal": lambda fact: {"type": ["number", "null"], **_bounds(fact)},
    "money": lambda fact: {"type": ["number", "null"], **_bounds(fact)},
    "date": _day,
    "enum": lambda fact: {"type": ["string", "null"], "enum": [*fact.tokens, None]},
    "set": lambda fact: _array({"type": "string", "enum": list(fact.tokens)}),
    "ids": lambda _: _array({"$ref": "#/$defs/id"}),
    "id": _id,
    "ref": _id,
}


def _gaps(lists: Iterable[FactList]) -> Schema:
    day = {"$ref": "#/$defs/day"}
    return _fixed_rows(
        "台账缺失时段",
        "Spans, both days included, for which a list is not known",
        {"list": {"type": "string", "enum": [each.name for each in lists]}, "from": day, "to": day},
        ["list", "from", "to"],
    )


def _reasons() -> Schema:
    label = {"$ref": "#/$defs/label"}
    return _fixed_rows(
        "一般条款的情况说明",
        "Recorded reasons for departing from a general norm; without a slot, in all of them",
        {
            "rule": label,
            "slot": _or_null(label),
            "on": _or_null({"$ref": "#/$defs/day"}),
            "code": {"$ref": "#/$defs/id"},
        },
        ["rule", "code"],
    )


def _fixed_rows(title: str, description: str, properties: Schema, required: list[str]) -> Schema:
    return {
        "title": title,
        "description": description,
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
    }


def _definitions() -> Schema:
    return {
        "name": {
            "title": "档案编号",
            "description": "The id by which the organisation is filed",
            "type": "string",
            "pattern": shapes.NAME,
            "not": {"pattern": _LINE_BREAK},
        },
        "id": {
            "title": "内部编号",
            "description": "An opaque id: no name, no identity or telephone number",
            "type": "string",
            "pattern": shapes.ID,
            "not": {"pattern": f"{shapes.PERSONAL}|{_LINE_BREAK}"},
        },
        "label": {
            "title": "规则编号或考核单元",
            "description": "The id of a rule or the label of a slot",
            "type": "string",
            "pattern": shapes.LABEL,
            "not": {"pattern": _LINE_BREAK},
        },
        "day": {
            "title": "日期",
            "description": "A day, such as 2024-05-31",
            "type": "string",
            "format": "date",
            "pattern": shapes.DAY,
            "maxLength": 10,
        },
    }
