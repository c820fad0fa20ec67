"""A figure as SVG that stands inside a page: it takes its ink and its ground from the page, and its ids are its own."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from heatsim.figures import style
from heatsim.figures.save import FORMATS

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Figure

__all__ = ["INKS", "inline"]

# What a page may show otherwise, in the dark for one: the colour of a figure, and the page's name for it.
INKS = {"#ffffff": "--paper", style.INK: "--ink", style.MUTED: "--muted", style.RULE: "--rule"}

_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)  # XML declaration and document type: a page has its own
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_OWN = re.compile(r' (?:xmlns(?::xlink)?|version|width|height)="[^"]*"')
_USED = re.compile(r'(?:href="#|url\(#)([^")]+)')
_ID = re.compile(r' id="([^"]*)"')
_COLOUR = re.compile("|".join(INKS))


def inline(figure: Figure, prefix: str) -> str:
    """The `<svg>` element of a figure, as wide as there is room; `prefix` sets its ids apart from those of others on the page.

    White, ink, grey and rules become `var(--paper)`, `var(--ink)`, `var(--muted)` and `var(--rule)`.
    """
    buffer = io.BytesIO()
    with style.look(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "constrained_layout not applied"
        )  # names longer than a figure is wide: crowded, and right
        figure.savefig(buffer, format="svg", metadata=FORMATS["svg"])
    svg = _METADATA.sub("", _PROLOGUE.sub("", buffer.getvalue().decode()))
    head, bracket, body = svg.partition(">")
    body = body.replace("xlink:href", "href")
    used = set(_USED.findall(body))
    body = _ID.sub(lambda match: f' id="{prefix}-{match[1]}"' if match[1] in used else "", body)
    body = _USED.sub(lambda match: match[0].replace("#", f"#{prefix}-", 1), body)
    body = _COLOUR.sub(lambda match: f"var({INKS[match[0]]})", body)
    return (_ID.sub("", _OWN.sub("", head)) + bracket + body).strip()
