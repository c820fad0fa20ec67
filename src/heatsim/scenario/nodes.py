"""The tree a scenario file becomes: scalars, sequences and mappings that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from heatsim.errors import Where

__all__ = [
    "Entry",
    "Mapping",
    "Node",
    "Path",
    "Scalar",
    "Sequence",
    "children",
    "find",
    "mappings",
    "merged",
    "plain",
    "replaced",
    "to_node",
    "without",
]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `text` is how it was written; `shift` columns lie between `where` and the text, -1 if that is not exact."""

    value: str | int | float | bool
    text: str
    where: Where
    shift: int = 0

    def at(self, column: int) -> Where:
        """The place of a character of the text; the start of the value when it is folded or escaped."""
        return self.where if self.shift < 0 else Where(self.where.line, self.where.column + self.shift + column)


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a mapping."""

    key: str
    where: Where
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, Entry]
    where: Where

    def get(self, key: str) -> Node | None:
        """The value under a key, if there is one."""
        entry = self.entries.get(key)
        return entry.value if entry else None

    def key(self, key: str) -> Where:
        """Where a key stands; where the mapping starts if it has no such key."""
        entry = self.entries.get(key)
        return entry.where if entry else self.where


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    where: Where


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """The node as dicts, lists, texts, numbers and booleans."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


def to_node(value: Any, where: Where = Where()) -> Node:
    """Plain data as a tree, all of it at one place; TypeError for what no scenario file can hold."""
    if isinstance(value, (bool, int, float, str)):
        return Scalar(value, str(value).lower() if isinstance(value, bool) else str(value), where, -1)
    if isinstance(value, dict):
        return Mapping({str(key): Entry(str(key), where, to_node(one, where)) for key, one in value.items()}, where)
    if isinstance(value, (list, tuple)):
        return Sequence(tuple(to_node(one, where) for one in value), where)
    raise TypeError(f"a scenario holds texts, numbers, lists and mappings, not {type(value).__name__}")


def children(node: Node) -> list[Node]:
    """The nodes directly under a node."""
    if isinstance(node, Mapping):
        return [entry.value for entry in node.entries.values()]
    return list(node.items) if isinstance(node, Sequence) else []


def find(root: Node, path: Path) -> Node | None:
    """The node at a path of keys and positions."""
    node: Node | None = root
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def without(root: Node, paths: set[Path]) -> Node:
    """A copy of the tree that lacks what stands at the paths; the tree itself (aliases share parts of it) stays."""
    below: dict[str | int, set[Path]] = {}
    for path in paths:
        below.setdefault(path[0], set()).add(path[1:])
    gone = {step for step, rest in below.items() if () in rest}

    def keep(step: str | int, node: Node) -> Node:
        return without(node, below[step]) if step in below else node

    if isinstance(root, Mapping):
        kept = {key: Entry(key, one.where, keep(key, one.value)) for key, one in root.entries.items() if key not in gone}
        return Mapping(kept, root.where)
    if isinstance(root, Sequence):
        return Sequence(tuple(keep(i, item) for i, item in enumerate(root.items) if i not in gone), root.where)
    return root


def merged(base: Mapping, changes: Mapping) -> Mapping:
    """The mapping with some keys replaced or added."""
    return Mapping({**base.entries, **changes.entries}, base.where)


def replaced(root: Node, path: Path, new: Node) -> Node:
    """A copy of the tree with another node at an existing path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(root, Mapping) and isinstance(step, str):
        entry = root.entries[step]
        return Mapping({**root.entries, step: Entry(step, entry.where, replaced(entry.value, rest, new))}, root.where)
    if isinstance(root, Sequence) and isinstance(step, int):
        items = list(root.items)
        items[step] = replaced(items[step], rest, new)
        return Sequence(tuple(items), root.where)
    raise KeyError(step)


def mappings(root: Node, path: Path = ()) -> Iterator[tuple[Path, Mapping]]:
    """Every mapping of the tree with its path, from the top in file order."""
    if isinstance(root, Mapping):
        yield path, root
        for key, entry in root.entries.items():
            yield from mappings(entry.value, (*path, key))
    elif isinstance(root, Sequence):
        for i, item in enumerate(root.items):
            yield from mappings(item, (*path, i))
