"""Small scenarios, each about one rule that engines get wrong easily. What happens in them is of no interest; that every engine
tells them alike is. `conformance` runs them.
"""

from __future__ import annotations

__all__ = ["STORIES"]

HEAD = "heatsim: 1\nscenario: small\nhorizon: 2 min\nlimits: {events: 2000}\n"
TAIL = "endings: {many: {when: steps > 3}, few: {}}\n"


def _story(body: str) -> str:
    return HEAD + body + TAIL


STORIES: dict[str, str] = {
    "of those due at one moment the lowest rank goes first": _story(
        """
variables: {steps: 0, last: 0}
processes:
  ann: [{wait: bell}, {set: {last: last * 10 + 1}}, {do: work, takes: 1 s}, {set: {last: last * 10 + 2}}]
  bob:
    - {do: work, takes: 5 s}
    - {signal: bell}
    - {set: {last: last * 10 + 3}}
    - {do: rest, takes: 0 s, until: last > 1000000}
    - {set: {last: last * 10 + 4}}
  cat: [{wait: bell}, {set: {last: last * 10 + 5}}, {do: work, takes: 1 s}, {set: {last: last * 10 + 6}}, {add: {steps: 1}}]
  dan: [{do: work, takes: 6 s}, {set: {last: last * 10 + 7}}, {add: {steps: 4}}]
measures: {last: last}
"""
    ),
    "a condition goes before the alarm, an order before both": _story(
        """
variables: {steps: 0, served: 0, left: 0}
processes:
  ann:
    steps:
      - {do: work, takes: 4 s, until: bell, then: [{add: {steps: 1}}], else: [{add: {steps: 10}}]}
      - {do: more, takes: 4 s, then: [{add: {steps: 100}}]}
    orders: [{on: horn, steps: [{add: {served: 1}}, {do: look up, takes: 1 s}], then: resume}]
  bob: [{do: count, takes: 4 s}, {signal: bell}, {do: count on, takes: 4 s}, {signal: horn}]
  cat: [{wait: bell, for: 4 s, then: [{add: {left: 1}}], else: [{add: {left: 10}}]}]
measures: {steps: steps, served: served, left: left}
"""
    ),
    "work stops while an order is served and limits go on": _story(
        """
variables: {steps: 0, at_work: 0, at_limit: 0, skipped: 0, stopped: 0}
processes:
  ann: {orders: [{on: horn, steps: [{do: look, takes: 3 s}]}], steps: [{do: work, takes: 8 s}, {set: {at_work: now / 1 s}}]}
  bob: {orders: [{on: horn, steps: [{do: look, takes: 3 s}]}], steps: [{wait: never, for: 8 s}, {set: {at_limit: now / 1 s}}]}
  cat:
    orders: [{on: horn, steps: [{add: {steps: 1}}], then: skip}]
    steps: [{do: work, takes: 8 s, else: [{add: {steps: 2}}]}, {set: {skipped: now / 1 s}}]
  dan: {orders: [{on: horn, steps: [{do: run, takes: 1 s}], then: stop}], steps: [{do: work, takes: 8 s}, {set: {stopped: 1}}]}
  eve: [{do: count, takes: 5 s}, {signal: horn}, {if: never, then: [{signal: never}]}]
measures: {at_work: at_work, at_limit: at_limit, skipped: skipped, stopped: stopped, steps: steps}
"""
    ),
    "orders stand in order, again or not, and are left": _story(
        """
variables: {steps: 0, heat: 0, order: 0}
processes:
  ann:
    - watch:
        - {on: heat >= 2, steps: [{set: {order: order * 10 + 1}}, {do: a, takes: 1 s}], again: true, then: resume}
        - {on: heat >= 1, steps: [{set: {order: order * 10 + 2}}, {do: b, takes: 4 s}], then: resume}
        - {on: horn, steps: [{set: {order: order * 10 + 3}}], then: leave}
        - {on: smoke, steps: [{set: {order: order * 10 + 4}}], then: resume}
      steps: [{do: work, takes: 20 s}, {set: {order: 0}}]
    - {do: after, takes: 1 s}
    - {add: {steps: order}}
  bob:
    - {do: w, takes: 1 s}
    - {add: {heat: 1}}
    - {do: x, takes: 2 s}
    - {add: {heat: 1}}
    - {do: y, takes: 500 ms}
    - {signal: smoke}
    - {do: yy, takes: 1 s}
    - {set: {heat: 0}}
    - {do: z, takes: 9 s}
    - {signal: horn}
measures: {order: order, steps: steps, over: now}
"""
    ),
    "whoever is out does nothing more, and the dead stay dead": _story(
        """
variables: {steps: 0, done: 0}
actors: {ann: {side: crew}, bob: {side: crew}, cat: {side: crew}}
processes:
  ann:
    - {do: work, takes: 6 s}
    - {add: {done: 1}}
    - {put: bob, state: dead}
    - {put: bob, state: active}
    - {if: done > 0, then: [{put: me, state: away}], else: [{add: {steps: 7}}]}
    - {add: {done: 10}}
  bob: [{do: work, takes: 6 s}, {add: {done: 100}}, {do: more, takes: 1 s}, {add: {done: 1000}}]
  hands: {of: cat, when: started, steps: [{do: work, takes: 2 s}, {add: {steps: 1}}]}
  herald:
    - {start: hands}
    - {do: wait, takes: 1 s}
    - {put: cat, state: down}
    - {start: hands}
    - {do: wait, takes: 5 s}
    - {put: cat, state: wounded, by: ann}
    - {start: hands}
    - {start: hands}
    - {do: wait, takes: 9 s}
    - {start: hands}
  watcher: [{wait: crew.out >= 2}, {add: {steps: 100}}, {wait: cat.by == ann}, {add: {steps: 1000}}]
measures: {done: done, steps: steps, dead: crew.dead, out: crew.out, over: now}
"""
    ),
    "members of a group are started one after the other, and stopped": _story(
        """
variables: {steps: 0, sum: 0}
processes:
  caller:
    - {repeat: 3, steps: [{start: units}, {do: breathe, takes: 1 s}]}
    - {start: units}
    - {do: wait, takes: {uniform: [1 s, 4 s]}}
    - {stop: units}
    - {start: units}
    - {do: wait on, takes: 5 s}
    - {stop: run}
  units:
    count: 3
    when: started
    steps: [{do: drive, takes: {exponential: {mean: 2 s}}}, {add: {sum: member}}, {add: {steps: 1}}]
  drone: [{while: now < 90 s, steps: [{do: hum, takes: 7 s}]}]
measures: {sum: sum, steps: steps, over: now}
"""
    ),
    "hazards, chances, choices and distributions of every kind": _story(
        """
parameters:
  mean: {uniform: [1 s, 3 s], basis: assumed, why: any}
  share: {beta: {alpha: 2, beta: 3}, basis: assumed, why: any}
  size: {gamma: {shape: 2.5, scale: 2 s}, basis: assumed, why: any}
  spiky: {gamma: {shape: 0.05, scale: 2 s}, basis: assumed, why: any}
  tall: {lognormal: {median: 2 s, p90: 5 s}, basis: assumed, why: any}
  count: {poisson: {mean: 4}, basis: assumed, why: any}
  way: {categorical: {left: 2, right: 1, over: 1}, basis: assumed, why: any}
  how_bad: {ordinal: {light: 3, medium: 2, grave: 1}, basis: assumed, why: any}
  rains: {bernoulli: 0.3, basis: assumed, why: any}
  bent: {plain_normal: {mean: 1 s, sd: 2 s}, basis: assumed, why: any}
variables: {steps: 0}
processes:
  ann:
    - {do: a, takes: {exponential: {mean: mean}}}
    - {do: b, takes: {gamma: {shape: 1 + share, scale: mean}}}
    - {do: c, takes: {weibull: {shape: 1 + share, scale: mean}}}
    - {do: d, takes: {lognormal: {median: mean, sigma: share}}}
    - {do: e, takes: {normal: {mean: mean, sd: 2 s}}}
    - {do: f, takes: {pert: [mean, 2 * mean, 5 * mean]}}
    - {do: g, takes: {triangular: [mean, 2 * mean, 5 * mean]}}
    - {do: h, takes: {lognormal: {mean: mean, sd: 2 s}}}
    - {do: i, takes: {lognormal: {median: mean, p90: 3 * mean}}}
    - {do: j, takes: {empirical: {values: [3 * mean, 1 s, mean], weights: [1, share, 1]}}}
    - {do: k, takes: {plain_normal: {mean: mean, sd: 5 s}}}
    - {do: l, takes: {beta: {alpha: 1 + share, beta: 2, low: mean, high: 9 s}}}
    - {do: m, takes: {erlang: {k: 3, mean: mean}}}
    - {add: {steps: 1}}
  bob:
    - name: f
      first:
        noise: {after: {exponential: {mean: 9 s}}}
        light: {after: {weibull: {shape: 2, scale: 8 s}}, steps: [{add: {steps: 2}}]}
    - {chance: share, name: c, then: [{add: {steps: 1}}], else: [{do: x, takes: {triangular: [1 s, 2 s, 5 s]}}]}
    - name: o
      choose:
        one: {weight: share, steps: [{add: {steps: 1}}]}
        two: {steps: [{do: y, takes: {empirical: [1 s, 2 s]}}]}
    - {do: n, takes: {normal: {mean: 1 s, sd: 1 s}}}
    - {do: bent, takes: bent}
    - {if: way == over and rains or how_bad == grave, then: [{add: {steps: 1}}]}
    - {do: p, takes: {lognormal: {mean: 1 s, sd: 1 s}}}
    - {do: q, takes: {weibull: {shape: 1.5, scale: 1 s}}}
    - {do: r, takes: {beta: {alpha: 2, beta: 5, low: 1 s, high: 2 s}}}
    - {do: s, takes: {pert: [1 s, 2 s, 5 s]}}
measures: {steps: steps, over: now, size: {value: size, unit: s}, tall: {value: tall, unit: s}, spiky: {value: spiky, unit: s},
  count: count}
"""
    ),
    "expressions, missing values, quantities and clocks": _story(
        """
parameters: {x: {uniform: [-3, 3], basis: assumed, why: any}, y: {uniform: [0.1, 3], basis: assumed, why: any}}
variables: {steps: 0, z: x * y - x / y + abs(x) - floor(x) + ceil(x) * round(10 * x)}
actors: {ann: {}, bob: {}}
quantities: {loot: {unit: number, start: {ann: 10, bob: 0}}}
clocks: {watch: {runs: 9 s}, free: {}}
processes:
  ann:
    - {hand: loot, from: ann, to: bob, amount: 3 * y}
    - {do: work, takes: 2 s}
    - {start: watch}
    - {start: free}
    - {do: work on, takes: 3 s, event: T-1}
    - {stop: free}
    - {hand: loot, from: bob, to: ann, amount: 100}
  bob: [{at: 5 s remaining on watch}, {add: {steps: 1}}, {if: "x > 0 and y > 1 or not (x < -1)", then: [{add: {steps: 5}}]}]
  dan: [{wait: never_sent}]
  eve: [{if: x > 99, then: [{signal: never_sent}]}]
  cat: [{at: 4 s elapsed on free, else: [{add: {steps: 20}}]}, {add: {steps: 1}}]
measures:
  z: z
  a: min(x, y, 1) + max(x, y, -1) + hypot(x, y) + sqrt(y) + exp(x) * log(y)
  b: if(x > 1, y, if(x != y, -x, 0))
  c: {value: time_of(T-1) - time_of(never_sent), unit: s}
  d: {value: "time_of(never_sent) < 5 s or x >= 1"}
  e: {value: free.elapsed, unit: s}
  f: loot.ann
  g: {cases: {low: x < -1, middle: x < 1}, otherwise: high}
  h: ann.active and bob.active and not (x == y)
  i: {value: "min(now, time_of(never_sent))", unit: s}
  j: {value: "max(time_of(never_sent), now)", unit: s}
  k: round(steps + 0.5)
"""
    ),
    "people move, are stopped on the way, and are carried": _story(
        """
parameters: {pace: {uniform: [1 m/s, 4 m/s], basis: assumed, why: any}}
variables: {steps: 0}
places: {here: {at: [0 m, 0 m]}, there: {at: [30 m, 41 m]}, yonder: {at: [-7 m, 3 m]}}
actors: {ann: {at: here}, bob: {at: here}, car: {at: yonder}}
processes:
  ann:
    orders: [{on: horn, steps: [{do: look, takes: 2 s}], then: resume}]
    steps:
      - {move: there, speed: pace, until: bell, then: [{add: {steps: 1}}], else: [{add: {steps: 10}}]}
      - {move: bob, speed: pace}
  bob: [{board: car}, {do: ride, takes: 5 s}, {alight: true}, {do: stand, takes: 1 s}]
  car: [{move: there, speed: 2 * pace}]
  herald: [{do: a, takes: 3 s}, {signal: horn}, {do: b, takes: {uniform: [4 s, 30 s]}}, {signal: bell}]
measures: {a: {value: "distance(ann, there)", unit: m}, b: {value: "distance(bob, car)", unit: m}, over: now, steps: steps}
"""
    ),
    "replications that fail, and some that do not": _story(
        """
parameters: {x: {uniform: [0, 5], basis: assumed, why: any}}
variables: {steps: 0}
processes:
  ann:
    - {do: work, takes: 1 s}
    - {if: x < 1.4, then: [{set: {steps: 1 / (steps - steps)}}]}
    - {if: x >= 1.4 and x < 2.2, then: [{while: now < 110 s, steps: [{do: fidget, takes: 10 ms}]}]}
    - {if: x >= 2.2 and x < 3, then: [{do: wait, takes: time_of(never_sent) - now}]}
    - {if: x >= 3 and x < 4, then: [{do: wait longer, takes: 10 min}]}
  bob: [{wait: never_sent, for: 3 s}, {if: x > 9, then: [{signal: never_sent}]}]
measures: {x: x, root: sqrt(4.9 - x), over: now}
"""
    ),
}


