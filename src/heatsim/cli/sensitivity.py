"""`heatsim sensitivity`: what the conclusion rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heatsim.cli import options
from heatsim.cli.opening import faster, open_cluster, open_scenario

if TYPE_CHECKING:
    from heatsim.analysis.luck import Luck
    from heatsim.analysis.outlay import Outlay
    from heatsim.analysis.sensitivity import Sensitivity
    from heatsim.scenario.load import Scenario
    from heatsim.study.overview import Sheet
    from heatsim.study.store import Staging

__all__ = ["command"]

METHODS = ["tornado", "morris", "sobol", "variance", "luck"]
SHOWN = 20


@click.command("sensitivity")
@options.scenario_argument
@click.option("--measure", metavar="TEXT", help="share(ending=NAME), share(FLAG) or mean(NAME).  [default: the film's ending]")
@click.option(
    "--method", "methods", type=click.Choice(METHODS), multiple=True, help="Repeatable.  [default: tornado, variance, luck]"
)
@click.option("--only", multiple=True, metavar="NAME", help="Only this parameter. Repeatable.")
@click.option(
    "--group", "groups", type=options.Assignment("NAME=SITES"), multiple=True, help="Whose luck: crew='crew/*'. Repeatable."
)
@click.option("-n", "--replications", type=click.IntRange(4, 10_000_000), default=200, show_default=True, help="For each value.")
@options.seed
@options.workers
@options.dask
@options.engine
@options.changes
@click.option("--out", type=options.Folder(), metavar="DIR", help="Write tables (CSV) and figures there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON and nothing else.")
@click.option("--quiet", is_flag=True, help="Print neither progress nor tables.")
def command(
    scenario: str,
    measure: str | None,
    methods: tuple[str, ...],
    only: tuple[str, ...],
    groups: options.Overrides,
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
    """Tell what an outcome of SCENARIO rests on.

    Assumptions by how far they move it, what is not known against what is left to chance, and whose luck decides it.
    """
    from heatsim.analysis.outlay import outlay
    from heatsim.analysis.sensitivity import sensitivity
    from heatsim.cli.tables import plain
    from heatsim.study.progress import shown, silent
    from heatsim.study.store import opened

    model = open_scenario(scenario, overrides, variant)
    whose = {name: [part.strip() for part in text.split(",")] for name, text in groups} or None
    wanted = methods or ("tornado", "variance", "luck")
    if not quiet and dask is None:
        _forewarn(model, outlay(model, wanted, only=only, groups=whose, replications=replications, workers=workers, engine=engine))
    with nullcontext() if out is None else opened(out) as staging:
        with open_cluster(dask) as executor, nullcontext(silent) if quiet else shown() as progress:
            found = sensitivity(
                model,
                methods=wanted,
                measure=measure,
                only=only,
                groups=whose,
                replications=replications,
                seed=seed,
                workers=workers,
                executor=executor,
                engine=engine,
                progress=progress,
            )
        if staging is not None:
            _write(found, staging)
    if as_json:
        from heatsim.study.store import json_text

        sys.stdout.write(json_text({name: list(rows) for name, rows in _rows(found)}))
    elif not quiet:
        for place, (heading, sheet, remarks) in enumerate(_sections(found)):
            print(f"{'' if not place else chr(10)}{heading}\n")
            for line in plain(sheet):
                print(line)
            for remark in remarks:
                print(remark)


def _forewarn(model: Scenario, work: Outlay) -> None:
    """What takes more than a minute is said to, with its size and what would make it less."""
    from heatsim.analysis.lines import wrapped
    from heatsim.study.progress import LONG_SECONDS

    if work.seconds < LONG_SECONDS:
        return
    numba = faster(model, work.replications)
    less = f"less with -n, --only and --method{f'; {numba}' if numba else ''}"
    for line in (*wrapped(f"heatsim: {work}"), *wrapped(f"  {less}")):
        print(line, file=sys.stderr)


def _sections(found: Sensitivity) -> Iterator[tuple[str, Sheet, list[str]]]:
    from heatsim.study.overview import Sheet

    if made := found.tornado:
        show = made.response
        rows = []
        for bar in made.bars[:SHOWN]:
            for place, (tried, move) in enumerate(zip(bar.tried, bar.moves, strict=True)):
                name = (bar.parameter, bar.basis) if not place else ("", "")
                rows.append((*name, tried, show.change(move.value), f"{show.change(move.low)} .. {show.change(move.high)}"))
        base = "{} ({})".format(*show.told(made.baseline))
        left = len(made.bars) - SHOWN
        unsure = sum(not bar.is_certain for bar in made.bars)
        remarks = [f"{left} more move it less"] if left > 0 else []
        remarks += (
            [f"{unsure} of {len(made.bars)} are not shown to move it at all with {made.replications} replications"]
            if unsure
            else []
        )
        remarks += [f"not tried: {name}: {why}" for name, why in made.left_out]
        yield (
            f"{show.text} is {base}. What it rests on:",
            Sheet(("assumption", "basis", "at", "moves it", "95 % interval"), tuple(rows)),
            remarks,
        )
    if screen := found.morris:
        cells = [(e.parameter, f"{e.mu_star:.3g} ± {e.half:.2g}", f"{e.mu:+.3g}", f"{e.sigma:.3g}") for e in screen.effects[:SHOWN]]
        heading = f"{screen.response.text}: effects over whole ranges (Morris, {screen.trajectories} trajectories):"
        yield (
            heading,
            Sheet(("assumption", "size", "mean", "varies by"), tuple(cells)),
            [f"left out: {a}: {b}" for a, b in screen.left_out],
        )
    if indices := found.sobol:
        cells3 = [
            (one.parameter, f"{one.first:.3f} ± {one.first_half:.2g}", f"{one.total:.3f} ± {one.total_half:.2g}")
            for one in indices.indices
        ]
        heading = f"{indices.response.text}: shares of its variance (Sobol, {indices.points} points):"
        yield (
            heading,
            Sheet(("input", "alone", "in all"), tuple(cells3[:SHOWN])),
            [f"left out: {a}: {b}" for a, b in indices.left_out],
        )
    if found.variance:
        yield _shares(found.variance, "what is not known, and luck, as shares of its variance", "is from")
    if found.luck:
        yield _shares(found.luck, "whose luck decides it, as shares of its variance", "whose")


def _shares(made: Luck, what: str, head: str) -> tuple[str, Sheet, list[str]]:
    from heatsim.study.overview import Sheet

    ranked = sorted(made.shares, key=lambda one: -one.total.value)
    rows = [(one.group, str(one.sites), *_ranged(one.first), *_ranged(one.total)) for one in ranked]
    together = f"decided by several together: {_percent(made.together.value)} ({' .. '.join(map(_percent, made.together[1:]))})"
    remarks = [together]
    if made.used < made.replications:
        remarks.append(f"{made.used} of {made.replications} replications have it in every mix")
    heads = (head, "sites", "alone", "95 % interval", "in all", "95 % interval")
    return f"{made.response.text}: {what}:", Sheet(heads, tuple(rows)), remarks


def _ranged(one: tuple[float, float, float]) -> tuple[str, str]:
    return _percent(one[0]), f"{_percent(one[1])} .. {_percent(one[2])}"


def _percent(share: float) -> str:
    return f"{100 * share + 0.0:.0f} %"


def _rows(found: Sensitivity) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    from dataclasses import asdict

    from heatsim.analysis.rows import plain

    if found.tornado:
        yield "tornado", [plain(row) for row in found.tornado.rows()]
    if found.morris:
        yield "morris", [plain(asdict(one)) for one in found.morris.effects]
    if found.sobol:
        yield "sobol", [plain(asdict(one)) for one in found.sobol.indices]
    if found.variance:
        yield "variance", [plain(row) for row in found.variance.rows()]
    if found.luck:
        yield "luck", [plain(row) for row in found.luck.rows()]


def _write(found: Sensitivity, staging: Staging) -> None:
    from heatsim.analysis.rows import write_csv
    from heatsim.figures import save
    from heatsim.figures.shares import shares
    from heatsim.figures.tornado import tornado

    for name, rows in _rows(found):
        write_csv(rows, staging.path(f"{name}.csv"))
    if found.tornado:
        save(tornado(found.tornado), staging.path("figures") / "tornado.png")
    if found.luck:
        save(shares(found.luck), staging.path("figures") / "luck.png")
    staging.publish()
