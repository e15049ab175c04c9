"""A profile compiled: its expressions as functions, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from jintan_rules.engines.bare_record import (
    BareRecord,
    Computing,
    FoundFact,
    Shapes,
    bare_absent,
    disagree,
)
from jintan_rules.engines.emitter import Emitter, Variables
from jintan_rules.engines.emitting import function_of
from jintan_rules.language import nodes as n
from jintan_rules.slots.judging import reads_cut_list
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Expression, Fact


class Program:
    """The expressions of one profile as functions on bare values."""

    def __init__(self, profile: Profile) -> None:
        vocabulary = profile.vocabulary
        # Nothing here holds the profile itself, which takes its program along when it goes.
        self.vocabulary = vocabulary
        self.shapes = Shapes.of(vocabulary)
        self.emitter = Emitter(vocabulary, profile.parameters, profile.settings, self._in_each_slot)
        self._anew: dict[int, str | None] = {}
        self._functions: dict[tuple[n.Node, tuple[tuple[str, str], ...]], Callable[..., Any]] = {}
        for fact in vocabulary.facts.values():
            self._open_door(fact, "", self.shapes.facts)
        for name, shape in vocabulary.lists.items():
            rows = self.shapes.rows[name]
            for fact in shape.attributes.values():
                self._open_door(fact, name, rows)
            if shape.kind == "register":
                rows.SINCE = staticmethod(self._reading(shape.attributes[shape.since]))
                rows.UNTIL = staticmethod(self._reading(shape.attributes[shape.until]))

    def function(self, node: n.Node, variables: Variables) -> Callable[..., Any]:
        """Return an expression as a function; equal ones are compiled once.

        Raises:
            NotCoveredError: If the expression is left to the interpreter.
        """
        key = (node, tuple(variables.items()))
        if key not in self._functions:
            self._functions[key] = function_of(self.emitter, node, variables)
        return self._functions[key]

    def later(self, node: n.Node, variables: Variables) -> Later:
        """Return an expression as a function that is compiled when it is first called."""
        return Later(self, node, variables)

    def _open_door(self, fact: Fact, listed: str, rows: type[Any]) -> None:
        if not _is_recorded(fact):
            computing = _Lately(self, fact, listed)
            setattr(rows, f"{fact.name}_FOUND", FoundFact(f"{fact.name}_FOUND", computing))

    def _reading(self, fact: Fact) -> Callable[[Any], Any]:
        return attrgetter(fact.name if _is_recorded(fact) else f"{fact.name}_FOUND")

    def _in_each_slot(self, fact: Fact, listed: str) -> str | None:
        """Return the name of what computes a fact that may differ from slot to slot."""
        key = id(fact)  # the profile keeps its facts alive
        if key not in self._anew:
            given = (fact.derived, fact.default, fact.default_when)
            vocabulary = self.vocabulary
            if any(each and reads_cut_list(each.node, vocabulary, {key}) for each in given):
                name = f"d_{listed}_{fact.name}"
                computing = _Lately(self, fact, listed)
                self.emitter.namespace[name] = computing if listed else _Remembered(computing)
                self._anew[key] = name
            else:
                self._anew[key] = None
        return self._anew[key]

    def computing(self, fact: Fact, listed: str) -> Computing:
        """Return what computes a fact that follows from others or has a default."""
        variables = {"row": listed} if listed else {}

        def compiled(given: Expression | None) -> Callable[..., Any] | None:
            if given is None:
                return None
            function = self.function(given.node, variables)
            return function if listed else lambda *arguments: function(*arguments[:-1])

        derived, default, when = map(compiled, (fact.derived, fact.default, fact.default_when))
        date = self.vocabulary.lists[listed].date if listed else ""
        name, absent = fact.name, bare_absent(fact)

        def compute(*arguments: Any) -> Any:
            row = arguments[-1]
            given = row.__dict__.get(name)
            if row.MANY and name == date:
                return given  # of what stands for others, the days are known
            if derived is not None:
                computed = derived(*arguments)
                if given is None:
                    return computed
                if disagree(given, computed):
                    return absent
            if given is not None:
                return given
            if row.MANY or default is None:
                return absent  # it may have been recorded otherwise: nothing is assumed
            if when is not None and when(*arguments) is not True:
                return absent
            return default(*arguments)

        return compute


class Later:
    """An expression that is compiled when it is first asked for.

    Calling it raises NotCoveredError if the expression is left to the interpreter.
    """

    def __init__(self, program: Program, node: n.Node, variables: Variables) -> None:
        self.program = program
        self.node = node
        self.variables = variables
        self.function: Callable[..., Any] | None = None

    def __call__(self, *scope: Any) -> Any:
        """Return what the expression comes to for a record, a slot and its variables."""
        if self.function is None:
            self.function = self.program.function(self.node, self.variables)
        return self.function(*scope)


class _Lately:
    """Computes a fact; what it needs is compiled when it is first needed."""

    def __init__(self, program: Program, fact: Fact, listed: str) -> None:
        self.program = program
        self.fact = fact
        self.listed = listed
        self.computing: Computing | None = None

    def __call__(self, *arguments: Any) -> Any:
        if self.computing is None:
            self.computing = self.program.computing(self.fact, self.listed)
        return self.computing(*arguments)


class _Remembered:
    """Computes a fact of the organisation once for all slots that end and begin alike."""

    def __init__(self, computing: Computing) -> None:
        self.computing = computing

    def __call__(
        self, record: BareRecord, start: int | None, end: Any, year: Any, day: int, facts: Any
    ) -> Any:
        key = (self, start, day)
        if key not in record.remembered:
            record.remembered[key] = self.computing(record, start, end, year, day, facts)
        return record.remembered[key]


def _is_recorded(fact: Fact) -> bool:
    return fact.derived is None and fact.default is None
