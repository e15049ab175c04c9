"""The compiled formula and the reference evaluator decide alike, whatever is known."""

from hypothesis import given, settings

from jintan_rules.engines import python, reference
from jintan_rules.errors import Place
from jintan_rules.language.parse import parse
from jintan_rules.language.unparse import unparse
from tests.differential.formulas import conditions, scopes


@settings(max_examples=500)
@given(conditions, scopes)
def test_the_python_engine_decides_as_the_reference_does(node, scope):
    expected = reference.decide(node, scope)
    found = python.decide(node, scope)

    assert found.value == expected.value, unparse(node)
    assert bool(found.missing) == (found.value is None)


@given(conditions)
def test_text_tree_and_text_are_the_same(node):
    text = unparse(node)

    assert unparse(parse(text, Place("generated"))) == text
