"""The fixed words of workbooks, in Chinese and English, each written once."""

from __future__ import annotations

from typing import Final

from jintan_rules.standard.vocabulary import Label

#: The sheets that every template has beside its lists.
GUIDE, ORGANIZATION, GAPS, REASONS, CHOICES = (
    Label("填写说明", "How to fill"),
    Label("组织", "Organisation"),
    Label("台账缺失", "Gaps"),
    Label("情况说明", "Reasons"),
    Label("可选值", "Choices"),
)
#: The columns of the sheet of the organisation.
FACT, VALUE, UNIT, ALLOWED, NOTE, CODE = (
    Label("项目", "Fact"),
    Label("填写", "Value"),
    Label("单位", "Unit"),
    Label("可填内容", "What to write"),
    Label("说明", "Note"),
    Label("代码", "Name"),
)
RECORD_ID = Label("档案编号", "Organisation id")
ROW_ID = Label("编号", "Id")
NUMBER = Label("序号", "No.")
#: The cell of a list's sheet that says whether the list is whole.
COMPLETE = Label("本表是否填全", "Is this sheet complete?")
EXAMPLE = Label("示例", "Example")
YES, NO, NEVER_WORD, NONE = (
    Label("是", "yes"),
    Label("否", "no"),
    Label("未发生", "never"),
    Label("无", "none"),
)
HAS, HAS_NOT = Label("有", "yes"), Label("无", "no")

