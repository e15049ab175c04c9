"""The packages under examples/ that bring a profile of their own, as another team would."""

from __future__ import annotations

import json
import re
import sys

import pytest

import jintan_rules as jr
from tests.packaging.conftest import TOP, built, environment_with, run

NAMES = ("hospital", "school")
BUILT_IN = {path.parent.name for path in (TOP / "profiles").glob("*/profile.toml")}

PACKAGES = {name: TOP / "examples" / f"{name}_profile" for name in NAMES}
FOLDERS = {name: package / f"{name}_profile" for name, package in PACKAGES.items()}


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def test_its_folder_is_a_profile_that_extends_the_institution_s(name):
    profile = jr.load_profile(FOLDERS[name])

    assert profile.id == name
    assert profile.lineage[-2:] == ("institution", name)
    assert (str(profile.category), profile.subtypes) == ("organ", {name})


def test_its_rules_cover_the_five_areas(name):
    profile = jr.load_profile(FOLDERS[name])

    own = [rule for rule in profile.rules if rule.profile == name]
    assert {rule.area for rule in own} == set(jr.Area)


def test_what_is_a_sample_says_so(name):
    profile = jr.load_profile(FOLDERS[name])

    sample = profile.instruments[f"{name}-sample"]
    assert sample.title.startswith("样例")
    assert not sample.published
    for rule in profile.rules:
        if rule.profile == name:
            assert "样例" in rule.note.zh, rule.id
            assert "sample" in rule.note.en, rule.id


def test_it_cites_its_sample_and_texts_that_the_library_knows_by_article(name):
    known = jr.load_profile("institution")
    cited = {
        (citation.instrument.id, citation.article)
        for rule in known.rules
        for edition in rule.editions
        for citation in edition.citations
    }

    own = [rule for rule in jr.load_profile(FOLDERS[name]).rules if rule.profile == name]
    for rule in own:
        citations = {
            (each.instrument.id, each.article)
            for edition in rule.editions
            for each in edition.citations
        }
        assert f"{name}-sample" in {instrument for instrument, _ in citations}, rule.id
        assert {each for each in citations if each[0] != f"{name}-sample"} <= cited, rule.id


def test_its_page_names_every_rule_in_both_languages(name):
    chinese, english = _halves(name)

    own = [rule.id for rule in jr.load_profile(FOLDERS[name]).rules if rule.profile == name]
    assert [rule for rule in own if f"`{rule}`" not in chinese] == []
    assert [rule for rule in own if f"`{rule}`" not in english] == []


def test_the_tailoring_on_its_page_sets_every_parameter_it_declares(name, tmp_path):
    chinese, english = (re.findall(r"```toml\n(.*?)```", half, re.DOTALL) for half in _halves(name))
    file = tmp_path / "local.toml"
    file.write_text(chinese[0], encoding="utf-8")

    profile = jr.load_profile(FOLDERS[name], tailoring=file)

    assert chinese == english
    assert set(profile.settings) == set(profile.parameters) - set(
        jr.load_profile("institution").parameters
    )


def test_its_cases_come_out(name):
    run(
        sys.executable,
        *("-m", "pytest", "-q", "-p", "jintan_rules.pytest_plugin", "-p", "no:cacheprovider"),
        *("tests/cases", "tests/test_sample.py"),
        cwd=PACKAGES[name],
        PYTHONPATH=str(TOP),
    )


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """Return the Python of an environment that holds the library and both packages."""
    wheels = [built(PACKAGES[each], tmp_path_factory.mktemp(each)) for each in NAMES]
    return environment_with(tmp_path_factory.mktemp("plugins"), wheel, *wheels, "pytest")


@pytest.mark.wheel
def test_installed_they_are_listed_beside_the_built_in_profiles(python, tmp_path):
    code = "import json, jintan_rules as jr; print(json.dumps(jr.profile_ids()))"

    ids = json.loads(run(python, "-I", "-c", code, cwd=tmp_path))

    assert set(ids) == {*BUILT_IN, *NAMES}


@pytest.mark.wheel
def test_installed_a_record_s_subtype_picks_it(python, tmp_path, name):
    # The sample uses facts of the package's own; its subtype picks their vocabulary too.
    sample = str(PACKAGES[name] / "sample.json")
    code = (
        "import datetime as dt, sys, jintan_rules as jr\n"
        f"report = jr.evaluate(jr.read_record({sample!r}), as_of=dt.date(2024, 12, 31))\n"
        f"print(report.profile.id, list(report.notes), '{name}_profile' in sys.modules)"
    )

    assert run(python, "-I", "-c", code, cwd=tmp_path).split() == [name, "[]", "False"]


@pytest.mark.wheel
def test_installed_its_own_tests_pass(python, name):
    # Isolated, so that the folder beside the tests does not stand in for what is installed.
    run(python, "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=PACKAGES[name])


def _halves(name: str) -> tuple[str, str]:
    """Return the Chinese and the English half of the package's page."""
    page = (PACKAGES[name] / "README.md").read_text(encoding="utf-8")
    chinese, english = page.split("\n## English\n")
    return chinese, english
