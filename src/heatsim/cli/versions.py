"""`heatsim --version`: what results may depend on, read off the installed packages without importing any."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import click

from heatsim.version import __version__

__all__ = ["lines", "show"]

LIBRARIES = ("numpy", "pyarrow", "pydantic", "PyYAML", "matplotlib")
EXTRAS = {"dask": "distributed", "analysis": "SALib"}
LANGUAGE = 1


def lines() -> Iterator[str]:
    """The version, then the language, the engines and the libraries with theirs."""
    yield f"heatsim, version {__version__}"
    yield f"language {LANGUAGE}, Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    fast = _version("numba")
    compiled = f"compiled (numba {fast})" if fast else "compiled not installed (heatsim[fast])"
    yield f"engines: simpy {_version('simpy') or 'missing'}, {compiled}"
    yield "libraries: " + ", ".join(f"{name} {_version(name) or 'missing'}" for name in LIBRARIES)
    extras = {extra: _version(library) for extra, library in EXTRAS.items()}
    yield "extras: " + ", ".join(f"{extra} {f'({EXTRAS[extra]} {found})' if found else 'no'}" for extra, found in extras.items())


def show(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print them and leave, if asked to."""
    if wanted and not context.resilient_parsing:
        for line in lines():
            click.echo(line)
        context.exit()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
