"""What is wrong with files, expressions, rules and profiles."""

from jintan_rules.codes.code import Code

CODES = (
    Code(
        "JR101",
        "文件读不到",
        "a file cannot be read",
        "Check the path and that the file may be read.",
    ),
    Code(
        "JR102",
        "文件格式有误",
        "a file is not well formed",
        "Mend the TOML or JSON at the place named.",
    ),
    Code(
        "JR103",
        "文件过大",
        "a file or value is too large",
        "Split it; the limits are there so that no input can exhaust the process.",
    ),
    Code(
        "JR104",
        "缺少必填项",
        "a required key is missing",
        "Add the key named.",
    ),
    Code(
        "JR105",
        "多余的键",
        "a key is not known",
        "Remove it, or use the nearest known name.",
    ),
    Code(
        "JR106",
        "值的类型不对",
        "a value has the wrong type",
        "Write the value in the form expected.",
    ),
    Code(
        "JR107",
        "重复定义",
        "the same name is given twice",
        "Keep one.",
    ),
    Code(
        "JR108",
        "取值不在列表内",
        "a value is not one of those allowed",
        "Use one of the values listed.",
    ),
    Code(
        "JR201",
        "表达式不合语法",
        "an expression cannot be parsed",
        "Write it in the expression language (docs/writing_rules.md).",
    ),
    Code(
        "JR202",
        "表达式用了不支持的写法",
        "an expression uses what the language does not have",
        "The language is small on purpose; say it with what it has.",
    ),
    Code(
        "JR203",
        "名称不认识",
        "a name is not known",
        "Use a fact of the vocabulary, a loop variable or a parameter that is declared.",
    ),
    Code(
        "JR204",
        "类型不符",
        "an expression has the wrong type",
        "Compare and combine values of one type.",
    ),
    Code(
        "JR205",
        "单位不符",
        "two units cannot be combined",
        "Compare like with like.",
    ),
    Code(
        "JR206",
        "表达式过大",
        "an expression is too large or too deep",
        "Split the rule, or declare a derived fact.",
    ),
    Code(
        "JR207",
        "all 可能落空",
        "an all() may be empty and true of nothing",
        'Add any(…) over the same list, or write empty = "pass" in the rule if that is meant.',
    ),
    Code(
        "JR208",
        "事件列表未限定时段",
        "an events list is used outside a period",
        "Write history(list), or give the rule a period.",
    ),
    Code(
        "JR209",
        "参数个数不对",
        "a function has the wrong number of arguments",
        "Give the arguments that the function takes.",
    ),
    Code(
        "JR301",
        "版本重叠或有缺口",
        "two editions of a rule overlap or leave a gap",
        "Let each edition end the day before the next begins.",
    ),
    Code(
        "JR302",
        "引用的对象不存在",
        "a reference leads nowhere",
        "Use an id that exists.",
    ),
    Code(
        "JR303",
        "循环依赖",
        "definitions depend on each other in a circle",
        "Break the circle.",
    ),
    Code(
        "JR304",
        "规则要素不全或矛盾",
        "the parts of a rule do not go together",
        "A rule has requires, or done and due; the rest as docs/writing_rules.md says.",
    ),
    Code(
        "JR305",
        "参数设置有误",
        "a parameter is set wrongly",
        "Set it in the unit and range declared.",
    ),
    Code(
        "JR306",
        "依据与核实程度不符",
        "a citation and its verification do not go together",
        "Uncertain citations belong to drafts only.",
    ),
    Code(
        "JR307",
        "涉及个人信息",
        "a declaration looks personal",
        "The library judges organisations; leave names, numbers and birthdays out.",
    ),
    Code(
        "JR308",
        "类别不符",
        "a profile does not fit",
        "Use the profile of the organisation's own category.",
    ),
)
