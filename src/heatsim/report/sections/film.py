"""The study beside the film: every fact with its probability, every number with the film's place in it, all of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.canon.words import letters_of
from heatsim.report.markup import Html, el, join
from heatsim.report.parts import bar, interval, row, section, share, table, words
from heatsim.study.overview import digits, percent

if TYPE_CHECKING:
    from heatsim.canon.compare import Comparison, NumberPlace, Share
    from heatsim.report.material import Material

__all__ = ["film"]

HEADS = ("number", "#the film", "#median", "#middle 90 %", "the film's place")


def film(material: Material) -> Html | None:
    made = material.comparison
    if made is None:
        return None
    letters = letters_of(made)
    told = ", ".join(f"{letter} {name}" for name, letter in letters.items())
    details = [fact for fact in made.facts if not fact.core]
    broken = sorted((beat for beat in made.order if beat.share < 1), key=lambda beat: beat.share)
    return section(
        "film",
        "Against the film",
        _whole(made),
        _facts(made.core, letters, "Core facts: what must happen for a replication to be the film"),
        _numbers(made.numbers) if made.numbers else None,
        _folded(f"{len(details)} details", details, letters),
        _folded(f"{len(broken)} of {len(made.order)} rules of order that do not always hold", broken, letters),
        el("p", f"Told by: the plot synopses, {told}.", class_="small"),
    )


def _whole(made: Comparison) -> Html:
    together, whole = made.together, made.film
    return el(
        "p",
        f"All {len(made.core)} core facts hold together in ",
        el("b", _seen(together)),
        "; with the whole order of events in ",
        el("b", _seen(whole)),
        f". A typical replication has {made.typical:g} of the {len(made.core)}.",
        class_="lead",
    )


def _seen(found: Share) -> str:
    if found.never:
        return f"none of {found.total:,} replications ({interval(found.low, found.high)})"
    return f"{percent(found.share)} ({interval(found.low, found.high)})"


def _facts(facts: tuple[Share, ...] | list[Share], letters: dict[str, str], caption: str) -> Html:
    rows = [_fact(fact, letters) for fact in sorted(facts, key=lambda fact: -fact.share)]
    return table(("fact", "share", "#", "#95 % interval", "told by"), rows, caption, "shares")


def _fact(fact: Share, letters: dict[str, str]) -> Html:
    told = "".join(letter for name, letter in letters.items() if name in fact.told)
    head = join(f"{fact.what} ", el("small", fact.id, class_="id"))
    cells = (bar(fact.share, fact.low, fact.high), share(fact.share), interval(fact.low, fact.high), told)
    return row(head, *cells, numbers=(1, 2))


def _folded(title: str, facts: list[Share], letters: dict[str, str]) -> Html | None:
    return el("details", el("summary", title), _facts(facts, letters, title)) if facts else None


def _numbers(numbers: tuple[NumberPlace, ...]) -> Html:
    rows = [_number(one) for one in sorted(numbers, key=lambda one: one.always)]
    title = "The film's numbers in the distribution of replications"
    return join(el("h3", title), table(HEADS, rows, title, "places stacked"))


def _number(one: NumberPlace) -> Html:
    unit = f" ({one.unit})" if one.unit not in ("", "number") else ""
    middle = f"{digits(one.band[0])} to {digits(one.band[1])}"
    if one.always:
        place: Html | str = "always the film's"
    else:
        dot = el("span", el("span", class_="dot", style=f"left:{one.percentile:.1f}%"), class_="place", aria_hidden="true")
        equal = f", {percent(one.equal / one.total)} equal" if one.equal else ""
        place = join(dot, f"{share(one.below / one.total)} below{equal}")
    return row(words(one.name) + unit, digits(one.film), digits(one.median), middle, place, numbers=(0, 1, 2), heads=HEADS)
