"""Figures as files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.errors import StoreError
from heatsim.figures import plot, save, save_all
from heatsim.study.results import Results

PNG = b"\x89PNG"


def test_all_figures_are_written_and_the_same_each_time(make: Callable[..., Results], tmp_path: Path) -> None:
    """Two runs give the same files, byte for byte; other data give others."""
    first = save_all(make(60), None, None, tmp_path / "a")
    again = save_all(make(60), None, None, tmp_path / "b")
    assert [path.name for path in first] == ["endings.png", "margin.png", "timeline.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    other = save(plot.endings(make(61)), tmp_path / "endings.png")
    assert other.read_bytes() != first[0].read_bytes()


def test_svg_files_are_the_same_each_time(results: Results, tmp_path: Path) -> None:
    """The ids inside an SVG do not change from one drawing to the next."""
    first, again = (save(plot.endings(results), tmp_path / f"{name}.svg").read_bytes() for name in "ab")
    assert first == again


def test_files_say_nothing_of_when_or_with_what(results: Results, tmp_path: Path) -> None:
    """No date and no program version in either format, and the PNG is one."""
    png, svg = (save(plot.endings(results), tmp_path / f"endings.{kind}").read_bytes() for kind in ("png", "svg"))
    assert png.startswith(PNG)
    assert b"Matplotlib" not in png
    assert b"<dc:date>" not in svg
    assert b"<dc:creator>" not in svg


def test_an_unknown_format_is_refused(results: Results, tmp_path: Path) -> None:
    """The message names what there is, and nothing is left behind."""
    with pytest.raises(StoreError, match="png, svg"):
        save(plot.endings(results), tmp_path / "endings.bmp")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_refused(results: Results, tmp_path: Path) -> None:
    """A file stands where the folder should: one StoreError, and the file is as it was."""
    (tmp_path / "figures").write_text("mine")
    with pytest.raises(StoreError, match="figures"):
        save_all(results, None, None, tmp_path / "figures")
    assert (tmp_path / "figures").read_text() == "mine"


def run(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout


def test_drawing_never_imports_pyplot() -> None:
    """Importing the figures loads no matplotlib, drawing loads it without pyplot; the check itself can tell."""
    shown = "print([name in sys.modules for name in ('matplotlib', 'matplotlib.pyplot')])"
    code = f"""
import sys
import heatsim.figures, heatsim.figures.plot
{shown}
from heatsim.figures import style
figure = style.canvas(3, 2)
axes = figure.add_subplot()
style.mark_film(axes, 0, 0)
style.title(axes, 'a', 'b')
figure.canvas.draw()
{shown}
import matplotlib.pyplot
{shown}
"""
    assert run(code).splitlines() == ["[False, False]", "[True, False]", "[True, True]"]
