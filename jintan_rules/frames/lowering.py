"""Cells written as narwhals expressions."""

from __future__ import annotations

from functools import reduce
from operator import add, and_, eq, floordiv, le, lt, mod, mul, or_, sub
from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
from attrs import define, field

from jintan_rules.frames.cells import BOOL, INT, TEXT, Any_, Cell, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "<": lt,
    "<=": le,
    "==": eq,
    "same": eq,
    "+": add,
    "-": sub,
    "*": mul,
    "//": floordiv,
    "%": mod,
}


#: An expression of more parts than this is computed once where it is used twice.
_LARGE = 3


def computed(
    frame: nw.LazyFrame[Any], outputs: Mapping[str, Any_], kinds: Mapping[str, str]
) -> nw.LazyFrame[Any]:
    """Return a frame of the cells named, computed from the columns of ``frame``.

    What several of them have in common becomes a column first: back ends write
    an expression out as often as it is used.
    """
    uses: dict[int, int] = {}
    order: list[Cell] = []
    sizes: dict[int, int] = {}
    for each in outputs.values():
        if isinstance(each, Cell):
            _count(each, uses, order, sizes)
    # polars is spoken to itself: narwhals looks at every part of an expression anew.
    native = nw.to_native(frame) if frame.implementation.is_polars() else frame
    lowering = Lowering.for_frame(frame)
    column = lowering.language.col
    stages: dict[int, dict[str, Any]] = {}
    depths: dict[int, int] = {}
    for cell in order:
        depth = max((depths[id(part)] for part in cell.parts if isinstance(part, Cell)), default=0)
        if uses[id(cell)] > 1 and sizes[id(cell)] > _LARGE:
            name = f"~{len(lowering.known)}"
            stages.setdefault(depth, {})[name] = lowering.expression(cell)
            lowering.known[id(cell)] = column(name)
            depth += 1
        depths[id(cell)] = depth
    for depth in sorted(stages):
        native = native.with_columns(**stages[depth])
    native = native.select(
        **{name: lowering.expression(cell, kinds.get(name, "")) for name, cell in outputs.items()}
    )
    return native if isinstance(native, nw.LazyFrame) else nw.from_native(native)


def with_cells(frame: nw.LazyFrame[Any], cells: Mapping[str, Cell]) -> nw.LazyFrame[Any]:
    """Return a frame with cells added as columns."""
    lowering = Lowering.for_frame(frame)
    if not frame.implementation.is_polars():
        return frame.with_columns(**{k: lowering.expression(v) for k, v in cells.items()})
    native: Any = nw.to_native(frame)
    columns = {k: lowering.expression(v) for k, v in cells.items()}
    return cast("nw.LazyFrame[Any]", nw.from_native(native.with_columns(**columns)))


def without(frame: nw.LazyFrame[Any], cell: Cell) -> nw.LazyFrame[Any]:
    """Return the rows of a frame in which a cell is null."""
    lowering = Lowering.for_frame(frame)
    if not frame.implementation.is_polars():
        return frame.filter(lowering.expression(cell).is_null())
    native: Any = nw.to_native(frame)
    empty = native.filter(lowering.expression(cell).is_null())
    return cast("nw.LazyFrame[Any]", nw.from_native(empty))


def _count(cell: Cell, uses: dict[int, int], order: list[Cell], sizes: dict[int, int]) -> None:
    """Count how often each part is used, and put parts before what they are parts of."""
    key = id(cell)
    uses[key] = uses.get(key, 0) + 1
    if uses[key] > 1:
        return
    size = 1
    for part in cell.parts:
        if isinstance(part, Cell):
            _count(part, uses, order, sizes)
            size += sizes[id(part)]
    sizes[key] = size if cell.operation != "column" else 0
    order.append(cell)


@define(eq=False)
class Lowering:
    """Writes cells as expressions; ``known`` are those that are columns already."""

    language: Any = nw
    known: dict[int, Any] = field(factory=dict)
    _written: dict[int, tuple[Cell, Any]] = field(factory=dict, init=False)
    _plain: dict[tuple[Any, str], Any] = field(factory=dict, init=False)

    @classmethod
    def for_frame(cls, frame: nw.LazyFrame[Any]) -> Lowering:
        """Return what writes expressions for a frame: in polars' own words, or narwhals'."""
        return (
            cls(frame.implementation.to_native_namespace())
            if (frame.implementation.is_polars())
            else cls()
        )

    def expression(self, cell: Any_, kind: str = "") -> Any:
        """Return the expression of a cell; ``kind`` is that of a null."""
        if not isinstance(cell, Cell):
            kind = kind_of(cell) if cell is not None else kind
            if (cell, kind) not in self._plain:
                name = {BOOL: "Boolean", INT: "Int64", TEXT: "String"}[kind]
                dtype = getattr(self.language, name)
                self._plain[cell, kind] = self.language.lit(cell, dtype=dtype)
            return self._plain[cell, kind]
        if id(cell) in self.known:
            return self.known[id(cell)]
        written = self._written.get(id(cell))
        if written is None:
            # The cell is kept beside its expression, so that its id stays its own.
            written = self._written[id(cell)] = (cell, self._write(cell))
        return written[1]

    def _write(self, cell: Cell) -> Any:
        parts, operation = cell.parts, cell.operation
        if operation in _BINARY:
            left, right = parts
            return _BINARY[operation](self._operand(left), self._operand(right))
        match operation:
            case "column":
                return self.language.col(cast(str, parts[0]))
            case "and" | "or":
                joined = [self.expression(each, BOOL) for each in parts]
                return reduce(and_ if operation == "and" else or_, joined)
            case "not":
                return ~self.expression(parts[0])
            case "is_true":
                return self.language.coalesce(self.expression(parts[0]), self.expression(False))
            case "may_hold":
                return self.language.coalesce(self.expression(parts[0]), self.expression(True))
            case "small":
                return self.expression(parts[0]).cast(self.language.Int8)
            case "is_null":
                return self.expression(parts[0]).is_null()
            case "filled":
                return self.language.coalesce(*(self.expression(each) for each in parts))
            case "min":
                return self.language.min_horizontal(*(self.expression(each) for each in parts))
            case "max":
                return self.language.max_horizontal(*(self.expression(each) for each in parts))
            case "when":
                condition, then, otherwise = parts
                return (
                    self.language.when(self.expression(condition))
                    .then(self.expression(then, cell.kind))
                    .otherwise(self.expression(otherwise, cell.kind))
                )
            case "one_of":
                return self.expression(parts[0]).is_in(list(parts[1:]))
            case "among":
                item, ids = parts
                wanted = self.language.concat_str(
                    self.expression("|"), self.expression(item), self.expression("|")
                )
                return self.expression(ids).str.contains(wanted, literal=True)
            case _:
                assert operation == "joined"
                return self.language.concat_str(*(self.expression(each) for each in parts))

    def _operand(self, cell: Any_) -> Any:
        # A bare number keeps the type of what it is compared with.
        if not isinstance(cell, Cell):
            return cell
        found = self.expression(cell)
        # Sums of bytes would not stay bytes.
        return found.cast(self.language.Int64) if cell.operation == "small" else found
