"""What is wrong with a record."""

from jintan_rules.codes.code import Code

CODES = (
    Code(
        "JR401",
        "字段不认识",
        "a key of a record is not known",
        "Use a name of the vocabulary.",
    ),
    Code(
        "JR402",
        "值的类型不对",
        "a value of a record has the wrong type",
        "Give a value of the type declared; text is not a number, true is not 1.",
    ),
    Code(
        "JR403",
        "值超出范围",
        "a value of a record is out of range",
        "Check the figure against its source.",
    ),
    Code(
        "JR404",
        "日期不成立",
        "a date does not exist or has a time",
        'Write a date as "2024-05-31", or "never" where the act is known not to have happened.',
    ),
    Code(
        "JR405",
        "引用的行不存在",
        "a row refers to a row that is not there",
        "Add that row, or correct the id.",
    ),
    Code(
        "JR406",
        "编号重复",
        "an id is used twice",
        "Give every row its own id.",
    ),
    Code(
        "JR407",
        "疑似个人信息",
        "a value looks personal",
        "Use an opaque id; no names, identity or telephone numbers.",
    ),
    Code(
        "JR408",
        "填报值与推算值不一致",
        "a given value and its parts disagree",
        "Correct the one that is wrong, or leave the derived value out.",
    ),
    Code(
        "JR409",
        "缺少必填项",
        "a record lacks what it must have",
        "Give every record an id, and a category where no profile is named.",
    ),
    Code(
        "JR410",
        "数值精度过高",
        "a number has more places than its unit",
        "Round it at its source to the places declared.",
    ),
)
