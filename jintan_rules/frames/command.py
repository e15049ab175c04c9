"""``check`` on files of rows: what the command line asks, and what it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from attrs import define, field

from jintan_rules.frames.evaluate import FORMS, Judged
from jintan_rules.frames.files import (
    Tally,
    Writer,
    check_tables,
    is_tables,
    read_mapping,
    tables_of,
)
from jintan_rules.reports import district
from jintan_rules.reports import tally as counts
from jintan_rules.standard.profiles import Profile
from jintan_rules.version import VERSION

#: The exit codes of ``check``.
_CLEAR, _BREACH, _FAILED, _UNKNOWN = 0, 1, 2, 3

_WORDS = {
    "done": (
        "共考核{count}个组织：{breaches}个有违反，{unknowns}个有待核实。",
        "{count} organisations judged: {breaches} with a breach, {unknowns} with an unknown.",
    ),
    "profile": (
        "考核表格文件须用 --profile 指明标准。",
        "Files of rows want a --profile to judge by.",
    ),
    "one": (
        "表格文件一次只考核一个文件夹或一个文件。",
        "Of files of rows, one folder or one file is judged at a time.",
    ),
    "output": (
        "表格结论写成 .csv 或 .parquet 文件；--format 除 district（汇总页）外只用于档案。",
        "Verdicts on rows go to .csv or .parquet; but for district, --format is for records.",
    ),
    "overwrite": (
        "{path} 是输入文件，不能作为输出。",
        "{path} is an input; it cannot be the output too.",
    ),
}


def add_arguments(check: Any) -> None:
    """Add what only files of rows need to the arguments of ``check``."""
    check.add_argument(
        "--columns", type=Path, metavar="FILE", help="表格列的对应 / what columns hold (TOML)"
    )
    check.add_argument(
        "--table",
        choices=FORMS,
        default=FORMS[0],
        help="表格结论的形式 / form of the verdicts on rows (long)",
    )


def holds_rows(inputs: Sequence[str]) -> bool:
    """Whether one of the inputs is a file of rows, or a folder of them."""
    return any(is_tables(Path(name)) for name in inputs)


def run(
    options: Any,
    profile: Profile | None,
    stream: TextIO,
    tell: Callable[[str], None],
    judged_so_far: Callable[[int], None],
) -> int:
    """Judge the organisations of a folder with one file a list, or of a file of them alone.

    Returns:
        0 where none has a breach, 1 where one has, 2 where the command cannot be run,
        3 where none has a breach, but one an unknown.

    Raises:
        EvaluationError: With every problem found in the files or their rows.
    """
    refusal = _refusal(options, profile)
    if refusal or profile is None:
        tell(say(refusal or "profile", options.lang))
        return _FAILED
    columns = read_mapping(options.columns) if options.columns else {}
    tables = tables_of(Path(options.record[0]), columns, profile.vocabulary)
    output: Path | None = options.output
    if output and output.exists() and any(output.samefile(f) for f in tables.files.values()):
        tell(say("overwrite", options.lang, path=output))
        return _FAILED
    window = (options.window[0], options.window[1]) if options.window else None
    as_of = options.as_of or dt.date.today()  # noqa: DTZ011  the user's own day
    by = Judged(profile, as_of, window)
    if options.format == "district":
        page = _Page(by)
        tally = check_tables(tables, by, "findings", page, judged_so_far=judged_so_far)
        page.write(output, stream, options.lang)
    else:
        with Writer(output, stream) as writer:
            tally = check_tables(tables, by, options.table, writer, judged_so_far=judged_so_far)
    tell(told(tally, options.lang))
    return _BREACH if tally.breaches else _UNKNOWN if tally.unknowns else _CLEAR


@define
class _Page:
    """Counts the verdicts of one part after the other for the page on many organisations."""

    judged: Judged
    tally: counts.Tally = field(factory=counts.Tally)

    def add(self, frame: Any) -> None:
        """Count the verdicts of a frame."""
        self.tally.add_frame(frame, self.judged.profile, None)

    def write(self, output: Path | None, stream: TextIO, lang: str) -> None:
        """Write the page, to a file where one is named."""
        as_of = self.judged.as_of
        year = as_of.replace(month=1, day=1), as_of.replace(month=12, day=31)
        self.tally.days.add(as_of)
        self.tally.windows.add(self.judged.window or year)
        self.tally.library.add(VERSION)
        page = district.page_of(self.tally, lang)
        if output is None:
            stream.write(page)
        else:
            output.write_text(page, encoding="utf-8")


def _refusal(options: Any, profile: Profile | None) -> str:
    if len(options.record) > 1:
        return "one"
    if profile is None:
        return "profile"
    output: Path | None = options.output
    if options.format == "district":
        return ""
    is_table = output is None or output.suffix.lower() in (".csv", ".parquet")
    return "" if is_table and options.format == "text" else "output"


def told(tally: Tally, lang: str) -> str:
    """Return what the organisations came to, in a sentence."""
    return say(
        "done",
        lang,
        count=tally.organizations,
        breaches=tally.breaches,
        unknowns=tally.unknowns,
    )


def say(key: str, lang: str, **places: object) -> str:
    """Return a sentence in Chinese or English."""
    chinese, english = _WORDS[key]
    return (english if lang == "en" else chinese).format(**places)
