"""A few failures are borne, many end the study; what is finished is kept either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from heatsim.errors import UsageError
from heatsim.study.conformance import scenario
from heatsim.study.run import run
from heatsim.study.tolerance import allowed, parse_tolerance


@pytest.mark.parametrize(
    "tolerance, replications, borne",
    [(0.01, 100, 10), (0.01, 100_000, 1000), (0, 100, 0), (3, 100_000, 3), (0.5, 100, 50), (None, 100, None)],
)
def test_a_share_or_a_number(tolerance: float | None, replications: int, borne: int | None) -> None:
    """Below one it is a share of the replications, at least ten; from one on a number; None is any."""
    assert allowed(tolerance, replications) == borne


@pytest.mark.parametrize("tolerance", [-1, 1.5, float("nan"), float("inf"), True, "1 %"])
def test_nonsense_is_refused(tolerance: float) -> None:
    """What is neither is refused before anything runs."""
    with pytest.raises(UsageError, match="max_failures must be a"):
        run(scenario(), replications=10, max_failures=tolerance)


@pytest.mark.parametrize("text, value", [("1%", 0.01), ("0.5 %", 0.005), ("50", 50), ("0", 0), ("any", None), ("100%", None)])
def test_as_it_is_typed(text: str, value: float | None) -> None:
    """Numbers, percent, and a word for any."""
    assert parse_tolerance(text) == value


@pytest.mark.parametrize("text", ["", "few", "-1", "1.5", "101%", "%"])
def test_what_cannot_be_typed(text: str) -> None:
    """Anything else is refused with what there is."""
    with pytest.raises(ValueError, match="neither a number of replications"):
        parse_tolerance(text)


def test_too_many_failures_end_the_study(tmp_path: Path) -> None:
    """A study whose replications fail by the dozen stops with a sentence, and what it has is in the folder."""
    results = run(scenario(), replications=5000, workers=1, chunk=10, out=tmp_path)
    assert 50 < len(results.failures) <= 60
    assert len(results) < 400
    assert results.execution.stopped == (
        f"stopped after {len(results)} replications, because {len(results.failures)} of them failed; "
        "the tolerance is 50 replications (--max-failures)"
    )
    assert (tmp_path / "results.parquet").exists()


def test_as_many_as_allowed_are_borne() -> None:
    """One failure fewer and the study goes on to its end; a failure is a row with the command that reruns it."""
    whole = run(scenario(), replications=60, max_failures=None)
    count = len(whole.failures)
    assert run(scenario(), replications=60, max_failures=count).execution.stopped == ""
    assert run(scenario(), replications=60, max_failures=count - 1, workers=1, chunk=1).execution.stopped != ""
    assert all(f"replication={number}" in reason for number, reason in whole.failures.items())
