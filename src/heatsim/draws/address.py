"""Where a draw lives: the name of a site of chance, which time it is drawn there, and which word of the block.

People write `shiherlis/search the truck`, `units[2]/travel#3` or `mccauley/fire#12.2`: site, then `#` occurrence, then `.` word.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from heatsim.draws.philox import WORD
from heatsim.errors import UsageError

__all__ = ["WORDS_PER_BLOCK", "Address", "site_number"]

WORDS_PER_BLOCK = 4

_TAIL = re.compile(r"(?P<site>.+)#(?P<occurrence>[0-9]{1,20})(?:\.(?P<word>[0-9]{1,2}))?", re.DOTALL)


@lru_cache(maxsize=1 << 16)
def site_number(name: str) -> int:
    """The counter word of a site: BLAKE2b with an 8-byte digest of the UTF-8 name, read little-endian."""
    try:
        text = name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"the name of a site must be proper Unicode text, not {name!r}") from error
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


class Address(NamedTuple):
    """One draw within a replication; `occurrence` counts from 0, `word` is 0..3."""

    site: str
    occurrence: int = 0
    word: int = 0

    def __str__(self) -> str:
        if self.word:
            return f"{self.site}#{self.occurrence}.{self.word}"
        # A site whose own name ends like an address needs its occurrence spelt out, or it would be read back as another.
        if self.occurrence or _TAIL.fullmatch(self.site):
            return f"{self.site}#{self.occurrence}"
        return self.site

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `site`, `site#occurrence` or `site#occurrence.word`; UsageError if it is no address."""
        match = _TAIL.fullmatch(text)
        if match is None:
            return cls(text).checked()
        return cls(match["site"], int(match["occurrence"]), int(match["word"] or 0)).checked()

    def checked(self) -> Address:
        """The address itself, or a UsageError that says what is wrong with it."""
        if not self.site:
            raise UsageError("an address needs the name of a site: site, site#occurrence or site#occurrence.word")
        if not 0 <= self.occurrence <= WORD:
            raise UsageError(f"'{self}': the occurrence must be from 0 to 2**64 - 1")
        if not 0 <= self.word < WORDS_PER_BLOCK:
            raise UsageError(f"'{self}': the word must be 0, 1, 2 or 3")
        return self
