"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

__all__ = [
    "Assignment",
    "Folder",
    "Overrides",
    "Tolerance",
    "as_json",
    "changes",
    "dask",
    "engine",
    "max_failures",
    "quiet",
    "readings",
    "resume",
    "scenario_argument",
    "seed",
    "until",
    "workers",
]

MAX_SEED = 2**64 - 1
Overrides = tuple[tuple[str, str], ...]
F = TypeVar("F", bound=Callable[..., Any])


if TYPE_CHECKING:
    ParamType = click.ParamType
else:

    class ParamType(click.ParamType):
        """click's, which can be subscripted since 8.4 only."""

        __class_getitem__ = classmethod(lambda cls, item: cls)


class Assignment(ParamType[tuple[str, str]]):
    """NAME=VALUE, or whatever the two are called."""

    def __init__(self, form: str = "NAME=VALUE") -> None:
        self.name = form

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not equals or not name.strip() or not text.strip():
            self.fail(f"'{value}' is not of the form {self.name}", param, ctx)
        return name.strip(), text.strip()


class Folder(click.Path):
    """Where to write; an empty name, which a shell makes of a variable that is not set, is not the folder one stands in."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("no folder is named", param, ctx)
        return super().convert(value, param, ctx)


class Tolerance(ParamType[float | None]):
    """How many failures are borne: a number, a share in percent, or any."""

    name = "N|P%|any"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | None:
        from heatsim.study.tolerance import parse_tolerance

        try:
            return parse_tolerance(value) if isinstance(value, str) else value
        except ValueError as error:
            self.fail(str(error), param, ctx)


scenario_argument = click.argument("scenario", type=click.Path())
seed = click.option("--seed", type=click.IntRange(0, MAX_SEED), default=1995, show_default=True, help="Seed of all chance.")
engine = click.option(
    "--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto", show_default=True, help="What runs the model."
)

workers = click.option("--workers", type=click.IntRange(1, 1024), help="Processes to use.  [default: as many as pay]")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
quiet = click.option("--quiet", is_flag=True, help="Print neither progress nor table.")
dask = click.option("--dask", metavar="ADDRESS", help="Use the workers of a Dask cluster, by its scheduler's address.")
max_failures = click.option(
    "--max-failures",
    type=Tolerance(),
    default="1%",
    show_default=True,
    help="Stop when more replications failed: a number, or a share, which is at least 10; or any.",
)
until = click.option(
    "--until",
    multiple=True,
    metavar="TARGET",
    help="Stop at a precision: 'share(ending=NAME) ± 1pt', 'mean(MEASURE) ± 5 %', 'quantile(MEASURE, 0.9) ± 30 s' (or +-); -n is"
    " then the ceiling. Repeatable: all must hold.",
)
resume = click.option("--resume/--restart", default=None, help="Go on with the unfinished study in the folder, or start over.")
readings = click.option(
    "--reading",
    "readings",
    type=Assignment("FACT=NAME"),
    multiple=True,
    help="Take another reading where the sources differ, by fact or conflict. Repeatable.",
)


def changes(function: F) -> F:
    """`--set` and `--variant`, which change the scenario before it runs."""
    setting = click.option(
        "--set", "overrides", type=Assignment(), multiple=True, help="Change a parameter: a value, +2 min, *1.5. Repeatable."
    )
    variant = click.option("--variant", metavar="NAME", help="Use a named variant of the scenario.")
    return setting(variant(function))
