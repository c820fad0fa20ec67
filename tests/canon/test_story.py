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
Played = list[float]  # the door, Ann, Bob, the end; in microseconds


def test_tests_come_where_their_last_beat_does(heist: Heist) -> None:
    """Beats as they follow each other, what is said of a beat right after it; of none, last, or first if it is so anyway."""
    scenario = heist()
    program = compile_scenario(scenario.resolved)
    columns = program.columns
    bound = bind_sheet(sheet_of_scenario(scenario), columns)
    rows = [row.values for row, _ in rows_and_draws(program, [Draws(1995, number) for number in range(40)])]
    rich = [row for row in rows if bound.core[0].holds()(row)]
    poor = [row for row in rows if row not in rich]
    beats = ["DOOR-1", "DOOR-2", "DOOR-H1", "DOOR-3", "D-2"]
    assert [test.id for test in in_story_order(bound, columns, poor)] == [*beats, "D-1"]
    assert [test.id for test in in_story_order(bound, columns, rich)] == ["D-1", *beats]


def both(scenario: Scenario) -> list[tuple[Played, Played]]:
    """The same replications to their end, and stopped when they leave the film's order."""
    program = compile_scenario(scenario.resolved)
    stopping = compile_scenario(guarded(scenario.resolved, sheet_of_scenario(scenario)))
    places = [index for index, column in enumerate(program.columns) if column.group == "event"]
    draws = [Draws(1995, number) for number in range(60)]
    whole, cut = (
        [[*(row.values[place] for place in places), row.end_time] for row, _ in rows_and_draws(one, draws)]
        for one in (program, stopping)
    )
    return list(zip(whole, cut, strict=True))


def test_a_story_that_leaves_the_film_is_stopped_there(heist: Heist) -> None:
    """The door opens, Ann leaves, then Bob: whoever leaves too early ends the guarded replication; the film goes on as it does."""
    films = others = 0
    for (door, ann, bob, end), cut in both(heist()):
        if door <= ann <= bob:
            films += 1
            assert cut == [door, ann, bob, end]
        else:
            others += 1
            assert cut[-1] == min(ann, bob) < end
    assert films > 5
    assert others > 5


def test_the_fall_of_whom_the_film_still_needs_ends_it(heist: Heist) -> None:
    """Only Ann makes the beat of her leaving: put down before it, the guarded replication ends there and then, and not else."""
    blow = "- chance: 1/2\n      name: a blow\n      then: [{put: ann, state: down}]\n    - wait: door_open"
    fallen = 0
    for (door, ann, bob, end), cut in both(heist(scenario=("- wait: door_open", blow))):
        hit = ann != ann
        fallen += hit
        assert cut[-1] == (0 if hit else end if door <= ann <= bob else min(ann, bob))
    assert 5 < fallen < 55


@pytest.mark.parametrize(
    "scenario, named",
    [
        (("", ""), []),
        (("canon: $2k, fact: D-1", "canon: $0, fact: D-1"), ["took"]),
        (("value: door_open, canon: true", "value: door_open, canon: false"), ["opened"]),
        (("canon: ann\n", "canon: none_yet\n"), ["first_out"]),
    ],
)
def test_what_the_film_does_without_is_guarded_if_asked(heist: Heist, scenario: tuple[str, str], named: list[str]) -> None:
    """Money that is not taken, a thing that is not so, a case that does not come: guarded where the film has none of it."""
    made = heist(scenario=scenario)
    sheet = sheet_of_scenario(made)
    usual, strict = (
        [process.name for process in guarded(made.resolved, sheet, strict=strict).processes] for strict in (False, True)
    )
    assert strict == [*usual, *(f"guard of {name}" for name in named)]


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
