"""Actors on their way: departing, arriving, stopping where they have got to, going on, being carried."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.program.model import BodyInfo
from heatsim.program.position import MAX_CARRIERS, carrier, position

__all__ = ["arrive", "board", "depart", "freeze", "proceed"]

MISSING = float("nan")


def depart(values: list[float], bodies: Sequence[BodyInfo], actor: int, x: float, y: float, takes: float) -> None:
    """Leave for a point; cover stays behind."""
    freeze(values, bodies, actor)
    body = bodies[actor]
    values[body.to_x], values[body.to_y] = x, y
    values[body.start], values[body.end] = values[0], values[0] + takes
    values[body.cover] = 0.0


def arrive(values: list[float], bodies: Sequence[BodyInfo], actor: int, cover: float) -> None:
    """The way is over."""
    body = bodies[actor]
    values[body.x], values[body.y] = values[body.to_x], values[body.to_y]
    values[body.start] = values[body.end] = MISSING
    values[body.cover] = cover


def freeze(values: list[float], bodies: Sequence[BodyInfo], actor: int) -> None:
    """Stop where the way has led so far (nothing, for somebody at rest or carried)."""
    body = bodies[actor]
    if values[body.end] != values[body.end]:
        return
    if values[body.aboard] < 0:
        values[body.x], values[body.y] = position(values, bodies, actor)
    values[body.start] = values[body.end] = MISSING


def proceed(values: list[float], bodies: Sequence[BodyInfo], actor: int, left: float) -> None:
    """Go on to where the way led, in the time that was left."""
    body = bodies[actor]
    values[body.start], values[body.end] = values[0], values[0] + left


def board(values: list[float], bodies: Sequence[BodyInfo], actor: int, onto: int) -> None:
    """Be where `onto` is from now on; -1: set down where the carrier is. A circle of carriers is an error."""
    body = bodies[actor]
    x, y = position(values, bodies, actor)
    freeze(values, bodies, actor)
    if onto < 0:
        values[body.x], values[body.y] = x, y
    values[body.aboard] = float(onto)
    values[body.cover] = 0.0
    if onto >= 0:
        top = carrier(values, bodies, actor)
        if values[bodies[top].aboard] >= 0:
            raise ValueError(f"carriers go round in a circle, or are more than {MAX_CARRIERS} deep")
