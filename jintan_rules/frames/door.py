"""The door: frames of any kind and with any column names in, canonical tables out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from typing import Any

import narwhals as nw
from attrs import field, frozen

from jintan_rules.calendar import FIRST_DAY, LAST_DAY
from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.frames.checks import (
    check_category,
    check_frame,
    check_members,
    keyed,
    other_category,
    same_keys,
)
from jintan_rules.frames.door_names import (
    GAPS,
    ORGANIZATIONS,
    OWN_FRAMES,
    REASONS,
    Frame,
    Mappings,
    Named,
    list_named,
    make_frame,
    named,
)
from jintan_rules.frames.kinds import Kind, column_names, common_kind
from jintan_rules.frames.opened import Opened, aligned, open_frame
from jintan_rules.frames.tables import Table, Tables
from jintan_rules.standard.needs import Needs
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.rules import Rule

#: Scalars that every judgement reads, whatever the rules say.
_ALWAYS = ("category", "subtype", "established_on", "dissolved_on")


@frozen
class Admission:
    """What came in: the tables to judge, and the organisations of which nothing can be said.

    ``doubtful`` is a frame with the column ``org``, of organisations that are in
    none of the tables: named twice or not at all, or of another category, in frames whose
    rows were not looked at. ``order`` has the columns ``org`` and ``place``, the place of each
    organisation in an eager frame.
    """

    tables: Tables
    kind: Kind
    doubtful: nw.LazyFrame[Any] | None = field(default=None, repr=False)
    order: nw.LazyFrame[Any] | None = field(default=None, repr=False)


@frozen
class Call:
    """The frames of one call by their names in the vocabulary, and which column holds what."""

    kind: Kind
    natives: Mapping[str, Any]
    frames: Mapping[str, Frame]
    names: Mapping[str, Named]
    problems: list[Problem]


def needed(
    profile: Profile, rules: Iterable[Rule] | None = None, *, remedies: bool = False
) -> dict[str, tuple[str, ...]]:
    """Return the facts that rules of a profile read, by list; the organisation's own under "".

    ``remedies`` says whether what their remedies tell counts.
    """
    needs = Needs(profile.vocabulary, remedies=remedies)
    for name in _ALWAYS:
        needs.scalar(name)
    for rule in profile.rules if rules is None else rules:
        needs.rule(rule)
    found: dict[str, list[str]] = {"": []}
    for list_name, fact in needs.found:
        facts = found.setdefault(list_name, [])
        if fact:
            facts.append(fact)
    return {name: tuple(facts) for name, facts in found.items()}


def gather(
    organizations: object, lists: Mapping[str, object], *, profile: Profile,
    columns: Mapping[str, Any] | None, gaps: object = None, reasons: object = None,
) -> Call:  # fmt: skip
    """Return the frames of a call, and which of their columns holds what.

    Raises:
        EvaluationError: If a frame is none, or frames are of several kinds (JR530).
    """
    vocabulary = profile.vocabulary
    problems: list[Problem] = []
    natives: dict[str, Any] = {ORGANIZATIONS: organizations}
    labels = {shape.label.zh for shape in vocabulary.lists.values()}
    for given, frame in lists.items():
        name = list_named(given, vocabulary.lists)
        if name is None:
            problems.append(
                Problem(
                    "JR531",
                    Place("evaluate_frame", path=given),
                    f"{given!r} is neither an argument nor a list of the vocabulary",
                    "the name of a list, or its Chinese label",
                    repr(given),
                    suggestion(given, {*vocabulary.lists, *labels, *OWN_FRAMES}),
                )
            )
        elif frame is not None and name in natives:
            problems.append(
                Problem(
                    "JR531",
                    Place("evaluate_frame", path=given),
                    f"the list {name!r} is given twice",
                    "each list once",
                    repr(given),
                    "leave one out",
                )
            )
        elif frame is not None:
            natives[name] = frame
    natives |= {k: v for k, v in ((GAPS, gaps), (REASONS, reasons)) if v is not None}
    kind = common_kind(natives)
    frames = {
        name: make_frame(name, column_names(each, kind), vocabulary, problems)
        for name, each in natives.items()
    }
    mappings = Mappings(columns, frames, vocabulary)
    problems += mappings.problems
    names = {
        name: named(frame, mappings.by_frame[name], problems) for name, frame in frames.items()
    }
    return Call(kind, natives, frames, names, problems)


def admit(
    organizations: object, lists: Mapping[str, object], *, profile: Profile,
    columns: Mapping[str, Any] | None = None, gaps: object = None, reasons: object = None,
    rules: Iterable[Rule] | None = None, validate: bool | None = None,
    typed: frozenset[str] = frozenset(), remedies: bool = False,
    only: Collection[str | int] | None = None,
) -> Admission:  # fmt: skip
    """Let frames in: check them, and bring them to canonical columns.

    Args:
        organizations: A row for each organisation.
        lists: A frame for each list of theirs, by its name or Chinese label.
        profile: The profile whose facts are wanted.
        columns: Other systems' names and codes.
        gaps: The spans in which lists are not known.
        reasons: The recorded reasons.
        rules: The rules whose facts are wanted; all of the profile's where it is left out.
        validate: True looks at all rows at once and refuses what is wrong; None does so for
            eager frames, and makes what is wrong unknown in lazy ones; False does the latter
            for both, and takes ids to be used once.
        typed: The frames in which text stands for every type, as in CSV files.
        remedies: Whether the facts that remedies tell are wanted too.
        only: The keys of the organisations wanted; no row of others is looked at.

    Raises:
        EvaluationError: With every problem found (JR308, JR530 to JR540).
    """
    call = gather(
        organizations, lists, profile=profile, columns=columns, gaps=gaps, reasons=reasons
    )
    problems, kind = call.problems, call.kind
    wanted = needed(profile, rules, remedies=remedies)
    opened: dict[str, Opened] = {}
    for name, frame in call.frames.items():
        facts = wanted.get("" if name == ORGANIZATIONS else name)
        if facts is None and name not in OWN_FRAMES:
            continue  # a list that no rule reads
        found = open_frame(
            call.natives[name], frame, call.names[name], facts or tuple(frame.keys), kind,
            profile.vocabulary, problems, typed=name in typed,
        )  # fmt: skip
        if found is not None:
            opened[name] = found
    if ORGANIZATIONS in opened:
        opened = aligned(opened, typed)
        same_keys(opened, problems)
    if problems:
        raise EvaluationError(problems)
    if only is not None:
        opened = {name: each.of(only) for name, each in opened.items()}
    if validate or (validate is None and not kind.lazy):
        opened = {name: check_frame(each, kind.machine, problems) for name, each in opened.items()}
        check_category(opened[ORGANIZATIONS], profile, problems)
        others = [each for name, each in opened.items() if name != ORGANIZATIONS]
        check_members(opened[ORGANIZATIONS], others, kind.machine, problems)
        if problems:
            raise EvaluationError(problems)
    return _Tables(opened, profile, kind, trusted=validate is False).admission()


class _Tables:
    """Canonical tables out of opened frames."""

    def __init__(
        self, opened: Mapping[str, Opened], profile: Profile, kind: Kind, *, trusted: bool
    ) -> None:
        self.opened, self.profile, self.kind, self.trusted = opened, profile, kind, trusted
        self.doubtful: list[nw.LazyFrame[Any]] = []
        self.blind: list[nw.LazyFrame[Any]] = []  # gaps that doubled ids leave

    def admission(self) -> Admission:
        lists = {
            name: self.list_table(name, each)
            for name, each in self.opened.items()
            if name not in OWN_FRAMES
        }
        gaps, reasons = self.gaps(), self.reasons()
        organizations = self.organizations()
        tables = Tables(organizations, lists, gaps, reasons)
        doubtful = _joined(self.doubtful)
        doubtful = doubtful.unique() if doubtful is not None else None
        return Admission(tables, self.kind, doubtful, None if self.kind.lazy else self.order())

    def order(self) -> nw.LazyFrame[Any]:
        """Return the place of each organisation in an eager frame; the first, where it has two."""
        opened = self.opened[ORGANIZATIONS]
        placed = opened.raw.select("org").with_columns(one=nw.lit(0))
        placed = placed.select("org", place=nw.col("one").cum_count().over(order_by="one"))
        return placed if opened.checked else placed.group_by("org").agg(nw.col("place").min())

    def organizations(self) -> Table:
        opened = self.opened[ORGANIZATIONS]
        frame = opened.raw.select("org", **opened.expressions())
        facts = opened.facts
        if opened.checked:
            return Table(frame, facts)
        # The rows were not looked at: what would be refused there has no verdict here.
        of_frames = list(self.doubtful)
        strange = other_category(opened, self.profile)
        keyless = nw.col("org").is_null()
        doubt = keyless if strange is None else keyless | strange
        self.doubtful = [frame.filter(doubt).select("org")]
        frame = frame.filter(~doubt)
        outside = of_frames
        if not self.trusted:
            often = opened.raw.group_by("org").agg(nw.len().alias("n"))
            outside = [*of_frames, often.filter(nw.col("n") > 1).select("org")]
        out = _joined(outside)
        if out is not None:
            self.doubtful.append(frame.select("org").join(out, on="org", how="semi"))
            frame = frame.join(out, on="org", how="anti")
        return Table(frame, facts)

    def list_table(self, name: str, opened: Opened) -> Table:
        values = opened.expressions()
        row_id = values.pop("id", nw.lit(None, dtype=nw.String))
        raw = opened.raw
        if not opened.checked:
            raw = raw.filter(~nw.col("org").is_null())
        if not opened.checked and not self.trusted and "id" in opened.readings:
            often = keyed(opened).group_by("org", "id").agg(nw.len().alias("n"))
            doubled = often.filter(nw.col("n") > 1).select("org").unique()
            # Which of the rows is right is not known: the whole list is not, for as long as it is.
            raw = raw.join(doubled, on="org", how="anti")
            self.blind.append(
                doubled.select(
                    "org", nw.lit(name).alias("list"),
                    nw.lit(FIRST_DAY, dtype=nw.Int64).alias("start"),
                    nw.lit(LAST_DAY, dtype=nw.Int64).alias("end"),
                )
            )  # fmt: skip
        placed = self.kind.machine.places(raw, opened.order)
        place = nw.concat_str([nw.lit("#"), nw.col("place").cast(nw.String)])
        label = nw.when(~row_id.is_null()).then(row_id).otherwise(place)
        frame = placed.select("org", label=label, id=row_id, **values)
        return Table(frame, opened.facts - {"id"})

    def gaps(self) -> nw.LazyFrame[Any] | None:
        found = list(self.blind)
        opened = self.opened.get(GAPS)
        if opened is not None:
            frame = opened.raw.select("org", **_filled(opened, ("list", "from", "to")))
            start, end = nw.col("from"), nw.col("to")
            if not opened.checked:
                # A span that cannot be read is a span without end; a list that cannot be read
                # may be any.
                backward = (start > end).fill_null(value=False)
                start = nw.when(~backward).then(start).fill_null(FIRST_DAY)
                end = nw.when(~backward).then(end).fill_null(LAST_DAY)
                self.doubtful.append(frame.filter(nw.col("list").is_null()).select("org"))
                frame = frame.filter(~nw.col("list").is_null())
            found.append(frame.select("org", "list", start.alias("start"), end.alias("end")))
        return _joined(found)

    def reasons(self) -> nw.LazyFrame[Any] | None:
        opened = self.opened.get(REASONS)
        if opened is None:
            return None
        frame = opened.raw.with_columns(**_filled(opened, ("rule", "slot", "on", "code")))
        unread = opened.readings["on"].faults if "on" in opened.readings else ()
        if not opened.checked and unread:
            bad = reduce(lambda one, other: one | other, (fault.bad for fault in unread))
            self.doubtful.append(frame.filter(bad).select("org"))
        rule = nw.col("rule")
        for other, own in _other_names(self.profile).items():
            rule = nw.when(rule == nw.lit(other)).then(nw.lit(own)).otherwise(rule)
        return frame.select(
            "org", rule.alias("rule"), nw.col("slot").fill_null("").alias("slot"), "on", "code"
        ).filter(~nw.col("rule").is_null())


def _filled(opened: Opened, names: Iterable[str]) -> dict[str, nw.Expr]:
    """Return the columns of gaps or reasons, null where the frame has none."""
    days = ("from", "to", "on")
    given = opened.expressions()
    return {
        name: given.get(name, nw.lit(None, dtype=nw.Int64 if name in days else nw.String))
        for name in names
    }


def _other_names(profile: Profile) -> dict[str, str]:
    """Return the rule that answers to each id a profile knows besides the rules' own."""
    own = {rule.id for rule in profile.rules}
    others = [other for rule in profile.rules for other in rule.cited_as]
    others += [left_out.rule for left_out in profile.deselected]
    return {
        other: profile.rule(other).id for other in others if other not in own and other in profile
    }


