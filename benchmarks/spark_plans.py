"""Why a Spark plan of many branches is slow, measured, and what mends it.

Every variant says the same thing over the same rows, in a process of its own, so that the
options of the Java machine can differ. What is found stands in ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROWS: Final = 1_000_000
FACTS: Final = 20

#: The variants: what is asked, and what of Spark or of the Java machine is set for it.
JIT: Final = "spark.driver.extraJavaOptions"
VARIANTS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("60 columns", "as it comes", {}),
    ("60 columns", "whole-stage code off", {"spark.sql.codegen.wholeStage": "false"}),
    (
        "60 columns",
        "methods over 8000 bytes refused",
        {"spark.sql.codegen.hugeMethodLimit": "8000"},
    ),
    ("60 columns", "the JIT takes huge methods", {JIT: "-XX:-DontCompileHugeMethods"}),
    ("60 columns", "over 100 fields, padded with nulls", {}),
    ("60 columns", "four selects of 15", {}),
    ("300 branches", "one flat case, as it comes", {}),
    (
        "300 branches",
        "one flat case, whole-stage code off",
        {"spark.sql.codegen.wholeStage": "false"},
    ),
    ("300 branches", "one flat case, of Column calls", {}),
    ("100 branches", "nested, of Column calls", {}),
    ("100 branches", "nested, as text", {}),
    ("300 branches", "nested, of Column calls", {}),
    ("100 counts summed", "as it comes", {}),
    ("100 counts summed", "whole-stage code off", {"spark.sql.codegen.wholeStage": "false"}),
    ("30 frames in a chain", "a column each by withColumn", {}),
    ("30 frames in a chain", "all in one select", {}),
)


def condition(number: int) -> str:
    """Some comparison of facts, a share among them, as SQL."""
    one, two, three = number % FACTS, (number + 3) % FACTS, (number + 5) % FACTS
    return f"(c{one} > {number % 7} and c{two} * 3 <= c{three} * 2)"


def column(number: int) -> Any:
    """The same condition as a Column, each operation a call to the Java machine."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - optional

    one, two, three = number % FACTS, (number + 3) % FACTS, (number + 5) % FACTS
    return (f.col(f"c{one}") > number % 7) & (f.col(f"c{two}") * 3 <= f.col(f"c{three}") * 2)


def rule(number: int) -> str:
    """A rule of two conditions, as a column of outcome codes."""
    first, second = condition(number), condition(number + 11)
    return f"case when {first} then 1 when {second} then 2 else 0 end as r{number}"


def built(frame: Any, work: str, how: str) -> Any:
    """Build one variant's frame."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - optional

    count = int(work.split(" ", 1)[0])
    if work.endswith("columns"):
        rules = [rule(n) for n in range(count)]
        if how.startswith("over 100"):
            pads = [f"cast(null as int) as pad{n}" for n in range(60)]
            return frame.selectExpr("id", *rules, *pads)
        if how.startswith("four"):
            for start in range(0, count, 15):
                frame = frame.selectExpr("*", *rules[start : start + 15])
        else:
            frame = frame.selectExpr("id", *rules)
        return frame
    if work.endswith("branches"):
        return frame.select(frame["id"], _branches(count, how).alias("x"))
    if work.endswith("summed"):
        parts = (f"(case when {condition(n)} then 1 else 0 end)" for n in range(count))
        return frame.selectExpr("id", "+".join(parts) + " as x")
    expressions = {f"r{n}": f.expr(rule(n).rsplit(" as ", 1)[0]) for n in range(count)}
    if how.startswith("all"):
        return frame.withColumns(expressions)
    for name, expression in expressions.items():
        frame = frame.withColumn(name, expression)
    return frame


def _branches(count: int, how: str) -> Any:
    from pyspark.sql import functions as f  # noqa: PLC0415 - optional

    if how == "nested, of Column calls":
        nested: Any = f.lit(-1)
        for number in reversed(range(count)):
            nested = f.when(column(number), number).otherwise(nested)
        return nested
    if how == "nested, as text":
        text = "-1"
        for number in reversed(range(count)):
            text = f"case when {condition(number)} then {number} else {text} end"
        return f.expr(text)
    if how.endswith("Column calls"):
        flat = f.when(column(0), 0)
        for number in range(1, count):
            flat = flat.when(column(number), number)
        return flat.otherwise(-1)
    whens = " ".join(f"when {condition(n)} then {n}" for n in range(count))
    return f.expr(f"case {whens} else -1 end")


def measure(work: str, how: str, settings: dict[str, str]) -> dict[str, float]:
    """Run one variant in this process: processor seconds to build, optimise and run it.

    Processor time, since it hardly moves with what else runs on the machine; the time of
    Java's own compilers and collectors is in it.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415 - optional
    from pyspark.sql import functions as f  # noqa: PLC0415 - optional

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    facts = ((f.col("id") * (n * 7 + 3)) % (n + 5) for n in range(FACTS))
    frame = session.range(ROWS).select(
        "id", *(each.cast("int").alias(f"c{n}") for n, each in enumerate(facts))
    )
    frame = frame.repartition(2).cache()
    _run(frame)
    found: dict[str, float] = {}

    java: Any = session._jvm  # noqa: SLF001 - no other way
    machine = Path("/proc", str(java.java.lang.ProcessHandle.current().pid()), "stat")

    def timed(name: str, act: Callable[[], Any]) -> Any:
        began = _spent(machine)
        result = act()
        found[name] = _spent(machine) - began
        return result

    asked = timed("build", lambda: built(frame, work, how))
    timed("optimise", lambda: asked._jdf.queryExecution().executedPlan())  # noqa: SLF001 - no other way
    timed("cold", lambda: _run(asked))
    _run(asked)
    timed("warm", lambda: _run(asked))
    session.stop()
    return found


def _spent(machine: Path) -> float:
    """Processor time of this process and of the Java machine so far, in seconds (Linux)."""
    fields = machine.read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()


def _run(frame: Any) -> None:
    """Compute every column and keep none."""
    frame.write.format("noop").mode("overwrite").save()


def run() -> list[dict[str, Any]]:
    """Measure every variant; ratios are to the first of the same work."""
    rows: list[dict[str, Any]] = []
    first: dict[str, float] = {}
    for work, how, settings in VARIANTS:
        found = _apart(work, how, settings)
        print(work, how, found, file=sys.stderr, flush=True)  # noqa: T201 - it takes minutes
        title = f"Spark plan: {work}"
        if found is None:
            rows.append({"work": title, "engine": how, "value": None, "unit": "s", "ratio": None})
            continue
        total = found["build"] + found["optimise"] + found["warm"]
        first.setdefault(work, total)
        rows.append(
            {
                "work": title,
                "engine": how,
                "value": round(total, 3),
                "unit": "CPU s",
                "ratio": round(total / first[work], 2),
                "parts": {name: round(value, 3) for name, value in found.items()},
            }
        )
    return rows


def _apart(work: str, how: str, settings: dict[str, str]) -> dict[str, float] | None:
    """Run one variant in a process of its own; None where it fails."""
    asked = json.dumps([work, how, settings])
    command = [sys.executable, "-m", "benchmarks.spark_plans", "--one", asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        return None
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Run one variant, told as JSON, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one")
    given = parser.parse_args()
    result: Any = measure(*json.loads(given.one)) if given.one else run()
    print(json.dumps(result))  # noqa: T201 - for whoever runs it


if __name__ == "__main__":
    main()
