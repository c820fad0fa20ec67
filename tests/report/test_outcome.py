"""What the head, the headline measures and the what-ifs of a page say where there is no race, or no film to be helped."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from heatsim.analysis.whatif.ask import whatif
from heatsim.report.sections.opening import opening
from heatsim.report.sections.outcome import outcome
from heatsim.report.sections.race import race
from heatsim.report.sections.variants import variants
from heatsim.scenario.load import loads
from heatsim.study.run import run
from support.coin import COIN
from support.pages import read_page

HEADLINES = """
  loot: {value: "heads * 100", headline: true, text: in the bag}
  luck: {value: heads >= 1, headline: true}
  seen: {cases: {front: heads >= 1}, otherwise: back, headline: true}
"""
MARGIN = "  lead: {value: 'time_of(RACE-1) - time_of(COIN-1)', unit: s, margin: true}\n"
RUNNER = "  runner:\n    - wait: heads >= 1\n    - do: run\n      takes: 10 min\n      event: RACE-1\n"


def race_text() -> str:
    """The coin with a race that exists only where it came up heads, and that is won then."""
    text = COIN.replace("horizon: 10 min", "horizon: 1 h").replace("measures:\n", RUNNER + "measures:\n" + MARGIN)
    return text.replace("{exponential: {mean: 10 s}}", "5 s")


def material(text: str) -> Any:
    scenario = loads(text, "coin.yaml")
    results = run(scenario, replications=60, workers=1)
    made = whatif(scenario, "better", replications=60, workers=1, sample=0)
    nothing = {"comparison": None, "tornado": None}
    return SimpleNamespace(scenario=scenario, results=results, summary=results.summary(), whatif=made, **nothing)


def told(html: object) -> str:
    """What a piece of a page says, blanks as one."""
    return " ".join(" ".join(one.text for one in read_page(f"<main>{html}</main>") if one.name == "main").split())


def test_a_race_that_is_missing_with_an_ending_is_told_as_such() -> None:
    """The crew that is always ahead where it comes up heads has not won all races: those that end in tails have no margin."""
    made = material(race_text())
    heads = made.summary["endings"]["heads"]["count"]
    assert 0 < heads < 60
    head, section = told(opening(made, [])), told(race(made))
    card = f"missing in {60 - heads} of 60 replications, of which {60 - heads} end in “tails”: the margin says nothing about these"
    assert card in head
    assert card in section
    assert "wins" not in head
    assert f"{100 * heads / 60:.1f} % the crew is known to be ahead in the race (lead), of all replications" in head.replace(
        "%the", "% the"
    )


def test_a_race_that_is_missing_however_it_ends_is_told_as_such() -> None:
    """Where the margin is missing by a chance of its own, the share is that of the others, and it is said of how many."""
    tossed = race_text().replace("- wait: heads >= 1", "- chance: 50 %\n      name: starts\n      else: [{wait: heads >= 5}]")
    made = material(tossed)
    assert re.search(r"missing in \d+ of 60 replications, however they end", told(opening(made, [])))
    assert "the crew wins the race (lead), where there is one" in told(opening(made, []))


def test_a_race_that_all_have_is_told_as_before() -> None:
    """Nothing is said of others where there are none."""
    made = material(race_text().replace("wait: heads >= 1", "wait: heads >= 0"))
    assert "the crew wins the race (lead)" in told(opening(made, []))
    assert "where there is one" not in told(opening(made, []))


def test_headline_measures_stand_with_mean_interval_median_and_count() -> None:
    """A number with its mean and median, a flag and the words as shares; measures that are no headline are not there."""
    made = material(COIN.replace("endings:", HEADLINES.strip("\n") + "\nendings:"))
    heads, share = made.summary["endings"]["heads"]["count"], r"\d+\.\d %"
    page = told(outcome(made))
    assert re.search(rf"loot ?in the bag {100 * heads / 60:.0f}\S* \S+ to \S+ 0 60 of 60", page)
    assert re.search(rf"luck {100 * heads / 60:.1f} % \S+ to {share} 60 of 60", page)
    assert re.search(rf"seen: back {100 - 100 * heads / 60:.1f} % \S+ to {share} 60 of 60", page)
    assert "fell" not in page


def test_margins_stand_where_no_measure_is_a_headline() -> None:
    """The margin's row says in how many replications it has a value; without either there is no section."""
    made = material(race_text())
    assert f"{made.summary['endings']['heads']['count']} of 60" in told(outcome(made))
    assert outcome(material(COIN)) is None


@pytest.mark.parametrize("film", [True, False], ids=["film", "no-film"])
def test_nobody_says_what_is_a_help(film: bool) -> None:
    """The counts are of more and less, with a film's ending too, and their heading names the ending."""
    page = told(variants(material(COIN if film else COIN.replace(", canon: true", ""))))
    assert "more : less “heads”" in page
    assert "More and less" in page
    assert "elps" not in page
