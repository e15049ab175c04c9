"""Problems and the exceptions that carry them.

Every mistake in a file, an expression, a profile, a record or a call is a
:class:`Problem`: where, what was expected, what was found, how to mend it.
Whoever reads input gathers all problems and raises once. Programs tell faults
apart by their code, never by their text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import field, frozen


class _Unfound:
    """What a place knows while nobody has asked where exactly it is."""

    __slots__ = ("find",)
    find: Callable[[], tuple[int, int, str]]


@frozen(order=True)
class Place(_Unfound):
    """Where a problem is: a source, a line and column in it, a path inside it.

    ``line`` and ``column`` count from 1; 0 means that there is none.
    """

    source: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    @classmethod
    def found_later(cls, source: str, find: Callable[[], tuple[int, int, str]]) -> Place:
        """Return a place whose line, column and path are looked for when they are asked for."""
        place = cls.__new__(cls)
        _SOURCE.__set__(place, source)
        _FIND.__set__(place, find)
        return place

    if not TYPE_CHECKING:  # to a type checker, no name but those declared is there

        def __getattr__(self, name: str) -> object:
            if name not in _FOUND:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            for door, value in zip(_FOUND.values(), self.find(), strict=True):
                door.__set__(self, value)
            return _FOUND[name].__get__(self)

    def __str__(self) -> str:
        head = self.source
        if self.line:
            head += f":{self.line}"
            if self.column:
                head += f":{self.column}"
        return f"{head} [{self.path}]" if self.path else head


# A frozen class is set by the doors of its slots.
_SOURCE, _FIND = Place.__dict__["source"], _Unfound.__dict__["find"]
_FOUND = {name: Place.__dict__[name] for name in ("line", "column", "path")}


@frozen(order=True)
class Problem:
    """One mistake: code, place, what was expected, what was found, how to mend it.

    Where nothing nearer is said of how to mend it, the advice of its code stands.
    """

    code: str
    place: Place
    summary: str
    expected: str = ""
    found: str = ""
    mend: str = ""
    excerpt: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if not self.mend and self.code in CODES:
            advice = CODES[self.code].advice.rstrip(".")
            object.__setattr__(self, "mend", advice[:1].lower() + advice[1:])

    def __str__(self) -> str:
        lines = [f"{_readable(str(self.place))}: {self.code} {_readable(self.summary)}"]
        lines += [f"    {_UNREADABLE.sub('?', line)}" for line in self.excerpt.split("\n") if line]
        for word, text in (
            ("expected", self.expected),
            ("found", self.found),
            ("to mend", self.mend),
        ):
            if text:
                lines.append(f"  {word + ':':<9} {_readable(text)}")
        return "\n".join(lines)


#: Signs that would break a line, turn it round or stop it from being printed.
_UNREADABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_LONGEST = 500


def _readable(text: str) -> str:
    """Return a text on one line, cut, its signs that cannot be seen written out."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _UNREADABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", cut)


class JintanError(ValueError):
    """The base of all errors of this library; ``problems`` holds every one found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry ``problems``, in the order of their places."""
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (problem.place, problem))
        )
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        text = "\n".join(str(problem) for problem in self.problems)
        return text if count == 1 else f"{count} problems\n{text}"


class ProfileError(JintanError):
    """A vocabulary, rule, profile or tailoring cannot be loaded (JR1xx to JR3xx)."""


class RecordError(JintanError):
    """A record cannot be read (JR1xx and JR4xx)."""


class EvaluationError(JintanError):
    """A call cannot be carried out as asked (JR5xx)."""


@frozen
class Code:
    """A kind of problem, as the page of errors lists it."""

    code: str
    zh: str
    en: str
    advice: str


