"""The share that is met, by area and category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from jintan_rules.charts import looks
from jintan_rules.reports.phrases import MARKS, check_language, say
from jintan_rules.reports.verdicts import (
    Profiles,
    Verdict,
    Verdicts,
    area_label,
    category_label,
    read_verdicts,
)
from jintan_rules.standard.words import Area, Category

if TYPE_CHECKING:
    from altair import FacetChart

#: What applies and is due, in the order of the segments: what is met first.
_COUNTED: Final = ("pass", "unknown", "deviation", "breach")
#: A segment narrower than this has no room for its text.
_NARROWEST: Final = 0.07
_WIDTH: Final = 520


def share_met(
    verdicts: Verdicts,
    *,
    profile: Profiles = None,
    organizations: Any = None,
    lang: str = "zh",
) -> FacetChart:
    """Draw which share is met, unknown and not met, by area and category.

    What does not apply or is not yet due is left out; advice and the duties of others
    never count.

    Args:
        verdicts: Reports, or a frame of verdicts as ``evaluate_frame`` or ``to_frame`` gives
            it. A column ``category`` tells the category of an organisation.
        profile: The profile or profiles that judged, where the frame does not tell the area
            and item of its rules. One profile also tells the category.
        organizations: A frame with the columns ``id`` and ``category``, where the frame of
            verdicts has no column ``category``.
        lang: ``zh`` or ``en``.

    Returns:
        An Altair chart.

    Raises:
        EvaluationError: If Altair is not installed (JR580), or these are no verdicts
            (JR581 to JR583, JR504).
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    alt = looks.altair("share_met")
    found = read_verdicts(verdicts, "share_met", profile, organizations)
    rows = list(_segments(found, lang))
    base = alt.Chart().encode(
        x=alt.X(
            "first:Q",
            title=say("chart-share-axis", lang),
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", tickCount=5),
        ),
        x2="last:Q",
        y=looks.ordered(alt, "Y", "category", _categories(found, lang), title=None),
        tooltip=[
            alt.Tooltip("area:N", title=say("area", lang)),
            alt.Tooltip("category:N", title=say("chart-category", lang)),
            alt.Tooltip("word:N", title=say("chart-state", lang)),
            alt.Tooltip("count:Q", title=say("chart-number", lang)),
            alt.Tooltip("share:Q", title=say("chart-met", lang), format=".1%"),
        ],
    )
    bars = base.mark_bar(stroke="#555555", strokeWidth=0.5).encode(
        fill=looks.fill(alt, _COUNTED, lang)
    )
    texts = base.mark_text(fontSize=11).encode(
        x="middle:Q", x2=alt.Undefined, text="text:N", color=looks.ink(alt)
    )
    areas = [area_label(each.value, lang) for each in Area]
    chart = (
        alt.layer(bars, texts, data=looks.data(alt, rows))
        .properties(width=_WIDTH, height=alt.Step(24))
        .facet(
            row=looks.ordered(
                alt,
                "Row",
                "area",
                areas,
                title=None,
                header=alt.Header(
                    labelAngle=0,
                    labelAnchor="start",
                    labelOrient="top",
                    labelPadding=2,
                    labelFontSize=12,
                    labelFontWeight="bold",
                ),
            ),
            spacing=16,
        )
        .resolve_scale(y="independent")
    )
    told = say(
        "chart-share-told",
        lang,
        organizations=len({each.organization for each in found}),
        count=sum(row["count"] for row in rows),
    )
    drawn: FacetChart = looks.finish(chart, say("chart-share", lang), [told])
    return drawn


def _categories(found: Iterable[Verdict], lang: str) -> list[str]:
    order = [each.value for each in Category]
    present = dict.fromkeys(each.category for each in found)
    known = sorted((each for each in present if each in order), key=order.index)
    others = sorted(each for each in present if each not in order)
    return [_category(each, lang) for each in (*known, *others)]


def _category(category: str, lang: str) -> str:
    return category_label(category, lang) or say("chart-all", lang)


def _segments(found: Iterable[Verdict], lang: str) -> Iterable[dict[str, Any]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for each in found:
        if each.state in _COUNTED:
            key = each.rule.area, each.category
            if key not in counts:
                counts[key] = Counter()
            counts[key][each.state] += 1
    for (area, category), count in counts.items():
        total, before = sum(count.values()), 0
        for state in _COUNTED:
            if not count[state]:
                continue
            share = count[state] / total
            yield {
                "area": area_label(area, lang),
                "category": _category(category, lang),
                **looks.shown(state, lang),
                "count": count[state],
                "share": share,
                "first": before / total,
                "last": (before + count[state]) / total,
                "middle": (before + count[state] / 2) / total,
                "text": f"{MARKS[state]} {share:.0%}" if share >= _NARROWEST else "",
            }
            before += count[state]
