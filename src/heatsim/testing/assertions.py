"""Assertions for users' tests: a scenario gives the same result however it is run, and the film in its canon world."""

from __future__ import annotations

from collections.abc import Sequence

from heatsim.canon.agree import differences
from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.replay import replay
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario
from heatsim.trace import Row

__all__ = ["assert_canon", "assert_reproducible"]


def assert_reproducible(scenario: Scenario, *, replications: int = 20, seed: int = 1995, engine: str = "simpy") -> None:
    """Assert that any replication alone, in any batch, in any order and with tracing is the same.

    AssertionError names the replication and what differs.
    """
    program = compile_scenario(scenario.resolved)
    machine = get(engine)
    all_draws = [Draws(seed, number, pins=dict(scenario.pins)) for number in range(replications)]
    together = machine.rows(program, all_draws)
    _same(together, [machine.rows(program, [one])[0] for one in all_draws], "alone")
    _same(together, machine.rows(program, all_draws[::-1])[::-1], "in reverse order")
    half = replications // 2
    _same(together, machine.rows(program, all_draws[:half]) + machine.rows(program, all_draws[half:]), "in two batches")
    traced = [machine.trace(program, one).row for one in all_draws if together[one.replication].status != "failed"]
    _same([row for row in together if row.status != "failed"], traced, "traced")


def assert_canon(scenario: Scenario, *, engine: str = "simpy") -> None:
    """Assert that sheet and scenario agree about the film, and that in the recorded canon world every fact holds.

    The world must come out the same alone, among other replications, and traced or not. AssertionError names the facts that fail;
    UsageError if the scenario has no canon sheet or no canon world.
    """
    program = compile_scenario(scenario.resolved)
    wrong = differences(bind_sheet(sheet_of_scenario(scenario), program.columns).sheet, program)
    assert not wrong, "sheet and scenario disagree:\n" + "\n".join(map(str, wrong))
    film = replay(scenario, engine=engine)
    assert not film.failed, f"in the canon world of '{scenario.name}' these fail: {', '.join(test.id for test in film.failed)}"
    draws = film.record.world.draws()
    others = [Draws(draws.seed, draws.replication + number) for number in (1, 2)]
    rows = get(engine).rows(program, [others[0], draws, others[1]])
    _same([film.trace.row], [rows[1]], "among others")


def _same(expected: Sequence[Row], found: Sequence[Row], how: str) -> None:
    for one, other in zip(expected, found, strict=True):
        # repr compares missing values (NaN) as equal, and every float to its last bit
        assert repr(one) == repr(other), f"replication {one.replication} differs {how}: {one} against {other}"
