"""Nested plain data without numbers that JSON does not have."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["finite"]


def finite(content: Any) -> Any:
    """The same mappings and lists with None for every float that is no finite number."""
    if isinstance(content, dict):
        return {key: finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [finite(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content
