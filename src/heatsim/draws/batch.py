"""Many draws at once: the table an engine reads from, and what it asks for when the table runs out.

Every number here equals `Draws.uniform` at the same address, bit for bit; only the cost differs.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, MutableSequence, Sequence
from itertools import accumulate, pairwise
from threading import local
from typing import TYPE_CHECKING, Any

from heatsim.draws.address import WORDS_PER_BLOCK, Address, site_number
from heatsim.draws.philox import CHUNK, WORD, first_words, philox4x64, philox_words
from heatsim.draws.uniform import to_uniform
from heatsim.draws.world import Draws
from heatsim.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Block", "UniformTable", "block", "further", "further_blocks", "prefetch", "prefetch_blocks"]

UniformTable = list[list[list[float]]]
Block = tuple[float, float, float, float]

_own = local()


def prefetch(draws: Sequence[Draws], sites: Sequence[str], depth: Sequence[int]) -> UniformTable:
    """Word 0 of the first `depth[i]` occurrences of `sites[i]`, as lists by replication, then site, then occurrence."""
    if len(sites) != len(depth) or any(count < 0 for count in depth):
        raise UsageError("prefetch needs one depth, not negative, for every site")
    if not any(depth):
        return [[[] for _ in sites] for _ in draws]
    spans = list(pairwise(accumulate(depth, initial=0)))
    table: UniformTable = []
    for flat in _rows(draws, sites, depth, sum(depth)):
        table.extend([[row[start:end] for start, end in spans] for row in flat])
    _supply(table, draws, sites, depth)
    _pin(table, draws, sites, depth)
    return table


def further(draws: Draws, site: str, start: int, count: int = 16) -> list[float]:
    """Word 0 of occurrences `start` to `start + count - 1` of one site."""
    if start < 0 or start + count > WORD + 1:
        raise UsageError(f"'{site}': occurrences are numbered from 0 to 2**64 - 1")
    uniforms: list[float]
    if draws.others and site in draws.others:
        uniforms = further(draws.others[site], site, start, count)
    else:
        words = _consecutive(draws, site, start, WORDS_PER_BLOCK * count)[::WORDS_PER_BLOCK]
        uniforms = _uniforms(~words if draws.antithetic else words).tolist()
    if draws.pins:
        for index in range(count):
            uniforms[index] = draws.pins.get(Address(site, start + index), uniforms[index])
    return uniforms


def prefetch_blocks(draws: Sequence[Draws], sites: Sequence[str], depth: int) -> list[list[array[float]]]:
    """All four words of the first `depth` occurrences of every site: arrays by replication, then site, of 4 * `depth` numbers.

    The words of occurrence `k` stand at `4 * k` to `4 * k + 3`. Arrays, since many of these numbers are never looked at.
    """
    if not sites or not depth:
        return [[array("d") for _ in sites] for _ in draws]
    import numpy as np

    occurrence = np.arange(depth, dtype=np.uint64)[None, None, :]
    site = np.array([site_number(name) for name in sites], dtype=np.uint64)[None, :, None]
    table: list[list[array[float]]] = []
    width = array("d").itemsize * WORDS_PER_BLOCK * depth
    step = max(1, CHUNK // (2 * depth * len(sites)))  # half as many as elsewhere, since all four words of each are kept
    for first in range(0, len(draws), step):
        part = draws[first : first + step]
        replication = np.array([one.replication for one in part], dtype=np.uint64)[:, None, None]
        purpose, seed = (_column([getattr(one, name) for one in part])[:, :, None] for name in ("purpose", "seed"))
        words = philox_words(occurrence, site, replication, purpose, seed)
        opposite = [index for index, one in enumerate(part) if one.antithetic]
        if opposite:
            words[opposite] = ~words[opposite]
        data = _uniforms(words).tobytes()
        made = [array("d", data[place : place + width]) for place in range(0, len(data), width)]
        table.extend(made[place : place + len(sites)] for place in range(0, len(made), len(sites)))
    special = [(row, one) for row, one in zip(table, draws, strict=True) if one.others or one.pins]
    for row, one in special:
        for index, name in enumerate(sites):
            if one.others and name in one.others:
                row[index] = prefetch_blocks([one.others[name]], [name], depth)[0][0]
            if one.pins:
                _pin_blocks(row[index], one, name, 0)
    return table


def further_blocks(draws: Draws, site: str, start: int, count: int = 16) -> array[float]:
    """All four words of occurrences `start` to `start + count - 1` of one site, four numbers each."""
    if draws.others and site in draws.others:
        numbers = further_blocks(draws.others[site], site, start, count)
    else:
        words = _consecutive(draws, site, start, WORDS_PER_BLOCK * count)
        numbers = array("d", _uniforms(~words if draws.antithetic else words).tobytes())
    if draws.pins:
        _pin_blocks(numbers, draws, site, start)
    return numbers


def _pin_blocks(numbers: MutableSequence[float], draws: Draws, site: str, start: int) -> None:
    """Put pinned numbers in their places; `numbers` begin with occurrence `start`."""
    if len(numbers) < len(draws.pins):  # many pins, as in a whole supplied world: look each number up
        pin = draws.pins.get
        for place, u in enumerate(numbers):
            occurrence, word = divmod(place, WORDS_PER_BLOCK)
            numbers[place] = pin((site, start + occurrence, word), u)
        return
    for name, occurrence, word in draws.pins:
        place = WORDS_PER_BLOCK * (occurrence - start) + word
        if name == site and 0 <= place < len(numbers):
            numbers[place] = draws.pins[name, occurrence, word]


def block(draws: Draws, site: str, occurrence: int) -> Block:
    """All four words at a site and occurrence, for things decided together."""
    if occurrence < 0:
        Address(site, occurrence).checked()
    if draws.others and site in draws.others:
        u0, u1, u2, u3 = block(draws.others[site], site, occurrence)
    else:
        words = philox4x64((occurrence, site_number(site), draws.replication, draws.purpose), (draws.seed, 0))
        if draws.antithetic:
            words = (~words[0] & WORD, ~words[1] & WORD, ~words[2] & WORD, ~words[3] & WORD)
        u0, u1, u2, u3 = to_uniform(words[0]), to_uniform(words[1]), to_uniform(words[2]), to_uniform(words[3])
    if draws.pins:
        pin = draws.pins.get
        u0, u1 = pin(Address(site, occurrence, 0), u0), pin(Address(site, occurrence, 1), u1)
        u2, u3 = pin(Address(site, occurrence, 2), u2), pin(Address(site, occurrence, 3), u3)
    return u0, u1, u2, u3


def _consecutive(draws: Draws, site: str, start: int, count: int) -> NDArray[np.uint64]:
    """The first `count` words from occurrence `start` on, four to an occurrence, by numpy's own Philox."""
    import numpy as np

    # numpy adds one to the counter before each block, so it is started one block early (modulo 2**256).
    early = ((start | site_number(site) << 64 | draws.replication << 128 | draws.purpose << 192) - 1) % (1 << 256)
    state: Any = {  # numpy reads arrays and tuples alike, item by item; tuples take half the time
        "bit_generator": "Philox",
        "state": {"counter": tuple(early >> shift & WORD for shift in (0, 64, 128, 192)), "key": (draws.seed, 0)},
        "buffer": (0,) * WORDS_PER_BLOCK,
        "buffer_pos": WORDS_PER_BLOCK,
        "has_uint32": 0,
        "uinteger": 0,
    }
    stream = _stream()
    stream.state = state
    return np.asarray(stream.random_raw(count), dtype=np.uint64)


