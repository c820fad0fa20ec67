"""How often each ending came out, with its interval, and when the beats fall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heatsim.figures import reading
from heatsim.report.markup import Html, el, join
from heatsim.report.parts import bar, drawing, ending_paints, film_mark, interval, row, section, table, words
from heatsim.report.parts import share as shown
from heatsim.study.intervals import wilson

if TYPE_CHECKING:
    from heatsim.program.model import EndingInfo
    from heatsim.report.material import Material

__all__ = ["endings"]


def endings(material: Material) -> Html:
    results = material.results
    paints = ending_paints(results.endings)
    rows = [_ending(one, material.summary["endings"][one.name], paints[one.name]) for one in results.endings]
    if failed := len(results.failures):
        low, high = wilson(failed, len(results))
        rows.append(
            _row("failed", "replications that could not go on", failed, failed / len(results), low, high, "background:var(--muted)")
        )
    return section(
        "endings",
        "How it ended",
        el("p", f"{len(results):,} replications, each under its own luck. The whisker is a 95 % interval (Wilson).", class_="lead"),
        table(("ending", "share", "#", "#95 % interval", "#count"), rows, "Endings by share", "shares"),
        _timeline(material),
    )


def _ending(one: EndingInfo, found: dict[str, Any], paint: str) -> Html:
    return _row(one.name, one.text, found["count"], found["share"], found["low"], found["high"], paint, film=one.canon)


def _row(name: str, text: str, count: int, share: float, low: float, high: float, paint: str, *, film: bool = False) -> Html:
    head = join(el("span", words(name), film_mark() if film else None, class_="name"), el("small", text) if text else None)
    return row(head, bar(share, low, high, paint), shown(share), interval(low, high), f"{count:,}", film=film, numbers=(1, 2, 3))


def _timeline(material: Material) -> Html | None:
    """When the beats fall over all replications, with the path of the typical one."""
    from heatsim.figures import plot

    if not reading.events(material.results):
        return None
    trace = next(world.trace for world in material.worlds if world.id == "typical")
    told = "When each beat of the story falls: bands over all replications, and the path of the typical one"
    return drawing(plot.timeline(material.results, trace=trace), "timeline", told)
