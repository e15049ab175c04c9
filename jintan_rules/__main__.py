"""``python -m jintan_rules``: the command line."""

import sys

from jintan_rules.cli import main

sys.exit(main())
