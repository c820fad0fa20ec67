"""A coin with a known probability: the smallest scenario whose every answer is exact."""

from __future__ import annotations

__all__ = ["COIN"]

# Replication k comes up heads exactly if u(k) >= 1 - p at the site `coin/toss`; it falls for an exponential time of mean 10 s.
COIN = """
heatsim: 1
scenario: coin
title: A coin
horizon: 10 min
parameters:
  p: {value: 0.3, basis: assumed, why: any, range: [0, 1]}
  twice: {value: false, basis: assumed, why: any}
variables: {heads: 0}
processes:
  coin:
    - chance: p
      name: toss
      then: [{set: {heads: 1}}]
    - if: twice
      then:
        - chance: p
          name: again
          then: [{add: {heads: 1}}]
    - do: fall
      takes: {exponential: {mean: 10 s}}
      event: COIN-1
measures:
  fell: {value: time_of(COIN-1), unit: s, text: when it lies}
  up: heads >= 1
  heads_seen: {value: heads}
  side: {cases: {front: heads >= 1}, otherwise: back}
endings:
  heads: {when: heads >= 1, canon: true}
  tails: {}
variants:
  better: {text: a better coin, set: {p: 0.35}}
  again: {text: two tosses, set: {twice: true}}
  fixed: {text: heads for certain, pins: {coin/toss: 0.99}}
"""
