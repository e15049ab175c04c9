"""The service answers as the library does, and tells nothing of a record to its log."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the example needs fastapi")
pytest.importorskip("httpx2", reason="the example's tests need httpx")

import jsonschema
from fastapi.testclient import TestClient

import jintan_rules as jr

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from app import MOST_BYTES, app  # noqa: E402  the service is a file beside this folder

SAMPLE = (HERE.parents[1] / "village.json").read_bytes()
ASKED = {"profile": "village", "as_of": "2024-11-30"}
client = TestClient(app)


REPORT = jr.evaluate(
    jr.Record.from_json(SAMPLE), jr.load_profile("village"), as_of=dt.date(2024, 11, 30)
)


def test_judges_as_the_library_does() -> None:
    answer = client.post("/judge", params=ASKED, content=SAMPLE)

    assert answer.status_code == 200
    assert answer.text == REPORT.to_json()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explains_a_finding_in_both_languages(lang: str) -> None:
    rule = "act.members-meeting.quarterly"

    answer = client.post(f"/explain/{rule}", params=ASKED | {"lang": lang}, content=SAMPLE)

    assert answer.text == REPORT.explain(rule, lang=lang)


def test_accepts_a_record_without_a_word() -> None:
    answer = client.post("/validate", params={"profile": "village"}, content=SAMPLE)

    assert (answer.status_code, answer.content) == (204, b"")


def test_tells_every_problem_of_a_record_at_once() -> None:
    broken = {"id": "b-1", "tier": "brunch", "full_members": -1, "meetins": []}

    answer = client.post("/judge", params=ASKED, content=json.dumps(broken))

    assert answer.status_code == 422
    problems = answer.json()["problems"]
    assert {each["path"] for each in problems} == {"tier", "full_members", "meetins"}
    assert all(each["mend"] for each in problems)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"id": NaN}', b"null"])
def test_refuses_what_is_no_record(content: bytes) -> None:
    answer = client.post("/judge", params=ASKED, content=content)

    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_refuses_a_rule_that_is_not_there() -> None:
    answer = client.post("/explain/no.such.rule", params=ASKED, content=SAMPLE)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "JR504"


@pytest.mark.parametrize("profile", ["nowhere", "..", "/etc", "profiles/village"])
def test_takes_ids_of_standards_only(profile: str) -> None:
    answer = client.post("/judge", params=ASKED | {"profile": profile}, content=SAMPLE)

    assert answer.status_code == 404


def test_asks_for_the_day() -> None:
    answer = client.post("/judge", params={"profile": "village"}, content=SAMPLE)

    assert answer.status_code == 422


def test_stops_reading_a_body_that_is_too_large() -> None:
    answer = client.post("/judge", params=ASKED, content=b" " * (MOST_BYTES + 1))

    assert answer.status_code == 413


def test_logs_nothing_of_a_record(caplog: pytest.LogCaptureFixture) -> None:
    marked = json.dumps({"id": "marked-id", "category": "village", "full_members": 918273})
    with caplog.at_level(logging.DEBUG):
        client.post("/judge", params=ASKED, content=marked)
        client.post("/judge", params=ASKED, content=json.dumps({"id": "marked-id", "tier": "x1"}))

    assert "judged profile=village" in caplog.text
    assert "refused codes=JR4" in caplog.text
    for word in ("marked-id", "918273", "x1"):
        assert word not in caplog.text


def test_describes_the_record_by_the_schema_of_the_library() -> None:
    page = client.get("/openapi.json").json()
    names = page["components"]["schemas"]
    bodies = page["paths"]["/judge"]["post"]["requestBody"]["content"]["application/json"]

    assert {"$ref": "#/components/schemas/record.village"} in bodies["schema"]["anyOf"]
    assert "$defs" not in json.dumps(names)
    checker = jsonschema.Draft202012Validator(
        {**page, "$ref": "#/components/schemas/record.village"}
    )
    checker.validate(json.loads(SAMPLE))
    assert not checker.is_valid({"id": "b-1", "tier": "brunch"})


def test_lists_every_standard() -> None:
    listed = [each["id"] for each in client.get("/profiles").json()]

    assert listed == list(jr.profile_ids())


def test_describes_what_it_answers_to_a_broken_record() -> None:
    page = client.get("/openapi.json").json()
    answer = client.post("/judge", params=ASKED, content=b'{"id": "b", "tier": "brunch"}')

    for path in ("/validate", "/judge", "/explain/{rule}"):
        assert {"404", "413", "422"} <= page["paths"][path]["post"]["responses"].keys()
    problems = page["components"]["schemas"]["Problems"]
    jsonschema.validate(answer.json(), problems)
    assert (
        answer.json()["problems"][0].keys()
        == problems["properties"]["problems"]["items"]["properties"].keys()
    )
