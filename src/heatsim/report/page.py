"""The page: a template with slots, its style and its script, and what the sections say."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from heatsim.report.markup import Html, data, join, text
from heatsim.report.scene import scene
from heatsim.report.sections import SECTIONS
from heatsim.report.sections.opening import opening
from heatsim.report.stage import lanes, stage

if TYPE_CHECKING:
    from heatsim.report.material import Material

__all__ = ["SCRIPTS", "STYLES", "asset", "page"]

STYLES = ("page.css", "replay.css")
SCRIPTS = ("make.js", "pace.js", "world.js", "plan.js", "lanes.js", "beats.js", "player.js")
_SLOT = re.compile(r"<!-- slot: (\w+) -->")


def asset(name: str) -> str:
    """The text of one of the page's own files."""
    return files("heatsim.report").joinpath("assets", name).read_text(encoding="utf-8")


def page(material: Material) -> str:
    """The whole page. It holds everything it shows; its policy forbids it to fetch or run anything else."""
    style = "\n".join(map(asset, STYLES))
    script = "(() => {\n'use strict';\n" + "\n".join(map(asset, SCRIPTS)) + "\n})();\n"
    made = [(name, title, body) for name, title, section in SECTIONS if (body := section(material)) is not None]
    slots = {
        "title": text(material.scenario.title),
        "policy": text(_policy(script)),
        "style": Html(style),
        "opening": opening(material, [(name, title) for name, title, _ in made]),
        "sections": join(body for _, _, body in made),
        "replay": data(_replay(material)),
        "script": Html(script),
    }
    # One pass: what is put into a slot is not looked at again, whatever it contains.
    return _SLOT.sub(lambda match: slots[match[1]], asset("page.html"))


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    nothing = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{nothing}; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _replay(material: Material) -> dict[str, object]:
    rows = lanes(material.program, [world.trace for world in material.worlds])
    return {
        "stage": stage(material.scenario, material.program, rows),
        "worlds": [scene(world, rows) for world in material.worlds],
    }
