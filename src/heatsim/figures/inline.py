"""A figure as SVG that stands inside a page: it takes its ink and its ground from the page, and its ids are its own."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from heatsim.figures import style
from heatsim.figures.save import FORMATS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Figure

__all__ = ["INKS", "inline", "narrow_axes"]

NARROW_INCHES = 3.8  # at 96 pixels each as wide as a window of 400 pixels has room

# What a page may show otherwise, in the dark for one: the colour of a figure, and the page's name for it.
INKS = {"#ffffff": "--paper", "#000000": "--ink", style.INK: "--ink", style.MUTED: "--muted", style.RULE: "--rule"}
FIXED = frozenset({style.ON_LIGHT, style.ON_DARK})

_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)  # XML declaration and document type: a page has its own
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_OWN = re.compile(r' (?:xmlns(?::xlink)?|version|width|height)="[^"]*"')
_USED = re.compile(r'(?:href="#|url\(#)([^")]+)')
_ID = re.compile(r' id="([^"]*)"')
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def inline(figure: Figure, prefix: str) -> str:
    """The `<svg>` element of a figure, as wide as there is room; `prefix` sets its ids apart from those of others on the page.

    White, ink, grey and rules become `var(--paper)`, `var(--ink)`, `var(--muted)` and `var(--rule)`. All other colours are lifted
    towards white by the page's `--lift`, so that they keep their contrast in the dark; without it they stay.
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
    body, lifted = _page_colours(body)
    return (_ID.sub("", _OWN.sub("", head)) + f' fill="var(--ink)" style="{lifted}"' + bracket + body).strip()


def _page_colours(body: str) -> tuple[str, str]:
    """The body with the page's names for its colours, and what those are that the figure names itself."""
    names = dict(INKS)
    for colour in dict.fromkeys(_COLOUR.findall(body)):
        if colour not in FIXED:
            names.setdefault(colour, f"--c{len(names)}")
    own = [f"{name}:color-mix(in oklab,{colour},white var(--lift,0%))" for colour, name in names.items() if colour not in INKS]
    return _COLOUR.sub(lambda match: f"var({names[match[0]]})" if match[0] in names else match[0], body), ";".join(own)


def narrow_axes(height: float) -> Axes:
    """Axes `height` inches high for a narrow window: what is drawn in them, given as `ax`, has letters of full size there."""
    with style.look():
        return style.canvas(NARROW_INCHES, height).add_subplot()
