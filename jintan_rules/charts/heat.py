"""Organisations by standard items: where it is wanting, and with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jintan_rules.charts import looks
from jintan_rules.reports.phrases import check_language, say
from jintan_rules.reports.verdicts import (
    STATES,
    Profiles,
    Verdict,
    Verdicts,
    area_label,
    read_verdicts,
)
from jintan_rules.standard.words import Area

if TYPE_CHECKING:
    from altair import FacetChart

_CELL = 22


def heat_map(
    verdicts: Verdicts,
    *,
    profile: Profiles = None,
    lang: str = "zh",
    most: int = 40,
) -> FacetChart:
    """Draw organisations by standard items, in each cell the heaviest outcome as mark and colour.

    Args:
        verdicts: Reports, or a frame of verdicts as ``evaluate_frame`` or ``to_frame`` gives it.
        profile: The profile or profiles that judged, where the frame does not tell the area
            and item of its rules.
        lang: ``zh`` or ``en``.
        most: The most organisations that are drawn: those with most breaches, then
            deviations, then unknowns. The heading says how many there are in all.

    Returns:
        An Altair chart.

    Raises:
        EvaluationError: If Altair is not installed (JR580), or these are no verdicts
            (JR581 to JR583, JR504).
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    alt = looks.altair("heat_map")
    found = read_verdicts(verdicts, "heat_map", profile)
    shown, count = _worst(found, most)
    rows = list(_cells(found, shown, lang))
    states = looks.present(str(row["state"]) for row in rows)
    base = alt.Chart().encode(
        x=looks.ordered(
            alt, "X", "item", _items(found), title=None, axis=alt.Axis(labelAngle=-55, ticks=False)
        ),
        y=looks.ordered(alt, "Y", "organization", shown, title=say("organization", lang)),
        tooltip=[
            alt.Tooltip("organization:N", title=say("organization", lang)),
            alt.Tooltip("item:N", title=say("chart-item", lang)),
            alt.Tooltip("word:N", title=say("chart-state", lang)),
            alt.Tooltip("told:N", title=say("chart-count", lang)),
        ],
    )
    cells = base.mark_rect(stroke="#e3e3e3").encode(fill=looks.fill(alt, states, lang))
    marks = base.mark_text(fontSize=12).encode(text="mark:N", color=looks.ink(alt))
    areas = [area_label(each.value, lang) for each in Area]
    chart = (
        alt.layer(cells, marks, data=looks.data(alt, rows))
        .properties(width=alt.Step(_CELL), height=alt.Step(_CELL))
        .facet(
            column=looks.ordered(alt, "Column", "area", areas, title=None),
            spacing=8,
        )
        .resolve_scale(x="independent")
    )
    key = "chart-heat-all" if len(shown) == count else "chart-heat-cut"
    told = say(key, lang, count=count, shown=len(shown))
    drawn: FacetChart = looks.finish(chart, say("chart-heat", lang), [told])
    return drawn


def _worst(found: Iterable[Verdict], most: int) -> tuple[list[str], int]:
    """Return the organisations with most to mend, the worst first, and how many there are."""
    counts: dict[str, Counter[str]] = {}
    for each in found:
        if each.organization not in counts:
            counts[each.organization] = Counter()
        counts[each.organization][each.state] += 1
    names = sorted(counts, key=lambda name: ([-counts[name][state] for state in STATES[:3]], name))
    return names[:most], len(names)


def _items(found: Iterable[Verdict]) -> list[str]:
    """Return the items, area by area."""
    areas = [each.value for each in Area]
    rules = dict.fromkeys(each.rule for each in found)
    return [each.item for each in sorted(rules, key=lambda rule: areas.index(rule.area))]


def _cells(found: Iterable[Verdict], shown: Iterable[str], lang: str) -> Iterable[dict[str, Any]]:
    wanted = set(shown)
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for each in found:
        if each.organization in wanted:
            key = each.organization, each.rule.area, each.rule.item
            counts.setdefault(key, Counter())[each.state] += 1
    for (organization, area, item), count in counts.items():
        state = next(each for each in STATES if count[each])
        yield {
            "organization": organization,
            "area": area_label(area, lang),
            "item": item,
            **looks.shown(state, lang),
            "told": looks.counted(count, lang),
        }
