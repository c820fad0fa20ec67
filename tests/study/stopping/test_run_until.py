"""`run(until=...)`: the table ends where the targets are reached, and the results say why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario
from heatsim.study.record import record
from heatsim.study.run import run

TARGET = "share(ending=heads) ± 2pt"


def test_the_table_does_not_depend_on_who_made_it(coin: Scenario) -> None:
    """Serially, in jobs of 7 or 333 and on two threads, the run stops at the same replication with the same table."""
    first = run(coin, until=TARGET, workers=1)
    assert first.execution.stopping is not None
    with ThreadPoolExecutor(2) as threads:
        others = [
            run(coin, until=TARGET, workers=1, chunk=333),
            run(coin, until=TARGET, workers=1, chunk=7),
            run(coin, until=TARGET, executor=threads, chunk=50),
        ]
    assert len(first) == first.execution.stopping.replications
    for other in others:
        assert other.to_arrow().equals(first.to_arrow())
        assert other.execution.stopping == first.execution.stopping


def test_processes_stop_at_the_same_replication(coin: Scenario) -> None:
    """Two worker processes, which run ahead of what is needed, leave the same table."""
    alone, two = run(coin, until=TARGET, workers=1), run(coin, until=TARGET, workers=2, chunk=100)
    assert two.to_arrow().equals(alone.to_arrow())
    assert two.execution.stopping == alone.execution.stopping


def test_the_rows_are_those_of_a_plain_run(coin: Scenario) -> None:
    """Stopping chooses how many replications there are, never what is in them."""
    stopped = run(coin, until=TARGET, workers=1)
    assert stopped.to_arrow().equals(run(coin, replications=len(stopped), workers=1).to_arrow())


def test_several_targets_must_all_be_reached(coin: Scenario) -> None:
    """With several targets the run goes on until the hardest is reached; each is told."""
    targets = ["mean(fell) ± 10 %", "quantile(fell, 0.9) ± 1.5 s", "share(side=front) about 0.3 ± 2pt"]
    alone = [len(run(coin, until=target, workers=1)) for target in targets]
    stopping = run(coin, until=targets, workers=1).execution.stopping
    assert stopping is not None
    assert stopping.replications >= max(alone)
    assert all(one.met for one in stopping.targets)
    assert [one.target for one in stopping.targets] == targets


def test_the_ceiling(coin: Scenario) -> None:
    """`replications` is the ceiling."""
    results = run(coin, until=TARGET, replications=300, workers=1)
    assert len(results) == 300
    assert results.execution.stopping is not None
    assert results.execution.stopping.reason == "ceiling"


def test_the_record_says_why(coin: Scenario) -> None:
    """`run.json` has the reason, the targets and a command that asks for the same; a plain run has none of it."""
    made = record(run(coin, until=TARGET, replications=300, workers=1))
    assert made["stopping"]["reason"] == "ceiling"
    assert made["stopping"]["targets"][0]["target"] == TARGET
    assert f"--until '{TARGET}'" in made["command"]
    plain = record(run(coin, replications=5))
    assert plain["stopping"] is None
    assert "--until" not in plain["command"]


def test_a_target_that_does_not_exist_is_refused_at_once(coin: Scenario) -> None:
    """Nothing runs for a measure that there is not."""
    seen: list[int] = []
    with pytest.raises(UsageError, match="did you mean 'fell'"):
        run(coin, until="mean(fall) ± 1 s", progress=lambda done, total: seen.append(done))
    assert seen == []


def test_estimates_are_those_of_the_table(coin: Scenario) -> None:
    """What is reported can be worked out from the table."""
    results = run(coin, until=["share(up) about 0.3 ± 4pt", "mean(fell) ± 10 %", "median(fell) ± 10 %"], workers=1)
    assert results.execution.stopping is not None
    share, mean, median = results.execution.stopping.targets
    assert share.value == pytest.approx(np.mean(results["up"]))
    assert mean.value == pytest.approx(np.mean(results["fell"]))
    assert median.value == pytest.approx(np.median(results["fell"]))
    for one in (share, mean, median):
        assert one.low <= one.value <= one.high
