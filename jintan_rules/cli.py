"""The command line: a thin shell over the public calls of the library.

Exit codes of ``check``: 0 no breach, 1 at least one breach, 2 it could not run
or a record could not be read, 3 no breach but something unknown.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import jintan_rules as jr
from jintan_rules.calendar import add_months
from jintan_rules.console import Input, Progress, day, opened, terminal_width, writing_to
from jintan_rules.due.text import deadlines_to_text
from jintan_rules.frames import command as rows
from jintan_rules.reports.catalogue import catalogue_to_text
from jintan_rules.reports.district import page_of
from jintan_rules.reports.phrases import LANGUAGES, say
from jintan_rules.reports.plain import catalogue_to_dict, to_json
from jintan_rules.reports.tally import Tally
from jintan_rules.workbooks import words
from jintan_rules.workbooks.listing import to_workbook
from jintan_rules.workbooks.template import template_workbook

CLEAR, BREACH, FAILED, UNKNOWN = 0, 1, 2, 3
INTERRUPTED, PIPE_BROKEN = 130, 141

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign shows its number rather than an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except jr.JintanError as error:
        _tell(str(error))
        return FAILED
    except KeyboardInterrupt:
        _tell(say("cli-interrupted", options.lang))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has left; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_BROKEN
    except OSError as error:
        name = error.filename if error.filename is not None else ""
        _tell(say("cli-os-error", options.lang, path=name, reason=error.strerror or error))
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jintan-rules",
        description="基层党组织标准化建设考核 / Judge Party organisations by their standard.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {jr.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = _command(commands, "check", _check, "考核档案 / judge records")
    check.add_argument(
        "record", nargs="+", metavar="RECORD", help=".json, .jsonl, .xlsx, FOLDER, - (stdin)"
    )
    _add_judging(check)
    check.add_argument(
        "--format",
        choices=("text", "json", "html", "markdown", "jsonl", "xlsx", "district"),
        default="text",
        help="输出格式 / form of the reports (text)",
    )
    check.add_argument("--output", type=Path, metavar="FILE", help="写入文件 / write to a file")
    rows.add_arguments(check)

    explain = _command(commands, "explain", _explain, "解释一条结论 / explain one finding")
    explain.add_argument("record", metavar="RECORD", help=".json, .xlsx, - (stdin)")
    explain.add_argument("rule", metavar="RULE", help="条款编号 / the rule's id")
    _add_judging(explain)

    due = _command(commands, "due", _due, "将到期事项 / what falls due")
    due.add_argument("record", metavar="RECORD", help=".json, .jsonl, .xlsx, - (stdin)")
    _add_profile(due)
    due.add_argument(
        "--until", type=day, metavar="DATE", help="看到哪天，默认三个月 / the last day (3 months)"
    )
    due.add_argument("--format", choices=("text", "ics", "json"), default="text")
    due.add_argument("--output", type=Path, metavar="FILE", help="写入文件 / write to a file")

    rules = _command(commands, "rules", _rules, "条款目录 / the rules of a profile")
    rules.add_argument("profile", nargs="?", default="common", metavar="PROFILE")
    _add_tailoring(rules)
    rules.add_argument("--format", choices=("text", "json"), default="text")

    schema = _command(commands, "schema", _schema, "档案格式 / JSON Schema of a record")
    schema.add_argument("profile", nargs="?", default="common", metavar="PROFILE")
    _add_tailoring(schema)

    template = _command(commands, "template", _template, "填报工作簿 / the workbook to fill")
    template.add_argument("profile", metavar="PROFILE")
    _add_tailoring(template)
    template.add_argument("--output", type=Path, metavar="FILE", help=".xlsx", required=True)

    prove = _command(commands, "prove", _prove, "证明标准自洽 / prove that a profile is consistent")
    prove.add_argument("profile", nargs="*", metavar="PROFILE", help="默认全部 / all by default")
    _add_tailoring(prove)
    prove.add_argument("--against", metavar="BASE", help="不得宽于该标准 / at least as strict as")
    prove.add_argument("--format", choices=("text", "cases"), default="text")
    lint = _command(commands, "lint", _lint, "检查标准文件 / check the files of a profile")
    lint.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def _command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 / language (zh)")
    command.set_defaults(run=run)
    return command


def _add_judging(command: argparse.ArgumentParser) -> None:
    _add_profile(command)
    command.add_argument(
        "--window",
        type=day,
        nargs=2,
        metavar=("FIRST", "LAST"),
        help="考核时段，默认当年 / the days assessed (that year)",
    )


def _add_profile(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--profile", metavar="PROFILE", help="标准编号或文件夹 / a profile's id or folder"
    )
    _add_tailoring(command)
    command.add_argument(
        "--as-of", type=day, metavar="DATE", help="考核日，默认今天 / the assessment day (today)"
    )


def _add_tailoring(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--tailoring", type=Path, metavar="FILE", help="地方细则 / what a locality sets (TOML)"
    )


# -- commands ------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    profile = _profile(options)
    if rows.holds_rows(options.record):  # of a folder of workbooks each is a record
        progress = Progress(options.lang, wanted=options.output is not None)
        return rows.run(options, profile, sys.stdout, _tell, progress.at)
    with opened(options.record) as inputs:
        one = len(inputs) == 1 and not inputs[0].many
        if options.output and any(each.is_file(options.output) for each in inputs):
            return _refuse("cli-overwrite", options, path=options.output)
        if options.format == "html" and not one:
            return _refuse("cli-one-page", options)
        if options.format == "xlsx" and options.output is None:
            _tell(words.say("cli-needs-file", options.lang))
            return FAILED
        judged = _Judged(options, profile)
        to_terminal = options.output is None and sys.stdout.isatty()
        width = terminal_width() if to_terminal else 100
        progress = Progress(options.lang, wanted=not one and not to_terminal)
        if options.format == "xlsx":
            to_workbook(judged.reports(inputs, progress), options.output, lang=options.lang)
            return judged.code
        with writing_to(options.output) as output:
            reports = judged.reports(inputs, progress)
            if options.format == "district":
                tally = Tally.of(reports)
                output.write(page_of(tally, options.lang, left_out=judged.failed))
                return judged.code
            texts = (_written(report, options, width) for report in reports)
            for text in _array(texts) if options.format == "json" and not one else texts:
                output.write(text + "\n")
        return judged.code


def _written(report: jr.Report, options: argparse.Namespace, width: int) -> str:
    match options.format:
        case "json":
            return report.to_json(indent=2)
        case "jsonl":
            return report.to_json()
        case "html":
            return report.to_html(options.lang, deadlines=_next(report)).rstrip("\n")
        case "markdown":
            return report.to_markdown(options.lang, deadlines=_next(report))
        case _:
            return report.to_text(options.lang, width, deadlines=_next(report)) + "\n"


def _next(report: jr.Report) -> tuple[jr.Deadline, ...]:
    """Return what falls due in the three months after the report's day."""
    as_of = report.as_of
    return jr.deadlines(report.record, report.profile, as_of=as_of, horizon=_ahead(as_of))


