"""Each broken record is refused with exactly the message that stands beside it.

Messages are read by people: a change to one is a change to what users see, and
is made in the ``.txt`` file on purpose.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from jintan_rules.codes import CODES
from jintan_rules.errors import RecordError
from jintan_rules.loading.records import read_record

HERE = Path(__file__).parent
BROKEN = sorted(path.stem for path in HERE.glob("*.json"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_gives_its_message(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    expected = (HERE / f"{name}.txt").read_text(encoding="utf-8")

    with pytest.raises(RecordError) as caught:
        read_record(f"{name}.json")

    assert f"{caught.value}\n" == expected
    assert {problem.code for problem in caught.value.problems} == {name.partition("-")[0]}


def test_every_code_of_records_has_a_broken_record() -> None:
    codes = {code for code in CODES if code.startswith("JR4")}

    assert codes <= {name.partition("-")[0] for name in BROKEN}
