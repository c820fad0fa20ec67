"""What the pages show is made when they are built: code is run and its figure shown, tables are read off scenarios.

| directive | does |
|---|---|
| ```` ```{run} ```` | runs the Python below it, and shows it |
| ```` ```{picture} WORDS ```` | the same, and shows the figure that it has left in `figure`; the words say what is to be seen |
| ```` ```{scenario} TABLE FILE ```` | a table about a scenario of the project: see `tables.TABLES` |

A page's blocks share their names and run in a directory of their own, beside copies of the scenarios.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    from live.running import Picture, Run
    from live.showing import About

    app.add_directive("run", Run)
    app.add_directive("picture", Picture)
    app.add_directive("scenario", About)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
