"""The facts that a rule reads, by list, for the catalogue."""

from __future__ import annotations

from jintan_rules.standard.needs import Needs
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Vocabulary


def facts_of(rule: Rule, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the facts that a rule is judged on; under ``""`` those of the organisation."""
    needs = Needs(vocabulary, defaults=False, remedies=False)
    needs.rule(rule)
    found: dict[str, list[str]] = {}
    for list_name, name in needs.found:
        names = found.setdefault(list_name, [])
        if name:  # else the list itself is walked
            names.append(name)
    return found
