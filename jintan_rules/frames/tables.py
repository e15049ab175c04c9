"""Frames in canonical columns: what the door lets in and the rules are judged on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    import narwhals as nw


@frozen
class Table:
    """The organisations, or one list of theirs.

    The frame has the column ``org``, the organisation's key as it was given;
    a list has ``label`` too, the part of a slot's label that names the row, and
    ``id``, null where the row has none. Then a column for each fact in ``facts``:

    * a truth value as Boolean;
    * a number as Int64, in units of its last declared decimal place;
    * a day as Int64, its ordinal, ``NEVER_DAY`` for never;
    * a token, an id or a reference as String;
    * of a set, one Boolean ``<fact>:<token>`` for each token of the vocabulary;
    * of a set of ids, one String, the ids between bars: ``|x1|x2|``, ``|`` for none.

    Null is unknown. A fact that is not in ``facts`` has no column and is unknown.
    """

    frame: nw.LazyFrame[Any]
    facts: frozenset[str]


@frozen
class Tables:
    """All that is known of the organisations to be judged.

    A list that is not in ``lists`` is unknown for every organisation. ``gaps`` has
    the columns ``org, list, start, end`` (ordinals), ``reasons`` ``org, rule, slot,
    on, code`` (``slot`` is "" for all slots; ``on`` and ``code`` are null where none is recorded).
    """

    organizations: Table
    lists: Mapping[str, Table] = field(factory=dict)
    gaps: nw.LazyFrame[Any] | None = None
    reasons: nw.LazyFrame[Any] | None = None
