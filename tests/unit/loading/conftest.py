"""A shelf of profiles written by the test itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from jintan_rules.errors import ProfileError
from jintan_rules.loading.builtin import Shelf
from jintan_rules.loading.files import Folder
from jintan_rules.loading.profiles import load_from
from jintan_rules.standard.profiles import Profile

FACTS = """
[[unit]]
name = "person"
label = "人"
label_en = "persons"

[[fact]]
name = "tier"
label = "组织层级"
label_en = "tier"
type = "enum"
values = { branch = ["党支部", "branch"], committee = ["党委", "committee"] }

[[fact]]
name = "subtype"
label = "单位类型"
label_en = "subtype"
type = "enum"
values = { hospital = ["医院", "hospital"], school = ["学校", "school"] }

[[fact]]
name = "full_members"
label = "正式党员数"
label_en = "full members"
type = "count"
unit = "person"

[[list]]
name = "meetings"
label = "会议"
label_en = "meetings"
kind = "events"
date = "held_on"

[[list.attribute]]
name = "held_on"
label = "召开日期"
label_en = "held on"
type = "date"

[[list.attribute]]
name = "filed_on"
label = "归档日期"
label_en = "filed on"
type = "date"
never = true
"""

INSTRUMENTS = """
[[instrument]]
id = "branch-2018"
title = "支部工作条例"
title_en = "Regulations on branches"
from = 2018-10-28
verified = "text"

[[instrument]]
id = "rural-2018"
title = "农村基层组织工作条例"
title_en = "Regulations on rural organisations"
from = 2018-12-28
verified = "text"
"""

CITE = 'cite = [{ instrument = "branch-2018", article = "11", verified = "text" }]'


def rule(rule_id: str, body: str = 'requires = "full_members >= 3"', **keys: str) -> str:
    """Write a rule that is right except for what the test says."""
    words = {
        "id": rule_id,
        "item": "例",
        "title": "例",
        "title_en": "Example",
        "strength": "general",
    } | keys
    lines = [f'{key} = "{value}"' for key, value in words.items()]
    ending = [] if "edition" in body else [CITE, "from = 2018-10-28"]
    return "\n".join(["[[rule]]", *lines, body, *ending, ""])


def profile(profile_id: str, *more: str) -> str:
    """Write the head of a profile, and more."""
    return "\n".join([f'id = "{profile_id}"', 'title = "例"', 'title_en = "Example"', *more, ""])


class Library:
    """A folder of profiles, instruments and vocabulary that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("vocabulary/facts.toml", FACTS)
        self.write("instruments.toml", INSTRUMENTS)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, profile_id: str, *more: str, **areas: str) -> None:
        self.write(f"{profile_id}/profile.toml", profile(profile_id, *more))
        for area, text in areas.items():
            self.write(f"{profile_id}/{area}.toml", text)

    def load(self, profile_id: str, *, drafts: bool = False) -> Profile:
        shelf = Shelf(Folder(self.root, "shelf"), plugins=False)
        return load_from(shelf, profile_id, drafts=drafts)

    def problems(self, profile_id: str) -> list[tuple[str, str]]:
        """Return the code and path of every problem of a profile that is refused."""
        with pytest.raises(ProfileError) as caught:
            self.load(profile_id)
        return [(problem.code, problem.place.path) for problem in caught.value.problems]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "shelf")
