"""A figure as SVG that stands inside a page: it takes its ink and its ground from the page, and its ids are its own."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from heatsim.figures import style
from heatsim.figures.save import FORMATS

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Figure

__all__ = ["INKS", "inline"]

# What a page may show otherwise, in the dark for one: the colour of a figure, and the page's name for it.
INKS = {"#ffffff": "--paper", style.INK: "--ink", style.MUTED: "--muted", style.RULE: "--rule"}

_HEAD = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)  # XML declaration and document type: a page has its own
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_XLINK = re.compile(r' xmlns(?::xlink)?="[^"]*"| version="[^"]*"')
_ID = re.compile(r'(\bid="|\bhref="#|url\(#)')
_COLOUR = re.compile("|".join(INKS))


def inline(figure: Figure, prefix: str) -> str:
    """The `<svg>` element of a figure, as wide as there is room; `prefix` sets its ids apart from those of others on the page.

    White, ink, grey and rules become `var(--paper)`, `var(--ink)`, `var(--muted)` and `var(--rule)`.
    """
    buffer = io.BytesIO()
    with style.look():
        figure.savefig(buffer, format="svg", metadata=FORMATS["svg"])
    svg = _METADATA.sub("", _HEAD.sub("", buffer.getvalue().decode()))
    head, bracket, body = svg.partition(">")
    head = _XLINK.sub("", re.sub(r' (?:width|height)="[\d.]+pt"', "", head))
    body = body.replace("xlink:href", "href")
    body = _COLOUR.sub(lambda match: f"var({INKS[match[0]]})", body)
    return _ID.sub(rf"\g<1>{prefix}-", head + bracket + body).strip()