#: Every code, in the order of the page of errors.
CODES: dict[str, Code] = {
    code: Code(code, zh, en, advice)
    for code, zh, en, advice in (
        (
            "JR101",
            "文件读不到",
            "a file cannot be read",
            "Check the path and that the file may be read.",
        ),
        (
            "JR102",
            "文件格式有误",
            "a file is not well formed",
            "Mend the TOML or JSON at the place named.",
        ),
        (
            "JR103",
            "文件过大",
            "a file or value is too large",
            "Split it; the limits are there so that no input can exhaust the process.",
        ),
        ("JR104", "缺少必填项", "a required key is missing", "Add the key named."),
        ("JR105", "多余的键", "a key is not known", "Remove it, or use the nearest known name."),
        (
            "JR106",
            "值的类型不对",
            "a value has the wrong type",
            "Write the value in the form expected.",
        ),
        ("JR107", "重复定义", "the same name is given twice", "Keep one."),
        (
            "JR108",
            "取值不在列表内",
            "a value is not one of those allowed",
            "Use one of the values listed.",
        ),
        (
            "JR201",
            "表达式不合语法",
            "an expression cannot be parsed",
            "Write it in the expression language (docs/writing_rules.md).",
        ),
        (
            "JR202",
            "表达式用了不支持的写法",
            "an expression uses what the language does not have",
            "The language is small on purpose; say it with what it has.",
        ),
        (
            "JR203",
            "名称不认识",
            "a name is not known",
            "Use a fact of the vocabulary, a loop variable or a parameter that is declared.",
        ),
        (
            "JR204",
            "类型不符",
            "an expression has the wrong type",
            "Compare and combine values of one type.",
        ),
        ("JR205", "单位不符", "two units cannot be combined", "Compare like with like."),
        (
            "JR206",
            "表达式过大",
            "an expression is too large or too deep",
            "Split the rule, or declare a derived fact.",
        ),
        (
            "JR207",
            "all 可能落空",
            "an all() may be empty and true of nothing",
            'Add any(…) over the same list, or write empty = "pass" in the rule if that is meant.',
        ),
        (
            "JR208",
            "事件列表未限定时段",
            "an events list is used outside a period",
            "Write history(list), or give the rule a period.",
        ),
        (
            "JR209",
            "参数个数不对",
            "a function has the wrong number of arguments",
            "Give the arguments that the function takes.",
        ),
        (
            "JR301",
            "版本重叠或有缺口",
            "two editions of a rule overlap or leave a gap",
            "Let each edition end the day before the next begins.",
        ),
        ("JR302", "引用的对象不存在", "a reference leads nowhere", "Use an id that exists."),
        ("JR303", "循环依赖", "definitions depend on each other in a circle", "Break the circle."),
        (
            "JR304",
            "规则要素不全或矛盾",
            "the parts of a rule do not go together",
            "A rule has requires, or done and due; the rest as docs/writing_rules.md says.",
        ),
        (
            "JR305",
            "参数设置有误",
            "a parameter is set wrongly",
            "Set it in the unit and range declared.",
        ),
        (
            "JR306",
            "依据与核实程度不符",
            "a citation and its verification do not go together",
            "Uncertain citations belong to drafts only.",
        ),
        (
            "JR307",
            "涉及个人信息",
            "a declaration looks personal",
            "The library judges organisations; leave names, numbers and birthdays out.",
        ),
        (
            "JR308",
            "类别不符",
            "a profile does not fit",
            "Use the profile of the organisation's own category.",
        ),
        ("JR401", "字段不认识", "a key of a record is not known", "Use a name of the vocabulary."),
        (
            "JR402",
            "值的类型不对",
            "a value of a record has the wrong type",
            "Give a value of the type declared; text is not a number, true is not 1.",
        ),
        (
            "JR403",
            "值超出范围",
            "a value of a record is out of range",
            "Check the figure against its source.",
        ),
        (
            "JR404",
            "日期不成立",
            "a date does not exist or has a time",
            'Write a date as "2024-05-31", or "never" where the act is known not to have happened.',
        ),
        (
            "JR405",
            "引用的行不存在",
            "a row refers to a row that is not there",
            "Add that row, or correct the id.",
        ),
        ("JR406", "编号重复", "an id is used twice", "Give every row its own id."),
        (
            "JR407",
            "疑似个人信息",
            "a value looks personal",
            "Use an opaque id; no names, identity or telephone numbers.",
        ),
        (
            "JR408",
            "填报值与推算值不一致",
            "a given value and its parts disagree",
            "Correct the one that is wrong, or leave the derived value out.",
        ),
        (
            "JR409",
            "缺少必填项",
            "a record lacks what it must have",
            "Give every record an id, and a category where no profile is named.",
        ),
        (
            "JR410",
            "数值精度过高",
            "a number has more places than its unit",
            "Round it at its source to the places declared.",
        ),
        (
            "JR501",
            "考核日期或时段有误",
            "an assessment day or window is wrong",
            "Give a date, and a window whose first day is not after its last.",
        ),
        (
            "JR502",
            "无可用标准",
            "no profile can be found for a record",
            "Name a profile, or give the record a category.",
        ),
        ("JR503", "引擎不可用", "an engine is not available", "Install the package named."),
        ("JR504", "规则编号不存在", "a rule id is not known", "Use an id of the profile."),
        (
            "JR505",
            "数值超出引擎范围",
            "a number is too large for an engine",
            "Use engine='python', which has no such limit.",
        ),
        (
            "JR520",
            "规则不能按表判定",
            "a rule says what cannot be judged in frames",
            "Write the rule otherwise, leave it out, or judge record by record.",
        ),
        (
            "JR530",
            "表的种类不能用",
            "a frame is of a kind that cannot be used",
            "Give polars, pandas, pyarrow, DuckDB or PySpark frames, all of one kind.",
        ),
        (
            "JR531",
            "列名有误",
            "a column is not known or stands twice",
            "Use a name of the vocabulary or its Chinese label, or map the column.",
        ),
        (
            "JR532",
            "列的对应有误",
            "a mapping of columns is wrong",
            "Write it as docs/frames.md says.",
        ),
        (
            "JR533",
            "列的类型不对",
            "a column has the wrong type",
            "Convert the column, or map its codes.",
        ),
        (
            "JR534",
            "列中有未知代码",
            "a column holds values that are not known",
            "Add the codes to the mapping, or filter the rows.",
        ),
        (
            "JR535",
            "列中有读不出的日期",
            "a column holds days that cannot be read",
            "Name the form of the dates, or map the words among them.",
        ),
        (
            "JR536",
            "列中数值有误",
            "a column holds numbers that are out of range or not exact",
            "Check the figures against their source.",
        ),
        (
            "JR537",
            "表中编号重复",
            "a frame holds an id more than once",
            "Take the doubled rows out before judging.",
        ),
        (
            "JR538",
            "行归属不明",
            "rows of a frame belong to nothing that is known",
            "Add what they belong to, or filter the rows.",
        ),
        (
            "JR539",
            "列中编号不合要求",
            "a column holds ids that are not opaque",
            "Use opaque ids; no names, identity or telephone numbers.",
        ),
        ("JR540", "缺少必要的列", "a frame lacks a column", "Name the column, or add it."),
        (
            "JR541",
            "输出形式不认识",
            "a form of output is not known",
            "Use long, slots, findings, wide or summary.",
        ),
        (
            "JR542",
            "表格文件有误",
            "a file of rows cannot be used",
            "Give organisations and lists as .parquet, .csv or .jsonl.",
        ),
        (
            "JR550",
            "缺少写工作簿的软件包",
            "the package that writes workbooks is missing",
            "Install it: pip install 'jintan-rules[workbooks]'.",
        ),
        (
            "JR551",
            "不是能读的工作簿",
            "a file is no workbook that can be read",
            "Save it as .xlsx in Excel or WPS, without a password.",
        ),
        (
            "JR552",
            "工作簿过大",
            "a workbook is too large",
            "Remove pictures, attachments and what is no list.",
        ),
        (
            "JR553",
            "工作表缺失或不认识",
            "a sheet is missing or not known",
            "Give sheets the names that the template has.",
        ),
        (
            "JR554",
            "表头缺失或不认识",
            "headings are missing or not known",
            "Give columns the headings that the template has.",
        ),
        ("JR555", "合并单元格", "cells are merged", "Unmerge them and fill each cell."),
        (
            "JR556",
            "公式没有保存结果",
            "a formula has no saved result",
            "Recalculate and save the file in Excel or WPS, or type the value.",
        ),
        (
            "JR557",
            "单元格是错误值",
            "a cell shows an error such as #REF!",
            "Mend the formula, or type the value.",
        ),
        (
            "JR558",
            "单元格的意思不能确定",
            "what a cell means cannot be told for certain",
            "Type it in the form named.",
        ),
        (
            "JR559",
            "示例行被改动",
            "the example row of a template was changed",
            "Give the row an id if it is data, or delete it.",
        ),
        (
            "JR560",
            "“组织”表的项目不认识",
            "a row of the organisation's sheet is not known",
            "Write the name that the template has, or delete the row.",
        ),
        (
            "JR561",
            "同一项填了两次",
            "a fact is given twice in a workbook",
            "Keep one of the two rows.",
        ),
        ("JR562", "不是记录的行", "a row of a list is no entry", "Delete the row."),
        (
            "JR580",
            "缺少所需的程序库",
            "a library that a frame, a chart or a page needs is not installed",
            "Install the package named.",
        ),
        (
            "JR581",
            "数据表缺列",
            "a frame of verdicts lacks a column",
            "Give the frame that evaluate_frame or to_frame returns, with its columns.",
        ),
        (
            "JR582",
            "数据表的值不认识",
            "a frame of verdicts holds what is no verdict",
            "Keep the words of outcomes and levels as they are.",
        ),
        (
            "JR583",
            "数据表不能这样作图",
            "a chart cannot be drawn from this frame",
            "Give the frame, the report or the profile that is named.",
        ),
        (
            "JR584",
            "没有可用的中文字体",
            "there is no font for the signs of a chart",
            "Give font=, the path of a font file, or write .svg or .html.",
        ),
        (
            "JR585",
            "图片格式不认识",
            "a chart cannot be written to a file of this kind",
            "Name a file that ends in .png, .svg, .pdf, .html or .json.",
        ),
        (
            "JR600",
            "条款从不适用",
            "a rule can never bind",
            "Mend applies_when or the filter; an enum has only the values declared.",
        ),
        (
            "JR601",
            "条款无法达标",
            "a rule can never be met",
            "Mend what it asks for; a bound may lie beyond what the vocabulary allows.",
        ),
        (
            "JR602",
            "条款必然达标",
            "a rule can never be broken",
            "Ask for something, or take the rule out.",
        ),
        (
            "JR603",
            "两条条款矛盾",
            "two rules contradict each other",
            "Mend one, or let their applies_when part them.",
        ),
        (
            "JR604",
            "条款已被另一条包含",
            "a rule says only what another says",
            "Take it out, or name the other in its implied_by if that is meant.",
        ),
        (
            "JR605",
            "版本之间有缺口",
            "two editions of a rule leave a gap",
            "Let each edition end the day before the next begins.",
        ),
        (
            "JR606",
            "版本重叠",
            "two editions of a rule overlap",
            "Let each edition end the day before the next begins.",
        ),
        (
            "JR607",
            "参数的从严方向有误",
            "a parameter loosens where it should tighten",
            "Turn stricter round, or mend the rule.",
        ),
        (
            "JR608",
            "标准整体无法达到",
            "no organisation can meet a profile as a whole",
            "Mend one of the rules named.",
        ),
        (
            "JR610",
            "条款放宽",
            "a rule lets through what the rule it stands for does not",
            "Ask for as much, or leave the rule that it replaces.",
        ),
        (
            "JR611",
            "条款被取消",
            "a rule is left out that nothing stands for",
            "Keep it, or let a rule as strict replace it.",
        ),
        (
            "JR612",
            "约束力降低",
            "a rule binds less than the one it stands for",
            "Give it the strength of that one.",
        ),
        (
            "JR613",
            "参数放宽",
            "a parameter is set less strictly than before",
            "Set it at least as strictly.",
        ),
        (
            "JR630",
            "用例文件不成立",
            "a file of conformance cases cannot be used",
            "Name its profile at the top, and write cases.",
        ),
        (
            "JR631",
            "用例重复",
            "a rule has two cases of one name",
            "Rename one, or keep one.",
        ),
        (
            "JR632",
            "规则缺少用例",
            "a rule lacks conformance cases",
            "Write the cases named, or excuse them with a reason.",
        ),
        (
            "JR633",
            "造不出所要的档案",
            "no record can be built as asked",
            "Ask for less, name another day, or set the parameters that the rule reads.",
        ),
        (
            "JR634",
            "缺少测试所需的软件包",
            "what testing needs is not installed",
            "Install it: pip install hypothesis pytest.",
        ),
    )
}


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to ``most`` known names that look like ``name``, the likest first."""
    return difflib.get_close_matches(name, sorted(known), n=most, cutoff=0.6)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say which known names are near ``name``, or nothing where none is."""
    near = nearest(name, known)
    return "did you mean " + " or ".join(repr(word) for word in near) + "?" if near else ""
