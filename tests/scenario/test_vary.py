"""Changing parameters: fixed, moved, scaled, replaced; what does not fit is said in a sentence."""

from __future__ import annotations

import pickle

import pytest

from heatsim.errors import ScenarioError, UsageError
from heatsim.scenario.describe import describe
from heatsim.scenario.expression import Expression
from heatsim.scenario.load import Scenario, load, loads
from heatsim.scenario.resolved import Distribution, Parameter

TEXT = """
heatsim: 1
scenario: small
title: A small heist
horizon: 10 min
parameters:
  delay: 2 min
  search: {pert: [45 s, 95 s, 170 s]}
  reload: {uniform: [2 s, 4 s], drawn: each}
  draw: {lognormal: {median: 3 s, p90: 9 s}, drawn: each}
  hands: 3
  cautious: true
  driver: {value: trejo, options: [trejo, breedan]}
  late: {expr: 2 * delay}
actors:
  crew: {count: hands}
processes:
  crew:
    - {do: search, takes: search + late}
    - {do: reload, takes: reload}
    - {do: draw, takes: draw}
    - {if: cautious and driver == trejo, then: [{do: wait, takes: delay}]}
    - {put: "crew[3]", state: away}
variants:
  slow: {set: {delay: +1 min}, pins: {"crew[1]/reload": 0.5}}
  quick: {set: {search: "*0.5"}}
endings: {done: {}}
"""


@pytest.fixture(scope="module")
def small() -> Scenario:
    return loads(TEXT, "small.yaml")


def parameter(scenario: Scenario, name: str) -> Parameter:
    return next(one for one in scenario.resolved.parameters if one.name == name)


def fixed(scenario: Scenario, name: str) -> float:
    """The value of a fixed parameter in internal units."""
    value = parameter(scenario, name).value
    assert isinstance(value, Expression)
    assert value.op == "const"
    return value.value


@pytest.mark.parametrize(
    "change, seconds",
    [("3 min", 180), ("+30 s", 150), ("-10 s", 110), ("*1.5", 180), ("+10 %", 132), ("-50 %", 60), ("1h", 3600)],
)
def test_a_fixed_value_is_replaced_or_moved(small: Scenario, change: str, seconds: float) -> None:
    """An absolute change replaces, a relative one moves what is there."""
    assert fixed(small.vary({"delay": change}), "delay") == pytest.approx(seconds * 1e6)


@pytest.mark.parametrize(
    "change, scale, shift", [("+30 s", 1.0, 30e6), ("-10 s", 1.0, -10e6), ("*1.5", 1.5, 0.0), ("+10 %", 1.1, 0.0)]
)
def test_a_distribution_is_moved_as_a_whole(small: Scenario, change: str, scale: float, shift: float) -> None:
    """A relative change of what is drawn keeps the distribution and moves its draw."""
    varied = parameter(small.vary({"search": change}), "search")
    assert isinstance(varied.value, Distribution)
    assert (varied.scale, varied.shift) == (pytest.approx(scale), shift)


def test_a_distribution_is_fixed_by_a_quantity(small: Scenario) -> None:
    """An absolute change of what is drawn fixes it."""
    assert fixed(small.vary({"search": "2 min"}), "search") == 120e6


@pytest.mark.parametrize("change", [{"uniform": ["1 min", "2 min"]}, "{uniform: [1 min, 2 min]}"])
def test_a_distribution_replaces_what_is_there(small: Scenario, change: object) -> None:
    """A distribution may be given as data or as text, for a fixed parameter too."""
    for name in ("search", "delay"):
        value = parameter(small.vary({name: change}), name).value
        assert isinstance(value, Distribution)
        assert (value.kind, [arg.value for arg in value.args]) == ("uniform", [60e6, 120e6])


@pytest.mark.parametrize("change, low, high", [("*2", 4e6, 8e6), ("+1 s", 3e6, 5e6)])
def test_what_is_drawn_at_each_use_moves_with_its_arguments(small: Scenario, change: str, low: float, high: float) -> None:
    """The distribution that stands at the step is the moved one."""
    text = str(describe(small.vary({"reload": change}).resolved)["processes"])
    assert f"{{'uniform': ['{low:g} us', '{high:g} us']}}".replace("e+06", "000000") in text


def test_options_and_flags_are_set_by_word(small: Scenario) -> None:
    """A choice takes one of its words, a flag takes true or false, as text or as such."""
    varied = small.vary({"driver": "breedan", "cautious": "false"})
    assert (fixed(varied, "driver"), fixed(varied, "cautious")) == (1.0, 0.0)
    assert fixed(small.vary({"cautious": False}), "cautious") == 0.0


def test_a_count_follows_its_parameter(small: Scenario) -> None:
    """What a parameter decides about the cast is decided again."""
    assert small.vary({"hands": 5}).resolved.actors[0].count == 5


def test_changes_come_one_on_the_other(small: Scenario) -> None:
    """Two moves add up, an absolute change forgets those before it, and overrides say all of it."""
    twice = small.vary({"delay": "+30 s"}).vary({"search": "2 min"}).vary({"delay": "*2"})
    assert fixed(twice, "delay") == 300e6
    assert twice.overrides == {"delay": "+30 s, *2", "search": "2 min"}
    assert fixed(small.vary(twice.overrides), "delay") == 300e6
    assert fixed(twice.vary({"delay": "1 s"}), "delay") == 1e6
    drawn = small.vary({"delay": {"uniform": ["1 s", "2 s"]}}).vary({"delay": "+1 s"})
    assert parameter(small.vary(drawn.overrides), "delay").shift == 1e6


