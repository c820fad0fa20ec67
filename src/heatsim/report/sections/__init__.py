"""The sections of a report in their order: the name in the page's address, the title, and the function that writes it.

Each takes the material and gives HTML, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from heatsim.report.sections.assumptions import assumptions
from heatsim.report.sections.beatsheets import beatsheets
from heatsim.report.sections.endings import endings
from heatsim.report.sections.fight import fight
from heatsim.report.sections.film import film
from heatsim.report.sections.outcome import outcome
from heatsim.report.sections.race import race
from heatsim.report.sections.remake import remake
from heatsim.report.sections.replay import replay
from heatsim.report.sections.sensitivity import sensitivity
from heatsim.report.sections.variants import variants

if TYPE_CHECKING:
    from heatsim.report.markup import Html
    from heatsim.report.material import Material

__all__ = ["SECTIONS"]

SECTIONS: tuple[tuple[str, str, Callable[[Material], Html | None]], ...] = (
    ("watch", "Watch it happen", replay),
    ("beats", "Beat by beat", beatsheets),
    ("endings", "How it ended", endings),
    ("outcome", "What it came to", outcome),
    ("race", "The race", race),
    ("fight", "The fight", fight),
    ("film", "Against the film", film),
    ("what-if", "What if", variants),
    ("rests-on", "What it rests on", sensitivity),
    ("assumptions", "Assumptions", assumptions),
    ("remake", "Make it again", remake),
)
