"""Sheets of texts on a terminal (coloured, through rich) or as plain lines that fit 80 columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from heatsim.cli.terminal import emphasised

if TYPE_CHECKING:
    from heatsim.study.overview import Sheet
    from heatsim.study.page import Page
    from heatsim.study.results import Results

__all__ = ["plain", "show"]

WIDTH = 80
NUMERIC_HEADS = {"count", "share", "95 % interval", "mean", "5 %", "median", "95 %", "rank %"}


def show(results: Results, summary: dict[str, Any], only: Collection[str] | None = None) -> None:
    """Print results beside the film on standard output: as much as a page holds, or `only` these measures in full."""
    from heatsim.study.overview import heading, sheets
    from heatsim.study.page import page

    brief = page(results, summary) if only is None else None
    tables = sheets(results, summary, only) if brief is None else sheets(results, summary, brief.shown, reach=False)
    if emphasised():
        _show_rich(heading(results), results.provenance.title, tables)
    else:
        print(heading(results))
        for sheet in tables:
            print()
            for line in plain(sheet):
                print(line)
    if brief is not None and brief.hidden:
        print(f"\n{_more(brief)}")


def _more(brief: Page) -> str:
    """What else there is, and how to see it."""
    same = "" if not brief.constant else f", {brief.constant} of them always the same"
    noun = "measure" if brief.hidden == 1 else "measures"
    return f"{brief.hidden} more {noun}{same}: --all, or --measures NAME"


def plain(sheet: Sheet, width: int = WIDTH) -> Iterator[str]:
    """The lines of a sheet, as narrow as it goes; a name too long for its column gets a line of its own."""
    columns = list(zip(sheet.heads, *sheet.rows, strict=True))
    sizes = [max(len(text) for text in column) for column in columns]
    gaps = len(sizes) - 1
    gap = "  " if sum(sizes) + 2 * gaps <= width else " "
    sizes[0] = min(sizes[0], max(width - sum(sizes[1:]) - len(gap) * gaps, 12))
    for row in (sheet.heads, *sheet.rows):
        name, *cells = row
        if len(name) > sizes[0]:
            yield name
            name = ""
        texts = [name.ljust(sizes[0])]
        for head, cell, size in zip(sheet.heads[1:], cells, sizes[1:], strict=True):
            texts.append(cell.rjust(size) if _right(sheet, head) else cell.ljust(size))
        yield gap.join(texts).rstrip()
    if sheet.note:
        yield sheet.note


def _right(sheet: Sheet, head: str) -> bool:
    """Whether a column holds numbers; the film's is a mark among endings and a number among measures."""
    return head in NUMERIC_HEADS or (head == "film" and "mean" in sheet.heads)


def _show_rich(heading: str, title: str, sheets: list[Sheet]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"[bold]{escape(title or heading)}[/bold]\n{escape(heading)}")
    for sheet in sheets:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for head in sheet.heads:
            table.add_column(head, justify="right" if _right(sheet, head) else "left", overflow="fold")
        for index, row in enumerate(sheet.rows):
            table.add_row(*(escape(cell) for cell in row), style="bold" if index in sheet.film else None)
        console.print()
        console.print(table)
        if sheet.note:
            console.print(escape(sheet.note), style="dim")
