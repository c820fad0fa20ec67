"""Texts as lines of at most 80 characters: tables with aligned columns, and wrapped sentences."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

__all__ = ["WIDTH", "aligned", "wrapped"]

WIDTH = 80
NARROWEST = 12
TIED = "\N{NO-BREAK SPACE}"


def aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as narrow as they go, the first to the left; a name too long for its column gets a line of its own."""
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    gap = "  " if sum(sizes) + 2 * (len(sizes) - 1) <= WIDTH else " "
    sizes[0] = max(NARROWEST, min(sizes[0], WIDTH - sum(sizes[1:]) - len(gap) * (len(sizes) - 1)))
    for name, *cells in rows:
        if len(name) > sizes[0]:
            yield name
            name = ""
        yield gap.join([name.ljust(sizes[0]), *(cell.rjust(size) for cell, size in zip(cells, sizes[1:], strict=True))])


def wrapped(text: str) -> list[str]:
    """Lines of at most 80 characters; a command stays whole, so that it can be copied."""
    indent = " " * (len(text) - len(text.lstrip()))
    if text.lstrip().startswith("python -m"):
        return [text]
    kept = text.replace(" %", f"{TIED}%").replace(" pt", f"{TIED}pt")  # a number and its unit stay together
    lines = textwrap.wrap(kept, WIDTH, subsequent_indent=indent + "  ", break_on_hyphens=False)
    return [line.replace(TIED, " ") for line in lines] or [""]
