"""Files that are right in each line and too many lines long: checked in time in proportion to their size, or refused."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from heatsim.canon.read import sheet_of
from heatsim.canon.world import world_of
from heatsim.errors import ScenarioError
from heatsim.scenario.load import loads
from heatsim.scenario.textfile import from_text

HEAD = "heatsim: 1\nscenario: wide\nhorizon: 10 min\nendings: {over: {}}\n"
SHEET = "canon: 1\nheist: wide\nfacts: {A-1: {what: x, when: now > 0 s, evidence: stated, level: core}}\n"
WORLD = "world: 1\nheist: x\nscenario: x\nlanguage: 1\nseed: 1\nreplication: 1\ndraws:\n"
DO = "{do: w, takes: 1 s}"


def each(count: int, line: str, between: str = "\n") -> str:
    """A line for each number, which stands where it has a `%`."""
    return between.join(line.replace("%", str(number)) for number in range(count))


Make = Callable[[int], str]
SCENARIOS: dict[str, Make] = {
    "keys that nobody knows": lambda n: f"{HEAD}{each(n, 'key%: 1')}\n",
    "names that nobody knows": lambda n: f"{HEAD}processes:\n  a:\n{each(n, '    - {wait: name%}')}\n",
    "misspelt parameters": lambda n: (
        f"{HEAD}parameters:\n{each(n, '  p%: 1 s')}\nprocesses:\n  a:\n{each(n, '    - {do: w%, takes: q%}')}\n"
    ),
    "parameters for nothing": lambda n: f"{HEAD}parameters:\n{each(n, '  p%: 1 s')}\nprocesses: {{a: [{DO}]}}\n",
    "names given twice": lambda n: f"{HEAD}parameters:\n{each(n, '  p%: 1 s')}\nvariables:\n{each(n, '  p%: 1 s')}\n",
    "processes": lambda n: f"{HEAD}processes:\n{each(n, '  a%: [{do: w, takes: 1 s}]')}\n",
    "signals": lambda n: f"{HEAD}processes:\n  a:\n{each(n, '    - {signal: s%}')}\n  b:\n{each(n, '    - {wait: s%}')}\n",
    "orders": lambda n: (
        f"{HEAD}processes:\n  b: [{{signal: go}}]\n  a:\n    orders:\n"
        f"{each(n, '      - {on: go, then: resume, steps: [{mark: x}]}')}\n    steps: [{DO}]\n"
    ),
    "variants": lambda n: (
        f"{HEAD}parameters: {{p: 1 s}}\nprocesses: {{a: [{{do: w, takes: p}}]}}\n"
        f"variants:\n{each(n, '  v%: {steps: {a/w: {takes: % s}}}')}\n"
    ),
    "moves of one parameter": lambda n: (
        f"{HEAD}parameters: {{p: 1 s}}\nprocesses: {{a: [{{do: w, takes: p}}]}}\n"
        f"variants: {{v: {{set: {{p: '{each(n, '+1 s', ', ')}'}}}}}}\n"
    ),
    "pins": lambda n: f"{HEAD}processes: {{a: [{DO}]}}\nvariants: {{v: {{pins: {{{each(n, 'a/x%: 0.5', ', ')}}}}}}}\n",
    "conditions": lambda n: f"{HEAD}processes: {{b: [{{signal: go}}], a: [{{wait: {{any: [{each(n, 'go', ', ')}]}}}}]}}\n",
    "actors": lambda n: f"{HEAD}actors:\n{each(n, '  a%: {side: s}')}\nprocesses: {{a1: [{DO}]}}\n",
    "comparisons with words": lambda n: (
        f"{HEAD}parameters: {{d: {{value: w0, options: [{each(n, 'w%', ', ')}]}}}}\nprocesses:\n  a:\n"
        f"{each(n, '    - {if: d == w%, then: [{mark: x}]}')}\n"
    ),
    "a chain of parameters": lambda n: (
        f"{HEAD}parameters:\n  p0: 1\n"
        + "\n".join(f"  p{k}: {{expr: p{k - 1} + 1}}" for k in range(1, n))
        + f"\nprocesses: {{a: [{{repeat: p{n - 1}, steps: [{DO}]}}]}}\nactors: {{a: {{count: p{n - 1}}}}}\n"
    ),
}
OTHERS: dict[str, tuple[Make, Callable[[str], Any]]] = {
    "a chain of beats": (
        lambda n: (
            f"{SHEET}order:\n"
            + "\n".join(f"  B-{k}: {{what: x, after: [B-{k + 1}]}}" for k in range(n))
            + f"\n  B-{n}: {{what: x}}\n"
        ),
        lambda text: sheet_of(from_text(text)),
    ),
    "beats after what is not there": (
        lambda n: f"{SHEET}order:\n{each(n, '  B-%: {what: x, after: [C-%]}')}\n",
        lambda text: sheet_of(from_text(text)),
    ),
    "draws at sites that are not there": (
        lambda n: f"{WORLD}{each(n, '  a/b%: 0.5')}\n",
        lambda text: world_of(from_text(text), [f"z{number}" for number in range(text.count("a/b"))]),
    ),
}
FEW = ("misspelt parameters", "orders", "moves of one parameter", "conditions", "a chain of beats")  # once took time without end
ALL = {**{name: (make, loads) for name, make in SCENARIOS.items()}, **OTHERS}


def took(name: str, count: int) -> float:
    """Processor seconds for the file of that length, right or wrong."""
    make, read = ALL[name]
    text = make(count)
    gc.disable()  # what else the process holds is no matter of the file
    began = time.process_time()
    with suppress(ScenarioError):
        read(text)
    gc.enable()
    return time.process_time() - began


@pytest.mark.parametrize("name", [name if name in FEW else pytest.param(name, marks=pytest.mark.statistical) for name in ALL])
def test_time_is_in_proportion(name: str) -> None:
    """Eight times as many lines take nowhere near sixty-four times as long."""
    short = max(min(took(name, 100) for _ in range(2)), 0.004)
    assert took(name, 800) < (30 if name != "variants" else 100) * short  # of variants there may be no more than the size allows


@pytest.mark.statistical
@pytest.mark.parametrize("name", ALL)
def test_the_longest_there_can_be(name: str) -> None:
    """With as many lines as a file may have, it takes seconds; before it took hours."""
    assert took(name, 25_000) < 40


def test_too_many_variants_are_said() -> None:
    """A file with more variants than can be checked says how many it may have, and where the first too many stands."""
    with pytest.raises(
        ScenarioError, match=r"a file of this size may have 5\d\d variants, each being checked like the whole"
    ) as caught:
        loads(SCENARIOS["variants"](600).replace("{steps: {a/w: {takes: ", "{set: {p: ").replace("s}}}", "s}}"))
    assert len(caught.value.problems) == 1
