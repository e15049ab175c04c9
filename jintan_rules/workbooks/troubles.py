"""What can be wrong with a workbook, in the words of the one who filled it.

Chinese first, since branch secretaries read these; English beside it.
"""

from __future__ import annotations

from typing import Final

from jintan_rules.errors import Place, Problem
from jintan_rules.loading.refusals import RefusedError

#: Each trouble: its code, what is wrong and what to do, each in Chinese and in English.
_TROUBLES: Final[dict[str, tuple[str, str, str, str, str]]] = {
    # The file.
    "not-installed": (
        "JR550",
        "生成工作簿需要尚未安装的软件包",
        "writing workbooks needs a package that is not installed",
        "运行 pip install 'jintan-rules[workbooks]'",
        "run pip install 'jintan-rules[workbooks]'",
    ),
    "old-format": (
        "JR551",
        "这是旧格式的工作簿（.xls、.et）",
        "this is a workbook of the old format (.xls, .et)",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再交",
        "open it in WPS or Excel and save it as .xlsx",
    ),
    "encrypted": (
        "JR551",
        "工作簿加了密码，读不出来",
        "the workbook is encrypted",
        "打开后取消“用密码进行加密”，保存再交",
        "open it, take the password off and save it",
    ),
    "empty-file": (
        "JR551",
        "文件是空的",
        "the file is empty",
        "重新保存或重新下载后再交",
        "save it or fetch it again",
    ),
    "page-as-workbook": (
        "JR551",
        "这是网页或XML文件，只是改了名字",
        "this is a web page or XML under another name",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再交",
        "open it in WPS or Excel and save it as .xlsx",
    ),
    "other-format": (
        "JR551",
        "这不是 .xlsx 工作簿（可能是 .ods、.xlsb、.docx 或压缩包）",
        "this is no .xlsx workbook (.ods, .xlsb, .docx or an archive, perhaps)",
        "用 WPS 或 Excel 打开，另存为 .xlsx 再交",
        "open it in WPS or Excel and save it as .xlsx",
    ),
    "other-file": (
        "JR551",
        "这不是工作簿",
        "this is no workbook",
        "交填好的 .xlsx 模板",
        "hand in the template, filled, as .xlsx",
    ),
    "damaged": (
        "JR551",
        "工作簿损坏或不完整",
        "the workbook is damaged or incomplete",
        "用 WPS 或 Excel 打开修复并保存，或重新取得文件",
        "open it in WPS or Excel, let it mend and save the file, or fetch it again",
    ),
    "too-large": (
        "JR552",
        "工作簿过大，超过{most}MB",
        "the workbook has more than {most} MB",
        "删去图片、附件和多余的格式再交",
        "remove pictures, attachments and formatting that nobody needs",
    ),
    "too-many-cells": (
        "JR552",
        "本表内容过多",
        "the sheet holds more cells than a record can",
        "只留台账的行和列",
        "keep only the rows and columns of the list",
    ),
    # Sheets and headings.
    "no-organization": (
        "JR553",
        "没有“组织”表",
        "there is no sheet 组织 (Organisation)",
        "在生成的模板里填写；改过表名的，改回“组织”",
        "fill in the template; rename the sheet back to 组织",
    ),
    "near-sheet": (
        "JR553",
        "表名不认识，像是“{near}”",
        "the sheet's name is not known; it looks like {near}",
        "是“{near}”的，把表名改回；不是的，换一个不相近的名字",
        "rename it to {near} if that is what it is, or to something else if not",
    ),
    "same-sheet": (
        "JR553",
        "这张表的表头和“{near}”一样",
        "the sheet has the headings of {near}",
        "把各行并入“{near}”表，删去这张表",
        "move its rows to {near} and delete it",
    ),
    "no-header": (
        "JR554",
        "找不到表头",
        "no row of headings is found",
        "恢复模板的表头行，列名例如：{example}",
        "put the template's row of headings back, such as: {example}",
    ),
    "near-heading": (
        "JR554",
        "列名不认识，像是“{near}”",
        "the heading is not known; it looks like {near}",
        "是“{near}”的，改回原名；不是的，换一个不相近的名字",
        "write {near} if that is what it is, or something else if not",
    ),
    "same-heading": (
        "JR554",
        "“{near}”这一列出现两次",
        "the heading {near} stands twice",
        "两列并作一列",
        "make one column of the two",
    ),
    "merged": (
        "JR555",
        "合并单元格，不能确定属于哪一行、哪一列",
        "merged cells: which row or column each value belongs to cannot be told",
        "取消合并，每一格各自填写",
        "unmerge the cells and fill each of them",
    ),
    # Cells.
    "no-result": (
        "JR556",
        "公式没有保存计算结果",
        "the formula has no saved result",
        "用 WPS 或 Excel 打开，重新计算并保存，或者直接填写数值",
        "open the file in WPS or Excel, recalculate and save it, or type the value",
    ),
    "error-value": (
        "JR557",
        "单元格是错误值",
        "the cell shows an error",
        "改正公式，或者直接填写数值",
        "mend the formula, or type the value",
    ),
    "unsure": (
        "JR558",
        "写法不能确定是什么意思",
        "what is meant cannot be told for certain",
        "填 {write}",
        "write {write}",
    ),
    "not-a-day": (
        "JR404",
        "这不是日期",
        "this is not a date",
        "填年月日，例如 2024-03-05；不清楚就留空{never_zh}",
        "write year, month and day, such as 2024-03-05; leave it blank if not known{never_en}",
    ),
    "no-such-day": (
        "JR404",
        "没有这一天",
        "there is no such day",
        "对照原始材料核对日期",
        "check the day against its source",
    ),
    "day-incomplete": (
        "JR404",
        "日期不全",
        "the date is not complete",
        "写全年月日，例如 {write}",
        "write year, month and day, such as {write}",
    ),
    "serial-unsure": (
        "JR558",
        "日期栏里是一个数，不能确定是哪一天",
        "a number stands for a date, and which day it means cannot be told",
        "填年月日，例如 2024-03-05",
        "write year, month and day, such as 2024-03-05",
    ),
    "never-not-allowed": (
        "JR404",
        "这个日期不能填“未发生”",
        "this date cannot be 未发生 (never)",
        "填日期；不清楚就留空",
        "give the day, or leave it blank if not known",
    ),
    "not-a-truth": (
        "JR402",
        "这里只能填是或否",
        "this is neither yes nor no",
        "填 {write}；不清楚就留空",
        "write {write}, or leave it blank if not known",
    ),
    "not-a-number": (
        "JR402",
        "这不是数字",
        "this is not a number",
        "只填数字，例如 12；没有填 0，不清楚就留空",
        "write figures only, such as 12; 0 for none, blank if not known",
    ),
    "not-whole": (
        "JR402",
        "这里要填整数",
        "a whole number is wanted",
        "填整数，例如 12",
        "write a whole number, such as 12",
    ),
    "percentage": (
        "JR558",
        "这里显示的是百分比，要填的是数",
        "the cell shows a percentage where a number is wanted",
        "把单元格格式改为“常规”，填写实际的数",
        "set the cell's format to General and write the number itself",
    ),
    "number-as-day": (
        "JR558",
        "这里要填数字，单元格却是日期",
        "a number is wanted where the cell holds a day",
        "把单元格格式改为“常规”，再填数字",
        "set the cell's format to General and type the number again",
    ),
    "not-a-word": (
        "JR403",
        "不在可选值之内",
        "the value is not one of those to choose from",
        "{near_zh}可填：{words}",
        "{near_en}choose from: {words}",
    ),
    "not-an-id": (
        "JR558",
        "编号不能确定（格式会改变它的样子，或位数太多）",
        "the id cannot be told for certain (a format changes its look, or it is too long)",
        "把单元格格式改为“文本”，再填编号",
        "set the cell's format to Text and type the id again",
    ),
    "id-with-space": (
        "JR402",
        "编号里有空格",
        "there is a space in the id",
        "去掉空格，例如 p1；一格只填一个编号",
        "take the space out, such as p1; a cell holds one id",
    ),
    "not-a-rule": (
        "JR402",
        "这里要填条款编号",
        "the id of a rule is wanted",
        "从下拉中选，或者照考核报告填编号，例如 act.members-meeting.quarterly",
        "choose it from the list, or copy it from a report: act.members-meeting.quarterly",
    ),
    "slot-as-day": (
        "JR558",
        "考核单元被当成了日期",
        "the slot was taken for a date",
        "把单元格格式改为“文本”，再填，例如 2024-05",
        "set the cell's format to Text and type it again, such as 2024-05",
    ),
    # Rows.
    "example-changed": (
        "JR559",
        "示例行改动过，不能确定是不是要交的内容",
        "the example row was changed; whether it is meant as data cannot be told",
        "是要交的内容，就把“示例”改成编号（或删去这两个字）；不是的，删去这一行",
        "put an id in the place of 示例 (or nothing) if it is data, or delete the row",
    ),
    "total-row": (
        "JR562",
        "合计、签字一类的行不是一条记录",
        "a row of totals or signatures is no entry",
        "删去这一行",
        "delete the row",
    ),
    "unknown-row": (
        "JR560",
        "“组织”表没有这一项",
        "this row is not known",
        "{near_zh}改回模板的项目名，或者删去这一行",
        "{near_en}write the name that the template has, or delete the row",
    ),
    "same-row": (
        "JR561",
        "这一项填了两次",
        "this fact is given twice",
        "留一行",
        "keep one of the two rows",
    ),
    "id-twice": (
        "JR406",
        "两个工作簿的档案编号相同",
        "two workbooks have the same organisation id",
        "只交新的一份，或者改正编号",
        "keep the one that is meant, or correct the id",
    ),
}

