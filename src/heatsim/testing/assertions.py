"""Assertions for users' tests: a scenario gives the same result however it is run, and the film in its canon world."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from heatsim.canon.agree import differences
from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.replay import replay
from heatsim.draws.world import Draws, World
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario
from heatsim.testing.replaying import replaying
from heatsim.trace import Row

__all__ = ["assert_canon", "assert_reproducible"]


def assert_reproducible(scenario: Scenario, *, replications: int = 20, seed: int = 1995, engine: str = "simpy") -> None:
    """Assert that any replication alone, in any batch, in any order and with tracing is the same.

    AssertionError names the replication, what differs, and the command that replays it.
    """
    program = compile_scenario(scenario.resolved)
    machine = get(engine)
    all_draws = [Draws(seed, number, pins=dict(scenario.pins)) for number in range(replications)]
    together = machine.rows(program, all_draws)
    half = replications // 2
    found = {
        "alone": [machine.rows(program, [one])[0] for one in all_draws],
        "in reverse order": machine.rows(program, all_draws[::-1])[::-1],
        "in two batches": machine.rows(program, all_draws[:half]) + machine.rows(program, all_draws[half:]),
    }

    def again(replication: int) -> str:
        return replaying(scenario, World(seed, replication))

    for how, rows in found.items():
        _same(together, rows, how, again)
    traced = [machine.trace(program, one).row for one in all_draws if together[one.replication].status != "failed"]
    _same([row for row in together if row.status != "failed"], traced, "traced", again)


def assert_canon(scenario: Scenario, *, engine: str = "simpy") -> None:
    """Assert that sheet and scenario agree about the film, and that in the recorded canon world every fact holds.

    The world must come out the same alone, among other replications, and traced or not. AssertionError names the facts that fail
    and the command that shows the world; UsageError if the scenario has no canon sheet or no canon world.
    """
    program = compile_scenario(scenario.resolved)
    wrong = differences(bind_sheet(sheet_of_scenario(scenario), program.columns).sheet, program)
    assert not wrong, "sheet and scenario disagree:\n" + "\n".join(map(str, wrong))
    film = replay(scenario, engine=engine)
    again = f"python -m heatsim replay {scenario.words or scenario.name} --canon"
    said = ", ".join(test.id for test in film.failed)
    assert not film.failed, f"in the canon world of '{scenario.name}' these fail: {said}; replay it: {again}"
    draws = film.record.world.draws()
    others = [Draws(draws.seed, draws.replication + number) for number in (1, 2)]
    rows = get(engine).rows(program, [others[0], draws, others[1]])
    _same([film.trace.row], [rows[1]], "among others", lambda replication: again)


def _same(expected: Sequence[Row], found: Sequence[Row], how: str, again: Callable[[int], str]) -> None:
    for one, other in zip(expected, found, strict=True):
        # repr compares missing values (NaN) as equal, and every float to its last bit
        said = f"replication {one.replication} differs {how}: {one} against {other}; replay it: {again(one.replication)}"
        assert repr(one) == repr(other), said
