"""The search: a pilot, then plain rejection where that is enough, else climbs; and at the end a world short enough to read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import Predicates, bind_sheet
from heatsim.canon.replay import check_row
from heatsim.canon.search.ascend import Turned, ascend, ascents, beginnings
from heatsim.canon.search.climb import Hill, Particle, explore, start
from heatsim.canon.search.estimate import Estimate, estimate
from heatsim.canon.search.guards import guarded
from heatsim.canon.search.moves import settings_for
from heatsim.canon.search.parallel import climbs
from heatsim.canon.search.pilot import Pilot, look
from heatsim.canon.search.score import Gauge, gauge, prepared
from heatsim.canon.search.shorten import shortened
from heatsim.canon.search.story import in_story_order
from heatsim.canon.world import CanonWorld
from heatsim.draws.world import World
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.errors import UsageError
from heatsim.program.compile import compile_scenario
from heatsim.study.executors import cores, on_workers, serially
from heatsim.study.intervals import wilson
from heatsim.study.jobs import Work, cut
from heatsim.study.run import prepare
from heatsim.study.table import Table, join
from heatsim.trace import Row

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["Found", "Limits", "search"]

Say = Callable[[str], None]
Rows = Sequence[tuple[float, ...]]
BACKGROUNDS = 5  # replications over which a climbed world is laid, of which the one that takes the fewest draws counts
CHUNK = 50
MOST_TIMES = 10  # as many worlds as were asked for climb at most


@dataclass(frozen=True, slots=True)
class Limits:
    """How hard to look. `pilot` replications first; rejection goes on to `replications` as long as the film or details are missing.

    `climbs` independent climbs of `particles` worlds each, more if otherwise fewer than `survivors` would pass the hardest level,
    say how likely the film is, unless they would take more than `affordable` replications.
    An exploration gives up after `patience` worlds none of which is better than the best so far; then draws are turned one by one,
    from the best of `beginnings` replications, at most `turns` worlds in all. Looking for details ends when `details` worlds in a
    row had no more of them.
    """

    pilot: int = 2000
    replications: int = 20_000
    particles: int = 200
    climbs: int = 8
    survivors: int = 30
    affordable: int = 100_000
    patience: int = 20_000
    beginnings: int = 200_000
    turns: int = 20_000_000
    details: int = 50_000


@dataclass(frozen=True)
class Found:
    """What the search found. `estimate` is None where rejection was enough; `record` is None if no world was found."""

    scenario: str
    seed: int
    pilot: Pilot
    looked: int
    estimate: Estimate | None
    record: CanonWorld | None
    lacks: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        share, (low, high) = self.pilot.probability
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "pilot": {
                "replications": len(self.pilot),
                "share": share,
                "low": low,
                "high": high,
                "facts": self.pilot.shares,
                "never": list(self.pilot.never),
                "apart": [list(pair) for pair in self.pilot.apart],
            },
            "replications": self.looked,
            "climbs": None if self.estimate is None else self.estimate.to_dict(),
            "world": None if self.record is None else self.record.world.to_dict(),
            "lacks": list(self.lacks),
            "stuck": list(self.stuck),
        }


def search(
    scenario: Scenario,
    *,
    seed: int = 1995,
    limits: Limits = Limits(),
    readings: Mapping[str, str] | None = None,
    workers: int | None = None,
    say: Say = lambda text: None,
) -> Found:
    """How rare the film is, and a world that is it. The same for any number of workers.

    UsageError if the scenario has been changed (a canon world belongs to the scenario as it stands), names no sheet, or has
    processes in Python.
    """
    if scenario.overrides or scenario.variant_name is not None:
        raise UsageError("a canon world belongs to the scenario as it stands: search without --set and --variant")
    work = prepare(scenario, "auto")
    predicates = bind_sheet(sheet_of_scenario(scenario, readings), work.program.columns)
    if not predicates.film:
        raise UsageError("the sheet has no core fact and no order to look for")
    return _Search(scenario, work, predicates, seed, limits, workers or cores(), say).found()


@dataclass
class _Search:
    scenario: Scenario
    work: Work
    predicates: Predicates
    seed: int
    limits: Limits
    workers: int
    say: Say

    def found(self) -> Found:
        self.say(f"pilot: {self.limits.pilot} replications")
        table = self.table(0, self.limits.pilot)
        pilot = look(self.predicates, table)
        if not pilot.hits and self.limits.replications > self.limits.pilot:
            self.say(f"none of them is the film; on to {self.limits.replications} replications")
            rest = self.table(self.limits.pilot, self.limits.replications)
            pilot = look(self.predicates, join([table, rest], len(self.work.program.columns)))
        rows = [tuple(row) for row in table.values[~table.failed].tolist()]
        return self.by_rejection(pilot, rows) if pilot.hits else self.by_climbing(pilot, rows)

    def table(self, first: int, stop: int) -> Table:
        """Replications `first` to `stop - 1`."""
        jobs = cut(self.seed, first, stop, CHUNK)
        count = min(self.workers, -(-(stop - first) // CHUNK))
        parts = list(on_workers(self.work, jobs, count) if count > 1 else serially(self.work, jobs))
        return join(parts, len(self.work.program.columns))

    def by_rejection(self, pilot: Pilot, rows: Rows) -> Found:
        """Replications are the film often enough: the fullest one is the world, with every detail if one comes in time."""
        best, held, looked = pilot.fullest(), 0, len(pilot)
        block = pilot
        while True:
            place = block.fullest()
            if place is not None and (count := int(block.held[block.numbers.index(place)].sum())) > held:
                best, held = place, count
            if held == len(pilot.tests) or looked >= self.limits.replications:
                break
            stop = min(looked + self.limits.pilot, self.limits.replications)
            self.say(f"replications {looked} to {stop - 1}: looking for every detail")
            block = look(self.predicates, self.table(looked, stop))
            looked = stop
        assert best is not None
        share = len(pilot.hits) / len(pilot)
        note = f"a plain replication; {len(pilot.hits)} of {len(pilot)} are the film ({100 * share:.2g} %)"
        if held == len(pilot.tests):
            return self.result(pilot, looked, None, World(self.seed, best), note)
        begin = Turned(best, {}, 0.0, 0.0)
        return self.detailed(pilot, looked, None, begin, rows, f"over a replication that is the film; {note[21:]}")

    def by_climbing(self, pilot: Pilot, rows: Rows) -> Found:
        """The film is too rare for that: levels are explored once, then climbed independently."""
        columns = self.work.program.columns
        measured = gauge(in_story_order(self.predicates, columns, rows), (), columns, rows)
        program = compile_scenario(guarded(self.scenario.resolved, self.predicates.sheet))
        hill = Hill(program, measured, measured.top, self.seed, self.limits.particles)
        climb = start(hill, 0)
        settings = settings_for(self.work.program, max(len(particle.world) for particle in climb.particles))
        self.say("climbing from fact to fact")
        explore(hill, settings, climb, self.limits.patience)
        self.say(f"{len(climb.levels)} levels, {climb.evaluations} replications, the hardest passed by {min(climb.shares):.2g}")
        if not climb.levels or climb.levels[-1].height < hill.top:
            return self.by_turning(pilot, rows)
        count = _enough(self.limits, climb.shares)
        needed = self.limits.climbs * count * (1 + sum(level.sweeps for level in climb.levels))
        if needed > self.limits.affordable:
            self.say(f"how likely the film is would take about {needed:,} replications more, and is not worked out")
            note = "found by climbing; how likely the film is was not worked out"
            return self.detailed(pilot, len(pilot), None, self.fewer(pilot, climb.particles, rows), rows, note)
        self.say(f"{self.limits.climbs} independent climbs, about {needed:,} replications")
        done = climbs(
            replace(hill, count=count),
            settings,
            climb.levels,
            self.limits.climbs,
            self.workers,
            lambda count, total: self.say(f"climb {count} of {total}"),
        )
        reached = [particle for one in (climb, *done) for particle in one.particles]
        made = estimate(done)
        words = "too rare for its probability to be given" if made.doubts else f"probability {made.probability:.2g}"
        note = f"found by climbing; the film has {words}"
        return self.detailed(pilot, len(pilot), made, self.fewer(pilot, reached, rows), rows, note)

    def by_turning(self, pilot: Pilot, rows: Rows) -> Found:
        """The film is too rare to climb to: one draw after the other is supplied, and nothing is said of how rare it is."""
        columns, details = self.work.program.columns, {test.id for test in self.predicates.details}
        told = in_story_order(self.predicates, columns, rows, details=True)
        film = [test for test in told if test.id not in details]
        measured = gauge(film, (), columns, rows)
        program = compile_scenario(guarded(self.scenario.resolved, self.predicates.sheet, strict=True))
        hill = Hill(program, measured, measured.top, self.seed, self.limits.particles)
        self.say(f"no climb gets there; turning draws one by one, from the best of {self.limits.beginnings:,} replications")
        begin = beginnings(hill, self.limits.beginnings)
        best = ascents(hill, begin, self.limits.turns, self.workers, self.say)
        if best.score < hill.top:
            ((row, _),) = rows_and_draws(program, [best.draws(self.seed)])
            stuck = tuple(test.id for test in film if not test.holds()(row.values))
            return Found(self.scenario.name, self.seed, pilot, len(pilot), None, None, stuck=stuck)
        note = "found by turning draws one by one; the film is too rare for its probability to be given"
        return self.detailed(pilot, len(pilot), None, best, rows, note)

    def fewer(self, pilot: Pilot, particles: Sequence[Particle], rows: Rows) -> Turned:
        """Of worlds that are the film the one with most details, as few supplied draws over a replication that is near it."""
        score = prepared(self.every(rows))
        played = rows_and_draws(self.work.program, [World(self.seed, 0, one.world).draws() for one in particles])
        world, _ = max(((one.world, score(row.values)) for one, (row, _) in zip(particles, played, strict=True)), key=itemgetter(1))
        self.say("leaving out what need not be supplied")
        film = len(self.predicates.film)
        short = shortened(self.work.program, world, lambda row: score(row.values) >= film, self.seed, pilot.nearest(BACKGROUNDS))
        return Turned(short.replication, dict(short.pins), 0.0, 0.0)

    def every(self, rows: Rows) -> Gauge:
        """The film first, and then every detail."""
        return gauge(self.predicates.film, (*self.predicates.details, *self.predicates.ends), self.work.program.columns, rows)

    def detailed(self, pilot: Pilot, looked: int, made: Estimate | None, begin: Turned, rows: Rows, note: str) -> Found:
        """From a world that is the film to one with as many details as can be had, and as few supplied draws."""
        program, measured = self.work.program, self.every(rows)
        guard = compile_scenario(guarded(self.scenario.resolved, self.predicates.sheet, strict=True))
        score = prepared(measured)
        ((row, _),) = rows_and_draws(program, [begin.draws(self.seed)])
        self.say("turning draws for every detail")
        hill = Hill(guard, measured, measured.top, self.seed, self.limits.particles)
        best = ascend(hill, replace(begin, score=score(row.values)), self.limits.details).best
        count = int(best.score)
        self.say("leaving out what need not be supplied")
        world = shortened(program, best.pins, lambda row: score(row.values) >= count, self.seed, [best.replication])
        return self.result(pilot, looked, made, world, note)

    def result(self, pilot: Pilot, looked: int, made: Estimate | None, world: World, note: str) -> Found:
        ((row, _),) = rows_and_draws(self.work.program, [world.draws()])
        lacks = _lacking(self.predicates, row)
        name = self.predicates.sheet.heist
        record = CanonWorld(name, self.scenario.name, self.scenario.resolved.language, world, note, lacks)
        return Found(self.scenario.name, self.seed, pilot, looked, made, record, lacks)


def _enough(limits: Limits, shares: Sequence[float]) -> int:
    """How many worlds climb, so that enough survive the hardest level even if the exploration was lucky there."""
    hardest = min(wilson(round(share * limits.particles), limits.particles).low for share in shares)
    return min(max(limits.particles, math.ceil(limits.survivors / hardest)), MOST_TIMES * limits.particles)


def _lacking(predicates: Predicates, row: Row) -> tuple[str, ...]:
    return tuple(one.test.id for one in check_row(predicates, row.values) if not one.holds)
