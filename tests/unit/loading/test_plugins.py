"""A package brings a profile, and finding it never runs the package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.profiles import load_profile, profile_ids
from tests.unit.loading.conftest import profile, rule

RUNS = "raise AssertionError('the package was run')\n"


@pytest.fixture
def install(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))

    def install_package(target: str, name: str = "clinic", package: str = "clinic_rules") -> Path:
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[jintan_rules.profiles]\n{name} = {target}\n")
        folder = tmp_path.joinpath(*target.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        for inside in (folder, *folder.parents):
            if inside == tmp_path:
                break
            (inside / "__init__.py").write_text(RUNS)
        (folder / "profile.toml").write_text(
            profile(name, 'extends = ["common"]'), encoding="utf-8"
        )
        (folder / "team.toml").write_text(rule("clinic.one"), encoding="utf-8")
        return folder

    return install_package


@pytest.mark.parametrize("target", ["clinic_rules", "clinic_rules.profiles.clinic"])
def test_a_package_is_found_and_not_run(install, target):
    install(target)
    found = load_profile("clinic")

    assert found.id == "clinic"
    assert found.rule("clinic.one").place.source == target.replace(".", "/") + "/team.toml"
    assert "clinic" in profile_ids()
    assert not any(name.startswith("clinic_rules") for name in sys.modules)


def test_the_entry_point_s_name_is_the_profile_s_id(install):
    folder = install("clinic_rules")
    (folder / "profile.toml").write_text(profile("ward"), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile("clinic")

    assert [problem.code for problem in caught.value.problems] == ["JR308"]


def test_a_package_without_a_profile_is_told(install):
    (install("clinic_rules") / "profile.toml").unlink()
    with pytest.raises(ProfileError) as caught:
        load_profile("clinic")

    assert [problem.code for problem in caught.value.problems] == ["JR101"]


def test_two_packages_do_not_bring_one_profile(install):
    install("clinic_rules")
    install("ward_rules", package="ward_rules")
    with pytest.raises(ProfileError) as caught:
        load_profile("clinic")

    assert "JR107" in {problem.code for problem in caught.value.problems}


def test_a_package_does_not_take_the_place_of_a_built_in_profile(install):
    install("clinic_rules", name="village")

    assert load_profile("village").lineage == ("integrity", "common", "village")


def test_a_plug_in_may_extend_another(install, tmp_path):
    install("clinic_rules")
    own = tmp_path / "ward"
    own.mkdir()
    (own / "profile.toml").write_text(profile("ward", 'extends = ["clinic"]'), encoding="utf-8")

    assert load_profile(own).lineage == ("integrity", "common", "clinic", "ward")
