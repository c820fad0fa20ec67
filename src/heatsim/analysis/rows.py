"""Rows of an analysis as a file: CSV with a head, floats in full, missing as nothing."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["plain", "write_csv"]


def write_csv(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """One line per row; the keys of the first row are the columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in map(plain, rows))


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with None for what is not finite, as JSON has no NaN."""
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