def _joined(frames: list[nw.LazyFrame[Any]]) -> nw.LazyFrame[Any] | None:
    return nw.concat(frames) if len(frames) > 1 else frames[0] if frames else None


def frame_columns(
    organizations: object, *, profile: Profile, columns: Mapping[str, Any] | None = None,
    gaps: object = None, reasons: object = None, **lists: object,
) -> list[dict[str, str]]:  # fmt: skip
    """Say of every column what it is taken for, and which facts no column gives.

    Returns:
        Rows with ``frame``, ``column``, ``fact``, ``label`` and ``use``: ``read``,
        ``not needed`` (no rule of the profile reads it), ``ignored`` (no name of the
        vocabulary) or ``missing`` (a fact or list that rules read and no column gives).
    """
    call = gather(
        organizations, lists, profile=profile, columns=columns, gaps=gaps, reasons=reasons
    )
    if call.problems:
        raise EvaluationError(call.problems)
    wanted, vocabulary = needed(profile), profile.vocabulary
    rows = []

    def row(frame: str, column: str, fact: str, label: str, use: str) -> None:
        rows.append({"frame": frame, "column": column, "fact": fact, "label": label, "use": use})

    for name, frame in call.frames.items():
        labels = frame.names()
        key = "" if name == ORGANIZATIONS else name
        facts = {*wanted.get(key, ()), *frame.keys}
        for source in call.names[name].sources:
            fact = f"{source.name}:{source.token}" if source.token else source.name
            use = "read" if source.name in facts else "not needed"
            row(name, source.column, fact, labels[source.name].zh, use)
        for column in call.names[name].ignored:
            row(name, column, "", "", "ignored")
        given = {source.name for source in call.names[name].sources}
        for fact in wanted.get(key, ()):
            if fact not in given:
                row(name, "", fact, labels[fact].zh, "missing")
    for name in wanted:
        if name and name not in call.frames:
            row(name, "", "", vocabulary.lists[name].label.zh, "missing")
    return rows


__all__ = ["Admission", "admit", "frame_columns", "needed"]
