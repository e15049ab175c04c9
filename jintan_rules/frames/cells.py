"""Expressions over the columns of a frame, simplified as they are built.

A *cell* is what one row of a frame holds: a plain value where it is the same in
every row (None: not known, or no end), else a :class:`Cell`, an expression over the
frame's columns. Truths follow Kleene; null is not known. Arithmetic and comparison
give null where a part is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar, cast

from attrs import field, frozen

BOOL, INT, TEXT = "bool", "int", "text"


@frozen(eq=False)
class Cell:
    """An operation on other cells, or a column; two are the same where they are one object."""

    operation: str
    parts: tuple[Any_, ...]
    kind: str
    nullable: bool
    columns: frozenset[str] = field(repr=False)


Any_: TypeAlias = "Cell | bool | int | str | None"
Truth: TypeAlias = "Cell | bool | None"
Number: TypeAlias = "Cell | int | None"
Text: TypeAlias = "Cell | str | None"
#: One of these, the same for what goes in and what comes out.
Same = TypeVar("Same")


def column(name: str, kind: str, *, nullable: bool = True) -> Cell:
    """Return a column of the frame."""
    return Cell("column", (name,), kind, nullable, frozenset((name,)))


def _made(operation: str, parts: tuple[Any_, ...], kind: str, *, nullable: bool) -> Cell:
    columns: frozenset[str] = frozenset().union(
        *(part.columns for part in parts if isinstance(part, Cell))
    )
    return Cell(operation, parts, kind, nullable, columns)


def may_be_null(cell: Any_) -> bool:
    """Whether a cell is null in some rows."""
    return cell.nullable if isinstance(cell, Cell) else cell is None


# -- truths -------------------------------------------------------------------------


def both(parts: Iterable[Truth]) -> Truth:
    """And."""
    return _join(parts, decisive=False)


def either(parts: Iterable[Truth]) -> Truth:
    """Or."""
    return _join(parts, decisive=True)


def _join(parts: Iterable[Truth], *, decisive: bool) -> Truth:
    operation = "or" if decisive else "and"
    kept: list[Cell] = []
    undecided = False
    for part in parts:
        if isinstance(part, Cell):
            # What is joined already stays together: other rules may ask it too.
            if not any(part is other for other in kept):
                kept.append(part)
        elif part is decisive:
            return decisive
        elif part is None:
            undecided = True
    if not kept:
        return None if undecided else not decisive
    if len(kept) == 1 and not undecided:
        return kept[0]
    nullable = undecided or any(each.nullable for each in kept)
    found: tuple[Any_, ...] = (*kept, None) if undecided else tuple(kept)
    return _made(operation, found, BOOL, nullable=nullable)


def negate(truth: Truth) -> Truth:
    """Not."""
    if isinstance(truth, Cell):
        if truth.operation == "not":
            found = truth.parts[0]
            assert isinstance(found, Cell)
            return found
        return _made("not", (truth,), BOOL, nullable=truth.nullable)
    return None if truth is None else not truth


def is_true(truth: Truth) -> Cell | bool:
    """Whether a truth is decided for true; never null."""
    if isinstance(truth, Cell):
        return _made("is_true", (truth,), BOOL, nullable=False) if truth.nullable else truth
    return truth is True


def is_false(truth: Truth) -> Cell | bool:
    """Whether a truth is decided for false; never null."""
    return is_true(negate(truth))


def may_hold(truth: Truth) -> Cell | bool:
    """Whether a truth is not decided for false; never null."""
    if isinstance(truth, Cell):
        return _made("may_hold", (truth,), BOOL, nullable=False) if truth.nullable else truth
    return truth is not False


def is_null(cell: Any_) -> Cell | bool:
    """Whether a cell is null."""
    if isinstance(cell, Cell):
        return _made("is_null", (cell,), BOOL, nullable=False) if cell.nullable else False
    return cell is None


def when(condition: Truth, then: Same, otherwise: Same) -> Same:
    """Return ``then`` where the condition is true, else ``otherwise``."""
    found: Any = _when(condition, cast("Any_", then), cast("Any_", otherwise))
    chosen: Same = found
    return chosen


def _when(condition: Truth, then: Any_, otherwise: Any_) -> Any_:
    if not isinstance(condition, Cell):
        return then if condition else otherwise
    if then is otherwise or (
        not isinstance(then, Cell)
        and not isinstance(otherwise, Cell)
        and type(then) is type(otherwise)
        and then == otherwise
    ):
        return then
    if then is True and otherwise is False:
        return is_true(condition)
    if then is False and otherwise is True:
        return negate(is_true(condition))
    if _is_plain(then, 1) and _is_plain(otherwise, 0):
        return small(is_true(condition))
    return _made(
        "when",
        (condition, then, otherwise),
        kind_of(otherwise if then is None else then),
        nullable=may_be_null(then) or may_be_null(otherwise),
    )


def _is_plain(cell: Any_, number: int) -> bool:
    return type(cell) is int and cell == number


def small(cell: Any_) -> Any_:
    """Return a truth as 1 or 0, or a number of a few units, in one byte."""
    if not isinstance(cell, Cell):
        return None if cell is None else int(cell)
    if cell.operation == "small":
        return cell
    return _made("small", (cell,), INT, nullable=cell.nullable)


def kind_of(cell: Any_) -> str:
    """Return the kind of a cell that is not null throughout."""
    if isinstance(cell, Cell):
        return cell.kind
    assert cell is not None
    return BOOL if isinstance(cell, bool) else INT if isinstance(cell, int) else TEXT


# -- numbers ------------------------------------------------------------------------

_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
}
_COMPUTED: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


def compare(operator: str, left: Number, right: Number) -> Truth:
    """Compare two numbers by ``<``, ``<=`` or ``==``."""
    if left is None or right is None:
        return None
    if not isinstance(left, Cell) and not isinstance(right, Cell):
        return _COMPARED[operator](left, right)
    nullable = may_be_null(left) or may_be_null(right)
    return _made(operator, (left, right), BOOL, nullable=nullable)


def plus(left: Number, right: Number) -> Number:
    """Add."""
    if isinstance(right, int) and right == 0:
        return left
    if isinstance(left, int) and left == 0:
        return right
    return _computed("+", left, right)


def minus(left: Number, right: Number) -> Number:
    """Subtract."""
    return left if isinstance(right, int) and right == 0 else _computed("-", left, right)


def times(left: Number, right: Number) -> Number:
    """Multiply."""
    if isinstance(right, int) and right == 1:
        return left
    if isinstance(left, int) and left == 1:
        return right
    return _computed("*", left, right)


def over(number: Number, by: int) -> Number:
    """Divide a number that is not negative, and leave the rest out."""
    return number if by == 1 else _computed("//", number, by)


def rest(number: Number, by: int) -> Number:
    """Return the rest of a number that is not negative."""
    return _computed("%", number, by)


def _computed(operation: str, left: Number, right: Number) -> Number:
    if left is None or right is None:
        return None
    if not isinstance(left, Cell) and not isinstance(right, Cell):
        return _COMPUTED[operation](left, right)
    nullable = may_be_null(left) or may_be_null(right)
    return _made(operation, (left, right), INT, nullable=nullable)


def least(*numbers: Number) -> Number:
    """Return the least of the numbers that are not null."""
    return _extreme("min", min, numbers)


def greatest(*numbers: Number) -> Number:
    """Return the greatest of the numbers that are not null."""
    return _extreme("max", max, numbers)


def _extreme(
    operation: str, choose: Callable[[list[int]], int], numbers: tuple[Number, ...]
) -> Number:
    cells: list[Any_] = []
    for each in numbers:
        if isinstance(each, Cell) and not any(each is other for other in cells):
            cells.append(each)
    plain = [each for each in numbers if isinstance(each, int) and not isinstance(each, Cell)]
    if plain:
        cells.append(choose(plain))
    if not cells:
        return None
    if len(cells) == 1:
        return cells[0]  # type: ignore[return-value]
    return _made(operation, tuple(cells), INT, nullable=all(may_be_null(each) for each in cells))


def filled(cell: Same, instead: Same) -> Same:
    """Return a cell, and ``instead`` where it is null."""
    found: Any = _filled(cast("Any_", cell), cast("Any_", instead))
    whole: Same = found
    return whole


def _filled(cell: Any_, instead: Any_) -> Any_:
    if not isinstance(cell, Cell):
        return instead if cell is None else cell
    if not cell.nullable or instead is None:
        return cell
    return _made("filled", (cell, instead), cell.kind, nullable=may_be_null(instead))


# -- texts --------------------------------------------------------------------------


def same(left: Text, right: Text) -> Truth:
    """Say whether two texts are the same."""
    if left is None or right is None:
        return None
    if not isinstance(left, Cell) and not isinstance(right, Cell):
        return left == right
    return _made("same", (left, right), BOOL, nullable=may_be_null(left) or may_be_null(right))


def is_one_of(text: Text, words: Iterable[str]) -> Truth:
    """Say whether a text is one of some words."""
    wanted = tuple(sorted(words))
    if not isinstance(text, Cell):
        return None if text is None else text in wanted
    if not wanted:
        return False
    return _made("one_of", (text, *wanted), BOOL, nullable=text.nullable)


def is_among(item: Text, ids: Text) -> Truth:
    """Say whether an id is in a set of ids, written between bars."""
    if item is None or ids is None:
        return None
    if not isinstance(item, Cell) and not isinstance(ids, Cell):
        return f"|{item}|" in ids
    return _made("among", (item, ids), BOOL, nullable=may_be_null(item) or may_be_null(ids))


def joined(*texts: Any_) -> Text:
    """Write texts one after the other; null where one is."""
    if not any(isinstance(each, Cell) for each in texts):
        return "".join(str(each) for each in texts)
    return _made("joined", texts, TEXT, nullable=any(may_be_null(each) for each in texts))
