"""Reading back the small JSON files beside a study: whatever stands there, the answer is a mapping, empty if it is of no use."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["json_object"]

MOST = 10_000_000  # bytes; heatsim's own records have some thousands


def json_object(path: Path) -> dict[str, Any]:
    """The object that a file holds; none of its keys if there is no file, or it cannot be read, is too large or no object."""
    with suppress(OSError, ValueError, RecursionError):  # nested too deep is a RecursionError
        with path.open("rb") as file:
            text = file.read(MOST + 1)
        found = json.loads(text) if len(text) <= MOST else None
        if isinstance(found, dict):
            return found
    return {}
