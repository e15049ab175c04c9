"""Published texts and the places in them that a rule rests on."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from jintan_rules.standard.words import Verification


@frozen
class Instrument:
    """A published text: title, issuer, number, the days it is in force, what replaced it.

    ``start`` and ``end`` are its first and last day in force; where only the
    year is known, ``year`` holds it and ``start`` is None.
    """

    id: str
    title: str
    title_en: str
    issuer: str = ""
    number: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    year: int | None = None
    superseded_by: str = ""
    verified: Verification = Verification.MEMORY
    verified_note: str = ""
    note: str = ""


@frozen
class Citation:
    """One instrument, the article where it is known, and how far that was verified."""

    instrument: Instrument
    article: str = ""
    verified: Verification = Verification.MEMORY

    @property
    def _is_article(self) -> bool:
        # A notice has items, written like 1(1); a regulation has articles.
        return all(part.strip().isdecimal() for part in self.article.split(","))

    def text(self, lang: str = "zh") -> str:
        """Write the citation out; one that was not verified says so."""
        if lang == "en":
            body = self.instrument.title_en
            if self.article:
                body += f", {'art.' if self._is_article else 'item'} {self.article}"
            body += f" ({self.instrument.title})"
        else:
            # A title within a title takes the single marks.
            inner = self.instrument.title.replace("《", "〈").replace("》", "〉")
            body = f"《{inner}》"
            if self.article:
                body += f"第{self.article}条" if self._is_article else f"{self.article}"
        if self.verified in (Verification.MEMORY, Verification.UNCERTAIN):
            note = self.verified.label(lang)
            body += f" [{note}]" if lang == "en" else f"〔{note}〕"
        return body
