"""The fixed phrases of reports, in Chinese and English, each written once.

A phrase is named by a key; ``{places}`` are filled by the caller, and both
languages have the same places.
"""

from __future__ import annotations

from typing import Final

from jintan_rules.reports.page_phrases import PAGE_PHRASES

#: The languages a report can be written in.
LANGUAGES: Final = ("zh", "en")

#: Every phrase: key, Chinese, English.
PHRASES: Final[dict[str, tuple[str, str]]] = {
    # Signs that differ between the two.
    "comma": ("、", ", "),
    "both": ("，且", " and "),
    "stop": ("。", "."),
    "aside": ("（{text}）", " ({text})"),
    "quoted": ("“{text}”", "“{text}”"),
    "item": ("{name}：{text}", "{name}: {text}"),
    "to": ("{first}至{last}", "{first} to {last}"),
    # Values.
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "has": ("有", "yes"),
    "has-not": ("无", "no"),
    "never": ("未发生", "has not happened"),
    "none": ("无", "none"),
    "not-known": ("不明", "not known"),
    "yearly-day": ("每年{day}", "{day} of every year"),
    # Slots.
    "whole": ("总体", "as a whole"),
    "may-be-missing": ("可能缺漏的记录", "entries that may be missing"),
    "thing": ("{list}{id}", "{list} {id}"),
    "slot-of-thing": ("{period}，{thing}", "{period}, {thing}"),
    "and-more": ("等{count}项", " and others, {count} in all"),
    # Paths.
    "row-fact": ("{list}{row} 的{fact}", "{fact} of {list} {row}"),
    "list": ("“{list}”清单", "the list of {list}"),
    "parameter": ("地方参数“{name}”", "the local parameter “{name}”"),
    "workdays": ("{year}年工作日历", "the calendar of working days for {year}"),
    # Outcomes.
    "verdict": ("{outcome}（{level}）", "{outcome} ({level})"),
    "counted": ("{name}{count}项", "{name}: {count}"),
    "slots-counted": ("{outcome}{count}个", "{count} {outcome}"),
    # What the whole report says.
    "report-title": ("党组织标准化建设考核报告", "Assessment of a Party organisation"),
    "organization": ("考核对象", "Organisation"),
    "standard": ("适用标准", "Standard"),
    "as-of": ("考核日", "As of"),
    "window": ("考核时段", "Window"),
    "version": ("标准版本", "Version of the standard"),
    "profile-digest": ("标准校验码", "Digest of the standard"),
    "record-digest": ("档案校验码", "Digest of the record"),
    "library": ("程序版本", "Library"),
    "engine": ("推理引擎", "Engine"),
    "lineage": ("标准沿用关系", "Rests on"),
    "by-reference": (
        "参照执行，约束力不高于“一般”",
        "Applied by reference: nothing binds more strongly than a general norm",
    ),
    "provenance": ("复核所需信息", "What is needed to derive this again"),
    "notes": ("附注", "Notes"),
    "overall": ("总体结论", "Overall"),
    "overall-found": ("发现{found}。", "{found}."),
    "overall-clear": ("未发现违反或偏离。", "No breach and no deviation was found."),
    "overall-unknown": (
        "另有{count}项待核实，补充材料后方能认定。",
        "Left open for want of facts: {count}.",
    ),
    "overall-only-unknown": (
        "但有{count}项待核实，尚不能认定全部达标。",
        "But {count} cannot be decided yet, so this is not a pass on all.",
    ),
    "overall-pending": ("{count}项未到期。", "Not yet due: {count}."),
    "summary": ("分领域汇总", "Summary by area"),
    "summary-caption": (
        "本组织自身职责，按条款计数",
        "The organisation's own duties, counted by rule",
    ),
    "area": ("领域", "Area"),
    "not-applicable": ("不适用", "Not applicable"),
    "passed": ("达标", "Pass"),
    "total": ("合计", "Total"),
    # Sections of the report.
    "breaches": ("违反", "Breaches"),
    "deviations": ("偏离", "Deviations"),
    "unknowns": ("待核实", "Unknown"),
    "pending": ("未到期", "Not yet due"),
    "excused": ("已说明原因的偏离", "Deviations with a recorded reason"),
    "others": ("其他主体的职责", "Duties of others"),
    "advice": ("工作建议", "Advice"),
    "reviews": ("提请人工复核", "For human review"),
    "rest": ("其余条款", "The rest"),
    "breaches-intro": ("“应当”“必须”条款未做到。", "Mandatory duties that are not met."),
    "deviations-intro": (
        "“一般”条款未做到，且未记录原因。",
        "General norms that are not kept, with no reason recorded.",
    ),
    "unknowns-intro": (
        "材料不足，既不能认定达标，也不能认定不达标。",
        "The facts at hand allow neither a pass nor a fail.",
    ),
    "most-wanted": ("缺项影响条款最多的：{items}。", "Wanted by most rules: {items}."),
    "rules-counted": ("{count}条", "{count} rules"),
    "pending-intro": ("期限未到，不作结论。", "Their day has not come; nothing is failed early."),
    "excused-intro": ("按达标计。", "They count as passes."),
    "others-intro": (
        "由其他主体承担，不计入本组织结论。",
        "Others bear them; they do not count against the organisation.",
    ),
    "advice-intro": ("倡导性条款，不影响结论。", "Encouraged only; they change no verdict."),
    "reviews-intro": (
        "记录中有需要核对之处，请人工复核；本报告不作真伪认定。",
        "Some records want a second look by a person; this report judges nobody's honesty.",
    ),
    "rest-counts": ("其余条款：{counts}。", "The rest: {counts}."),
    "rest-aside": (
        "倡导、复核条款中：{counts}。",
        "Of advisory and integrity rules: {counts}.",
    ),
    "others-aside": ("其他主体的职责中：{counts}。", "Of the duties of others: {counts}."),
    "rule": ("条款", "Rule"),
    "rule-id": ("条款编号", "Rule id"),
    "outcome": ("结论", "Outcome"),
    "rest-list": ("展开清单（{count}条）", "The list ({count})"),
    "findings-caption": ("需要关注的条款", "What wants attention"),
    "hidden-rows": ("另有{count}行未显示。", "{count} more rows are not shown."),
    "hidden-slots": (
        "另有{count}个考核单元从略，完整清单见JSON报告。",
        "{count} more slots are left out here; the JSON report has them all.",
    ),
    "hidden-facts": (
        "另有{count}项从略，完整清单见JSON报告。",
        "{count} more are left out here; the JSON report has them all.",
    ),
    "other-slots": ("其他考核单元", "Other slots"),
    "clause": ("依据", "Clause"),
    "remedy": ("整改建议", "To do"),
    "advice-remedy": ("工作建议", "To do"),
    "would-settle": ("需补充核实", "Would settle it"),
    "slots-concerned": ("考核单元", "Slots"),
    "whose": ("责任主体", "Duty of"),
    "full-explanation": ("详细说明", "Full explanation"),
    # Explanation: headings.
    "h-verdict": ("结论", "Verdict"),
    "h-binds": ("适用对象", "Whom it binds"),
    "h-asks": ("要求", "What it asks"),
    "h-found": ("考核情况", "What was found"),
    "h-clause": ("依据", "By which clause"),
    "h-remedy": ("整改建议", "What to do"),
    "h-missing": ("待核实事项", "What is missing"),
    "h-notes": ("备注", "Notes"),
    # Explanation: verdict.
    "one-verdict": ("{verdict}。", "{verdict}."),
    "many-slots": ("共{count}个考核单元：{counts}。", "{count} slots: {counts}."),
    "no-slots": (
        "考核时段内没有需要考核的事项。",
        "Nothing fell to be judged inside the window.",
    ),
    "level-breach": (
        "本条为“应当”条款，未做到即为违反。",
        "The clause is mandatory, so this is a breach.",
    ),
    "level-deviation": (
        "本条为“一般”条款，未做到为偏离；确有原因的，记录原因后按达标计。",
        "The clause is a general norm, so this is a deviation; a recorded reason would excuse it.",
    ),
    "level-advice": (
        "本条为倡导性条款，不影响本组织的结论。",
        "The clause only encourages; it does not count against the organisation.",
    ),
    "level-review": (
        "记录之间有出入，提请人工复核；不是对任何人的认定。",
        "The records want a second look by a person; this is no finding about anyone.",
    ),
    "level-excused": (
        "未按一般要求做到，但已记录原因，按达标计。",
        "The general norm was not kept, but a reason is recorded, so it counts as a pass.",
    ),
    "not-own": (
        "这是{subject}的职责，不计入本组织的结论。",
        "This is the duty of {subject}; it does not count against the organisation.",
    ),
    # Explanation: whom it binds.
    "binds-all": (
        "适用于本标准所涉的所有组织。",
        "It binds every organisation that the standard is for.",
    ),
    "binds-where": ("适用条件：{condition}。", "It applies where {condition}."),
    "subject": ("责任主体：{subject}。", "The duty is that of {subject}."),
    "walks": (
        "对{list}逐条考核。",
        "Every entry of {list} is judged by itself.",
    ),
    "walks-where": (
        "对{list}中{condition}的记录逐条考核。",
        "Every entry of {list} is judged by itself, where {condition}.",
    ),
    "walks-pairs": (
        "对{list}中的记录两两考核。",
        "Every pair of entries of {list} is judged.",
    ),
    "since": ("起算：{text}。", "It counts from: {text}."),
    "until": ("止于：{text}。", "It holds until: {text}."),
    # Explanation: what it asks.
    "asks": ("{title}。", "{title}."),
    "strength": ("约束力：{strength}。", "Strength: {strength}."),
    "strength-by-reference": (
        "约束力：{strength}（原为“{declared}”，参照执行）。",
        "Strength: {strength} (“{declared}” in the text, applied by reference).",
    ),
    "period": ("考核周期：{period}。", "It is asked {period}."),
    "period-partial": (
        "考核周期：{period}，{first}。",
        "It is asked {period}, {first}.",
    ),
    "once": ("不按周期考核，逐次（项）判定。", "It is not periodic; each occasion is judged."),
    "requires": ("判定标准：{condition}。", "It is met where {condition}."),
    "requires-code": ("判定式：{code}", "It is met where: {code}"),
    "condition-code": ("适用条件（判定式）：{code}", "It applies where: {code}"),
    "deadline": ("{done}不晚于{due}。", "{done}: no later than {due}."),
    "parameter-set": ("{name}：{value}（{origin}设定）。", "{name}: {value} (set by {origin})."),
    "parameter-set-in": (
        "{name}：{value}（{origin}设定，见{source}）。",
        "{name}: {value} (set by {origin}, in {source}).",
    ),
    "parameter-unset": ("{name}：尚未设定。", "{name}: not set."),
    # Explanation: what was found.
    "slot-line": ("{slot}：{verdict}。", "{slot}: {verdict}."),
    "on-day": ("事项日期：{day}。", "The day it concerns: {day}."),
    "because-applies_when": ("不符合适用条件", "the rule does not apply"),
    "because-filter": ("不在本条考核范围", "outside what the rule looks at"),
    "because-partial": ("周期不完整，不考核", "not a whole period"),
    "because-not_established": ("当时尚未成立", "not yet established then"),
    "because-dissolved": ("当时已撤销", "dissolved by then"),
    "because-not_in_force": ("当时本条未施行或已失效", "the clause was not in force then"),
    "because-precondition": ("当时前提尚不具备或已终止", "the precondition did not hold then"),
    "because-list": ("清单未填报，无法逐条考核", "the list to be walked is not known"),
    "because-open": ("周期尚未结束", "the period still runs"),
    "because-deadline": ("按期限判定", "judged by its deadline"),
    "because-requires": ("按要求判定", "judged by what is required"),
    "because-reason": ("已记录原因", "a reason is recorded"),
    "unsure-applies": ("是否适用尚不能确定。", "Whether it applies cannot be said yet."),
    "unsure-filter": (
        "是否在考核范围内尚不能确定。",
        "Whether it is among what the rule looks at cannot be said yet.",
    ),
    "unsure-established": (
        "成立日期不明，是否应当考核尚不能确定。",
        "The founding day is not known, so whether it was bound cannot be said.",
    ),
    "overdue": (
        "应不晚于{due}，截至{as_of}尚未完成，已逾期{days}天。",
        "Due by {due}; not done by {as_of}, {days} days late so far.",
    ),
    "late": (
        "应不晚于{due}，实际为{done}，逾期{days}天。",
        "Due by {due}; done on {done}, {days} days late.",
    ),
    "in-time": ("期限为{due}，已于{done}完成。", "Due by {due}; done on {done}."),
    "due-ahead": (
        "期限为{due}，距考核日还有{days}天。",
        "Due by {due}, {days} days after the day of this report.",
    ),
    "due-day": ("期限为{due}。", "Due by {due}."),
    "ends-on": ("周期于{day}结束。", "The period ends on {day}."),
    "excused-by": ("已记录原因：{code}", "recorded reason: {code}"),
    "excused-by-on": ("已记录原因：{code}（{day}）", "recorded reason: {code} ({day})"),
    "fact-line": ("{name}：{value}", "{name}: {value}"),
    "assumed": ("档案未填，按默认值推定", "not recorded; assumed by default"),
    "derived": ("由其他数据推算", "follows from other facts"),
    "rows-counted": ("计入的记录：{rows}", "entries that counted: {rows}"),
    "entries": ("{count}条", "{count}"),
    "under-edition": (
        "按{days}施行的条款判定：{clause}",
        "judged by the text in force {days}: {clause}",
    ),
    "from-day": ("{day}起", "from {day}"),
    "reviewed": (
        "所依据的记录另有复核提示：{title}（{id}）",
        "records it rests on are flagged for review: {title} ({id})",
    ),
    "slots-grouped": ("{because}：{slots}", "{because}: {slots}"),
    # Explanation: clause.
    "verified": ("{clause}（{verified}）", "{clause} ({verified})"),
    "number": ("{clause}，{number}", "{clause}, {number}"),
    "in-force": ("{days}：{clause}", "{days}: {clause}"),
    "added": ("另见：{clause}", "also: {clause}"),
    "no-clause": ("未载明依据。", "No clause is given."),
    # Explanation: what is missing.
    "missing": ("{name}（{path}）：{why}", "{name} ({path}): {why}"),
    "why-absent": ("未填报", "not recorded"),
    "why-gap": ("该时段已声明缺漏", "a declared gap in that span"),
    "why-open": ("周期尚未结束，可能还有记录", "the period still runs"),
    "why-parameter": ("地方参数尚未设定", "the local parameter is not set"),
    "why-calendar": ("缺少该年度工作日历", "no calendar of working days for that year"),
    "why-conflict": ("填报值与推算值不一致", "the given and the derived value disagree"),
    "why-many": ("对应记录不是恰好一条", "not exactly one entry fits"),
    "missing-intro": (
        "下列缺项影响本条结论，请补充核实：",
        "The verdict hangs on these, so please supply them:",
    ),
    # Explanation: notes.
    "change": ("标准“{profile}”调整：{what}", "the profile “{profile}” changed it: {what}"),
    "change-because": (
        "标准“{profile}”调整：{what}（理由：{reason}）",
        "the profile “{profile}” changed it: {what} (because: {reason})",
    ),
    "cited-as": ("在其他标准中的编号：{ids}", "also known as: {ids}"),
    "origin": ("本条出自标准“{profile}”", "the rule comes from the profile “{profile}”"),
    "draft": ("本条为试拟条款，依据尚待核实", "the rule is a draft; its source is uncertain"),
    "note": ("说明：{text}", "note: {text}"),
    # Catalogue of a profile.
    "catalogue-title": ("{title}（{id}）条款目录", "{title} ({id}): catalogue of rules"),
    "catalogue-count": ("共{count}条", "{count} rules"),
    "draft-mark": ("试拟", "draft"),
    "parameters": ("地方参数", "Local parameters"),
    "deselected": ("未选用的条款", "Rules left out"),
    "left-out": (
        "{rule}：{reason}（标准“{profile}”）",
        "{rule}: {reason} (profile “{profile}”)",
    ),
    "replaced-by": ("{line}，改用{rule}", "{line}, replaced by {rule}"),
    # What falls due.
    "due-title": ("将到期事项", "What falls due"),
    "due-of": ("{title}：{record}", "{title}: {record}"),
    "due-reach": ("{as_of}之后，至{horizon}", "After {as_of}, up to {horizon}"),
    "due-none": ("没有将到期的事项。", "Nothing falls due."),
    "due-days-left": ("还有{days}天", "days left: {days}"),
    "due-since": ("自{day}起", "Since {day}"),
    "due-facts": ("起算依据", "Opened by"),
    "due-upcoming": ("周期未开始", "not begun yet"),
    "due-unsure": ("待核实", "not certain"),
    "due-would-settle": (
        "是否适用或确切期限尚不明，补充后可定",
        "Whether it binds, or its exact day, is not known; these would settle it",
    ),
    # Command line.
    "cli-progress": ("已考核{count}份档案", "{count} records judged"),
    "cli-interrupted": ("已中断。", "Interrupted."),
    "cli-no-problems": (
        "{folder}：没有问题，共{count}条规则。",
        "{folder}: no problems, {count} rules.",
    ),
    "cli-no-profile": (
        "{folder}：没有找到标准（缺少profile.toml）。",
        "{folder}: no profile here (there is no profile.toml).",
    ),
    "cli-one-page": (
        "HTML报告一次只写一份档案；多份请用 --format district 或 jsonl。",
        "An HTML report holds one record; use --format district or jsonl for many.",
    ),
    "cli-tailoring": (
        "使用 --tailoring 时须用 --profile 指明标准。",
        "--tailoring wants a --profile to tailor.",
    ),
    "cli-overwrite": (
        "{path} 是输入文件，不能作为输出。",
        "{path} is an input; it cannot be the output too.",
    ),
    "cli-os-error": (
        "{path}：读写失败（{reason}）。",
        "{path}: cannot be read or written ({reason}).",
    ),
    **PAGE_PHRASES,
}

#: The sign that stands beside each level or outcome; all of them exist in GBK,
#: so that a report also survives an older Chinese terminal.
MARKS: Final[dict[str, str]] = {
    "breach": "×",
    "deviation": "△",
    "advice": "○",
    "review": "◎",
    "excused": "√",
    "pass": "√",
    "fail": "×",
    "unknown": "？",
    "pending": "…",
    "not_applicable": "－",
}


def check_language(lang: str) -> None:
    """Refuse a language that reports are not written in."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang is 'zh' or 'en', not {lang!r}")


def say(key: str, lang: str, **places: object) -> str:
    """Return a phrase in ``lang`` with its places filled."""
    phrase = PHRASES[key][1 if lang == "en" else 0]
    return phrase.format(**places) if places else phrase
