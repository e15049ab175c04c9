"""The sentences of the proofs' reports, in Chinese and in English."""

from __future__ import annotations

_SENTENCES = {
    "open": ("未能判定：{what}", "not settled: {what}"),
    "faults": (
        "{profile}：{rules}条条款中发现{count}处问题。",
        "{profile}: {count} faults in {rules} rules.",
    ),
    "consistent": (
        "{profile}：{rules}条条款逐条证明可以适用、达标、不达标；没有相互矛盾或被别条包含的条款。",
        "{profile}: each of {rules} rules can bind, be met and be broken; no two contradict.",
    ),
    "met": ("整体可以达到，例如：{names}。", "It can be met as a whole, by: {names}."),
    "reason": ("理由：{reason}", "reason: {reason}"),
    "no-reason": ("理由：没有写明", "reason: none is written"),
    "tightens": (
        "{profile}对照{base}：{rules}条条款中{proved}条证明不低于后者，{looser}条放宽。",
        "{profile} against {base}: {proved} of {rules} rules are as strict, {looser} looser.",
    ),
    "compared": ("{old} → {new}：{counts}", "{old} -> {new}: {counts}"),
    "shown": ("例证：{seen}，考核日{day}", "shown by: {seen} as of {day}"),
    "added": ("新增", "added"),
    "removed": ("取消", "removed"),
    "tightened": ("收紧", "tightened"),
    "loosened": ("放宽", "loosened"),
    "incomparable": ("有紧有松", "incomparable"),
    "not settled": ("未能判定", "not settled"),
    "same": ("不变", "same"),
    "branch": ("党支部", "branch"),
    "general_branch": ("党总支", "general branch"),
    "committee": ("党委", "committee"),
    "": ("任何组织", "any organisation"),
}


def say(key: str, lang: str, **places: object) -> str:
    """Return a sentence with its places filled in; a key that is no sentence stands for itself."""
    if key not in _SENTENCES:
        return key
    chinese, english = _SENTENCES[key]
    return (english if lang == "en" else chinese).format(**places)
