"""What a gunfight needs: weapons, walls, and the fights with who is in them."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from heatsim.scenario.authored.distributions import Value
from heatsim.scenario.authored.words import Flag, Formula, Formulas, Model, Sides, Text, Whole, Word

__all__ = ["Fight", "Wall", "Weapon", "Wound"]


class Weapon(Model):
    """How fast and how well it fires; by `hit`, a chance, or by `dispersion`, an angle in radians."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["hit"]}, {"required": ["dispersion"]}]})
    every: Value = Field(description="Time between pulls of the trigger.")
    rounds: Whole | None = Field(None, description="Rounds per pull, 1 unless given.")
    hit: Formula | None = Field(None, description="Chance that a round hits an exposed, unsuppressed target.")
    dispersion: Formula | None = Field(None, description="Standard deviation of a circular normal spread, in radians.")
    reach: Formula | None = Field(None, description="No fire beyond this distance.")
    magazine: Whole | None = Field(None, description="Rounds before a reload.")
    carried: Whole | None = Field(None, description="Rounds in all.")
    reload: Value | None = Field(None, description="Time of a reload.")
    suppresses: Formula | None = Field(None, description="What each round adds to the suppression of whom it is fired at.")
    text: Text | None = None


class Wall(Model):
    """A straight line that nobody sees or shoots through."""

    from_: Formulas("x", "y") = Field(alias="from")  # type: ignore[valid-type]
    to: Formulas("x", "y")  # type: ignore[valid-type]


class Wound(Model):
    """A place where rounds hit: its share of all hits, and what a hit there does."""

    share: Formula
    dead: Formula = 0
    down: Formula = 0
    wounded: Formula = 0
    armoured: Flag = Field(False, description="Body armour covers it.")


class Fight(Model):
    """Who fights whom, what a hit does, and what of the ground counts."""

    between: Sides = Field(description="The sides, groups or actors that fight each other.")
    wounds: dict[Word, Wound] | None = Field(None, min_length=1, description="Where rounds hit and what they do.")
    hit_state: Literal["dead", "down"] = Field("dead", description="What enough hits do where there are no wounds.")
    geometry: Flag = Field(False, description="Positions, walls, reach and cover count.")
    target_radius: Formula | None = Field(None, description="Size of a standing person as a disc, 0.25 m unless given.")
    half_life: Formula | None = Field(None, description="Of suppression, 3 s unless given.")
    moving: Formula | None = Field(None, description="Factor on the chance to hit at or by somebody on the move, 0.5 unless given.")
    text: Text | None = None
