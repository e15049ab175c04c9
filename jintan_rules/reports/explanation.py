"""A finding explained: whom it binds, what it asks, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from jintan_rules.findings import Finding, SlotResult
from jintan_rules.reports.account import MOST_FACTS, MOST_SLOTS, Account
from jintan_rules.reports.phrases import check_language
from jintan_rules.reports.reading import read
from jintan_rules.reports.report import Report
from jintan_rules.reports.width import visible
from jintan_rules.standard.rules import Rule
from jintan_rules.standard.vocabulary import Expression
from jintan_rules.standard.words import FirstPeriod, Outcome, Subject

#: How many passes are told in full where the finding is a pass; beside worse they are counted.
_MOST_PASSES = 3
#: The outcomes whose slots are told one by one, the heaviest first.
_TOLD = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PENDING, Outcome.PASS)


@frozen
class Line:
    """One line of an explanation, and how far it is set in."""

    text: str
    depth: int = 0


@frozen
class Part:
    """One part of an explanation: its heading and lines."""

    heading: str
    lines: tuple[Line, ...]


def explain(report: Report, finding: Finding, lang: str = "zh") -> str:
    """Explain a finding as a careful colleague would, in ``zh`` or ``en``.

    Raises:
        ValueError: If ``lang`` is another language.
    """
    account = Account.of(report, lang)
    rule, naming = finding.rule, account.naming
    marks = (rule.id, rule.item, rule.area.label(lang))
    lines = [naming.title(rule), " · ".join(visible(mark) for mark in marks if mark)]
    for part in explanation(report, finding, lang):
        bullet = "- " if len(part.lines) > 1 else ""
        lines += ["", part.heading]
        lines += ["  " * line.depth + f"  {bullet}{line.text}" for line in part.lines]
    return "\n".join(lines)


def explanation(report: Report, finding: Finding, lang: str = "zh") -> tuple[Part, ...]:
    """Return the parts of an explanation, those with nothing to say left out."""
    check_language(lang)
    account = Account.of(report, lang)
    parts = (
        ("h-verdict", _verdict(account, finding)),
        ("h-binds", _binds(account, finding.rule)),
        ("h-asks", _asks(account, finding.rule)),
        ("h-found", _found(account, finding)),
        ("h-clause", _clause(account, finding.rule)),
        ("h-missing", _missing(account, finding)),
        ("h-remedy", _remedy(account, finding)),
        ("h-notes", _notes(account, finding)),
    )
    say, sentence = account.naming.say, account.naming.sentence
    told = [
        Part(say(key), tuple(Line(sentence(line.text), line.depth) for line in lines))
        for key, lines in parts
    ]
    return tuple(part for part in told if part.lines)


def _verdict(account: Account, finding: Finding) -> Iterator[Line]:
    say, naming, rule = account.naming.say, account.naming, finding.rule
    verdict = say("one-verdict", verdict=naming.verdict(finding.outcome, finding.level))
    if not finding.slots:
        verdict += _space(account) + say("no-slots")
    elif len(finding.slots) > 1:
        counts = naming.counts(finding.slots)
        verdict += _space(account) + say("many-slots", count=len(finding.slots), counts=counts)
    yield Line(verdict)
    if finding.level is not None:
        yield Line(say(f"level-{finding.level.value}"))
    if rule.subject is not Subject.ORGANIZATION:
        yield Line(say("not-own", subject=rule.subject.label(naming.lang)))


def _space(account: Account) -> str:
    return " " if account.naming.lang == "en" else ""


def _binds(account: Account, rule: Rule) -> Iterator[Line]:
    say, naming = account.naming.say, account.naming
    if rule.applies_when is None:
        yield Line(say("binds-all"))
    else:
        yield _condition(account, rule.applies_when, rule, "binds-where", "condition-code")
    yield Line(say("subject", subject=rule.subject.label(naming.lang)))
    walked = rule.for_each
    if walked is None:
        return
    shape = naming.profile.vocabulary.lists.get(walked.list_name)
    name = naming.quoted(shape.label) if shape else visible(walked.list_name)
    filters = [read(each, naming, _variables(rule)) for each in walked.generator.filters]
    if walked.paired:
        yield Line(say("walks-pairs", list=name))
    elif filters and None not in filters:
        conditions = say("both").join(filter(None, filters))
        yield Line(say("walks-where", list=name, condition=conditions))
    else:
        yield Line(say("walks", list=name))
    if None in filters or (walked.paired and filters):
        yield Line(say("condition-code", code=walked.text), 1)


def _variables(rule: Rule) -> dict[str, str]:
    if rule.for_each is None:
        return {}
    return dict.fromkeys(rule.for_each.names, rule.for_each.list_name)


def _condition(account: Account, expression: Expression, rule: Rule, words: str, code: str) -> Line:
    text = read(expression.node, account.naming, _variables(rule))
    if text is None:
        return Line(account.naming.say(code, code=_code(expression)))
    return Line(account.naming.say(words, condition=text))


def _code(expression: Expression) -> str:
    return " ".join(expression.text.split())


def _term(account: Account, expression: Expression, rule: Rule) -> str:
    return read(expression.node, account.naming, _variables(rule)) or _code(expression)


def _asks(account: Account, rule: Rule) -> Iterator[Line]:
    say, naming, lang = account.naming.say, account.naming, account.naming.lang
    yield Line(say("asks", title=naming.title(rule)))
    strength = rule.strength.label(lang)
    if rule.strength is rule.declared_strength:
        yield Line(say("strength", strength=strength))
    else:
        declared = rule.declared_strength.label(lang)
        yield Line(say("strength-by-reference", strength=strength, declared=declared))
    if rule.period is None:
        if rule.for_each is not None:
            yield Line(say("once"))
    elif rule.first_period is FirstPeriod.PARTIAL:
        first = rule.first_period.label(lang)
        yield Line(say("period-partial", period=rule.period.label(lang), first=first))
    else:
        yield Line(say("period", period=rule.period.label(lang)))
    for key, bound in (("since", rule.since), ("until", rule.until)):
        if bound is not None:
            yield Line(say(key, text=_term(account, bound, rule)))
    yield from _demands(account, rule)
    yield from _parameters(account, rule)


def _demands(account: Account, rule: Rule) -> Iterator[Line]:
    """Say what each edition asks, once where all of them ask the same."""
    demands: dict[Line, str] = {}
    for edition in rule.editions:
        if edition.requires is not None:
            line = _condition(account, edition.requires, rule, "requires", "requires-code")
        elif edition.done is not None and edition.due is not None:
            done, due = (_term(account, each, rule) for each in (edition.done, edition.due))
            line = Line(account.naming.say("deadline", done=done, due=due))
        else:
            continue
        demands.setdefault(line, account.naming.in_force(edition))
    for line, days in demands.items():
        many = len(demands) > 1
        yield Line(account.naming.say("in-force", days=days, clause=line.text)) if many else line


def _parameters(account: Account, rule: Rule) -> Iterator[Line]:
    naming, profile = account.naming, account.report.profile
    for name in rule.parameters:
        parameter, setting = profile.parameters.get(name), profile.settings.get(name)
        label = naming.path(f"param.{name}")
        if setting is None:
            yield Line(naming.say("parameter-unset", name=label))
            continue
        places = {
            "name": label,
            "value": naming.value(setting.value, parameter),
            "origin": visible(setting.origin),
            "source": visible(setting.source),
        }
        yield Line(naming.say("parameter-set-in" if setting.source else "parameter-set", **places))


def _found(account: Account, finding: Finding) -> Iterator[Line]:
    naming = account.naming
    for outcome in _TOLD:
        slots = finding.with_outcome(outcome)
        told: dict[tuple[str, tuple[str, ...]], list[SlotResult]] = {}
        for slot in slots:
            verdict = naming.verdict(outcome, slot.level)
            told.setdefault((verdict, tuple(_slot(account, finding, slot))), []).append(slot)
        most = MOST_SLOTS
        if outcome is Outcome.PASS:
            most = _MOST_PASSES if finding.outcome is Outcome.PASS else 0
        for (verdict, lines), same in list(told.items())[:most]:
            names = account.slot_names(finding, same)
            yield Line(naming.say("slot-line", slot=names, verdict=verdict))
            yield from (Line(text, 1) for text in lines)
        more = [slot for same in list(told.values())[most:] for slot in same]
        if more:
            names, word = account.slot_names(finding, more), outcome.label(naming.lang)
            yield Line(naming.say("slots-grouped", because=word, slots=names))
    grouped: dict[str, list[SlotResult]] = {}
    for slot in finding.with_outcome(Outcome.NOT_APPLICABLE):
        grouped.setdefault(account.because(slot), []).append(slot)
    for because, same in grouped.items():
        word = naming.aside(Outcome.NOT_APPLICABLE.label(naming.lang), because)
        names = account.slot_names(finding, same)
        yield Line(naming.say("slots-grouped", because=word, slots=names))
        evidence = (line for slot in same for line in account.evidence(finding.rule, slot))
        for text in list(dict.fromkeys(evidence))[:MOST_FACTS]:
            yield Line(text, 1)


def _slot(account: Account, finding: Finding, slot: SlotResult) -> Iterator[str]:
    """Yield what there is to say of a slot."""
    naming = account.naming
    yield from account.days(slot)
    yield from account.evidence(finding.rule, slot)
    if len(finding.rule.editions) > 1 and slot.edition is not None:
        clause = naming.joined(map(naming.clause, slot.edition.citations))
        yield naming.say("under-edition", days=naming.in_force(slot.edition), clause=clause)
    yield from account.reviews(slot)


def _missing(account: Account, finding: Finding) -> Iterator[Line]:
    lines = account.missing(finding.missing)
    if lines:
        yield Line(account.naming.say("missing-intro"))
    for text in lines:
        yield Line(text, 1)


def _remedy(account: Account, finding: Finding) -> Iterator[Line]:
    wanting = finding.with_outcome(Outcome.FAIL) or finding.with_outcome(Outcome.PENDING)
    texts = account.remedies(finding, wanting) if wanting else []
    for text in texts[:MOST_SLOTS]:
        yield Line(text)


def _clause(account: Account, rule: Rule) -> Iterator[Line]:
    naming, many = account.naming, len(rule.editions) > 1
    for edition in rule.editions:
        for citation in edition.citations:
            clause = naming.clause(citation)
            if many:
                clause = naming.say("in-force", days=naming.in_force(edition), clause=clause)
            yield Line(clause)
    for citation in rule.added_citations:
        yield Line(naming.say("added", clause=naming.clause(citation)))
    if not rule.citations:
        yield Line(naming.say("no-clause"))


def _notes(account: Account, finding: Finding) -> Iterator[Line]:
    say, naming, rule = account.naming.say, account.naming, finding.rule
    if rule.note is not None:
        yield Line(say("note", text=naming.label(rule.note)))
    if rule.draft:
        yield Line(say("draft"))
    if rule.profile and rule.profile != account.report.profile.id:
        yield Line(say("origin", profile=visible(rule.profile)))
    for change in rule.changes:
        places = {
            "profile": visible(change.profile),
            "what": visible(change.what),
            "reason": visible(change.reason),
        }
        yield Line(say("change-because" if change.reason else "change", **places))
    if rule.cited_as:
        yield Line(say("cited-as", ids=naming.joined(map(visible, rule.cited_as))))
