"""Where choices come from: a seed, or Hypothesis, which can make them plainer again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


class Chance:
    """Makes choices. Each is one number, and 0 is the plainest."""

    def number(self, most: int) -> int:
        """Return a number from 0 to ``most``, both included."""
        raise NotImplementedError

    def pick(self, options: Sequence[T]) -> T:
        """Return one of several, the plainest of which comes first."""
        return options[self.number(len(options) - 1)] if len(options) > 1 else options[0]

    def one_in(self, count: int) -> bool:
        """Say yes once in ``count`` times; no is plainer."""
        return count > 0 and self.number(count - 1) == count - 1

    def some(self, options: Sequence[T]) -> list[T]:
        """Return some of several in their order; none is plainest."""
        return [each for each in options if self.one_in(2)]


class Seeded(Chance):
    """Choices that all follow from one number."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._random = random.Random(seed)  # noqa: S311  it makes records up, and no secrets

    def number(self, most: int) -> int:
        """Return a number from 0 to ``most``, both included."""
        return self._random.randint(0, most)


class Drawn(Chance):
    """Choices drawn by a Hypothesis strategy, which shrinks them towards 0."""

    def __init__(self, draw: Callable[[SearchStrategy[Any]], Any]) -> None:
        """Draw by the function that ``composite`` hands over."""
        self._draw = draw

    def number(self, most: int) -> int:
        """Return a number from 0 to ``most``, both included."""
        return int(self._draw(_numbers(most))) if most else 0


@cache
def _numbers(most: int) -> SearchStrategy[int]:
    from hypothesis import strategies as st  # noqa: PLC0415  a seed needs no Hypothesis

    return st.integers(0, most)
