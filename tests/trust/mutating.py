"""Files spoilt at random: their text, cut and stitched, or the tree they hold, with branches moved, dropped and replaced."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from random import Random
from typing import Any

from trust.hostile import NUMBERS, STRAY, WORDS, scalar
from trust.pool import Pool

__all__ = ["spoilt_bytes", "spoilt_text", "spoilt_tree"]

PUNCTUATION = (
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "#",
    "|\n",
    ">\n",
    "'",
    '"',
    "? ",
    "&a ",
    "*a",
    "!x ",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "<<: ",
)
LARGEST = 40_000  # characters; what is larger has tests of its own


def spoilt_text(chance: Random, text: str, other: str) -> str:
    """The text after a few changes; pieces come from `other`."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        text = chance.choice(CHANGES)(chance, text, other)
    return text[:LARGEST]


def _lines_moved(chance: Random, text: str, other: str) -> str:
    lines = text.split("\n")
    at, to, count = chance.randrange(len(lines)), chance.randrange(len(lines)), chance.choice((1, 1, 2, 5))
    piece = lines[at : at + count]
    pick = chance.randrange(4)
    if pick == 0:
        del lines[at : at + count]
    elif pick == 1:
        lines[to:to] = piece
    elif pick == 2:
        strange = other.split("\n")
        start = chance.randrange(len(strange))
        lines[to:to] = strange[start : start + count]
    else:
        shift = chance.choice(("  ", "    ", " ", "\t"))
        lines[at : at + count] = [shift + line if chance.random() < 0.5 else line.removeprefix("  ") for line in piece]
    return "\n".join(lines)


def _characters(chance: Random, text: str, other: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice((*STRAY, *PUNCTUATION)) + text[at + chance.choice((0, 0, 1, 3, 20)) :]


def _value(chance: Random, text: str, other: str) -> str:
    """Another value after a colon, or in a list."""
    ends = [at for at, letter in enumerate(text) if letter in ",]}\n"]
    if not ends:
        return text
    end = chance.choice(ends)
    start = max(text.rfind(mark, 0, end) + len(mark) for mark in (": ", "[", "- ", ", "))
    made = scalar(chance)
    written = made if isinstance(made, str) and chance.random() < 0.5 else json.dumps(made)
    return text[: max(start, 0)] + written + text[end:]


def _cut(chance: Random, text: str, other: str) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _stitched(chance: Random, text: str, other: str) -> str:
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]


CHANGES = (_lines_moved, _lines_moved, _value, _value, _value, _characters, _characters, _stitched, _cut)


def spoilt_bytes(chance: Random, data: bytes) -> bytes:
    """The same for bytes, which need not be text afterwards."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        at = chance.randrange(len(changed) + 1)
        pick = chance.randrange(4)
        if pick == 0 and at < len(changed):
            changed[at] ^= 1 << chance.randrange(8)
        elif pick == 1:
            changed[at:at] = chance.randbytes(chance.choice((1, 2, 9)))
        elif pick == 2:
            del changed[at : at + chance.choice((1, 4, 100))]
        elif at < len(changed):
            changed[at] = chance.choice((0, 10, 0xC0, 0xED, 0xFE, 0xFF))
    return bytes(changed)


Path = tuple[Any, ...]


def spoilt_tree(chance: Random, pool: Pool) -> Any:
    """Plain data of one file after a few changes. Half of the time a change fits its place, as far as other files tell."""
    tree, gentle = deepcopy(pool.tree(chance)), chance.random() < 0.5
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        holder, key = _somewhere(chance, tree)
        if holder is None:
            return scalar(chance)
        if gentle:
            _fitting(chance, holder, key, pool)
        else:
            _changed(chance, holder, key, pool.tree(chance))
    return tree


def _fitting(chance: Random, holder: Any, key: Any, pool: Pool) -> None:
    """Another value that stands under this key somewhere, or the same with other numbers in it."""
    value = holder[key]
    if isinstance(value, str) and any(letter.isdigit() for letter in value):
        holder[key] = re.sub(r"(?<![A-Za-z_.\d-])\d+(\.\d+)?", lambda _: chance.choice(NUMBERS), value, count=chance.choice((0, 1)))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        holder[key] = chance.choice((0, 1, -1, 2, 50, 10**6, 2**53, 1e300, 5e-324, 0.5))
    elif isinstance(key, str):
        holder[key] = deepcopy(chance.choice(pool.under.get(key) or [value]))
    else:
        holder.insert(chance.randrange(len(holder) + 1), deepcopy(value))


def _changed(chance: Random, holder: Any, key: Any, other: Any) -> None:
    pick = chance.randrange(8)
    if pick < 3:
        holder[key] = scalar(chance)
    elif pick == 3:
        del holder[key]
    elif pick == 4:
        strange, place = _somewhere(chance, other)
        holder[key] = deepcopy(strange[place]) if strange is not None else None
    elif pick == 5:
        holder[key] = chance.choice(([holder[key]], {"steps": [holder[key]]}, {"any": [holder[key]]}, [holder[key]] * 3))
    elif isinstance(holder, dict):
        strange, place = _somewhere(chance, other)
        if pick == 6 and isinstance(strange, dict):
            holder[place] = deepcopy(strange[place])
        else:
            holder[chance.choice((*WORDS, place if isinstance(place, str) else "x"))] = holder.pop(key)
    else:
        holder.insert(chance.randrange(len(holder) + 1), deepcopy(chance.choice(holder)))


def _somewhere(chance: Random, tree: Any) -> tuple[Any, Any]:
    """A holder and a key in it, deep places as likely as shallow ones."""
    places = list(_places(tree))
    return chance.choice(places) if places else (None, None)


def _places(tree: Any) -> Any:
    below = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for key, value in below:
        yield tree, key
        yield from _places(value)