#: The columns of the two lists that no vocabulary declares.
GAP_LIST, GAP_FROM, GAP_TO = (
    Label("台账", "List"),
    Label("缺失起始日", "Missing from"),
    Label("缺失截止日", "Missing to"),
)
REASON_RULE, REASON_SLOT, REASON_ON, REASON_CODE = (
    Label("条款编号", "Rule id"),
    Label("考核单元", "Slot"),
    Label("日期", "Day"),
    Label("原因代码", "Code of the reason"),
)

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "template-title": ("{title}：填报工作簿", "{title}: workbook to fill"),
    "complete-help": (
        (
            "填“是”：没有列出的就是没有，空表表示一次也没有。填“否”：还有没列出的。"
            "不填：空表按“不清楚”处理，有记录的按填全处理。"
        ),
        (
            "yes: what is not listed did not happen, and an empty sheet says none. no: there "
            "is more. Blank: an empty sheet is not known, one with rows is taken as complete."
        ),
    ),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
    # What may stand in a cell.
    "allowed-bool": ("{yes}、{no}", "{yes}, {no}"),
    "allowed-count": ("整数", "a whole number"),
    "allowed-decimal": ("数字，至多{places}位小数", "a number, {places} decimal places at most"),
    "allowed-from": ("，不小于{least}", ", at least {least}"),
    "allowed-to": ("，不大于{most}", ", at most {most}"),
    "allowed-date": ("日期，例如 2024-03-05", "a day, such as 2024-03-05"),
    "allowed-month": ("月份，例如 2024-03", "a month, such as 2024-03"),
    "allowed-never": (
        "；确知没有的填“未发生”",
        "; never where it is known not to have happened",
    ),
    "allowed-enum": ("选一项：{words}", "choose one: {words}"),
    "allowed-set": (
        "可填多项，用“、”隔开；一项也没有填“无”：{words}",
        "one or more, separated by commas; none where there is none: {words}",
    ),
    "allowed-ids": (
        "编号，可填多个，用“、”隔开；一个也没有填“无”",
        "ids, separated by commas; none where there is none",
    ),
    "allowed-id": (
        "编号：字母、数字和 . _ : -，不填姓名和证件号",
        "an id: letters, digits and . _ : -, no names and no numbers of persons",
    ),
    "allowed-ref": ("“{list}”表里的编号", "an id of the sheet {list}"),
    "allowed-outside": (
        "“{list}”表里的编号；不在表内的另编一个",
        "an id of the sheet {list}, or one of your own for somebody not on it",
    ),
    "allowed-record-id": ("本组织在档案中的编号，必填", "the id the organisation is filed under"),
    "allowed-row-id": (
        "自编，同一表内不重复，例如 m1；不被其他表引用时可以不填",
        "your own, each once in a sheet, such as m1; may be blank where nothing refers to it",
    ),
    "allowed-number": ("自编，可以不填", "your own, may be blank"),
    "allowed-rule": ("考核报告或填写说明中的条款编号", "the id of a rule, as reports give it"),
    "allowed-slot": (
        "考核单元，例如 2024-Q3；不填表示全部",
        "a slot, such as 2024-Q3; blank for all of them",
    ),
    "allowed-code": (
        "自编的代码，例如 flood；不写人名",
        "a code of your own, such as flood; no names",
    ),
    "blank": ("留空表示不清楚", "Blank: not known"),
    "derived": (
        "一般不填，由其他数据推算；不清楚其他数据时可填",
        "Usually blank: it follows from other facts; give it where those are not known",
    ),
    "assumed": ("留空按默认值推定，结论中注明", "Blank: a default is assumed, and shown as such"),
    # The guide.
    "guide-sheet": ("表", "Sheet"),
    "guide-column": ("列（项目）", "Column (fact)"),
    "guide-rules": ("哪些条款要用", "Rules that need it"),
    "guide-count": ("条款数", "Rules"),
    "guide-all": ("各条款通用", "every rule"),
    "guide-filled-by": (
        "这份工作簿按“{title}”（{id}）生成，一个党组织填一份，填好存为 .xlsx。",
        "This workbook is for “{title}” ({id}): one for each organisation, saved as .xlsx.",
    ),
    "guide-blank": (
        "留空表示不清楚，不会当作没有，也不会当作零；结论会写明缺什么。",
        "Blank means not known: never none, never zero. The verdict will say what is missing.",
    ),
    "guide-never": (
        "日期确知没有发生的填“未发生”（只限说明中写明可填的列）。",
        "Write never for a day that is known not to have come, where the column allows it.",
    ),
    "guide-complete": (
        (
            "每张台账上方有“本表是否填全”。填“是”，没有列出的就是没有；一次也没有的，"
            "表留空、填“是”。还有没列出的填“否”。不填：空表按不清楚处理，有记录的按填全处理。"
        ),
        (
            "Above each list stands “Is this sheet complete?”. yes: what is not listed did not "
            "happen; leave the sheet empty and say yes if there was none. no: there is more. "
            "Blank: an empty sheet is not known, one with rows is taken as complete."
        ),
    ),
    "guide-gaps": (
        "只缺某一段时间的，在“台账缺失”填明哪张台账、从哪天到哪天。",
        "Where only a span is missing, name the list and the days on the sheet Gaps.",
    ),
    "guide-reasons": (
        "一般条款没有做到而有原因的，在“情况说明”填条款编号和原因代码。",
        (
            "Where a general norm was not kept for a reason, give the rule's id and a code on the "
            "sheet Reasons."
        ),
    ),
    "guide-example": (
        "编号为“示例”的行只供参考，不读入；可以删去。",
        "A row whose id is Example only shows how; it is not read and may be deleted.",
    ),
    "guide-persons": (
        "人员一律用自编的编号（如 p1），不写姓名、身份证号、手机号。",
        "People are ids of your own (such as p1): no names, no identity or telephone numbers.",
    ),
    "guide-columns": (
        "列可以移动，自己加的列不读；表名和列名请不要改。",
        "Columns may be moved and your own are not read; keep the names of sheets and columns.",
    ),
    "title-of": ("{title} [{id}]", "{title} [{id}]"),
    # The command line.
    "cli-needs-file": (
        "工作簿要写入文件，请用 --output 指明，例如 --output 整改清单.xlsx。",
        "A workbook goes into a file: name one, such as --output list.xlsx.",
    ),
    # What was noticed while reading.
    "note-hidden-rows": (
        "{place}：有{count}个隐藏行，已照常读入",
        "{place}: {count} hidden rows were read like the others",
    ),
    "note-hidden-columns": (
        "{place}：有隐藏列，已照常读入",
        "{place}: a hidden column was read like the others",
    ),
    "note-hidden-sheet": (
        "{place}：隐藏的表，已照常读入",
        "{place}: a hidden sheet was read like the others",
    ),
    "note-extra-column": (
        "{place}：“{name}”不是模板的列，没有读入",
        "{place}: {name} is no column of the template and was not read",
    ),
    "note-extra-sheet": (
        "{place}：不是模板的表，没有读入",
        "{place}: no sheet of the template; it was not read",
    ),
    "note-taken-complete": (
        "{place}：没有填明是否填全，有记录，按填全处理",
        "{place}: not said whether it is complete; it has rows and is taken as complete",
    ),
    "note-serial": (
        "{place}：没有设为日期的数{number}，读作{day}",
        "{place}: the number {number}, not formatted as a date, was read as {day}",
    ),
    "note-time": (
        "{place}：日期带有时间，只取日期",
        "{place}: the time beside the day was left out",
    ),
}


def say(key: str, lang: str, **places: object) -> str:
    """Return a phrase in ``lang`` with its places filled."""
    phrase = PHRASES[key][1 if lang == "en" else 0]
    return phrase.format(**places) if places else phrase
