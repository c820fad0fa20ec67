"""A comparison, a replay and a search in words: tables that fit a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from heatsim.canon.compare import Comparison, NumberPlace, Share
from heatsim.study.intervals import wilson
from heatsim.study.overview import digits

if TYPE_CHECKING:
    from heatsim.canon.replay import Replay

__all__ = [
    "at_most",
    "brief",
    "checks",
    "fact_lines",
    "head",
    "letters_of",
    "nearest_lines",
    "percent",
    "replay_words",
    "sources_lines",
    "table",
    "whole_lines",
    "wrapped",
]

WIDTH = 80
TEXT = 44
# A detail that is seldom missing is not worth a line.
ALWAYS = 1.0


def table(comparison: Comparison) -> list[str]:
    """Facts by id with their probability and sources, the film's numbers, and the whole, as lines."""
    return list(_lines(comparison))


def brief(comparison: Comparison) -> str:
    """The whole in a few lines, as `run` shows it below its own tables."""
    core, near = comparison.core, comparison.nearest
    also = "" if near is None else f", the nearest (replication {near.replication}) {near.core}"
    typical = f"a typical replication has {comparison.typical:g}{also}"
    lines = [f"all {len(core)} core facts together: {_whole(comparison.together)}; {typical}"]
    rare = [fact for fact in comparison.rarest() if fact.core and fact.share < 0.5][:4]
    if rare:
        lines.append(
            f"rarest: {', '.join(f'{fact.id} {_brief_share(fact)}' for fact in rare)}  (all of them: python -m heatsim canon --all)"
        )
    return "\n".join(lines)


def checks(replay: Replay) -> str:
    """The facts in the canon world, those that fail by name."""
    failed = {test.id for test in replay.failed}
    lacking = {test.id for test in replay.lacking}
    count = len(replay.checks)
    lines = []
    if not failed:
        lines.append(f"all {count - len(lacking)} tests of facts, order and ends hold")
    for one in replay.checks:
        if one.test.id in failed:
            kind = {"fact": "core fact" if one.test.core else "detail"}.get(one.test.group, one.test.group)
            lines += wrapped(f"fails: {one.test.id}", f"({kind}) {one.test.what}")
    if lacking:
        lines += wrapped("not in this world:", ", ".join(sorted(lacking)))
    if failed:
        lines.append(f"{len(failed)} of {count} tests fail")
    return "\n".join(lines)


def replay_words(replay: Replay) -> str:
    """Which world it is, and how it checks."""
    world = replay.record.world
    supplied = f"{len(world.pins)} supplied draws" if world.pins else "no supplied draws"
    head = f"canon world {replay.path.as_posix()}: seed {world.seed}, replication {world.replication}, {supplied}"
    return f"{head}\n{checks(replay)}"


def head(c: Comparison) -> str:
    return f"{c.scenario} against the film: {c.replications:,} replications, seed {c.seed}"


def letters_of(c: Comparison) -> dict[str, str]:
    """A letter for each source."""
    return {name: letter for letter, (name, _) in zip("abcdefghijklmnopqrstuvwxyz", c.sources, strict=False)}


def fact_lines(title: str, facts: Sequence[Share], letters: dict[str, str]) -> Iterator[str]:
    """Facts with their share and interval under a line that says what they are."""
    yield f"{title:{TEXT}s}  told by   share  95 % interval"
    for fact in facts:
        yield from _fact(fact, letters)


def whole_lines(c: Comparison) -> Iterator[str]:
    """All core facts together, and with the order of events."""
    yield f"all core facts together       {_whole(c.together)}"
    yield f"... and the order of events   {_whole(c.film)}"


def nearest_lines(c: Comparison) -> Iterator[str]:
    """How far a typical replication comes, how far the nearest, and what replays that one."""
    details = len(c.facts) - len(c.core)
    yield f"a typical replication has {c.typical:g} of {len(c.core)} core facts"
    if c.nearest is not None:
        also = f", {c.nearest.details} of {details} details" if details else ""
        yield f"nearest: replication {c.nearest.replication}, {c.nearest.core} of {len(c.core)} core facts{also}"
        yield f"  {c.nearest.command}"
    if c.failed:
        yield f"{c.failed} failed, and show{'s' if c.failed == 1 else ''} nothing"


