"""The replay: an empty stage that the page's script fills, and what to do without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.report.markup import Html, el
from heatsim.report.parts import section

if TYPE_CHECKING:
    from heatsim.report.material import Material

__all__ = ["replay"]

KEYS = "Space plays and pauses; ← and → go from beat to beat, with Shift by a tenth of the whole; Home and End to its ends."


def replay(material: Material) -> Html:
    count = len(material.worlds)
    what = "one replication" if count == 1 else f"{count} replications"
    ground = " on the ground where it happens," if material.program.bodies else ""
    return section(
        "watch",
        "Watch it happen",
        el("p", f"{what.capitalize()} from beginning to end:{ground} who does what, and what the clocks say.", class_="lead"),
        el("p", KEYS, class_="small keys"),
        el("noscript", el("p", "The replay needs JavaScript; all else on this page is there without it.", class_="notice")),
        el("div", id="replay", class_="replay", role="group", aria_label="Replay"),
    )
