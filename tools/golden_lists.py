"""Write the golden list of each built-in profile's rules, or check that they are as written.

Usage: python tools/golden_lists.py [--check]

A rule that comes, goes or changes its strength, subject or dates changes a
list; running this without ``--check`` accepts the change.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jintan_rules as jr

FOLDER = Path(__file__).parent.parent / "tests" / "golden"


def listed(name: str) -> str:
    """Return the list of one profile: a line for each rule, in the profile's order."""
    profile = jr.load_profile(name, drafts=True)
    lines = []
    for rule in profile.rules:
        first = rule.editions[0].start
        last = rule.editions[-1].end or "…"
        parts = [rule.id, rule.strength, rule.subject, f"{first}..{last}"]
        parts += [word for word in ("draft", "integrity") if getattr(rule, word)]
        parts += [f"also:{other}" for other in rule.cited_as]
        lines.append(" ".join(str(part) for part in parts))
    lines += [f"- {gone.rule} {gone.profile}: {gone.reason}" for gone in profile.deselected]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the lists; return 1 where a check finds a difference."""
    check = "--check" in sys.argv[1:]
    changed = []
    for name in jr.profile_ids():
        path, text = FOLDER / f"{name}.txt", listed(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        changed.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if check and changed:
        print(f"changed: {', '.join(changed)}; accept it with: python tools/golden_lists.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
