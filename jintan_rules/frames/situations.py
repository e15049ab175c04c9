"""Situations: frames of slots, rows or pairs of rows that expressions are evaluated on.

While rules are read nothing is computed: a situation only takes note of what columns it
will need, brought from other situations (*pulled*, by a key that is one row's there) or
summed up over the rows of one (*gathered*). Columns have levels: what is made of columns
of one level is of the next. Then everything of a level is made together, in few passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

import narwhals as nw
from attrs import define, field

from jintan_rules.frames.cells import INT, Any_, Cell, column, is_null, kind_of
from jintan_rules.frames.lowering import computed, with_cells, without

#: How what is gathered is put together.
SUM, MOST, LEAST = "sum", "max", "min"


@define(eq=False)
class Batch:
    """Columns of one level that one join brings."""

    source: Situation
    source_keys: tuple[Cell, ...]
    keys: tuple[Cell, ...]
    level: int
    gathered: bool
    items: dict[str, tuple[str, Any_, str]] = field(factory=dict)  # name: how, cell, kind


@define(eq=False)
class Situation:
    """A frame, and the columns that it is to have.

    ``key`` names the columns that tell its rows apart; the first is the organisation.
    """

    work: Work
    name: str
    key: tuple[str, ...]
    frame: nw.LazyFrame[Any] | None = None
    sides: tuple[Situation, ...] = ()
    levels: dict[str, int] = field(factory=dict)
    memo: dict[Any, Any] = field(factory=dict)
    _batches: dict[Any, Batch] = field(factory=dict, init=False)
    _brought: dict[Any, tuple[Any_, Any_]] = field(factory=dict, init=False)
    _reached: int = field(default=0, init=False)
    base_level: int = field(default=0, init=False)
    join_on: tuple[tuple[Cell, Cell], ...] = ()
    ordered: bool = False
    lacking: tuple[Cell | None, Cell | None] = (None, None)

    def level(self, cell: Any_) -> int:
        """Return the level of a cell: that of its newest column."""
        if not isinstance(cell, Cell):
            return 0
        return max((self.levels.get(name, 0) for name in cell.columns), default=0)

    def key_cells(self) -> tuple[Cell, ...]:
        """Return the key's columns."""
        return tuple(self.work.key_cell(each) for each in self.key)

    def pull(
        self,
        source: Situation,
        source_keys: Sequence[Cell],
        keys: Sequence[Cell],
        cell: Any_,
        *,
        sure: bool = False,
    ) -> Any_:
        """Return a column with what a cell holds in the row of ``source`` of the same key.

        ``sure`` says that there always is such a row.
        """
        if not isinstance(cell, Cell):
            return cell
        return self._brought_by(source, source_keys, keys, cell, "", sure=sure)

    def gather(
        self,
        source: Situation,
        source_keys: Sequence[Cell],
        keys: Sequence[Cell],
        how: str,
        cell: Any_,
    ) -> Cell:
        """Return a column with the sum, least or most of a cell over the rows of a key.

        It is null where there is no such row.
        """
        found = self._brought_by(source, source_keys, keys, cell, how)
        assert isinstance(found, Cell)
        return found

    def _brought_by(
        self,
        source: Situation,
        source_keys: Sequence[Cell],
        keys: Sequence[Cell],
        cell: Any_,
        how: str,
        *,
        sure: bool = False,
    ) -> Any_:
        ids = (id(source), tuple(map(id, source_keys)), tuple(map(id, keys)), how)
        known = self._brought.get((ids, id(cell) if isinstance(cell, Cell) else ("=", cell)))
        if known is not None:
            return known[1]
        level = 1 + max(
            source.level(cell),
            source.base_level,
            self.base_level,
            *(source.level(each) for each in source_keys),
            *(self.level(each) for each in keys),
        )
        batch = self._batches.get((*ids[:3], bool(how), level))
        if batch is None:
            batch = Batch(source, tuple(source_keys), tuple(keys), level, bool(how))
            self._batches[*ids[:3], bool(how), level] = batch
        name = self.work.new_name()
        kind = kind_of(cell) if cell is not None else INT
        if how and kind == "bool":
            kind = INT
        batch.items[name] = (how, cell, kind)
        self.levels[name] = level
        found = column(name, kind, nullable=not sure or is_null(cell) is not False)
        self._brought[ids, id(cell) if isinstance(cell, Cell) else ("=", cell)] = (cell, found)
        return found

    # -- making ---------------------------------------------------------------------

    def reach(self, level: int) -> nw.LazyFrame[Any]:
        """Return the frame with all columns up to a level."""
        if self.frame is None:
            assert self.base_level
            self.frame = self.work.settled(self._joined(level))
            self._reached = self.base_level
        for each in range(self._reached + 1, level + 1):
            batches = [batch for batch in self._batches.values() if batch.level == each]
            # What is brought may need this situation as it was, which is settled.
            brought = [_brought(batch) for batch in batches]
            self._reached = each
            for batch, found in zip(batches, brought, strict=True):
                self.frame = _with(self.frame, batch, found)
            if batches:
                self.frame = self.work.settled(self.frame)
        return self.frame

    def _joined(self, level: int) -> nw.LazyFrame[Any]:
        """Return the rows of both sides that belong together, with what is wanted of each."""
        frames = []
        for place, side in enumerate(self.sides):
            cells: dict[str, Any_] = {}
            kinds: dict[str, str] = {}
            for name, own in zip(self.side_key(place), side.key, strict=True):
                # The organisation's column is told apart until the two sides are joined.
                here = f"{self.name}_org" if place and name == self.key[0] else name
                cells[here] = self.work.key_cell(own)
            for number, pair in enumerate(self.join_on):
                cells[f"~j{number}{place}"] = pair[place]
            wanted = [
                key
                for key, batch in self._batches.items()
                if batch.source is side
                and not batch.gathered
                and batch.level <= level
                and batch.source_keys == side.key_cells()
                and batch.keys == tuple(map(self.work.key_cell, self.side_key(place)))
            ]
            for key in wanted:
                for name, (_, cell, kind) in self._batches.pop(key).items.items():
                    cells[name] = cell
                    kinds[name] = kind
            needed = max(self.base_level - 1, *(side.level(cell) for cell in cells.values()))
            rows = side.reach(needed)
            lacks = self.lacking[place]
            if lacks is not None:
                rows = without(rows, lacks)
            frames.append(computed(rows, cells, kinds))
        ons = [f"~j{number}" for number in range(len(self.join_on))]
        joined = frames[0].join(
            frames[1],
            how="inner",
            left_on=[self.side_key(0)[0], *(f"{on}0" for on in ons)],
            right_on=[f"{self.name}_org", *(f"{on}1" for on in ons)],
        )
        joined = joined.drop([f"{on}0" for on in ons])
        if self.ordered:
            joined = joined.filter(self.work.before(self.side_key(0), self.side_key(1)))
        return joined

    def side_key(self, place: int) -> tuple[str, ...]:
        """Return the names that a side's key has here; both share the organisation."""
        if place == 0:
            return self.key[: len(self.sides[0].key)]
        return (self.key[0], *self.key[len(self.sides[0].key) :])


