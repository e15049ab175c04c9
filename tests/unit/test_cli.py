"""The command line, run as a user runs it, over a small profile of its own."""

import datetime as dt
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import jintan_rules as jr
from jintan_rules import cli

TOP = Path(__file__).parents[2]

PROFILE = """
id = "mini"
title = "示例标准"
title_en = "A small standard"

[[parameter]]
name = "most_members"
label = "支部人数上限"
label_en = "most members of a branch"
type = "number"
unit = "person"
stricter = "lower"
"""

RULES = """
[[rule]]
id = "org.mini.committee"
item = "支委会"
title = "七名以上正式党员设支委会"
title_en = "A committee from seven full members"
strength = "mandatory"
applies_when = "full_members >= 7"
requires = "has_committee"
remedy = "设立支委会"
remedy_en = "Set up a committee"
from = 2018-10-28
cite = [{ instrument = "branch-2018", article = "20", verified = "text" }]

[[rule]]
id = "org.mini.size"
item = "支部规模"
title = "支部人数不超过上限"
title_en = "No more members than the local figure"
strength = "general"
requires = "full_members <= param.most_members"
remedy = "分设支部"
remedy_en = "Divide the branch"
from = 2018-10-28
cite = [{ instrument = "branch-2018", article = "4", verified = "text" }]
"""

TAILORING = """
[[set]]
name = "most_members"
value = 50
"""

BASE = {"category": "village", "established_on": "1998-06-01"}
GOOD = {"id": "b-good", **BASE, "full_members": 9, "has_committee": True}
BAD = {"id": "b-bad", **BASE, "full_members": 9, "has_committee": False}
BLANK = {"id": "b-blank", **BASE}
BROKEN = {"id": "b-broken", **BASE, "full_members": "9"}


