"""`heatsim report`: one self-contained page about a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heatsim.cli import options
from heatsim.cli.opening import open_scenario

if TYPE_CHECKING:
    from heatsim.study.progress import Progress

__all__ = ["command"]


class Numbers(options.ParamType[tuple[int, ...]]):
    """One number, or several with commas between."""

    name = "K[,K...]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        one = click.IntRange(0, options.MAX_SEED)
        return tuple(int(one(word.strip(), param, ctx)) for word in str(value).split(","))


class Page(options.Folder):
    """A file to write; an empty name is no file."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("no file is named", param, ctx)
        return super().convert(value, param, ctx)


@click.command("report")
@options.scenario_argument
@click.option("-n", "--replications", type=click.IntRange(1, 100_000_000), help="How many.  [default: 1000]")
@options.seed
@options.workers
@options.engine
@options.changes
@options.readings
@click.option("--replication", "wanted", type=Numbers(), multiple=True, help="Replay these too: 3,17. Repeatable.")
@click.option("--out", type=Page(), metavar="FILE", help="The page to write.  [default: out/<scenario>/report.html]")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def command(
    scenario: str,
    replications: int | None,
    seed: int,
    workers: int | None,
    engine: str,
    overrides: options.Overrides,
    variant: str | None,
    readings: options.Overrides,
    wanted: tuple[tuple[int, ...], ...],
    out: Path | None,
    quiet: bool,
) -> None:
    """Write a page about SCENARIO: a replay, endings, what-ifs.

    The page stands alone: it fetches nothing, and opens in a browser as it is. Beside the study itself it runs every variant and
    the assumptions that matter most.
    """
    from heatsim.report.make import report

    model = open_scenario(scenario, overrides, variant)
    path = Path("out", model.name, "report.html") if out is None else out
    written = report(
        model,
        path,
        replications=replications or 1000,
        seed=seed,
        replay=[number for numbers in wanted for number in numbers],
        readings=dict(readings),
        workers=workers,
        engine=engine,
        stages=_silent if quiet else _shown,
    )
    if not quiet:
        click.echo(f"written to {written}")


@contextmanager
def _shown(what: str) -> Iterator[Progress]:
    from heatsim.study.progress import shown

    with shown(what=what) as progress:
        yield progress


@contextmanager
def _silent(what: str) -> Iterator[Progress]:
    from heatsim.study.progress import silent

    yield silent
