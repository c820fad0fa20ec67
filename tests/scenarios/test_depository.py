"""The depository: the film's order by cause, levers that move what they should, and the film as one believable outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from heatsim.draws.address import Address
from heatsim.draws.world import Draws
from heatsim.engines import get
from heatsim.errors import ScenarioError
from heatsim.program.compile import compile_scenario
from heatsim.scenario.load import Scenario, load, loads
from heatsim.scenario.resolved import Parameter
from heatsim.study.results import Results
from support.outcomes import mean, out_of_order, share
from support.outcomes import outcomes as played
from support.outcomes import times as times_of

FILE = Path(__file__).parents[2] / "scenarios" / "depository.yaml"
REPLICATIONS = 400
LOW, HIGH = 1e-9, 1 - 1e-9
Expected = Callable[[Results, Results], bool]

# Section C2 of the facts: earlier, later. Where both happen, every first occurrence is in this order.
ORDER = [pair.split() for pair in (
    "E02 E03", "E03 E04", "E03 E05", "E04 E06", "E02 E07", "E05 E07", "E05 E08", "E06 E08", "E07 E08", "E08 E09", "E09 E10",
    "E10 E11", "E11 E12", "E12 E13", "E12 E14", "E12 E15", "E15 E14",
)]  # fmt: skip
STRICT = {("E02", "E03"), ("E03", "E04"), ("E04", "E08"), ("E10", "E11"), ("E11", "E12"), ("E12", "E14")}


outcomes = partial(played, replications=REPLICATIONS)
times = partial(times_of, "DEP")
violations = partial(out_of_order, "DEP", strict=STRICT)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(FILE)


@pytest.fixture(scope="module")
def base(scenario: Scenario) -> Results:
    return outcomes(scenario)


def test_what_the_facts_order_is_in_order(base: Results) -> None:
    """Every pair of events that the facts order comes in that order in every replication."""
    assert violations(base, ORDER) == set()


def test_the_order_check_can_fail(base: Results) -> None:
    """Each strict pair turned round is violated, so that each is tried by some replication."""
    assert violations(base, [(later, earlier) for earlier, later in STRICT]) == {(b, a) for a, b in STRICT}


def test_order_rests_on_causes_not_on_delays(scenario: Scenario) -> None:
    """With restless men, a quick safe, a slow bypass and ties turned round the order still holds."""
    odd = {"patience": "10 min", "bypass_time": "40 min", "rating": "15 min", "waited": "30 min", "settle_after": "1 s"}
    assert violations(outcomes(scenario.vary(odd), seed=7, replications=150, reverse=True), ORDER) == set()


def test_every_event_happens_somewhere(base: Results) -> None:
    """Each of the events DEP-E02 to DEP-E15 happens in some replication, and none but the knock's chain in all the rest."""
    assert all(np.isfinite(times(base, f"E{number:02d}")).any() for number in range(2, 16))
    assert np.isfinite(times(base, "E03")).all()


def test_the_film_is_one_believable_outcome(base: Results) -> None:
    """The film's ending is neither rare nor sure, and in it the safe was begun and never opened."""
    assert base.canon_ending == "withdrew"
    assert 0.3 < share(base, "withdrew") < 0.65
    film = base["ending"] == "withdrew"
    assert not base["safe_opened"][film].any()
    assert (base["loot"][film] == 0).all()
    assert (base["progress"][film & np.isfinite(times(base, "E06"))] < 1).all()


def test_nobody_fires_first_but_the_crew(base: Results) -> None:
    """Shots, and officers hurt, only where the crew opened fire; whoever surrenders is taken unhurt."""
    fought = base["first_shot_by"] == "mccauley"
    assert fought.any()
    assert (base["shots"][fought] > 0).all()
    assert (base["shots"][~fought] == 0).all()
    assert (base["officers_hurt"][~fought] == 0).all()
    assert (base["crew_hurt"][~fought] == 0).all()


def test_every_robber_ends_somewhere(base: Results) -> None:
    """Three robbers: taken, free, or dead in a fight; goods are carried off only by a free man."""
    fought = base["first_shot_by"] == "mccauley"
    settled = base["arrests"] + base["crew_free"]
    assert (settled[~fought] == 3).all()
    assert (settled <= 3).all()
    assert (base["loot"][base["crew_free"] == 0] == 0).all()


def test_belief_over_the_threshold_sends_them_home(base: Results) -> None:
    """They withdraw exactly where the lookout's belief has passed his threshold while he was at his post."""
    sure = base["belief"] >= base["threshold"]
    assert sure[base["withdrew"]].all()
    assert not base["withdrew"][~sure].any()


def fewer(name: str) -> Expected:
    return lambda film, other: mean(other, name) < mean(film, name) - 0.02


def more(name: str) -> Expected:
    return lambda film, other: mean(other, name) > mean(film, name) + 0.02


def more_of(*endings: str) -> Expected:
    return lambda film, other: share(other, *endings) > share(film, *endings) + 0.02


def both(*several: Expected) -> Expected:
    return lambda film, other: all(one(film, other) for one in several)


