"""The gallery shows every figure there is, and says how to read it."""

from __future__ import annotations

import re
from pathlib import Path

from heatsim.figures import plot

PAGE = (Path(__file__).parent.parent.parent / "docs" / "gallery" / "index.md").read_text(encoding="utf-8")


def shown(page: str) -> set[str]:
    """The figures that the page's pictures are made with."""
    return set(re.findall(r"hs\.plot\.(\w+)\(", page))


def test_every_figure_is_in_the_gallery() -> None:
    """A new figure gets its place there, and none that is gone stays."""
    assert shown(PAGE) == set(plot.__all__)


def test_every_picture_has_words_after_it() -> None:
    """What follows a picture is text, two lines or more of it, except on the slide at the end, where it stands before."""
    texts = re.split(r"^```\{picture\}.*?^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[1:-1]
    assert len(texts) > len(plot.__all__)
    assert [text for text in texts if len(re.split(r"^#", text.strip(), flags=re.MULTILINE)[0].split()) < 18] == []


def test_a_missing_figure_is_noticed() -> None:
    """Negative control."""
    assert shown(PAGE.replace("hs.plot.rounds(", "hs.plot.endings(")) != set(plot.__all__)
