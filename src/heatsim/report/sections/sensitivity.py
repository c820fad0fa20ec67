"""What the conclusion rests on: the assumptions that move the outcome most, each tried at both ends of its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.figures.inline import narrow_axes
from heatsim.report.markup import Html, el
from heatsim.report.parts import drawing, section, words

if TYPE_CHECKING:
    from heatsim.analysis.tornado import Tornado
    from heatsim.report.material import Material

__all__ = ["sensitivity"]


def sensitivity(material: Material) -> Html | None:
    from heatsim.figures import plot

    made = material.tornado
    if made is None or not made.bars:
        return None
    told = f"How far each of {len(made.bars)} assumptions moves {made.response.text} at the ends of its range"
    return section(
        "rests-on",
        "What it rests on",
        el("p", _chosen(material), class_="lead"),
        drawing(plot.tornado(made), "tornado", told, narrow=plot.tornado(made, ax=narrow_axes(1.6 + 0.58 * len(made.bars)))),
        el("p", _left_out(made), class_="small") if made.left_out else None,
    )


def _chosen(material: Material) -> str:
    screen = material.screen
    ends = "each alone at both ends of its range, under the same luck"
    if not screen.replications:
        return f"All {screen.of} numbers with a declared range, {ends}."
    return (
        f"Of {screen.of} numbers with a declared range (counts aside), the {len(screen.names)} that the outcome follows most"
        f" when all are drawn from their ranges at once ({screen.replications:,} replications), {ends}."
    )


def _left_out(made: Tornado) -> str:
    return "Left out: " + "; ".join(f"{words(name)}: {why}" for name, why in made.left_out) + "."
