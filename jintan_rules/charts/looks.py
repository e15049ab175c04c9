"""How all charts look: colours, marks, words, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from jintan_rules.reports.libraries import library
from jintan_rules.reports.phrases import MARKS, say
from jintan_rules.reports.verdicts import STATES
from jintan_rules.standard.words import Level, Outcome

if TYPE_CHECKING:
    from types import ModuleType

# Told apart by the colour-blind too, and by lightness alone in black and white; and on top
# of the colour there is always the mark.
COLOURS: Final = {
    "breach": "#8c1d24",
    "deviation": "#e08214",
    "unknown": "#3a6ea5",
    "pending": "#d4d4d4",
    "pass": "#c5e6d3",
    "not_applicable": "#ffffff",
}
#: The ink of a mark on each colour.
INKS: Final = {
    "breach": "#ffffff",
    "deviation": "#000000",
    "unknown": "#ffffff",
    "pending": "#000000",
    "pass": "#1d4d33",
    "not_applicable": "#767676",
}
_WORDS: Final = {
    "breach": Level.BREACH,
    "deviation": Level.DEVIATION,
    "unknown": Outcome.UNKNOWN,
    "pending": Outcome.PENDING,
    "pass": Outcome.PASS,
    "not_applicable": Outcome.NOT_APPLICABLE,
}
#: Families that hold Chinese, on the systems that come with one; a viewer takes the first it has.
FONTS: Final = (
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', "
    "'WenQuanYi Micro Hei', sans-serif"
)


def altair(asker: str) -> ModuleType:
    """Return the library that draws.

    Raises:
        EvaluationError: If it is not installed (JR580).
    """
    return library("altair", asker, "jintan-rules[charts]")


def word(state: str, lang: str) -> str:
    """Return a state's mark and word, as the legend has them."""
    return f"{MARKS[state]} {_WORDS[state].label(lang)}"


def data(alt: Any, rows: Iterable[Mapping[str, object]]) -> Any:
    """Return rows as data of a chart; they are part of it, however many there are."""
    # Frames would be cut off at 5000 rows by a setting of the library; plain values are not.
    return alt.Data(values=[dict(row) for row in rows])


def fill(alt: Any, states: Sequence[str], lang: str) -> Any:
    """Return the colours of states, with a legend that shows marks and words."""
    return alt.Fill(
        "word:N",
        title=say("chart-state", lang),
        scale=alt.Scale(
            domain=[word(each, lang) for each in states], range=[COLOURS[each] for each in states]
        ),
        legend=alt.Legend(orient="top", symbolStrokeColor="#555555", symbolStrokeWidth=1),
    )


def ink(alt: Any) -> Any:
    """Return the ink of the marks on those colours, which each row holds."""
    return alt.Color("ink:N", scale=None, legend=None)


def shown(state: str, lang: str) -> dict[str, str]:
    """Return what a row of data holds of its state."""
    return {"state": state, "mark": MARKS[state], "word": word(state, lang), "ink": INKS[state]}


def counted(count: Mapping[str, int], lang: str) -> str:
    """Say how many came to what, the heaviest first."""
    return say("comma", lang).join(
        f"{word(each, lang)} {count[each]}" for each in STATES if count.get(each)
    )


def present(states: Iterable[str]) -> list[str]:
    """Return the states that occur, the heaviest first."""
    found = set(states)
    return [each for each in STATES if each in found]


def finish(chart: Any, title: str, told: Iterable[str]) -> Any:
    """Return a chart with its heading, fonts and paper."""
    heading = {"text": title, "subtitle": [each for each in told if each], "anchor": "start"}
    return (
        chart.properties(title=heading, background="white")
        .configure(font=FONTS)
        .configure_view(stroke=None)
        .configure_axis(labelLimit=360, labelColor="#1b1b1b", titleColor="#1b1b1b")
        .configure_legend(labelLimit=240)
        .configure_title(fontSize=16, subtitleColor="#444444", offset=12)
    )


def ordered(alt: Any, kind: str, field: str, order: Iterable[str], **more: object) -> Any:
    """Return a channel of names that stand in the order given."""
    channel = cast(Any, getattr(alt, kind))
    return channel(f"{field}:N", sort=list(dict.fromkeys(order)), **more)
