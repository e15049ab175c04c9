"""Instrument files to instruments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jintan_rules.errors import Problem, ProfileError, suggestion
from jintan_rules.loading import files
from jintan_rules.loading.files import Document, Folder
from jintan_rules.loading.places import KeyPath
from jintan_rules.loading.raw import RawCitation, RawCite, RawInstrument
from jintan_rules.loading.tables import structure
from jintan_rules.standard.instruments import Citation, Instrument
from jintan_rules.standard.words import Verification

_TOP = frozenset({"instrument"})


def load_instruments(sources: Sequence[Folder]) -> dict[str, Instrument]:
    """Load some instrument files.

    Raises:
        ProfileError: With every problem of every file.
    """
    problems: list[Problem] = []
    instruments = read_instruments(sources, problems)
    if problems:
        raise ProfileError(problems)
    return instruments


def read_instruments(
    sources: Sequence[Folder],
    problems: list[Problem],
    *,
    base: Mapping[str, Instrument] | None = None,
) -> dict[str, Instrument]:
    """Read what can be read of some instrument files; tell the rest to ``problems``."""
    instruments = dict(base or {})
    for source in sources:
        document = files.read(source, problems)
        if document:
            problems += document.only(_TOP)
            add_instruments(document, instruments, problems)
    return instruments


def add_instruments(
    document: Document, instruments: dict[str, Instrument], problems: list[Problem]
) -> None:
    """Add the ``[[instrument]]`` tables of one document to ``instruments``."""
    added: list[tuple[KeyPath, RawInstrument]] = []
    for path, table in document.tables("instrument", problems):
        raw = structure(document, path, table, RawInstrument, problems)
        if not raw:
            continue
        problems += _problems_of(raw, document, path)
        if raw.id in instruments:
            problems.append(
                Problem(
                    "JR107",
                    document.at_value((*path, "id")),
                    f"the instrument {raw.id!r} is given twice",
                    found=repr(raw.id),
                    mend="keep one",
                )
            )
            continue
        instruments[raw.id] = Instrument(
            id=raw.id,
            title=raw.title,
            title_en=raw.title_en,
            issuer=raw.issuer,
            number=raw.number,
            start=raw.from_,
            end=raw.until,
            year=raw.year,
            superseded_by=raw.superseded_by,
            verified=raw.verified,
            verified_note=raw.verified_note,
            note=raw.note,
            published=raw.published,
        )
        added.append((path, raw))
    for path, raw in added:
        if raw.superseded_by and raw.superseded_by not in instruments:
            where = (*path, "superseded_by")
            problems.append(no_instrument(document, where, raw.superseded_by, instruments))


def _problems_of(raw: RawInstrument, document: Document, path: KeyPath) -> Iterator[Problem]:
    if raw.from_ and raw.until and raw.until < raw.from_:
        yield Problem(
            "JR301",
            document.at_value((*path, "until")),
            "the last day is before the first",
            expected=f"{raw.from_} or later",
            found=str(raw.until),
            mend="correct one of the two",
        )


def read_citations(
    document: Document,
    path: KeyPath,
    array: object,
    instruments: Mapping[str, Instrument],
    problems: list[Problem],
    *,
    draft: bool = False,
) -> tuple[Citation, ...]:
    """Read the citations of a rule or an edition."""
    if not isinstance(array, list) or not array:
        problems.append(
            Problem(
                "JR104",
                document.at_key(path),
                "a rule rests on a text",
                expected='cite = [{ instrument = "…", article = "…" }]',
                found=repr(array)[:80],
                mend="cite the instrument, local-practice if none",
            )
        )
        return ()
    found = []
    for number, table in enumerate(array):
        inner = (*path, number)
        raw = structure(document, inner, table, RawCitation, problems)
        citation = citation_of(raw, document, inner, instruments, problems, draft=draft)
        if citation:
            found.append(citation)
    return tuple(found)


def citation_of(
    raw: RawCitation | RawCite | None,
    document: Document,
    path: KeyPath,
    instruments: Mapping[str, Instrument],
    problems: list[Problem],
    *,
    draft: bool = False,
) -> Citation | None:
    """Build a citation; None where its instrument is not known."""
    if not raw:
        return None
    if raw.verified is Verification.UNCERTAIN and not draft:
        problems.append(
            Problem(
                "JR306",
                document.at_value((*path, "verified")),
                "an uncertain citation belongs to a draft",
                expected="text, secondary or memory",
                found="'uncertain'",
                mend="verify it, or write draft = true in the rule",
            )
        )
    instrument = instruments.get(raw.instrument)
    if not instrument:
        problems.append(no_instrument(document, (*path, "instrument"), raw.instrument, instruments))
        return None
    return Citation(instrument, raw.article, raw.verified)


def no_instrument(
    document: Document, path: KeyPath, name: str, known: Mapping[str, Instrument]
) -> Problem:
    """Return the problem that an instrument is named and nowhere given."""
    return Problem(
        "JR302",
        document.at_value(path),
        f"there is no instrument {name!r}",
        found=repr(name),
        mend=suggestion(name, known) or "add it to instruments.toml",
    )
