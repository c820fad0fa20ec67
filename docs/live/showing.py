"""A table about a scenario, as part of a page."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heatsim.scenario.load import load
from live.tables import TABLES

__all__ = ["About"]


class About(SphinxDirective):
    """`TABLE FILE`: the file's path is relative to the project."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        kind, file = self.arguments
        _, path = self.env.relfn2path(f"/../{file}")
        self.env.note_dependency(path)
        return self.parse_text_to_nodes(TABLES[kind](load(path)))
