"""The beat sheets of the film's world and of the typical replication, side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatsim.beatsheet.beats import Beat, beats
from heatsim.beatsheet.clocks import moment, reading
from heatsim.beatsheet.outcome import Outcome, measures
from heatsim.beatsheet.sheet import together
from heatsim.report.markup import Html, el, join
from heatsim.report.parts import film_mark, section, table, words
from heatsim.units import TIME, format_value

if TYPE_CHECKING:
    from heatsim.report.material import Material
    from heatsim.report.worlds import World
    from heatsim.trace import Trace

__all__ = ["beatsheets"]

NAMED = 8
LATER = 60_000_000  # microseconds after which the sheet says how long nothing happened


def beatsheets(material: Material) -> Html:
    shown = [world for world in material.worlds if world.id in ("film", "typical")]
    checked = _checked(material)
    return section(
        "beats",
        "Beat by beat",
        el("p", "What happens and when. A time shows that moment in the replay above.", class_="lead"),
        el("div", [_sheet(world, checked if world.id == "film" else "") for world in shown], class_="sheets"),
    )


def _checked(material: Material) -> str:
    """How the film's world compares with the canon sheet, fact by fact."""
    if material.film is None:
        return ""
    failed, lacking = material.film.failed, material.film.lacking
    count = len(material.film.checks)
    if failed:
        more = f" and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
        named = ", ".join(test.id for test in failed[:NAMED])
        return f" It fails {len(failed)} of {count} tests against the canon sheet: {named}{more}."
    lacks = f"; it lacks {', '.join(test.id for test in lacking)}" if lacking else ""
    return f" All {count - len(lacking)} tests of facts, order and ends hold in it{lacks}."


def _sheet(world: World, more: str) -> Html:
    trace = world.trace
    ending = words(trace.ending or "no ending")
    return el(
        "article",
        el("h3", world.label),
        el("p", world.why + more),
        el("ol", list(_lines(world)), class_="beats scrolls", tabindex=0, aria_label=f"Beats: {world.label}"),
        el("p", el("b", f"Ends: {ending}."), " ", _told(trace)),
        el("details", el("summary", "Its measures"), _measures(measures(trace))),
        class_="sheet",
    )


def _told(trace: Trace) -> str:
    text = next((one.text for one in trace.program.endings if one.name == trace.ending), "")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _lines(world: World) -> Iterator[Html]:
    """A line for each beat; time and name stand only where they change."""
    start, before = world.trace.program.start_of_day, None
    for beat in beats(world.trace):
        if before is not None and beat.event.time - before.event.time >= LATER:
            yield el("li", f"{format_value(float(beat.event.time - before.event.time), TIME)} later", class_="gap")
        yield _line(world, beat, before, start)
        before = beat


def _line(world: World, beat: Beat, before: Beat | None, start: int | None) -> Html:
    stamp, who = moment(beat.event.time, start), together(beat.who)
    same = before is not None and moment(before.event.time, start) == stamp
    again = beat.event.kind == "state" or beat.text.startswith(who) or (same and before is not None and together(before.who) == who)
    time = el("a", stamp, href=f"#watch={world.id}&t={beat.event.time / 1e6:g}", class_="time") if not same else None
    clocks = [el("span", reading(value, left), class_="reading") for _, value, left in beat.event.clocks] if not same else []
    cited = " ".join((*beat.ids, *beat.facts))
    what = join(beat.text.replace("\N{NO-BREAK SPACE}", " "), " ", el("small", cited) if cited else None)
    return el(
        "li",
        el("span", time, clocks, class_="when"),
        el("b", who, class_="who") if not again else el("span", class_="who"),
        el("span", what, class_=f"what {beat.event.kind}"),
    )


def _measures(outcomes: list[Outcome]) -> Html:
    rows = [_measure(one) for one in outcomes]
    return table(("measure", "#here", "#film", "what it is"), rows, "Measures of this replication beside the film's")


def _measure(one: Outcome) -> Html:
    differs = bool(one.film) and one.film != one.here
    here = el("b", one.here) if differs else one.here
    return el(
        "tr",
        el("th", words(one.column.name), scope="row"),
        el("td", here, film_mark() if one.film and not differs else None, class_="number"),
        el("td", one.film, class_="number"),
        el("td", one.column.text, class_="small"),
    )
