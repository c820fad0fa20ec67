"""A table about a scenario, as part of a page; a long one is folded, and does not stand before what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heatsim.scenario.load import load
from live.tables import NOUNS, TABLES

__all__ = ["About", "folded"]

LONG = 12  # rows; a longer table is folded


class About(SphinxDirective):
    """`TABLE FILE`: the file's path is relative to the project."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        kind, file = self.arguments
        _, path = self.env.relfn2path(f"/../{file}")
        self.env.note_dependency(path)
        made = self.parse_text_to_nodes(TABLES[kind](load(path)))
        for table in (one for one in made if isinstance(one, nodes.table)):
            table["classes"].append(f"about-{kind}")
        return list(folded(made, NOUNS[kind]))


def folded(made: Iterable[nodes.Node], noun: str) -> Iterator[nodes.Node]:
    """The same, with every long table inside an element that opens when it is asked to, under the number of its rows."""
    for one in made:
        rows = len(list(next(iter(one.findall(nodes.tbody)), nodes.tbody()).findall(nodes.row)))
        if rows <= LONG:
            yield one
            continue
        yield nodes.raw("", f'<details class="table"><summary>{rows} {noun}</summary>', format="html")
        yield one
        yield nodes.raw("", "</details>", format="html")
