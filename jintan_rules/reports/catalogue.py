"""The catalogue of a profile for the terminal: its rules by area and item."""

from __future__ import annotations

from collections.abc import Iterator

from jintan_rules.reports.naming import Naming
from jintan_rules.reports.phrases import check_language
from jintan_rules.reports.width import display_width, visible, wrap
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.words import Area, Subject


def catalogue_to_text(profile: Profile, lang: str = "zh", width: int = 100) -> str:
    """Return the catalogue of a profile, in ``zh`` or ``en``.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    check_language(lang)
    return "\n".join(_lines(profile, Naming(profile, lang), width))


def _lines(profile: Profile, naming: Naming, width: int) -> Iterator[str]:
    say = naming.say
    title = say("catalogue-title", title=naming.label(profile.title), id=visible(profile.id))
    yield from wrap(title, width)
    yield "=" * min(display_width(title), width)
    yield say("catalogue-count", count=len(profile.rules))
    for area in Area:
        rules = profile.in_area(area)
        if not rules:
            continue
        heading = naming.aside(area.label(naming.lang), str(len(rules)))
        yield from ("", heading, "-" * min(display_width(heading), width))
        by_item: dict[str, list[Rule]] = {}
        for rule in rules:
            by_item.setdefault(rule.item, []).append(rule)
        for item, same in by_item.items():
            yield visible(item)
            for rule in same:
                yield from _rule(rule, naming, width)
    if profile.parameters:
        yield from ("", say("parameters"))
        for name in sorted(profile.parameters):
            yield from wrap(_parameter(profile, naming, name), width, first="  ", rest="    ")
    if profile.deselected:
        yield from ("", say("deselected"))
    for left_out in profile.deselected:
        line = say(
            "left-out",
            rule=visible(left_out.rule),
            reason=visible(left_out.reason),
            profile=visible(left_out.profile),
        )
        if left_out.replaced_by:
            line = say("replaced-by", line=line, rule=visible(left_out.replaced_by))
        yield from wrap(line, width, first="  ", rest="    ")


def _rule(rule: Rule, naming: Naming, width: int) -> Iterator[str]:
    marks = [rule.strength.label(naming.lang)]
    if rule.subject is not Subject.ORGANIZATION:
        marks.append(rule.subject.label(naming.lang))
    if rule.period:
        marks.append(rule.period.label(naming.lang))
    if rule.draft:
        marks.append(naming.say("draft-mark"))
    head = naming.aside(naming.title(rule), naming.joined(marks))
    yield from wrap(head, width, first="  ", rest="    ")
    yield from wrap(rule.id, width, first="    ", rest="      ")
    for edition in rule.editions:
        clause = naming.joined(map(naming.clause, edition.citations)) or naming.say("no-clause")
        line = naming.say("in-force", days=naming.in_force(edition), clause=clause)
        yield from wrap(line, width, first="    ", rest="      ")
    for citation in rule.added_citations:
        line = naming.say("added", clause=naming.clause(citation))
        yield from wrap(line, width, first="    ", rest="      ")
    for name in rule.parameters:
        line = _parameter(naming.profile, naming, name)
        yield from wrap(line, width, first="    ", rest="      ")


def _parameter(profile: Profile, naming: Naming, name: str) -> str:
    setting, label = profile.settings.get(name), naming.path(f"param.{name}")
    label = naming.aside(label, visible(name))
    if setting is None:
        return naming.say("parameter-unset", name=label)
    value = naming.value(setting.value, profile.parameters.get(name))
    return naming.say("parameter-set", name=label, value=value, origin=visible(setting.origin))
