"""`heatsim sweep`: one or two factors, the same luck at every point."""

from __future__ import annotations

import math
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heatsim.cli import options
from heatsim.cli.opening import open_cluster, open_scenario

if TYPE_CHECKING:
    from heatsim.analysis.crossing import Crossing
    from heatsim.analysis.sweep import Sweep
    from heatsim.study.overview import Sheet
    from heatsim.study.store import Staging

__all__ = ["command"]


@click.command("sweep")
@options.scenario_argument
@click.argument("factors", nargs=-1, required=True, metavar="NAME=LOW:HIGH:POINTS...")
@click.option("--measure", "measures", multiple=True, help="share(ending=NAME), share(FLAG) or mean(NAME). Repeatable.")
@click.option(
    "--crossing",
    is_flag=False,
    flag_value="even",
    metavar="LEVEL",
    help="Find where the first measure comes to a level, or is even.",
)
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), default=1000, show_default=True, help="For each point.")
@options.seed
@options.workers
@options.dask
@options.engine
@options.changes
@click.option("--out", type=options.Folder(), metavar="DIR", help="Write sweep.csv, sweep.json and a figure there.")
@click.option("--json", "as_json", is_flag=True, help="Print sweep.json and nothing else.")
@options.quiet
def command(
    scenario: str,
    factors: tuple[str, ...],
    measures: tuple[str, ...],
    crossing: str | None,
    replications: int,
    seed: int,
    workers: int | None,
    dask: str | None,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run SCENARIO along one or two factors under the same luck.

    tip_delay="0 s:10 min:6" sets a parameter to six values, response="*0.5:*2:4" moves what is there (and so keeps it drawn),
    driver=trejo,breedan lists values.
    """
    from heatsim.analysis.sweep import sweep
    from heatsim.cli.tables import plain
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import opened

    model = open_scenario(scenario, overrides, variant)
    level = _level(crossing)
    with nullcontext() if out is None else opened(out) as staging:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet else shown() as progress:
            made = sweep(
                model,
                factors,
                measures=measures,
                replications=replications,
                seed=seed,
                crossing=level,
                workers=workers,
                executor=executor,
                engine=engine,
                progress=progress,
            )
        if staging is not None:
            _write(made, staging)
    if as_json:
        from heatsim.study.store import json_text

        sys.stdout.write(json_text(_content(made)))
    elif not quiet:
        print(f"{made.scenario}: {made.replications} replications at each of {len(made)} points, seed {made.seed}, the same luck\n")
        for line in plain(_sheet(made)):
            print(line)
        for line in _remarks(made):
            print(line)
        if out is not None:
            print(f"\nwritten to {out}")


def _level(text: str | None) -> float | str | None:
    if text is None or text == "even":
        return text
    number = text.strip().removesuffix("%").strip()
    try:
        value = float(number)
    except ValueError:
        raise click.UsageError(f"--crossing takes a number, a percentage or 'even', not '{text}'") from None
    return value / 100 if text.strip().endswith("%") else value


def _sheet(made: Sweep) -> Sheet:
    from heatsim.study.overview import Sheet

    heads = [one.name for one in made.axes]
    for response in made.responses:
        heads += [response.text, "95 % interval"]
    rows = []
    for point in made.points:
        cells = [one.shown(i) for one, i in zip(made.axes, point.index, strict=True)]
        for response, estimate in zip(made.responses, point.estimates, strict=True):
            cells += response.told(estimate)
        rows.append(tuple(cells))
    return Sheet(tuple(heads), tuple(rows))


def _remarks(made: Sweep) -> list[str]:
    """Crossings, failures, and factors that do not do what one might think."""
    said = []
    if made.level is not None:
        response = made.responses[0]
        said = [f"{response.text} is {response.shown(made.level)} at {_place(made, one)}" for one in made.crossings]
        value = made.curve()[0]
        span = f"{response.shown(float(value.min()))} to {response.shown(float(value.max()))}"
        said = said or [f"{response.text} does not cross {response.shown(made.level)} in this range ({span})"]
    failed = sum(point.failed for point in made.points)
    said += [f"{failed} replications failed; they have no ending"] if failed else []
    said += [one.note for one in made.axes if one.note]
    return ["", *said] if said else []


def _place(made: Sweep, one: Crossing) -> str:
    axis = made.axes[0]
    low = axis.words(one.low) if math.isfinite(one.low) else f"below {axis.shown(0)}"
    high = axis.words(one.high) if math.isfinite(one.high) else f"beyond {axis.shown(len(axis.at) - 1)}"
    return f"{axis.name} = {axis.words(one.at)}  (95 %: {low} .. {high})"


def _content(made: Sweep) -> dict[str, Any]:
    from heatsim.analysis.rows import plain

    return {
        "scenario": made.scenario,
        "replications": made.replications,
        "seed": made.seed,
        "factors": [
            {"name": one.name, "unit": one.unit or one.sign, "values": [str(value) for value in one.values]} for one in made.axes
        ],
        "points": [plain(row) for row in made.rows()],
        "level": made.level,
        "crossings": [plain({"at": one.at, "low": one.low, "high": one.high, "rising": one.rising}) for one in made.crossings],
    }


def _write(made: Sweep, staging: Staging) -> None:
    from heatsim.analysis.rows import write_csv
    from heatsim.figures import save
    from heatsim.figures.sweep import sweep as figure
    from heatsim.study.store import write_json

    write_csv(made.rows(), staging.path("sweep.csv"))
    write_json(_content(made), staging.path("sweep.json"))
    if all(one.is_numeric for one in made.axes):
        save(figure(made), staging.path("figures") / "sweep.png")
    staging.publish()