def _fight(head: str, body: str, measures: str = "") -> str:
    return f"""
heatsim: 1
scenario: brawl
horizon: 1 min
limits: {{events: 5000}}
{head}
processes:
{body}
measures:
  red_shots: reds.shots
  blue_shots: blues.shots
  red_hits: reds.hits
  blue_hits: blues.hits
  taken: reds.taken + blues.taken
  dead: reds.dead
  over: now{measures.rstrip()}
endings: {{red_wins: {{when: blues.out == blues.count}}, blue_wins: {{when: reds.out == reds.count}}, open: {{}}}}
"""


STORIES |= {
    "a fight in the open, at random": _fight(
        """
weapons:
  rifle: {every: {exponential: {mean: 1 s}}, hit: 0.3}
  pistol: {every: {exponential: {rate: 1.5 / s}}, hit: 0.2}
actors: {red: {side: reds, count: 3, weapon: rifle}, blue: {side: blues, count: 5, weapon: pistol, endurance: 2}}
fights: {brawl: {between: [reds, blues], hit_state: down}}""",
        """
  red: [{fight: brawl}]
  blue: [{do: come, takes: {uniform: [0 s, 3 s]}}, {fight: brawl, name: late}]""",
    ),
    "somebody counts the shots of a brawl": _fight(
        """
weapons:
  rifle: {every: {exponential: {mean: 1 s}}, hit: 0.3}
actors: {red: {side: reds, count: 2, weapon: rifle}, blue: {side: blues, count: 2, weapon: rifle, endurance: 2}, spotter: {}}
fights: {brawl: {between: [reds, blues]}}""",
        """
  red: [{fight: brawl}]
  blue: [{fight: brawl}]
  spotter: [{wait: reds.shots >= 3}, {do: call, takes: 1 s}, {wait: blues.hits >= 1}, {stop: run}]""",
    ),
    "fixed intervals: who is hit at the moment of his shot does not fire": _fight(
        """
weapons: {rifle: {every: 1 s, hit: 0.5}, pistol: {every: 500 ms, hit: 0.3, rounds: 3}}
actors: {red: {side: reds, count: 3, weapon: rifle}, blue: {side: blues, count: 3, weapon: pistol}}
fights: {brawl: {between: [reds, blues]}}""",
        """
  red: [{fight: brawl, reaction: 1 s, until: reds.out >= 2, else: [{do: pause, takes: 1 s}, {fight: brawl, name: again}]}]
  blue: [{fight: brawl}]""",
    ),
    "doctrines, magazines, suppression, wounds and armour": _fight(
        """
weapons:
  rifle:
    every: {gamma: {shape: 2, scale: 0.5 s}}
    hit: 0.4
    rounds: 2
    magazine: 5
    carried: 23
    reload: {uniform: [1 s, 2 s]}
    suppresses: 1
  pistol: {every: {plain_normal: {mean: 0.5 s, sd: 0.5 s}}, hit: 0.3, magazine: 4, reload: 0 s, suppresses: 0.5}
actors:
  red: {side: reds, count: 2, weapon: rifle, armour: 0.6}
  boss: {side: reds, weapon: rifle}
  blue: {side: blues, count: 4, weapon: pistol}
fights:
  brawl:
    between: [reds, blues]
    half_life: 2 s
    wounds:
      head: {share: 0.1, dead: 0.9}
      torso: {share: 0.5, dead: 0.3, down: 0.2, wounded: 0.3, armoured: true}
      limbs: {share: 0.4, down: 0.1, wounded: 0.6}""",
        """
  red: [{fight: brawl, target: dangerous}]
  boss: [{fight: brawl, target: assigned, assigned: ["blue[3]", blue], holds: boss.wounded}]
  blue: [{fight: brawl, target: attacker, reaction: {exponential: {mean: 1 s}}}]
  medic: [{wait: "blue[1].wounded", for: 20 s}, {put: "blue[1]", state: active}]""",
    ),
    "rifle, pistol, rifle: each weapon has its own count": _fight(
        """
weapons:
  rifle: {every: {exponential: {mean: 1 s}}, hit: 0.4, rounds: 3, magazine: 6, carried: 15, reload: 2 s}
  pistol: {every: {exponential: {mean: 0.5 s}}, hit: 0.1}
actors:
  red: {side: reds, count: 2, weapon: rifle}
  blue: {side: blues, count: 3, weapon: pistol}
  boss: {side: blues, weapon: pistol}
fights: {brawl: {between: [reds, blues]}}""",
        """
  red:
    - fight: brawl
      until: me.rifle.shots >= 6
      else: [{fight: brawl, name: drawn, weapon: pistol, until: me.pistol.hits > 0, else: [{fight: brawl, name: again}]}]
  blue: [{fight: brawl, until: reds.pistol.shots >= 4, else: [{fight: brawl, name: picked up, weapon: rifle}]}]
  boss: [{fight: brawl, holds: blue.rifle.shots < 2}]""",
        """
  red_rifle: reds.rifle.shots
  red_pistol: reds.pistol.shots
  pistol_hits: reds.pistol.hits + blues.pistol.hits
  blue_rifle: blues.rifle.hits
  left: red[1].rifle.rounds
""",
    ),
    "a fight on the ground: reach, walls, cover, movement, carriers": _fight(
        """
weapons:
  rifle: {every: {exponential: {mean: 1 s}}, dispersion: 0.02, reach: 40 m}
  pistol: {every: {exponential: {mean: 0.7 s}}, hit: 0.3, reach: 25 m, suppresses: 1}
places:
  gate: {at: [0 m, 0 m], cover: 0.3}
  yard: {at: [20 m, 4 m], cover: 0.5}
  porch: {at: [8 m, 30 m]}
  lot: {at: [30 m, 30 m]}
walls: {wall: {from: [10 m, -5 m], to: [10 m, 6 m]}}
actors:
  red: {side: reds, count: 2, weapon: rifle, at: gate}
  blue: {side: blues, count: 3, weapon: pistol, at: yard}
  van: {side: things, at: lot}
fights: {brawl: {between: [reds, blues], geometry: true}}""",
        """
  red: [{fight: brawl, target: nearest}]
  legs:
    of: red
    steps:
      - {do: wait, takes: {exponential: {mean: 3 s}}}
      - {move: porch, speed: 3 m/s}
      - {board: van}
      - {do: ride, takes: 4 s}
      - {alight: true}
  blue: [{fight: brawl}]
  van: [{move: gate, speed: 5 m/s}]""",
    ),
}
