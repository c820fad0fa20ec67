"""Two letters for each actor, no two alike: what stands on its marker in a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count

__all__ = ["initials"]

_WORDS = re.compile(r"\w+")
_WEAK = frozenset({"the", "a", "an", "of", "with", "and", "in", "at"})


def initials(titles: Sequence[str]) -> tuple[str, ...]:
    """`McCauley` is Mc, `Guard 3` is G3, `Armored car` is AC; a pair of letters already given goes on to the next letters."""
    taken: set[str] = set()
    made = []
    for title in titles:
        short = next(one for one in chain(_offers(title), map(str, count(1))) if one not in taken)
        taken.add(short)
        made.append(short)
    return tuple(made)


def _offers(title: str) -> Iterator[str]:
    every = _WORDS.findall(title)
    words = [word for word in every if word.casefold() not in _WEAK] or every
    if not words:
        return
    first, last = words[0], words[-1]
    if len(words) > 1:
        yield first[0].upper() + (last[-2:] if last.isdigit() else last[0].upper())
    yield from (first[0].upper() + letter.lower() for letter in first[1:])
    yield from (first[0].upper() + letter.lower() for word in words[1:] for letter in word)