def sources_lines(c: Comparison, letters: dict[str, str]) -> Iterator[str]:
    """What the letters under `told by` stand for."""
    if letters:
        named = ", ".join(f"{letters[name]} {name}" for name, _ in c.sources if name in letters)
        yield from wrapped("told by: the plot synopses that state a fact, by letter:", named)


def _lines(c: Comparison) -> Iterator[str]:
    letters = letters_of(c)
    yield head(c)
    yield ""
    yield from fact_lines("core facts", c.core, letters)
    yield from _details([fact for fact in c.facts if not fact.core], letters)
    if c.numbers:
        yield ""
        yield f"{'numbers':22s}the film  median  middle 90 %       below            equal"
        fixed = [number.name for number in c.numbers if number.always]
        yield from (_number(number) for number in c.numbers if not number.always)
        if fixed:
            yield from wrapped("always as in the film:", ", ".join(fixed))
        yield "below, equal: replications with less than the film's number, and with exactly it"
    yield ""
    yield from whole_lines(c)
    yield from _order(c, letters)
    yield from nearest_lines(c)
    rare = [fact for fact in c.rarest() if fact.share < 0.5]
    if rare:
        yield from wrapped("rarest:", ", ".join(f"{fact.id} {_brief_share(fact)}" for fact in rare))
    yield from sources_lines(c, letters)


def _details(details: Sequence[Share], letters: dict[str, str]) -> Iterator[str]:
    """A line for each that is ever missing; the others by their names."""
    always = [fact for fact in details if fact.share >= ALWAYS]
    if details:
        yield ""
        yield "details"
        for fact in details:
            if fact.share < ALWAYS:
                yield from _fact(fact, letters)
    if always:
        yield from wrapped(f"always ({percent(always[0].low)} or more):", ", ".join(fact.id for fact in always))


def _order(c: Comparison, letters: dict[str, str]) -> Iterator[str]:
    if not c.order:
        return
    broken = [beat for beat in c.order if beat.share < 1]
    yield f"order of events: {len(c.order) - len(broken)} of {len(c.order)} rules always hold"
    if c.agreement == c.agreement:
        yield f"orders between two events that both happen: {percent(c.agreement)} hold"
    for beat in sorted(broken, key=lambda one: one.share)[:5]:
        yield from _fact(beat, letters)


def _fact(fact: Share, letters: dict[str, str]) -> Iterator[str]:
    """One fact; a long text goes on below."""
    text = textwrap.wrap(f"{fact.id:9s} {fact.what}", TEXT, subsequent_indent=" " * 10)
    told = "".join(letter if name in fact.told else " " for name, letter in letters.items())
    yield f"{text[0]:{TEXT}s}  {told:8s}{_interval(fact)}".rstrip()
    yield from text[1:]


def _interval(fact: Share) -> str:
    if fact.never:
        return f"{at_most(fact):>17s}"
    return f"{percent(fact.share):>7s}  {percent(fact.low):>5s} .. {percent(fact.high)}"


def _whole(share: Share) -> str:
    if share.never:
        return f"not seen in {share.total:,}: {at_most(share)}"
    return f"{percent(share.share)}  ({percent(share.low)} .. {percent(share.high)})"


def at_most(share: Share) -> str:
    """What can be said of something that was never seen."""
    return f"at most {percent(share.high)}"


def _brief_share(fact: Share) -> str:
    return percent(fact.share) if fact.count else at_most(fact)


def percent(share: float) -> str:
    """A share in per cent, with as many digits as it takes."""
    if share >= 0.9995 and share < 1:
        return "> 99.9 %"
    return f"{100 * share:.1f} %" if share >= 0.0995 or share == 0 else f"{100 * share:.2g} %"


def _number(number: NumberPlace) -> str:
    name = f"{number.name} ({number.unit})" if number.unit and number.unit != "number" else number.name
    band = f"{digits(number.band[0])} .. {digits(number.band[1])}"
    low, high = wilson(number.below, number.total)
    below = f"{100 * number.below / number.total:3.0f} % ({100 * low:.0f} .. {100 * high:.0f})"
    shown = f"{digits(number.film):>8s}{digits(number.median):>8s}  {band:17s} {below:16s}"
    return f"{name:22.22s}{shown}{100 * number.equal / number.total:4.0f} %"


def wrapped(head: str, text: str) -> Sequence[str]:
    """A sentence as lines of at most 80 characters, those after the first set in."""
    return textwrap.wrap(f"{head} {text}".lstrip(), WIDTH, subsequent_indent="  ")
