"""The files that hostile ones are made from: right and wrong ones at first, then also those that said something new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from heatsim.engines.stories import STORIES
from heatsim.errors import ScenarioError
from heatsim.scenario.nodes import plain
from heatsim.scenario.source import compose
from heatsim.scenario.textfile import from_text

__all__ = ["ROOT", "Pool", "scenarios", "sheets", "worlds"]

ROOT = Path(__file__).parents[2]
SMALL = 12_000  # bytes of a file that others are made from
MOST = 3000  # that are kept of those that said something new


@dataclass
class Pool:
    """Texts, and the plain data they hold where they are YAML."""

    right: list[str]
    wrong: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    trees: list[Any] = field(default_factory=list)
    under: dict[str, list[Any]] = field(default_factory=dict)  # what stands under a key somewhere

    def __post_init__(self) -> None:
        self.trees = [tree for text in self.right if isinstance(tree := tree_of(text), dict)]
        for tree in self.trees:
            for key, value in _entries(tree):
                self.under.setdefault(key, []).append(value)

    def text(self, chance: Random) -> str:
        """Right ones as often as all others."""
        return chance.choice(chance.choice([self.right, self.wrong or self.right, self.right, self.fresh or self.right]))

    def tree(self, chance: Random) -> Any:
        return chance.choice(self.trees)

    def keep(self, text: str) -> None:
        """Breed from this one too."""
        if len(self.fresh) < MOST and len(text) < SMALL:
            self.fresh.append(text)


def _entries(tree: Any) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items() if isinstance(tree, dict) else ():
        yield str(key), value
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _entries(value)


def tree_of(text: str) -> Any:
    """Plain data of a text; None where it is not YAML."""
    try:
        return plain(compose(from_text(text))[0])
    except ScenarioError:
        return None


def scenarios() -> Pool:
    """The conformance suite, textbook cases, and the engines' small stories."""
    files = [*sorted((ROOT / "tests/conformance/valid").glob("*.yaml")), *sorted((ROOT / "scenarios/reference").glob("*.yaml"))]
    return Pool([*_small(files), *STORIES.values()], _small(sorted((ROOT / "tests/conformance/invalid").glob("*.yaml"))))


def sheets() -> Pool:
    """Canon sheets, cut down so that one costs little."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.yaml")) if ".world" not in path.name)
    return Pool([_few(text) for text in texts])


def worlds() -> Pool:
    """Canon worlds."""
    return Pool(_small(sorted((ROOT / "seeds").glob("*.world.yaml"))))


def _small(files: list[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in files if path.stat().st_size < SMALL]


def _few(text: str) -> str:
    """A sheet with the first entries of each of its parts, an entry to a line."""
    parts = {key: dict(list(part.items())[:6]) if isinstance(part, dict) else part for key, part in tree_of(text).items()}
    return re.sub(r"(?<=\}), ", ",\n  ", json.dumps(parts, ensure_ascii=False))