#: What to do about what the reader of records finds, in Chinese.
MENDS: Final[dict[str, str]] = {
    "JR402": "按表头和“填写说明”的要求填写",
    "JR403": "对照原始材料核对；要在允许的范围之内",
    "JR404": "对照原始材料核对日期",
    "JR405": "在被引用的表里补上这一行，或者改正编号；那张表没有填全的，在“本表是否填全”填“否”",
    "JR406": "同一张表里编号不能重复，改正其中一个",
    "JR407": "改用自编的编号，例如 p1，不填姓名、身份证号、手机号",
    "JR408": "两处数据对不上，改正填错的一处，或者把推算值留空",
    "JR409": "补填这一项",
    "JR410": "四舍五入到允许的小数位数",
}


def trouble(
    key: str, place: Place, *, expected: str = "", found: str = "", **places: object
) -> Problem:
    """Return a problem with a workbook."""
    code, summary, mend = _filled(key, places)
    return Problem(code, place, summary, expected=expected, found=found, mend=mend)


def refused(key: str, *, expected: str = "", found: str = "", **places: object) -> RefusedError:
    """Return what is wrong with a cell; its place is known to whoever catches it."""
    code, summary, mend = _filled(key, places)
    return RefusedError(code, summary, expected=expected, found=found, mend=mend)


def _filled(key: str, places: dict[str, object]) -> tuple[str, str, str]:
    code, *texts = _TROUBLES[key]
    wrong_zh, wrong_en, mend_zh, mend_en = (text.format(**places) for text in texts)
    return code, f"{wrong_zh} / {wrong_en}", f"{mend_zh} / {mend_en}"
