"""What a search found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from heatsim.canon.search.estimate import Estimate
from heatsim.canon.search.find import Found
from heatsim.canon.search.pilot import Pilot
from heatsim.canon.words import percent

__all__ = ["report"]

SHOWN = 12


def report(found: Found) -> str:
    """The pilot, the probability or why there is none, and the world."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Found) -> Iterator[str]:
    yield f"{found.scenario}: search for the film, seed {found.seed}"
    yield ""
    yield from _pilot(found.pilot)
    if found.looked > len(found.pilot):
        yield f"looked for every detail in {found.looked:,} replications"
    if found.estimate is not None:
        yield ""
        yield from _estimate(found.estimate)
    yield ""
    yield from _world(found)


def _pilot(pilot: Pilot) -> Iterator[str]:
    share, (low, high) = pilot.probability
    film = pilot.tests[: pilot.film]
    shares = pilot.shares
    yield f"pilot of {len(pilot):,} replications"
    for test in sorted((test for test in film if shares[test.id] < 1), key=lambda test: shares[test.id])[:SHOWN]:
        yield f"  {test.id:9s} {percent(shares[test.id]):>7s}  {test.what}"
    if share:
        yield f"  together  {percent(share):>7s}  ({percent(low)} .. {percent(high)})"
    else:
        yield f"  together  not seen: at most {percent(high)}"
    if pilot.never:
        yield f"  never seen: {', '.join(pilot.never)}"
    for one, other in pilot.apart:
        yield f"  never together, though chance would have it: {one} and {other}"


def _estimate(made: Estimate) -> Iterator[str]:
    count = len(made.probabilities)
    yield f"{count} independent climbs over {made.levels} levels, {made.evaluations:,} replications"
    yield f"  by climb       {', '.join(f'{p:.2g}' for p in made.probabilities)}"
    yield f"  first worlds   {', '.join(map(str, made.ancestors))}"
    yield f"  worlds found   {', '.join(map(str, made.worlds))}"
    rates = [f"{name} {percent(made.accepted.get(name, 0) / tried)} of {tried:,}" for name, tried in sorted(made.tried.items())]
    yield f"  accepted       {'; '.join(rates)}"
    if made.doubts:
        yield "no probability can be given:"
        yield from (f"  {doubt}" for doubt in made.doubts)
        return
    low, high = made.interval
    yield f"probability of the film: {made.probability:.2g}  ({low:.2g} .. {high:.2g}), standard error {percent(made.cv)} of it"


def _world(found: Found) -> Iterator[str]:
    record = found.record
    if record is None:
        yield f"no world was found; in the nearest one these do not hold: {', '.join(found.stuck)}"
        return
    yield f"world: seed {record.world.seed}, replication {record.world.replication}, {len(record.world.pins)} supplied draws"
    yield from (f"  {address}: {u:g}" for address, u in sorted(record.world.pins.items()))
    if found.lacks:
        yield f"it lacks these details: {', '.join(found.lacks)}"
