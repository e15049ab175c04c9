"""Compare profiles/notice.toml with the notice's text, where somebody has it.

Usage: python -m tools.pages.notice_text NOTICE.txt

The text itself is not kept here; the data file holds a digest of each sentence.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tools.pages.notice import Notice

_BLANKS_AND_QUOTES = re.compile(r"[\s“”\"'‘’]+")
_PARTS = re.compile("[一二三四]、(?:总体要求|基本原则|目标任务|组织保障)")
_CLAUSES = re.compile(r"(?:(?<=。)|^)(?=\d\.)")
_ATTACHMENTS = "-附件:"


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the digest of each sentence of the notice's four parts and attachments."""
    plain = _BLANKS_AND_QUOTES.sub("", unicodedata.normalize("NFKC", text))
    body, _, attachments = plain.partition(_ATTACHMENTS)
    for part, told in enumerate(_PARTS.split(body)[1:], 1):
        for clause in _CLAUSES.split(told):
            numbered = re.match(r"(\d)\.", clause)
            number, words = (numbered[1], clause[numbered.end() :]) if numbered else ("0", clause)
            for place, sentence in enumerate(filter(None, words.split("。")), 1):
                yield f"{part}.{number}.{place}", digest(sentence)
    for number, title in re.findall(r"(\d)\.([^\d]+)", attachments):
        yield f"5.{number}.1", digest(title)


def digest(sentence: str) -> str:
    """Return the digest of a sentence that is already plain."""
    return hashlib.sha256(sentence.encode("utf-8")).hexdigest()


def differences(text: str, notice: Notice) -> Iterator[str]:
    """Yield each sentence that only one of the two has, or that both have differently."""
    found = dict(sentences(text))
    written = {sentence.key: sentence.sha256 for sentence in notice.sentences}
    for key in [*found, *(written.keys() - found.keys())]:
        if key not in written:
            yield f"{key}: the text has it, the data file has not"
        elif key not in found:
            yield f"{key}: the data file has it, the text has not"
        elif found[key] != written[key]:
            yield f"{key}: the text differs from the one that was mapped"


def main(arguments: list[str]) -> int:
    """Tell every difference; return 1 where there is one."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    found = list(differences(Path(arguments[0]).read_text(encoding="utf-8"), Notice.read()))
    print("\n".join(found) or "every sentence of the notice is mapped, and none has changed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
