"""`python -m heatsim`."""

from __future__ import annotations

import sys

from heatsim.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
