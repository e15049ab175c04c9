"""What is made when somebody asks for it is what it would have been at once."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

import jintan_rules as jr
from jintan_rules.errors import Place

GIVEN = {"id": "b-001", "category": "village", "full_members": 7}


def place():
    return Place.found_later("a.toml", lambda: (3, 7, "rule[x]"))


def test_a_place_found_later_is_the_place():
    at_once = Place("a.toml", 3, 7, "rule[x]")

    assert str(place()) == str(at_once)
    assert place() == at_once
    assert hash(place()) == hash(at_once)
    assert pickle.loads(pickle.dumps(place())) == at_once  # noqa: S301  our own
    assert copy.deepcopy(place()) == at_once
    assert min(Place("b.toml"), place()) == at_once


def test_a_place_is_looked_for_once():
    asked = []
    found = Place.found_later("a.toml", lambda: asked.append(1) or (3, 7, ""))

    assert (found.source, found.line, found.column, found.line) == ("a.toml", 3, 7, 3)
    assert asked == [1]


def test_a_record_s_digest_is_the_same_whenever_it_is_asked_for():
    first, second = jr.Record.from_dict(GIVEN), jr.Record.from_json(json.dumps(GIVEN))

    assert first.digest.startswith("sha256:")
    assert first.digest == second.digest
    untold = jr.Record.from_dict(GIVEN)
    assert pickle.loads(pickle.dumps(untold)).digest == first.digest  # noqa: S301  our own
    assert copy.copy(jr.Record.from_dict(GIVEN)).digest == first.digest


def test_a_record_made_by_hand_has_no_digest():
    assert not jr.Record("b-001").digest


@pytest.mark.parametrize("what", [place(), jr.Record.from_dict(GIVEN)])
def test_another_name_is_no_attribute(what):
    with pytest.raises(AttributeError, match="no_such_name"):
        what.no_such_name  # noqa: B018
