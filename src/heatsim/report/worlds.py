"""Which replications a report shows from beginning to end, and why these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.beatsheet.outcome import words
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.report.typical import endings_by_share, typical
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.canon.replay import Replay
    from heatsim.study.jobs import Work
    from heatsim.study.results import Results
    from heatsim.trace import Trace

__all__ = ["MOST_ENDINGS", "World", "worlds"]

MOST_ENDINGS = 8


@dataclass(frozen=True, slots=True)
class World:
    """One replication to watch: `id` names it in the page, `label` to people, `why` says how it was chosen."""

    id: str
    label: str
    why: str
    trace: Trace


def worlds(
    work: Work, results: Results, film: Replay | None, wanted: Sequence[int], endings: int = MOST_ENDINGS
) -> tuple[World, ...]:
    """The film's world, a typical replication, one of each other ending (the commonest `endings` of them), and those `wanted`.

    Raises SimulationError where a wanted one cannot go on.
    """
    commonest, *others = _of_endings(results, endings)
    asked = [(number, f"Replication {number}", "Asked for.", f"r{number}") for number in wanted]
    found: dict[int, World] = {}
    for number, label, why, id in (commonest, *asked, *others):
        if number not in found:
            draws = Draws(results.provenance.seed, number, pins=work.pins)
            found[number] = World(id, label, why, get(work.engine).trace(work.program, draws, behaviours=work.behaviours))
    return (*_film(film), *found.values())


def _of_endings(results: Results, most: int) -> Iterator[tuple[int, str, str, str]]:
    """A replication in the middle of those with each ending, the commonest ending first: number, label, reason, name."""
    came = results["ending"].tolist()
    for rank, ending in enumerate(endings_by_share(results)[:most]):
        number, count = typical(results, ending), came.count(ending)
        label = f"{f'Ends in {words(ending)}' if rank else 'Typical'}: replication {number}"
        yield number, label, _why(ending, count, len(came), commonest=not rank), f"r{number}" if rank else "typical"


def _film(film: Replay | None) -> tuple[World, ...]:
    if film is None:
        return ()
    pins, world = len(film.record.world.pins), film.record.world
    supplied = f"with {pins} draws supplied" if pins else "with no draw supplied"
    which = f"seed {world.seed}, replication {world.replication}, {supplied}"
    why = f"The recorded world in which the model does what the film shows: {which}."
    return (World("film", "The film", why, film.trace),)


def _why(ending: str, count: int, total: int, *, commonest: bool) -> str:
    what = "the commonest ending" if commonest else "this ending"
    among = f"of the {count:,} replications" if count > 1 else "the only replication"
    return (
        f"{words(ending).capitalize()} is {what} ({percent(count / total)}). This is {among} with it"
        f"{' the one whose event times and measures lie closest to their medians' if count > 1 else ''}."
    )
