import re
import string
from pathlib import Path

import pytest

import jintan_rules
from jintan_rules.reports.phrases import MARKS, PHRASES, check_language, say
from jintan_rules.standard.words import Level, Outcome

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("reports", "charts", "due", ".")
    for path in Path(jintan_rules.__file__).parent.joinpath(folder).glob("*.py")
    if not path.name.endswith("phrases.py")
).replace("'", '"')


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_have_the_same_places(key):
    chinese, english = PHRASES[key]

    assert places(chinese) == places(english)


@pytest.mark.parametrize("key", PHRASES)
def test_every_phrase_is_used(key):
    built = ("because-", "why-", "level-", "unsure-", "overall-")
    stem = key.removesuffix("-intro").removesuffix("-told")

    assert f'"{key}"' in SOURCES or key.startswith(built) or f'"{stem}"' in SOURCES


@pytest.mark.parametrize("key", PHRASES)
def test_the_english_is_english(key):
    assert not re.search("[\u4e00-\u9fff，。：；（）]", PHRASES[key][1])


def test_every_level_has_a_sentence_and_every_outcome_a_mark():
    assert all(f"level-{level.value}" in PHRASES for level in Level)
    assert all(word.value in MARKS for word in (*Level, *Outcome))


def test_the_marks_exist_on_an_older_chinese_terminal():
    assert all(mark.encode("gbk") for mark in MARKS.values())


def test_a_phrase_is_filled_in_the_language_asked_for():
    assert say("cli-progress", "zh", count=3) == "已考核3份档案"
    assert say("cli-progress", "en", count=3) == "3 records judged"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        check_language("fr")
