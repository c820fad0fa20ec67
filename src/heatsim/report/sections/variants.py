"""What would have changed: every declared variant under the same luck as the scenario itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from heatsim.report.markup import Html, el, join
from heatsim.report.parts import ending_paints, film_mark, row, section, table, words
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.analysis.whatif.made import Change, Versus, WhatIf
    from heatsim.program.model import EndingInfo
    from heatsim.report.material import Material

__all__ = ["points", "variants"]

ALSO = 3
LEAST = 0.004  # of the bar: a part narrower than this cannot be seen


def variants(material: Material) -> Html | None:
    made = material.whatif
    if made is None:
        return None
    endings = material.results.endings
    paints = ending_paints(endings)
    ordered = sorted(made.versus, key=lambda one: (not any(change.is_clear for change in one.endings), -_moved(one)))
    rows = [_base(made, paints), *(_variant(made, one, paints) for one in ordered)]
    heads = ("what if", "how it ends", f"#change in “{words(made.focus)}”", f"#more : less “{words(made.focus)}”", "and also")
    return section(
        "what-if",
        "What if",
        el("p", _lead(made), class_="lead"),
        _legend(endings, paints),
        table(heads, rows, "What each variant changes", "whatifs"),
        el("p", _reading(made), class_="small"),
    )


def _lead(made: WhatIf) -> str:
    """What is compared, and how."""
    return (
        f"Each change alone, in the same {made.replications:,} worlds: whatever does not depend on the change happens as before."
        " Those that change most come first."
    )


def _reading(made: WhatIf) -> str:
    several = f"intervals hold for all {len(made.versus)} at once with 95 %" if len(made.versus) > 1 else "intervals are 95 %"
    return (
        f"Changes are in percentage points (pt); {several}. Bold, and “and also”: a change for certain, as far as an interval"
        f" can tell. More and less: in how many of the {made.replications:,} worlds “{words(made.focus)}” comes out only with"
        " the change, or only without."
    )


def _legend(endings: Sequence[EndingInfo], paints: dict[str, str]) -> Html:
    items = [
        el("span", el("i", class_="paint", style=paints[one.name]), words(one.name), film_mark() if one.canon else None)
        for one in endings
    ]
    return el("p", items, class_="legend small")


def _moved(one: Versus) -> int:
    """Twice the number of worlds by which the endings of the two differ at least; whole, so that equals are equal everywhere."""
    return sum(abs(change.more - change.less) for change in one.endings)


def _base(made: WhatIf, paints: dict[str, str]) -> Html:
    endings = made.versus[0].endings
    focus = next(change for change in made.versus[0].endings if change.name == made.focus) if endings else None
    share = f"{percent(focus.base)} as it is" if focus is not None else ""
    name = el("span", made.base, class_="name")
    return row(name, _stack(((one.name, one.base) for one in endings), paints), share, "", "", film=True, numbers=(1, 2))


def _variant(made: WhatIf, one: Versus, paints: dict[str, str]) -> Html:
    change = one[made.focus]
    head = join(el("span", one.text or words(one.label), class_="name"), el("small", one.label))
    number = el("b", points(change.change)) if change.is_clear else points(change.change)
    value = join(number, el("small", f"{points(change.low)} to {points(change.high)}"))
    stack = _stack(((one.name, one.other) for one in one.endings), paints)
    return row(head, stack, value, f"{change.more} : {change.less}", _also(made, one), numbers=(1, 2))


def _stack(shares: Iterator[tuple[str, float]], paints: dict[str, str]) -> Html:
    """All endings of one scenario as one bar; told in words to who does not see it."""
    known = [(name, share) for name, share in shares if share > 0]
    told = ", ".join(f"{words(name)} {percent(share)}" for name, share in known)
    parts = [
        el(
            "span",
            class_="paint",
            style=f"width:{100 * share:.2f}%;{paints.get(name, '')}",
            title=f"{words(name)} {percent(share)}",
        )
        for name, share in known
        if share >= LEAST
    ]
    return el("span", parts, class_="stack", role="img", aria_label=told)


def _also(made: WhatIf, one: Versus) -> str:
    """The other endings that it clearly changes, the most first."""
    others: list[Change] = [change for change in one.endings if change.name != made.focus and change.is_clear]
    others.sort(key=lambda change: -abs(change.change))
    return ", ".join(f"{words(change.name)} {points(change.change)}" for change in others[:ALSO])


def points(change: float) -> str:
    """A difference of shares in percentage points."""
    rounded = round(100 * change)
    return f"{rounded:+d} pt".replace("-", "−") if rounded else "0 pt"
