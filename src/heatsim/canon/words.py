"""A comparison as a table that fits a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from heatsim.canon.compare import Comparison, NumberPlace, Share

__all__ = ["percent", "table"]

WIDTH = 80


def table(comparison: Comparison) -> str:
    """Facts by id with their probability, the film's numbers, and the whole."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(c: Comparison) -> Iterator[str]:
    yield f"{c.scenario} against the film: {c.replications:,} replications, seed {c.seed}"
    yield ""
    yield "core facts" + " " * 48 + "share   95 % interval"
    for fact in c.core:
        yield from _fact(fact)
    details = [fact for fact in c.facts if not fact.core]
    if details:
        yield ""
        yield "details"
        for fact in details:
            yield from _fact(fact)
    if c.numbers:
        yield ""
        yield "numbers" + " " * 25 + "the film      median  percentile  95 % interval"
        for number in c.numbers:
            yield _number(number)
    yield ""
    yield f"all core facts together       {_whole(c.together)}"
    yield f"... and the order of events   {_whole(c.film)}"
    broken = [beat for beat in c.order if beat.share < 1]
    yield f"order of events: {len(c.order) - len(broken)} of {len(c.order)} rules always hold, agreement {c.agreement:.1%}"
    for beat in sorted(broken, key=lambda one: one.share)[:5]:
        yield from _fact(beat)
    yield f"a typical replication has {c.typical:g} of {len(c.core)} core facts"
    rare = [fact for fact in c.rarest() if fact.share < 0.5]
    if rare:
        yield "rarest: " + ", ".join(f"{fact.id} {percent(fact.share) if fact.count else at_most(fact)}" for fact in rare)


def _fact(fact: Share) -> Iterator[str]:
    """One fact; a long text goes on below."""
    text = textwrap.wrap(f"{fact.id:9s} {fact.what}", 54, subsequent_indent=" " * 10)
    yield f"{text[0]:56s}{_interval(fact)}"
    yield from text[1:]


def _interval(fact: Share) -> str:
    if fact.never:
        return f"{at_most(fact):>24s}"
    return f"{percent(fact.share):>7s}  {percent(fact.low):>6s} .. {percent(fact.high):>6s}"


def _whole(share: Share) -> str:
    if share.never:
        return f"not seen in {share.total:,}: {at_most(share)}"
    return f"{percent(share.share)}  ({percent(share.low)} .. {percent(share.high)})"


def at_most(share: Share) -> str:
    """What can be said of something that was never seen."""
    return f"at most {percent(share.high)}"


def percent(share: float) -> str:
    """A share in per cent, with as many digits as it takes."""
    return f"{100 * share:.1f} %" if share >= 0.0995 or share == 0 else f"{100 * share:.2g} %"


def _number(number: NumberPlace) -> str:
    name = f"{number.name} ({number.unit})" if number.unit else number.name
    place = f"{number.percentile:8.1f}    {number.low:5.1f} .. {number.high:5.1f}"
    return f"{name:28.28s}{number.film:12,.6g}{number.median:12,.6g}  {place}"
