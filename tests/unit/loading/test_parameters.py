"""A parameter is declared with its type, unit, range and stricter direction."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jintan_rules.standard.words import Stricter


def parameter(name: str = "x", kind: str = "number", stricter: str = "higher", *more: str) -> str:
    head = ["[[parameter]]", f'name = "{name}"', 'label = "例"', 'label_en = "example"']
    return "\n".join([*head, f'type = "{kind}"', f'stricter = "{stricter}"', *more, ""])


def test_a_declaration_is_read(library):
    library.add("p", parameter("x", "number", "lower", 'unit = "person"', "max = 3.5"))
    found = library.load("p").parameters["x"]

    assert (found.unit, found.least, found.most, found.places) == (
        "person",
        None,
        Decimal("3.5"),
        2,
    )
    assert (found.stricter, found.profile) == (Stricter.LOWER, "p")


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        (parameter(kind="text"), "JR108", "parameter[x].type"),
        (parameter(stricter="earlier"), "JR108", "parameter[x].stricter"),
        (parameter(kind="day"), "JR108", "parameter[x].stricter"),
        (parameter("x", "set", "larger"), "JR104", "parameter[x].values"),
        (parameter("x", "day", "later", "min = 1"), "JR105", "parameter[x].min"),
        (parameter("x", "number", "lower", 'unit = "mu"'), "JR302", "parameter[x].unit"),
        (parameter("x", "number", "lower", "min = 2", "max = 1"), "JR108", "parameter[x].min"),
        (parameter("X"), "JR106", "parameter[X].name"),
        (parameter() + parameter(), "JR107", "parameter[x]"),
    ],
)
def test_what_does_not_go_together_is_refused(library, text, code, path):
    library.add("p", text)

    assert library.problems("p") == [(code, path)]
