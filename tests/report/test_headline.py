"""The what-if in the head of a page: the strongest of those that are news."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from heatsim.analysis.whatif.ask import whatif
from heatsim.report.sections.opening import strongest
from heatsim.scenario.load import loads
from support.coin import COIN


def test_the_films_own_variant_is_no_news() -> None:
    """That the film's decisions lead to its ending stands beside the ending; of the others the strongest is told."""
    text = COIN + "  film: {text: as it fell, set: {p: 1}}\n  other: {text: as it fell, set: {p: 1}}\n"
    coin = loads(text, "coin.yaml")

    def told(*names: str) -> list[str]:
        material: Any = SimpleNamespace(whatif=whatif(coin, *names, replications=200, workers=1, sample=0))
        return [one.what for one in strongest(material)]

    assert told("better", "again", "film") == ["two tosses"]
    assert told("better", "again", "other") == ["as it fell"]
    assert told("film") == []