def _names(batch: Batch) -> list[str]:
    return [f"~k{place}" for place in range(len(batch.keys))]


def _brought(batch: Batch) -> nw.LazyFrame[Any]:
    """Return what a batch brings, by its keys."""
    names = _names(batch)
    cells: dict[str, Any_] = dict(zip(names, batch.source_keys, strict=True))
    kinds = {}
    for name, (_, cell, kind) in batch.items.items():
        cells[name] = cell
        kinds[name] = kind
    brought = computed(batch.source.reach(batch.level - 1), cells, kinds)
    if not batch.gathered:
        return brought
    return brought.group_by(names).agg(
        *(_gathered(name, how) for name, (how, _, _) in batch.items.items())
    )


def _with(frame: nw.LazyFrame[Any], batch: Batch, brought: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a frame with the columns of a batch."""
    on: list[str] = []
    extra: dict[str, Cell] = {}
    for place, key in enumerate(batch.keys):
        if key.operation == "column":
            on.append(str(key.parts[0]))
        else:
            extra[f"~j{place}"] = key
            on.append(f"~j{place}")
    if extra:
        frame = with_cells(frame, extra)
    joined = frame.join(brought, how="left", left_on=on, right_on=_names(batch))
    return joined.drop(list(extra)) if extra else joined


def _gathered(name: str, how: str) -> nw.Expr:
    found = nw.col(name)
    match how:
        case "sum":
            # A sum may come as a wider type.
            return found.sum().cast(nw.Int64)
        case "max":
            return found.max()
        case _:
            return found.min()


@define(eq=False)
class Work:
    """What all situations of one call share: names, and how a frame is kept."""

    keep: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]
    _names: Iterable[int] = field(factory=count, init=False)
    _keys: dict[str, Cell] = field(factory=dict, init=False)

    def new_name(self) -> str:
        """Return a name that no column has yet."""
        return f"~{next(self._names)}c"  # type: ignore[call-overload]

    def key_cell(self, name: str) -> Cell:
        """Return a column of a key."""
        if name not in self._keys:
            self._keys[name] = column(name, INT, nullable=False)
        return self._keys[name]

    def settled(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame that is not computed anew each time it is used."""
        return self.keep(frame)

    def before(self, left: Sequence[str], right: Sequence[str]) -> nw.Expr:
        """Return whether a row comes before another of the same list."""
        return nw.col(left[-1]) < nw.col(right[-1])
