"""What is wrong with a workbook or a chart."""

from jintan_rules.codes.code import Code

CODES = (
    Code(
        "JR550",
        "缺少写工作簿的软件包",
        "the package that writes workbooks is missing",
        "Install it: pip install 'jintan-rules[workbooks]'.",
    ),
    Code(
        "JR551",
        "不是能读的工作簿",
        "a file is no workbook that can be read",
        "Save it as .xlsx in Excel or WPS, without a password.",
    ),
    Code(
        "JR552",
        "工作簿过大",
        "a workbook is too large",
        "Remove pictures, attachments and what is no list.",
    ),
    Code(
        "JR553",
        "工作表缺失或不认识",
        "a sheet is missing or not known",
        "Give sheets the names that the template has.",
    ),
    Code(
        "JR554",
        "表头缺失或不认识",
        "headings are missing or not known",
        "Give columns the headings that the template has.",
    ),
    Code(
        "JR555",
        "合并单元格",
        "cells are merged",
        "Unmerge them and fill each cell.",
    ),
    Code(
        "JR556",
        "公式没有保存结果",
        "a formula has no saved result",
        "Recalculate and save the file in Excel or WPS, or type the value.",
    ),
    Code(
        "JR557",
        "单元格是错误值",
        "a cell shows an error such as #REF!",
        "Mend the formula, or type the value.",
    ),
    Code(
        "JR558",
        "单元格的意思不能确定",
        "what a cell means cannot be told for certain",
        "Type it in the form named.",
    ),
    Code(
        "JR559",
        "示例行被改动",
        "the example row of a template was changed",
        "Give the row an id if it is data, or delete it.",
    ),
    Code(
        "JR560",
        "“组织”表的项目不认识",
        "a row of the organisation's sheet is not known",
        "Write the name that the template has, or delete the row.",
    ),
    Code(
        "JR561",
        "同一项填了两次",
        "a fact is given twice in a workbook",
        "Keep one of the two rows.",
    ),
    Code(
        "JR562",
        "不是记录的行",
        "a row of a list is no entry",
        "Delete the row.",
    ),
    Code(
        "JR580",
        "缺少所需的程序库",
        "a library that a frame, a chart or a page needs is not installed",
        "Install the package named.",
    ),
    Code(
        "JR581",
        "数据表缺列",
        "a frame of verdicts lacks a column",
        "Give the frame that evaluate_frame or to_frame returns, with its columns.",
    ),
    Code(
        "JR582",
        "数据表的值不认识",
        "a frame of verdicts holds what is no verdict",
        "Keep the words of outcomes and levels as they are.",
    ),
    Code(
        "JR583",
        "数据表不能这样作图",
        "a chart cannot be drawn from this frame",
        "Give the frame, the report or the profile that is named.",
    ),
    Code(
        "JR584",
        "没有可用的中文字体",
        "there is no font for the signs of a chart",
        "Give font=, the path of a font file, or write .svg or .html.",
    ),
    Code(
        "JR585",
        "图片格式不认识",
        "a chart cannot be written to a file of this kind",
        "Name a file that ends in .png, .svg, .pdf, .html or .json.",
    ),
)
