"""What ``import jintan_rules`` brings with it, seen from a new interpreter."""

from __future__ import annotations

import subprocess
import sys

#: The core dependencies, and what they import themselves.
CORE = {"attr", "attrs", "cattr", "cattrs", "typing_extensions"}

SEEN = """
import sys
before = set(sys.modules)
import jintan_rules
for name in jintan_rules.__all__:
    getattr(jintan_rules, name)
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(new - sys.stdlib_module_names - {"jintan_rules"}))
"""


def test_importing_the_library_imports_only_attrs_and_cattrs_besides_the_standard_library():
    run = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", SEEN],
        capture_output=True,
        text=True,
        check=True,
    )

    assert set(run.stdout.split()) <= CORE
    assert run.stderr == ""
