"""A record: all that is known of one organisation on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen


class _Never(Enum):
    """The one value of a date that is known not to have happened."""

    NEVER = "never"

    def __repr__(self) -> str:
        return "never"

    def __str__(self) -> str:
        return "never"


#: A date that is known not to have happened; it sorts after every day.
NEVER: Final = _Never.NEVER
Never: TypeAlias = Literal[_Never.NEVER]

#: What a fact can be: a truth, an exact number, a day or never, a token or id, a set.
FactValue: TypeAlias = bool | int | Decimal | dt.date | Never | str | frozenset[str]


@frozen
class Row:
    """One row of a list: its label (its id, or its place ``#3``) and its known facts."""

    label: str
    values: Mapping[str, FactValue]


@frozen
class Gap:
    """A span, both days included, for which one list is not known."""

    list_name: str
    start: dt.date
    end: dt.date


@frozen
class Reason:
    """A recorded reason for departing from a general norm; no slot means all of them."""

    rule: str
    code: str
    slot: str = ""
    on: dt.date | None = None


class _Undigested:
    """What a record knows of its digest while nobody has asked for it."""

    __slots__ = ("digester",)
    digester: Callable[[Record], str]


@frozen
class Record(_Undigested):
    """All that is known of one organisation: scalars, lists, gaps and reasons.

    A scalar or list that is absent is unknown; an empty list says that there is
    none. Values are typed and checked: build a record with :meth:`from_dict` or
    :func:`jintan_rules.read_record`.
    """

    id: str
    facts: Mapping[str, FactValue] = field(factory=dict)
    lists: Mapping[str, tuple[Row, ...]] = field(factory=dict)
    gaps: tuple[Gap, ...] = ()
    reasons: tuple[Reason, ...] = ()
    digest: str = field(default="", eq=False)
    #: What whoever read it noticed; a report says it again.
    notes: tuple[str, ...] = field(default=(), eq=False)

    if not TYPE_CHECKING:  # to a type checker, no name but those declared is there

        def __getattr__(self, name: str) -> Any:
            if name != "digest":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            digest = self.digester(self)
            _DIGEST.__set__(self, digest)
            return digest

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any], *, vocabulary: Any = None) -> Record:
        """Build a record from plain values, as JSON gives them.

        Args:
            mapping: The record, as ``docs/records.md`` describes it.
            vocabulary: The vocabulary, or a profile that brings its own; the
                built-in one where it is left out.

        Raises:
            RecordError: With every problem found (JR4xx).
        """
        from jintan_rules.loading.records import record_from_mapping  # noqa: PLC0415

        return record_from_mapping(mapping, vocabulary=vocabulary)

    @classmethod
    def from_json(cls, content: str | bytes, *, vocabulary: Any = None) -> Record:
        """Build a record from JSON text, numbers read exactly.

        Args:
            content: The text, or its bytes in UTF-8, as ``docs/records.md`` describes it.
            vocabulary: As for :meth:`from_dict`.

        Raises:
            RecordError: With every problem found (JR1xx, JR4xx).
        """
        from jintan_rules.loading.records import record_from_json  # noqa: PLC0415

        return record_from_json(content, vocabulary=vocabulary)

    def _repr_html_(self) -> str:
        from jintan_rules.reports.notebook import record_fragment  # noqa: PLC0415

        return record_fragment(self)


# A frozen class is set by the doors of its slots.
_DIGEST, _DIGESTER = Record.__dict__["digest"], _Undigested.__dict__["digester"]


def digested_later(record: Record, digest_of: Callable[[Record], str]) -> None:
    """Have the digest of a record, which nobody has seen yet, made when it is asked for."""
    _DIGEST.__delete__(record)
    _DIGESTER.__set__(record, digest_of)
