"""Parts that several sections are made of: the section itself, tables, bars of shares with their intervals, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from heatsim.beatsheet.outcome import words
from heatsim.figures import style
from heatsim.figures.inline import inline
from heatsim.report.markup import Child, Html, el, join
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.figures.inline import Figure
    from heatsim.program.model import EndingInfo

__all__ = ["bar", "drawing", "ending_paints", "film_mark", "interval", "row", "section", "share", "table", "words"]

HATCHED = "repeating-linear-gradient(45deg, {0} 0 4px, color-mix(in srgb, {0}, white 45%) 4px 7px)"


def section(name: str, title: str, *content: Child) -> Html:
    """A section with its heading; `name` is its place in the page's address."""
    return el("section", el("h2", title, id=f"{name}-title"), *content, id=name, aria_labelledby=f"{name}-title")


def table(heads: Sequence[str], rows: Iterable[Html], caption: str, class_: str = "") -> Html:
    """A table in a frame that scrolls sideways where it has to, by keyboard too. A head that starts with `#` is of numbers."""
    cells = [el("th", head.removeprefix("#"), scope="col", class_="number" if head.startswith("#") else None) for head in heads]
    whole = el(
        "table", el("caption", caption, class_="unseen"), el("thead", el("tr", cells)), el("tbody", rows), class_=class_ or None
    )
    return el("div", whole, class_="scrolls", tabindex=0, role="region", aria_label=caption)


def row(name: Html | str, *cells: Html | str, film: bool = False, numbers: Sequence[int] = (), heads: Sequence[str] = ()) -> Html:
    """A row headed by its name; `numbers` are the places of cells that hold numbers.

    `heads`, those of the table, label the cells where a narrow window shows them one below the other.
    """
    labels: Sequence[str | None] = [head.removeprefix("#") for head in heads[1:]] or [None] * len(cells)
    made = [
        el("td", cell, class_="number" if place in numbers else None, data_head=label)
        for place, (cell, label) in enumerate(zip(cells, labels, strict=True))
    ]
    return el("tr", el("th", name, scope="row"), made, class_="film" if film else None)


def share(of: float) -> str:
    """A share in percent; what never came out is not rounded to nothing, there is none."""
    return percent(of) if of else "none"


def interval(low: float, high: float) -> str:
    """The two ends of an interval of shares, in percent; one-sided where the other end is a certainty."""
    if low == 0:
        return f"at most {percent(high)}"
    if high == 1:
        return f"at least {percent(low)}"
    return f"{percent(low)} to {percent(high)}".replace(" % to", " to")


def bar(share: float, low: float, high: float, paint: str = "background:var(--accent)") -> Html:
    """A share as a bar from 0 to 1, with its interval as a whisker. The numbers stand beside it; screen readers skip it."""
    return el(
        "span",
        el("span", class_="fill", style=f"width:{100 * share:.2f}%;{paint}"),
        el("span", class_="whisker", style=f"left:{100 * low:.2f}%;width:{100 * (high - low):.2f}%"),
        class_="bar",
        aria_hidden="true",
    )


def ending_paints(endings: Sequence[EndingInfo]) -> dict[str, str]:
    """The style that paints each ending: its colour in all figures, hatched where there are more endings than colours."""
    names = [one.name for one in endings]
    colours = style.ending_colours(names)
    found = {}
    for place, name in enumerate(names):
        again = colours[name] in [colours[other] for other in names[:place]]
        found[name] = f"background:{HATCHED.format(colours[name]) if again else colours[name]}"
    return found


def drawing(figure: Figure, name: str, told: str, caption: Html | str = "", *, narrow: Figure | None = None) -> Html:
    """A figure; `told` says in words what it shows. `narrow` stands in its place in a narrow window, where else it scrolls."""
    small = (
        el("div", Html(inline(narrow, f"{name}-narrow")), role="img", aria_label=told, class_="small-picture") if narrow else None
    )
    svg = inline(figure, name)
    picture = el("div", Html(svg), role="img", aria_label=told, class_="picture", style=f"--natural:{_width(svg):.0f}px")
    frame = el("div", picture, class_="scrolls", tabindex=0, role="region", aria_label=f"{told} (picture)")
    hint = el("p", "The picture is wider than the window, and scrolls →", class_="hint") if narrow is None else None
    return el("figure", hint, small, frame, el("figcaption", caption) if caption else None, class_="two" if narrow else None)


def _width(svg: str) -> float:
    """How wide a picture would be on paper, in pixels of the page: points are 4/3 of them."""
    match = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+)', svg)
    return float(match[1]) * 4 / 3 if match else 768.0


def film_mark() -> Html:
    """The film's mark, with its name for those who do not see it."""
    return join(el("span", class_="frame", aria_hidden="true"), el("span", "as in the film", class_="unseen"))
