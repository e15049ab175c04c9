"""What comes out: verdicts in the shapes that people ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw
from attrs import evolve, frozen

from jintan_rules.frames import codes as c
from jintan_rules.frames.kinds import Kind
from jintan_rules.frames.machines import Part
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Area, Level, Outcome, Strength, Subject

#: The outcomes in the order in which they are counted.
COUNTED = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.PENDING,
    Outcome.NOT_APPLICABLE,
)
_KEY = "organization"


class Judged(Protocol):
    """What gives the findings, with the number of slots of each code or without."""

    def __call__(self, *, counts: bool) -> c.Findings:
        """Return the findings."""


@frozen
class Verdicts:
    """What judging gave: the slots in groups, and what every rule comes to.

    ``order`` has the columns ``org`` and ``place``, the place of each organisation in
    what was given; None where no order is kept.
    """

    rules: Sequence[Rule]
    kind: Kind
    groups: Callable[[], Sequence[c.SlotGroup]]
    findings: Judged
    order: nw.LazyFrame[Any] | None = None

    def output(self, name: str) -> nw.LazyFrame[Any]:
        """Return one form of output."""
        return OUTPUTS[name](self)

    def long(self) -> nw.LazyFrame[Any]:
        """Return every slot that did not pass, and how many passed or were not applicable."""
        told = (c.EXCUSED, c.PENDING, c.UNKNOWN, c.FAIL)
        some = self._slot_rows().filter(nw.col("code").is_in(told))
        some = self._sorted(some, "number", "place", "slot")
        findings = self._findings(counts=True)
        columns = [findings.columns[rule.id] for rule in self.rules]
        rest = self.kind.machine.stacked(
            findings.frame,
            ["org"],
            [
                Part({"slots": f"{column}:{code}", "code": column}, {"rule": rule.id, "outcome": o})
                for rule, column in zip(self.rules, columns, strict=True)
                for code, o in ((c.PASS, "pass"), (c.NOT_APPLICABLE, "not_applicable"))
            ],
        )
        nothing = (nw.col("outcome") == "not_applicable") & (nw.col("code") == c.NOT_APPLICABLE)
        none = nw.lit(None, dtype=nw.String)
        return nw.concat(
            [
                some.select(
                    nw.col("org").alias(_KEY),
                    "rule",
                    "slot",
                    _outcome().alias("outcome"),
                    _level().alias("level"),
                    nw.lit(1, dtype=nw.Int64).alias("slots"),
                ),
                rest.filter((nw.col("slots") > 0) | nothing).select(
                    nw.col("org").alias(_KEY),
                    "rule",
                    none.alias("slot"),
                    "outcome",
                    none.alias("level"),
                    "slots",
                ),
            ]
        )

    def slots(self) -> nw.LazyFrame[Any]:
        """Return every slot."""
        rows = self._slot_rows().filter(~nw.col("code").is_null())
        return self._sorted(rows, "number", "place", "slot").select(
            nw.col("org").alias(_KEY),
            "rule",
            "slot",
            _outcome().alias("outcome"),
            _level().alias("level"),
        )

    def by_rule(self) -> nw.LazyFrame[Any]:
        """Return what every rule comes to, with the number of its slots by outcome."""
        findings = self._findings(counts=True)
        parts = []
        for rule in self.rules:
            column = findings.columns[rule.id]
            counts = {f"n{code}": f"{column}:{code}" for code in c.CODES}
            parts.append(Part({"code": column, **counts}, _words(rule)))
        rows = self.kind.machine.stacked(findings.frame, ["org"], parts)
        return rows.select(
            nw.col("org").alias(_KEY),
            "rule",
            _outcome().alias("outcome"),
            _level().alias("level"),
            (nw.col(f"n{c.PASS}") + nw.col(f"n{c.EXCUSED}")).alias("pass"),
            nw.col(f"n{c.FAIL}").alias("fail"),
            nw.col(f"n{c.UNKNOWN}").alias("unknown"),
            nw.col(f"n{c.PENDING}").alias("pending"),
            nw.col(f"n{c.NOT_APPLICABLE}").alias("not_applicable"),
        )

    def wide(self) -> nw.LazyFrame[Any]:
        """Return a row for each organisation and a column for each rule."""
        findings = self._findings(counts=False)
        return findings.frame.select(
            nw.col("org").alias(_KEY),
            **{rule.id: _outcome(findings.columns[rule.id]) for rule in self.rules},
        )

    def summary(self) -> nw.LazyFrame[Any]:
        """Return a row for each organisation and area: how many rules came to what."""
        findings = self._findings(counts=False)
        counts, parts = {}, []
        for number, area in enumerate(Area):
            rules = [rule for rule in self.rules if rule.area is area]
            measures = _measures(rules, findings.columns)
            for name, conditions in measures.items():
                counts[f"{area}:{name}"] = _sum(conditions)
            parts.append(
                Part(
                    {name: f"{area}:{name}" for name in measures},
                    {"area": str(area), "number": str(number)},
                )
            )
        frame = findings.frame.select("org", **counts)
        rows = self.kind.machine.stacked(frame, ["org"], parts)
        return self._sorted(rows, "place", "number").select(
            nw.col("org").alias(_KEY), "area", *parts[0].columns
        )

    def _slot_rows(self) -> nw.LazyFrame[Any]:
        """Return the slots of all groups, one below the other, with their codes."""
        numbers = {rule.id: f"{n:05d}" for n, rule in enumerate(self.rules)}
        by_id = {rule.id: rule for rule in self.rules}
        rows = []
        for group in self.groups():
            parts = [
                Part({"code": column}, {**_words(by_id[r]), "number": numbers[r]})
                for r, column in group.columns.items()
            ]
            rows.append(self.kind.machine.stacked(group.frame, ["org", "slot"], parts))
        return nw.concat(rows)

    def _findings(self, *, counts: bool) -> c.Findings:
        """Return the findings in the order of the organisations."""
        found = self.findings(counts=counts)
        return evolve(found, frame=self._sorted(found.frame, "place"))

    def _sorted(self, frame: nw.LazyFrame[Any], *by: str) -> nw.LazyFrame[Any]:
        if self.order is None:
            return frame
        return frame.join(self.order, on="org", how="left").sort(*by)


OUTPUTS: Mapping[str, Callable[[Verdicts], nw.LazyFrame[Any]]] = {
    "long": Verdicts.long,
    "slots": Verdicts.slots,
    "findings": Verdicts.by_rule,
    "wide": Verdicts.wide,
    "summary": Verdicts.summary,
}


def columns_of(form: str, rules: Sequence[Rule]) -> tuple[list[str], list[str]]:
    """Return the columns of a form beside the organisation's: those of text, and of numbers."""
    match form:
        case "wide":
            return [rule.id for rule in rules], []
        case "summary":
            return ["area"], list(_measures([], {}))
        case "findings":
            return ["rule", "outcome", "level"], [str(each) for each in COUNTED]
        case _:
            words = ["rule", "slot", "outcome", "level"]
            return words, ["slots"] if form == "long" else []


