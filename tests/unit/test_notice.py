"""The notice is mapped whole, every rule belongs to it, and what is left out says why."""

import os
from pathlib import Path

import attrs
import pytest

from jintan_rules.standard.words import Area
from tools.pages import left_out
from tools.pages.notice import Notice, Sentence
from tools.pages.notice_text import differences, digest, sentences
from tools.pages.standard import Standard

#: How many sentences the clauses of each part have, the unnumbered one first, headings among them.
#: Part 5 is the attachments.
SENTENCES = {
    "1": (1,),
    "2": (0, 2, 2, 2, 2),
    "3": (1, 2, 3, 2, 2, 2),
    "4": (1, 2, 3, 3, 3),
    "5": (0, 1, 1, 1, 1, 1, 1),
}
#: Where a tester keeps the notice's text, which is not part of the project.
TEXT = os.environ.get("JINTAN_NOTICE", "")
#: In the shape of the notice; the words are invented.
SHAPED = """\
一、总体要求
只有一句。
二、基本原则
1.小标题。内容断
在两行。
三、目标任务
总起。
1.甲。乙 “丙” 。
四、组织保障
总起。
- 附件：1.某标准
2.另一标准
"""


@pytest.fixture(scope="module")
def standard():
    return Standard.load()


@pytest.fixture(scope="module")
def notice():
    return Notice.read()


def test_every_sentence_of_the_notice_has_an_entry(notice):
    wanted = [
        f"{part}.{clause}.{sentence}"
        for part, counts in SENTENCES.items()
        for clause, count in enumerate(counts)
        for sentence in range(1, count + 1)
    ]

    assert [sentence.key for sentence in notice.sentences] == wanted


def test_every_sentence_is_served_and_every_rule_belongs_to_one(notice, standard):
    assert list(notice.problems(standard)) == []


def test_the_five_areas_are_the_five_clauses_of_part_three(notice, standard):
    for number, area in enumerate(Area, 1):
        for rule in standard.rules.values():
            if rule.area is area and not rule.integrity and rule.profile != "process":
                clauses = {key.rpartition(".")[0] for key in notice.clauses_of(rule)}
                # A duty of another area may serve a clause too, but its own it always serves.
                related = (
                    {"3.2"} if rule.item in {"发展党员", "党员教育管理", "纪律处分"} else set()
                )
                related |= {"4.1"} if rule.item == "实施细则" else set()
                assert clauses & ({f"3.{number}"} | related), rule.id


def test_a_rule_of_a_new_item_is_told(notice, standard):
    village = standard.profiles["village"]
    strange = attrs.evolve(village.rules[-1], id="village.new", item="新条目", profile="village")
    more = attrs.evolve(village, rules=(*village.rules, strange))
    changed = Standard({**standard.profiles, "village": more})

    assert list(notice.problems(changed)) == [
        f"village.new: belongs to no clause; item {strange.area}/新条目"
    ]


def test_a_sentence_without_an_entry_is_told(notice, standard):
    empty = attrs.evolve(notice.sentences[-1], parts=())
    less = attrs.evolve(notice, sentences=(*notice.sentences[:-1], empty))

    assert list(less.problems(standard)) == ["5.6.1: no entry says what serves it"]


def test_a_name_that_reaches_nothing_is_told(notice, standard):
    last = notice.sentences[-1]
    part = attrs.evolve(
        last.parts[0], items=((Area.TEAM, "没有"),), rules=("no.such",), features=("none",)
    )
    less = attrs.evolve(
        notice, sentences=(*notice.sentences[:-1], attrs.evolve(last, parts=(part,)))
    )

    told = [each.partition(": ")[2] for each in less.problems(standard)]

    assert told == [
        "no rule has the item team/没有",
        "there is no rule no.such",
        "there is no feature none",
    ]


def test_a_key_that_nobody_reads_is_refused(tmp_path):
    file = tmp_path / "notice.toml"
    file.write_text('instrument = "x"\nsentences = []\n', encoding="utf-8")

    with pytest.raises(ValueError, match="sentences"):
        Notice.read(file)


def test_a_text_is_cut_into_its_sentences():
    found = dict(sentences(SHAPED))

    assert list(found) == [
        *("1.0.1", "2.1.1", "2.1.2", "3.0.1", "3.1.1", "3.1.2", "4.0.1", "5.1.1", "5.2.1")
    ]
    assert found["2.1.2"] == digest("内容断在两行")
    assert found["3.1.2"] == digest("乙丙")
    assert found["5.2.1"] == digest("另一标准")


def test_a_text_that_differs_is_told(notice):
    told = list(differences(SHAPED, notice))

    assert "1.0.1: the text differs from the one that was mapped" in told
    assert "4.4.3: the data file has it, the text has not" in told


@pytest.mark.skipif(not TEXT, reason="JINTAN_NOTICE does not name a file with the notice's text")
def test_the_text_is_the_one_that_was_mapped(notice):
    assert list(differences(Path(TEXT).read_text(encoding="utf-8"), notice)) == []


def test_what_is_left_out_agrees_with_the_rules(standard):
    assert list(left_out.problems(standard)) == []


def test_no_entry_quotes_a_sentence(notice):
    said = [part.says.zh for _, part in notice.parts] + [
        each.zh for each in notice.clauses.values()
    ]
    digests = {sentence.sha256 for sentence in notice.sentences}

    assert not {digest(each.partition("：")[2] or each) for each in said} & digests
    assert isinstance(notice.sentences[0], Sentence)
