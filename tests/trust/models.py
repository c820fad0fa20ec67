"""Scenarios that pass the checks and mean harm: storms, swarms, fights without end, numbers beyond all bounds."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MODELS", "Model"]

HEAD = "heatsim: 1\nscenario: hostile\nhorizon: {horizon}\nlimits: {{events: {events}}}\nendings: {{over: {{}}}}\n"


class Model(NamedTuple):
    """A story, and what comes of it: words of the error, or none if it ends."""

    body: str
    error: str = ""
    horizon: str = "10 min"

    def text(self, events: int, crowd: int = 30) -> str:
        """The scenario, with a limit of steps, and so many in a crowd."""
        return HEAD.format(horizon=self.horizon, events=events) + self.body.replace("@", str(crowd))


def deep(count: int) -> str:
    """A condition as deep as one may be."""
    chain = " and ".join(["n > 0"] * 70)
    return f"{{any: [{', '.join([chain] * count)}]}}"


MANY = "more than {events:,} steps in one replication"
LOOP = "a loop without delay: time does not move on"

MODELS: dict[str, Model] = {
    # storms
    "two that wake each other": Model(
        "variables: {ball: 0}\nprocesses:\n"
        "  ann: [{while: now < 5 min, steps: [{wait: ball == 0}, {set: {ball: 1}}]}]\n"
        "  bob: [{while: now < 5 min, steps: [{wait: ball == 1}, {set: {ball: 0}}]}]\n",
        LOOP,
    ),
    "a ring of a hundred": Model(
        "variables: {turn: 0}\nactors: {ring: {count: 100}}\nprocesses:\n"
        "  ring: [{while: now < 5 min, steps: [{wait: turn == member - 1}, {set: {turn: 'if(turn == 99, 0, turn + 1)'}}]}]\n",
        LOOP,
    ),
    "a storm of microseconds": Model(
        "processes: {ann: [{while: now < 5 min, steps: [{do: blink, takes: 1 us}]}]}\n",
        MANY,
    ),
    "all wait for what changes always": Model(
        "variables: {n: 0}\nactors: {crowd: {count: @}}\nprocesses:\n"
        "  crowd: [{while: now < 5 min, steps: [{wait: n > 1e9, for: 1 ms}]}]\n"
        "  ann: [{while: now < 5 min, steps: [{do: tick, takes: 1 us}, {add: {n: 1}}]}]\n",
        MANY,
    ),
    "an order without end": Model(
        "processes:\n  ann:\n    orders: [{on: go, then: resume, again: true, steps: [{do: nod, takes: 1 us}]}]\n"
        "    steps: [{do: dig, takes: 5 min}]\n"
        "  bob: [{do: nap, takes: 3 s}, {signal: go}]\n",
        MANY,
    ),
    # swarms
    "a crowd that stands": Model("actors: {crowd: {count: @}}\nprocesses: {crowd: [{do: stand, takes: {uniform: [1 s, 9 s]}}]}\n"),
    "members who wake members": Model(
        "actors: {crowd: {count: @}}\nprocesses:\n  ann: [{start: crowd}]\n"
        "  crowd: {when: started, steps: [{start: crowd}, {start: crowd}, {do: stand, takes: 1 s}]}\n",
    ),
    "a million arrivals in a second": Model(
        "variables: {n: 0}\n"
        "processes: {ann: [{do: wait, takes: 1 s}]}\narrivals: {cars: {rate: 1000000 / s, steps: [{add: {n: 1}}]}}\n",
        MANY,
    ),
    "arrivals faster than time": Model(
        "variables: {n: 0}\n"
        "processes: {ann: [{do: wait, takes: 1 s}]}\narrivals: {cars: {rate: 1e90 / s, steps: [{add: {n: 1}}]}}\n",
        LOOP,
    ),
    "loops in loops": Model(
        "variables: {n: 0}\nprocesses:\n  ann:\n    - repeat: 1e15\n      steps: [{repeat: 1e15, steps: [{add: {n: 1}}]}]\n",
        LOOP,
    ),
    # fights
    "a fight that nobody can win": Model(
        "weapons: {gun: {every: 1 ms, hit: 0}}\nactors: {ann: {side: a, weapon: gun}, bob: {side: b, weapon: gun}}\n"
        "fights: {street: {between: [a, b]}}\nprocesses: {ann: [{fight: street}], bob: [{fight: street}]}\n",
        MANY,
        "366 day",
    ),
    "a fight of instants": Model(
        "weapons: {gun: {every: 1e-9 us, hit: 0}}\nactors: {ann: {side: a, weapon: gun}, bob: {side: b, weapon: gun}}\n"
        "fights: {street: {between: [a, b]}}\nprocesses: {ann: [{fight: street}], bob: [{fight: street}]}\n",
        LOOP,
    ),
    "crowds that fight": Model(
        "weapons: {gun: {every: {exponential: {mean: 1 s}}, hit: 1}}\n"
        "actors: {ann: {side: a, weapon: gun, count: @}, bob: {side: b, weapon: gun, count: @}}\n"
        "fights: {street: {between: [a, b]}}\nprocesses: {ann: [{fight: street}], bob: [{fight: street}]}\n",
    ),
    # numbers
    "a time beyond all bounds": Model("processes: {ann: [{do: sleep, takes: 1e300 s}], bob: [{do: nap, takes: 1 s}]}\n"),
    "a time too short to be one": Model("processes: {ann: [{do: blink, takes: 5e-324 us}, {do: nap, takes: 1 s}]}\n"),
    "a product beyond all numbers": Model(
        "parameters: {p: 1e200}\nvariables: {n: 0}\n"
        "processes: {ann: [{set: {n: p * p}}, {do: nap, takes: n * 1 s}]}\nmeasures: {m: n}\n"
    ),
    "what is no number": Model(
        "parameters: {p: 1e200}\nvariables: {n: 0, m: 0}\n"
        "processes: {ann: [{set: {n: p * p}}, {set: {m: n - n}}, {do: nap, takes: m * 1 s}]}\n",
        "the duration is ",
    ),
    "a power beyond all numbers": Model(
        "variables: {n: 1000}\nprocesses: {ann: [{do: nap, takes: exp(n) * 1 s}]}\n",
        "cannot be worked out (math range error)",
    ),
    "the logarithm of nothing": Model(
        "variables: {n: 0}\nprocesses: {ann: [{do: nap, takes: log(n) * 1 s}]}\n", "cannot be worked out (math domain error)"
    ),
    "the root of less than nothing": Model(
        "variables: {n: -1}\nprocesses: {ann: [{do: nap, takes: sqrt(n) * 1 s}]}\n", "cannot be worked out (math domain error)"
    ),
    "a chance that is no number": Model(
        "parameters: {p: 1e200}\nvariables: {n: 0}\n"
        "processes: {ann: [{set: {n: p * p - p * p}}, {chance: n, name: luck, then: [{mark: x}]}]}\n",
        "p must be a finite number",
    ),
    "times without number": Model(
        "parameters: {p: 1e200}\nvariables: {n: 0}\n"
        "processes: {ann: [{set: {n: p * p}}, {repeat: n, steps: [{do: nap, takes: 1 s}]}]}\n",
    ),
    "a walk to the end of the world": Model(
        "places: {here: {at: [0 m, 0 m]}, there: {at: [1e150 m, 1e150 m]}}\nactors: {ann: {at: here, speed: 1 m/s}}\n"
        "processes: {ann: [{move: there}], bob: [{do: nap, takes: 1 s}]}\n",
    ),
    "a speed of next to nothing": Model(
        "places: {here: {at: [0 m, 0 m]}, there: {at: [1 m, 1 m]}}\nactors: {ann: {at: here, speed: 1e-300 m/s}}\n"
        "processes: {ann: [{move: there}], bob: [{do: nap, takes: 1 s}]}\n",
    ),
    "more money than there is": Model(
        "actors: {ann: {side: a}, bob: {side: a}}\nquantities: {loot: {unit: usd, start: {ann: $1e300}}}\n"
        "processes: {ann: [{repeat: 100, steps: [{hand: loot, to: bob, amount: $9e297}, {do: count, takes: 1 s}]}]}\n"
        "measures: {m: loot.bob}\n",
    ),
    "a distribution of extremes": Model(
        "parameters: {p: {lognormal: {median: 1 s, sigma: 25}}}\n"
        "processes: {ann: [{do: nap, takes: p}, {do: nap again, takes: {exponential: {mean: 1e90 s}}}]}\n",
    ),
    "a condition without bottom": Model(
        f"variables: {{n: 0}}\nprocesses: {{ann: [{{wait: {deep(100)}}}], bob: [{{do: nap, takes: 1 s}}, {{set: {{n: 1}}}}]}}\n",
    ),
}
