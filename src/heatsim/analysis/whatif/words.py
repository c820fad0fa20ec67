"""A what-if in words: tables that fit 80 columns, and the same for notebooks."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from heatsim.analysis.lines import aligned, wrapped
from heatsim.study.intervals import wilson
from heatsim.study.overview import percent, rounded

if TYPE_CHECKING:
    from heatsim.analysis.whatif.made import Change, DrawsShared, Flip, SiteShare, Versus, WhatIf

__all__ = ["changed", "heading", "in_one_world", "kinds", "lines", "most_of", "page", "rows", "signed", "signed_span"]

SITES = 4
NUMBERS = 8  # of a kind of flip that are listed
Rows = list[tuple[str, ...]]


def page(made: WhatIf) -> str:
    """The same in HTML."""
    parts = [f"<p><b>{html.escape(heading(made))}</b></p>"]
    for one in made.versus:
        parts.append(f"<p><b>{html.escape(one.label)}</b> {html.escape(one.text)}</p>")
        for changes in (one.endings, one.measures):
            found = rows([change for change in changes if changed(change)])
            if len(found) > 1:
                head, *body = ["".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) for row, tag in _tagged(found)]
                inner = "".join(f"<tr>{row}</tr>" for row in body)
                parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{inner}</tbody></table>")
        parts.append("".join(f"<p>{html.escape(text)}</p>" for text in _sentences(made, one)))
    return "".join(parts)


def _tagged(rows: Rows) -> list[tuple[tuple[str, ...], str]]:
    return [(row, "td" if number else "th") for number, row in enumerate(rows)]


def lines(made: WhatIf) -> Iterator[str]:
    """The whole what-if as text; no line is longer than 80 characters unless a name is."""
    yield heading(made)
    if made.stopping is not None:
        for line in str(made.stopping).splitlines():
            yield from wrapped(line)
    if made.failed:
        yield f"{made.failed} failed in one world or the other; those have no ending there"
    for one in made.versus:
        yield ""
        yield from wrapped(f"{one.label}: {one.text}" if one.text else one.label)
        for changes in (one.endings, one.measures):
            found = rows([change for change in changes if changed(change)])
            if len(found) > 1:
                yield ""
                yield from aligned(found)
        same = [change.name for change in (*one.endings, *one.measures) if not changed(change)]
        if same:
            yield from wrapped(f"the same in every pair, so each differs in at most {most_of(made)} of worlds: {', '.join(same)}")
        yield ""
        for sentence in _sentences(made, one):
            yield from wrapped(sentence)
    yield ""
    yield from wrapped(_legend(made))


def most_of(made: WhatIf) -> str:
    """How many worlds at most can have what no pair has."""
    return percent(wilson(0, made.replications).high)


def heading(made: WhatIf) -> str:
    """What was compared, in one line."""
    return f"what if? {made.scenario} ({made.base}): {made.replications:,} replications on the same draws, seed {made.seed}"


def _legend(made: WhatIf) -> str:
    several = len(made.versus) > 1
    level = (
        f"intervals of changes hold for all {len(made.versus)} variants at once with 95 %"
        f" ({100 * made.level:.3g} % each, Bonferroni)"
        if several
        else "intervals are 95 %, paired"
    )
    return (
        f"{level}; more, less: in how many pairs; gain: variance of the difference of independent runs over that of the pairs,"
        " which is how many times more replications those would need"
    )


def rows(changes: Sequence[Change]) -> Rows:
    """A table of changes under its heads."""
    group = changes[0].group if changes else ""
    return [(group, "base", "change", "interval", "more", "less", "gain"), *map(_row, changes)]


def changed(change: Change) -> bool:
    """Whether it differs in some pair, or only one world has it."""
    return bool(change.more or change.less or change.only_base or change.only_other)


def _row(change: Change) -> tuple[str, ...]:
    name = f"{change.name} [{change.unit}]" if change.unit else change.name
    counts = (str(change.more), str(change.less))
    if not change.pairs:
        return name, "-", "-", "-", *counts, "-"
    base = _share(change) if change.is_share else _number(change)
    return name, base, signed(change), signed_span(change), *counts, _gain(change.gain)


def _share(change: Change) -> str:
    """What was never seen, or always, is only known to be at most, or at least, something."""
    if change.base == 0:
        return f"<={100 * change.base_high:.1f} %"
    if change.base == 1:
        return f">={100 * change.base_low:.1f} %"
    return f"{100 * change.base:.1f} ±{100 * max(change.base_high - change.base, change.base - change.base_low):.1f} %"


def _number(change: Change) -> str:
    half = max(change.base_high - change.base, change.base - change.base_low)
    return f"{rounded(change.base, half)} ±{rounded(half, half, largest=change.base) if math.isfinite(half) else '?'}"


def signed(change: Change) -> str:
    """The change with its sign, and as many digits as its uncertainty is worth; of a share in points."""
    if change.is_share:
        return f"{100 * change.change:+.1f}"
    return rounded(change.change, (change.high - change.low) / 2, "+", _largest(change))


def signed_span(change: Change) -> str:
    """Its interval; a number that changes by the same in every pair needs none."""
    if change.is_share:
        return f"{100 * change.low:+.1f}..{100 * change.high:+.1f} pt"
    if change.low == change.high:
        return "in every pair"
    half = (change.high - change.low) / 2
    return "..".join(rounded(end, half, "+", _largest(change)) for end in (change.low, change.high))


def _largest(change: Change) -> float:
    return max(abs(change.low), abs(change.high))


def _gain(gain: float) -> str:
    return "all" if gain == math.inf else "-" if math.isnan(gain) else f"{gain:.3g}" if gain < 1000 else ">999"


def _sentences(made: WhatIf, one: Versus) -> Iterator[str]:
    yield in_one_world(made, one)
    yield from _worth(one[made.focus])
    lacking = [f"{moved.name} {moved.pairs:,}" for moved in one.measures if moved.pairs < made.replications and changed(moved)]
    if lacking:
        yield f"compared only where both worlds have a value (pairs): {', '.join(lacking)}"
    if one.draws is not None:
        yield _luck(one.draws)
    yield from kinds(one)


def in_one_world(made: WhatIf, one: Versus) -> str:
    """In how many worlds there is more, less and as much; help and harm where somebody said that less of it helps."""
    change = one[made.focus]
    if not change.pairs:
        return f"in no world do both have '{change.name}' to compare"
    if made.better == "more":
        name = f"'{change.name}', the film's ending," if made.film else f"'{change.name}'"
        counts = (("more", change.more), ("less", change.less), ("as much", change.same))
        told = ", ".join(f"{word} in {_probability(change.probability(count), change.pairs)}" for word, count in counts)
        return f"in the same world there is of {name} {told}"
    parts = (("helps", made.helped), ("harms", made.harmed), ("does nothing", made.unmoved))
    told = ", ".join(f"{verb} in {_probability(count(one.label), change.pairs)}" for verb, count in parts)
    return f"in the same world, counting {made.better} '{change.name}' as better, it {told}"


def _probability(found: tuple[float, float, float], total: int) -> str:
    share, low, high = found
    if share == 0:
        return f"at most {percent(high)} (none of {total:,})"
    if share == 1:
        return f"at least {percent(low)} (all {total:,})"
    return f"{percent(share)} ({percent(low)} to {percent(high)})"


def _worth(change: Change) -> Iterator[str]:
    if change.gain == math.inf:
        yield f"variance reduction on '{change.name}': the difference is the same in every pair"
    elif math.isfinite(change.gain):
        span = f" ({change.gain_low:.3g} to {change.gain_high:.3g})" if math.isfinite(change.gain_low) else ""
        yield f"variance reduction on '{change.name}': {change.gain:.3g}{span} against independent runs"


def _luck(draws: DrawsShared) -> str:
    share = [percent(count / draws.total if draws.total else math.nan) for count in (draws.reused, draws.fresh, draws.unused)]
    text = (
        f"draws of the first {draws.replications:,} replications: {draws.total:,}, of which {share[0]} reused,"
        f" {share[1]} fresh, {share[2]} unused"
    )
    fresh = sorted((site for site in draws.sites if site.fresh), key=lambda site: -site.fresh)
    unused = sorted((site for site in draws.sites if site.unused), key=lambda site: -site.unused)
    text += f"; fresh at {_sites(fresh, [site.fresh for site in fresh])}" if fresh else ""
    return text + (f"; unused at {_sites(unused, [site.unused for site in unused])}" if unused else "")


def _sites(sites: Sequence[SiteShare], counts: Sequence[int]) -> str:
    named = [f"{site.site} ({count})" for site, count in zip(sites, counts, strict=True)][:SITES]
    return ", ".join(named) + (f" and {len(sites) - SITES} more" if len(sites) > SITES else "")


def kinds(one: Versus, most: int | None = None) -> Iterator[str]:
    """Which replications end otherwise, by kind, the commonest first; `most` kinds, the rest counted."""
    if not one.flips:
        yield "no replication ends otherwise"
        return
    found = Counter((flip.before, flip.after) for flip in one.flips).most_common()
    yield f"{len(one.flips):,} replications end otherwise:"
    for (before, after), count in found[:most]:
        numbers = [flip.replication for flip in one.flips if (flip.before, flip.after) == (before, after)]
        shown = ", ".join(map(str, numbers[:NUMBERS])) + (", ..." if count > NUMBERS else "")
        yield f"  {before or '(failed)'} -> {after or '(failed)'}  {count}: {shown}"
    if most is not None and len(found) > most:
        yield f"  in {len(found) - most} other ways  {sum(count for _, count in found[most:])}"
    for command in one.commands:
        yield "  " + command.replace("{}", str(_first(one.flips)))


def _first(flips: Sequence[Flip]) -> int:
    return flips[0].replication
