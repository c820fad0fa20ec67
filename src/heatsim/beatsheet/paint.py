"""Terminal colours, and cells of a fixed width."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BOLD", "DIM", "ITALIC", "RED", "YELLOW", "Paint", "fit"]

# Parameters of the terminal's "select graphic rendition" sequence (ECMA-48, 8.3.117).
BOLD, DIM, ITALIC, YELLOW, RED = "1", "2", "3", "33", "1;31"


@dataclass(frozen=True, slots=True)
class Paint:
    """Paints words, or leaves them as they are; `width` is the page's, in characters."""

    width: int
    color: bool

    def __call__(self, words: str, tone: str) -> str:
        return f"\x1b[{tone}m{words}\x1b[0m" if self.color and tone and words.strip() else words

    def rule(self) -> str:
        return self("-" * self.width, DIM)


def fit(words: str, width: int) -> str:
    """Padded, or cut with an ellipsis, to exactly `width` characters."""
    return (words if len(words) <= width else words[: width - 1] + "…").ljust(width)