@pytest.fixture
def mini(tmp_path):
    folder = tmp_path / "mini"
    folder.mkdir()
    folder.joinpath("profile.toml").write_text(PROFILE, encoding="utf-8")
    folder.joinpath("organization.toml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def tailoring(tmp_path):
    path = tmp_path / "local.toml"
    path.write_text(TAILORING, encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path):
    def written(name, *records):
        path = tmp_path / name
        path.write_text(
            "\n".join(json.dumps(each, ensure_ascii=False) for each in records) + "\n",
            encoding="utf-8",
        )
        return path

    return written


@pytest.fixture
def run(mini, tailoring, capsys):
    """Check records by the small profile, everything set; give code, output and errors."""

    def checked(*arguments, command="check", tailored=True):
        options = ["--profile", str(mini), "--as-of", "2024-12-31"]
        if tailored:
            options += ["--tailoring", str(tailoring)]
        code = cli.main([command, *map(str, arguments), *options])
        out, err = capsys.readouterr()
        return code, out, err

    return checked


@pytest.fixture
def stdin(monkeypatch):
    def given(text):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return given


# -- exit codes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "tailored", "code"),
    [
        ([GOOD], True, 0),
        ([BAD], True, 1),
        ([BLANK], True, 3),
        ([GOOD], False, 3),
        ([BAD, BLANK], True, 1),
        ([GOOD, BLANK], True, 3),
        ([GOOD, BROKEN], True, 2),
        ([BAD, BROKEN], True, 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst_record(run, write, records, tailored, code):
    assert run(write("many.jsonl", *records), tailored=tailored)[0] == code


# -- what is printed -------------------------------------------------------------------


def test_text_is_the_default_and_chinese(run, write):
    code, out, err = run(write("bad.json", BAD))

    assert code == 1
    assert "× 七名以上正式党员设支委会" in out
    assert "整改建议：设立支委会" in out
    assert err == ""


def test_english_is_there_for_the_asking(run, write):
    assert "A committee from seven full members" in run(write("bad.json", BAD), "--lang", "en")[1]


def test_json_of_one_record_is_one_object(run, write):
    out = run(write("bad.json", BAD), "--format", "json")[1]

    assert json.loads(out)["record"]["id"] == "b-bad"
    assert json.loads(out)["window"] == {"first": "2024-01-01", "last": "2024-12-31"}


def test_json_of_many_records_is_an_array(run, write):
    out = run(write("many.jsonl", GOOD, BAD), "--format", "json")[1]

    assert [each["record"]["id"] for each in json.loads(out)] == ["b-good", "b-bad"]


def test_json_of_no_readable_record_is_an_empty_array(run, write):
    assert json.loads(run(write("many.jsonl", BROKEN), "--format", "json")[1]) == []


def test_jsonl_is_a_report_a_line(run, write):
    lines = run(write("a.json", GOOD), write("b.jsonl", BAD, GOOD), "--format", "jsonl")[1]

    ids = [json.loads(each)["record"]["id"] for each in lines.splitlines()]
    assert ids == ["b-good", "b-bad", "b-good"]


def test_html_goes_to_a_file(run, write, tmp_path):
    target = tmp_path / "report.html"
    code, out, _ = run(write("bad.json", BAD), "--format", "html", "--output", target)

    assert (code, out) == (1, "")
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_html_holds_one_record_only(run, write):
    code, out, err = run(write("many.jsonl", GOOD, BAD), "--format", "html")

    assert (code, out) == (2, "")
    assert "HTML报告一次只写一份档案" in err


def test_the_window_is_passed_on(run, write):
    out = run(write("a.json", GOOD), "--format", "json", "--window", "2024-07-01", "2024-12-31")[1]

    assert json.loads(out)["window"]["first"] == "2024-07-01"


def test_without_a_day_it_is_today(mini, write, capsys):
    before = dt.date.today().isoformat()
    cli.main(["check", str(write("a.json", GOOD)), "--profile", str(mini), "--format", "json"])
    after = dt.date.today().isoformat()

    assert json.loads(capsys.readouterr().out)["as_of"] in (before, after)


# -- what cannot be read ---------------------------------------------------------------


def test_an_unreadable_record_stops_no_other(run, write):
    code, out, err = run(write("many.jsonl", BAD, BROKEN, GOOD), "--format", "jsonl")

    assert code == 2
    assert [json.loads(each)["record"]["id"] for each in out.splitlines()] == ["b-bad", "b-good"]
    assert "many.jsonl:2" in err
    assert "full_members" in err


def test_a_missing_file_stops_no_other(run, write, tmp_path):
    code, out, err = run(tmp_path / "gone.json", write("good.json", GOOD), "--format", "jsonl")

    assert code == 2
    assert json.loads(out)["record"]["id"] == "b-good"
    assert "JR101" in err
    assert "gone.json" in err


def test_a_record_without_a_profile_stops_no_other(write, capsys):
    path = write("many.jsonl", {"id": "b-1"}, {"id": "b-2", "category": "village"})
    code = cli.main(["check", str(path), "--as-of", "2024-12-31", "--format", "jsonl"])
    out, err = capsys.readouterr()

    assert code == 2
    assert json.loads(out)["record"]["id"] == "b-2"
    assert "JR502" in err


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "JR102"), ("[1, 2", "JR102"), ("\x00", "JR102"), ("[" * 100_000, "JR10"), ("7", "JR")],
)
def test_bad_input_is_a_problem_and_never_a_traceback(run, tmp_path, content, code):
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    exit_code, _, err = run(path)

    assert exit_code == 2
    assert code in err
    assert "Traceback" not in err


def test_bytes_that_are_no_text_are_a_problem(run, tmp_path):
    path = tmp_path / "bad.json"
    path.write_bytes(b"\xff\xfe\x00")

    assert run(path)[0] == 2


def test_a_profile_that_is_not_there_stops_everything(write, capsys):
    code = cli.main(["check", str(write("a.json", GOOD)), "--profile", "no-such-profile"])
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert re.search("JR[135]", err)


def test_a_window_turned_round_is_a_problem(run, write):
    code, _, err = run(write("a.json", GOOD), "--window", "2024-12-31", "2024-01-01")

    assert code == 2
    assert "JR501" in err


@pytest.mark.parametrize("day", ["20241231", "2024-W01-1", "2024-02-30", "yesterday", "2024-1-1"])
def test_a_day_is_written_in_one_way(write, capsys, day):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["check", str(write("a.json", GOOD)), "--as-of", day])

    assert stopped.value.code == 2
    assert "write it as 2024-12-31" in capsys.readouterr().err


