"""``check`` on files of rows: a folder with one file a list, or organisations alone."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import jintan_rules as jr
from jintan_rules import cli
from jintan_rules.frames import files
from jintan_rules.frames.evaluate import Judged

PROFILE = """
id = "small"
title = "示例标准"
title_en = "A small standard"
"""

RULES = """
[[rule]]
id = "org.small.committee"
item = "支委会"
title = "七名以上正式党员设支委会"
title_en = "A committee from seven full members"
strength = "mandatory"
applies_when = "full_members >= 7"
requires = "has_committee"
from = 2018-10-28
cite = [{ instrument = "branch-2018", article = "20", verified = "text" }]

[[rule]]
id = "org.small.meeting"
item = "三会一课"
title = "支部党员大会每季度至少召开一次"
title_en = "A members' meeting at least once a quarter"
strength = "general"
period = "quarter"
requires = "any(m for m in meetings if 'members' in m.kinds)"
from = 2018-10-28
cite = [{ instrument = "branch-2018", article = "11", verified = "text" }]
"""

ORGANIZATIONS = """id,full_members,has_committee,established_on
b-good,9,true,1998-06-01
b-bad,12,否,1998/6/1
b-small,3,,20240401
"""
MEETINGS = """组织,召开日期,会议类型
b-good,2024-01-12,支部党员大会
b-good,2024-05-12,"members,theme_day"
b-good,2024-08-12 14:00:00,members
b-good,2024-11-12,members
b-small,2024-05-12,lecture
"""


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    folder.joinpath("profile.toml").write_text(PROFILE, encoding="utf-8")
    folder.joinpath("organization.toml").write_text(RULES, encoding="utf-8")
    return str(folder)


@pytest.fixture
def rows(tmp_path):
    folder = tmp_path / "rows"
    folder.mkdir()
    folder.joinpath("organizations.csv").write_text(ORGANIZATIONS, encoding="utf-8")
    folder.joinpath("会议活动.csv").write_text(MEETINGS, encoding="utf-8")
    return folder


def run(*arguments):
    return cli.main(["check", *map(str, arguments), "--as-of", "2024-12-31"])


def outcomes(frame):
    """Return what each rule came to for each organisation."""
    return {
        (row["organization"], row["rule"].rpartition(".")[2]): row["outcome"]
        for row in frame.rows(named=True)
    }


EXPECTED = {
    ("b-good", "committee"): "pass",
    ("b-good", "meeting"): "pass",
    ("b-bad", "committee"): "fail",
    ("b-bad", "meeting"): "fail",
    ("b-small", "committee"): "not_applicable",
    ("b-small", "meeting"): "fail",
}


def test_a_folder_of_csv_is_typed_by_the_vocabulary_and_judged(rows, small, tmp_path, capsys):
    output = tmp_path / "found.csv"

    code = run(rows, "--profile", small, "--table", "findings", "--output", output)

    assert code == cli.BREACH
    assert outcomes(pl.read_csv(output)) == EXPECTED
    assert capsys.readouterr().err == "共考核3个组织：1个有违反，0个有待核实。\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["found.csv", "rows", "small"]


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_other_files_say_the_same(rows, small, tmp_path, suffix):
    for file in list(rows.iterdir()):
        frame = pl.read_csv(file, infer_schema=file.stem == "organizations")
        if "has_committee" in frame.columns:
            truths = {"true": True, "否": False}
            frame = frame.with_columns(
                pl.col("has_committee").replace_strict(truths, return_dtype=pl.Boolean)
            )
        target = file.with_suffix(f".{suffix}")
        frame.write_parquet(target) if suffix == "parquet" else frame.write_ndjson(target)
        file.unlink()
    output = tmp_path / "found.parquet"

    code = run(rows, "--profile", small, "--table", "findings", "--output", output)

    assert code == cli.BREACH
    assert outcomes(pl.read_parquet(output)) == EXPECTED


def test_organisations_alone_leave_what_hangs_on_lists_unknown(rows, small, capsys):
    code = run(rows / "organizations.csv", "--profile", small, "--table", "wide", "--lang", "en")

    shown = capsys.readouterr()
    assert code == cli.BREACH
    assert shown.out.splitlines() == [
        "organization,org.small.committee,org.small.meeting",
        "b-good,pass,unknown",
        "b-bad,fail,unknown",
        "b-small,not_applicable,unknown",
    ]
    assert shown.err == "3 organisations judged: 1 with a breach, 3 with an unknown.\n"


def test_exit_codes_tell_clear_from_unknown(rows, small, tmp_path):
    good = tmp_path / "good"
    good.mkdir()
    lines = ORGANIZATIONS.splitlines()
    good.joinpath("organizations.csv").write_text("\n".join(lines[:2]), encoding="utf-8")

    unknown = run(good, "--profile", small)
    of_good = [line for line in MEETINGS.splitlines() if "b-small" not in line]
    good.joinpath("meetings.csv").write_text("\n".join(of_good), encoding="utf-8")
    clear = run(good, "--profile", small)

    assert (unknown, clear) == (cli.UNKNOWN, cli.CLEAR)


def test_other_systems_files_come_in_by_a_mapping(small, tmp_path):
    rows = tmp_path / "dump"
    rows.mkdir()
    rows.joinpath("pb_branch.csv").write_text(
        "bid,num,com,born\n1,9,1,20200101\n2,12,0,20200101\n", encoding="utf-8"
    )
    rows.joinpath("pm_meeting.csv").write_text(
        "branch_id,type,date\n1,1,12.01.2024\n2,2,13.01.2024\n2,9,14.01.2024\n", encoding="utf-8"
    )
    mapping = tmp_path / "columns.toml"
    mapping.write_text(
        """
        [files]
        organizations = "pb_branch.csv"
        meetings = "pm_meeting.csv"

        [organizations]
        id = "bid"
        full_members = "num"
        established_on = "born"
        has_committee = ["com", { 1 = true, 0 = false }]

        [meetings]
        organization = "branch_id"
        held_on = ["date", "%d.%m.%Y"]
        kinds = ["type", { 1 = "members", 2 = "committee", 9 = "" }]
        """,
        encoding="utf-8",
    )
    output = tmp_path / "slots.csv"

    code = run(
        rows, "--profile", small, "--columns", mapping, "--table", "slots", "--output", output
    )

    slots = pl.read_csv(output).filter(pl.col("slot") == "2024-Q1")
    assert code == cli.BREACH
    assert outcomes(slots) == {(1, "meeting"): "pass", (2, "meeting"): "unknown"}


def test_large_files_are_judged_part_by_part_and_come_to_the_same(small, tmp_path):
    rows = tmp_path / "many"
    rows.mkdir()
    count = 60
    pl.DataFrame(
        {"id": range(count), "full_members": [n % 14 for n in range(count)],
         "has_committee": [n % 3 == 0 for n in range(count)]}
    ).write_parquet(rows / "organizations.parquet")  # fmt: skip
    pl.DataFrame(
        {"organization": [n % 40 for n in range(300)],
         "held_on": [dt.date(2024, 1 + n % 12, 5) for n in range(300)],
         "kinds": ["members" if n % 4 else "lecture" for n in range(300)]}
    ).write_csv(rows / "meetings.csv")  # fmt: skip
    profile = jr.load_profile(small)
    tables = files.tables_of(rows, {}, profile.vocabulary)
    by = Judged(profile, dt.date(2024, 12, 31))

    found, told = {}, []
    for name, at_a_time in (("whole", count), ("parts", 7)):
        output = tmp_path / f"{name}.parquet"
        with files.Writer(output, None) as writer:
            tally = files.check_tables(
                tables, by, "long", writer, judged_so_far=told.append, at_a_time=at_a_time
            )
        found[name] = (pl.read_parquet(output).sort(pl.all()), tally)

    assert found["whole"][0].equals(found["parts"][0])
    assert found["whole"][1] == found["parts"][1]
    assert told[0] == count
    assert len(told) == 1 + 9


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("meeting.csv", "organization\nb-good\n", "JR542"),
        ("meetings.parquet", "organization\nb-good\n", "JR542"),
        ("talks.csv", "", "JR542"),
        ("meetings.csv", "organization\nb-good\n", "JR542"),
        ("reasons.csv", "organization,rule,on\nb-good,org.small.meeting,soon\n", "JR535"),
        ("people.csv", "id\np1\n", ""),
    ],
)
def test_files_that_cannot_be_meant_are_refused(rows, small, capsys, name, content, code):
    rows.joinpath(name).write_text(content, encoding="utf-8")

    exit_code = run(rows, "--profile", small)

    shown = capsys.readouterr()
    assert (exit_code, code in shown.err) == (cli.FAILED if code else cli.BREACH, True)
    assert "Traceback" not in shown.err


def test_a_wrong_value_is_told_with_its_file_column_and_count(rows, small, capsys):
    rows.joinpath("organizations.csv").write_text(
        ORGANIZATIONS.replace("b-bad,12", "b-bad,a dozen"), encoding="utf-8"
    )

    code = run(rows, "--profile", small)

    shown = capsys.readouterr()
    assert code == cli.FAILED
    assert "frame organizations [full_members]: JR536" in shown.err
    assert "1 of 3 rows" in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("rows",),
        ("rows", "rows", "--profile", "small"),
        ("rows", "--profile", "small", "--format", "html"),
        ("rows", "--profile", "small", "--output", "found.txt"),
        ("rows", "--profile", "small", "--output", "rows/organizations.csv"),
        ("rows", "--profile", "small", "--columns", "nowhere.toml"),
    ],
)
def test_what_does_not_go_together_is_refused(
    rows, small, tmp_path, monkeypatch, capsys, arguments
):
    monkeypatch.chdir(tmp_path)
    before = (rows / "organizations.csv").read_text(encoding="utf-8")

    assert run(*arguments) == cli.FAILED

    assert "Traceback" not in capsys.readouterr().err
    assert (rows / "organizations.csv").read_text(encoding="utf-8") == before


def test_rows_make_one_page_on_all_organisations(rows, small, tmp_path, capsys):
    output = tmp_path / "page.html"

    code = run(rows, "--profile", small, "--format", "district", "--output", output)

    page = output.read_text(encoding="utf-8")
    assert code == cli.BREACH
    assert capsys.readouterr().err == "共考核3个组织：1个有违反，0个有待核实。\n"
    assert all(text in page for text in ("b-bad", "2024年12月31日", "2024年1月1日"))


def test_the_page_on_rows_is_the_page_on_their_verdicts_however_they_are_parted(
    rows, small, monkeypatch, capsys
):
    run(rows, "--profile", small, "--format", "district")
    whole = capsys.readouterr().out
    monkeypatch.setattr(files, "_BYTES", 50)
    run(rows, "--profile", small, "--format", "district")

    assert capsys.readouterr().out == whole
