"""The pictures that are kept show what the program shows today, and pages show no others."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def make() -> dict[str, Any]:
    return runpy.run_path(str(IMAGES / "make.py"))


def kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((IMAGES / "shown.json").read_text(encoding="utf-8"))
    return found


def test_every_picture_says_what_is_so(make: dict[str, Any]) -> None:
    """Words and numbers in the pictures are those of the same figures made now; if not: python docs/images/make.py."""
    assert {name: make["said"](figure) for name, figure in make["figures"]().items()} == {
        name: one["says"] for name, one in kept().items()
    }


def test_every_picture_is_the_one_that_was_written_down(make: dict[str, Any]) -> None:
    """Nobody has put another file in a picture's place, and there is none without its words."""
    assert {path.name: make["digest"](path) for path in IMAGES.glob("*.png")} == {
        name: one["sha256"] for name, one in kept().items()
    }


def test_pages_show_no_other_pictures() -> None:
    """Whatever else a page shows is made when the page is built."""
    pictures = {link for page in PAGES for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))}
    assert {Path(link).name for link in pictures} == set(kept())
