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
}
