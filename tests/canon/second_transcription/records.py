"""The shapes of the second transcription: numbers, deeds, beats, pairs of beats, and states at the end.

A place is written `S002:1841`: the third synopsis (files are numbered from zero by the digits their names begin with), and the
0-based character offset in its text decoded as UTF-8. Places come from the source only, never from a canon sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Alternate", "Beat", "Deed", "End", "Heist", "Number", "Pair", "Place", "Vague"]

Place: TypeAlias = str
Bound: TypeAlias = Literal["=", ">=", "<="]
Basis: TypeAlias = Literal["cause", "stated", "told"]


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another reading of a figure, as some other text prints it."""

    value: str
    at: tuple[Place, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class Number:
    """A figure: `value` in the scenario language's notation (`3 min`, `$1.6M`, `11:30`, a bare count)."""

    name: str
    value: str
    at: tuple[Place, ...]
    text: str
    bound: Bound = "="
    derived: bool = False
    alternates: tuple[Alternate, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Vague:
    """A quantity that is told only in words, so that nobody takes it for a figure."""

    name: str
    text: str
    at: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to whom. An empty `by` says that no text names the doer; `doubt` says what is not settled."""

    key: str
    by: tuple[str, ...]
    did: str
    to: tuple[str, ...]
    at: tuple[Place, ...]
    body: str = ""
    rounds: int | None = None
    weapon: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happens. The beats of a heist stand in the order in which they are told."""

    key: str
    text: str
    at: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """`before` comes before `after`.

    `cause`: the later could not be without the earlier. `stated`: a word of the text says so (then, once, when, an ordinal).
    `told`: every text that has both tells them so within one scene, but no word fixes it.
    """

    before: str
    after: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class End:
    """The state of a person, a thing or a side at the end. `derived` says that no text states it in so many words."""

    who: str
    state: str
    text: str
    at: tuple[Place, ...]
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Heist:
    """Everything transcribed for one heist. `parallel`: pairs of beats the text sets side by side, hence not ordered."""

    name: str
    numbers: tuple[Number, ...]
    vague: tuple[Vague, ...]
    deeds: tuple[Deed, ...]
    beats: tuple[Beat, ...]
    pairs: tuple[Pair, ...]
    parallel: tuple[tuple[str, str], ...]
    ends: tuple[End, ...]
