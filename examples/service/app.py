"""A service that validates, judges and explains records over HTTP.

It keeps nothing: every answer follows from the request and the installed standard.
It logs what was asked and how it went, never what a record says.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, PlainTextResponse

import jintan_rules as jr

logger = logging.getLogger("jintan_service")
# A server shows its own log only; an application with a logging of its own leaves this out.
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")

#: Far above any honest record, far below what would hold a worker up.
MOST_BYTES = 4_000_000
TOO_LARGE, NOT_FOUND, REFUSED = 413, 404, 422

app = FastAPI(
    title="jintan-rules",
    version=jr.__version__,
    description="基层党组织标准化建设考核 / Judges Party organisations' records by a standard.",
)


@lru_cache
def profile_of(profile_id: str) -> jr.Profile:
    """Load a standard once; it is immutable, so all threads share it."""
    return jr.load_profile(profile_id)


def standard(
    profile: Annotated[str, Query(description="标准编号 / a profile's id; /profiles lists them")],
) -> jr.Profile:
    """Return the standard that a request names."""
    # Only ids: what comes over the network must not become the path of a folder.
    if profile not in jr.profile_ids():
        raise HTTPException(NOT_FOUND, f"no profile {profile!r}; GET /profiles lists them")
    return profile_of(profile)


async def content(request: Request) -> bytes:
    """Read the body, and stop reading one that is too large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(TOO_LARGE, f"a record has at most {MOST_BYTES} bytes")
    return bytes(body)


Standard = Annotated[jr.Profile, Depends(standard)]
Content = Annotated[bytes, Depends(content)]
#: Required: the library reads no clock, and neither does the service.
Day = Annotated[dt.date, Query(description="考核日 / the assessment day")]
Language = Annotated[Literal["zh", "en"], Query(description="语言 / language")]


@app.get("/profiles")
def profiles() -> list[dict[str, str]]:
    """List the standards: id, titles and digest."""
    loaded = (profile_of(each) for each in jr.profile_ids())
    return [
        {"id": each.id, "zh": each.title.zh, "en": each.title.en, "digest": each.digest}
        for each in loaded
    ]


@app.get("/schema")
def schema(profile: Standard) -> dict[str, Any]:
    """Return the JSON Schema of the records that a standard judges."""
    return jr.record_schema(profile)


@app.post("/validate", status_code=204)
async def validate(profile: Standard, body: Content) -> Response:
    """Say whether a record can be read: no content, or every problem at once."""
    await run_in_threadpool(jr.Record.from_json, body, vocabulary=profile)
    return Response(status_code=204)


@app.post("/judge")
async def judge(profile: Standard, body: Content, as_of: Day) -> Response:
    """Return the report of a record: findings with outcomes, levels, clauses and remedies."""
    # The report is written in the worker too: it may be megabytes, and the loop serves others.
    text = await run_in_threadpool(lambda: judged(profile, body, as_of).to_json())
    return Response(text, media_type="application/json")


@app.post("/explain/{rule}", response_class=PlainTextResponse)
async def explain(
    profile: Standard, body: Content, as_of: Day, rule: str, lang: Language = "zh"
) -> str:
    """Explain one finding of a record: what was asked, what was found, what would settle it."""
    return await run_in_threadpool(lambda: judged(profile, body, as_of).explain(rule, lang=lang))


def judged(profile: jr.Profile, body: bytes, as_of: dt.date) -> jr.Report:
    """Judge a record, and log the counts that come of it."""
    start = time.perf_counter()
    record = jr.Record.from_json(body, vocabulary=profile)
    report = jr.evaluate(record, profile, as_of=as_of)
    # Counts, digests of the standard, and time. Neither the record, nor its id, nor its digest:
    # a short record can be guessed from the last.
    logger.info(
        "judged profile=%s digest=%s as_of=%s breaches=%d unknowns=%d ms=%.1f",
        profile.id,
        profile.digest[:12],
        as_of,
        len(report.breaches),
        len(report.unknowns),
        1000 * (time.perf_counter() - start),
    )
    return report


@app.exception_handler(jr.JintanError)
def refuse(_: Request, error: Exception) -> JSONResponse:
    """Answer with every problem: code, path, what was expected, what was found, how to mend it."""
    assert isinstance(error, jr.JintanError)
    logger.info("refused codes=%s", ",".join(sorted({each.code for each in error.problems})))
    return JSONResponse(
        {
            "problems": [
                {
                    "code": each.code,
                    "path": each.place.path,
                    "line": each.place.line,
                    "summary": each.summary,
                    "expected": each.expected,
                    "found": each.found,
                    "mend": each.mend,
                }
                for each in error.problems
            ]
        },
        status_code=REFUSED,
    )


#: What ``refuse`` answers.
PROBLEMS = {
    "type": "object",
    "required": ["problems"],
    "properties": {
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    name: {"type": "integer" if name == "line" else "string"}
                    for name in ("code", "path", "line", "summary", "expected", "found", "mend")
                },
            },
        }
    },
}


def described() -> dict[str, Any]:
    """Return the OpenAPI description, its record taken from the library's JSON Schema."""
    if app.openapi_schema is None:
        page = get_openapi(title=app.title, version=app.version, routes=app.routes)
        page["info"]["description"] = app.description
        names: dict[str, Any] = page.setdefault("components", {}).setdefault("schemas", {})
        bodies = []
        for profile_id in jr.profile_ids():
            names |= _named(profile_id)
            bodies.append({"$ref": f"#/components/schemas/record.{profile_id}"})
        body = {"required": True, "content": {"application/json": {"schema": {"anyOf": bodies}}}}
        names["Problems"] = PROBLEMS
        for path in ("/validate", "/judge", "/explain/{rule}"):
            asked = page["paths"][path]["post"]
            asked["requestBody"] = body
            asked["responses"] |= _refusals(asked["responses"][str(REFUSED)])
        app.openapi_schema = page
    return app.openapi_schema


def _refusals(of_query: dict[str, Any]) -> dict[str, Any]:
    """Describe the answers to what cannot be judged; ``of_query`` is the framework's own."""
    schema = of_query["content"]["application/json"]["schema"]
    either = {"anyOf": [{"$ref": "#/components/schemas/Problems"}, schema]}
    return {
        str(NOT_FOUND): {"description": "No such profile"},
        str(TOO_LARGE): {"description": f"A body of more than {MOST_BYTES} bytes"},
        str(REFUSED): {
            "description": "Every problem of the record, or of the query",
            "content": {"application/json": {"schema": either}},
        },
    }


def _named(profile_id: str) -> dict[str, Any]:
    """Return the schema of a profile's records and its definitions, as OpenAPI names them."""
    text = json.dumps(jr.record_schema(profile_of(profile_id)))
    plain = json.loads(text.replace("#/$defs/", f"#/components/schemas/{profile_id}."))
    definitions = plain.pop("$defs")
    # A schema with an id of its own would be the root of its references.
    del plain["$id"], plain["$schema"]
    return {f"record.{profile_id}": plain} | {
        f"{profile_id}.{name}": each for name, each in definitions.items()
    }


app.openapi = described  # type: ignore[method-assign]
