"""What a profile needs to know: the sheets and columns of its workbook, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, field, frozen

from jintan_rules.records.schema import ALWAYS
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.workbooks.layout import GAPS, REASONS, Column, Layout, Table, layout_of


@frozen
class Wanted:
    """What a profile needs: the columns of each sheet, and the rules behind each of them."""

    profile: Profile
    layout: Layout
    organization: tuple[Column, ...]
    tables: tuple[Table, ...]
    rules: Mapping[tuple[str, str], tuple[Rule, ...]] = field(repr=False)

    @classmethod
    def of(cls, profile: Profile) -> Wanted:
        """Return what a profile needs."""
        vocabulary = profile.vocabulary
        rules: dict[tuple[str, str], list[Rule]] = {("", name): [] for name in ALWAYS}
        for rule in profile.rules:
            needs = Needs(vocabulary)
            needs.rule(rule)
            for each in needs.found:
                rules.setdefault(each, []).append(rule)
        layout = layout_of(vocabulary)
        # What most rules need comes first; what is needed alike stays in the declared order.
        tables = sorted(
            (
                evolve(table, columns=_wanted(table, rules))
                for table in layout.tables
                if (table.key, "") in rules
            ),
            key=lambda table: -len(rules[table.key, ""]),
        )
        organization = sorted(
            (each for each in layout.organization if _is_own(each) or ("", each.name) in rules),
            key=lambda each: (
                each.kind != "record_id",
                not _is_own(each),
                -len(rules.get(("", each.name), ())),
            ),
        )
        fixed = (_gaps_of(tables, layout), layout.table(REASONS))
        return cls(
            profile,
            layout,
            tuple(organization),
            (*tables, *fixed),
            {each: tuple(found) for each, found in rules.items()},
        )


def _is_own(column: Column) -> bool:
    """Whether a fact stands above the others: the id, and what every judgement reads."""
    return column.kind == "record_id" or column.name in ALWAYS


def _wanted(table: Table, rules: Mapping[tuple[str, str], object]) -> tuple[Column, ...]:
    return tuple(
        each for each in table.columns if each.kind == "row_id" or (table.key, each.name) in rules
    )


def _gaps_of(tables: Iterable[Table], layout: Layout) -> Table:
    """Return the sheet of gaps, which offers the lists that the workbook has."""
    table, lists = layout.table(GAPS), {each.key: each.label for each in tables}
    return evolve(
        table,
        columns=tuple(
            evolve(each, fact=evolve(each.fact, tokens=lists))
            if each.fact is not None and each.kind == "enum"
            else each
            for each in table.columns
        ),
    )
