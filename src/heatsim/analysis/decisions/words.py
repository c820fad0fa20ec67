"""Flipped decisions in words: a ranking that fits 80 columns, and what each ending owes to which decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatsim.analysis.lines import aligned, wrapped
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.analysis.decisions.made import Decisions, Flipped, Moved

__all__ = ["table"]

MOST = 20  # flips that are printed
SHORT = 34


def table(made: Decisions) -> str:
    """The ranking as text."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Decisions) -> Iterator[str]:
    yield f"{made.scenario}: {len(made.flips)} flips in the same {made.replications:,} worlds, seed {made.seed}"
    value, span = made.response.told(made.value)
    yield from wrapped(f"as written, {made.response.text}: {value} ({span})")
    if made.flips:
        yield from ("", *aligned(list(_rows(made))), "")
    yield from _by_ending(made)
    if len(made.flips) > MOST:
        yield f"{len(made.flips) - MOST} more flips change it less (--json has all)"
    if made.unmoved:
        yield from wrapped(f"never come to, or never decided otherwise: {', '.join(made.unmoved)}")
    for name, reason in made.left_out:
        yield from wrapped(f"not flipped: {name}: {reason}")
    failed = made.failed + sum(one.failed for one in made.flips)
    if failed:
        yield f"{failed:,} replications failed and are left out"
    yield ""
    yield from wrapped(
        f"change: of {made.response.text}, over all worlds, paired; its intervals hold for all flips at once with 95 %"
        f" ({100 * made.level:.4g} % each, Bonferroni); worlds: where it goes otherwise as written; other end: share of all worlds"
        " that end otherwise; ! the direction is not in doubt"
    )


def _rows(made: Decisions) -> Iterator[tuple[str, ...]]:
    yield ("decision -> flipped to", "worlds", "other end", "change", "interval", "")
    for one in made.flips[:MOST]:
        span = f"{made.response.change(one.focus.low).removesuffix(' pt')}..{made.response.change(one.focus.high)}"
        change = made.response.change(one.focus.value).removesuffix(" pt")
        mark = "!" if one.is_clear else ""
        yield (_name(one), f"{one.worlds:,}", percent(one.otherwise.value), change, span, mark)


def _name(one: Flipped) -> str:
    return f"{one.decision.name} -> {one.option}"


def _by_ending(made: Decisions) -> Iterator[str]:
    """For every ending the flip that takes it away most often, and the one that brings it about most often."""
    for ending, share in made.base.items():
        rows = [(one, next(moved for moved in one.endings if moved.ending == ending)) for one in made.flips]
        averted = max(rows, key=lambda row: row[1].lost, default=None)
        brought = max(rows, key=lambda row: row[1].gained, default=None)
        parts = []
        if averted and averted[1].lost:
            parts.append(f"averted most often by {_name(averted[0])} ({_of_those(averted[1], share.value * share.count)})")
        if brought and brought[1].gained:
            parts.append(f"brought about by {_name(brought[0])} ({brought[1].gained:,} more worlds)")
        if parts:
            yield from wrapped(f"{ending} ({percent(share.value)}): {'; '.join(parts)}")


def _of_those(moved: Moved, had: float) -> str:
    return f"{moved.lost:,} of {round(had):,} worlds"
