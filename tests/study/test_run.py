"""`run` and `simulate`: what they return, what they refuse, and what an interrupt leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis.vendor.pretty import pretty

from heatsim.draws.world import World
from heatsim.errors import UsageError
from heatsim.study.record import command, record
from heatsim.study.results import Results
from heatsim.study.run import run, simulate

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario


@pytest.fixture(scope="module")
def results(race: Scenario) -> Results:
    """Two hundred replications of the race."""
    return run(race, replications=200, seed=7)


def test_every_replication_is_a_row(results: Results) -> None:
    """There are as many rows as asked for, in order, each with an ending and a status."""
    assert len(results) == 200
    assert results["replication"].tolist() == list(range(200))
    assert set(results["ending"]) == {"away", "caught"}
    assert set(results["status"]) <= {"ended", "horizon"}
    assert results.failures == {}


def test_the_measures_agree_with_each_other(results: Results) -> None:
    """The flag, the word and the ending of a race say the same."""
    ahead = results["ahead"].astype(bool)
    np.testing.assert_array_equal(results["winner"] == "crew", ahead)
    np.testing.assert_array_equal(results["ending"] == "away", ahead)


def test_a_world_can_be_played(race: Scenario) -> None:
    """A world without pins is its replication; with a pin that one draw is another, and the pin shows in the trace."""
    plain = simulate(race, seed=7, replication=17)
    assert simulate(race, world=World(7, 17)).row == plain.row
    site = plain.program.sites[0].name
    early, late = (simulate(race, world=World(7, 17, {site: u})) for u in (0.01, 0.99))
    assert early.row != late.row


def test_a_world_must_fit_the_scenario(race: Scenario) -> None:
    """A pin at a site that the scenario does not have would move nothing, so it is a mistake that names the site that was meant."""
    site = simulate(race, seed=7).program.sites[0].name
    with pytest.raises(UsageError, match=f"has no site of chance '{site}x'; did you mean '{site}'") as caught:
        simulate(race, world=World(7, 17, {f"{site}x": 0.5}))
    assert race.name in str(caught.value)


def test_a_trace_is_shown_in_one_line(race: Scenario) -> None:
    """What a failed test prints of a trace says which one it is, not all that it holds."""
    trace = simulate(race, seed=7, replication=17)
    expected = f"<Trace {race.name}, seed 7, replication 17, ending {trace.ending}, {len(trace)} events>"
    assert repr(trace) == expected
    assert len(repr(trace.program)) < 100
    assert [pretty(one) for one in (trace, trace.program, race)] == [repr(one) for one in (trace, trace.program, race)]


def test_one_replication_alone_is_the_same(race: Scenario, results: Results) -> None:
    """Simulating replication 17 gives row 17 of the table."""
    trace = simulate(race, seed=7, replication=17)
    assert trace.replication == 17
    assert trace.ending == results["ending"][17]
    assert trace.end_time / 1e6 == results["end_time"][17]
    assert trace.row.values == pytest.approx(tuple(results.table.values[17]), nan_ok=True, rel=0, abs=0)


def test_progress_is_told(race: Scenario) -> None:
    """Progress begins at nothing, never falls and ends with all."""
    seen: list[tuple[int, int]] = []
    run(race, replications=50, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 50)
    assert seen[-1] == (50, 50)
    assert seen == sorted(seen)


def interrupting(after: int) -> Any:
    """A progress that behaves like Ctrl-C once so many replications are done."""

    def progress(done: int, total: int) -> None:
        if done >= after:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("ways", [{"workers": 1}, {"workers": 2}])
def test_an_interrupt_keeps_whole_jobs(race: Scenario, ways: dict[str, Any]) -> None:
    """With `on_interrupt="keep"` the finished jobs are returned, and are the rows that the full run has."""
    part = run(race, replications=500, chunk=10, progress=interrupting(30), on_interrupt="keep", **ways)
    assert part.execution.interrupted
    assert 30 <= len(part) < 500
    whole = run(race, replications=500)
    np.testing.assert_array_equal(part["margin"], whole["margin"][part["replication"]])


def test_an_interrupt_is_an_interrupt(race: Scenario) -> None:
    """By default Ctrl-C stops the program that called, as anywhere."""
    with pytest.raises(KeyboardInterrupt):
        run(race, replications=500, chunk=10, progress=interrupting(30))


@pytest.mark.parametrize(
    "asked, message",
    [
        ({"replications": 0}, "replications must be a whole number from 1"),
        ({"replications": 10**12}, "replications must be"),
        ({"replications": 1.5}, "not 1.5"),
        ({"replications": True}, "not True"),
        ({"seed": -1}, "seed must be a whole number from 0"),
        ({"seed": 2**64}, "seed must be"),
        ({"workers": 0}, "workers must be"),
        ({"chunk": 0}, "chunk must be"),
        ({"engine": "warp"}, "engine 'warp'"),
        ({"until": 5}, "until takes texts"),
        ({"executor": 4}, r"with submit\(\); 4 has not"),
        ({"engine": ""}, "engine '.*simpy"),
    ],
)
def test_what_cannot_be_is_refused(race: Scenario, asked: dict[str, Any], message: str) -> None:
    """Arguments out of range are refused with the range, before anything runs."""
    with pytest.raises(UsageError, match=message):
        run(race, **asked)


def test_the_largest_seed_is_a_seed(race: Scenario) -> None:
    """Both ends of the range of seeds work."""
    assert len(run(race, replications=2, seed=2**64 - 1)) == len(run(race, replications=2, seed=0)) == 2


def test_the_record_says_how_to_run_it_again(race: Scenario) -> None:
    """`run.json` holds scenario, changes, versions and the command line that repeats the run."""
    late = race.vary({"work": "+2 min"})
    content = record(run(late, replications=3, seed=5, engine="simpy"))
    assert content["replications"] == {"asked": 3, "finished": 3, "failed": 0, "at_horizon": 1}
    assert content["sha256"] == race.sha256
    assert content["interrupted"] is False
    assert set(content["versions"]) == {"heatsim", "python", "numpy", "simpy", "pyarrow"}
    assert content["command"].endswith("-n 3 --seed 5 --engine simpy --set 'work=+2 min'")


def test_the_command_quotes_what_shells_would_read(few: Results) -> None:
    """Variant and overrides stand in the command line, quoted."""
    assert command(few) == (
        "python -m heatsim run races/race.yaml -n 4 --seed 1995 --engine simpy --variant hurry --set 'work=+2 min'"
    )
    assert record(few)["failures"] == [{"replication": 2, "error": "it broke"}]
    assert record(few)["missing"] == {"margin": 2, "loot": 1, "clean": 2, "measure.ending": 1}
