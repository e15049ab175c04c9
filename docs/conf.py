"""How the documentation site is built: ``sphinx-build -W -b html docs site``."""

import re
import sys
from pathlib import Path

from docutils import nodes
from pygments.lexers.python import PythonLexer
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jintan_rules.version import VERSION

project = "jintan_rules"
author = "jintan_rules contributors"
release = version = VERSION

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

# Pages link to headings of each other, as they do where the repository is read.
myst_heading_anchors = 4

# The notebook of the analysts runs while the site is built, and must run.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"jintan_rules {VERSION}"
html_show_copyright = False

_TOP = Path(__file__).resolve().parent.parent
_README = re.compile(r"^<!-- (README[.\w]*\.md) -->$", re.MULTILINE)
_LINK = re.compile(r"\[([^]]+)\]\((?!https?:|#)(?!docs/)[^)]+\)")
_OUTSIDE = re.compile(r"\]\((\.\./(?!docs/)[^)#]+\.md)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)">')


def bring_in(_: Sphinx, __: str, content: list[str]) -> None:
    """Bring the README in where a page asks for it; offer other pages from outside as files."""
    content[0] = _README.sub(lambda found: _readme(found[1]), content[0])
    content[0] = _OUTSIDE.sub(r"](path:\1)", content[0])


def _readme(name: str) -> str:
    """Return a README without its heading, and without links to what the site does not hold."""
    text = (_TOP / name).read_text(encoding="utf-8").split("\n\n", 2)[2]
    return _LINK.sub(r"\1", text).replace("](docs/", "](")


def know_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Let links lead to the anchors that generated pages write beside their headings."""
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        for name in _ANCHOR.findall(raw.astext()):
            known.setdefault(name, (raw.line or 0, name, name))


def setup(app: Sphinx) -> None:
    """Add what the pages need and the extensions do not bring."""
    app.add_lexer("jintan", PythonLexer)
    app.connect("source-read", bring_in)
    app.connect("doctree-read", know_anchors)
