"""A what-if on one page: what changed most for its uncertainty, the rest counted; of many variants, a line each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from heatsim.analysis.lines import aligned, wrapped
from heatsim.analysis.whatif.words import changed, heading, in_one_world, kinds, most_of, rows, signed, signed_span

if TYPE_CHECKING:
    from heatsim.analysis.whatif.made import Change, Versus, WhatIf

__all__ = ["PAGE", "brief"]

PAGE = 40  # lines
FEW = 2  # variants that get tables of their own
ROWS = {1: (6, 7), 2: (3, 3)}  # endings and measures shown of each of so many variants
FLIPS = {1: 3, 2: 0}  # kinds of other endings
LISTED = 28  # of more variants, how many are


def brief(made: WhatIf, more: str) -> Iterator[str]:
    """The lines of a page; `more` says how to have everything."""
    yield heading(made)
    if made.stopping is not None:
        yield from wrapped(str(made.stopping).splitlines()[0])
    if made.failed:
        yield f"{made.failed} failed in one world or the other; those have no ending there"
    if len(made.versus) > FEW:
        yield from _ranked(made, more)
        return
    for one in made.versus:
        yield from _section(made, one, more)
    yield ""
    level = f"95 % for all {len(made.versus)} variants at once (Bonferroni)" if len(made.versus) > 1 else "95 %"
    yield from wrapped(
        f"intervals are paired, {level}; more, less: in how many pairs; gain: how many times more independent runs would need"
    )


def strength(change: Change) -> float:
    """The size of a change over its uncertainty; no bound where it is the same in every pair, nothing where there is none."""
    half = max(change.high - change.change, change.change - change.low)
    if math.isnan(change.change) or not change.change:
        return 0.0
    return abs(change.change) / half if half > 0 else math.inf


def _section(made: WhatIf, one: Versus, more: str) -> Iterator[str]:
    """One variant: the endings and the measures that changed most, and how many others did."""
    count = len(made.versus)
    yield ""
    yield from wrapped(f"{one.label}: {one.text}" if one.text else one.label)
    left = []
    for changes, most in zip((one.endings, one.measures), ROWS[count], strict=True):
        there = [change for change in changes if changed(change)]
        top = sorted(there, key=strength, reverse=True)[:most]
        if top:
            yield ""
            yield from aligned(rows(top))
            left.append(len(there) - len(top))
        yield from _lacking(made, top)
    same = sum(not changed(change) for change in (*one.endings, *one.measures))
    rest = [f"{sum(left)} more changed less for their uncertainty ({more})"] if sum(left) else []
    rest += [f"{same} are the same in every pair, so each differs in at most {most_of(made)} of worlds"] if same else []
    yield from wrapped("; ".join(rest)) if rest else ()
    yield ""
    yield from wrapped(in_one_world(made, one))
    for line in kinds(one, FLIPS[count]) if FLIPS[count] else ():
        yield from wrapped(line)


def _lacking(made: WhatIf, top: Sequence[Change]) -> Iterator[str]:
    lacking = [
        f"{change.name} {change.pairs:,}" for change in top if change.pairs < made.replications and change.group == "measure"
    ]
    if lacking:
        yield from wrapped(f"compared where both worlds have it (pairs): {', '.join(lacking)}")


def _ranked(made: WhatIf, more: str) -> Iterator[str]:
    """A line for each variant, by what it does to the ending or measure in question, with the ending that it moves most."""
    ranked = sorted(made.versus, key=lambda one: strength(one[made.focus]), reverse=True)
    table = [(one.label, *_focused(one[made.focus]), _most(one)) for one in ranked[:LISTED]]
    yield ""
    yield _question(ranked[0][made.focus])
    yield ""
    yield from aligned([("variant", "change", "interval", "more", "less", "moves most"), *table])
    if len(ranked) > LISTED:
        yield f"{len(ranked) - LISTED} more variants do less to it for their uncertainty"
    yield ""
    yield from wrapped(
        f"intervals hold for all {len(ranked)} variants at once with 95 % ({100 * made.level:.4g} % each, Bonferroni); more, less:"
        " in how many pairs; moves most: the ending that changes most for its uncertainty, in points, where the interval leaves no"
        f" doubt; tables of each: {more}"
    )


def _question(change: Change) -> str:
    """What every line is about, and where it stands in the base."""
    unit = " (points)" if change.is_share else f" [{change.unit}]" if change.unit else ""
    return f"what each does to {change.name}{unit}, which is {rows([change])[1][1]} in the base"


def _focused(change: Change) -> tuple[str, str, str, str]:
    if not change.pairs:
        return "-", "-", str(change.more), str(change.less)
    return signed(change), signed_span(change).removesuffix(" pt"), str(change.more), str(change.less)


def _most(one: Versus) -> str:
    clear = [change for change in one.endings if change.is_clear]
    top = max(clear, key=strength, default=None)
    return "-" if top is None else f"{top.name} {signed(top)}"
