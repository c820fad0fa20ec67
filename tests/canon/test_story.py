"""A search climbs along the story, and plays no story on that has left it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.search.climb import window
from heatsim.canon.search.guards import guarded
from heatsim.canon.search.moves import MOVES, Settings, propose
from heatsim.canon.search.story import in_story_order
from heatsim.draws.address import Address
from heatsim.draws.world import Draws
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario

Heist = Callable[..., Scenario]
ORDER = ("order:\n", "order:\n  DOOR-3: {what: Bob leaves, after: []}\n")


def test_tests_come_where_their_last_beat_does(heist: Heist) -> None:
    """Beats in the order of the sheet, what is about a beat at that beat, and what is about none at the end."""
    scenario = heist()
    columns = compile_scenario(scenario.resolved).columns
    bound = bind_sheet(sheet_of_scenario(scenario), columns)
    assert [test.id for test in in_story_order(bound, columns)] == ["DOOR-1", "DOOR-2", "DOOR-H1", "D-2", "DOOR-3", "D-1"]
    assert set(in_story_order(bound, columns)) == set(bound.film)


def both(scenario: Scenario) -> list[tuple[list[float], list[float]]]:
    """The same replications to their end, and stopped when they leave the film's order: events and end, in seconds."""
    program = compile_scenario(scenario.resolved)
    stopping = compile_scenario(guarded(scenario.resolved, sheet_of_scenario(scenario)))
    draws = [Draws(1995, number) for number in range(60)]
    places = [index for index, column in enumerate(program.columns) if column.group == "event"]
    played = [rows_and_draws(one, draws) for one in (program, stopping)]
    return [
        tuple([*(row.values[place] for place in places), row.end_time / 1e6] for row in pair)  # type: ignore[misc]
        for pair in ((whole[0], cut[0]) for whole, cut in zip(*played, strict=True))
    ]


def test_a_story_that_leaves_the_film_is_stopped_there(heist: Heist) -> None:
    """Ann must be out before Bob: where Bob is first, or the door stays shut, the guarded replication ends at the first such event."""
    stopped = kept = 0
    for (door, ann, bob, end), cut in both(heist()):
        in_order = door <= ann <= bob
        kept += in_order
        stopped += not in_order
        if in_order:
            assert cut == [door, ann, bob, end]
        else:
            assert cut[-1] == min(ann, bob) if not door == door or bob < ann else cut[-1] == end
    assert kept > 5
    assert stopped > 5


def test_the_window_is_where_keeping_more_begins_to_do() -> None:
    """Moves that keep fewer draws than the story needs fail, those that keep more do not: the window is about the edge."""
    low, high = window([(kept, kept >= 300) for kept in range(0, 1000, 7)], 1000)
    assert low < 300 < high
    assert high - low < 120
    assert window([], 1000)[0] == 0


def test_proposals_keep_the_beginning(heist: Heist) -> None:
    """About half of the proposals leave the first draws of a world as they are, as many as the window says; the others any."""
    world = {Address("ann/a", number): (number + 0.5) / 100 for number in range(100)}
    settings = Settings(("ann",), 100, 0.5, (40, 60))
    kept = 0
    for number in range(200):
        proposal = propose(world, settings, Draws(1, number, 1))
        begun = list(world.items())[: proposal.kept]
        assert list(proposal.supplied.items())[: proposal.kept] == begun
        kept += proposal.kept > 0 and proposal.move != "rest"
    share = kept / 200 / (1 - 1 / len(MOVES))
    assert share == pytest.approx(0.5, abs=0.12)
