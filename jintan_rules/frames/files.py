"""Files of rows: a folder with one file for each list, judged piece by piece."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TextIO

from attrs import define, field, frozen

from jintan_rules.errors import EvaluationError, Place, Problem, suggestion
from jintan_rules.frames.evaluate import Judged, judged
from jintan_rules.frames.packages import needs
from jintan_rules.loading.files import Folder, read
from jintan_rules.standard.profiles import Profile
from jintan_rules.standard.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from jintan_rules.frames.door_names import Named

#: How many organisations are judged at a time, and how many bytes of files.
AT_A_TIME = 50_000
_BYTES = 256_000_000
#: Parquet takes about so many times its size in memory.
_PACKED = 4
_SUFFIXES = (".parquet", ".csv", ".jsonl", ".ndjson")
_ALONE = (".parquet", ".csv")
#: The files of rows that a mapping names: ``[files]`` in a mapping of columns.
_FILES = "files"


@define
class Tally:
    """What judging files came to: organisations, and how many have a breach or an unknown."""

    organizations: int = 0
    breaches: int = 0
    unknowns: int = 0


@frozen
class Tables:
    """Organisations and lists as files, by their names in the vocabulary."""

    files: Mapping[str, Path]
    columns: Mapping[str, Any] = field(factory=dict)

    @property
    def typed(self) -> frozenset[str]:
        """The frames in whose files text stands for every type."""
        return frozenset(n for n, path in self.files.items() if path.suffix.lower() == ".csv")

    @property
    def size(self) -> int:
        """About how much memory the files take."""
        packed = {".parquet": _PACKED}
        return sum(
            path.stat().st_size * packed.get(path.suffix.lower(), 1) for path in self.files.values()
        )

    def scans(self) -> dict[str, pl.LazyFrame]:
        """Return the files as lazy frames.

        Raises:
            EvaluationError: If a file cannot be read (JR542).
        """
        problems: list[Problem] = []
        found = {}
        for name, path in self.files.items():
            with told_as_problems(str(path), problems):
                frame = _scan(path)
                frame.collect_schema()
                found[name] = frame
        if problems:
            raise EvaluationError(problems)
        return found


def is_tables(path: Path) -> bool:
    """Whether an input is a folder with files of rows, or a file of organisations in rows."""
    if path.is_dir():
        return any(
            each.suffix.lower() in _ALONE
            or (each.suffix.lower() in _SUFFIXES and each.stem in ("organizations", "组织"))
            for each in path.iterdir()
        )
    return path.suffix.lower() in _ALONE


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping of columns from a TOML file.

    Raises:
        EvaluationError: If the file cannot be read (JR101 to JR103).
    """
    problems: list[Problem] = []
    document = read(Folder(path, str(path)), problems)
    if document is None or problems:
        raise EvaluationError(problems)
    return dict(document.data)


def tables_of(path: Path, columns: Mapping[str, Any], vocabulary: Vocabulary) -> Tables:
    """Return the files of an input: a folder of them, or one of organisations alone.

    A file is told by its name: that of a frame or its Chinese label, with the suffix
    .parquet, .csv or .jsonl; or by the mapping's table ``files``.

    Raises:
        EvaluationError: With every file that is missing or has no meaning (JR542).
    """
    needs("narwhals", "polars")
    from jintan_rules.frames.door_names import ORGANIZATIONS, frame_named  # noqa: PLC0415  optional

    columns = dict(columns)
    named = columns.pop(_FILES, {})
    if not path.is_dir():
        return Tables({ORGANIZATIONS: path}, columns)
    problems: list[Problem] = []
    files: dict[str, Path] = {}
    given = named if isinstance(named, Mapping) else {}
    for key, file in given.items():
        name = frame_named(str(key), vocabulary)
        if name is None or not (path / str(file)).is_file():
            expected = "the name of a frame, and a file of the folder"
            problems.append(
                _problem(Place("columns", path=f"{_FILES}.{key}"), "this names no file of a frame",
                         expected, f"{key} = {file!r}")
            )  # fmt: skip
        else:
            files[name] = path / str(file)
    for file in sorted(path.iterdir()):
        if given or file.suffix.lower() not in _SUFFIXES:
            continue
        name = frame_named(file.stem, vocabulary)
        if name is None:
            known = {*vocabulary.lists, ORGANIZATIONS, "gaps", "reasons"}
            mend = suggestion(file.stem, known) or "rename it, or name the files in --columns"
            problems.append(
                _problem(Place(str(file)), "the file bears no name of a list",
                         "organizations, a list, gaps or reasons", repr(file.name), mend)
            )  # fmt: skip
        elif name in files:
            problems.append(
                _problem(Place(str(file)), f"there are two files of {name}", "one file of each",
                         f"{files[name].name} and {file.name}", "take one out of the folder")
            )  # fmt: skip
        else:
            files[name] = file
    if not problems and ORGANIZATIONS not in files:
        problems.append(
            _problem(Place(str(path)), "the folder holds no file of organisations",
                     "organizations.parquet, .csv or .jsonl", ", ".join(sorted(files)) or "none")
        )  # fmt: skip
    if problems:
        raise EvaluationError(problems)
    return Tables(files, columns)


