"""The gunfight over all replications: who stays up, who puts whom out, and what is fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.figures import fates
from heatsim.report.markup import Html, el
from heatsim.report.parts import drawing, section

if TYPE_CHECKING:
    from heatsim.report.material import Material

__all__ = ["fight"]

LEAD = "Who is still up, who puts whom out, and the rounds it takes, over all replications with a shot in them."


def fight(material: Material) -> Html | None:
    from heatsim.figures import plot

    results = material.results
    if not fates.any_shot(results):
        return None
    return section(
        "fight",
        "The fight",
        el("p", LEAD, class_="lead"),
        drawing(plot.survival(results), "survival", "Share of replications in which each fighter is still up, over time"),
        drawing(plot.who_shot_whom(results), "who-shot-whom", "How often each shooter put each target out"),
        drawing(plot.rounds(results), "rounds", "Rounds fired and rounds that hit, by shooter"),
    )
