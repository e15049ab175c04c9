"""How a time is taken: in a process of its own, the best of some runs, with its peak memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

#: One row of a result: what work, by which engine, how much of which unit, times the first.
Row = dict[str, Any]

_KIB: Final = 1024


def row(
    work: str, engine: str, value: float | None, unit: str, ratio: float | None = None, **more: Any
) -> Row:
    """A row of a result; no value where the engine could not do the work."""
    return {
        "work": work,
        "engine": engine,
        "value": None if value is None else float(f"{value:.4g}"),
        "unit": unit,
        "ratio": None if ratio is None else float(f"{ratio:.3g}"),
    } | more


def peak() -> float:
    """The peak memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB / 1e9


def measured(act: Callable[[], Any], times: int = 3) -> dict[str, float]:
    """The best of some runs, by the clock and in seconds of processor time.

    The processor time is that of this process alone; it hardly moves with what else runs.
    """
    cpu = []

    def counted() -> None:
        began = time.process_time()
        act()
        cpu.append(time.process_time() - began)

    seconds = best(counted, times)
    return {"seconds": seconds, "cpu": min(cpu), "peak_gb": peak()}


def best(act: Callable[[], Any], times: int = 3) -> float:
    """The best time of some runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)


def apart(module: str, task: Mapping[str, Any], timeout: float = 1800) -> dict[str, Any]:
    """Run a task of a module in a process of its own; what it printed last, as JSON.

    A process that fails gives ``{"error": …}`` with the last line that it wrote.
    """
    command = [sys.executable, "-m", module, "--one", json.dumps(task)]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command, capture_output=True, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return {"error": f"more than {timeout:.0f} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": lines[-1] if lines else f"ended with {done.returncode}"}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
