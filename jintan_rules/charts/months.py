"""One organisation's rules, month by month."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from jintan_rules.charts import looks
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.reports.phrases import check_language, say
from jintan_rules.reports.report import Report
from jintan_rules.reports.verdicts import (
    STATES,
    Told,
    Verdicts,
    columns_of,
    of_rule,
    state_of,
)
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.words import Area

if TYPE_CHECKING:
    from altair import LayerChart

_CELL_WIDTH, _CELL_HEIGHT = 44, 22
_PERIOD: Final = re.compile(r"(\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)))?")
_LENGTHS: Final = {"quarter": 3, "half": 6, "month": 1}
_YEAR: Final = 12


@frozen
class _Slot:
    """A slot's rule and state, and the months it lies in, counted from the year 0."""

    rule: Told
    state: str
    first: int
    last: int


def calendar(
    verdicts: Verdicts,
    *,
    profile: Profile | None = None,
    organization: str | None = None,
    lang: str = "zh",
    most: int = 60,
) -> LayerChart:
    """Draw the rules of one organisation by months, in each cell the heaviest outcome.

    A slot stands in the months of its period, in the month it was due, or in that of its
    event. What lies before or after the window is drawn beside it.

    Args:
        verdicts: A report; or a frame with a row for each slot, as
            ``evaluate_frame(output="slots")`` or ``to_frame(rows="slots")`` gives it.
        profile: The profile that judged, where the frame does not tell the area and item
            of its rules.
        organization: The organisation to draw, where the frame holds several.
        lang: ``zh`` or ``en``.
        most: The most rules that are drawn: those with most to mend. The heading says how
            many there are in all.

    Returns:
        An Altair chart.

    Raises:
        EvaluationError: If Altair is not installed (JR580), these are no verdicts (JR581,
            JR582), or the frame has not what the chart needs (JR583).
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    alt = looks.altair("calendar")
    if isinstance(verdicts, Report):
        name, slots, undated = verdicts.record.id, *_of_report(verdicts)
        window = _month(verdicts.window[0]), _month(verdicts.window[1])
    else:
        name, slots, undated = _of_frame(verdicts, profile, organization)
        window = _years(slots)
    rules = _worst(slots)
    shown = set(rules[:most])
    order = [each for each in _in_order(slots) if each in shown]
    names = _names(order, lang)
    rows = list(_cells([each for each in slots if each.rule in shown], names, window, lang))
    chart = _drawn(alt, rows, list(names.values()), window, lang)
    key = "chart-calendar-told" if len(rules) == len(shown) else "chart-calendar-cut"
    told = [say(key, lang, count=len(rules), shown=len(shown))]
    if undated:
        told.append(say("chart-no-day", lang, count=undated))
    title = say("chart-calendar", lang, organization=name)
    drawn: LayerChart = looks.finish(chart, title, told)
    return drawn


# -- where the slots come from ---------------------------------------------------------


def _month(day: dt.date) -> int:
    return day.year * _YEAR + day.month - 1


def _of_report(report: Report) -> tuple[list[_Slot], int]:
    slots, undated = [], 0
    for finding in report.findings:
        if not finding.is_own:
            continue
        told = of_rule(finding.rule)
        for slot in finding.slots:
            state = state_of(slot.outcome.value, slot.level and slot.level.value, "calendar")
            if state == "not_applicable":
                continue
            months = _days(slot.start, slot.end, slot.due, slot.on)
            if months is None:
                undated += 1
            else:
                slots.append(_Slot(told, state, *months))
    return slots, undated


def _days(
    start: dt.date | None, end: dt.date | None, due: dt.date | None, on: dt.date | None
) -> tuple[int, int] | None:
    """Return the months of a slot: those of its period, or the one of its deadline or event."""
    day = due or (None if start and end else on)
    if day is not None:
        return _month(day), _month(day)
    return (_month(start), _month(end)) if start and end else None


def _of_label(label: str) -> tuple[int, int] | None:
    """Return the months that the label of a slot names."""
    found = _PERIOD.fullmatch(label.partition("/")[0])
    if found is None:
        return None
    year = int(found[1]) * _YEAR
    for kind, length in _LENGTHS.items():
        if found[kind]:
            at = int(found[kind])
            # A thing may have an id that looks like a month of no year.
            return (
                (year + (at - 1) * length, year + at * length - 1)
                if at * length <= _YEAR and at
                else None
            )
    return year, year + _YEAR - 1


def _of_frame(
    frame: Any, profile: Profile | None, organization: str | None
) -> tuple[str, list[_Slot], int]:
    days = ["start", "end", "due", "on"]
    told = ["area", "item", "title", "title_en", "own"]
    needed = ["organization", "rule", "slot", "outcome", "level"]
    chosen, cells = columns_of(frame, "calendar", needed, [*told, *days])
    rows = [dict(zip(chosen, row, strict=True)) for row in cells]
    name = _one(rows, organization)
    rules = {each.id: of_rule(each) for each in profile.rules} if profile else {}
    slots, undated = [], 0
    for row in rows:
        if row["organization"] != name:
            continue
        rule = rules.get(row["rule"]) or rules.setdefault(row["rule"], _rule(row))
        state = state_of(row["outcome"], row["level"], "calendar")
        if not rule.own or state == "not_applicable":
            continue
        if row["slot"] is None:
            raise _cannot(
                "slot",
                "the frame counts passes together and does not tell their slots",
                "a row for each slot",
                'give evaluate_frame(..., output="slots") or report.to_frame(rows="slots")',
            )
        given = [_day(row.get(each)) for each in days]
        months = _days(*given) or _of_label(str(row["slot"]))
        if months is None:
            undated += 1
        else:
            slots.append(_Slot(rule, state, *months))
    return name, slots, undated


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _one(rows: Iterable[dict[str, Any]], organization: str | None) -> str:
    names = list(dict.fromkeys(str(row["organization"]) for row in rows))
    if organization is None and len(names) == 1:
        return names[0]
    if organization in names:
        return str(organization)
    raise _cannot(
        "organization",
        "the frame does not tell which organisation to draw",
        f"one of {', '.join(names[:5]) or 'none: the frame is empty'}",
        "give organization=, the id of one of them",
        repr(organization) if organization else f"{len(names)} organisations",
    )


def _rule(row: dict[str, Any]) -> Told:
    if row.get("area") is None or row.get("item") is None:
        raise _cannot(
            "profile",
            f"the frame does not tell the area and item of the rule {row['rule']!r}",
            "profile=, the profile that judged, or the columns area and item",
            "give profile=jr.load_profile(...)",
        )
    title = str(row.get("title") or row["rule"])
    own = row.get("own")
    return Told(
        str(row["rule"]),
        str(row["area"]),
        str(row["item"]),
        title,
        str(row.get("title_en") or title),
        own is None or bool(own),
    )


def _cannot(path: str, summary: str, expected: str, mend: str, found: str = "") -> EvaluationError:
    place = Place("calendar", path=path)
    return EvaluationError([Problem("JR583", place, summary, expected, found, mend)])


def _years(slots: Iterable[_Slot]) -> tuple[int, int]:
    """Return the years that most of the slots of a frame lie in, from first to last month."""
    years = Counter(each.last // _YEAR for each in slots)
    year = years.most_common(1)[0][0] if years else 0
    return year * _YEAR, year * _YEAR + _YEAR - 1


# -- what is drawn ---------------------------------------------------------------------


def _worst(slots: Iterable[_Slot]) -> list[Told]:
    """Return the rules, those with most to mend first."""
    counts: dict[Told, Counter[str]] = {}
    for each in slots:
        counts.setdefault(each.rule, Counter())[each.state] += 1
    return sorted(counts, key=lambda rule: [-counts[rule][state] for state in STATES[:4]])


def _in_order(slots: Iterable[_Slot]) -> list[Told]:
    """Return the rules by area, in the order they come."""
    areas = [each.value for each in Area]
    return sorted(
        dict.fromkeys(each.rule for each in slots), key=lambda rule: areas.index(rule.area)
    )


def _names(rules: Iterable[Told], lang: str) -> dict[Told, str]:
    """Return the titles of rules, with the id beside those that several rules share."""
    listed = list(rules)
    titles = Counter(each.title_in(lang) for each in listed)
    return {
        each: title if titles[title := each.title_in(lang)] == 1 else f"{title} ({each.id})"
        for each in listed
    }


def _cells(
    slots: Iterable[_Slot], names: Mapping[Told, str], window: tuple[int, int], lang: str
) -> Iterator[dict[str, Any]]:
    """Yield one cell for each rule and time; column 0 is what lies before the window."""
    first, last = window
    counts: dict[tuple[Told, int, int], Counter[str]] = {}
    for each in slots:
        begin = min(max(each.first - first + 1, 0), last - first + 2)
        end = min(max(each.last - first + 1, 0), last - first + 2)
        counts.setdefault((each.rule, begin, end), Counter())[each.state] += 1
    for (rule, begin, end), count in counts.items():
        state = next(each for each in STATES if count[each])
        yield {
            "rule": names[rule],
            "item": rule.item,
            "begin": begin,
            "end": end + 1,
            "middle": (begin + end + 1) / 2,
            "time": say("to", lang, first=_name(begin, window, lang), last=_name(end, window, lang))
            if begin != end
            else _name(begin, window, lang),
            **looks.shown(state, lang),
            "told": looks.counted(count, lang),
        }


def _name(column: int, window: tuple[int, int], lang: str) -> str:
    """Return the heading of a column."""
    first, last = window
    month = first + column - 1
    if column == 0:
        return say("chart-earlier", lang)
    if month > last:
        return say("chart-later", lang)
    number = month % _YEAR + 1
    year = f"{month // _YEAR}-" if last - first >= _YEAR else ""
    return f"{year}{number:02d}" if lang == "en" or year else f"{number}月"


def _drawn(
    alt: Any, rows: list[dict[str, Any]], order: list[str], window: tuple[int, int], lang: str
) -> Any:
    columns = window[1] - window[0] + 3
    low = 0 if any(row["begin"] == 0 for row in rows) else 1
    high = columns if any(row["end"] == columns for row in rows) else columns - 1
    names = [_name(each, window, lang) for each in range(columns)]
    listed = ", ".join(f"'{each}'" for each in names)
    states = looks.present(str(row["state"]) for row in rows)
    base = alt.Chart().encode(
        y=looks.ordered(alt, "Y", "rule", order, title=None),
        tooltip=[
            alt.Tooltip("rule:N", title=say("rule", lang)),
            alt.Tooltip("item:N", title=say("chart-item", lang)),
            alt.Tooltip("time:N", title=say("chart-time", lang)),
            alt.Tooltip("word:N", title=say("chart-state", lang)),
            alt.Tooltip("told:N", title=say("chart-slots", lang)),
        ],
    )
    x = alt.X(
        "begin:Q",
        title=None,
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(
            values=[each + 0.5 for each in range(low, high)],
            labelExpr=f"[{listed}][floor(datum.value)]",
            ticks=False,
            grid=False,
            orient="top",
            labelOverlap=False,
        ),
    )
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=1.5).encode(
        x=x, x2="end:Q", fill=looks.fill(alt, states, lang)
    )
    marks = base.mark_text(fontSize=12).encode(
        x=alt.X("middle:Q", title=None),
        text="mark:N",
        color=looks.ink(alt),
    )
    return alt.layer(cells, marks, data=looks.data(alt, rows)).properties(
        width=_CELL_WIDTH * (high - low), height=alt.Step(_CELL_HEIGHT)
    )