def _stream() -> np.random.Philox:
    """This thread's generator. All of its state is set before each use; a new one costs three times as much, and entropy."""
    stream: np.random.Philox | None = getattr(_own, "stream", None)
    if stream is None:
        import numpy as np

        stream = _own.stream = np.random.Philox(np.random.SeedSequence(0))
    return stream


def _rows(draws: Sequence[Draws], sites: Sequence[str], depth: Sequence[int], width: int) -> Iterator[list[list[float]]]:
    """Rows of `width` numbers, one per replication, a cache-sized piece at a time; pins not yet applied."""
    import numpy as np

    occurrence = np.array([k for count in depth for k in range(count)], dtype=np.uint64)[None, :]
    site = np.repeat(np.array([site_number(name) for name in sites], dtype=np.uint64), np.array(depth, dtype=np.intp))[None, :]
    step = max(1, CHUNK // max(1, width))
    for first in range(0, len(draws), step):
        part = draws[first : first + step]
        words = first_words(
            occurrence,
            site,
            np.array([one.replication for one in part], dtype=np.uint64)[:, None],
            _column([one.purpose for one in part]),
            _column([one.seed for one in part]),
        )
        opposite = [index for index, one in enumerate(part) if one.antithetic]
        if opposite:
            words[opposite] = ~words[opposite]
        yield _uniforms(words).tolist()


def _column(values: list[int]) -> NDArray[np.uint64]:
    """A column of values, or a single one if all agree, so that it costs nothing to broadcast."""
    import numpy as np

    return np.array(values if len(set(values)) > 1 else values[:1], dtype=np.uint64)[:, None]


def _uniforms(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """`to_uniform` for arrays."""
    import numpy as np

    # 52 random bits under the exponent of 1.0 make 1 + k * 2**-52; taking away 1 - 2**-53 leaves the cell's middle, exactly.
    bits = (words >> np.uint64(12)) | np.uint64(0x3FF0000000000000)
    return bits.view(np.float64) - (1.0 - 2.0**-53)


def _supply(table: UniformTable, draws: Sequence[Draws], sites: Sequence[str], depth: Sequence[int]) -> None:
    """Put in what other worlds supply: rows whose suppliers give the same sites are fetched together."""
    places = {name: index for index, name in enumerate(sites)}
    wanted: dict[tuple[int, ...], list[tuple[int, Draws]]] = {}
    for row, one in enumerate(draws):
        suppliers: dict[int, tuple[Draws, list[int]]] = {}
        for site, other in one.others.items():
            if site in places:
                suppliers.setdefault(id(other), (other, []))[1].append(places[site])
        for other, taken in suppliers.values():
            wanted.setdefault(tuple(taken), []).append((row, other))
    for columns, rows in wanted.items():
        fetched = prefetch([other for _, other in rows], [sites[c] for c in columns], [depth[c] for c in columns])
        for (row, _), found in zip(rows, fetched, strict=True):
            for column, uniforms in zip(columns, found, strict=True):
                table[row][column] = uniforms


def _pin(table: UniformTable, draws: Sequence[Draws], sites: Sequence[str], depth: Sequence[int]) -> None:
    position = {name: index for index, name in enumerate(sites)}
    for row, one in zip(table, draws, strict=True):
        for (site, occurrence, word), u in one.pins.items():
            index = position.get(site, -1)
            if word == 0 and index >= 0 and occurrence < depth[index]:
                row[index][occurrence] = u