def _words(rule: Rule) -> dict[str, str]:
    """Return what stands beside a rule's code: its id, and the level that a fail of it has."""
    return {"rule": rule.id, "weight": str(c.level_in(rule, c.FAIL))}


def _outcome(column: str = "code") -> nw.Expr:
    code = nw.col(column)
    result = nw.lit(str(Outcome.NOT_APPLICABLE))
    for number in (c.PASS, c.EXCUSED, c.PENDING, c.UNKNOWN, c.FAIL):
        word = nw.lit(str(c.OUTCOMES[number]))
        result = nw.when(code == number).then(word).otherwise(result)
    return result


def _level() -> nw.Expr:
    excused = nw.when(nw.col("code") == c.EXCUSED).then(nw.lit(str(Level.EXCUSED)))
    return nw.when(nw.col("code") == c.FAIL).then(nw.col("weight")).otherwise(excused)


def is_own(rule: Rule) -> bool:
    """Whether a rule counts for the organisation, as a finding of it does."""
    return (
        rule.subject is Subject.ORGANIZATION
        and rule.strength is not Strength.ADVISORY
        and not rule.integrity
    )


def _measures(rules: Sequence[Rule], columns: Mapping[str, str]) -> dict[str, list[nw.Expr]]:
    """Return what is counted in an area, each with the conditions of the rules counted."""
    own = [rule for rule in rules if is_own(rule)]
    others = [
        rule for rule in rules if rule.subject is not Subject.ORGANIZATION and not rule.integrity
    ]

    def where(of: Sequence[Rule], *wanted: int) -> list[nw.Expr]:
        return [_any_of(nw.col(columns[rule.id]), wanted) for rule in of]

    def failing(of: Sequence[Rule], level: Level) -> list[nw.Expr]:
        return where([rule for rule in of if c.level_in(rule, c.FAIL) is level], c.FAIL)

    by_outcome = {
        outcome: [code for code in c.CODES if c.OUTCOMES[code] is outcome] for outcome in COUNTED
    }
    return {
        **{str(outcome): where(own, *by_outcome[outcome]) for outcome in COUNTED},
        "breach": failing(own, Level.BREACH),
        "deviation": failing(own, Level.DEVIATION),
        "excused": where(own, c.EXCUSED),
        "advice": failing(rules, Level.ADVICE),
        "review": failing(rules, Level.REVIEW),
        **{f"others_{outcome}": where(others, *by_outcome[outcome]) for outcome in COUNTED},
    }


def _any_of(code: nw.Expr, wanted: Sequence[int]) -> nw.Expr:
    result = code == wanted[0]
    for each in wanted[1:]:
        result |= code == each
    return result


def _sum(conditions: Sequence[nw.Expr]) -> nw.Expr:
    if not conditions:
        return nw.lit(0, dtype=nw.Int64)
    return nw.sum_horizontal(*(each.cast(nw.Int64) for each in conditions))