def _ahead(as_of: dt.date) -> dt.date:
    """Return the last day of the next three months; after a month's last day, of whole months."""
    last = dt.date.max.toordinal()
    return dt.date.fromordinal(min(add_months(min(as_of.toordinal() + 1, last), 3) - 1, last))


def _array(texts: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a JSON array of these values."""
    opening = "["
    for text in texts:
        yield opening + text
        opening = ","
    yield "[]" if opening == "[" else "]"


class _Judged:
    """The reports of many records, and whether all of them could be read and judged."""

    def __init__(self, options: argparse.Namespace, profile: jr.Profile | None) -> None:
        self.profile = profile
        self.as_of: dt.date = options.as_of or dt.date.today()  # noqa: DTZ011  the user's own day
        self.window = (options.window[0], options.window[1]) if options.window else None
        self.failed = 0
        self.breach = self.unknown = False

    def reports(self, inputs: Sequence[Input], progress: Progress) -> Iterator[jr.Report]:
        """Yield a report a record; what cannot be judged is told at once and stops nothing."""
        for record in (record for each in inputs for record in each.records(self.profile)):
            try:
                if isinstance(record, jr.JintanError):
                    raise record
                report = self.judge(record)
            except jr.JintanError as error:
                self.failed += 1
                progress.clear()
                _tell(str(error))
            else:
                self.breach = self.breach or bool(report.breaches)
                self.unknown = self.unknown or bool(report.unknowns)
                yield report
            progress.step()
        progress.clear()

    def judge(self, record: jr.Record) -> jr.Report:
        """Judge one record on the day and over the window that were asked for."""
        return jr.evaluate(record, self.profile, as_of=self.as_of, window=self.window)

    @property
    def code(self) -> int:
        """The exit code that the records come to."""
        if self.failed:
            return FAILED
        return BREACH if self.breach else UNKNOWN if self.unknown else CLEAR


def _explain(options: argparse.Namespace) -> int:
    profile = _profile(options)
    judged = _Judged(options, profile)
    with opened([options.record]) as inputs:
        for record in inputs[0].records(profile):
            if isinstance(record, jr.JintanError):
                raise record
            print(judged.judge(record).explain(options.rule, options.lang))
    return CLEAR


def _due(options: argparse.Namespace) -> int:
    profile = _profile(options)
    as_of: dt.date = options.as_of or dt.date.today()  # noqa: DTZ011  the user's own day
    until: dt.date = options.until or _ahead(as_of)
    found: dict[str, tuple[jr.Deadline, ...]] = {}
    with opened([options.record]) as inputs:
        if options.output and inputs[0].is_file(options.output):
            return _refuse("cli-overwrite", options, path=options.output)
        for record in inputs[0].records(profile):
            if isinstance(record, jr.JintanError):
                raise record
            found[record.id] = jr.deadlines(record, profile, as_of=as_of, horizon=until)
    if (
        options.output is None
        and options.format == "ics"
        and isinstance(sys.stdout, io.TextIOWrapper)
    ):
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # as a calendar file has to be
    with writing_to(options.output) as output:
        output.write(_listed(found, (as_of, until), options))
    return CLEAR


def _listed(
    found: dict[str, tuple[jr.Deadline, ...]],
    days: tuple[dt.date, dt.date],
    options: argparse.Namespace,
) -> str:
    listed = [each for deadlines in found.values() for each in deadlines]
    as_of, until = days
    match options.format:
        case "ics":
            return jr.deadlines_to_ics(listed, lang=options.lang)
        case "json":
            plain = [each.to_dict() for each in listed]
            return to_json({"as_of": str(as_of), "until": str(until), "deadlines": plain}, 2) + "\n"
        case _:
            width = terminal_width() if options.output is None else 100
            texts = (
                deadlines_to_text(same, record, days, options.lang, width)
                for record, same in found.items()
            )
            return "\n\n".join(texts) + "\n"


def _rules(options: argparse.Namespace) -> int:
    profile = jr.load_profile(options.profile, tailoring=options.tailoring)
    if options.format == "json":
        print(to_json(catalogue_to_dict(profile), 2))
    else:
        print(catalogue_to_text(profile, options.lang, terminal_width()))
    return CLEAR


def _schema(options: argparse.Namespace) -> int:
    profile = jr.load_profile(options.profile, tailoring=options.tailoring)
    print(json.dumps(jr.record_schema(profile), ensure_ascii=False, indent=2))
    return CLEAR


def _template(options: argparse.Namespace) -> int:
    profile = jr.load_profile(options.profile, tailoring=options.tailoring)
    template_workbook(profile, options.output, lang=options.lang)
    return CLEAR


def _lint(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    folders = (
        [folder]
        if (folder / "profile.toml").exists()
        else sorted(each.parent for each in folder.glob("*/profile.toml"))
    )
    if not folders:
        return _refuse("cli-no-profile", options, folder=folder)
    code = CLEAR
    for each in folders:
        try:
            profile = jr.load_profile(str(each), drafts=True)
        except jr.JintanError as error:
            print(error)
            code = FAILED
        else:
            count = len(profile.rules)
            print(say("cli-no-problems", options.lang, folder=each, count=count))
    return code


def _prove(options: argparse.Namespace) -> int:
    from jintan_rules.proofs import command  # noqa: PLC0415  the solver is loaded with it

    return command.run(options)


def _profile(options: argparse.Namespace) -> jr.Profile | None:
    if options.profile is None:
        if options.tailoring is not None:
            raise SystemExit(_refuse("cli-tailoring", options))
        return None
    return jr.load_profile(options.profile, tailoring=options.tailoring)


def _refuse(key: str, options: argparse.Namespace, **places: object) -> int:
    _tell(say(key, options.lang, **places))
    return FAILED


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
