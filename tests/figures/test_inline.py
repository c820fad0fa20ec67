"""Figures inside a page."""

from __future__ import annotations

import re

from heatsim.figures import style
from heatsim.figures.inline import INKS, inline


def drawn(text: str = "some text") -> str:
    with style.look():
        figure = style.canvas(3, 2)
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], gid="line")
        axes.set_xlabel(text)
    return inline(figure, "one")


def test_it_is_an_element_without_a_size_of_its_own() -> None:
    """It starts and ends as `<svg>`, keeps its proportions, and names no place on the network."""
    svg = drawn()
    head = svg[: svg.index(">")]
    assert svg.startswith("<svg")
    assert svg.endswith("</svg>")
    assert "viewBox" in head
    assert not re.search(r"width=|height=|http", head)
    assert "http" not in svg


def test_it_takes_its_ink_from_the_page() -> None:
    """The colours that a page may turn round are the page's, black among them; the others may be lifted, and are named once."""
    svg = drawn()
    head, _, body = svg.partition(">")
    assert "var(--ink)" in body
    assert "var(--paper)" in body
    assert not any(colour in svg for colour in INKS)
    assert head.count("color-mix(in oklab,#1f77b4,white var(--lift,0%))") == 1
    assert "#1f77b4" not in body


def test_letters_on_a_scale_of_colours_stay_as_they_are() -> None:
    """What stands on a colour that is the same by day and by night does not turn round with the page."""
    with style.look():
        figure = style.canvas(3, 2)
        figure.add_subplot().plot([0, 1], [0, 1], color=style.ON_LIGHT)
    assert f"stroke: {style.ON_LIGHT}" in inline(figure, "one")


def test_ids_are_its_own_and_lead_somewhere() -> None:
    """Every id has the prefix, stands once, and is what something refers to."""
    svg = drawn()
    ids = re.findall(r' id="([^"]+)"', svg)
    used = {*re.findall(r'href="#([^"]+)"', svg), *re.findall(r"url\(#([^)]+)\)", svg)}
    assert len(ids) == len(set(ids)) > 0
    assert set(ids) == used
    assert all(name.startswith("one-") for name in ids)


def test_the_same_figure_gives_the_same_text() -> None:
    """Equal figures are equal text, others are not."""
    assert drawn() == drawn() != drawn("other text")
