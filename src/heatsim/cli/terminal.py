"""Whether somebody looks at the output, and wants it bold and dim."""

from __future__ import annotations

import os
import sys

__all__ = ["emphasised"]


def emphasised() -> bool:
    """On a terminal that can, unless NO_COLOR asks for plain text (no-color.org); never in a pipe or a file."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
