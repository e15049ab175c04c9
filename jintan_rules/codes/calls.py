"""What is wrong with a call, an engine or a frame."""

from jintan_rules.codes.code import Code

CODES = (
    Code(
        "JR501",
        "考核日期或时段有误",
        "an assessment day or window is wrong",
        "Give a date, and a window whose first day is not after its last.",
    ),
    Code(
        "JR502",
        "无可用标准",
        "no profile can be found for a record",
        "Name a profile, or give the record a category.",
    ),
    Code(
        "JR503",
        "引擎不可用",
        "an engine is not available",
        "Install the package named.",
    ),
    Code(
        "JR504",
        "规则编号不存在",
        "a rule id is not known",
        "Use an id of the profile.",
    ),
    Code(
        "JR505",
        "数值超出引擎范围",
        "a number is too large for an engine",
        "Use engine='python', which has no such limit.",
    ),
    Code(
        "JR520",
        "规则不能按表判定",
        "a rule says what cannot be judged in frames",
        "Write the rule otherwise, leave it out, or judge record by record.",
    ),
    Code(
        "JR530",
        "表的种类不能用",
        "a frame is of a kind that cannot be used",
        "Give polars, pandas, pyarrow, DuckDB or PySpark frames, all of one kind.",
    ),
    Code(
        "JR531",
        "列名有误",
        "a column is not known or stands twice",
        "Use a name of the vocabulary or its Chinese label, or map the column.",
    ),
    Code(
        "JR532",
        "列的对应有误",
        "a mapping of columns is wrong",
        "Write it as docs/frames.md says.",
    ),
    Code(
        "JR533",
        "列的类型不对",
        "a column has the wrong type",
        "Convert the column, or map its codes.",
    ),
    Code(
        "JR534",
        "列中有未知代码",
        "a column holds values that are not known",
        "Add the codes to the mapping, or filter the rows.",
    ),
    Code(
        "JR535",
        "列中有读不出的日期",
        "a column holds days that cannot be read",
        "Name the form of the dates, or map the words among them.",
    ),
    Code(
        "JR536",
        "列中数值有误",
        "a column holds numbers that are out of range or not exact",
        "Check the figures against their source.",
    ),
    Code(
        "JR537",
        "表中编号重复",
        "a frame holds an id more than once",
        "Take the doubled rows out before judging.",
    ),
    Code(
        "JR538",
        "行归属不明",
        "rows of a frame belong to nothing that is known",
        "Add what they belong to, or filter the rows.",
    ),
    Code(
        "JR539",
        "列中编号不合要求",
        "a column holds ids that are not opaque",
        "Use opaque ids; no names, identity or telephone numbers.",
    ),
    Code(
        "JR540",
        "缺少必要的列",
        "a frame lacks a column",
        "Name the column, or add it.",
    ),
    Code(
        "JR541",
        "输出形式不认识",
        "a form of output is not known",
        "Use long, slots, findings, wide or summary.",
    ),
    Code(
        "JR542",
        "表格文件有误",
        "a file of rows cannot be used",
        "Give organisations and lists as .parquet, .csv or .jsonl.",
    ),
    Code(
        "JR543",
        "所要的组织不在表中",
        "an organisation asked for is not among those given",
        "Give ids as the frame of organisations has them.",
    ),
    Code(
        "JR544",
        "表中所述不能成为记录",
        "what frames say cannot be said in a record",
        "Correct the rows named, or leave them out.",
    ),
)
