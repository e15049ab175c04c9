"""What changed between two assessments, a year apart or more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from jintan_rules.charts import looks
from jintan_rules.reports.phrases import check_language, say
from jintan_rules.reports.verdicts import (
    Profiles,
    Verdict,
    Verdicts,
    area_label,
    read_verdicts,
)

if TYPE_CHECKING:
    from altair import LayerChart

#: What a row of the chart can be.
BY: Final = ("item", "area", "organization")
_WIDTH: Final = 420
_BEFORE, _AFTER = "#3a6ea5", "#8c1d24"


def change(
    before: Verdicts,
    after: Verdicts,
    *,
    profile: Profiles = None,
    by: str = "item",
    names: tuple[str, str] | None = None,
    lang: str = "zh",
    most: int = 40,
) -> LayerChart:
    """Draw the share met before and after, row by row, what changed most for the worse first.

    The share is what passes of what applies and is due; what is unknown counts as not
    shown to be met. Only organisations that are in both are compared.

    Args:
        before: Reports, or a frame of verdicts, of the earlier assessment.
        after: The same of the later one.
        profile: The profile or profiles that judged, where the frames do not tell the area
            and item of their rules.
        by: What a row is: ``item``, ``area`` or ``organization``.
        names: What the two are called, such as ``("2023", "2024")``.
        lang: ``zh`` or ``en``.
        most: The most rows that are drawn: those that changed most. The heading says how
            many there are in all.

    Returns:
        An Altair chart.

    Raises:
        EvaluationError: If Altair is not installed (JR580), or these are no verdicts
            (JR581 to JR583, JR504).
        ValueError: If ``lang`` or ``by`` is another word.
    """
    check_language(lang)
    if by not in BY:
        raise ValueError(f"by is one of {', '.join(map(repr, BY))}, not {by!r}")
    alt = looks.altair("change")
    called = names or (say("chart-before", lang), say("chart-after", lang))
    sides = [read_verdicts(each, "change", profile) for each in (before, after)]
    judged = [{each.organization for each in side} for side in sides]
    both = judged[0] & judged[1]
    shares = [
        _shares((each for each in side if each.organization in both), by, lang) for side in sides
    ]
    rows = _rows(*shares)
    shown = sorted(
        sorted(rows, key=lambda row: -abs(row["points"]))[:most], key=lambda row: row["points"]
    )
    told = [say("chart-change-told", lang, count=len(both))]
    if judged[0] ^ judged[1]:
        told.append(say("chart-change-aside", lang, count=len(judged[0] ^ judged[1])))
    if len(shown) < len(rows):
        told.append(say("chart-change-cut", lang, count=len(rows), shown=len(shown)))
    chart = _drawn(alt, shown, called, lang)
    title = say("chart-change", lang, before=called[0], after=called[1])
    drawn: LayerChart = looks.finish(chart, title, told)
    return drawn


def _shares(found: Iterable[Verdict], by: str, lang: str) -> dict[str, tuple[int, int]]:
    """Return how many are met, and how many apply and are due, by row."""
    counts: dict[str, Counter[str]] = {}
    for each in found:
        match by:
            case "item":
                name = each.rule.item or each.rule.id
            case "area":
                name = area_label(each.rule.area, lang)
            case _:
                name = each.organization
        if name not in counts:
            counts[name] = Counter()
        counts[name][each.state] += 1
    due = ("pass", "unknown", "deviation", "breach")
    return {
        name: (count["pass"], total)
        for name, count in counts.items()
        if (total := sum(count[state] for state in due))
    }


def _rows(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> list[dict[str, Any]]:
    rows = []
    for name in before.keys() & after.keys():
        first, last = (met / total for met, total in (before[name], after[name]))
        points = round(100 * (last - first), 1)
        rows.append(
            {
                "name": name,
                "before": first,
                "after": last,
                "points": points,
                # The sign of the change, and not its colour alone.
                "text": f"{'▲' if points > 0 else '▼'} {points:+.0f}" if points else "=",
                "of_before": "{}/{}".format(*before[name]),
                "of_after": "{}/{}".format(*after[name]),
            }
        )
    return sorted(rows, key=lambda row: row["name"])


def _drawn(alt: Any, rows: list[dict[str, Any]], called: tuple[str, str], lang: str) -> Any:
    wide = [row["name"] for row in rows]
    ends = [
        {**row, "share": row[side], "end": name}
        for row in rows
        for side, name in zip(("before", "after"), called, strict=True)
    ]
    axis = alt.Axis(format=".0%", tickCount=5, orient="top")
    names = looks.ordered(alt, "Y", "name", wide, title=None)
    tooltip = [
        alt.Tooltip("name:N", title=say("chart-item", lang)),
        alt.Tooltip("of_before:N", title=called[0]),
        alt.Tooltip("of_after:N", title=called[1]),
        alt.Tooltip("points:Q", title=say("chart-points", lang), format="+.1f"),
    ]
    scale = alt.Scale(domain=[0, 1])
    lines = (
        alt.Chart(looks.data(alt, rows))
        .mark_rule(color="#767676", strokeWidth=2)
        .encode(
            x=alt.X("before:Q", title=say("chart-met", lang), scale=scale, axis=axis),
            x2="after:Q",
            y=names,
            tooltip=tooltip,
        )
    )
    # Before is hollow and round, after filled and square: no colour is needed to tell.
    points = (
        alt.Chart(looks.data(alt, ends))
        .mark_point(size=90, strokeWidth=2, opacity=1)
        .encode(
            x=alt.X("share:Q", title=say("chart-met", lang), scale=scale, axis=axis),
            y=names,
            shape=alt.Shape(
                "end:N",
                title=None,
                scale=alt.Scale(domain=list(called), range=["circle", "square"]),
                legend=alt.Legend(orient="top"),
            ),
            color=alt.Color(
                "end:N", title=None, scale=alt.Scale(domain=list(called), range=[_BEFORE, _AFTER])
            ),
            fill=alt.Fill(
                "end:N",
                title=None,
                scale=alt.Scale(domain=list(called), range=["#ffffff", _AFTER]),
            ),
            tooltip=tooltip,
        )
    )
    texts = (
        alt.Chart(looks.data(alt, rows))
        .mark_text(align="left", fontSize=11, color="#1b1b1b")
        .encode(x=alt.value(_WIDTH + 12), y=names, text="text:N")
    )
    return alt.layer(lines, points, texts).properties(width=_WIDTH, height=alt.Step(24))