def check_tables(
    tables: Tables, judging: Judged, form: str, writer: Taker, *,
    judged_so_far: Callable[[int], None], at_a_time: int = AT_A_TIME,
) -> Tally:  # fmt: skip
    """Judge the organisations of files, and write one form of output.

    Small files are judged whole. Of large ones every row is looked at first, in a stream; then
    they are parted by organisation on the disk, and judged part by part, so that memory holds
    one part at a time. Then the parts come out one after the other.

    Raises:
        EvaluationError: With every problem found in the files (JR542) or their rows.
    """
    from jintan_rules.frames.door_names import ORGANIZATIONS  # noqa: PLC0415  optional

    tally = Tally()
    problems: list[Problem] = []
    with told_as_problems(ORGANIZATIONS, problems):
        for part in _parts(tables, judging.profile, at_a_time):
            _judge(part, tables, judging, form, writer, tally)
            judged_so_far(tally.organizations)
    if problems:
        raise EvaluationError(problems)
    return tally


def _judge(
    part: Mapping[str, pl.DataFrame], tables: Tables, judging: Judged, form: str, writer: Taker,
    tally: Tally,
) -> None:  # fmt: skip
    import polars as pl  # noqa: PLC0415  optional

    from jintan_rules.frames.kinds import returned_all  # noqa: PLC0415  optional

    admission = _admitted(part, tables, judging.profile)
    verdicts = judged(admission, judging, (form, "summary"))
    frame, summary = returned_all([verdicts.output(o) for o in (form, "summary")], admission.kind)
    by_organization = summary.group_by("organization").agg(pl.col("breach", "unknown").sum())
    tally.organizations += by_organization.height
    tally.breaches += by_organization.filter(pl.col("breach") > 0).height
    tally.unknowns += by_organization.filter(pl.col("unknown") > 0).height
    writer.add(frame)


def _admitted(frames: Mapping[str, Any], tables: Tables, profile: Profile, **more: Any) -> Any:
    from jintan_rules.frames.door import admit  # noqa: PLC0415  optional
    from jintan_rules.frames.door_names import GAPS, ORGANIZATIONS, REASONS  # noqa: PLC0415

    lists = {n: frame for n, frame in frames.items() if n not in (ORGANIZATIONS, GAPS, REASONS)}
    return admit(
        frames[ORGANIZATIONS], lists, profile=profile, columns=tables.columns,
        gaps=frames.get(GAPS), reasons=frames.get(REASONS), typed=tables.typed, **more,
    )  # fmt: skip


def _parts(
    tables: Tables, profile: Profile, at_a_time: int
) -> Iterator[Mapping[str, pl.DataFrame]]:
    """Yield the rows of some organisations at a time, each organisation's all together."""
    import polars as pl  # noqa: PLC0415  optional

    from jintan_rules.frames.door import gather  # noqa: PLC0415  optional
    from jintan_rules.frames.door_names import GAPS, ORGANIZATIONS, REASONS  # noqa: PLC0415

    scans = tables.scans()
    count: int = scans[ORGANIZATIONS].select(pl.len()).collect().item()
    number = max(ceil(count / at_a_time), ceil(tables.size / _BYTES), 1)
    if number == 1:
        yield {name: scan.collect() for name, scan in scans.items()}
        return
    _admitted(scans, tables, profile, validate=True)  # refuses what is wrong, before all else
    own = (ORGANIZATIONS, GAPS, REASONS)
    call = gather(
        scans[ORGANIZATIONS], {n: s for n, s in scans.items() if n not in own}, profile=profile,
        columns=tables.columns, gaps=scans.get(GAPS), reasons=scans.get(REASONS),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="jintan-") as folder:
        for name, scan in scans.items():
            _spill(scan, _key_of(call.names[name]), number, Path(folder, name))
        for bucket in range(number):
            yield {
                name: pl.concat([scan.head(0).collect(), *_read(Path(folder, name), bucket)])
                for name, scan in scans.items()
            }