def no_theft(film: Results, other: Results) -> bool:
    return bool(film["safe_opened"].any()) and not other["safe_opened"].any() and bool((other["loot"] == 0).all())


def unwatched(film: Results, other: Results) -> bool:
    """Nobody there to be heard, taken or fired on; only a false alarm sends them home."""
    quiet = not other["noise_heard"].any() and not other["arrests"].any() and not other["shots"].any()
    return quiet and share(other, "got_away") > 0.8 > share(film, "got_away")


def never_taken(film: Results, other: Results) -> bool:
    return not other["arrests"].any() and not other["shots"].any() and share(other, "got_away") > 0.2


def all_taken(film: Results, other: Results) -> bool:
    """Whoever would have been let go is taken; what happens up to there is untouched."""
    same = np.array_equal(times(film, "E12"), times(other, "E12"), equal_nan=True)
    return same and share(other, "withdrew_and_arrested") > 0.2 and share(other, "withdrew") == 0


caught = ("caught_with_goods", "gunfight")

# variant, what stands in for its parameters when they are disconnected, what the facts' logic says must come of it
LEVERS: list[tuple[str, dict[str, str], Expected]] = [
    ("quiet_men", {"patience": "6 h"}, both(fewer("withdrew"), more_of(*caught))),
    ("many_men", {"men_in_vans": "8"}, both(more("withdrew"), more("noises"))),
    ("long_wait", {"waited": "3 h"}, both(more("withdrew"), more("movements"))),
    ("far_vans", {"van_distance": "22 m"}, both(fewer("withdrew"), more_of(*caught))),
    ("noisy_street", {"ambient": "44"}, both(fewer("noise_heard"), more_of(*caught))),
    ("lookout_inside", {"lookout_post": "outside"}, both(fewer("withdrew"), more_of(*caught))),
    ("hard_to_scare", {"abort_threshold": "0.4"}, both(fewer("withdrew"), more_of(*caught))),
    ("jumpy", {"abort_threshold": "0.4", "false_alarm_every": "6 h"}, more("withdrew")),
    ("arrest_at_entry", {"arrest_policy": "exit_with_goods"}, both(no_theft, more_of("arrested_at_entry"))),
    ("never_arrest", {"arrest_policy": "exit_with_goods"}, never_taken),
    ("easy_safe", {"rating": "30 min"}, both(more("safe_opened"), fewer("withdrew"))),
    ("hard_safe", {"rating": "30 min"}, both(fewer("safe_opened"), more("withdrew"))),
    ("move_in_at_withdrawal", {"at_withdrawal": "let_go"}, all_taken),
    ("no_surveillance", {"surveillance": "true"}, unwatched),
]


# one of each kind; the other levers are pulled with the long tests
ALWAYS = ("quiet_men", "many_men", "far_vans", "arrest_at_entry", "easy_safe", "move_in_at_withdrawal", "no_surveillance")
PULLED = [pytest.param(*one, id=one[0], marks=() if one[0] in ALWAYS else pytest.mark.statistical) for one in LEVERS]


@pytest.mark.parametrize("variant, defaults, expected", PULLED)
def test_levers(variant: str, defaults: dict[str, str], expected: Expected, scenario: Scenario, base: Results) -> None:
    """Pulled, a lever moves the outcome as the facts say; disconnected, it moves nothing."""
    assert expected(base, outcomes(scenario.variant(variant)))
    loose = loads(disconnected(FILE.read_text(encoding="utf-8"), defaults), name="disconnected")
    assert not expected(outcomes(loose, replications=60), outcomes(loose.variant(variant), replications=60))


def disconnected(text: str, defaults: dict[str, str]) -> str:
    """The text with every use of some parameters in what happens replaced by what they are by default."""
    told, measured = text.split("\nmeasures:\n")
    for name, default in defaults.items():
        told = re.sub(rf"\b{name} == {default}\b", "true", told)
        told = re.sub(rf"\b{name} != {default}\b", "false", told)
        told = re.sub(rf"\b{name} == [a-z_]+", "false", told)
        told = re.sub(rf"\b{name} != [a-z_]+", "true", told)
        told = re.sub(rf"\b{name}\b(?!:)", default, told)
        used = f"{name} == {default}" if default.isidentifier() and default != "true" else name
        measured = f"  still_used_{name}: {{value: {used}}}\n{measured}"
    return f"{told}\nmeasures:\n{measured}"


def test_levers_answer_every_question_of_the_facts(scenario: Scenario) -> None:
    """Levers DEP-V01 to DEP-V07 each have a named variant that says so, and each variant but the film is tried above."""
    variants = {variant.name: variant.text for variant in scenario.resolved.variants}
    assert {lever for text in variants.values() for lever in re.findall(r"DEP-V\d\d", text)} == {f"DEP-V0{n}" for n in range(1, 8)}
    assert {lever[0] for lever in LEVERS} == set(variants) - {"film"}


