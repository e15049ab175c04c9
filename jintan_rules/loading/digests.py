"""The digest of a record: two records with the same one say the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jintan_rules.records.record import NEVER, Gap, Reason, Record, Row


def digest_of(record: Record) -> str:
    """Return the SHA-256 of the record's canonical JSON, keys sorted and rows in their order."""
    plain = {
        "id": record.id,
        **record.facts,
        **record.lists,
        "gaps": record.gaps,
        "reasons": record.reasons,
    }
    text = json.dumps(
        plain,
        default=lambda value: _PLAIN[type(value)](value),
        sort_keys=True,
        separators=(",", ":"),
    )
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _number(value: Decimal) -> str:
    # As text, for a JSON number would pass through a float; 5, 5.0 and 5.00 are one number.
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


#: What stands for a value in the canonical text.
_PLAIN: dict[type[Any], Callable[[Any], Any]] = {
    Row: lambda row: {"id": row.label, **row.values},
    dt.date: dt.date.isoformat,
    frozenset: sorted,
    Decimal: _number,
    type(NEVER): str,
    Gap: lambda gap: {"list": gap.list_name, "from": gap.start, "to": gap.end},
    Reason: lambda why: {"rule": why.rule, "code": why.code, "slot": why.slot, "on": why.on},
}
