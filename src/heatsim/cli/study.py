"""`heatsim study`: everything a plan asks for, as one table."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heatsim.cli import options
from heatsim.cli.opening import open_cluster

if TYPE_CHECKING:
    from heatsim.study.overview import Sheet
    from heatsim.study.planned import Study

__all__ = ["command"]

INTERRUPTED = 130


@click.command("study")
@click.argument("file", type=click.Path())
@options.workers
@options.dask
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write every point's table, study.csv and study.parquet."
)
@options.resume
@options.max_failures
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON and nothing else.")
@options.quiet
def command(
    file: str,
    workers: int | None,
    dask: str | None,
    out: Path | None,
    resume: bool | None,
    max_failures: float | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Run the plan in FILE.

    A scenario's variants and factors, all under the same luck, as one table.
    """
    from heatsim.analysis.rows import plain as plain_row
    from heatsim.cli.tables import plain
    from heatsim.study.planfile import read_plan
    from heatsim.study.planned import run_plan
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import json_text

    plan = read_plan(file)
    try:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet else shown() as progress:
            made = run_plan(
                plan,
                workers=workers,
                executor=executor,
                progress=progress,
                out=out,
                resume=resume,
                max_failures=max_failures,
            )
    except KeyboardInterrupt:
        if out is None:
            raise
        print(f"heatsim: interrupted; what is finished is kept in {out}; --resume goes on from there", file=sys.stderr)
        return INTERRUPTED
    if out is not None:
        _write(made, out)
    if as_json:
        content = {"scenario": made.scenario, "replications": made.replications, "seed": made.seed}
        sys.stdout.write(json_text({**content, "rows": [plain_row(row) for row in made.rows()]}))
    elif not quiet:
        print(f"{made.scenario}: {len(made)} points of {made.replications} replications, seed {made.seed}, the same luck\n")
        for line in plain(_sheet(made)):
            print(line)
        if failed := sum(made.failed):
            print(f"\n{failed} replications failed; they have no ending")
        if out is not None:
            print(f"\nwritten to {out}")
    return 0


def _sheet(made: Study) -> Sheet:
    from heatsim.study.overview import Sheet

    factors = [name for name, _ in made.points[0].shown]
    heads = ("variant", *factors, *(text for one in made.responses for text in (one.text, "95 % interval")))
    rows = []
    for point, estimates in zip(made.points, made.estimates, strict=True):
        cells = [f"{value:.6g}" if isinstance(value, float) else value for _, value in point.shown]
        for one, estimate in zip(made.responses, estimates, strict=True):
            cells += one.told(estimate)
        rows.append((point.variant, *cells))
    return Sheet(heads, tuple(rows))


def _write(made: Study, out: Path) -> None:
    from heatsim.analysis.rows import write_csv
    from heatsim.study.store import opened

    with opened(out) as staging:
        write_csv(made.rows(), staging.path("study.csv"))
        staging.publish()