def test_moving_the_vans_moves_no_other_luck(scenario: Scenario, base: Results) -> None:
    """With the vans a block away the safe, the metal and the lookout's threshold are what they were; a new seed changes them."""
    far, other = outcomes(scenario.variant("far_vans")), outcomes(scenario, seed=7)
    for name in ("threshold", "parameter.duty", "parameter.metal_value", "event.DEP-E03", "event.DEP-E06"):
        assert np.array_equal(far[name], base[name], equal_nan=True)
        assert not np.array_equal(other[name], base[name], equal_nan=True)


def test_farther_vans_scare_them_less_and_less(scenario: Scenario) -> None:
    """Each doubling of the distance lowers the share of crews that withdraw and raises the share caught with goods."""
    left, taken = [], []
    for distance in ("12 m", "25 m", "50 m", "100 m"):
        results = outcomes(scenario.vary({"van_distance": distance}))
        left.append(mean(results, "withdrew"))
        taken.append(share(results, *caught))
    assert left == sorted(left, reverse=True)
    assert taken == sorted(taken)
    assert left[0] > left[-1] + 0.3


def film_facts(results: Results) -> np.ndarray:
    """In which replications the core facts hold: begun and not opened, knock, heard, off empty-handed, let go, nobody hurt."""
    chain = [times(results, event) for event in ("E08", "E09", "E10", "E11", "E12", "E15", "E14")]
    held = np.logical_and.reduce([first <= second for first, second in pairwise(chain)])
    for name in ("alarm_off", "noise_heard", "withdrew", "held_fire"):
        held &= results[name].astype(bool)
    for name in ("loot", "arrests", "shots", "crew_hurt", "officers_hurt"):
        held &= results[name] == 0
    return np.asarray(held & (results["noises"] >= 1) & (results["crew_free"] == 3) & ~results["safe_opened"].astype(bool))


@pytest.mark.parametrize("seed", [1995, 1, 77])
def test_film_pins_make_the_film_whatever_the_rest(seed: int, scenario: Scenario) -> None:
    """With the film's accidents pinned the core facts hold under any seed, although durations and beliefs still vary."""
    results = outcomes(scenario.variant("film"), seed=seed)
    assert film_facts(results).all()
    assert np.std(times(results, "E12")) > 10
    assert len(set(results["threshold"])) > 100


@pytest.mark.parametrize("crew, others", [(LOW, LOW), (LOW, HIGH), (HIGH, LOW), (HIGH, HIGH)])
def test_film_pins_hold_at_the_extremes(crew: float, others: float, scenario: Scenario) -> None:
    """Whatever is not pinned may come as early or as late, as small or as large as it can, and the film still comes out."""
    film = scenario.variant("film")
    program = compile_scenario(film.resolved)
    ours = re.compile(r"(mccauley|cheritto|shiherlis)/|parameters/(duty|approach|bypass|load|step_inside|abort)")
    free = {str(Address(site.name, n)): crew if ours.match(site.name) else others for site in program.sites for n in range(4)}
    pinned = {str(Address.parse(site)): u for site, u in film.pins.items()}
    row = get("simpy").rows(program, [Draws(1995, 0, pins={**free, **pinned})])[0]
    happened = {column.name: value for column, value in zip(program.columns, row.values, strict=True)}
    assert row.ending == "withdrew"
    assert happened["noise_heard"] == 1
    assert happened["DEP-E08"] <= happened["DEP-E09"] <= happened["DEP-E12"] <= happened["DEP-E15"] <= happened["DEP-E14"]


@pytest.mark.parametrize(
    "pin", ["swat[1]/keep still", "swat[1]/the lookout hears it", "mccauley/the look", "swat[1]/a movement/knock"]
)
def test_each_pin_is_needed(pin: str, base: Results) -> None:
    """Without one of the pins, as without any, the film does not come out every time."""
    text = FILE.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"      {pin}: "))
    loose = loads(text.replace(f"{line}\n", ""), name="one pin less")
    assert not film_facts(outcomes(loose.variant("film"))).all()
    assert 0.2 < film_facts(base).mean() < 0.6


def baseless(parameters: Iterable[Parameter]) -> list[str]:
    """Parameters that do not say what they rest on, or assume a number without saying how far it might be off."""
    supports = {"canon": "facts", "cited": "source", "assumed": "why"}
    return [
        one.name
        for one in parameters
        if not getattr(one, supports.get(one.basis, ""), None) or (one.kind == "number" and (one.low is None or one.high is None))
    ]


def test_every_number_says_what_it_rests_on(scenario: Scenario) -> None:
    """Every parameter has a basis with its fact, source or reason, and every number its range."""
    assert baseless(scenario.resolved.parameters) == []


def test_a_missing_reason_is_noticed() -> None:
    """A parameter whose reason is taken away does not pass, and is named."""
    text = re.sub(r'(deploy_time: .*basis: assumed), why: "[^"]*"', r"\1", FILE.read_text(encoding="utf-8"))
    with pytest.raises(ScenarioError, match="'deploy_time' is assumed, so it needs 'why'"):
        loads(text, name="no reason")
