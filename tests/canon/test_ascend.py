"""Turning draws one by one: a world far beyond what climbs reach, short, and the same every time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heatsim.canon.locate import sheet_of_scenario
from heatsim.canon.predicates import bind_sheet
from heatsim.canon.search import ascend as turning
from heatsim.canon.search.ascend import Turned, ascend, ascents, beginnings
from heatsim.canon.search.climb import Hill
from heatsim.canon.search.find import Limits, search
from heatsim.canon.search.score import gauge
from heatsim.draws.address import Address
from heatsim.draws.world import Draws
from heatsim.engines.on_simpy import rows_and_draws
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario, load

CHANCES = 8

Written = Callable[[float], Scenario]


@pytest.fixture(autouse=True)
def fewer_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small rounds, for small models; and rows from SimPy, which needs no compiling."""
    monkeypatch.setattr(turning, "TRIES", 20)
    monkeypatch.setattr(turning, "PATIENCE", 2000)
    monkeypatch.setattr(turning, "choose", lambda name, program: "simpy")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A man with eight chances, all of which must come, and a time that must be short."""

    def make(chance: float) -> Scenario:
        numbers = range(1, CHANCES + 1)
        steps = "".join(f"    - {{chance: {chance}, name: c{n}, then: [{{mark: yes, event: M-{n}}}]}}\n" for n in numbers)
        facts = "".join(f"  F-{n}: {{what: it comes, evidence: stated, level: core, when: happened(M-{n})}}\n" for n in numbers)
        head = "heatsim: 1\nscenario: eight\ntitle: Eight\ncanon: eight.sheet.yaml\nhorizon: 1 h\nactors:\n  man: {side: crew}\n"
        walk = "    - {do: walk, takes: {uniform: [0 s, 10 s]}, event: M-9}\n"
        (tmp_path / "eight.yaml").write_text(
            f"{head}processes:\n  man:\n{steps}{walk}endings:\n  over: {{canon: true}}\n", encoding="utf-8"
        )
        quick = "  F-9: {what: quick, evidence: stated, level: detail, when: time_of(M-9) <= 0.5 s}\n"
        (tmp_path / "eight.sheet.yaml").write_text(f"canon: 1\nheist: eight\nfacts:\n{facts}{quick}", encoding="utf-8")
        return load(tmp_path / "eight.yaml")

    return make


def hill_of(scenario: Scenario) -> Hill:
    program = compile_scenario(scenario.resolved)
    bound = bind_sheet(sheet_of_scenario(scenario), program.columns)
    measured = gauge(bound.film, (), program.columns, ())
    return Hill(program, measured, measured.top, 1995, 10)


def test_a_film_of_chance_one_in_a_million_million_is_found(written: Written) -> None:
    """Eight chances of 3 % (7e-13 together) are supplied one after the other, each once."""
    hill = hill_of(written(0.03))
    found = ascend(hill, beginnings(hill, 100)[0], 100_000).best
    assert found.score == hill.top
    assert {address.site for address in found.pins} <= {"man/walk", *(f"man/c{n}" for n in range(1, CHANCES + 1))}
    ((row, used),) = rows_and_draws(hill.program, [found.draws(hill.seed)])
    assert set(found.pins) <= set(used)
    assert row.ending == "over"


def test_it_is_the_same_every_time(written: Written) -> None:
    """The draws of the search are addressed: the same attempt leads to the same world, another attempt or place to another."""
    hill = hill_of(written(0.2))
    (begin, *_) = beginnings(hill, 40)
    one, again, other, elsewhere = (ascend(hill, begin, 100_000, *which) for which in ((0, 0), (0, 0), (1, 0), (0, 1)))
    assert one == again
    assert one.best.score == other.best.score == elsewhere.best.score == hill.top
    assert len({str(found.best.pins) for found in (one, other, elsewhere)}) == 3


@pytest.mark.statistical
def test_it_is_the_same_for_any_number_of_workers(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first world at the top is the first by the order of the beginnings, whichever was there first."""
    monkeypatch.undo()  # workers know nothing of it
    hill = hill_of(written(0.3))
    begin = beginnings(hill, 4)
    assert ascents(hill, begin, 100_000, 1) == ascents(hill, begin, 100_000, 3)


def test_beginnings_are_the_best_replications(written: Written) -> None:
    """They come with nothing supplied, best first, the lowest number first among equals."""
    hill = hill_of(written(0.5))
    found = beginnings(hill, 300)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) == turning.BEGIN < 300
    assert all(one.pins == {} for one in found)
    assert found[0].score > found[-1].score


def test_what_gets_no_further_is_left(written: Written) -> None:
    """With chances that never come each has its turns; the better half has more, and the best is returned all the same."""
    hill = hill_of(written(0.0))
    said: list[str] = []
    begin = [Turned(number, {Address("man/c1"): 0.5}, score, 0.0) for number, score in enumerate((0.0, 0.0, 0.5, 0.0))]
    best = ascents(hill, begin, 15_000, 1, said.append)
    assert (best.replication, best.score) == (2, 0.5)
    assert [text for text in said if "ascents" in text] == [
        f"{count} ascents, each until {patience:,} worlds are no better" for count, patience in ((4, 2000), (2, 4000))
    ]


def test_the_search_turns_draws_where_climbs_end(written: Written) -> None:
    """When no climb arrives there is a world all the same, with its details, and no probability."""
    scenario = written(0.02)
    limits = Limits(pilot=40, replications=40, particles=5, climbs=2, survivors=2, patience=20, beginnings=60, turns=30_000)
    found = search(scenario, limits=limits, workers=1)
    assert found.estimate is None
    assert found.record is not None
    assert "turning draws" in found.record.note
    assert found.lacks == ()
    row = rows_and_draws(compile_scenario(scenario.resolved), [found.record.world.draws()])[0][0]
    plain = rows_and_draws(compile_scenario(scenario.resolved), [Draws(1995, found.record.world.replication)])[0][0]
    assert repr(row.values) != repr(plain.values)