def test_tailoring_wants_a_profile(write, tailoring, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["check", str(write("a.json", GOOD)), "--tailoring", str(tailoring)])

    assert stopped.value.code == 2
    assert "--profile" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(run, write, tmp_path):
    code, _, err = run(write("a.json", GOOD), "--output", tmp_path / "no" / "such.txt")

    assert code == 2
    assert "such.txt" in err


def test_an_input_is_not_overwritten(run, write):
    path = write("a.json", GOOD)
    before = path.read_bytes()
    code, _, err = run(path, "--output", path)

    assert code == 2
    assert "不能作为输出" in err
    assert path.read_bytes() == before


# -- standard input --------------------------------------------------------------------


def test_a_record_comes_from_stdin(run, stdin):
    stdin(json.dumps(BAD, indent=2))
    code, out, _ = run("-", "--format", "json")

    assert code == 1
    assert json.loads(out)["record"]["id"] == "b-bad"


def test_many_records_come_from_stdin(run, stdin):
    stdin("\n".join(map(json.dumps, (GOOD, BROKEN, BAD))))
    code, out, err = run("-", "--format", "jsonl")

    assert code == 2
    assert len(out.splitlines()) == 2
    assert "stdin:2" in err


def test_a_problem_of_stdin_names_no_file_of_ours(run, stdin):
    stdin("[1, 2")
    err = run("-")[2]

    assert err.startswith("stdin")
    assert "jintan-" not in err


# -- the other commands ----------------------------------------------------------------


def test_explain_explains_one_finding(run, write):
    code, out, _ = run(write("a.json", BAD), "org.mini.committee", command="explain")

    assert code == 0
    assert out.startswith("七名以上正式党员设支委会\n")
    assert "《中国共产党支部工作条例（试行）》第20条（已核对原文）" in out


def test_explain_refuses_a_rule_that_is_not_there(run, write):
    code, out, err = run(write("a.json", BAD), "org.mini.comittee", command="explain")

    assert (code, out) == (2, "")
    assert "JR504" in err
    assert "org.mini.committee" in err


def test_explain_refuses_a_record_that_cannot_be_read(run, write):
    code, out, err = run(write("a.json", BROKEN), "org.mini.committee", command="explain")

    assert (code, out) == (2, "")
    assert "JR402" in err


def test_rules_prints_the_catalogue(mini, capsys):
    assert cli.main(["rules", str(mini)]) == 0

    out = capsys.readouterr().out
    assert "七名以上正式党员设支委会（应当）" in out
    assert "地方参数“支部人数上限”（most_members）：尚未设定。" in out


def test_rules_as_json_says_whether_parameters_are_set(mini, tailoring, capsys):
    assert cli.main(["rules", str(mini), "--tailoring", str(tailoring), "--format", "json"]) == 0

    catalogue = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in catalogue["rules"]] == ["org.mini.committee", "org.mini.size"]
    assert catalogue["parameters"][0]["set"] is True


def test_schema_prints_a_schema_that_the_records_fit(mini, capsys):
    jsonschema = pytest.importorskip("jsonschema")
    assert cli.main(["schema", str(mini)]) == 0

    validator = jsonschema.Draft202012Validator(json.loads(capsys.readouterr().out))
    assert validator.is_valid(GOOD)
    assert not validator.is_valid(BROKEN)


def test_lint_finds_nothing_wrong_with_a_good_folder(mini, capsys):
    assert cli.main(["lint", str(mini)]) == 0
    assert "没有问题，共2条规则" in capsys.readouterr().out


def test_lint_prints_every_problem(mini, capsys):
    path = mini / "organization.toml"
    text = RULES.replace("has_committee", "has_comittee").replace("full_members <=", "members_ <=")
    path.write_text(text, encoding="utf-8")

    assert cli.main(["lint", str(mini)]) == 2
    out = capsys.readouterr().out
    assert out.count("JR203") == 2
    assert "organization.toml" in out


