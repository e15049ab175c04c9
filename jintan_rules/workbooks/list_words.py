"""The words of the rectification list and of the sheets beside it."""

from __future__ import annotations

from typing import Final

from jintan_rules.standard.vocabulary import Label

#: The sheets, in their order.
RECTIFICATION, SUMMARY, ORGANIZATIONS, UNKNOWNS, VERDICTS = (
    Label("整改清单", "Rectification"),
    Label("分类汇总", "Summary"),
    Label("组织一览", "Organisations"),
    Label("待核实", "To be settled"),
    Label("全部结论", "All verdicts"),
)

_ORGANIZATION = Label("组织", "Organisation")
_CATEGORY = Label("类别", "Category")
_AREA = Label("领域", "Area")
_ITEM = Label("标准条目", "Item")
_RULE = Label("条款", "Rule")
_RULE_ID = Label("条款编号", "Rule id")
_SLOT = Label("考核单元", "Slot")
_LEVEL = Label("程度", "Level")
_SUBJECT = Label("责任主体", "Duty of")
_CLAUSE = Label("依据", "Clause")
_COUNTS = (
    (Label("违反", "Breaches"), 8),
    (Label("偏离", "Deviations"), 8),
    (Label("待核实", "Unknown"), 8),
    (Label("未到期", "Not yet due"), 8),
    (Label("达标", "Pass"), 8),
    (Label("不适用", "Not applicable"), 8),
)

Columns = tuple[tuple[Label, int], ...]

#: The columns of each sheet, with their widths.
RECTIFICATION_COLUMNS: Final[Columns] = (
    (Label("序号", "No."), 5),
    (_ORGANIZATION, 13),
    (_CATEGORY, 8),
    (_AREA, 7),
    (_ITEM, 9),
    (_RULE, 18),
    (_SLOT, 14),
    (_LEVEL, 6),
    (Label("发现的问题", "What was found"), 30),
    (Label("整改措施", "What to do"), 26),
    (Label("应完成日", "Was due"), 11),
    (_SUBJECT, 9),
    (_CLAUSE, 24),
    (Label("整改期限", "To be done by"), 11),
    (Label("整改状态", "Status"), 9),
    (Label("备注", "Remarks"), 12),
    (_RULE_ID, 24),
)
#: The column to choose from, and what there is to choose.
STATUS_COLUMN = 15
STATUSES = Label("未整改,整改中,已整改", "open,under way,done")

SUMMARY_COLUMNS: Final[Columns] = (
    (_CATEGORY, 16),
    (_AREA, 14),
    (Label("组织数", "Organisations"), 10),
    (Label("有违反的组织数", "With a breach"), 12),
    *_COUNTS,
)
ORGANIZATIONS_COLUMNS: Final[Columns] = (
    (_ORGANIZATION, 22),
    (_CATEGORY, 12),
    (Label("标准", "Standard"), 26),
    (Label("考核日", "As of"), 12),
    (Label("时段起", "From"), 12),
    (Label("时段止", "To"), 12),
    *_COUNTS,
    (Label("附注", "Notes"), 50),
)
UNKNOWNS_COLUMNS: Final[Columns] = (
    (_ORGANIZATION, 18),
    (_CATEGORY, 10),
    (Label("要补充的事实", "Fact to supply"), 40),
    (Label("所在表", "Sheet"), 18),
    (Label("原因", "Why it is missing"), 24),
    (Label("影响条款数", "Rules"), 8),
    (Label("涉及条款", "Which rules"), 50),
    (Label("档案路径", "Path"), 34),
)
VERDICTS_COLUMNS: Final[Columns] = (
    (_ORGANIZATION, 18),
    (_CATEGORY, 10),
    (_AREA, 10),
    (_ITEM, 12),
    (_RULE, 28),
    (_SLOT, 22),
    (Label("单元数", "Slots"), 8),
    (Label("结论", "Outcome"), 10),
    (_LEVEL, 8),
    (Label("约束力", "Strength"), 9),
    (_SUBJECT, 12),
    (Label("事项日期", "Day"), 12),
    (Label("周期起", "From"), 12),
    (Label("周期止", "To"), 12),
    (Label("期限", "Due"), 12),
    (Label("完成日", "Done"), 12),
    (Label("判定说明", "Decided by"), 22),
    (_CLAUSE, 34),
    (_RULE_ID, 28),
    (Label("单元代码", "Slot's label"), 14),
)

TOTAL = Label("合计", "Total")
ALL_AREAS = Label("全部领域", "All areas")
