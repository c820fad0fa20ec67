"""What would have changed: every declared variant under the same luck as the scenario itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.report.markup import Html, el, join
from heatsim.report.parts import row, section, table, whisker, words
from heatsim.study.overview import percent

if TYPE_CHECKING:
    from heatsim.analysis.whatif.made import Versus, WhatIf
    from heatsim.report.material import Material

__all__ = ["points", "variants"]

ALSO = 3


def variants(material: Material) -> Html | None:
    made = material.whatif
    if made is None:
        return None
    farthest = max((abs(end) for one in made.versus for end in (one[made.focus].low, one[made.focus].high)), default=0) or 1.0
    ordered = sorted(made.versus, key=lambda one: (not one[made.focus].is_clear, -abs(one[made.focus].change)))
    heads = ("what if", f"change in “{words(made.focus)}”", "#", "#helps : harms", "and also")
    return section(
        "what-if",
        "What if",
        el("p", _lead(made), class_="lead"),
        table(heads, [_variant(made, one, farthest) for one in ordered], "What each variant changes", "whatifs"),
        el("p", _reading(made), class_="small"),
    )


def _lead(made: WhatIf) -> str:
    """What is compared, and what the ending's share is without any change."""
    share = made.versus[0][made.focus].base
    return (
        f"Each change alone, in the same {made.replications:,} worlds: whatever does not depend on the change happens as before."
        f" In these worlds “{words(made.focus)}” comes out in {percent(share)} without it."
    )


def _reading(made: WhatIf) -> str:
    several = f"intervals hold for all {len(made.versus)} at once with 95 %" if len(made.versus) > 1 else "intervals are 95 %"
    return (
        f"Changes are in percentage points (pt); {several}. Pale: so many worlds leave it open whether it changes anything."
        f" Helps and harms: in how many of the {made.replications:,} worlds it comes out only with the change, or only without."
    )


def _variant(made: WhatIf, one: Versus, farthest: float) -> Html:
    change = one[made.focus]
    head = join(el("span", one.text or words(one.label), class_="name"), el("small", one.label))
    mark = whisker(change.change, change.low, change.high, farthest, clear=change.is_clear)
    number = el("b", points(change.change)) if change.is_clear else points(change.change)
    value = join(number, el("small", f"{points(change.low)} to {points(change.high)}"))
    return row(head, mark, value, f"{change.more} : {change.less}", _also(made, one), numbers=(1, 2))


def _also(made: WhatIf, one: Versus) -> str:
    """The other endings that it clearly changes, the most first."""
    others = [change for change in one.endings if change.name != made.focus and change.is_clear]
    others.sort(key=lambda change: -abs(change.change))
    return ", ".join(f"{words(change.name)} {points(change.change)}" for change in others[:ALSO])


def points(change: float) -> str:
    """A difference of shares in percentage points."""
    return f"{100 * change + 0.0:+.0f} pt".replace("-", "−")
