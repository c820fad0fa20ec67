"""One self-contained page about a scenario: what happens in it, how often, against the film, and what it rests on.

The package has the name of what it is for, `heatsim.report(scenario, path)`, so it can be called itself: whichever of the two a
program has got hold of, the package or the function, does the same.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__: list[str] = []


class _Callable(ModuleType):
    """Importing any part of a package binds the package in its parent, where the function of the same name stands."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from heatsim.report.make import report

        return report(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
