"""The record of a canon world: which draws make the model do what the film shows, short enough to read in a diff.

    world: 1
    heist: armored-car
    scenario: armored-car
    language: 1
    seed: 1995
    replication: 4711
    note: found by ...
    draws:
      "mccauley/the nod": 0.31

`draws` are the supplied numbers by address, over the background of the seed and the replication; empty when a plain replication
is the film. `lacks` lists tests of details that the world is known not to meet.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from heatsim.draws.address import Address
from heatsim.draws.world import World
from heatsim.errors import Problem, ScenarioError, StoreError, UsageError, Where, nearest
from heatsim.scenario.nodes import Mapping, Node, Scalar, Sequence, plain
from heatsim.scenario.source import compose, read
from heatsim.scenario.textfile import Source

__all__ = ["FORMAT", "CanonWorld", "read_world", "world_of", "world_text", "write_world"]

FORMAT = 1
KEYS = ("world", "heist", "scenario", "language", "seed", "replication", "note", "lacks", "draws")
WIDTH = 100


@dataclass(frozen=True, slots=True)
class CanonWorld:
    """A recorded world: of which heist and scenario, in which version of the language, and how it was found."""

    heist: str
    scenario: str
    language: int
    world: World
    note: str = ""
    lacks: tuple[str, ...] = ()


def read_world(path: str | Path, sites: Collection[str] | None = None) -> CanonWorld:
    """Read a record; ScenarioError with every problem, among them draws at sites that are not among `sites`."""
    return world_of(read(path), sites)


def world_of(source: Source, sites: Collection[str] | None = None) -> CanonWorld:
    """The world a text holds; ScenarioError with every problem."""
    root, problems = compose(source)
    reader = _Reader(source, root, problems)
    found = reader.world(sites)
    if reader.problems or found is None:
        raise ScenarioError(tuple(sorted(reader.problems)))
    return found


def world_text(record: CanonWorld) -> str:
    """The content of the file: the same record gives the same text."""
    world = record.world
    lines = [
        f"world: {FORMAT}",
        f"heist: {_quoted(record.heist)}",
        f"scenario: {_quoted(record.scenario)}",
        f"language: {record.language}",
        f"seed: {world.seed}",
        f"replication: {world.replication}",
    ]
    if record.note:
        lines.append(f"note: {_quoted(record.note)}")
    if record.lacks:
        lines.append(f"lacks: [{', '.join(_quoted(name) for name in record.lacks)}]")
    lines.append("draws:" if world.pins else "draws: {}")
    lines += [f"  {_quoted(str(address))}: {u!r}" for address, u in sorted(world.pins.items())]
    return "\n".join(lines) + "\n"


def write_world(record: CanonWorld, path: Path) -> None:
    """Write the record, whole or not at all; StoreError if that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(world_text(record))
            Path(name).chmod(0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def _quoted(text: str) -> str:
    """As JSON writes it, which is YAML too; addresses hold spaces, slashes and '#'."""
    plain_word = text.replace("-", "").isalnum() and text.isascii() and text[0].isalpha()
    return text if plain_word and text.lower() not in ("true", "false", "null") else json.dumps(text, ensure_ascii=False)


@dataclass
class _Reader:
    source: Source
    root: Mapping
    problems: list[Problem]

    def wrong(self, where: Where, message: str) -> None:
        self.problems.append(self.source.problem(where, message))

    def world(self, sites: Collection[str] | None) -> CanonWorld | None:
        for key, entry in self.root.entries.items():
            if key not in KEYS:
                self.wrong(entry.where, f"unknown key '{key}' in a canon world{nearest(key, KEYS)}")
        if self.number("world") != FORMAT:
            self.wrong(self.root.key("world"), f"a canon world starts with 'world: {FORMAT}', the version of its format")
        heist, scenario, note = self.text("heist"), self.text("scenario"), self.text("note", needed=False)
        language, seed, replication = self.number("language"), self.number("seed"), self.number("replication")
        pins = self.pins(sites)
        if self.problems:
            return None
        try:
            return CanonWorld(heist, scenario, language, World(seed, replication, pins), note, self.lacks())
        except UsageError as error:
            self.wrong(self.root.where, str(error))
            return None

    def value(self, key: str, needed: bool) -> Node | None:
        value = self.root.get(key)
        if value is None and needed:
            self.wrong(self.root.where, f"'{key}' is missing")
        return value

    def text(self, key: str, needed: bool = True) -> str:
        value = self.value(key, needed)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self.wrong(self.root.key(key), f"'{key}' must be text")
            return ""
        return value.text

    def number(self, key: str) -> int:
        value = self.value(key, needed=True)
        if isinstance(value, Scalar) and isinstance(value.value, int) and not isinstance(value.value, bool):
            return value.value
        if value is not None:
            self.wrong(self.root.key(key), f"'{key}' must be a whole number")
        return 0

    def lacks(self) -> tuple[str, ...]:
        value = self.root.get("lacks")
        return tuple(str(plain(item)) for item in value.items) if isinstance(value, Sequence) else ()

    def pins(self, sites: Collection[str] | None) -> dict[Address, float]:
        draws = self.value("draws", needed=True)
        if draws is not None and not isinstance(draws, Mapping):
            self.wrong(self.root.key("draws"), "'draws' must be a mapping from addresses to numbers between 0 and 1")
        found: dict[Address, float] = {}
        known = sorted(sites or ())
        for key, entry in draws.entries.items() if isinstance(draws, Mapping) else ():
            try:
                address = Address.parse(key)
            except UsageError as error:
                self.wrong(entry.where, str(error))
                continue
            u = plain(entry.value)
            if isinstance(u, bool) or not isinstance(u, int | float) or not 0.0 < u < 1.0:
                self.wrong(entry.where, f"the draw '{key}' must be a number strictly between 0 and 1, not {u!r}")
            elif address in found:
                self.wrong(entry.where, f"the draw '{address}' is given twice")
            elif sites is not None and address.site not in sites:
                near = nearest(address.site, known)
                self.wrong(entry.where, f"the scenario has no site of chance '{address.site}'{near}; has it changed? search again")
            else:
                found[address] = float(u)
        return found
