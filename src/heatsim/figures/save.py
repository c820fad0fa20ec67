"""Figures as files: the same bytes every time, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from heatsim.errors import StoreError
from heatsim.figures import fates, reading, style
from heatsim.study.store import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure

    from heatsim.scenario.load import Scenario
    from heatsim.study.results import Results
    from heatsim.trace import Trace

__all__ = ["FORMATS", "save", "save_all"]

# No dates and no program versions in the files: equal figures are equal bytes.
FORMATS: dict[str, dict[str, str | None]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


def save(figure: Figure, path: str | Path) -> Path:
    """Write one figure as PNG or SVG, by suffix, replacing the file at once; StoreError when that cannot be."""
    target = Path(path)
    with opened(target.parent) as staging:
        _write(figure, staging.path(target.name))
        return staging.publish()[0]


def save_all(
    results: Results,
    scenario: Scenario | None,
    trace: Trace | None,
    folder: str | Path,
    *,
    formats: Sequence[str] = ("png",),
) -> list[Path]:
    """Write every figure that these results have something to show in; returns the paths, all written or none.

    `scenario` gives the timeline its sides, `trace` the replication to follow (default: the one most like the film).
    """
    with opened(folder) as staging:
        for name, figure in _figures(results, scenario, trace):
            for suffix in formats:
                _write(figure, staging.path(f"{name}.{suffix}"))
        return staging.publish()


def _figures(results: Results, scenario: Scenario | None, trace: Trace | None) -> Iterator[tuple[str, Figure]]:
    from heatsim.figures import plot
    from heatsim.program.compile import compile_scenario

    if not len(results):
        return
    yield "endings", plot.endings(results)
    if reading.margins(results):
        yield "margin", plot.margin(results)
    if reading.events(results):
        program = compile_scenario(scenario.resolved) if scenario is not None and trace is None else None
        yield "timeline", plot.timeline(results, trace=trace, program=program)
    if fates.any_shot(results):
        yield "survival", plot.survival(results)
        yield "who_shot_whom", plot.who_shot_whom(results)
        yield "rounds", plot.rounds(results)
    if trace is not None and trace.ways and any(event.kind in ("shot", "hit") for event in trace):
        yield "plan", plot.plan(trace)


def _write(figure: Figure, path: Path) -> None:
    suffix = path.suffix.removeprefix(".")
    if suffix not in FORMATS:
        raise StoreError(f"cannot write a figure as '{path.name}'; the suffix must be one of: {', '.join(FORMATS)}")
    with style.look():
        figure.savefig(path, format=suffix, metadata=FORMATS[suffix])
