"""A trace for people (the beat sheet) and for other programs (CSV, JSON Lines, Chrome trace)."""

from __future__ import annotations

from heatsim.beatsheet.chrome import to_chrome
from heatsim.beatsheet.export import export
from heatsim.beatsheet.records import to_csv, to_jsonl
from heatsim.beatsheet.sheet import text

__all__ = ["export", "text", "to_chrome", "to_csv", "to_jsonl"]
