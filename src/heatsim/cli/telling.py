"""What a command says at its end: what it found as JSON, as text, or not at all, and where it was written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Found", "tell"]


class Found(Protocol):
    """What prints as text and can be had as plain data."""

    def to_dict(self) -> dict[str, Any]: ...


def tell(found: Found, *, as_json: bool, quiet: bool, out: Path | None = None, text: Callable[[], str] | None = None) -> None:
    """JSON has nothing beside it, whatever else was asked for; `text` writes it where there are several ways to."""
    from heatsim.study.store import json_text

    if as_json:
        sys.stdout.write(json_text(found.to_dict()))
    elif not quiet:
        print(found if text is None else text(), end="")
        if out is not None:
            print(f"\nwritten to {out}")
