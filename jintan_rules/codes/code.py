"""A kind of problem."""

from attrs import frozen


@frozen
class Code:
    """A kind of problem, as the page of errors lists it."""

    code: str
    zh: str
    en: str
    advice: str
