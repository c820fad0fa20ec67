"""Worlds that Hypothesis supplies: of sites that are there, and printed with what replays them."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from heatsim import errors, testing
from heatsim.draws.world import World
from heatsim.program.chance import check_sites
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario, load, loads
from heatsim.scenario.walking import sites
from heatsim.study.run import simulate
from heatsim.testing.replaying import replaying
from heatsim.trace import Row

TEXT = """\
heatsim: 1
scenario: coin
horizon: 1 min
processes:
  ann:
    - chance: 50 %
      name: toss
      then: [{signal: heads}]
endings: {heads: {when: heads}, tails: {}}
"""
COIN = loads(TEXT)


@pytest.fixture
def filed(tmp_path: Path) -> Scenario:
    """The coin in a file of its own, which a command line can name."""
    path = tmp_path / "coin.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("site", ["ann/tos", "ann/toss/heads", "nonsense/xyz", "ann/tos#3"])
def test_a_site_that_is_not_there_is_refused(site: str) -> None:
    """A misspelt site would be supplied in vain, and a test pass that tried nothing."""
    with pytest.raises(errors.UsageError, match=r"'coin' has no site of chance '[^#]*'; (did you mean|known:) '?ann/toss"):
        testing.worlds(COIN, sites=["ann/toss", site])


@given(fight=testing.small_fights())
@settings(max_examples=5, database=None, derandomize=True)
def test_shots_can_be_supplied(fight: Scenario) -> None:
    """The sites of a fight's shots are sites too: what the scenario says it has, a program has."""
    check_sites(compile_scenario(fight.resolved), sites(fight.resolved))
    assert any(site.endswith("/fire") for site in sites(fight.resolved))


def test_a_failure_prints_its_world_and_what_replays_it() -> None:
    """The notes of the failure have the call, with the draws that matter and no others."""

    @settings(database=None, derandomize=True)
    @given(world=testing.worlds(COIN, sites=["ann/toss"]))
    def always_tails(world: World) -> None:
        assert simulate(COIN, world=world).ending == "tails"

    with pytest.raises(AssertionError) as caught:
        always_tails()
    notes = "\n".join(caught.value.__notes__)
    assert "replay it: heatsim.simulate(scenario, " in notes or "replay it: python" in notes
    assert "Program(" not in notes + str(caught.value)


def test_what_replays_a_world(filed: Scenario) -> None:
    """A command line where one can say it, a call where draws are pinned."""
    assert replaying(filed, World(7, 3)) == f"python -m heatsim replay {filed.path} --replication 3 --seed 7"
    pinned = World(7, 3, {"ann/toss": 0.25})
    assert replaying(filed, pinned) == f"heatsim.simulate(heatsim.load('{filed.path}'), world=heatsim.{pinned!r})"
    assert replaying(COIN, World(7, 3)) == "heatsim.simulate(scenario, seed=7, replication=3)"


def test_what_is_not_reproducible_says_how_to_replay_it(filed: Scenario) -> None:
    """The message of the assertion ends with the command."""

    class Forgetful:
        """Gives another end time with every call."""

        calls = 0

        def rows(self, program: object, draws: list[object]) -> list[Row]:
            self.calls += 1
            return [Row(number, "ended", "tails", self.calls, None, ()) for number in range(len(draws))]

    with (
        patch("heatsim.testing.assertions.get", return_value=Forgetful()),
        pytest.raises(AssertionError, match=r"replication 0 differs alone: .*replay it: python -m heatsim replay .*coin.yaml "),
    ):
        testing.assert_reproducible(filed, replications=1)
