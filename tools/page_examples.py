"""Check the examples of the README and of the documentation against the library.

* ``python`` blocks run, those of one page after each other in one name space, in a folder of
  their own that holds ``examples`` and ``profiles``;
* ``toml`` blocks after ``<!-- file: folder/name.toml -->`` make profile folders, which must load,
  and those after ``<!-- tailoring of folder: name.toml -->`` must fit the profile they name;
* each line of a ``jintan`` block is an expression, or ``for x in list`` before its loop variable.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jintan_rules as jr
from jintan_rules.errors import JintanError, Place, Problem
from jintan_rules.language.check import check, check_generator
from jintan_rules.language.parse import parse, parse_for_each
from jintan_rules.language.types import Type
from jintan_rules.standard.vocabulary import Names

TOP = Path(__file__).resolve().parent.parent
#: What the examples read, beside whatever they write.
GIVEN = ("examples", "profiles")

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


class Page:
    """One page and its blocks."""

    def __init__(self, path: Path) -> None:
        """Read the page."""
        self.path = path
        self.blocks = list(_BLOCK.finditer(path.read_text(encoding="utf-8")))

    def run_python(self) -> int:
        """Run the Python blocks; return how many there are."""
        names: dict[str, object] = {"__name__": self.path.stem}
        texts = [block["text"] for block in self.blocks if block["kind"] == "python"]
        for text in texts:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(text, str(self.path), "exec"), names)  # noqa: S102  our own page
        return len(texts)

    def load_profiles(self) -> int:
        """Load the profiles that the page writes out; return how many files there are."""
        marked = [block for block in self.blocks if block["kind"] == "toml" and block["mark"]]
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            tailorings = []
            for block in marked:
                word, _, name = block["mark"].partition(": ")
                file = top / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block["text"], encoding="utf-8")
                if word != "file":
                    tailorings.append((word.removeprefix("tailoring of "), file))
            for each in sorted(top.glob("*/profile.toml")):
                jr.load_profile(each.parent)
            for profile, file in tailorings:
                jr.load_profile(top / profile, tailoring=file)
        return len(marked)

    def check_expressions(self, names: Names) -> int:
        """Check every expression against a vocabulary; return how many there are."""
        count = 0
        for block in self.blocks:
            if block["kind"] != "jintan":
                continue
            variables: dict[str, Type] = {}
            for text in _lines(block["text"]):
                place = Place(f"{self.path.name}: {text}")
                if text.startswith("for "):
                    variables, problems = _loop(text.removeprefix("for "), names, place)
                else:
                    problems = _expression(text, names, variables, place)
                if problems:
                    raise JintanError(problems)
                count += 1
        return count


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        expression = line.partition("  #")[0].strip()
        if expression.startswith("period."):
            yield from expression.split(", ")
        elif expression:
            yield expression


def _loop(text: str, names: Names, place: Place) -> tuple[dict[str, Type], list[Problem]]:
    generator = parse_for_each(text, place)
    if isinstance(generator, Problem):
        return {}, [generator]
    return check_generator(generator, names, place=place, text=text, period=True)


def _expression(text: str, names: Names, variables: dict[str, Type], place: Place) -> list[Problem]:
    node = parse(text, place)
    if isinstance(node, Problem):
        return [node]
    return check(node, names, variables, place=place, text=text, wanted=None, period=True)


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name in GIVEN:
            (Path(folder) / name).symlink_to(TOP / name, target_is_directory=True)
        yield folder


def main() -> int:
    """Check every page."""
    profile = jr.load_profile("village")
    types = {name: each.value_type for name, each in profile.parameters.items()}
    names = Names(profile.vocabulary, types)
    for path in (*sorted(TOP.glob("README*.md")), *sorted((TOP / "docs").glob("*.md"))):
        page = Page(path)
        with _folder() as folder, contextlib.chdir(folder):
            counts = {
                "Python examples": page.run_python(),
                "profile files": page.load_profiles(),
                "expressions": page.check_expressions(names),
            }
        if any(counts.values()):
            print(path.name, *(f"{count} {what}" for what, count in counts.items()), sep=", ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
