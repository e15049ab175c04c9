"""Published texts and the places in them that a rule rests on."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from jintan_rules.standard.words import Verification


@frozen
class Instrument:
    """A published text: title, issuer, number, the days it is in force, what replaced it.

    ``start`` and ``end`` are its first and last day in force; where only the
    year is known, ``year`` holds it and ``start`` is None. What is practice and
    no text is not ``published``.
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
    published: bool = True


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
            if not self.instrument.published:
                return self.instrument.title + self._note(lang)
            # A title within a title takes the single marks.
            inner = self.instrument.title.replace("《", "〈").replace("》", "〉")
            body = f"《{inner}》"
            if self.article:
                body += f"第{self._articles}条" if self._is_article else self.article
        return body + self._note(lang)

    @property
    def _articles(self) -> str:
        return "、".join(part.strip() for part in self.article.split(","))

    def _note(self, lang: str) -> str:
        if self.verified not in (Verification.MEMORY, Verification.UNCERTAIN):
            return ""
        note = self.verified.label(lang)
        return f" [{note}]" if lang == "en" else f"〔{note}〕"
