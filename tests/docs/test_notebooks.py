"""The notebooks in examples/ are notebooks, carry no outputs, and every code cell runs."""

from __future__ import annotations

import contextlib
import io
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
CELL = {"markdown": {"cell_type", "id", "metadata", "source"}}
CELL["code"] = CELL["markdown"] | {"execution_count", "outputs"}


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook in format 4.5, after a look at its shape."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    found: list[dict[str, Any]] = notebook["cells"]
    for cell in found:
        assert set(cell) == CELL[cell["cell_type"]]
    assert len({cell["id"] for cell in found}) == len(found)
    return found


def run(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Execute the code cells one after the other, as a fresh kernel would; returns the names they made."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in found:
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    return names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened in its folder and run from the top, every cell works, and nothing is written there."""
    monkeypatch.chdir(EXAMPLES)
    before = sorted(EXAMPLES.iterdir())
    names = run(cells(path))
    assert len(names["results"]) == 100
    assert sorted(EXAMPLES.iterdir()) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_has_no_outputs(path: Path) -> None:
    """What a reader sees is what their own machine computed; a diff shows words and code only."""
    assert [
        cell["id"] for cell in cells(path) if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"])
    ] == []


@pytest.mark.skipif(find_spec("nbformat") is None, reason="nbformat is not installed")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_is_valid(path: Path) -> None:
    """By the format's own schema."""
    import nbformat

    nbformat.validate(nbformat.read(path, as_version=4))


def test_a_cell_that_fails_is_noticed() -> None:
    """Negative control."""
    with pytest.raises(ZeroDivisionError):
        run([{"cell_type": "code", "id": "wrong", "source": ["1 / 0"]}])


def test_there_is_a_notebook() -> None:
    """The tests above are about something."""
    assert NOTEBOOKS