def _key_of(names: Named) -> str:
    """Return the column that names a row's organisation."""
    by_name = {source.name: source.column for source in names.sources}
    return by_name.get("organization") or by_name["id"]


def _spill(scan: pl.LazyFrame, key: str, number: int, folder: Path) -> None:
    """Part a file by organisation into files of a folder, batch by batch."""
    import polars as pl  # noqa: PLC0415  optional

    folder.mkdir()
    for batch_number, batch in enumerate(scan.collect_batches(maintain_order=True)):
        column = batch[key]
        whole = column.cast(pl.Int64) if column.dtype.is_float() else column
        bucket = (whole.cast(pl.String).hash() % number).fill_null(0).alias("bucket")
        parts = batch.with_columns(bucket).partition_by("bucket", as_dict=True, include_key=False)
        for (each,), part in parts.items():
            part.write_parquet(folder / f"{each}-{batch_number:08d}.parquet", compression="lz4")


def _read(folder: Path, bucket: int) -> list[pl.DataFrame]:
    import polars as pl  # noqa: PLC0415  optional

    return [pl.read_parquet(file) for file in sorted(folder.glob(f"{bucket}-*.parquet"))]


class Taker(Protocol):
    """What takes verdicts part by part: a writer of files, or what counts them."""

    def add(self, frame: pl.DataFrame) -> None:
        """Take the verdicts of one part."""


@define
class Writer:
    """Writes frames one below the other: to a CSV or Parquet file, or as CSV to a stream.

    The file appears only once everything is written.
    """

    path: Path | None
    stream: TextIO
    _parts: list[Path] = field(factory=list, init=False)
    _folder: Any = field(default=None, init=False)
    _begun: bool = field(default=False, init=False)

    def __enter__(self) -> Self:
        """Make room for what is not yet whole."""
        if self.path is not None:
            self._folder = tempfile.TemporaryDirectory(dir=self.path.parent, prefix=".jintan-")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Put the whole file in its place, unless there was an error."""
        if self._folder is None:
            return
        try:
            if kind is None and self.path is not None:
                self._finish(self.path)
        finally:
            self._folder.cleanup()

    def add(self, frame: pl.DataFrame) -> None:
        """Write the rows of a frame."""
        if self.path is None:
            self.stream.write(frame.write_csv(include_header=not self._begun))
        elif self.path.suffix.lower() == ".csv":
            with Path(self._folder.name, "whole.csv").open("ab") as file:
                frame.write_csv(file, include_header=not self._begun)
        else:
            part = Path(self._folder.name, f"{len(self._parts):06d}.parquet")
            frame.write_parquet(part)
            self._parts.append(part)
        self._begun = True

    def _finish(self, path: Path) -> None:
        import polars as pl  # noqa: PLC0415  optional

        whole = Path(self._folder.name, f"whole{path.suffix.lower()}")
        if path.suffix.lower() != ".csv":
            pl.scan_parquet(self._parts).sink_parquet(whole)
        whole.replace(path)


def _scan(path: Path) -> pl.LazyFrame:
    import polars as pl  # noqa: PLC0415  optional

    match path.suffix.lower():
        case ".parquet":
            return pl.scan_parquet(path)
        case ".csv":
            return pl.scan_csv(path, infer_schema=False)  # the vocabulary says what text stands for
        case _:
            return pl.scan_ndjson(path, infer_schema_length=None)


@contextmanager
def told_as_problems(source: str, problems: list[Problem]) -> Iterator[None]:
    """Tell what polars says of a file that it cannot read as a problem."""
    import polars as pl  # noqa: PLC0415  optional

    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as fault:
        text = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        mend = "save it again; CSV and JSON Lines as UTF-8, each row with as many fields"
        problems.append(
            _problem(Place(source), "the file cannot be read", "rows with one header", text, mend)
        )


def _problem(place: Place, summary: str, expected: str, found: str, mend: str = "") -> Problem:
    return Problem("JR542", place, summary, expected, found, mend)
