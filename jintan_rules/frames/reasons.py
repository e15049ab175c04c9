"""Recorded reasons in frames: which slots of a general norm they excuse."""

from __future__ import annotations

from typing import cast

from jintan_rules.frames import cells as c
from jintan_rules.frames import codes
from jintan_rules.frames.scopes import Scope, from_organizations
from jintan_rules.frames.situations import MOST
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Level


def excused(rule: Rule, scope: Scope, label: str, row: c.Text) -> c.Truth:
    """Return whether a reason is recorded for a slot.

    ``row`` is the slot's label where it differs from row to row, else ``label`` is.
    """
    setting = scope.setting
    if setting.reasons is None or codes.level_in(rule, codes.FAIL) is not Level.DEVIATION:
        return False
    organizations, work = setting.organizations, setting.work
    spoken_of = c.is_one_of(_column("rule"), setting.names_of(rule))
    on = c.column("on", c.INT)
    begun = c.filled(c.compare("<=", on, setting.as_of), True)
    words = ("",) if row is not None else ("", label)
    whole = c.both([spoken_of, begun, c.is_one_of(_column("slot"), words)])
    org = (work.key_cell("org"),)
    found = organizations.gather(setting.reasons, org, org, MOST, c.when(whole, 1, 0))
    general = c.compare("==", c.filled(found, 0), 1)  # type: ignore[arg-type]
    if row is None:
        return general
    here = scope.situation
    theirs, ours = (*org, _SLOT), (*org, cast(c.Cell, row))
    mine = c.both([spoken_of, begun])
    one = here.gather(setting.reasons, theirs, ours, MOST, c.when(mine, 1, 0))
    special = c.compare("==", c.filled(one, 0), 1)  # type: ignore[arg-type]
    return c.either([cast(c.Truth, from_organizations(general, scope)), special])


_SLOT = c.column("slot", c.TEXT, nullable=False)


def _column(name: str) -> c.Cell:
    return _SLOT if name == "slot" else c.column(name, c.TEXT, nullable=False)
