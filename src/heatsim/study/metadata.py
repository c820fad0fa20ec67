"""What a Parquet file says about itself, as text. Whoever made the file may have put anything there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow

__all__ = ["metadata_of"]


def metadata_of(schema: pyarrow.Schema) -> dict[str, str]:
    """The key-value pairs of a file's schema; what is no UTF-8 has question marks in it."""
    return {key.decode(errors="replace"): value.decode(errors="replace") for key, value in (schema.metadata or {}).items()}
