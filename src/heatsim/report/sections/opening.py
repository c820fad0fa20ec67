"""The head of the page: the question, the answer in a few numbers, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.figures import reading
from heatsim.report.absent import absent
from heatsim.report.markup import Html, el, join
from heatsim.report.parts import interval, words
from heatsim.report.sections.race import ahead
from heatsim.report.sections.variants import points
from heatsim.study.intervals import wilson
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.program.model import Column, EndingInfo
    from heatsim.report.material import Material

__all__ = ["opening", "strongest"]

FILM = "film"  # what a variant is called that takes the film's decisions and accidents


@dataclass(frozen=True, slots=True)
class Finding:
    """A number, what it is, in which interval, and the section that has more of it."""

    number: str
    what: str
    more: str
    section: str


def opening(material: Material, contents: Sequence[tuple[str, str]]) -> Html:
    scenario, results = material.scenario, material.results
    changed = reading.title(results).removeprefix(scenario.title).strip(" ·")
    links = [el("li", el("a", title, href=f"#{name}")) for name, title in contents]
    return join(
        el(
            "header",
            el("p", "How else could it have gone, and how likely was what we saw?", class_="question"),
            el("h1", scenario.title, el("span", changed, class_="variant") if changed else None),
            el("p", " ".join(scenario.resolved.description.split()), class_="summary") if scenario.resolved.description else None,
            el("ul", [_card(one) for one in _findings(material)], class_="findings"),
            el("p", f"{reading.provenance(results)}.", class_="small"),
        ),
        el("nav", el("ul", links), aria_label="Contents"),
    )


def _card(one: Finding) -> Html:
    return el(
        "li",
        el("a", el("b", one.number), el("span", one.what), el("small", one.more), href=f"#{one.section}"),
    )


def _findings(material: Material) -> Iterator[Finding]:
    yield _ending(material)
    if made := material.comparison:
        number = percent(made.together.share) if made.together.count else f"0 of {made.together.total:,}"
        yield Finding(
            number,
            f"all {len(made.core)} core facts of the film in one replication",
            interval(made.together.low, made.together.high),
            "film",
        )
    for column in reading.margins(material.results)[:1]:
        yield from _race(material, column)
    yield from strongest(material)
    yield from _weakest(material)


def _ending(material: Material) -> Finding:
    """The film's ending, or the commonest one where the scenario marks none."""
    found = material.summary["endings"]
    film = next((one for one in material.results.endings if one.canon), None)
    ending: EndingInfo = film or max(material.results.endings, key=lambda one: found[one.name]["count"])
    one = found[ending.name]
    what = f"{words(ending.name)}: {'the film’s ending' if film else 'the commonest ending'}"
    more = interval(one["low"], one["high"])
    return Finding(percent(one["share"]), what, "; ".join((more, *_with_the_film(material, ending.name))), "endings")


def _race(material: Material, column: Column) -> Iterator[Finding]:
    """How often the crew is ahead: of all replications, not of those with a margin, where it is missing with some endings only."""
    count, total = ahead(material, column)
    lacking = absent(material.results, column)
    if not total:
        return
    of, name = (lacking.every if lacking.endings else total), words(column.name)
    low, high = wilson(count, of)
    more = [interval(low, high), f"not ahead in {total - count:,}" if lacking.endings else "", str(lacking)]
    if lacking.endings:
        what = f"the crew is known to be ahead in the race ({name}), of all replications"
    else:
        what = f"the crew wins the race ({name}){', where there is one' if lacking.missing else ''}"
    yield Finding(percent(count / of), what, "; ".join(filter(None, more)), "race")


def _with_the_film(material: Material, ending: str) -> Iterator[str]:
    """How often it comes out where the film's decisions are given, if the scenario has a variant for that."""
    for one in material.whatif.versus if material.whatif is not None else ():
        if one.label == FILM:
            other = one[ending]
            yield f"{percent(other.other)} ({interval(other.other_low, other.other_high)}) in the variant “{FILM}”"


def strongest(material: Material) -> Iterator[Finding]:
    """The what-if that changes the ending most, of those that are clear; that the film's choices lead to its ending is no news."""
    if (made := material.whatif) is None:
        return
    clear = [one for one in made.versus if one[made.focus].is_clear and one.label != FILM]
    if clear:
        most = max(clear, key=lambda one: abs(one[made.focus].change))
        change = most[made.focus]
        more = f"{points(change.low)} to {points(change.high)} in “{words(made.focus)}”"
        yield Finding(points(change.change), most.text or words(most.label), more, "what-if")


def _weakest(material: Material) -> Iterator[Finding]:
    """The assumption that the conclusion rests on most."""
    made = material.tornado
    if made is not None and made.bars and made.bars[0].is_certain:
        bar = made.bars[0]
        yield Finding(
            points(bar.swing).lstrip("+"),
            f"hang on one assumption: {words(bar.parameter)}",
            f"tried at {' and '.join(bar.tried)}",
            "rests-on",
        )
