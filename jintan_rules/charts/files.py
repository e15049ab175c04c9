"""Charts as files, with Chinese text also where the machine has no font for it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from jintan_rules.charts import looks
from jintan_rules.errors import EvaluationError, Place, Problem
from jintan_rules.reports.libraries import library

#: The kinds of files a chart can be written to; the text of the last three is the viewer's.
PICTURES: Final = (".png", ".pdf")
TEXTS: Final = (".svg", ".html", ".json")
#: The package that holds a font for Chinese, and nothing else.
_FONT_PACKAGE: Final = "noto_cjk_sans_otc"


def save(chart: Any, path: str | Path, *, font: str | Path | None = None, scale: float = 2) -> Path:
    """Write a chart to a file; its ending says what kind: png, pdf, svg, html or json.

    The letters of ``.svg`` and ``.html`` are drawn by whoever opens them, with fonts of
    their own. ``.png`` and ``.pdf`` are drawn here, with a font that is given, that the
    package ``noto-cjk-sans-otc`` brings, or that the machine has. Nothing is loaded from
    outside, neither now nor when the file is opened.

    Args:
        chart: A chart of this package, or any other Altair chart.
        path: The file to write.
        font: A font file (.ttf, .otf, .ttc), or the folder it lies in.
        scale: How many pixels of a ``.png`` stand for one of the chart.

    Returns:
        The path of the file.

    Raises:
        EvaluationError: If a library is not installed (JR580), the chart holds Chinese and
            no font does (JR584), or the file's ending is another (JR585).
    """
    file = Path(path)
    kind = file.suffix.lower()
    if kind not in (*PICTURES, *TEXTS):
        raise _problem(
            "JR585",
            f"a chart cannot be written to {file.name!r}",
            ", ".join((*PICTURES, *TEXTS)),
            kind or "no ending",
        )
    if kind == ".json":
        file.write_text(chart.to_json(), encoding="utf-8")
        return file
    looks.altair("save")
    convert = library("vl_convert", "save", "jintan-rules[charts]")
    spec = json.loads(chart.to_json())
    version = "_".join(spec["$schema"].rpartition("/v")[2].split(".")[:2])
    if kind == ".html":
        file.write_text(
            convert.vegalite_to_html(spec, vl_version=version, bundle=True), encoding="utf-8"
        )
        return file
    _give_font(convert, font)
    if kind == ".svg":
        file.write_text(convert.vegalite_to_svg(spec, vl_version=version), encoding="utf-8")
        return file
    if not _is_plain(json.dumps(spec, ensure_ascii=False)) and not can_write_chinese(convert):
        raise _problem(
            "JR584",
            "the chart holds Chinese text, and no font at hand has its signs",
            "a font with Chinese signs",
            "a box in place of each",
            "run: pip install noto-cjk-sans-otc; or give font=, the path of such a font; "
            "or write .svg or .html, whose readers use fonts of their own",
        )
    if kind == ".pdf":
        file.write_bytes(convert.vegalite_to_pdf(spec, vl_version=version))
    else:
        file.write_bytes(convert.vegalite_to_png(spec, vl_version=version, scale=scale))
    return file


def can_write_chinese(convert: Any) -> bool:
    """Whether any font that is known has Chinese signs, simplified ones among them."""

    # Without a font, every sign comes out as the same box.
    def drawn(sign: str) -> bytes:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="30" font-size="24" font-family="{looks.FONTS}">{sign}</text></svg>'
        )
        return bytes(convert.svg_to_png(svg))

    return len({drawn(sign) for sign in "党员会议"}) > 1


def _is_plain(text: str) -> bool:
    """Whether a text holds no Chinese."""
    return not any("\u2e80" <= sign <= "\uffef" for sign in text)


def _give_font(convert: Any, font: str | Path | None) -> None:
    """Tell the converter of fonts beside those of the machine."""
    if font is not None:
        given = Path(font)
        if not given.exists():
            raise _problem(
                "JR584", "there is no font at the path given", "a font file or folder", str(given)
            )
        convert.register_font_directory(str((given if given.is_dir() else given.parent).resolve()))
        return
    package = find_spec(_FONT_PACKAGE)
    if package is not None and package.submodule_search_locations:
        convert.register_font_directory(package.submodule_search_locations[0])


def _problem(code: str, summary: str, expected: str, found: str, mend: str = "") -> EvaluationError:
    return EvaluationError([Problem(code, Place("save"), summary, expected, found, mend)])
