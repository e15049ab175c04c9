"""The results as a page: a table a part, with the machine that each was measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Mapping
from typing import Any, Final

from benchmarks.measuring import Row

_PACKAGES: Final = (
    "polars",
    "narwhals",
    "duckdb",
    "pyspark",
    "numpy",
    "OpenFisca-Core",
    "durable-rules",
    "zen-engine",
    "common-expression-language",
)

#: From here on figures are told without decimals.
_WHOLE: Final = 100

_TITLES: Final = {
    "one_record": "One record",
    "durable": "The engine `durable`",
    "frames": "Many organisations at once",
    "whole_country": "A whole country",
    "spark_plans": "Spark plans of many branches",
}

_HEAD: Final = """\
# Benchmarks

This page is written by `python -m benchmarks`. Times move with the machine and with what else
runs on it; within one table all engines ran one after another on one machine, so hold on to the
ratios. What is measured, what each ratio is to, and how equal verdicts are made sure of, stands in
`benchmarks/README.md`.
"""


def machine() -> dict[str, Any]:
    """The machine by cores, memory and versions."""
    versions = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(pages / 1e9),
        "load_before": round(os.getloadavg()[0], 1),
        "versions": versions,
    }


def text(results: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [_HEAD]
    for name, title in _TITLES.items():
        if name not in results:
            continue
        found = results[name]
        parts.append(f"## {title}\n")
        parts.append(_machine(found["machine"]))
        parts.append(_table(found["rows"]))
    return "\n".join(parts)


def _machine(told: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in told["versions"].items())
    busy = f" Load before the run: {told['load_before']} (other work on the machine)."
    return (
        f"Measured on {told['cores']} cores with {told['memory_gb']} GB; {versions}."
        + (busy if told["load_before"] > told["cores"] / 2 else "")
        + "\n"
    )


def _table(rows: list[Row]) -> str:
    lines = [
        "| work | engine | figure | ratio | more |",
        "|---|---|---|---|---|",
    ]
    before = None
    for each in rows:
        work = "" if each["work"] == before else each["work"]
        before = each["work"]
        ratio = "" if each.get("ratio") is None else f"{each['ratio']:g}"
        lines.append(f"| {work} | {each['engine']} | {figure(each)} | {ratio} | {_more(each)} |")
    return "\n".join(lines) + "\n"


def figure(each: Row) -> str:
    """The value with its unit; a dash where there is none."""
    value = each["value"]
    if value is None:
        return "–"
    return f"{value:,.0f} {each['unit']}" if abs(value) >= _WHOLE else f"{value:.3g} {each['unit']}"


def _more(each: Row) -> str:
    told = []
    if each.get("cpu"):
        more = f" (× {each['cpu_ratio']:.3g})" if each.get("cpu_ratio") else ""
        told.append(f"{each['cpu']} s of processor time{more}")
    if each.get("peak_gb"):
        told.append(f"peak {each['peak_gb']} GB")
    if each.get("microseconds_each"):
        told.append(f"{each['microseconds_each']} µs an organisation")
    if each.get("of_the_first"):
        told.append(f"{each['of_the_first']} × the first per organisation")
    if each.get("parts"):
        told.append(", ".join(f"{name} {value:g}" for name, value in each["parts"].items()))
    if each.get("error"):
        told.append(str(each["error"])[:120].replace("|", "/"))
    if each.get("differ"):
        told.append(", ".join(map(str, each["differ"])))
    return "; ".join(told)


def line(each: Row) -> str:
    """A row in one line, for whoever waits."""
    ratio = "" if each.get("ratio") is None else f"  × {each['ratio']:g}"
    return f"{each['work']}: {each['engine']}: {figure(each)}{ratio}  {_more(each)}"