@pytest.mark.parametrize(
    "name, change, part",
    [
        ("dealy", "3 s", "did you mean 'delay'"),
        ("delay", "3 m", "expected a time such as 45 s, but '3 m' is a distance"),
        ("delay", 3, "but '3' is a number; give it a unit"),
        ("delay", "+3 m", "moved by a time such as 45 s, not by a distance"),
        ("delay", "3 minutes", "unknown unit 'minutes'; did you mean '3 min'?"),
        ("delay", "3 Sec", "unknown unit 'Sec'; did you mean '3 s'?"),
        ("delay", "3 parsec", "unknown unit 'parsec'; known: us, ms, s, min"),
        ("delay", "3 m", "but '3 m' is a distance; m is metres, minutes are min"),
        ("delay", "*3 s", "multiplied by a number without unit"),
        ("delay", "true", "expected a time"),
        ("delay", "nonsense here", "delay"),
        ("delay", "{uniform: [3 s, 1 s]}", "low must not exceed high"),
        ("delay", "{uniform: [3 s]}", "expected [low, high]"),
        ("delay", "{unifrom: [1 s, 3 s]}", "a distribution is one kind"),
        ("delay", "{uniform: [1 m, 3 m]}", "expected a time"),
        ("delay", "{bernoulli: 0.5}", "delay"),
        ("delay", "-3 min", "a time must not be negative"),
        ("delay", None, "not NoneType"),
        ("delay", "{uniform: [1 s", "not YAML"),
        ("draw", "+3 s", "cannot be moved"),
        ("cautious", "maybe", "cautious"),
        ("cautious", "+1 s", "it cannot be moved"),
        ("driver", "trey", "one of trejo, breedan"),
        ("hands", "2", "'crew' has members 1 to 2"),
        ("hands", "2.5", "whole number"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(small: Scenario, name: str, change: object, part: str) -> None:
    """A wrong name or value is a UsageError that says what is wanted."""
    with pytest.raises(UsageError) as caught:
        small.vary({name: change})
    assert part in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_the_scenario_itself_never_changes(small: Scenario) -> None:
    """vary and variant give another scenario and leave this one as it was."""
    before = describe(small.resolved)
    small.vary({"delay": "+1 min"})
    small.variant("slow")
    assert describe(small.resolved) == before
    assert small.overrides == {}
    with pytest.raises(AttributeError):
        small.variant_name = "slow"  # type: ignore[misc]


def test_a_variant_sets_and_pins(small: Scenario) -> None:
    """A variant changes what it names; changes made by the caller stay on top."""
    slow = small.variant("slow")
    assert small.variants == ("slow", "quick")
    assert fixed(slow, "delay") == 180e6
    assert slow.pins == {"crew[1]/reload": 0.5}
    assert small.pins == {}
    assert fixed(slow.vary({"delay": "*2"}), "delay") == fixed(small.vary({"delay": "*2"}).variant("slow"), "delay") == 360e6
    assert parameter(small.variant("quick"), "search").scale == 0.5


def test_an_unknown_variant_is_said_to_be_unknown(small: Scenario) -> None:
    """The nearest name is offered."""
    with pytest.raises(UsageError, match="did you mean 'slow'"):
        small.variant("slwo")


def test_a_scenario_survives_pickling(small: Scenario) -> None:
    """What comes back is equal and can be changed again."""
    again = pickle.loads(pickle.dumps(small.variant("slow").vary({"delay": "+1 s"})))
    assert again == small.variant("slow").vary({"delay": "+1 s"})
    assert fixed(again.vary({"delay": "1 s"}), "delay") == 1e6


def test_a_scenario_tells_what_it_is(small: Scenario, tmp_path: object) -> None:
    """Name, title, text, hash and a short form for people."""
    assert (small.name, small.title, small.path) == ("small", "A small heist", None)
    assert small.source == TEXT
    assert len(small.sha256) == 64
    assert repr(small.vary({"delay": "3 s"})) == "<Scenario small, delay = 3 s>"


def test_load_and_loads_read_the_same(small: Scenario, tmp_path: object) -> None:
    """A file and its text are the same scenario."""
    from pathlib import Path

    path = Path(str(tmp_path)) / "small.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert load(path).resolved == small.resolved
    assert load(str(path)).path == path


def test_an_error_of_a_file_names_the_file() -> None:
    """Problems carry the name that the text was given."""
    with pytest.raises(ScenarioError, match=r"mine\.yaml:2:10: "):
        loads(TEXT.replace("heatsim: 1", "heatsim: x"), "mine.yaml")


def test_changes_are_a_mapping(small: Scenario) -> None:
    """Names given as arguments, and no changes at all, are answered with the form that changes have."""
    with pytest.raises(UsageError, match=r'vary\({"delay": \.\.\.}\)'):
        small.vary(delay="3 min")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="vary takes a mapping"):
        small.vary()
