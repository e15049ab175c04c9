"""The fixed phrases of pages, notebooks, charts and the summary of many organisations.

They are phrases like those of :mod:`jintan_rules.reports.phrases`, which holds them all.
"""

from __future__ import annotations

from typing import Final

#: Every phrase: key, Chinese, English.
PAGE_PHRASES: Final[dict[str, tuple[str, str]]] = {
    # The page of a report.
    "ahead-reach": (
        "考核日之后最先到期的事项，按最后日期排列。",
        "What is due after the day of this report, by its last day in time.",
    ),
    "ahead-more": ("其余{count}项将到期", "{count} more fall due"),
    "ahead-hidden": ("另有{count}项从略。", "{count} more are left out here."),
    "rest-caption": ("其余条款清单", "The rest, rule by rule"),
    "unfold": ("展开（{count}项）", "Unfold ({count})"),
    "print-folded": (
        "折叠的部分只印标题；打印前展开的，一并印出。",
        "Of what is folded only the heading is printed; what is unfolded before is printed too.",
    ),
    # What was found, where a condition does not read well in words.
    "rule-looks-for": ("{lists}中有本条所查的情形", "what the rule looks for is among {lists}"),
    "rule-counts": ("{lists}中本条所计的数", "what the rule counts among {lists}"),
    # Pictures.
    "chart-heat": ("组织与标准条目", "Organisations and standard items"),
    "chart-heat-all": (
        "{count}个组织，每格为该条目下最重的结论",
        "{count} organisations; each cell is the heaviest outcome under the item",
    ),
    "chart-heat-cut": (
        "{count}个组织中违反、偏离、待核实最多的{shown}个；每格为该条目下最重的结论",
        "The {shown} of {count} organisations with most to mend; each cell is the heaviest outcome",
    ),
    "chart-share": ("分领域、分类别达标情况", "Share met by area and category"),
    "chart-share-told": (
        "{organizations}个组织，{count}项结论；不适用、未到期的不计",
        "{organizations} organisations, {count} outcomes that apply and are due",
    ),
    "chart-share-axis": ("占应达标项的比例", "Share of what applies and is due"),
    "chart-calendar": ("{organization}：按月考核情况", "{organization}: month by month"),
    "chart-calendar-told": (
        "{shown}条；每格为该时段最重的结论",
        "{shown} rules; each cell is the heaviest outcome of its time",
    ),
    "chart-calendar-cut": (
        "{count}条中最需关注的{shown}条；每格为该时段最重的结论",
        "The {shown} of {count} rules with most to mend; each cell is the heaviest outcome",
    ),
    "chart-no-day": (
        "另有{count}个考核单元没有日期，未画出",
        "{count} slots without a day are not drawn",
    ),
    "chart-earlier": ("更早", "earlier"),
    "chart-later": ("更晚", "later"),
    "chart-change": ("达标比例变化：{before}与{after}", "Share met: {before} and {after}"),
    "chart-change-told": (
        "两次都有的{count}个组织；待核实的计入分母、不计达标",
        "The {count} organisations in both; what is unknown counts as not shown to be met",
    ),
    "chart-change-aside": (
        "只在一次中出现的{count}个组织不计",
        "{count} organisations that are in one only are left out",
    ),
    "chart-change-cut": (
        "{count}行中变化最大的{shown}行",
        "The {shown} of {count} rows that changed most",
    ),
    "chart-before": ("前一次", "before"),
    "chart-after": ("后一次", "after"),
    "chart-all": ("全部", "all"),
    "chart-met": ("达标比例", "Share met"),
    "chart-state": ("结论", "Outcome"),
    "chart-count": ("条款数", "Rules"),
    "chart-category": ("类别", "Category"),
    "chart-item": ("标准条目", "Item"),
    "chart-slots": ("考核单元", "Slots"),
    "chart-number": ("结论数", "Outcomes"),
    "chart-points": ("百分点", "Points"),
    "chart-time": ("时段", "Time"),
    # Notebooks, where both languages stand side by side.
    "notebook-findings": ("考核发现", "Findings"),
    "notebook-slot": ("考核单元", "Slot"),
    "notebook-days": ("日期", "Days"),
    "notebook-day": ("最后日期", "Last day"),
    "notebook-left": ("剩余天数", "Days left"),
    "notebook-due": ("事项", "What"),
    "notebook-why": ("缘由与处理", "Why, and what to do"),
    "notebook-rows": ("涉及记录", "Rows"),
    "notebook-reason": ("已记录原因", "Recorded reason"),
    "notebook-item": ("标准条目", "Item"),
    "notebook-strength": ("约束力", "Strength"),
    "notebook-period": ("周期", "Period"),
    "notebook-each": ("逐项", "For each"),
    "notebook-from": ("起", "From"),
    "notebook-until": ("止", "Until"),
    "notebook-editions": ("版本", "Editions"),
    "notebook-rules": ("条款", "Rules"),
    "notebook-id": ("编号", "Id"),
    "notebook-unset": ("未设定", "not set"),
    "notebook-value": ("值", "Value"),
    "notebook-fact": ("名称", "Name"),
    "notebook-facts": ("事实", "Facts"),
    "notebook-lists": ("清单", "Lists"),
    "notebook-count": ("行数", "Rows"),
    # Many organisations.
    "district-title": ("党组织标准化建设考核汇总", "Assessment of many Party organisations"),
    "district-organizations": ("组织数", "Organisations"),
    "district-left-out": ("未能考核的档案数", "Records that could not be judged"),
    "district-overall": (
        "{count}个组织：有违反的{breached}，无违反有偏离的{deviating}，仅待核实的{unknown}，都没有的{clear}。",
        "Of {count}: breach {breached}, deviation {deviating}, unknown {unknown}, none {clear}.",
    ),
    "district-breached": ("有违反", "With breach"),
    "district-deviating": ("有偏离", "With deviation"),
    "district-unknown": ("有待核实", "With unknown"),
    "district-clear": ("三者皆无", "With none"),
    "district-no-category": ("类别不明", "category not known"),
    "district-categories": ("分类别", "By category"),
    "district-categories-told": (
        "按组织计数；达标比例按条款计，待核实的不算达标",
        "Organisations counted; the share met is of rules, where unknown is not met",
    ),
    "district-areas": ("分领域", "By area"),
    "district-areas-told": (
        "各领域中有违反、偏离、待核实的组织数",
        "Organisations with something to mend in the area",
    ),
    "district-items": ("问题最集中的条目", "Items that are wanting most"),
    "district-items-told": (
        "各条目中有违反、偏离、待核实的组织数",
        "Organisations with something to mend under the item",
    ),
    "district-rules": ("未做到最多的条款", "Rules that are not met most"),
    "district-rules-told": (
        "违反或偏离该条款的组织数",
        "Organisations in breach of the rule or deviating from it",
    ),
    "district-worst": ("问题最多的组织", "Organisations with most to mend"),
    "district-worst-told": (
        "按条款计数，违反最多的在前",
        "Rules counted, most breaches first",
    ),
    "district-wanted": ("需补充核实的事实", "Facts to ask for"),
    "district-wanted-told": (
        "缺这项事实而不能作出结论的组织数和条款数，及其所在工作表",
        "Organisations and rules left undecided for want of the fact, and the sheet it belongs in",
    ),
    "district-maybe": ("待核实条款所需的事实", "Facts that undecided rules read"),
    "district-maybe-told": (
        "数据表未说明缺哪项，以下是待核实条款所需的各项事实，已填的也在内",
        "The frame does not tell which are missing; these are all that the rules read",
    ),
    "district-others": ("其他主体的职责", "Duties of others"),
    "district-others-told": (
        "其他主体未做到或待核实的职责所涉组织数，不计入组织结论",
        "Organisations concerned by what others owe; it counts against none of them",
    ),
    "district-fact": ("事实", "Fact"),
    "district-sheet": ("所在工作表", "Sheet"),
    "district-more": ("其余{count}行", "{count} more rows"),
    "district-continued": ("{told}（续）", "{told} (continued)"),
    "wanted-parameters": ("地方参数", "local parameters"),
    "wanted-workdays": ("工作日历", "calendar of working days"),
    "wanted-scalars": ("组织", "Organisation"),
    "wanted-list": ("整张清单", "the whole list"),
    "wanted-gap": ("已声明缺漏的时段", "the spans declared as gaps"),
}