def test_lint_looks_into_a_folder_of_profiles(mini, capsys):
    assert cli.main(["lint", str(mini.parent), "--lang", "en"]) == 0
    assert "no problems, 2 rules" in capsys.readouterr().out


def test_lint_says_where_there_is_no_profile(tmp_path, capsys):
    assert cli.main(["lint", str(tmp_path)]) == 2
    assert "profile.toml" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--version"])

    assert stopped.value.code == 0
    assert jr.__version__ in capsys.readouterr().out


# -- terminals, pipes, signals ---------------------------------------------------------


def started(*arguments, **more):
    environment = {**os.environ, "PYTHONPATH": str(TOP), **more.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-m", "jintan_rules", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        **more,
    )


def test_a_terminal_without_chinese_shows_numbers_and_no_error(mini, write):
    process = started(
        "check",
        write("a.json", BAD),
        "--profile",
        mini,
        "--as-of",
        "2024-12-31",
        env={"PYTHONIOENCODING": "ascii"},
    )
    out, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert b"\\u515a" in out
    assert err == b""


def test_a_reader_that_leaves_early_is_no_error(mini, write):
    path = write("many.jsonl", *({**BAD, "id": f"b-{each}"} for each in range(300)))
    process = started("check", path, "--profile", mini, "--as-of", "2024-12-31")
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()

    assert process.wait(timeout=60) == 141
    assert err == b""
    process.stderr.close()


@pytest.mark.skipif(os.name != "posix", reason="only here can a signal be sent to one process")
def test_ctrl_c_ends_it_without_a_traceback(mini, tmp_path):
    pipe = tmp_path / "endless.jsonl"
    os.mkfifo(pipe)
    process = started(
        "check", pipe, "--profile", mini, "--as-of", "2024-12-31", "--format", "jsonl"
    )
    with pipe.open("w", encoding="utf-8") as writer:
        writer.write(json.dumps(BAD) + "\n")
        writer.flush()
        time.sleep(0.5)  # it waits for the next line now
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert b"Traceback" not in err
    assert "已中断".encode() in err


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_only(run, write, monkeypatch):
    path = write("many.jsonl", *({**GOOD, "id": f"b-{each}"} for each in range(45)))
    quiet = run(path, "--format", "jsonl")[2]
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(path, "--format", "jsonl")

    assert quiet == ""
    assert "已考核20份档案" in terminal.getvalue()
    assert "已考核40份档案" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_problem_stands_on_a_line_of_its_own(run, write, monkeypatch):
    good = [{**GOOD, "id": f"b-{each}"} for each in range(20)]
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(write("many.jsonl", *good, BROKEN), "--format", "jsonl")
    before, _, _ = terminal.getvalue().partition("JR402")

    assert "已考核20份档案\r\x1b[K" in before


def test_one_record_shows_no_progress(run, write, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(write("a.json", GOOD))

    assert terminal.getvalue() == ""


def test_many_records_make_one_page(run, write, tmp_path):
    target = tmp_path / "district.html"
    many = write("many.jsonl", GOOD, BAD, BROKEN)
    code, out, err = run(many, "--format", "district", "--output", target)
    text = target.read_text(encoding="utf-8")

    assert (code, out) == (2, "")
    assert "JR4" in err
    assert text.startswith("<!doctype html>")
    assert "<dt>组织数</dt><dd>2</dd>" in text
    assert "<dt>未能考核的档案数</dt><dd>1</dd>" in text


def test_a_report_is_written_as_markdown_with_what_falls_due(run, write):
    code, out, _ = run(write("bad.json", BAD), "--format", "markdown")

    assert code == 1
    assert out.startswith("# 党组织标准化建设考核报告")
    assert "## 将到期事项" in out


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (dt.date(2024, 9, 30), dt.date(2024, 12, 31)),
        (dt.date(2024, 11, 30), dt.date(2025, 2, 28)),
        (dt.date(2024, 11, 15), dt.date(2025, 2, 15)),
        (dt.date.max, dt.date.max),
    ],
)
def test_three_months_after_a_months_last_day_are_whole_months(as_of, last):
    assert cli._ahead(as_of) == last
