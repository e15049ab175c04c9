"""What cannot be judged in frames, by construct and back end."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

#: The back ends that frames are judged on.
BACK_ENDS = ("polars", "duckdb", "pyspark")


@frozen
class Construct:
    """Something that rules may say, and the back ends on which it cannot be judged."""

    words: str
    missing_on: tuple[str, ...]
    instead: str


CONSTRUCTS: Mapping[str, Construct] = {
    "large_numbers": Construct(
        "a number that may pass 64 bits", BACK_ENDS, "multiply fewer facts, or smaller ones"
    ),
    "pairs_inside": Construct(
        "pairs(…) inside a condition", BACK_ENDS, "walk the list twice: for a in x for b in x"
    ),
    "far_days": Construct(
        "a fact of another row that reads a list on the slot's own day",
        BACK_ENDS,
        "give the fact itself, or read history(…)",
    ),
    "long_runs": Construct(
        "a run of months that may begin or end at any time",
        BACK_ENDS,
        "begin the run at a day of the period",
    ),
}


class NotSupportedError(Exception):
    """A rule says what cannot be judged in frames; ``construct`` names it."""

    def __init__(self, construct: str) -> None:
        super().__init__(CONSTRUCTS[construct].words)
        self.construct = construct
