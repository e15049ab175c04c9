"""Things to do, and how they read in a rectification list."""

from __future__ import annotations

from attrs import field, frozen

from jintan_rules.records.record import FactValue
from jintan_rules.reports.naming import Naming
from jintan_rules.standard.vocabulary import Fact

_WORDS = {
    "set": ("{fact}：由{old}改为{new}", "{fact}: from {old} to {new}"),
    "done": ("{fact}：{new}办理", "{fact}: do it on {new}"),
    "end": ("{thing}：到{new}为止", "{thing}: until {new}"),
    "row": ("{list}新增一条（{facts}）", "{list}: add one ({facts})"),
    "row-plain": ("{list}新增一条", "{list}: add one"),
    "none": ("无需整改", "nothing to do"),
    "late-general": (
        "已成事实，无法补救；有正当理由的，补充情况说明",
        "cannot be mended any more; where there was a reason, record it",
    ),
    "late": ("已成事实，无法补救，如实记录", "cannot be mended any more; record it as it was"),
}


@frozen(order=True)
class FactChange:
    """One fact set: its path, what it was (None: not recorded) and what it becomes."""

    path: str
    old: FactValue | None = field(order=False)
    new: FactValue = field(order=False)


@frozen
class Action:
    """One thing to do: facts set together, by the row they belong to.

    ``kind`` is ``set`` a fact of the organisation, ``done`` an act today, ``end`` a
    register's row, or add a ``row``.
    """

    kind: str
    list_name: str
    row: str
    changes: tuple[FactChange, ...]
    cost: int


def word(key: str, lang: str, **places: str) -> str:
    """Return one of the words of a list, its places filled."""
    return _WORDS[key][lang == "en"].format(**places)


def said(action: Action, naming: Naming) -> str:
    """Say one action."""
    lang = naming.lang
    first = action.changes[0] if action.changes else None
    if action.kind == "row":
        parts = [
            f"{_label(each, action, naming)}{'：' if lang == 'zh' else ': '}"
            f"{naming.value(each.new, _declared(each, action, naming))}"
            for each in action.changes
        ]
        text = naming.joined(parts, most=len(parts))
        name = naming.list_label(action.list_name)
        return (
            word("row", lang, list=name, facts=text)
            if parts
            else word("row-plain", lang, list=name)
        )
    assert first is not None
    fact = _declared(first, action, naming)
    places = {
        "fact": naming.path(first.path),
        "old": naming.value(first.old, fact),
        "new": naming.value(first.new, fact),
    }
    if action.kind == "end":
        return word("end", lang, thing=naming.thing(action.list_name, action.row), **places)
    return word(action.kind, lang, **places)


def _declared(change: FactChange, action: Action, naming: Naming) -> Fact | None:
    name = change.path.rpartition(".")[2]
    return naming.profile.vocabulary.fact(name, action.list_name)


def _label(change: FactChange, action: Action, naming: Naming) -> str:
    fact = _declared(change, action, naming)
    return naming.label(fact.label) if fact else change.path
