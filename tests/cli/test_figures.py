"""`heatsim run` draws its figures into the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_the_figures_are_pictures(cli: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    """There are pictures of the endings, the margin and the timeline."""
    assert cli("run", "race.yaml", "-n", "50", "--quiet")[0] == 0
    figures = sorted((folder / "out/race/figures").iterdir())
    assert [path.name for path in figures] == ["endings.png", "margin.png", "timeline.png"]
    for path in figures:
        assert path.read_bytes().startswith(b"\x89PNG")
